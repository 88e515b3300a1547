"""The clocks of complaints about the service: CMP-01 to CMP-03."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from flexdesk.domain.calendar import Calendar, long_date
from flexdesk.domain.codes import Code
from flexdesk.domain.places import ABSENT, Place
from flexdesk.domain.policy import SentenceClass
from flexdesk.domain.rules.board import Board, finding
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.rules.registry import Scope, rule
from flexdesk.i18n import N_, _


class ComplaintKind(Code):
    FIRST_RESPONSE = "first_response"
    SIMPLE = "simple"  # information, or without any checking
    UNEXAMINED = "unexamined"  # without examination in the field
    EXAMINED = "examined"


LIMITS: dict[str, int] = {
    ComplaintKind.FIRST_RESPONSE: 3,
    ComplaintKind.SIMPLE: 5,
    ComplaintKind.UNEXAMINED: 14,
    ComplaintKind.EXAMINED: 60,
}
LIMIT_KEYS = tuple(f"complaint.{kind}_days" for kind in ComplaintKind)
REMINDERS = (50, 80)  # per cent of the limit


@dataclass(frozen=True, slots=True)
class Clock:
    """Working days that have passed since receipt, of those that there are."""

    kind: ComplaintKind
    received: date
    due: date
    passed: int
    limit: int

    @property
    def percent(self) -> int:
        return self.passed * 100 // self.limit

    @property
    def is_overdue(self) -> bool:
        return self.passed > self.limit


@rule(
    "CMP-01",
    Level.INFO,
    article="Pedoman SP4N-LAPOR!",
    evidence="A",
    scope=Scope.PLAIN,
    text=N_("A complaint is answered within 3, 5, 14 or 60 working days from receipt."),
    nature=SentenceClass.SETTING,
    settings=LIMIT_KEYS,
)
def complaint_clock(
    kind: ComplaintKind, received: date, today: date, calendar: Calendar, limit: int | None = None
) -> Clock:
    """The day of receipt is day 0; raises ValueError for a limit below one day."""
    days = LIMITS[kind] if limit is None else limit
    if days < 1:
        raise ValueError(days)
    passed = len(calendar.working_days(received + timedelta(days=1), today))
    return Clock(kind, received, _after(received, days, calendar), passed, days)


def _after(day: date, working_days: int, calendar: Calendar) -> date:
    left = working_days
    while left:
        day += timedelta(days=1)
        left -= calendar.is_working(day)
    return day


@rule(
    "CMP-02",
    Level.INFO,
    article="Aturan unit: pengaduan",
    evidence="-",
    scope=Scope.PLAIN,
    text=N_("Reminders come at half and at four fifths of the limit; what is overdue goes to the head."),
    nature=SentenceClass.SETTING,
    settings=("complaint.first_reminder", "complaint.second_reminder"),
)
def reminders(clocks: Iterable[Clock], percents: tuple[int, ...] = REMINDERS) -> list[Finding]:
    """At most one finding for each clock, the most pressing first."""
    found = []
    for clock in sorted(clocks, key=lambda one: (-one.percent, one.due)):
        if clock.is_overdue:
            text = _("Overdue since {day}.").format(day=long_date(clock.due))
        elif any(clock.percent >= percent for percent in percents):
            message = _("{passed} of {limit} working days have passed; due on {day}.")
            text = message.format(passed=clock.passed, limit=clock.limit, day=long_date(clock.due))
        else:
            continue
        found.append(finding("CMP-02", text, day=clock.due, size=clock.percent))
    return found


def officer_for_complaints(day: date, away: int, away_limit: int, officer: str) -> list[Finding]:
    """Many are away once half of those who may be away are."""
    if officer.strip() or not away or away * 2 < away_limit:
        return []
    message = _("{count} people are away and no officer for complaints is named.")
    return [finding("CMP-03", message.format(count=away), day=day, size=away)]


@rule(
    "CMP-03",
    Level.SOFT,
    article="SE MenPANRB 2/2026",
    evidence="A",
    scope=Scope.DAY,
    text=N_("On days with many people away a named officer for complaints is on duty."),
)
def officer_is_on_duty(board: Board, day: date) -> list[Finding]:
    """Asked of units that take complaints; an officer on leave, sick or travelling is not on duty."""
    if not board.working[day] or not (board.is_service_unit or board.facts.takes_complaints):
        return []
    named = board.facts.complaint_officers.get(day, "")
    present = named in board.people and board.place(named, day) not in _NOT_ON_DUTY
    return officer_for_complaints(day, board.asn_away(day), board.away_limit(day), named if present else "")


_NOT_ON_DUTY = ABSENT | {Place.DUTY_TRAVEL, Place.TRAINING}
