"""What there is to plan: free cells, what they use up, and what is fair; made from the checker's facts."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flexdesk.domain.calendar import days, monday
from flexdesk.domain.places import AWAY, Place
from flexdesk.domain.rules import Board, Finding, Level, check
from flexdesk.domain.rules.case import Dossier, Ruling
from flexdesk.domain.rules.changes import change_days
from flexdesk.domain.rules.location import counted_days, weekly_limit
from flexdesk.domain.schedule import Facts

Cell = tuple[str, date]
Resource = tuple[str, ...] | tuple[str, str, date] | tuple[str, date]
_NEVER_FULL = 7  # days in a week
_PLANNABLE = frozenset({None, "", Place.OFFICE}) | AWAY
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Need:
    """How many people are needed on site on a day; `point` is empty for the unit's own minimum."""

    point: str
    name: str
    day: date
    need: int
    people: frozenset[str]  # who counts


@dataclass(frozen=True, slots=True)
class Problem:
    """Pure data; every planner works from it and `objective` judges every plan by it.

    `free` maps a cell to the place that "away" means there. `kept` are cells that stay, by pin, leave,
    travel, training, shift or lock; `office` are cells whose person may not be away, with the reason.
    `room` are capacities and `uses` what an away cell takes from them; a day's shortfall of people is not
    among them because it is an aim, not a limit.
    """

    days: tuple[date, ...]
    people: tuple[str, ...]
    names: Mapping[str, str]
    free: Mapping[Cell, Place]
    kept: Mapping[Cell, str | None]
    office: Mapping[Cell, str]
    draft: Mapping[Cell, str]
    needs: tuple[Need, ...]
    wanted: Mapping[Cell, int]  # (person, Monday): days wished for, never above the weekly limit
    outside: Mapping[Cell, int]  # (person, Monday): away days of that week outside the plan
    room: Mapping[Resource, int]
    uses: Mapping[Cell, tuple[Resource, ...]]
    groups: tuple[tuple[str, ...], ...]
    away_before: Mapping[str, int]
    fridays_before: Mapping[str, int]
    wishes: frozenset[Cell]
    broken: tuple[Finding, ...]  # HARD rules that the cells which stay break by themselves


def problem(facts: Facts | Board, *, locked: Collection[Cell] = ()) -> Problem:
    """The problem of the period; `locked` cells stay as they are, as pinned ones do."""
    return _Builder(facts if isinstance(facts, Board) else Board(facts), frozenset(locked)).build()


class _Builder:
    def __init__(self, board: Board, locked: frozenset[Cell]) -> None:
        self.board, self.locked = board, locked
        self.people = tuple(sorted(board.people, key=lambda key: (board.people[key].order, key)))
        self.days = tuple(day for day in board.days if board.working[day])
        self.weeks = tuple(sorted({monday(day) for day in self.days}))
        self.free: dict[Cell, Place] = {}
        self.kept: dict[Cell, str | None] = {}
        self.office: dict[Cell, str] = {}
        self.wanted: dict[Cell, int] = {}
        self.outside: dict[Cell, int] = {}
        self.room: dict[Resource, int] = {}
        self.uses: dict[Cell, tuple[Resource, ...]] = {}
        self.limits: dict[str, list[int]] = defaultdict(list)

    def build(self) -> Problem:
        board = self.board
        for person in self.people:
            self._sort_cells(person)
        for person in self.people:
            for week in self.weeks:
                self._week(person, week)
        self._days()
        wishes = frozenset(cell for cell in (*self.free, *self.kept) if self._is_wished(cell))
        return Problem(
            self.days,
            self.people,
            {key: board.people[key].name for key in self.people},
            self.free,
            self.kept,
            self.office,
            {cell: row.place for cell, row in board.cells.items() if row.place and cell[1] in board.reported},
            tuple(self._needs()),
            self.wanted,
            self.outside,
            self.room,
            self.uses,
            self._groups(),
            {key: board.facts.away_before.get(key, 0) for key in self.people},
            {key: board.facts.fridays_before.get(key, 0) for key in self.people},
            wishes,
            self._broken(),
        )

    def _broken(self) -> tuple[Finding, ...]:
        facts = self.board.facts
        staying = tuple(row for row in facts.assignments if not self._is_planned((row.person, row.day)))
        found = check(replace(facts, assignments=staying), with_fixes=False)
        return tuple(one for one in found if one.level is Level.HARD and one.person)

    def _sort_cells(self, person: str) -> None:
        """Tell free cells from those that stay and those that can only be the office."""
        board = self.board
        dossier = board.dossiers[person]
        changes = change_days(board, dossier)
        rulings: list[Ruling] | None = None
        before = date.min
        for day in self.days:
            cell = (person, day)
            if self._stays(cell):
                self.kept[cell] = board.place(person, day)
                continue
            if rulings is None or any(before < change <= day for change in changes):
                rulings = board.obstacles(person, day)
            before = day
            if rulings:
                self.office[cell] = rulings[0].text
            else:
                self.free[cell] = _away_place(board, dossier, day)

    def _stays(self, cell: Cell) -> bool:
        board = self.board
        row = board.cells.get(cell)
        if cell in self.locked or board.is_gone(*cell) or cell in board.leave or cell in board.travel:
            return True
        return row is not None and (row.pinned or row.place not in _PLANNABLE)

    def _week(self, person: str, week: date) -> None:
        board = self.board
        terms = board.terms(week)
        dossier = board.dossiers[person]
        all_days = list(days(week, week + 6 * _ONE_DAY))
        covered = {day for day in all_days if dossier.special_condition(day)}
        limit = _NEVER_FULL if dossier.person.field_duty else weekly_limit(board, week)
        most = min(_NEVER_FULL, limit + len(covered))
        wanted = min(_wanted_days(dossier, week, terms.wanted_days_per_week), most)
        staying = [day for day in board.away_days(person, week) if not self._is_planned((person, day))]
        counted = [day for day in counted_days(board, person, week) if day in staying and day not in covered]
        fixed = terms.fixed_weekday
        self.wanted[person, week] = wanted
        self.outside[person, week] = sum((person, day) not in self.kept for day in staying)
        self.limits[person].append(most)
        self.room["wanted", person, week] = max(0, wanted - len(staying))
        self.room["limit", person, week] = max(0, limit - len(counted))
        # With a fixed day, the first wanted day is that day; when it lapses, nothing replaces it (LOC-06).
        loose = sum(day.weekday() != fixed for day in staying)
        self.room["loose", person, week] = max(0, wanted - 1 - loose)
        for day in all_days:
            if (person, day) not in self.free:
                continue
            uses: list[Resource] = [("wanted", person, week), ("away", day)]
            if day not in covered and (terms.fixed_day_counts or day.weekday() != fixed):
                uses.append(("limit", person, week))
            if fixed is not None and day.weekday() != fixed:
                uses.append(("loose", person, week))
            uses += [("part", s.key, day) for s in board.capped if person in board.members(s, day)]
            self.uses[person, day] = tuple(uses)

    def _is_planned(self, cell: Cell) -> bool:
        return cell in self.free or cell in self.office

    def _days(self) -> None:
        board = self.board
        for day in self.days:
            staying = [key for key in board.away[day] if not self._is_planned((key, day))]
            used = sum(board.people[key].is_asn for key in staying)
            self.room["away", day] = max(0, board.away_limit(day) - used)
            for section in board.capped:
                used = len(board.members(section, day).intersection(staying))
                self.room["part", section.key, day] = max(0, board.section_limit(section, day) - used)

    def _needs(self) -> Iterator[Need]:
        board = self.board
        asn = frozenset(key for key, person in board.people.items() if person.is_asn)
        for day in self.days:
            if asn:
                yield Need("", "", day, board.least_on_site(day), asn)
            for point in board.day_points:
                if board.is_open(point, day) and point.need > 0:
                    people = board.servers.get(point.key, frozenset())
                    yield Need(point.key, point.name, day, point.need, people)

    def _groups(self) -> tuple[tuple[str, ...], ...]:
        """People with the same weekly limits and wanted days who are eligible on every planned day."""
        default = self.board.terms(self.board.facts.first).wanted_days_per_week
        barred = {person for person, _day in self.office}
        groups: dict[tuple[object, ...], list[str]] = defaultdict(list)
        for person in self.people:
            if person not in barred and self._eligible_while_kept(person):
                own = self.board.people[person].wanted_days
                groups[(*self.limits[person], default if own is None else own)].append(person)
        return tuple(tuple(people) for people in groups.values() if len(people) > 1)

    def _eligible_while_kept(self, person: str) -> bool:
        """Somebody without one free cell still has to be eligible to belong to a group."""
        return any((person, day) in self.free for day in self.days) or not any(
            self.board.obstacles(person, day) for day in self.days
        )

    def _is_wished(self, cell: Cell) -> bool:
        person, day = cell
        wish = self.board.dossiers[person].wish(day)
        return wish is not None and day.weekday() in wish.weekdays


def _wanted_days(dossier: Dossier, week: date, default: int) -> int:
    """The wish for that week, else the person's own standing number, else the policy's."""
    for day in days(week, week + 6 * _ONE_DAY):
        wish = dossier.wish(day)
        if wish is not None and wish.weekdays:
            asked = [d for d in days(week, week + 6 * _ONE_DAY) if wish.covers(d)]
            return len(asked)
    own = dossier.person.wanted_days
    return default if own is None else max(0, own)


def _away_place(board: Board, dossier: Dossier, day: date) -> Place:
    """Home, or what a granted request of the person names; another place only where one is approved."""
    request = dossier.special_condition(day) or dossier.wish(day)
    if request is None or not request.is_granted or request.place not in AWAY:
        return Place.HOME
    place = Place(request.place)
    if place is Place.OTHER_PLACE:
        return place if len(board.approved_places(day)) == 1 else Place.HOME
    return place
