"""The shipped fonts, and the width of every text before it is placed."""

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import as_file, files
from threading import Lock
from typing import Any, NamedTuple

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from flexdesk.documents.palette import PRINT

SANS = "Arimo"
SANS_BOLD = "Arimo-Bold"
SANS_ITALIC = "Arimo-Italic"
CONDENSED = "IBMPlexSansCondensed-Regular"
CONDENSED_MEDIUM = "IBMPlexSansCondensed-Medium"
CONDENSED_STRONG = "IBMPlexSansCondensed-SemiBold"

_FILES = {SANS: "Arimo-Regular"}  # the others are named like their files
_registering = Lock()
_BREAKS = re.compile(r"(?<=[-/\\_.,;:@)])")


class Style(NamedTuple):
    """How a text is set; `size` and `leading` in points."""

    face: str
    size: float
    leading: float
    colour: str = PRINT.ink


class _Widths(dict[str, float]):
    """Advance of each character in thousandths of the size; unknown ones have the width of the empty box."""

    def __init__(self, known: dict[str, float], unknown: float) -> None:
        super().__init__(known)
        self.unknown = unknown

    def __missing__(self, character: str) -> float:
        return self.unknown


@cache
def _widths(face: str) -> _Widths:
    with _registering:
        font = _registered(face)
    metrics = font.face
    known = {chr(code): float(metrics.charWidths[code]) for code in metrics.charToGlyph}
    known["\u00a0"] = known[" "]
    return _Widths(known, float(metrics.defaultWidth))


def file_name(face: str) -> str:
    return f"{_FILES.get(face, face)}.ttf"


def _registered(face: str) -> Any:
    rl_config.useA85 = 0  # text encoding of binary streams would add a quarter to every file
    with as_file(files("resources") / "fonts" / file_name(face)) as path:
        font = TTFont(face, str(path), asciiReadable=False)
    pdfmetrics.registerFont(font)
    return font


def use(face: str) -> None:
    """Make sure that the face is known to ReportLab before it is named in a canvas."""
    _widths(face)


def missing(characters: set[str], face: str) -> set[str]:
    """Those the face has no drawing for."""
    return characters - _widths(face).keys()


@lru_cache(maxsize=32768)
def _thousandths(text: str, face: str) -> float:
    return sum(map(_widths(face).__getitem__, text))


def text_width(text: str, face: str, size: float) -> float:
    """In points."""
    return _thousandths(text, face) * size / 1000


def cleaned(text: str) -> str:
    """Composed characters, no control or invisible ones; line ends stay."""
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\t", " ")
    return "".join(c for c in composed if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"})


@lru_cache(maxsize=8192)
def wrapped(text: str, face: str, size: float, width: float) -> tuple[str, ...]:
    """Lines no wider than `width` points; over-long words break after a sign, else between letters."""
    room = width * 1000 / size
    lines: list[str] = []
    for paragraph in cleaned(text).split("\n"):
        lines.extend(_paragraph(paragraph, face, room))
    return tuple(lines)


def _paragraph(text: str, face: str, room: float) -> list[str]:
    if _thousandths(text, face) <= room:
        return [text.strip()]
    blank = _thousandths(" ", face)
    lines: list[str] = []
    current, used = "", 0.0
    for word in text.split():
        wide = _thousandths(word, face)
        if current and used + blank + wide <= room:
            current, used = f"{current} {word}", used + blank + wide
            continue
        if current:
            lines.append(current)
        pieces = [word] if wide <= room else _pieces(word, face, room)
        lines.extend(pieces[:-1])
        current, used = pieces[-1], _thousandths(pieces[-1], face)
    return [*lines, current] if current else lines or [""]


def _pieces(word: str, face: str, room: float) -> list[str]:
    """The parts of a word wider than a line."""
    pieces: list[str] = []
    current = ""
    for part in _BREAKS.split(word):
        if _thousandths(current + part, face) <= room:
            current += part
            continue
        if current:
            pieces.append(current)
        current = part
        while _thousandths(current, face) > room:
            cut = _fitting(current, face, room)
            pieces.append(current[:cut])
            current = current[cut:]
    return [*pieces, current] if current else pieces


def _fitting(text: str, face: str, room: float) -> int:
    """How many characters fit; at least one, so that breaking ends."""
    widths = _widths(face)
    used = 0.0
    for count, character in enumerate(text):
        used += widths[character]
        if used > room:
            return max(count, 1)
    return len(text)


def shortened(text: str, face: str, size: float, width: float) -> str:
    """The text, or its beginning and an ellipsis where it is wider than `width` points."""
    text = " ".join(cleaned(text).split())
    if text_width(text, face, size) <= width:
        return text
    room = width * 1000 / size - _thousandths("…", face)
    return text[: _fitting(text, face, room)].rstrip() + "…"
