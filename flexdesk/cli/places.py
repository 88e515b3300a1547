"""Places as they are typed on the command line: a code, or the letter of screen and paper."""

from flexdesk.domain.places import OF_LETTER, Place
from flexdesk.errors import UsageError
from flexdesk.i18n import _


def place_of(text: str) -> Place | None:
    """A code or a letter; `none` and `.` empty the cell. Raises UsageError."""
    if text in ("none", ".", ""):
        return None
    if text.upper() in OF_LETTER:
        return OF_LETTER[text.upper()]
    if text.lower() in set(Place):
        return Place(text.lower())
    raise UsageError(
        detail=_("“{text}” is not a place; places are {choices}").format(text=text, choices=", ".join(Place))
    )
