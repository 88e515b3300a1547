"""The effect of flexible work: office days beside flexible days, the time before beside the time since."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flexdesk.domain.effect import (
    OF_PEOPLE,
    OF_UNIT,
    Comparison,
    Measure,
    Minimum,
    Sample,
    Span,
    few_or_many,
    of_unit,
    windows,
)
from flexdesk.domain.effect_words import Note
from flexdesk.domain.halves import thawed
from flexdesk.domain.periods import Period, parse_period, week_of
from flexdesk.domain.places import AWAY
from flexdesk.i18n import N_
from flexdesk.progress import Progress
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.flexible_days import DayReader, FlexibleDays, Reported

HALF = 50.0  # per cent of days with a report
_AWAY = frozenset(str(place) for place in AWAY)


@dataclass(frozen=True, slots=True)
class Introduction:
    """The day flexible work began; `settled` when a unit's setting says so, not the first published day."""

    day: date
    settled: bool


@dataclass(frozen=True, slots=True)
class EffectView:
    """`places` compare days of the span; `times` compare `before` with `after`, empty where that cannot be.

    `office` and `flexible` are person-days; `split` is the number of people away beyond which a day has many.
    """

    first: date
    last: date
    people: int
    office: int
    flexible: int
    split: int
    places: tuple[Comparison, ...]
    introduction: Introduction | None
    before: Span | None
    after: Span | None
    times: tuple[Comparison, ...]
    notes: tuple[Note, ...]
    time_notes: tuple[Note, ...]
    weeks: int
    published: int


class EffectService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._clock = committer.clock
        self._store = committer.store
        self._reader = reader
        self._days = DayReader(committer.store, reader)

    def today(self) -> date:
        return self._clock.today(self._reader.unit().zone)

    def introduction(self) -> Introduction | None:
        """The day that the unit has set, else the first day away that was ever published."""
        settled = self._reader.policy().value("effect.introduced_on", self.today())
        if isinstance(settled, date):
            return Introduction(settled, settled=True)
        found: str | None = None
        for row in self._store.select("publication", only=("cells",), withdrawn_on=None):
            for _person, day, place in json.loads(str(row["cells"] or "[]")):
                if thawed(place)[0] in _AWAY and (found is None or day < found):
                    found = day
        return None if found is None else Introduction(date.fromisoformat(found), settled=False)

    def since_introduction(self) -> Span | None:
        """From the introduction to yesterday; None while flexible work has not begun."""
        begun = self.introduction()
        last = self.today() - timedelta(days=1)
        return (begun.day, last) if begun is not None and begun.day <= last else None

    def of_period(self, period: Period, progress: Progress | None = None) -> EffectView:
        return self.view(period.first, period.last, progress)

    def view(self, first: date, last: date, progress: Progress | None = None) -> EffectView:
        """Both comparisons for the days `first` to `last`; today is not over and does not count."""
        last = min(last, self.today() - timedelta(days=1))
        read = self._days.read(first, last)
        _tell(progress, 1)
        minimum = self._minimum(last)
        split = few_or_many([day for day in read.units if day.day in read.recorded])
        office, flexible = read.person_days
        places = (*self._of_people(read, minimum), *_of_crowd(read, minimum, split))
        _tell(progress, 2)
        introduction = self.introduction()
        spans = windows(introduction.day, last, first) if introduction is not None else None
        before, after = spans or (None, None)
        earlier = self._days.read(*before) if before else None
        later = self._days.read(*after) if after else None
        times = _of_times(earlier, later, minimum) if earlier and later else ()
        _tell(progress, 3)
        weeks, published = self._weeks(read)
        return EffectView(
            first,
            last,
            len(read.people),
            office,
            flexible,
            int(split),
            places,
            introduction,
            before,
            after,
            times,
            tuple(_notes(read, places, weeks, published)),
            tuple(_time_notes(earlier, later)),
            weeks,
            published,
        )

    def _minimum(self, day: date) -> Minimum:
        policy = self._reader.policy()
        people, dates = (policy.value(f"effect.least_{name}", day) for name in ("people", "days"))
        return Minimum(int(str(people)), int(str(dates)))

    def _of_people(self, read: FlexibleDays, minimum: Minimum) -> list[Comparison]:
        samples = {measure: Sample(measure) for measure in OF_PEOPLE}
        _take(samples, read, None)
        return [samples[measure].compared(minimum) for measure in OF_PEOPLE]

    def _weeks(self, read: FlexibleDays) -> tuple[int, int]:
        """How many weeks of the span have working days, and how many of them were published."""
        weeks = {week_of(day) for day in read.working}
        covered = [
            parse_period(str(row["week"]))
            for row in self._store.select("publication", only=("week",), withdrawn_on=None)
        ]
        published = {week for week in weeks if any(_overlaps(week, period) for period in covered)}
        return len(weeks), len(published)


def _overlaps(week: Period, period: Period) -> bool:
    return period.first <= week.last and period.last >= week.first


def _tell(progress: Progress | None, done: int) -> None:
    if progress is not None:
        progress.report(done, 3)


def _take(samples: dict[Measure, Sample], read: FlexibleDays, second: bool | None) -> None:
    """Everybody's days into the samples; `second` is the side of all of them, None goes by the place."""
    for person, day, away in read.present():
        if day not in read.observed or (second is None and day not in read.recorded):
            continue
        side = away if second is None else second
        report = read.reports.get((person, day))
        samples[Measure.OUTPUTS].add(person, day, report.outputs if report else 0, second=side)
        samples[Measure.REPORTED].add(person, day, 100.0 if report else 0.0, second=side)
        if report is not None:
            _take_report(samples, report, person, day, side)


def _take_report(
    samples: dict[Measure, Sample], report: Reported, person: str, day: date, side: bool
) -> None:
    if report.on_time is not None:
        samples[Measure.ON_TIME].add(person, day, 100.0 * report.on_time, second=side)
    if reviewed := report.accepted + report.returned:
        samples[Measure.ACCEPTED].add(person, day, 100.0 * report.accepted, second=side, count=reviewed)
    samples[Measure.EVIDENCE].add(person, day, 100.0 * report.evidence, second=side, count=report.outputs)


def _of_crowd(read: FlexibleDays, minimum: Minimum, split: float) -> list[Comparison]:
    days = [day for day in read.units if day.day in read.recorded]
    return [of_unit(measure, days, lambda day: day.away > split).compared(minimum) for measure in OF_UNIT]


def _of_times(earlier: FlexibleDays, later: FlexibleDays, minimum: Minimum) -> tuple[Comparison, ...]:
    samples = {measure: Sample(measure) for measure in OF_PEOPLE}
    _take(samples, earlier, second=False)
    _take(samples, later, second=True)
    people = [samples[measure].compared(minimum) for measure in OF_PEOPLE]
    units = (*earlier.units, *later.units)
    unit = [
        of_unit(measure, units, lambda day: day.day >= later.first).compared(minimum, paired=False)
        for measure in OF_UNIT
    ]
    return (*people, *unit)


def _notes(read: FlexibleDays, places: Sequence[Comparison], weeks: int, published: int) -> Iterable[Note]:
    unknown = sum(day not in read.observed for day in read.working)
    if unknown:
        yield Note(
            N_("On {count} of {all} working days hardly anybody reported: they are unknown, not empty."),
            {"count": unknown, "all": len(read.working)},
        )
    reported = next(one for one in places if one.measure is Measure.REPORTED)
    if min(reported.first or 100.0, reported.second or 100.0) < HALF:
        yield Note(N_("Where reports are mostly missing, days without one are not days without work."))
    undated = sum(report.on_time is None for report in read.reports.values())
    if undated:
        yield Note(
            N_(
                "{count} of {all} daily reports came in files of many days: when they were written is not"
                " known."
            ),
            {"count": undated, "all": len(read.reports)},
        )
    scheduled = len({week_of(day) for day in read.recorded})
    if scheduled < weeks:
        yield Note(
            N_("{count} of {all} weeks have no schedule: who was where is unknown, and they are left out."),
            {"count": weeks - scheduled, "all": weeks},
        )
    if published < scheduled:
        yield Note(
            N_("{count} of {all} weeks were not published; their days count as the schedule has them."),
            {"count": scheduled - published, "all": weeks},
        )
    yield from _of_registers(read)
    yield Note(N_("Of twenty such intervals one misses by chance alone. Nothing here says why days differ."))


def _time_notes(earlier: FlexibleDays | None, later: FlexibleDays | None) -> Iterable[Note]:
    if earlier is None or later is None:
        return
    for read, text in (
        (earlier, N_("Before: {known} of {all} working days have reports on file.")),
        (later, N_("After: {known} of {all} working days have reports on file.")),
    ):
        known = sum(day in read.observed for day in read.working)
        yield Note(text, {"known": known, "all": len(read.working)})
    yield from _of_registers(later)
    yield Note(
        N_(
            "Season, people and tasks changed between the two stretches as well; the numbers do not say why"
            " they differ."
        )
    )


def _of_registers(read: FlexibleDays) -> Iterable[Note]:
    if any(day.open_points for day in read.units):
        yield Note(N_("Counters are judged by the people whom they need today."))
    if all(day.complaints is None for day in read.units):
        yield Note(N_("No complaint is on file."))
