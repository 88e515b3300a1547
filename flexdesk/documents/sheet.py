"""The draw log: what stands where on each page, measured and checked before a PDF is written."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from flexdesk.documents.fonts import Style, cleaned, text_width
from flexdesk.documents.palette import PRINT
from flexdesk.documents.paper import Box, Sheet

Align = Literal["left", "centre", "right"]
Segment = tuple[float, float, float, float]


class Text(NamedTuple):
    """One line; `y` is its baseline, `room` the box it must stay in, `spacing` goes to every blank."""

    x: float
    y: float
    text: str
    style: Style
    room: Box
    spacing: float = 0.0
    block: int = 0  # number of the signature block it belongs to; 0 is none
    angle: int = 0  # 90 reads upwards


class Fill(NamedTuple):
    box: Box
    colour: str
    radius: float = 0.0
    outline: str = ""


class Frames(NamedTuple):
    """Boxes drawn as outlines with one pen."""

    boxes: tuple[Box, ...]
    width: float
    colour: str = PRINT.ink
    dash: tuple[float, ...] = ()


class Strokes(NamedTuple):
    segments: tuple[Segment, ...]
    width: float
    colour: str = PRINT.ink
    dash: tuple[float, ...] = ()


class Curve(NamedTuple):
    """A start point and Bézier pieces (two controls and an end each); filled when `fill` is given."""

    start: tuple[float, float]
    pieces: tuple[tuple[float, float, float, float, float, float], ...]
    stroke: str = ""
    fill: str = ""
    width: float = 0.0


class Tiles(NamedTuple):
    """Many filled boxes of one colour, as in a QR code."""

    boxes: tuple[Box, ...]
    colour: str = PRINT.ink


class Picture(NamedTuple):
    box: Box
    data: bytes


Graphic = Fill | Frames | Strokes | Curve | Tiles | Picture


class SealSpot(NamedTuple):
    """Where a seal goes that can be made only when everything else on the paper is known."""

    code: Box
    words: Box
    align: Align


class Reserved(NamedTuple):
    """Space of a signature that nothing may enter."""

    box: Box
    block: int


@dataclass(slots=True)
class Page:
    """Everything on one sheet. Graphics lie under the texts, in the order given."""

    sheet: Sheet
    graphics: list[Graphic] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    reserved: list[Reserved] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)  # texts that had to be shortened and should not
    seals: list[SealSpot] = field(default_factory=list)

    def write(
        self, text: str, box: Box, baseline: float, style: Style, align: Align = "left", block: int = 0
    ) -> None:
        """One line, which is not wrapped; whether it fits is a matter of the checks."""
        text = cleaned(text)
        if not text:
            return
        x = box.left
        if align != "left":
            free = box.width - text_width(text, style.face, style.size)
            x += free / 2 if align == "centre" else free
        self.texts.append(Text(x, baseline, text, style, box, block=block))

    def draw(self, *graphics: Graphic) -> None:
        self.graphics.extend(graphics)
