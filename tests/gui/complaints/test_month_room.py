"""Closing a month in the real window: the list opens each place, and a closed month refuses in words."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from flexdesk.domain.periods import parse_period
from flexdesk.domain.places import Place
from flexdesk.services.closing import closed_months
from tests.gui.complaints.conftest import PEOPLE, TODAY, Hand
from tests.helpers.devices import Device
from ui.feedback.reason import ReasonForm
from ui.schedule.page import SchedulePage

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CLOSE = (Key.Key_Return, Modifier.ControlModifier | Modifier.ShiftModifier)
NOVEMBER, OCTOBER = parse_period("2026-11"), parse_period("2026-10")
NOTE = ("Target tercapai", "Tertib", "Cukup", "Tetap")


def key_of(hand: Hand, at: int = 1) -> str:
    return str(hand.desk.store.select("person", nip=PEOPLE[at][0])[0]["key"])


def reason_form(hand: Hand) -> ReasonForm:
    (form,) = [one for one in hand.window.findChildren(ReasonForm) if one.isVisible()]
    return form


def close_with_reason(hand: Hand) -> None:
    hand.press(*CLOSE, at=hand.window.page)
    reason_form(hand).field.setFocus()
    hand.type("Dibahas dalam rapat")
    hand.press(Key.Key_Return)


def test_the_room_shows_the_month_that_is_over(hand: Hand) -> None:
    page = hand.month()
    assert page.month == OCTOBER
    hand.press(Key.Key_PageDown, Modifier.AltModifier, at=page)
    assert page.month == NOVEMBER
    assert page.view.hard  # it is not over
    hand.press(*CLOSE, at=page)
    assert hand.refusals == ["month.blocked"]
    assert not closed_months(hand.desk.store)


def test_the_note_is_written_by_keys(hand: Hand) -> None:
    page = hand.month()
    hand.press(Key.Key_N, at=page.list)
    for text in NOTE:
        hand.type(text)
        hand.press(Key.Key_Tab)
    hand.press(Key.Key_Return, Modifier.ControlModifier, at=page.panel.form)
    assert page.settled().note["compared"] == "Tetap"
    assert not page.panel.form.isVisible()
    assert all(one.kind != "note" for one in page.settled().blockers)


def test_a_note_that_lacks_a_part_is_refused_and_what_was_typed_stays(hand: Hand) -> None:
    page = hand.month("note|2026-10")
    assert page.panel.form.isVisible()
    hand.type("Baik")
    page.panel.form.keep()
    assert hand.refusals == ["month.note_incomplete"]
    assert page.panel.form.fields["performance"].toPlainText() == "Baik"
    hand.press(Key.Key_Escape)
    assert not page.panel.form.isVisible()


def test_what_is_left_opens_its_very_place(hand: Hand) -> None:
    hand.desk.schedule.set_places([(key_of(hand), date(2026, 10, 7), Place.HOME)])
    key, _change = hand.desk.complaints.add(date(2026, 10, 1), "Lama")
    page = hand.month()
    asked: list[tuple[str, str]] = []
    page.wanted.connect(lambda screen, item: asked.append((screen, item)))
    for at, blocker in enumerate(page.settled().blockers):
        if blocker.kind in ("complaint", "unpublished", "silent"):
            assert page.list.choose(f"blocker|{at}")
            page.list.opened.emit(page.list.key())
            QApplication.processEvents()
            hand.month()
    assert ("today", f"complaints:{key}") in asked
    assert ("schedule", "|2026-10-05") in asked
    assert ("review", "2026-10") in asked


def test_closing_asks_for_a_reason_freezes_and_undo_opens_again(hand: Hand) -> None:
    page = hand.month()
    close_with_reason(hand)
    assert closed_months(hand.desk.store) == {"2026-10"}
    assert page.settled().is_closed
    assert page.open_again.isVisible()
    assert not page.close_month.isVisible()
    assert hand.editor.undo()
    assert not page.settled().is_closed
    assert hand.editor.redo()
    assert page.settled().is_closed


def test_a_closed_month_is_opened_again_with_a_reason(hand: Hand) -> None:
    page = hand.month()
    close_with_reason(hand)
    page.settled()
    hand.press(Key.Key_R, at=page.list)
    reason_form(hand).field.setFocus()
    hand.type("Satu laporan tertinggal")
    hand.press(Key.Key_Return)
    assert not page.settled().is_closed
    close_with_reason(hand)
    assert [close.version for close in page.settled().closes] == [2, 1]


def test_the_grid_refuses_a_closed_month_in_words_and_loses_nothing(hand: Hand) -> None:
    person = key_of(hand)
    days = [date(2026, 10, day) for day in (5, 6, 7)]  # one more than a week may have
    hand.desk.schedule.set_places([(person, day, Place.HOME) for day in days])
    hand.month()
    close_with_reason(hand)
    hand.window.go("schedule", f"{person}|2026-10-07")
    QApplication.processEvents()
    page = hand.window.page
    assert isinstance(page, SchedulePage)
    before = hand.desk.store.select("assignment")
    QTest.keyClicks(page.desk.grid, "K")
    hand.press(Key.Key_F8)
    hand.press(Key.Key_1, Modifier.AltModifier)
    assert hand.refusals == ["month.closed"]
    assert hand.desk.store.select("assignment") == before
    told = [label.text() for label in hand.window.findChildren(QLabel) if label.isVisible()]
    assert any("October 2026 is closed" in text for text in told)
    assert "FD-BLN-01" in told


def test_undoing_an_edit_of_a_month_closed_since_is_refused(hand: Hand) -> None:
    person = key_of(hand)
    edit = lambda: hand.desk.schedule.set_places([(person, date(2026, 10, 7), Place.HOME)])  # noqa: E731
    hand.editor.run("Rumah", edit)
    hand.desk.month.close(OCTOBER, "Dibahas")
    assert not hand.editor.undo()
    assert hand.desk.store.get("assignment", f"{person}|2026-10-07")["place"] == "home"


def test_where_people_really_were_is_refused_in_the_first_room(hand: Hand) -> None:
    hand.desk.month.close(OCTOBER, "Dibahas")
    hand.window.go("today", "2026-10-07")
    QApplication.processEvents()
    page = hand.window.page
    assert page.table.stand_on(key_of(hand))
    QTest.keyClicks(page.table, "W")
    assert hand.refusals == ["month.closed"]
    assert hand.desk.store.select("assignment") == []


def test_the_week_for_the_agency_is_written_and_then_no_longer_asked_for(hand: Hand, tmp_path: Path) -> None:
    week = parse_period("2026-W43")
    hand.desk.policy.set("report.weekly_schedule", "yes", from_day=date(2026, 10, 1))
    hand.desk.schedule.publish_period(week, "800/1", key_of(hand, 0))
    page = hand.month()
    page.refresh()
    assert [one.item for one in page.view.blockers if one.kind == "weekly"] == ["month:export|2026-W43"]
    page.export_week(week, tmp_path / "jadwal.xlsx")
    assert (tmp_path / "jadwal.xlsx").read_bytes()[:2] == b"PK"
    assert all(one.kind != "weekly" for one in page.view.blockers)


def test_a_month_with_nothing_left_says_so(hand: Hand) -> None:
    hand.desk.month.write_note(
        OCTOBER, dict(zip(("performance", "discipline", "infrastructure", "compared"), NOTE, strict=True))
    )
    for nip, _name in PEOPLE:
        hand.desk.registers.add_leave(nip, "unpaid", OCTOBER.first, OCTOBER.last)
    page = hand.month()
    page.refresh()
    assert page.middle.currentWidget() is page.done
    hand.press(*CLOSE, at=page)
    assert page.settled().is_closed


@pytest.mark.parametrize("item", ["2026-10", "month-that-is-none", ""])
def test_any_item_is_borne(hand: Hand, item: str) -> None:
    hand.window.go("today", f"month:{item}")
    QApplication.processEvents()
    assert hand.window.page.month == OCTOBER
    assert TODAY.month == 11


def test_what_came_from_another_laptop_stands_at_the_top_and_opens_its_cell(
    hand: Hand, tmp_path: Path
) -> None:
    person = key_of(hand)
    hand.desk.month.close(OCTOBER, "Dibahas")
    other = Device(tmp_path / "other", "laptop lain")
    other.put("assignment", f"{person}|2026-10-09", place="home", source="typed")
    with hand.desk.store.writing():
        hand.desk.store.log.receive(other.txs(), other.store.log.chain_at(other.name, 0))
    page = hand.month()
    page.refresh()
    first = page.list.rows.entries[1]
    assert "Agus Hermawan" in first.title
    asked: list[tuple[str, str]] = []
    page.wanted.connect(lambda screen, item: asked.append((screen, item)))
    page.list.setFocus()
    assert page.list.choose(first.key)
    hand.press(Key.Key_Return, at=page.list)
    assert asked == [("schedule", f"{person}|2026-10-09")]
    hand.month()
    figures = [label.text() for label in page.panel.figures.findChildren(QLabel)]
    assert "0 → 1" in figures
