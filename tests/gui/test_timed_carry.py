"""The carry file makes itself: daily, and when the window closes on edits that none holds."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from flexdesk.bootstrap import open_desk
from flexdesk.desk.desk import Desk
from flexdesk.system.clock import FixedClock
from tests.helpers.desks import PASSPHRASE, small_desk
from ui.app import make_window
from ui.desktop import keep_carried, specs
from ui.opened import OpenedUnit
from ui.sending.page import SendingPage
from ui.shell.main_window import MainWindow
from ui.tasks.timed_carry import TimedCarry

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
NIP = "198503152010012001"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    desk = small_desk(tmp_path / "unit", [(NIP, "Sri Contohwati")], clock=FixedClock(NOW))
    opened = OpenedUnit(desk)
    made = make_window(opened, specs(desk))
    keep_carried(opened, made)
    qtbot.waitUntil(lambda: not made.runner.jobs)
    yield made
    made.shut()


def core(window: MainWindow) -> Desk:
    assert isinstance(window.desk, OpenedUnit)
    return window.desk.core


def test_it_is_written_when_due_and_at_closing(qtbot: QtBot, window: MainWindow) -> None:
    desk = core(window)
    clock = desk.clock
    assert isinstance(clock, FixedClock)
    timed = window.findChild(TimedCarry)

    def look() -> int:
        timed.look()
        qtbot.waitUntil(lambda: not window.runner.jobs)
        return len(desk.carry.files())

    assert look() == 1
    clock.advance(hours=30)
    assert look() == 1  # nothing changed
    desk.people.change(NIP, {"phone": "0811"})
    assert look() == 2
    clock.advance(hours=1)
    desk.people.change(NIP, {"phone": "0812"})
    assert look() == 2  # of today already
    covers = desk.store.log.vector()[desk.store.device]
    window.shut()
    with open_desk(desk.folder, passphrase=PASSPHRASE, clock=clock) as again:
        assert len(again.carry.files()) == 3
        assert again.carry.facts().uncarried == 0
        assert again.bundles.inspect(again.carry.files()[0]).header.contents[0].last == covers


def test_a_disk_that_refuses_does_not_keep_the_window_open(window: MainWindow) -> None:
    desk = core(window)
    desk.carry.outbox.write_bytes(b"a file stands where the folder should be")
    window.shut()
    with open_desk(desk.folder, passphrase=PASSPHRASE, clock=FixedClock(NOW)) as again:
        assert again.carry.facts().uncarried > 0


def test_the_screen_tells_what_lies_here_only_and_where_it_is_carried(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.go("sending")
    page = window.page
    assert isinstance(page, SendingPage)
    qtbot.waitUntil(lambda: page.centre is not None and not window.runner.jobs)
    row = page.carry
    assert "No carry file holds them yet" in row.words.text()
    assert row.words.accessibleName() == row.words.text()
    assert not row.none.isVisibleTo(row)
    stick = tmp_path / "stick"
    stick.mkdir()
    row.choose(stick)
    qtbot.waitUntil(lambda: str(stick) in row.words.text())
    assert len(core(window).carry.files(stick)) == 1
    assert row.none.isVisibleTo(row)
    stick.rename(tmp_path / "pulled")
    row.write.click()
    qtbot.waitUntil(lambda: "is not there" in row.words.text())
    row.none.click()
    qtbot.waitUntil(lambda: "on this disk only" in row.words.text())
    assert [command.text for command in page.commands() if command.icon == "hard-drive"] == [
        "Write a carry file"
    ]
