"""Backups make themselves: when something changed, some hours apart, and never twice for one state."""

from datetime import UTC, datetime
from pathlib import Path

from pytestqt.qtbot import QtBot

from flexdesk.bootstrap import create_desk
from flexdesk.keys.system_keyring import no_keyring
from flexdesk.system.clock import FixedClock
from tests.helpers.desks import CHEAP, PASSPHRASE
from ui.app import make_window
from ui.desktop import keep_backups
from ui.opened import OpenedUnit
from ui.tasks.timed_backup import TimedBackup

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_a_backup_is_made_when_it_is_due(qtbot: QtBot, tmp_path: Path) -> None:
    clock = FixedClock(NOW)
    desk = create_desk(
        tmp_path / "unit",
        unit="Kelurahan Contoh",
        agency="Kota Contoh",
        passphrase=PASSPHRASE,
        clock=clock,
        keyring=no_keyring,
        cost=CHEAP,
    )
    opened = OpenedUnit(desk)
    window = make_window(opened, ())
    keep_backups(opened, window)
    timed = window.findChild(TimedBackup)

    def look() -> int:
        timed.look()
        qtbot.waitUntil(lambda: not window.runner.jobs)
        return len(desk.backups.all())

    assert look() == 1
    assert desk.backups.verify(desk.backups.all()[0].name) == []
    clock.advance(hours=5)
    assert look() == 1  # nothing changed
    desk.unit.set({"place": "Contoh"})
    assert look() == 2
    desk.unit.set({"place": "Lain"})
    clock.advance(hours=1)
    assert look() == 2  # too soon
    clock.advance(hours=3)
    assert look() == 3
    window.shut()
