"""Random units: the proven plan is the best there is, lawful, always the same, and its bounds never lie."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from flexdesk.domain.calendar import days, monday
from flexdesk.domain.places import AWAY
from flexdesk.domain.rules import Board
from flexdesk.domain.schedule import Facts
from flexdesk.planner import choose, greedy
from flexdesk.planner.objective import objective, signed
from flexdesk.planner.plan import Plan, PlannedCell, PlanStatus
from flexdesk.planner.problem import Cell, Problem, problem
from flexdesk.progress import Progress
from tests.properties.test_planner import every_plan, hard, planned, stays, units
from tests.unit.rules.office import FRI, THU

pytest.importorskip("highspy")
WED, SECOND_TUESDAY = date(2026, 11, 25), date(2026, 12, 1)


def assert_lawful(facts: Facts, posed: Problem, result: Plan) -> None:
    places = result.places()
    after = planned(facts, places)
    assert hard(after) <= hard(stays(facts))
    assert not places.keys() & posed.kept.keys()
    assert places.keys() | posed.kept.keys() == set(product(posed.people, posed.days))
    board = Board(after)
    for day in posed.days:
        new = sum(place in AWAY for (_person, when), place in places.items() if when == day)
        assert not new or board.asn_away(day) <= board.away_limit(day)
    assert list(result.objective) == objective(posed, places)


def assert_best(posed: Problem) -> None:
    assume(0 < len(posed.free) <= 9)
    result = choose.plan(posed, seconds=30)
    assert list(result.objective) == min(every_plan(posed), key=signed)
    assert list(result.bound) == list(result.objective)
    assert result.status is (PlanStatus.INFEASIBLE if posed.broken else PlanStatus.OPTIMAL)


@settings(max_examples=60, deadline=None)
@given(units(people=4, last=FRI))
def test_no_plan_of_a_week_beats_the_proven_one(facts: Facts):
    assert_best(problem(replace(facts, last=WED)))


@settings(max_examples=60, deadline=None)
@given(units(people=3))
def test_no_plan_over_two_weeks_beats_the_proven_one(facts: Facts):
    assert_best(problem(replace(facts, first=THU, last=SECOND_TUESDAY)))


@settings(max_examples=80, deadline=None)
@given(units())
def test_the_proven_plan_is_lawful_and_not_worse_than_the_quick_one(facts: Facts):
    posed = problem(facts)
    result = choose.plan(posed, seconds=30)
    assert_lawful(facts, posed, result)
    assert result.status is (PlanStatus.INFEASIBLE if posed.broken else PlanStatus.OPTIMAL)
    assert result == choose.plan(posed, seconds=30)
    quick = greedy.plan(posed)
    assert signed(result.objective) <= signed(quick.objective)
    for level, best in enumerate(signed(result.objective)):
        known = quick.bound[level]
        assert known is None or signed([known] * 6)[level] <= best


@settings(max_examples=40, deadline=None)
@given(units(), st.integers(0, 30))
def test_stopping_at_any_moment_gives_a_lawful_plan_with_true_bounds(facts: Facts, looks: int):
    posed = problem(facts)
    best = choose.plan(posed, seconds=30)
    seen = 0

    def stop_after_some_looks(_done: int, _total: int) -> None:
        nonlocal seen
        seen += 1
        if started and seen > looks:
            progress.cancel()

    progress = Progress(stop_after_some_looks, every_ms=0)
    started: list[Plan] = []
    result = choose.plan(posed, progress, 30, started.append)
    assert_lawful(facts, posed, result)
    assert signed(best.objective) <= signed(result.objective) <= signed(started[0].objective)
    for level, least in enumerate(signed(best.objective)):
        known = result.bound[level]
        assert known is not None
        assert signed([known] * 6)[level] <= least
    if result.status is PlanStatus.OPTIMAL:
        assert result.objective == best.objective


class Switched:
    """A plan with one office cell switched to away, to see what that breaks or worsens."""

    def __init__(self, facts: Facts, posed: Problem, result: Plan) -> None:
        self.facts, self.posed, self.result = facts, posed, result
        self.places = result.places()
        self.board = Board(planned(facts, self.places))
        self.hard = hard(self.board.facts)

    def reason_binds(self, cell: PlannedCell) -> bool:
        key = (cell.person, cell.day)
        starts = {
            "Office: the share of this part": self.part_is_full,
            "Office: the share": self.share_is_full,
            "Office: already": self.friday_would_spread,
            "Office: the weekly limit": self.breaks_a_limit,
            "Office: this week's day": self.is_kept_for_the_fixed_day,
        }
        for start, binds in starts.items():
            if cell.why.startswith(start):
                return binds(key)
        if cell.why.endswith("wanted days of this week are used."):
            return self.away_days(key) >= self.posed.wanted[cell.person, monday(cell.day)]
        if "needs" in cell.why:
            return self.with_away(key)[0] > self.result.objective[0]
        return cell.why == f"Office: {self.posed.office[key]}"

    def away_days(self, cell: Cell) -> int:
        week = monday(cell[1])
        return sum(self.board.place(cell[0], day) in AWAY for day in days(week, week + timedelta(days=6)))

    def with_away(self, cell: Cell, *, instead_of: Cell | None = None) -> list[int]:
        places = self.places | {cell: self.posed.free[cell]}
        if instead_of is not None:
            places[instead_of] = "office"
        return objective(self.posed, places)

    def share_is_full(self, cell: Cell) -> bool:
        return self.board.asn_away(cell[1]) + 1 > self.board.away_limit(cell[1])

    def part_is_full(self, cell: Cell) -> bool:
        person, day = cell
        return any(
            person in (members := self.board.members(part, day))
            and len(members & self.board.away[day]) + 1 > self.board.section_limit(part, day)
            for part in self.board.capped
        )

    def friday_would_spread(self, cell: Cell) -> bool:
        week = [
            other
            for other, place in self.places.items()
            if other[0] == cell[0] and place in AWAY and monday(other[1]) == monday(cell[1])
        ]
        worse = [self.with_away(cell, instead_of=other)[3] > self.result.objective[3] for other in week]
        return bool(worse) and all(worse)

    def breaks_a_limit(self, cell: Cell) -> bool:
        after = hard(planned(self.facts, self.places | {cell: self.posed.free[cell]}))
        return bool(after - self.hard)

    def is_kept_for_the_fixed_day(self, cell: Cell) -> bool:
        wanted = self.posed.wanted[cell[0], monday(cell[1])]
        return cell[1].weekday() != 4 and self.away_days(cell) >= wanted - 1


@settings(max_examples=200, deadline=None)
@given(units(people=6))
def test_the_reason_of_every_office_cell_binds(facts: Facts):
    posed = problem(facts)
    result = choose.plan(posed, seconds=30)
    switched = Switched(facts, posed, result)
    for cell in result.cells:
        if cell.place not in AWAY:
            assert switched.reason_binds(cell), cell.why
