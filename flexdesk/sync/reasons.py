"""Why the server voided a change or did not take a batch: the codes that travel, and their sentences.

A code may carry one fact after a colon. What begins with `late.` is void until a person lets it in.
"""

from datetime import date

from flexdesk.i18n import N_, _

READER = "role.reader"
REVOKED = "device.revoked"
FIELD = "role.field"
LATE = "late.revoked"
ENDED = "late.ended"
ROW_KEY = "row.key"
VALUE_KIND = "value.kind"
VALUE_SIZE = "value.size"
VALUE_CODE = "value.code"
VALUE_NIP = "value.nip"
SIGNED = "evaluation.signed"
RETIRED = "column.retired"

FORK = "fork"
UNIT = "unit"
CERTIFICATE = "certificate"
UNKNOWN_DEVICE = "unknown_device"
DICTIONARY = "dictionary"

REASONS: dict[str, str] = {
    READER: N_("The role of this device may only read."),
    REVOKED: N_("This device was revoked before the change was made."),
    FIELD: N_("The role of this device may not write this field."),
    LATE: N_("This device was revoked before the change was made, which its holder could not know."),
    ENDED: N_("The change was made after {day}, the last day of the role."),
    ROW_KEY: N_("The key of the row is not one of this table."),
    VALUE_KIND: N_("A value is not of the kind of its column."),
    VALUE_SIZE: N_("A text is too long."),
    VALUE_CODE: N_("A code is not one that the program knows."),
    VALUE_NIP: N_("A NIP has only digits, 18 at most."),
    SIGNED: N_("The evaluation had been signed on another laptop before this change reached the server."),
    RETIRED: N_("FlexDesk no longer makes this kind of change. Update FlexDesk, then enter it again."),
    FORK: N_("The server has other changes under the same numbers: the data folder was copied or restored."),
    UNIT: N_("The changes belong to another unit."),
    CERTIFICATE: N_("The certificate of the device is not valid, or no longer."),
    DICTIONARY: N_(
        "The changes are packed in a way that the server does not know yet; they are packed anew."
    ),
    UNKNOWN_DEVICE: N_("The server does not know the device that made the changes."),
}


_OTHER = N_("The server gave a reason that only a newer FlexDesk can put into words ({code}).")


def sentence(code: str) -> str:
    """The reason in words; a code of a newer server says what helps to read it."""
    name, _colon, fact = code.partition(":")
    return _(REASONS.get(name, _OTHER)).format(day=_day(fact), code=code)


def ended(last_day: date) -> str:
    """The code of a change made after the last day of its author's role."""
    return f"{ENDED}:{last_day.isoformat()}"


def waits(code: str) -> bool:
    """Whether a person may still let in what was voided for that reason."""
    return code.startswith("late.")


def _day(fact: str) -> str:
    from flexdesk.domain.calendar import long_date

    try:
        return long_date(date.fromisoformat(fact))
    except ValueError:
        return fact
