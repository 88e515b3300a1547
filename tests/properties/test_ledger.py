"""The ledger and the planner count the same, whatever the unit looks like."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from flexdesk.domain.calendar import days
from flexdesk.domain.ledger import Count, Group, ledger
from flexdesk.domain.places import AWAY
from flexdesk.domain.schedule import Assignment, Facts
from flexdesk.domain.turns import trailing, turns_between
from flexdesk.planner.objective import counts, objective
from flexdesk.planner.problem import problem
from tests.properties.test_planner import SECOND_SUNDAY, units
from tests.unit.rules.office import MON

BEFORE = trailing(MON)
PLACES = ["home", "office", "other_office", "leave", "shift_night", ""]


@st.composite
def histories(draw: st.DrawFn) -> tuple[Facts, tuple[Assignment, ...]]:
    """A unit with the cells of the weeks before its plan, some of them recorded otherwise."""
    facts = draw(units(people=5))
    keys = [person.key for person in facts.people]
    when = st.sampled_from([d for d in days(BEFORE[0] - timedelta(days=3), BEFORE[1]) if d.weekday() < 5])
    cell = st.tuples(st.sampled_from(PLACES), st.sampled_from(["", "", "home", "office"]))
    held = draw(st.dictionaries(st.tuples(st.sampled_from(keys), when), cell, max_size=25))
    past = tuple(Assignment(p, d, place, actual=actual) for (p, d), (place, actual) in sorted(held.items()))
    away, fridays = turns_between(past, *BEFORE)
    return replace(facts, away_before=away, fridays_before=fridays), past


@settings(max_examples=100, deadline=None)
@given(histories())
def test_the_ledger_counts_what_the_planner_counts(history: tuple[Facts, tuple[Assignment, ...]]):
    facts, past = history
    posed = problem(facts)
    cells = {(cell.person, cell.day): cell.place for cell in facts.assignments}
    planned = {(p, d) for (p, d), place in cells.items() if place in AWAY and d in posed.days}
    totals, fridays = counts(posed, planned)
    wide = replace(facts, first=BEFORE[0], assignments=(*past, *facts.assignments))
    book = ledger(wide, [Group(str(n), people) for n, people in enumerate(posed.groups)])
    assert {one.person: one.away for one in book.people} == totals
    assert {one.person: one.fridays for one in book.people} == fridays
    kept = {cell: cells.get(cell) for cell in (*posed.free, *posed.office)}
    levels = objective(posed, kept)
    for count, level in ((Count.AWAY, 2), (Count.FRIDAYS, 3)):
        assert sum(one.spread for one in book.spreads if one.count is count) == levels[level]


@settings(max_examples=100, deadline=None)
@given(histories())
def test_the_columns_hold_together(history: tuple[Facts, tuple[Assignment, ...]]):
    facts, past = history
    book = ledger(replace(facts, first=BEFORE[0], assignments=(*past, *facts.assignments)))
    span = (SECOND_SUNDAY - date.min).days - (BEFORE[0] - date.min).days + 1
    for one in book.people:
        assert one.fridays + one.mondays <= one.away
        assert one.next_to_holiday <= one.away
        assert one.wishes_met <= one.wishes_asked
        assert one.away + one.counter + one.nights <= span
