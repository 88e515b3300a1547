"""The calendar of the screen “Aturan”: days change with a reason, lists are looked at first."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from flexdesk.desk.desk import Desk
from tests.gui.sending.windows import opened, settle, told
from tests.helpers.desks import small_desk
from ui.policy.calendar_view import CalendarView
from ui.policy.holiday_panel import Mode
from ui.policy.page import PolicyPage
from ui.shell.main_window import MainWindow

CHRISTMAS = date(2026, 12, 25)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = small_desk(tmp_path / "unit")
    yield made
    made.close()


@pytest.fixture
def window(desk: Desk) -> Iterator[MainWindow]:
    with opened(desk, "policy") as made:
        yield made


@pytest.fixture
def view(window: MainWindow) -> CalendarView:
    page = window.page
    assert isinstance(page, PolicyPage)
    page.show_view("calendar")
    return page.calendar


def works(desk: Desk, day: date) -> bool:
    return desk.reader.calendar(day).is_working(day)


def select(view: CalendarView, key: str) -> None:
    index = view.model.find(key)
    assert index.isValid()
    view.table.setCurrentIndex(index)


def test_a_regional_day_is_added_by_keyboard_and_undone(
    view: CalendarView, window: MainWindow, desk: Desk
) -> None:
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_Insert)
    panel = view.panel
    assert panel.mode is Mode.ADD
    assert panel.fields["day"].hasFocus()
    for key, text in (
        ("day", "1-12-2026"),
        ("name", "Hari Jadi"),
        ("region", "Cendana"),
        ("reason", "Perbup 7"),
    ):
        panel.fields[key].setText(text)
    QTest.keyClick(panel.fields["reason"], Qt.Key.Key_Return)
    settle(window)
    assert not works(desk, date(2026, 12, 1))
    assert panel.mode is Mode.LOOK
    (row,) = [one for one in view.model.rows if one.state == "added"]
    assert (row.kind, row.region) == ("regional", "Cendana")
    assert window.editor.undo()
    settle(window)
    assert all(one.state == "shipped" for one in view.model.rows)


def test_a_day_is_struck_with_a_reason_and_restored(
    view: CalendarView, window: MainWindow, desk: Desk
) -> None:
    select(view, "2026-12-25|")
    view.strike.click()
    view.panel.fields["reason"].setText("SKB perubahan")
    view.panel.keep.click()
    settle(window)
    assert works(desk, CHRISTMAS)
    select(view, "2026-12-25|")
    assert not view.strike.isEnabled()
    assert view.panel.mode is Mode.LOOK
    view.restore.click()
    settle(window)
    assert not works(desk, CHRISTMAS)


def test_without_a_reason_the_frame_asks_for_one(view: CalendarView, window: MainWindow, desk: Desk) -> None:
    select(view, "2026-12-25|")
    view.strike.click()
    view.panel.keep.click()
    settle(window)
    assert not works(desk, CHRISTMAS)
    assert desk.store.select("holiday") == []
    assert view.panel.mode is Mode.STRIKE


def test_a_day_is_moved_and_a_wrong_date_is_told(view: CalendarView, window: MainWindow, desk: Desk) -> None:
    select(view, "2026-12-25|")
    view.move_day.click()
    view.panel.fields["reason"].setText("Menag")
    view.panel.fields["day"].setText("kapan-kapan")
    view.panel.keep.click()
    assert view.panel.fault.isVisible()
    view.panel.fields["day"].setText("23/12/2026")
    view.panel.keep.click()
    settle(window)
    assert works(desk, CHRISTMAS)
    assert not works(desk, date(2026, 12, 23))


def test_a_list_is_looked_at_before_it_is_taken(
    view: CalendarView, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "libur.csv"
    file.write_text("Tanggal;Keterangan\n01/12/2026;Hari Jadi\nbesok;Entah\n", "utf-8")
    view.preview(file)
    assert view.panel.mode is Mode.IMPORT
    assert desk.store.select("holiday") == []
    view.panel.fields["region"].setText("Cendana")
    view.panel.keep.click()
    settle(window)
    assert not works(desk, date(2026, 12, 1))
    file.write_text("nothing here", "utf-8")
    view.preview(file)
    settle(window)
    assert told(window)


def test_ramadan_is_entered_for_a_year(view: CalendarView, window: MainWindow, desk: Desk) -> None:
    view.ramadan.click()
    view.panel.fields["day"].setText("8-2-2027")
    view.panel.fields["last"].setText("9-3-2027")
    view.panel.keep.click()
    settle(window)
    assert desk.holidays.ramadan(2027) == (date(2027, 2, 8), date(2027, 3, 9))
    assert view.year == 2027
    assert "2027" in view.fasting.text()


def test_escape_puts_the_form_away(view: CalendarView, window: MainWindow) -> None:
    view.add.click()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert view.panel.mode is Mode.LOOK
    assert not view.panel.keep.isVisible()
