"""The entries, balances and remarks of the registers as tables, each a snapshot that filters narrow down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from flexdesk.domain.leave_register import LeaveRecord, LeaveState
from flexdesk.domain.rules.findings import Level
from flexdesk.domain.schedule import TravelEntry
from flexdesk.i18n import N_, _
from flexdesk.services.leave_book import LeaveBook, PersonBalance
from flexdesk.services.leave_review import Remark
from ui.leave import words
from ui.widgets.badge import BadgeFacts
from ui.widgets.cells import EMPTY, Cell, MeterFacts
from ui.widgets.table import Column, RowsModel
from ui.widgets.tones import Tone


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A leave or a journey. `days` are working days of the calendar; `remarks` counts what wants a look."""

    key: str
    person: str
    name: str
    nip: str
    kind: str  # of a journey `travel`
    first: date
    to: date
    days: int
    state: str
    remarks: tuple[Remark, ...] = ()

    @property
    def is_travel(self) -> bool:
        return self.kind == words.TRAVEL

    @property
    def waits(self) -> bool:
        return self.state in (LeaveState.APPLIED, LeaveState.CONSIDERED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the person filters by; empty means any. `period` is `now`, `coming`, a year, or empty."""

    text: str = ""
    kind: str = ""
    state: str = ""
    period: str = ""


def read_rows(
    book: LeaveBook, trips: Sequence[TravelEntry], remarks: Mapping[str, tuple[Remark, ...]]
) -> list[EntryRow]:
    """The latest first. `trips` are all journeys, cancelled ones as well."""
    rows = [_leave(book, record, remarks) for records in book.leaves.values() for record in records]
    rows += [_trip(book, trip, remarks) for trip in trips]
    return sorted(rows, key=lambda row: (row.first, row.name, row.key), reverse=True)


def _leave(book: LeaveBook, record: LeaveRecord, remarks: Mapping[str, tuple[Remark, ...]]) -> EntryRow:
    person = book.people[record.person]
    return EntryRow(
        record.key,
        person.key,
        person.full_name,
        person.nip,
        record.kind,
        record.from_,
        record.to,
        book.working_days(record.leave),
        record.state,
        remarks.get(record.key, ()),
    )


def _trip(book: LeaveBook, trip: TravelEntry, remarks: Mapping[str, tuple[Remark, ...]]) -> EntryRow:
    person = book.people[trip.person]
    return EntryRow(
        trip.key,
        person.key,
        person.full_name,
        person.nip,
        words.TRAVEL,
        trip.from_,
        trip.to,
        len(book.calendar.working_days(trip.from_, trip.to)),
        LeaveState.REGISTERED if trip.holds else LeaveState.CANCELLED,
        remarks.get(trip.key, ()),
    )


class EntriesModel(RowsModel[EntryRow]):
    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(_entry_columns(), lambda row: row.key, parent)
        self._today = today
        self._all: list[EntryRow] = []
        self._wanted = Wanted()

    @property
    def total(self) -> int:
        return len(self._all)

    @property
    def waiting(self) -> int:
        return sum(row.waits for row in self._all)

    def entry(self, key: str) -> EntryRow | None:
        return next((row for row in self._all if row.key == key), None)

    def show_all(self, rows: Sequence[EntryRow]) -> None:
        self._all = list(rows)
        self._show()

    def want(self, wanted: Wanted) -> None:
        if wanted != self._wanted:
            self._wanted = wanted
            self._show()

    def _show(self) -> None:
        kept = [row for row in self._all if self._fits(row)]
        self.set_rows(sorted(kept, key=lambda row: not row.waits))  # stable: what waits comes first

    def _fits(self, row: EntryRow) -> bool:
        wanted = self._wanted
        text = wanted.text.casefold()
        digits = text.replace(" ", "")
        return (
            (not text or text in row.name.casefold() or (digits.isdigit() and digits in row.nip))
            and (not wanted.kind or row.kind == wanted.kind)
            and (not wanted.state or row.state == wanted.state)
            and self._in_period(row)
        )

    def _in_period(self, row: EntryRow) -> bool:
        period = self._wanted.period
        if period == "now":
            return row.first <= self._today <= row.to
        if period == "coming":
            return row.to >= self._today
        return not period or row.first.year <= int(period) <= row.to.year


def _entry_columns() -> list[Column[EntryRow]]:
    return [
        Column("name", _("Name"), lambda row: Cell(row.name), 206, sort=lambda row: row.name.casefold()),
        Column("kind", _("Kind"), _kind, 186, sort=lambda row: row.kind),
        Column("days", _("Date"), _span, 146, sort=lambda row: row.first),
        Column("count", _("Working days"), lambda row: Cell(str(row.days), "muted"), 92, to_right=True),
        Column("state", _("State"), _state, 134, sort=lambda row: row.state),
        Column("remarks", _("Attention"), _attention),
    ]


def _kind(row: EntryRow) -> Cell:
    return Cell(words.kind_label(row.kind), chip=words.letter(row.kind), condensed=True)


def _span(row: EntryRow) -> Cell:
    return Cell(words.span(row.first, row.to), condensed=True)


def _state(row: EntryRow) -> Cell:
    return Cell(badge=words.state_badge(row.state))


_SHORT = {
    "leave_and_travel": N_("leave and travel"),
    "double_leave": N_("entered twice"),
    "double_travel": N_("two journeys"),
    "report_on_leave": N_("report on leave"),
    "days_differ": N_("days differ"),
    "year": N_("year"),
    "date_far": N_("date"),
}


def _attention(row: EntryRow) -> Cell:
    if not row.remarks:
        return EMPTY
    first = row.remarks[0]
    tone = Tone.NEGATIVE if first.level is Level.HARD else Tone.WARNING
    short = _(_SHORT[first.kind]) if first.kind in _SHORT else first.rule or first.kind
    told = " ".join(one.message for one in row.remarks)
    return Cell(badge=BadgeFacts(short, tone), spoken=told, tip=told)


def balances_model(parent: QWidget) -> RowsModel[PersonBalance]:
    columns: list[Column[PersonBalance]] = [
        Column(
            "name", _("Name"), lambda one: Cell(one.person.full_name), 220, sort=lambda one: one.person.name
        ),
        Column("right", _("Yearly right"), lambda one: _number(one.balance.right), 60, to_right=True),
        Column("carried", _("Carried over"), lambda one: _number(one.balance.carried), 96, to_right=True),
        Column("taken", _("Days taken"), lambda one: _number(one.balance.taken), 70, to_right=True),
        Column("waiting", _("Applied"), lambda one: _number(one.waiting), 76, to_right=True),
        Column("left", _("Days left"), _left, 170, sort=lambda one: one.balance.left),
        Column("note", _("Remark"), _balance_note),
    ]
    return RowsModel(columns, lambda one: one.person.key, parent)


def _number(count: int) -> Cell:
    return Cell(str(count) if count else "–", "text" if count else "muted")


def _left(one: PersonBalance) -> Cell:
    held = one.balance
    share = held.left / held.available if held.available else 0.0
    return Cell(
        str(held.left),
        strong=True,
        meter=MeterFacts(share, Tone.POSITIVE if held.left else Tone.WARNING),
        spoken=_("{left} of {available}").format(left=held.left, available=held.available),
    )


def _balance_note(one: PersonBalance) -> Cell:
    held = one.balance
    if held.overdrawn:
        return Cell(_("{count} days beyond the right").format(count=held.overdrawn), "negative")
    if not held.right:
        return Cell(_("no right to annual leave this year"), "muted")
    if held.lapsed:
        return Cell(_("{count} days lapsed").format(count=held.lapsed), "muted")
    return EMPTY


def remarks_model(parent: QWidget) -> RowsModel[Remark]:
    columns: list[Column[Remark]] = [
        Column("name", _("Name"), lambda one: Cell(one.name or one.nip or "–"), 190),
        Column("message", _("What was found"), _message),
        Column("todo", _("What to do"), lambda one: Cell(one.todo, "muted", tip=one.todo), 330),
        Column("rule", _("Rule"), lambda one: Cell(one.rule, "muted", tip=one.article), 66),
    ]
    return RowsModel(columns, remark_key, parent)


def remark_key(one: Remark) -> str:
    return f"{one.register} {one.entry} {one.kind} {one.day} {one.message}"


def _message(one: Remark) -> Cell:
    grave = one.level is Level.HARD
    icon, token = ("circle-alert", "negative") if grave else ("triangle-alert", "warning")
    return Cell(one.message, icon=icon, icon_token=token, tip=one.message)
