"""The one refusal that every register with two dates shares."""

from datetime import date

from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_


class EndsBeforeStart(FlexDeskError):
    code = "register.ends_before_start"
    ticket = "FD-REG-01"
    text = N_("It ends on {to}, before it starts on {first}.")
    next = N_("Check the two dates.")


def in_order(first: date, to: date | None) -> None:
    """Raises EndsBeforeStart."""
    if to is not None and to < first:
        raise EndsBeforeStart(first=first.isoformat(), to=to.isoformat())
