"""The design tokens as plain records: one source for colours, sizes and codes, checked without Qt."""

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any


class Scheme(StrEnum):
    LIGHT = "light"
    DARK = "dark"


class Density(StrEnum):
    """Height of a table row."""

    COMPACT = "compact"
    NORMAL = "normal"
    ROOMY = "roomy"


@dataclass(frozen=True, slots=True)
class CodeInk:
    """Colours of one place code in one scheme: chip ground, letter and pattern, chart bar; sRGB hex."""

    fill: str
    ink: str
    solid: str


@dataclass(frozen=True, slots=True)
class CodeToken:
    letter: str
    label: str
    pattern: str
    icon: str
    inks: dict[Scheme, CodeInk]


@dataclass(frozen=True, slots=True)
class Tokens:
    """Sizes are pixels at 96 dpi, colours are sRGB hex."""

    colors: dict[Scheme, dict[str, str]]
    codes: dict[str, CodeToken]
    size: dict[str, int]
    radius: dict[str, int]
    row: dict[str, int]
    motion_ms: dict[str, int]
    type: dict[str, Any]


@cache
def tokens() -> Tokens:
    text = (files("resources") / "design" / "tokens.json").read_text(encoding="utf-8")
    raw = json.loads(text)
    return Tokens(
        colors={scheme: raw["theme"][scheme] for scheme in Scheme},
        codes={letter: _code(letter, code) for letter, code in raw["codes"].items()},
        size=raw["size"],
        radius=raw["radius"],
        row=raw["row"],
        motion_ms={name: value for name, value in raw["motion"].items() if isinstance(value, int)},
        type=raw["type"],
    )


def _code(letter: str, raw: dict[str, Any]) -> CodeToken:
    inks = {scheme: CodeInk(**raw[scheme]) for scheme in Scheme}
    return CodeToken(letter, raw["label"], raw["pattern"], raw["icon"], inks)
