"""The screen “Cetak”: what is seen is what is filed and printed, byte for byte."""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import QGuiApplication, QPageSize, QWheelEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from flexdesk.desk.desk import Desk
from flexdesk.documents.preview import page_count, page_sizes
from flexdesk.domain.performance import Rating
from flexdesk.domain.periods import parse_period
from flexdesk.domain.places import Place
from flexdesk.services.messages import schedule_text
from tests.gui.sending.windows import opened, settle, told
from tests.helpers.desks import kecamatan_desk
from ui.paper import printers
from ui.paper.preview import Fit
from ui.paper.printers import Tray, Way
from ui.printing.page import PrintingPage
from ui.shell.main_window import MainWindow
from ui.widgets.empty_state import EmptyState

MONDAY = date(2026, 11, 23)
_MM = QPageSize.Unit.Millimeter


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = kecamatan_desk(tmp_path / "unit")
    yield made
    made.close()


@pytest.fixture
def window(desk: Desk) -> Iterator[MainWindow]:
    with opened(desk, "printing") as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> PrintingPage:
    found = window.page
    assert isinstance(found, PrintingPage)
    return found


def rate_all(desk: Desk) -> None:
    period = parse_period("2026-Q3")
    plans = desk.evaluation.evaluations(period)
    desk.evaluation.rate_many({e.skp.key: (Rating.MEETS, Rating.MEETS, None) for e in plans}, period)
    desk.evaluation.set_organisation(period, "baik")


def test_the_next_week_is_drawn_and_checked_at_once(page: PrintingPage) -> None:
    assert page.period.code == "2026-W48"
    assert page.preview.ready
    assert page.preview.pages == 1
    assert "0 cut off" in page.check.words.text()
    assert page.settings.file_name.text() == "2026-W48_JADWAL_M48.pdf"


def test_the_saved_file_is_the_preview_and_is_on_file(
    page: PrintingPage, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    page.save_combined(tmp_path / "out" / "jadwal.pdf")
    settle(window)
    data = (tmp_path / "out" / "jadwal.pdf").read_bytes()
    assert data == page.preview.data
    filed = [row["sha256"] for row in desk.store.select("issued_document")]
    assert filed == [hashlib.sha256(data).hexdigest()]
    assert "jadwal.pdf" not in told(window)
    assert str(tmp_path / "out") in told(window)


def test_paper_and_ink_change_the_drawing(page: PrintingPage, window: MainWindow) -> None:
    first = page.preview.data
    page.settings.paper.setCurrentIndex(page.settings.paper.findData("A4"))
    settle(window)
    wide, high = page_sizes(page.preview.data)[0]
    assert (round(wide * 25.4 / 72), round(high * 25.4 / 72)) == (297, 210)
    page.settings.save_ink.setChecked(True)
    settle(window)
    assert page.preview.data not in (first, b"")


def test_reasons_are_hidden_unless_asked_for(page: PrintingPage, window: MainWindow, desk: Desk) -> None:
    person = desk.people.roster()[3]
    desk.schedule.set_places([(person.key, MONDAY, Place.SICK)], reason="surat dokter")
    settle(window)
    hidden = page.preview.data
    page.settings.hide_reasons.setChecked(False)
    settle(window)
    assert page.preview.data != hidden


def test_daily_reports_open_for_their_month(page: PrintingPage, window: MainWindow, desk: Desk) -> None:
    page.open_item("daily-report|2026-09")
    settle(window)
    assert (page.kinds, page.period.code) == (("daily-report",), "2026-09")
    assert page_count(page.preview.data) >= len(desk.people.roster())


def test_the_schedule_screen_opens_the_papers_of_a_publication(
    page: PrintingPage, window: MainWindow
) -> None:
    page.open_item("week|2026-11-30|letter|wall|message|slips")
    settle(window)
    assert page.kinds == ("assignment-letter", "schedule", "slip")
    assert page.period.code == "2026-W49"
    assert page_count(page.preview.data) >= 3
    assert "WhatsApp" in told(window)
    page.open_item("week|2026-11-23")
    settle(window)
    assert page.kinds == ("schedule",)
    assert page.period.code == "2026-W48"


def test_evaluations_that_are_missing_say_where_to_go(page: PrintingPage, window: MainWindow) -> None:
    wanted: list[str] = []
    page.wanted.connect(lambda screen, _item: wanted.append(screen))
    page.choose(("evaluation",))
    settle(window)
    empty = page.middle.currentWidget()
    assert isinstance(empty, EmptyState)
    assert not page.settings.combined.isEnabled()
    empty.buttons[0].click()
    assert wanted == ["evaluation"]


def test_one_person_or_all_each_in_a_file(
    page: PrintingPage, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    rate_all(desk)
    page.choose(("evaluation",))
    settle(window)
    assert page.preview.pages >= 35
    page.settings.people.field.setText(desk.people.roster()[0].name)
    settle(window)
    assert page.asked is not None
    assert len(page.asked.nips) == 1
    page.settings.people.field.clear()
    settle(window)
    page.save_each(tmp_path / "each")
    settle(window)
    assert len(list((tmp_path / "each").glob("2026-Q3_EVALUASI_*.pdf"))) == 35
    assert len(desk.store.select("issued_document")) == 35


def test_pages_turn_and_the_wheel_with_ctrl_enlarges(page: PrintingPage, window: MainWindow) -> None:
    page.choose(("slip",))
    settle(window)
    preview = page.preview
    assert preview.pages > 1
    QTest.keyClick(preview, Qt.Key.Key_Right)
    assert preview.page == 1
    assert "2 of" in page.tools.count.text()
    before = preview.scale()
    middle = QPointF(preview.viewport().rect().center())
    wheel = QWheelEvent(
        middle,
        middle,
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(preview.viewport(), wheel)
    assert preview.scale() > before
    assert preview.fit is Fit.FREE
    settle(window)
    assert preview.ready


def test_the_text_for_the_group_tells_no_reasons(page: PrintingPage, desk: Desk) -> None:
    people = desk.people.roster()
    for person, place in zip(people, (Place.SICK, Place.LEAVE, Place.PERMIT, Place.HOME), strict=False):
        desk.schedule.set_places([(person.key, MONDAY, place)], reason="rahasia sekali")
    page.copy_message()
    text = QGuiApplication.clipboard().text()
    assert people[0].name in text
    assert f"Rumah (WFA): {people[3].name}" in text
    for word in ("Sakit", "Cuti", "Izin", "rahasia"):
        assert word not in text
    week = parse_period("2026-W48")
    assert text == schedule_text(desk.schedule.week(MONDAY), week, "Kecamatan Tirtawening")


# Printers: sizes, not names, decide.


def size(width: float, height: float, name: str) -> QPageSize:
    return QPageSize(QSizeF(width, height), _MM, name, QPageSize.SizeMatchPolicy.ExactMatch)


@pytest.mark.parametrize(
    ("sizes", "paper", "ways"),
    [
        ([size(215, 330, "Folio")], "F4", (Way.EXACT,)),
        ([size(215.9, 330.2, "F4 (13 in)")], "F4", (Way.EXACT,)),
        ([size(210, 330, "F4")], "F4", (Way.PDF,)),  # the name says F4, the size does not
        ([size(215.9, 355.6, "Legal"), size(210, 297, "A4")], "F4", (Way.LEGAL, Way.A4, Way.PDF)),
        ([size(210, 297, "A4")], "A4", (Way.EXACT,)),
        ([], "F4", (Way.PDF,)),
    ],
)
def test_paper_is_found_by_size(sizes: list[QPageSize], paper: str, ways: tuple[Way, ...]) -> None:
    assert printers.ways(sizes, paper) == ways


def test_without_f4_the_person_chooses_and_without_printer_the_pdf_is_first(page: PrintingPage) -> None:
    page.settings.show_trays([])
    assert page.settings.way is Way.PDF
    assert page.settings.go.text() == "Save PDF"
    page.settings.show_trays([Tray("inkjet", "Inkjet", (Way.LEGAL, Way.A4, Way.PDF))])
    assert page.settings.way is Way.LEGAL
    assert page.settings.go.text() == "Print"
    radios = page.settings._ways.buttons()
    radios[2].setChecked(True)
    assert page.settings.way is Way.PDF
    assert page.settings.go.text() == "Save PDF"


@pytest.mark.parametrize(("way", "wide"), [(Way.EXACT, 330), (Way.LEGAL, 355.6), (Way.A4, 297)])
def test_the_printed_sheet_has_the_size_of_the_way(
    page: PrintingPage, window: MainWindow, desk: Desk, tmp_path: Path, way: Way, wide: float
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setResolution(150)
    page.send(printer, way)
    settle(window)
    sizes = page_sizes((tmp_path / "printed.pdf").read_bytes())
    assert len(sizes) == 1
    assert sizes[0][0] * 25.4 / 72 == pytest.approx(wide, abs=1)
    assert len(desk.store.select("issued_document")) == 1
    assert "1 pages" in told(window)
