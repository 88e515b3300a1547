"""Looks at a finished PDF as a stranger would: fonts embedded, letters on the sheet, which text it says."""

import ctypes
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

from flexdesk.documents.paper import MM
from flexdesk.documents.preview import opened

_PRINTABLE = 3 * MM
_INVISIBLE = frozenset({"\r", "\n", " ", "\u00a0"})


@dataclass(frozen=True, slots=True)
class FileReport:
    """`outside` are characters beyond the printable part; `loose_fonts` are names of fonts not embedded."""

    pages: int
    texts: tuple[str, ...]
    loose_fonts: tuple[str, ...]
    outside: tuple[str, ...]

    @property
    def clean(self) -> bool:
        return not (self.loose_fonts or self.outside)


def check_file(data: bytes) -> FileReport:
    """Raises UnreadablePdf."""
    texts: list[str] = []
    loose: set[str] = set()
    outside: list[str] = []
    with opened(data) as document:
        for page in document:
            words = page.get_textpage()
            texts.append(words.get_text_range())
            outside += _outside(words, page.get_size())
            loose |= _loose_fonts(page)
            words.close()
            page.close()
    return FileReport(len(texts), tuple(texts), tuple(sorted(loose)), tuple(outside))


def _outside(words: Any, size: tuple[float, float]) -> list[str]:
    """PDFium counts from the lower left corner."""
    width, height = size
    lost = []
    for index in range(words.count_chars()):
        left, bottom, right, top = words.get_charbox(index)
        if (
            left < _PRINTABLE
            or bottom < _PRINTABLE
            or right > width - _PRINTABLE
            or top > height - _PRINTABLE
        ):
            character = words.get_text_range(index, 1)
            if character and character not in _INVISIBLE:
                lost.append(character)
    return lost


def _loose_fonts(page: Any) -> set[str]:
    loose: set[str] = set()
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        font = raw.FPDFTextObj_GetFont(item.raw)
        if font and not raw.FPDFFont_GetIsEmbedded(font):
            loose.add(_font_name(font))
    return loose


def _font_name(font: Any) -> str:
    length = raw.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFFont_GetBaseFontName(font, buffer, length)
    return buffer.value.decode("utf-8", "replace")
