"""Signature blocks: they never split, and 6 × 2.5 cm between the post and the name stay free."""

from collections.abc import Sequence
from dataclasses import dataclass

from flexdesk.documents.flow import Flow, baseline_of
from flexdesk.documents.fonts import SANS, SANS_BOLD, Style, text_width, wrapped
from flexdesk.documents.palette import PRINT
from flexdesk.documents.paper import MM, Box, Margins
from flexdesk.documents.parties import Official, SigningMode
from flexdesk.documents.sheet import Align, Frames, Page, Reserved, Strokes

FREE_WIDTH = 60 * MM
FREE_HEIGHT = 25 * MM
STAMP_ROOM = 20.0  # millimetres
BY_HAND = "." * 40  # where nobody is named yet
_ANCHOR = Style(SANS, 7, 8.4, PRINT.muted)


def with_stamp_room(margins: Margins, mode: SigningMode) -> Margins:
    """Papers for a signing program keep 2 cm at the foot free for its stamp."""
    if mode is SigningMode.WET:
        return margins
    return margins._replace(bottom=max(margins.bottom, STAMP_ROOM))


@dataclass(frozen=True, slots=True)
class Signer:
    """One column of the block. `above` are the lines over the space: place and date, then the post."""

    official: Official
    above: tuple[str, ...]
    left: float  # share of the body's width at which the column begins
    width: float  # share of the body's width
    anchor: str  # marks the place for the signing program, such as #ttd_penilai
    align: Align = "centre"
    show_rank: bool = False


@dataclass(frozen=True, slots=True)
class _Column:
    signer: Signer
    box: Box
    above: tuple[str, ...]
    below: tuple[tuple[str, Style], ...]


def set_signatures(flow: Flow, signers: Sequence[Signer], *, mode: SigningMode, size: float = 9) -> None:
    """All signers side by side on one page, the free spaces at one height."""
    style = Style(SANS, size, size * 1.24)
    columns, above, below = _measured(flow, signers, style)
    flow.keep(above + FREE_HEIGHT + below + 4)
    for column in columns:
        _set_column(flow.page, column, flow.y, above, style, mode, flow.next_block())
    flow.y += above + FREE_HEIGHT + below + 4


def signatures_height(flow: Flow, signers: Sequence[Signer], *, size: float = 9) -> float:
    """Points that `set_signatures` will need, for what has to stay on the same page."""
    _columns, above, below = _measured(flow, signers, Style(SANS, size, size * 1.24))
    return above + FREE_HEIGHT + below + 4


def _measured(flow: Flow, signers: Sequence[Signer], style: Style) -> tuple[list[_Column], float, float]:
    """The columns with the height over and under the free space."""
    columns = [_column(flow, signer, style, style._replace(face=SANS_BOLD)) for signer in signers]
    above = max(len(column.above) for column in columns) * style.leading
    below = max(len(column.below) for column in columns) * style.leading
    return columns, above, below


def _column(flow: Flow, signer: Signer, style: Style, bold: Style) -> _Column:
    body = flow.body
    left = body.left + signer.left * body.width
    width = max(signer.width * body.width, FREE_WIDTH)
    box = Box(left, 0, min(left + width, body.right), 0)
    above = [line for text in signer.above for line in wrapped(text, style.face, style.size, box.width)]
    named = bool(signer.official.name.strip())
    name = wrapped(signer.official.name, bold.face, bold.size, box.width) if named else (BY_HAND,)
    rest = [signer.official.rank] if signer.show_rank else []
    rest.append(signer.official.number_line)
    below = [(line, bold if named else style) for line in name]
    below += [(line, style) for text in rest if text for line in wrapped(text, SANS, style.size, box.width)]
    return _Column(signer, box, tuple(above), tuple(below))


def _set_column(
    page: Page, column: _Column, top: float, above: float, style: Style, mode: SigningMode, block: int
) -> None:
    align, sides = column.signer.align, column.box
    y = top + above - len(column.above) * style.leading  # the posts stand at one height
    for line in column.above:
        room = Box(sides.left, y, sides.right, y + style.leading)
        page.write(line, room, baseline_of(y, style), style, align, block)
        y += style.leading
    left = sides.left + (sides.width - FREE_WIDTH) / 2 if align == "centre" else sides.left
    free = Box(left, y + 2, left + FREE_WIDTH, y + 2 + FREE_HEIGHT)
    page.reserved.append(Reserved(free, block))
    if mode is SigningMode.CERTIFIED:
        page.draw(Frames((free,), PRINT.hair, PRINT.border_strong, (2, 2)))
        page.write(column.signer.anchor, free, free.bottom - 4, _ANCHOR, "centre", block)
    y += FREE_HEIGHT + 4
    for text, kind in column.below:
        room = Box(sides.left, y, sides.right, y + kind.leading)
        page.write(text, room, baseline_of(y, kind), kind, align, block)
        if kind.face == SANS_BOLD:
            _underline(page, text, room, kind, align)
        y += kind.leading


def _underline(page: Page, text: str, room: Box, style: Style, align: Align) -> None:
    width = text_width(text, style.face, style.size)
    left = room.left + (room.width - width) / 2 if align == "centre" else room.left
    y = baseline_of(room.top, style) + style.size * 0.12
    page.draw(Strokes(((left, y, left + width, y),), style.size * 0.07))
