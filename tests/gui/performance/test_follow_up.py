"""What follows from an evaluation, by keyboard alone in the real window."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from flexdesk.domain.follow_up import FollowUp
from flexdesk.domain.performance import Rating
from flexdesk.domain.periods import parse_period
from tests.gui.indonesian import spoken
from tests.gui.performance.conftest import Hand
from ui.evaluation.follow_up import FollowUpPanel
from ui.evaluation.page import EvaluationPage

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier
QUARTER, BEFORE = parse_period("2026-Q3"), parse_period("2026-Q2")


def person(page: EvaluationPage) -> str:
    one = page.current()
    assert one is not None
    return str(one.skp.person["key"])


def kept(hand: Hand, page: EvaluationPage) -> list[FollowUp]:
    return hand.desk.follow_ups.of(person(page))


def turned(hand: Hand) -> tuple[EvaluationPage, FollowUpPanel]:
    """The evaluation with the follow-up of the first person beside it."""
    page = hand.evaluation()
    hand.press("T", Control)
    assert page.side.currentWidget() is page.side.panel
    assert page.side.panel.list.hasFocus()
    return page, page.side.panel


def settle(hand: Hand, count: int, panel: FollowUpPanel) -> None:
    hand.qtbot.waitUntil(lambda: len(panel.entries) == count)


def test_a_promise_is_typed_done_changed_and_dropped(hand: Hand) -> None:
    page, panel = turned(hand)
    assert panel.nothing.isVisible()
    hand.press("N", Control)
    hand.type("Arsip rapi 5 lemari")  # digits are text here
    hand.press(Key.Key_Tab)
    hand.press(Key.Key_Tab)
    hand.type("31-12-2026")
    hand.press(Key.Key_Return)
    settle(hand, 1, panel)
    (one,) = kept(hand, page)
    assert (one.text, one.kind, one.side, one.due, one.period) == (
        "Arsip rapi 5 lemari", "promise", "employee", date(2026, 12, 31), "2026-Q3",
    )  # fmt: skip
    assert panel.list.hasFocus()
    assert panel.whole.text() == "Arsip rapi 5 lemari"
    hand.press(Key.Key_Space)
    hand.qtbot.waitUntil(lambda: not panel.entries[0].is_open)
    hand.press(Key.Key_Space)
    hand.qtbot.waitUntil(lambda: panel.entries[0].is_open)
    hand.press(Key.Key_F2)
    assert panel.form.due.text() == "31-12-2026"
    hand.press(Key.Key_A, Control)
    hand.type("Arsip rapi")
    hand.press(Key.Key_Return)
    hand.qtbot.waitUntil(lambda: panel.entries[0].text == "Arsip rapi")
    hand.press(Key.Key_Delete)
    settle(hand, 0, panel)
    assert hand.window.editor.stack.count() == 5
    hand.press(Key.Key_Z, Control)
    settle(hand, 1, panel)
    assert page.current() is not None


def test_what_is_missing_is_said_beside_the_field(hand: Hand) -> None:
    page, panel = turned(hand)
    hand.press("N", Control)
    hand.press(Key.Key_Return)
    assert panel.form.fault.text() == "Write what is to be done."
    hand.type("Meja baru")
    panel.form.due.setText("kapan-kapan")
    hand.press(Key.Key_Return)
    assert panel.form.fault.text() == "Write the day such as 18-11-2026."
    assert panel.form.due.hasFocus()
    assert kept(hand, page) == []
    hand.press(Key.Key_Escape)
    assert panel.form.isHidden()
    assert panel.buttons.isVisible()
    page.leave_smallest()
    assert page.side.currentWidget() is page.facts
    assert page.side.more.hasFocus()


def test_a_low_predikat_proposes_a_plan_and_undo_takes_it_back(hand: Hand) -> None:
    page, panel = turned(hand)
    assert not panel.plan.isVisible()
    one = page.current()
    assert one is not None
    page.table.setFocus()
    hand.press("2")
    hand.qtbot.waitUntil(panel.plan.isVisible)
    assert panel.asked.text() == "Butuh Perbaikan asks for coaching: 5 steps over six months are proposed."
    panel.plan.click()
    settle(hand, 5, panel)
    assert not panel.plan.isVisible()
    assert "PP 30/2019" in panel.reminder.text()
    assert hand.window.editor.stack.count() == 2
    hand.press(Key.Key_Z, Control)
    settle(hand, 0, panel)
    assert not panel.reminder.isVisible()


def test_open_promises_stand_under_the_facts_of_the_next_period(hand: Hand) -> None:
    page = hand.evaluation()
    for number in range(5):
        hand.desk.follow_ups.add(
            person(page), BEFORE, "promise", f"Janji {number}", due=date(2026, 8, number + 1)
        )
    hand.qtbot.waitUntil(lambda: "Janji 0" in page.side.open_lines.text())
    assert page.side.open_lines.text().splitlines() == [
        "Janji 0 (1 Aug)", "Janji 1 (2 Aug)", "Janji 2 (3 Aug)", "and 2 more",
    ]  # fmt: skip
    assert page.side.more.text() == "Follow-up (5)"
    page._walk(+1)
    QApplication.processEvents()
    assert page.side.open_lines.text() == "None."


def test_a_form_that_is_open_closes_with_its_person(hand: Hand) -> None:
    page, panel = turned(hand)
    hand.press("N", Control)
    hand.type("Untuk orang pertama")
    page._walk(+1)
    QApplication.processEvents()
    assert panel.form.isHidden()
    assert "Follow-up: " in panel.title.text()
    assert kept(hand, page) == []


def test_the_card_is_proposed_changed_and_asked_for(hand: Hand) -> None:
    page, panel = turned(hand)
    asked: list[tuple[str, str]] = []
    page.wanted.connect(lambda key, item: asked.append((key, item)))
    panel.card.click()
    proposed = hand.desk.dialogue.card(person(page), QUARTER)
    assert [one.text() for one in panel.talk.facts][: len(proposed.facts)] == list(proposed.facts)
    assert [one.text() for one in panel.talk.questions] == list(proposed.questions)
    assert panel.talk.facts[0].hasFocus()
    hand.press(Key.Key_A, Control)
    hand.type("Tiga target tercapai")
    panel.talk.held.setText("20-11-2026")
    hand.press(Key.Key_Return)
    talk = hand.desk.dialogue.card(person(page), QUARTER)
    assert talk.facts[0] == "Tiga target tercapai"
    assert talk.questions == proposed.questions
    assert talk.held_on == date(2026, 11, 20)
    assert panel.talk.isHidden()
    panel.card.click()
    panel.talk.held.clear()
    panel.talk.printer.click()
    assert hand.desk.dialogue.card(person(page), QUARTER).held_on is None
    assert asked[-1] == ("printing", "dialogue-card|2026-Q3")


def test_everything_fits_with_long_words(hand: Hand) -> None:
    with spoken():
        page, panel = turned(hand)
        found = hand.desk.evaluation.evaluations(QUARTER)
        hand.desk.evaluation.rate_many({found[0].skp.key: (Rating.BELOW, Rating.BELOW, None)}, QUARTER)
        hand.qtbot.waitUntil(panel.plan.isVisible)
        panel.plan.click()
        panel.card.click()
        for _ in range(4):
            QApplication.processEvents()
        hand.window.resize(1366, 697)
        QApplication.processEvents()
        assert (hand.window.width(), hand.window.height()) == (1366, 697)
        assert panel.width() == page.facts.width()
        panel.close_form()
        for button in (panel.new, panel.done, panel.edit, panel.drop, panel.card):
            assert button.width() >= button.sizeHint().width()
            assert button.geometry().right() < panel.width()
