from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flexdesk.system.clock import FixedClock
from tests.gui.schedule.sukamaju import MONDAY, TODAY, Sukamaju
from ui.schedule.desk import ScheduleDesk
from ui.schedule.page import SchedulePage
from ui.schedule.sheet import Spot
from ui.shell.main_window import MainWindow
from ui.shell.ports import Frame, LineState, PageSpec, TrustFacts
from ui.widgets.page import Page


@dataclass
class Opened:
    """What the frame asks of an opened unit."""

    unit: Sukamaju
    unit_name: str = "Kec. Sukamaju"
    unit_region: str = "Kab. Cendana Raya"
    person_name: str = "Bambang Wiryawan"
    person_role: str = "Camat"
    clock: FixedClock = field(default_factory=lambda: FixedClock(datetime(2026, 11, 19, 7, 10, tzinfo=UTC)))

    @property
    def bus(self):  # type: ignore[no-untyped-def]
        return self.unit.bus

    @property
    def committer(self) -> Sukamaju:
        return self.unit

    def trust(self) -> TrustFacts:
        return TrustFacts(self.clock.now(), 12, 3, self.clock.now(), LineState.OFFLINE, "v4")

    def people(self) -> list[object]:
        return []

    def unlock(self, passphrase: str) -> bool:
        return bool(passphrase)

    def close(self) -> None:
        self.unit.bus = None  # type: ignore[assignment]


class Hand:
    """Types, drags and looks as a person at the window would."""

    def __init__(self, qtbot: QtBot, unit: Sukamaju, window: MainWindow, page: SchedulePage) -> None:
        self.qtbot, self.unit, self.window, self.page = qtbot, unit, window, page

    @property
    def desk(self) -> ScheduleDesk:
        return self.page.desk

    def at(self, name: str, day: int) -> Spot:
        spot = self.desk.model.sheet.spot(self.unit.key_of[name], date(2026, 11, day))
        assert spot is not None
        return spot

    def stand(self, name: str, day: int) -> None:
        self.desk.grid.go_to(self.at(name, day))

    def cursor(self) -> tuple[str, int]:
        spot = self.desk.grid.cursor_spot()
        assert spot is not None
        return self.desk.model.sheet.people[spot.row].name, self.desk.model.sheet.days[spot.column].day

    def shown(self, name: str, day: int) -> str:
        """The letter on screen, after everything that was committed."""
        self.desk.settled()
        return str(self.desk.model.index_of(self.at(name, day)).data() or "")

    def row(self, name: str) -> str:
        return "".join(self.shown(name, day) or "." for day in range(23, 30))

    def press(self, keys: str) -> None:
        QTest.keyClicks(self.desk.grid, keys)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.desk.grid, key, modifier)

    def point(self, spot: Spot) -> QPoint:
        return self.desk.grid.visualRect(self.desk.model.index_of(spot)).center()

    def drag(
        self,
        spots: list[Spot],
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        *,
        drop: bool = True,
    ) -> None:
        viewport, left = self.desk.grid.viewport(), Qt.MouseButton.LeftButton
        QTest.mousePress(viewport, left, modifier, self.point(spots[0]))
        for spot in spots[1:]:
            QTest.mouseMove(viewport, self.point(spot))
        if drop:
            QTest.mouseRelease(viewport, left, modifier, self.point(spots[-1]))

    def undo(self) -> None:
        self.window.editor.undo()

    def redo(self) -> None:
        self.window.editor.redo()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says of several calls that it has no windows to do them with."""
    for item in items:
        if "gui/schedule" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture
def unit() -> Sukamaju:
    return Sukamaju()


@pytest.fixture
def hand(qapp: QApplication, qtbot: QtBot, unit: Sukamaju) -> Iterator[Hand]:
    def make(frame: Frame) -> Page:
        page = SchedulePage(unit, frame.editor, today=TODAY, report=frame.reporter.report, signer="p00")
        page.desk.show_period(MONDAY)
        return page

    window = MainWindow(Opened(unit), [PageSpec("schedule", "Schedule", "calendar-range", make)])  # type: ignore[arg-type]
    window.show()
    window.go("schedule")
    window.resize(1366, 768)
    qapp.processEvents()
    page = window.page
    assert isinstance(page, SchedulePage)
    yield Hand(qtbot, unit, window, page)
    window.editor.forget()  # before the window: the stack tells its listeners while it is taken apart
    window.close()
    window.deleteLater()
    qapp.processEvents()
