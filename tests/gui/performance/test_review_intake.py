"""Reports that come by clipboard and by dragging: texts, pictures of codes, and files."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import segno
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from flexdesk.domain.report_code import ReportCodeDamaged
from tests.gui.performance.conftest import HEAD, Hand
from tests.helpers.report_codes import ROW, body, line, pieces
from ui.review.page import ReviewPage

ROWS: list[ROW] = [
    (date(2026, 11, day), ("08:00", "09:00", "", f"Memimpin rapat {day}", "1", "kegiatan", "notulen.pdf", ""))
    for day in (16, 17, 18)
]
WHOLE = body(*HEAD, ROWS)
V, CONTROL = Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def emptied() -> Iterator[None]:
    """Data that Python made must not lie in the clipboard when Qt is taken down."""
    yield
    QGuiApplication.clipboard().clear()


def picture(text: str, folder: Path) -> Path:
    file = folder / f"{len(list(folder.glob('*.png')))}.png"
    segno.make(text, error="l", micro=False).save(str(file), scale=5)
    return file


def paste(hand: Hand, data: QMimeData) -> None:
    QGuiApplication.clipboard().setMimeData(data)
    page = hand.window.page
    assert isinstance(page, ReviewPage)
    with hand.qtbot.waitSignal(hand.window.reporter.noticed, timeout=20_000):
        hand.press(V, CONTROL)
    QApplication.processEvents()


def of_text(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    return data


def of_picture(file: Path, text: str = "") -> QMimeData:
    data = QMimeData()
    data.setImageData(QImage(str(file)))
    if text:
        data.setText(text)
    return data


def sources(hand: Hand) -> list[object]:
    return [row["source"] for row in hand.desk.store.select("output")]


def test_a_pasted_text_is_taken_and_shown_and_undone(bare: Hand) -> None:
    page = bare.review()
    paste(bare, of_text(f"[18/11/2026 16.31] Anita: halo\n{line(WHOLE)}"))
    assert bare.notices()[0].startswith("3 outputs imported, 0 known already")
    assert sources(bare) == ["form-text"] * 3
    assert page.period.first == date(2026, 11, 18)
    paste(bare, of_text(line(WHOLE)))
    assert bare.notices()[1].startswith("0 outputs imported, 3 known already")
    bare.window.editor.undo()
    assert sources(bare) == []


def test_pictures_may_be_pasted_one_after_the_other(bare: Hand, tmp_path: Path) -> None:
    bare.review()
    first, second = (picture(text, tmp_path) for text in pieces(WHOLE, 2))
    paste(bare, of_picture(second))
    assert "still missing: 1" in bare.notices()[0]
    assert sources(bare) == []
    paste(bare, of_picture(first))
    assert bare.notices()[1].startswith("3 outputs imported")
    assert sources(bare) == ["form-qr"] * 3
    paste(bare, of_picture(first))  # nothing of the report before is left
    assert "still missing: 2" in bare.notices()[2]


def test_cells_of_a_spreadsheet_are_read_as_text_though_a_picture_comes_along(
    bare: Hand, tmp_path: Path
) -> None:
    bare.review()
    table = f"NIP\tTanggal\tUraian Kegiatan\tVolume\n{HEAD[0]}\t18/11/2026\tMenelaah surat\t3 surat"
    paste(bare, of_picture(picture("x", tmp_path), table))
    assert sources(bare) == ["file"]


def test_a_copied_file_is_taken(bare: Hand, tmp_path: Path) -> None:
    bare.review()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(picture(text, tmp_path))) for text in pieces(WHOLE, 3)])
    paste(bare, data)
    assert sources(bare) == ["form-qr"] * 3


@pytest.mark.parametrize("way", ["files", "text"])
def test_what_is_dropped_on_the_page_is_taken(bare: Hand, tmp_path: Path, way: str) -> None:
    page = bare.review()
    data = of_text(line(WHOLE))
    if way == "files":
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(picture(text, tmp_path))) for text in pieces(WHOLE, 2)])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(page, entered)
    assert entered.isAccepted()
    dropped = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, buttons, keys)
    with bare.qtbot.waitSignal(bare.window.reporter.noticed, timeout=20_000):
        QApplication.sendEvent(page, dropped)
    assert len(sources(bare)) == 3


def test_nothing_and_a_damaged_text_are_refused_in_words(bare: Hand) -> None:
    bare.review()
    paste(bare, of_text(line(WHOLE)[:-1]))
    assert bare.notices() == [ReportCodeDamaged.code]
    assert sources(bare) == []


@pytest.mark.parametrize("text", ["  ", "[18/11/2026 16.31] Entah Siapa: 1. Menyusun laporan 2 dokumen"])
def test_a_chat_is_shown_before_it_is_taken(bare: Hand, text: str) -> None:
    page = bare.review()
    QGuiApplication.clipboard().setMimeData(of_text(text))
    bare.press(V, CONTROL)
    assert page.content.over is page.arrivals.paste
    assert page.arrivals.paste.text.toPlainText() == text
    assert bare.notices() == []


def test_pasting_into_a_note_stays_in_the_note(hand: Hand) -> None:
    page = hand.review()
    hand.press("2")
    QGuiApplication.clipboard().setText(line(WHOLE))
    field = QApplication.focusWidget()
    assert isinstance(field, QPlainTextEdit)
    hand.press(V, CONTROL)
    assert field.toPlainText() == line(WHOLE)
    assert hand.notices() == []
    assert page.detail.note.isVisible()
