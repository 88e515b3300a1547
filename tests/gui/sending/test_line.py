"""The exchange that goes on by itself: after a failure, when the network returns, never because of edits."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from flexdesk.domain.ops import Change
from flexdesk.domain.places import Place
from flexdesk.sync.patience import AFTER_CUT, USUAL
from flexdesk.system.clock import FixedClock
from tests.gui.sending.laptops import Office, office
from tests.gui.sending.windows import opened, settle
from tests.helpers.shaped_line import Shape, shaped
from tests.sync.test_http import answering
from ui.qt.network import Network
from ui.sending.line import Line, ServerLine
from ui.sending.page import SendingPage
from ui.shell.main_window import MainWindow

FRIDAY = date(2026, 11, 27)
DEAD = "http://127.0.0.1:9"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as made:
        made.mine.membership.enrol(made.url, made.code(), "Bambang")
        yield made


@contextmanager
def line_of(place: Office) -> Iterator[tuple[MainWindow, ServerLine, Network]]:
    """The line of an open window, with a network that the test speaks for."""
    with opened(place.mine, "sending") as window:
        page = window.page
        assert isinstance(page, SendingPage)
        network = Network()
        line = ServerLine(place.mine, window.runner, page, network=network, random=Random(1))
        yield window, line, network
        line.shut()
        settle(window)


def now(place: Office) -> FixedClock:
    assert isinstance(place.mine.clock, FixedClock)
    return place.mine.clock


def waits(place: Office, line: ServerLine) -> timedelta:
    assert line.next_try is not None
    return line.next_try - now(place).now()


def timer_of(line: ServerLine) -> QTimer:
    (timer,) = line.findChildren(QTimer)
    return timer


def write(place: Office) -> None:
    eko = place.key("Eko Prasetyo")
    place.mine.schedule.set_places([(eko, FRIDAY, Place.TRAINING)])


@pytest.mark.scenario(9)
def test_a_failed_upload_goes_by_timer_without_a_new_edit(place: Office) -> None:
    write(place)
    place.mine.membership.set_url(DEAD)
    with line_of(place) as (window, line, _network):
        line.sync()
        settle(window)
        assert line.state is Line.OFFLINE
        first = waits(place, line)
        assert 0.8 * USUAL <= first <= 1.2 * USUAL
        line.sync()
        settle(window)
        assert waits(place, line) > 1.2 * first
        place.mine.membership.set_url(place.url)
        timer_of(line).start(1)  # the pause is over
        settle(window)
        assert line.state is Line.IDLE
        assert place.mine.status.read().unsent == 0
        assert 0.8 * USUAL <= waits(place, line) <= 1.2 * USUAL


@pytest.mark.scenario(9)
def test_the_network_that_comes_back_is_used_at_once(place: Office) -> None:
    write(place)
    place.mine.membership.set_url(DEAD)
    with line_of(place) as (window, line, network):
        line.sync()
        settle(window)
        place.mine.membership.set_url(place.url)
        now(place).advance(minutes=2)
        network.note(1)  # gone
        assert waits(place, line) > timedelta(minutes=5)
        network.note(4)
        assert timedelta(0) < waits(place, line) <= timedelta(seconds=5)
        timer_of(line).start(1)
        settle(window)
        assert place.mine.status.read().unsent == 0


def test_a_network_that_comes_and_goes_is_not_asked_every_time(place: Office) -> None:
    place.mine.membership.set_url(DEAD)
    with line_of(place) as (window, line, network):
        line.sync()
        settle(window)
        for reach in (1, 4, 1, 4, 1, 2, 4):
            network.note(reach)
        assert waits(place, line) >= timedelta(seconds=59)
        assert not window.runner.jobs


def test_a_server_that_asked_for_time_gets_it_whatever_the_network_does(place: Office) -> None:
    with answering(503, {"Retry-After": "900"}, b"") as url:
        place.mine.membership.set_url(url)
        with line_of(place) as (window, line, network):
            line.sync()
            settle(window)
            assert line.state is Line.OFFLINE
            now(place).advance(minutes=2)
            network.note(1)
            network.note(4)
            assert waits(place, line) >= timedelta(minutes=13)


@pytest.mark.scenario(6)
@pytest.mark.parametrize(("status", "asked"), [(429, "600"), (503, "600"), (500, "")])
def test_work_goes_on_while_the_server_is_busy(place: Office, status: int, asked: str) -> None:
    with answering(status, {"Retry-After": asked} if asked else {}, b"<html>") as url:
        place.mine.membership.set_url(url)
        with line_of(place) as (window, line, _network):
            line.sync()
            write(place)
            settle(window)
            assert line.state is Line.OFFLINE
            least = timedelta(seconds=int(asked or AFTER_CUT.total_seconds() / 4))
            assert least <= waits(place, line) <= 1.5 * least
            assert window.notices.banner is None
            place.mine.membership.set_url(place.url)
            timer_of(line).start(1)
            settle(window)
            assert place.mine.status.read().unsent == 0
            assert len(place.mine.store.select("assignment")) == 1


def test_own_edits_start_no_exchange(place: Office) -> None:
    with line_of(place) as (window, line, network):
        line.begin()
        started: list[object] = []
        window.runner.started.connect(started.append)
        before = line.next_try
        for _ in range(20):
            write(place)
        network.note(4)
        settle(window)
        assert [job for job in started if getattr(job, "label", "")] == []
        assert line.next_try == before


def test_the_system_tells_about_the_network_or_keeps_quiet() -> None:
    network = Network()
    came: list[bool] = []
    network.came_back.connect(lambda: came.append(True))
    network.watch()
    network.watch()
    network.note(1)
    before = len(came)
    network.note(4)
    network.note(4)
    assert len(came) == before + 1


def test_progress_is_told_in_sizes_and_time(place: Office) -> None:
    place.mine.sync.sync()
    with line_of(place) as (_window, line, _network):
        text = line.words_of(2_048, 40_960)
        assert text.startswith("2 KB of 40 KB, about ")


def test_what_a_broken_exchange_moved_is_shown(place: Office) -> None:
    eko = place.key("Eko Prasetyo")
    committer = place.mine.committer
    for number in range(60):
        text = f"{Random(number).getrandbits(2000):x}"
        op = committer.upsert("assignment", f"{eko}|{FRIDAY + timedelta(days=number)}", {"reason": text})
        committer.commit(Change("test.note", (op,)))
    with shaped(place.url, Shape(rate=100_000, cuts=(9_000,))) as (_bad, url):
        place.mine.membership.set_url(url)
        with opened(place.mine, "sending") as window:
            page = window.page
            assert isinstance(page, SendingPage)
            before = sum(out.changes for out in page.centre.out) if page.centre else 0
            place.mine.sync.session.patience._keep_s = 0
            page.synchronise()
            settle(window)
            assert page.line.state is Line.OFFLINE
            assert page.centre is not None
            shown = sum(out.changes for out in page.centre.out)
            last = place.mine.store.log.vector()[place.mine.store.device]
            assert 0 < shown < before
            assert shown == last - place.mine.carriers.received()


def test_a_stalled_exchange_is_stopped_by_the_person_and_when_the_window_closes(place: Office) -> None:
    with shaped(place.url, Shape(latency_s=30)) as (_line, url):
        place.mine.membership.set_url(url)
        before = threading.active_count()
        with line_of(place) as (window, line, _network):
            line.sync()
            QTimer.singleShot(300, line.shut)
            settle(window, 10)
            assert line.state is Line.IDLE
            line.sync()
        assert threading.active_count() <= before


def test_what_is_safe_here_is_said_before_anybody_answers_and_the_exchange_can_be_stopped(
    place: Office,
) -> None:
    write(place)
    with shaped(place.url, Shape(latency_s=30)) as (_line, url):
        place.mine.membership.set_url(url)
        with opened(place.mine, "sending") as window:
            page = window.page
            assert isinstance(page, SendingPage)
            count = place.mine.status.read().unsent
            assert count
            assert not page.stop.isVisible()
            QTest.keyClick(window, Qt.Key.Key_F5)
            assert f"asking the server; {count} records are safe here" in page.header.note.text()
            page.line._network.note(1)  # the system says that there is no network
            page.line.progressed.emit()
            assert page.header.note.text() == f"no line, {count} records are safe here"
            assert page.stop.isVisible()
            assert not page.sync.isEnabled()
            page.stop.setFocus()
            QTest.keyClick(page.stop, Qt.Key.Key_Space)
            settle(window, 10)
            assert page.line.state is Line.IDLE
            assert not page.stop.isVisible()
            assert window.notices.banner is None
            assert place.mine.status.read().unsent == count


def test_how_much_goes_and_how_long_it_takes_is_said_before(place: Office) -> None:
    with opened(place.mine, "sending") as window:
        page = window.page
        assert isinstance(page, SendingPage)
        assert page.centre is not None
        assert page.columns.out.note.text().endswith("on 3G")  # no line was used yet
        page.synchronise()
        settle(window)
        assert page.columns.out.note.text() == ""
        write(place)
        settle(window)
        assert page.columns.out.note.text().startswith("2")
        assert page.columns.out.note.text().endswith("without photos, about 5 s")
