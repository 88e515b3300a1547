"""What typed, filled, pasted and moved cells come to, without a window."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexdesk.domain.places import OF_LETTER, Place
from tests.gui.schedule.sukamaju import MONDAY, Sukamaju
from ui.schedule import outcomes
from ui.schedule.gestures import between
from ui.schedule.go_to import read_day
from ui.schedule.outcomes import Block
from ui.schedule.sheet import Mark, Sheet, Spot, sheet_of
from ui.widgets import chips

UNIT = Sukamaju()
SHEET = sheet_of(UNIT.period(MONDAY, MONDAY + timedelta(days=6)))

spots = st.builds(Spot, st.integers(0, SHEET.height - 1), st.integers(0, SHEET.width - 1))
letters = st.sampled_from([*OF_LETTER, "."])


def after(sheet: Sheet, outcome: outcomes.Outcome) -> list[Place | None]:
    places = list(sheet.places)
    for person, day, place in outcome.edits:
        spot = sheet.spot(person, day)
        assert spot is not None
        places[sheet.at(spot)] = place
    return places


@given(one=spots, other=spots)
def test_a_copied_block_pasted_elsewhere_is_the_same_block(one: Spot, other: Spot) -> None:
    block = outcomes.block_around([one, other])
    assert block is not None
    text = outcomes.copied(SHEET, block)
    assert outcomes.pasted(SHEET, block, text).edits == ()


@given(one=spots, other=spots, to=spots)
def test_a_move_loses_no_place(one: Spot, other: Spot, to: Spot) -> None:
    block = outcomes.block_around([one, other])
    assert block is not None
    made = outcomes.moved(SHEET, block, to)
    moved_places = after(SHEET, made)
    assert sorted(map(str, moved_places)) == sorted(map(str, SHEET.places))
    if not made.refused:
        corner = moved_places[SHEET.at(to)]
        assert corner is SHEET.place(Spot(block.top, block.left))


@given(st.lists(st.lists(st.text("KWLX?.1\x00é", max_size=3), max_size=9), max_size=50), spots)
def test_any_pasted_text_is_read_or_refused_cell_by_cell(table: list[list[str]], at: Spot) -> None:
    text = "\n".join("\t".join(row) for row in table)
    made = outcomes.pasted(SHEET, Block(at.row, at.column, at.row, at.column), text)
    for person, day, _place in made.edits:
        assert SHEET.spot(person, day) is not None
    assert all(one.why for one in made.refused)


@given(one=spots, other=spots)
def test_a_quick_stroke_leaves_no_gap(one: Spot, other: Spot) -> None:
    way = [one, *between(one, other)]
    assert way[-1] == other
    for here, there in pairwise(way):
        assert max(abs(here.row - there.row), abs(here.column - there.column)) == 1


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("w", Place.HOME), ("WFA", Place.HOME), (" Cuti ", Place.LEAVE),
        ("dinas luar", Place.DUTY_TRAVEL), ("–", None),
    ],
)  # fmt: skip
def test_words_of_a_spreadsheet_are_understood(text: str, place: Place | None) -> None:
    assert outcomes.place_of(text) is place


def test_a_locked_cell_stops_the_whole_move() -> None:
    unit = Sukamaju()
    unit.lock(MONDAY)
    sheet = sheet_of(unit.period(MONDAY, MONDAY + timedelta(days=6)))
    made = outcomes.moved(sheet, Block(12, 2, 12, 3), Spot(11, 0))
    assert made.edits == ()
    assert made.refused


def test_one_pasted_value_fills_the_selection() -> None:
    made = outcomes.pasted(SHEET, Block(11, 0, 12, 1), "W\n")
    assert len(made.edits) == 4


def test_every_mark_has_its_painted_twin() -> None:
    assert {mark.name for mark in Mark if mark} <= {mark.name for mark in chips.Mark}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("27", date(2026, 11, 27)), ("1/12", date(2026, 12, 1)),
        ("3-1-27", date(2027, 1, 3)), ("2026-11-30", date(2026, 11, 30)),
    ],
)  # fmt: skip
def test_dates_as_people_type_them(text: str, day: date) -> None:
    assert read_day(text, MONDAY) == day


@pytest.mark.parametrize("text", ["", "x", "31-11", "1-2-3-4"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_day(text, MONDAY)
