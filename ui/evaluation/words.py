"""Labels, tones and short numbers of the evaluation screen; ratings keep their official Indonesian names."""

from collections.abc import Mapping
from datetime import date

from flexdesk.domain.codes import ByCode
from flexdesk.domain.performance import Predicate, Rating
from flexdesk.domain.periods import MONTHS_EN, MONTHS_ID, Period, PeriodKind
from flexdesk.i18n import language
from ui.widgets.tones import Tone

TONES: Mapping[Predicate, Tone] = ByCode(
    {
        Predicate.SANGAT_BAIK: Tone.POSITIVE,
        Predicate.BAIK: Tone.NEUTRAL,
        Predicate.BUTUH_PERBAIKAN: Tone.WARNING,
        Predicate.KURANG: Tone.NEGATIVE,
        Predicate.SANGAT_KURANG: Tone.NEGATIVE,
    },
    new=Tone.NEUTRAL,
)
# As the official table stands: results upwards, behaviour to the right; so lie the keys of a number pad.
RESULTS_DOWN = (Rating.ABOVE, Rating.MEETS, Rating.BELOW)
BEHAVIOUR_RIGHT = (Rating.BELOW, Rating.MEETS, Rating.ABOVE)


def key_of(results: Rating, behaviour: Rating) -> int:
    """The digit of a cell, 1 to 9; 0 for ratings that only a newer program knows."""
    if results.is_new or behaviour.is_new:
        return 0
    return 3 * (2 - RESULTS_DOWN.index(results)) + BEHAVIOUR_RIGHT.index(behaviour) + 1


def cell_of(digit: int) -> tuple[Rating, Rating]:
    """(results, behaviour) of a digit."""
    return RESULTS_DOWN[2 - (digit - 1) // 3], BEHAVIOUR_RIGHT[(digit - 1) % 3]


def short_day(text: str) -> str:
    """`22 Sep` of an ISO day."""
    day = date.fromisoformat(text)
    return f"{day.day} {_month(day)[:3]}"


def _month(day: date) -> str:
    return (MONTHS_ID if language() == "id" else MONTHS_EN)[day.month - 1]


def months(period: Period) -> str:
    """`Juli–September`; empty for a month, whose label says it already."""
    if period.kind is PeriodKind.MONTH:
        return ""
    return f"{_month(period.first)}–{_month(period.last)}"


def number(value: float) -> str:
    text = f"{value:,.2f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.translate(str.maketrans(",.", ".,")) if language() == "id" else text
