"""Plans typed in the real window: lines, levels, boxes, moves, and a result handed down to six people."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.performance.conftest import Hand, _opened
from tests.helpers.desks import back_to_draft, small_desk
from ui.targets.page import TargetsPage
from ui.targets.typing import DRAFT

Key, Mod = Qt.Key, Qt.KeyboardModifier
PEOPLE = [
    ("196808121994032003", "Anita Linda Susanti"),
    ("199001012015012001", "Dewi Lestari"),
    ("199101012015012002", "Fitri Handayani"),
    ("198201012005011005", "Gani Setiawan"),
]


@pytest.fixture
def office(qapp, qtbot, tmp_path: Path) -> Iterator[Hand]:
    """Four people without any plan."""
    yield from _opened(qapp, qtbot, small_desk(tmp_path / "unit", PEOPLE))


def shown(page: TargetsPage) -> list[tuple[int, str]]:
    QApplication.processEvents()
    return [(line.level, line.text) for line in page.model.rows if line.key != DRAFT]


def line(hand: Hand, text: str) -> None:
    hand.type(text)
    hand.press(Key.Key_Return)
    QApplication.processEvents()


def begin(hand: Hand) -> TargetsPage:
    """A leader's result with a number, and one more."""
    page = hand.targets()
    hand.press(Key.Key_Insert)
    line(hand, "Layanan KTP-el cepat #1000 berkas/th")
    line(hand, "Administrasi tertib")
    hand.press(Key.Key_Escape)
    return page


def test_lines_follow_one_another_until_an_empty_one(office: Hand) -> None:
    page = begin(office)
    assert shown(page) == [(0, "Layanan KTP-el cepat"), (0, "Administrasi tertib")]
    assert page.table.hasFocus()
    page.table.selectRow(0)
    office.press(Key.Key_Return)
    assert [one.key for one in page.model.rows][1] == DRAFT
    line(office, "Di antara")
    office.press(Key.Key_Return)  # empty: done
    assert not page.shaping.typing.is_open
    assert [text for _level, text in shown(page)] == [
        "Layanan KTP-el cepat",
        "Di antara",
        "Administrasi tertib",
    ]
    assert office.window.editor.stack.count() == 3
    office.window.editor.undo()
    office.qtbot.waitUntil(lambda: len(shown(page)) == 2)


def test_hints_say_what_is_understood_and_what_is_wrong(office: Hand) -> None:
    page = begin(office)
    office.press(Key.Key_Return)
    hint = page.shaping.typing.line.hint
    office.type("Berkas @dew #1200 berkas/bln")
    assert hint.text() == "Dewi Lestari · 1.200 berkas a month = 14.400 in the whole plan · Kuantitas"
    office.type(" @i")
    assert "Anita" not in hint.text()
    assert page.shaping.typing.line.field.property("wrong") is True
    office.press(Key.Key_Return)
    assert page.shaping.typing.is_open  # kept open, nothing written, said in the hint alone
    assert office.notices() == []
    assert len(office.desk.store.select("work_result")) == 2
    office.press(Key.Key_Escape)
    assert len(shown(page)) == 2


def test_tab_goes_below_and_shift_tab_above(office: Hand) -> None:
    page = begin(office)
    page.table.selectRow(0)
    office.press(Key.Key_Return)
    office.press(Key.Key_Tab)
    assert page.shaping.typing.place.level == 1
    line(office, "Rekam data @dewi @fitri #400 berkas/th")
    office.press(Key.Key_Escape)
    assert shown(page)[:3] == [(0, "Layanan KTP-el cepat"), (1, "Rekam data"), (1, "Rekam data")]
    page.table.selectRow(1)
    office.press(Key.Key_Return)
    office.press(Key.Key_Tab)
    line(office, "Waktu rekam #15 menit")
    office.press(Key.Key_Backtab)
    line(office, "Cetak kartu #300 kartu/th")
    office.press(Key.Key_Escape)
    assert shown(page)[:3] == [(0, "Layanan KTP-el cepat"), (1, "Rekam data"), (2, "Rekam data")]
    assert shown(page)[3:5] == [(2, "Waktu rekam"), (1, "Cetak kartu")]
    dewi = next(p for p in office.desk.targets.plans(year=2026) if p.person["name"] == "Dewi Lestari")
    assert [r.row["text"] for r in dewi.results] == ["Rekam data", "Cetak kartu"]


def test_a_line_below_stands_behind_the_indicators_that_are_shown(office: Hand) -> None:
    page = begin(office)
    page.table.selectRow(0)
    office.press(Key.Key_Right)
    assert shown(page)[1] == (1, "Layanan KTP-el cepat")
    office.press(Key.Key_Return)
    office.press(Key.Key_Tab)
    assert [one.key for one in page.model.rows].index(DRAFT) == 2
    office.press(Key.Key_Backtab)
    assert [one.key for one in page.model.rows].index(DRAFT) == 2
    line(office, "Sesudah")
    office.press(Key.Key_Escape)
    assert shown(page)[2:] == [(0, "Sesudah"), (0, "Administrasi tertib")]


def test_moves_levels_and_deletes_by_keys(office: Hand) -> None:
    page = begin(office)
    page.table.selectRow(1)
    office.press(Key.Key_Up, Mod.AltModifier)
    assert [text for _level, text in shown(page)] == ["Administrasi tertib", "Layanan KTP-el cepat"]
    assert page.table.line().text == "Administrasi tertib"
    page.table.selectRow(1)
    office.press(Key.Key_Right, Mod.ControlModifier | Mod.ShiftModifier)
    assert shown(page) == [(0, "Administrasi tertib")]
    office.press(Key.Key_Right)
    assert shown(page) == [(0, "Administrasi tertib"), (1, "Layanan KTP-el cepat")]
    office.press(Key.Key_Down)
    office.press(Key.Key_Left, Mod.ControlModifier | Mod.ShiftModifier)
    assert shown(page) == [(0, "Administrasi tertib"), (0, "Layanan KTP-el cepat")]
    page.table.selectRow(0)
    office.press(Key.Key_Delete)
    assert shown(page) == [(0, "Layanan KTP-el cepat")]
    office.press(Key.Key_Z, Mod.ControlModifier)
    assert len(shown(page)) == 2


def test_work_that_hangs_on_a_line_asks_for_a_reason(hand: Hand) -> None:
    back_to_draft(hand.desk)
    page = hand.targets()
    before = page.model.rowCount()
    hand.press(Key.Key_Delete, on=page.table)
    assert page.model.rowCount() == before
    hand.type("Dialihkan ke seksi lain")
    hand.press(Key.Key_Return)
    hand.qtbot.waitUntil(lambda: page.model.rowCount() < before or page.model.rows[0].text != "")
    assert len(hand.desk.store.select("work_result")) == 126
    hand.window.editor.undo()
    assert len(hand.desk.store.select("work_result")) == 127


def test_boxes_for_a_result_an_indicator_and_a_new_line(office: Hand) -> None:
    page = begin(office)
    form = page.panel.form
    page.table.selectRow(0)
    office.press(Key.Key_F2)
    assert (form.result_text.text(), form.target.text()) == ("Layanan KTP-el cepat", "1.000 berkas/th")
    form.result_text.setText("Layanan KTP-el prima")
    form.kind.choose("additional")
    office.press(Key.Key_Return, on=form.result_text)
    QApplication.processEvents()
    assert office.desk.store.select("work_result")[0]["class"] == "additional"
    assert shown(page) == [(0, "Administrasi tertib"), (0, "Additional tasks")]
    assert office.window.editor.stack.count() == 3
    office.window.editor.undo()
    QApplication.processEvents()
    page.table.selectRow(1)
    office.press(Key.Key_Return, on=page.table)
    office.type("Survei @dewi #4 laporan/tw")
    office.press(Key.Key_F2)
    assert (form.result_text.text(), form.people.text(), form.target.text(), form.unit.text()) == (
        "Survei", "@dewi", "4/tw", "laporan",
    )  # fmt: skip
    office.press(Key.Key_Return)
    QApplication.processEvents()
    assert not form.isVisible()
    assert (0, "Survei") in shown(page)
    rows = office.desk.store.select("indicator", text="Survei")
    assert sorted(row["target_number"] for row in rows) == [16, 16]


class Counted(Hand):
    """Counts the keys of the hand."""

    keys = 0

    def press(self, key, modifier=Mod.NoModifier, on=None) -> None:
        self.keys += 1
        super().press(key, modifier, on)

    def type(self, text: str) -> None:
        for letter in text:
            self.keys += 1
            QTest.keyClicks(QApplication.focusWidget(), letter)
        QApplication.processEvents()


def test_a_result_goes_to_six_people_within_sixty_keys(hand: Hand) -> None:
    back_to_draft(hand.desk)
    page = hand.targets()
    top = page.plan.plans[0].results[0]
    key = str(top.row["key"])
    held = hand.desk.handing_down.carriers(key)
    names = [one for one in hand.desk.outline.people() if one.key not in held][1:]
    chosen = names[::4][:6]
    counted = Counted(hand.qtbot, hand.desk, hand.window)
    counted.press(Key.Key_D, Mod.ControlModifier, on=page.table)
    popup = page.shaping.popup
    for one in chosen:
        counted.type(one.name.split()[0][:3].lower())
        while popup.model.row_at(popup.table.currentIndex()).key != one.key:
            counted.press(Key.Key_Down)
        counted.press(Key.Key_Space)
    assert popup.sum.text() == "6 people, 100 % of the whole"
    counted.press(Key.Key_Return)
    print("keys", counted.keys)
    assert counted.keys <= 60
    now = hand.desk.handing_down.carriers(key)
    assert set(now) - set(held) == {one.key for one in chosen}
    numbers = [
        hand.desk.store.select("indicator", result=now[one.key][0], unit="kegiatan")[0]["target_number"]
        for one in chosen
    ]
    assert sum(numbers) == 204
    hand.window.editor.undo()
    assert hand.desk.handing_down.carriers(key) == held


def test_shares_are_typed_and_too_much_is_said(office: Hand) -> None:
    page = begin(office)
    page.table.selectRow(0)
    office.press(Key.Key_D, Mod.ControlModifier)
    popup = page.shaping.popup
    office.type("60")
    office.press(Key.Key_Down)
    office.type("50")
    assert "110 %" in popup.fault.text()
    office.press(Key.Key_Down)
    office.press(Key.Key_Space)
    assert [one.part for one in popup.model.rows] == ["600 berkas", "500 berkas", "0 berkas"]
    office.press(Key.Key_Space)
    office.press(Key.Key_Up)
    office.press(Key.Key_Backspace)
    office.press(Key.Key_Backspace)
    assert [one.part for one in popup.model.rows] == ["600 berkas", "400 berkas", ""]
    assert not popup.fault.text()
    office.press(Key.Key_Tab)
    assert popup.text.hasFocus()
    office.type("Cetak kartu")
    office.press(Key.Key_Return)
    QApplication.processEvents()
    assert (1, "Cetak kartu") in shown(page)
    numbers = sorted(row["target_number"] for row in office.desk.store.select("indicator"))
    assert numbers == [400, 600, 1000]
    page.table.selectRow(0)
    office.press(Key.Key_D, Mod.ControlModifier, on=page.table)
    popup = page.shaping.popup
    assert [one.carried for one in popup.model.rows] == [False, True, True]
    office.press(Key.Key_Escape)
    assert len(office.desk.store.select("work_result")) == 4


def matrix(hand: Hand) -> TargetsPage:
    page = hand.targets()
    page.views.setFocus()
    hand.press(Key.Key_Right)
    hand.press(Key.Key_Right)
    assert page.matrix.isVisible()
    page.matrix.view.setFocus()
    return page


def cells(page: TargetsPage) -> list[list[str]]:
    QApplication.processEvents()
    model = page.matrix.model
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_typing_in_the_matrix_makes_changes_and_empties_results(office: Hand, qtmodeltester) -> None:
    begin(office)
    page = matrix(office)
    qtmodeltester.check(page.matrix.model)
    view, model = page.matrix.view, page.matrix.model
    assert [model.headerData(n, Qt.Orientation.Horizontal) for n in range(2)] == [
        "1. Layanan KTP-el cepat", "2. Administrasi tertib",
    ]  # fmt: skip
    assert cells(page) == [["", ""]] * 3
    view.setCurrentIndex(model.index(0, 1))
    office.press("S", on=view)
    office.type("urat keluar rapi")
    office.press(Key.Key_Return)
    assert cells(page)[0] == ["", "Surat keluar rapi"]
    dewi = next(p for p in office.desk.targets.plans(year=2026) if p.person["name"] == "Dewi Lestari")
    assert dewi.results[0].row["leader_text"] == "Administrasi tertib"
    assert (view.currentIndex().row(), view.currentIndex().column()) == (0, 1)  # the cursor stays
    office.press(Key.Key_F2, on=view)
    office.type(" sekali")
    office.press(Key.Key_Return)
    assert cells(page)[0][1] == "sekali"  # the old words are selected and give way
    office.press(Key.Key_Delete, on=view)
    assert cells(page)[0] == ["", ""]
    office.window.editor.undo()
    assert cells(page)[0][1]


def test_the_matrix_of_another_leader_and_of_real_plans(hand: Hand) -> None:
    back_to_draft(hand.desk)
    page = matrix(hand)
    heads = page.matrix.model.matrix.heads
    assert len(heads) == len(page.plan.plans[0].results)
    assert sum(bool(text) for row in cells(page) for text in row) == 8
    second = page.matrix.leader.itemData(1)
    page.matrix.leader.setCurrentIndex(1)
    page.matrix.leader.activated.emit(1)
    assert page.matrix.model.matrix.leader == second
    assert all(one.person != second for one in page.matrix.model.matrix.carriers)
    hand.desk.outline.set_result(page.plan.plans[1].results[0].row["key"], "Kalimat dari laptop lain")
    QApplication.processEvents()
    assert page.matrix.leader.currentData() == second
    page.views.choose("results")
    page.fill()
    assert page.table.isVisible()


def test_what_is_being_typed_outlives_changes_and_undo(office: Hand) -> None:
    page = begin(office)
    page.table.selectRow(0)
    office.press(Key.Key_Return)
    office.type("Belum sele")
    first = page.model.rows[0].key
    office.desk.outline.set_result(first, "Kalimat dari laptop lain")
    office.qtbot.waitUntil(lambda: page.model.rows[0].text == "Kalimat dari laptop lain")
    field = page.shaping.typing.line.field
    assert (field.text(), field.isVisible(), page.model.rows[1].key) == ("Belum sele", True, DRAFT)
    line(office, "sai")
    assert shown(page)[1] == (0, "Belum selesai")
    office.press(Key.Key_Z, Mod.ControlModifier)  # its own typing is empty: the window takes the line back
    office.qtbot.waitUntil(lambda: len(shown(page)) == 2)
    line(office, "Yang benar")
    assert "Yang benar" in [text for _level, text in shown(page)]
    assert office.notices() == []


def test_another_view_drops_what_was_typed(office: Hand) -> None:
    page = begin(office)
    office.press(Key.Key_Return)
    office.type("Tidak jadi")
    page.views.setFocus()
    office.press(Key.Key_Right)
    assert not page.shaping.typing.is_open
    assert all(one.key != DRAFT for one in page.model.rows)
    assert len(office.desk.store.select("work_result")) == 2


def test_an_approved_plan_says_how_it_is_changed(hand: Hand) -> None:
    page = hand.targets()
    before = page.model.rowCount()
    hand.press(Key.Key_Delete, on=page.table)
    assert hand.notices() == ["skp.locked"]
    assert page.model.rowCount() == before
