"""Whether work on flexible days differs from work at the office, and no more than so few days can tell.

PermenPANRB 4/2025 wants the situation compared, before and after too (regulation 1.6). A unit has few people
and few days, and people differ more among themselves than days do. So:

- A measure of people is paired: each person's mean on flexible days less the same person's mean at the
  office. Whoever has only one kind of day says nothing. A person counts once, however many days there are.
- A measure of the whole unit (counters, complaints) cannot be paired by person; it is paired by week: the
  days with many people away less those with few, within the same week.
- Two stretches of time are paired by person too; measures of the unit take the weeks of each by themselves.
- The interval comes from resampling people, or weeks (`resampling`). When it leaves out zero the two sides
  differ; why they differ is not in the numbers, and nobody is ranked.
- Below a minimum nothing is concluded. Five people: of five values there are 126 different resamples, of four
  only 35, too few for the outer 2.5 % to be more than the largest and smallest value. Five different dates
  on either side: people are resampled, dates are not, and what happens on one date (a network that fails)
  strikes everybody at once. Units may ask for more, not for less.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from statistics import fmean, median

from flexdesk.domain.resampling import Interval, interval, interval_between

LEAST_PEOPLE = 5
LEAST_DAYS = 5


class Measure(StrEnum):
    OUTPUTS = "outputs"  # lines of the daily report on a day of presence
    REPORTED = "reported"  # days of presence with a report, per cent
    ON_TIME = "on_time"  # reports in by the hour they are due, per cent of those whose arrival is known
    ACCEPTED = "accepted"  # outputs accepted, per cent of those accepted or returned
    EVIDENCE = "evidence"  # outputs with evidence, per cent
    COVERAGE = "coverage"  # service points with the people they need, per cent of those open
    COMPLAINTS = "complaints"  # received, per 1,000 person-days of presence


OF_PEOPLE = (Measure.OUTPUTS, Measure.REPORTED, Measure.ON_TIME, Measure.ACCEPTED, Measure.EVIDENCE)
OF_UNIT = (Measure.COVERAGE, Measure.COMPLAINTS)
DECIMALS = {Measure.OUTPUTS: 2}  # all others 1
IN_PERCENT = frozenset(set(Measure) - {Measure.OUTPUTS, Measure.COMPLAINTS})


class Verdict(StrEnum):
    UNKNOWN = "unknown"  # one side has nothing at all
    TOO_FEW = "too_few"
    NO_DIFFERENCE = "no_difference"  # none can be seen; that is not “the same”
    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Minimum:
    """Below either nothing is concluded: `groups` are people or weeks, `days` different dates on a side."""

    groups: int = LEAST_PEOPLE
    days: int = LEAST_DAYS


@dataclass(slots=True)
class _Tally:
    total: float = 0.0
    count: int = 0
    days: set[date] = field(default_factory=set)

    def add(self, day: date, value: float, count: int) -> None:
        self.total += value
        self.count += count
        self.days.add(day)

    @property
    def mean(self) -> float:
        return self.total / self.count


class Sample:
    """What was counted of one measure: for each person or week two sides, first and second."""

    def __init__(self, measure: Measure) -> None:
        self.measure = measure
        self._groups: dict[str, tuple[_Tally, _Tally]] = {}

    def add(self, group: str, day: date, value: float, *, second: bool, count: int = 1) -> None:
        """`value` is the sum of `count` observations of that day."""
        sides = self._groups.get(group)
        if sides is None:
            sides = self._groups[group] = (_Tally(), _Tally())
        sides[second].add(day, value, count)

    def compared(self, minimum: Minimum, *, paired: bool = True) -> "Comparison":
        """Unpaired, a group that has one side only counts on that side."""
        groups = list(self._groups.values())
        if paired:
            groups = [sides for sides in groups if sides[0].count and sides[1].count]
        first = [one for one, _two in groups if one.count]
        second = [two for _one, two in groups if two.count]
        days = tuple(len(set().union(*(tally.days for tally in side))) for side in (first, second))
        low = [tally.mean for tally in first]
        high = [tally.mean for tally in second]
        fewest = min(len(low), len(high))
        base = Comparison(
            self.measure,
            fmean(low) if low else None,
            fmean(high) if high else None,
            groups=fewest,
            first_days=days[0],
            second_days=days[1],
            minimum=minimum,
        )
        if not low or not high:
            sides = [sum(bool(one[side].count) for one in self._groups.values()) for side in (0, 1)]
            return base.judged(Verdict.TOO_FEW) if all(sides) else base
        if fewest < max(minimum.groups, 2) or min(days) < minimum.days:
            return base.judged(Verdict.TOO_FEW)
        if paired:
            found = interval([b - a for a, b in zip(low, high, strict=True)])
        else:
            found = interval_between(low, high)
        return base.judged(verdict_of(found), found)


def verdict_of(found: Interval) -> Verdict:
    """What an interval of differences allows to say."""
    low, high = found
    return Verdict.HIGHER if low > 0 else Verdict.LOWER if high < 0 else Verdict.NO_DIFFERENCE


@dataclass(frozen=True, slots=True)
class Comparison:
    """`first` and `second` are means over people or weeks; `low` and `high` bound second less first.

    `groups` are those that both sides have, or the fewer of the two where nothing is paired.
    """

    measure: Measure
    first: float | None
    second: float | None
    groups: int = 0
    first_days: int = 0
    second_days: int = 0
    minimum: Minimum = Minimum()
    verdict: Verdict = Verdict.UNKNOWN
    low: float | None = None
    high: float | None = None

    @property
    def difference(self) -> float | None:
        return None if self.first is None or self.second is None else self.second - self.first

    def judged(self, verdict: Verdict, found: Interval | None = None) -> "Comparison":
        low, high = found or (None, None)
        return replace(self, verdict=verdict, low=low, high=high)


# -- the days of a unit, as they are compared


@dataclass(frozen=True, slots=True)
class UnitDay:
    """One working day of the unit; counts of what happened on it, None where nothing is known."""

    day: date
    present: int
    away: int
    open_points: int = 0
    staffed_points: int = 0
    complaints: int | None = None

    @property
    def week(self) -> str:
        year, week, _weekday = self.day.isocalendar()
        return f"{year}-W{week:02}"


def few_or_many(days: Sequence[UnitDay]) -> float:
    """More people away than this are many: half of the days have fewer, or as many."""
    return float(median([day.away for day in days])) if days else 0.0


def of_unit(measure: Measure, days: Iterable[UnitDay], second: Callable[[UnitDay], bool | None]) -> Sample:
    """The days as a sample; `second` tells the side of a day, None leaves it out."""
    sample = Sample(measure)
    for day in days:
        side = second(day)
        if side is None:
            continue
        if measure is Measure.COVERAGE and day.open_points:
            value = 100.0 * day.staffed_points
            sample.add(day.week, day.day, value, second=side, count=day.open_points)
        elif measure is Measure.COMPLAINTS and day.complaints is not None and day.present:
            sample.add(day.week, day.day, 1000.0 * day.complaints, second=side, count=day.present)
    return sample


Span = tuple[date, date]


def windows(introduced: date, last: date, first: date | None = None) -> tuple[Span, Span] | None:
    """Two stretches of the same length: up to the day before the introduction, and `first` to `last`.

    Without `first` the second begins with the introduction. None when nothing of it lies after that.
    """
    start = max(introduced, first or introduced)
    if start > last:
        return None
    length = last - start
    before = introduced - timedelta(days=1)
    return (before - length, before), (start, last)
