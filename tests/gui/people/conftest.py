from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from flexdesk.desk.desk import Desk
from tests.helpers.desks import small_desk
from ui.opened import OpenedUnit
from ui.people.import_wizard import ImportWizard
from ui.people.page import PeoplePage
from ui.shell.main_window import MainWindow
from ui.shell.ports import Frame, PageSpec

PEOPLE = (
    ("197203151997031901", "Bambang Wiryawan"),
    ("197909042005011903", "Agus Hermawan"),
    ("198505122009012905", "Dewi Anggraini"),
    ("199011232015031906", "Eko Prasetyo"),
)


class Hand:
    """Types and looks as a person at the window would."""

    def __init__(self, qtbot: QtBot, desk: Desk, window: MainWindow) -> None:
        self.qtbot, self.desk, self.window = qtbot, desk, window

    @property
    def page(self) -> PeoplePage:
        page = self.window.page
        assert isinstance(page, PeoplePage)
        return page

    @property
    def wizard(self) -> ImportWizard:
        return self.page.wizard

    def names(self) -> list[str]:
        return [line.entry.name for line in self.page.model.rows if line.entry is not None]

    def stand_on(self, name: str) -> None:
        entry = next(one for one in self.desk.roster.entries() if one.name == name)
        assert self.page.table.stand_on(entry.key)

    def press(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        at: QWidget | None = None,
    ) -> None:
        QTest.keyClick(at or self.window.focusWidget() or self.window, key, modifier)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.window.focusWidget() or self.window, text)

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=5000)

    def read(self, path: Path) -> None:
        """Open the import with a file and wait for its trial."""
        self.page.open_import()
        self.wizard.read_file(path)
        self.wait(lambda: self.wizard.trial is not None and not self.window.runner.jobs)

    def take(self) -> None:
        self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.wait(lambda: self.wizard.steps.at == 3)


Make = Callable[..., Hand]


@pytest.fixture
def window_on(qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[[Desk], Hand]]:
    opened: list[MainWindow] = []

    def make(desk: Desk) -> Hand:
        def page(frame: Frame) -> PeoplePage:
            return PeoplePage(desk, frame.editor, frame.runner, report=frame.reporter.report)

        window = MainWindow(OpenedUnit(desk), [PageSpec("people", "People", "users", page)])
        opened.append(window)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        window.go("people")
        qapp.processEvents()
        return Hand(qtbot, desk, window)

    yield make
    for window in opened:
        window.editor.forget()  # before the window: the stack tells its listeners while it is taken apart
        window.close()
        window.deleteLater()
    qapp.processEvents()


@pytest.fixture
def hand(window_on: Callable[[Desk], Hand], tmp_path: Path) -> Hand:
    return window_on(small_desk(tmp_path / "unit", PEOPLE))


@pytest.fixture
def empty(window_on: Callable[[Desk], Hand], tmp_path: Path) -> Hand:
    return window_on(small_desk(tmp_path / "unit"))
