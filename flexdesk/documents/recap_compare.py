"""Pictures of the monthly report that compare: parts of the unit, and what was before, what is since."""

from collections.abc import Sequence
from dataclasses import dataclass

from flexdesk.documents.chips import middle_baseline
from flexdesk.documents.flow import Flow
from flexdesk.documents.fonts import CONDENSED, CONDENSED_STRONG, Style, shortened, text_width
from flexdesk.documents.palette import PRINT, chip_colours
from flexdesk.documents.paper import Box
from flexdesk.documents.sheet import Align, Fill, Page, Strokes
from flexdesk.domain.places import Place

_NAME = Style(CONDENSED, 8.4, 10)
_STRONG = Style(CONDENSED_STRONG, 8, 9.6)
_WORDS = Style(CONDENSED, 7.6, 9.2, PRINT.muted)
_AWAY = chip_colours(Place.HOME).solid
_ROW, _BAR = 16.0, 11.0
_DOT = 6.0
MOST = 24  # rows of a picture; more parts are left to the table


@dataclass(frozen=True, slots=True)
class Composition:
    """Person-days of one part of the unit."""

    name: str
    away: int
    office: int

    @property
    def share(self) -> float:
        days = self.away + self.office
        return 100 * self.away / days if days else 0.0


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """One measure in both stretches; `low` and `high` are the ends of its scale, `words` stand beside it."""

    name: str
    before: float
    after: float
    low: float
    high: float
    words: str


def height_of(rows: int) -> float:
    """What a picture of so many rows takes, with two lines of words under it."""
    return rows * _ROW + 20


def _line(page: Page, text: str, box: Box, style: Style, align: Align = "left") -> None:
    wide = Box(box.left, box.top - 2, box.right, box.bottom + 2)
    page.write(text, wide, middle_baseline(box, style), style, align)


def set_composition(flow: Flow, parts: Sequence[Composition], box: Box) -> None:
    """A bar a part, as long as its person-days: away in the colour of home, the rest pale, with numbers."""
    page, left = flow.page, box.left + box.width * 0.36
    room = box.right - left - 32
    most = max(part.away + part.office for part in parts) or 1
    for number, part in enumerate(parts):
        top = box.top + number * _ROW
        row = Box(box.left, top, left - 4, top + _BAR)
        _line(page, shortened(part.name, _NAME.face, _NAME.size, row.width), row, _NAME)
        away, rest = room * part.away / most, room * part.office / most
        first = Box(left, top, left + away, top + _BAR)
        second = Box(first.right, top, first.right + rest, top + _BAR)
        if part.away:
            page.draw(Fill(first, _AWAY))
        if part.office:
            page.draw(Fill(second, PRINT.border))
        _inside(page, str(part.away), first, PRINT.white, "left")
        _inside(page, str(part.office), second, PRINT.ink, "right")
        beside = Box(second.right + 4, top, second.right + 34, top + _BAR)
        _line(page, f"{part.share:.0f} %", beside, _NAME)
    top = box.top + len(parts) * _ROW
    _legend(page, (("hari-orang WFA", _AWAY), ("kantor", PRINT.border)), Box(left, top, box.right, top + 9))


def _inside(page: Page, text: str, box: Box, colour: str, align: Align) -> None:
    """A number on its bar, where the bar has room for it."""
    if text_width(text, _STRONG.face, _STRONG.size) + 6 <= box.width:
        inner = Box(box.left + 3, box.top, box.right - 3, box.bottom)
        _line(page, text, inner, _STRONG._replace(colour=colour), align)


def _legend(page: Page, parts: Sequence[tuple[str, str]], box: Box) -> None:
    left = box.left
    for words, colour in parts:
        page.draw(Fill(Box(left, box.top + 1.5, left + 6, box.top + 7.5), colour))
        wide = text_width(words, _WORDS.face, _WORDS.size) + 2
        _line(page, words, Box(left + 9, box.top, left + 9 + wide, box.bottom), _WORDS)
        left += wide + 20


def set_changes(flow: Flow, changes: Sequence[BeforeAfter], words: tuple[str, str], box: Box) -> None:
    """A line a measure: hollow before, solid after, joined; nothing in its colour says which is better."""
    page = flow.page
    first, last = box.left + box.width * 0.43, box.right - 82
    for number, change in enumerate(changes):
        top = box.top + number * _ROW
        row = Box(box.left, top, first - 6, top + _BAR)
        _line(page, shortened(change.name, _NAME.face, _NAME.size, row.width), row, _NAME)
        y = top + _BAR / 2
        page.draw(Strokes(((first, y, last, y),), 0.5, PRINT.border))
        scale = (last - first - _DOT) / ((change.high - change.low) or 1)
        places = [first + _DOT / 2 + (value - change.low) * scale for value in (change.before, change.after)]
        page.draw(Strokes(((places[0], y, places[1], y),), 1.6, PRINT.muted))
        _dot(page, places[0], y, solid=False)
        _dot(page, places[1], y, solid=True)
        _line(page, change.words, Box(last + 6, top, box.right, top + _BAR), _STRONG)
    top = box.top + len(changes) * _ROW
    left = box.left
    for solid, text in zip((False, True), words, strict=True):
        wide = text_width(text, _WORDS.face, _WORDS.size) + 2
        if left + 10 + wide > box.right and left > box.left:  # dates of two years need a line each
            left, top = box.left, top + 10
        _dot(page, left + 4, top + 4.5, solid=solid)
        _line(page, text, Box(left + 10, top, left + 10 + wide, top + 9), _WORDS)
        left += wide + 20


def _dot(page: Page, x: float, y: float, *, solid: bool) -> None:
    half = _DOT / 2
    box = Box(x - half, y - half, x + half, y + half)
    page.draw(Fill(box, PRINT.muted if solid else PRINT.white, half, PRINT.ink))
