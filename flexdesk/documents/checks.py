"""The machine check before paper: nothing cut off, signature blocks whole, fonts embedded, no empty boxes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flexdesk.documents import fonts
from flexdesk.documents.paper import MM, Box
from flexdesk.documents.sheet import Frames, Page, Strokes, Text
from flexdesk.i18n import _

_TOLERANCE = 0.6  # points; less than a hair line is no cut
_PRINTABLE = 4 * MM  # what office printers leave white at the edge


@dataclass(frozen=True, slots=True)
class LayoutReport:
    """Empty tuples are good news. `missing_glyphs` holds the characters themselves."""

    pages: int
    signatures: int = 0
    clipped: tuple[str, ...] = ()
    split_signatures: tuple[str, ...] = ()
    missing_glyphs: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        return not (self.clipped or self.split_signatures or self.missing_glyphs)

    @property
    def sentence(self) -> str:
        """For the line under the preview."""
        return _(
            "{clipped} cut off, {missing} missing characters, {whole} of {all} signature blocks whole"
        ).format(
            clipped=len(self.clipped),
            missing=len(self.missing_glyphs),
            whole=max(self.signatures - len(self.split_signatures), 0),
            all=self.signatures,
        )

    def __add__(self, other: "LayoutReport") -> "LayoutReport":
        return LayoutReport(
            self.pages + other.pages,
            self.signatures + other.signatures,
            self.clipped + other.clipped,
            self.split_signatures + other.split_signatures,
            tuple(sorted({*self.missing_glyphs, *other.missing_glyphs})),
        )


def check_layout(pages: Sequence[Page]) -> LayoutReport:
    """Judges the draw log by measuring again, without asking the code that placed things."""
    return LayoutReport(
        len(pages),
        len({reserved.block for page in pages for reserved in page.reserved}),
        tuple(_clipped(pages)),
        tuple(_split_blocks(pages)),
        _missing(pages),
    )


def _clipped(pages: Sequence[Page]) -> Iterator[str]:
    for page in pages:
        yield from page.cut
        yield from (text.text for text in page.texts if _cut(text, page))


def extent(text: Text) -> Box:
    """The box the ink of one line can fill."""
    style = text.style
    width = fonts.text_width(text.text, style.face, style.size) + text.text.count(" ") * text.spacing
    if text.angle:
        return Box(text.x - style.size * 0.73, text.y - width, text.x + style.size * 0.21, text.y)
    return Box(text.x, text.y - style.size * 0.73, text.x + width, text.y + style.size * 0.21)


def _cut(text: Text, page: Page) -> bool:
    ink, room = extent(text), text.room
    inside = (
        ink.left >= room.left - _TOLERANCE
        and ink.right <= room.right + _TOLERANCE
        and ink.top >= room.top - _TOLERANCE
        and ink.bottom <= room.bottom + _TOLERANCE
    )
    edge = page.sheet.edge.inset(_PRINTABLE)
    on_paper = (
        ink.left >= edge.left
        and ink.top >= edge.top
        and ink.right <= edge.right
        and ink.bottom <= edge.bottom
    )
    return not (inside and on_paper)


def _split_blocks(pages: Sequence[Page]) -> Iterator[str]:
    """Blocks with lines on two pages, or whose free space something else enters."""
    home: dict[int, int] = {}
    for index, page in enumerate(pages):
        for reserved in page.reserved:
            home[reserved.block] = index
            if not page.sheet.body.inset(-_TOLERANCE).meets(reserved.box) or _entered(page, reserved.box):
                yield f"{reserved.block}"
    for index, page in enumerate(pages):
        for text in page.texts:
            if text.block and home.get(text.block) != index:
                yield text.text


def _entered(page: Page, free: Box) -> bool:
    inner = free.inset(_TOLERANCE)
    if any(not text.block and extent(text).meets(inner) for text in page.texts):
        return True
    for graphic in page.graphics:
        if isinstance(graphic, Frames) and any(box.meets(inner) and box != free for box in graphic.boxes):
            return True
        if isinstance(graphic, Strokes) and any(
            Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)).meets(inner)
            for x0, y0, x1, y1 in graphic.segments
        ):
            return True
    return False


def _missing(pages: Sequence[Page]) -> tuple[str, ...]:
    used: dict[str, set[str]] = {}
    for page in pages:
        for text in page.texts:
            used.setdefault(text.style.face, set()).update(text.text)
    lost = (fonts.missing(characters, face) for face, characters in used.items())
    return tuple(sorted(set().union(*lost)))
