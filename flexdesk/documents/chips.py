"""The place of a day as a small coloured field: letter, colour and pattern, readable in grey print too.

The same picture as on screen (design README, section 4), drawn with vectors and without transparency.
"""

from collections import defaultdict
from collections.abc import Iterator

from flexdesk.documents.fonts import CONDENSED_MEDIUM, CONDENSED_STRONG, Style, text_width
from flexdesk.documents.palette import chip_colours, mixed
from flexdesk.documents.paper import Box
from flexdesk.documents.sheet import Fill, Page, Segment, Strokes, Tiles
from flexdesk.domain.halves import Half, code
from flexdesk.domain.places import LETTERS, PRIVATE, Place

HIDDEN = "–"
_STEP = 4.4  # between hatch lines, in points
_THIN = 0.45


class ChipSetter:
    """Collects the fields of one page and draws them in layers, so that colours change rarely."""

    def __init__(self, page: Page, *, hide_reasons: bool) -> None:
        self._page = page
        self._hide = hide_reasons
        self._fills: list[Fill] = []
        self._lines: dict[tuple[str, float], list[Segment]] = defaultdict(list)
        self._tiles: dict[str, list[Box]] = defaultdict(list)
        self._plates: list[Fill] = []

    def put(self, place: Place, cell: Box, size: float, half: Half | None = None) -> None:
        """One day of one person; the office is a bare letter, a hidden reason a bare dash.

        Of a split day only the half that is away has a field; the letters say both.
        """
        if self._hide and place in PRIVATE:
            self._letter(HIDDEN, cell, Style(CONDENSED_MEDIUM, size, size), plate="")
            return
        letter = LETTERS[place].letter
        colours = chip_colours(place)
        if colours.pattern == "plain":
            self._letter(letter, cell, Style(CONDENSED_MEDIUM, size, size, colours.ink), plate="")
            return
        box = Box(cell.left + 0.9, cell.top + 0.5, cell.right - 0.9, cell.bottom - 0.5)
        style = Style(CONDENSED_STRONG, size, size, colours.ink)
        if half is not None:
            box = _half(box, half, text_width(code(place, half), style.face, style.size) / 2 + 2.2)
        self._fills.append(Fill(box, colours.fill, 1.2))
        self._pattern(colours.pattern, box, colours.ink, mixed(colours.ink, colours.fill, 0.5))
        self._letter(code(place, half), cell, style, plate=colours.fill if half is None else "")

    def finish(self) -> None:
        """Draw what was put, patterns over fills and plates over patterns."""
        self._page.draw(*self._fills)
        for (colour, width), segments in self._lines.items():
            self._page.draw(Strokes(tuple(segments), width, colour))
        for colour, boxes in self._tiles.items():
            self._page.draw(Tiles(tuple(boxes), colour))
        self._page.draw(*self._plates)

    def _letter(self, letter: str, cell: Box, style: Style, *, plate: str) -> None:
        if plate:
            half = text_width(letter, style.face, style.size) / 2 + 2.2
            middle = (cell.left + cell.right) / 2
            self._plates.append(
                Fill(Box(middle - half, cell.top + 1.0, middle + half, cell.bottom - 1.0), plate)
            )
        self._page.write(letter, cell.inset(-1), middle_baseline(cell, style), style, "centre")

    def _pattern(self, name: str, box: Box, ink: str, soft: str) -> None:
        match name:
            case "bar-left":
                self._bar(box, ink, 0.0)
            case "bar-double":
                self._bar(box, ink, 0.0)
                self._bar(box, ink, 3.2)
            case "hatch-forward":
                self._lines[soft, _THIN].extend(_hatch(box, forward=True))
            case "hatch-back":
                self._lines[soft, _THIN].extend(_hatch(box, forward=False))
            case "cross":
                self._lines[soft, _THIN].extend(_hatch(box, forward=True))
                self._lines[soft, _THIN].extend(_hatch(box, forward=False))
            case "dots":
                self._tiles[soft].extend(_dots(box))
            case "lines":
                rows = (box.top + box.height * share for share in (0.25, 0.5, 0.75))
                self._lines[soft, _THIN].extend((box.left + 1, y, box.right - 1, y) for y in rows)
            case _:
                self._level(name, box, ink)

    def _bar(self, box: Box, ink: str, offset: float) -> None:
        left = box.left + offset
        self._tiles[ink].append(Box(left, box.top, left + 2.0, box.bottom))

    def _level(self, name: str, box: Box, ink: str) -> None:
        """One line whose height tells off days and the three shifts apart."""
        share, width = {
            "strike": (0.5, _THIN),
            "band-top": (0.12, 0.9),
            "band-middle": (0.5, 1.2),
            "band-bottom": (0.88, 0.9),
        }[name]
        y = box.top + box.height * share
        self._lines[ink, width].append((box.left + 1, y, box.right - 1, y))


def _half(box: Box, half: Half, letters: float) -> Box:
    """What is left beside the letters in the middle; the morning is the left side."""
    middle = (box.left + box.right) / 2
    if half is Half.MORNING:
        return Box(box.left, box.top, middle - letters, box.bottom)
    return Box(middle + letters, box.top, box.right, box.bottom)


def middle_baseline(box: Box, style: Style) -> float:
    """The baseline that puts capitals in the middle of the box."""
    return (box.top + box.bottom + style.size * 0.69) / 2


def _hatch(box: Box, *, forward: bool) -> Iterator[Segment]:
    """45 degree lines cut at the sides of the box."""
    start = box.left - box.height + _STEP / 2
    while start < box.right:
        low, high = max(start, box.left), min(start + box.height, box.right)
        rise, fall = low - start, high - start
        if forward:
            yield low, box.bottom - rise, high, box.bottom - fall
        else:
            yield low, box.top + rise, high, box.top + fall
        start += _STEP


def _dots(box: Box) -> Iterator[Box]:
    y, odd = box.top + 1.3, False
    while y < box.bottom - 1.3:
        x = box.left + (3.4 if odd else 1.6)
        while x < box.right - 1.5:
            yield Box(x, y, x + 0.8, y + 0.8)
            x += 3.6
        y += 2.2
        odd = not odd
