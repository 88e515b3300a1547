"""Publishing on a real unit: files in a folder, versions, withdrawal, and codes from paper."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from flexdesk.domain.periods import week_of
from flexdesk.domain.places import Place
from flexdesk.services.week_codes import picture
from tests.end_to_end.windows import Person, at_window
from tests.helpers.desks import small_desk
from ui.schedule.page import SchedulePage
from ui.schedule.publish import PublishDialog
from ui.schedule.read_code import ReadCodeDialog
from ui.schedule.versions import VersionsDialog
from ui.widgets.confirm import Confirm
from ui.widgets.label import Label

RINI, AGUS, DEWI = "198501012009012001", "199001012015011002", "199203042019032003"
MONDAY = date(2026, 11, 23)
WEEK = week_of(MONDAY)


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    desk = small_desk(
        tmp_path / "unit", [(RINI, "Rini Astuti"), (AGUS, "Agus Salim"), (DEWI, "Dewi Lestari")]
    )
    with at_window(desk) as made:
        page = made.at(SchedulePage)
        page.desk.show_period(MONDAY)
        made.settle()
        yield made


def key_of(person: Person, nip: str) -> str:
    return next(one.key for one in person.desk.people.roster() if one.nip == nip)


def put(person: Person, nip: str, day: date, place: Place) -> None:
    person.desk.schedule.set_places([(key_of(person, nip), day, place)])
    person.settle()


def labels(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(Label))


def publish(person: Person, letter: str, *, folder: Path | None = None, every: bool = False) -> str:
    said: list[str] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, PublishDialog)
        if every:
            for box in dialog._boxes.values():
                box.setChecked(True)
        if folder is not None:
            dialog._folder = folder
        person.picture(f"terbit-{letter.replace('/', '-')}", dialog)
        said.append(labels(dialog))

    person.answer("<Ctrl+A>", letter, "<Enter>", look=look)
    person.press("Ctrl+Enter")
    person.settle()
    return said[0]


def test_what_was_ticked_lies_in_the_folder_and_a_second_time_is_harmless(
    person: Person, tmp_path: Path
) -> None:
    put(person, AGUS, MONDAY, Place.HOME)
    folder = tmp_path / "keluaran"
    publish(person, "1/2026", folder=folder, every=True)
    names = sorted(one.name for one in folder.iterdir())
    assert "2026-W48_SPT.pdf" in names
    assert {Path(name).suffix for name in names} == {".pdf", ".txt", ".png", ".ics", ".xlsx"}
    assert not [name for name in names if name.endswith(".part")]
    assert str(folder) in person.told
    assert person.desk.publish_outputs.folder == folder
    person.picture("terbit-selesai")
    publish(person, "1/2026", every=True)
    assert sorted(one.name for one in folder.iterdir()) == names
    assert len(person.desk.publications.versions(WEEK)) == 1


def test_the_page_says_what_was_and_what_comes(person: Person) -> None:
    publish(person, "1/2026")
    put(person, DEWI, MONDAY, Place.HOME)
    said = publish(person, "2/2026")
    assert "Dewi Lestari, Sen 23: Kantor → Rumah (WFA)" in said
    assert "Versi 1 · 21 November 2026 · 1/2026 · berlaku" in said


def test_publishing_is_no_step_that_ctrl_z_takes_back(person: Person) -> None:
    publish(person, "1/2026")
    person.press("Ctrl+Z")
    person.settle()
    assert [one.number for one in person.desk.publications.versions(WEEK)] == [1]


@pytest.mark.parametrize("sure", [True, False])
def test_a_withdrawal_is_asked_for_with_its_consequence(person: Person, sure: bool) -> None:
    publish(person, "1/2026")
    put(person, DEWI, MONDAY, Place.HOME)
    publish(person, "2/2026")
    asked: list[str] = []

    def confirm() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, Confirm)
        asked.append(labels(dialog))
        person.picture("cabut", dialog)
        (dialog.go if sure else dialog.cancel).click()

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, VersionsDialog)
        assert dialog.text.toPlainText() == "Dewi Lestari, Sen 23: Kantor → Rumah (WFA)"
        assert not dialog.take_back.isEnabled()
        dialog.reason.setText("Salah tanggal")
        person.picture("versi", dialog)
        QTimer.singleShot(60, confirm)
        dialog.take_back.click()
        if not sure:
            QTest.keyClick(dialog, Qt.Key.Key_Escape)

    person.answer(look=look)
    person.press("Alt+R")
    person.settle()
    assert "Versi 1 berlaku kembali." in asked[0]
    assert person.desk.publications.standing(WEEK).number == (1 if sure else 2)


def test_a_picture_of_a_code_is_read_from_the_clipboard(person: Person) -> None:
    put(person, AGUS, MONDAY, Place.HOME)
    publish(person, "1/2026")
    (code,) = person.desk.week_codes.texts(person.desk.schedule.week(MONDAY), WEEK, "Kecamatan Contoh")

    def paste(dialog: QDialog) -> None:
        assert isinstance(dialog, ReadCodeDialog)
        QGuiApplication.clipboard().setImage(QImage.fromData(picture(code)))
        dialog.clipboard.click()
        assert dialog.reading is not None

    person.answer(look=paste)
    person.press("Alt+Q")
    person.settle()
    offer = person.at(SchedulePage).desk.strip.offer
    assert offer is not None
    assert "versi 1" in offer.text


def test_a_pasted_code_is_a_layer_that_esc_drops(person: Person) -> None:
    put(person, AGUS, MONDAY, Place.HOME)
    publish(person, "1/2026")
    view = person.desk.schedule.week(MONDAY)
    (code,) = person.desk.week_codes.texts(view, WEEK, "Kecamatan Contoh")
    put(person, AGUS, MONDAY, Place.OFFICE)
    before = person.digest

    def paste(dialog: QDialog) -> None:
        assert isinstance(dialog, ReadCodeDialog)
        dialog.text.setPlainText("bukan kode")
        dialog.go.click()
        assert dialog.isVisible()
        assert "utuh" in dialog.trouble.text()
        person.picture("baca-kode", dialog)
        dialog.text.setPlainText(code)
        dialog.go.click()

    person.answer(look=paste)
    person.press("Alt+Q")
    person.settle()
    page = person.at(SchedulePage)
    assert page.desk.strip.offer is not None
    assert "versi 1" in page.desk.strip.offer.text
    assert "cocok" in page.desk.strip.offer.text
    person.picture("baca-kode-usulan")
    assert person.digest == before
    person.press("Enter")
    person.settle()
    assert person.desk.schedule.week(MONDAY).changed == 0
