"""Marks of attendance of one day: which are wanted, when they are in time, and what a day lacks."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from flexdesk.domain.calendar import Day
from flexdesk.domain.hours import Span, clock, minute
from flexdesk.domain.policy import Policy, Setting
from flexdesk.domain.rules.time import lateness, leaving_time

IN, OUT = "in", "out"
RECAP = "recap"  # a monthly summary's word about a whole day: present or absent, without times
PLACE = "place"  # where somebody really was, corrected afterwards, with the reason
TYPED, FILE = "typed", "file"


class Fault(StrEnum):
    """Why a mark asks for a word of the superior."""

    MISSING = "missing"
    LATE = "late"  # came after the window
    EARLY = "early"  # left before the window, or before the moved time of leaving
    OUTSIDE = "outside"  # before the morning's window or after the afternoon's
    ABSENT = "absent"  # a summary says that the person was absent


class Decision(StrEnum):
    """What a superior says about a day that asks for clarification."""

    EXCUSED = "excused"
    SYSTEM_FAILURE = "system_failure"
    RECALLED = "recalled"
    UNEXCUSED = "unexcused"


class Recap(StrEnum):
    """What a monthly summary says about a day; only the first four are about being there."""

    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left_early"
    ABSENT = "absent"


def slots(count: int) -> tuple[str, ...]:
    """Names of the marks of a day in order; `in` and `out` keep their names however many there are."""
    if count <= 1:
        return (IN,)[:count]
    middle = [f"mid{number}" for number in range(1, count - 1)]
    return (IN, *middle, OUT)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the policy of a day asks for; times are by the clock of the site (CAL-10)."""

    marks: int
    morning: tuple[time, time]
    afternoon: tuple[time, time]
    flex_minutes: int
    photo: bool

    @property
    def slots(self) -> tuple[str, ...]:
        return slots(self.marks)

    def windows(self) -> Mapping[str, tuple[time, time]]:
        """From and to of each mark; those in the middle share the time between morning and afternoon."""
        middle = self.slots[1:-1]
        start, end = minute(self.morning[1]), minute(self.afternoon[0])
        share = max(0, end - start) // len(middle) if middle else 0
        found = {
            name: (clock(start + at * share), clock(start + (at + 1) * share))
            for at, name in enumerate(middle)
        }
        return {IN: self.morning, **found, OUT: self.afternoon}


def terms_of(policy: Policy, day: date) -> Terms:
    def read(part: str) -> Setting:
        return policy.value(f"attendance.{part}", day)

    flex = policy.value("hours.flex_minutes", day)
    return Terms(
        _integer(read("marks")),
        (_time(read("morning_from")), _time(read("morning_to"))),
        (_time(read("afternoon_from")), _time(read("afternoon_to"))),
        _integer(flex),
        bool(read("photo")),
    )


def _integer(value: Setting) -> int:
    if isinstance(value, int):
        return value
    raise TypeError(value)


def _time(value: Setting) -> time:
    if isinstance(value, time):
        return value
    raise TypeError(value)


def slot_of(moment: time, terms: Terms) -> str:
    """Which mark a bare time is: by the clock alone, so that files may come in any order."""
    wanted = terms.slots
    if len(wanted) < 2:
        return IN
    at = minute(moment)
    if len(wanted) == 2:
        return IN if 2 * at < minute(terms.morning[1]) + minute(terms.afternoon[0]) else OUT
    if at >= minute(terms.afternoon[0]):
        return OUT
    windows = terms.windows()
    inside = [name for name in wanted[1:-1] if minute(windows[name][0]) < at <= minute(windows[name][1])]
    return inside[0] if inside else IN


def kept_time(slot: str, one: time | None, other: time | None) -> time | None:
    """Of two times for one mark: the first arrival, the last leaving. The order of asking does not matter."""
    held = [moment for moment in (one, other) if moment is not None]
    if not held:
        return None
    return max(held) if slot == OUT else min(held)


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one person's day. `recap` is what a summary said, empty without one."""

    times: Mapping[str, time]
    recap: str = ""

    def __bool__(self) -> bool:
        return bool(self.times or self.recap)


@dataclass(frozen=True, slots=True)
class Judged:
    """`in_time` counts the marks that nothing is said against; `minutes` are those of lateness."""

    faults: tuple[tuple[str, Fault], ...]
    in_time: int
    wanted: int
    minutes: int = 0

    @property
    def lacks_a_mark(self) -> bool:
        """Whether something is missing altogether, rather than late or early."""
        return any(fault in (Fault.MISSING, Fault.ABSENT) for _slot, fault in self.faults)


def judged(
    marks: Marks, terms: Terms, day: Day, *, until: time | None = None, flexible: bool = True
) -> Judged:
    """What a day lacks. `until` is the present moment of a day that is still running.

    At the office (`flexible` off) nothing is wanted: only lateness is told, and what a summary calls absent.
    """
    wanted = terms.slots if flexible else ()
    if marks.recap == Recap.ABSENT and not marks.times:
        return Judged(((IN, Fault.ABSENT),), 0, max(1, len(wanted)))
    if marks.recap in (Recap.PRESENT, Recap.LATE, Recap.LEFT_EARLY) and not marks.times:
        faults = _of_recap(marks.recap)
        return Judged(faults, max(1, len(wanted)) - len(faults), max(1, len(wanted)))
    late = late_by(marks, terms, day, flexible=flexible)
    found: list[tuple[str, Fault]] = []
    due = 0
    for slot in wanted:
        fault = _fault(slot, marks, terms, day, late)
        if fault is Fault.MISSING and until is not None and until <= terms.windows()[slot][1]:
            continue
        due += 1
        found += [(slot, fault)] if fault is not None else []
    if not flexible and late:
        return Judged(((IN, Fault.LATE),), 0, 1, late)
    return Judged(tuple(found), due - len(found), due, late)


def _of_recap(recap: str) -> tuple[tuple[str, Fault], ...]:
    by_word = {Recap.LATE: (IN, Fault.LATE), Recap.LEFT_EARLY: (OUT, Fault.EARLY)}
    found = by_word.get(Recap(recap))
    return (found,) if found else ()


def late_by(marks: Marks, terms: Terms, day: Day, *, flexible: bool = True) -> int:
    """Minutes past what the day allows: the flexible window where the agency has one, else the mark's."""
    arrival = marks.times.get(IN)
    if arrival is None or day.start is None or day.end is None:
        return 0
    start = day.start if terms.flex_minutes or not flexible else max(day.start, terms.morning[1])
    return sum(found.size for found in lateness(start, day.end, arrival, terms.flex_minutes))


def leaves_at_least(marks: Marks, terms: Terms, day: Day) -> int:
    """The minute of the day before which leaving is early."""
    arrival = marks.times.get(IN)
    if terms.flex_minutes and arrival is not None and day.start and day.end:
        return minute(leaving_time(day.start, day.end, arrival, terms.flex_minutes))
    return minute(terms.afternoon[0])


def _fault(slot: str, marks: Marks, terms: Terms, day: Day, late: int) -> Fault | None:
    moment = marks.times.get(slot)
    if moment is None:
        return Fault.MISSING
    start, end = terms.windows()[slot]
    if slot == IN:
        if late:
            return Fault.LATE
        return Fault.OUTSIDE if moment < start else None
    if slot == OUT:
        if minute(moment) < leaves_at_least(marks, terms, day):
            return Fault.EARLY
        return Fault.OUTSIDE if moment > end else None
    return None if start <= moment <= end else Fault.OUTSIDE


def net_minutes(marks: Marks, rest_minutes: int) -> int | None:
    """Time between the first and the last mark without rest, which never counts (CAL-09)."""
    first, last = marks.times.get(IN), marks.times.get(OUT)
    if first is None or last is None or last <= first:
        return None
    return Span(first, last).net(rest_minutes)


_OFFSETS = {"wib": 7, "wita": 8, "wit": 9}


def in_zone(moment: time, written: str, zone: str) -> time | None:
    """A time that was written for one zone of the country, by the clock of another (CAL-10).

    None when that would be another day.
    """
    shift = _OFFSETS[zone.casefold()] - _OFFSETS[written.casefold()]
    at = minute(moment) + 60 * shift
    return clock(at) if 0 <= at < 24 * 60 else None


def plain_times(marks: Iterable[tuple[str, str | None]]) -> dict[str, time]:
    """Stored marks as times; those of a whole day have none."""
    return {
        name: time.fromisoformat(at) for name, at in marks if at is not None and name not in (RECAP, PLACE)
    }


_TYPED = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?|(\d{1,2})(\d{2})|(\d{1,2})")


def typed_time(text: str) -> time | None:
    """A time as people type it: 0745, 745, 07.45, 7:45, 7; None when it is none."""
    found = _TYPED.fullmatch(text.strip())
    if found is None:
        return None
    hour = int(found[1] or found[3] or found[5])
    past = int(found[2] or found[4] or 0)
    return time(hour, past) if hour < 24 and past < 60 else None
