"""The room of eligibility in the real window on a real store, by keyboard."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester

from flexdesk.desk.desk import Desk
from flexdesk.exchange.tables import read_tables
from tests.gui.eligibility.conftest import AGUS, BAMBANG, DEWI, EKO, Hand
from tests.helpers.desks import small_desk
from ui.eligibility import words

Key, Mod = Qt.Key, Qt.KeyboardModifier


def answers(hand: Hand) -> dict[str, str]:
    return {one.row.person.nip: str(one.row.answer) for one in hand.page.model.everybody}


def test_everybody_stands_there_with_answer_and_last_day(hand: Hand, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(hand.page.model)
    assert answers(hand) == {BAMBANG: "yes", AGUS: "yes", DEWI: "no", EKO: "no"}
    eko = hand.page.model.standing(hand.key(EKO))
    assert eko is not None
    assert eko.eligibility.location.until == date(2026, 12, 4)
    hand.stand_on(EKO)
    box = hand.page.panel
    assert "04-12-2026" in eko.eligibility.location.sentence
    assert box.accessibleName() == "Eko Prasetyo"


@pytest.mark.parametrize(
    ("number", "names"),
    [
        (1, {"Bambang Wiryawan", "Agus Hermawan", "Dewi Anggraini", "Eko Prasetyo"}),
        (2, {"Bambang Wiryawan", "Agus Hermawan"}),
        (3, {"Dewi Anggraini", "Eko Prasetyo"}),
        (4, set()),
        (5, {"Eko Prasetyo"}),
        (6, set()),
    ],
)
def test_the_filter_by_key(hand: Hand, number: int, names: set[str]) -> None:
    hand.press(Key(Key.Key_0 + number), Mod.AltModifier)
    assert set(hand.names()) == names
    assert hand.page.model.counts()[words.STATES[number - 1][0]] == len(names)
    if not names:
        assert hand.page.middle.currentWidget() is hand.page.nothing


def test_search_and_escape(hand: Hand) -> None:
    hand.press(Key.Key_F, Mod.ControlModifier)
    QTest.keyClicks(hand.page.filters.search, "eko pranata")
    assert hand.names() == ["Eko Prasetyo"]
    hand.press(Key.Key_Escape)
    assert len(hand.names()) == 4


def test_discipline_is_recorded_ended_and_undone(hand: Hand) -> None:
    hand.stand_on(AGUS)
    hand.page.panel.buttons["discipline"].click()
    hand.fill(kind="process", from_="soon")
    assert hand.page.panel.form.fault.text()
    assert answers(hand)[AGUS] == "yes"
    hand.fill(kind="process", from_="01-11-2026", letter="R-1/2026")
    assert answers(hand)[AGUS] == "no"
    (entry,) = hand.desk.proceedings.entries(AGUS)
    hand.page.panel.buttons[f"end {entry['key']}"].click()
    hand.fill(to="20-11-2026")
    assert answers(hand)[AGUS] == "yes"
    hand.window.editor.undo()
    hand.window.editor.undo()
    assert (answers(hand)[AGUS], hand.desk.proceedings.entries(AGUS)) == ("yes", [])


def test_criteria_are_answered_with_arrows_and_keep_the_keyboard(hand: Hand) -> None:
    hand.stand_on(AGUS)
    box = hand.page.panel.criteria["2"]
    box.setFocus()
    QTest.keyClick(box, Key.Key_Right)
    assert answers(hand)[AGUS] == "open"  # one of five is answered: the others wait
    again = hand.page.panel.criteria["2"]
    assert again.choice == "yes"
    hand.wait(again.hasFocus)
    QTest.keyClick(again, Key.Key_Right)
    assert answers(hand)[AGUS] == "no"
    told = hand.desk.criteria.answers_of(AGUS, date(2026, 11, 21))
    assert [answer for _one, answer in told] == [None, False, None, None, None]


def test_a_sheet_is_printed_handed_out_objected_to_and_answered(hand: Hand, tmp_path: Path) -> None:
    target = tmp_path / "keputusan.pdf"
    hand.page.ask_target = lambda _parent, _suggestion, _kinds: target
    hand.stand_on(DEWI)
    QTest.keyClick(hand.page.table, Key.Key_P, Mod.ControlModifier | Mod.ShiftModifier)
    hand.wait(lambda: target.exists() and not hand.window.runner.jobs)
    text = " ".join(page.extract_text() for page in PdfReader(target).pages)
    assert "TIDAK LAYAK" in text
    assert "KEBERATAN" in text
    hand.wait(lambda: bool(hand.desk.eligibility.decisions(DEWI)))
    hand.wait(lambda: "hand" in hand.page.panel.buttons)
    hand.page.panel.buttons["hand"].click()
    hand.fill(on="21-11-2026", number="800/1/2026")
    hand.page.panel.buttons["object"].click()
    hand.fill(words="Prosesnya sudah selesai", on="23-11-2026")
    assert hand.page.model.counts()[words.OBJECTED] == 1
    hand.page.panel.buttons["answer"].click()
    hand.fill(answer="upheld", note="Belum ada putusan", on="25-11-2026")
    (held,) = hand.desk.eligibility.decisions(DEWI)
    assert (held.state, held.number, held.answer) == ("answered", "800/1/2026", "upheld")
    assert hand.page.model.counts()[words.OBJECTED] == 0
    # Nothing has changed since, so the same decision is printed again.
    hand.page.print_one()
    hand.wait(lambda: not hand.window.runner.jobs)
    assert len(hand.desk.eligibility.decisions(DEWI)) == 1


def test_a_refusal_keeps_the_form_open(hand: Hand) -> None:
    hand.stand_on(AGUS)
    hand.page.panel.buttons["sif"].click()
    hand.fill(from_="23-11-2026", minutes_a_day="450", days_a_week="5", minutes_a_week="2250")
    assert not hand.page.panel.form.isHidden()
    assert hand.desk.time_patterns.all() == ()
    hand.fill(minutes_a_day="600", by="Sekda", on="20-11-2026")
    (pattern,) = hand.desk.time_patterns.all()
    assert pattern.is_approved
    assert hand.page.panel.form.isHidden()
    standing = hand.page.model.standing(hand.key(AGUS))
    assert standing is not None
    assert standing.eligibility.time.then == "yes"


def test_a_post_is_excluded_and_taken_back(hand: Hand) -> None:
    hand.stand_on(AGUS)
    hand.page.panel.buttons["exclude"].click()
    hand.fill(reason="SK Bupati 9/2026")
    assert answers(hand)[AGUS] == "no"
    hand.page.panel.buttons["include"].click()
    assert answers(hand)[AGUS] == "yes"


def test_the_register_is_exported_as_shown(hand: Hand, tmp_path: Path) -> None:
    target = tmp_path / "register.xlsx"
    hand.page.ask_target = lambda _parent, _suggestion, _kinds: target
    hand.page.filters.choose(words.NO)
    assert hand.page.export_this()
    hand.wait(lambda: target.exists() and not hand.window.runner.jobs)
    text = " ".join(str(cell) for row in read_tables(target)[0].rows for cell in row.cells if cell)
    assert "Dewi Anggraini" in text
    assert "Agus Hermawan" not in text
    assert "proses" not in text.casefold()  # what a disciplinary entry says stays inside


def test_changes_from_elsewhere_are_shown(hand: Hand) -> None:
    hand.desk.policy.set("location.max_days_per_week", "0", from_day=date(2026, 1, 1))
    hand.wait(lambda: set(answers(hand).values()) == {"no"})
    hand.desk.people.archive(AGUS)
    hand.wait(lambda: AGUS not in answers(hand))


def test_next_problem_and_item_from_elsewhere(hand: Hand) -> None:
    hand.page.open_item(hand.key(BAMBANG))
    hand.press(Key.Key_F8)
    assert hand.page.table.key == hand.key(DEWI)
    hand.press(Key.Key_F8)
    assert hand.page.table.key == hand.key(EKO)
    hand.page.open_item("state=changes")
    assert hand.names() == ["Eko Prasetyo"]
    hand.page.open_item(hand.key(BAMBANG))
    assert len(hand.names()) == 4


def test_an_empty_unit_says_what_to_do(window_on: Callable[[Desk], Hand], tmp_path: Path) -> None:
    hand = window_on(small_desk(tmp_path / "leer"))
    assert hand.page.middle.currentWidget() is hand.page.empty
    assert not hand.page.panel.isVisible()
    asked: list[tuple[str, str]] = []
    hand.page.wanted.connect(lambda screen, item: asked.append((screen, item)))
    hand.page.empty.buttons[0].click()
    assert asked == [("people", "import")]
    assert not hand.page.export_this()


def test_every_button_of_the_panel_can_be_hit_and_named(hand: Hand) -> None:
    hand.stand_on(DEWI)
    panel = hand.page.panel
    for button in (*panel.buttons.values(), panel.print_button):
        assert button.height() >= 22
        assert button.accessibleName()
    assert QKeySequence(panel.print_button.shown_key).toString() == "Ctrl+Shift+P"
