"""Working time of a week and of a day: CAL-04 to CAL-11."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from flexdesk.domain.calendar import day_name, days, monday
from flexdesk.domain.hours import ZONES, Span, extra, full_day, rest_of, target
from flexdesk.domain.people import Person
from flexdesk.domain.places import ABSENT, AWAY, SHIFTS, Place
from flexdesk.domain.policy import SentenceClass, calendar_of
from flexdesk.domain.rules.board import Board, finding
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.rules.registry import Scope, rule, state
from flexdesk.i18n import N_, _

_PASAL_4 = "Pasal 4 Perpres 21/2023"
_WORK = AWAY | {Place.OFFICE}
_TELLING = SHIFTS | {Place.OFF}  # places that make a week other than the calendar's own
_EXCUSED = (ABSENT - {Place.OFF}) | {Place.DUTY_TRAVEL, Place.TRAINING}
SHIFT_KEYS = {
    Place.SHIFT_MORNING: "shift.morning",
    Place.SHIFT_AFTERNOON: "shift.afternoon",
    Place.SHIFT_NIGHT: "shift.night",
}


@dataclass(frozen=True, slots=True)
class WorkWeek:
    """Net minutes of one person's week: those of the schedule, and those owed."""

    person: str
    monday: date
    worked: int
    owed: int
    day: date  # the first day of it that is reported on
    reasoned: bool  # whether somebody wrote down why


def shift_span(board: Board, place: str | None, day: date) -> Span | None:
    """The hours of a shift that day; None while the unit has not set them."""
    key = SHIFT_KEYS.get(Place(place)) if place in SHIFTS else None
    if key is None:
        return None
    start = board.facts.policy.value(f"{key}_from", day)
    end = board.facts.policy.value(f"{key}_to", day)
    return Span(start, end) if isinstance(start, time) and isinstance(end, time) else None


@rule(
    "CAL-09",
    Level.HARD,
    article=_PASAL_4,
    evidence="A",
    scope=Scope.MEASURE,
    text=N_("Rest is never counted as working time."),
)
def minutes_without_rest(board: Board, person: str, day: date) -> int | None:
    """Net minutes of a person's day as scheduled; None for a shift whose hours are not set."""
    place = board.place(person, day)
    if place in SHIFTS:
        span = shift_span(board, place, day)
        return None if span is None else span.net(rest_of(board.facts.calendar, day))
    return full_day(board.facts.calendar, day) if place in _WORK else 0


@rule(
    "CAL-06",
    Level.INFO,
    article="Pasal 6 Perpres 21/2023",
    evidence="C",
    scope=Scope.MEASURE,
    text=N_("A day of granted leave or official travel lowers the person's weekly target by one day."),
    nature=SentenceClass.SETTING,
    settings=("hours.absence_counts",),
)
def excused_days(board: Board, person: str, week: date) -> frozenset[date]:
    if not board.facts.policy.value("hours.absence_counts", week):
        return frozenset()
    return frozenset(day for day in _week(week) if board.place(person, day) in _EXCUSED)


@rule(
    "CAL-05",
    Level.INFO,
    article="Pasal 6 Perpres 21/2023",
    evidence="C",
    scope=Scope.MEASURE,
    text=N_("A week with holidays asks for fewer minutes: only those of its working days."),
    nature=SentenceClass.SETTING,
    settings=("hours.short_week",),
)
def owed_minutes(board: Board, person: str, week: date) -> int:
    short = bool(board.facts.policy.value("hours.short_week", week))
    absent = excused_days(board, person, week)
    return target(board.facts.calendar, _week(week), absent, short_weeks=short)


def unusual_weeks(board: Board) -> Iterator[WorkWeek]:
    """Weeks with shifts, days off or work on free days, as far as their minutes are known."""
    telling = {
        (person, monday(day))
        for (person, day), cell in board.cells.items()
        if cell.place in _TELLING or (cell.place in _WORK and not board.working[day])
    }
    for person, week in sorted(telling):
        minutes = [minutes_without_rest(board, person, day) for day in _week(week)]
        reported = [day for day in _week(week) if day in board.reported]
        if reported and None not in minutes:
            worked = sum(minute or 0 for minute in minutes)
            reasoned = any(_reason(board, person, day) for day in _week(week))
            yield WorkWeek(person, week, worked, owed_minutes(board, person, week), reported[0], reasoned)


@rule(
    "CAL-04",
    Level.HARD,
    article="Pasal 4 ayat (1) Perpres 21/2023",
    evidence="A",
    scope=Scope.PERIOD,
    text=N_("Net working time of a week is 37 hours 30 minutes, for shifts and free patterns as well."),
    settings=("hours.week_minutes",),
)
def weekly_minutes(board: Board) -> Iterator[Finding]:
    for week in unusual_weeks(board):
        person = board.people[week.person]
        if week.worked < week.owed:
            message = _("{worked} of {owed} minutes are scheduled in the week of {day}: {less} too few.")
            yield _spoken(week, person, message, Level.HARD, week.owed - week.worked)
        elif week.worked > week.owed:
            level = Level.INFO if week.reasoned else Level.SOFT
            message = _("{worked} of {owed} minutes are scheduled in the week of {day}: {more} too many.")
            yield _spoken(week, person, message, level, week.worked - week.owed)


def _spoken(week: WorkWeek, person: Person, message: str, level: Level, size: int) -> Finding:
    text = message.format(
        worked=week.worked,
        owed=week.owed,
        day=f"{day_name(week.monday)} {week.monday.day}/{week.monday.month}",
        less=week.owed - week.worked,
        more=week.worked - week.owed,
    )
    return finding("CAL-04", text, person=person, day=week.day, level=level, size=size)


def shift_hours_not_set(board: Board) -> Iterator[Finding]:
    """Told once: the weeks of shift staff cannot be counted before the unit has set when shifts run."""
    shifts = ((cell.place, day) for (_person, day), cell in board.cells.items() if cell.place in SHIFTS)
    if any(shift_span(board, place, day) is None for place, day in shifts):
        message = _("The hours of the shifts are not set: weekly hours of shift staff are not counted.")
        yield finding("CAL-04", message, level=Level.INFO)


@rule(
    "CAL-11",
    Level.INFO,
    article="Pasal 4 ayat (7) Perpres 21/2023",
    evidence="A",
    scope=Scope.PERIOD,
    text=N_("Hours above the norm are noted as performance and never become days of leave."),
)
def extra_hours_are_noted(board: Board) -> Iterator[Finding]:
    for week in unusual_weeks(board):
        more = extra(week.worked, week.owed)
        if more:
            message = _("{minutes} minutes above the norm: a note for the evaluation, no days of leave.")
            text = message.format(minutes=more)
            yield finding("CAL-11", text, person=board.people[week.person], day=week.day)


@rule(
    "CAL-10",
    Level.HARD,
    article="Pasal 4 ayat (3) Perpres 21/2023",
    evidence="A",
    scope=Scope.PERIOD,
    text=N_("Every site has a time zone, WIB, WITA or WIT; its times are kept with it."),
)
def site_has_a_zone(board: Board) -> Iterator[Finding]:
    if board.facts.unit.zone not in ZONES:
        message = _("The unit has no Indonesian time zone. Choose WIB, WITA or WIT.")
        yield finding("CAL-10", message, day=board.facts.first)


state(
    "CAL-07",
    article=_PASAL_4,
    evidence="A",
    text=N_("Work starts at 07.30 local time; rest is 60 minutes, 90 on Friday."),
    settings=("hours.start", "hours.rest_minutes", "hours.friday_rest_minutes"),
    reader=calendar_of,
)
state(
    "CAL-08",
    article="Pasal 4 ayat (2) dan (4) Perpres 21/2023",
    evidence="A",
    text=N_("In Ramadan a week has 32 hours 30 minutes; the dates are entered from the decision."),
    settings=(
        "ramadan.from",
        "ramadan.to",
        "ramadan.week_minutes",
        "ramadan.start",
        "ramadan.rest_minutes",
        "ramadan.friday_rest_minutes",
    ),
    reader=calendar_of,
)
state(
    "CAL-13",
    nature=SentenceClass.HARD,
    article="SKB hari libur nasional dan cuti bersama",
    evidence="B",
    text=N_("Holidays may be corrected by the unit, and every correction stays on record."),
)


def _week(week: date) -> Iterator[date]:
    return days(week, week + timedelta(days=6))


def _reason(board: Board, person: str, day: date) -> str:
    cell = board.cells.get((person, day))
    return cell.reason.strip() if cell else ""
