"""Working time in minutes: what a span is worth, what a week asks for, and what a late start means."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from flexdesk.domain.calendar import FRIDAY, Calendar

_DAY = 24 * 60
MINUTES_OF_A_DAY = 450  # net, Perpres 21/2023 Pasal 4: 37 h 30 min over five days
LONG_DAY_MINUTES = 510  # beyond this a task runs as sif (PermenPANRB 4/2025)
WEEK_MINUTES = 2250
ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of working time by the local clock; one that ends before it starts runs past midnight."""

    start: time
    end: time

    @property
    def minutes(self) -> int:
        """Length with rest; a span that starts when it ends is a whole day."""
        return (minute(self.end) - minute(self.start) - 1) % _DAY + 1

    def net(self, rest_minutes: int) -> int:
        """What counts as work: rest never does (CAL-09)."""
        return max(0, self.minutes - max(0, rest_minutes))


def minute(moment: time) -> int:
    """Minutes since midnight."""
    return moment.hour * 60 + moment.minute


def clock(minutes: int) -> time:
    """The time of day that many minutes after midnight; it wraps."""
    return time(minutes % _DAY // 60, minutes % 60)


def full_day(calendar: Calendar, day: date) -> int:
    """Net minutes that a day asks for if it is worked, whether or not the calendar has it free."""
    hours = calendar.ramadan_hours if calendar.in_ramadan(day) else calendar.hours
    return hours.week_minutes // len(calendar.work_days)


def rest_of(calendar: Calendar, day: date) -> int:
    """Minutes of rest on that day."""
    hours = calendar.ramadan_hours if calendar.in_ramadan(day) else calendar.hours
    return hours.friday_rest_minutes if day.weekday() == FRIDAY else hours.rest_minutes


def target(
    calendar: Calendar,
    week: Iterable[date],
    absent: frozenset[date] = frozenset(),
    *,
    short_weeks: bool = True,
    absences_count: bool = True,
) -> int:
    """Net minutes that a person owes for a week.

    `short_weeks`: holidays lower the target (CAL-05). `absences_count`: leave and travel do (CAL-06).
    """
    return sum(
        full_day(calendar, day)
        for day in week
        if day.weekday() in calendar.work_days
        and (calendar.is_working(day) or not short_weeks)
        and not (absences_count and day in absent)
    )


def extra(worked: int, owed: int) -> int:
    """Minutes above what was owed; shown as performance, never turned into days of leave (CAL-11)."""
    return max(0, worked - owed)


def is_shift_task(minutes_a_day: int, days_a_week: int, minutes_a_week: int) -> bool:
    """Whether a task is one for sif (TIM-01)."""
    return minutes_a_day > LONG_DAY_MINUTES or (days_a_week > 5 and minutes_a_week > WEEK_MINUTES)


def leaves_at(span: Span, arrival: time, flex_minutes: int) -> time:
    """When somebody may leave who came at `arrival`: moved as far as the start, within the window (TIM-05).

    Somebody who comes later than the window leaves at its end all the same: the rest is late.
    """
    moved = minute(arrival) - minute(span.start)
    return clock(minute(span.end) + max(-flex_minutes, min(flex_minutes, moved)))


def late_minutes(span: Span, arrival: time, flex_minutes: int) -> int:
    """Minutes past the window of arrival; making them up does not undo them (TIM-06)."""
    return max(0, minute(arrival) - minute(span.start) - max(0, flex_minutes))


def late_days(minutes: int) -> int:
    """Whole days that minutes of lateness add up to, where an agency converts them (DIS-04)."""
    return max(0, minutes) // MINUTES_OF_A_DAY


def rest_between(earlier: Span, later: Span, days_apart: int) -> int:
    """Minutes from the end of a span to the start of one that many days after; negative when they overlap."""
    return days_apart * _DAY + minute(later.start) - minute(earlier.start) - earlier.minutes


def gap(spans: Iterable[Span], opens: time, closes: time) -> int:
    """Minutes between `opens` and `closes` of one day that no span covers; a span counts until midnight."""
    reached, last = minute(opens), minute(closes)
    uncovered = 0
    for span in sorted(spans, key=lambda span: minute(span.start)):
        start = minute(span.start)
        uncovered += max(0, min(start, last) - reached)
        reached = max(reached, start + span.minutes)
    return uncovered + max(0, last - reached)


def after_midnight(span: Span) -> Span | None:
    """The part of a span that falls on the next day."""
    return Span(time(0), span.end) if minute(span.start) + span.minutes > _DAY else None
