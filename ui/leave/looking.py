"""What the room knows between two readings: the book, the rows, and what is told about one of them."""

from collections.abc import Sequence

from flexdesk.desk.desk import Desk
from flexdesk.domain.leave import LeaveKind
from flexdesk.domain.leave_register import LeaveState
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.schedule import TravelEntry
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import _
from flexdesk.services.leave import LeaveForm
from flexdesk.services.leave_book import LeaveBook, PersonBalance
from flexdesk.services.leave_review import Remark
from flexdesk.services.leave_workload import Workload, workload
from ui.leave import words
from ui.leave.forms import Told
from ui.leave.model import EntryRow, read_rows
from ui.leave.panel import Facts

REFUSED = "refused"  # in place of an entry's key
_ENDED = frozenset({LeaveState.CANCELLED.value, LeaveState.REFUSED.value, LeaveState.DEFERRED.value})


class Looking:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.book: LeaveBook = desk.leave.book()
        self.rows: dict[str, EntryRow] = {}
        self.remarks: tuple[Remark, ...] = ()
        self.refused: Remark | None = None  # a row of a file that never became an entry
        self.kept = ""  # key of the entry that this hand stored last

    def read(self) -> None:
        self.book = self._desk.leave.book()
        self._read_rows()

    def take(self, remarks: tuple[Remark, ...]) -> bool:
        """What was found in the registers meanwhile; False when it is known."""
        if remarks == self.remarks:
            return False
        self.remarks = remarks
        self._read_rows()
        return True

    def _read_rows(self) -> None:
        by_entry: dict[str, tuple[Remark, ...]] = {}
        for remark in self.remarks:
            if remark.entry:
                by_entry[remark.entry] = (*by_entry.get(remark.entry, ()), remark)
        trips = self._desk.reader.records("travel_entry", TravelEntry)
        known = [trip for trip in trips if trip.person in self.book.people]
        self.rows = {row.key: row for row in read_rows(self.book, known, by_entry)}

    def facts(self, key: str) -> Facts | None:
        """All about an entry; of `person:KEY` the balance alone; None when it has gone."""
        name, between, person = key.partition(":")
        if between and name == "person":
            return self._of_person(person)
        row = self._of_refused() if key == REFUSED else self.rows.get(key)
        if row is None:
            return None
        if not row.kind:
            return Facts(row)
        if row.is_travel:
            trips = self._desk.reader.records("travel_entry", TravelEntry)
            return Facts(row, trip=next((trip for trip in trips if trip.key == key), None))
        record = self.book.record(key)
        if record is None:
            return None
        findings = self.book.findings(record, ahead=record.waits) if record.holds or record.waits else ()
        balance = None
        if row.kind == LeaveKind.ANNUAL:
            balance = self.book.balance(row.person, record.leave.of_year)
        load = self._load(row.person, row) if record.waits or self._is_ahead(row) else None
        return Facts(row, record, None, balance, findings, load)

    def _of_refused(self) -> EntryRow | None:
        one, today = self.refused, self.book.today
        if one is None:
            return None
        return EntryRow("", "", one.name or one.nip, one.nip, "", today, today, 0, "", (one,))

    def _of_person(self, person: str) -> Facts | None:
        one = self.book.people.get(person)
        if one is None:
            return None
        today = self.book.today
        row = EntryRow("", one.key, one.full_name, one.nip, "", today, today, 0, "")
        return Facts(row, balance=self.book.balance(person, today.year))

    def _is_ahead(self, row: EntryRow) -> bool:
        return row.to >= self.book.today and row.state not in _ENDED

    def _load(self, person: str, row: EntryRow) -> Workload:
        return workload(self._desk.reader, self.book, person, row.first, row.to)

    def told(self, person: str, form: LeaveForm) -> Told:
        """While somebody types: days, what is left, what the rules say, and who else is away."""
        if not person:
            return ()
        load = workload(self._desk.reader, self.book, person, form.first, form.to)
        count = len(load.days)
        lines: list[tuple[str, str]] = [(words.count_days(count), "text")]
        if form.kind != words.TRAVEL:
            lines += self._rules(person, form)
        lines += [(sentence, "muted") for sentence in load.sentences()]
        return lines

    def _rules(self, person: str, form: LeaveForm) -> list[tuple[str, str]]:
        lines: list[tuple[str, str]] = []
        if form.kind == LeaveKind.ANNUAL:
            lines.append(_balance_line(self.book.balance(person, form.first.year)))
        try:
            found = self._desk.leave.judge(person, form)
        except FlexDeskError as error:
            return [*lines, (error.message, "negative")]
        return [*lines, *_finding_lines(found)]


def weighed(facts: Facts) -> Told:
    """What somebody should know before they consider or decide: rules, balance, who else is away."""
    lines = list(_finding_lines(facts.findings))
    if facts.balance is not None:
        lines.append(_balance_line(facts.balance))
    if facts.workload is not None:
        short = facts.workload.worst is not None and facts.workload.worst.short > 0
        token = "warning" if short else "muted"
        lines += [(sentence, token) for sentence in facts.workload.sentences()]
    return lines


def _balance_line(found: PersonBalance) -> tuple[str, str]:
    held = found.balance
    text = _("{left} of {available} days left ({carried} carried over, {taken} taken)")
    told = text.format(left=held.left, available=held.available, carried=held.carried, taken=held.taken)
    return (told, "text")


def _finding_lines(found: Sequence[Finding]) -> list[tuple[str, str]]:
    tokens = {Level.HARD: "negative", Level.SOFT: "warning"}
    return [(f"{one.rule}: {one.message}", tokens.get(one.level, "muted")) for one in found]
