"""Shifts in the real window on a real store: needs typed, a roster laid over and taken, a gap filled."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flexdesk.desk.desk import Desk
from flexdesk.domain.places import SHIFTS, Place
from flexdesk.system.clock import FixedClock
from tests.helpers.puskesmas import puskesmas_desk
from ui.desktop import specs
from ui.opened import OpenedUnit
from ui.schedule.page import SchedulePage
from ui.schedule.shift_popups import CandidateList, ShiftNeedsPopup
from ui.shell.main_window import MainWindow

MONDAY = date(2026, 11, 23)
CLOCK = FixedClock(datetime(2026, 11, 19, 1, 0, tzinfo=UTC))


class Hand:
    def __init__(self, qtbot: QtBot, desk: Desk, window: MainWindow) -> None:
        self.qtbot, self.desk, self.window = qtbot, desk, window

    @property
    def page(self) -> SchedulePage:
        page = self.window.page
        assert isinstance(page, SchedulePage)
        return page

    def ask(self) -> ShiftNeedsPopup:
        QTest.keyClick(self.page.desk.grid, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
        popup = self.page.desk.findChild(ShiftNeedsPopup)
        assert popup is not None
        return popup

    def need(self, row: int, *counts: int) -> ShiftNeedsPopup:
        popup = self.ask()
        for column, count in enumerate(counts):
            popup.fields[row, column].setFocus()
            popup.fields[row, column].selectAll()
            QTest.keyClicks(popup.fields[row, column], str(count))
        return popup

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.page.desk.grid, key, modifier)

    def drafted(self) -> None:
        self.qtbot.waitUntil(lambda: self.page.desk.strip.offer is not None, timeout=25_000)

    def shifts_stored(self) -> int:
        return sum(bool(row["place"] in SHIFTS) for row in self.desk.store.select("assignment"))


@pytest.fixture
def hand(qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hand]:
    monkeypatch.setattr("flexdesk.services.shift_plans._WHILE_WAITING_S", 0.0)  # the greedy plan is enough
    with puskesmas_desk(tmp_path / "unit", clock=CLOCK) as desk:
        window = MainWindow(OpenedUnit(desk), specs(desk))
        window.show()
        window.resize(1366, 768)
        window.go("schedule")
        qapp.processEvents()
        made = Hand(qtbot, desk, window)
        made.page.desk.show_period(MONDAY)
        yield made
        qtbot.waitUntil(lambda: not window.runner.jobs, timeout=25_000)
        window.editor.forget()
        window.close()
        window.deleteLater()
        qapp.processEvents()


def test_needs_are_typed_by_keyboard_and_kept_as_one_step(hand: Hand):
    popup = hand.need(0, 7, 6, 4)
    QTest.keyClick(popup.fields[0, 2], Qt.Key.Key_Return)
    assert [(one.function, one.shift, one.need) for one in hand.desk.shift_needs.all()] == [
        ("unit", "shift_morning", 7),
        ("unit", "shift_afternoon", 6),
        ("unit", "shift_night", 4),
    ]
    rows = hand.page.desk.settled().coverage
    assert [row.need_text for row in rows if row.key.startswith("shift|")] == [
        "needs 7",
        "needs 6",
        "needs 4",
    ]
    hand.window.editor.undo()
    assert hand.desk.shift_needs.all() == []


def test_kinds_of_day_have_numbers_of_their_own(hand: Hand):
    popup = hand.need(1, 1)
    QTest.keyClick(popup.kinds, Qt.Key.Key_Right)
    assert popup.kinds.choice == "working"
    assert popup.fields[1, 0].text() == ""
    popup.fields[1, 0].setFocus()
    QTest.keyClicks(popup.fields[1, 0], "2")
    QTest.keyClick(popup.fields[1, 0], Qt.Key.Key_Return)
    assert [(one.days, one.need) for one in hand.desk.shift_needs.all()] == [("every", 1), ("working", 2)]


def test_what_is_no_number_is_said_and_nothing_is_written(hand: Hand):
    popup = hand.need(0, 7)
    popup.fields[0, 1].setFocus()
    QTest.keyClicks(popup.fields[0, 1], "x")
    QTest.keyClick(popup.fields[0, 1], Qt.Key.Key_Return)
    assert popup.isVisible()
    assert "x" in popup.fault.text()
    assert hand.desk.shift_needs.all() == []
    popup.close()


def test_a_roster_is_laid_over_the_week_and_taken_as_one_step(hand: Hand):
    popup = hand.need(0, 7, 6, 4)
    QTest.keyClick(popup.fields[0, 2], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hand.drafted()
    assert hand.shifts_stored() == 0
    assert "every need is met" in hand.page.desk.strip.text
    hand.key(Qt.Key.Key_Return)
    assert hand.shifts_stored() >= 7 * 17
    rows = [row for row in hand.page.desk.settled().coverage if row.key.startswith("shift|")]
    assert {cell.state for row in rows for cell in row.cells} == {"ok"}
    hand.window.editor.undo()
    assert hand.shifts_stored() == 0


def test_gaps_are_walked_and_escape_drops_the_roster(hand: Hand):
    popup = hand.need(1, 4, 4, 4)
    QTest.keyClick(popup.fields[1, 2], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hand.drafted()
    hand.page.step_problem(+1)
    first = hand.page.desk.strip.details
    hand.page.step_problem(+1)
    assert "IGD" in first
    assert hand.page.desk.strip.details != first
    hand.key(Qt.Key.Key_Escape)
    hand.page.desk.leave()
    assert hand.page.desk.strip.offer is None
    assert hand.shifts_stored() == 0


def test_enter_on_a_short_shift_lists_who_could_take_it(hand: Hand):
    hand.desk.shift_needs.set("IGD", Place.SHIFT_NIGHT, 1, "every")
    desk = hand.page.desk
    desk.settled()
    row = next(n for n, need in enumerate(desk.needs.rows) if need.key.startswith("shift|"))
    assert desk.needs.rows[row].label == "Sif malam, IGD"
    desk.coverage.setCurrentIndex(desk.needs.index(row, 2))
    desk.coverage.setFocus()
    QTest.keyClick(desk.coverage, Qt.Key.Key_Return)
    popup = desk.findChild(CandidateList)
    assert popup is not None
    assert popup.list.count() == 8
    QTest.keyClick(popup.list, Qt.Key.Key_Return)
    assert hand.shifts_stored() == 1
    assert desk.settled().coverage[row].cells[2].state == "ok"


def test_a_unit_without_patterns_is_told_why_nothing_is_drafted(hand: Hand):
    hand.desk.shift_needs.set("unit", Place.SHIFT_NIGHT, 1, "every")
    for pattern in hand.desk.time_patterns.all():
        hand.desk.time_patterns.end(pattern.key, date(2026, 1, 2))
    assert hand.page.desk.shifts is not None
    hand.page.desk.shifts.draft()
    hand.qtbot.waitUntil(lambda: not hand.window.runner.jobs, timeout=25_000)
    assert hand.page.desk.strip.offer is None
