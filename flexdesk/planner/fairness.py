"""Trading days inside a plan: nothing granted is lost; Fridays, wishes and the draft come out better."""

from collections import Counter
from collections.abc import Iterable, Iterator

from flexdesk.domain.calendar import monday
from flexdesk.domain.turns import is_friday
from flexdesk.planner.objective import change_cost, counts
from flexdesk.planner.problem import Cell
from flexdesk.planner.room import Room, kept_away
from flexdesk.progress import Progress

_ROUNDS = 8
_EFFORT = 150_000  # pairs looked at in all; keeps big units quick, and the plan the same each time
Fairness = tuple[int, int, int, int]


class Tally:
    """How many people of a group have each count; knows its spread without looking at everybody."""

    def __init__(self, values: Iterable[int]) -> None:
        self.people = Counter(values)
        self.squares = sum(value * value * many for value, many in self.people.items())

    def change(self, old: int, new: int) -> None:
        self.people[new] += 1
        self.people[old] -= 1
        if not self.people[old]:
            del self.people[old]
        self.squares += new * new - old * old

    @property
    def low(self) -> int:
        return min(self.people)

    @property
    def high(self) -> int:
        return max(self.people)

    @property
    def spread(self) -> int:
        return max(self.people) - min(self.people)

    @property
    def to_shrink(self) -> int:
        """People who must move before the spread shrinks: fewer is nearer."""
        low, high = min(self.people), max(self.people)
        return 0 if low == high else min(self.people[low], self.people[high])


class _Table:
    """Counts of the plan at hand in step with its moves, and what each move does to the objective."""

    def __init__(self, room: Room) -> None:
        self.room, problem = room, room.problem
        away = room.away | set(kept_away(problem))
        self.totals, self.fridays = counts(problem, away)
        self.group_of = {person: number for number, group in enumerate(problem.groups) for person in group}
        self.members = problem.groups
        self.total_tally = [Tally(self.totals[p] for p in group) for group in problem.groups]
        self.friday_tally = [Tally(self.fridays[p] for p in group) for group in problem.groups]
        self.wishes, self.free = problem.wishes, problem.free
        self.effort = _EFFORT
        self.evenness = True  # whether moves towards evenness count before wishes

    def put(self, cell: Cell) -> None:
        self.room.put(cell)
        self._count(cell, 1)

    def take(self, cell: Cell) -> None:
        self.room.take(cell)
        self._count(cell, -1)

    def _count(self, cell: Cell, step: int) -> None:
        person, day = cell
        group = self.group_of.get(person)
        for counted, tallies, counts_here in (
            (self.totals, self.total_tally, True),
            (self.fridays, self.friday_tally, is_friday(day)),
        ):
            if not counts_here:
                continue
            old = counted[person]
            counted[person] = old + step
            if group is not None:
                tallies[group].change(old, old + step)

    def worth(self, cell: Cell) -> tuple[int, int]:
        """What the cell being away adds to levels 5 and 6, turned so that less is better."""
        return -(cell in self.wishes), change_cost(self.room.problem, cell)

    def fairness(self, *people: str) -> Fairness:
        """Spread and unevenness of days, then of Fridays, over the groups of these people."""
        spread = uneven = friday_spread = to_shrink = 0
        for group in {self.group_of[person] for person in people if person in self.group_of}:
            totals, fridays = self.total_tally[group], self.friday_tally[group]
            spread += totals.spread
            uneven += totals.squares
            friday_spread += fridays.spread
            to_shrink += fridays.to_shrink
        return spread, uneven, friday_spread, to_shrink


def trade(room: Room, progress: Progress) -> None:
    """Improve the plan on levels 3 to 6 by single moves and by exchanges of two people's days."""
    table = _Table(room)
    for table.evenness in (True, False):
        for _round in range(_ROUNDS):
            if not _round_of_trades(table, progress):
                break


def _round_of_trades(table: _Table, progress: Progress) -> bool:
    better = False
    for cell in sorted(table.room.away, key=lambda cell: (cell[1], cell[0])):
        progress.report(0, 1)
        if table.effort <= 0:
            return False
        if cell in table.room.away and _is_improvable(table, cell):
            better |= _improve(table, cell)
    return better


def _is_improvable(table: _Table, cell: Cell) -> bool:
    """Whether the cell can be part of anything that is not at its best."""
    person, day = cell
    wish, cost = table.worth(cell)
    group = table.group_of.get(person)
    unmet = wish == 0 and any(other in table.wishes for other in _others(table, cell))
    if unmet or cost > 0:
        return True
    if group is None:
        return False
    fridays = table.friday_tally[group]
    if fridays.spread and table.fridays[person] == (fridays.high if is_friday(day) else fridays.low):
        return True
    return table.totals[person] - table.total_tally[group].low > 1


def _others(table: _Table, cell: Cell) -> Iterator[Cell]:
    return table.room.open_cells(cell[0], monday(cell[1]))


def _improve(table: _Table, cell: Cell) -> bool:
    return _move(table, cell) or _exchange(table, cell) or _hand_over(table, cell)


def _move(table: _Table, cell: Cell) -> bool:
    """To another day of the same person's week."""
    person = cell[0]
    targets = list(_others(table, cell))
    before = table.fairness(person)
    table.take(cell)
    for target in targets:
        if not table.room.fits(target):
            continue
        table.put(target)
        if _gain(before, table.fairness(person), [cell], [target], table):
            return True
        table.take(target)
    table.put(cell)
    return False


def _exchange(table: _Table, cell: Cell) -> bool:
    """Two people trade days of one week."""
    person, day = cell
    for target in list(_others(table, cell)):
        table.effort -= len(table.room.on_day[target[1]])
        for other in sorted(table.room.on_day[target[1]]):
            held, wanted = (other, target[1]), (other, day)
            if other == person or wanted not in table.free or wanted in table.room.away:
                continue
            if not _promising(table, cell, target, held, wanted):
                continue
            if _try(table, [cell, held], [target, wanted]):
                return True
    return False


def _promising(table: _Table, cell: Cell, target: Cell, held: Cell, wanted: Cell) -> bool:
    """A quick look before the trial: the trade must touch a Friday, a wish or the draft for the better."""
    mine, gone = table.worth(target), table.worth(cell)
    theirs, left = table.worth(wanted), table.worth(held)
    if mine[0] + theirs[0] < gone[0] + left[0] or mine[1] + theirs[1] < gone[1] + left[1]:
        return True
    person, other = cell[0], held[0]
    if is_friday(cell[1]):
        return table.fridays[person] > table.fridays[other] + 1
    return is_friday(held[1]) and table.fridays[other] > table.fridays[person] + 1


def _hand_over(table: _Table, cell: Cell) -> bool:
    """Give the day to somebody who has had at least two fewer and still wants one."""
    person, day = cell
    group, week = table.group_of.get(person), monday(day)
    if group is None:
        return False
    poorer = [other for other in table.members[group] if table.totals[other] + 1 < table.totals[person]]
    table.effort -= len(table.members[group])
    for other in sorted(poorer, key=lambda key: (table.totals[key], key)):
        if not table.room.wants_more(other, week):
            continue
        for wanted in list(table.room.open_cells(other, week)):
            if _try(table, [cell], [wanted]):
                return True
    return False


def _try(table: _Table, out: list[Cell], into: list[Cell]) -> bool:
    """Replace away cells by as many others; undone unless lawful and better."""
    people = [cell[0] for cell in (*out, *into)]
    before = table.fairness(*people)
    for cell in out:
        table.take(cell)
    done: list[Cell] = []
    for cell in into:
        if not table.room.fits(cell):
            break
        table.put(cell)
        done.append(cell)
    if len(done) == len(into) and _gain(before, table.fairness(*people), out, into, table):
        return True
    for cell in done:
        table.take(cell)
    for cell in out:
        table.put(cell)
    return False


def _gain(
    before: Fairness,
    after: Fairness,
    out: list[Cell],
    into: list[Cell],
    table: _Table,
) -> bool:
    """Whether the plan became better on levels 3 to 6.

    At first evenness counts before wishes, since several moves may be needed before a spread shrinks.
    """
    lost, won = [table.worth(cell) for cell in out], [table.worth(cell) for cell in into]
    wishes = sum(w[0] for w in won) - sum(w[0] for w in lost)
    changes = sum(w[1] for w in won) - sum(w[1] for w in lost)
    spread, uneven, fridays, ends = (now - then for now, then in zip(after, before, strict=True))
    if table.evenness:
        return (spread, fridays, uneven, ends, wishes, changes) < (0, 0, 0, 0, 0, 0)
    return (spread, fridays, wishes, changes) < (0, 0, 0, 0)
