"""A week or month of places of work made elsewhere: a row a person with columns of days, or a row a day."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from flexdesk.domain.halves import Half, apart
from flexdesk.domain.periods import Period, PeriodKind
from flexdesk.domain.places import LETTERS, OF_LETTER, Place
from flexdesk.exchange.activity_cells import NO_HINT, WEEKDAYS, Hint, day_of, span_of
from flexdesk.exchange.activity_people import Person, nip_fault, nip_text, split_name_nip
from flexdesk.exchange.activity_tables import (
    Heading,
    NoSuchTable,
    Rejection,
    begins_signatures,
    find_heading,
    is_total,
    normal_heading,
    sheet_name,
    title_hint,
    visible,
    vocabulary,
)
from flexdesk.exchange.cells import Cell, Row, Sheet, is_blank, one_line

LONG_WORDS = vocabulary(
    "nip/name/name_nip date place",
    number=r"^(no|nomor|no urut)$",
    name_nip=r"\bnama\b.*\bnip\b|\bnip\b.*\bnama\b",
    nip=r"\bnip\b",
    name=r"^nama( pegawai| lengkap)?$|^pegawai$|^name$",
    date=r"\b(tanggal|tgl|date|day)\b",
    place=r"lokasi|tempat|place|^wf[aho]\b|kode|keterangan|penugasan",
)
_NAMES = vocabulary(
    "nip/name/name_nip",
    name_nip=r"\bnama\b.*\bnip\b|\bnip\b.*\bnama\b",
    nip=r"\bnip\b",
    name=r"^nama( pegawai| lengkap)?$|^pegawai$|^name$",
)
_WORDS: tuple[tuple[Place, str], ...] = (
    (Place.OTHER_OFFICE, r"kantor lain|unit lain|satker lain|wf other office"),
    (Place.OTHER_PLACE, r"lokasi lain|tempat lain|coworking|co working"),
    (Place.OFFICE, r"(wfo|kantor|kdk|masuk|hadir|office)( (wfo|kantor))*"),
    (Place.HOME, r"(wf[ah]|rumah|kdr|home)( (wf[ah]|rumah))*"),
    (Place.DUTY_TRAVEL, r"dinas luar|dl|dinas|perjalanan dinas|perjadin|tugas luar|spd|sppd|spt"),
    (Place.TRAINING, r"pelatihan|diklat|bimtek|latsar|training|tugas belajar"),
    (Place.LEAVE, r"cuti( \w+)*|ct|cb|cap"),
    (Place.SICK, r"sakit|skt"),
    (Place.PERMIT, r"izin|ijin"),
    (Place.OFF, r"off|lepas|libur sif|libur shift|bebas"),
    (Place.SHIFT_MORNING, r"((sif|shift) )?(pagi|1)"),
    (Place.SHIFT_AFTERNOON, r"((sif|shift) )?(siang|sore|2)"),
    (Place.SHIFT_NIGHT, r"((sif|shift) )?(malam|3)"),
    (Place.HOLIDAY, r"libur( nasional)?|hari libur"),
)
_PATTERNS = tuple((place, re.compile(pattern)) for place, pattern in _WORDS)
_LABELS = {normal_heading(shown.label): place for place, shown in LETTERS.items()}
_EMPTY = frozenset({"", "-", "–", "—", "."})
_ANY_YEAR = Hint(2000)  # enough to know a written day from a shift's number
_FEWEST_DAYS = 2  # columns with a day that make a row a heading


@dataclass(frozen=True, slots=True)
class ScheduleCell:
    """`nip` is empty when the file names people only; `column` is 1-based."""

    nip: str
    name: str
    day: date
    place: Place
    sheet: str
    row: int
    column: int
    half: Half | None = None


@dataclass(frozen=True, slots=True)
class ScheduleReading:
    cells: tuple[ScheduleCell, ...]
    rejected: tuple[Rejection, ...]

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(sorted({cell.day for cell in self.cells}))


def place_of(cell: Cell) -> Place | None:
    """From a code, a letter, or the words that offices use; None when it is none of them."""
    text = one_line(cell)
    if text.casefold() in set(Place):
        return Place(text.casefold())
    if text.upper() in OF_LETTER:
        return OF_LETTER[text.upper()]
    plain = normal_heading(text.replace("_", " "))
    if plain in _LABELS:
        return _LABELS[plain]
    return next((place for place, pattern in _PATTERNS if pattern.fullmatch(plain)), None)


def split_of(cell: Cell) -> tuple[Place, Half | None] | None:
    """Place and half of a cell, `W/K` and `kantor/rumah` included; None when it is neither."""
    if (halved := apart(one_line(cell), place_of)) is not None:
        return halved
    place = place_of(cell)
    return (place, None) if place is not None else None


def read_schedule(sheets: Sequence[Sheet], period: Period | None = None) -> ScheduleReading:
    """Cells of the visible sheets. `period` completes days that are written in part ("Senin", "23", "23/11").

    Raises NoSuchTable when no sheet has people and days. Blank cells and dashes are no cells.
    """
    scans = [_Scan(sheet_name(sheet), sheet.rows, period) for sheet in visible(sheets)]
    scans = [scan for scan in scans if scan.read()]
    if not scans:
        raise NoSuchTable(columns="NIP / Nama, 23/11, 24/11 …")
    cells, twice = _apart([cell for scan in scans for cell in scan.cells])
    rejected = [rejection for scan in scans for rejection in scan.rejected]
    return ScheduleReading(tuple(cells), tuple(rejected + twice))


def _apart(cells: list[ScheduleCell]) -> tuple[list[ScheduleCell], list[Rejection]]:
    """The first cell of a person's day counts; a second one that says something else is reported."""
    first: dict[tuple[str, date], ScheduleCell] = {}
    rejected = []
    for cell in cells:
        known = first.setdefault((cell.nip or normal_heading(cell.name), cell.day), cell)
        if known is not cell and (known.place, known.half) != (cell.place, cell.half):
            rejected.append(Rejection(cell.sheet, cell.row, "twice_a_day", cell.place, cell.column))
    return list(first.values()), rejected


@dataclass(slots=True)
class _Scan:
    name: str
    source: list[Row]
    period: Period | None
    cells: list[ScheduleCell] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)

    def read(self) -> bool:
        for index in range(len(self.source)):
            if heading := find_heading(self.source, index, LONG_WORDS):
                self._long(heading, self.source[index + heading.height :], self._hint(index))
                return True
            days = self._days(index)
            if days and (heading := self._people(index, days)) is not None:
                self._wide(heading, days, self.source[index + 1 :])
                return True
        return False

    def _hint(self, index: int) -> Hint:
        title = title_hint(self.source[:index])
        if title.year and title.month:
            return title
        if self.period is None:
            return title
        month = self.period.first.month if self.period.first.month == self.period.last.month else None
        return Hint(self.period.year if title.year is None else title.year, month)

    def _days(self, index: int) -> dict[int, date]:
        """Columns of the row that name a day."""
        row, hint = self.source[index], self._hint(index)
        found = {
            column: day
            for column, cell in enumerate(row.cells)
            if cell not in (None, "") and (day := self._day(cell, hint)) is not None
        }
        ordered = list(found.values())
        rising = all(before < after for before, after in itertools.pairwise(ordered))
        return found if len(found) >= _FEWEST_DAYS and rising else {}

    def _day(self, cell: Cell, hint: Hint) -> date | None:
        if (bare := _bare_number(cell)) and self.period and self.period.kind is PeriodKind.WEEK:
            return next((day for day in self.period.days() if day.day == bare), None)
        if (day := day_of(cell, hint)) is not None:
            return day
        weekday = WEEKDAYS.get(one_line(cell).casefold()) if isinstance(cell, str) else None
        monday = self._monday(hint)
        return monday + timedelta(days=weekday) if weekday is not None and monday else None

    def _monday(self, hint: Hint) -> date | None:
        """Of the week that the period or the title names."""
        if self.period is not None and self.period.kind is PeriodKind.WEEK:
            return self.period.first
        for row in self.source[:12]:
            for cell in row.cells:
                if isinstance(cell, str) and (span := _span_in(cell, hint)) is not None:
                    return span[0] - timedelta(days=span[0].weekday())
        return None

    def _people(self, index: int, days: dict[int, date]) -> Heading | None:
        """Which column names the people: by a heading in this row or near it, or by content."""
        for near in (index, index - 1, index + 1, index - 2):
            if 0 <= near < len(self.source):
                columns = _name_columns(self.source[near], days)
                if columns:
                    return Heading(columns, (), 1)
        for column in range(min(days)):
            nips = [row for row in self.source[index + 1 :] if _is_nip(row, column)]
            if len(nips) >= 2:
                return Heading({"nip": column}, (), 1)
        return None

    def _wide(self, heading: Heading, days: dict[int, date], rows: Sequence[Row]) -> None:
        for row in rows:
            if begins_signatures(row):
                return
            filled = [(column, cell) for column, cell in _filled(row, days) if not _is_empty(cell)]
            if not filled or is_total(row) or self._is_heading(row, days):
                continue
            person = self._person(heading, row)
            if person is None:
                continue
            for column, cell in filled:
                self._put(person, days[column], cell, row, column)

    def _is_heading(self, row: Row, days: dict[int, date]) -> bool:
        """A second heading row with weekday names, or the heading again on the next page."""
        cells = [cell for _column, cell in _filled(row, days) if not _is_empty(cell)]
        return all(one_line(cell).casefold() in WEEKDAYS or day_of(cell, _ANY_YEAR) for cell in cells)

    def _long(self, heading: Heading, rows: Sequence[Row], hint: Hint) -> None:
        for row in rows:
            if is_blank(row.cells) or is_total(row):
                continue
            cell = heading.cell(row, "place")
            person = None if _is_empty(cell) else self._person(heading, row)
            if person is None:
                continue
            if (day := day_of(heading.cell(row, "date"), hint)) is None:
                written = heading.text(row, "date")
                self._reject(row, "date" if written else "no_date", written, heading.columns["date"])
            else:
                self._put(person, day, cell, row, heading.columns["place"])

    def _person(self, heading: Heading, row: Row) -> Person | None:
        """None for a row of something else (coverage, legend) and for one that was rejected."""
        name, nip = heading.text(row, "name"), nip_text(heading.cell(row, "nip"))
        if joined := heading.text(row, "name_nip"):
            name, nip = split_name_nip(joined)
        if nip and nip_fault(nip):
            self._reject(row, "nip", nip, heading.columns.get("nip"))
            return None
        if not name and not nip:
            if any(place_of(cell) for cell in row.cells if not _bare_number(cell)):
                self._reject(row, "person", "", None)
            return None
        return Person(nip, name)

    def _put(self, person: Person, day: date, cell: Cell, row: Row, column: int) -> None:
        if (read := split_of(cell)) is None:
            self._reject(row, "place", one_line(cell), column)
        else:
            place, half = read
            self.cells.append(
                ScheduleCell(person.nip, person.name, day, place, self.name, row.number, column + 1, half)
            )

    def _reject(self, row: Row, kind: str, value: str, column: int | None) -> None:
        self.rejected.append(
            Rejection(self.name, row.number, kind, value, None if column is None else column + 1)
        )


def _span_in(text: str, hint: Hint) -> tuple[date, date] | None:
    """The span of days inside a title: "MINGGU 23 s.d. 27 NOVEMBER 2026"."""
    start = re.search(r"\d", text)
    span = span_of(text[start.start() :].strip(" )"), hint or NO_HINT) if start else None
    return span if span and (span[1] - span[0]).days < 7 else None


def _name_columns(row: Row, days: dict[int, date]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, cell in enumerate(row.cells):
        if column not in days and (name := _NAMES.field_of(one_line(cell))) is not None:
            found.setdefault(name, column)
    return found


def _filled(row: Row, days: dict[int, date]) -> Iterator[tuple[int, Cell]]:
    return ((column, row.cells[column]) for column in days if column < len(row.cells))


def _bare_number(cell: Cell) -> int | None:
    text = one_line(cell)
    return int(text) if text.isdecimal() and len(text) <= 2 else None


def _is_empty(cell: Cell) -> bool:
    return one_line(cell) in _EMPTY


def _is_nip(row: Row, column: int) -> bool:
    return column < len(row.cells) and not nip_fault(nip_text(row.cells[column]))
