"""The bundle wizard beyond the file: codes as text and on paper, the courier slip, pasted receipts."""

from datetime import date
from random import Random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from flexdesk.domain.ops import Change
from flexdesk.domain.places import Place
from flexdesk.server import admin
from flexdesk.services.tiny_codes import text_in
from flexdesk.store.carriers import SyncState
from tests.gui.sending.laptops import Office
from tests.gui.sending.windows import opened, page_of, settle, told
from ui.sending.bundle_forms import CODES
from ui.sending.forms import code_in
from ui.shell.main_window import MainWindow

FRIDAY = date(2026, 11, 27)


def ask_codes(window: MainWindow, to: str) -> None:
    """Ctrl+B, for whom, as codes, and the button."""
    QTest.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    form = page_of(window).dealings.bundle_form
    form.whom.setCurrentIndex(form.whom.findData(to))
    form.how.setCurrentIndex(form.how.findData(CODES))
    assert not form.folder.isVisible()
    form.go.click()
    settle(window)


def test_a_few_changes_go_to_another_laptop_as_text_and_are_pasted_there(place: Office) -> None:
    other, mine = place.join_other(), place.mine
    mine.schedule.set_places([(place.key("Eko Prasetyo"), FRIDAY, Place.TRAINING)])
    with opened(mine, "sending") as window:
        page = page_of(window)
        ask_codes(window, other.store.device)
        form = page.coding.coded_form
        assert form.isVisible()
        assert "changes in 2 codes" in form.facts.text()
        QTest.keyClick(form.copy, Qt.Key.Key_Space)
        text = QGuiApplication.clipboard().text()
        assert text.startswith("FXD1.")
        assert len(text.split()) == 2
        pictures = place.folder / "kode.png"
        assert form.coded is not None
        page.coding.save(form.coded, pictures)
        settle(window)
        read = [one.read_bytes() for one in sorted(place.folder.glob("kode-*.png"))]
        assert [text_in(data, "kode.png").strip() for data in read] == text.split()
        page.coding.show_page(form.coded)
        settle(window)
        assert page.papers.is_open
        page.papers.save(place.folder / "kode.pdf")
        settle(window)
        assert (place.folder / "kode.pdf").read_bytes().startswith(b"%PDF")
        assert page.leave_smallest()
        assert form.isVisible()
        assert not page.papers.is_open
        form.hand.click()
        settle(window)
        assert page.centre is not None
        assert page.centre.out[0].state is SyncState.HANDED
    with opened(other, "sending") as window:
        page = page_of(window)
        modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(window, Qt.Key.Key_O, modifiers)
        form = page.coding.paste_form
        assert form.isVisible()
        assert not form.go.isEnabled()
        form.text.setPlainText("Selamat pagi, ini kodenya: " + text[:40])
        form.go.click()
        settle(window)
        assert form.fault.isVisible()
        assert not other.store.select("assignment")
        first, second = sorted(place.folder.glob("kode-*.png"))
        form.text.clear()
        form.filed.emit([second])
        settle(window)
        assert "Of 2 codes these are missing: 1." in form.fault.text()
        assert not other.store.select("assignment")
        form.filed.emit([first])
        settle(window)
        assert [row["place"] for row in other.store.select("assignment")] == [Place.TRAINING]
        page.coding.start_paste()
        form.text.setPlainText("Selamat pagi, ini kodenya:\n" + text)
        QTest.keyClick(form.go, Qt.Key.Key_Space)
        settle(window)
        assert "were here already" in told(window)
        written = place.folder / "pesan.txt"
        written.write_text(text)
        page.dealings.open_file(written)  # as Ctrl+O does with what was chosen
        settle(window)
        assert "were here already" in told(window)
        written.write_text("Apel pagi pukul 07.30")
        page.dealings.open_file(written)
        settle(window)
        assert form.isVisible()
        assert "no FlexDesk code" in form.fault.text()


def test_codes_are_for_one_reader_and_for_a_few_changes(place: Office) -> None:
    place.join_other()
    with opened(place.mine, "sending") as window:
        page = page_of(window)
        form = page.dealings.bundle_form
        page.dealings.start_bundle()
        form.how.setCurrentIndex(form.how.findData(CODES))
        form.whom.setCurrentIndex(form.whom.findData("unit"))
        assert "one reader" in form.fault.text()
        assert not form.go.isEnabled()
        ask_codes(window, "server")
        assert "no change that this reader lacks" in form.fault.text()
        committer, eko = place.mine.committer, place.key("Eko Prasetyo")
        random = Random(1)
        notes = [f"{random.getrandbits(2000):x}" for _day in range(28)]
        ops = [
            committer.upsert("assignment", f"{eko}|2027-01-{day:02d}", {"reason": note})
            for day, note in enumerate(notes, 1)
        ]
        committer.commit(Change("test.note", tuple(ops)))
        ask_codes(window, "server")
        assert form.fault.text().endswith("Choose a file instead.")
        assert not page.coding.coded_form.isVisible()


def test_the_courier_slip_is_shown_saved_and_left(place: Office) -> None:
    place.mine.membership.enrol(place.url, place.code(), "Bambang")
    with opened(place.mine, "sending") as window:
        page = page_of(window)
        page.dealings.start_bundle()
        page.dealings.write_bundle(place.folder / "0001.flexdesk", "server")
        settle(window)
        form = page.dealings.written_form
        QTest.keyClick(form.paper, Qt.Key.Key_Space)
        settle(window)
        assert page.papers.is_open
        assert page.panes()[0] is page.papers.view.save  # this machine has no printer
        page.papers.save(place.folder / "slip.pdf")
        settle(window)
        assert (place.folder / "slip.pdf").read_bytes().startswith(b"%PDF")
        assert "slip.pdf" in told(window)
        page.papers.save(place.folder / "gone" / "slip.pdf")
        settle(window)
        assert "The paper is in" not in told(window)
        for _notice_then_paper in range(2):
            QTest.keyClick(window, Qt.Key.Key_Escape)
            settle(window)
        assert not page.papers.is_open
        assert form.isVisible()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("tt4k 7p92", "TT4K-7P92"),
        ("tt4k7p92", "TT4K-7P92"),
        ("Tanda terima bundel 0007: TT4K-7P92, terima kasih.", "TT4K-7P92"),
        ("laki-laki", "1AK1-1AK1"),
        ("dua orang laki-laki", None),
        ("U234-5678 lalu TT4K-7P92", "TT4K-7P92"),
        ("", None),
    ],
)
def test_a_receipt_code_is_found_in_a_message(text: str, code: str | None) -> None:
    assert code_in(text) == code


def test_a_pasted_message_turns_the_bundle_green(place: Office) -> None:
    mine = place.mine
    mine.membership.enrol(place.url, place.code(), "Bambang")
    path = place.folder / "0001.flexdesk"
    mine.bundles.create(path, "server")
    code = admin.import_bundle(place.central, path).receipts[0].code
    with opened(mine, "sending") as window:
        page = page_of(window)
        page.dealings.start_receipt()
        form = page.dealings.receipt_form
        form.code.setText(f"Yth. Pak Bambang, tanda terima: {code}. Salam, BKPSDM")
        assert code in form.hint.text()
        form.ask()
        settle(window)
        assert mine.status.read().unsent == 0
        assert not page.outgoing.rows.entries
