"""The room “Cuti & dinas” in the real window: by keyboard, on a real store, and back by undo."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.modeltest import ModelTester

from flexdesk.exchange.register_files import read_register
from flexdesk.exchange.tables import read_tables
from flexdesk.services.leave import LeaveForm
from tests.gui.leave.conftest import AGUS, FRI, MON, PUTRI, RINI, Hand
from tests.helpers.desks import DATA
from ui.feedback.reason import ReasonForm
from ui.leave.filters import BALANCES, LIST, MONTH, REMARKS

Key, Mod = Qt.Key, Qt.KeyboardModifier
REGISTER = DATA / "activities" / "register-cuti-dan-dinas-luar-2026.xlsx"


def apply_for(hand: Hand, nip: str, kind: str, first: str, to: str) -> None:
    """Ctrl+N, the form, Enter."""
    hand.press(Key.Key_N, Mod.ControlModifier)
    form = hand.page.form
    form.person.setCurrentIndex(form.person.findData(hand.key(nip)))
    form.kind.setCurrentIndex(form.kind.findData(kind))
    form.kind.activated.emit(form.kind.currentIndex())
    hand.type(first, form.first)
    hand.type(to, form.to)
    hand.press(Key.Key_Return, at=form.to)
    hand.settle()


# -- the road of an application


def test_an_application_goes_its_road_by_keyboard_and_back_by_undo(hand: Hand) -> None:
    apply_for(hand, RINI, "annual", "23-11-2026", "27-11-2026")
    assert hand.states() == {"Rini": "applied"}
    for word, state in (("approve", "considered"), ("approve", "granted")):
        hand.press(Key.Key_Return, Mod.ControlModifier)
        form = hand.page.verdict
        assert hand.page.side.currentWidget() is form
        assert form.told.count() >= 3  # what is left, who else is away, how many remain
        assert form.by.text() == ("Rini" if state == "granted" else "")  # the unit's head decides
        form.word.setCurrentIndex(form.word.findData(word))
        hand.press(Key.Key_Return, at=form.word)  # a choice gives Enter on to the form
        hand.settle()
        assert hand.states() == {"Rini": state}
        assert hand.page.side.currentWidget() is hand.page.panel
    hand.undo()
    assert hand.states() == {"Rini": "considered"}
    hand.undo()
    hand.undo()
    assert hand.page.registers.middle.currentWidget() is hand.page.registers.empty


def test_a_refusal_wants_a_note_before_it_is_stored(hand: Hand) -> None:
    key = hand.desk.leave.apply(RINI, LeaveForm("annual", MON, FRI)).key
    hand.desk.leave.consider(key, "approve")
    hand.settle()
    hand.stand_on(key)
    hand.page.open_step()
    form = hand.page.verdict
    form.word.setCurrentIndex(form.word.findData("refuse"))
    form.keep.click()
    assert form.fault.text()
    assert hand.states() == {"Rini": "considered"}
    hand.type("Akhir tahun anggaran", form.note)
    hand.press(Key.Key_Return, at=form.note)
    assert hand.states() == {"Rini": "refused"}


def test_a_change_shows_the_days_that_it_grants(hand: Hand) -> None:
    key = hand.desk.leave.apply(RINI, LeaveForm("annual", MON, FRI)).key
    hand.desk.leave.consider(key, "approve")
    hand.stand_on(key)
    hand.page.open_step()
    form = hand.page.verdict
    assert not form.first.isVisible()
    form.word.setCurrentIndex(form.word.findData("change"))
    form.word.activated.emit(form.word.currentIndex())
    assert form.first.isVisible()
    form.to.clear()
    hand.type("24-11-2026", form.to)
    hand.type("Dua hari", form.note)
    hand.press(Key.Key_Return, at=form.note)
    row = hand.page.registers.entries.entry(key)
    assert row is not None
    assert (row.state, row.to, row.days) == ("granted", date(2026, 11, 24), 2)


def test_a_soft_rule_asks_for_a_reason_and_keeps_it(hand: Hand) -> None:
    apply_for(hand, RINI, "sick", "23-11-2026", "24-11-2026")
    assert hand.page.registers.entries.total == 0
    ask = hand.window.findChild(ReasonForm)
    assert ask is not None
    hand.type("Surat menyusul", ask.field)
    hand.press(Key.Key_Return, at=ask.field)
    hand.settle()
    (row,) = hand.desk.leave.entries()
    assert row["exception"] == "Surat menyusul"
    assert hand.page.side.currentWidget() is hand.page.panel
    assert hand.page.registers.entries_table.key == row["key"]


def test_a_hard_rule_is_told_in_the_window_and_nothing_is_stored(hand: Hand) -> None:
    refused: list[str] = []
    hand.window.editor.refused.connect(refused.append)
    apply_for(hand, PUTRI, "large", "23-11-2026", "24-11-2026")
    assert refused == ["leave.refused"]
    assert hand.page.registers.entries.total == 0
    assert hand.page.side.currentWidget() is hand.page.form  # what was typed stays


@pytest.mark.parametrize(
    ("first", "to"), [("27-11-2026", "23-11-2026"), ("40-11-2026", "27-11-2026"), ("", "")]
)
def test_wrong_dates_are_told_in_the_form(hand: Hand, first: str, to: str) -> None:
    apply_for(hand, RINI, "annual", first, to)
    assert hand.page.form.fault.text()
    assert hand.page.registers.entries.total == 0


def test_the_form_tells_what_the_rules_and_the_calendar_say(hand: Hand) -> None:
    hand.desk.leave.add(AGUS, LeaveForm("annual", MON, FRI))
    hand.page.open_new()
    form = hand.page.form
    form.person.setCurrentIndex(form.person.findData(hand.key(RINI)))
    hand.type("23-11-2026", form.first)
    hand.type("31-12-2026", form.to)
    form.tell()
    told = [form.told.itemAt(at).widget().text() for at in range(form.told.count())]  # type: ignore[union-attr]
    assert any("LEV-02" in text for text in told)
    assert any("1" in text and "3" in text for text in told)
    hand.press(Key.Key_Escape, at=form.first)
    assert hand.page.side.currentWidget() is hand.page.panel


def test_a_journey_is_entered_and_cancelled(hand: Hand) -> None:
    hand.page.open_new()
    form = hand.page.form
    form.kind.setCurrentIndex(form.kind.findData("travel"))
    form.kind.activated.emit(form.kind.currentIndex())
    assert not form.document.isVisible()
    hand.type("23-11-2026", form.first)
    hand.press(Key.Key_Return, at=form.first)
    assert form.fault.text()  # the letter is missing
    hand.type("800/1", form.letter)
    hand.type("Rapat", form.purpose)
    hand.press(Key.Key_Return, at=form.purpose)
    hand.settle()
    (row,) = hand.page.registers.entries.rows
    assert (row.kind, row.first, row.to) == ("travel", MON, MON)
    hand.press(Key.Key_Delete, Mod.ControlModifier)
    assert [row.state for row in hand.page.registers.entries.rows] == ["cancelled"]
    hand.undo()
    assert [row.state for row in hand.page.registers.entries.rows] == ["registered"]


# -- views


def test_the_list_is_filtered_by_person_kind_state_and_period(kecamatan: Hand) -> None:
    page = kecamatan.page
    assert page.registers.entries.total == 157
    kecamatan.type("mila siska", page.registers.filters.search)
    assert {row.name for row in page.registers.entries.rows} == {"Mila Siska Pratiwi, S.H."}
    page.registers.filters.clear()
    for box, value, count in (
        (page.registers.filters.kind, "maternity", 1),
        (page.registers.filters.state, "granted", 0),
        (page.registers.filters.period, "coming", 0),
    ):
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())
        assert len(page.registers.entries.rows) == count
        page.registers.filters.clear()
    assert len(page.registers.entries.rows) == 157
    page.registers.filters.kind.setCurrentIndex(page.registers.filters.kind.findData("unpaid"))
    page.registers.filters.changed.emit()
    assert page.registers.middle.currentWidget() is page.registers.nothing


def test_the_calendar_shows_who_is_away_and_steps_by_month(
    kecamatan: Hand, qtmodeltester: ModelTester
) -> None:
    kecamatan.press(Key.Key_2, Mod.AltModifier)
    page = kecamatan.page
    assert page.registers.view == MONTH
    for _month in range(5):
        kecamatan.press(Key.Key_PageUp, Mod.AltModifier)
    assert page.registers.month == date(2026, 6, 1)
    kecamatan.press(Key.Key_PageDown, Mod.AltModifier)
    assert page.registers.month == date(2026, 7, 1)
    kecamatan.press(Key.Key_PageUp, Mod.AltModifier)
    days = page.registers.days
    qtmodeltester.check(days)
    assert len(days.days) == 30
    mila = next(at for at, (_key, name) in enumerate(days.people, 1) if name == "Mila Siska Pratiwi")
    both = days.index(mila, 9)
    assert {row.kind for row in days.entries(both)} == {"annual", "travel"}
    walked = {
        row.person
        for row in page.registers.entries.rows
        if row.first <= date(2026, 6, 10) <= row.to and not row.waits
    }
    assert days.away(date(2026, 6, 10)) == len(walked)
    page.registers.month_table.setCurrentIndex(both)
    kecamatan.settle()
    assert page.panel.facts is not None
    assert page.panel.facts.row.name.startswith("Mila")


def test_balances_follow_what_is_entered_and_days_left_of_last_year(hand: Hand) -> None:
    hand.press(Key.Key_3, Mod.AltModifier)
    page = hand.page
    assert page.registers.view == BALANCES
    hand.desk.leave.add(RINI, LeaveForm("annual", MON, FRI))
    hand.settle()
    left = {one.person.name: one.balance.left for one in page.registers.balances.rows}
    assert left == {"Rini": 7, "Agus": 12, "Putri": 12}
    assert page.registers.balances_table.stand_on(hand.key(RINI))
    hand.press(Key.Key_F2)
    assert page.side.currentWidget() is page.carry
    hand.type("4", page.carry.unused)
    hand.press(Key.Key_Return, at=page.carry.unused)
    assert next(one.balance.left for one in page.registers.balances.rows if one.person.name == "Rini") == 11
    hand.undo()
    assert next(one.balance.left for one in page.registers.balances.rows if one.person.name == "Rini") == 7


def test_what_wants_a_look_stands_in_its_own_view_and_f8_goes_there(kecamatan: Hand) -> None:
    kecamatan.press(Key.Key_4, Mod.AltModifier)
    page = kecamatan.page
    assert page.registers.view == REMARKS
    kinds = {one.kind for one in page.registers.remarks.rows}
    assert kinds == {"leave_and_travel", "report_on_leave", "end_before_start", "rule"}
    page.registers.remarks_table.setCurrentIndex(
        page.registers.remarks.index(page.registers.remarks.rowCount() - 1, 0)
    )
    kecamatan.settle()
    assert page.panel.facts is not None
    assert [one.kind for one in page.panel.facts.row.remarks] == ["end_before_start"]
    page.seen.click()
    kecamatan.wait(lambda: page.registers.remarks.rowCount() == 3)
    kecamatan.press(Key.Key_F8)
    assert page.registers.view == LIST
    row = page.registers.entries.entry(page.registers.entries_table.key)
    assert row is not None
    assert row.remarks
    kecamatan.desk.leave.cancel(
        next(one.entry for one in page.registers.remarks.rows if one.kind == "leave_and_travel")
    )
    kecamatan.wait(lambda: "leave_and_travel" not in {one.kind for one in page.registers.remarks.rows})


def test_an_entry_is_found_from_another_screen(kecamatan: Hand) -> None:
    row = next(row for row in kecamatan.page.registers.entries.rows if row.kind == "maternity")
    kecamatan.type("zzz", kecamatan.page.registers.filters.search)
    kecamatan.window.go("policy", "")
    kecamatan.window.go("people", f"leave:{row.key}")
    assert kecamatan.page.registers.entries_table.key == row.key


def test_the_room_fits_the_smallest_screen(kecamatan: Hand) -> None:
    page = kecamatan.page
    for view in (LIST, MONTH, BALANCES, REMARKS):
        page.registers.choose(view)
        kecamatan.settle()
        assert kecamatan.window.width() == 1366
        assert page.minimumSizeHint().width() <= 1366 - 176


# -- files


def test_a_register_is_mended_taken_in_and_undone(kecamatan: Hand) -> None:
    page = kecamatan.page
    kecamatan.press(Key.Key_O, Mod.ControlModifier)
    wizard = page.wizard
    wizard.read_file(REGISTER)
    kecamatan.wait(lambda: wizard.trial is not None)
    assert wizard.trial is not None
    assert (wizard.trial.count("known"), wizard.trial.count("failed")) == (157, 1)
    (failed,) = [row for row in wizard.model.rows if row.state == "failed"]
    before = wizard.trial
    cell = wizard.model.fault_cell(failed)
    assert wizard.model.setData(cell, "10-04-2026")
    kecamatan.wait(lambda: wizard.trial is not before)
    assert wizard.trial.count("new", "doubtful") == 1
    kecamatan.press(Key.Key_Return, Mod.ControlModifier)
    kecamatan.wait(lambda: wizard.steps.at == 3)
    page.close_import()
    kecamatan.settle()
    assert page.registers.entries.total == 158
    assert "end_before_start" not in {one.kind for one in page.registers.remarks.rows}
    kecamatan.undo()
    assert page.registers.entries.total == 157


def test_a_pasted_table_with_strange_headings_is_told_what_its_columns_are(hand: Hand) -> None:
    text = (
        "Nama\tNIP\tJenis Cuti\tTanggal Mulai\tKembali\tHari ke\n"
        f"Rini\t{RINI}\tCuti Tahunan\t23-11-2026\t30-11-2026\t27-11-2026\n"
    )
    QGuiApplication.clipboard().setText(text)
    hand.page.open_import()
    wizard = hand.page.wizard
    wizard.paste()
    hand.wait(lambda: wizard.trial is not None)
    before = wizard.trial
    box = wizard.columns.boxes[5]
    box.setCurrentIndex(box.findData("last"))
    box.activated.emit(box.currentIndex())
    hand.wait(lambda: wizard.trial is not before)
    wizard.take()
    hand.wait(lambda: wizard.steps.at == 3)
    assert [row["to"] for row in hand.desk.leave.entries()] == ["2026-11-27"]


def test_a_file_without_a_register_is_refused_in_words(hand: Hand, tmp_path: Path) -> None:
    file = tmp_path / "lain.csv"
    file.write_text("a;b\n1;2\n", "utf-8")
    hand.page.open_import()
    hand.page.wizard.read_file(file)
    hand.wait(lambda: hand.page.wizard.banner is not None)
    assert hand.page.wizard.banner is not None
    assert hand.page.wizard.banner.ticket
    hand.press(Key.Key_Escape)
    assert not hand.page.importing


def test_failed_rows_and_the_register_are_saved(kecamatan: Hand, tmp_path: Path) -> None:
    page, out, failed = kecamatan.page, tmp_path / "keluar.xlsx", tmp_path / "gagal.xlsx"
    page.ask_target = lambda _parent, _name: out
    kecamatan.press(Key.Key_E, Mod.ControlModifier)
    kecamatan.settle()
    assert len(read_register(read_tables(out)).leaves) == 42
    page.open_import()
    page.wizard.ask_target = lambda _parent, _name: failed
    page.wizard.read_file(REGISTER)
    kecamatan.wait(lambda: page.wizard.trial is not None)
    page.wizard.save.click()
    assert len(read_register(read_tables(failed)).rejected) == 1
