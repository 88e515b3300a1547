"""The SKP of a person as a document: opened by a key, led through its steps, completed, all undone again."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from flexdesk.domain.core_values import CoreValue
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import Annex
from flexdesk.domain.skp import Step
from flexdesk.services.skp_texts import annex_presets
from tests.gui.performance.conftest import Hand
from ui.targets.lines import View
from ui.targets.page import TargetsPage
from ui.targets.plan_sheet import PlanSheet

Key = Qt.Key
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def opened(hand: Hand, row: int = 0) -> tuple[TargetsPage, PlanSheet]:
    """The sheet of the person in a row of the view by person, by keys."""
    page = hand.targets()
    page.views.choose(View.PEOPLE)
    page.closed.update(line.key for line in page.model.rows if line.level == 0)
    page.fill()
    page.closed.update(line.key for line in page.model.rows if line.level == 0)
    page.fill()
    page.table.selectRow(row)
    hand.press(Key.Key_K, ALT, on=page.table)
    return page, page.plan_room.sheet


def status(hand: Hand, sheet: PlanSheet) -> str:
    return str(hand.desk.store.get("skp", sheet.plan.key)["status"])


def undo(hand: Hand) -> None:
    hand.window.editor.undo()
    QApplication.processEvents()


def test_alt_k_opens_the_sheet_and_esc_comes_back(hand: Hand) -> None:
    page, sheet = opened(hand, 3)
    assert sheet.isVisible()
    assert not page.desk_row.isVisible()
    assert sheet.people.currentText() == sheet.plan.person["name"] == "Udin Wijayanto"
    assert hand.window.height() == 768
    hand.press(Key.Key_Escape)
    assert not sheet.isVisible()
    assert page.table.hasFocus()
    assert page.table.line().text == "Udin Wijayanto"
    hand.press(Key.Key_K, ALT)
    hand.press(Key.Key_K, ALT)
    assert page.desk_row.isVisible()


def test_the_list_tells_the_status_of_each_plan(hand: Hand) -> None:
    page, sheet = opened(hand, 2)
    hand.desk.skp.reopen(sheet.plan.key, "Perjanjian kinerja berubah")
    hand.qtbot.waitUntil(lambda: sheet.steps.note.text() == "Perjanjian kinerja berubah")
    hand.press(Key.Key_Escape)
    cell = page.model.columns[-1].cell
    assert [cell(line).badge.text for line in page.model.rows[1:4]] == ["Persetujuan", "Draft", "Persetujuan"]
    page.views.choose(View.RESULTS)
    page.fill()
    assert cell(page.model.rows[0]).badge is None


def test_the_road_by_keys_and_back_by_undo(hand: Hand) -> None:
    _page, sheet = opened(hand, 2)
    hand.press(Key.Key_Return, CTRL)  # nothing usual follows an approval
    assert (status(hand, sheet), sheet.steps.asked) == ("approved", None)
    sheet.steps.buttons[Step.REOPEN].setFocus()
    hand.press(Key.Key_Space)
    hand.press(Key.Key_Return)  # no reason yet
    assert status(hand, sheet) == "approved"
    assert sheet.steps.fault.text()
    hand.type("Perjanjian kinerja berubah")
    hand.press(Key.Key_Return)
    assert status(hand, sheet) == "draft"
    assert not sheet.steps.question.isVisible()
    assert sheet.head.first.isEnabled()
    hand.press(Key.Key_Return, CTRL)
    assert status(hand, sheet) == "submitted"
    hand.press(Key.Key_Return, CTRL)
    hand.press(Key.Key_A, CTRL)
    hand.type("31-02-2026")
    hand.press(Key.Key_Return)
    assert status(hand, sheet) == "submitted"  # no such day
    hand.press(Key.Key_A, CTRL)
    hand.type("20-01-2026")
    hand.press(Key.Key_Return)
    row = hand.desk.store.get("skp", sheet.plan.key)
    assert (row["status"], row["set_on"]) == ("approved", "2026-01-20")
    assert not sheet.head.first.isEnabled()
    for wanted in ("submitted", "draft", "approved"):
        undo(hand)
        assert status(hand, sheet) == wanted


def test_esc_puts_the_question_away_before_the_sheet(hand: Hand) -> None:
    _page, sheet = opened(hand, 2)
    sheet.steps.take(Step.CLOSE)
    hand.press(Key.Key_Escape)
    assert sheet.isVisible()
    assert sheet.steps.asked is None
    hand.press(Key.Key_Escape)
    assert not sheet.isVisible()


def test_what_is_lacking_is_named_and_keeps_the_draft(hand: Hand) -> None:
    _page, sheet = opened(hand, 2)
    hand.desk.skp.reopen(sheet.plan.key, "x")
    indicator = hand.desk.targets.plans(year=2026)[2].results[0].indicators[0]
    op = hand.desk.committer.update("indicator", indicator.row, {"aspect": None})
    hand.desk.committer.commit(Change("targets.edit", (op,)))
    hand.qtbot.waitUntil(lambda: sheet.head.findings.count() == 2)
    spoken = [sheet.head.findings.itemAt(at).widget().accessibleName() for at in range(2)]
    assert "has no aspect" in spoken[0]
    assert "was not set by 31 January" in spoken[1]
    hand.press(Key.Key_Return, CTRL)
    assert hand.notices() == ["skp.incomplete"]
    assert status(hand, sheet) == "draft"


def test_lists_are_typed_kept_on_leaving_and_filled_with_usual_lines(hand: Hand) -> None:
    _page, sheet = opened(hand)
    texts = hand.desk.skp_texts
    sheet.texts.list.setFocus()
    hand.press(Key.Key_Down)
    hand.press(Key.Key_Return)
    assert sheet.texts.field.hasFocus()
    hand.type("Tiap bulan")
    hand.press(Key.Key_Return)
    hand.type("Tiap triwulan")
    hand.press(Key.Key_Tab)
    assert texts.annex(sheet.plan.key)[Annex.ACCOUNTABILITY] == ["Tiap bulan", "Tiap triwulan"]
    hand.press(Key.Key_L, ALT)
    kept = texts.annex(sheet.plan.key)[Annex.ACCOUNTABILITY]
    assert kept == ["Tiap bulan", "Tiap triwulan", *annex_presets(Annex.ACCOUNTABILITY)]
    hand.type(" salah")
    hand.press(Key.Key_Escape)  # drops what was typed
    assert texts.annex(sheet.plan.key)[Annex.ACCOUNTABILITY] == kept
    assert sheet.texts.list.hasFocus()
    undo(hand)
    undo(hand)
    assert texts.annex(sheet.plan.key)[Annex.ACCOUNTABILITY] == []
    hand.qtbot.waitUntil(lambda: sheet.texts.field.toPlainText() == "")


def test_an_expectation_of_one_person_never_lands_with_another(hand: Hand) -> None:
    _page, sheet = opened(hand)
    first = sheet.plan.key
    sheet.texts.list.choose("loyal")
    sheet.texts._show("loyal")
    sheet.texts.field.setFocus()
    hand.type("Jaga rahasia")
    second = hand.desk.targets.plans(year=2026)[1]
    sheet.show_person(str(second.person["key"]))
    assert hand.desk.skp_texts.expectations(first)[CoreValue.LOYAL] == "Jaga rahasia"
    assert hand.desk.skp_texts.expectations(second.key)[CoreValue.LOYAL] == ""
    assert sheet.texts.field.toPlainText() == ""


def test_a_year_is_split_edited_and_shortened_by_keys(hand: Hand) -> None:
    _page, sheet = opened(hand)
    card, plans = sheet.action_card, hand.desk.action_plans
    result = str(sheet.plan.results[0].row["key"])
    assert card.nothing.isVisible()
    hand.press(Key.Key_E, ALT)
    assert [part.number for part in plans.of(result)] == [51, 51, 51, 51]
    assert card.table.hasFocus()
    hand.press(Key.Key_Down)
    hand.press(Key.Key_Return)
    hand.type("banyak")
    hand.press(Key.Key_Return)
    assert card.fault.isVisible()
    hand.press(Key.Key_A, CTRL)
    hand.type("1,060")
    hand.press(Key.Key_Return)
    assert [part.number for part in plans.of(result)] == [51, 1060, 51, 51]
    assert card.table.hasFocus()
    hand.press(Key.Key_Delete)
    assert [part.period.code for part in plans.of(result)] == ["2026-Q1", "2026-Q3", "2026-Q4"]
    for count in (4, 4, 0):
        undo(hand)
        assert len(plans.of(result)) == count


def test_a_first_plan_is_made_and_its_head_kept(hand: Hand) -> None:
    page = hand.targets()
    page.show_year(2027)
    hand.press(Key.Key_K, ALT)
    sheet = page.plan_room.sheet
    assert sheet.nothing.isVisible()
    hand.press(Key.Key_Space)  # the button has the keyboard
    assert sheet.plan is not None
    assert sheet.head.first.hasFocus()
    assert hand.window.height() == 768
    hand.press(Key.Key_A, CTRL)
    hand.type("1 Juli")
    hand.press(Key.Key_S, CTRL)
    assert sheet.head.fault.isVisible()
    hand.press(Key.Key_A, CTRL)
    hand.type("01-07-2027")
    sheet.head.rater_text.setText("Drs. Contoh | 19700101 199001 1 001 | IV/c | Sekretaris Daerah | Setda")
    hand.press(Key.Key_S, CTRL)
    row = hand.desk.store.get("skp", sheet.plan.key)
    assert (row["from"], row["year"]) == ("2027-07-01", 2027)
    assert str(row["rater_text"]).splitlines()[3] == "Sekretaris Daerah"
    assert sheet.head.rater_text.text().startswith("Drs. Contoh | 19700101")
    undo(hand)
    undo(hand)
    assert sheet.nothing.isVisible()
    assert not hand.desk.targets.plans(year=2027)


def test_several_plans_of_a_year_are_chosen_by_their_days(hand: Hand) -> None:
    _page, sheet = opened(hand, 4)
    key = sheet.plan.key
    hand.desk.skp.close(key, date(2026, 8, 31), "Mutasi")
    hand.qtbot.waitUntil(lambda: not sheet.head.keep.isEnabled())
    assert not sheet.texts.usual.isEnabled()
    sheet.make()
    assert sheet.plan.key != key
    assert sheet.plans.isVisible()
    assert sheet.plans.count() == 2
    sheet._choose(key)
    assert status(hand, sheet) == "closed"


def test_what_is_being_typed_in_the_head_outlives_a_change_from_elsewhere(hand: Hand) -> None:
    _page, sheet = opened(hand)
    sheet.head.place.setFocus()
    hand.type("Sukamaju")
    hand.desk.skp_texts.set_annex(sheet.plan.key, Annex.SUPPORT, ["Laptop"])
    hand.qtbot.waitUntil(lambda: sheet.texts.field.toPlainText() == "Laptop")
    assert sheet.head.place.text() == "Sukamaju"


def test_everything_on_the_sheet_has_a_name_and_a_stop(hand: Hand) -> None:
    page, sheet = opened(hand)
    for field in (
        sheet.people, sheet.head.first, sheet.head.rater, sheet.head.superior_text, sheet.texts.field,
        sheet.texts.list, sheet.action_card.table, sheet.action_card.results, sheet.steps.day,
    ):  # fmt: skip
        assert field.accessibleName()
    assert page.panes() == sheet.panes()
    told = page.keys()
    assert [row.key for row in told][-5:] == ["Alt+K", "Ctrl+Enter", "Ctrl+S", "Alt+L", "Alt+E"]
