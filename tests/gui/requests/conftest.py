from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from flexdesk.desk.desk import Desk
from tests.helpers.desks import small_desk
from tests.unit.requests.office import PEOPLE
from ui.desktop import specs
from ui.opened import OpenedUnit
from ui.requests.page import RequestsPage
from ui.shell.main_window import MainWindow


class Hand:
    """Types and looks as a person at the whole window would."""

    def __init__(self, qtbot: QtBot, desk: Desk, window: MainWindow) -> None:
        self.qtbot, self.desk, self.window = qtbot, desk, window

    @property
    def page(self) -> RequestsPage:
        page = self.window.page
        assert isinstance(page, RequestsPage)
        return page

    def open(self, item: str = "") -> RequestsPage:
        self.window.go("people", f"requests:{item}")
        QApplication.processEvents()
        return self.page

    def settle(self) -> None:
        QApplication.processEvents()
        QApplication.processEvents()

    def press(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        at: QWidget | None = None,
    ) -> None:
        QTest.keyClick(at or self.window.focusWidget() or self.window, key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        QTest.keyClicks(self.window.focusWidget() or self.window, text)
        self.settle()

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=5000)

    def words(self) -> str:
        """All that the panel in front says."""
        from PySide6.QtWidgets import QLabel

        panel = self.page.panel if self.page.views.choice == "requests" else self.page.agreement_panel
        return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def hand(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Hand]:
    desk = small_desk(tmp_path / "unit", PEOPLE)
    window = MainWindow(OpenedUnit(desk), specs(desk))
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    qapp.processEvents()
    yield Hand(qtbot, desk, window)
    window.editor.forget()  # before the window: the stack tells its listeners while it is taken apart
    window.close()
    window.deleteLater()
    qapp.processEvents()
