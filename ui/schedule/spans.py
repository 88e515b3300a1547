"""How many days the grid shows at once."""

from datetime import date, timedelta
from enum import StrEnum

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


class View(StrEnum):
    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"

    def start(self, day: date) -> date:
        """The day that stands for the period of `day`: a month is named by any of its days."""
        return day if self is View.MONTH else day - timedelta(days=day.weekday())

    def span(self, start: date) -> tuple[date, date]:
        """First and last day shown from a `start` on."""
        if self is View.MONTH:
            first = start.replace(day=1)
            return first, (first + timedelta(days=31)).replace(day=1) - _DAY
        weeks = 2 if self is View.TWO_WEEKS else 1
        return start, start + weeks * _WEEK - _DAY
