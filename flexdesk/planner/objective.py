"""The six numbers by which plans are compared, in their order; any plan can be measured, not only ours."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from flexdesk.domain.calendar import monday
from flexdesk.domain.places import AWAY, Place
from flexdesk.domain.turns import add_turns
from flexdesk.planner.problem import Cell, Need, Problem

LEVELS = ("shortfall", "granted", "spread", "friday_spread", "wishes", "changed")
_MORE_IS_BETTER = frozenset({1, 4})


def objective(problem: Problem, places: Mapping[Cell, str | None]) -> list[int]:
    """Shortfall, granted days, spread, Friday spread, wishes met, cells changed.

    `places` are the planned cells; kept cells are known to the problem. Cells without a place count as the
    office, as they do for the checker.
    """
    away = {
        cell
        for cell in (*problem.free, *problem.office, *problem.kept)
        if place_in(problem, places, cell) in AWAY
    }
    return measured(problem, away, shortfalls(problem, places), changed(problem, places))


def measured(
    problem: Problem, away: set[Cell], missing: Iterable[tuple[Need, int]], cells_changed: int
) -> list[int]:
    """The six numbers from all away cells, kept ones too, and what was counted before."""
    totals, fridays = counts(problem, away)
    return [
        sum(people for _need, people in missing),
        granted(problem, away),
        spread(problem.groups, totals),
        spread(problem.groups, fridays),
        len(problem.wishes & away),
        cells_changed,
    ]


def place_in(problem: Problem, places: Mapping[Cell, str | None], cell: Cell) -> str | None:
    if cell in problem.kept:
        return problem.kept[cell]
    return places.get(cell) or Place.OFFICE


def shortfalls(problem: Problem, places: Mapping[Cell, str | None]) -> Iterator[tuple[Need, int]]:
    """Needs that the plan does not meet, and how many people are missing."""
    for need in problem.needs:
        on_site = sum(place_in(problem, places, (key, need.day)) == Place.OFFICE for key in need.people)
        if on_site < need.need:
            yield need, need.need - on_site


def granted(problem: Problem, away: set[Cell]) -> int:
    per_week = Counter((person, monday(day)) for person, day in away)
    for cell, count in problem.outside.items():
        per_week[cell] += count
    return sum(min(per_week[cell], wanted) for cell, wanted in problem.wanted.items())


def counts(problem: Problem, away: set[Cell]) -> tuple[dict[str, int], dict[str, int]]:
    """Away days and away Fridays of each person, over the trailing twelve weeks and the plan."""
    totals, fridays = dict(problem.away_before), dict(problem.fridays_before)
    add_turns(totals, fridays, away)
    return totals, fridays


def spread(groups: Sequence[Sequence[str]], counted: Mapping[str, int]) -> int:
    """Sum over groups of the distance between who has most and who has least."""
    return sum(max(map(counted.__getitem__, g)) - min(map(counted.__getitem__, g)) for g in groups)


def changed(problem: Problem, places: Mapping[Cell, str | None]) -> int:
    """Cells that had a place in the draft and get another."""
    return sum(
        place_in(problem, places, cell) != before
        for cell, before in problem.draft.items()
        if cell in problem.free or cell in problem.office
    )


def change_cost(problem: Problem, cell: Cell) -> int:
    """What a free cell adds to level 6 by being away rather than at the office."""
    before = problem.draft.get(cell)
    return 0 if before is None else (before != problem.free[cell]) - (before != Place.OFFICE)


def better(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether the first objective beats the second, level by level."""
    return signed(one) < signed(other)


def signed(values: Sequence[int]) -> list[int]:
    """The objective with every level turned so that less is better."""
    return [-value if level in _MORE_IS_BETTER else value for level, value in enumerate(values)]


def tighter(bounds: Sequence[int], known: Sequence[int | None]) -> tuple[int, ...]:
    """Of two bounds the one that says more, level by level."""
    pairs = enumerate(zip(bounds, known, strict=True))
    return tuple(
        one if other is None else min(one, other) if level in _MORE_IS_BETTER else max(one, other)
        for level, (one, other) in pairs
    )
