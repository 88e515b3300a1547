"""The head of letters and the place for an emblem; FlexDesk ships no emblem of a state or region."""

from dataclasses import dataclass

from flexdesk.documents.flow import Flow, baseline_of
from flexdesk.documents.fonts import SANS, SANS_BOLD, SANS_ITALIC, Style, wrapped
from flexdesk.documents.palette import PRINT
from flexdesk.documents.paper import Box
from flexdesk.documents.sheet import Frames, Page, Picture, Strokes

# The regional rule read for this wants the sizes government : office : address as 2 : 3 : 1; printed heads
# keep the order but not the extremes, or the address could not be read.
_GOVERNMENT = Style(SANS, 13, 15.6)
_OFFICE = Style(SANS_BOLD, 18, 21.4)
_ADDRESS = Style(SANS, 9, 11.4)
_SLOT = Style(SANS_ITALIC, 6.5, 8, PRINT.muted)
EMBLEM_WIDTH, EMBLEM_HEIGHT = 61.0, 69.0
_WHOLE_HEIGHT = 120.0  # points at most


@dataclass(frozen=True, slots=True)
class Letterhead:
    """`emblem` is the unit's own picture file (PNG or JPEG).

    `whole` is a picture of the entire letterhead with its width and height; nothing else is drawn then.
    """

    government: str
    office: str
    address: tuple[str, ...] = ()
    emblem: bytes | None = None
    whole: tuple[bytes, int, int] | None = None


def set_emblem(page: Page, box: Box, emblem: bytes | None, words: str) -> None:
    """The unit's picture, or a thin dashed field that says what belongs there."""
    if emblem is not None:
        page.draw(Picture(box, emblem))
        return
    page.draw(Frames((box,), PRINT.hair, PRINT.border_strong, (2, 2)))
    lines = wrapped(words, _SLOT.face, _SLOT.size, box.width - 6)
    y = (box.top + box.bottom - len(lines) * _SLOT.leading) / 2
    for line in lines:
        page.write(line, box, baseline_of(y, _SLOT), _SLOT, "centre")
        y += _SLOT.leading


def set_letterhead(flow: Flow, head: Letterhead) -> None:
    """Emblem at the left, centred lines, a thick and a thin rule; only on the first page."""
    if head.whole is not None:
        _set_whole(flow, *head.whole)
        return
    body, top = flow.body, flow.y
    slot = Box(body.left + 3, top, body.left + 3 + EMBLEM_WIDTH, top + EMBLEM_HEIGHT)
    set_emblem(flow.page, slot, head.emblem, "lambang daerah")
    sides = Box(slot.right + 8, top, body.right, top)
    flow.paragraph(head.government.upper(), _GOVERNMENT, align="centre", box=sides)
    flow.paragraph(head.office.upper(), _OFFICE, align="centre", box=sides)
    for line in head.address:
        flow.paragraph(line, _ADDRESS, align="centre", box=sides)
    y = max(flow.y + 2, slot.bottom + 8)
    flow.page.draw(
        Strokes(((body.left, y, body.right, y),), 2.0),
        Strokes(((body.left, y + 3.6, body.right, y + 3.6),), PRINT.line),
    )
    flow.y = y + 12


def _set_whole(flow: Flow, data: bytes, width: int, height: int) -> None:
    """As wide as the body, unless it would become higher than a letterhead may."""
    body = flow.body
    wide = min(body.width, _WHOLE_HEIGHT * width / height)
    left = (body.left + body.right - wide) / 2
    box = Box(left, flow.y, left + wide, flow.y + wide * height / width)
    flow.page.draw(Picture(box, data))
    flow.y = box.bottom + 12
