from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from flexdesk.desk.desk import Desk
from flexdesk.system.clock import SystemClock
from tests.helpers.desks import small_desk
from ui.complaints.page import ComplaintsPage
from ui.desktop import specs
from ui.month.page import MonthPage
from ui.opened import OpenedUnit
from ui.shell.main_window import MainWindow
from ui.undo.editor import Editor

TODAY = date(2026, 11, 20)  # a Friday
PEOPLE = (
    ("197203151997031901", "Bambang Wiryawan"),
    ("197909042005011903", "Agus Hermawan"),
    ("198505122009012905", "Dewi Anggraini"),
)


class Hand:
    """The whole window on a real unit, led by keys."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot, self.desk = qtbot, desk
        self.window = MainWindow(OpenedUnit(desk), specs(desk))
        self.refusals: list[str] = []
        self.window.editor.refused.connect(self.refusals.append)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        self.window.go("today")
        QApplication.processEvents()

    @property
    def editor(self) -> Editor:
        return self.window.editor

    def complaints(self, item: str = "") -> ComplaintsPage:
        self.window.go("today", f"complaints:{item}")
        QApplication.processEvents()
        page = self.window.page
        assert isinstance(page, ComplaintsPage)
        return page

    def month(self, item: str = "2026-10") -> MonthPage:
        self.window.go("today", f"month:{item}")
        QApplication.processEvents()
        page = self.window.page
        assert isinstance(page, MonthPage)
        return page

    def press(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        at: QWidget | None = None,
    ) -> None:
        QTest.keyClick(at or self.window.focusWidget() or self.window, key, modifier)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        QTest.keyClicks(self.window.focusWidget() or self.window, text)

    def close(self) -> None:
        self.editor.forget()
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()


@pytest.fixture
def hand(qtbot: QtBot, tmp_path: Path) -> Iterator[Hand]:
    desk = small_desk(tmp_path / "unit", PEOPLE, clock=SystemClock(TODAY))
    made = Hand(qtbot, desk)
    yield made
    made.close()


Enter = Callable[..., str]


@pytest.fixture
def enter(hand: Hand) -> Enter:
    def add(received: date, subject: str, **cells: str) -> str:
        return hand.desk.complaints.add(received, subject, **cells)[0]

    return add
