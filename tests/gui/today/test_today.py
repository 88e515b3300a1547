"""The first screen of the morning, in the real window on a real store."""

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from flexdesk.desk.desk import Desk
from flexdesk.domain.places import Place
from flexdesk.system.clock import SystemClock
from tests.gui.desks import BlankPage
from tests.helpers.desks import kecamatan_desk, small_desk
from ui.opened import OpenedUnit
from ui.shell.main_window import MainWindow
from ui.shell.ports import PageSpec
from ui.today.page import TodayPage
from ui.widgets.page import Page

Key = Qt.Key
THURSDAY, SATURDAY = date(2026, 11, 19), date(2026, 11, 21)


class Hand:
    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot, self.desk = qtbot, desk
        self.elsewhere = {key: BlankPage(key) for key in ("schedule", "people", "printing", "review")}

        def page(frame) -> Page:  # type: ignore[no-untyped-def]
            return TodayPage(desk, frame.editor, report=frame.reporter.report)

        specs = [PageSpec("today", "Today", "calendar-days", page)]
        specs += [
            PageSpec(key, key, "users", lambda _frame, blank=blank: blank)
            for key, blank in self.elsewhere.items()
        ]
        self.window = MainWindow(OpenedUnit(desk), specs)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.go("today")
        QApplication.processEvents()

    @property
    def page(self) -> TodayPage:
        found = self.window._pages["today"]
        assert isinstance(found, TodayPage)
        return found

    def key_of(self, name: str) -> str:
        return next(person.key for person in self.page.settled().people if person.name == name)

    def type_on(self, name: str, letters: str) -> None:
        assert self.page.table.stand_on(self.key_of(name))
        QTest.keyClicks(self.page.table, letters)

    def now(self, name: str) -> tuple[Place | None, Place | None]:
        """Planned and actual."""
        person = next(person for person in self.page.settled().people if person.name == name)
        return person.planned, person.actual

    def close(self) -> None:
        self.window.editor.forget()
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()


@pytest.fixture
def hand(qtbot: QtBot, tmp_path: Path) -> Iterator[Hand]:
    desk = kecamatan_desk(tmp_path / "unit", clock=SystemClock(THURSDAY))
    people = desk.people.roster()
    for name, need, servers in (("Loket KTP-el", 1, people[12:15]), ("Pengaduan", 1, people[16:18])):
        point, _change = desk.unit.add_service_point(name, need)
        desk.unit.assign(point, [person.nip for person in servers])
    away = [(people[16].key, THURSDAY, Place.DUTY_TRAVEL), (people[17].key, THURSDAY, Place.HOME)]
    desk.schedule.set_places(away)
    made = Hand(qtbot, desk)
    yield made
    made.close()


@pytest.fixture
def nobody(qtbot: QtBot, tmp_path: Path) -> Iterator[Hand]:
    made = Hand(qtbot, small_desk(tmp_path / "unit", clock=SystemClock(THURSDAY)))
    yield made
    made.close()


def test_the_model_behaves_as_qt_wants(hand: Hand, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(hand.page.model)


def test_a_letter_records_the_actual_place_and_the_plan_stays(hand: Hand) -> None:
    name = hand.desk.people.roster()[3].name
    hand.type_on(name, "s")
    assert hand.now(name) == (Place.OFFICE, Place.SICK)
    assert hand.page.model.rows[0].name == name  # what is different stands first
    assert hand.page.table.keys == [hand.key_of(name)]
    assert hand.page.settled().counts[Place.SICK] == 1
    hand.window.editor.undo()
    assert hand.now(name) == (Place.OFFICE, None)
    hand.type_on(name, "s.")
    assert hand.now(name) == (Place.OFFICE, None)


def test_a_key_still_held_down_adds_nobody_to_the_selection(hand: Hand) -> None:
    first, second = (person.name for person in hand.desk.people.roster()[3:5])
    assert hand.page.table.stand_on(hand.key_of(first))
    QTest.keyPress(hand.page.table, Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    try:
        hand.window.go("today", hand.key_of(second))  # such as from the list of commands
    finally:
        QTest.keyRelease(hand.page.table, Key.Key_Control)
    assert hand.page.table.keys == [hand.key_of(second)]
    QTest.keyClicks(hand.page.table, "s")
    assert hand.now(first) == (Place.OFFICE, None)
    assert hand.now(second) == (Place.OFFICE, Place.SICK)


def test_the_planned_letter_takes_the_record_away(hand: Hand) -> None:
    name = hand.desk.people.roster()[3].name
    hand.type_on(name, "d")
    assert hand.now(name)[1] is Place.DUTY_TRAVEL
    hand.type_on(name, "k")
    assert hand.now(name) == (Place.OFFICE, None)


def test_a_short_counter_names_who_may_come_in(hand: Hand) -> None:
    short = [point for point in hand.page.settled().points if point.is_short]
    assert [(point.name, len(point.present), point.need) for point in short] == [("Pengaduan", 0, 1)]
    buttons = hand.page.points.fixes
    assert [button.text() for button in buttons] == [hand.desk.people.roster()[17].name]
    QTest.keyClick(hand.window, Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert not any(point.is_short for point in hand.page.settled().points)
    assert hand.window.editor.stack.count() == 1
    hand.window.editor.undo()
    assert any(point.is_short for point in hand.page.settled().points)


def test_what_really_happened_decides_about_the_counter(hand: Hand) -> None:
    for person in hand.desk.people.roster()[12:15]:
        hand.type_on(person.name, "s")
    point = next(point for point in hand.page.settled().points if point.name == "Loket KTP-el")
    assert point.is_short
    assert point.fixes == ()


def test_typing_a_name_filters(hand: Hand) -> None:
    name = hand.desk.people.roster()[5].name
    QTest.keyClick(hand.window, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(hand.page.search, name.lower())
    assert [row.name for row in hand.page.model.rows] == [name]
    QTest.keyClick(hand.page.search, Key.Key_Escape)
    assert hand.page.model.rowCount() == 35


def test_a_day_that_is_over_is_corrected_with_a_reason(hand: Hand) -> None:
    hand.page.step(-1)
    name = hand.desk.people.roster()[3].name
    hand.type_on(name, "s")
    assert hand.now(name)[1] is None
    field = QApplication.focusWidget()
    QTest.keyClicks(field, "surat dokter")
    QTest.keyClick(field, Key.Key_Return)
    assert hand.now(name) == (Place.OFFICE, Place.SICK)
    assert [row["note"] for row in hand.desk.store.select("attendance_mark")] == ["surat dokter"]
    hand.window.editor.undo()
    assert hand.now(name)[1] is None


def test_arrivals_and_calls_stand_beside_the_people(hand: Hand) -> None:
    at = [column.key for column in hand.page.model.columns].index("arrived")
    assert hand.page.table.isColumnHidden(at)
    away = hand.desk.people.roster()[17]
    hand.desk.attendance.set_mark(away.key, THURSDAY, "in", time(7, 12))
    hand.desk.recalls.add(away.key, THURSDAY, "rapat", by="Camat", at=time(9, 10))
    shown = next(person for person in hand.page.settled().people if person.key == away.key)
    assert (shown.arrived, shown.place) == ("07.12", Place.OFFICE)
    assert "09.10" in shown.remark
    assert not hand.page.table.isColumnHidden(at)


def test_a_letter_asks_to_call_somebody_in(hand: Hand) -> None:
    asked: list[tuple[str, str]] = []
    hand.page.wanted.connect(lambda page, item: asked.append((page, item)))
    name = hand.desk.people.roster()[17].name
    hand.type_on(name, "m")
    assert asked == [("today", f"attendance:recall:{hand.key_of(name)}")]


def test_duties_open_the_right_place(hand: Hand) -> None:
    kinds = [str(duty.kind) for duty in hand.desk.day.duties(THURSDAY)]
    assert {"unpublished_week", "unrated", "waiting_outputs"} <= set(kinds)
    assert len(kinds) <= 7
    line = hand.page.duties.lines[kinds.index("unpublished_week")]
    line.setFocus()
    QTest.keyClick(line, Key.Key_Return)
    assert hand.window.current_key == "schedule"
    assert hand.elsewhere["schedule"].asked[-1] == "open |2026-11-16"


def test_a_saturday_shows_the_next_working_day(hand: Hand) -> None:
    hand.page.show_day(SATURDAY)
    view = hand.page.settled()
    assert (view.asked, view.day) == (SATURDAY, date(2026, 11, 23))
    assert "Saturday" in hand.page.header.note.text()
    hand.page.step(-1)
    assert hand.page.settled().day == date(2026, 11, 20)


def test_a_note_becomes_running_feedback(hand: Hand) -> None:
    name = hand.desk.people.roster()[3].name
    hand.type_on(name, "n")
    form = hand.page.note_form
    assert form.isVisible()
    QTest.keyClicks(form.field, "Antrean tertib pagi ini")
    QTest.keyClick(form.field, Key.Key_Return)
    assert not form.isVisible()
    kept = hand.desk.store.select("feedback")
    assert [row["text"] for row in kept] == ["Antrean tertib pagi ini"]
    hand.window.editor.undo()
    assert hand.desk.store.select("feedback") == []


def test_a_note_without_a_plan_says_why(qtbot: QtBot, tmp_path: Path) -> None:
    people = (("197203151997031901", "Bambang Wiryawan"), ("197909042005011903", "Agus Hermawan"))
    made = Hand(qtbot, small_desk(tmp_path / "unit", people, clock=SystemClock(THURSDAY)))
    made.type_on("Agus Hermawan", "n")
    QTest.keyClicks(made.page.note_form.field, "Rapi")
    QTest.keyClick(made.page.note_form.field, Key.Key_Return)
    QApplication.processEvents()
    assert made.window.notices.banner is not None
    assert made.window.notices.banner.ticket == "FD-HAR-01"
    made.close()


def test_a_change_made_elsewhere_is_shown(hand: Hand) -> None:
    person = hand.desk.people.roster()[4]
    hand.desk.schedule.set_places([(person.key, THURSDAY, Place.TRAINING)])
    assert hand.now(person.name)[0] is Place.TRAINING


def test_an_empty_unit_shows_the_way_to_its_people(nobody: Hand) -> None:
    assert nobody.page.nobody.isVisible()
    assert not nobody.page.table.isVisible()
    assert not nobody.page.duty_card.isVisible()
    nobody.page.nobody.buttons[0].click()
    assert nobody.window.current_key == "people"
    assert nobody.elsewhere["people"].asked[-1] == "open import"


def test_many_people_at_once_are_one_step(hand: Hand) -> None:
    hand.page.table.selectAll()
    QTest.keyClicks(hand.page.table, "p")
    assert hand.page.settled().counts == {Place.TRAINING: 35}
    assert hand.window.editor.stack.count() == 1


def test_twenty_rows_and_more_fit_the_reference_laptop(hand: Hand) -> None:
    assert (hand.window.width(), hand.window.height()) == (1366, 768)
    table = hand.page.table
    assert table.viewport().height() // table.rowHeight(0) >= 20
