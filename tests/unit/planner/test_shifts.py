"""Drafting shifts: what stays, what the limits do, what is told of gaps, and stopping half-way."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from flexdesk.domain.hours import rest_between
from flexdesk.domain.people import Request
from flexdesk.domain.places import Place
from flexdesk.domain.rules import Board
from flexdesk.domain.rules.hours import shift_span
from flexdesk.domain.schedule import Assignment, Facts, LeaveEntry, ServiceDuty, ServicePoint, Unit
from flexdesk.domain.shifts import Needs, ShiftNeed
from flexdesk.errors import CancelledError
from flexdesk.planner import choose, shifts
from flexdesk.planner.plan import PlanStatus
from flexdesk.planner.shift_greedy import build, improve
from flexdesk.planner.shift_plan import ShiftPlan, finished
from flexdesk.planner.shift_roster import CODES, Roster
from flexdesk.progress import Progress
from tests.helpers.shift_units import MONDAY, STRICT, needs_of, posed, puskesmas

NIGHT = Place.SHIFT_NIGHT
SUNDAY = MONDAY + timedelta(days=6)


def drafted(facts: Facts, needs: Needs, around: tuple[Assignment, ...] = ()) -> ShiftPlan:
    roster = Roster(posed(facts, needs, around))
    build(roster, Progress())
    improve(roster, Progress())
    return finished(roster)


def places(plan: ShiftPlan) -> dict[tuple[str, date], str]:
    return {(cell.person, cell.day): cell.place for cell in plan.cells}


def test_pins_leave_typed_places_and_locked_days_stay():
    facts = puskesmas(
        6,
        days=7,
        assignments=(
            Assignment("p000", MONDAY, "shift_night", pinned=True),
            Assignment("p001", MONDAY, "training"),
            Assignment("p002", MONDAY, "shift_morning"),
            Assignment("p003", MONDAY, "office", source="planned"),
        ),
        leaves=(LeaveEntry("l", "p004", "annual", MONDAY, MONDAY),),
    )
    free = {person for person, day in posed(facts, needs_of(1, 1, 1)).free if day == MONDAY}
    assert free == {"p002", "p003", "p005"}


def test_only_whoever_has_an_approved_pattern_takes_shifts():
    facts = puskesmas(4, days=7)
    (pattern,) = facts.patterns
    waiting = replace(pattern, key="w", approved_by="", person="p000")
    own = replace(pattern, key="o", person="p001")
    named = posed(replace(facts, patterns=(waiting, own)), needs_of(1, 1, 1))
    assert named.people == ("p001",)
    gone = replace(pattern, to=MONDAY)
    assert {day for _p, day in posed(replace(facts, patterns=(gone,)), needs_of(1, 0, 0)).free} == {MONDAY}


def test_weekends_are_planned_only_where_the_unit_may_work_on_them():
    facts = puskesmas(2, days=7)
    days = {day.weekday() for _p, day in posed(facts, needs_of(1, 0, 0)).free}
    assert days == set(range(7))
    no_decree = replace(facts, unit=Unit(kind="service"))
    assert {day.weekday() for _p, day in posed(no_decree, needs_of(1, 0, 0)).free} == set(range(5))


def test_a_night_before_the_period_keeps_its_rest():
    facts = puskesmas(1, {"shift.min_rest_hours": "11"}, days=7)
    sunday = Assignment("p000", MONDAY - timedelta(days=1), "shift_night")
    assert places(drafted(facts, needs_of(1, 0, 0)))["p000", MONDAY] == "shift_morning"
    plan = drafted(facts, needs_of(1, 0, 0), (sunday,))
    assert places(plan)["p000", MONDAY] == "off"
    board = Board(facts)
    spans = [shift_span(board, NIGHT, MONDAY), shift_span(board, Place.SHIFT_MORNING, MONDAY)]
    assert spans[0] is not None
    assert spans[1] is not None
    assert rest_between(spans[0], spans[1], 1) < 11 * 60
    assert [one.day for one in plan.relaxed if one.rule == "TIM-04"] == [MONDAY]


def test_a_morning_already_written_after_the_period_keeps_its_rest_too():
    facts = puskesmas(1, {"shift.min_rest_hours": "11"}, days=7)
    after = Assignment("p000", SUNDAY + timedelta(days=1), "shift_morning")
    assert places(drafted(facts, needs_of(0, 0, 1)))["p000", SUNDAY] == "shift_night"
    assert places(drafted(facts, needs_of(0, 0, 1), (after,)))["p000", SUNDAY] == "off"


def test_the_last_night_of_a_period_is_not_barred_by_days_that_nobody_has_planned_yet():
    facts = puskesmas(2, {"shift.off_after_nights": "yes"}, days=3)
    plan = drafted(facts, needs_of(0, 0, 1))
    assert [one for one in plan.relaxed if one.rule == "TIM-04"] == []


def test_after_a_pinned_night_comes_a_night_or_a_day_off():
    pinned = Assignment("p000", MONDAY, "shift_night", pinned=True)
    tuesday = MONDAY + timedelta(days=1)
    facts = puskesmas(1, days=7, assignments=(pinned,))
    assert places(drafted(facts, needs_of(1, 0, 0)))["p000", tuesday] == "shift_morning"
    strict = puskesmas(1, {"shift.off_after_nights": "yes"}, days=7, assignments=(pinned,))
    plan = drafted(strict, needs_of(1, 0, 0))
    assert places(plan)["p000", tuesday] == "off"
    assert next(cell.why for cell in plan.cells if cell.day == tuesday) == "Day off after the night."


def test_an_impossible_need_is_reported_by_shift_function_and_day():
    facts = puskesmas(
        30,
        days=7,
        service_points=(ServicePoint("igd", "IGD"),),
        service_duties=(ServiceDuty("igd", "p000"),),
    )
    needs = Needs(
        [ShiftNeed("igd", "shift_night", "every", 3), ShiftNeed("unit", "shift_morning", "every", 1)]
    )
    plan = shifts.plan(posed(facts, needs), seconds=5)
    short = [(one.function, one.day, one.missing) for one in plan.relaxed if one.rule == "TIM-04"]
    assert {function for function, _day, _missing in short} == {"IGD"}
    assert {day for _function, day, _missing in short} == {MONDAY + timedelta(days=n) for n in range(7)}
    assert sum(missing for _function, _day, missing in short) == plan.objective[1] == 14
    assert plan.bound[:2] == (0, 14)
    assert "Sif malam, IGD" in plan.relaxed[0].message


def test_turns_are_those_of_twelve_weeks_and_of_kept_cells():
    before = tuple(Assignment("p000", MONDAY - timedelta(days=n), "shift_night") for n in (1, 18, 84))
    forgotten = tuple(Assignment("p001", MONDAY - timedelta(days=n), "shift_night") for n in (85, 92))
    pinned = Assignment("p001", SUNDAY, "shift_morning", pinned=True)
    facts = puskesmas(2, days=14, assignments=(pinned,))
    problem = posed(facts, needs_of(0, 0, 1), (*before, *forgotten))
    assert problem.nights_before == {"p000": 3, "p001": 0}
    assert problem.free_days_before == {"p000": 1, "p001": 1}  # the Sunday before, and the pinned one


def test_a_wish_is_a_day_off_where_that_costs_no_need():
    wish = Request("w", "p001", "wish", MONDAY, SUNDAY, days=frozenset({1}))
    facts = puskesmas(6, days=7, requests=(wish,))
    plan = shifts.plan(posed(facts, needs_of(1, 1, 1)), seconds=2)
    tuesday = MONDAY + timedelta(days=1)
    assert places(plan)["p001", tuesday] == "off"
    why = next(cell.why for cell in plan.cells if (cell.person, cell.day) == ("p001", tuesday))
    assert why == "Day off as wished."


def test_a_roster_that_stands_is_changed_as_little_as_can_be():
    facts = puskesmas(8, STRICT, days=7)
    problem = posed(facts, needs_of(2, 1, 1))
    first = shifts.plan(problem, seconds=1)
    cells = tuple(Assignment(c.person, c.day, c.place, source="planned") for c in first.cells)
    again = shifts.plan(posed(replace(facts, assignments=cells), needs_of(2, 1, 1)), seconds=1)
    assert again.objective[:5] <= first.objective[:5]


@pytest.mark.parametrize("seed", range(2))
def test_reasons_are_true(seed: int):
    facts = puskesmas(9 + seed, STRICT, days=14)
    roster = Roster(posed(facts, needs_of(2, 2, 1)))
    build(roster, Progress())
    improve(roster, Progress())
    said = set()
    for cell in finished(roster).cells:
        person, day = roster.person[cell.person], roster.at[cell.day]
        code, before = roster.code[person][day], roster.value()
        said.add(cell.why.split(":")[-1])
        if code:
            roster.put(person, day, 0)
            after = roster.value()
            roster.put(person, day, code)
            if "needs" in cell.why:
                assert after[1] > before[1]
            elif "without it" in cell.why:
                assert after[0] > before[0]
                assert after[1] == before[1]
            else:
                assert after[:2] == before[:2]
        elif "limits" in cell.why or "free" in cell.why:
            assert not any(roster.fits(person, day, each) for each in CODES.values())
        elif "after the night" in cell.why:
            assert roster.code[person][day - 1] == CODES[NIGHT]
        elif "reached" in cell.why:
            assert roster.minutes[person, roster.week[day]] >= roster.owed[person, roster.week[day]]
    assert len(said) >= 4


def test_stopping_keeps_the_best_so_far(monkeypatch: pytest.MonkeyPatch):
    problem = posed(puskesmas(12, STRICT), needs_of(2, 2, 1))
    told = Progress()
    told.cancel()
    with pytest.raises(CancelledError):
        shifts.plan(problem, told)
    for after in (60, 2000):
        plan = shifts.plan(problem, _Stopping(after), seconds=20)
        assert plan.cells
        assert plan.status is PlanStatus.FEASIBLE
    monkeypatch.setattr("flexdesk.planner.shifts.can_prove", lambda: False)
    assert choose.can_prove()
    assert shifts.plan(problem, seconds=20).objective <= plan.objective


class _Stopping(Progress):
    """Somebody presses Stop after so many steps."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self._after = after

    def report(self, done: int, total: int) -> None:
        self._after -= 1
        if self._after == 0:
            self.cancel()
        super().report(done, total)
