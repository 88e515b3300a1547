"""The colours keep their promises: readable text, visible graphics, codes told apart with any eyes."""

import itertools
import math
import sys

import pytest

from ui.qt.tokens import Scheme, tokens

TEXT = {
    "text": "window surface raised sunken selection accentSoft warningSoft negativeSoft positiveSoft",
    "muted": "window surface raised sunken selection accentSoft warningSoft negativeSoft positiveSoft",
    "accent": "surface window raised accentSoft selection",
    "onAccent": "accent accentHover",
    "positive": "surface raised window positiveSoft",
    "warning": "surface raised window warningSoft",
    "negative": "surface raised window negativeSoft",
}
GRAPHIC = {
    "borderStrong": "surface raised window",
    "focus": "surface window selection",
    "accent": "sunken",
    "positiveGraphic": "surface raised",
    "warningGraphic": "surface raised",
    "negativeGraphic": "surface raised",
}
# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear sRGB.
EYES = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
}

Vector = tuple[float, float, float]


def linear(hex_color: str) -> Vector:
    parts = (int(hex_color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(hex_color: str) -> float:
    red, green, blue = linear(hex_color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def seen(hex_color: str, eyes: str) -> Vector:
    color = linear(hex_color)
    red, green, blue = (
        min(1.0, max(0.0, sum(m * c for m, c in zip(row, color, strict=True)))) for row in EYES[eyes]
    )
    return red, green, blue


def lab(color: Vector) -> Vector:
    """CIE Lab under D65 of a linear sRGB colour."""
    red, green, blue = color
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (v ** (1 / 3) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def hue(a: float, b: float) -> float:
    return math.degrees(math.atan2(b, a)) % 360 if a or b else 0.0


def ciede2000(one: Vector, other: Vector) -> float:
    """Sharma, Wu and Dalal 2005, with all weights 1."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_chroma = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    grey = 0.5 * (1 - math.sqrt(mean_chroma**7 / (mean_chroma**7 + 25**7)))
    a1, a2 = a1 * (1 + grey), a2 * (1 + grey)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = hue(a1, b1), hue(a2, b2)
    turn = h2 - h1
    mean_hue = h1 + h2
    if c1 and c2:
        mean_hue /= 2
        if abs(turn) > 180:
            mean_hue += 180 if h1 + h2 < 360 else -180
            turn += 360 if turn < 0 else -360
    d_light, d_chroma = l2 - l1, c2 - c1
    d_hue = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn) / 2) if c1 and c2 else 0.0
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * math.cos(math.radians(mean_hue - 30))
        + 0.24 * math.cos(math.radians(2 * mean_hue))
        + 0.32 * math.cos(math.radians(3 * mean_hue + 6))
        - 0.20 * math.cos(math.radians(4 * mean_hue - 63))
    )
    s_light = 1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2)
    s_chroma, s_hue = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    around_blue = 30 * math.exp(-(((mean_hue - 275) / 25) ** 2))
    rotate = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7)) * math.sin(math.radians(2 * around_blue))
    parts = (d_light / s_light, d_chroma / s_chroma, d_hue / s_hue)
    return math.sqrt(sum(part**2 for part in parts) + rotate * parts[1] * parts[2])


def pairs(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(front, ground) for front, grounds in table.items() for ground in grounds.split()]


def distances(scheme: Scheme, part: str, eyes: str) -> dict[tuple[str, str], float]:
    labs = {
        letter: lab(seen(getattr(code.inks[scheme], part), eyes)) for letter, code in tokens().codes.items()
    }
    return {(a, b): ciede2000(labs[a], labs[b]) for a, b in itertools.combinations(labs, 2)}


def neighbours(found: dict[tuple[str, str], float]) -> float:
    order = list(tokens().codes)
    return min(found[pair] for pair in itertools.pairwise(order))


def test_the_distance_formula_agrees_with_the_published_example() -> None:
    # First and last pair of the test data of Sharma, Wu and Dalal.
    assert ciede2000((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert ciede2000((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514)) == pytest.approx(0.9082, abs=1e-4)


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize(("front", "ground"), pairs(TEXT))
def test_text_is_readable_on_its_ground(scheme: Scheme, front: str, ground: str) -> None:
    colors = tokens().colors[scheme]
    assert contrast(colors[front], colors[ground]) >= 4.5


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize(("front", "ground"), pairs(GRAPHIC))
def test_graphics_stand_out_from_their_ground(scheme: Scheme, front: str, ground: str) -> None:
    colors = tokens().colors[scheme]
    assert contrast(colors[front], colors[ground]) >= 3


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("letter", list(tokens().codes))
def test_a_letter_is_readable_on_its_chip_and_its_bar_on_paper(scheme: Scheme, letter: str) -> None:
    ink = tokens().codes[letter].inks[scheme]
    assert contrast(ink.ink, ink.fill) >= 4.5
    assert contrast(ink.solid, tokens().colors[scheme]["surface"]) >= 3


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("part", ["fill", "solid"])
def test_neighbouring_codes_are_told_apart(scheme: Scheme, eyes: str, part: str) -> None:
    assert neighbours(distances(scheme, part, eyes)) >= 10


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("eyes", EYES)
def test_codes_of_like_colour_differ_in_pattern(scheme: Scheme, eyes: str) -> None:
    codes = tokens().codes
    close = [pair for pair, far in distances(scheme, "fill", eyes).items() if far < 10]
    assert all(codes[a].pattern != codes[b].pattern for a, b in close)


def test_both_schemes_name_the_same_colours() -> None:
    assert set(tokens().colors[Scheme.LIGHT]) == set(tokens().colors[Scheme.DARK])


def test_tokens_are_read_without_qt() -> None:
    source = sys.modules["ui.qt.tokens"].__file__
    assert source is not None
    with open(source, encoding="utf-8") as stream:
        assert "PySide6" not in stream.read()
