"""The rows of the comparison: one measure each, with its picture and what may be concluded."""

from dataclasses import dataclass

from flexdesk.domain import effect_words
from flexdesk.domain.effect import IN_PERCENT, Comparison, Measure, Verdict
from flexdesk.i18n import _
from ui.widgets.cells import Cell
from ui.widgets.table import Column

ICONS = {
    Verdict.UNKNOWN: "circle-question-mark",
    Verdict.TOO_FEW: "clock",
    Verdict.NO_DIFFERENCE: "minus",
    Verdict.HIGHER: "git-compare",
    Verdict.LOWER: "git-compare",
}
# A scale is at least so wide, so that a hair's breadth never looks like a gulf.
_LEAST_WIDTH = {Measure.OUTPUTS: 1.0, Measure.COMPLAINTS: 5.0}
_LEAST_PERCENT = 10.0
_MARGIN = 0.12


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """`by_time`: before and after instead of office and flexible days."""

    found: Comparison
    by_time: bool

    @property
    def key(self) -> str:
        return str(self.found.measure)

    @property
    def title(self) -> str:
        return _(effect_words.TITLES[self.found.measure])

    @property
    def sides(self) -> tuple[str, str]:
        first, second = effect_words.SIDES[effect_words.question_of(self.found.measure, by_time=self.by_time)]
        return _(first), _(second)

    @property
    def numbers(self) -> tuple[str, str]:
        found = self.found
        return effect_words.figure(found.first, found.measure), effect_words.figure(
            found.second, found.measure
        )

    @property
    def counted(self) -> str:
        return effect_words.counted(self.found)

    @property
    def sentence(self) -> str:
        return effect_words.sentence(self.found, by_time=self.by_time)

    @property
    def badge(self) -> str:
        return effect_words.badge(self.found.verdict)

    @property
    def spoken(self) -> str:
        """The whole row, for a screen reader."""
        (first, second), (one, two) = self.sides, self.numbers
        return f"{self.title}. {first} {one}, {second} {two}. {self.sentence} {self.counted}."

    @property
    def scale(self) -> tuple[float, float]:
        """Both ends of the line that the marks stand on."""
        found = self.found
        shown = [value for value in (found.first, found.second) if value is not None]
        if found.first is not None and found.low is not None and found.high is not None:
            shown += [found.first + found.low, found.first + found.high]
        if not shown:
            return 0.0, 1.0
        low, high = min(shown), max(shown)
        in_percent = found.measure in IN_PERCENT
        least = _LEAST_PERCENT if in_percent else _LEAST_WIDTH[found.measure]
        spare = max((high - low) * _MARGIN, (least - (high - low)) / 2)
        low, high = max(low - spare, 0.0), high + spare
        if in_percent and high > 100:
            low, high = max(min(low, 100 - least), 0.0), 100.0
        return low, high


def columns() -> list[Column[MeasureRow]]:
    return [
        Column("measure", _("Measure"), lambda row: Cell(row.title, spoken=row.spoken), 232),
        Column("picture", _("Both sides, with the interval of the second"), _picture, 0),
        Column("verdict", _("What may be said"), lambda row: Cell(row.badge, spoken=row.sentence), 404),
    ]


def _picture(row: MeasureRow) -> Cell:
    (first, second), (one, two) = row.sides, row.numbers
    return Cell(f"{first} {one}, {second} {two}", tip=row.sentence)
