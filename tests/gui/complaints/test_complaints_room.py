"""The register of complaints in the real window, by keyboard alone."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from flexdesk.domain.complaints import ClockState, Step
from flexdesk.domain.places import Place
from tests.gui.complaints.conftest import TODAY, Enter, Hand
from ui.complaints.page import ComplaintsPage
from ui.widgets.cells import Role

Key, Modifier = Qt.Key, Qt.KeyboardModifier


def subjects(page: ComplaintsPage) -> list[str]:
    return [view.complaint.subject for view in page.model.rows]


def stand(page: ComplaintsPage, key: str) -> None:
    page.refresh()
    assert page.stand_on(key)
    page.table.setFocus()


def test_an_empty_register_says_what_to_do(hand: Hand) -> None:
    page = hand.complaints()
    assert page.middle.currentWidget() is page.empty
    hand.press(Key.Key_N, Modifier.ControlModifier)
    assert page.side.currentWidget() is page.entry
    hand.press(Key.Key_Escape)
    assert page.side.currentWidget() is page.panel


def test_a_complaint_is_entered_by_keys_and_taken_back(hand: Hand) -> None:
    page = hand.complaints()
    hand.press(Key.Key_N, Modifier.ControlModifier)
    hand.type("Antrean KTP lama")
    hand.press(Key.Key_Return)
    (view,) = hand.desk.complaints.entries()
    assert (view.complaint.subject, view.complaint.received) == ("Antrean KTP lama", TODAY)
    assert page.current() is not None
    assert page.current().key == view.key
    assert page.middle.currentWidget() is page.table
    hand.editor.undo()
    hand.qtbot.waitUntil(lambda: page.middle.currentWidget() is page.empty)
    assert hand.desk.complaints.entries() == []


def test_a_wrong_day_is_said_beside_the_field_and_a_refused_one_in_words(hand: Hand) -> None:
    page = hand.complaints()
    hand.press(Key.Key_N, Modifier.ControlModifier)
    hand.type("Antrean")
    page.entry.received.setText("kemarin")
    page.entry.keep()
    assert page.entry.fault.isVisible()
    page.entry.received.setText("25-12-2026")
    page.entry.keep()
    assert hand.refusals == ["complaint.date"]
    assert page.side.currentWidget() is page.entry  # what was typed is still there
    assert page.entry.subject.text() == "Antrean"
    assert hand.desk.complaints.entries() == []


def test_each_step_has_its_key(hand: Hand, enter: Enter) -> None:
    key = enter(date(2026, 11, 16), "Antrean", kind="simple")
    page = hand.complaints(key)
    stand(page, key)
    view = lambda: hand.desk.complaints.view(key)  # noqa: E731
    hand.press(Key.Key_1, at=page.table)
    hand.type("Sedang diperiksa")
    hand.press(Key.Key_Return)
    assert view().complaint.step is Step.RESPONDED
    hand.press(Key.Key_2, at=page.table)
    hand.type("Dinas Dukcapil")
    hand.press(Key.Key_Return)
    assert view().complaint.step is Step.FORWARDED
    hand.press(Key.Key_4, at=page.table)
    page.step.kind.setCurrentIndex(2)
    page.step.text.setText("Perlu lapangan")
    hand.press(Key.Key_Return, at=page.step.text)
    assert view().clocks.whole.limit == 60
    hand.press(Key.Key_3, at=page.table)
    hand.type("Loket ditambah")
    hand.press(Key.Key_Return)
    assert view().complaint.step is Step.CLOSED
    page.refresh()
    page.show_all()
    stand(page, key)
    hand.press(Key.Key_5, at=page.table)
    hand.type("Pelapor belum puas")
    hand.press(Key.Key_Return)
    assert view().complaint.is_open
    assert hand.refusals == []
    for _step in range(5):
        assert hand.editor.undo()
    assert view().complaint.step is Step.NEW


def test_a_step_without_its_sentence_is_refused_and_stays_open(hand: Hand, enter: Enter) -> None:
    key = enter(date(2026, 11, 16), "Antrean")
    page = hand.complaints(key)
    stand(page, key)
    hand.press(Key.Key_3, at=page.table)
    hand.press(Key.Key_Return)
    assert hand.refusals == ["complaint.incomplete"]
    assert page.side.currentWidget() is page.step
    assert hand.desk.complaints.view(key).complaint.is_open


def test_an_entry_is_corrected_with_f2(hand: Hand, enter: Enter) -> None:
    key = enter(date(2026, 11, 16), "Antrian", reporter="Warga")
    page = hand.complaints(key)
    stand(page, key)
    hand.press(Key.Key_F2, at=page.table)
    assert page.entry.subject.text() == "Antrian"
    assert page.entry.reporter.text() == "Warga"
    page.entry.subject.setText("Antrean")
    page.entry.officer.setCurrentIndex(page.entry.officer.findText("Dewi Anggraini"))
    hand.press(Key.Key_Return, at=page.entry.subject)
    found = hand.desk.complaints.view(key)
    assert (found.complaint.subject, found.officer) == ("Antrean", "Dewi Anggraini")


def test_clocks_are_a_meter_with_words_and_never_colour_alone(hand: Hand, enter: Enter) -> None:
    enter(date(2026, 11, 2), "Lama")
    page = hand.complaints()
    page.refresh()
    clock = page.model.index(0, 3).data(Role.CELL)
    assert clock.meter is not None
    assert clock.text == "14 / 3 · 5 Nov"
    badge = page.model.index(0, 4).data(Role.CELL).badge
    assert badge.text
    assert badge.icon
    assert "14 of 3 working days" in page.model.index(0, 3).data(Qt.ItemDataRole.AccessibleTextRole)


def test_filters_and_search_narrow_and_say_when_nothing_fits(hand: Hand, enter: Enter) -> None:
    enter(date(2026, 11, 2), "Lampu jalan")
    enter(TODAY, "Antrean")
    page = hand.complaints()
    page.refresh()
    assert subjects(page) == ["Lampu jalan", "Antrean"]
    page.filter.setFocus()
    hand.press(Key.Key_Right, at=page.filter)
    assert subjects(page) == ["Lampu jalan"]
    page.search.setText("tidak ada")
    assert page.middle.currentWidget() is page.nothing
    assert hand.window.page.leave_smallest()
    page.show_all()
    assert len(subjects(page)) == 2
    hand.desk.complaints.change(page.views[1].key, {"channel": "lapor", "number": "77"})
    page.open_item("77")
    assert page.current().complaint.subject == "Antrean"
    page.step_problem(+1)
    assert page.current().clocks.state is ClockState.OVERDUE


def test_the_officer_of_the_day_is_named_with_p(hand: Hand, enter: Enter) -> None:
    enter(TODAY, "Antrean")
    page = hand.complaints()
    page.refresh()
    page.table.setFocus()
    hand.press(Key.Key_P, at=page.table)
    page.officer.who.setCurrentIndex(page.officer.who.findText("Agus Hermawan"))
    hand.press(Key.Key_Return, at=page.officer.who)
    assert list(hand.desk.complaints.officers(TODAY, TODAY)) == [TODAY]
    hand.qtbot.waitUntil(lambda: "Agus Hermawan" in page.today_officer.text())


def test_a_list_is_read_beside_the_window_and_can_be_taken_back(hand: Hand, tmp_path: Path) -> None:
    file = tmp_path / "lapor.csv"
    file.write_text("Tracking ID,Tanggal,Judul\n#71,2026-11-09,Jalan rusak\n#72,kemarin,Salah\n", "utf-8")
    page = hand.complaints()
    page.files.take(file)
    hand.qtbot.waitUntil(lambda: subjects(page) == ["Jalan rusak"], timeout=5000)
    hand.qtbot.waitUntil(lambda: not hand.window.runner.jobs)
    hand.editor.undo()
    hand.qtbot.waitUntil(lambda: subjects(page) == [])


def test_what_is_written_out_holds_the_rows_shown_without_reporters(
    hand: Hand, enter: Enter, tmp_path: Path
) -> None:
    enter(date(2026, 11, 16), "Antrean", reporter="Siti Rahasia")
    page = hand.complaints()
    page.refresh()
    target = tmp_path / "register.csv"
    page.files.write(target, page.model.rows)
    text = target.read_text("utf-8-sig")
    assert "Antrean" in text
    assert "Rahasia" not in text
    page.files.write(tmp_path / "tidak-ada" / "x.csv", page.model.rows)  # told, not raised
    assert not (tmp_path / "tidak-ada").exists()


def test_the_duty_of_today_opens_the_complaint(hand: Hand, enter: Enter) -> None:
    key = enter(date(2026, 11, 2), "Lama")
    (duty,) = (one for one in hand.desk.day.duties(TODAY) if one.kind == "complaints")
    hand.window.go(duty.page, duty.item)
    QApplication.processEvents()
    page = hand.window.page
    assert isinstance(page, ComplaintsPage)
    assert page.current().key == key


def test_the_duty_to_name_an_officer_opens_the_form_that_settles_it(hand: Hand, enter: Enter) -> None:
    enter(TODAY, "Antrean")
    people = [str(row["key"]) for row in hand.desk.store.select("person")]
    assert "complaint_officer" not in [one.kind for one in hand.desk.day.duties(TODAY)]
    hand.desk.schedule.set_places([(people[1], TODAY, Place.HOME)])
    (duty,) = (one for one in hand.desk.day.duties(TODAY) if one.kind == "complaint_officer")
    hand.window.go(duty.page, duty.item)
    QApplication.processEvents()
    hand.press(Key.Key_Return)
    assert hand.desk.complaints.officers(TODAY, TODAY)
    assert "complaint_officer" not in [one.kind for one in hand.desk.day.duties(TODAY)]


def test_the_model_keeps_the_rules_of_models(hand: Hand, enter: Enter) -> None:
    enter(TODAY, "Antrean")
    page = hand.complaints()
    tester = ModelTester(hand.qtbot)  # type: ignore[no-untyped-call]
    tester.check(page.model)
    page.refresh()
    page.show_all()
    QTest.qWait(0)
