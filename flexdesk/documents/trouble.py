"""What can go wrong with papers, in sentences for people."""

from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_


class UnreadablePdf(FlexDeskError):
    """The bytes are no PDF, or a damaged one."""

    code = "documents.unreadable"
    ticket = "FD-CET-01"
    text = N_("This file cannot be read as a PDF.")
    next = N_("Make the paper again, or choose another file.")


class UnreadableEmblem(FlexDeskError):
    """The unit's emblem is not a picture that can be printed."""

    code = "documents.emblem"
    ticket = "FD-CET-02"
    text = N_("The emblem of the unit cannot be read as a picture.")
    safe = N_("No paper was made; the data is untouched.")
    next = N_("Choose a PNG or JPEG file for the emblem.")


class NoSuchPage(FlexDeskError):
    """The page asked for is not in the paper."""

    code = "documents.no_page"
    ticket = "FD-CET-03"
    text = N_("Page {page} is not in this paper; it has {pages}.")
    next = N_("Choose another page.")


class NothingToPrint(FlexDeskError):
    """No paper was chosen."""

    code = "documents.nothing"
    ticket = "FD-CET-04"
    text = N_("There is nothing to print.")
    next = N_("Choose at least one person or period.")
