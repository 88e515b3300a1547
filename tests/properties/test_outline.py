"""Laws of the outline: lines read back, handles mean their owner, orders rise, parts make the whole."""

from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from flexdesk.domain.ordering import fill
from flexdesk.domain.outline import (
    Known,
    LineUnread,
    Measure,
    Rhythm,
    Typed,
    find_person,
    format_line,
    handle_of,
    parse_line,
    parse_measure,
)
from flexdesk.domain.performance import Aspect, ResultClass
from flexdesk.domain.shares import completed, parts

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Z", "C")), min_size=1, max_size=8)
SENTENCES = st.lists(WORDS | st.sampled_from(["@", "#", "!", "@kantor", "##", "!!x", "@@"]), max_size=6).map(
    lambda words: " ".join(" ".join(words).split())
)
HANDLES = st.from_regex(r"[a-z]{1,6}(\.[a-z]{1,4})?", fullmatch=True)
UNITS = st.sampled_from(["", "berkas", "%", "hari kerja", "desa baik", "m2", "dokumen/laporan"])
NUMBERS = st.integers(0, 10**9) | st.decimals(0, 10**6, places=2).map(float)
NUMBERED = st.builds(
    Measure,
    NUMBERS.map(lambda number: int(number) if float(number).is_integer() else number),
    UNITS,
    st.sampled_from(["", "≥", "≤", "<", ">"]),
    st.none() | st.sampled_from(list(Rhythm)),
)
MEASURES = NUMBERED | st.sampled_from(["Opini WTP", "3-5 hari", "baik/bln"]).map(parse_measure)
LINES = st.builds(
    Typed,
    SENTENCES,
    st.lists(HANDLES, max_size=3, unique=True).map(tuple),
    st.none() | MEASURES,
    st.none() | st.sampled_from(list(Aspect)),
    st.none() | st.sampled_from(list(ResultClass)),
)
NAMES = st.lists(
    st.sampled_from(["Dewi", "Sri", "Srihartati", "Nur", "A'ini", "Lestari", "Le"]), min_size=1, max_size=3
)


@given(LINES)
def test_a_written_line_is_read_back_as_it_was(typed):
    assert parse_line(format_line(typed)) == typed


@given(st.text(max_size=60))
def test_any_line_is_read_or_refused_and_then_stays_as_it_is(line):
    try:
        typed = parse_line(line)
    except LineUnread:
        assume(False)
    assert parse_line(format_line(typed)) == typed


@given(NUMBERED)
def test_a_target_is_read_back(measure):
    assert parse_measure(measure.text) == measure


@given(st.lists(NAMES.map(" ".join), min_size=1, max_size=8))
def test_a_handle_means_its_owner(names):
    people = [Known(f"k{at}", name, f"{10**17 + at}") for at, name in enumerate(names)]
    for person in people:
        assert find_person(handle_of(person, people), people) == person


@given(st.lists(st.none() | st.integers(-5, 60), max_size=12))
def test_orders_rise_and_stay_where_they_can(orders):
    made = fill(orders)
    assert len(made) == len(orders)
    assert all(low < high for low, high in pairwise(made))
    given_orders = [order for order in orders if order is not None]
    fits = given_orders == sorted(set(given_orders)) and all(order > 12 for order in given_orders)
    roomy = all(high - low > 12 for low, high in pairwise(given_orders))
    if fits and roomy:
        assert [made[at] for at, order in enumerate(orders) if order is not None] == given_orders


@given(st.integers(0, 10**7), st.lists(st.none() | st.integers(0, 40), min_size=1, max_size=12))
def test_whole_parts_make_what_the_shares_make(number, typed):
    percents = completed(typed)
    made = parts(number, percents)
    assert sum(made) == round(sum(number * percent / 100 for percent in percents))
    assert all(abs(part - number * percent / 100) < 1 for part, percent in zip(made, percents, strict=True))
    if None in typed and sum(share or 0 for share in typed) <= 100:
        assert sum(made) == number
