"""From the draw log to PDF bytes that are the same for the same content."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, assert_never

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from flexdesk.documents import fonts
from flexdesk.documents.palette import PRINT
from flexdesk.documents.paper import Box
from flexdesk.documents.sheet import Curve, Fill, Frames, Graphic, Page, Picture, Strokes, Text, Tiles
from flexdesk.documents.trouble import UnreadableEmblem

_PRODUCER = "FlexDesk"
_SHADES = frozenset({PRINT.header_fill, PRINT.section_fill, PRINT.raised})  # left white to save ink
_colours: dict[str, Color] = {}


class Binder:
    """Collects pages in one PDF; fonts and pictures are stored once. `save_ink` leaves shaded rows white."""

    def __init__(self, title: str, *, save_ink: bool = False) -> None:
        self._save_ink = save_ink
        self._stream = BytesIO()
        self._canvas = Canvas(self._stream, invariant=1, pageCompression=1, initialFontName="Helvetica")
        self._canvas.setTitle(title)
        self._canvas.setCreator(_PRODUCER)
        self._canvas.setProducer(_PRODUCER)

    def bookmark(self, title: str) -> None:
        """The next page begins a document of its own; readers list it at the side."""
        key = f"d{self._canvas.getPageNumber()}"
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(title, key, level=0)

    def add(self, pages: Sequence[Page]) -> None:
        for page in pages:
            self._canvas.setPageSize((page.sheet.width, page.sheet.height))
            _paint(self._canvas, page, self._save_ink)
            self._canvas.showPage()

    def finish(self) -> bytes:
        self._canvas.save()
        return self._stream.getvalue()


def _colour(value: str) -> Color:
    known = _colours.get(value)
    if known is None:
        known = _colours[value] = HexColor(value)
    return known


def _paint(canvas: Any, page: Page, save_ink: bool) -> None:
    height = page.sheet.height
    for graphic in page.graphics:
        if save_ink and isinstance(graphic, Fill) and graphic.colour in _SHADES:
            graphic = graphic._replace(colour=PRINT.white)
        _draw(canvas, graphic, height)
    _write(canvas, page.texts, height)


def _draw(canvas: Any, graphic: Graphic, height: float) -> None:
    match graphic:
        case Fill():
            _fill(canvas, graphic, height)
        case Frames(boxes, width, colour, dash):
            _pen(canvas, width, colour, dash)
            path = canvas.beginPath()
            for box in boxes:
                path.rect(box.left, height - box.bottom, box.width, box.height)
            canvas.drawPath(path)
        case Strokes(segments, width, colour, dash):
            _pen(canvas, width, colour, dash)
            canvas.lines([(x0, height - y0, x1, height - y1) for x0, y0, x1, y1 in segments])
        case Curve():
            _curve(canvas, graphic, height)
        case Tiles(boxes, colour):
            canvas.setFillColor(_colour(colour))
            path = canvas.beginPath()
            for box in boxes:
                path.rect(box.left, height - box.bottom, box.width, box.height)
            canvas.drawPath(path, stroke=0, fill=1)
        case Picture(box, data):
            _picture(canvas, box, data, height)
        case _:
            assert_never(graphic)


def _pen(canvas: Any, width: float, colour: str, dash: tuple[float, ...]) -> None:
    canvas.setStrokeColor(_colour(colour))
    canvas.setLineWidth(width)
    canvas.setDash(list(dash))


def _fill(canvas: Any, fill: Fill, height: float) -> None:
    box = fill.box
    canvas.setFillColor(_colour(fill.colour))
    if fill.outline:
        _pen(canvas, 0.5, fill.outline, ())
    place = (box.left, height - box.bottom, box.width, box.height)
    outlined = 1 if fill.outline else 0
    if fill.radius:
        canvas.roundRect(*place, fill.radius, stroke=outlined, fill=1)
    else:
        canvas.rect(*place, stroke=outlined, fill=1)


def _curve(canvas: Any, curve: Curve, height: float) -> None:
    path = canvas.beginPath()
    path.moveTo(curve.start[0], height - curve.start[1])
    for x1, y1, x2, y2, x3, y3 in curve.pieces:
        path.curveTo(x1, height - y1, x2, height - y2, x3, height - y3)
    if curve.fill:
        canvas.setFillColor(_colour(curve.fill))
        path.close()
    if curve.stroke:
        _pen(canvas, curve.width, curve.stroke, ())
    canvas.drawPath(path, stroke=1 if curve.stroke else 0, fill=1 if curve.fill else 0)


def _picture(canvas: Any, box: Box, data: bytes, height: float) -> None:
    try:
        image = ImageReader(BytesIO(data))
    except Exception as error:  # ReportLab raises whatever the decoder raised
        raise UnreadableEmblem() from error
    canvas.drawImage(
        image,
        box.left,
        height - box.bottom,
        box.width,
        box.height,
        mask="auto",
        preserveAspectRatio=True,
        anchor="c",
    )


def _write(canvas: Any, texts: Sequence[Text], height: float) -> None:
    """All texts of a page in one text object; the pen changes only where the style does."""
    writer = canvas.beginText()
    style, spacing, angle = None, 0.0, 0
    for text in texts:
        if text.style != style:
            style = text.style
            fonts.use(style.face)
            writer.setFont(style.face, style.size)
            writer.setFillColor(_colour(style.colour))
        if text.spacing != spacing:
            spacing = text.spacing
            writer.setWordSpace(spacing)
        if text.angle or angle:
            angle = text.angle
            turn = (0, 1, -1, 0) if angle else (1, 0, 0, 1)
            writer.setTextTransform(*turn, text.x, height - text.y)
        else:
            writer.setTextOrigin(text.x, height - text.y)
        writer.textOut(text.text)
    canvas.drawText(writer)
