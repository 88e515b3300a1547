"""The facts of a period laid out for quick looking up; changing one cell costs next to nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from math import ceil, floor
from typing import TypeVar

from flexdesk.domain.calendar import days, monday
from flexdesk.domain.criteria import in_force
from flexdesk.domain.people import Category, Person
from flexdesk.domain.places import AWAY, Place
from flexdesk.domain.rules.case import Case, Dossier, Ruling, State
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.rules.registry import RULES, Scope, of_scope
from flexdesk.domain.schedule import (
    ApprovedPlace,
    Assignment,
    Facts,
    LeaveEntry,
    ServicePoint,
    TravelEntry,
    UnitKind,
)
from flexdesk.domain.sections import Section, Tree, capped

Cell = tuple[str, date]
# UU 20/2023 Pasal 14; a camat is an administrator, a lurah a pengawas.
MANAGERIAL = frozenset(Category) - {Category.FUNGSIONAL, Category.PELAKSANA}
_Row = TypeVar("_Row")
_WEEK = timedelta(days=6)
_ROUNDING = 1e-9  # 0.07 x 100 is 7.000000000000001


class Board:
    """Built once from Facts, kept in step with `put`."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.people = {person.key: person for person in facts.people if not person.is_gone(facts.first)}
        self.leaving = {key: person.left_on for key, person in self.people.items() if person.archived}
        self.days = tuple(days(facts.first, facts.last))
        self.reported = frozenset(self.days)
        self.weeks = tuple(day for day in days(monday(facts.first), facts.last) if day.weekday() == 0)
        self.known_days = tuple(days(monday(facts.first), monday(facts.last) + _WEEK))
        self.working = {day: facts.calendar.is_working(day) for day in self.known_days}
        self.headcount = sum(person.is_asn for person in self.people.values())
        self.criteria = in_force(facts.criteria)
        self.is_service_unit = facts.unit.kind == UnitKind.SERVICE
        self.points = facts.service_points
        # Where the needs are those of shifts, nobody counts who is at the office for the day.
        self.day_points = tuple(point for point in self.points if point.key not in facts.shift_points)
        self.place_rows = {place.key: place for place in facts.places}
        self._index_people()
        self.tree = Tree(facts.sections)
        self.capped = capped(facts.sections)
        self._members: dict[tuple[str, date], frozenset[str]] = {}
        self._index_entries()
        self._index_cells()
        self.terms = cache(self.facts.policy.terms)

    def _index_people(self) -> None:
        names = {point.key: point.name for point in self.points}
        duties = [duty for duty in self.facts.service_duties if duty.serves]
        self.servers: dict[str, frozenset[str]] = {
            point: frozenset(keys) & self.people.keys()
            for point, keys in _grouped((duty.service_point, duty.person) for duty in duties).items()
        }
        serves = _grouped((duty.person, names.get(duty.service_point)) for duty in duties)
        postings = _grouped((p.person, p) for p in sorted(self.facts.postings, key=lambda p: p.from_))
        disciplines = _grouped((d.person, d) for d in self.facts.disciplines)
        requests = _grouped((r.person, r) for r in self.facts.requests)
        predicates = _grouped(
            (p.person, p) for p in sorted(self.facts.predicates, key=lambda p: (p.since, p.period))
        )
        shared = tuple(pattern for pattern in self.facts.patterns if not pattern.person)
        patterns = _grouped((p.person, p) for p in self.facts.patterns if p.person)
        self.dossiers = {
            key: Dossier(
                person,
                tuple(postings.get(key, ())),
                tuple(disciplines.get(key, ())),
                tuple(requests.get(key, ())),
                tuple(name for name in serves.get(key, ()) if name),
                (*patterns[key], *shared) if key in patterns else shared,
                tuple(predicates.get(key, ())),
            )
            for key, person in self.people.items()
        }
        self.leaders = tuple(
            key
            for key, dossier in self.dossiers.items()
            if any(posting.level in MANAGERIAL for posting in dossier.postings)
        )

    def _index_entries(self) -> None:
        first, last = self.known_days[0], self.known_days[-1]
        self.leave: dict[Cell, LeaveEntry] = {
            (entry.person, day): entry
            for entry in self.facts.leaves
            if entry.holds and entry.person in self.people
            for day in days(max(entry.from_, first), min(entry.to, last))
            if not self.is_gone(entry.person, day)
        }
        self.travel: dict[Cell, TravelEntry] = {
            (trip.person, day): trip
            for trip in self.facts.travels
            if trip.holds and trip.person in self.people
            for day in days(max(trip.from_, first), min(trip.to, last))
            if not self.is_gone(trip.person, day)
        }

    def _index_cells(self) -> None:
        self.cells: dict[Cell, Assignment] = {}
        self.away: dict[date, set[str]] = {day: set() for day in self.known_days}
        self.not_on_site: dict[date, set[str]] = {day: set() for day in self.known_days}
        for person, day in (*self.leave, *self.travel):
            self.not_on_site[day].add(person)
        for person in self.leaving:
            for day in self.known_days:
                if self.is_gone(person, day):
                    self.not_on_site[day].add(person)
        for cell in self.facts.assignments:
            if cell.person in self.people and cell.day in self.away and cell.place:
                self.put(cell.person, cell.day, cell)

    def put(self, person: str, day: date, cell: Assignment | None) -> None:
        """Fill a cell, or empty it with None; days outside the known weeks raise KeyError."""
        away, not_on_site = self.away[day], self.not_on_site[day]
        if self.is_gone(person, day):
            return
        away.discard(person)
        not_on_site.discard(person)
        if cell is None or not cell.place:
            self.cells.pop((person, day), None)
            if (person, day) in self.leave or (person, day) in self.travel:
                not_on_site.add(person)
            return
        self.cells[person, day] = cell
        if cell.place in AWAY:
            away.add(person)
        if cell.place != Place.OFFICE:
            not_on_site.add(person)

    @contextmanager
    def trying(self, cell: Assignment) -> Iterator[None]:
        """The board with one cell changed, as long as the block runs."""
        before = self.cells.get((cell.person, cell.day))
        self.put(cell.person, cell.day, cell)
        try:
            yield
        finally:
            self.put(cell.person, cell.day, before)

    def place(self, person: str, day: date) -> str | None:
        """Where a person is: as typed, else by the register, else the office on a working day.

        None too for somebody who has left the unit.
        """
        if self.is_gone(person, day):
            return None
        cell = self.cells.get((person, day))
        if cell is not None:
            return cell.place
        if (person, day) in self.leave:
            return self.leave[person, day].place
        if (person, day) in self.travel:
            return Place.DUTY_TRAVEL
        return Place.OFFICE if self.working[day] else None

    def away_days(self, person: str, week: date) -> list[date]:
        """The person's away days of the week that begins on `week`, earliest first."""
        return [day for day in days(week, week + _WEEK) if person in self.away[day]]

    def asn_away(self, day: date) -> int:
        return sum(self.people[person].is_asn for person in self.away[day])

    def is_gone(self, person: str, day: date) -> bool:
        """Whether somebody of this board has left the unit by that day."""
        left = self.leaving.get(person)
        return left is not None and left <= day

    def headcount_on(self, day: date) -> int:
        """The unit's ASN that day: whoever has left by then no longer counts."""
        return self.headcount - sum(
            self.people[key].is_asn and self.is_gone(key, day) for key in self.leaving
        )

    def away_limit(self, day: date) -> int:
        """How many may be away that day (LOC-10 on the base of LOC-11)."""
        return floor(self.terms(day).max_share * self.headcount_on(day) + _ROUNDING)

    def members(self, section: Section, day: date) -> frozenset[str]:
        """The ASN whose post that day lies in the part of the unit or below it."""
        found = self._members.get((section.key, day))
        if found is None:
            inside = self.tree.within(section.key)
            found = self._members[section.key, day] = frozenset(
                key
                for key, dossier in self.dossiers.items()
                if dossier.person.is_asn
                and not self.is_gone(key, day)
                and self.tree.of_posting(dossier.posting(day)) in inside
            )
        return found

    def section_limit(self, section: Section, day: date) -> int:
        """How many of a part may be away that day: its own share of its own people, rounded down (LOC-11)."""
        share = 1.0 if section.max_share is None else section.max_share
        return floor(share * len(self.members(section, day)) + _ROUNDING)

    def approved_places(self, day: date) -> list[ApprovedPlace]:
        """Other places whose approval holds that day (LOC-08)."""
        return [
            row for row in self.place_rows.values() if row.kind == Place.OTHER_PLACE and row.is_approved(day)
        ]

    def on_site(self, day: date) -> int:
        """People of the headcount who are at the office on a working day."""
        return self.headcount - sum(self.people[person].is_asn for person in self.not_on_site[day])

    def least_on_site(self, day: date) -> int:
        """The unit's minimum (LOC-12); no more than there are people."""
        people = self.headcount_on(day)
        return min(people, max(1, ceil(self.terms(day).min_share_on_site * people - _ROUNDING)))

    def is_open(self, point: ServicePoint, day: date) -> bool:
        return self.working[day] and (not point.days or day.weekday() in point.days)

    def on_site_for(self, point: ServicePoint, day: date) -> int:
        """People at the office that day who serve the point."""
        return len(self.servers.get(point.key, frozenset()) - self.not_on_site[day])

    def leaders_on(self, day: date) -> list[str]:
        """Holders of a managerial post that day, acting ones included."""
        return [key for key in self.leaders if MANAGERIAL.intersection(self.dossiers[key].levels(day))]

    def case(self, person: str, day: date) -> Case:
        return Case(
            self.dossiers[person],
            day,
            self.facts.unit,
            self.terms(day),
            bool(self.points),
            self.criteria,
            self.facts.branches,
        )

    def obstacles(self, person: str, day: date) -> list[Ruling]:
        """What keeps a person from working away that day; empty when nothing does."""
        case = self.case(person, day)
        return [ruling for judge in of_scope(Scope.BAR) if (ruling := judge(case)).state is not State.CLEAR]

    def away_so_far(self, person: str) -> int:
        """Away days of the trailing twelve weeks and of the period."""
        return self.facts.away_before.get(person, 0) + sum(person in self.away[day] for day in self.days)


def finding(
    rule: str,
    message: str,
    *,
    person: Person | None = None,
    day: date | None = None,
    point: ServicePoint | None = None,
    level: Level | None = None,
    size: int = 0,
) -> Finding:
    """A finding of a rule, at the rule's own level unless another is given."""
    entry = RULES[rule]
    return Finding(
        rule,
        level or entry.level,
        entry.article,
        message,
        person.key if person else "",
        person.nip if person else "",
        day,
        point.name if point else "",
        point=point.key if point else "",
        size=size,
    )


def _grouped(pairs: Iterable[tuple[str, _Row]]) -> Mapping[str, list[_Row]]:
    groups: dict[str, list[_Row]] = defaultdict(list)
    for key, row in pairs:
        groups[key].append(row)
    return groups
