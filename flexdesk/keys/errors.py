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


class ShareEmpty(StoreLocked):
    """A custodian's file without the two codes of a sheet."""

    code = "keys.share_empty"
    ticket = "FD-KUN-13"
    text = N_("{name} does not hold the two codes of a custodian's sheet.")
    next = N_("Type both codes, each on a line of its own that begins with its letter (A: 7K3QM …).")


class ShareMistyped(StoreLocked):
    """A code from a custodian's sheet whose check does not fit."""

    code = "keys.share_mistyped"
    ticket = "FD-KUN-14"
    text = N_("Group {group} of code {part} in {name} is not as it stands on the sheet.")
    next = N_("Compare that group with the sheet, character by character, and try again.")


class SharesTooFew(StoreLocked):
    """One custodian alone, or the same sheet twice."""

    code = "keys.shares_too_few"
    ticket = "FD-KUN-15"
    text = N_("The sheets of two different custodians are needed.")
    next = N_("Ask a second custodian for the codes on their sheet.")


class SharesApart(StoreLocked):
    """Two sheets that were not made together."""

    code = "keys.shares_apart"
    ticket = "FD-KUN-16"
    text = N_("Code {part} differs between the sheets: they were not made together.")
    next = N_("Compare the dates of the sheets and use two of one day.")


class AgencyUnfit(StoreLocked):
    """The custodians' key is whole, but this is locked for another one."""

    code = "keys.agency_unfit"
    ticket = "FD-KUN-17"
    text = N_("The custodians' sheets do not open this: it was locked for another key of the agency.")
    next = N_("Compare the key on the sheets with {recipient}.")


class AgencyUnknown(StoreLocked):
    """The key file was never locked for an agency."""

    code = "keys.agency_unknown"
    ticket = "FD-KUN-18"
    text = N_("The keys of this laptop were never locked for a recovery key of the agency.")
    next = N_("Use the passphrase or the recovery sheet of the laptop.")
