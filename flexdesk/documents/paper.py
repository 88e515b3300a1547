"""Sheets of paper and their margins, in points from the top left corner."""

from enum import StrEnum
from typing import NamedTuple

from flexdesk.documents.palette import PRINT

MM = 72 / 25.4


class Paper(StrEnum):
    A4 = "A4"
    F4 = "F4"


class Box(NamedTuple):
    """A rectangle in points; `top` is smaller than `bottom`, as on a screen."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def inset(self, by: float) -> "Box":
        return Box(self.left + by, self.top + by, self.right - by, self.bottom - by)

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


class Margins(NamedTuple):
    """In millimetres."""

    left: float
    top: float
    right: float
    bottom: float


class Sheet(NamedTuple):
    """One size of paper, turned or not, with its margins."""

    width: float
    height: float
    margins: Margins

    @property
    def body(self) -> Box:
        left, top, right, bottom = (side * MM for side in self.margins)
        return Box(left, top, self.width - right, self.height - bottom)

    @property
    def edge(self) -> Box:
        return Box(0, 0, self.width, self.height)


def sheet(paper: Paper, margins: Margins, *, landscape: bool = False) -> Sheet:
    short, long = (side * MM for side in PRINT.paper_mm[paper])
    width, height = (long, short) if landscape else (short, long)
    return Sheet(width, height, margins)
