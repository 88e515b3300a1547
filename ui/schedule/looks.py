"""Which picture each cell shows, kept as one flat list so that a repaint only copies pixmaps."""

from collections.abc import Mapping
from functools import cache

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from flexdesk.domain.halves import Half, code
from flexdesk.domain.places import Place
from ui.qt import theme
from ui.schedule.ports import CellKey
from ui.schedule.sheet import Held, Mark, Sheet
from ui.widgets import chips

_ROOM_FOR_LOCK = 40  # pixels of a cell
_LOCKED_OPACITY = 0.55
PROPOSED, PUBLISHED = 256, 512  # above the bits of `sheet.Mark`

# Letters (of a split day both); bits of Mark, PROPOSED and PUBLISHED; the letter of another device or draft.
Look = tuple[str, int, str]

BLANK: Look = ("", 0, "")


def looks_of(sheet: Sheet, layer: Mapping[CellKey, Held], *, published: bool = False) -> list[Look]:
    """The look of every cell, row by row; `layer` is a proposal drawn over the sheet where it differs.

    With `published` a cell that was changed since shows what was published, and its draft as a small letter.
    """
    looks = [
        _plain(place, half, mark)
        for place, half, mark in zip(sheet.places, sheet.halves, sheet.marks, strict=True)
    ]
    torn = int(Mark.CONFLICT)  # a plain number: the flags' own arithmetic is slow
    for at, look in enumerate(looks):
        if look[1] & torn:
            looks[at] = (look[0], look[1], _other(sheet, at))
    for key, held in sheet.was.items() if published else ():
        if (spot := sheet.spot(*key)) is not None:
            draft = _letters(*sheet.held(spot)) or "·"
            looks[sheet.at(spot)] = (_letters(*held), PUBLISHED | Mark.CHANGED, draft)
    for (person, day), (place, half) in layer.items():
        spot = sheet.spot(person, day)
        if spot is not None and (place, half) != sheet.held(spot):
            kept = int(sheet.mark(spot) & (Mark.LOCKED | Mark.WISHED))
            looks[sheet.at(spot)] = (_letters(place, half), PROPOSED | kept, "")
    return looks


def look_at(sheet: Sheet, at: int) -> Look:
    """The look of one cell by its number, without a proposal."""
    letter, bits, _none = _plain(sheet.places[at], sheet.halves[at], sheet.marks[at])
    return (letter, bits, _other(sheet, at) if bits & Mark.CONFLICT else "")


def _plain(place: Place | None, half: Half | None, mark: Mark) -> Look:
    if half is not None:
        return (code(place, half), int(mark), "")
    return (_letters(place, None), int(mark), "")


def _letters(place: Place | None, half: Half | None) -> str:
    """A holiday is told by its column; the sign for it is no code with a chip."""
    return "" if place is None or place is Place.HOLIDAY else code(place, half)


def _other(sheet: Sheet, at: int) -> str:
    cell = sheet.cells[at]
    return _letters(cell.conflict, None) if cell is not None else ""


@cache
def _chip_marks(bits: int) -> chips.Mark:
    made = chips.Mark.PROPOSED if bits & PROPOSED else chips.Mark.NONE
    made |= chips.Mark.BESIDE if bits & PUBLISHED else chips.Mark.NONE
    for mark in Mark:
        if mark and bits & mark:
            made |= chips.Mark[mark.name or ""]
    return made


def _faded(picture: QPixmap) -> QPixmap:
    """A locked cell of a narrow column: paler, but without the lock that would cover the letter."""
    made = QPixmap(picture.size())
    made.setDevicePixelRatio(picture.devicePixelRatio())
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setOpacity(_LOCKED_OPACITY)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return made


class Pictures:
    """Pixmaps of looks, one dictionary for each column width; emptied with the theme's own caches."""

    def __init__(self) -> None:
        self._by_size: dict[tuple[int, int, float], dict[Look, QPixmap]] = {}
        theme.current().on_clear(self._by_size.clear)

    def of_size(self, width: int, height: int, dpr: float) -> dict[Look, QPixmap]:
        return self._by_size.setdefault((width, height, dpr), {})

    @staticmethod
    def draw(look: Look, width: int, height: int, dpr: float) -> QPixmap:
        letter, bits, other = look
        size = QSize(width, height)
        if not bits & Mark.LOCKED or width >= _ROOM_FOR_LOCK:
            return chips.chip_pixmap(letter, _chip_marks(bits), size, dpr=dpr, other=other)
        return _faded(chips.chip_pixmap(letter, _chip_marks(bits & ~Mark.LOCKED), size, dpr=dpr, other=other))


@cache
def pictures() -> Pictures:
    """The one cache of this process."""
    return Pictures()
