from dataclasses import replace
from datetime import date, timedelta

import pytest

from flexdesk.domain.people import Posting, Request
from flexdesk.domain.rules import Level, check
from flexdesk.domain.schedule import Facts, ServiceDuty, ServicePoint
from flexdesk.domain.turns import trailing, turns_between
from flexdesk.errors import CancelledError
from flexdesk.planner.greedy import plan
from flexdesk.planner.objective import objective
from flexdesk.planner.plan import PlanStatus
from flexdesk.planner.problem import problem
from flexdesk.progress import Progress
from tests.unit.rules.office import FRI, MON, POLICY, THU, TUE, WED, at, office


def away_of(facts: Facts) -> dict[str, list[date]]:
    """Planned away days of each person."""
    result = plan(problem(facts))
    people = sorted({cell.person for cell in result.cells})
    return {p: [c.day for c in result.cells if c.person == p and c.place == "home"] for p in people}


def test_everybody_gets_the_wanted_day_and_the_plan_is_proven():
    result = plan(problem(office()))
    assert result.status is PlanStatus.OPTIMAL
    assert list(result.objective) == [0, 8, 0, 0, 0, 0]
    assert set(result.gap) == {0}


def test_a_service_point_that_needs_all_its_people_keeps_them():
    point, duties = ServicePoint("s", "Loket", need=2), (ServiceDuty("s", "p0"), ServiceDuty("s", "p1"))
    given = away_of(office(service_points=(point,), service_duties=duties))
    assert [person for person, days in given.items() if not days] == ["p0", "p1"]


def test_one_of_three_may_go_each_day():
    point, duties = ServicePoint("s", "Loket", need=2), tuple(ServiceDuty("s", f"p{n}") for n in range(3))
    given = away_of(office(service_points=(point,), service_duties=duties))
    days = [day for person in ("p0", "p1", "p2") for day in given[person]]
    assert len(days) == len(set(days)) == 3


def test_wishes_are_met_and_a_wish_for_two_days_gives_two():
    wish = Request("w", "p3", "wish", MON, FRI, days=frozenset({1, 3}))
    assert away_of(office(requests=(wish,)))["p3"] == [TUE, THU]


def test_whoever_had_least_comes_first_when_days_are_short():
    policy = POLICY.with_edit("location.max_share", "0.13")  # one person a day, eight want one
    before = {"p0": 4, "p1": 4, "p2": 4}
    given = away_of(office(policy=policy, away_before=before))
    assert sorted(person for person, days in given.items() if days) == ["p3", "p4", "p5", "p6", "p7"]


def test_fridays_go_to_whoever_had_fewer():
    before = {f"p{n}": 3 for n in range(6)}
    given = away_of(office(fridays_before=before))
    assert all(FRI not in given[person] for person in before)


def test_pins_stay_and_count_and_typed_cells_move_only_for_something():
    pinned = at("p0", "home", WED, pinned=True)
    typed = at("p1", "home", THU)
    result = plan(problem(office(*pinned, *typed)))
    assert ("p0", WED) not in result.places()
    assert not [cell for cell in result.cells if cell.person == "p0" and cell.place == "home"]
    assert result.places()["p1", THU] == "home"
    assert result.objective[5] == 0


def test_pins_that_break_a_rule_are_reported_and_make_the_plan_infeasible():
    result = plan(problem(office(*at("p0", "home", MON, TUE, WED, pinned=True))))
    assert result.status is PlanStatus.INFEASIBLE
    assert [(one.rule, one.person) for one in result.relaxed] == [("LOC-02", "p0")]


def test_a_shortfall_is_reported_never_hidden():
    point, duty = ServicePoint("s", "Loket", need=2, days=frozenset({0})), ServiceDuty("s", "p0")
    result = plan(problem(office(service_points=(point,), service_duties=(duty,))))
    assert result.objective[0] == 1
    assert [(one.function, one.day, one.missing) for one in result.relaxed] == [("Loket", MON, 1)]


def test_a_lapsed_fixed_day_is_not_replaced():
    policy = POLICY.with_edit("location.fixed_day", "fri")
    assert all(days == [FRI] or not days for days in away_of(office(policy=policy)).values())
    christmas_week = office(policy=policy, first=date(2026, 12, 21), last=date(2026, 12, 27))
    assert not any(away_of(christmas_week).values())


def test_people_who_may_not_be_away_get_the_office_and_the_reason():
    posting = Posting("p0", date(2026, 10, 5), "Analis", reason="mutation")
    policy = POLICY.with_edit("person.new_posting_months", "3")
    result = plan(problem(office(postings=(posting,), policy=policy)))
    cells = [cell for cell in result.cells if cell.person == "p0"]
    assert {cell.place for cell in cells} == {"office"}
    assert all("5 Januari 2027" in cell.why for cell in cells)


def test_locked_days_are_left_alone():
    facts = office(*at("p0", "home", MON))
    locked = {(person.key, MON) for person in facts.people}
    assert all(cell.day != MON for cell in plan(problem(facts, locked=locked)).cells)


def test_a_month_counts_weeks_that_begin_before_it():
    first, last = date(2026, 12, 2), date(2026, 12, 31)
    facts = office(*at("p0", "home", date(2026, 11, 30), date(2026, 12, 1)), first=first, last=last)
    facts = replace(facts, policy=POLICY.with_edit("planner.wanted_days_per_week", "2"))
    given = away_of(facts)["p0"]
    assert not [day for day in given if day < date(2026, 12, 7)]


def test_any_plan_can_be_measured():
    posed = problem(office(*at("p0", "home", FRI)))
    assert objective(posed, {}) == [0, 0, 0, 0, 0, 1]
    assert objective(posed, {("p0", FRI): "home"}) == [0, 1, 1, 1, 0, 0]
    nobody = {(f"p{n}", MON): "home" for n in range(8)}
    assert objective(posed, nobody)[0] == 2  # the unit wants two people at the office


def test_planning_stops_when_told():
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        plan(problem(office()), progress)


def test_turns_look_back_twelve_weeks():
    long_ago, recent = MON - timedelta(days=85), FRI - timedelta(weeks=1)
    cells = at("p0", "home", long_ago, recent, MON)
    assert turns_between(cells, *trailing(MON)) == ({"p0": 1}, {"p0": 1})


def test_a_turn_is_counted_as_recorded_where_it_was_recorded():
    called_in = at("p0", "home", FRI, actual="office")
    sent_home = at("p1", "office", FRI, actual="home")
    assert turns_between((*called_in, *sent_home), MON, FRI) == ({"p1": 1}, {"p1": 1})


def test_a_month_plan_passes_the_checker():
    facts = office(first=date(2026, 12, 1), last=date(2026, 12, 31))
    places = plan(problem(facts)).places()
    cells = tuple(at(person, place, day)[0] for (person, day), place in places.items())
    assert [f for f in check(replace(facts, assignments=cells)) if f.level is not Level.INFO] == []


def test_days_of_a_special_condition_do_not_widen_the_limit_of_the_other_days():
    granted = Request("r", "p0", "special_condition", MON, MON, decision="approve")
    facts = office(*at("p0", "training", MON), requests=(granted,))
    greedy_person = replace(facts.people[0], wanted_days=3)
    facts = replace(facts, people=(greedy_person, *facts.people[1:]))
    assert len(away_of(facts)["p0"]) == 2


def test_an_office_friday_names_who_had_fewer():
    facts = office(
        people=2, fridays_before={"p0": 3, "p1": 1}, policy=POLICY.with_edit("location.max_share", "0.5")
    )
    why = {(cell.person, cell.day): cell.why for cell in plan(problem(facts)).cells}
    assert why["p0", FRI] == "Office: already 3 Fridays in twelve weeks and this plan, Gani only 2."
