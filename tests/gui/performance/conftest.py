from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from flexdesk.desk.desk import Desk
from tests.gui.performance.opened import window_of
from tests.helpers.desks import kecamatan_desk, small_desk
from ui.evaluation.page import EvaluationPage
from ui.review.page import ReviewPage
from ui.shell.main_window import MainWindow
from ui.targets.page import TargetsPage

HEAD = ("196808121994032003", "Anita Linda Susanti")


@dataclass
class Hand:
    """Presses keys in the real window and looks at what it shows."""

    qtbot: QtBot
    desk: Desk
    window: MainWindow

    def press(
        self,
        key: Qt.Key | str,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        on: QWidget | None = None,
    ) -> None:
        QTest.keyClick(on or QApplication.focusWidget() or self.window, key, modifier)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), text)
        QApplication.processEvents()

    def targets(self) -> TargetsPage:
        self.window.go("targets")
        QApplication.processEvents()
        assert isinstance(self.window.page, TargetsPage)
        return self.window.page

    def review(self) -> ReviewPage:
        self.window.go("review")
        QApplication.processEvents()
        assert isinstance(self.window.page, ReviewPage)
        return self.window.page

    def evaluation(self) -> EvaluationPage:
        self.window.go("evaluation")
        QApplication.processEvents()
        assert isinstance(self.window.page, EvaluationPage)
        return self.window.page

    def notices(self) -> list[str]:
        return self._noticed

    def __post_init__(self) -> None:
        self._noticed: list[str] = []
        self.window.reporter.noticed.connect(lambda notice: self._noticed.append(notice.code or notice.text))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says of several calls that it has no windows to do them with."""
    for item in items:
        if "gui/performance" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


def _opened(qapp: QApplication, qtbot: QtBot, desk: Desk) -> Iterator[Hand]:
    window = window_of(desk)
    window.show()
    window.resize(1366, 768)
    window.activateWindow()
    qapp.processEvents()
    yield Hand(qtbot, desk, window)
    window.editor.forget()  # before the window: the stack tells its listeners while it is taken apart
    window.close()
    window.deleteLater()
    qapp.processEvents()


@pytest.fixture
def hand(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Hand]:
    """The sample kecamatan: 35 people, 127 results, two months of reports."""
    yield from _opened(qapp, qtbot, kecamatan_desk(tmp_path / "unit"))


@pytest.fixture
def bare(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Hand]:
    """A unit with one person and nothing else."""
    yield from _opened(qapp, qtbot, small_desk(tmp_path / "unit", [HEAD]))
