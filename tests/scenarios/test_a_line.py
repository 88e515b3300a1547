"""The line is bad: cut, lost, slow, silent, stalled, held by a hotspot, or there for half a minute a day."""

import os
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from threading import Thread, Timer

import pytest

from flexdesk.domain.ops import Change
from flexdesk.errors import CancelledError
from flexdesk.progress import Progress
from flexdesk.services.exchange import BYTES_PER_BATCH
from flexdesk.store.carriers import SyncState
from flexdesk.sync.http import STALL_S, LineCut, NotOurServer, Offline, ProxyWantsLogin
from tests.helpers.shaped_line import ONE_BAR, TWO_G, VSAT, Shape, settle, shaped
from tests.helpers.tls import tls_front
from tests.helpers.units import make_unit
from tests.scenarios.lines import Laptop, World, world
from tests.sync.test_http import answering, is_whole, talking

SOAK = bool(os.environ.get("SOAK"))
SCALE = 1.0 if SOAK else 0.005
PAGE = b"<html><title>Selamat datang</title></html>"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One unit for all: a test leaves both laptops and the server equal, with more in them than before."""
    folder = tmp_path_factory.mktemp("line")
    with world(make_unit(folder / "met"), folder / "unit") as made:
        yield made


@pytest.mark.scenario(1)
def test_a_cut_after_any_byte_costs_at_most_one_chunk(place: World) -> None:
    """Over real sockets, at some bytes; at every byte of many exchanges: tests/simulator/test_cuts.py."""
    before = len(place.sri.lines)
    with place.line(Shape(scale=0.001)) as (line, url):
        for way in ("up", "down"):
            for k in range(1, 1100, 99 if SOAK else 219):
                place.sri.write(2, 200)
                place.budi.write(2, 200)
                place.budi.sync(place.url)
                line.cut(**{way: k})
                place.sri.sync(url)
                assert place.no_false_receipt()
                assert place.sri.desk.carriers.received() == place.sri.last
        counted = place.sri.lines[before:]
    assert sum(one.failures for one in counted) >= 8
    assert 0 < max(one.largest_loss for one in counted) < BYTES_PER_BATCH
    assert place.ends_equal()


@pytest.mark.scenario(2)
def test_a_lost_answer_is_asked_for_again_and_gives_the_same_receipt(place: World) -> None:
    place.sri.write(3)
    before = place.server_has(place.sri)
    with place.line(Shape(scale=0.001)) as (line, url):
        line.cut(down=0)
        done = place.sri.sync(url)
        assert (done.round_trips, done.sent) == (2, 3)
        assert (place.sri.line.failures, place.sri.line.again) == (1, 0)
    assert place.server_has(place.sri) == before + 3
    position = place.position()
    assert place.sri.sync(place.url).receipt == done.receipt
    assert place.position() == position
    assert place.ends_equal()


@pytest.mark.slow
@pytest.mark.scenario(3)
def test_two_g_with_losses_and_five_cuts_ends_with_little_sent_twice(place: World) -> None:
    place.budi.write(90 if SOAK else 40, 450)
    place.budi.sync(place.url)
    place.sri.write(210 if SOAK else 100, 450)
    cuts = (9_000, 30_000, 47_000, 70_000, 95_000) if SOAK else (9_000, 38_000)
    shape = replace(TWO_G, cuts=cuts).scaled(SCALE)
    began = time.monotonic()
    with place.line(shape) as (line, url):
        done = place.sri.sync(url)
        took = (time.monotonic() - began) / SCALE
        counted = place.sri.line
        print(
            f"2G: {counted.content} bytes in {took:.0f} s, {done.round_trips} requests of at most "
            f"{max(counted.sizes)}, {counted.failures} failures, {line.connections} connections, "
            f"{counted.again} bytes again ({counted.resent:.1%}), at most {counted.largest_loss} at once"
        )
        assert counted.failures >= len(cuts)
        assert counted.content > 20_000 * len(cuts)
        assert counted.resent <= 0.15
    assert place.ends_equal()


@pytest.mark.slow
@pytest.mark.scenario(4)
def test_a_satellite_line_with_black_outs_of_a_minute_ends(place: World) -> None:
    place.sri.write(210 if SOAK else 100, 450)
    shape = replace(VSAT, silences=((3.0, 60.0), (70.0, 60.0))).scaled(SCALE)
    began = time.monotonic()
    with place.line(shape) as (line, url):
        done = place.sri.sync(url)
        took = (time.monotonic() - began) / SCALE
        counted = place.sri.line
        print(
            f"VSAT: {counted.content} bytes in {took:.0f} s, {done.round_trips} requests of at most "
            f"{max(counted.sizes)}, {counted.failures} failures, {line.connections} connections, "
            f"{counted.resent:.1%} again"
        )
        assert took > 60
        assert counted.resent <= 0.15
    assert place.ends_equal()


@pytest.mark.scenario(5)
@pytest.mark.parametrize(
    ("status", "error"), [(200, NotOurServer), (302, NotOurServer), (407, ProxyWantsLogin)]
)
def test_the_page_of_a_hotspot_changes_nothing_here(
    place: World, status: int, error: type[Exception]
) -> None:
    place.sri.write(2)
    own, carriers, log = place.server_has(place.sri), place.sri.desk.carriers, place.sri.desk.store.log
    before = (log.vector(), carriers.received(), carriers.handed(), carriers.all())
    headers = {"Content-Type": "text/html", "Location": "http://masuk.contoh/"}
    with answering(status, headers, PAGE) as url, pytest.raises(error):
        place.sri.sync(url)
    assert (log.vector(), carriers.received(), carriers.handed(), carriers.all()) == before
    assert place.server_has(place.sri) == own
    assert place.ends_equal()


@pytest.mark.scenario(5)
def test_the_proxy_of_the_office_is_used_and_its_wish_to_know_us_is_told(
    place: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proxy is named in the environment; the server's own name is known to nobody here."""
    place.sri.write(1)
    for name in ("no_proxy", "NO_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for scheme in ("http", "https"):
        with talking(refuse) as proxy:
            monkeypatch.setenv(f"{scheme}_proxy", proxy)
            with pytest.raises(ProxyWantsLogin):
                place.sri.sync(f"{scheme}://server.contoh")
    with talking(lambda connection: pass_through(connection, place.url)) as proxy:
        monkeypatch.setenv("http_proxy", proxy)
        assert place.sri.sync("http://server.contoh").sent == 1
        place.sri.service.close()
    monkeypatch.delenv("http_proxy")
    assert place.ends_equal()


def refuse(connection: socket.socket) -> None:
    connection.recv(65536)
    told = b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n"
    connection.sendall(told + b"Content-Length: 0\r\nConnection: close\r\n\r\n")


def pass_through(connection: socket.socket, url: str) -> None:
    """What a proxy does with one request: the whole address becomes a path."""
    host, _colon, port = url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port))) as onward:
        onward.sendall(whole(connection).replace(b"http://server.contoh/s", b"/s", 1))
        connection.sendall(whole(onward))


def whole(connection: socket.socket) -> bytes:
    message = connection.recv(65536)
    while not is_whole(message):
        message += connection.recv(65536)
    return message


@pytest.mark.scenario(7)
def test_a_stalled_socket_ends_by_stall_and_a_slow_one_does_not(place: World) -> None:
    place.sri.write(1, 60_000, rows=4)  # one change, so one batch
    with place.line(Shape(rate=60_000, scale=2 / STALL_S)) as (_line, url):
        began = time.monotonic()
        done = place.sri.sync(url)
        assert time.monotonic() - began > 2.5  # nothing came back for longer than a stall may last
        assert (done.round_trips, place.sri.line.failures) == (1, 0)
    place.sri.write(1)
    place.sri.over(1 / STALL_S, keep_s=0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        with pytest.raises(LineCut):
            place.sri.sync(f"http://127.0.0.1:{silent.getsockname()[1]}")
        assert 0.9 < time.monotonic() - began < 5
    place.sri.over(1.0)
    assert place.ends_equal()


@pytest.mark.scenario(7)
def test_a_person_can_stop_a_stalled_exchange_at_once(place: World) -> None:
    place.sri.write(1)
    progress = Progress()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        Timer(0.2, progress.cancel).start()
        began = time.monotonic()
        with pytest.raises(CancelledError):
            place.sri.sync(f"http://127.0.0.1:{silent.getsockname()[1]}", progress)
        assert time.monotonic() - began < STALL_S / 4
    assert place.ends_equal()


@pytest.mark.slow
@pytest.mark.scenario(8)
def test_each_short_window_brings_decisions_first_and_moves_something(place: World) -> None:
    """One bar of signal for forty seconds now and then, after days of work on both sides."""
    committer = place.budi.desk.committer
    key = str(place.budi.desk.store.select("person")[0]["key"])
    wrong = committer.upsert("person", key, {"status": "SALAH"})
    place.budi.write(80 if SOAK else 40, 450)
    committer.commit(Change("test.status", (wrong,)))  # the newest of all, and the server will refuse it
    place.budi.sync(place.url)
    place.sri.write(80 if SOAK else 40, 450)
    rejections = len(place.sri.desk.carriers.entries("reject"))
    moved: list[tuple[int, int]] = []
    scale = max(SCALE, 0.02)  # an exchange at all takes a busy machine a tenth of a second
    with place.line(ONE_BAR.scaled(scale), keep_s=0) as (line, url):
        line.fall()
        for _window in range(40):
            line.rise(40 * scale)
            try:
                place.sri.sync(url)
                break
            except Offline:
                moved.append(place.progress_of_sri())
                assert place.no_false_receipt()
                # The decision is here although the change that it is about is the last to come.
                assert len(place.sri.desk.carriers.entries("reject")) == rejections + 1
        else:
            pytest.fail(f"no end: {moved}")
    print(f"one bar: {len(moved) + 1} windows, received and taken in after each: {moved}")
    assert len(moved) > 1
    assert all(before != after for before, after in pairwise(moved))
    assert place.ends_equal()


@pytest.mark.scenario(14)
def test_what_came_by_stick_while_the_line_was_cut_arrives_once(place: World, tmp_path: Path) -> None:
    """The answer is cut after the server has the edits; they go on by stick and line at once."""
    place.sri.write(4)
    known = place.progress_of_budi()
    with place.line(Shape(), keep_s=0) as (line, url):
        line.cut(down=10)
        with pytest.raises(LineCut):
            place.sri.sync(url)
    file = tmp_path / "stick.flexdesk"
    place.sri.desk.bundles.create(file, "unit")
    line_of_budi = Thread(target=place.budi.sync, args=(place.url,))
    line_of_budi.start()
    place.budi.desk.bundles.apply(file)
    line_of_budi.join()
    assert place.progress_of_budi() == place.sri.last == known + 4
    assert place.budi.desk.bundles.apply(file).applied == 0
    assert place.ends_equal()
    rows = place.budi.desk.store.connection.execute(
        "SELECT count(*) AS n, count(DISTINCT seq) AS once FROM tx WHERE device = ?", (place.sri.device,)
    ).fetchone()
    assert rows["n"] == rows["once"] == place.sri.last


@pytest.mark.scenario(10)
def test_an_exchange_without_changes_costs_almost_nothing(
    place: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With TLS and all headers, both ways: first of the day, with the session taken up, on the kept line."""
    with tls_front(place.url, tmp_path) as (secure, authority):
        monkeypatch.setenv("SSL_CERT_FILE", str(authority))
        with shaped(secure, Shape()) as (line, url):
            counts = []
            for ends in (True, False, False):
                done = place.sri.sync(url)
                assert (done.sent, done.received, done.round_trips) == (0, 0, 1)
                if ends:
                    place.sri.line.hang_up()
                settle(line.given)
                counts.append(sum(line.given.values()) - sum(counts))
            first, taken_up, kept = counts
            assert first <= 2500
            assert taken_up <= 1500
            assert kept <= 700
            place.sri.service.close()
    assert place.ends_equal()


@pytest.mark.scenario(26)
def test_a_cell_edited_while_its_older_value_is_on_its_way_is_not_sent(place: World) -> None:
    """The person types on while the request is on the line; then the receipt for the older value comes."""
    laptop, carriers = place.sri, place.sri.desk.carriers
    laptop.write(1)
    row, older = laptop.written[-1]
    states: list[SyncState] = []
    with place.line(Shape(rate=30_000, latency_s=0.3)) as (_line, url):
        before = len(laptop.lines)
        exchange = Thread(target=beside, args=(laptop, url))
        exchange.start()
        wait_until(lambda: len(laptop.lines) > before and laptop.line.traffic.bytes_up > 0)
        laptop.desk.committer.commit(
            Change("test.note", (laptop.desk.committer.upsert("assignment", row, {"reason": "newer"}),))
        )
        assert exchange.is_alive()
        states.append(carriers.state_of_row("assignment", row))
        exchange.join()
    states.append(carriers.state_of_row("assignment", row))
    assert states == [SyncState.LOCAL, SyncState.LOCAL]
    assert carriers.received() == laptop.last - 1
    assert carriers.counts()[SyncState.LOCAL] == 1
    place.budi.sync(place.url)
    assert (place.budi.desk.store.get("assignment", row) or {})["reason"] == older
    laptop.written[-1] = row, "newer"
    assert place.ends_equal()
    assert carriers.state_of_row("assignment", row) is SyncState.RECEIVED


def beside(laptop: Laptop, url: str) -> None:
    """One exchange on a thread of its own, as a job of the window does it."""
    try:
        laptop.sync(url)
    finally:
        laptop.desk.store.release()


def wait_until(is_so: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.005)
