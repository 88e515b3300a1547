"""Random small units: every plan is lawful, keeps what stays, and no plan beats it on the first levels."""

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from flexdesk.domain.calendar import days
from flexdesk.domain.people import Discipline, Request
from flexdesk.domain.places import AWAY
from flexdesk.domain.rules import Board, Level, check
from flexdesk.domain.schedule import Assignment, Facts, LeaveEntry, ServiceDuty, ServicePoint, TravelEntry
from flexdesk.domain.sections import Section
from flexdesk.domain.time_patterns import ShiftTask, TimePattern
from flexdesk.planner.greedy import plan
from flexdesk.planner.objective import objective, signed
from flexdesk.planner.plan import PlanStatus
from flexdesk.planner.problem import Problem, problem
from flexdesk.planner.room import Room
from tests.unit.rules.office import FRI, MON, POLICY, SUN, office

PLACES = ["home", "office", "leave", "sick", "training", "shift_morning", "other_office", "duty_travel"]
SIF = TimePattern(
    "t", "sif", MON, basis=ShiftTask(540, 5, 2700).written(), approved_by="Sekda", approved_on=MON
)
SECOND_SUNDAY = date(2026, 12, 6)


@st.composite
def units(draw: st.DrawFn, *, people: int = 8, last: date = SECOND_SUNDAY) -> Facts:
    facts = office(people=draw(st.integers(2, people)), last=last)
    keys = st.sampled_from([person.key for person in facts.people])
    day = st.sampled_from([d for d in days(MON, last) if d.weekday() < 5])
    cells = draw(
        st.dictionaries(st.tuples(keys, day), st.tuples(st.sampled_from(PLACES), st.booleans()), max_size=8)
    )
    points = tuple(ServicePoint(f"s{n}", f"Loket {n}", need=draw(st.integers(1, 3))) for n in range(2))
    parts = draw(
        st.lists(st.tuples(st.sampled_from([0, 0.34, 0.5, 1]), st.sets(keys, max_size=4)), max_size=2)
    )
    inside = {person: f"part{n}" for n, (_share, members) in enumerate(parts) for person in sorted(members)}
    duties = draw(st.sets(st.tuples(st.sampled_from(["s0", "s1"]), keys), max_size=8))
    policy = (
        POLICY.with_edit("location.max_share", str(draw(st.sampled_from([0.2, 0.5, 0.75, 1]))))
        .with_edit("location.max_days_per_week", str(draw(st.integers(0, 2))))
        .with_edit("planner.wanted_days_per_week", str(draw(st.integers(0, 3))))
        .with_edit("location.fixed_day", draw(st.sampled_from(["none", "none", "fri"])))
    )
    wish = draw(st.sets(st.integers(0, 4), max_size=2))
    return replace(
        facts,
        policy=policy,
        sections=tuple(
            Section(f"part{n}", f"Seksi {n}", "part0" if n else "", max_share=share)
            for n, (share, _members) in enumerate(parts)
        ),
        postings=tuple(replace(p, section=inside.get(p.person, "")) for p in facts.postings),
        assignments=tuple(
            Assignment(p, d, place, pinned=pin) for (p, d), (place, pin) in sorted(cells.items())
        ),
        service_points=points,
        service_duties=tuple(ServiceDuty(point, person) for point, person in sorted(duties)),
        disciplines=tuple(
            Discipline("d", draw(keys), "process", draw(day)) for _n in range(draw(st.integers(0, 1)))
        ),
        leaves=tuple(
            LeaveEntry("l", draw(keys), "annual", MON, MON) for _n in range(draw(st.integers(0, 1)))
        ),
        travels=tuple(TravelEntry("t", draw(keys), FRI, SUN) for _n in range(draw(st.integers(0, 1)))),
        requests=(
            Request("w", "p0", "wish", MON, last, days=frozenset(wish)),
            *(
                Request("r", draw(keys), "special_condition", MON, FRI, decision="approve")
                for _n in range(draw(st.integers(0, 1)))
            ),
        ),
        patterns=draw(st.sampled_from([(), (SIF,)])),
        away_before=draw(st.dictionaries(keys, st.integers(0, 6))),
        fridays_before=draw(st.dictionaries(keys, st.integers(0, 3))),
    )


def planned(facts: Facts, places: dict[tuple[str, date], str]) -> Facts:
    """The facts with the plan taken over."""
    rows = {(row.person, row.day): row for row in facts.assignments}
    for (person, day), place in places.items():
        old = rows.get((person, day), Assignment(person, day))
        rows[person, day] = replace(old, place=place)
    return replace(facts, assignments=tuple(rows.values()))


def hard(facts: Facts) -> set[tuple[str, str, date | None]]:
    return {(one.rule, one.person, one.day) for one in check(facts) if one.level is Level.HARD}


def stays(facts: Facts) -> Facts:
    """The facts with nothing left but what the planner may not touch."""
    kept = problem(facts).kept
    return replace(facts, assignments=tuple(a for a in facts.assignments if (a.person, a.day) in kept))


@settings(max_examples=120, deadline=None)
@given(units())
def test_every_plan_is_lawful_and_keeps_what_stays(facts: Facts):
    posed = problem(facts)
    result = plan(posed)
    places = result.places()
    after = planned(facts, places)
    assert hard(after) <= hard(stays(facts))
    assert not places.keys() & posed.kept.keys()
    assert places.keys() | posed.kept.keys() == set(product(posed.people, posed.days))
    board = Board(after)
    for day in posed.days:
        new = sum(place in AWAY for (_person, when), place in places.items() if when == day)
        assert not new or board.asn_away(day) <= board.away_limit(day)
        for part in board.capped:
            members = board.members(part, day)
            planned_away = {p for (p, when), place in places.items() if when == day and place in AWAY}
            gone = len(members & board.away[day])
            assert not members & planned_away or gone <= board.section_limit(part, day)
    assert all(cell.why for cell in result.cells)
    assert list(result.objective) == objective(posed, places)


@settings(max_examples=60, deadline=None)
@given(units())
def test_planning_twice_gives_the_same_plan_and_a_plan_stays_put(facts: Facts):
    first = plan(problem(facts))
    assert plan(problem(facts)) == first
    again = plan(problem(planned(facts, first.places())))
    assert signed(again.objective)[:2] == signed(first.objective)[:2]


def every_plan(posed: Problem) -> list[list[int]]:
    """The objectives of all lawful plans, by trying each."""
    cells = sorted(posed.free)
    found = []
    for choice in product((False, True), repeat=len(cells)):
        left = dict(posed.room)
        away = [cell for cell, chosen in zip(cells, choice, strict=True) if chosen]
        for cell in away:
            for used in posed.uses[cell]:
                left[used] -= 1
        if min(left.values(), default=0) >= 0:
            places: dict[tuple[str, date], str | None] = {cell: posed.free[cell] for cell in away}
            found.append(objective(posed, places))
    return found


@settings(max_examples=40, deadline=None)
@given(units(people=4, last=FRI))
def test_small_units_are_planned_as_well_as_can_be(facts: Facts):
    posed = problem(replace(facts, last=date(2026, 11, 25)))
    assume(len(posed.free) <= 9)
    result = plan(posed)
    best = min(every_plan(posed), key=signed)
    assert signed(result.objective) >= signed(best)
    assert result.objective[0] == best[0]
    one_point_each = len({duty.person for duty in facts.service_duties}) == len(facts.service_duties)
    if one_point_each and not facts.sections:
        assert result.objective[1] == best[1]
    if result.status is PlanStatus.OPTIMAL:
        assert list(result.objective) == best
    for level, known in enumerate(result.bound):
        if known is not None and list(result.objective[:level]) == best[:level]:
            assert signed(best)[level] >= signed([b or 0 for b in result.bound])[level]


@settings(max_examples=80, deadline=None)
@given(units(people=5), st.data())
def test_making_room_moves_others_within_all_limits_or_changes_nothing(facts: Facts, data: st.DataObject):
    posed = problem(facts)
    assume(posed.free)
    full = Room(posed).left
    room = Room(posed)
    for cell in data.draw(st.lists(st.sampled_from(sorted(posed.free)), max_size=25)):
        if cell in room.away:
            continue
        before, days_before = set(room.away), Counter(person for person, _day in room.away)
        if room.make_room(cell):
            days_before[cell[0]] += 1
        else:
            assert room.away == before
        assert Counter(person for person, _day in room.away) == days_before
        assert min(room.left) >= 0
        used = Counter(number for taken in room.away for number in room.uses[taken])
        assert room.left == [most - used[number] for number, most in enumerate(full)]
