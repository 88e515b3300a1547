"""The week in one code: what was written is read back, and what was spoilt is refused."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flexdesk.domain.halves import Half
from flexdesk.domain.periods import week_of
from flexdesk.domain.places import PRIVATE, Place
from flexdesk.domain.week_code import (
    MARK,
    WeekCode,
    WeekCodeUnreadable,
    coded,
    decode,
    encode,
    fingerprint,
    short_names,
    unit_id,
)

WEEKS = st.dates(date(2024, 1, 1), date(2040, 12, 31)).map(week_of)
PLACES = st.one_of(st.none(), st.sampled_from(list(Place)))
CELLS = st.tuples(PLACES, st.sampled_from([None, None, *Half]))
CODES = st.builds(
    WeekCode,
    st.just(unit_id("unit")),
    WEEKS,
    st.integers(1, 200),
    st.binary(min_size=8, max_size=8),
    st.lists(
        st.builds(coded, st.integers(0, 999).map(str), st.lists(CELLS, min_size=7, max_size=7)), max_size=60
    ).map(tuple),
    st.just(1),
    st.just(1),
)


@given(CODES)
def test_every_week_comes_back_as_it_was_written(code: WeekCode) -> None:
    assert decode(f"Kecamatan\nSen 23 W: Dewi\n{encode(code)}\n") == code


@given(CODES, st.data())
@settings(max_examples=60)
def test_a_changed_letter_is_refused(code: WeekCode, data: st.DataObject) -> None:
    text = encode(code)
    at = data.draw(st.integers(len(MARK), len(text) - 2))
    spoilt = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
    with pytest.raises(WeekCodeUnreadable):
        decode(spoilt)


@pytest.mark.parametrize("text", ["", "Jadwal", MARK, MARK + "!", MARK + "AAAA", "FD9:abcdefgh"])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(WeekCodeUnreadable):
        decode(text)


def test_a_text_that_a_chat_has_folded_is_read() -> None:
    code = WeekCode(
        unit_id("unit"), week_of(date(2026, 11, 23)), 2, bytes(8), (coded("a", [(None, None)] * 7),)
    )
    text = encode(code)
    assert decode(f"Jadwal\n{text[:20]}\n{text[20:40]} {text[40:]}") == code


@pytest.mark.parametrize("place", sorted(PRIVATE))
def test_a_reason_does_not_travel(place: Place) -> None:
    row = coded("a", [(place, None), (Place.HOME, None), *[(None, None)] * 5])
    assert row.places[:2] == (None, Place.HOME)
    others = {coded("a", [(one, None), (Place.HOME, None), *[(None, None)] * 5]) for one in PRIVATE}
    assert others == {row}


def test_the_fingerprint_is_that_of_every_cell() -> None:
    day = date(2026, 11, 23)
    cells = {("a", day): "home", ("b", day): "sick"}
    assert fingerprint(cells) == fingerprint(dict(reversed(cells.items())))
    assert fingerprint(cells) != fingerprint(cells | {("b", day): "leave"})


def test_short_names_tell_people_apart() -> None:
    names = ["Dewi Anggraini", "Eko Prasetyo", "Dewi Lestari", "Dewi Lestari Putri", "Eko"]
    made = short_names(names)
    assert made[0] == "Dewi A"
    assert len(set(made)) == len(names)
    assert short_names(["Rini", "Agus"]) == ["Rini", "Agus"]
