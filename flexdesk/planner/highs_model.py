"""The levels of a plan as rows and columns of an integer programme, in the arrays that HiGHS takes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from flexdesk.domain.turns import is_friday
from flexdesk.planner.objective import change_cost, counts
from flexdesk.planner.problem import Cell, Problem
from flexdesk.planner.room import Room, kept_away

Numbers = NDArray[np.float64]
Costs = Mapping[int, int]  # by column; columns that are not named cost nothing


@dataclass(frozen=True, slots=True)
class Row:
    """low <= the sum of factor x column <= high."""

    columns: Sequence[int]
    factors: Sequence[float]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Span:
    """The columns between which a group's counts lie; for each member the cells and the count before."""

    highest: int
    lowest: int
    members: tuple[tuple[tuple[int, ...], int], ...]

    def ends(self, chosen: Sequence[bool]) -> tuple[int, int]:
        totals = [before + sum(chosen[column] for column in columns) for columns, before in self.members]
        return max(totals), min(totals)


class Programme(Protocol):
    """Whole-number columns with their ends, and the rows between them."""

    @property
    def low(self) -> Sequence[float]: ...
    @property
    def high(self) -> Sequence[float]: ...
    @property
    def rows(self) -> Sequence[Row]: ...


class Model:
    """A column for each cell (1 is away) and one for each end of a group's days and of its Fridays."""

    def __init__(self, room: Room, cells: Collection[Cell], *, with_fairness: bool) -> None:
        self.cells = [cell for cell in cells if room.fits_alone(cell)]
        self.number = {cell: number for number, cell in enumerate(self.cells)}
        self.low: list[float] = [0.0] * len(self.cells)
        self.high: list[float] = [1.0] * len(self.cells)
        self.rows: list[Row] = []
        self.days: tuple[Span, ...] = ()
        self.fridays: tuple[Span, ...] = ()
        self._limits(room)
        if with_fairness:
            self._fairness(room.problem)

    def _limits(self, room: Room) -> None:
        using: dict[int, list[int]] = defaultdict(list)
        for number, cell in enumerate(self.cells):
            for used in room.uses[cell]:
                using[used].append(number)
        tightest: dict[tuple[int, ...], int] = {}
        for used, numbers in using.items():
            most, same = room.most[used], tuple(numbers)
            if most < len(same):
                tightest[same] = min(tightest.get(same, most), most)
        for columns, most in tightest.items():
            self.rows.append(Row(columns, [1.0] * len(columns), -inf, most))

    def _fairness(self, problem: Problem) -> None:
        totals, fridays = counts(problem, set(kept_away(problem)))
        every = self._cells_of(self.cells)
        on_fridays = self._cells_of(cell for cell in self.cells if is_friday(cell[1]))
        self.days = tuple(self._span(group, every, totals) for group in problem.groups)
        self.fridays = tuple(self._span(group, on_fridays, fridays) for group in problem.groups)

    def _cells_of(self, cells: Iterable[Cell]) -> dict[str, tuple[int, ...]]:
        found: dict[str, list[int]] = defaultdict(list)
        for cell in cells:
            found[cell[0]].append(self.number[cell])
        return {person: tuple(numbers) for person, numbers in found.items()}

    def _span(
        self, group: Sequence[str], own: Mapping[str, tuple[int, ...]], before: Mapping[str, int]
    ) -> Span:
        members = tuple((own.get(person, ()), before[person]) for person in group)
        least, most = [had for _own, had in members], [had + len(columns) for columns, had in members]
        highest, lowest = self._column(max(least), max(most)), self._column(min(least), min(most))
        for columns, had in members:
            factors = [*[1.0] * len(columns), -1.0]
            self.rows.append(Row((*columns, highest), factors, -inf, -had))
            self.rows.append(Row((*columns, lowest), factors, -had, inf))
        return Span(highest, lowest, members)

    def _column(self, low: float, high: float) -> int:
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1

    def columns_of(self, away: Collection[Cell]) -> Numbers:
        """What every column holds in that plan."""
        chosen = [cell in away for cell in self.cells]
        found = np.zeros(len(self.low))
        found[: len(chosen)] = chosen
        for span in (*self.days, *self.fridays):
            found[span.highest], found[span.lowest] = span.ends(chosen)
        return found

    def away(self, columns: Numbers) -> set[Cell]:
        """The plan that the columns stand for."""
        return {cell for cell, chosen in zip(self.cells, columns, strict=False) if chosen > 0.5}


def spread_costs(spans: Iterable[Span]) -> Costs:
    return {column: sign for span in spans for column, sign in ((span.highest, 1), (span.lowest, -1))}


def wish_costs(model: Model, problem: Problem) -> Costs:
    return {model.number[cell]: -1 for cell in sorted(problem.wishes) if cell in model.number}


def change_costs(model: Model, problem: Problem) -> Costs:
    return {number: cost for cell, number in model.number.items() if (cost := change_cost(problem, cell))}


def total(costs: Costs, columns: Numbers) -> int:
    return round(sum(cost * float(columns[number]) for number, cost in costs.items()))
