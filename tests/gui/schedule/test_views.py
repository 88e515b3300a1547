"""Other ways to look at the same days: rows by function, only some rows; all of it by keyboard."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from flexdesk.desk.desk import Desk
from flexdesk.domain.places import Place
from flexdesk.services.week import Grouping
from flexdesk.system.clock import SystemClock
from tests.gui.schedule.conftest import Hand
from tests.gui.schedule.sukamaju import MONDAY, Sukamaju
from tests.helpers.desks import small_desk
from ui.desktop import specs
from ui.opened import OpenedUnit
from ui.qt import theme
from ui.qt.tokens import Density
from ui.schedule import memory
from ui.schedule.page import SchedulePage
from ui.schedule.rows import RowFilter
from ui.schedule.sheet import Spot
from ui.schedule.spans import View
from ui.schedule.view_list import ViewList, told
from ui.schedule.year_sheet import YearSheet
from ui.shell.main_window import MainWindow

Key, Modifier = Qt.Key, Qt.KeyboardModifier


def names(hand: Hand) -> list[str]:
    return [person.name for person in hand.desk.model.sheet.people]


def test_rows_stand_together_by_service_point_and_back(hand: Hand) -> None:
    hand.stand("Putri Maharani", 25)
    QTest.keyClick(hand.window, Key.Key_F, Modifier.AltModifier)
    groups = hand.desk.model.sheet.groups
    assert [group.name for group in groups] == ["Loket KTP-el", "Pengaduan", "No service point"]
    assert names(hand)[:5] == [
        "Kartika Sari", "Maya Permatasari", "Putri Maharani", "Oktavianus Simanjuntak", "Siti Rohmah",
    ]  # fmt: skip
    assert hand.cursor() == ("Putri Maharani", 25)
    assert hand.desk.grid.corner.by_function.isChecked()
    hand.press("w")
    assert hand.shown("Putri Maharani", 25) == "W"
    hand.stand("Putri Maharani", 26)
    hand.desk.grid.corner.by_function.click()
    assert hand.cursor() == ("Putri Maharani", 26)
    assert names(hand)[0] == "Bambang Wiryawan"


def test_the_grouping_is_remembered(hand: Hand) -> None:
    hand.desk.viewing.toggle_grouping()
    assert hand.desk.viewing.memory.kept("grouping") == "function"
    hand.desk.show_period(MONDAY, View.MONTH)
    assert hand.desk.model.sheet.groups[0].name == "Loket KTP-el"


def test_only_rows_that_match_are_shown(hand: Hand) -> None:
    hand.stand("Gani Setiawan", 25)
    QTest.keyClick(hand.window, Key.Key_F, Modifier.ControlModifier)
    field = hand.desk.filter_bar.field
    assert field.hasFocus() or hand.window.focusWidget() is field
    QTest.keyClicks(field, "gani seti, TRANTIB heru")
    assert names(hand) == ["Gani Setiawan", "Heru Cahyono"]
    assert hand.cursor() == ("Gani Setiawan", 25)
    assert hand.desk.filter_bar.count.text() == "2 of 40 people"
    QTest.keyClick(field, Key.Key_Return)
    hand.press("p")
    assert hand.shown("Gani Setiawan", 25) == "P"
    assert hand.desk.heading is not None
    assert hand.desk.heading.hard == 2  # of the unit, whoever is in sight
    hand.stand("Heru Cahyono", 24)
    hand.key(Key.Key_Escape)  # the letter in hand is the smaller thing
    hand.key(Key.Key_Escape)
    assert len(names(hand)) == 40
    assert hand.cursor() == ("Heru Cahyono", 24)
    assert hand.desk.filter_bar.isHidden()


def test_nobody_matches_is_said_and_is_not_an_empty_unit(hand: Hand) -> None:
    hand.desk.filter_bar.open()
    QTest.keyClicks(hand.desk.filter_bar.field, "zzz")
    assert names(hand) == []
    assert hand.desk.isVisible()
    assert hand.page.empty.isHidden()
    assert hand.desk.filter_bar.count.text() == "Nobody of 40 people matches."
    QTest.keyClick(hand.desk.filter_bar.field, Key.Key_Escape)
    assert len(names(hand)) == 40


def test_a_row_stays_in_sight_when_it_was_mended(hand: Hand) -> None:
    hand.desk.viewing.set_rows(RowFilter(troubled=True))
    assert "Eko Prasetyo" in names(hand)
    assert "Bambang Wiryawan" not in names(hand)
    hand.stand("Eko Prasetyo", 27)
    hand.press("k")
    hand.desk.settled()
    assert "Eko Prasetyo" in names(hand)
    hand.desk.show_period(MONDAY)
    assert "Eko Prasetyo" not in names(hand)


def test_whoever_is_asked_for_comes_into_sight(hand: Hand, unit: Sukamaju) -> None:
    hand.desk.viewing.set_rows(RowFilter("gani"))
    hand.page.open_item(f"{unit.key_of['Fitri Handayani']}|2026-11-26")
    assert hand.cursor() == ("Fitri Handayani", 26)


def test_what_belongs_to_the_whole_unit_shows_everybody_first(hand: Hand) -> None:
    hand.desk.viewing.set_rows(RowFilter("fitri"))
    hand.desk.plan()
    assert len(names(hand)) == 40
    assert len(hand.desk.grid.layer) == 3


def test_a_filter_follows_into_another_period(hand: Hand) -> None:
    hand.desk.viewing.set_rows(RowFilter("sekretariat"))
    shown = names(hand)
    assert len(shown) == 9
    hand.desk.show_period(date(2026, 12, 7), View.MONTH)
    assert names(hand) == shown
    QApplication.processEvents()
    assert hand.desk.grid.looks


def test_a_person_of_two_points_is_named_with_both(hand: Hand, unit: Sukamaju) -> None:
    row = hand.desk.model.sheet.row_of[unit.key_of["Kartika Sari"]]
    role = Qt.ItemDataRole.ToolTipRole
    assert "serves" not in str(hand.desk.model.headerData(row, Qt.Orientation.Vertical, role))
    unit.duties.append(("complaint", "Kartika Sari"))
    hand.desk.viewing.toggle_grouping()
    row = hand.desk.model.sheet.row_of[unit.key_of["Kartika Sari"]]
    assert row == 0
    told = str(hand.desk.model.headerData(row, Qt.Orientation.Vertical, role))
    assert "serves Loket KTP-el, Pengaduan" in told


def test_the_cursor_survives_another_view_and_comes_back(hand: Hand) -> None:
    hand.stand("Putri Maharani", 26)
    for view in ("month", "two_weeks", "week"):
        hand.page.switch.chosen.emit(view)
        assert hand.cursor() == ("Putri Maharani", 26), view
    hand.desk.step(+1)
    spot = hand.desk.grid.cursor_spot()
    assert spot is not None
    assert hand.desk.model.sheet.people[spot.row].name == "Putri Maharani"
    assert hand.desk.model.sheet.days[spot.column] == date(2026, 12, 3)


# One person's year
def year(hand: Hand) -> YearSheet:
    sheet = hand.desk.year.model.year
    assert sheet is not None
    return sheet


def press_in_year(hand: Hand, keys: str) -> None:
    QTest.keyClicks(hand.desk.year.grid, keys)


def test_the_year_opens_on_the_cell_and_esc_goes_back_to_it(hand: Hand) -> None:
    hand.stand("Fitri Handayani", 25)
    hand.key(Key.Key_Y, Modifier.AltModifier)
    view = hand.desk.year
    assert view.isVisible()
    assert not hand.desk.grid.isVisible()
    assert view.grid.cursor_spot() == Spot(10, 24)
    assert (view.person.name, hand.page.header.period.text()) == ("Fitri Handayani", "2026")
    november = year(hand).months[10]
    assert (november.away, november.fridays, november.mondays, november.faults) == (3, 1, 1, 1)
    assert year(hand).total == november
    assert not hand.page.publish.isEnabled()
    QTest.keyClick(view.grid, Key.Key_Escape)
    assert hand.desk.grid.isVisible()
    assert hand.cursor() == ("Fitri Handayani", 25)
    assert hand.page.publish.isEnabled()
    assert hand.page.header.period.text() == "Week 48"


def test_a_letter_in_the_year_is_the_same_edit(hand: Hand, unit: Sukamaju) -> None:
    hand.stand("Fitri Handayani", 24)
    hand.desk.open_year()
    press_in_year(hand, "cw")
    key = unit.key_of["Fitri Handayani"]
    assert unit.cells[key, date(2026, 11, 24)].place is Place.LEAVE
    assert hand.desk.year.model.index(10, 23).data() == "C"
    hand.desk.year.settled()
    assert (year(hand).months[10].away, year(hand).months[10].leave) == (3, 1)
    hand.undo()
    hand.undo()
    hand.desk.year.settled()
    assert (year(hand).months[10].away, year(hand).months[10].leave) == (3, 0)
    press_in_year(hand, "p")
    hand.desk.year.grid.set_brush(None)
    hand.desk.year.leave()
    assert hand.shown("Fitri Handayani", 26) == "P"


def test_days_that_a_month_lacks_take_nothing(hand: Hand, unit: Sukamaju) -> None:
    hand.desk.grid.go_to(Spot(3, 0))
    hand.desk.open_year()
    before = dict(unit.cells)
    grid = hand.desk.year.grid
    grid.go_to(Spot(1, 27))
    press_in_year(hand, "w")
    assert grid.cursor_spot() == Spot(1, 27)
    grid.go_to(Spot(1, 29))
    press_in_year(hand, "w.")
    grid.select_rows(1, 1)
    press_in_year(hand, "p")
    hand.desk.year.edits.place([Spot(1, 29), Spot(3, 30)], Place.SICK)  # as a drag over them would
    changed = {key[1] for key in unit.cells if unit.cells[key] != before.get(key)}
    assert changed == {date(2026, 2, day) for day in range(1, 29)}
    assert not grid.sheet.holds(Spot(1, 29))
    assert hand.desk.year.model.index(1, 29).flags() == Qt.ItemFlag.ItemNeverHasChildren


def test_people_and_years_are_walked_through(hand: Hand) -> None:
    hand.stand("Fitri Handayani", 25)
    hand.desk.open_year()
    view = hand.desk.year
    QTest.keyClick(view.grid, Key.Key_Down, Modifier.AltModifier)
    assert (view.person.name, view.grid.cursor_spot()) == ("Gani Setiawan", Spot(10, 24))
    QTest.keyClick(view.grid, Key.Key_Up, Modifier.AltModifier)
    assert view.person.name == "Fitri Handayani"
    QTest.keyClick(view.grid, Key.Key_Down, Modifier.AltModifier)
    hand.desk.step(+1)
    assert hand.page.header.period.text() == "2027"
    QTest.keyClick(view.grid, Key.Key_Escape)
    assert hand.cursor() == ("Gani Setiawan", 25)


def test_enter_leads_to_the_week_of_the_day(hand: Hand) -> None:
    hand.stand("Fitri Handayani", 25)
    hand.desk.open_year()
    hand.desk.year.grid.go_to(Spot(11, 8))
    QTest.keyClick(hand.desk.year.grid, Key.Key_Return)
    assert hand.desk.view is View.WEEK
    assert hand.desk.span()[0] == date(2026, 12, 7)
    assert hand.cursor() == ("Fitri Handayani", 9)


def test_a_change_made_elsewhere_reaches_the_year(hand: Hand, unit: Sukamaju) -> None:
    hand.stand("Fitri Handayani", 25)
    hand.desk.open_year()
    unit.arrives("Fitri Handayani", date(2026, 11, 26), Place.TRAINING)
    unit.arrives("Gani Setiawan", date(2026, 11, 26), Place.SICK)
    assert hand.desk.year.model.index(10, 25).data() == "P"
    hand.qtbot.waitUntil(lambda: year(hand).months[10].training == 1)
    assert year(hand).months[10].leave == 0


def test_the_year_is_read_aloud(hand: Hand) -> None:
    hand.stand("Fitri Handayani", 27)
    hand.desk.open_year()
    model, role = hand.desk.year.model, Qt.ItemDataRole.AccessibleTextRole
    told = str(model.index(10, 26).data(role))
    assert told.startswith("Fitri Handayani, Friday 27 November, WFA, problem 1 of")
    month = model.headerData(10, Qt.Orientation.Vertical, role)
    assert month == "November, 3 days WFA, 1 of them Fridays, 1 of them Mondays, 1 binding findings"
    table = QAccessible.queryAccessibleInterface(hand.desk.year.grid)
    assert table.text(QAccessible.Text.Name) == "Year of one person"


def test_locked_days_of_the_year_take_no_letter(hand: Hand, unit: Sukamaju) -> None:
    unit.lock(MONDAY)
    hand.stand("Fitri Handayani", 23)
    hand.desk.open_year()
    press_in_year(hand, "d")
    assert unit.cells[unit.key_of["Fitri Handayani"], MONDAY].place is Place.HOME


def test_keys_of_the_week_leave_the_year_alone(hand: Hand, unit: Sukamaju) -> None:
    hand.stand("Fitri Handayani", 23)
    hand.desk.open_year()
    before = dict(unit.cells)
    QTest.keyClick(hand.window, Key.Key_1, Modifier.AltModifier)
    QTest.keyClick(hand.window, Key.Key_R, Modifier.ControlModifier)
    assert unit.cells == before
    assert hand.desk.is_year
    QTest.keyClick(hand.window, Key.Key_F8)
    assert hand.desk.year.grid.cursor_spot() == Spot(10, 26)
    assert not hand.page.find_in_page()
    hand.desk.go_to_day(date(2026, 3, 17))
    assert hand.desk.year.grid.cursor_spot() == Spot(2, 16)
    hand.page.open_item(f"{unit.key_of['Gani Setiawan']}|2026-11-26")
    assert not hand.desk.is_year
    assert hand.cursor() == ("Gani Setiawan", 26)


# Saved views
def choose(hand: Hand, row: int) -> None:
    popup = hand.desk.asking.view()
    assert isinstance(popup, ViewList)
    popup.list.setCurrentRow(row)
    QTest.keyClick(popup.list, Key.Key_Return)


def test_three_views_are_there_at_first(hand: Hand) -> None:
    choose(hand, 1)
    assert (hand.desk.view, hand.desk.viewing.grouping) == (View.MONTH, Grouping.FUNCTION)
    assert hand.desk.model.sheet.groups[0].name == "Loket KTP-el"
    choose(hand, 2)
    assert hand.desk.view is View.WEEK
    assert hand.desk.filter_bar.isVisible()
    assert hand.desk.filter_bar.troubled.isChecked()
    assert 0 < len(names(hand)) < 40
    choose(hand, 0)
    assert len(names(hand)) == 40
    assert hand.desk.filter_bar.isHidden()


def test_the_present_view_is_kept_taken_and_removed(hand: Hand) -> None:
    hand.desk.show_period(MONDAY, View.TWO_WEEKS)
    hand.desk.viewing.set_rows(RowFilter("trantib"))
    look = theme.current()
    look.set_density(Density.ROOMY)
    try:
        popup = hand.desk.asking.view()
        assert popup is not None
        popup.field.setFocus()
        QTest.keyClick(popup.field, Key.Key_Return)
        assert popup.isVisible()
        QTest.keyClicks(popup.field, "Penjaga")
        QTest.keyClick(popup.field, Key.Key_Return)
        look.set_density(Density.COMPACT)
        choose(hand, 0)
        choose(hand, 3)
        assert look.density is Density.ROOMY
        assert hand.desk.view is View.TWO_WEEKS
        assert len(names(hand)) == 8
        assert hand.desk.filter_bar.field.text() == "trantib"
        popup = hand.desk.asking.view()
        assert popup is not None
        assert told(popup._views[3]) == "2 weeks, by section, tall rows, “trantib”"
        popup.list.setCurrentRow(3)
        QTest.keyClick(popup.list, Key.Key_Delete)
        popup.close()
        assert [view.name for view in memory.saved_views(hand.desk.viewing.memory)] == [
            "Week, everybody", "Month by function", "Only with problems",
        ]  # fmt: skip
    finally:
        look.set_density(Density.COMPACT)


def test_an_unreadable_memory_is_no_obstacle() -> None:
    kept = memory.Forgetful()
    kept.keep("grouping", "by_star_sign")
    kept.keep(
        "views",
        '[{"name": "A", "view": "decade"}, 3, {"name": "B", "view": "month", "grouping": "function"}]',
    )
    assert memory.last_grouping(kept) is Grouping.SECTION
    assert [(one.name, one.view, one.density) for one in memory.saved_views(kept)] == [
        ("B", View.MONTH, None)
    ]
    kept.keep("views", "{not json")
    assert memory.saved_views(kept) == []


def test_a_kept_view_outlives_the_window(qapp: QApplication, tmp_path: Path) -> None:
    people = (("198501012009011001", "Ani Contoh"), ("198502012009012002", "Budi Contoh"))
    with small_desk(tmp_path / "unit", people, clock=SystemClock(MONDAY)) as desk:
        first = opened(desk)
        page = schedule(first)
        page.desk.viewing.toggle_grouping()
        page.desk.viewing.set_rows(RowFilter("budi"))
        popup = page.desk.asking.view()
        assert popup is not None
        popup.field.setText("Budi saja")
        popup._keep_present()
        shut(qapp, first)
        again = opened(desk)
        page = schedule(again)
        assert page.desk.viewing.grouping is Grouping.FUNCTION
        popup = page.desk.asking.view()
        assert popup is not None
        popup.list.setCurrentRow(3)
        QTest.keyClick(popup.list, Key.Key_Return)
        assert [person.name for person in page.desk.model.sheet.people] == ["Budi Contoh"]
        shut(qapp, again)


def opened(desk: Desk) -> MainWindow:
    window = MainWindow(OpenedUnit(desk), [spec for spec in specs(desk) if spec.key == "schedule"])
    window.show()
    window.go("schedule")
    return window


def schedule(window: MainWindow) -> SchedulePage:
    page = window.page
    assert isinstance(page, SchedulePage)
    return page


def shut(qapp: QApplication, window: MainWindow) -> None:
    window.editor.forget()
    window.close()
    window.deleteLater()
    qapp.processEvents()


# Zoom
@pytest.mark.parametrize(("turn", "height"), [((120,), 28), ((60, 60), 28), ((120, 120), 36), ((-120,), 22)])
def test_ctrl_and_the_wheel_change_the_rows(hand: Hand, turn: tuple[int, ...], height: int) -> None:
    grid = hand.desk.grid
    try:
        for angle in turn:
            event = QWheelEvent(
                QPointF(50, 50), grid.mapToGlobal(QPointF(50, 50)), QPoint(), QPoint(0, angle),
                Qt.MouseButton.NoButton, Modifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            QApplication.sendEvent(grid.viewport(), event)
        assert grid.verticalHeader().defaultSectionSize() == height
    finally:
        theme.current().set_density(Density.COMPACT)
