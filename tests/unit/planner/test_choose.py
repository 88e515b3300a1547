import sys
from dataclasses import replace
from datetime import date

import pytest

from flexdesk.domain.rules import Level, check
from flexdesk.domain.schedule import Facts, ServiceDuty, ServicePoint
from flexdesk.errors import CancelledError
from flexdesk.planner import choose, greedy
from flexdesk.planner.objective import better, signed
from flexdesk.planner.plan import Plan, PlanStatus
from flexdesk.planner.problem import problem
from flexdesk.progress import Progress
from tests.unit.rules.office import FRI, MON, POLICY, THU, TUE, WED, at, office

MONTH = (date(2026, 12, 1), date(2026, 12, 31))


@pytest.fixture(autouse=True)
def _solver() -> None:
    pytest.importorskip("highspy")


def tight_month() -> Facts:
    """Two wanted days a week, three of eight away at most, an uneven past, a post that needs two of three."""
    return replace(
        office(first=MONTH[0], last=MONTH[1]),
        policy=POLICY.with_edit("planner.wanted_days_per_week", "2")
        .with_edit("location.max_days_per_week", "2")
        .with_edit("location.max_share", "0.3"),
        service_points=(ServicePoint("s", "Loket", need=2),),
        service_duties=tuple(ServiceDuty("s", f"p{n}") for n in range(3)),
        away_before={f"p{n}": n * 3 % 7 for n in range(8)},
        fridays_before={f"p{n}": n % 4 for n in range(8)},
    )


def test_the_proven_plan_beats_the_quick_one_and_passes_the_checker():
    facts = tight_month()
    posed = problem(facts)
    proven, quick = choose.plan(posed), greedy.plan(posed)
    assert proven.status is PlanStatus.OPTIMAL
    assert quick.status is PlanStatus.FEASIBLE
    assert better(proven.objective, quick.objective)
    assert set(proven.gap) == {0}
    cells = tuple(at(person, place, day)[0] for (person, day), place in proven.places().items())
    assert [f for f in check(replace(facts, assignments=cells)) if f.level is Level.HARD] == []


def test_serving_two_points_is_no_trap():
    """p0 at home would hold back both points; p1 and p2 at home hold back one each, so both may go."""
    points = tuple(ServicePoint(f"s{n}", f"Loket {n}", need=1, days=frozenset({0})) for n in range(2))
    duties = tuple(ServiceDuty(*pair) for pair in (("s0", "p0"), ("s0", "p1"), ("s1", "p0"), ("s1", "p2")))
    pinned = [at(f"p{n}", "office", TUE, WED, THU, FRI, pinned=True) for n in range(3)]
    facts = replace(
        office(*(cell for cells in pinned for cell in cells), people=4),
        policy=POLICY.with_edit("location.max_share", "0.5"),
        service_points=points,
        service_duties=duties,
        away_before={"p1": 3, "p2": 3},
    )
    result = choose.plan(problem(facts))
    assert greedy.plan(problem(facts)).objective[1] < result.objective[1]
    assert result.status is PlanStatus.OPTIMAL
    assert [cell.person for cell in result.cells if cell.place == "home" and cell.day == MON] == ["p1", "p2"]


def test_pins_stay_and_pins_that_break_a_rule_make_the_plan_infeasible():
    pinned = at("p0", "home", MON, TUE, WED, pinned=True)
    result = choose.plan(problem(office(*pinned)))
    assert result.status is PlanStatus.INFEASIBLE
    assert not result.places().keys() & {("p0", MON), ("p0", TUE), ("p0", WED)}


def test_a_unit_without_a_free_cell_has_one_plan_and_it_is_proven():
    barred = replace(office(), policy=POLICY.with_edit("location.max_share", "0"), away_before={"p0": 5})
    result = choose.plan(problem(barred))
    assert result.status is PlanStatus.OPTIMAL
    assert list(result.objective) == list(result.bound) == [0, 0, 5, 0, 0, 0]


def test_a_lawful_plan_is_there_at_once():
    seen: list[Plan] = []
    posed = problem(tight_month())
    result = choose.plan(posed, first=seen.append)
    assert len(seen) == 1
    assert seen[0].status is PlanStatus.FEASIBLE
    assert seen[0].places().keys() == result.places().keys()
    assert seen[0].objective[:1] == result.objective[:1]


def test_without_seconds_or_without_the_solver_the_quick_plan_is_the_answer(monkeypatch: pytest.MonkeyPatch):
    posed = problem(tight_month())
    quick = greedy.plan(posed)
    assert choose.plan(posed, seconds=0) == quick
    monkeypatch.setitem(sys.modules, "highspy", None)
    assert choose.plan(posed) == quick


def test_stopping_before_the_first_plan_says_so():
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        choose.plan(problem(tight_month()), progress)


def test_stopping_later_keeps_the_best_plan_so_far():
    progress = Progress()
    seen: list[Plan] = []

    def stop(plan: Plan) -> None:
        seen.append(plan)
        progress.cancel()

    result = choose.plan(problem(tight_month()), progress, first=stop)
    assert result.places() == seen[0].places()
    assert (result.objective, result.bound) == (seen[0].objective, seen[0].bound)
    assert all(cell.why for cell in result.cells)  # the first one had no time for them
    assert not any(cell.why for cell in seen[0].cells)


@pytest.mark.parametrize("looks", [1, 2, 3, 5, 8, 13, 21, 34, 55])
def test_a_search_that_is_stopped_halfway_claims_nothing_that_is_not_so(looks: int):
    posed = problem(tight_month())
    best = choose.plan(posed)
    left = looks

    def listen(_done: int, total: int) -> None:
        nonlocal left
        left -= total == 6
        if left < 0:
            progress.cancel()

    progress = Progress(listen, every_ms=0)
    result = choose.plan(posed, progress)
    assert signed(best.objective) <= signed(result.objective) <= signed(greedy.plan(posed).objective)
    assert (result.status is PlanStatus.OPTIMAL) == (result.objective == result.bound)
    for level, least in enumerate(signed(best.objective)):
        known = result.bound[level]
        assert known is not None
        assert signed([known] * 6)[level] <= least


def test_progress_tells_the_level():
    seen: list[tuple[int, int]] = []
    choose.plan(problem(tight_month()), Progress(lambda *step: seen.append(step), every_ms=0))
    told = [level for level, total in seen if total == 6]
    assert told == sorted(told)
    assert {2, 3} <= set(told)


def test_a_listener_that_fails_is_heard():
    def listen(_done: int, total: int) -> None:
        if total == 6:
            raise RuntimeError("the window is gone")

    with pytest.raises(RuntimeError, match="window"):
        choose.plan(problem(tight_month()), Progress(listen, every_ms=0))


def test_trouble_in_the_solver_is_logged_and_the_plan_so_far_stands(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    from flexdesk.planner.highs_solver import SolverTrouble

    def refuse(_self: object, _row: object) -> None:
        raise SolverTrouble("refused")

    monkeypatch.setattr("flexdesk.planner.highs_solver.Solver.keep", refuse)
    posed = problem(tight_month())
    result = choose.plan(posed)
    assert result.status is PlanStatus.FEASIBLE
    assert signed(result.objective) <= signed(greedy.plan(posed).objective)
    assert "the plan so far stands" in caplog.text


def test_reasons_of_a_fixed_day_name_it():
    policy = POLICY.with_edit("location.fixed_day", "wed")
    full = replace(office(*at("p0", "leave", WED)), policy=policy)
    why = {cell.day: cell.why for cell in choose.plan(problem(full)).cells if cell.person == "p0"}
    assert why[MON] == "Office: this week's day is kept for the unit's fixed day."
