"""Attendance as machines, apps and offices write it: a row a touch, a row a day, or a month of letters."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import pairwise

from flexdesk.domain.attendance import IN, OUT, Recap
from flexdesk.exchange.activity_cells import NO_HINT, Hint, day_of, span_of
from flexdesk.exchange.activity_people import Person, nip_fault, nip_text, split_name_nip
from flexdesk.exchange.activity_tables import (
    Heading,
    NoSuchTable,
    Rejection,
    begins_signatures,
    is_index_row,
    is_total,
    label_of,
    sheet_name,
    title_hint,
    visible,
    vocabulary,
)
from flexdesk.exchange.attendance_cells import (
    CODES,
    is_empty,
    legend_of,
    moment_of,
    slot_named,
    times_in,
)
from flexdesk.exchange.cells import Cell, Row, Sheet, is_blank, one_line

WORDS = vocabulary(
    "nip/name/name_nip",
    planned=r"^jam kerja|jadwal|seharusnya|shift|^sif$|^normal|^riil|durasi|lama|total|jumlah",
    name_nip=r"\bnama\b.*\bnip\b|\bnip\b.*\bnama\b",
    nip=r"\bnip\b|\bnik\b",
    moment=r"^(tanggal|tgl|date)( dan)? (jam|waktu|time|scan)$"
    r"|^(waktu|date time|datetime|timestamp|scan date)$"
    r"|^waktu (scan|absen|presensi)$",
    kind=r"^(status|tipe|jenis|type|state|mode|keterangan absen|verifikasi)( (scan|absen|presensi|absensi))?$"
    r"|^(in out|masuk pulang|masuk keluar)$",
    late=r"terlambat|telat|\blate\b|cepat|\bcpt\b|early|lembur|overtime|absent",
    scan_in=r"(scan|absen|presensi|check|c|finger)( |.*\b)(masuk|datang|in)\b"
    r"|^(masuk|datang|in) (scan|absen|presensi)$",
    scan_out=r"(scan|absen|presensi|check|c|finger)( |.*\b)(pulang|keluar|out)\b"
    r"|^(pulang|keluar|out) (scan|absen|presensi)$",
    plain_in=r"\b(masuk|datang)\b|^in$",
    plain_out=r"\b(pulang|keluar)\b|^out$",
    time=r"^(jam|waktu|pukul|time|clock)$|^jam (scan|absen|presensi)$",
    date=r"\b(tanggal|tgl|date)\b|^hari tanggal$",
    name=r"^nama( pegawai| lengkap| karyawan)?$|^pegawai$|^name$|^employee$",
)
_TITLE_ROWS = 12  # above a heading, where its month and year may stand
_FEWEST_DAYS = 20  # columns numbered from 1 that make a month of letters


@dataclass(frozen=True, slots=True)
class Touch:
    """One mark. `slot` is empty where the file does not say whether it is arriving or leaving.

    `zone` is a zone of the country written beside the time, empty without.
    """

    person: Person
    day: date
    slot: str
    at: time
    zone: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class DayWord:
    """What a summary says about a whole day."""

    person: Person
    day: date
    recap: Recap
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class AttendanceReading:
    """`passed_over` counts letters of leave, travel and free days, which the registers keep, not this."""

    touches: tuple[Touch, ...] = ()
    words: tuple[DayWord, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    passed_over: int = 0


def read_attendance(sheets: Sequence[Sheet]) -> AttendanceReading:
    """Marks of the visible sheets; raises NoSuchTable when none of them holds any."""
    scans = [_Scan(sheet_name(sheet), sheet.rows) for sheet in visible(sheets)]
    scans = [scan for scan in scans if scan.read()]
    if not scans:
        raise NoSuchTable(columns="NIP / Nama, Tanggal, Jam; Masuk, Pulang; 1, 2, 3 …")
    return AttendanceReading(
        tuple(one for scan in scans for one in scan.touches),
        tuple(one for scan in scans for one in scan.words),
        tuple(one for scan in scans for one in scan.rejected),
        sum(scan.passed_over for scan in scans),
    )


@dataclass(slots=True)
class _Scan:
    name: str
    source: list[Row]
    touches: list[Touch] = field(default_factory=list)
    words: list[DayWord] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    passed_over: int = 0

    def read(self) -> bool:
        """Whether the sheet holds a table of this sort."""
        if (month := self._month()) is not None:
            return month
        seen, heading, owner, titled = False, None, Person(), None
        hint, skip = NO_HINT, 0
        for index, row in enumerate(self.source):
            if skip:
                skip -= 1
            elif (label := label_of(row)) is not None:
                owner, titled = _owner(owner, label), _titled(titled, label)
            elif (found := self._heading(index, owner, titled)) is not None:
                heading, skip, seen = found, found.height - 1, True
                hint = title_hint(self.source[max(0, index - _TITLE_ROWS) : index])
            elif heading is not None and not _is_no_record(row):
                self._record(heading, row, owner, titled, hint)
        return seen

    # -- a row a touch, a row a day

    def _heading(self, index: int, owner: Person, titled: date | None) -> Heading | None:
        top = [one_line(cell) for cell in self.source[index].cells]
        if not _may_be_heading(self.source[index]):
            return None
        below = self.source[index + 1] if index + 1 < len(self.source) else None
        single = _columns(top)
        if below is not None and _may_be_heading(below) and not _is_enough(single, owner, titled):
            double = _columns(_joined(top, [one_line(cell) for cell in below.cells]))
            if _is_enough(double, owner, titled):
                return Heading(double, (), 2)
        return Heading(single, (), 1) if _is_enough(single, owner, titled) else None

    def _record(self, heading: Heading, row: Row, owner: Person, titled: date | None, hint: Hint) -> None:
        person = self._person(heading, row, owner)
        if person is None:
            return
        if "moment" in heading.columns:
            self._moment(heading, row, person, hint)
            return
        written = heading.text(row, "date")
        day = day_of(heading.cell(row, "date"), hint) if "date" in heading.columns else titled
        if day is None:
            self._reject(row, "date" if written else "no_date", written)
            return
        for name, slot in _slots_of(heading):
            cell = heading.cell(row, name)
            if not is_empty(cell):
                slot = slot or slot_named(heading.text(row, "kind"))
                self._touch(row, person, day, slot, cell)
            elif name == "time":
                self._reject(row, "no_time", "")

    def _moment(self, heading: Heading, row: Row, person: Person, hint: Hint) -> None:
        """Day and time in one cell."""
        cell, slot = heading.cell(row, "moment"), slot_named(heading.text(row, "kind"))
        if isinstance(cell, datetime):
            self._touch(row, person, cell.date(), slot, cell)
            return
        text = one_line(cell)
        first, _blank, rest = text.rpartition(" ")
        day = day_of(first, hint) or (day_of(text[:10], hint) if len(text) > 10 else None)
        if day is None:
            self._reject(row, "date" if text else "no_date", text)
        else:
            self._touch(row, person, day, slot, rest)

    def _touch(self, row: Row, person: Person, day: date, slot: str, cell: Cell) -> None:
        at, zone = moment_of(cell)
        if at is None:
            self._reject(row, "time", one_line(cell))
        else:
            self.touches.append(Touch(person, day, slot, at, zone, self.name, row.number))

    def _person(self, heading: Heading, row: Row, owner: Person) -> Person | None:
        name, nip = heading.text(row, "name"), nip_text(heading.cell(row, "nip"))
        if joined := heading.text(row, "name_nip"):
            name, nip = split_name_nip(joined)
        if nip in ("-", "–", "0"):
            nip = ""
        if nip and nip_fault(nip) and not name:
            self._reject(row, "nip", nip)
            return None
        if nip and nip_fault(nip):
            nip = ""  # a number of the machine; the name decides
        if name or nip:
            return Person(nip, name)
        if owner.known:
            return owner
        self._reject(row, "person", "")
        return None

    # -- a month of letters or times

    def _month(self) -> bool | None:
        """None when no row counts the days of a month."""
        for index in range(len(self.source)):
            days = _day_columns(self.source[index])
            if not days:
                continue
            hint = _month_hint(self.source[: index + 1])
            heading = self._people_near(index, days)
            if hint.year is None or hint.month is None or heading is None:
                continue
            legend = {**CODES, **legend_of(self.source[index + 1 :])}
            for row in self.source[index + 1 :]:
                if begins_signatures(row):
                    break
                self._month_row(heading, row, days, hint, legend)
            return True
        return None

    def _people_near(self, index: int, days: Mapping[int, int]) -> Heading | None:
        for near in (index, index - 1, index - 2):
            if near < 0:
                continue
            texts = [
                "" if column in days else one_line(cell)
                for column, cell in enumerate(self.source[near].cells)
            ]
            columns = {f: c for f, c in _columns(texts).items() if f in ("nip", "name", "name_nip")}
            if columns:
                return Heading(columns, (), 1)
        return None

    def _month_row(
        self,
        heading: Heading,
        row: Row,
        days: Mapping[int, int],
        hint: Hint,
        legend: Mapping[str, Recap | None],
    ) -> None:
        cells = [(day, row.cells[c]) for c, day in days.items() if c < len(row.cells)]
        cells = [(day, cell) for day, cell in cells if not is_empty(cell)]
        if not cells or is_total(row) or is_index_row(row):
            return
        person = self._person(heading, row, Person())
        if person is None:
            return
        for number, cell in cells:
            day = day_of(number, hint)
            if day is None:
                self._reject(row, "date", str(number))
            else:
                self._month_cell(row, person, day, cell, legend)

    def _month_cell(
        self, row: Row, person: Person, day: date, cell: Cell, legend: Mapping[str, Recap | None]
    ) -> None:
        text = one_line(cell)
        if isinstance(cell, time | datetime):
            self._touch(row, person, day, "", cell)
        elif found := times_in(text):
            for part in found:
                self._touch(row, person, day, "", part)
        elif text.upper() not in legend:
            self._reject(row, "recap_code", text)
        elif (recap := legend[text.upper()]) is None:
            self.passed_over += 1
        else:
            self.words.append(DayWord(person, day, recap, self.name, row.number))

    def _reject(self, row: Row, kind: str, value: str) -> None:
        self.rejected.append(Rejection(self.name, row.number, kind, value))


def _owner(before: Person, label: tuple[str, str]) -> Person:
    """The person whom the lines above a table speak of; a new name begins a new person."""
    what, value = label
    if what == "name":
        name, nip = split_name_nip(value)
        return Person(nip, name)
    if what == "nip":
        nip = nip_text(value)
        return Person("" if nip_fault(nip) else nip, before.name)
    return before


def _titled(before: date | None, label: tuple[str, str]) -> date | None:
    what, value = label
    if what != "date":
        return before
    span = span_of(value, NO_HINT)
    return span[0] if span and span[0] == span[1] else None


def _may_be_heading(row: Row) -> bool:
    filled = [cell for cell in row.cells if cell not in (None, "")]
    return len(filled) >= 2 and all(
        isinstance(cell, str) and len(cell) < 60 and not cell.strip()[:1].isdecimal() for cell in filled
    )


def _columns(texts: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, text in enumerate(texts):
        if (name := WORDS.field_of(text)) is not None:
            found.setdefault(name, index)
    return found


def _joined(top: Sequence[str], below: Sequence[str]) -> list[str]:
    joined, carried = [], ""
    for index in range(max(len(top), len(below))):
        over = top[index] if index < len(top) else ""
        under = below[index] if index < len(below) else ""
        carried = over or (carried if under else "")
        joined.append(f"{carried} {under}".strip())
    return joined


def _is_enough(columns: Mapping[str, int], owner: Person, titled: date | None) -> bool:
    who = columns.keys() & {"nip", "name", "name_nip"} or owner.known
    when = "date" in columns or titled is not None
    marks = columns.keys() & {"time", "scan_in", "scan_out", "plain_in", "plain_out"}
    return bool(who and ("moment" in columns or (when and marks)))


def _slots_of(heading: Heading) -> Iterator[tuple[str, str]]:
    """Columns that hold marks; beside those of the machine's touches, plain ones are what was planned."""
    scanned = heading.columns.keys() & {"scan_in", "scan_out"}
    names = ("scan_in", "scan_out") if scanned else ("plain_in", "plain_out")
    for name, slot in zip(names, (IN, OUT), strict=True):
        if name in heading.columns:
            yield name, slot
    if "time" in heading.columns and not heading.columns.keys() & set(names):
        yield "time", ""


def _is_no_record(row: Row) -> bool:
    return is_blank(row.cells) or is_index_row(row) or is_total(row) or begins_signatures(row)


def _day_columns(row: Row) -> dict[int, int]:
    """Columns headed 1, 2, 3 … of a month."""
    found: dict[int, int] = {}
    for column, cell in enumerate(row.cells):
        text = one_line(cell)
        if text.isdecimal() and 1 <= int(text) <= 31:
            found[column] = int(text)
    numbers = list(found.values())
    rising = all(after == before + 1 for before, after in pairwise(numbers))
    return found if len(numbers) >= _FEWEST_DAYS and rising and numbers[0] == 1 else {}


def _month_hint(rows: Sequence[Row]) -> Hint:
    """“Bulan Juni - 2026” as well as “Juni 2026”."""
    plain = [
        Row(row.number, [cell.replace("-", " ") if isinstance(cell, str) else cell for cell in row.cells])
        for row in rows
    ]
    return title_hint(plain)
