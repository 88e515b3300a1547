"""One integer programme in HiGHS: least cost from a known solution, watched by a clock and a wish to stop."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import ceil
from time import monotonic

import numpy as np
from highspy import Highs, HighsModelStatus, HighsStatus, HighsVarType, MatrixFormat, ObjSense, cb

from flexdesk.errors import CancelledError
from flexdesk.planner.highs_model import Costs, Numbers, Programme, Row

_ROUNDING = (
    1e-3  # far above the tolerances of HiGHS, far below the least difference of two values, which is one
)
_OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,  # the same problem gives the same plan
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.99,  # costs are whole numbers, so less than one between bound and value is a proof
    "mip_allow_restart": False,  # a second root is solved by the simplex method, which takes longer here
    "mip_lp_solver": "ipm",  # the limits are degenerate: a third of the simplex method's time
}
_FEASIBLE = 2  # kSolutionStatusFeasible, which highspy gives as a plain number
_INTERRUPTS = (
    cb.HighsCallbackType.kCallbackMipInterrupt,
    cb.HighsCallbackType.kCallbackSimplexInterrupt,
    cb.HighsCallbackType.kCallbackIpmInterrupt,
)


class SolverTrouble(Exception):
    """HiGHS refused what it should take; the plan so far stands."""


@dataclass(slots=True)
class Watch:
    """Tells when to stop: at the deadline, or once `told` raises CancelledError."""

    deadline: float  # of time.monotonic
    told: Callable[[], None]
    cancelled: bool = field(default=False, init=False)

    @property
    def left_s(self) -> float:
        return 0.0 if self.cancelled else max(0.0, self.deadline - monotonic())

    def is_over(self) -> bool:
        if not self.cancelled:
            try:
                self.told()
            except CancelledError:
                self.cancelled = True
        return self.left_s <= 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The best columns found, None if there are none, and the least cost that any could have."""

    columns: Numbers | None
    bound: int


class Solver:
    """Holds the rows of a model and what is demanded besides."""

    def __init__(self, model: Programme, watch: Watch) -> None:
        self._model, self._watch = model, watch
        self._until = watch.deadline
        self._failure: BaseException | None = None
        self._highs = Highs()  # type: ignore[no-untyped-call]
        for option, value in _OPTIONS.items():
            _demand(self._highs.setOptionValue(option, value))
        self._pass_model()
        _demand(self._highs.setCallback(self._on_interrupt, None))
        for kind in _INTERRUPTS:
            _demand(self._highs.startCallback(kind))

    def _pass_model(self) -> None:
        model, rows = self._model, self._model.rows
        ends = np.cumsum([0, *(len(row.columns) for row in rows)]).astype(np.int32)
        _demand(
            self._highs.passModel(
                len(model.low),
                len(rows),
                int(ends[-1]),
                int(MatrixFormat.kRowwise),
                int(ObjSense.kMinimize),
                0.0,
                np.zeros(len(model.low)),
                _floats(model.low),
                _floats(model.high),
                _floats([row.low for row in rows]),
                _floats([row.high for row in rows]),
                ends[:-1],
                np.array([number for row in rows for number in row.columns], dtype=np.int32),
                _floats([factor for row in rows for factor in row.factors]),
                np.full(len(model.low), int(HighsVarType.kInteger), dtype=np.int32),
            )
        )

    def keep(self, row: Row) -> None:
        """Demand the row from now on."""
        numbers = np.array(row.columns, dtype=np.int32)
        _demand(self._highs.addRow(row.low, row.high, len(numbers), numbers, _floats(row.factors)))

    def least(self, costs: Costs, start: Numbers, seconds: float) -> Outcome:
        """The least cost, looked for from the columns `start` for so many seconds."""
        highs, count = self._highs, len(start)
        every = np.arange(count, dtype=np.int32)
        cost_of = np.zeros(count)
        cost_of[list(costs.keys())] = list(costs.values())
        self._until = min(self._watch.deadline, monotonic() + seconds)
        _demand(highs.clearSolver())
        _demand(highs.changeColsCost(count, every, cost_of))
        _demand(highs.setSolution(count, every, start))
        highs.run()
        if self._failure is not None:
            raise self._failure
        if highs.getModelStatus() in (HighsModelStatus.kInfeasible, HighsModelStatus.kModelError):
            raise SolverTrouble("no plan although one is known")
        return self._outcome(sum(min(0, cost) * self._model.high[number] for number, cost in costs.items()))

    def _outcome(self, least: float) -> Outcome:
        info = self._highs.getInfo()
        bound = ceil(max(info.mip_dual_bound, least) - _ROUNDING)
        if info.primal_solution_status != _FEASIBLE:
            return Outcome(None, bound)
        return Outcome(np.rint(_floats(self._highs.getSolution().col_value)), bound)

    def _on_interrupt(
        self,
        _kind: object,
        _message: str,
        _out: object,
        into: cb.HighsCallbackInput,
        _data: object,
    ) -> None:
        try:
            if self._watch.is_over() or monotonic() >= self._until:
                into.user_interrupt = True
        except BaseException as failure:  # an exception must not run through the C++ frames below
            self._failure = failure
            into.user_interrupt = True


def _floats(values: Sequence[float]) -> Numbers:
    return np.array(values, dtype=np.float64)


def _demand(status: HighsStatus) -> None:
    if status == HighsStatus.kError:
        raise SolverTrouble("HiGHS does not take this")
