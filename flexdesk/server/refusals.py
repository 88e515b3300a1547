"""Why the server says no to a request, with the status that the answer carries."""

from typing import ClassVar

from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_


class Refusal(FlexDeskError):
    """A request that was understood and not granted."""

    code = "server.refused"
    ticket = "FD-SRV-10"
    status: ClassVar[int] = 403


class WrongCode(Refusal):
    """No such enrolment code, or it was used or has expired: a guesser must not learn which."""

    code = "enrol.wrong_code"
    ticket = "FD-SRV-11"
    text = N_("The enrolment code is wrong, used or expired.")
    next = N_("Check the eight characters, or ask the operator for a new code.")


class TooManyTries(Refusal):
    """Too many wrong codes from one address; `wait_s` seconds until the next try."""

    code = "enrol.too_many_tries"
    ticket = "FD-SRV-12"
    status = 429
    text = N_("Too many wrong codes were tried.")
    next = N_("Wait {wait_s} seconds, then try again.")


class NoRecipient(Refusal):
    """The operator gave something else than the public half of a recovery key."""

    code = "server.no_recipient"
    ticket = "FD-SRV-43"
    status = 400
    text = N_("“{text}” is not the public half of a recovery key.")
    next = N_("Take the text that begins with age1 from one of the custodians' sheets.")


class OtherLog(Refusal):
    """The device comes with the data of another unit."""

    code = "enrol.other_log"
    ticket = "FD-SRV-13"
    status = 409
    text = N_("The server already keeps other data for the unit “{unit}”, not the data on this device.")
    next = N_("Enrol with an empty data folder, or ask the operator for a code of the right unit.")


class BadFounding(Refusal):
    """The founding certificate does not fit the device or the log that it names."""

    code = "enrol.bad_founding"
    ticket = "FD-SRV-14"
    status = 400
    text = N_("The device cannot show that the data on it is its own.")
    next = N_("Take the data folder as it was, or enrol with an empty one.")


class UnknownDevice(Refusal):
    """The unit has no such device, or there is no such unit."""

    code = "sync.unknown_device"
    ticket = "FD-SRV-15"
    text = N_("The server does not know this device in this unit.")
    next = N_("Enrol this device with a code from the operator.")


class BadSignature(Refusal):
    """The request was not signed by the device that it names."""

    code = "sync.signature"
    ticket = "FD-SRV-16"
    text = N_("The request was not signed by this device.")
    next = N_("Try again; if it stays, enrol this device anew.")


class TooLarge(Refusal):
    """The body is over the limit."""

    code = "request.too_large"
    ticket = "FD-SRV-17"
    status = 413
    text = N_("The request is larger than the server takes.")
    next = N_("Send fewer changes at a time.")


class TooSlow(Refusal):
    """The body did not arrive in time."""

    code = "request.too_slow"
    ticket = "FD-SRV-18"
    status = 408
    text = N_("The request did not arrive in time.")
    next = N_("Try again when the line is better.")


class TooFast(Refusal):
    """A device or a unit asks far more often than work can need; `wait_s` seconds until the next time."""

    code = "request.too_fast"
    ticket = "FD-SRV-21"
    status = 429
    text = N_("This laptop or its unit asks too often.")
    next = N_("Wait {wait_s} seconds, then try again.")


class Crowded(Refusal):
    """More requests than can be answered in time; `wait_s` seconds until there is room for this one."""

    code = "request.crowded"
    ticket = "FD-SRV-22"
    status = 503
    text = N_("Very many laptops are sending at this moment.")
    next = N_("FlexDesk tries again by itself in {wait_s} seconds.")


class NotInDirectory(FlexDeskError):
    """No such agency, unit or device."""

    code = "server.not_in_directory"
    ticket = "FD-SRV-19"
    text = N_("The server has no agency, unit or device “{key}”.")
    next = N_("Check the id, or add it first.")


class UnknownRole(FlexDeskError):
    """Not one of the roles."""

    code = "server.unknown_role"
    ticket = "FD-SRV-20"
    exit_code = 2
    text = N_("There is no role “{role}”.")
    next = N_("Choose one of: {roles}.")


class NotHandedOver(Refusal):
    """The word of the old laptop is not genuine, or it has nothing left to hand over."""

    code = "enrol.not_handed_over"
    ticket = "FD-SRV-41"
    text = N_("This laptop was not handed a role that the other laptop still has.")
    next = N_("Have the handover written again on the old laptop, or ask the operator for a code.")


class RoleOver(FlexDeskError):
    """A role that would have ended before it began."""

    code = "server.role_over"
    ticket = "FD-SRV-42"
    exit_code = 2
    text = N_("The last day of the role, {day}, is over already.")
    next = N_("Choose a later day with --until.")
