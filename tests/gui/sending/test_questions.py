"""What asks for a yes on the screen of sending: mass deletions and people who moved, by keyboard."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from flexdesk.domain.ops import Change
from flexdesk.server import admin
from flexdesk.server.moving import move_person
from tests.gui.sending.laptops import Office
from tests.gui.sending.windows import opened, page_of, settle, told
from tests.helpers.desks import small_desk
from ui.sending.decision_card import DELETE, KEEP
from ui.shell.main_window import MainWindow

DAYS = 40


def open_first(window: MainWindow) -> None:
    """With the keys: to the first entry of “In”, and open it."""
    entries = page_of(window).incoming
    entries.setFocus()
    QTest.keyClick(entries, Qt.Key.Key_Home)
    QTest.keyClick(entries, Qt.Key.Key_Return)
    settle(window)


def press(window: MainWindow, text: str) -> None:
    banner = window.notices.banner
    assert banner is not None
    button = next(one for one in banner.buttons if one.text() == text)
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    settle(window)


def emptied(place: Office) -> None:
    """Both have forty days; the other laptop deletes them and sends it."""
    other = place.join_other()
    key = place.key("Fitri Handayani")
    days = [date(2026, 12, 1) + timedelta(days=n) for n in range(DAYS)]
    ops = tuple(place.mine.committer.upsert("assignment", f"{key}|{day}", {"place": "home"}) for day in days)
    place.mine.committer.commit(Change("schedule.fill", ops))
    place.mine.sync.sync()
    other.sync.sync()
    gone = tuple(other.committer.delete("assignment", f"{key}|{day}") for day in days)
    with other.committer.consent.agreeing():
        other.committer.commit(Change("schedule.clear", gone))
    other.sync.sync()
    place.mine.sync.sync()


@pytest.mark.parametrize(("answer", "left"), [(KEEP, DAYS), (DELETE, 0)])
def test_a_mass_deletion_is_listed_and_answered(place: Office, answer: str, left: int) -> None:
    emptied(place)
    with opened(place.mine, "sending") as window:
        page = page_of(window)
        [entry] = page.incoming.rows.entries
        assert entry.title == "40 deleted: Schedule"
        assert entry.note == "by Sri Wahyuningsih; here they are"
        open_first(window)
        card = page.deciding.matter
        assert "deleted 40 entries at once" in card.facts.text()
        assert [line.whose for line in card.model.rows][:2] == [
            "Fitri Handayani, 1 Des 2026",
            "Fitri Handayani, 2 Des 2026",
        ]
        assert not card.answers[DELETE].isEnabled()
        for typed in ("4", "400", "40"):
            assert not card.answers[DELETE].isEnabled()
            card.number.selectAll()
            QTest.keyClicks(card.number, typed)
        assert card.answers[DELETE].isEnabled()
        card.answers[answer].setFocus()
        QTest.keyClick(card.answers[answer], Qt.Key.Key_Space)
        settle(window)
        assert len(place.mine.store.select("assignment")) == left
        assert page.incoming.rows.entries == ()


def test_who_comes_is_entered_and_who_left_is_told_of(place: Office) -> None:
    place.join_other()
    other_unit = place.folder / "lain"
    with small_desk(other_unit, [], unit="Kecamatan Lain") as elsewhere:
        [known] = place.central.database.reading(lambda ledger: ledger.units())
        unit_id = admin.unit_add(place.central, "Kecamatan Lain", known.agency_id)
        elsewhere.membership.enrol(place.url, admin.code(place.central, unit_id)[0], "Made Contohan")
        elsewhere.sync.sync()
        nip = next(person.nip for person in place.mine.people.roster() if person.name == "Fitri Handayani")
        move_person(place.central, place.unit_id, nip, unit_id, date(2026, 12, 1))
        elsewhere.sync.sync()
        place.mine.sync.sync()
        with opened(place.mine, "sending") as window:
            [entry] = page_of(window).incoming.rows.entries
            assert entry.title == "Fitri Handayani moved to Kecamatan Lain"
            open_first(window)
            assert "Archive the person under People." in told(window)
        with opened(elsewhere, "sending") as window:
            [entry] = page_of(window).incoming.rows.entries
            assert entry.title == "Fitri Handayani comes from Kecamatan Contoh"
            open_first(window)
            press(window, "Add Fitri Handayani here")
            assert [row["nip"] for row in elsewhere.store.select("person")] == [nip]
            assert page_of(window).incoming.rows.entries == ()
            assert window.editor.undo()
            assert elsewhere.store.select("person") == []


def test_a_mass_deletion_by_hand_is_asked_about_in_the_window(place: Office) -> None:
    key = place.key("Fitri Handayani")
    days = [date(2026, 12, 1) + timedelta(days=n) for n in range(DAYS)]
    mine = place.mine
    mine.committer.commit(
        Change(
            "schedule.fill",
            tuple(mine.committer.upsert("assignment", f"{key}|{day}", {"place": "home"}) for day in days),
        )
    )
    gone = Change(
        "schedule.clear", tuple(mine.committer.delete("assignment", f"{key}|{day}") for day in days)
    )
    with opened(mine, "sending") as window:
        assert not window.editor.run("Clear", lambda: mine.committer.commit(gone))
        assert told(window) == "This deletes 40 of 40 entries at once. Is that meant?"
        assert len(mine.store.select("assignment")) == DAYS
        press(window, "Delete them")
        assert mine.store.select("assignment") == []
        assert window.editor.undo()
        assert len(mine.store.select("assignment")) == DAYS
