"""What a planner gives back, and what every planner is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from flexdesk.planner.objective import signed
from flexdesk.planner.problem import Cell, Problem
from flexdesk.progress import Progress


class PlanStatus(StrEnum):
    OPTIMAL = "optimal"  # every level is proven
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"  # the cells that stay break a HARD limit by themselves


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """`why` is the reason in a sentence; `changed` tells whether the draft had another place there."""

    person: str
    day: date
    place: str
    why: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A need or a limit that the cells which stay make impossible."""

    rule: str
    day: date
    missing: int
    message: str
    function: str = ""
    person: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "date": self.day.isoformat(),
            "function": self.function or None,
            "missing": self.missing,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """`bound` is the best that any plan could reach on each level, None where that is not known."""

    status: PlanStatus
    objective: tuple[int, ...]
    bound: tuple[int | None, ...]
    cells: tuple[PlannedCell, ...]
    relaxed: tuple[Relaxed, ...]
    why: str

    @property
    def gap(self) -> tuple[int | None, ...]:
        """How far each level may be from the best; 0 is proven."""
        best = [0 if value is None else value for value in self.bound]
        turned = zip(signed(self.objective), signed(best), self.bound, strict=True)
        return tuple(None if known is None else mine - least for mine, least, known in turned)

    def places(self) -> dict[Cell, str]:
        return {(cell.person, cell.day): cell.place for cell in self.cells}


class Planner(Protocol):
    def __call__(self, problem: Problem, progress: Progress | None = None) -> Plan:
        """A lawful plan; raises CancelledError when `progress` is told to stop before there is one."""
        ...
