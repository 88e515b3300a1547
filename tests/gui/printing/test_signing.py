"""Signing and checking papers on the screen: dialogs by keyboard, files on disk, answers in words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from flexdesk.desk.desk import Desk
from flexdesk.documents.parties import SigningMode
from flexdesk.documents.sealing import short_code
from flexdesk.documents.signatures import signatures_in
from flexdesk.documents.signing_places import find_places
from flexdesk.services.verifying import PaperState, verify
from tests.gui.sending.windows import opened, settle, told
from tests.helpers.certificates import PASSPHRASE, pkcs12
from tests.unit.papers.rated import rated_desk
from ui.printing.check_paper import CheckPaperDialog
from ui.printing.page import PrintingPage
from ui.printing.sign_papers import SignDialog, Signing
from ui.shell.main_window import MainWindow


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with rated_desk(tmp_path / "unit") as made:
        yield made


@pytest.fixture
def window(desk: Desk) -> Iterator[MainWindow]:
    with opened(desk, "printing") as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> PrintingPage:
    found = window.page
    assert isinstance(found, PrintingPage)
    found.choose(("evaluation-document",))
    people = found.settings.people.list
    for at in (4, 5):
        people.item(at).setCheckState(Qt.CheckState.Checked)
    settle(window)
    return found


def certificate(folder: Path) -> Path:
    file = folder / "siti.p12"
    file.write_bytes(pkcs12())
    return file


def test_the_way_of_signing_is_chosen_and_remembered(
    page: PrintingPage, window: MainWindow, desk: Desk
) -> None:
    assert find_places(page.preview.data) == []
    page.settings.signing.setCurrentIndex(page.settings.signing.findData("tte"))
    settle(window)
    assert len(find_places(page.preview.data)) == 4
    assert desk.printing.signing() is SigningMode.CERTIFIED
    with opened(desk, "printing") as other:
        again = other.page
        assert isinstance(again, PrintingPage)
        assert again.settings.signing_way == "tte"


def test_the_sheet_on_the_wall_offers_no_signature(page: PrintingPage, window: MainWindow) -> None:
    assert page.sign_button.isEnabled()
    page.choose(("schedule",))
    settle(window)
    assert not page.sign_button.isEnabled()
    assert page.settings.signing.isHidden()


def test_each_paper_of_the_preview_is_signed_and_on_file(
    page: PrintingPage, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    opened_file = desk.signing.certificate(certificate(tmp_path), PASSPHRASE)
    page.sign_each(Signing(opened_file, tmp_path / "ttd"))
    settle(window)
    files = sorted((tmp_path / "ttd").glob("*_TTD.pdf"))
    assert len(files) == 2
    for file in files:
        assert [one.intact for one in signatures_in(file.read_bytes())] == [True]
        found = verify(desk.store, file)
        assert found.state is PaperState.CURRENT
        assert found.document is not None
        assert "Siti Contoh" in str(found.document["signed_by"])
    assert "2 papers are signed" in told(window)


def test_the_dialog_refuses_a_wrong_passphrase_and_takes_the_right_one(desk: Desk, tmp_path: Path) -> None:
    dialog = SignDialog(desk, 2, tmp_path / "ttd")
    dialog.show()
    assert dialog.passphrase.echoMode() is QLineEdit.EchoMode.Password
    dialog.certificate.setText(str(certificate(tmp_path)))
    dialog.passphrase.setText("salah")
    QTest.keyClick(dialog.passphrase, Qt.Key.Key_Return)
    assert dialog.signing is None
    assert "siti.p12" in dialog.trouble.text()
    dialog.passphrase.setText(PASSPHRASE)
    QTest.keyClick(dialog.passphrase, Qt.Key.Key_Return)
    assert dialog.signing is not None
    assert dialog.signing.folder == tmp_path / "ttd"
    assert dialog.passphrase.text() == ""
    dialog.deleteLater()
    again = SignDialog(desk, 1, tmp_path)
    assert again.certificate.text() == str(tmp_path / "siti.p12")
    assert again.passphrase.text() == ""
    again.deleteLater()


def test_a_dropped_paper_and_a_typed_code_are_answered(
    page: PrintingPage, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    page.save_each(tmp_path / "keluar")
    settle(window)
    file = sorted((tmp_path / "keluar").iterdir())[0]
    dialog = CheckPaperDialog(desk, window.runner, window)
    dialog.show()
    drop(dialog, file)
    settle(window)
    assert dialog.found is not None
    assert dialog.found.state is PaperState.CURRENT
    assert "Dokumen evaluasi" in dialog.banner.accessibleName()
    content = str(desk.store.select("issued_document")[0]["content"])
    dialog.code.setText(short_code(content).lower())
    QTest.keyClick(dialog.code, Qt.Key.Key_Return)
    assert dialog.found.state is PaperState.CURRENT
    assert "compare the words" in dialog.banner.text
    dialog.code.setText("entah apa")
    QTest.keyClick(dialog.code, Qt.Key.Key_Return)
    assert dialog.found is None
    assert "entah apa" in dialog.banner.text
    changed = tmp_path / "ubahan.pdf"
    changed.write_bytes(file.read_bytes()[:-40])
    drop(dialog, changed)
    settle(window)
    assert "ubahan.pdf" in dialog.banner.text
    assert dialog.found is None or dialog.found.state is not PaperState.CURRENT
    dialog.close()
    dialog.deleteLater()


def drop(dialog: CheckPaperDialog, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    none = Qt.KeyboardModifier.NoModifier
    dialog.dropEvent(
        QDropEvent(QPointF(20, 20), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    )


def test_the_check_opens_from_the_header_and_closes_with_esc(page: PrintingPage) -> None:
    seen: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, CheckPaperDialog)
        seen.append(dialog.windowTitle())
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    QTimer.singleShot(0, look)
    page.check_button.click()
    assert seen == ["Check a paper"]
