"""When a failed line is tried again: with chance injected, no test sleeps."""

from datetime import timedelta
from random import Random

import pytest

from flexdesk.sync.http import LineCut, NotOurServer, Offline, ServerBusy
from flexdesk.sync.patience import LONGEST, USUAL, BackOff, Patience


class Now:
    def __init__(self) -> None:
        self.s = 0.0

    def __call__(self) -> float:
        return self.s


def test_no_line_from_the_beginning_is_said_at_once() -> None:
    assert Patience(Random(1)).pause(Offline()) is None


def test_what_broke_is_taken_up_at_once_and_then_ever_later() -> None:
    patience = Patience(Random(1), now=Now())
    patience.moved()
    pauses = [patience.pause(LineCut()) for _ in range(9)]
    assert pauses[0] == 0
    middle = [2, 4, 8, 16, 16, 16, 16, 16]
    assert all(0.5 * m <= p <= 1.5 * m for m, p in zip(middle, pauses[1:], strict=True))
    assert len(set(pauses)) == len(pauses)


def test_a_black_out_of_a_minute_is_waited_for_and_one_of_two_is_not() -> None:
    now = Now()
    patience = Patience(Random(1), now=now)
    now.s = 1000
    patience.moved()
    now.s += 85
    assert patience.pause(Offline()) is not None
    now.s += 10
    assert patience.pause(Offline()) is None


def test_progress_gives_new_patience_and_a_new_exchange_forgets_it() -> None:
    now = Now()
    patience = Patience(Random(1), now=now)
    patience.moved()
    now.s = 89
    assert patience.pause(LineCut()) == 0
    patience.moved()
    now.s = 170
    assert patience.pause(Offline()) is not None
    patience.begin()
    assert patience.pause(Offline()) is None


def spread(pauses: list[timedelta]) -> float:
    return max(pauses) / min(pauses)


@pytest.mark.scenario(6)
def test_pauses_between_exchanges_double_up_to_hours_and_are_spread_by_chance() -> None:
    back_off = BackOff(Random(1))
    pauses = [back_off.after(Offline()) for _ in range(9)]
    middle = [min(USUAL * 2**n, LONGEST) for n in range(9)]
    assert all(0.8 * m <= p <= 1.2 * m for m, p in zip(middle, pauses, strict=True))
    assert 0.8 * USUAL <= back_off.after_success() <= 1.2 * USUAL
    assert back_off.after(Offline()) <= 1.2 * USUAL  # a good exchange begins the row anew
    first = [BackOff(Random(seed)).after(Offline()) for seed in range(200)]
    assert spread(first) > 1.4


@pytest.mark.scenario(6)
@pytest.mark.parametrize("wait_s", [0, 5, 90, 3600])
def test_a_busy_server_is_never_asked_before_the_time_it_said(wait_s: int) -> None:
    pauses = []
    for seed in range(300):
        back_off = BackOff(Random(seed))
        pauses.append(back_off.after(ServerBusy(status=503, wait_s=wait_s)))
    assert min(pauses) >= timedelta(seconds=wait_s)
    assert min(pauses) >= timedelta(seconds=10)  # also where it did not say
    assert spread(pauses) > 1.4


def test_a_server_that_stays_busy_is_asked_more_and_more_seldom() -> None:
    back_off = BackOff(Random(1))
    pauses = [back_off.after(ServerBusy(status=503, wait_s=15)) for _ in range(12)]
    assert pauses[-1] >= LONGEST > 100 * pauses[0]


def test_a_line_that_broke_is_tried_sooner_than_one_that_is_not_there() -> None:
    assert BackOff(Random(1)).after(LineCut()) < timedelta(minutes=2)
    assert BackOff(Random(1)).after(Offline()) > timedelta(minutes=10)
    assert BackOff(Random(1)).after(NotOurServer()) > timedelta(minutes=10)
