"""Rating by keyboard, notes, locking and what the screen says about the spread."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from flexdesk.domain.performance import OrganisationLevel, Predicate, Rating, predicate_of
from flexdesk.domain.periods import parse_period
from flexdesk.services.evaluation import Evaluation, EvaluationLocked
from flexdesk.services.fact_sheet import fact_sheet
from tests.gui.indonesian import spoken
from tests.gui.performance.conftest import Hand
from ui.evaluation import words
from ui.evaluation.page import EvaluationPage
from ui.widgets.confirm import Confirm
from ui.widgets.label import Label

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier
QUARTER = parse_period("2026-Q3")


def fresh(hand: Hand, key: str) -> Evaluation:
    return next(e for e in hand.desk.evaluation.evaluations(QUARTER) if e.skp.key == key)


def current(page: EvaluationPage) -> Evaluation:
    one = page.current()
    assert one is not None
    return one


def rate_all(hand: Hand, rating: Rating = Rating.MEETS) -> None:
    found = hand.desk.evaluation.evaluations(QUARTER)
    hand.desk.evaluation.rate_many({e.skp.key: (rating, rating, None) for e in found}, QUARTER)
    QApplication.processEvents()


@pytest.mark.parametrize(
    ("digit", "results", "behaviour", "predicate"),
    [
        (7, Rating.ABOVE, Rating.BELOW, Predicate.KURANG),
        (8, Rating.ABOVE, Rating.MEETS, Predicate.BAIK),
        (9, Rating.ABOVE, Rating.ABOVE, Predicate.SANGAT_BAIK),
        (4, Rating.MEETS, Rating.BELOW, Predicate.KURANG),
        (5, Rating.MEETS, Rating.MEETS, Predicate.BAIK),
        (6, Rating.MEETS, Rating.ABOVE, Predicate.BAIK),
        (1, Rating.BELOW, Rating.BELOW, Predicate.SANGAT_KURANG),
        (2, Rating.BELOW, Rating.MEETS, Predicate.BUTUH_PERBAIKAN),
        (3, Rating.BELOW, Rating.ABOVE, Predicate.BUTUH_PERBAIKAN),
    ],
)
def test_the_keys_lie_as_the_official_table(
    digit: int, results: Rating, behaviour: Rating, predicate: Predicate
) -> None:
    assert words.cell_of(digit) == (results, behaviour)
    assert words.key_of(results, behaviour) == digit
    assert predicate_of(results, behaviour) is predicate


def test_it_opens_on_the_quarter_that_has_ended(hand: Hand) -> None:
    page = hand.evaluation()
    assert page.period == QUARTER
    assert page.count.text() == "0 of 35 rated"
    assert not page.lock.isEnabled()


def test_a_digit_rates_and_enter_goes_on(hand: Hand) -> None:
    page = hand.evaluation()
    first = current(page)
    hand.press("9", Qt.KeyboardModifier.KeypadModifier)
    hand.qtbot.waitUntil(lambda: page.count.text() == "1 of 35 rated")
    rated = fresh(hand, first.skp.key)
    assert (rated.results, rated.behaviour) == (Rating.ABOVE, Rating.ABOVE)
    assert current(page).skp.key == first.skp.key
    assert [value.text() for value in page.sheet.chosen.values] == [
        "Di Atas Ekspektasi", "Di Atas Ekspektasi", "Sangat Baik",
    ]  # fmt: skip
    hand.press(Key.Key_Return)
    assert current(page).skp.key == page.evaluations[1].skp.key
    hand.press("2")
    hand.qtbot.waitUntil(lambda: page.count.text() == "2 of 35 rated")
    assert fresh(hand, page.evaluations[1].skp.key).predicate is Predicate.BUTUH_PERBAIKAN


def test_undo_takes_a_rating_back(hand: Hand) -> None:
    page = hand.evaluation()
    key = current(page).skp.key
    hand.press("5")
    hand.press("8")
    hand.press(Key.Key_Z, Control)
    assert fresh(hand, key).results is Rating.MEETS
    hand.press(Key.Key_Z, Control)
    assert fresh(hand, key).predicate is None
    hand.qtbot.waitUntil(lambda: page.count.text() == "0 of 35 rated")


def test_a_note_begins_from_the_facts_and_is_kept(hand: Hand) -> None:
    page = hand.evaluation()
    one = current(page)
    suggestion = fact_sheet(hand.desk.store, one, QUARTER).suggestion()
    assert page.sheet.note.placeholderText() == suggestion
    page.sheet.note.setFocus()
    hand.press(Key.Key_Tab)
    assert page.sheet.note.toPlainText() == suggestion
    hand.type("Lanjutkan 5 hal baik.")  # over the selected sentence; digits are text here
    hand.press(Key.Key_Return, Control)
    assert fresh(hand, one.skp.key).note == "Lanjutkan 5 hal baik."
    assert fresh(hand, one.skp.key).predicate is None
    assert page.table.hasFocus()
    hand.press(Key.Key_Z, Control)
    assert fresh(hand, one.skp.key).note == ""


def test_a_note_is_kept_for_its_own_person_when_the_list_moves_on(hand: Hand) -> None:
    page = hand.evaluation()
    one = current(page)
    page.sheet.note.setFocus()
    hand.type("Baik.")
    page._walk(+1)
    QApplication.processEvents()
    assert fresh(hand, one.skp.key).note == "Baik."
    assert current(page).skp.key != one.skp.key
    assert current(page).note == ""
    assert page.sheet.note.toPlainText() == ""


def test_esc_drops_a_note(hand: Hand) -> None:
    page = hand.evaluation()
    page.sheet.note.setFocus()
    hand.type("Tidak jadi")
    hand.press(Key.Key_Escape)
    assert hand.window.editor.stack.count() == 0
    assert fresh(hand, current(page).skp.key).note == ""


def test_locked_is_refused_until_it_is_reopened_with_a_reason(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate_all(hand)
    page = hand.evaluation()
    asked: list[str] = []
    monkeypatch.setattr(Confirm, "ask", lambda _parent, question, *_rest: asked.append(question) or True)
    page.lock.click()
    hand.qtbot.waitUntil(lambda: page.sheet.reopen.isVisible())
    assert asked == ["Sign and lock 35 evaluations?"]
    assert hand.window.editor.stack.count() == 1
    assert not page.lock.isEnabled()
    key = current(page).skp.key
    hand.press("9")
    assert hand.notices() == ["evaluation.locked"]
    assert fresh(hand, key).results is Rating.MEETS
    with pytest.raises(EvaluationLocked):
        hand.desk.evaluation.rate(key, QUARTER, results=Rating.ABOVE, behaviour=None)
    page.sheet.reopen.click()
    hand.type("Rating tertukar")
    hand.press(Key.Key_Return)
    hand.qtbot.waitUntil(lambda: not page.sheet.reopen.isVisible())
    reopened = fresh(hand, key)
    assert not reopened.locked
    assert reopened.row is not None
    assert (reopened.row["reopen_reason"], reopened.note) == ("Rating tertukar", "")
    assert page.sheet.state.facts.text == "reopened, revision 1"
    hand.window.editor.undo()
    assert fresh(hand, key).locked


def test_the_worst_case_fits_the_reference_laptop(hand: Hand) -> None:
    """Long words, a lock and warnings must not push the window beyond its size."""
    found = hand.desk.evaluation.evaluations(QUARTER)
    with spoken():
        page = hand.evaluation()
        ratings = {e.skp.key: (Rating.BELOW, Rating.BELOW, None) for e in found[3:]}
        hand.desk.evaluation.rate_many(ratings, QUARTER)
        hand.desk.evaluation.set_organisation(QUARTER, "istimewa")
        hand.qtbot.waitUntil(lambda: page.model.rows[4].evaluation is None)  # a heading, which spans
        ratings = {e.skp.key: (Rating.ABOVE, Rating.BELOW, None) for e in found[:3]}
        hand.desk.evaluation.rate_many(ratings, QUARTER)
        hand.desk.evaluation.lock_all([e.skp.key for e in found], QUARTER, reason="Disetujui camat")
        hand.qtbot.waitUntil(lambda: page.sheet.reopen.isVisible() and bool(page.sheet.spread.warnings))
        for _ in range(4):
            QApplication.processEvents()
        hand.window.resize(1366, 697)  # maximised, with task bar and caption
        QApplication.processEvents()
    assert (hand.window.width(), hand.window.height()) == (1366, 697)
    predicates = [page.model.index(at, 1).data() for at in range(1, 36)]
    assert predicates == ["Kurang/Misconduct"] * 3 + ["Sangat Kurang"] * 32
    assert page.table.columnSpan(4, 0) == 1


def test_without_consent_nothing_is_locked(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    rate_all(hand)
    page = hand.evaluation()
    monkeypatch.setattr(Confirm, "ask", lambda *_all: False)
    page.lock.click()
    assert not any(one.locked for one in hand.desk.evaluation.evaluations(QUARTER))


def test_the_spread_is_told_in_words(hand: Hand) -> None:
    rate_all(hand)
    page = hand.evaluation()
    assert page.sheet.spread.badge.facts.text == "choose the organisation's result"
    page.level.setCurrentIndex(page.level.findData("baik"))
    page.level.activated.emit(page.level.currentIndex())
    hand.qtbot.waitUntil(lambda: len(page.sheet.spread.warnings) == 2)
    assert hand.desk.evaluation.organisation(QUARTER) is OrganisationLevel.BAIK
    said = [line.text() for line in page.sheet.spread.warnings]
    assert "Baik: 35 of 35 people (100 %)" in said[0]
    hand.window.editor.undo()
    hand.qtbot.waitUntil(lambda: page.level.currentData() == "")


def test_the_facts_stand_beside_the_rating(hand: Hand) -> None:
    page = hand.evaluation()
    one = page.evaluations[3]
    hand.desk.day.note(str(one.skp.person["key"]), date(2026, 9, 22), "Bahan rapat siap sebelum waktunya.")
    sheet = fact_sheet(hand.desk.store, one, QUARTER)
    assert [len(sheet.targets), sum(sheet.outputs.values()), sheet.report_days] == [4, 105, 41]
    assert sheet.notes[0]["text"] == "Bahan rapat siap sebelum waktunya."
    page.open_item(str(one.skp.person["key"]))
    assert current(page).skp.key == one.skp.key

    def shown() -> set[str]:
        return {label.text() for label in page.facts.findChildren(Label) if label.isVisible()}

    hand.qtbot.waitUntil(lambda: {"36 of 48", "Bahan rapat siap sebelum waktunya."} <= shown())


def test_earlier_periods_are_named(hand: Hand) -> None:
    one = hand.desk.evaluation.evaluations(QUARTER)[0]
    for code in ("2026-Q1", "2026-Q2"):
        period = parse_period(code)
        hand.desk.evaluation.rate(one.skp.key, period, results=Rating.MEETS, behaviour=Rating.ABOVE)
    sheet = fact_sheet(hand.desk.store, one, QUARTER)
    assert [(p.code, predicate) for p, predicate in sheet.earlier] == [
        ("2026-Q2", Predicate.BAIK), ("2026-Q1", Predicate.BAIK),
    ]  # fmt: skip


def test_periods_are_switched(hand: Hand) -> None:
    rate_all(hand)
    page = hand.evaluation()
    page.kinds.chosen.emit("year")
    assert page.period.code == "2026"
    assert page.count.text() == "0 of 35 rated"
    hand.press(Key.Key_PageUp, Qt.KeyboardModifier.AltModifier)
    assert page.empty.isVisible()
    with hand.qtbot.waitSignal(page.wanted) as asked:
        page.empty.buttons[0].click()
    assert asked.args == ["targets", ""]
    page.open_item("2026-Q3")
    assert page.count.text() == "35 of 35 rated"


def test_a_change_from_elsewhere_is_shown(hand: Hand) -> None:
    page = hand.evaluation()
    key = current(page).skp.key
    hand.desk.evaluation.rate(key, QUARTER, results=Rating.BELOW, behaviour=Rating.BELOW)
    hand.qtbot.waitUntil(lambda: page.count.text() == "1 of 35 rated")
    assert current(page).predicate is Predicate.SANGAT_KURANG


def test_printing_is_asked_of_the_print_screen(hand: Hand) -> None:
    page = hand.evaluation()
    with hand.qtbot.waitSignal(page.wanted) as asked:
        hand.press(Key.Key_P, Control)
    assert asked.args == ["printing", "evaluation|2026-Q3"]


def test_the_list_is_searched_and_read_aloud(hand: Hand, qtmodeltester: ModelTester) -> None:
    page = hand.evaluation()
    qtmodeltester.check(page.model)
    hand.press(Key.Key_F, Control)
    hand.type("udin")
    assert [line.text for line in page.model.rows] == ["Not rated   1", "Udin Wijayanto"]
    hand.press(Key.Key_Escape)
    assert len(page.model.rows) == 36
    hand.press("6", on=page.table)
    found = QAccessible.queryAccessibleInterface(page.sheet.matrix)
    hand.qtbot.waitUntil(lambda: "Baik" in found.text(QAccessible.Text.Name))
    with spoken():
        page.refresh()
    assert found.text(QAccessible.Text.Name) == (
        "Baik: hasil kerja Sesuai Ekspektasi, perilaku Di Atas Ekspektasi"
    )


def test_beside_the_facts_stands_how_far_the_evaluation_has_come(hand: Hand) -> None:
    page = hand.evaluation()
    page.show_period(QUARTER)
    QApplication.processEvents()
    assert not page.facts.state.isVisible()
    rate_all(hand)
    page.activate()
    QApplication.processEvents()
    assert page.facts.state.isVisible()
    assert page.facts.state.accessibleName() == "Local"
