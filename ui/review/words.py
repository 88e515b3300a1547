"""How days, questions and messages to people are said on the review screen."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from flexdesk.domain.outputs import SOURCE_LABELS, Question
from flexdesk.domain.periods import MONTHS_EN, MONTHS_ID, WEEKDAYS_EN, WEEKDAYS_ID
from flexdesk.domain.places import LETTERS, Place
from flexdesk.domain.review_rules import RULES
from flexdesk.i18n import _, language
from flexdesk.services.chats import UNKNOWN_PERSON
from flexdesk.services.report_reminders import short_date
from flexdesk.services.report_rules import Timing
from flexdesk.store.store import Row

QUESTIONS: Mapping[Question, str] = MappingProxyType({rule.question: rule.name for rule in RULES})


def weekday(day: date) -> str:
    return (WEEKDAYS_ID if language() == "id" else WEEKDAYS_EN)[day.weekday()]


def month(day: date) -> str:
    return (MONTHS_ID if language() == "id" else MONTHS_EN)[day.month - 1]


def long_day(day: date) -> str:
    """`Rabu 18 November`."""
    return f"{weekday(day)} {day.day} {month(day)}"


def short_day(day: date) -> str:
    """`Rab 18`."""
    return f"{weekday(day)[:3]} {day.day}"


def arrived(timing: Timing) -> str:
    """`20 Nov 08.15, setelah batasnya`, and until when it is to be reviewed."""
    parts = [f"{short_date(timing.arrived.date())} {timing.arrived:%H.%M}"]
    if timing.late:
        parts.append(_("after the time for reports"))
    if timing.review_overdue:
        parts.append(_("review was due on {day}").format(day=short_date(timing.review_due)))
    return ", ".join(parts)


def source(token: str) -> str:
    """The way that an output came by; a word of another version as it is."""
    return _(SOURCE_LABELS[token]) if token in SOURCE_LABELS else token


def place(token: str) -> str:
    """The place as a sentence part; empty when the schedule says nothing."""
    return LETTERS[Place(token)].label if token else ""


def letter(token: str) -> str:
    return LETTERS[Place(token)].letter if token and token != Place.HOLIDAY else ""


def number(value: float) -> str:
    """`1.200` and `84,1` in Indonesian."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if language() == "id" else text


def return_message(name: str, day: date, activity: str) -> str:
    """The sentence that goes back with an output, ready to be pasted into a chat."""
    return _(
        "Good day {name}, thank you for your report of {day} “{activity}”. "
        "Please complete it and send it again, so that I can accept it."
    ).format(name=name, day=long_day(day), activity=activity)


def ask_message(name: str, day: date, activity: str) -> str:
    """A question about an output, ready to be pasted into a chat."""
    return _(
        "Good day {name}, about your report of {day} “{activity}”: could you tell me a little more about it, "
        "or send the evidence? Thank you."
    ).format(name=name, day=long_day(day), activity=activity)


def tray_amount(line: Row) -> str:
    amount, unit = line["amount"], str(line["unit"] or "")
    return f"{number(amount)} {unit}".strip() if isinstance(amount, int | float) else ""


def tray_why(line: Row) -> str:
    unknown = line["why"] == UNKNOWN_PERSON
    return _("The name is not known yet.") if unknown else _("It may be talk and no report.")
