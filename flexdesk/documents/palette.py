"""Colours and line widths on paper, read from the design tokens so that screen and paper agree."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from flexdesk.domain.places import LETTERS, Place


@dataclass(frozen=True, slots=True)
class Print:
    """Widths in points, colours as #RRGGBB, sheets as (short side, long side) in millimetres."""

    hair: float
    line: float
    strong: float
    header_fill: str
    section_fill: str
    ink: str
    white: str
    muted: str
    border: str
    border_strong: str
    raised: str
    accent: str
    accent_soft: str
    positive: str
    negative: str
    paper_mm: dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class ChipColours:
    """Colours and pattern name of one place code."""

    fill: str
    ink: str
    solid: str
    pattern: str


def _tokens() -> dict[str, Any]:
    text = (files("resources") / "design" / "tokens.json").read_text(encoding="utf-8")
    tokens: dict[str, Any] = json.loads(text)
    return tokens


def _print() -> Print:
    tokens = _tokens()
    light = tokens["theme"]["light"]
    given = tokens["print"]
    return Print(
        hair=given["lineHair"],
        line=given["line"],
        strong=given["lineStrong"],
        header_fill=given["headerFill"],
        section_fill=given["sectionFill"],
        ink="#000000",  # official papers are black, not the soft black of screens
        white=given["inkSaveFill"],
        muted=light["muted"],
        border=light["border"],
        border_strong=light["borderStrong"],
        raised=light["raised"],
        accent=light["accent"],
        accent_soft=light["accentSoft"],
        positive=light["positive"],
        negative=light["negative"],
        paper_mm={"A4": tuple(given["paperA4mm"]), "F4": tuple(given["paperF4mm"])},
    )


PRINT = _print()


@cache
def chip_colours(place: Place) -> ChipColours:
    """The light theme's colours; a holiday, and a code of a newer program, has the colours of a day off."""
    codes = _tokens()["codes"]
    drawn = Place.OFF if place is Place.HOLIDAY or place.is_new else place
    code = codes[LETTERS[drawn].letter]
    light = code["light"]
    return ChipColours(light["fill"], light["ink"], light["solid"], code["pattern"])


def mixed(one: str, other: str, share: float) -> str:
    """`share` of `one` laid over `other`, as an opaque colour (transparency costs printers time)."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
