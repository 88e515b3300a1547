"""Days that are spent in two places: one half at the cell's place, the other at the office.

Rules go on judging the cell's place for the whole day: a split day counts as a whole day away and staffs no
counter, which errs on the side of the regulation. Only places that a person goes to for work can be split.
"""

from collections.abc import Callable
from enum import StrEnum

from flexdesk.domain.places import AWAY, LETTERS, Place
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_


class Half(StrEnum):
    """The half of the day that the cell's place holds for."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


class NotSplit(FlexDeskError):
    """Half a day of a place that has no halves."""

    code = "schedule.not_split"
    ticket = "FD-JDW-12"
    text = N_("A day of “{place}” cannot be split.")
    next = N_("Half days are for work at home, elsewhere, on the road and in training.")


SPLIT = AWAY | {Place.DUTY_TRAVEL, Place.TRAINING}
ROUND: tuple[Half | None, ...] = (None, Half.MORNING, Half.AFTERNOON)

_OFFICE = LETTERS[Place.OFFICE].letter


def half_of(place: Place | str | None, stored: str | None) -> Half | None:
    """The half that counts: one left over from another place, or that nobody knows, is none."""
    return Half(stored) if place in SPLIT and stored in set(Half) else None


def code(place: Place | None, half: Half | None = None) -> str:
    """`W`, `W/K` for a morning at home, `K/W` for an afternoon; empty for an empty cell."""
    return joined(LETTERS[place].letter, half, _OFFICE) if place is not None else ""


def token(place: Place | None, half: Half | None = None) -> str:
    """`home`, `home/office`, `office/home`: the same as `code`, in stable words."""
    return joined(str(place), half, str(Place.OFFICE)) if place is not None else ""


def frozen(place: Place | None, half: Half | None = None) -> str:
    """`home`, `home/morning`: as a publication keeps a cell; empty for an empty one."""
    return f"{place}/{half}" if half is not None else str(place or "")


def thawed(text: str) -> tuple[Place | None, Half | None]:
    """Place and half that a publication keeps."""
    place, _slash, half = text.partition("/")
    return (Place(place), half_of(place, half)) if place else (None, None)


def joined(away: str, half: Half | None, office: str) -> str:
    """Both halves of a day in their order; without a half the place alone."""
    if half is None:
        return away
    return f"{away}/{office}" if half is Half.MORNING else f"{office}/{away}"


def in_words(label: str, half: Half | None) -> str:
    """`Rumah (WFA) pagi, kantor siang`: the Indonesian of official papers, whatever the screen speaks."""
    if half is None:
        return label
    if half is Half.MORNING:
        return f"{label} pagi, kantor siang"
    inside = label if label[:2].isupper() else f"{label[:1].lower()}{label[1:]}"
    return f"Kantor pagi, {inside} siang"


def label(place: Place, half: Half | None = None) -> str:
    return in_words(LETTERS[place].label, half)


def apart(text: str, place_of: Callable[[str], Place | None]) -> tuple[Place, Half] | None:
    """What `W/K` or `kantor/rumah` means; None when it is no split day.

    One side must be the office and the other a place that can be split.
    """
    left, slash, right = text.partition("/")
    if not slash or "/" in right:
        return None
    first, second = place_of(left.strip()), place_of(right.strip())
    if first in SPLIT and second is Place.OFFICE:
        return first, Half.MORNING
    if second in SPLIT and first is Place.OFFICE:
        return second, Half.AFTERNOON
    return None
