"""What the evaluation screen shows and does after a signature, and beside the rating."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from flexdesk.domain.objections import Outcome
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import FeedbackTone, Predicate, Rating
from flexdesk.domain.periods import parse_period
from flexdesk.services.evaluation import Evaluation
from flexdesk.services.self_assessments import OwnResult
from flexdesk.system.clock import SystemClock
from tests.gui.performance.conftest import Hand
from ui.evaluation.page import EvaluationPage
from ui.widgets.button import Button
from ui.widgets.confirm import Confirm
from ui.widgets.fields import ComboBox
from ui.widgets.label import Label

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier
QUARTER = parse_period("2026-Q3")
TODAY = date(2026, 10, 5)


@pytest.fixture
def page(hand: Hand) -> EvaluationPage:
    hand.desk.committer.clock = hand.desk.clock = SystemClock(TODAY)
    return hand.evaluation()


def fresh(hand: Hand, key: str) -> Evaluation:
    return hand.desk.evaluation.evaluation(key, QUARTER)


def signed(hand: Hand, page: EvaluationPage) -> str:
    """The fourth person, signed and in view."""
    key = page.evaluations[3].skp.key
    hand.desk.evaluation.rate(key, QUARTER, results=Rating.MEETS, behaviour=Rating.MEETS)
    hand.desk.evaluation.lock(key, QUARTER, on=True)
    page.open_item(f"2026-Q3|{key}")
    hand.qtbot.waitUntil(lambda: page.sheet.aftermath.isVisible())
    return key


def told(page: EvaluationPage) -> list[str]:
    return [line.text() for line in page.sheet.aftermath.lines]


def offered(page: EvaluationPage) -> list[str]:
    return [name for name, button in page.sheet.aftermath.buttons.items() if button.isVisible()]


def texts(panel: QWidget) -> set[str]:
    return {line.text() for line in panel.findChildren(Label) if line.isVisible()}


def fill(page: EvaluationPage, **values: str) -> None:
    for name, value in values.items():
        field = page.sheet.aftermath.form.fields[name]
        if isinstance(field, ComboBox):
            field.setCurrentIndex(field.findData(value))
        else:
            field.setText(value)


def test_the_section_opens_with_the_lock(hand: Hand, page: EvaluationPage) -> None:
    assert not page.sheet.aftermath.isVisible()
    signed(hand, page)
    assert told(page) == ["Not handed over yet."]
    assert offered(page) == ["receive"]


def test_the_whole_road_by_keyboard(hand: Hand, page: EvaluationPage) -> None:
    key = signed(hand, page)
    page.table.setFocus()
    hand.press("r")
    hand.press(Key.Key_Return)
    hand.qtbot.waitUntil(lambda: offered(page) == ["object"])
    assert told(page) == [
        "Received on 5 October 2026. An objection can be filed until 19 October 2026 (14 days left)."
    ]
    page.sheet.aftermath.buttons["object"].click()
    hand.type("Dua laporan belum dihitung")
    hand.press(Key.Key_Return)
    hand.qtbot.waitUntil(lambda: offered(page) == ["explain", "decide"])
    assert "“Dua laporan belum dihitung”" in told(page)
    page.sheet.aftermath.buttons["explain"].click()
    hand.type("Sudah dihitung")
    hand.press(Key.Key_Return)
    hand.qtbot.waitUntil(lambda: "Rater: “Sudah dihitung”" in told(page))
    page.sheet.aftermath.buttons["decide"].click()
    fill(page, results="above", note="Bukti cukup")
    hand.press(Key.Key_Return)
    hand.qtbot.waitUntil(lambda: offered(page) == ["receive"])
    one = fresh(hand, key)
    assert (one.results, one.behaviour, one.revision, one.is_final) == (Rating.ABOVE, Rating.MEETS, 1, True)
    assert page.sheet.state.facts.text == "final, revision 1"
    assert not page.sheet.reopen.isVisible()
    assert told(page)[-1] == "Version 1: Baik, changed by a decision."
    hand.window.editor.undo()
    hand.qtbot.waitUntil(lambda: offered(page) == ["explain", "decide"])
    assert fresh(hand, key).revision == 0


def test_a_decision_that_changes_nothing_stands(hand: Hand, page: EvaluationPage) -> None:
    key = signed(hand, page)
    hand.desk.evaluation.receive(key, QUARTER, TODAY)
    hand.desk.objections.file(key, QUARTER, "Keberatan", TODAY)
    hand.qtbot.waitUntil(lambda: offered(page) == ["explain", "decide"])
    page.ask("decide")
    form = page.sheet.aftermath.form
    hand.qtbot.waitUntil(lambda: not form.keep.visibleRegion().isEmpty())  # scrolled to
    hand.press(Key.Key_Return)  # without reasons
    assert page.sheet.aftermath.form.isVisible()
    fill(page, results="meets", note="Sama saja")
    hand.press(Key.Key_Return)
    assert hand.notices() == ["objection.same_rating"]
    fill(page, results="stands")
    hand.press(Key.Key_Return)
    hand.qtbot.waitUntil(lambda: offered(page) == [])
    found = hand.desk.objections.of(key, QUARTER)
    assert found is not None
    assert found.decision == Outcome.UPHELD


def test_esc_leaves_the_form(hand: Hand, page: EvaluationPage) -> None:
    key = signed(hand, page)
    page.ask("receive")
    page.ask("object")  # not due yet
    hand.press(Key.Key_Escape)
    assert not page.sheet.aftermath.form.isVisible()
    assert page.table.hasFocus()
    assert fresh(hand, key).received_on is None


def test_a_draft_says_so_and_is_passed_over(
    hand: Hand, page: EvaluationPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = page.evaluations[3], page.evaluations[4]
    write = hand.desk.committer.update("skp", one.skp.row, {"status": "submitted"})
    hand.desk.committer.commit(Change("test", (write,)))
    ratings = {key: (Rating.MEETS, Rating.MEETS, None) for key in (one.skp.key, other.skp.key)}
    hand.desk.evaluation.rate_many(ratings, QUARTER)
    page.open_item(one.skp.key)
    hand.qtbot.waitUntil(lambda: page.sheet.state.facts.text == "draft: SKP not approved")
    monkeypatch.setattr(Confirm, "ask", lambda *_all: True)
    page.lock.click()
    assert (fresh(hand, one.skp.key).locked, fresh(hand, other.skp.key).locked) == (False, True)


def test_leaving_the_guide_asks_for_the_reason_once(
    hand: Hand, page: EvaluationPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.desk.evaluation.set_organisation(QUARTER, "baik")
    ratings = {one.skp.key: (Rating.MEETS, Rating.MEETS, None) for one in page.evaluations}
    hand.desk.evaluation.rate_many(ratings, QUARTER)
    hand.qtbot.waitUntil(lambda: page.lock.isEnabled())
    monkeypatch.setattr(Confirm, "ask", lambda *_all: True)
    page.lock.click()
    assert not fresh(hand, page.evaluations[0].skp.key).locked
    hand.type("Semua mencapai target")
    hand.press(Key.Key_Return)
    hand.qtbot.waitUntil(lambda: all(one.locked for one in page.evaluations))
    assert hand.desk.evaluation.override_reason(QUARTER) == "Semua mencapai target"
    hand.window.editor.undo()
    assert hand.desk.evaluation.override_reason(QUARTER) == ""


def test_the_head_sees_the_level(hand: Hand, page: EvaluationPage) -> None:
    hand.desk.evaluation.set_organisation(QUARTER, "istimewa")
    head = next(one for one in page.evaluations if hand.desk.evaluation.leads_unit(one))
    page.open_item(head.skp.key)
    hand.qtbot.waitUntil(lambda: "Istimewa" in page.sheet.leader.text())
    assert page.sheet.leader.isVisible()
    other = next(one for one in page.evaluations if one.skp.key != head.skp.key)
    page.open_item(other.skp.key)
    assert not page.sheet.leader.isVisible()


# -- beside the rating


def test_a_lack_opens_its_field(hand: Hand, page: EvaluationPage) -> None:
    one = page.evaluations[3]
    page.open_item(one.skp.key)
    said = f"{one.skp.person['name']}: the SKP names no superior of the rater."
    hand.qtbot.waitUntil(lambda: said in texts(page.facts))
    button = next(b for b in page.facts.findChildren(Button) if b.accessibleName() == f"Open: {said}")
    with hand.qtbot.waitSignal(page.wanted) as asked:
        button.click()
    assert asked.args == ["targets", str(one.skp.person["key"])]
    level = next(b for b in page.facts.findChildren(Button) if "organisation" in b.accessibleName().lower())
    level.click()
    assert page.level.hasFocus()


def test_each_fact_leads_somewhere(hand: Hand, page: EvaluationPage) -> None:
    one = page.evaluations[3]
    hand.desk.evaluation.rate(
        one.skp.key, parse_period("2026-Q2"), results=Rating.MEETS, behaviour=Rating.MEETS
    )
    page.open_item(one.skp.key)
    page.refresh()
    QApplication.processEvents()
    person = str(one.skp.person["key"])
    found = {b.accessibleName(): b for b in page.facts.findChildren(Button) if b.isVisible()}
    asked: list[tuple[str, str]] = []
    page.wanted.connect(lambda where, item: asked.append((where, item)))
    for name in ("Reached by target", "Work reports", "Days by schedule"):
        found[f"Open: {name}"].click()
    assert asked == [("targets", person), ("review", "2026-09"), ("schedule", f"{person}|2026-07-01")]
    found["Open: Quarter II 2026"].click()
    assert page.period.code == "2026-Q2"
    now = page.current()
    assert now is not None
    assert now.skp.key == one.skp.key


def test_own_words_and_values_stand_beside(hand: Hand, page: EvaluationPage) -> None:
    one = page.evaluations[3]
    result = str(one.skp.results[0].row["key"])
    own = {result: OwnResult("Semua selesai", 12, Rating.ABOVE)}
    hand.desk.self_assessments.write(one, QUARTER, own, behaviour=Rating.MEETS)
    hand.desk.evaluation_feedback.write(one, QUARTER, "akuntabel", "Rapi", tone=FeedbackTone.POSITIVE)
    page.open_item(one.skp.key)
    wanted = {"Semua selesai · 12 · Di Atas Ekspektasi", "Behaviour: Sesuai Ekspektasi", "1 notes", "Rapi"}
    hand.qtbot.waitUntil(lambda: wanted <= texts(page.facts))
    assert fresh(hand, one.skp.key).predicate is None


# -- filling in


def test_amounts_and_words_are_filled_in(hand: Hand, page: EvaluationPage) -> None:
    one = page.evaluations[3]
    page.open_item(one.skp.key)
    page.table.setFocus()
    hand.press(Key.Key_F2)
    panel = page.filling.panel
    assert panel.isVisible()
    assert not page.facts.isVisible()
    free = next(name for name, field in panel.numbers.items() if not field.text())
    panel.numbers[free].setFocus()
    hand.type("12,5")
    hand.press(Key.Key_Tab)
    hand.qtbot.waitUntil(lambda: hand.desk.store.get("realisation", "|".join(free)) is not None)
    row = hand.desk.store.get("realisation", "|".join(free))
    assert row is not None
    assert row["number"] == 12.5
    result = str(one.skp.results[0].row["key"])
    suggestion = panel.texts[result].placeholderText()
    assert "of 48" in suggestion
    panel.texts[result].setFocus()
    hand.press(Key.Key_Tab)
    hand.press(Key.Key_Return)
    assert hand.desk.evaluation_feedback.written(one, QUARTER)[result]["text"] == suggestion
    panel.texts["loyal"].setFocus()
    hand.type("Menjaga rahasia")
    page._walk(+1)  # the field is left after another person is shown
    QApplication.processEvents()
    written = hand.desk.evaluation_feedback.written(one, QUARTER)
    assert written["loyal"]["text"] == "Menjaga rahasia"
    hand.press(Key.Key_Escape, on=panel)
    assert page.facts.isVisible()


def test_words_are_no_amount(hand: Hand, page: EvaluationPage) -> None:
    page.open_item(page.evaluations[3].skp.key)
    page.filling.open()
    panel = page.filling.panel
    name, field = next((name, field) for name, field in panel.numbers.items() if not field.text())
    field.setFocus()
    hand.type("dua")
    hand.press(Key.Key_Return)
    assert panel.fault.text() == "“dua” is not a number"
    assert hand.desk.store.get("realisation", "|".join(name)) is None


def test_all_sums_are_taken_as_one_step(hand: Hand, page: EvaluationPage) -> None:
    one = page.evaluations[3]
    before = len(hand.desk.store.select("realisation"))
    open_lines = [line for line in hand.desk.realising.lines(one, QUARTER) if line.is_open]
    assert open_lines
    page.open_item(one.skp.key)
    page.filling.open()
    page.filling.panel.take.click()
    assert len(hand.desk.store.select("realisation")) == before + len(open_lines)
    hand.window.editor.undo()
    assert len(hand.desk.store.select("realisation")) == before


def test_the_note_remembers_where_it_came_from(hand: Hand, page: EvaluationPage) -> None:
    key = page.evaluations[3].skp.key
    page.open_item(key)
    for typed, source in (("", "suggested"), ("Lanjutkan.", "edited")):
        page.sheet.note.setFocus()
        hand.press(Key.Key_Tab)
        if typed:
            hand.type(typed)
        hand.press(Key.Key_Return, Control)
        row = hand.desk.store.get("evaluation", f"{key}|2026-Q3")
        assert row is not None
        assert row["note_source"] == source
        hand.window.editor.undo()
        QApplication.processEvents()
    page.sheet.note.setFocus()
    hand.type("Baik.")
    hand.press(Key.Key_Return, Control)
    row = hand.desk.store.get("evaluation", f"{key}|2026-Q3")
    assert row is not None
    assert row["note_source"] == "typed"
    assert fresh(hand, key).predicate is None


def test_a_signed_rating_of_elsewhere_is_shown_as_different(hand: Hand, page: EvaluationPage) -> None:
    key = signed(hand, page)
    row = hand.desk.store.get("evaluation", f"{key}|2026-Q3")
    assert row is not None
    write = hand.desk.committer.update("evaluation", row, {"results": "above", "behaviour": "above"})
    hand.desk.committer.commit(Change("test.arrives", (write,)))
    last = "Another laptop changed this after the signature; reopen it to see that."
    hand.qtbot.waitUntil(lambda: told(page)[-1] == last)
    assert fresh(hand, key).predicate is Predicate.BAIK
    assert [value.text() for value in page.sheet.chosen.values][-1] == "Baik"


def test_the_window_stays_as_wide_as_a_small_laptop(hand: Hand, page: EvaluationPage) -> None:
    hand.window.resize(1366, 768)
    for press in (Key.Key_F2, Key.Key_Escape, Key.Key_F2, Key.Key_Escape):
        hand.press(press)
        QApplication.processEvents()
        assert hand.window.width() == 1366
    assert not page.filling.is_open
