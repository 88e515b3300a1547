"""How a value is typed into the forms of e-Kinerja: one line, whole numbers, days as its fields take them.

Nothing is changed in silence: whatever is typed otherwise than it is kept here carries a mark that says so.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from flexdesk.i18n import _


class Form(StrEnum):
    """Pages of e-Kinerja that are filled in from here."""

    DAILY = "daily"  # Progress Harian
    REVIEW = "review"  # Penilaian: what was reached
    FEEDBACK = "feedback"  # Umpan Balik
    PLAN = "plan"  # SKP


FORM_LABELS = {
    Form.DAILY: "Progress Harian",
    Form.REVIEW: "Penilaian",
    Form.FEEDBACK: "Umpan Balik",
    Form.PLAN: "SKP",
}


class DayStyle(StrEnum):
    """What the date fields of e-Kinerja take; browsers differ."""

    SLASHES = "dd/mm/yyyy"
    DASHES = "dd-mm-yyyy"
    ISO = "yyyy-mm-dd"


_PATTERNS = {DayStyle.SLASHES: "%d/%m/%Y", DayStyle.DASHES: "%d-%m-%Y", DayStyle.ISO: "%Y-%m-%d"}


@dataclass(frozen=True, slots=True)
class Typed:
    """What goes to the clipboard, and how it differs from what is kept here."""

    text: str
    mark: str = ""


def one_line(value: object) -> Typed:
    """Line breaks and runs of blanks become one blank each."""
    text = str(value or "").strip()
    folded = " ".join(text.split())
    return Typed(folded, _("line breaks folded") if len(text.splitlines()) > 1 else "")


def whole(amount: object) -> Typed:
    """A whole number, halves upwards; a text that is no number is left to the person."""
    if isinstance(amount, bool) or not isinstance(amount, int | float):
        return one_line(amount)
    rounded = Decimal(str(amount)).quantize(Decimal(1), ROUND_HALF_UP)
    if rounded == Decimal(str(amount)):
        return Typed(str(rounded))
    shown = f"{amount:g}".replace(".", ",")
    return Typed(str(rounded), _("rounded from {amount}").format(amount=shown))


def day(iso: object, style: DayStyle = DayStyle.SLASHES) -> Typed:
    if not iso:
        return Typed("")
    return Typed(date.fromisoformat(str(iso)).strftime(_PATTERNS[style]))
