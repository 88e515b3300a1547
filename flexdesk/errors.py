"""What can go wrong: the person's to mend, the world's fault, or a reason that is still missing.

Each class carries its own sentences: what happened, what is safe, what to do. The command line and the
desktop show the same words. `facts` fill the holes of the sentences and travel in JSON unchanged.
"""

import errno
from typing import Any, ClassVar

from flexdesk.i18n import N_, _

_REASONS = {
    errno.ENOENT: N_("the file or folder is not there"),
    errno.EACCES: N_("access is not allowed"),
    errno.EPERM: N_("access is not allowed"),
    errno.EROFS: N_("the disk can only be read"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EFBIG: N_("the disk is full, or the file would become too large"),
    errno.EIO: N_("the disk cannot be read or written"),
    errno.EEXIST: N_("it is there already"),
    errno.EISDIR: N_("this is a folder, not a file"),
    errno.ENOTDIR: N_("a part of the path is not a folder"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EBUSY: N_("another program holds it"),
    errno.EADDRINUSE: N_("another program uses this port"),
    errno.ECONNREFUSED: N_("nobody answers at this address"),
    errno.ETIMEDOUT: N_("the answer took too long"),
}


def reason_of(error: OSError) -> str:
    """What the operating system complains about, in words, with the file where it names one."""
    known = _REASONS.get(error.errno or 0)
    words = _(known) if known else error.strerror or type(error).__name__
    return f"{words}: {error.filename}" if isinstance(error.filename, str) else words


class FlexDeskError(Exception):
    """Something the person can mend. Nothing was written."""

    code: ClassVar[str] = "refused"
    ticket: ClassVar[str] = "FD-UMU-01"  # short enough to be read out over the phone
    exit_code: ClassVar[int] = 3
    text: ClassVar[str] = N_("The program refused this.")
    safe: ClassVar[str] = N_("Nothing was changed.")
    next: ClassVar[str] = N_("Check the input and try again.")

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code)
        self.facts = facts

    def _filled(self, sentence: str) -> str:
        return _(sentence).format(**self.facts)

    @property
    def message(self) -> str:
        return self._filled(self.text)

    @property
    def what_is_safe(self) -> str:
        return self._filled(self.safe)

    @property
    def what_to_do(self) -> str:
        return self._filled(self.next)

    def __str__(self) -> str:
        return f"{self.message} {self.what_is_safe} {self.what_to_do}"

    def as_json(self) -> dict[str, Any]:
        """The `error` object of the command line's contract."""
        return {
            "code": self.code,
            "ticket": self.ticket,
            "message": self.message,
            "facts": self.facts,
            "safe": self.what_is_safe,
            "next": self.what_to_do,
        }


class EnvironmentTrouble(FlexDeskError):
    """The disk, a lock or the line failed; trying again can help."""

    code = "environment"
    ticket = "FD-LIN-01"
    exit_code = 4
    text = N_("The computer or the line did not answer as it should: {detail}.")
    safe = N_("Everything that was confirmed before is safe on this laptop.")
    next = N_("Try again in a moment.")


class ProgramFault(FlexDeskError):
    """Our own mistake, caught at the edge."""

    code = "internal"
    ticket = "FD-UMU-06"
    exit_code = 4
    text = N_("FlexDesk made a mistake of its own ({detail}).")
    safe = N_("The command was undone; everything that was confirmed before is safe.")
    next = N_("Please report this with the lines on standard error, and what you did before.")


class UsageError(FlexDeskError):
    """The command or its arguments are wrong."""

    code = "usage"
    ticket = "FD-UMU-02"
    exit_code = 2
    text = N_("The command is not understood: {detail}.")
    next = N_("See `flexdesk --help`.")


class StoreLocked(FlexDeskError):
    """The store cannot be opened: no key, or a wrong one."""

    code = "store.locked"
    ticket = "FD-KUN-01"
    exit_code = 5
    text = N_("The data of this unit cannot be opened: no key answers.")
    safe = N_("The data itself is untouched.")
    next = N_("Unlock the operating system's keyring, or give the passphrase with --passphrase-file.")


class RuleBroken(FlexDeskError):
    """A HARD rule refuses the change. `findings` are the JSON forms of the findings."""

    code = "rule.broken"
    ticket = "FD-ATR-01"
    text = N_("A rule forbids this: {sentence}")
    next = N_("Choose another place or day, or keep it as a draft that cannot be published.")


class ReasonNeeded(FlexDeskError):
    """A SOFT rule wants a written reason."""

    code = "rule.reason_needed"
    ticket = "FD-ATR-02"
    text = N_("This needs a written reason: {sentence}")
    next = N_("Give the reason and try again.")


class StaleEdit(FlexDeskError):
    """The value changed since the person last saw it."""

    code = "edit.stale"
    ticket = "FD-UBH-01"
    text = N_("This value was changed meanwhile by someone else.")
    next = N_("Look at the new value, then decide again.")


class NotFound(FlexDeskError):
    """Nothing in the store has this key."""

    code = "not_found"
    ticket = "FD-UMU-03"
    text = N_("{what} “{key}” is not in this unit.")
    next = N_("Check the spelling, or import it first.")


class CancelledError(FlexDeskError):
    """The person asked a long job to stop."""

    code = "cancelled"
    ticket = "FD-UMU-04"
    text = N_("Stopped at your request.")
    next = N_("Start again whenever you like.")
