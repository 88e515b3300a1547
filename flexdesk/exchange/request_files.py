"""A list of requests and wishes as an office keeps it: one row each, columns in any order; and its export."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flexdesk.exchange.activity_cells import WEEKDAYS, day_of
from flexdesk.exchange.activity_people import nip_fault, nip_text
from flexdesk.exchange.activity_tables import (
    Heading,
    NoSuchTable,
    begins_signatures,
    find_heading,
    is_index_row,
    is_total,
    sheet_name,
    visible,
    vocabulary,
)
from flexdesk.exchange.cells import Row, Sheet, harmless, is_blank
from flexdesk.i18n import _

REQUEST_WORDS = vocabulary(
    "nip kind first",
    number=r"^(no|nomor|no urut)$",
    partner=r"mitra|pasangan|rekan",
    nip=r"\bnip\b",
    name=r"^nama( pegawai| lengkap)?$|^pegawai$",
    kind=r"^jenis( permohonan)?$|^permohonan$",
    first=r"\b(mulai|awal|dari)\b",
    to=r"\b(selesai|akhir|sampai|s d)\b",
    days=r"^hari\b",
    place=r"^(tempat|lokasi)\b",
    evidence=r"^bukti|bukti dukung|dokumen",
    plan=r"rencana",
    outputs=r"keluaran|output|hasil",
    reason=r"^alasan|keterangan|keperluan",
    state=r"^(keputusan|status)\b",
    note=r"^catatan\b",
)
_KINDS = (
    ("swap", re.compile(r"tukar|swap", re.I)),
    ("wish", re.compile(r"keinginan|preferensi|usul|wish", re.I)),
    ("special_condition", re.compile(r"khusus|special", re.I)),
)
_PLACES = (
    ("other_office", re.compile(r"kantor lain|other.?office", re.I)),
    ("other_place", re.compile(r"lokasi lain|tempat lain|other.?place", re.I)),
    ("home", re.compile(r"rumah|wfh|wfa|home", re.I)),
)
_DAY_TOKENS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_BETWEEN_DAYS = re.compile(r"[,;/&]|\bdan\b|\s")
HEADINGS = (
    "NIP",
    "Nama",
    "Jenis",
    "Mulai",
    "Selesai",
    "Hari",
    "Tempat",
    "Alasan",
    "Bukti",
    "Rencana kerja",
    "Keluaran",
    "NIP mitra",
    "Keputusan",
    "Catatan",
)
_WIDTHS = (21, 30, 18, 12, 12, 16, 14, 36, 30, 36, 30, 21, 14, 36)


@dataclass(frozen=True, slots=True)
class RequestEntry:
    nip: str
    kind: str
    first: date
    to: date
    days: str
    place: str
    reason: str
    evidence: str
    plan: str
    outputs: str
    partner: str
    sheet: str
    row: int
    cells: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """`cells` are as they stood, so that the row can be given back with its reason."""

    sheet: str
    row: int
    kind: str
    message: str
    cells: tuple[Any, ...]

    def as_json(self) -> dict[str, Any]:
        return {"sheet": self.sheet, "row": self.row, "kind": self.kind, "message": self.message}


@dataclass(frozen=True, slots=True)
class RequestReading:
    headings: tuple[str, ...]
    entries: tuple[RequestEntry, ...]
    rejected: tuple[RefusedRow, ...]


class _Refused(Exception):
    def __init__(self, kind: str, message: str) -> None:
        super().__init__(kind)
        self.kind, self.message = kind, message


def read_requests(sheets: Sequence[Sheet]) -> RequestReading:
    """Every row under the headings NIP, Jenis and Mulai; raises NoSuchTable without such a table."""
    headings: tuple[str, ...] = ()
    entries: list[RequestEntry] = []
    rejected: list[RefusedRow] = []
    for sheet in visible(sheets):
        found = _table(sheet)
        if found is None:
            continue
        heading, rows = found
        headings = headings or heading.texts
        for row in rows:
            try:
                entries.append(_entry(sheet_name(sheet), heading, row))
            except _Refused as refused:
                cells = tuple(row.cells)
                place = (sheet_name(sheet), row.number, refused.kind, refused.message)
                rejected.append(RefusedRow(*place, cells))
    if not headings:
        raise NoSuchTable(columns="NIP, Jenis, Mulai")
    return RequestReading(headings, tuple(entries), tuple(rejected))


def _table(sheet: Sheet) -> tuple[Heading, list[Row]] | None:
    for index in range(len(sheet.rows)):
        heading = find_heading(sheet.rows, index, REQUEST_WORDS)
        if heading is not None:
            below = sheet.rows[index + heading.height :]
            end = next((at for at, row in enumerate(below) if begins_signatures(row)), len(below))
            return heading, [row for row in below[:end] if _is_record(row)]
    return None


def _is_record(row: Row) -> bool:
    return not (is_blank(row.cells) or is_index_row(row) or is_total(row))


def _entry(sheet: str, heading: Heading, row: Row) -> RequestEntry:
    text = heading.text
    nip = nip_text(heading.cell(row, "nip"))
    if not nip or nip_fault(nip):
        raise _Refused("nip", _("The NIP “{value}” is not valid.").format(value=nip))
    first = _day(heading, row, "first")
    if first is None:
        raise _Refused("no_date", _("The date is missing."))
    to = _day(heading, row, "to") or first
    if to < first:
        message = _("The last day ({value}) lies before the first day.")
        raise _Refused("end_before_start", message.format(value=to.isoformat()))
    return RequestEntry(
        nip,
        _kind(text(row, "kind")),
        first,
        to,
        _days(text(row, "days")),
        _place(text(row, "place")),
        text(row, "reason"),
        text(row, "evidence"),
        text(row, "plan"),
        text(row, "outputs"),
        nip_text(heading.cell(row, "partner")),
        sheet,
        row.number,
        tuple(row.cells),
    )


def _day(heading: Heading, row: Row, field: str) -> date | None:
    cell = heading.cell(row, field)
    found = day_of(cell)
    if found is None and cell not in (None, ""):
        raise _Refused("date", _("“{value}” is not a date.").format(value=cell))
    return found


def _kind(text: str) -> str:
    for kind, pattern in _KINDS:
        if pattern.search(text):
            return kind
    message = _("The kind of request “{value}” is not known.")
    raise _Refused("request_kind", message.format(value=text))


def _days(text: str) -> str:
    """`Selasa dan Jumat` as `tue,fri`; nothing means any day."""
    numbers: set[int] = set()
    for word in filter(None, _BETWEEN_DAYS.split(text.casefold())):
        plain = word.strip(".")
        if plain not in WEEKDAYS:
            raise _Refused("days", _("“{value}” is not a weekday.").format(value=word))
        numbers.add(WEEKDAYS[plain])
    return ",".join(_DAY_TOKENS[number] for number in sorted(numbers))


def _place(text: str) -> str:
    for place, pattern in _PLACES:
        if pattern.search(text):
            return place
    if text:
        raise _Refused("place", _("“{value}” is not a place of work.").format(value=text))
    return ""


def workbook(rows: Sequence[Sequence[Any]], headings: Sequence[str] = HEADINGS, name: str = "") -> bytes:
    """The rows as xlsx; days are written as days, and no text is ever taken for a formula."""
    import xlsxwriter  # five megabytes that most days do not need

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the same rows, the same bytes
    sheet = book.add_worksheet(name or "Permohonan")
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"})
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, harmless(heading), bold)
        sheet.set_column(column, column, _WIDTHS[column] if column < len(_WIDTHS) else 24)
    for at, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(at, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
            elif cell not in (None, ""):
                sheet.write_string(at, column, harmless(str(cell)), text)
    sheet.freeze_panes(1, 0)
    book.close()
    return stream.getvalue()
