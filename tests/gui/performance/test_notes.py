"""Notes on the evaluation screen, and what the target panel asks about amounts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from flexdesk.domain.periods import parse_period
from tests.gui.performance.conftest import Hand
from ui.targets.lines import View

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier


def test_a_note_is_written_beside_the_rating(hand: Hand) -> None:
    page = hand.evaluation()
    page.show_period(parse_period("2026-Q3"))
    person = page.current().skp.person
    hand.press("n", Control, on=page.table)
    assert page.feedback.isVisible()
    hand.type("Selesai 3 hari lebih cepat")  # digits are text here, not ratings
    hand.press(Key.Key_Return)
    (note,) = hand.desk.feedback.notes(parse_period("2026-Q3"))
    assert (note.person, note.text, note.day.isoformat()) == (
        person["key"],
        "Selesai 3 hari lebih cepat",
        "2026-09-30",
    )
    assert page.current().predicate is None
    assert page.table.hasFocus()
    hand.qtbot.waitUntil(lambda: any(note.text == label.text() for label in page.facts.findChildren(QLabel)))
    hand.press("n", Control, on=page.table)
    hand.press(Key.Key_Escape)
    assert not page.feedback.isVisible()


def test_the_target_panel_asks_about_odd_amounts(hand: Hand) -> None:
    page = hand.targets()
    plans = {str(skp.person["nip"]): skp for skp in hand.desk.targets.plans()}
    asked = {}
    for nip, code in (
        ("198805092024211742", "RHK-02"),
        ("199410062025211752", "RHK-01"),
        ("199410032022031914", "RHK-03"),
        ("197105131994122731", "RHK-01"),
    ):
        result = next(one for one in plans[nip].results if one.row["code"] == code)
        branch = next(
            found
            for root in page.plan.roots(View.PEOPLE)
            for found in root.walk()
            if found.result is not None and found.result.row["key"] == result.row["key"]
        )
        page.panel.show_branch(branch, page.plan.until)
        rows = page.panel.rows
        asked[nip] = sum(row._questions.count() for row in rows)
    assert asked == {
        "198805092024211742": 1,
        "199410062025211752": 1,
        "199410032022031914": 1,
        "197105131994122731": 0,
    }
