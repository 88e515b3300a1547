"""Finds the paper in a printer by its size, and puts finished PDF pages on it without a second layout."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QLineF, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPen
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from flexdesk.documents.palette import PRINT
from flexdesk.documents.preview import page_image, page_sizes
from flexdesk.errors import EnvironmentTrouble
from flexdesk.i18n import N_
from flexdesk.progress import Progress

TOLERANCE_MM = 1.0
_LEGAL_MM = (215.9, 355.6)
_A4_MM = (210.0, 297.0)
_DPI = 300  # office printers gain nothing from more, and the memory of a small laptop ends
_POINTS = 72.0
_MM = _POINTS / 25.4


class Way(StrEnum):
    """How a paper comes out of a printer that may not know its size."""

    EXACT = "exact"
    LEGAL = "legal"  # on Legal paper at full size, with marks where to cut
    A4 = "a4"  # made smaller
    PDF = "pdf"  # not printed here


class NotPrinted(EnvironmentTrouble):
    code = "print.spooler"
    ticket = "FD-CTK-10"
    text = N_("The printer {printer} did not take the paper.")
    safe = N_("The paper is not lost: it can be made again or saved as PDF at any time.")
    next = N_("Look whether the printer is on and has paper, or save a PDF and print it elsewhere.")


@dataclass(frozen=True, slots=True)
class Tray:
    """A printer and what it can do with the size asked for; `size` is None where only PDF is left."""

    name: str
    description: str
    ways: tuple[Way, ...]


def trays(paper: str) -> list[Tray]:
    """The printers of this laptop, the default one first."""
    default = QPrinterInfo.defaultPrinterName()
    found = sorted(QPrinterInfo.availablePrinters(), key=lambda info: info.printerName() != default)
    made = []
    for info in found:
        name = info.printerName()
        made.append(Tray(name, info.description() or name, ways(info.supportedPageSizes(), paper)))
    return made


def ways(sizes: list[QPageSize], paper: str) -> tuple[Way, ...]:
    """What is possible with a printer's list of sizes: the exact one, or the substitutes in order."""
    if match(sizes, PRINT.paper_mm[paper]) is not None:
        return (Way.EXACT,)
    found = [
        way for way, size in ((Way.LEGAL, _LEGAL_MM), (Way.A4, _A4_MM)) if match(sizes, size) is not None
    ]
    if paper == "A4" and Way.A4 in found:
        found.remove(Way.A4)
    return (*found, Way.PDF)


def match(sizes: list[QPageSize], wanted_mm: tuple[float, float]) -> QPageSize | None:
    """The size within a millimetre; drivers call F4 by many names, so names do not count."""
    for size in sizes:
        found = size.size(QPageSize.Unit.Millimeter)
        if (
            abs(found.width() - wanted_mm[0]) <= TOLERANCE_MM
            and abs(found.height() - wanted_mm[1]) <= TOLERANCE_MM
        ):
            return size
    return None


def sheet_mm(way: Way, paper: str) -> tuple[float, float]:
    """The paper that goes through the printer, upright."""
    return {Way.LEGAL: _LEGAL_MM, Way.A4: _A4_MM}.get(way, PRINT.paper_mm[paper])


def shrink(way: Way, paper: str) -> float:
    """1.0, or by how much an F4 page is made smaller to fit A4."""
    if way is not Way.A4:
        return 1.0
    wanted = PRINT.paper_mm[paper]
    return min(_A4_MM[0] / wanted[0], _A4_MM[1] / wanted[1], 1.0)


def print_pages(printer: QPrinter, data: bytes, way: Way, paper: str, progress: Progress) -> int:
    """Put every page of a PDF on the printer; returns the sheets. Raises NotPrinted, CancelledError.

    A stopped job is taken back, so that no half paper comes out.
    """
    sizes = page_sizes(data)
    painter = QPainter()
    for index, (width, height) in enumerate(sizes):
        _lay(printer, way, paper, landscape=width > height)
        if index == 0 and not painter.begin(printer):
            raise NotPrinted(printer=printer.printerName())
        if index and not printer.newPage():
            painter.end()
            raise NotPrinted(printer=printer.printerName())
        try:
            progress.report(index, len(sizes))
        except BaseException:
            printer.abort()
            painter.end()
            raise
        _paint(painter, printer, data, index, (width, height), shrink(way, paper), marks=way is Way.LEGAL)
    painter.end()
    progress.report(len(sizes), len(sizes))
    return len(sizes)


def _lay(printer: QPrinter, way: Way, paper: str, *, landscape: bool) -> None:
    wide, high = sheet_mm(way, paper)
    turned = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    size = QPageSize(
        QSizeF(wide, high), QPageSize.Unit.Millimeter, paper, QPageSize.SizeMatchPolicy.FuzzyMatch
    )
    layout = QPageLayout(size, turned, QMarginsF(0, 0, 0, 0))
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setFullPage(True)
    printer.setPageLayout(layout)


def _paint(
    painter: QPainter,
    printer: QPrinter,
    data: bytes,
    index: int,
    points: tuple[float, float],
    scale: float,
    *,
    marks: bool,
) -> None:
    image = page_image(data, index, scale=_DPI / _POINTS)
    picture = QImage(image.rgb, image.width, image.height, image.width * 3, QImage.Format.Format_RGB888)
    dots = printer.resolution() / _POINTS
    box = QRectF(0, 0, points[0] * dots * scale, points[1] * dots * scale)
    painter.drawImage(box, picture)
    if marks:
        _cut_marks(painter, box, dots)


def _cut_marks(painter: QPainter, box: QRectF, dots: float) -> None:
    """Short lines outside the page's corners, where the larger sheet is to be cut."""
    painter.setPen(QPen(painter.pen().color(), 0.3 * _MM * dots))
    long, gap = 5 * _MM * dots, 1 * _MM * dots
    right, bottom = box.right(), box.bottom()
    painter.drawLine(QLineF(right, bottom + gap, right, bottom + gap + long))
    painter.drawLine(QLineF(right + gap, bottom, right + gap + long, bottom))
    painter.drawLine(QLineF(box.left(), bottom + gap, box.left() + long, bottom + gap))
    painter.drawLine(QLineF(right + gap, box.top(), right + gap, box.top() + long))
