from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from flexdesk.desk.desk import Desk
from tests.helpers.desks import kecamatan_desk, small_desk
from ui.desktop import specs
from ui.leave.page import LeavePage
from ui.opened import OpenedUnit
from ui.shell.main_window import MainWindow

RINI, AGUS, PUTRI = "198501012009012001", "199001012015011002", "199001012022211003"
MON, FRI = date(2026, 11, 23), date(2026, 11, 27)


class Hand:
    """Types and looks as a person at the window would."""

    def __init__(self, qtbot: QtBot, desk: Desk, window: MainWindow) -> None:
        self.qtbot, self.desk, self.window = qtbot, desk, window

    @property
    def page(self) -> LeavePage:
        page = self.window.page
        assert isinstance(page, LeavePage)
        return page

    def key(self, nip: str) -> str:
        return next(person.key for person in self.desk.people.roster() if person.nip == nip)

    def press(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        at: QWidget | None = None,
    ) -> None:
        QTest.keyClick(at or self.window.focusWidget() or self.window, key, modifier)

    def type(self, text: str, at: QWidget) -> None:
        at.setFocus()
        QTest.keyClicks(at, text)

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=5000)

    def settle(self) -> None:
        """Until nothing runs in the background and the panel shows what is chosen."""
        self.wait(lambda: not self.window.runner.jobs)
        self.page.panel.build()

    def stand_on(self, key: str) -> None:
        assert self.page.registers.entries_table.stand_on(key)
        self.settle()

    def undo(self) -> None:
        self.window.editor.undo()
        self.settle()

    def states(self) -> dict[str, str]:
        return {row.name: row.state for row in self.page.registers.entries.rows}


Make = Callable[[Desk], Hand]


@pytest.fixture
def window_on(qapp: QApplication, qtbot: QtBot) -> Iterator[Make]:
    opened: list[MainWindow] = []

    def make(desk: Desk) -> Hand:
        window = MainWindow(OpenedUnit(desk), [one for one in specs(desk) if one.key in ("people", "policy")])
        opened.append(window)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        window.go("people", "leave:list")
        qapp.processEvents()
        hand = Hand(qtbot, desk, window)
        hand.settle()
        return hand

    yield make
    for window in opened:
        window.editor.forget()  # before the window: the stack tells its listeners while it is taken apart
        window.close()
        window.deleteLater()
    qapp.processEvents()


@pytest.fixture
def hand(window_on: Make, tmp_path: Path) -> Hand:
    return window_on(small_desk(tmp_path / "unit", [(RINI, "Rini"), (AGUS, "Agus"), (PUTRI, "Putri")]))


@pytest.fixture
def kecamatan(window_on: Make, tmp_path: Path) -> Hand:
    return window_on(kecamatan_desk(tmp_path / "unit"))
