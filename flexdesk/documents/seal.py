"""The small QR by which a paper proves which filed version it is; it never imitates a certified signature."""

from functools import lru_cache

from flexdesk.documents.fonts import CONDENSED, SANS, Style, wrapped
from flexdesk.documents.palette import PRINT
from flexdesk.documents.paper import MM, Box
from flexdesk.documents.parties import Seal
from flexdesk.documents.sheet import Page, SealSpot, Tiles

SIDE = 15 * MM
_WORDS = Style(CONDENSED, 6, 7, PRINT.muted)
_PLAIN_WORDS = Style(SANS, 5.6, 7, PRINT.muted)
_MASK = 3
_LINES = 6  # that stand beside a side of the code


@lru_cache(maxsize=256)
def _runs(payload: str, error: str, mask: int | None = None) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """Modules a side, and the dark runs as (row, first column, length); a run is one drawing step.

    Readers take every `mask`; to try all eight for the prettiest takes six times as long.
    """
    import segno  # it brings half of the network library along

    code = segno.make(payload, error=error, micro=False, mask=mask)
    runs: list[tuple[int, int, int]] = []
    size = 0
    for row, bits in enumerate(code.matrix):
        size, start = len(bits), -1
        for column, bit in enumerate((*bits, 0)):
            if bit and start < 0:
                start = column
            elif not bit and start >= 0:
                runs.append((row, start, column - start))
                start = -1
    return size, tuple(runs)


def modules(payload: str, error: str = "m") -> int:
    """A side of the code; `error` is the correction after ISO 18004, l for 7 % and m for 15 %."""
    return _runs(payload, error)[0]


def set_code(page: Page, payload: str, box: Box, error: str = "m", mask: int | None = None) -> None:
    size, runs = _runs(payload, error, mask)
    step = box.width / size
    page.draw(
        Tiles(
            tuple(
                Box(
                    box.left + column * step,
                    box.top + row * step,
                    box.left + (column + length) * step,
                    box.top + (row + 1) * step,
                )
                for row, column, length in runs
            )
        )
    )


def set_seal(page: Page, seal: Seal | None, *, left: float = 0, right: float = 0, top: float) -> None:
    """The code with its words: at a `right` edge they stand left of it, at a `left` edge right of it."""
    if seal is None:
        return
    start = right - SIDE if right else left
    box = Box(start, top, start + SIDE, top + SIDE)
    wide = 38 * MM
    room = Box(box.left - wide, top, box.left - 3, top + SIDE) if right else None
    room = room or Box(box.right + 3, top, box.right + wide, top + SIDE)
    spot = SealSpot(box, room, "right" if right else "left")
    if not seal.payload:
        page.seals.append(spot)
        return
    set_code(page, seal.payload, spot.code)
    _set_words(page, seal, spot, _WORDS)


def fill_spot(page: Page, spot: SealSpot, seal: Seal) -> None:
    """In a face that every paper has already, or each file would carry one more."""
    set_code(page, seal.payload, spot.code, mask=_MASK)
    _set_words(page, seal, spot, _PLAIN_WORDS)


def _set_words(page: Page, seal: Seal, spot: SealSpot, style: Style) -> None:
    lines = [
        line
        for text in (seal.number, seal.fingerprint)
        if text
        for line in wrapped(text, style.face, style.size, spot.words.width)
    ]
    for index, line in enumerate(lines[:_LINES]):
        page.write(line, spot.words, spot.words.top + 6 + index * style.leading, style, spot.align)
