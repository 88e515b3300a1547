"""Twelve months of one person: what each day shows, how often, and which rules are broken."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from flexdesk.domain.calendar import FRIDAY
from flexdesk.domain.places import AWAY, PRIVATE, SHIFTS, Place
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.services.week import CellView

_MONDAY = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """Days of a month or a year; `fridays` and `mondays` are those away, `faults` break a binding rule."""

    away: int = 0
    fridays: int = 0
    mondays: int = 0
    leave: int = 0
    travel: int = 0
    training: int = 0
    shifts: int = 0
    faults: int = 0


@dataclass(frozen=True, slots=True)
class PersonYear:
    """`findings` are about this person alone; shares and service points are judged where all are seen."""

    person: str
    year: int
    cells: Mapping[date, CellView]
    day_kinds: Mapping[date, str]
    findings: tuple[Finding, ...]
    months: tuple[Tally, ...]
    total: Tally


def person_year(
    person: str,
    year: int,
    cells: Mapping[date, CellView],
    day_kinds: Mapping[date, str],
    findings: Sequence[Finding],
) -> PersonYear:
    """The year with its counts; a finding that two months tell is told once."""
    told = {(one.rule, one.day, one.point, one.message): one for one in findings}
    months = tuple(_tally(month, cells, told.values()) for month in range(1, 13))
    names = [field.name for field in fields(Tally)]
    total = Tally(*(sum(getattr(month, name) for month in months) for name in names))
    return PersonYear(person, year, cells, day_kinds, tuple(told.values()), months, total)


def _tally(month: int, cells: Mapping[date, CellView], findings: Iterable[Finding]) -> Tally:
    shown = [(day, cell.place) for day, cell in cells.items() if day.month == month]
    away = [day for day, place in shown if place in AWAY]
    places = [place for _day, place in shown]
    return Tally(
        away=len(away),
        fridays=sum(day.weekday() == FRIDAY for day in away),
        mondays=sum(day.weekday() == _MONDAY for day in away),
        leave=sum(place in PRIVATE for place in places),
        travel=places.count(Place.DUTY_TRAVEL),
        training=places.count(Place.TRAINING),
        shifts=sum(place in SHIFTS for place in places),
        faults=sum(
            one.level is Level.HARD and one.day is not None and one.day.month == month for one in findings
        ),
    )
