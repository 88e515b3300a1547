"""How many people each shift needs, and what the unit allows between the shifts of one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flexdesk.domain.calendar import Calendar
from flexdesk.domain.places import Place
from flexdesk.domain.policy import Policy

WHOLE_UNIT = "unit"  # in the place of a service point: anybody who takes shifts counts
ORDER = (Place.SHIFT_MORNING, Place.SHIFT_AFTERNOON, Place.SHIFT_NIGHT)
MOST_PEOPLE = 999


class NeedDays(StrEnum):
    """The kinds of day that a need can be told for; a kind goes before `every`."""

    EVERY = "every"
    WORKING = "working"
    FREE = "free"  # Saturday, Sunday and holidays


@dataclass(frozen=True, slots=True)
class ShiftNeed:
    """`function` is the key of a service point, or WHOLE_UNIT."""

    function: str
    shift: str
    days: str
    need: int


class Needs:
    """The needs of a unit, asked by function, shift and day."""

    def __init__(self, rows: Iterable[ShiftNeed]) -> None:
        self._told = {(row.function, row.shift, row.days): row.need for row in rows}
        functions = {(row.function, row.shift) for row in rows if row.need > 0}
        named = {function for function, _shift in functions}
        self.functions = tuple(sorted(named, key=lambda function: (function != WHOLE_UNIT, function)))
        self.shifts = tuple(
            shift for shift in ORDER if any((function, shift) in functions for function in self.functions)
        )

    def told(self, function: str, shift: str, days: str) -> int | None:
        """What was written for exactly that kind of day."""
        return self._told.get((function, shift, days))

    def on(self, function: str, shift: str, day: date, calendar: Calendar) -> int:
        kind = NeedDays.WORKING if calendar.is_working(day) else NeedDays.FREE
        own = self.told(function, shift, kind)
        return own if own is not None else self.told(function, shift, NeedDays.EVERY) or 0


@dataclass(frozen=True, slots=True)
class ShiftLimits:
    """What TIM-07 asks of one person's shifts; None where the unit has set nothing."""

    rest_hours: int | None = None
    in_a_row: int | None = None
    nights_in_a_row: int | None = None
    off_in_a_week: int | None = None
    off_after_nights: bool = False

    @property
    def any(self) -> bool:
        return self != ShiftLimits()


def limits_of(policy: Policy, day: date) -> ShiftLimits:
    def number(key: str) -> int | None:
        value = policy.value(key, day)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    return ShiftLimits(
        number("shift.min_rest_hours"),
        number("shift.max_in_a_row"),
        number("shift.max_nights_in_a_row"),
        number("shift.min_off_days"),
        policy.value("shift.off_after_nights", day) is True,
    )
