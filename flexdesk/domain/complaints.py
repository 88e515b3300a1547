"""One complaint about the service: where it came in, what was done, and how its clocks stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flexdesk.domain.calendar import Calendar
from flexdesk.domain.codes import NEW_LABEL, ByCode
from flexdesk.domain.rules.complaints import Clock, ComplaintKind, complaint_clock
from flexdesk.i18n import N_


class Channel(StrEnum):
    LAPOR = "lapor"  # SP4N-LAPOR!
    COUNTER = "counter"
    PHONE = "phone"
    LETTER = "letter"
    WHATSAPP = "whatsapp"


CHANNEL_LABELS = {
    Channel.LAPOR: "LAPOR!",
    Channel.COUNTER: N_("Counter"),
    Channel.PHONE: N_("Telephone"),
    Channel.LETTER: N_("Letter"),
    Channel.WHATSAPP: "WhatsApp",
}
KINDS = (ComplaintKind.SIMPLE, ComplaintKind.UNEXAMINED, ComplaintKind.EXAMINED)
KIND_LABELS = ByCode(
    {
        ComplaintKind.SIMPLE: N_("Simple or a question"),
        ComplaintKind.UNEXAMINED: N_("Without examination"),
        ComplaintKind.EXAMINED: N_("With examination"),
    },
    NEW_LABEL,
)


class Step(StrEnum):
    """How far a complaint has come."""

    NEW = "new"
    RESPONDED = "responded"
    FORWARDED = "forwarded"
    CLOSED = "closed"


class ClockState(StrEnum):
    """How a clock stands; `FIRST` and `SECOND` are the two reminders of CMP-02."""

    RUNNING = "running"
    FIRST = "first"
    SECOND = "second"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done_late"


@dataclass(frozen=True, slots=True)
class Complaint:
    """A row of the register. `officer` is a person's key or, from a file, a name outside the roster."""

    key: str
    received: date
    number: str = ""
    channel: str = Channel.COUNTER
    kind: str = ComplaintKind.SIMPLE
    subject: str = ""
    reporter: str = ""
    officer: str = ""
    responded_on: date | None = None
    forwarded_to: str = ""
    closed_on: date | None = None
    result: str = ""
    note: str = ""
    service_point: str = ""

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def step(self) -> Step:
        if self.closed_on is not None:
            return Step.CLOSED
        if self.forwarded_to:
            return Step.FORWARDED
        return Step.RESPONDED if self.responded_on is not None else Step.NEW


@dataclass(frozen=True, slots=True)
class Terms:
    """The limits in working days and the reminders in per cent, as settled on the day of receipt."""

    first_response: int
    limits: dict[str, int]
    reminders: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clock of the first response and the one of the settlement, with how each stands."""

    first: Clock
    first_state: ClockState
    whole: Clock
    whole_state: ClockState

    @property
    def pressing(self) -> Clock:
        """The one to look at: the first response until it is given, unless the settlement is later still."""
        if self.first_state in _DONE or self.whole.percent > self.first.percent:
            return self.whole
        return self.first

    @property
    def state(self) -> ClockState:
        return self.whole_state if self.pressing is self.whole else self.first_state


_DONE = frozenset({ClockState.DONE, ClockState.DONE_LATE})


def clocks_of(found: Complaint, today: date, calendar: Calendar, terms: Terms) -> Clocks:
    """Both clocks stop when what they wait for was done; a complaint that is closed was answered too."""
    answered = found.responded_on or found.closed_on
    first = complaint_clock(
        ComplaintKind.FIRST_RESPONSE, found.received, answered or today, calendar, terms.first_response
    )
    kind = ComplaintKind(found.kind)
    limit = max(terms.limits.values()) if kind.is_new else terms.limits[kind]
    whole = complaint_clock(kind, found.received, found.closed_on or today, calendar, limit)
    return Clocks(
        first,
        state_of(first, terms.reminders, done=answered is not None),
        whole,
        state_of(whole, terms.reminders, done=not found.is_open),
    )


def state_of(clock: Clock, reminders: Sequence[int], *, done: bool) -> ClockState:
    if done:
        return ClockState.DONE_LATE if clock.is_overdue else ClockState.DONE
    if clock.is_overdue:
        return ClockState.OVERDUE
    if clock.percent >= max(reminders):
        return ClockState.SECOND
    return ClockState.FIRST if clock.percent >= min(reminders) else ClockState.RUNNING
