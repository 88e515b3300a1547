"""Paste, proposals, problems, publishing and reading aloud, in the real window."""

from datetime import date

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from flexdesk.domain.places import Place
from flexdesk.progress import Progress
from tests.gui.indonesian import spoken
from tests.gui.schedule.conftest import Hand
from tests.gui.schedule.sukamaju import MONDAY, Sukamaju
from ui.schedule.desk import View
from ui.schedule.go_to import GoToPopup
from ui.schedule.publish import PublishDialog
from ui.schedule.sheet import Spot

Key, Modifier = Qt.Key, Qt.KeyboardModifier


def forty_by_seven(bad: int) -> str:
    """Forty rows of seven letters, all trainings, with `bad` signs that are no place."""
    table = [["P"] * 7 for _ in range(40)]
    for number in range(bad):
        table[number * 4][number % 7] = "?"
    return "\n".join("\t".join(row) for row in table)


def test_models_behave_as_qt_wants(hand: Hand, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(hand.desk.model)
    qtmodeltester.check(hand.desk.needs)


def test_paste_shows_first_what_it_will_do(hand: Hand, unit: Sukamaju) -> None:
    QGuiApplication.clipboard().setText(forty_by_seven(9))
    before = dict(unit.cells)
    hand.desk.grid.go_to(Spot(0, 0))
    hand.key(Key.Key_V, Modifier.ControlModifier)
    strip = hand.desk.strip
    # 271 letters, one of which stands there already.
    assert strip.text == "270 cells will change, 9 refused"
    assert "Bambang Wiryawan, Mon 23: “?” not a place" in strip.details
    assert unit.cells == before
    hand.key(Key.Key_Return)
    assert strip.offer is None
    assert hand.row("Bambang Wiryawan") == "KPPPPPP"
    assert hand.window.editor.stack.count() == 1
    hand.undo()
    assert hand.row("Bambang Wiryawan") == "KDKKK.."


def test_esc_drops_a_paste(hand: Hand) -> None:
    QGuiApplication.clipboard().setText(forty_by_seven(0))
    hand.desk.grid.go_to(Spot(0, 0))
    hand.key(Key.Key_V, Modifier.ControlModifier)
    assert hand.desk.grid.layer
    hand.key(Key.Key_Escape)
    assert not hand.desk.grid.layer
    assert hand.row("Bambang Wiryawan") == "KDKKK.."
    assert hand.window.editor.stack.count() == 0


def test_copy_goes_to_a_spreadsheet_and_back(hand: Hand) -> None:
    hand.stand("Lukman Hakim", 24)
    for key in (Key.Key_Right, Key.Key_Right, Key.Key_Down):
        hand.key(key, Modifier.ShiftModifier)
    hand.key(Key.Key_X, Modifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "K\tP\tP\nK\tK\tK\n"
    assert hand.row("Lukman Hakim") == "K...K.."
    hand.stand("Lukman Hakim", 24)
    hand.key(Key.Key_V, Modifier.ControlModifier)
    hand.key(Key.Key_Return)
    assert hand.row("Lukman Hakim") == "KKPPK.."


def test_a_plan_lies_over_the_week_until_enter(hand: Hand) -> None:
    QTest.keyClick(hand.window, Key.Key_R, Modifier.ControlModifier)
    assert len(hand.desk.grid.layer) == 3
    assert hand.shown("Gani Setiawan", 27) == "W"
    hand.desk.problems.next(+1)
    assert hand.cursor()[1] == 27
    assert "karena giliran Jumat" in hand.desk.strip.details
    hand.key(Key.Key_Return)
    assert hand.shown("Gani Setiawan", 27) == "K"
    assert hand.window.editor.stack.undoText() == "Even out"


def test_a_plan_that_comes_when_another_week_is_shown_is_let_go(hand: Hand) -> None:
    waiting = []
    hand.desk.edits._beside = lambda _label, work, done: waiting.append(lambda: done(work(Progress())))
    QTest.keyClick(hand.window, Key.Key_R, Modifier.ControlModifier)
    hand.desk.show_period(date(2026, 11, 30))
    waiting.pop()()
    assert hand.desk.strip.offer is None
    assert hand.desk.grid.layer == {}


def test_last_week_is_copied(hand: Hand, unit: Sukamaju) -> None:
    hand.desk.show_period(date(2026, 11, 30))
    QTest.keyClick(hand.window, Key.Key_D, Modifier.ControlModifier | Modifier.ShiftModifier)
    hand.key(Key.Key_Return)
    assert unit.cells[unit.key_of["Lukman Hakim"], date(2026, 12, 2)].place is Place.TRAINING
    hand.undo()
    assert unit.cells[unit.key_of["Lukman Hakim"], date(2026, 12, 2)].place is None


def test_f8_and_alt_keys_mend_what_is_wrong(hand: Hand) -> None:
    assert (hand.desk.heading.hard, hand.desk.heading.soft) == (2, 5)
    QTest.keyClick(hand.window, Key.Key_F8)
    assert hand.cursor() == ("Eko Prasetyo", 27)
    QTest.keyClick(hand.window, Key.Key_1, Modifier.AltModifier)
    assert hand.shown("Eko Prasetyo", 27) == "K"
    assert hand.desk.heading.hard == 1
    QTest.keyClick(hand.window, Key.Key_F8, Modifier.ShiftModifier)
    assert hand.desk.panel.current in range(6)


def test_a_torn_cell_is_a_problem_with_two_ways_out(hand: Hand, unit: Sukamaju) -> None:
    unit.tear("Ratna Dewanti", date(2026, 11, 26), Place.DUTY_TRAVEL)
    hand.desk.refresh()
    number = next(n for n, one in enumerate(hand.desk.model.sheet.problems) if one.finding is None)
    hand.desk.problems.open(number)
    assert hand.cursor() == ("Ratna Dewanti", 26)
    QTest.keyClick(hand.window, Key.Key_2, Modifier.AltModifier)
    assert hand.shown("Ratna Dewanti", 26) == "D"
    assert all(one.finding is not None for one in hand.desk.settled().problems)


def test_a_short_need_opens_its_problem(hand: Hand) -> None:
    row = [need.key for need in hand.desk.needs.rows].index("complaint")
    hand.desk.coverage.setCurrentIndex(hand.desk.needs.index(row, 4))
    QTest.keyClick(hand.desk.coverage, Key.Key_Return)
    card = hand.desk.panel.cards[hand.desk.panel.current]
    assert (card.facts.title, hand.cursor()[1]) == ("Pengaduan", 27)


def test_needs_stay_in_step_with_the_grid(hand: Hand) -> None:
    for view in (View.MONTH, View.TWO_WEEKS, View.WEEK):
        hand.desk.show_period(MONDAY, view)
        QApplication.processEvents()
        above, below = hand.desk.grid.horizontalHeader(), hand.desk.coverage.horizontalHeader()
        assert above.count() == below.count() == hand.desk.model.sheet.width
        for column in range(above.count()):
            assert above.sectionViewportPosition(column) == below.sectionViewportPosition(column)


def test_history_of_a_cell(hand: Hand) -> None:
    hand.stand("Kartika Sari", 23)
    hand.press("w")
    hand.stand("Kartika Sari", 23)
    popup = hand.desk.asking.history()
    assert popup is not None
    assert popup.lines == ["19 Nov 07.10 · Bambang: K → W"] or popup.lines[0].endswith("Bambang: K → W")
    popup.close()


def test_history_says_where_earlier_steps_are(hand: Hand) -> None:
    hand.stand("Kartika Sari", 23)
    hand.press("w")
    hand.stand("Kartika Sari", 23)
    hand.unit.shortened |= set(hand.unit.entries)
    popup = hand.desk.asking.history()
    assert popup is not None
    assert popup.lines[-1] == "Earlier steps are kept by the server."
    assert popup.lines[-1] in popup.accessibleDescription()
    popup.close()


def test_go_to_a_date(hand: Hand) -> None:
    popup = hand.desk.asking.date()
    assert isinstance(popup, GoToPopup)
    QTest.keyClicks(popup.field, "x")
    QTest.keyClick(popup.field, Key.Key_Return)
    assert popup.isVisible()
    popup.field.clear()
    QTest.keyClicks(popup.field, "9-12")
    QTest.keyClick(popup.field, Key.Key_Return)
    assert hand.desk.span()[0] == date(2026, 12, 7)
    spot = hand.desk.grid.cursor_spot()
    assert spot is not None
    assert spot.column == 2


def press_in_dialog(keys: list[tuple[str, Key | None]], seen: list[bool]) -> None:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PublishDialog)
    seen.append(dialog.go.isEnabled())
    for text, key in keys:
        focus = dialog.focusWidget() or dialog
        QTest.keyClicks(focus, text)
        if key is not None:
            QTest.keyClick(focus, key)


@pytest.mark.parametrize("mended", [False, True])
def test_publish_by_keyboard_only_when_no_binding_rule_is_broken(
    hand: Hand, unit: Sukamaju, mended: bool
) -> None:
    if mended:
        unit.mend()
        hand.desk.refresh()
    seen: list[bool] = []
    steps: list[tuple[str, Key | None]] = [("800.1.3/48", Key.Key_Return)]
    if not mended:
        steps.append(("", Key.Key_Escape))
    QTimer.singleShot(50, lambda: press_in_dialog(steps, seen))
    QTest.keyClick(hand.window, Key.Key_Return, Modifier.ControlModifier)
    assert seen == [mended]
    assert unit.published == ([(MONDAY, "800.1.3/48", "p00")] if mended else [])
    if mended:
        hand.qtbot.waitUntil(lambda: hand.desk.heading.version == 2)
        assert hand.page.header.badge.facts.text == "Published, version 2"


def test_advice_that_stays_is_answered_beside_its_count(hand: Hand, unit: Sukamaju) -> None:
    unit.mend()
    hand.desk.refresh()
    assert hand.desk.model.sheet.count("soft")
    seen: list[bool] = []
    steps: list[tuple[str, Key | None]] = [
        ("800.1.3/48", Key.Key_Backtab),
        ("Gani cuti mendadak", Key.Key_Return),
    ]
    QTimer.singleShot(50, lambda: press_in_dialog(steps, seen))
    QTest.keyClick(hand.window, Key.Key_Return, Modifier.ControlModifier)
    assert unit.reasons == ["Gani cuti mendadak"]


@pytest.mark.parametrize(("height", "rows"), [(768, 27), (697, 23)])
def test_enough_rows_fit_the_reference_laptop(hand: Hand, height: int, rows: int) -> None:
    hand.window.resize(1366, height)
    QApplication.processEvents()
    picture = hand.window.grab()
    assert (picture.width(), picture.height()) == (1366, height)
    assert hand.desk.grid.visible_rows() >= rows


def test_many_problems_are_counted_not_drawn(hand: Hand, unit: Sukamaju) -> None:
    for row in unit.rows:
        hand.desk.edits.place(
            [s for day in range(23, 28) if (s := hand.desk.model.sheet.spot(row.key, date(2026, 11, day)))],
            Place.HOME,
        )
    hand.desk.settled()
    assert len(hand.desk.model.sheet.problems) > 60
    assert len(hand.desk.panel.cards) == 60


def test_without_people_the_page_says_where_to_begin(hand: Hand, unit: Sukamaju) -> None:
    unit.rows.clear()
    unit.cells.clear()
    hand.desk.refresh()
    assert hand.page.empty.isVisible()
    assert not hand.desk.isVisible()
    with hand.qtbot.waitSignal(hand.page.wanted) as asked:
        hand.page.empty.buttons[0].click()
    assert asked.args == ["people", ""]


def test_the_panel_gives_way_to_a_month_and_to_a_narrow_window(hand: Hand) -> None:
    assert hand.desk.panel.isVisible()
    hand.page.switch.chosen.emit("month")
    assert not hand.desk.panel.isVisible()
    assert hand.desk.model.sheet.width == 30
    assert hand.page.header.period.text() == "November 2026"
    QTest.keyClick(hand.window, Key.Key_R, Modifier.ControlModifier)
    assert hand.desk.view is View.WEEK
    assert hand.desk.panel.isVisible()


def test_the_legend_puts_a_letter_in_hand_and_esc_takes_it_away(hand: Hand) -> None:
    legend = hand.desk.panel.legend
    hand.qtbot.mouseClick(legend, Qt.MouseButton.LeftButton, pos=legend._box(1).center())
    assert hand.desk.grid.brush is Place.HOME
    hand.key(Key.Key_Escape)
    assert hand.desk.grid.brush is None


def test_the_article_leads_to_the_rules(hand: Hand) -> None:
    card = hand.desk.panel.cards[0]
    with hand.qtbot.waitSignal(hand.page.wanted) as asked:
        hand.qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=card._article.center())
    assert asked.args[0] == "policy"
    assert asked.args[1] == hand.desk.model.sheet.problems[0].finding.rule


def test_a_click_on_a_way_out_takes_it(hand: Hand) -> None:
    hand.desk.problems.open(0)
    card = hand.desk.panel.cards[0]
    hand.qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=card._lines[0].center())
    assert hand.shown("Eko Prasetyo", 27) == "K"


def test_taller_rows_keep_the_needs_in_sight(hand: Hand) -> None:
    before = hand.desk.grid.visible_rows()
    QTest.keyClick(hand.window, Key.Key_Plus, Modifier.ControlModifier)
    QApplication.processEvents()
    assert hand.desk.grid.visible_rows() < before
    assert hand.desk.coverage.height() == 80


def test_a_screen_reader_finds_a_table_with_spoken_cells(hand: Hand) -> None:
    table = QAccessible.queryAccessibleInterface(hand.desk.grid)
    spot = hand.at("Fitri Handayani", 27)
    texts = [table.child(at).text(QAccessible.Text.Name) for at in range(table.childCount())]
    wanted = hand.desk.model.index_of(spot).data(Qt.ItemDataRole.AccessibleTextRole)
    assert wanted in texts
    assert any(text.startswith("Fitri Handayani, Sekretariat, WFA 3 of 2") for text in texts)


def test_an_item_of_another_screen_is_found(hand: Hand, unit: Sukamaju) -> None:
    hand.page.open_item(f"{unit.key_of['Fitri Handayani']}|2026-11-26")
    assert hand.cursor() == ("Fitri Handayani", 26)


def test_a_cell_is_read_aloud_in_indonesian(hand: Hand) -> None:
    with spoken():
        text = hand.desk.model.index_of(hand.at("Eko Prasetyo", 27)).data(Qt.ItemDataRole.AccessibleTextRole)
    assert text == "Eko Prasetyo, Jumat 27 November, WFA, masalah 1 dari 7, saran tersedia, tekan Alt+1"
