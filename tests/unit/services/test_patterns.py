"""Patterns over real weeks: what they may not touch stays, and laying one twice changes nothing."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexdesk.domain.patterns import BUILT_IN, Pattern, PatternFault, PatternKind, checked, pattern_of
from flexdesk.domain.places import Place
from flexdesk.domain.rules.findings import Level
from flexdesk.errors import NotFound, UsageError
from tests.helpers.desks import kecamatan_desk

MONDAY = date(2026, 11, 23)
SUNDAY = MONDAY + timedelta(days=6)


@pytest.fixture
def desk(tmp_path):
    with kecamatan_desk(tmp_path / "unit") as opened:
        yield opened


@pytest.mark.parametrize("pattern", BUILT_IN, ids=lambda one: one.name)
def test_a_pattern_reads_back_from_its_text(pattern):
    assert pattern_of(pattern.name, pattern.definition) == checked(pattern)


@pytest.mark.parametrize(
    "definition",
    ["", "week|1", "week|1|WWW", "week|x|.......", "cycle|1|12|34", "week|1|.Q.....", "moon|1|WWWWWWW"],
)
def test_a_text_that_is_no_pattern_is_refused(definition):
    with pytest.raises(PatternFault):
        pattern_of("x", definition)


def test_halves_change_about_from_week_to_week():
    halves = BUILT_IN[0]
    tuesday = MONDAY + timedelta(days=1)
    now = [halves.letter(number, tuesday) for number in range(4)]
    next_week = [halves.letter(number, tuesday + timedelta(days=7)) for number in range(4)]
    assert sorted(now) == [".", ".", "W", "W"]
    assert next_week == now[1:] + now[:1]


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 109))
def test_one_friday_in_three_for_everybody(day, number):
    fridays = [day + timedelta(days=(4 - day.weekday()) % 7 + 7 * week) for week in range(3)]
    pattern = next(one for one in BUILT_IN if one.name == "One Friday in three")
    assert Counter(pattern.letter(number, friday) for friday in fridays) == {"W": 1, ".": 2}


@given(st.text("123O", min_size=1, max_size=20), st.integers(0, 9), st.integers(0, 50), st.integers(0, 40))
def test_a_cycle_goes_on_day_by_day_and_people_stand_apart(cycle, step, number, days):
    pattern = Pattern("x", PatternKind.CYCLE, (cycle,), step)
    day = MONDAY + timedelta(days=days)
    assert pattern.letter(number, day) == pattern.letter(number, day + timedelta(days=len(cycle)))
    assert pattern.letter(number + 1, day) == pattern.letter(number, day + timedelta(days=step))


def test_laid_once_it_breaks_nothing_and_laid_twice_it_changes_nothing(desk):
    pattern = desk.patterns.pattern("3")
    before = {(f.rule, f.person, f.day) for f in desk.schedule.check(MONDAY, SUNDAY) if f.level is Level.HARD}
    proposal = desk.patterns.proposal(pattern, MONDAY, SUNDAY)
    assert proposal.cells
    desk.schedule.take(proposal)
    after = {(f.rule, f.person, f.day) for f in desk.schedule.check(MONDAY, SUNDAY) if f.level is Level.HARD}
    assert after <= before
    again = desk.patterns.proposal(pattern, MONDAY, SUNDAY)
    assert again.cells == {}
    assert desk.schedule.take(again) is None


def test_leave_pins_holidays_and_rules_win_and_say_so(desk):
    first, second, third = [person.key for person in desk.people.roster()][5:8]
    nips = {person.key: person.nip for person in desk.people.roster()}
    desk.registers.add_leave(nips[first], "annual", MONDAY, MONDAY)
    desk.schedule.set_places([(second, MONDAY, Place.TRAINING)])
    desk.schedule.pin(second, MONDAY, True)
    desk.proceedings.add(nips[third], "process", date(2026, 11, 1))
    everyday = Pattern("x", PatternKind.WEEK, ("W.....W",))
    found = desk.patterns.proposal(everyday, MONDAY, SUNDAY, [first, second, third])
    told = {(one.person, one.day): (one.place, one.because) for one in found.changed}
    assert told[first, MONDAY] == (Place.LEAVE, "leave or official travel on this day")
    assert told[second, MONDAY] == (Place.TRAINING, "pinned")
    assert told[third, MONDAY][0] is Place.OFFICE
    assert "1 November 2026" in told[third, MONDAY][1]
    assert told[first, SUNDAY] == (None, "not a working day")


def test_a_unit_keeps_replaces_and_removes_its_own(desk):
    desk.patterns.save("Piket", PatternKind.WEEK, ["W......", ".W....."])
    desk.patterns.save("piket", PatternKind.WEEK, ["..W...."])
    own = [one for one in desk.patterns.patterns() if one.row]
    assert [(one.name, one.rows) for one in own] == [("piket", ("..W....",))]
    with pytest.raises(UsageError):
        desk.patterns.save("One Friday in three", PatternKind.WEEK, ["..W...."])
    with pytest.raises(NotFound):
        desk.patterns.remove(desk.patterns.pattern("1"))
    desk.patterns.remove(own[0])
    assert len(desk.patterns.patterns()) == len(BUILT_IN)
    with pytest.raises(NotFound):
        desk.patterns.pattern("piket")
