"""Random weeks: fixes are lawful, one edited cell is judged like the whole, boards stay in step."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from flexdesk.domain.calendar import monday
from flexdesk.domain.places import Place
from flexdesk.domain.rules import AT_PUBLISHING, Board, Finding, Level, check, check_cell
from flexdesk.domain.schedule import Assignment, Facts
from tests.properties.test_planner import units
from tests.unit.rules.office import FRI, MON, SUN, THU, TUE, WED


def hard(found: list[Finding]) -> set[tuple[str, str, date | None]]:
    return {(one.rule, one.person, one.day) for one in found if one.level is Level.HARD}


@settings(max_examples=80, deadline=None)
@given(units(last=SUN))
def test_no_fix_breaks_a_hard_rule(facts: Facts):
    board = Board(facts)
    found = check(board)
    for one in found:
        assert len(one.fixes) <= 3
        for fix in one.fixes:
            with board.trying(Assignment(fix.person, fix.day, fix.place, fix.place_row)):
                assert hard(check(board)) <= hard(found)
    assert check(board) == found


@settings(max_examples=80, deadline=None)
@given(
    units(last=SUN),
    st.sampled_from(["p0", "p1"]),
    st.sampled_from([MON, TUE, WED, THU, FRI, SUN]),
    st.sampled_from(list(Place)),
)
def test_one_cell_is_judged_like_the_whole(facts: Facts, person: str, day: date, place: Place):
    board = Board(facts)
    told = hard(check_cell(board, person, day, place))
    with board.trying(Assignment(person, day, place)):
        whole = {
            (rule, who, when)
            for rule, who, when in hard(check(board))
            if who == person and when is not None and monday(when) == monday(day)
        }
    assert told <= whole
    # The minutes of a week are counted, and the approval of shifts is asked for, when it is published: a
    # roster grows cell by cell.
    assert {one for one in whole if one[2] == day and one[0] not in {"LOC-02", *AT_PUBLISHING}} <= told
