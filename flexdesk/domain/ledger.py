"""The fairness ledger: who was away how often and when, who served and watched, compared among equals."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import cast

from flexdesk.domain.calendar import Calendar, DayKind, days, monday
from flexdesk.domain.people import Request, RequestKind, wish_on
from flexdesk.domain.places import AWAY, Place
from flexdesk.domain.schedule import Facts, LeaveEntry, TravelEntry
from flexdesk.domain.turns import spent_at, turns_between

_ONE_DAY = timedelta(days=1)
_HOLIDAYS = frozenset({DayKind.HOLIDAY, DayKind.JOINT_LEAVE})
Cell = tuple[str, date]


class Count(StrEnum):
    """What is compared; each is the name of a field of `Turns`."""

    AWAY = "away"
    FRIDAYS = "fridays"
    MONDAYS = "mondays"
    NEXT_TO_HOLIDAY = "next_to_holiday"
    COUNTER = "counter"
    NIGHTS = "nights"


@dataclass(frozen=True, slots=True)
class Turns:
    """One person's days of the span. Fridays, Mondays and days next to a holiday are counted when away.

    `counter` are days at the office while a service point is open that the person serves; a wish is asked
    for each preferred day on which the person could have come to work.
    """

    person: str
    away: int = 0
    fridays: int = 0
    mondays: int = 0
    next_to_holiday: int = 0
    counter: int = 0
    nights: int = 0
    wishes_asked: int = 0
    wishes_met: int = 0

    def of(self, count: Count) -> int:
        return cast(int, getattr(self, count))


@dataclass(frozen=True, slots=True)
class Group:
    """People whose turns are compared with each other."""

    name: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the members of a group lie apart in one count, and who stands at either end."""

    group: str
    count: Count
    least: int
    most: int
    mean: float
    least_people: tuple[str, ...]
    most_people: tuple[str, ...]

    @property
    def spread(self) -> int:
        return self.most - self.least


@dataclass(frozen=True, slots=True)
class Ledger:
    """`begins` is the Monday from which the unit kept a schedule inside the span; None when it kept none."""

    first: date
    last: date
    begins: date | None
    people: tuple[Turns, ...]
    groups: tuple[Group, ...]
    spreads: tuple[Spread, ...]

    @property
    def friday_spread(self) -> int:
        """The widest spread of away Fridays among equals (M-42)."""
        return max((one.spread for one in self.spreads if one.count is Count.FRIDAYS), default=0)

    def spread(self, group: str, count: Count) -> Spread | None:
        return next((one for one in self.spreads if (one.group, one.count) == (group, count)), None)

    def group_of(self, person: str) -> str:
        """Name of the person's group; empty for somebody who is compared with nobody."""
        return next((group.name for group in self.groups if person in group.people), "")


def ledger(facts: Facts, groups: Sequence[Group] = ()) -> Ledger:
    """The ledger of the days `first` to `last` of `facts`, whose assignments must cover them."""
    book = _Book(facts)
    people = tuple(book.turns(person.key) for person in facts.people)
    found = {one.person: one for one in people}
    known = tuple(Group(g.name, tuple(p for p in g.people if p in found)) for g in groups)
    spreads = tuple(spread_of(g, count, found) for g in known if len(g.people) > 1 for count in Count)
    return Ledger(facts.first, facts.last, book.begins, people, known, spreads)


def spread_of(group: Group, count: Count, found: Mapping[str, Turns]) -> Spread:
    """The ends and the mean of one count in a group; `found` holds the turns of its members."""
    counted = {person: found[person].of(count) for person in group.people}
    least, most = min(counted.values()), max(counted.values())
    return Spread(
        group.name,
        count,
        least,
        most,
        sum(counted.values()) / len(counted),
        tuple(person for person, value in counted.items() if value == least),
        tuple(person for person, value in counted.items() if value == most),
    )


def is_next_to_holiday(calendar: Calendar, day: date) -> bool:
    """Whether the free days right before or after a working day hold a holiday of a weekday.

    A Friday before a Monday that is a holiday counts; one before a holiday on a Sunday does not.
    """
    if not calendar.is_working(day):
        return False
    return any(
        calendar.kind(free) in _HOLIDAYS and free.weekday() in calendar.work_days
        for step in (-_ONE_DAY, _ONE_DAY)
        for free in _free_run(calendar, day, step)
    )


def _free_run(calendar: Calendar, day: date, step: timedelta) -> Iterator[date]:
    """The days without work between this working day and the next one in that direction."""
    free = day + step
    while not calendar.is_working(free) and abs((free - day).days) < 31:
        yield free
        free += step


class _Book:
    """The cells of a span by person, and what stands where no cell says anything."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        inside = [cell for cell in facts.assignments if facts.first <= cell.day <= facts.last]
        self.spent: dict[Cell, str] = {(c.person, c.day): spot for c in inside if (spot := spent_at(c))}
        begun = min((day for _person, day in self.spent), default=None)
        self.begins = None if begun is None else max(monday(begun), facts.first)
        self.totals, self.fridays = turns_between(inside, facts.first, facts.last)
        self.of_person: dict[str, list[tuple[date, str]]] = {}
        for (person, day), place in self.spent.items():
            self.of_person.setdefault(person, []).append((day, place))
        self.near = {day for day in self._span() if is_next_to_holiday(facts.calendar, day)}
        self.gone = self._absences()
        self.open_days = self._open_days()
        self.wishes: dict[str, list[Request]] = {}
        for request in facts.requests:
            if request.kind == RequestKind.WISH:
                self.wishes.setdefault(request.person, []).append(request)
        self.people = {person.key: person for person in facts.people}
        self.since: dict[str, date] = {}
        for posting in facts.postings:
            self.since[posting.person] = min(posting.from_, self.since.get(posting.person, date.max))

    def _span(self) -> Iterator[date]:
        return days(self.facts.first, self.facts.last)

    def _kept_span(self) -> Iterator[date]:
        """Working days since the unit keeps a schedule: before that a blank cell says nothing."""
        if self.begins is not None:
            calendar = self.facts.calendar
            yield from (day for day in days(self.begins, self.facts.last) if calendar.is_working(day))

    def _absences(self) -> set[Cell]:
        entries: tuple[LeaveEntry | TravelEntry, ...] = (*self.facts.leaves, *self.facts.travels)
        return {
            (entry.person, day)
            for entry in entries
            if entry.holds
            for day in days(max(entry.from_, self.facts.first), min(entry.to, self.facts.last))
        }

    def _open_days(self) -> dict[str, set[date]]:
        """For everybody who serves a point, the days on which one of theirs is open."""
        points = {point.key: point for point in self.facts.service_points}
        working = list(self._kept_span())
        found: dict[str, set[date]] = {}
        for duty in self.facts.service_duties:
            point = points.get(duty.service_point)
            if duty.serves and point is not None:
                opened = {day for day in working if not point.days or day.weekday() in point.days}
                found.setdefault(duty.person, set()).update(opened)
        return found

    def _is_here(self, person: str, day: date) -> bool:
        """Whether the person belongs to the unit and is neither on leave nor travelling."""
        begun = self.since.get(person, date.min) <= day
        return begun and not self.people[person].is_gone(day) and (person, day) not in self.gone

    def _at_office(self, person: str, day: date) -> bool:
        place = self.spent.get((person, day))
        return place == Place.OFFICE if place else self._is_here(person, day)

    def turns(self, person: str) -> Turns:
        spent = self.of_person.get(person, ())
        away = [day for day, place in spent if place in AWAY]
        asked = self._asked(person)
        return Turns(
            person,
            self.totals.get(person, 0),
            self.fridays.get(person, 0),
            sum(day.weekday() == 0 for day in away),
            sum(day in self.near for day in away),
            sum(self._at_office(person, day) for day in self.open_days.get(person, ())),
            sum(place == Place.SHIFT_NIGHT for _day, place in spent),
            len(asked),
            len(asked.intersection(away)),
        )

    def _asked(self, person: str) -> set[date]:
        wishes = self.wishes.get(person)
        if not wishes:
            return set()
        return {
            day
            for day in self._kept_span()
            if self._is_here(person, day)
            and (wish := wish_on(wishes, day)) is not None
            and day.weekday() in wish.weekdays
        }
