"""The away cells of a plan in the making, and the room that the limits leave for more."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from flexdesk.domain.calendar import monday
from flexdesk.domain.places import AWAY, Place
from flexdesk.planner.problem import Cell, Need, Problem, Resource

_DEPTH = 6  # how many people one grant may move to other days; a week has no more working days


class Room:
    """Keeps every limit at all times: cells are put in only where there is room for them.

    The needs of level 1 are limits here too. With everybody at the office who can be, the shortfall is
    least; so whoever is spare beyond that may be away, and nobody else.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.away: set[Cell] = set()
        names: dict[Resource, int] = {name: number for number, name in enumerate(problem.room)}
        self.left = list(problem.room.values())
        self.weeks = {day: monday(day) for day in problem.days}
        extra: dict[Cell, list[int]] = defaultdict(list)
        self.need_of: dict[tuple[str, date], int] = {}
        self.missing: list[tuple[Need, int]] = []  # whom no plan can bring to the office
        gone: dict[date, set[str]] = defaultdict(set)
        for (person, day), place in problem.kept.items():
            if place != Place.OFFICE:
                gone[day].add(person)
        for need in problem.needs:
            self.need_of[need.point, need.day] = len(self.left)
            at_office = len(need.people) - len(need.people & gone[need.day])
            self.left.append(max(0, at_office - need.need))
            if at_office < need.need:
                self.missing.append((need, need.need - at_office))
            for key in need.people:
                extra[key, need.day].append(len(self.left) - 1)
        self.most = tuple(self.left)  # of the empty plan
        self.uses: dict[Cell, tuple[int, ...]] = {
            cell: (*map(names.__getitem__, used), *extra.get(cell, ())) for cell, used in problem.uses.items()
        }
        self.cells_of: dict[Cell, list[Cell]] = defaultdict(list)  # by person and Monday
        for cell in problem.free:
            self.cells_of[cell[0], self.weeks[cell[1]]].append(cell)
        self.on_day: dict[date, set[str]] = {day: set() for day in problem.days}
        self.wanted_of = {cell: names["wanted", *cell] for cell in problem.wanted}
        self.daily = {day: names["away", day] for day in problem.days}
        self.daily_in: dict[date, list[int]] = defaultdict(list)  # by Monday
        for day, number in self.daily.items():
            self.daily_in[self.weeks[day]].append(number)
        parts = (number for name, number in names.items() if name[0] == "part")
        self.shared = {
            *self.daily.values(),
            *self.need_of.values(),
            *parts,
        }  # what other people use up as well

    def fits(self, cell: Cell) -> bool:
        left = self.left
        for used in self.uses[cell]:  # noqa: SIM110 -- asked most often of all; a generator takes twice as long
            if left[used] <= 0:
                return False
        return True

    def fits_alone(self, cell: Cell) -> bool:
        """Whether the cell fits into the empty plan; if not, it fits into none."""
        return 0 not in map(self.most.__getitem__, self.uses[cell])

    def put(self, cell: Cell) -> None:
        self.away.add(cell)
        self.on_day[cell[1]].add(cell[0])
        for used in self.uses[cell]:
            self.left[used] -= 1

    def take(self, cell: Cell) -> None:
        self.away.discard(cell)
        self.on_day[cell[1]].discard(cell[0])
        for used in self.uses[cell]:
            self.left[used] += 1

    def replace(self, away: Iterable[Cell]) -> None:
        """Another plan in the place of this one; `left` goes below zero where it is not lawful."""
        for cell in list(self.away):
            self.take(cell)
        for cell in away:
            self.put(cell)

    def open_cells(self, person: str, week: date) -> Iterator[Cell]:
        """The person's free cells of the week that are not away yet."""
        return (cell for cell in self.cells_of[person, week] if cell not in self.away)

    def needs_all(self, point: str, day: date) -> bool:
        """Whether nobody more can be spared that day at the point, or in the unit for an empty point."""
        return self.left[self.need_of[point, day]] <= 0

    def is_used_up(self, cell: Cell, kind: str) -> bool:
        """Whether nothing is left of the cell's resource of that kind, such as `limit`."""
        return any(
            self.left[used] <= 0
            for used, name in zip(self.uses[cell], self.problem.uses[cell], strict=False)
            if name[0] == kind
        )

    def wants_more(self, person: str, week: date) -> bool:
        """Whether the person wished for more days that week than the plan gives."""
        return self.left[self.wanted_of[person, week]] > 0

    def days_left(self, week: date) -> bool:
        """Whether any day of the week takes one more person away."""
        return any(self.left[used] > 0 for used in self.daily_in[week])

    def make_room(self, cell: Cell) -> bool:
        """Put the cell in by moving others to other days of their week; False leaves all as it was."""
        return self._insert(cell, set(), _DEPTH)

    def _insert(self, cell: Cell, seen: set[date], depth: int) -> bool:
        if self.fits(cell):
            self.put(cell)
            return True
        person, day = cell
        if depth == 0 or day in seen:
            return False
        blocked = {used for used in self.uses[cell] if self.left[used] <= 0}
        if not blocked <= self.shared:
            return False  # the person's own week is full, and nobody else can help that
        seen.add(day)
        for other in sorted(self.on_day[day]):
            held = (other, day)
            if other == person or held not in self.away:
                continue
            if not blocked.issubset(self.uses[held]):
                continue
            if self._move_elsewhere(held, cell, seen, depth):
                return True
        return False

    def _move_elsewhere(self, held: Cell, cell: Cell, seen: set[date], depth: int) -> bool:
        self.take(held)
        self.put(cell)
        for target in list(self.open_cells(held[0], self.weeks[held[1]])):
            if target != held and self._insert(target, seen, depth - 1):
                return True
        self.take(cell)
        self.put(held)
        return False


def kept_away(problem: Problem) -> Iterable[Cell]:
    """Cells away that the planner does not touch."""
    return (cell for cell, place in problem.kept.items() if place in AWAY)
