"""The proven roster: HiGHS takes the levels one after the other and holds each for the next."""

import logging
from math import inf

from flexdesk.planner.highs_model import Row, total
from flexdesk.planner.highs_solver import Solver, SolverTrouble, Watch
from flexdesk.planner.shift_model import ShiftModel, costs_of
from flexdesk.planner.shift_plan import least_of
from flexdesk.planner.shift_roster import LEVELS, Roster
from flexdesk.progress import Progress

_SHARE = 0.4  # of the time that is left, for a level that has others after it


def prove(roster: Roster, deadline: float, progress: Progress) -> list[int | None]:
    """Makes the roster as good as it can be until `deadline` (of time.monotonic); gives what is proven.

    Stopping through `progress` ends the search as the deadline does: the best roster so far stays.
    """
    prover = _Prover(roster, deadline, progress)
    try:
        prover.run()
    except SolverTrouble:
        logging.getLogger(__name__).warning("the solver failed; the plan so far stands", exc_info=True)
    return prover.known


class _Prover:
    def __init__(self, roster: Roster, deadline: float, progress: Progress) -> None:
        self.roster, self._progress = roster, progress
        self.known: list[int | None] = [None] * len(LEVELS)
        self._level = 0
        self.watch = Watch(deadline, self._tell)

    def _tell(self) -> None:
        self._progress.report(self._level, len(LEVELS))

    def run(self) -> None:
        model = ShiftModel(self.roster)
        if not model.number:
            self.known = list(self.roster.value())  # there is only one plan
            return
        solver = Solver(model, self.watch)
        proven = self._lawful_and_served(model, solver)
        for level in range(2, len(LEVELS)):
            self._level = level
            if self.watch.is_over():
                return
            missing = self._best_of(level, model, solver)
            if proven:
                self.known[level] = self.roster.value()[level] - missing
            proven = proven and missing == 0

    def _lawful_and_served(self, model: ShiftModel, solver: Solver) -> bool:
        """The first two levels at once: on the way to all hours no need may be left for later."""
        weight = 1 + sum(need.need for need in self.roster.problem.needs)  # above any shortfall
        hours, places = costs_of(model, 0), costs_of(model, 1)
        costs = {**{column: weight * cost for column, cost in hours.items()}, **places}
        least = least_of(self.roster)
        bound = weight * least[0] + least[1]
        values = self.roster.value()
        if costs and weight * values[0] + values[1] > bound:
            start = model.columns_of()
            outcome = solver.least(costs, start, self.watch.left_s * _SHARE)
            if outcome.columns is not None and total(costs, outcome.columns) < total(costs, start):
                self._take(model.codes(outcome.columns))
            bound = max(bound, outcome.bound)
        for part in (hours, places):
            now = total(part, model.columns_of())
            solver.keep(Row(list(part), [float(cost) for cost in part.values()], -inf, now))
        values = self.roster.value()
        self.known[0] = bound // weight
        if values[0] == self.known[0]:
            self.known[1] = bound - weight * values[0]
        return values[:2] == (self.known[0], self.known[1])

    def _best_of(self, level: int, model: ShiftModel, solver: Solver) -> int:
        """How much better the level could still be."""
        costs, start = costs_of(model, level), model.columns_of()
        now, missing = total(costs, start), 0
        simple = self.roster.value()[level] - least_of(self.roster)[level]
        if costs and simple > 0:
            share = 1 if level == len(LEVELS) - 1 else _SHARE
            outcome = solver.least(costs, start, self.watch.left_s * share)
            if outcome.columns is not None and total(costs, outcome.columns) < now:
                self._take(model.codes(outcome.columns))
                now = total(costs, model.columns_of())
            missing = min(simple, now - outcome.bound)
        solver.keep(Row(list(costs), [float(cost) for cost in costs.values()], -inf, now))
        return missing

    def _take(self, codes: dict[tuple[int, int], int]) -> None:
        """Take over what the solver found, unless exact counting finds it unlawful or no better."""
        before, value = self.roster.codes(), self.roster.value()
        if self.roster.take(codes) and self.roster.value() >= value:
            self.roster.take(before)
