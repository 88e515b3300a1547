"""The room “Kehadiran” in the real window on a real store, by keyboard alone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from flexdesk.desk.desk import Desk
from flexdesk.domain.periods import parse_period
from flexdesk.domain.places import Place
from flexdesk.exchange.tables import read_tables
from flexdesk.services.attendance_days import DayState
from flexdesk.system.clock import FixedClock
from tests.helpers.desks import small_desk
from tests.unit.attendance.office import AGUS, NAMES, RINI, SARI, key_of, put
from ui.attendance.page import AttendancePage
from ui.attendance.table import MarksTable
from ui.desktop import specs
from ui.opened import OpenedUnit
from ui.shell.main_window import MainWindow
from ui.widgets.fields import LineField

Key = Qt.Key
THURSDAY, FRIDAY = date(2026, 11, 19), date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)  # Friday, 19.00 WIB: all windows are closed


class Hand:
    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot, self.desk = qtbot, desk
        self.window = MainWindow(OpenedUnit(desk), specs(desk))
        self.window.resize(1366, 768)
        self.window.show()
        self.window.go("today", "attendance:2026-11-20")
        self.window.activateWindow()
        QApplication.processEvents()

    @property
    def page(self) -> AttendancePage:
        found = self.window.page
        assert isinstance(found, AttendancePage)
        found.settled()
        return found

    @property
    def table(self) -> MarksTable:
        return self.page.table

    def stand(self, nip: str, day: date = FRIDAY, column: str = "name") -> None:
        at = [one.key for one in self.page.model.columns].index(column)
        row = self.page.model.find(f"{key_of(self.desk, nip)}|{day.isoformat()}").row()
        assert row >= 0
        self.table.setCurrentIndex(self.page.model.index(row, at))
        self.table.setFocus()

    def type(self, keys: str) -> None:
        """Each key into whatever has the keyboard by then."""
        for one in keys:
            QTest.keyClicks(QApplication.focusWidget() or self.table, one)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)
        QApplication.processEvents()

    def state(self, nip: str, day: date = FRIDAY) -> DayState:
        return self.desk.attendance_days.row(key_of(self.desk, nip), day).state

    def answer(self, **texts: str) -> None:
        """Fill the open form and keep it with Enter."""
        forms = (self.page.panel.form, self.page.counter_panel.form)
        form = next(form for form in forms if form.isVisible())
        field = None
        for name, text in texts.items():
            field = form.fields[name]
            assert isinstance(field, LineField)
            field.setText(text)
        assert field is not None
        QTest.keyClick(field, Key.Key_Return)
        QApplication.processEvents()

    def give_reason(self, text: str) -> None:
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Key.Key_Return)
        QApplication.processEvents()

    def close(self) -> None:
        self.window.editor.forget()
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()


@pytest.fixture
def hand(qtbot: QtBot, tmp_path: Path) -> Iterator[Hand]:
    desk = small_desk(tmp_path / "unit", list(NAMES.items()), clock=FixedClock(NOW))
    for nip, day in ((RINI, FRIDAY), (AGUS, FRIDAY), (SARI, FRIDAY), (RINI, THURSDAY)):
        put(desk, nip, day, Place.HOME)
    made = Hand(qtbot, desk)
    yield made
    made.close()


def test_the_models_behave_as_qt_wants(hand: Hand, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(hand.page.model)


def test_times_are_typed_downwards_in_one_grid(hand: Hand) -> None:
    names = [row.name for row in hand.page.model.rows]
    assert names[:3] == ["Agus Hermawan", "Rini Astuti", "Sari Dewi"]
    hand.stand(AGUS, column="in")
    for typed in ("0745", "07.46", "747"):
        hand.type(typed)
        hand.press(Key.Key_Return)
    times = [row.marks.times.get("in") for row in hand.page.model.rows[:3]]
    assert times == [time(7, 45), time(7, 46), time(7, 47)]
    assert [row.name for row in hand.page.model.rows] == names  # nothing moves under the hand
    assert hand.window.editor.stack.count() == 3
    hand.window.editor.undo()
    assert hand.page.model.rows[2].marks.times == {}


def test_typing_beside_the_marks_goes_to_the_first_that_is_missing(hand: Hand) -> None:
    hand.stand(RINI)
    hand.type("0720")
    hand.press(Key.Key_Return)
    hand.stand(RINI)
    hand.type("1605")
    hand.press(Key.Key_Return)
    assert hand.state(RINI) is DayState.PRESENT
    hand.stand(RINI, column="out")
    hand.press(Key.Key_Delete)
    assert hand.state(RINI) is DayState.TO_CLARIFY


def test_a_time_that_is_none_is_refused_in_words(hand: Hand) -> None:
    hand.stand(RINI, column="in")
    hand.type("2599")
    hand.press(Key.Key_Return)
    assert hand.desk.store.select("attendance_mark") == []
    assert hand.window.editor.stack.count() == 0
    banner = hand.window.notices.banner
    assert banner is not None
    assert banner.ticket == "FD-HDR-03"


def test_a_letter_decides_and_goes_on_to_the_next_day(hand: Hand) -> None:
    hand.stand(AGUS)
    hand.type("g")
    assert hand.state(AGUS) is DayState.EXCUSED
    assert hand.table.key.startswith(key_of(hand.desk, RINI))
    hand.type("t")
    hand.give_reason("tidak ada kabar")
    assert hand.state(RINI) is DayState.UNEXCUSED
    kept = hand.desk.store.select("clarification", state="unexcused")[0]
    assert (kept["reason"], kept["decided_on"]) == ("tidak ada kabar", "2026-11-20")
    hand.window.editor.undo()
    assert hand.state(RINI) is DayState.TO_CLARIFY
    hand.stand(AGUS)
    hand.type("b")
    assert hand.state(AGUS) is DayState.TO_CLARIFY


def test_many_days_at_once(hand: Hand) -> None:
    hand.stand(AGUS)
    hand.press(Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    hand.press(Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    hand.type("g")
    assert [hand.state(nip) for nip in (AGUS, RINI, SARI)] == [DayState.EXCUSED] * 3
    assert hand.window.editor.stack.count() == 1


def test_other_letters_do_nothing(hand: Hand) -> None:
    hand.stand(RINI, column="in")
    hand.type("xyz")
    assert hand.table.state() is not hand.table.State.EditingState
    assert hand.window.editor.stack.count() == 0


def test_a_call_is_logged_and_the_ladder_speaks(hand: Hand) -> None:
    hand.desk.policy.set("contact.ladder", "mendagri", from_day=date(2026, 1, 1))
    hand.stand(RINI)
    for at in ("0900", "0902"):
        hand.type("c")
        hand.answer(at=at)
        assert not hand.page.panel.form.isVisible()
    assert contacts(hand) == [time(9), time(9, 2)]
    reached = hand.desk.contacts.reached(FRIDAY, FRIDAY)
    assert [one.step for one in reached.values()] == [1]
    hand.type("c")
    hand.answer(at="25.99")
    assert hand.page.panel.form.fault.text()
    hand.press(Key.Key_Escape)
    assert not hand.page.panel.form.isVisible()
    assert len(contacts(hand)) == 2


def contacts(hand: Hand) -> list[time | None]:
    return [one.at for one in hand.desk.contacts.list(FRIDAY, FRIDAY)]


def test_calling_in_and_arriving(hand: Hand) -> None:
    hand.stand(SARI)
    hand.type("m")
    hand.answer(at="0910", reason="kunjungan bupati")
    row = hand.page.model.row_at(hand.page.model.find(f"{key_of(hand.desk, SARI)}|2026-11-20"))
    assert row is not None
    assert row.place is Place.OFFICE
    hand.stand(SARI)
    hand.type("a")
    hand.answer(at="1002")
    assert hand.desk.recalls.list(FRIDAY, FRIDAY)[0].arrived == time(10, 2)
    hand.window.editor.undo()
    hand.window.editor.undo()
    assert hand.desk.recalls.list(FRIDAY, FRIDAY) == []
    assert hand.state(SARI) is DayState.TO_CLARIFY


def test_a_recall_without_a_reason_is_refused_and_the_form_stays(hand: Hand) -> None:
    hand.stand(SARI)
    hand.type("m")
    hand.answer(at="0910", reason="")
    assert hand.page.panel.form.isVisible()
    assert hand.desk.store.select("recall") == []


def test_an_open_form_outlives_a_new_reading(hand: Hand) -> None:
    hand.stand(SARI)
    hand.type("m")
    hand.page.refresh(anew=True)
    hand.page.activate()
    assert hand.page.panel.form.isVisible()
    hand.page.panel.leave_smallest()


def test_today_leads_here_with_one_key(hand: Hand) -> None:
    hand.window.go("today", "today:")
    hand.window.page.activate()
    page = hand.window.page
    page.table.stand_on(key_of(hand.desk, RINI))  # type: ignore[attr-defined]
    QTest.keyClicks(page.table, "m")  # type: ignore[attr-defined]
    hand.qtbot.waitUntil(lambda: isinstance(hand.window.page, AttendancePage))
    hand.qtbot.waitUntil(lambda: hand.page.panel.form.isVisible())
    hand.answer(reason="rapat", at="1850")
    assert [one.nip for one in hand.desk.recalls.list(FRIDAY, FRIDAY)] == [RINI]


def test_an_import_is_checked_taken_and_undone_as_one(hand: Hand) -> None:
    hand.press(Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert hand.page.importing
    text = f"NIP,Tanggal,Jam\n{RINI},20/11/2026,07:20\n{RINI},20/11/2026,16:05\n{AGUS},20/11/2026,25:99\n"
    hand.page.intake.read_text(text)
    hand.qtbot.waitUntil(lambda: hand.page.intake.seen is not None)
    assert [line.state for line in hand.page.intake.model.rows] == ["rejected"]
    hand.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hand.qtbot.waitUntil(lambda: not hand.page.importing)
    assert hand.state(RINI) is DayState.PRESENT
    assert hand.window.editor.stack.count() == 1
    hand.window.editor.undo()
    assert hand.state(RINI) is DayState.TO_CLARIFY


def test_a_file_of_another_sort_is_refused_in_place(hand: Hand, tmp_path: Path) -> None:
    file = tmp_path / "lain.csv"
    file.write_text("Kegiatan,Hasil\nRapat,Notulen\n", "utf-8")
    hand.page.open_import()
    hand.page.intake.read_file(file)
    hand.qtbot.waitUntil(lambda: hand.page.intake.banner is not None)
    assert hand.page.intake.seen is None
    hand.press(Key.Key_Escape)
    assert not hand.page.importing


def test_counters_and_the_examination(hand: Hand) -> None:
    rini = key_of(hand.desk, RINI)
    for day in (date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 18)):
        put(hand.desk, RINI, day, Place.HOME)
        hand.desk.attendance.clarify([(rini, day)], "unexcused", "tanpa kabar")
    hand.window.go("today", "attendance:examinations")
    table = hand.page.counter_table
    assert table.current is not None
    assert (table.current.name, table.current.total, table.current.run) == ("Rini Astuti", 3, 3)
    table.setFocus()
    hand.type("p")
    hand.answer(on="23-11-2026", letter="800/7/2026")
    hand.type("s")
    hand.answer(on="20-11-2026", result=" ")
    assert hand.page.counter_panel.form.isVisible()
    hand.answer(result="diperiksa, berita acara dibuat")
    (held,) = hand.desk.absence.examinations()
    assert (held.done, held.letter, held.summoned_on) == (True, "800/7/2026", date(2026, 11, 23))
    table.setFocus()
    hand.type("o")
    assert hand.page.counter_panel.form.isVisible()
    hand.press(Key.Key_Escape)


def test_month_plan_and_workbook(hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hand.desk.day.set_actual([key_of(hand.desk, RINI)], THURSDAY, Place.OFFICE, "rapat")
    hand.page.show_period(parse_period("2026-11"))
    days = [(row.name, row.day) for row in hand.page.model.rows]
    assert ("Rini Astuti", THURSDAY) in days
    assert len(days) == 4
    hand.page._open_tab("plan")
    row = hand.page.plan.rows[0]
    assert (row.name, row.to_office, row.different) == ("Rini Astuti", 1, 1)
    target = tmp_path / "kehadiran.xlsx"
    monkeypatch.setattr(hand.page, "ask_target", lambda _parent, _name: target)
    assert hand.page.export_this()
    hand.qtbot.waitUntil(target.exists)
    hand.qtbot.waitUntil(lambda: not hand.window.runner.jobs)
    assert len(read_tables(target)) == 3


def test_a_changed_setting_shows_other_marks(hand: Hand) -> None:
    hand.desk.policy.set("attendance.marks", "3", from_day=date(2026, 1, 1))
    hand.qtbot.waitUntil(lambda: hand.page.model.terms is not None and hand.page.model.terms.marks == 3)
    at = [one.key for one in hand.page.model.columns].index("mid1")
    assert not hand.table.isColumnHidden(at)


def test_it_fits_the_small_screen(hand: Hand) -> None:
    for tab in ("marks", "plan", "absence"):
        hand.page._open_tab(tab)
        QApplication.processEvents()
        assert hand.window.width() == 1366
        assert hand.page.minimumSizeHint().width() <= 1366 - 176
    assert all(button.height() >= 22 for button in hand.page.panel.buttons.values())


def test_an_empty_month_and_an_empty_roster_say_what_to_do(hand: Hand, qtbot: QtBot, tmp_path: Path) -> None:
    hand.page.show_period(parse_period("2026-08"))
    assert hand.page.middle.currentWidget() is hand.page.nothing
    desk = small_desk(tmp_path / "leer", clock=FixedClock(NOW))
    other = Hand(qtbot, desk)
    assert other.page.middle.currentWidget() is other.page.nobody
    elsewhere: list[tuple[str, str]] = []
    other.page.wanted.connect(lambda page, item: elsewhere.append((page, item)))
    other.page.nobody.buttons[0].click()
    assert elsewhere == [("people", "import")]
    other.close()
