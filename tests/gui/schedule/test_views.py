"""Other ways to look at the same days: rows by function, only some rows; all of it by keyboard."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.schedule.conftest import Hand
from tests.gui.schedule.sukamaju import MONDAY, Sukamaju
from ui.schedule.rows import RowFilter
from ui.schedule.spans import View

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
