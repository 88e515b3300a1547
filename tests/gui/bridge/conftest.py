"""The real program on the sample kecamatan, with the strip beside its window."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from flexdesk.bootstrap import open_desk
from flexdesk.desk.desk import Desk
from flexdesk.domain.periods import Period, parse_period
from flexdesk.system.clock import SystemClock
from tests.helpers.desks import PASSPHRASE, TODAY, kecamatan_desk
from ui.bridge.keeper import BridgeKeeper
from ui.bridge.strip import BridgeStrip
from ui.desktop import keep_bridge, specs
from ui.opened import OpenedUnit
from ui.shell.main_window import MainWindow

MONTH = parse_period("2026-09")
J_KEY = Qt.Key.Key_J
Control, Shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says of several calls that it has no windows to do them with."""
    for item in items:
        if "gui/bridge" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@dataclass
class Hand:
    desk: Desk
    window: MainWindow

    @property
    def keeper(self) -> BridgeKeeper:
        found = self.window.findChild(BridgeKeeper)
        assert isinstance(found, BridgeKeeper)
        return found

    @property
    def strip(self) -> BridgeStrip:
        assert self.keeper.strip is not None
        return self.keeper.strip

    def reporter(self, number: int = 0) -> str:
        """Key of somebody with reports in September."""
        rows = self.desk.store.select("output", day=("2026-09-01", "2026-09-30"))
        return list(dict.fromkeys(str(row["person"]) for row in rows))[number]

    def open(self, period: Period = MONTH, form: str = "daily") -> BridgeStrip:
        self.window.beside.emit("bridge", f"{self.reporter()}|{period.code}|{form}")
        QApplication.processEvents()
        return self.strip

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Control, on: QWidget | None = None) -> None:
        QTest.keyClick(on or self.strip, key, modifier)
        QApplication.processEvents()

    def go_on(self) -> BridgeStrip:
        self.keeper.go_on()
        QApplication.processEvents()
        return self.strip

    def copied(self) -> str:
        return QGuiApplication.clipboard().text()

    def close(self) -> None:
        self.window.editor.forget()
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()


def opened(desk: Desk) -> Hand:
    unit = OpenedUnit(desk)
    window = MainWindow(unit, specs(desk))
    keep_bridge(unit, window)
    window.go("today")
    window.resize(1366, 768)
    window.show()
    QApplication.processEvents()
    return Hand(desk, window)


def again(folder: Path) -> Hand:
    """The program started once more."""
    return opened(open_desk(folder, passphrase=PASSPHRASE, clock=SystemClock(TODAY)))


@pytest.fixture
def hand(qapp: QApplication, tmp_path: Path) -> Iterator[Hand]:  # noqa: ARG001 - there has to be one
    made = opened(kecamatan_desk(tmp_path / "unit"))
    yield made
    made.close()
