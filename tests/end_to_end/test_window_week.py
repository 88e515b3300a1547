"""A week from an empty unit to the letter in the file, and a week that may not be published."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from flexdesk.domain.places import Place
from tests.end_to_end.windows import Person, at_window, files, places, week_of
from tests.gui.conftest import _nothing_leaks, _plain_look, qapp  # noqa: F401
from tests.helpers.desks import DATA, kecamatan_desk, small_desk
from ui.people.page import PeoplePage
from ui.printing.page import PrintingPage
from ui.schedule import words
from ui.schedule.page import SchedulePage
from ui.schedule.pattern_list import PatternList, PatternName
from ui.schedule.publish import PublishDialog
from ui.schedule.sheet import Spot
from ui.widgets.label import Label

pytestmark = pytest.mark.usefixtures("qapp")

CAMAT = ("197712092004032865", "Anita Linda Susanti")
DUK = DATA / "rosters" / "02-duk-kecamatan-tirtawening.xlsx"
LETTER = "800.1.11.1/48"
MONDAY = date(2026, 11, 23)


def bring_in(person: Person) -> None:
    """The list through the wizard, with the row of the wrong golongan mended in its red cell."""
    page = person.at(PeoplePage)
    person.press("Ctrl+O")
    with files(opened=DUK):
        person.press("Enter" if isinstance(person.window.focusWidget(), QLineEdit) else "Space")
    person.settle()
    wizard = page.wizard
    person.picture("1-impor")
    assert wizard.trial is not None
    assert (len(wizard.trial.reading.accepted), len(wizard.trial.reading.rejected)) == (35, 5)
    model, table = wizard.check.model, wizard.check.table
    for _ in range(5):
        if model.rows[table.currentIndex().row()].fault == "golongan":
            break
        person.press("F8")
    person.press("F2", on=table)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    person.write("III/d")
    person.press("Enter")
    person.settle()
    assert len(wizard.trial.reading.accepted) == 36
    person.press("Ctrl+Enter")
    person.settle()
    person.press("Space")  # the button that has the keyboard says that it is done
    person.settle()
    assert not page.importing


def test_a_camat_brings_people_in_plans_next_week_and_publishes_it(tmp_path: Path) -> None:
    with at_window(small_desk(tmp_path / "unit", [CAMAT])) as person:
        bring_in(person)
        assert len(person.desk.people.roster()) == 36
        page = person.at(SchedulePage)
        person.press("Alt+PgDown")
        person.settle()
        person.press("Ctrl+R")
        person.settle()
        assert page.desk.strip.offer is not None
        person.picture("1-ratakan")
        before = person.digest
        person.press("Enter")
        person.settle()
        assert person.digest != before
        assert places(person.desk, Place.HOME) > 30
        assert page.desk.heading is not None
        assert (page.desk.heading.hard, page.desk.heading.version) == (0, None)
        person.picture("1-rencana")
        shown: list[PublishDialog] = []
        person.answer(LETTER, "<Enter>", look=lambda dialog: shown.append(_photographed(person, dialog)))
        person.press("Ctrl+Enter")
        person.settle()
        assert len(shown) == 1
        banner = person.window.notices.banner
        assert banner is not None
        assert "3 berkas" in banner.text  # letter with annex, wall sheet, text for the chat
        banner.buttons[1].click()
        person.settle()
        papers = person.on(PrintingPage)  # publishing leads on to its papers
        assert papers.kinds == ("assignment-letter", "schedule")
        assert papers.preview.ready
        assert papers.preview.pages >= 3  # letter, annex, wall sheet
        person.picture("1-cetak")
        published = person.desk.store.select("publication")
        assert [(row["letter"], person.name_of(str(row["signer"]))) for row in published] == [
            (LETTER, CAMAT[1])
        ]
        person.at(SchedulePage)
        assert page.header.badge.facts.text == "Terbit, versi 1"
        person.picture("1-terbit")


def _photographed(person: Person, dialog: QDialog) -> PublishDialog:
    assert isinstance(dialog, PublishDialog)
    assert dialog.go.isEnabled()
    person.picture("1-terbitkan", dialog)
    return dialog


def test_a_third_wfa_day_is_found_mended_brought_back_and_stops_the_letter(tmp_path: Path) -> None:
    with at_window(kecamatan_desk(tmp_path / "unit")) as person:
        page = person.at(SchedulePage)
        person.press("Alt+PgDown")
        person.settle()
        row = next(n for n, one in enumerate(page.desk.settled().people) if one.name == "Tika Yulianti")
        person.press("Ctrl+Home", *["Down"] * row)
        person.type_in("wwwkk")
        assert week_of(page, "Tika Yulianti") == "WWWKK.."
        assert page.desk.heading is not None
        assert page.desk.heading.hard == 1
        person.picture("2-tiga-hari")
        person.press("Ctrl+Home", "F8")
        card = page.desk.panel.cards[page.desk.panel.current].facts
        assert card.title == "Tika Yulianti"
        assert "Pasal 13" in card.article
        assert card.ways[0].text == "Rabu jadi K"
        person.press("Alt+1")
        person.settle()
        mended = week_of(page, "Tika Yulianti")
        assert sorted(mended[:5]) == list("KKKWW")
        person.press("Ctrl+Z")
        person.settle()
        assert week_of(page, "Tika Yulianti") == "WWWKK.."
        before = person.digest
        said: list[str] = []

        def read(dialog: QDialog) -> None:
            assert isinstance(dialog, PublishDialog)
            assert not dialog.go.isEnabled()
            person.picture("2-ditolak", dialog)
            said.extend(label.text() for label in dialog.findChildren(Label))

        person.answer(LETTER, "<Enter>", look=read)
        person.press("Ctrl+Enter")
        person.settle()
        assert "1 masalah wajib diperbaiki sebelum terbit." in said
        assert any("Tika Yulianti" in line and "Pasal 13" in line for line in said), said
        assert person.digest == before
        assert person.on(SchedulePage) is page


def test_a_pattern_is_kept_from_a_selection_and_laid_over_next_week(tmp_path: Path) -> None:
    with at_window(small_desk(tmp_path / "unit", [CAMAT])) as person:
        bring_in(person)
        page = person.at(SchedulePage)
        grid = page.desk.grid
        page.desk.show_period(MONDAY)
        grid.go_to(Spot(8, 1))
        person.press("w")
        person.settle()
        grid.select_rows(8, 9)
        person.press("Ctrl+Shift+S")
        name = QApplication.activePopupWidget()
        assert isinstance(name, PatternName)
        QTest.keyClicks(name.field, "Piket bergilir")
        person.picture("pola-nama", of=name)
        QTest.keyClick(name.field, Qt.Key.Key_Return)
        person.settle()
        (own,) = [one for one in person.desk.patterns.patterns() if one.row]
        assert own.rows == ("KWKKK..", "KKKKK..")
        page.desk.show_period(MONDAY + timedelta(days=7))
        grid.select_rows(8, 9)
        person.press("Alt+P")
        shown = QApplication.activePopupWidget()
        assert isinstance(shown, PatternList)
        person.picture("pola", of=shown)
        QTest.keyClick(shown.list, Qt.Key.Key_End)
        QTest.keyClick(shown.list, Qt.Key.Key_Return)
        person.settle()
        assert page.desk.strip.offer is not None
        person.press("Enter")
        person.settle()
        sheet = page.desk.settled()
        assert "".join(words.letter(sheet.place(Spot(row, 1))) for row in (8, 9)) == "KW"
        person.press("Ctrl+Z")
        person.settle()
        assert page.desk.settled().place(Spot(9, 1)) is Place.OFFICE
