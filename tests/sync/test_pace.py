"""How large the pieces become that go over a line of some rate and latency."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexdesk.sync.pace import CARRY_S, FIRST, LEAST, MOST, Chunk, Pace


def full(chunk: Chunk, rate: float, latency_s: float, rounds: int) -> list[int]:
    """The sizes of so many full requests in a row over a line that never errs."""
    sizes = []
    for _ in range(rounds):
        sizes.append(chunk.size)
        chunk.carried(chunk.size, 2 * latency_s + chunk.size / rate)
    return sizes


@given(st.floats(300, 1e7), st.floats(0, 3))
def test_no_request_takes_much_longer_than_four_seconds_to_carry(rate: float, latency_s: float) -> None:
    sizes = full(Chunk(), rate, latency_s, 12)
    assert all(size <= FIRST or size / rate <= 2.1 * CARRY_S for size in sizes)
    assert all(size <= LEAST or size / rate <= 1.05 * CARRY_S for size in sizes[3:])


@given(st.floats(2000, 1e7), st.floats(0, 3))
def test_a_line_is_used_as_far_as_it_goes(rate: float, latency_s: float) -> None:
    chunk = Chunk()
    full(chunk, rate, latency_s, 12)
    assert chunk.size >= 0.9 * min(MOST, CARRY_S * rate)


def test_a_fast_line_is_not_slowed_by_round_trips() -> None:
    assert full(Chunk(), 1e6, 0.02, 4) == [4 << 10, 16 << 10, 64 << 10, 64 << 10]


def test_small_requests_say_nothing_about_large_ones() -> None:
    chunk = Chunk()
    for late_s in (0.3, 2.0, 0.1, 3.5):
        chunk.carried(250, late_s)
    assert chunk.size == FIRST


def test_a_line_that_becomes_slow_gets_less_at_once() -> None:
    chunk = Chunk()
    full(chunk, 1e6, 0.02, 5)
    chunk.carried(chunk.size, 26.0)
    assert chunk.size == pytest.approx(10_000, rel=0.1)


def test_after_a_cut_little_is_risked_and_the_line_is_trusted_again_slowly() -> None:
    chunk = Chunk()
    full(chunk, 2500, 1.5, 5)
    assert chunk.size == pytest.approx(10_000, rel=0.05)
    chunk.cut()
    sizes = full(chunk, 2500, 1.5, 7)
    assert sizes[:2] == [LEAST, 2 * LEAST]
    assert sizes[2] <= 5_120  # half of what was cut
    assert all(0 < after - before <= 1 << 10 for before, after in pairwise(sizes[2:]))


def test_an_answer_is_measured_from_its_beginning() -> None:
    """Waiting for it says how far the server is, not what the line carries."""
    pace = Pace()
    for _ in range(6):
        pace.answered(250, 3.0, pace.down.size, max(0, pace.down.size - 1400) / 2500)
    assert pace.down.size == pytest.approx(CARRY_S * 2500, rel=0.05)
    assert pace.up.size == FIRST


def test_time_left_is_what_the_line_has_shown() -> None:
    pace = Pace()
    assert pace.seconds_for(1000) is None
    pace.answered(3000, 2.0, 1000, 2.0)
    assert pace.seconds_for(5000) == pytest.approx(5.0)
