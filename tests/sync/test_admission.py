"""The order in which requests reach the workers, and who is sent away until when."""

import asyncio
import http.client
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flexdesk.keys.signing import SigningKey
from flexdesk.server.admission import Admission, Buckets, Limits, Pace
from flexdesk.server.refusals import Crowded, TooFast
from flexdesk.server.run import running
from flexdesk.sync import messages, state_messages
from flexdesk.sync.http import ServerBusy
from flexdesk.sync.messages import SyncRequest
from tests.helpers.server import desk

PATIENT = Limits(patience_s=1000)


async def _served(admission: Admission, unit: str, order: list[str], work_s: float = 0.0) -> None:
    async with admission.turn(unit):
        await asyncio.sleep(work_s)
        order.append(unit)


def test_a_unit_that_asks_much_does_not_make_the_others_wait() -> None:
    async def morning() -> list[str]:
        admission, order = Admission(PATIENT, 1), []
        async with asyncio.TaskGroup() as group:
            for unit in ["loud"] * 30 + ["a", "b", "c"]:
                group.create_task(_served(admission, unit, order))
        assert (admission.waiting, admission.working) == (0, 0)
        return order

    order = asyncio.run(morning())
    assert len(order) == 33
    assert {order.index(unit) for unit in "abc"} == {2, 3, 4}  # one of the loud unit's was there, one waited


def test_what_would_wait_too_long_is_sent_away_and_each_to_a_moment_of_its_own() -> None:
    async def morning() -> list[int]:
        admission, waits = Admission(Limits(patience_s=2), 2), []
        admission._busy_s, admission._done = 2500.0, 10_000.0  # as it has found

        async def ask(unit: int) -> None:
            try:
                async with admission.turn(str(unit)):
                    await asyncio.sleep(0.01)
            except Crowded as error:
                waits.append(error.facts["wait_s"])

        async with asyncio.TaskGroup() as group:
            for unit in range(200):
                group.create_task(ask(unit))
        return waits

    waits = asyncio.run(morning())
    assert len(waits) == 200 - 2 - 6  # two at work; six more would wait up to three quarters of two seconds
    assert min(waits) <= 4
    assert 22 < max(waits) < 34  # 192 of half a second's work by two, half of that, and up to a quarter more
    assert max(Counter(waits).values()) < 32


def test_who_was_sent_away_finds_room_that_newcomers_do_not() -> None:
    async def morning() -> None:
        admission = Admission(Limits(patience_s=2), 1)
        admission._busy_s, admission._done = 2500.0, 10_000.0
        held = [asyncio.create_task(_served(admission, f"early {n}", [], 0.05)) for n in range(7)]
        await asyncio.sleep(0)
        with pytest.raises(Crowded):
            await _served(admission, "late", [])
        with pytest.raises(Crowded):
            await _served(admission, "newcomer", [])
        admission._sent_away.pop("newcomer")
        again = asyncio.create_task(_served(admission, "late", []))
        await asyncio.sleep(0)
        assert not again.done()
        with pytest.raises(Crowded):
            await _served(admission, "newcomer", [])
        await asyncio.gather(again, *held)

    asyncio.run(morning())


def test_what_is_expected_follows_what_is_done_and_not_one_hesitation() -> None:
    async def morning() -> None:
        admission = Admission(Limits(), 2)
        now = 0.0
        for _ in range(2000):
            now += 0.01
            admission._note_done(now)
        assert 0.009 < admission._expected_s() < 0.012
        admission._note_done(now + 2)
        assert admission._expected_s() < 0.015
        for _ in range(60):
            now += 1
            admission._note_done(now)
        assert admission._expected_s() > 0.2

    asyncio.run(morning())


def test_one_unit_may_not_fill_the_room() -> None:
    async def morning() -> None:
        admission = Admission(Limits(patience_s=1000, waiting_of_unit=3), 1)
        held = [asyncio.create_task(_served(admission, "a", [])) for _ in range(4)]
        await asyncio.sleep(0)
        with pytest.raises(Crowded):
            await _served(admission, "a", [])
        held.append(asyncio.create_task(_served(admission, "b", [])))
        await asyncio.gather(*held)

    asyncio.run(morning())


def test_a_turn_that_never_comes_is_given_up() -> None:
    async def morning() -> None:
        admission = Admission(Limits(patience_s=0.05), 1)
        async with admission.turn("slow"):
            with pytest.raises(Crowded):
                await _served(admission, "a", [])
            assert admission.waiting == 0
        assert admission.working == 0

    asyncio.run(morning())


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 4))
def test_places_are_never_lost_nor_doubled(seed: int, workers: int) -> None:
    random = Random(seed)

    async def morning() -> None:
        admission = Admission(Limits(patience_s=0.02), workers)
        at_work = 0

        async def ask() -> None:
            nonlocal at_work
            await asyncio.sleep(random.uniform(0, 0.02))
            async with admission.turn(random.choice("abcd")):
                at_work += 1
                assert at_work <= workers
                try:
                    await asyncio.sleep(random.uniform(0, 0.004))
                    if random.random() < 0.2:
                        raise RuntimeError
                finally:
                    at_work -= 1

        tasks = [asyncio.create_task(ask()) for _ in range(40)]
        for task in random.sample(tasks, 10):
            asyncio.get_running_loop().call_later(random.uniform(0, 0.03), task.cancel)
        await asyncio.gather(*tasks, return_exceptions=True)
        assert (admission.waiting, admission.working) == (0, 0)
        assert not admission._queues

    asyncio.run(morning())


def test_a_bucket_fills_again_and_knows_names_apart() -> None:
    buckets = Buckets(rate=2, burst=3)
    assert [buckets.wait_s("a", 0) for _ in range(4)] == [0, 0, 0, 0.5]
    assert buckets.wait_s("b", 0) == 0
    assert buckets.wait_s("a", 0.5) == 0
    assert buckets.wait_s("a", 0.5) == 0.5
    assert [buckets.wait_s("a", 1000) for _ in range(4)] == [0, 0, 0, 0.5]


def test_the_unit_is_slowed_when_its_laptops_together_ask_too_often() -> None:
    pace = Pace(Limits(device_burst=2, unit_burst=3, unit_rate=1), lambda: 0.0)
    pace.require("u", "a")
    pace.require("u", "a")
    with pytest.raises(TooFast):
        pace.require("u", "a")
    pace.require("u", "b")
    with pytest.raises(TooFast) as caught:
        pace.require("u", "b")
    assert caught.value.facts["wait_s"] in (1, 2, 3)
    pace.require("v", "c")


@given(st.binary(max_size=60), st.binary(min_size=1, max_size=12))
def test_the_unit_is_read_from_any_request_and_noise_is_nobodys(noise: bytes, unit: bytes) -> None:
    key = SigningKey(bytes(32))
    request = SyncRequest(unit.hex(), key.device, batches=(b"x" * 500,))
    assert messages.claimed_unit(messages.encode_sync_request(request, key)) == unit.hex()
    assert messages.claimed_unit(noise) == ""


def test_a_laptop_that_asks_without_end_is_told_when_to_come_back(tmp_path: Path) -> None:
    with desk("sqlite", tmp_path) as server:
        laptop = server.laptop(server.unit())
        slow = replace(server.settings, limits=Limits(device_burst=3, device_rate=0.1))
        with running(slow) as url:
            laptop.close()
            laptop.line.url = url
            for _ in range(3):
                laptop.send()
            with pytest.raises(ServerBusy) as caught:
                laptop.send()
            assert caught.value.facts["status"] == 429
            assert 9 <= caught.value.wait_s <= 14
            piece = state_messages.PieceRequest(laptop.place.unit_id, laptop.device)
            with pytest.raises(ServerBusy):
                laptop.line.ask_state(
                    state_messages.encode_request(piece, laptop.key), state_messages.decode_piece
                )
            text = _metrics(url)
        assert 'flexdesk_rejections_total{code="request.too_fast"} 2' in text
        assert "flexdesk_waiting_requests 0" in text
        assert "flexdesk_work_seconds_count 5" in text
        assert 'flexdesk_work_seconds_bucket{le="+Inf"} 5' in text
        laptop.close()


@pytest.mark.scenario(66)
def test_laptops_that_come_all_at_once_are_all_served_in_the_end(tmp_path: Path) -> None:
    """Far more than the server's patience allows; each comes back when it was told to."""
    with desk("sqlite", tmp_path) as server:
        laptops = [server.laptop(server.unit()) for _ in range(24)]
        tight = replace(server.settings, limits=Limits(patience_s=0.05))
        sent_away: Counter[tuple[object, bool]] = Counter()

        def morning(laptop) -> None:
            laptop.write(2)
            for _try in range(12):
                try:
                    response = laptop.send(laptop.batch())
                except ServerBusy as busy:
                    sent_away[busy.facts["status"], 1 <= busy.wait_s <= 5] += 1
                    moment.wait(busy.wait_s / 20)  # the test's hours are shorter
                    continue
                assert response.acknowledged == {laptop.device: 2}
                return
            raise AssertionError("starved")

        moment = threading.Event()
        with running(tight) as url, ThreadPoolExecutor(24) as pool:
            for laptop in laptops:
                laptop.close()
                laptop.line.url = url
            list(pool.map(morning, laptops))
        assert set(sent_away) == {(503, True)}
        for laptop in laptops:
            assert server.state(laptop).transactions == 2
            laptop.close()


def _metrics(url: str) -> str:
    line = http.client.HTTPConnection(urlsplit(url).netloc)
    line.request("GET", "/metrics")
    text = line.getresponse().read().decode()
    line.close()
    return text
