"""Wishes are the fifth level: met wherever nothing above them is lost, and never at its cost."""

from dataclasses import replace
from datetime import date

import pytest

from flexdesk.domain.calendar import days
from flexdesk.domain.people import Request
from flexdesk.domain.places import AWAY
from flexdesk.domain.schedule import Facts, ServiceDuty, ServicePoint
from flexdesk.planner import choose
from flexdesk.planner.objective import LEVELS
from flexdesk.planner.plan import Plan
from flexdesk.planner.problem import problem
from flexdesk.services.wishes import wished_days
from tests.unit.rules.office import FRI, MON, POLICY, SAT, SUN, TUE, office

ONE_A_DAY = POLICY.with_edit("location.max_share", "0.5").with_edit("planner.wanted_days_per_week", "1")


@pytest.fixture(autouse=True)
def _solver() -> None:
    pytest.importorskip("highspy")


def wish(person: str, *weekdays: int, decision: str = "") -> Request:
    days = frozenset(weekdays)
    return Request(f"w{person}", person, "wish", MON, SUN, days=days, decision=decision)


def away_of(facts: Facts) -> tuple[Plan, dict[str, list[date]]]:
    made = choose.plan(problem(facts), seconds=30)
    found: dict[str, list[date]] = {}
    for cell in made.cells:
        if cell.place in AWAY:
            found.setdefault(cell.person, []).append(cell.day)
    return made, found


@pytest.mark.parametrize("weekday", range(4))
def test_a_wish_that_costs_nothing_is_met(weekday: int):
    made, away = away_of(office(people=2, policy=ONE_A_DAY, requests=(wish("p1", weekday),)))
    assert [day.weekday() for day in away["p1"]] == [weekday]
    assert made.objective[LEVELS.index("wishes")] == 1


def test_a_fair_friday_comes_before_a_wish():
    facts = office(people=2, policy=ONE_A_DAY, fridays_before={"p0": 2}, requests=(wish("p0", 4),))
    made, away = away_of(facts)
    assert FRI not in away["p0"]
    assert made.objective[LEVELS.index("wishes")] == 0
    equal = replace(facts, fridays_before={"p0": 2, "p1": 3})
    assert away_of(equal)[1]["p0"] == [FRI]


def test_a_service_point_comes_before_a_wish():
    facts = office(
        people=2,
        policy=ONE_A_DAY,
        requests=(wish("p0", 1),),
        service_points=(ServicePoint("s", "Loket", need=1, days=frozenset({1})),),
        service_duties=(ServiceDuty("s", "p0"),),
    )
    assert TUE not in away_of(facts)[1]["p0"]


def test_a_refused_wish_is_none():
    made, _away = away_of(office(people=2, policy=ONE_A_DAY, requests=(wish("p0", 1, decision="refuse"),)))
    assert made.objective[LEVELS.index("wishes")] == 0


def test_the_grid_marks_the_cells_that_the_planner_weighs():
    facts = office(requests=(wish("p0", 1, 4), wish("p1", 5), wish("p2", 2, decision="refuse")))
    assert wished_days(facts) == problem(facts).wishes == {("p0", TUE), ("p0", FRI)}
    assert SAT in set(days(facts.first, facts.last))
