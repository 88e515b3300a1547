"""Where an amount will stand at the end of its plan if the present pace goes on, and when nobody can say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from flexdesk.domain.achievement import Track
from flexdesk.domain.calendar import Calendar
from flexdesk.domain.performance import Aspect
from flexdesk.domain.periods import Period, PeriodKind, day_label
from flexdesk.i18n import N_, _, language


class Unsaid(StrEnum):
    """Why there is no forecast."""

    LEVEL = "level"
    TIME = "time"
    NO_NUMBER = "no_number"
    NOT_BEGUN = "not_begun"
    CLOSED = "closed"


_WHY: Mapping[Unsaid, str] = MappingProxyType(
    {
        Unsaid.LEVEL: N_("Shares, marks and indices do not add up over the months, so no forecast is made."),
        Unsaid.TIME: N_("What is in time today says nothing about later work, so no forecast is made."),
        Unsaid.NO_NUMBER: N_("Without a number on both sides no forecast is made."),
        Unsaid.NOT_BEGUN: N_("No working day of the plan is over yet."),
        Unsaid.CLOSED: N_("The plan was closed, so no forecast is made."),
    }
)


@dataclass(frozen=True, slots=True)
class Forecast:
    """`expected` at the end of the plan, against the target that holds then; or `unsaid`."""

    expected: float | None = None
    target: float | None = None
    end: date | None = None
    unsaid: Unsaid | None = None

    @property
    def share(self) -> float | None:
        """Of the target, 1 when it will be met exactly."""
        return self.expected / self.target if self.expected is not None and self.target else None

    @property
    def sentence(self) -> str:
        if self.unsaid is not None:
            return _(_WHY[self.unsaid])
        assert self.expected is not None
        assert self.target is not None
        assert self.end is not None
        whole_year = (self.end.month, self.end.day) == (12, 31)
        text = (
            _("at this pace {expected} of {target} ({percent} %) by the end of the year")
            if whole_year
            else _("at this pace {expected} of {target} ({percent} %) by {end}")
        )
        return text.format(
            expected=_said(self.expected),
            target=_said(self.target),
            percent=round(100 * (self.share or 0)),
            end=day_label(self.end),
        )


def forecast(track: Track, until: Period, calendar: Calendar) -> Forecast:
    """What was reached by the end of `until`, carried on evenly over the working days that are left."""
    first = track.first or date(until.year, 1, 1)
    end = track.last or date(until.year, 12, 31)
    reached = track.until(until)
    target = track.target_at(Period(PeriodKind.YEAR, end.year))
    if track.ended is not None:
        return Forecast(unsaid=Unsaid.CLOSED)
    if track.aspect is Aspect.TIME:
        return Forecast(unsaid=Unsaid.TIME)
    if track.is_level or track.aspect is Aspect.QUALITY:
        return Forecast(unsaid=Unsaid.LEVEL)
    if reached is None or not target:
        return Forecast(unsaid=Unsaid.NO_NUMBER)
    at = min(until.last, end)
    worked = len(calendar.working_days(first, at)) if at >= first else 0
    if not worked:
        return Forecast(unsaid=Unsaid.NOT_BEGUN)
    every = worked + len(calendar.working_days(at, end)) - calendar.is_working(at)
    return Forecast(reached * every / worked, target, end)


def _said(number: float) -> str:
    """`1.120` in Indonesian: an amount that nobody has reached yet needs no decimals."""
    text = f"{number:,.0f}"
    return text.replace(",", ".") if language() == "id" else text
