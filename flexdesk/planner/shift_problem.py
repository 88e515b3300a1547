"""What there is to plan of shifts, made from the facts of the checker: cells, needs, limits and the past."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flexdesk.domain.calendar import days
from flexdesk.domain.hours import Span, rest_of
from flexdesk.domain.places import SHIFTS, Place
from flexdesk.domain.rules import Board
from flexdesk.domain.rules.hours import minutes_without_rest, owed_minutes, shift_span
from flexdesk.domain.rules.shift_turns import ON_DUTY
from flexdesk.domain.rules.time import shift_is_lawful, task_of
from flexdesk.domain.schedule import Assignment, Facts, Source
from flexdesk.domain.shifts import ORDER, WHOLE_UNIT, Needs, ShiftLimits, limits_of
from flexdesk.domain.time_patterns import PatternKind

Cell = tuple[str, date]
AROUND = timedelta(days=31)  # how far a run of shifts can reach; the bound of shift.max_in_a_row
BEFORE = timedelta(weeks=12)  # what turns are counted over, as in the office plan
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StaffNeed:
    """How many people one shift of one day needs; `point` is WHOLE_UNIT or a service point."""

    point: str
    name: str
    shift: Place
    day: date
    need: int
    people: frozenset[str]  # who counts; somebody who serves two points counts for both


@dataclass(frozen=True, slots=True)
class ShiftProblem:
    """Pure data. `free` maps a cell to the shifts that it may hold; any of them may be a day off instead.

    `kept` are the other cells of all who count for a need, and those of AROUND before and after the period:
    a place, or None for a day without work. `span` and `net` are the hours of a shift that begins that day.
    Weeks whose minutes cannot be known are not in `owed`; `settled` are the minutes of a week's kept cells.
    """

    days: tuple[date, ...]
    line: tuple[date, ...]
    people: tuple[str, ...]
    names: Mapping[str, str]
    shifts: tuple[Place, ...]
    free: Mapping[Cell, tuple[Place, ...]]
    kept: Mapping[Cell, str | None]
    needs: tuple[StaffNeed, ...]
    limits: ShiftLimits
    span: Mapping[tuple[Place, date], Span]
    net: Mapping[tuple[Place, date], int]
    owed: Mapping[Cell, int]  # (person, Monday)
    settled: Mapping[Cell, int]
    blank: frozenset[Cell]  # outside the period: the office until somebody plans these days
    groups: tuple[tuple[str, ...], ...]
    free_days: frozenset[date]  # Saturdays, Sundays and holidays
    nights_before: Mapping[str, int]
    free_days_before: Mapping[str, int]
    wishes: frozenset[Cell]  # days that somebody asked to have off
    draft: Mapping[Cell, str]


def shift_problem(
    facts: Facts | Board,
    needs: Needs,
    *,
    names: Mapping[str, str],
    around: Iterable[Assignment] = (),
    locked: Collection[Cell] = (),
) -> ShiftProblem:
    """`names` are those of the functions, `around` what stands BEFORE the period and AROUND it."""
    board = facts if isinstance(facts, Board) else Board(facts)
    return _Builder(board, needs, names, tuple(around), frozenset(locked)).build()


class _Builder:
    def __init__(
        self,
        board: Board,
        needs: Needs,
        names: Mapping[str, str],
        around: tuple[Assignment, ...],
        locked: frozenset[Cell],
    ) -> None:
        self.board, self.needs, self.locked, self.names = board, needs, locked, names
        facts = board.facts
        self.days = board.days
        self.line = tuple(days(facts.first - AROUND, facts.last + AROUND))
        self.around = {(row.person, row.day): row.place for row in around if row.place}
        self.limits = limits_of(facts.policy, facts.first)
        self.span = {
            (shift, day): span
            for shift in ORDER
            for day in self.line
            if (span := shift_span(board, shift, day))
        }
        self.shifts = tuple(shift for shift in needs.shifts if (shift, facts.first) in self.span)
        self.servers = {
            function: self._servers(function) for function in needs.functions if function in names
        }
        self.free: dict[Cell, tuple[Place, ...]] = {}

    def build(self) -> ShiftProblem:
        board, facts = self.board, self.board.facts
        serving = frozenset[str]().union(*self.servers.values())
        order = sorted(serving, key=lambda key: (board.people[key].order, key))
        for person in order:
            self._sort_cells(person)
        planned = {person for person, _day in self.free}
        people = tuple(person for person in order if person in planned)
        owed, settled = self._minutes(people)
        nights, free_days = self._turns(people)
        return ShiftProblem(
            days=self.days,
            line=self.line,
            people=people,
            names={key: board.people[key].name for key in people},
            shifts=self.shifts,
            free=self.free,
            kept={
                (person, day): self._standing(person, day)
                for person in order
                for day in self.line
                if (person, day) not in self.free
            },
            needs=tuple(self._needs()),
            limits=self.limits,
            span=self.span,
            net=self._net(),
            owed=owed,
            settled=settled,
            blank=frozenset(
                (person, day) for person in people for day in self.line if self._is_blank(person, day)
            ),
            groups=self._groups(people),
            free_days=frozenset(day for day in self.line if not facts.calendar.is_working(day)),
            nights_before=nights,
            free_days_before=free_days,
            wishes=frozenset(cell for cell in self.free if self._is_wished(cell)),
            draft={
                cell: str(row.place) for cell in self.free if (row := board.cells.get(cell)) and row.place
            },
        )

    def _servers(self, function: str) -> frozenset[str]:
        if function == WHOLE_UNIT:
            return frozenset(self.board.people)
        return self.board.servers.get(function, frozenset())

    def _sort_cells(self, person: str) -> None:
        for day in self.days:
            if not self._stays(person, day) and self._is_open(day) and self._takes_shifts(person, day):
                self.free[person, day] = self.shifts

    def _stays(self, person: str, day: date) -> bool:
        """Leave, travel, pins, locked days, and what somebody typed that is neither a shift nor a day off."""
        board, cell = self.board, (person, day)
        if cell in self.locked or board.is_gone(*cell) or cell in board.leave or cell in board.travel:
            return True
        row = board.cells.get(cell)
        if row is None:
            return False
        planned = row.source == Source.PLANNED and row.place == Place.OFFICE
        return row.pinned or not (planned or row.place in SHIFTS or row.place == Place.OFF)

    def _is_open(self, day: date) -> bool:
        """Whether the unit may work that day at all (CAL-01 to CAL-03)."""
        board = self.board
        if board.working[day]:
            return True
        if not board.is_service_unit:
            return False
        return day.weekday() < 5 or bool(board.facts.unit.service_decree.strip())

    def _takes_shifts(self, person: str, day: date) -> bool:
        """Whether a pattern of sif was attested and approved for the day (TIM-01, TIM-03)."""
        pattern = self.board.case(person, day).pattern(PatternKind.SIF)
        if pattern is None or not pattern.is_approved:
            return False
        task = task_of(pattern.basis)
        return task is not None and not shift_is_lawful(*task)

    def _standing(self, person: str, day: date) -> str | None:
        if day in self.board.working:  # a day of the whole weeks around the period
            place = self.board.place(person, day)
        else:
            place = self.around.get((person, day))
        return place if place in ON_DUTY else None

    def _is_blank(self, person: str, day: date) -> bool:
        """Whether only the calendar says that the person works on this day outside the period."""
        board, cell = self.board, (person, day)
        inside = day in board.reported or day not in board.working
        return not inside and cell not in board.cells and board.place(person, day) == Place.OFFICE

    def _needs(self) -> Iterator[StaffNeed]:
        calendar = self.board.facts.calendar
        for day in self.days:
            for function, people in self.servers.items():
                for shift in self.needs.shifts:
                    count = self.needs.on(function, shift, day, calendar)
                    if count > 0:
                        yield StaffNeed(function, self.names[function], shift, day, count, people)

    def _net(self) -> dict[tuple[Place, date], int]:
        """Minutes that a shift counts for, without rest (CAL-09)."""
        calendar = self.board.facts.calendar
        return {(shift, day): span.net(rest_of(calendar, day)) for (shift, day), span in self.span.items()}

    def _minutes(self, people: Iterable[str]) -> tuple[dict[Cell, int], dict[Cell, int]]:
        """What is owed and what the kept cells give, for weeks with a free cell."""
        owed: dict[Cell, int] = {}
        settled: dict[Cell, int] = {}
        for person in people:
            for week in self.board.weeks:
                every = list(days(week, week + 6 * _ONE_DAY))
                if not any((person, day) in self.free for day in every):
                    continue
                kept = [day for day in every if (person, day) not in self.free]
                minutes = [minutes_without_rest(self.board, person, day) for day in kept]
                if None not in minutes:
                    owed[person, week] = owed_minutes(self.board, person, week)
                    settled[person, week] = sum(minute or 0 for minute in minutes)
        return owed, settled

    def _turns(self, people: Iterable[str]) -> tuple[dict[str, int], dict[str, int]]:
        """Nights, and shifts on free days, of the twelve weeks before the period and of its kept cells."""
        calendar, first = self.board.facts.calendar, self.days[0]
        nights, free_days = dict.fromkeys(people, 0), dict.fromkeys(people, 0)
        held = {cell: place for cell, place in self.around.items() if first - BEFORE <= cell[1] < first}
        held |= {
            (person, day): self.board.place(person, day) or ""
            for person in nights
            for day in self.board.known_days
            if day <= self.days[-1] and (person, day) not in self.free
        }
        for (person, day), place in held.items():
            if person in nights and place in SHIFTS:
                nights[person] += place == Place.SHIFT_NIGHT
                free_days[person] += not calendar.is_working(day)
        return nights, free_days

    def _groups(self, people: Iterable[str]) -> tuple[tuple[str, ...], ...]:
        """People who serve the same functions take turns with each other."""
        groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for person in people:
            groups[tuple(key for key, held in self.servers.items() if person in held)].append(person)
        return tuple(tuple(group) for group in groups.values() if len(group) > 1)

    def _is_wished(self, cell: Cell) -> bool:
        person, day = cell
        wish = self.board.dossiers[person].wish(day)
        return wish is not None and day.weekday() in wish.weekdays
