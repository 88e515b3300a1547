"""The screen “Kirim” between two real laptops and a real server: nothing is green without a receipt."""

import threading
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from flexdesk.domain.places import Place
from flexdesk.server import admin
from flexdesk.store.carriers import SyncState
from flexdesk.sync.certificates import UnitHeadEntry, sign_entry, verify_entry
from tests.gui.sending.laptops import Office
from tests.gui.sending.windows import opened, page_of, settle, told
from ui.sending.line import Line
from ui.sending.page import SendingPage
from ui.widgets.badge import SYNC
from ui.widgets.tones import Tone

FRIDAY = date(2026, 11, 27)
_GREEN = SYNC["received"].tone


def tones(page: SendingPage) -> set[Tone]:
    entries = (*page.outgoing.rows.entries, *page.history.rows.entries)
    return {entry.badge.tone for entry in entries if entry.badge is not None}


def test_everything_is_local_and_named_before_a_server_is_joined(place: Office) -> None:
    with opened(place.mine, "sending") as window:
        page = page_of(window)
        assert [entry.title for entry in page.outgoing.rows.entries] == ["People", "Posts held", "The unit"]
        assert tones(page) == {Tone.NEUTRAL}
        assert page.centre is not None
        assert page.centre.out[0].state is SyncState.LOCAL
        QTest.keyClick(window, Qt.Key.Key_F5)
        assert page.dealings.join_form.isVisible()


def test_joining_sends_and_the_receipt_makes_it_green(place: Office) -> None:
    with opened(place.mine, "sending") as window:
        page = page_of(window)
        page.dealings.start_join()
        form = page.dealings.join_form
        form.address.setText(place.url)
        form.code.setText(place.code())
        form.ask()
        settle(window)
        assert place.mine.membership.server() is not None
        assert not page.outgoing.rows.entries
        assert tones(page) == {_GREEN}
        assert page.line.state is Line.IDLE
        assert place.mine.status.read().last_receipt in told(window)


def test_a_wrong_enrolment_code_is_told_and_joins_nothing(place: Office) -> None:
    with opened(place.mine, "sending") as window:
        page = page_of(window)
        page.dealings.join_server(place.url, "XXXX-XXXX", "Bambang")
        settle(window)
        assert "enrolment code" in told(window)
        assert place.mine.membership.server() is None


def test_no_line_is_one_calm_line_and_is_tried_again(place: Office) -> None:
    place.mine.membership.enrol(place.url, place.code(), "Bambang")
    place.mine.membership.set_url("http://127.0.0.1:9")
    with opened(place.mine, "sending") as window:
        page = page_of(window)
        page.synchronise()
        settle(window)
        assert page.line.state is Line.OFFLINE
        assert "records are safe here" in page.header.note.text()
        assert "tries again by itself" in page.header.note.text()
        assert window.notices.banner is None
        assert not [w for w in QGuiApplication.topLevelWindows() if w.isVisible() and w.isModal()]


def test_a_bundle_is_written_handed_over_and_received_by_code(place: Office) -> None:
    place.mine.membership.enrol(place.url, place.code(), "Bambang")
    path = place.folder / "0001.flexdesk"
    with opened(place.mine, "sending") as window:
        page = page_of(window)
        QTest.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
        dealings = page.dealings
        assert dealings.bundle_form.isVisible()
        assert dealings.bundle_form.whom.currentData() == "server"
        dealings.bundle_form.folder.setText(str(place.folder))
        dealings.bundle_form.file.setText("0001")
        dealings.bundle_form.ask()
        settle(window)
        assert path.stat().st_size > 100
        assert "Read back and checked" in dealings.written_form.checked.text()
        assert tones(page) == {SYNC["bundled"].tone}
        dealings.copy_courier_text()
        assert "0001" in QGuiApplication.clipboard().text()
        dealings.written_form.hand.click()
        settle(window)
        assert _GREEN not in tones(page)  # handed over is not received
        imported = admin.import_bundle(place.central, path, None)
        code = imported.receipts[0].code
        dealings.start_receipt()
        dealings.receipt_form.code.setText("22222222")
        dealings.receipt_form.ask()
        settle(window)
        assert _GREEN not in tones(page)
        assert "does not belong" in told(window)
        dealings.receipt_form.code.setText(code.replace("-", " ").lower().replace("0", "o").replace("1", "l"))
        assert code in dealings.receipt_form.hint.text()
        dealings.receipt_form.ask()
        settle(window)
        assert tones(page) == {_GREEN}
        assert not page.outgoing.rows.entries


def test_a_missing_folder_is_told_beside_the_form(place: Office) -> None:
    with opened(place.mine, "sending") as window:
        dealings = page_of(window).dealings
        dealings.start_bundle()
        dealings.bundle_form.folder.setText(str(place.folder / "stick"))
        dealings.bundle_form.ask()
        assert "plugged in" in dealings.bundle_form.fault.text()
        assert not window.runner.jobs


def test_a_bundle_of_the_other_laptop_is_looked_at_then_taken_over(place: Office) -> None:
    other = place.join_other()
    eko = place.key("Eko Prasetyo")
    other.schedule.set_places([(eko, FRIDAY, Place.TRAINING)])
    path = place.folder / "other.flexdesk"
    other.bundles.create(path, "unit")
    with opened(place.mine, "sending") as window:
        page = page_of(window)
        page.dealings.inspect_bundle(path)
        settle(window)
        assert "Sri Wahyuningsih" in page.dealings.opened_form.facts.text()
        assert not place.mine.store.select("assignment")
        page.dealings.opened_form.go.click()
        settle(window)
        assert [row["place"] for row in place.mine.store.select("assignment")] == ["training"]
        page.dealings.inspect_bundle(path)
        settle(window)
        assert not page.dealings.opened_form.go.isEnabled()


def test_a_later_bundle_names_what_is_missing(place: Office) -> None:
    other = place.join_other()
    eko = place.key("Eko Prasetyo")
    other.schedule.set_places([(eko, FRIDAY, Place.TRAINING)])
    device = place.mine.store.device
    first = place.folder / "first.flexdesk"
    other.bundles.create(first, device)
    # Mine writes what other then builds on, so that mine alone has it; other's second file needs the first.
    other.exchange.batch_up()
    other.schedule.set_places([(eko, FRIDAY, Place.DUTY_TRAVEL)])
    blobs = other.exchange.batches({device: 10**6})
    last = blobs[-1:]
    place.mine.exchange.take(last)
    with opened(place.mine, "sending") as window:
        entries = page_of(window).incoming.rows.entries
        assert [entry.title for entry in entries] == ["Waiting for Sri Wahyuningsih"]
        assert "1 to 1 are missing" in entries[0].note


def test_a_spoilt_file_changes_nothing_and_says_so(place: Office) -> None:
    path = place.folder / "photo.flexdesk"
    path.write_bytes(b"not a bundle")
    with opened(place.mine, "sending") as window:
        page_of(window).dealings.inspect_bundle(path)
        settle(window)
        assert "photo.flexdesk" in told(window)


def test_a_conflict_is_settled_by_keyboard_and_can_be_taken_back(place: Office) -> None:
    place.join_other()
    place.disagree()
    other = place.other
    assert other is not None
    with opened(place.mine, "sending") as window:
        page = page_of(window)
        assert page.centre is not None
        assert len(page.centre.disputed) == 1
        assert "Sri Wahyuningsih" in page.conflict.authors.text()
        page.step_problem(0)
        table = page.conflict.table
        assert not page.conflict.keep.isEnabled()
        QTest.keyClick(table, Qt.Key.Key_Left)
        QTest.keyClick(table, Qt.Key.Key_Right)
        assert page.conflict.keep.isEnabled()
        QTest.keyClick(table, Qt.Key.Key_Return)
        settle(window)
        row = place.mine.store.select("assignment")[0]
        assert (row["place"], row["reason"]) == ("training", "Rapat di kabupaten")
        assert not place.mine.sync.conflicts()
        assert not page.conflict.isVisible()
        place.mine.sync.sync()
        other.sync.sync()
        assert not other.sync.conflicts()
        assert window.editor.undo()
        assert place.mine.store.select("assignment")[0]["place"] == "duty_travel"


def test_one_key_takes_a_whole_side(place: Office) -> None:
    place.join_other()
    place.disagree()
    with opened(place.mine, "sending") as window:
        page = page_of(window)
        page.step_problem(0)
        QTest.keyClick(page.conflict.table, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
        assert set(page.conflict.choices().values()) == {"theirs"}
        page.conflict.settle()
        settle(window)
        assert place.mine.store.select("assignment")[0]["place"] == "duty_travel"


def test_the_request_and_certificate_files_join_without_a_line(place: Office) -> None:
    request, answer = place.folder / "request", place.folder / "certificate"
    with opened(place.mine, "sending") as window:
        dealings = page_of(window).dealings
        dealings.write_request(request, place.code(), "Bambang")
        settle(window)
        answer.write_bytes(admin.certify(place.central, request.read_bytes()))
        dealings.take_certificate(answer)
        settle(window)
        server = place.mine.membership.server()
        assert server is not None
        assert server.url == ""
        assert page_of(window).line.state is Line.IDLE


def another_record(place: Office) -> bytes:
    """A head that the server signed for somebody else, at the position that this laptop knows."""
    own = verify_entry(place.mine.exchange.history.shown()[0], place.central.keys.signing.public)
    assert isinstance(own, UnitHeadEntry)
    return sign_entry(replace(own, chain=bytes(32)), place.central.keys.signing)


def test_a_person_decides_whether_to_believe_a_server_with_two_records(place: Office) -> None:
    place.join_other()
    place.mine.exchange.history.hear([another_record(place)], "Sri Wahyuningsih")
    with opened(place.mine, "sending") as window:
        page = page_of(window)
        settle(window)
        assert page._banner is not None
        assert "shows Sri Wahyuningsih another record" in page._banner.text
        page.synchronise()
        settle(window)
        assert "The server shows Sri Wahyuningsih another record" in told(window)
        assert page.line.state is Line.REFUSED
        assert page.trust in page.panes()
        page.trust.setFocus()
        QTest.keyClick(page.trust, Qt.Key.Key_Space)
        settle(window)
        assert not page.trust.isVisible()
        assert page.line.state is Line.IDLE
        assert tones(page) == {_GREEN}


def test_no_thread_is_left_when_the_window_closes_during_an_exchange(place: Office) -> None:
    place.mine.membership.enrol(place.url, place.code(), "Bambang")
    before = threading.active_count()
    with opened(place.mine, "sending") as window:
        page_of(window).synchronise()
    assert threading.active_count() <= before
