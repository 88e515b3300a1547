"""Daily work reports of any layout as rows of one shape: one table for all, or one form for each person."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time

from flexdesk.domain.outputs import Output, content_hash
from flexdesk.domain.performance import ReviewState
from flexdesk.domain.periods import Period, PeriodKind
from flexdesk.exchange.activity_cells import Amount, Hint, amount_of, day_of, time_of, times_of
from flexdesk.exchange.activity_people import Person, nip_fault, nip_text, split_name_nip
from flexdesk.exchange.activity_tables import (
    Heading,
    NoSuchTable,
    Rejection,
    begins_signatures,
    find_heading,
    is_index_row,
    is_total,
    label_of,
    normal_heading,
    sheet_name,
    title_hint,
    visible,
    vocabulary,
)
from flexdesk.exchange.cells import Row, Sheet, is_blank, without_guard

REPORT_WORDS = vocabulary(
    "activity date/times/starts/amount/evidence/output",
    number=r"^(no|nomor|no urut)$",
    name_nip=r"\bnama\b.*\bnip\b|\bnip\b.*\bnama\b",
    nip=r"\bnip\b",
    name=r"^nama( pegawai| lengkap| asn)?$|^pegawai$",
    jabatan=r"^jabatan",
    day_name=r"^hari$",
    starts=r"\b(jam|waktu|pukul)\b.*\b(mulai|awal|dari)\b|^(mulai|dari)\b",
    ends=r"\b(jam|waktu|pukul)\b.*\b(selesai|akhir|sampai)\b|^(selesai|sampai|s d)\b",
    times=r"^(waktu|jam|pukul)\b",
    date=r"\b(tanggal|tgl)\b",
    code=r"\bkode\b|^(no )?rhk$",
    plan=r"rencana aksi|rencana hasil kerja|^rhk\b|indikator",
    evidence=r"\bbukti\b|\bevid[ae]n|dokumentasi|lampiran|tautan|^link|^foto",
    status=r"status|verifikasi|persetujuan|validasi",
    place=r"^(lokasi|tempat)",
    kind=r"^jenis",
    unit=r"satuan",
    activity=r"uraian|kegiatan|aktivitas|pekerjaan|tugas",
    amount=r"volume|^vol\b|realisasi|^(jumlah|jml)\b|kuantitas|capaian|banyaknya",
    output=r"^output|^hasil",
    note=r"^ket\b|keterangan|catatan",
)
# The columns of the forms that the program gives away, in their order.
FORM_COLUMNS = (
    "Tanggal", "Jam mulai", "Jam selesai", "Kode RHK", "Uraian kegiatan", "Volume", "Satuan", "Bukti dukung",
    "Keterangan",
)  # fmt: skip
_NO_WORK = frozenset(
    {"libur", "hari libur", "libur nasional", "cuti", "cuti bersama", "sabtu", "minggu", "nihil"}
)
_STATES = (  # tried in order: "belum disetujui" is waiting, "tidak disetujui" is returned
    (ReviewState.WAITING, ("menunggu", "belum", "proses", "draf", "pending", "diajukan", "waiting")),
    (ReviewState.RETURNED, ("dikembalikan", "kembali", "tolak", "revisi", "perbaik", "tidak", "returned")),
    (ReviewState.ACCEPTED, ("disetujui", "setuju", "terima", "acc", "valid", "verif", "approve")),
)


@dataclass(frozen=True, slots=True)
class OutputRow:
    """One reported activity. `nip` may be empty when the file has names only.

    `doubts`: `wrong_month` (dated outside the month of its sheet), `end_before_start` (times).
    """

    nip: str
    name: str
    day: date
    code: str
    activity: str
    starts: time | None
    ends: time | None
    amount: int | float | None
    amount_text: str
    unit: str
    evidence: str
    status: ReviewState
    note: str
    plan: str
    sheet: str
    row: int
    month: str = ""  # of the sheet, `2026-08`; empty when nothing says it
    doubts: tuple[str, ...] = ()

    @property
    def content(self) -> str:
        return content_hash(
            self.activity, starts=self.starts, ends=self.ends, amount=self.amount, unit=self.unit
        )

    @property
    def place(self) -> str:
        """Where in the file: `AGUSTUS!38`."""
        return f"{self.sheet}!{self.row}"

    def as_output(self, person: str = "") -> Output:
        """For `domain.outputs.review`; `person` is the store's key once it is known."""
        return Output(
            self.place,
            person or self.nip or self.name,
            self.day,
            self.activity,
            self.starts,
            self.ends,
            self.amount,
            self.unit,
            self.evidence,
        )


@dataclass(frozen=True, slots=True)
class DuplicateRow:
    """A row that says again what `first` said."""

    row: OutputRow
    first: OutputRow


@dataclass(frozen=True, slots=True)
class ReportReading:
    rows: tuple[OutputRow, ...]
    duplicates: tuple[DuplicateRow, ...]
    rejected: tuple[Rejection, ...]
    sheets: tuple[str, ...]  # that hold reports
    source: str = "file"  # kept with each output: file, form-file, form-text, form-qr or chat

    @property
    def months(self) -> tuple[str, ...]:
        return tuple(sorted({row.month for row in self.rows if row.month}))


def read_reports(sheets: Sequence[Sheet], *, source: str = "") -> ReportReading:
    """Every report row of the visible sheets; raises NoSuchTable when no sheet holds reports.

    Without a `source` the headings tell the program's own form from any other file.
    """
    scans = [_Scan(sheet_name(sheet), sheet.rows) for sheet in visible(sheets)]
    scans = [scan for scan in scans if scan.read()]
    if not scans:
        raise NoSuchTable(columns="Tanggal, Uraian Kegiatan, Volume")
    rows, duplicates = _apart([row for scan in scans for row in scan.dated()])
    rejected = [rejection for scan in scans for rejection in scan.rejected]
    source = source or ("form-file" if all(scan.is_form for scan in scans) else "file")
    names = tuple(scan.name for scan in scans)
    return ReportReading(tuple(rows), tuple(duplicates), tuple(rejected), names, source)


def _apart(rows: list[OutputRow]) -> tuple[list[OutputRow], list[DuplicateRow]]:
    first: dict[tuple[str, date, str], OutputRow] = {}
    duplicates = []
    for row in rows:
        key = (row.nip or normal_heading(row.name), row.day, row.content)
        if key in first:
            duplicates.append(DuplicateRow(row, first[key]))
        else:
            first[key] = row
    return list(first.values()), duplicates


@dataclass(slots=True)
class _Scan:
    """One sheet read from top to bottom: label blocks set the person, headings open a table."""

    name: str
    source: list[Row]
    rows: list[OutputRow] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    hint: Hint = field(default_factory=Hint)
    labels: Person = field(default_factory=Person)  # of the form's head
    person: Person = field(default_factory=Person)  # of the row above
    day: date | None = None
    heading: Heading | None = None
    is_form: bool = False  # the headings are those of the program's own form

    def read(self) -> bool:
        """Whether the sheet has a table of reports at all."""
        skip, title_from, seen = 0, 0, False
        for index, row in enumerate(self.source):
            if skip:
                skip -= 1
            elif heading := find_heading(self.source, index, REPORT_WORDS):
                self.is_form = tuple(filter(None, row.cells))[-len(FORM_COLUMNS) :] == FORM_COLUMNS
                self._open(heading, self.source[title_from:index])
                skip, seen = heading.height - 1, True
            elif labelled := label_of(row):
                if self.heading is not None:
                    self._close()
                    title_from = index
                self._label(*labelled)
            elif self.heading is not None and not is_blank(row.cells):
                self._record(self.heading, row)
        return seen

    def _open(self, heading: Heading, above: Sequence[Row]) -> None:
        self.heading = heading
        self.person = self.labels if self.labels.known else self.person
        hint = title_hint(above)
        self.hint = hint if hint.year else self.hint

    def _close(self) -> None:
        """The table is over: signatures, or the head of the next person's form."""
        self.heading, self.labels, self.person, self.day = None, Person(), Person(), None

    def _label(self, what: str, value: str) -> None:
        match what:
            case "name":
                self.labels = replace(self.labels, name=value)
            case "nip":
                self.labels = replace(self.labels, nip=nip_text(value))
            case "jabatan":
                self.labels = replace(self.labels, jabatan=value)
            case "date":
                self.day = day_of(value, self.hint)

    def _record(self, heading: Heading, row: Row) -> None:
        if begins_signatures(row):
            self._close()
            return
        activity = heading.text(row, "activity")
        if is_index_row(row) or is_total(row) or normal_heading(activity) in _NO_WORK:
            return
        self._follow(heading, row)
        amount = _amount(heading, row)
        if not any(letter.isalnum() for letter in activity):
            if amount.number is not None:
                self._reject(row, "activity")
            return
        self._take(heading, row, activity, amount)

    def _follow(self, heading: Heading, row: Row) -> None:
        """Person and day of this row; blank cells mean the ones above, but never another person's day."""
        before = self.person
        name, nip = heading.text(row, "name"), nip_text(heading.cell(row, "nip"))
        if joined := heading.text(row, "name_nip"):
            name, nip = split_name_nip(joined)
        if (name or nip) and (name, nip) != (before.name, before.nip):
            self.person = Person(nip, name)
            self.day = None if (nip or name) != (before.nip or before.name) else self.day
        if heading.text(row, "date"):
            self.day = day_of(heading.cell(row, "date"), self.hint)

    def _reject(self, row: Row, kind: str, value: str = "") -> None:
        self.rejected.append(Rejection(self.name, row.number, kind, value))

    def _take(self, heading: Heading, row: Row, activity: str, amount: Amount) -> None:
        if not self.person.known:
            return self._reject(row, "person")
        if self.person.nip and nip_fault(self.person.nip):
            return self._reject(row, "nip", self.person.nip)
        if self.day is None:
            written = heading.text(row, "date")
            return self._reject(row, "date" if written else "no_date", written)
        starts, ends = time_of(heading.cell(row, "starts")), time_of(heading.cell(row, "ends"))
        if starts is None and ends is None:
            starts, ends = times_of(heading.cell(row, "times"))
        self.rows.append(
            OutputRow(
                nip=self.person.nip,
                name=self.person.name,
                day=self.day,
                code=heading.text(row, "code").upper(),
                activity=without_guard(activity),
                starts=starts,
                ends=ends,
                amount=amount.number,
                amount_text=amount.text,
                unit=heading.text(row, "unit") or amount.unit,
                evidence=without_guard(heading.text(row, "evidence")),
                status=state_of(heading.text(row, "status")),
                note=without_guard(heading.text(row, "note")),
                plan=heading.text(row, "plan"),
                sheet=self.name,
                row=row.number,
                doubts=("end_before_start",) if starts and ends and ends <= starts else (),
            )
        )
        return None

    def dated(self) -> list[OutputRow]:
        """The rows with the month of the sheet, and a doubt where a row lies outside it."""
        month = self._month()
        if month is None:
            return self.rows
        return [
            replace(
                row, month=month.code, doubts=row.doubts if row.day in month else (*row.doubts, "wrong_month")
            )
            for row in self.rows
        ]

    def _month(self) -> Period | None:
        """From the title; without one, the month that nine rows of ten lie in."""
        if self.hint.year and self.hint.month:
            return Period(PeriodKind.MONTH, self.hint.year, self.hint.month)
        counts = Counter((row.day.year, row.day.month) for row in self.rows)
        if not counts:
            return None
        (year, number), most = counts.most_common(1)[0]
        return Period(PeriodKind.MONTH, year, number) if most >= 0.9 * len(self.rows) else None


def _amount(heading: Heading, row: Row) -> Amount:
    amount = amount_of(heading.cell(row, "amount"))
    return amount if amount != Amount() else amount_of(heading.cell(row, "output"))


def state_of(text: str) -> ReviewState:
    """What a superior wrote in the status column; nothing, or something else, is still waiting."""
    plain = text.casefold()
    for state, words in _STATES:
        if any(word in plain for word in words):
            return state
    return ReviewState.WAITING
