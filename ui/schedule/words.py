"""How days, places and persons are said on this screen, seen and read aloud."""

from datetime import date

from flexdesk.domain.halves import Half, code, in_words
from flexdesk.domain.places import LETTERS, Place
from flexdesk.i18n import N_, _

_SHORT_DAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_DAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
_SHORT_MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May|short"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip
_MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"),
    N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip


def short_day(day: date) -> str:
    """`Jum`."""
    return _(_SHORT_DAYS[day.weekday()])


def long_day(day: date) -> str:
    """`Jumat`."""
    return _(_DAYS[day.weekday()])


def day_and_number(day: date) -> str:
    """`Jum 27`."""
    return f"{short_day(day)} {day.day}"


def spoken_day(day: date) -> str:
    """`Jumat 27 November`."""
    return f"{long_day(day)} {day.day} {_(_MONTHS[day.month - 1])}"


def _short_month(day: date) -> str:
    return _(_SHORT_MONTHS[day.month - 1]).removesuffix("|short")


def month_and_year(day: date) -> str:
    """`November 2026`."""
    return f"{_(_MONTHS[day.month - 1])} {day.year}"


def short_date(day: date) -> str:
    """`27 Nov`."""
    return f"{day.day} {_short_month(day)}"


def span(first: date, last: date) -> str:
    """`23–29 Nov 2026`, `30 Nov–6 Des 2026`."""
    tail = f"{last.day} {_short_month(last)} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{tail}"
    head = f"{first.day} {_short_month(first)}"
    return f"{head}–{tail}" if first.year == last.year else f"{head} {first.year}–{tail}"


def letter(place: Place | None, half: Half | None = None) -> str:
    """`W`, and of a split day both halves: `W/K`."""
    return code(place, half)


def spoken_place(place: Place | None, half: Half | None = None) -> str:
    """The place as it is read aloud, `WFA pagi, kantor siang`; an empty cell says so."""
    if place is None:
        return _("empty")
    return in_words("WFA" if place is Place.HOME else LETTERS[place].label, half)
