"""The few tones that a notice, badge or bar can take, as tokens; colour never stands without icon or word."""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class ToneTokens:
    """Token names: text on the soft ground, soft ground, graphic at 3:1, and the usual icon."""

    ink: str
    ground: str
    graphic: str
    icon: str


class Tone(Enum):
    NEUTRAL = ToneTokens("text", "sunken", "borderStrong", "info")
    ACCENT = ToneTokens("accent", "accentSoft", "accent", "info")
    POSITIVE = ToneTokens("positive", "positiveSoft", "positiveGraphic", "circle-check")
    WARNING = ToneTokens("warning", "warningSoft", "warningGraphic", "triangle-alert")
    NEGATIVE = ToneTokens("negative", "negativeSoft", "negativeGraphic", "circle-alert")
    QUIET = ToneTokens("muted", "surface", "border", "info")

    @property
    def ink(self) -> str:
        return self.value.ink

    @property
    def ground(self) -> str:
        return self.value.ground

    @property
    def graphic(self) -> str:
        return self.value.graphic

    @property
    def icon(self) -> str:
        return self.value.icon
