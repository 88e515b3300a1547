"""Chats, the tray, typed reports, files and rules on the review screen, with the keyboard alone."""

from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from flexdesk.domain.ops import Change
from flexdesk.domain.outputs import Question
from flexdesk.domain.periods import parse_period
from tests.gui.performance.conftest import Hand
from tests.gui.performance.look_review import CHAT
from tests.unit.review.photographs import as_bytes
from ui.review.page import ReviewPage
from ui.review.person_field import Someone, fits
from ui.review.queue import Tab
from ui.review.typed_form import _number
from ui.widgets.confirm import Confirm

Key, Control, Alt = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
AUGUST = parse_period("2026-08")


def pasted(hand: Hand) -> ReviewPage:
    """The chat taken over, and its tray in front."""
    page = hand.review()
    QGuiApplication.clipboard().setText(CHAT)
    hand.press(Key.Key_V, Control)
    hand.qtbot.waitUntil(lambda: len(page.arrivals.paste.understood) == 6)
    hand.press(Key.Key_Return, Control)
    hand.qtbot.waitUntil(lambda: len(page.queue.tray) == 3)
    page.tabs.choose(Tab.TRAY)
    page._fill(select_first=True)
    return page


def photo(folder: Path, name: str = "Foto.png") -> Path:
    path = folder / name
    path.write_bytes(as_bytes(Image.effect_noise((1200, 1700), 60), "PNG"))
    return path


# -- chats and tray


def test_a_chat_is_understood_before_it_is_taken(hand: Hand) -> None:
    page = hand.review()
    QGuiApplication.clipboard().setText(CHAT)
    hand.press(Key.Key_V, Control)
    view = page.arrivals.paste
    assert view.isVisible()
    assert not page.desk_row.isVisible()
    hand.qtbot.waitUntil(lambda: len(view.understood) == 6)
    lines = [(entry.title, entry.badge.text) for entry in view.lines.rows.entries]
    assert lines[0] == ("Nunung Fitri Sukaesih", "30 Sep")
    assert [badge for _name, badge in lines[2:5]] == ["who is it?", "who is it?", "to the tray"]
    assert "RHK-02" in view.lines.rows.entries[0].note
    assert not hand.desk.store.select("chat_line")  # nothing is taken yet
    hand.press(Key.Key_Escape)
    assert page.desk_row.isVisible()
    assert page.list.hasFocus()
    assert hand.window.editor.stack.count() == 0


def test_taking_a_chat_is_one_step(hand: Hand) -> None:
    page = pasted(hand)
    assert (len(page.queue.outputs), page.model.rowCount()) == (88, 3)
    assert hand.window.editor.stack.count() == 1
    hand.window.editor.undo()
    hand.qtbot.waitUntil(lambda: (len(page.queue.outputs), len(page.queue.tray)) == (85, 0))


def test_a_line_finds_its_person_once_and_the_name_is_remembered(hand: Hand) -> None:
    page = pasted(hand)
    hand.press(Key.Key_Return, on=page.list)
    assert page.content.tray.person.field.hasFocus()
    hand.press(Key.Key_Escape)
    assert page.list.hasFocus()
    assert page.panes()[1] is page.content.tray.person.field
    hand.press(Key.Key_Return, on=page.list)
    hand.type("ade")
    hand.press(Key.Key_Return)  # takes the name below
    hand.qtbot.waitUntil(lambda: len(page.queue.tray) == 1)  # both lines of that name at once
    ade = next(row for row in hand.desk.store.select("person") if str(row["name"]).startswith("Ade"))
    assert ade["aliases"] == "Bang Ucok"
    again = hand.desk.chats.paste("30/09/26 16.00 - Bang Ucok: Arsip 9 surat", date(2026, 9, 30))
    assert (again.taken.accepted, again.waiting) == (1, 0)
    hand.window.editor.undo()
    hand.qtbot.waitUntil(lambda: len(page.queue.tray) == 3)


def test_a_line_that_reports_nothing_is_dropped(hand: Hand) -> None:
    page = pasted(hand)
    page._select(2)
    assert (
        page.content.tray.person.field.text() == "Lukman Ibrahim"
    )  # the sender is known, the line is unclear
    hand.press(Key.Key_Delete, on=page.list)
    hand.qtbot.waitUntil(lambda: len(page.queue.tray) == 2)
    hand.press(Key.Key_Z, Control)
    hand.qtbot.waitUntil(lambda: len(page.queue.tray) == 3)


def test_an_exported_chat_is_read_from_its_file(hand: Hand, tmp_path: Path) -> None:
    file = tmp_path / "Chat WhatsApp.txt"
    file.write_bytes(b"\xef\xbb\xbf" + CHAT.encode())
    page = hand.review()
    page.arrivals.open_paste()
    page.arrivals.paste.read(file)
    hand.qtbot.waitUntil(lambda: len(page.arrivals.paste.understood) == 6)
    page.arrivals.paste.read(tmp_path / "tidak-ada.txt")
    assert "tidak-ada.txt" in hand.notices()[-1]
    page.arrivals.close_view()


def test_a_name_is_found_by_any_of_its_parts() -> None:
    people = [
        Someone(str(n), f"19{n}", name)
        for n, name in enumerate(["Budi Siregar", "Eko Budiman, S.E.", "Dewi"])
    ]
    assert [one.name for one in fits(people, "bud")] == ["Budi Siregar", "Eko Budiman, S.E."]
    assert [one.name for one in fits(people, "bu e")] == ["Eko Budiman, S.E."]
    assert [one.name for one in fits(people, "192")] == ["Dewi"]
    assert fits(people, "  ") == []


# -- typed


def test_a_report_is_typed_for_somebody_without_a_device(hand: Hand) -> None:
    page = hand.review()
    page.show_period(parse_period("2026-09"))
    page.tabs.choose(Tab.ASKED)
    page._fill(select_first=True)
    hand.press("n", on=page.list)  # on the line of who did not report: person and day are there
    form = page.arrivals.typed
    assert (form.person.field.text(), form.day.text()) == ("Nunung Fitri Sukaesih", "08-09-2026")
    assert form.target.count() > 1
    hand.type("Melayani surat pindah")
    hand.press(Key.Key_Tab)
    hand.type("4")
    hand.press(Key.Key_Tab)
    hand.type("surat")
    hand.press(Key.Key_Tab)
    hand.press(Key.Key_Down)
    hand.press(Key.Key_Return, Control)
    (row,) = hand.desk.store.select("output", source="typed")
    assert (row["day"], row["amount"], row["unit"]) == ("2026-09-08", 4, "surat")
    assert row["result"]
    assert form.activity.hasFocus()
    hand.press(Key.Key_Return, Control)  # empty: refused in words, the form stays
    assert hand.notices()[-1] == "outputs.nothing_done"
    hand.press(Key.Key_Escape)
    assert page.desk_row.isVisible()
    hand.window.editor.undo()
    assert not hand.desk.store.select("output", source="typed")


def test_an_empty_day_takes_chats_and_typed_reports_too(hand: Hand) -> None:
    page = hand.review()
    page.show_period(parse_period("2026-10-05"))
    assert page.empty.isVisible()
    hand.press("n", on=page.empty.buttons[0])
    assert page.arrivals.typed.isVisible()
    assert not page.empty.isVisible()
    hand.press(Key.Key_Escape)
    assert page.empty.isVisible()
    QGuiApplication.clipboard().setText(CHAT)
    page.empty.buttons[2].click()
    hand.qtbot.waitUntil(lambda: len(page.arrivals.paste.understood) == 6)
    hand.press(Key.Key_Return, Control)
    hand.qtbot.waitUntil(lambda: page.desk_row.isVisible())
    assert page.period.first == date(2026, 9, 30)  # where the reports of the chat are


def test_a_form_says_what_it_does_not_understand(hand: Hand) -> None:
    page = hand.review()
    hand.press("n", on=page.list)
    form = page.arrivals.typed
    form.keep()
    assert form.fault.text() == "Choose the person first."
    form.person.field.setText("Nunung Fitri")
    form.day.setText("kapan-kapan")
    form.keep()
    assert form.fault.text().startswith("The day is not understood")
    form.day.setText("8/9/2026")
    form.amount.setText("banyak")
    form.keep()
    assert form.fault.text() == "The amount is not a number."
    assert not hand.desk.store.select("output", source="typed")


@pytest.mark.parametrize(
    ("text", "number"),
    [("4", 4), ("1.200", 1200), ("2,5", 2.5), ("2.5", 2.5), ("1.200,5", 1200.5), ("x", None)],
)
def test_amounts_are_read_as_they_are_written(text: str, number: float | None) -> None:
    assert _number(text) == number


# -- evidence


def attached(hand: Hand, files: list[Path]) -> ReviewPage:
    page = hand.review()
    page.tabs.choose(Tab.ALL)
    page._fill(select_first=True)
    page.attaching.attach(page.current().key, files)
    hand.qtbot.waitUntil(lambda: len(page.attaching.view.files) == len(files), timeout=10_000)
    return page


def test_a_picture_is_shown_in_place_and_grows(hand: Hand, tmp_path: Path) -> None:
    page = attached(hand, [photo(tmp_path)])
    view = page.attaching.view
    assert view.isVisible()
    assert not view.scroller.isVisible()
    hand.press(Key.Key_Space, on=page.list)
    assert view.scroller.isVisible()
    small = view.canvas.pixmap().height()
    hand.press("+", on=page.list)
    hand.press("+", on=page.list)
    assert view.canvas.pixmap().height() == pytest.approx(2 * small, abs=2)
    hand.press("-", on=page.list)
    assert view.canvas.pixmap().height() < 2 * small
    hand.press(Key.Key_Space, on=page.list)  # after the last file all is closed
    assert not view.scroller.isVisible()
    hand.press(Key.Key_Space, on=page.list)
    hand.press(Key.Key_Escape, on=page.list)  # the bar that offers to undo is the smaller thing
    hand.press(Key.Key_Escape, on=page.list)
    assert not view.scroller.isVisible()
    hand.press(Key.Key_Z, Control)
    hand.qtbot.waitUntil(lambda: not view.isVisible())


def test_files_are_let_go_over_a_line(hand: Hand, tmp_path: Path) -> None:
    page = hand.review()
    page.tabs.choose(Tab.ALL)
    page._fill(select_first=True)
    entry = page.model.entries[4]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo(tmp_path)))])
    place = QPointF(page.list.visualRect(page.model.index(4)).center())
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    page.list.dropEvent(QDropEvent(place, Qt.DropAction.CopyAction, data, left, none))
    hand.qtbot.waitUntil(lambda: len(hand.desk.evidence.of(entry.key)) == 1, timeout=10_000)
    words = QMimeData()
    words.setText("https://contoh.invalid/foto.jpg")
    page.list.dropEvent(QDropEvent(place, Qt.DropAction.CopyAction, words, left, none))
    assert len(hand.desk.evidence.of(entry.key)) == 1


def test_a_file_that_is_refused_leaves_nothing(hand: Hand, tmp_path: Path) -> None:
    wrong = tmp_path / "rusak.jpg"
    wrong.write_bytes(b"\xff\xd8\xff rusak")
    page = hand.review()
    page.attaching.attach(page.current().key, [photo(tmp_path), wrong])
    hand.qtbot.waitUntil(lambda: hand.notices() == ["evidence.picture_damaged"], timeout=10_000)
    assert not hand.desk.store.select("evidence")


def test_another_program_is_asked_for_first(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    monkeypatch.setattr(Confirm, "ask", lambda *_args, **_more: False)
    table = tmp_path / "rekap.csv"
    table.write_text("a;b\n")
    page = attached(hand, [table])
    hand.press(Key.Key_Space, on=page.list)
    assert "another program" in page.attaching.view.said.text()
    page.attaching.view.copy.click()
    assert opened == []
    monkeypatch.setattr(Confirm, "ask", lambda *_args, **_more: True)
    page.attaching.view.copy.click()
    assert opened[0].read_text() == "a;b\n"
    page.shut()
    assert not opened[0].exists()


def test_a_file_of_another_laptop_says_where_it_is(hand: Hand, tmp_path: Path) -> None:
    page = attached(hand, [photo(tmp_path)])
    hand.desk.store.connection.execute("DELETE FROM evidence_content")
    page._show_files()
    hand.press(Key.Key_Space, on=page.list)
    view = page.attaching.view
    assert view.weight.text() == "not on this laptop yet"
    assert "not on this laptop" in view.said.text()
    assert not view.scroller.isVisible()


# -- rules


def test_rules_are_read_and_changed_where_they_ask(hand: Hand) -> None:
    page = hand.review()
    page.show_period(AUGUST)
    hand.press("r", Alt, on=page.list)
    view = page.rules
    assert view.isVisible()
    assert set(view.switches) == {str(question) for question in Question}
    assert view._marks["same_sentence"].text() == "43 marked"
    before = len(page.queue.of(Tab.ASKED))
    QTest.keyClick(view.switches["same_sentence"], Key.Key_Space)
    hand.qtbot.waitUntil(lambda: view._marks["same_sentence"].text() == "switched off")
    field = view.numbers["far_from_usual"]
    field.setFocus()
    field.selectAll()
    hand.type("20")
    hand.press(Key.Key_Return)
    hand.qtbot.waitUntil(lambda: view._marks["far_from_usual"].text() == "0 marked")
    field.selectAll()
    hand.type("99")
    hand.press(Key.Key_Return)
    assert field.property("wrong") is True
    assert hand.notices() == ["review.limit_outside"]
    hand.press(Key.Key_Escape, on=view)
    assert page.desk_row.isVisible()
    assert len(page.queue.of(Tab.ASKED)) < before
    hand.window.editor.undo()
    hand.window.editor.undo()
    hand.qtbot.waitUntil(lambda: len(page.queue.of(Tab.ASKED)) == before)


# -- decisions that wait, and notes


def test_a_question_goes_to_the_clipboard_and_the_output_waits(hand: Hand) -> None:
    page = hand.review()
    page.tabs.choose(Tab.ALL)
    page._fill(select_first=True)
    entry = page.current()
    hand.press("4", on=page.list)
    assert entry.text in QGuiApplication.clipboard().text()
    row = hand.desk.store.get("output", entry.key)
    assert (row["review"], row["asked_on"]) == ("waiting", "2026-11-21")
    shown = page.model.entries[page.model.find(entry.key)]
    assert shown.badge.text == "asked 21 Nov"
    assert page.current().key != entry.key
    assert entry.key not in page.queue.matching()
    hand.press("u")
    assert hand.desk.store.get("output", entry.key)["asked_on"] is None


def test_what_is_put_off_stays_so_after_a_restart(hand: Hand) -> None:
    page = hand.review()
    key = page.current().key
    hand.press("b", on=page.list)
    again = ReviewPage(
        hand.desk, editor=hand.window.editor, runner=hand.window.runner, reporter=hand.window.reporter
    )
    try:
        assert [entry.key for entry in again.queue.outputs if entry.later] == [key]
    finally:
        again.shut()
        again.deleteLater()


def test_a_report_that_came_back_says_what_it_answers(hand: Hand) -> None:
    page = hand.review()
    page.tabs.choose(Tab.ALL)
    page._fill(select_first=True)
    entry = page.current()
    row = hand.desk.store.get("output", entry.key)
    hand.desk.outputs.send_back([entry.key], "Mohon fotonya.")
    text = f"30/09/26 16.00 - {entry.title}: {row['activity']} 77 berkas"
    hand.desk.chats.paste(text, date(2026, 9, 30))
    hand.qtbot.waitUntil(lambda: any(e.item.answers for e in page.queue.outputs))
    back = next(e for e in page.queue.outputs if e.item.answers)
    assert back.item.answers["key"] == entry.key
    page._select(page.model.find(back.key))
    assert "Mohon fotonya." in page.detail.facts.rows[-1][1].text()


def test_a_note_about_a_person_is_written_where_the_work_is_seen(hand: Hand) -> None:
    page = hand.review()
    person = page.current().person
    hand.press("n", Control, on=page.list)
    assert page.feedback.field.hasFocus()
    hand.type("Bahan rapat rapi 1 2 3")
    hand.press(Key.Key_Tab)
    hand.press(Key.Key_Left)
    page.feedback.field.setFocus()
    hand.press(Key.Key_Return)
    (note,) = hand.desk.feedback.notes(parse_period("2026-09"))
    assert (note.person, note.text, note.tone, note.day) == (
        person, "Bahan rapat rapi 1 2 3", "positive", date(2026, 9, 30),
    )  # fmt: skip
    assert page.list.hasFocus()
    hand.window.editor.undo()
    assert hand.desk.feedback.notes(parse_period("2026-09")) == []


def test_a_courteous_return_is_told_to_the_evaluation_in_plain_words(hand: Hand) -> None:
    page = hand.review()
    text = page.current().text
    hand.press("3", on=page.list)
    hand.press(Key.Key_Return)
    (note,) = hand.desk.feedback.notes(parse_period("2026-09"))
    assert note.text == f"Returned to be completed: “{text}”"
    assert note.tone == "corrective"


# -- the budget (M-06)


def test_46_outputs_in_exceptions_mode_take_at_most_60_keys(hand: Hand) -> None:
    """A day of 46 outputs: exceptions one by one, the sample opened, the rest at once; no mouse."""
    rows = hand.desk.store.select("output", day="2026-09-30", order="person, key")
    of_people = {str(row["person"]): row for row in rows}
    first = list(of_people.values())[:33]  # two people have not reported
    more = [row for row in rows if row not in first and any(row["person"] == one["person"] for one in first)]
    kept = first + more[:13]
    gone = [hand.desk.committer.delete("output", str(row["key"])) for row in rows if row not in kept]
    bare = [hand.desk.committer.update("output", row, {"evidence": None}) for row in first[:32:4]]
    hand.desk.committer.commit(Change("outputs.edit", (*gone, *bare)))
    page = hand.review()
    assert page.tabs.choice == Tab.ASKED
    assert len(page.queue.outputs) == 46
    exceptions = len(page.queue.of(Tab.ASKED))
    assert exceptions >= 10
    pressed = 0

    def key(which: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        nonlocal pressed
        pressed += 1
        hand.press(which, modifier)

    while (entry := page.current()) is not None and entry.item is None:
        key("4")
        key(Key.Key_Down)
    while (entry := page.current()) is not None and entry.item is not None and entry.waiting:
        if any(question.question is Question.NO_EVIDENCE for question in entry.item.questions):
            key("3")
            key(Key.Key_Return)
        else:
            key("1")
    key(Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    while QApplication.focusWidget() is not page.tabs:
        key(Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    key(Key.Key_Right)
    key(Key.Key_Tab)
    while not page.bulk.isEnabled():
        key(Key.Key_Down)
    key(Key.Key_Return, Control)
    rows = hand.desk.store.select("output", day="2026-09-30")
    assert {row["review"] for row in rows} == {"accepted", "returned"}
    assert sum(row["review"] == "returned" for row in rows) == 8
    assert page.queue.decided() == 46
    assert pressed <= 60
    print(f"{exceptions} exceptions, {pressed} keys")
    assert "95 %" in hand.notices()[-1]
