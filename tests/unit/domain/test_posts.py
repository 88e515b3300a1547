"""Posts in time: order, ends, gaps, and what cannot stand beside what."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from flexdesk.domain.people import Posting
from flexdesk.domain.posts import (
    PLH,
    PLT,
    Fault,
    Gap,
    acting_head,
    acting_kind,
    fault_of,
    gaps,
    shortened,
    spans,
)

START = date(2020, 1, 1)


def post(first: date, until: date | None = None, **more: str) -> Posting:
    return Posting("p", first, "Analis", until=until, **more)


def on(month: int, day: int = 1, year: int = 2026) -> date:
    return date(year, month, day)


def test_an_open_post_ends_the_day_before_the_next_begins():
    held = spans([post(on(5)), post(on(1)), post(on(3), acting=PLT)])
    assert [(one.first, one.last) for one in held] == [(on(1), on(4, 30)), (on(5), None)]
    assert held[0].covers(on(4, 30))
    assert not held[0].covers(on(5))


def test_days_between_two_posts_and_after_the_last_are_told():
    held = [post(on(1), on(2, 28)), post(on(4), on(6, 30))]
    assert gaps(held, on(8)) == [Gap(on(3), on(3, 31)), Gap(on(7), None)]
    assert gaps(held, on(6, 30)) == [Gap(on(3), on(3, 31))]
    assert gaps([], on(8)) == []


def test_a_post_that_ends_before_it_starts_is_a_fault():
    assert fault_of(post(on(5), on(4, 30)), []) == (Fault.ENDS_BEFORE, None)
    assert fault_of(post(on(5), on(5)), []) is None


def test_a_plh_has_an_end_and_a_plt_may_lack_one():
    assert fault_of(post(on(5), acting=PLH), []) == (Fault.NO_END, None)
    assert fault_of(post(on(5), on(5, 9), acting=PLH), []) is None
    assert fault_of(post(on(5), acting=PLT), []) is None
    assert fault_of(post(on(5), acting="Pj."), []) == (Fault.ACTING_KIND, None)
    assert [acting_kind(text) for text in ("plt", "Plh.", "", " PLT. ", "Pj")] == [PLT, PLH, "", PLT, None]


def test_a_written_end_may_not_reach_into_the_next_post():
    after = post(on(6))
    assert fault_of(post(on(1), on(6)), [after]) == (Fault.OVERLAPS, after)
    assert fault_of(post(on(1), on(5, 31)), [after]) is None
    assert fault_of(post(on(7)), [replace(after, until=on(9))])[0] is Fault.OVERLAPS  # type: ignore[index]
    assert fault_of(post(on(7), on(7, 9), acting=PLH), [replace(after, until=on(9))]) is None
    assert fault_of(post(on(6)), [after]) == (Fault.SAME_DAY, after)


def test_a_new_post_shortens_the_one_that_would_reach_into_it():
    early, late = post(on(1), on(12)), post(on(2, year=2027))
    assert shortened([early, late], on(6)) == replace(early, until=on(5, 31))
    assert shortened([replace(early, until=on(5))], on(6)) is None
    assert shortened([replace(early, until=None)], on(6)) is None


def test_who_acts_for_the_head():
    head = Posting("head", START, "Camat Contoh", "camat")
    plt = Posting("a", on(1), "Camat Contoh", acting=PLT)
    plh = Posting("b", on(5, 4), "camat  contoh", acting=PLH, until=on(5, 8))
    other = Posting("c", on(5, 4), "Lurah Contoh", acting=PLH, until=on(5, 8))
    every = [head, plt, plh, other]
    assert acting_head(every, "head", on(5, 5)) is plh
    assert acting_head(every, "head", on(5, 9)) is plt
    assert acting_head([head, plh, other], "head", on(5, 9)) is None
    assert acting_head(every, "nobody", on(5, 5)) is None


days = st.integers(0, 60).map(lambda n: START + timedelta(days=n))
posts = st.lists(
    st.tuples(days, st.none() | st.integers(0, 20)), min_size=1, max_size=6, unique_by=lambda one: one[0]
).map(
    lambda held: [
        post(first, None if length is None else first + timedelta(days=length)) for first, length in held
    ]
)


@given(posts, days)
def test_every_day_belongs_to_one_post_at_most_and_gaps_hold_the_rest(held: list[Posting], today: date):
    covered = spans(held)
    empty = gaps(held, today)
    first = min(one.from_ for one in held)
    for number in range(90):
        day = START + timedelta(days=number)
        own = sum(span.covers(day) for span in covered)
        inside = sum(gap.first <= day and (gap.last is None or day <= gap.last) for gap in empty)
        assert own <= 1
        if first <= day <= today:
            assert own + inside == 1


@given(posts)
def test_posts_that_pass_one_by_one_never_overlap(held: list[Posting]):
    kept: list[Posting] = []
    for one in held:
        if fault_of(one, kept) is None:
            kept.append(one)
    ordered = sorted(kept, key=lambda one: one.from_)
    for earlier, later in pairwise(ordered):
        assert earlier.until is None or earlier.until < later.from_
