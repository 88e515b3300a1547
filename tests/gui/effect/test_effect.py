"""The room “Dampak” in the real window on a real store, by keyboard."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from flexdesk.desk.desk import Desk
from flexdesk.domain import resampling
from flexdesk.domain.monthly_form import FieldKind
from flexdesk.domain.periods import parse_period
from flexdesk.domain.places import Place
from flexdesk.system.clock import SystemClock
from tests.helpers.desks import kecamatan_desk, small_desk
from ui.desktop import specs
from ui.effect.answers import ANSWER, Choice
from ui.effect.page import Compared, EffectPage, Stretch
from ui.opened import OpenedUnit
from ui.printing.page import PrintingPage
from ui.qt import theme
from ui.shell.main_window import MainWindow
from ui.widgets.fields import ComboBox
from ui.widgets.rooms import RoomsPage

Key, Mod = Qt.Key, Qt.KeyboardModifier
TODAY = date(2026, 10, 1)
SEPTEMBER = parse_period("2026-09")


# Said by the offscreen platform when a list opens.
OFFSCREEN = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)


@pytest.fixture(autouse=True)
def _fewer_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resampling, "RESAMPLES", 200)


class Hand:
    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot, self.desk = qtbot, desk
        self.window = MainWindow(OpenedUnit(desk), specs(desk))
        self.window.resize(1366, 768)
        self.window.show()
        self.window.go("today", "effect:")
        self.settle()

    @property
    def page(self) -> EffectPage:
        found = self.window.stack.currentWidget()
        assert isinstance(found, RoomsPage)
        assert isinstance(found.room, EffectPage)
        return found.room

    def settle(self) -> None:
        page = self.page
        self.qtbot.waitUntil(
            lambda: page.found is not None and page._job is None and not page._later.isActive(),
            timeout=20_000,
        )

    def answers(self) -> dict[str, str]:
        return dict(self.desk.monthly_report.answers(self.page.month).given)

    def press(self, key: Key, modifier: Mod = Mod.NoModifier) -> None:
        target = QApplication.focusWidget() or self.page.form
        QTest.keyClick(target, key, modifier)

    def write(self, field: str, text: str) -> None:
        """Stand on a field, type over it and press Enter."""
        self.page.form.setFocus()
        assert self.page.form.stand_on(field)
        self.page.form.open_editor()
        editor = self.page.form.indexWidget(self.page.form.currentIndex())
        QTest.keyClicks(editor, text)
        QTest.keyClick(editor, Key.Key_Return)
        QApplication.processEvents()

    def close(self) -> None:
        self.window.editor.forget()
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()


@pytest.fixture
def hand(qtbot: QtBot, tmp_path: Path) -> Iterator[Hand]:
    """Everybody away one day a week, in turns, through August and September."""
    desk = kecamatan_desk(tmp_path / "unit", clock=SystemClock(TODAY))
    people = desk.people.roster()
    monday = date(2026, 8, 3)
    desk.schedule.set_places(
        [
            (person.key, monday + timedelta(weeks=week, days=(number + week) % 4), Place.HOME)
            for week in range(8)
            for number, person in enumerate(people[1:])
        ]
    )
    made = Hand(qtbot, desk)
    yield made
    made.close()


@pytest.fixture
def fresh(qtbot: QtBot, tmp_path: Path) -> Iterator[Hand]:
    people = [("197203151997031901", "Bambang Wiryawan")]
    made = Hand(qtbot, small_desk(tmp_path / "unit", people, clock=SystemClock(TODAY)))
    yield made
    made.close()


def test_the_models_behave_as_qt_wants(hand: Hand, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(hand.page.model)
    qtmodeltester.check(hand.page.form.answers)


def test_the_last_month_stands_there_and_every_row_speaks(hand: Hand) -> None:
    page = hand.page
    assert page.period == SEPTEMBER
    assert page.pictures.currentWidget() is page.table
    assert len(page.model.rows) == 7
    said = str(page.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    row = page.model.rows[0]
    for part in (*row.sides, *row.numbers, row.sentence, "34"):
        assert part in said
    assert page.found is not None
    assert page.found.view.places == hand.desk.effect.of_period(SEPTEMBER).places


def test_known_rows_have_both_marks_and_unknown_ones_none(hand: Hand) -> None:
    page = hand.page
    picture = page.table.viewport().grab().toImage()
    second = theme.current().code("W").solid.rgb()

    def marked(number: int) -> int:
        box = page.table.visualRect(page.model.index(number, 1))
        points = [(x, y) for x in range(box.left(), box.right()) for y in range(box.top(), box.bottom())]
        return sum(picture.pixel(x, y) == second for x, y in points)

    marks = {number: marked(number) for number in range(len(page.model.rows))}
    known = {number for number, row in enumerate(page.model.rows) if row.found.second is not None}
    assert known
    assert {number for number, count in marks.items() if count} == known


def test_a_scale_holds_its_marks_and_is_never_narrow(hand: Hand) -> None:
    for row in hand.page.model.rows:
        low, high = row.scale
        found = row.found
        if found.first is None or found.second is None:
            continue
        assert low <= min(found.first, found.second)
        assert max(found.first, found.second) <= high
        assert high - low >= 0.99


def test_other_stretches_are_chosen_and_stepped(hand: Hand) -> None:
    page = hand.page
    page.choose_stretch(Stretch.QUARTER)
    hand.settle()
    assert page.period.code == "2026-Q3"
    assert page.month == SEPTEMBER
    page.step(-1)
    hand.settle()
    assert (page.period.code, page.month.code) == ("2026-Q2", "2026-06")
    page.open_item("2026-08")
    hand.settle()
    assert (page.stretch, page.month.code) == (Stretch.MONTH, "2026-08")
    assert page.found is not None
    assert page.found.month.code == "2026-08"


def test_before_and_after_need_an_introduction(hand: Hand) -> None:
    page = hand.page
    page.compared._pick(1)
    assert page.pictures.currentWidget() is page.no_start
    asked: list[tuple[str, str]] = []
    page.wanted.connect(lambda screen, item: asked.append((screen, item)))
    page.no_start.buttons[0].click()
    assert asked == [("policy", "REP-11")]
    hand.window.go("today", "effect:")
    hand.desk.policy.set("effect.introduced_on", "2026-09-01", from_day=date(2026, 1, 1))
    hand.settle()
    assert page.compared.choice == Compared.TIME
    assert page.pictures.currentWidget() is page.table
    assert all(row.by_time for row in page.model.rows)
    page.choose_stretch(Stretch.SINCE)
    hand.settle()
    assert page.found is not None
    assert (page.found.view.first, page.found.view.last) == (date(2026, 9, 1), date(2026, 9, 30))


def test_an_empty_unit_says_what_to_do_and_still_takes_answers(fresh: Hand) -> None:
    page = fresh.page
    assert page.pictures.currentWidget() is page.nothing
    assert page.panes()[1] is page.nothing.buttons[0]
    fresh.write("obstacles", "Listrik padam")
    assert fresh.answers() == {"obstacles": "Listrik padam"}


def test_an_amount_is_typed_kept_and_undone(hand: Hand) -> None:
    hand.write("saving.fuel", "Rp 2.310.000")
    assert hand.answers()["saving.fuel"] == "2310000"
    row = hand.page.form.answers.row_at(hand.page.form.answers.find("saving.total"))
    assert row is not None
    assert row.value == "2.310.000"
    assert hand.page.form.current() is not None
    hand.window.editor.undo()
    assert "saving.fuel" not in hand.answers()
    hand.write("saving.fuel", "5")
    hand.page.form.stand_on("saving.fuel")
    QTest.keyClick(hand.page.form, Key.Key_Delete)
    assert "saving.fuel" not in hand.answers()


def test_a_letter_opens_the_answer_wherever_the_cursor_stands_in_the_row(hand: Hand) -> None:
    form = hand.page.form
    form.setFocus()
    form.setCurrentIndex(form.answers.find("obstacles"))
    QTest.keyClick(form, Key.Key_P)
    index = form.answers.find("obstacles").siblingAtColumn(ANSWER)
    assert form.indexWidget(index) is not None


@OFFSCREEN
def test_a_choice_is_made_by_keyboard_and_begins_with_the_proposal(hand: Hand) -> None:
    form = hand.page.form
    form.setFocus()
    form.stand_on("digital.infrastructure")
    QTest.keyClick(form, Key.Key_Return)
    combo = form.indexWidget(form.currentIndex())
    assert isinstance(combo, ComboBox)
    combo.hidePopup()
    QTest.keyClick(combo, Key.Key_Down)
    QTest.keyClick(combo, Key.Key_Down)
    assert combo.currentData() == "limited"
    QTest.keyClick(combo, Key.Key_Return)
    QApplication.processEvents()
    assert hand.answers() == {"digital.infrastructure": "limited"}


@OFFSCREEN
def test_a_choice_out_of_the_open_list_is_taken_at_once_and_esc_takes_none(hand: Hand) -> None:
    form = hand.page.form
    form.setFocus()
    form.stand_on("travel.domestic_target")  # has a proposal
    form.stand_on("task.applied")  # so has this
    QTest.keyClick(form, Key.Key_Return)
    choice = form.indexWidget(form.currentIndex())
    assert isinstance(choice, Choice)
    assert choice.currentData() == "applied"
    QTest.keyClick(choice.view(), Key.Key_Escape)
    QTest.keyClick(choice, Key.Key_Escape)
    QApplication.processEvents()
    assert hand.answers() == {}
    form.stand_on("task.applied")
    QTest.keyClick(form, Key.Key_Return)
    choice = form.indexWidget(form.currentIndex())
    assert isinstance(choice, Choice)
    choice.view().setCurrentIndex(choice.model().index(2, 0))
    QTest.keyClick(choice.view(), Key.Key_Return)
    QApplication.processEvents()
    assert hand.answers() == {"task.applied": "not_yet"}


def test_a_bad_answer_is_refused_in_words_and_nothing_changes(hand: Hand) -> None:
    refused: list[str] = []
    hand.window.editor.refused.connect(refused.append)
    hand.write("saving.fuel", "sedikit")
    assert refused == ["report.answer"]
    assert hand.answers() == {}


def test_what_is_counted_cannot_be_typed(hand: Hand) -> None:
    form = hand.page.form
    form.stand_on("task.composition")
    QTest.keyClick(form, Key.Key_Return)
    assert form.indexWidget(form.currentIndex()) is None
    assert not form.answers.flags(form.currentIndex()) & Qt.ItemFlag.ItemIsEditable


def test_proposals_are_taken_over_as_one_step(hand: Hand) -> None:
    page = hand.page
    proposed = dict(hand.desk.monthly_report.answers(SEPTEMBER).proposed)
    assert proposed
    page.take.click()
    assert hand.answers() == proposed
    assert not page.take.isEnabled()
    hand.window.editor.undo()
    assert hand.answers() == {}
    assert page.take.isEnabled()


def test_f8_goes_from_open_field_to_open_field(hand: Hand) -> None:
    form = hand.page.form
    form.stand_on("control.supervision")
    assert hand.page.step_problem(+1)
    row = form.current()
    assert row is not None
    assert row.field.key == "service.direct_wfo"  # over what is counted
    assert hand.page.step_problem(-1)
    row = form.current()
    assert row is not None
    assert row.field.key == "control.supervision"


def test_a_change_of_the_schedule_is_counted_anew(hand: Hand) -> None:
    page = hand.page
    assert page.found is not None
    before = page.found.view.flexible
    person = hand.desk.people.roster()[0].key
    hand.desk.schedule.set_places([(person, date(2026, 9, 1), Place.HOME)])
    hand.settle()
    assert page.found.view.flexible == before + 1


def test_the_report_opens_on_the_printing_screen(hand: Hand) -> None:
    assert hand.page.print_this()
    QApplication.processEvents()
    page = hand.window.stack.currentWidget()
    assert isinstance(page, PrintingPage)
    assert (page.kinds, page.period) == (("wfa-report",), SEPTEMBER)
    hand.qtbot.waitUntil(lambda: bool(page.drawn), timeout=20_000)
    assert page.drawn[0].name == "2026-09_LAPORAN-WFA.pdf"
    assert page.drawn[0].issued.report.clean


def test_the_workbook_is_written_beside_the_window(hand: Hand, tmp_path: Path) -> None:
    target = tmp_path / "laporan.xlsx"
    hand.page.save(target)
    hand.qtbot.waitUntil(target.exists, timeout=20_000)
    hand.qtbot.waitUntil(lambda: not hand.window.runner.jobs, timeout=20_000)
    assert target.read_bytes()[:2] == b"PK"


def test_the_room_fits_the_small_screen(hand: Hand) -> None:
    assert hand.page.minimumSizeHint().width() <= 1366 - 176
    assert hand.page.form.viewport().height() >= 5 * hand.page.form.rowHeight(0)
    assert hand.page.table.viewport().height() >= 7 * hand.page.table.rowHeight(0) - 2
    hand.write("saving.fuel", "sedikit")  # a notice of three lines comes above
    assert hand.window.height() == 768
    assert hand.window.minimumSizeHint().height() <= 768


def test_an_open_answer_never_hangs_below_the_edge(hand: Hand) -> None:
    form = hand.page.form
    for row in form.answers.rows:
        if row.counted or row.field.kind is FieldKind.CHOICE:
            continue
        form.stand_on(row.field.key)
        form.open_editor()
        editor = form.indexWidget(form.currentIndex())
        assert editor is not None
        assert form.viewport().rect().contains(editor.geometry())
        QTest.keyClick(editor, Key.Key_Escape)
