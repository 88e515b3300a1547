"""A copied week that was evened out is as lawful as before, gives nobody fewer days, and is fairer."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from flexdesk.domain.places import AWAY, Place
from flexdesk.domain.rules import AT_PUBLISHING, Level, check
from flexdesk.domain.schedule import Facts
from flexdesk.planner.problem import problem
from flexdesk.services.evening import evened
from flexdesk.services.proposals import Proposal, fitted, laid_over, with_edits
from flexdesk.services.week import CellKey, shown_cells
from tests.properties.test_planner import units
from tests.unit.rules.office import FRI, MON, SUN, THU, TUE, WED

LONG_AGO = date(2020, 1, 1)


@st.composite
def copies(draw: st.DrawFn) -> tuple[Facts, dict[CellKey, Place]]:
    """A week of a unit and the away days of the week before, laid over it."""
    facts = replace(draw(units(people=5, last=SUN)), last=SUN)
    keys = st.sampled_from([person.key for person in facts.people])
    day = st.sampled_from([MON, TUE, WED, THU, FRI, FRI])
    asked = draw(st.dictionaries(st.tuples(keys, day), st.just(Place.HOME), max_size=8))
    counts = draw(st.dictionaries(keys, st.integers(0, 6)))
    return replace(facts, fridays_before=counts), asked


def places(facts: Facts, proposal: Proposal) -> dict[CellKey, Place | None]:
    return {key: cell.place for key, cell in shown_cells(facts).items()} | dict(proposal.cells)


def days_away(laid: Mapping[CellKey, Place | None]) -> Counter[str]:
    return Counter(person for (person, _day), place in laid.items() if place in AWAY)


def fridays(facts: Facts, laid: dict[CellKey, Place | None]) -> Counter[str]:
    found = Counter(facts.fridays_before)
    found.update(person for (person, day), place in laid.items() if place in AWAY and day.weekday() == 4)
    return found


def faults(facts: Facts, proposal: Proposal) -> dict[tuple[object, ...], int]:
    after = with_edits(facts, [(person, day, place) for (person, day), place in proposal.cells.items()])
    return {
        (one.rule, one.person, one.day, one.point): one.size
        for one in check(after, with_fixes=False)
        if one.level is not Level.INFO and one.rule not in AT_PUBLISHING
    }


@settings(max_examples=200, deadline=None)
@given(copies())
def test_an_evened_copy_is_lawful_fairer_and_takes_no_day_away(copy: tuple[Facts, dict[CellKey, Place]]):
    facts, asked = copy
    posed = problem(facts)
    plain, even = laid_over(facts, asked), evened(facts, fitted(facts, asked), posed, LONG_AGO)
    before, after = places(facts, plain), places(facts, even)
    known = faults(facts, plain)
    assert all(size <= known.get(name, 0) for name, size in faults(facts, even).items())
    shown = {key: cell.place for key, cell in shown_cells(facts).items()}
    copied = {key: place for key, (place, _because) in fitted(facts, asked).items()}
    shown = {key: place for key, place in shown.items() if key not in copied or copied[key] in AWAY}
    was, then, had_days, copied_days = (days_away(laid) for laid in (before, after, shown, copied))
    for person in facts.people:
        key = person.key
        assert then[key] == min(was[key], max(had_days[key], copied_days[key]))
    unequal = {key for key in after if then[key[0]] != was[key[0]]}
    had, have = fridays(facts, before), fridays(facts, after)
    if unequal:
        return
    for group in posed.groups:
        spread = [max(n[p] for p in group) - min(n[p] for p in group) for n in (had, have)]
        assert spread[1] <= spread[0]
    assert sum(n * n for n in have.values()) <= sum(n * n for n in had.values())
    moved = {key for key in after if after[key] is not before[key] and key not in unequal}
    assert moved.isdisjoint(posed.kept)
    told = {(one.person, one.day): one.because for one in even.changed}
    assert all(told[key].startswith("evened out") for key in moved)


@settings(max_examples=100, deadline=None)
@given(copies())
def test_taken_again_it_comes_to_rest(copy: tuple[Facts, dict[CellKey, Place]]):
    """What stood in a cell can forbid a swap that is lawful once the copied week is taken."""
    facts, asked = copy
    spreads = []
    for _again in range(4):
        found = evened(facts, fitted(facts, asked), problem(facts), LONG_AGO)
        if not found.cells:
            break
        facts = with_edits(facts, [(person, day, place) for (person, day), place in found.cells.items()])
        spreads.append(fridays(facts, places(facts, found)))
    else:
        raise AssertionError(spreads)
