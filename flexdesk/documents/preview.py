"""Pages as pictures, drawn from the very bytes that are filed, so that preview and paper cannot differ."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from threading import RLock

import pypdfium2 as pdfium

from flexdesk.documents.trouble import NoSuchPage, UnreadablePdf

_ONE_AT_A_TIME = RLock()  # PDFium is not safe to call from two threads


@dataclass(frozen=True, slots=True)
class PageImage:
    """Rows from top to bottom, three bytes a pixel (red, green, blue), rows not padded."""

    width: int
    height: int
    rgb: bytes


@contextmanager
def opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    """The PDF while nobody else uses PDFium; raises UnreadablePdf."""
    with _ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            raise UnreadablePdf() from error
        try:
            yield document
        finally:
            document.close()


def page_count(data: bytes) -> int:
    with opened(data) as document:
        return len(document)


def page_sizes(data: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of each page in points."""
    with opened(data) as document:
        return tuple(document.get_page_size(index) for index in range(len(document)))


def page_image(data: bytes, page: int, *, scale: float) -> PageImage:
    """Page `page` (from 0) at `scale` pixels a point; 96 / 72 is the screen's real size."""
    with opened(data) as document:
        if not 0 <= page < len(document):
            raise NoSuchPage(page=page + 1, pages=len(document))
        sheet = document[page]
        bitmap = sheet.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
        width, height, stride, channels = bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels
        raw = bytes(bitmap.buffer)
        bitmap.close()
        sheet.close()
    return PageImage(width, height, _packed(raw, width, height, stride, channels))


def _packed(raw: bytes, width: int, height: int, stride: int, channels: int) -> bytes:
    if channels == 1:
        rows = (raw[y * stride : y * stride + width] for y in range(height))
        return b"".join(bytes(value for value in row for _ in range(3)) for row in rows)
    return b"".join(raw[y * stride : y * stride + width * 3] for y in range(height))


def page_png(data: bytes, page: int, *, scale: float) -> bytes:
    """The same as a PNG file."""
    from PIL import Image  # comes with ReportLab; loaded only where a file is asked for

    image = page_image(data, page, scale=scale)
    stream = BytesIO()
    Image.frombytes("RGB", (image.width, image.height), image.rgb).save(stream, "PNG", optimize=True)
    return stream.getvalue()
