"""Reads a finished PDF for what it says: its words page by page, and what was laid over them."""

import ctypes
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

from flexdesk.documents.preview import opened
from flexdesk.documents.sealing import normal

_HARMLESS = frozenset({raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP})


@dataclass(frozen=True, slots=True)
class Said:
    """`pages` as fingerprints want them; `covered` when a note or field may hide or replace words."""

    pages: tuple[str, ...]
    covered: bool


def read_back(data: bytes) -> Said:
    """Raises UnreadablePdf."""
    pages: list[str] = []
    covered = False
    with opened(data) as document:
        for page in document:
            pages.append(_words(page))
            covered = covered or _is_covered(page)
            page.close()
    return Said(tuple(pages), covered)


def _words(page: Any) -> str:
    """In the order they were written: a text page of PDFium would sort the lines."""
    words = page.get_textpage()
    found = []
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        length = raw.FPDFTextObj_GetText(item.raw, words.raw, None, 0)
        buffer = (ctypes.c_ushort * (length // 2 + 1))()
        raw.FPDFTextObj_GetText(item.raw, words.raw, buffer, length)
        found.append(bytes(buffer)[:length].decode("utf-16-le", "replace").rstrip("\0"))
    words.close()
    return normal("".join(found))


def _is_covered(page: Any) -> bool:
    """Whether there is any note but a link or the field of a signature."""
    for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        note = raw.FPDFPage_GetAnnot(page.raw, index)
        kind = raw.FPDFAnnot_GetSubtype(note)
        signs = kind == raw.FPDF_ANNOT_WIDGET and _text(note, b"FT") == "Sig"
        raw.FPDFPage_CloseAnnot(note)
        if kind not in _HARMLESS and not signs:
            return True
    return False


def _text(note: Any, key: bytes) -> str:
    length = raw.FPDFAnnot_GetStringValue(note, key, None, 0)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    raw.FPDFAnnot_GetStringValue(note, key, buffer, length)
    return bytes(buffer)[:length].decode("utf-16-le", "replace").rstrip("\0")
