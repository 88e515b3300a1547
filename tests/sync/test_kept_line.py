"""One line for many exchanges: kept open, ended by the server unnoticed, stopped by the person."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flexdesk.errors import CancelledError
from flexdesk.progress import Progress
from flexdesk.services.exchange import BYTES_PER_BATCH
from flexdesk.sync.http import HttpLine, LineCut
from flexdesk.sync.wire import read_header
from tests.helpers.server import desk
from tests.helpers.shaped_line import Shape, settle, shaped
from tests.helpers.tls import tls_front
from tests.helpers.units import make_unit
from tests.scenarios.lines import World, world


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("kept")
    with world(make_unit(folder / "met"), folder / "unit") as made:
        yield made


def test_exchanges_share_a_connection_and_a_dead_one_is_opened_anew_silently(place: World) -> None:
    with place.line(Shape()) as (line, url):
        for _ in range(3):
            place.sri.write(1)
            place.sri.sync(url)
        assert line.connections == 1
        line.fall()
        line.rise()
        time.sleep(0.05)
        place.sri.write(1)
        assert place.sri.sync(url).sent == 1
        assert line.connections == 2
        assert place.sri.line.failures == 0
        place.sri.service.close()
        assert place.sri.sync(url).sent == 0
        assert line.connections == 3
    assert place.ends_equal()


def test_what_an_exchange_moved_does_not_count_the_one_before(place: World) -> None:
    place.sri.write(5)
    first, second = place.sri.sync(place.url), place.sri.sync(place.url)
    assert first.bytes_up > second.bytes_up > 0
    assert (second.round_trips, second.sent) == (1, 0)


def test_small_batches_are_signed_and_one_exchange_is_one_row(place: World) -> None:
    first = place.sri.last + 1
    place.sri.over(1.0)  # a line of which nothing is known
    place.sri.write(40, 450)
    before = len(place.sri.desk.carriers.all())
    done = place.sri.sync(place.url)
    assert done.round_trips > 1
    blobs = place.sri.desk.carriers.batches_of(place.sri.device, first - 1)
    assert len(blobs) > 4
    assert max(map(len, blobs)) <= BYTES_PER_BATCH
    assert sum(h.last + 1 - h.first for h in map(read_header, blobs)) == 40
    rows = place.sri.desk.carriers.all()
    assert len(rows) == before + 1
    assert (rows[0].first, rows[0].last, rows[0].receipt) == (first, place.sri.last, done.receipt)
    assert rows[0].bytes == sum(map(len, blobs))
    assert place.ends_equal()


def test_decisions_travel_once_however_many_answers_the_batches_take(place: World) -> None:
    place.budi.write(40, 450)
    place.budi.sync(place.url)
    got: list[tuple[int, int]] = []
    place.sri.over(1.0)
    line = place.sri.service.session.line(place.url)
    plain = line.exchange

    def watched(request, signer):  # type: ignore[no-untyped-def]
        answer = plain(request, signer)
        got.append((len(answer.entries), len(answer.batches)))
        return answer

    line.exchange = watched  # type: ignore[method-assign]
    line.pace.down.size = 2048
    place.budi.write(40, 450)
    place.budi.sync(place.url)
    place.sri.sync(place.url)
    assert len(got) > 2
    assert got[0][0] >= 1
    assert all(entries == 0 and batches > 0 for entries, batches in got[1:])
    place.sri.over(1.0)
    assert place.ends_equal()


def test_own_changes_go_before_those_that_are_passed_on(place: World, tmp_path: Path) -> None:
    """On a short window one's own receipt matters more; a colleague's laptop sends its changes by itself."""
    file = tmp_path / "passed.flexdesk"
    place.budi.write(10, 450)
    place.budi.desk.bundles.create(file, "unit")
    place.sri.desk.bundles.apply(file)
    place.sri.write(10, 450)
    place.sri.over(1.0)
    line = place.sri.service.session.line(place.url)
    plain, asked = line.exchange, []

    def watched(request, signer):  # type: ignore[no-untyped-def]
        asked.extend(read_header(blob) for blob in request.batches)
        return plain(request, signer)

    line.exchange = watched  # type: ignore[method-assign]
    place.sri.sync(place.url)
    authors = [header.device for header in asked]
    own = authors.count(place.sri.device)
    assert 0 < own < len(authors)
    assert set(authors[:own]) == {place.sri.device}
    assert [h.first for h in asked[:own]] == sorted(h.first for h in asked[:own])
    assert place.ends_equal()


def test_progress_counts_bytes_and_ends_where_it_said(place: World) -> None:
    place.sri.over(1.0)
    place.sri.write(60, 450)
    told: list[tuple[int, int]] = []
    place.sri.sync(place.url, Progress(lambda done, total: told.append((done, total)), every_ms=0))
    assert len(told) > 1
    sums = [total for _done, total in told]
    assert [done for done, _total in told] == sorted(done for done, _total in told)
    assert max(sums) < 1.3 * min(sums)  # headers and entries come on top of what was known
    assert place.sri.service.seconds_for(1000) is not None
    assert place.ends_equal()


def test_a_person_who_stops_between_two_requests_loses_nothing_that_arrived(place: World) -> None:
    place.sri.write(60, 450)
    progress = Progress(lambda _done, _total: progress.cancel(), every_ms=0)
    place.sri.over(1.0)
    with pytest.raises(CancelledError):
        place.sri.sync(place.url, progress)
    received = place.sri.desk.carriers.received()
    assert 0 < received < place.sri.last
    assert received == place.server_has(place.sri)
    assert place.ends_equal()


def test_no_request_begins_on_a_line_that_was_stopped_until_it_is_hung_up(tmp_path: Path) -> None:
    with desk("sqlite", tmp_path) as server:
        laptop = server.laptop(server.unit())
        laptop.line.interrupt()
        with pytest.raises(LineCut):
            laptop.send()
        laptop.line.hang_up()
        laptop.send()
        laptop.close()


def test_a_pause_ends_when_the_person_stops() -> None:
    progress = Progress()
    threading.Timer(0.05, progress.cancel).start()
    began = time.monotonic()
    with pytest.raises(CancelledError):
        progress.pause(30)
    assert time.monotonic() - began < 5


def test_a_connection_secured_once_is_taken_up_with_fewer_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk("sqlite", tmp_path) as server, tls_front(server.url, tmp_path) as (secure, authority):
        monkeypatch.setenv("SSL_CERT_FILE", str(authority))
        laptop = server.laptop(server.unit())
        with shaped(secure, Shape()) as (line, url):
            laptop.line.close()
            laptop.line = HttpLine(url)
            sizes = []
            for _ in range(3):
                laptop.send()
                laptop.line.hang_up()
                settle(line.given)
                sizes.append(sum(line.given.values()) - sum(sizes))
            assert line.connections == 3
            assert max(sizes[1:]) < 0.8 * sizes[0]
        laptop.close()
