"""The database's own errors said in the words of the program, in this one place."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlcipher3 import dbapi2 as sqlite

from flexdesk.errors import EnvironmentTrouble, FlexDeskError, StoreLocked, reason_of
from flexdesk.i18n import N_, _


class WrongKey(StoreLocked):
    code = "store.wrong_key"
    ticket = "FD-KUN-21"
    text = N_("The key does not open the data of this unit.")
    next = N_("Check the passphrase, or use the keyring of the account that made the data.")


class StoreBusy(EnvironmentTrouble):
    code = "store.busy"
    ticket = "FD-SIM-01"
    text = N_("Another program holds the data of this unit.")
    safe = N_("Nothing was written; everything confirmed before is safe.")
    next = N_("Wait a moment and try again.")


class AlreadyOpen(EnvironmentTrouble):
    code = "store.already_open"
    ticket = "FD-SIM-02"
    text = N_("FlexDesk already has this unit open in another window or program.")
    safe = N_("Nothing was written; everything confirmed before is safe.")
    next = N_("Go on in the window that is open, or close it first.")


class DiskFull(EnvironmentTrouble):
    code = "store.disk_full"
    ticket = "FD-SIM-03"
    text = N_("The disk is full, so the change could not be saved.")
    safe = N_("Everything confirmed before is safe; the last change was not saved.")
    next = N_("Free some space on the disk, then do it again.")


class StoreDamaged(EnvironmentTrouble):
    code = "store.damaged"
    ticket = "FD-SIM-04"
    text = N_("A part of the data file cannot be read ({detail}).")
    safe = N_("The backups, the carry files and what the server has received are untouched.")
    next = N_("Close FlexDesk and repair the data: flexdesk backup restore. It puts them together again.")


class StoreUnreadable(StoreDamaged):
    """Damaged so far at its beginning that it does not open at all."""

    code = "store.unreadable"
    ticket = "FD-SIM-08"
    exit_code = 5
    text = N_("The data file {name} is damaged and does not open, although the key is the right one.")


class NoStore(FlexDeskError):
    code = "store.missing"
    ticket = "FD-SIM-05"
    exit_code = 5
    text = N_("There is no unit in this folder yet.")
    safe = N_("Nothing was changed.")
    next = N_("Make one with `flexdesk init`, or join a server with `flexdesk enrol`.")


class StoreExists(FlexDeskError):
    code = "store.exists"
    ticket = "FD-SIM-06"
    text = N_("This folder already holds a unit.")
    safe = N_("Its data is untouched.")
    next = N_("Choose another folder with --data.")


class StoreTooNew(FlexDeskError):
    code = "store.too_new"
    ticket = "FD-SIM-07"
    text = N_("The data was written by a newer FlexDesk (version {found}; this one knows {known}).")
    safe = N_("Nothing was changed.")
    next = N_("Install the newer FlexDesk on this laptop.")


_SIGNS = {
    "disk i/o": N_("the disk cannot be read or written"),
    "unable to open": N_("the data file cannot be opened"),
    "readonly": N_("the data file can only be read"),
}


def translated(error: Exception) -> FlexDeskError | None:
    """Our error for what the disk, a lock or a key did; None for what is our own mistake."""
    words = str(error).lower()
    if "locked" in words or "busy" in words:
        return StoreBusy(detail=str(error))
    if "full" in words or "no space" in words or getattr(error, "errno", None) in (27, 28):
        return DiskFull(detail=str(error))
    if "not a database" in words or "hmac" in words:
        return WrongKey()
    if "malformed" in words or "corrupt" in words:
        return StoreDamaged(detail=str(error))
    if isinstance(error, OSError):
        return EnvironmentTrouble(detail=reason_of(error))
    for sign, told in _SIGNS.items():
        if sign in words:
            return EnvironmentTrouble(detail=_(told))
    return None


def translated_at_edge(error: Exception) -> FlexDeskError | None:
    """The same for an error that passed every door; None unless the disk or the database raised it."""
    return translated(error) if isinstance(error, sqlite.DatabaseError | OSError) else None


@contextmanager
def translating() -> Iterator[None]:
    try:
        yield
    except (sqlite.DatabaseError, OSError) as error:
        known = translated(error)
        if known is None:
            raise
        raise known from error
