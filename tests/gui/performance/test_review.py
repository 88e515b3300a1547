"""The review queue by keyboard, on the real reports of the sample kecamatan."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QAccessible, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from flexdesk.domain.ops import Change
from flexdesk.domain.outputs import Question
from flexdesk.domain.periods import parse_period
from flexdesk.services.sampling import SampleNotOpened
from tests.gui.indonesian import spoken
from tests.gui.performance.conftest import Hand
from tests.helpers.desks import DATA
from ui.review.page import ReviewPage
from ui.review.queue import Entry, Tab

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier
AUGUST, SEPTEMBER = parse_period("2026-08"), parse_period("2026-09")


def current(page: ReviewPage) -> Entry:
    entry = page.current()
    assert entry is not None
    return entry


def calm(hand: Hand) -> ReviewPage:
    """The screen without questions about amounts: on the last day nothing is left to look at."""
    hand.desk.outputs.review_rules.set("far_from_usual", on=False)
    return hand.review()


def stored(hand: Hand, key: str, field: str) -> object:
    row = hand.desk.store.get("output", key)
    assert row is not None
    return row[field]


def test_it_opens_on_the_last_day_with_waiting_reports(hand: Hand) -> None:
    page = calm(hand)
    assert page.period.first == date(2026, 9, 30)
    assert page.model.rowCount() == 86  # 85 outputs and a heading
    assert not current(page).is_heading


def test_one_key_accepts_and_the_next_item_comes(hand: Hand) -> None:
    page = calm(hand)
    first, second = page.model.entries[1].key, page.model.entries[2].key
    assert current(page).key == first
    hand.press("1")
    assert stored(hand, first, "review") == "accepted"
    assert current(page).key == second
    assert page.count.text() == "1 / 85"
    hand.press("u")
    assert stored(hand, first, "review") == "waiting"
    assert page.count.text() == "0 / 85"


def test_a_note_goes_with_an_acceptance(hand: Hand) -> None:
    page = hand.review()
    key = current(page).key
    hand.press("2")
    assert page.detail.note.isVisible()
    hand.press(Key.Key_Return)  # nothing written: nothing happens
    assert stored(hand, key, "review") == "waiting"
    hand.type("Lengkap 1 dan 2")  # digits are text here, not decisions
    hand.press(Key.Key_Return)
    assert (stored(hand, key, "review"), stored(hand, key, "note")) == ("accepted", "Lengkap 1 dan 2")
    assert page.list.hasFocus()
    hand.press(Key.Key_Z, Control)
    assert (stored(hand, key, "review"), stored(hand, key, "note")) == ("waiting", None)


def test_a_return_keeps_its_sentence_and_copies_it(hand: Hand) -> None:
    page = hand.review()
    entry = current(page)
    hand.press("3")
    message = page.detail.note.field.toPlainText()
    assert entry.title in message
    assert entry.text in message
    hand.press(Key.Key_Return)
    assert stored(hand, entry.key, "review") == "returned"
    assert stored(hand, entry.key, "note") == message == QGuiApplication.clipboard().text()
    assert current(page).key != entry.key


def test_esc_drops_a_return(hand: Hand) -> None:
    page = hand.review()
    key = current(page).key
    hand.press("3")
    hand.press(Key.Key_Escape)
    assert not page.detail.note.isVisible()
    assert stored(hand, key, "review") == "waiting"
    assert hand.window.editor.stack.count() == 0


def test_what_is_being_written_outlives_a_change_from_elsewhere(hand: Hand) -> None:
    page = calm(hand)
    hand.press("2")
    hand.type("Bagus")
    hand.desk.outputs.accept([page.model.entries[9].key])
    hand.desk.outputs.send_back([page.model.entries[10].key], "Mohon dilengkapi.")
    page.refresh()
    assert page.detail.note.isVisible()
    assert page.detail.note.field.toPlainText() == "Bagus"


def test_what_is_put_off_is_passed_over(hand: Hand) -> None:
    page = calm(hand)
    first = current(page).key
    hand.press("b")
    assert current(page).key == page.model.entries[2].key
    assert stored(hand, first, "review") == "waiting"
    assert first not in page.queue.matching()
    page._select(page.model.find(first))
    hand.press("b")
    assert first in page.queue.matching()


def test_the_rest_is_accepted_only_after_the_sample_was_opened(hand: Hand) -> None:
    page = calm(hand)
    queue = page.queue
    assert len(queue.sample.keys) == 9  # a tenth of 85, rounded up
    assert not page.bulk.isEnabled()
    rest = queue.matching()
    with pytest.raises(SampleNotOpened):
        hand.desk.outputs.accept_sampled(rest, queue.sample, page.opened)
    assert page.edits.accept_rest(rest, queue.sample, page.opened) is False
    assert hand.notices() == ["outputs.sample_not_opened"]
    page.tabs.choose(Tab.SAMPLE)
    page._fill(select_first=True)
    for _ in range(8):
        assert not page.bulk.isEnabled()
        hand.press(Key.Key_Down, on=page.list)
    assert page.bulk.isEnabled()
    kinds: list[str] = []
    stop = hand.desk.bus.subscribe(lambda change: kinds.append(change.kind))
    hand.press(Key.Key_Return, Control)
    stop()
    assert kinds == [f"outputs.accept_sampled.{queue.sample.mark}"]
    assert all(stored(hand, key, "review") == "accepted" for key in rest)
    assert page.count.text() == "85 / 85"
    hand.window.editor.undo()
    QApplication.processEvents()
    assert page.count.text() == "0 / 85"


def test_the_lot_of_a_period_is_drawn_once(hand: Hand) -> None:
    items = hand.desk.outputs.review(SEPTEMBER).items
    first = hand.desk.outputs.sample(items, SEPTEMBER)
    hand.desk.outputs.accept([items[0].key])
    again = hand.desk.outputs.sample(hand.desk.outputs.review(SEPTEMBER).items, SEPTEMBER)
    assert first == again
    assert len(first.keys) == 30


def test_questions_come_first_and_say_why(hand: Hand) -> None:
    page = calm(hand)
    page.show_period(AUGUST)
    assert page.model.entries[0].text == "47"
    questions = {q.question for e in page.queue.of(Tab.ASKED) if e.item for q in e.item.questions}
    assert questions == {
        Question.SAME_SENTENCE, Question.NO_EVIDENCE, Question.OVERLAP, Question.REPORT_ON_LEAVE,
        Question.WRONG_MONTH,
    }  # fmt: skip
    sentences = [question.sentence for question in current(page).item.questions]
    assert [banner.text for banner in page.detail.banners] == sentences
    page.step_problem(+1)
    assert current(page).asked


def test_a_silent_person_is_reminded(hand: Hand) -> None:
    page = hand.review()
    page.show_period(SEPTEMBER)
    page.tabs.choose(Tab.ASKED)
    page._fill(select_first=True)
    entry = current(page)
    assert entry.item is None
    assert len(entry.days) == 6
    assert not page.detail.accept.isVisible()
    hand.press("1")  # there is nothing to accept
    assert hand.window.editor.stack.count() == 0
    hand.press("4")
    assert entry.title in QGuiApplication.clipboard().text()
    page.copy_reminder()
    assert f"- {entry.title}" in QGuiApplication.clipboard().text()


def test_a_change_from_elsewhere_is_shown(hand: Hand) -> None:
    page = calm(hand)
    key = page.model.entries[3].key
    before = page.model.entries[3].badge.text
    hand.desk.outputs.accept([key], "dari laptop lain")
    QApplication.processEvents()
    assert (before, page.model.entries[3].badge.text) == ("matching", "accepted")
    person, day = page.model.entries[1].person, "2026-09-30"
    op = hand.desk.committer.insert(
        "output", {"activity": "Baru", "review": "waiting"}, f"{person}|{day}|baru0000"
    )
    hand.desk.committer.commit(Change("outputs.import", (op,)))
    hand.qtbot.waitUntil(lambda: len(page.queue.outputs) == 86)
    assert len(page.queue.of(Tab.ASKED)) == 1  # it names no evidence


def test_a_month_of_2026_outputs_opens(hand: Hand) -> None:
    page = calm(hand)
    for period, outputs in ((SEPTEMBER, 2026), (AUGUST, 1802), (SEPTEMBER, 2026)):
        page.show_period(period)
        assert len(page.queue.outputs) == outputs


def test_reports_are_imported_in_a_job_as_one_step(bare: Hand, tmp_path: Path) -> None:
    bare.desk.people.import_file(DATA / "rosters" / "02-duk-kecamatan-tirtawening.xlsx")
    page = bare.review()
    assert page.empty.isVisible()
    assert page.header.dates.text() == "0 outputs of 0 people"
    assert not page.desk_row.isVisible()
    page.intake.take([DATA / "activities" / "laporan-harian-2026-09.xlsx"])
    bare.qtbot.waitUntil(lambda: bool(bare.notices()), timeout=15_000)
    assert bare.notices()[0].startswith("2026 outputs imported, 0 known already")
    bare.qtbot.waitUntil(lambda: page.desk_row.isVisible())
    assert bare.window.editor.stack.count() == 1
    bare.window.editor.undo()
    bare.qtbot.waitUntil(lambda: page.empty.isVisible())
    assert not bare.desk.store.select("output")
    wrong = tmp_path / "foto.xlsx"
    wrong.write_bytes(b"\x89PNG not a table")
    page.intake.take([wrong])
    bare.qtbot.waitUntil(lambda: len(bare.notices()) == 2, timeout=15_000)
    assert page.load.isEnabled()


def test_space_opens_evidence_that_is_a_file(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    page = hand.review()
    hand.press(Key.Key_Space, on=page.list)
    assert (opened, len(hand.notices())) == ([], 1)
    file = tmp_path / "rekap.xlsx"
    file.write_bytes(b"rekap")
    row = hand.desk.store.get("output", current(page).key)
    op = hand.desk.committer.update("output", row, {"evidence": str(file)})
    hand.desk.committer.commit(Change("outputs.edit", (op,)))
    hand.qtbot.waitUntil(lambda: current(page).item.row["evidence"] == str(file))
    hand.press(Key.Key_Space, on=page.list)
    assert opened == [str(file)]


def test_the_model_behaves_as_qt_wants(hand: Hand, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(hand.review().model)


def test_a_line_is_read_aloud_whole(hand: Hand) -> None:
    page = hand.review()
    with spoken():
        text = page.model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert text.startswith(f"{page.model.entries[1].title}, ")
    assert "Rabu 30 September" in text
    found = QAccessible.queryAccessibleInterface(page.list)
    assert found.text(QAccessible.Text.Name) == "Reports to review"


def test_the_side_bar_counts_what_needs_the_leader(hand: Hand) -> None:
    page = hand.review()
    with hand.qtbot.waitSignal(page.counted) as counted:
        page.show_period(AUGUST)
    waiting = [e for e in page.queue.of(Tab.ASKED) if e.waiting]
    assert counted.args == [len(waiting), False]
    assert waiting
    key = waiting[0].key
    page.list.selectionModel().setCurrentIndex(
        page.model.index(page.model.find(key)), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )
    hand.press("1", on=page.list)
    row = hand.desk.store.get("output", key)
    assert row["review"] == "waiting"  # REP-07: it names no evidence
    with hand.qtbot.waitSignal(page.counted) as counted:
        hand.desk.outputs.send_back([key], "Buktinya belum ada.")
    assert counted.args == [len(waiting) - 1, False]


def test_other_screens_point_at_a_day_or_an_output(hand: Hand) -> None:
    page = hand.review()
    page.open_item("2026-W38")
    assert len(page.queue.outputs) == 463
    key = page.queue.outputs[40].key
    page.open_item(key)
    assert current(page).key == key
    assert page.period.first == page.period.last
