"""The register of leave and official travel, and the holidays an office keeps beside it, as typed entries."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flexdesk.domain.codes import NEW_LABEL, ByCode, Code
from flexdesk.exchange.activity_cells import NO_HINT, Hint, amount_of, day_of, span_of
from flexdesk.exchange.activity_people import Person, nip_fault, nip_text, split_name_nip
from flexdesk.exchange.activity_tables import (
    Heading,
    NoSuchTable,
    Rejection,
    Vocabulary,
    begins_signatures,
    find_heading,
    is_index_row,
    is_total,
    normal_heading,
    sheet_name,
    title_hint,
    visible,
    vocabulary,
)
from flexdesk.exchange.cells import Row, Sheet, is_blank

_WHO = {
    "number": r"^(no|nomor|no urut)$",
    "name_nip": r"\bnama\b.*\bnip\b|\bnip\b.*\bnama\b",
    "nip": r"\bnip\b",
    "name": r"^nama( pegawai| lengkap)?$|^pegawai$",
    "rank": r"pangkat|golongan",
    "jabatan": r"^jabatan",
    "unit": r"bagian|bidang|unit|seksi",
}
_WHEN = {
    "first": r"(tanggal|tgl|tmt)?.*\b(mulai|awal|berangkat|dari)\b",
    "last": r"(tanggal|tgl)?.*\b(selesai|akhir|kembali|sampai|s d)\b",
}
LEAVE_WORDS = vocabulary(
    "kind name/nip/name_nip first/span",
    **_WHO,
    kind=r"jenis( cuti)?$|^cuti$",
    **_WHEN,
    year=r"tahun",
    working_days=r"^(lama|jumlah|jml)\b",
    document=r"^(no|nomor|surat)\b",
    span=r"tanggal|tgl",
    reason=r"alasan|keterangan|keperluan",
)
TRAVEL_WORDS = vocabulary(
    "letter/purpose name/nip/name_nip first/span letter/location",
    **_WHO,
    letter_date=r"(tanggal|tgl) (st|spt|surat)",
    letter=r"(no|nomor)\b.*\b(st|spt|surat)|^(surat tugas|spt)$",
    purpose=r"perihal|maksud|tujuan kegiatan|^kegiatan|keperluan|^tugas|uraian",
    **_WHEN,
    transport=r"transport|kendaraan|angkutan",
    expenses=r"^(spd|sppd)\b",
    location=r"lokasi|tempat|tujuan",
    span=r"tanggal|tgl",
)
BALANCE_WORDS = vocabulary(
    "name/nip/name_nip year unused",
    **_WHO,
    year=r"^tahun( cuti)?$",
    deferred=r"ditangguhkan|penangguhan",
    unused=r"^(sisa|saldo)( cuti)?( tahunan)?( akhir)?( tahun)?$|tidak (diambil|terpakai|digunakan)",
    letter=r"surat|^nomor\b",
)
HOLIDAY_WORDS = vocabulary(
    "date name",
    date=r"^(tanggal|tgl)\b|^hari tanggal",
    number=r"^no$",
    kind=r"^jenis",
    name=r"keterangan|nama|hari",
)


class LeaveKind(Code):
    ANNUAL = "annual"
    LARGE = "large"
    SICK = "sick"
    MATERNITY = "maternity"
    IMPORTANT = "important"
    UNPAID = "unpaid"


LEAVE_LABELS = ByCode(
    {
        LeaveKind.ANNUAL: "Cuti Tahunan",
        LeaveKind.LARGE: "Cuti Besar",
        LeaveKind.SICK: "Cuti Sakit",
        LeaveKind.MATERNITY: "Cuti Melahirkan",
        LeaveKind.IMPORTANT: "Cuti Karena Alasan Penting",
        LeaveKind.UNPAID: "Cuti di Luar Tanggungan Negara",
    },
    NEW_LABEL,
)
_LEAVE_PATTERNS = (
    (LeaveKind.UNPAID, re.compile(r"tanggungan|\bcltn\b")),
    (LeaveKind.IMPORTANT, re.compile(r"penting|\bcap\b")),
    (LeaveKind.MATERNITY, re.compile(r"melahirkan|bersalin|persalinan|hamil|gugur")),
    (LeaveKind.SICK, re.compile(r"sakit")),
    (LeaveKind.LARGE, re.compile(r"besar")),
    (LeaveKind.ANNUAL, re.compile(r"tahunan|\bct\b")),
)


@dataclass(frozen=True, slots=True)
class LeaveEntry:
    """`working_days` is what the office wrote; the program counts for itself."""

    nip: str
    name: str
    kind: LeaveKind
    first: date
    last: date
    working_days: int | None
    year: int | None
    reason: str
    document: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class TravelEntry:
    """`expenses` is the SPD column as written ("Ada")."""

    nip: str
    name: str
    letter: str
    letter_date: date | None
    purpose: str
    first: date
    last: date
    location: str
    transport: str
    expenses: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class HolidayEntry:
    """`kind` is LN for a public holiday, CB for cuti bersama."""

    day: date
    name: str
    kind: str
    row: int


@dataclass(frozen=True, slots=True)
class BalanceEntry:
    """Working days of annual leave unused when `year` ended, some of them put off for the service."""

    nip: str
    name: str
    year: int
    unused: int
    deferred: int
    letter: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class RegisterTable:
    """Where a table stands. `register` is leave, travel, balance or holiday; rows as people count them."""

    register: str
    sheet: str
    heading_row: int
    heading: Heading
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class RegisterReading:
    leaves: tuple[LeaveEntry, ...]
    travels: tuple[TravelEntry, ...]
    holidays: tuple[HolidayEntry, ...]
    rejected: tuple[Rejection, ...]
    balances: tuple[BalanceEntry, ...] = ()
    tables: tuple[RegisterTable, ...] = field(default=(), compare=False)  # where it stood, not what it says

    def clashes(self) -> list[tuple[LeaveEntry, TravelEntry]]:
        """Official travel inside a leave of the same person."""
        return [
            (leave, travel)
            for leave in self.leaves
            for travel in self.travels
            if (leave.nip or leave.name) == (travel.nip or travel.name)
            and travel.first <= leave.last
            and leave.first <= travel.last
        ]


def leave_kind(text: str) -> LeaveKind | None:
    """The kind that a label, a shorter form of it or the token itself names."""
    plain = normal_heading(text)
    if plain in set(LeaveKind):
        return LeaveKind(plain)
    return next((kind for kind, pattern in _LEAVE_PATTERNS if pattern.search(plain)), None)


def read_register(sheets: Sequence[Sheet]) -> RegisterReading:
    """Leave, travel, balances and holidays of the visible sheets; raises NoSuchTable when none is there."""
    found: dict[str, list[Any]] = {register: [] for register, _words, _read in _REGISTERS}
    rejected: list[Rejection] = []
    tables: list[RegisterTable] = []
    for sheet in visible(sheets):
        for register, words, read in _REGISTERS:
            if (table := _table(sheet, words)) is None:
                continue
            tables.append(
                RegisterTable(register, table.sheet, table.number, table.heading, tuple(table.rows))
            )
            for row in table.rows:
                try:
                    found[register].append(read(table, row))
                except _Refused as refused:
                    rejected.append(Rejection(table.sheet, row.number, refused.kind, refused.value))
            break
    if not tables:
        raise NoSuchTable(columns="Jenis Cuti / Nomor ST, Tanggal Mulai, Tanggal Selesai")
    return RegisterReading(
        tuple(found["leave"]),
        tuple(found["travel"]),
        tuple(found["holiday"]),
        tuple(rejected),
        tuple(found["balance"]),
        tuple(tables),
    )


class _Refused(Exception):
    """One row is not taken."""

    def __init__(self, kind: str, value: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.value = value


@dataclass(frozen=True, slots=True)
class _Table:
    sheet: str
    heading: Heading
    rows: list[Row]
    hint: Hint
    number: int  # of the heading's first row

    def day(self, row: Row, field: str) -> date | None:
        return day_of(self.heading.cell(row, field), self.hint)


def _table(sheet: Sheet, words: Vocabulary) -> _Table | None:
    """The first table of that sort with its rows of data."""
    for index in range(len(sheet.rows)):
        if (heading := find_heading(sheet.rows, index, words)) is not None:
            below = sheet.rows[index + heading.height :]
            end = next((i for i, row in enumerate(below) if begins_signatures(row)), len(below))
            rows = [row for row in below[:end] if _is_record(row, heading, words)]
            hint = title_hint(sheet.rows[:index])
            known = Hint(hint.year) if hint.year else NO_HINT
            return _Table(sheet_name(sheet), heading, rows, known, sheet.rows[index].number)
    return None


def _is_record(row: Row, heading: Heading, words: Vocabulary) -> bool:
    if is_blank(row.cells) or is_index_row(row) or is_total(row):
        return False
    named = [field for field in heading.columns if field != "number" and heading.text(row, field)]
    again = all(words.field_of(heading.text(row, field)) == field for field in named)
    return bool(named) and not again  # a heading that is repeated on the next page


def _person(table: _Table, row: Row) -> Person:
    name, nip = table.heading.text(row, "name"), nip_text(table.heading.cell(row, "nip"))
    if joined := table.heading.text(row, "name_nip"):
        name, nip = split_name_nip(joined)
    if not name and not nip:
        raise _Refused("person")
    if nip and nip_fault(nip):
        raise _Refused("nip", nip)
    return Person(nip, name)


def _span(table: _Table, row: Row) -> tuple[date, date]:
    heading = table.heading
    first, last = table.day(row, "first"), table.day(row, "last")
    if first is None and (
        span := span_of(heading.cell(row, "span") or heading.cell(row, "first"), table.hint)
    ):
        first, last = span
    if first is None:
        written = heading.text(row, "first") or heading.text(row, "span")
        raise _Refused("date" if written else "no_date", written)
    if last is None and (written := heading.text(row, "last")):
        raise _Refused("date", written)
    last = last or first
    if last < first:
        raise _Refused("end_before_start", last.isoformat())
    return first, last


def _leave(table: _Table, row: Row) -> LeaveEntry:
    person, (first, last), text = _person(table, row), _span(table, row), table.heading.text
    if (kind := leave_kind(text(row, "kind"))) is None:
        raise _Refused("leave_kind", text(row, "kind"))
    return LeaveEntry(
        person.nip,
        person.name,
        kind,
        first,
        last,
        _integer(table, row, "working_days"),
        _integer(table, row, "year"),
        text(row, "reason"),
        text(row, "document"),
        table.sheet,
        row.number,
    )


def _integer(table: _Table, row: Row, field: str) -> int | None:
    number = amount_of(table.heading.cell(row, field)).number
    return None if number is None else int(number)


def _travel(table: _Table, row: Row) -> TravelEntry:
    person, (first, last), text = _person(table, row), _span(table, row), table.heading.text
    return TravelEntry(
        person.nip,
        person.name,
        text(row, "letter"),
        table.day(row, "letter_date"),
        text(row, "purpose"),
        first,
        last,
        text(row, "location"),
        text(row, "transport"),
        text(row, "expenses"),
        table.sheet,
        row.number,
    )


def _holiday(table: _Table, row: Row) -> HolidayEntry:
    if (day := table.day(row, "date")) is None:
        raise _Refused("date", table.heading.text(row, "date"))
    name = table.heading.text(row, "name")
    joint = "cuti bersama" in f"{name} {table.heading.text(row, 'kind')}".casefold()
    return HolidayEntry(day, name, "CB" if joint else "LN", row.number)


def _balance(table: _Table, row: Row) -> BalanceEntry:
    person, text = _person(table, row), table.heading.text
    year, unused = _integer(table, row, "year"), _integer(table, row, "unused")
    if year is None or not 1990 <= year <= 2100:
        raise _Refused("year", text(row, "year"))
    if unused is None or unused < 0:
        raise _Refused("day_count", text(row, "unused"))
    deferred = _integer(table, row, "deferred") or 0
    return BalanceEntry(
        person.nip, person.name, year, unused, deferred, text(row, "letter"), table.sheet, row.number
    )


_REGISTERS: tuple[tuple[str, Vocabulary, Callable[[_Table, Row], Any]], ...] = (
    ("leave", LEAVE_WORDS, _leave),
    ("travel", TRAVEL_WORDS, _travel),
    ("balance", BALANCE_WORDS, _balance),
    ("holiday", HOLIDAY_WORDS, _holiday),
)
