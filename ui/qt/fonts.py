"""Puts the program's own type into Qt, so that every laptop shows the same letters and digit widths."""

from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QFontDatabase

from ui.qt.tokens import tokens

REGULAR, MEDIUM, STRONG = QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold
SCALES = (100, 115, 130, 150, 200)

_scale_percent = 100


_SCREEN = "IBMPlex"  # the other shipped letters are for paper only


@cache
def load() -> tuple[str, ...]:
    """Register the shipped fonts of the screen once for each process; returns the families found."""
    families: list[str] = []
    folder = files("resources") / "fonts"
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.name.startswith(_SCREEN) and entry.name.endswith(".ttf"):
            number = QFontDatabase.addApplicationFontFromData(QByteArray(entry.read_bytes()))
            families += QFontDatabase.applicationFontFamilies(number)
    return tuple(dict.fromkeys(families))


def set_scale(percent: int) -> None:
    """The person's text size; takes effect for fonts asked for from now on."""
    global _scale_percent
    if percent not in SCALES:
        raise ValueError(percent)
    _scale_percent = percent
    font.cache_clear()


def scale_percent() -> int:
    return _scale_percent


def scaled(pixels: int) -> int:
    return round(pixels * _scale_percent / 100)


@cache
def font(
    size: str = "base", weight: QFont.Weight = REGULAR, *, condensed: bool = False, strike: bool = False
) -> QFont:
    """A font by its token name: caption, small, base, lead, heading, title or figure."""
    type_ = tokens().type
    made = QFont(type_["familyCondensed" if condensed else "family"])
    made.setPixelSize(scaled(type_[size]))
    made.setWeight(weight)
    made.setStrikeOut(strike)
    made.setHintingPreference(QFont.HintingPreference.PreferFullHinting)
    return made
