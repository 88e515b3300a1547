"""Writes the registers of leave and travel in the form they are read in, and rows that were refused."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from flexdesk.exchange.cells import Cell, harmless, text_of
from flexdesk.exchange.register_files import RegisterReading
from flexdesk.exchange.unreadable import FileBusy, why_busy

# What each field is called in the register's own form; reading a file written so gives the same entries.
HEADINGS: dict[str, dict[str, str]] = {
    "leave": {
        "name": "Nama",
        "nip": "NIP",
        "kind": "Jenis Cuti",
        "first": "Tanggal Mulai",
        "last": "Tanggal Selesai",
        "working_days": "Lama (Hari Kerja)",
        "year": "Tahun Cuti",
        "document": "Nomor Surat",
        "reason": "Alasan",
    },
    "travel": {
        "name": "Nama",
        "nip": "NIP",
        "letter": "Nomor ST",
        "letter_date": "Tanggal ST",
        "purpose": "Perihal",
        "first": "Tanggal Mulai",
        "last": "Tanggal Selesai",
        "location": "Lokasi",
        "transport": "Transportasi",
    },
    "balance": {
        "name": "Nama",
        "nip": "NIP",
        "year": "Tahun",
        "unused": "Sisa Cuti",
        "deferred": "Ditangguhkan",
        "letter": "Nomor Surat",
    },
    "holiday": {"date": "Tanggal", "name": "Keterangan", "kind": "Jenis"},
}
SHEETS = {"leave": "Pegawai Cuti", "travel": "Pegawai Surat Tugas", "balance": "Saldo Awal"}
REJECTED_NOTE = "Catatan penolakan"
_WIDEST_CHARS = 48


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: headings and rows of plain values."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def workbook(grids: Sequence[Grid]) -> bytes:
    import xlsxwriter  # five megabytes that most days do not need

    stream = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **plain})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@", "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"})
    for grid in grids:
        sheet = book.add_worksheet(grid.name[:31])
        for column, heading in enumerate(grid.headings):
            sheet.write_string(0, column, harmless(heading), bold)
        for number, row in enumerate(grid.rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                elif isinstance(cell, int | float) and not isinstance(cell, bool):
                    sheet.write_number(number, column, cell)
                elif cell is not None:
                    sheet.write_string(number, column, harmless(str(cell)), text)
        for column, width in enumerate(_widths(grid)):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
    book.close()
    return stream.getvalue()


def as_csv(grid: Grid) -> bytes:
    """With a byte order mark and semicolons, as spreadsheet programs here expect."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(grid.headings)
    for row in grid.rows:
        writer.writerow([harmless(_written(cell)) for cell in row])
    return stream.getvalue().encode("utf-8-sig")


def write(path: Path, data: bytes) -> None:
    """Raises FileBusy."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise FileBusy(file=path.name, detail=why_busy(error)) from error


def rejects(reading: RegisterReading, refused: Sequence[tuple[str, int, str]]) -> bytes:
    """The refused rows (sheet, row, message) as they stood, under their own headings, with the reason."""
    grids = []
    for table in reading.tables:
        reasons = {row: message for sheet, row, message in refused if sheet == table.sheet}
        width = len(table.heading.texts)
        rows = tuple(
            (*_padded(row.cells, width), reasons[row.number]) for row in table.rows if row.number in reasons
        )
        if rows:
            grids.append(Grid(table.sheet or SHEETS["leave"], (*table.heading.texts, REJECTED_NOTE), rows))
    return workbook(grids)


def _padded(cells: Sequence[Cell], width: int) -> tuple[Cell, ...]:
    kept = [cell.date() if isinstance(cell, datetime) else cell for cell in cells[:width]]
    return (*kept, *(None for _missing in range(width - len(kept))))


def _written(cell: Cell) -> str:
    return cell.isoformat() if isinstance(cell, date) else text_of(cell)


def _widths(grid: Grid) -> list[int]:
    columns = zip(grid.headings, *grid.rows, strict=True)
    return [min(max(len(_written(cell)) for cell in column) + 2, _WIDEST_CHARS) for column in columns]
