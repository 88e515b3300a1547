"""Rejected rows as a workbook that a person mends in a spreadsheet program and imports again."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from flexdesk.exchange.cells import Cell, harmless, text_of
from flexdesk.exchange.columns import ColumnView
from flexdesk.exchange.headings import field_of, heading_key
from flexdesk.exchange.rosters import Rejected, RosterReading
from flexdesk.exchange.unreadable import FileBusy, why_busy

# Headings that the reader knows, for columns whose own heading says nothing (or was chosen by hand).
_HEADINGS = {
    "nip": "NIP",
    "name": "Nama",
    "titles_from": "Nama dengan gelar",
    "front_titles": "Gelar depan",
    "back_titles": "Gelar belakang",
    "golongan": "Golongan",
    "jabatan": "Jabatan",
    "unit": "Unit kerja",
    "birth_date": "Tanggal lahir",
    "status": "Status kepegawaian",
    "phone": "Nomor HP",
    "email": "Email",
    "domicile": "Alamat",
}
SHEET = "Ditolak"
REASON = "Alasan"
_CODE = "Kode penolakan"
_ORIGIN = "Baris asal"
_STANDINGS = {"non_asn": "Non ASN", "pppk_part_time": "PPPK paruh waktu"}
_WIDEST_CHARS = 48
_FIRST_SPREADSHEET_YEAR = 1900


@dataclass(frozen=True, slots=True)
class _Extra:
    """A column that the file did not have: what a section heading said, and why the row was refused."""

    heading: str
    values: list[str]


def write_rejects(path: Path, reading: RosterReading) -> int:
    """Writes all rejected rows and returns their number; raises FileBusy when the file cannot be written."""
    data = rejects_workbook(reading)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise FileBusy(file=path.name, detail=why_busy(error)) from error
    return len(reading.rejected)


def rejects_workbook(reading: RosterReading) -> bytes:
    """The workbook: original columns, then where the row stood and why it was refused."""
    import xlsxwriter  # five megabytes that most days do not need

    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(stream, options)
    sheet = book.add_worksheet(SHEET)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
    columns, extras = _original(reading.columns), _extras(reading)
    headings = [*map(_heading, columns), *(extra.heading for extra in extras)]
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, harmless(heading), bold)
    for number, rejected in enumerate(reading.rejected, 1):
        for column, cell in enumerate(_cells(rejected, columns)):
            if isinstance(cell, date) and cell.year >= _FIRST_SPREADSHEET_YEAR:
                sheet.write_datetime(number, column, cell, day)
            elif isinstance(cell, int | float) and not isinstance(cell, bool):
                sheet.write_number(number, column, cell)
            elif cell is not None:
                sheet.write_string(number, column, harmless(_as_text(cell)), text)
        for column, extra in enumerate(extras, len(columns)):
            sheet.write_string(number, column, harmless(extra.values[number - 1]), text)
    for column, width in enumerate(_widths(headings, columns, reading.rejected, extras)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    book.close()
    return stream.getvalue()


def _original(views: Sequence[ColumnView]) -> list[ColumnView]:
    """All columns but those that an earlier file of rejected rows added and that are written anew."""
    if not any(view.field == "reject_code" for view in views):
        return list(views)
    return [view for view in views if view.field != "reject_code" and view.heading != REASON]


def _heading(view: ColumnView) -> str:
    known = field_of(heading_key(view.heading))
    if view.field is None or view.field not in _HEADINGS or (known and known[0] == view.field):
        return view.heading
    return _HEADINGS[view.field]


def _cells(rejected: Rejected, columns: Sequence[ColumnView]) -> list[Cell]:
    cells = [rejected.cells[view.index] if view.index < len(rejected.cells) else None for view in columns]
    for place, view in enumerate(columns):
        if view.field == "nip":
            cells[place] = _nip_as_text(cells[place])
    units = [place for place, view in enumerate(columns) if view.field == "unit"]
    if units and rejected.unit and not any(text_of(cells[place]) for place in units):
        cells[units[0]] = rejected.unit
    return cells


def _nip_as_text(cell: Cell) -> Cell:
    """A number that has lost its digits must not come back looking whole."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return cell
    return f"{cell:.14E}" if abs(cell) >= 1e15 else text_of(cell)


def _as_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    return cell.isoformat() if isinstance(cell, datetime | date | time) else text_of(cell)


def _extras(reading: RosterReading) -> list[_Extra]:
    rejected = reading.rejected
    extras = []
    if reading.layout.unit_from_sections and not any(view.field == "unit" for view in reading.columns):
        extras.append(_Extra(_HEADINGS["unit"], [row.unit or "" for row in rejected]))
    if any(row.standing for row in rejected):
        extras.append(_Extra(_HEADINGS["status"], [_standing(row.standing) for row in rejected]))
    if not any(view.field == "reject_code" for view in reading.columns):
        extras.append(_Extra(_ORIGIN, [str(row.row) for row in rejected]))
    extras.append(_Extra(_CODE, [f"{row.kind} {row.nip or ''}".strip() for row in rejected]))
    extras.append(_Extra(REASON, [row.message for row in rejected]))
    return extras


def _standing(standing: str | None) -> str:
    return _STANDINGS.get(standing or "", (standing or "").upper())


def _widths(
    headings: Sequence[str], columns: Sequence[ColumnView], rows: Sequence[Rejected], extras: Sequence[_Extra]
) -> list[int]:
    """Characters, by heading and contents, never wider than a line one can read."""
    widths = [len(heading) for heading in headings]
    for rejected in rows:
        for column, cell in enumerate(_cells(rejected, columns)):
            widths[column] = max(widths[column], *(len(line) for line in _as_text(cell).split("\n")))
    for column, extra in enumerate(extras, len(columns)):
        widths[column] = max([widths[column], *map(len, extra.values)])
    return [min(width + 2, _WIDEST_CHARS) for width in widths]
