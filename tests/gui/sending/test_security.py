"""The room “Keamanan”: what opens the data, shown and renewed by keyboard, in the real window."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from flexdesk.keys import agency, keyfile
from flexdesk.keys.errors import RecoveryUnfit, WrongPassphrase
from flexdesk.keys.system_keyring import no_keyring
from flexdesk.server import admin
from flexdesk.services.security import Standing
from tests.gui.indonesian import spoken
from tests.gui.sending.laptops import Office
from tests.gui.sending.windows import quiet, settle, told
from tests.helpers.desks import PASSPHRASE
from ui.app import make_window
from ui.desktop import specs
from ui.opened import OpenedUnit
from ui.paper.printers import Tray, Way
from ui.sending.security_page import SecurityPage
from ui.shell.main_window import MainWindow


@contextmanager
def security(made: Office) -> Iterator[tuple[MainWindow, SecurityPage]]:
    window = make_window(OpenedUnit(made.mine), specs(made.mine))
    window.show()
    window.resize(1366, 768)
    window.go("sending", "security:")
    settle(window)
    page = window.page
    assert isinstance(page, SecurityPage)
    try:
        yield window, page
    finally:
        quiet(window)


def opens(folder: Path, secret: str) -> bool:
    try:
        keyfile.open_keys(folder, passphrase=secret, keyring=no_keyring)
    except WrongPassphrase:
        return False
    return True


def badges(page: SecurityPage) -> dict[str, str]:
    return {one.key: one.badge.text for one in page.ways.rows.entries if one.badge}


def test_who_this_laptop_is_and_what_opens_its_data(place: Office) -> None:
    with security(place) as (_window, page):
        assert page.security is not None
        assert page.security.own.holder == "Kecamatan Contoh"
        assert page.security.own.role == "head"
        found = badges(page)
        assert (found["passphrase"], found["sheet"], found["agency"]) == ("Opens", "Missing", "Missing")
        assert page.alone.text().startswith(f"{page.security.only_here} changes exist on this laptop only")


def test_the_palette_and_the_switch_lead_there(place: Office) -> None:
    with security(place) as (window, _page):
        window.go("sending", "conflict")
        settle(window)
        assert not isinstance(window.page, SecurityPage)
        assert window.page is not None
        command = next(one for one in window.page.commands() if one.text == "Security")
        command.call()
        assert isinstance(window.page, SecurityPage)
        QTest.keyClick(window, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
        assert not isinstance(window.page, SecurityPage)


def test_a_new_passphrase_by_keyboard_alone(place: Office) -> None:
    with security(place) as (window, page):
        page.ways.setFocus()
        page.ways.choose("passphrase")
        QTest.keyClick(page.ways, Qt.Key.Key_Return)
        form = page.passphrase_form
        assert form.isVisible()
        for field in (form.now, form.new, form.again):
            assert field.echoMode() is QLineEdit.EchoMode.Password
        for now, new, again, fault in (
            ("salah", "kopi", "kopi", "does not fit"),
            (PASSPHRASE, "kopi", "teh", "differ"),
            (PASSPHRASE, "", "", "twice"),
        ):
            form.now.setText(now)
            form.new.setText(new)
            form.again.setText(again)
            QTest.keyClick(form.again, Qt.Key.Key_Return)
            settle(window)
            assert fault in form.fault.text()
            assert opens(place.mine.folder, PASSPHRASE)
        form.now.setText(PASSPHRASE)
        form.new.setText("kopi pagi")
        form.again.setText("kopi pagi")
        QTest.keyClick(form.again, Qt.Key.Key_Return)
        settle(window)
        assert not form.isVisible()
        assert form.new.text() == ""
        assert "from now on" in told(window)
        assert opens(place.mine.folder, "kopi pagi")
        assert not opens(place.mine.folder, PASSPHRASE)


def test_the_first_sheet_is_shown_at_once_and_forgotten_when_it_is_left(
    place: Office, tmp_path: Path
) -> None:
    with security(place) as (window, page):
        QTest.mouseClick(page.make, Qt.MouseButton.LeftButton)
        settle(window)
        assert page.sheet is not None
        code = page.sheet.code
        assert opens(place.mine.folder, code)
        assert page.sheet_view.preview.data == page.sheet.issued.data
        page.save_sheet(tmp_path / "lembar.pdf")
        settle(window)
        assert (tmp_path / "lembar.pdf").read_bytes() == page.sheet.issued.data
        assert "delete the file" in told(window)
        window.notices.clear()
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert page.sheet is None
        assert page.sheet_view.preview.data == b""
        assert badges(page)["sheet"] == "Opens"


def test_a_second_sheet_asks_because_the_first_becomes_void(place: Office) -> None:
    first = place.mine.recovery.new_sheet().code
    with security(place) as (window, page):
        page.start_sheet()
        assert page.sheet_form.isVisible()
        assert opens(place.mine.folder, first)
        QTest.keyClick(page.sheet_form.go, Qt.Key.Key_Space)
        settle(window)
        assert page.sheet is not None
        assert opens(place.mine.folder, page.sheet.code)
        with pytest.raises(RecoveryUnfit):
            opens(place.mine.folder, first)


def test_the_sheet_goes_to_a_printer(place: Office, tmp_path: Path) -> None:
    with security(place) as (window, page):
        page.make_sheet()
        settle(window)
        page.sheet_view.show_trays([Tray("only-pdf", "PDF", (Way.PDF,))])
        assert not page.sheet_view.go.isEnabled()
        page.sheet_view.show_trays([Tray("inkjet", "Inkjet Tata Usaha", (Way.EXACT,))])
        assert page.sheet_view.go.isEnabled()
        asked: list[tuple[Tray, Way]] = []
        page.sheet_view.printed.disconnect()
        page.sheet_view.printed.connect(lambda tray, way: asked.append((tray, way)))
        assert window.page is not None
        assert window.page.print_this()
        assert [tray.name for tray, _way in asked] == ["inkjet"]
        printer = QPrinter()
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        page.send(printer, Way.EXACT)
        settle(window)
        assert (tmp_path / "printed.pdf").stat().st_size > 10_000
        assert "went to the printer" in told(window)


def test_the_unit_s_laptops_with_their_standing(place: Office) -> None:
    other = place.join_other()
    other.people.add("199503152022031012", "Rian Contoh")
    other.sync.sync()
    admin.revoke(place.central, other.store.device)
    place.mine.sync.sync()
    made = agency.new_key()
    keyfile.lock_for_agency(place.mine.folder, place.mine.keys, made.recipient)
    with security(place) as (_window, page):
        assert page.security is not None
        standings = {one.holder: one.standing for one in (page.security.own, *page.security.others)}
        assert standings == {"Bambang Wiryawan": Standing.OWN, "Sri Wahyuningsih": Standing.REVOKED}
        spoken_rows = [one.spoken for one in page.laptops.rows.entries]
        assert "Ended" in spoken_rows[1]
        assert "newest change" in spoken_rows[1]
        assert made.recipient[:12] in page.ways.rows.entries[3].note
        assert page.alone.text() == "The server has every change of this laptop."


def test_every_word_is_indonesian(place: Office) -> None:
    with spoken(), security(place) as (window, page):
        assert page.ways.rows.entries[2].title == "Lembar pemulihan"
        page.start_keys()
        assert "tidak ada yang hilang" in page.keys_form.words.text()
        for pane in page.panes():
            assert pane.accessibleName() or getattr(pane, "text", str)(), pane
        assert window.page is page
