"""Why keys cannot be made or opened, and how to go on."""

from flexdesk.errors import EnvironmentTrouble, FlexDeskError, StoreLocked
from flexdesk.i18n import N_


class NoKeyWay(StoreLocked):
    """New keys would have no lock: no keyring answers and no passphrase was given."""

    code = "keys.no_way"
    ticket = "FD-KUN-02"
    text = N_("This computer has no keyring that answers, and no passphrase was given.")
    safe = N_("Nothing was written.")
    next = N_("Give a passphrase with --passphrase-file FILE and try again.")


class KeyringSilent(StoreLocked):
    """No passphrase was given and the keyring does not have the key."""

    code = "keys.keyring_silent"
    ticket = "FD-KUN-03"
    text = N_("The keyring of this computer does not answer with the key.")
    next = N_("Unlock the keyring, or give the passphrase with --passphrase-file FILE.")


class WrongPassphrase(StoreLocked):
    """No slot opens with this passphrase."""

    code = "keys.wrong_passphrase"
    ticket = "FD-KUN-04"
    text = N_("The passphrase does not fit.")
    next = N_("Check capital letters and the keyboard layout, then try again.")


class KeysMissing(StoreLocked):
    """The key file is not in the data folder."""

    code = "keys.missing"
    ticket = "FD-KUN-05"
    text = N_("The key file {name} is not in the data folder.")
    next = N_("Choose the right data folder, or bring {name} back from a backup.")


class KeysDamaged(StoreLocked):
    """The key file cannot be read or was altered."""

    code = "keys.damaged"
    ticket = "FD-KUN-06"
    text = N_("The key file {name} is damaged.")
    next = N_("Bring {name} back from a backup.")


class KeysTooNew(StoreLocked):
    """A later program wrote the key file."""

    code = "keys.too_new"
    ticket = "FD-KUN-07"
    text = N_("The key file {name} was written by a newer FlexDesk.")
    next = N_("Update FlexDesk on this computer.")


class KeysExist(FlexDeskError):
    """The folder has keys already; writing new ones would lock its data for ever."""

    code = "keys.exist"
    ticket = "FD-KUN-08"
    text = N_("This data folder has keys already.")
    next = N_("Choose another folder for a new unit.")


class PassphraseEmpty(FlexDeskError):
    """A passphrase without characters is none."""

    code = "keys.passphrase_empty"
    ticket = "FD-KUN-09"
    text = N_("The passphrase is empty.")
    next = N_("Choose a passphrase of several words.")


class KeysNotWritten(EnvironmentTrouble):
    """The disk refused the key file."""

    code = "keys.not_written"
    ticket = "FD-KUN-10"
    text = N_("The key file could not be written: {detail}.")
    safe = N_("The keys from before are still valid.")
    next = N_("Free some space or check the folder's permissions, then try again.")


class RecoveryMistyped(StoreLocked):
    """A code from a recovery sheet whose check does not fit."""

    code = "keys.recovery_mistyped"
    ticket = "FD-KUN-11"
    text = N_("Group {group} of the recovery code is not as it stands on the sheet.")
    next = N_("Compare that group with the sheet, character by character, and try again.")


class RecoveryUnfit(StoreLocked):
    """The code is whole, but no slot opens with it."""

    code = "keys.recovery_unfit"
    ticket = "FD-KUN-12"
    text = N_("This recovery sheet does not open the data on this laptop.")
    next = N_("Look for the newest sheet: printing one makes those before it void.")
