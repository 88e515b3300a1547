"""Flexible time: shifts, free patterns, and the window of arrival: TIM-01 to TIM-07."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta

from flexdesk.domain.calendar import long_date
from flexdesk.domain.hours import (
    Span,
    after_midnight,
    gap,
    is_shift_task,
    late_minutes,
    leaves_at,
)
from flexdesk.domain.places import SHIFTS, Place
from flexdesk.domain.policy import SentenceClass
from flexdesk.domain.rules.board import Board, finding
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.rules.hours import shift_span
from flexdesk.domain.rules.registry import Scope, rule
from flexdesk.domain.rules.shift_turns import (
    no_day_off_after_nights,
    too_few_days_off,
    too_little_rest,
    too_many_in_a_row,
    too_many_nights,
)
from flexdesk.domain.schedule import ServicePoint
from flexdesk.domain.shifts import limits_of
from flexdesk.domain.time_patterns import SHIFT_FIGURES, PatternKind, attested
from flexdesk.i18n import N_, _

_PASAL_17 = "Pasal 17 PermenPANRB 4/2025"
SHIFT_HOURS = (
    "shift.morning_from",
    "shift.morning_to",
    "shift.afternoon_from",
    "shift.afternoon_to",
    "shift.night_from",
    "shift.night_to",
)


@rule(
    "TIM-01",
    Level.HARD,
    article=_PASAL_17,
    evidence="A",
    scope=Scope.PLAIN,
    text=N_("Sif is for tasks of more than 8 hours 30 minutes a day, or of more than 5 days a week."),
)
def shift_is_lawful(minutes_a_day: int, days_a_week: int, minutes_a_week: int) -> list[Finding]:
    """The three figures are what the head attests about the task."""
    if is_shift_task(minutes_a_day, days_a_week, minutes_a_week):
        return []
    message = _("The task runs {minutes} minutes a day on {days} days a week: that is no task for sif.")
    return [finding("TIM-01", message.format(minutes=minutes_a_day, days=days_a_week))]


def task_of(basis: str) -> tuple[int, int, int] | None:
    """The three figures that a pattern of sif was attested with; None where one is missing."""
    figures = attested(basis)
    if not all(figures.get(name, "").isdecimal() for name in SHIFT_FIGURES):
        return None
    a_day, a_week, minutes = (int(figures[name]) for name in SHIFT_FIGURES)
    return a_day, a_week, minutes


@rule(
    "TIM-02",
    Level.HARD,
    article=_PASAL_17,
    evidence="A",
    scope=Scope.PLAIN,
    text=N_("A free pattern is for tasks outside opening hours and without continuous supervision."),
)
def free_pattern_is_lawful(*, bound_to_opening_hours: bool, needs_supervision: bool) -> list[Finding]:
    found = []
    if bound_to_opening_hours:
        found.append(finding("TIM-02", _("The task is bound to opening hours: no free pattern.")))
    if needs_supervision:
        found.append(finding("TIM-02", _("The task needs continuous supervision: no free pattern.")))
    return found


@rule(
    "TIM-03",
    Level.HARD,
    article=_PASAL_17,
    evidence="B",
    scope=Scope.PERIOD,
    text=N_("A shift roster is approved by the PPK, the head of the agency or a delegate before it is used."),
)
def shifts_have_their_approval(board: Board) -> Iterator[Finding]:
    """Until a pattern of sif is attested (TIM-01) and approved, shifts are a draft that is not published.

    Told once for each person, at the first such day.
    """
    told: dict[tuple[str, str], tuple[date, str, int]] = {}
    for (person, day), cell in sorted(board.cells.items()):
        if cell.place in SHIFTS and day in board.reported and (found := _not_approved(board, person, day)):
            rule_id, why = found
            first, words, count = told.get((person, rule_id), (day, why, 0))
            told[person, rule_id] = first, words, count + 1
    for (person, rule_id), (day, why, count) in told.items():
        message = _("{count} shifts cannot be published: {why}").format(count=count, why=why)
        yield finding(rule_id, message, person=board.people[person], day=day, size=count)


def _not_approved(board: Board, person: str, day: date) -> tuple[str, str] | None:
    """The rule and the sentence against a shift of that day."""
    pattern = board.case(person, day).pattern(PatternKind.SIF)
    if pattern is None:
        return "TIM-01", _("no pattern of sif is attested for this day.")
    task = task_of(pattern.basis)
    told = shift_is_lawful(*task) if task else []
    told = told or shift_roster_is_approved(
        pattern.from_, approver=pattern.approved_by, approved_on=pattern.approved_on
    )
    return (told[0].rule, told[0].message) if told else None


def shift_roster_is_approved(first: date, *, approver: str, approved_on: date | None) -> list[Finding]:
    """`first` is the first day of the roster."""
    if not approver.strip() or approved_on is None:
        return [finding("TIM-03", _("Nobody has approved this shift roster."), day=first)]
    if approved_on > first:
        message = _("The shift roster was approved on {day}, after it had begun.")
        return [finding("TIM-03", message.format(day=long_date(approved_on)), day=first)]
    return []


@rule(
    "TIM-04",
    Level.SOFT,
    article="SE MenPANRB 2/2026",
    evidence="B",
    scope=Scope.DAY,
    text=N_("Where people work in shifts, somebody serves during all opening hours."),
    settings=SHIFT_HOURS,
)
def service_hours_are_covered(board: Board, day: date) -> Iterator[Finding]:
    for point in board.points:
        if point.opens is None or point.closes is None or not board.is_open(point, day):
            continue
        people = board.servers.get(point.key, frozenset())
        if not any(board.place(person, day) in SHIFTS for person in people):
            continue
        spans = _spans(board, people, day)
        uncovered = 0 if spans is None else gap(spans, point.opens, point.closes)
        if uncovered:
            yield _uncovered(point, day, uncovered)


def _uncovered(point: ServicePoint, day: date, minutes: int) -> Finding:
    opens, closes = (f"{moment:%H.%M}" if moment else "" for moment in (point.opens, point.closes))
    message = _("Open from {opens} to {closes}, but nobody serves for {minutes} minutes of it.")
    text = message.format(opens=opens, closes=closes, minutes=minutes)
    return finding("TIM-04", text, day=day, point=point, size=minutes)


def _spans(board: Board, people: Iterable[str], day: date) -> list[Span] | None:
    """When they serve that day, night shifts of the day before included; None while hours are not set."""
    spans: list[Span] = []
    today, before = board.facts.calendar.day(day), day - timedelta(days=1)
    for person in people:
        place = board.place(person, day)
        if place in SHIFTS:
            span = shift_span(board, place, day)
            if span is None:
                return None
            spans.append(span)
        elif place == Place.OFFICE and today.start and today.end:
            spans.append(Span(today.start, today.end))
        cell = board.cells.get((person, before))
        night = shift_span(board, cell.place, before) if cell else None
        tail = after_midnight(night) if night else None
        spans += [tail] if tail else []
    return spans


@rule(
    "TIM-05",
    Level.INFO,
    article=_PASAL_17,
    evidence="A",
    scope=Scope.PLAIN,
    text=N_("The start may move within a window; leaving moves by as much on the same day."),
    nature=SentenceClass.SETTING,
    settings=("hours.flex_minutes",),
)
def leaving_time(start: time, end: time, arrival: time, flex_minutes: int) -> time:
    return leaves_at(Span(start, end), arrival, flex_minutes)


@rule(
    "TIM-06",
    Level.INFO,
    article="SE Gubernur DKI Jakarta 1/SE/2026",
    evidence="B",
    scope=Scope.PLAIN,
    text=N_("Arriving after the window is late, even when the hours are made up."),
    nature=SentenceClass.SETTING,
)
def lateness(start: time, end: time, arrival: time, flex_minutes: int) -> list[Finding]:
    late = late_minutes(Span(start, end), arrival, flex_minutes)
    message = _("{minutes} minutes late; staying longer does not change that.")
    return [finding("TIM-06", message.format(minutes=late), size=late)] if late else []


@rule(
    "TIM-07",
    Level.SOFT,
    article="Aturan unit: sif",
    evidence="C",
    scope=Scope.PERIOD,
    text=N_("Enough rest lies between two shifts, and not too many shifts follow each other."),
    nature=SentenceClass.SETTING,
    settings=(
        "shift.min_rest_hours",
        "shift.max_in_a_row",
        "shift.max_nights_in_a_row",
        "shift.min_off_days",
        "shift.off_after_nights",
    ),
)
def rest_between_shifts(board: Board) -> Iterator[Finding]:
    limits = limits_of(board.facts.policy, board.facts.first)
    if not limits.any:
        return
    worked: dict[str, list[date]] = defaultdict(list)
    for (person, day), cell in board.cells.items():
        if cell.place in SHIFTS:
            worked[person].append(day)
    for person, days in sorted(worked.items()):
        yield from too_little_rest(board, person, sorted(days), limits)
        yield from too_many_in_a_row(board, person, sorted(days), limits)
        yield from too_many_nights(board, person, sorted(days), limits)
        yield from no_day_off_after_nights(board, person, sorted(days), limits)
        yield from too_few_days_off(board, person, sorted(days), limits)
