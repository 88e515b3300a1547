"""The proven plan: HiGHS takes the levels one after the other and holds each for the next."""

import logging
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date
from math import inf

from flexdesk.errors import CancelledError
from flexdesk.planner.fairness import trade
from flexdesk.planner.greedy import bounds, finished, grant
from flexdesk.planner.highs_model import (
    Costs,
    Model,
    Row,
    change_costs,
    spread_costs,
    total,
    wish_costs,
)
from flexdesk.planner.highs_solver import Solver, SolverTrouble, Watch
from flexdesk.planner.objective import LEVELS, better, objective, signed
from flexdesk.planner.plan import Plan
from flexdesk.planner.problem import Cell
from flexdesk.planner.room import Room
from flexdesk.progress import Progress

_GRANTED, _SPREAD, _FRIDAYS, _WISHES, _CHANGED = range(1, len(LEVELS))
_SHARE = 0.6  # of the time that is left, for a level that has others after it


def prove(room: Room, deadline: float, progress: Progress) -> Plan:
    """The best plan that is found from the lawful one in `room` until `deadline` (of time.monotonic).

    Stopping through `progress` ends the search as the deadline does: the best plan so far comes back.
    """
    prover = _Prover(room, deadline, progress)
    try:
        prover.run()
    except SolverTrouble:
        prover.proven = False
        logging.getLogger(__name__).warning("the solver failed; the plan so far stands", exc_info=True)
    if not prover.proven and not prover.watch.cancelled:
        with suppress(CancelledError):
            trade(room, progress)
            grant(room, progress)
    return finished(room.problem, room.away, room, prover.known)


class _Prover:
    def __init__(self, room: Room, deadline: float, progress: Progress) -> None:
        self.room, self.problem, self._progress = room, room.problem, progress
        self.watch = Watch(deadline, self._tell)
        self.known: list[int | None] = [None] * len(LEVELS)
        self.proven = False
        self._level = 0
        self._values = self._measured(room.away)

    def _tell(self) -> None:
        self._progress.report(self._level, len(LEVELS))

    def run(self) -> None:
        """Sets `proven` at once for level 1: the limits of `room` send nobody away who would be missing."""
        self.proven = True
        if not any(map(self.room.fits_alone, self.problem.free)):
            self.known = list(self._values)  # there is only one plan
            return
        self._most_granted()
        self._fairest()

    def _measured(self, away: Collection[Cell]) -> tuple[int, ...]:
        return tuple(objective(self.problem, {cell: self.problem.free[cell] for cell in away}))

    def _is_best(self, level: int) -> bool:
        """Whether nothing better can be by a simple bound."""
        return bounds(self.problem, self._values, self.room)[level] == self._values[level]

    # -- level 2, week by week: no limit reaches from one week into another

    def _most_granted(self) -> None:
        self._level = _GRANTED
        if self._is_best(_GRANTED):
            self.known[_GRANTED] = self._values[_GRANTED]
            return
        weeks = self._weeks(self.problem.free)
        before, missing = self._values[_GRANTED], 0
        for number, cells in enumerate(weeks.values()):
            missing += self._most_of_week(cells, self.watch.left_s * _SHARE / (len(weeks) - number))
        if self._values[_GRANTED] > before:
            with suppress(CancelledError):
                trade(self.room, self._progress)
                grant(self.room, self._progress)
            self._values = self._measured(self.room.away)
        self._learn(_GRANTED, missing)

    def _weeks(self, cells: Collection[Cell]) -> Mapping[date, list[Cell]]:
        found: dict[date, list[Cell]] = defaultdict(list)
        for cell in cells:
            found[self.room.weeks[cell[1]]].append(cell)
        return found

    def _most_of_week(self, cells: Sequence[Cell], seconds: float) -> int:
        """How many more days could still be granted in that week."""
        model = Model(self.room, cells, with_fairness=False)
        if not model.cells:
            return 0
        costs = dict.fromkeys(range(len(model.cells)), -1)
        start = model.columns_of(self.room.away)
        outcome = Solver(model, self.watch).least(costs, start, seconds)
        now = total(costs, start)
        if outcome.columns is not None and total(costs, outcome.columns) < now:
            others = self.room.away.difference(cells)
            self._take(others | model.away(outcome.columns))
            now = total(costs, model.columns_of(self.room.away))
        return now - outcome.bound

    def _learn(self, level: int, missing: int) -> None:
        """Note the bound of a level, which says something only if the levels before are at their best."""
        if self.proven:
            best = signed(self._values)
            best[level] -= missing
            self.known[level] = signed(best)[level]
        self.proven = self.proven and missing == 0

    # -- levels 3 to 6, over the whole period

    def _fairest(self) -> None:
        model = Model(self.room, self.problem.free, with_fairness=True)
        solver = Solver(model, self.watch)
        for cells in self._weeks(model.cells).values():
            numbers = [model.number[cell] for cell in cells]
            granted = sum(cell in self.room.away for cell in cells)
            solver.keep(Row(numbers, [1.0] * len(numbers), granted, inf))
        for level, costs in (
            (_SPREAD, spread_costs(model.days)),
            (_FRIDAYS, spread_costs(model.fridays)),
            (_WISHES, wish_costs(model, self.problem)),
            (_CHANGED, change_costs(model, self.problem)),
        ):
            self._level = level
            if self.watch.is_over():
                self.proven = False
                return
            self._learn(level, self._best_of(level, costs, model, solver))

    def _best_of(self, level: int, costs: Costs, model: Model, solver: Solver) -> int:
        """How much better the level could still be."""
        start = model.columns_of(self.room.away)
        now, missing = total(costs, start), 0
        if not self._is_best(level):
            share = 1 if level == _CHANGED else _SHARE
            outcome = solver.least(costs, start, self.watch.left_s * share)
            if outcome.columns is not None and total(costs, outcome.columns) < now:
                self._take(model.away(outcome.columns))
                now = total(costs, model.columns_of(self.room.away))
            missing = now - outcome.bound
        solver.keep(Row(list(costs), list(costs.values()), -inf, now))
        return missing

    def _take(self, away: set[Cell]) -> None:
        """Take over what the solver found, unless exact counting finds it unlawful or no better."""
        values = self._measured(away)
        if not better(values, self._values):
            return
        before = set(self.room.away)
        self.room.replace(away)
        if min(self.room.left) < 0:
            self.room.replace(before)
            return
        self._values = values
