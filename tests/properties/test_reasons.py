"""Every planned cell says why, and what it says is true, also of a plan that is quick or was stopped."""

import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from flexdesk.domain.people import wish_on
from flexdesk.domain.places import AWAY
from flexdesk.domain.schedule import Assignment, Facts
from flexdesk.domain.turns import turns_between
from flexdesk.planner import choose, greedy
from flexdesk.planner.plan import Plan, PlannedCell
from flexdesk.planner.problem import problem
from flexdesk.progress import Progress
from tests.properties.test_planner import units
from tests.properties.test_solver import Switched


def assert_reasons_are_true(facts: Facts, result: Plan) -> None:
    posed = problem(facts)
    switched = Switched(facts, posed, result)
    for cell in result.cells:
        if cell.place in AWAY:
            assert away_reason_is_true(facts, result, cell.person, cell.day, cell.why), cell.why
        else:
            assert switched.reason_binds(cell), cell.why
            assert comparison_is_true(facts, result, cell), cell.why


def comparison_is_true(facts: Facts, result: Plan, cell: PlannedCell) -> bool:
    """Who is said to have had fewer Fridays is one of the same group and has had so many."""
    found = re.fullmatch(r"Office: already (\d+) Fridays .* plan(?:, (\w+) only (\d+))?\.", cell.why)
    if found is None:
        return True
    fridays = {key: counted(facts, result, key)[1] for key in (person.key for person in facts.people)}
    (group,) = [group for group in problem(facts).groups if cell.person in group]
    least = min(fridays[key] for key in group)
    if int(found[1]) != fridays[cell.person]:
        return False
    if found[2] is None:
        return least == fridays[cell.person]
    named = {person.key for person in facts.people if person.name == found[2]}
    return {fridays[key] for key in named.intersection(group)} == {least, int(found[3])} and (
        least < fridays[cell.person]
    )


def counted(facts: Facts, result: Plan, person: str) -> tuple[int, int]:
    """Away days and Fridays, counted anew from the cells: those that stay, and the plan over them."""
    cells = {(a.person, a.day): a for a in facts.assignments}
    cells |= {(p, d): Assignment(p, d, place) for (p, d), place in result.places().items()}
    planned_days = {d for _p, d in (*result.places(), *problem(facts).kept)}
    mine = (cell for cell in cells.values() if cell.person == person and cell.day in planned_days)
    totals, fridays = turns_between(mine, facts.first, facts.last)
    before = facts.away_before.get(person, 0), facts.fridays_before.get(person, 0)
    return before[0] + totals.get(person, 0), before[1] + fridays.get(person, 0)


def away_reason_is_true(facts: Facts, result: Plan, person: str, day: date, why: str) -> bool:
    if why == "Away as wished.":
        wish = wish_on([r for r in facts.requests if r.person == person], day)
        return wish is not None and day.weekday() in wish.weekdays
    found = re.fullmatch(r"Away: with this, (\d+) (Fridays|days) in twelve weeks and this plan.", why)
    assert found
    if found[2] == "Fridays":
        return day.weekday() == 4 and int(found[1]) == counted(facts, result, person)[1]
    return int(found[1]) == counted(facts, result, person)[0]


@settings(max_examples=150, deadline=None)
@given(units(people=6))
def test_reasons_of_the_quick_plan(facts: Facts):
    assert_reasons_are_true(facts, greedy.plan(problem(facts)))


@settings(max_examples=100, deadline=None)
@given(units(people=6), st.integers(0, 40))
def test_reasons_of_a_plan_that_was_stopped(facts: Facts, looks: int):
    seen = 0

    def stop(_done: int, _total: int) -> None:
        nonlocal seen
        seen += 1
        if started and seen > looks:
            progress.cancel()

    started: list[Plan] = []
    progress = Progress(stop, every_ms=0)
    result = choose.plan(problem(facts), progress, 30, started.append)
    assert_reasons_are_true(facts, result)


@settings(max_examples=60, deadline=None)
@given(units(people=6))
def test_reasons_of_the_proven_plan(facts: Facts):
    assert_reasons_are_true(facts, choose.plan(problem(facts), seconds=30))
