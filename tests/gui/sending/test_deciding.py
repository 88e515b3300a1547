"""Decisions on the screen of sending: many conflicts at once, what waits aside, what somebody deleted."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.places import Place
from flexdesk.store.carriers import SyncState
from flexdesk.sync.certificates import RejectEntry, sign_entry
from tests.gui.sending.laptops import Office, office
from tests.gui.sending.windows import opened, page_of, settle, told
from ui.sending.decision_card import ACCEPT, LEAVE
from ui.shell.main_window import MainWindow

FIRST = date(2027, 1, 4)
DAYS = 170  # for three people: five hundred and ten conflicts
FRIDAY = date(2026, 11, 27)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as made:
        made.join_other()
        yield made


def fill(desk: Desk, keys: list[str], where: Place) -> None:
    days = [FIRST + timedelta(days=n) for n in range(DAYS)]
    ops = [desk.committer.upsert("assignment", f"{k}|{day}", {"place": where}) for k in keys for day in days]
    desk.committer.commit(Change("schedule.fill", tuple(ops)))


def disagree_widely(place: Office) -> None:
    assert place.other is not None
    keys = [person.key for person in place.mine.people.roster()]
    fill(place.mine, keys, Place.HOME)
    fill(place.other, keys, Place.OFFICE)
    place.clock.advance(minutes=5)
    place.other.sync.sync()
    place.mine.sync.sync()


def keyed(window: MainWindow, key: str) -> None:
    """Go to an entry of “In” and press Enter."""
    incoming = page_of(window).incoming
    assert incoming.choose(key)
    incoming.setFocus()
    QTest.keyClick(incoming, Qt.Key.Key_Return)
    settle(window)


@pytest.mark.scenario(29)
def test_five_hundred_conflicts_are_ended_group_by_group_and_taken_back(place: Office) -> None:
    disagree_widely(place)
    with opened(place.mine, "sending") as window:
        page = page_of(window)
        assert page.incoming.rows.entries[0].title == "510 conflicts"
        keyed(window, "groups|")
        many = page.deciding.many
        assert many.isVisible()
        assert not page.conflict.isVisible()
        assert [entry.amount for entry in many.groups.rows.entries] == ["170", "170", "170"]
        many.groups.choose("Eko Prasetyo")
        many.mine.setFocus()
        QTest.keyClick(many.mine, Qt.Key.Key_Space)
        settle(window)
        eko = place.key("Eko Prasetyo")
        placed = {row["place"] for row in place.mine.store.select("assignment", person=eko)}
        assert placed == {Place.HOME}
        assert len(place.mine.sync.conflicts()) == 2 * DAYS
        assert [entry.title for entry in many.groups.rows.entries] == ["Bambang Wiryawan", "Fitri Handayani"]
        assert window.editor.undo()
        placed = {row["place"] for row in place.mine.store.select("assignment", person=eko)}
        assert placed == {Place.OFFICE}
        many.by.setFocus()
        QTest.keyClick(many.by, Qt.Key.Key_Right)
        [entry] = many.groups.rows.entries
        assert entry.title == "Sri Wahyuningsih"
        many.theirs.click()
        settle(window)
        assert place.mine.sync.conflicts() == []
        assert not many.isVisible()


def test_mine_cannot_be_taken_where_this_laptop_wrote_nothing(place: Office) -> None:
    place.disagree()
    with opened(place.mine, "sending") as window:
        page = page_of(window)
        assert "groups|" not in [entry.key for entry in page.incoming.rows.entries]
        assert page.centre is not None
        [row] = page.centre.disputed
        many = page.deciding.many
        many.show_rows([row])
        assert many.mine.isEnabled()
        many.show_rows([replace(row, fields=tuple(replace(one, mine=None) for one in row.fields))])
        assert not many.mine.isEnabled()
        assert many.theirs.isEnabled()


def test_a_conflict_opens_the_very_cell_of_the_schedule(place: Office) -> None:
    place.disagree()
    with opened(place.mine, "sending") as window:
        page = page_of(window)
        spy = QSignalSpy(page.wanted)
        page.step_problem(0)
        QTest.keyClick(page.conflict.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(page.conflict.table, Qt.Key.Key_Down)
        QTest.keyClick(page.conflict.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        cell = f"{place.key('Fitri Handayani')}|{FRIDAY}"
        assert [spy.at(n)[1] for n in (0, 1)] == [f"{cell}#place", f"{cell}#reason"]
        assert {spy.at(n)[0] for n in (0, 1)} == {"schedule"}
        assert place.mine.sync.conflicts()


def late_change(place: Office) -> None:
    """The other laptop was ended before it wrote a phone number, which comes by file."""
    assert place.other is not None
    device, mine = place.other.store.device, place.mine
    mine.membership.mandates.revoke(device, mine.store.log.vector().get(device, 0), pos=99)
    nip = next(one.nip for one in mine.people.roster() if one.name == "Eko Prasetyo")
    place.other.people.set(nip, {"phone": "0812-555-0101"})
    mine.exchange.take(place.other.exchange.batches({}))


@pytest.mark.parametrize(("answer", "phone"), [(ACCEPT, "0812-555-0101"), (LEAVE, None)])
def test_what_came_late_is_shown_in_words_and_let_in_or_left(
    place: Office, answer: str, phone: str | None
) -> None:
    late_change(place)
    with opened(place.mine, "sending") as window:
        page = page_of(window)
        [entry] = page.incoming.rows.entries
        assert entry.title == "1 changes of Sri Wahyuningsih wait"
        keyed(window, entry.key)
        card = page.deciding.matter
        assert card.isVisible()
        assert "Sri Wahyuningsih, laptop" in card.facts.text()
        assert "revoked" in card.facts.text()
        [line] = card.model.rows
        assert (line.whose, line.field, line.text) == ("Eko Prasetyo", "Phone", "0812-555-0101")
        assert card.number.isHidden()
        button = card.answers[answer]
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)
        settle(window)
        row = place.mine.store.get("person", place.key("Eko Prasetyo"))
        assert row is not None
        assert row["phone"] == phone
        assert page.incoming.rows.entries == ()
        assert not card.isVisible()
        assert window.editor.undo() is (answer == ACCEPT)


def test_the_text_of_a_matter_can_be_copied_and_its_entry_opened(place: Office) -> None:
    late_change(place)
    with opened(place.mine, "sending") as window:
        page = page_of(window)
        spy = QSignalSpy(page.wanted)
        keyed(window, page.incoming.rows.entries[0].key)
        card = page.deciding.matter
        card.copy.click()
        assert "Eko Prasetyo: Phone: 0812-555-0101" in QGuiApplication.clipboard().text()
        assert "clipboard" in told(window)
        card.table.setFocus()
        QTest.keyClick(card.table, Qt.Key.Key_Return)
        assert [spy.at(0)[0], spy.at(0)[1]] == ["people", f"{place.key('Eko Prasetyo')}#phone"]
        window.go("sending")
        settle(window)
        assert card.isVisible()
        assert page.leave_smallest()
        assert not card.isVisible()


def test_only_one_state_is_shown_where_a_person_asks_for_it(place: Office) -> None:
    place.disagree()
    place.mine.schedule.set_places([(place.key("Eko Prasetyo"), FRIDAY, Place.TRAINING)])
    with opened(place.mine, "sending") as window:
        page = page_of(window)
        columns, everything = page.columns, len(page.history.rows.entries)
        for _step in range(2):
            columns.filter.setFocus()
            QTest.keyClick(columns.filter, Qt.Key.Key_Right)
        assert columns.filter.choice == SyncState.BUNDLED
        assert columns.out.empty.text() == "Nothing in this state."
        assert page.centre is not None
        columns.filter.choose(SyncState.ACTION)
        columns.show_centre(page.centre)
        assert len(page.incoming.rows.entries) == 1
        assert not page.history.rows.entries
        columns.filter.choose(SyncState.RECEIVED)
        columns.show_centre(page.centre)
        assert len(page.history.rows.entries) == everything
        assert not page.incoming.rows.entries
        page.step_problem(0)  # a conflict is shown even where the filter hides it
        assert columns.filter.choice == "all"
        assert page.incoming.key().startswith("conflict|")


def refuse(place: Office, table: str, row: str, cells: dict[str, str]) -> None:
    """The server says that the newest change of this laptop is void."""
    mine = place.mine
    done = mine.committer.commit(Change("test.write", (mine.committer.upsert(table, row, cells),)))
    assert done is not None
    entry = RejectEntry(
        unit=mine.membership.log_id,
        pos=1000 + done.seq,
        device=mine.store.device,
        seq=done.seq,
        reason="evaluation.signed",
    )
    mine.exchange.take([], [sign_entry(entry, place.central.keys.signing)])


def test_a_refused_change_keeps_its_text_and_leads_to_the_entry(place: Office) -> None:
    refuse(place, "assignment", f"{place.key('Eko Prasetyo')}|{FRIDAY}", {"reason": "Rapat mendadak"})
    with opened(place.mine, "sending") as window:
        page = page_of(window)
        [entry] = page.incoming.rows.entries
        assert entry.title == "Refused: Schedule"
        assert "signed on another laptop" in entry.note
        spy = QSignalSpy(page.wanted)
        keyed(window, entry.key)
        assert [spy.at(0)[0], spy.at(0)[1]] == ["schedule", f"{place.key('Eko Prasetyo')}|{FRIDAY}#reason"]
        window.go("sending")
        settle(window)
        card = page.deciding.matter
        assert ("Eko Prasetyo, 27 Nov 2026", "Reason", "Rapat mendadak") in [
            (line.whose, line.field, line.text) for line in card.model.rows
        ]
        assert not any(button.isVisible() for button in card.answers.values())
        card.copy.click()
        assert "Rapat mendadak" in QGuiApplication.clipboard().text()


def test_where_no_screen_shows_an_entry_it_is_said_and_the_text_stays(place: Office) -> None:
    refuse(place, "pattern", "P1", {"name": "Pola Jumat"})
    with opened(place.mine, "sending") as window:
        page = page_of(window)
        spy = QSignalSpy(page.wanted)
        keyed(window, page.incoming.rows.entries[0].key)
        assert spy.count() == 0
        assert "No screen shows this entry" in told(window)
        assert page.deciding.matter.isVisible()
        assert page.deciding.matter.model.rows[0].text == "Pola Jumat"


def test_the_state_of_a_row_says_that_its_newest_change_was_refused(place: Office) -> None:
    row = f"{place.key('Eko Prasetyo')}|{FRIDAY}"
    carriers = place.mine.carriers
    refuse(place, "assignment", row, {"reason": "Rapat mendadak"})
    assert carriers.state_of_row("assignment", row) is SyncState.ACTION
    place.mine.sync.sync()
    assert carriers.state_of_row("assignment", row) is SyncState.ACTION  # received, and still refused
    place.mine.schedule.set_places([(place.key("Eko Prasetyo"), FRIDAY, Place.TRAINING)])
    assert carriers.state_of_row("assignment", row) is SyncState.LOCAL
    place.mine.sync.sync()
    assert carriers.state_of_row("assignment", row) is SyncState.RECEIVED
