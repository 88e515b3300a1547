"""The roster of shifts as rows and columns of an integer programme."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf

import numpy as np

from flexdesk.planner.highs_model import Costs, Numbers, Row
from flexdesk.planner.shift_roster import BLANK, NIGHT, OFF, OTHER, Move, Roster

_REACH = 3


@dataclass(frozen=True, slots=True)
class Measure:
    """A column that the chosen shifts settle: the greatest of some sums, or the least."""

    column: int
    sums: tuple[tuple[float, tuple[int, ...], tuple[float, ...]], ...]  # a constant, columns, factors
    least: bool = False

    def of(self, chosen: Numbers) -> float:
        values = [
            constant + sum(f * float(chosen[c]) for c, f in zip(columns, factors, strict=True))
            for constant, columns, factors in self.sums
        ]
        return min(values) if self.least else max(values)


_NOTHING: tuple[float, tuple[int, ...], tuple[float, ...]] = (0.0, (), ())


class ShiftModel:
    """A column for each shift of each free cell, then those for what is missing, above and at the ends."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self.low: list[float] = []
        self.high: list[float] = []
        self.rows: list[Row] = []
        self.measures: list[Measure] = []
        self.number: dict[Move, int] = {
            (person, day, code): self._column(0, 1)
            for (person, day), codes in roster.choices.items()
            for code in codes
        }
        self.levels: list[dict[int, int]] = [{}, {}, {}, {}, {}, {}, {}]
        self._one_shift()
        self._rests()
        self._runs()
        self._weeks()
        self._needs()
        self._spreads()
        self._tastes()

    def _column(self, low: float, high: float) -> int:
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1

    def _least(self, columns: Iterable[int], low: float = -inf, high: float = inf) -> None:
        held = list(columns)
        self.rows.append(Row(held, [1.0] * len(held), low, high))

    def _at(self, person: int, day: int, codes: Iterable[int] = (1, 2, NIGHT)) -> list[int]:
        return [n for code in codes if (n := self.number.get((person, day, code))) is not None]

    def _kept(self, person: int, day: int) -> int:
        return OFF if (person, day) in self.roster.choices else self.roster.code[person][day]

    def _one_shift(self) -> None:
        for person, day in self.roster.choices:
            self._least(self._at(person, day), high=1)

    # -- what one person's line allows

    def _rests(self) -> None:
        roster = self.roster
        after_nights = roster.problem.limits.off_after_nights
        for person, day in roster.choices:
            for on in range(1, _REACH + 1):
                for code in roster.choices[person, day]:
                    clash = [c for c in (1, 2, NIGHT) if (day, code, on, c) in roster.forbidden]
                    if after_nights and on == 1 and code == NIGHT:
                        clash = sorted({*clash, 1, 2, OTHER})
                    self._apart(person, (day, code), day + on, clash)
            self._after_kept(person, day, after_nights=after_nights)

    def _apart(self, person: int, mine: tuple[int, int], then: int, clash: list[int]) -> None:
        if not clash:
            return
        column = self.number[person, *mine]
        if self._kept(person, then) in clash:
            self.high[column] = 0
        others = self._at(person, then, clash)
        if others:
            self._least([column, *others], high=1)

    def _after_kept(self, person: int, day: int, *, after_nights: bool) -> None:
        roster = self.roster
        for code in roster.choices[person, day]:
            for on in range(1, _REACH + 1):
                before = self._kept(person, day - on)
                clash = (day - on, before, on, code) in roster.forbidden
                if clash or (after_nights and on == 1 and before == NIGHT and code != NIGHT):
                    self.high[self.number[person, day, code]] = 0

    def _runs(self) -> None:
        limits = self.roster.problem.limits
        for most, codes in ((limits.in_a_row, (1, 2, NIGHT)), (limits.nights_in_a_row, (NIGHT,))):
            if most is None:
                continue
            for person in range(len(self.roster.code)):
                for first in range(self.roster.days[0] - most, self.roster.days[-1] + 1):
                    window = range(max(0, first), min(first + most + 1, len(self.roster.week)))
                    self._within(person, window, codes, most)

    def _within(self, person: int, days: Iterable[int], codes: tuple[int, ...], most: int) -> None:
        held = list(days)
        columns = [column for day in held for column in self._at(person, day, codes)]
        left = most - sum(self._kept(person, day) in codes for day in held)
        if columns and left < len(held):
            self._least(columns, high=max(0, left))

    def _weeks(self) -> None:
        roster, least = self.roster, self.roster.problem.limits.off_in_a_week
        for person in range(len(roster.code)):
            for week, days in roster.week_days.items():
                if least is not None:
                    self._within(person, days, (1, 2, NIGHT, OTHER, BLANK), 7 - least)
                self._minutes(person, week, days)

    def _minutes(self, person: int, week: int, days: Iterable[int]) -> None:
        roster = self.roster
        owed = roster.owed.get((person, week))
        if owed is None:
            return
        moves = [(person, day, c) for day in days for c in roster.choices.get((person, day), ())]
        settled = roster.minutes[person, week] - sum(
            roster.net[code, day] for _person, day, code in moves if roster.code[person][day] == code
        )
        columns = [self.number[move] for move in moves]
        minutes = [float(roster.net[code, day]) for _person, day, code in moves]
        less, more = self._column(0, max(0, owed)), self._column(0, sum(minutes) + settled)
        plus, minus = tuple(minutes), tuple(-one for one in minutes)
        left = float(owed - settled)
        self.measures.append(Measure(less, (_NOTHING, (left, tuple(columns), minus))))
        self.measures.append(Measure(more, (_NOTHING, (-left, tuple(columns), plus))))
        self.rows.append(Row([*columns, less], [*minutes, 1.0], owed - settled, inf))
        self.rows.append(Row([*columns, more], [*minutes, -1.0], -inf, owed - settled))
        self.levels[0][less] = self.levels[2][more] = 1

    # -- what the unit needs, and what is fair

    def _needs(self) -> None:
        roster = self.roster
        open_: dict[int, list[int]] = {number: [] for number in range(len(roster.counts))}
        chosen: Counter[int] = Counter()
        for move, numbers in roster.counted.items():
            for number in numbers:
                if move in self.number:
                    open_[number].append(self.number[move])
                chosen[number] += roster.code[move[0]][move[1]] == move[2]
        for number, need in enumerate(roster.problem.needs):
            left = need.need - roster.counts[number] + chosen[number]
            short, columns = self._column(0, need.need), tuple(open_[number])
            self._least([*columns, short], low=left)
            self.measures.append(Measure(short, (_NOTHING, (float(left), columns, (-1.0,) * len(columns)))))
            self.levels[1][short] = 1

    def _spreads(self) -> None:
        roster, problem = self.roster, self.roster.problem
        nights = {move for move in self.number if move[2] == NIGHT}
        free = {move for move in self.number if roster.is_free_day[move[1]]}
        for level, moves, before in (
            (3, nights, problem.nights_before),
            (4, free, problem.free_days_before),
        ):
            own: dict[int, list[int]] = {}
            for move in sorted(moves):
                own.setdefault(move[0], []).append(self.number[move])
            for group in roster.groups:
                had = {person: before[problem.people[person]] for person in group}
                self._spread(level, {person: own.get(person, []) for person in group}, had)

    def _spread(self, level: int, own: Mapping[int, list[int]], had: Mapping[int, int]) -> None:
        most = max(had[person] + len(own[person]) for person in had)
        highest, lowest = self._column(max(had.values()), most), self._column(min(had.values()), most)
        sums = tuple((float(had[p]), tuple(held), (1.0,) * len(held)) for p, held in own.items())
        self.measures += [Measure(highest, sums), Measure(lowest, sums, least=True)]
        for person, columns in own.items():
            factors = [*[1.0] * len(columns), -1.0]
            self.rows.append(Row([*columns, highest], factors, -inf, -had[person]))
            self.rows.append(Row([*columns, lowest], factors, -had[person], inf))
        self.levels[level][highest], self.levels[level][lowest] = 1, -1

    def _tastes(self) -> None:
        """Wishes that a shift would miss, and drafts that it would change."""
        roster = self.roster
        for (person, day, code), column in self.number.items():
            if (person, day) in roster.wishes:
                self.levels[5][column] = 1
            old = roster.draft.get((person, day))
            if old is not None and old != OTHER:
                self.levels[6][column] = -1 if code == old else (1 if old == OFF else 0)

    # -- to and fro

    def columns_of(self) -> Numbers:
        """What every column holds in the roster as it is."""
        found = np.zeros(len(self.low))
        for (person, day, code), column in self.number.items():
            found[column] = self.roster.code[person][day] == code
        for measure in self.measures:
            found[measure.column] = measure.of(found)
        return found

    def codes(self, columns: Numbers) -> dict[tuple[int, int], int]:
        """The roster that the columns stand for."""
        found = dict.fromkeys(self.roster.choices, OFF)
        for (person, day, code), column in self.number.items():
            if columns[column] > 0.5:
                found[person, day] = code
        return found


def costs_of(model: ShiftModel, level: int) -> Costs:
    return {column: cost for column, cost in model.levels[level].items() if cost}
