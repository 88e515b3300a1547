"""Why a file cannot be read as a table, each with its own advice."""

from flexdesk.errors import EnvironmentTrouble, FlexDeskError, reason_of
from flexdesk.i18n import N_, _


class FileMissing(FlexDeskError):
    code = "import.file_missing"
    ticket = "FD-IMP-01"
    text = N_("The file “{file}” is not there.")
    next = N_("Check the name and the folder, or choose the file again.")


class FileBusy(EnvironmentTrouble):
    code = "import.file_busy"
    ticket = "FD-IMP-02"
    text = N_("The file “{file}” cannot be opened: {detail}.")
    safe = N_("Nothing was changed.")
    next = N_("Close the file in the spreadsheet program, or copy it to another folder, and try again.")


class NotATable(FlexDeskError):
    code = "import.not_a_table"
    ticket = "FD-IMP-03"
    text = N_("The file “{file}” is not a table that FlexDesk can read.")
    next = N_("Open it in a spreadsheet program and save it as xlsx, ods or csv.")


class EmptyFile(FlexDeskError):
    code = "import.empty"
    ticket = "FD-IMP-04"
    text = N_("The file “{file}” is empty.")
    next = N_("Check that the right file was chosen and that it was saved completely.")


class PasswordProtected(FlexDeskError):
    code = "import.password"
    ticket = "FD-IMP-05"
    text = N_("The file “{file}” is protected by a password.")
    next = N_("Open it in a spreadsheet program, remove the password, save it and choose it again.")


class TooLarge(FlexDeskError):
    code = "import.too_large"
    ticket = "FD-IMP-06"
    text = N_("The file “{file}” is too large: more than {limit} {what}.")
    next = N_("Keep only the sheet and the columns that are needed, then choose it again.")


class Damaged(FlexDeskError):
    code = "import.damaged"
    ticket = "FD-IMP-07"
    text = N_("The file “{file}” is damaged or was cut off.")
    next = N_("Copy or download it once more, then choose it again.")


MEGABYTES = N_("MB")
UNZIPPED_MEGABYTES = N_("MB after unpacking")
CELLS = N_("cells")
SHEETS = N_("sheets")
LEVELS = N_("nested levels")


def in_megabytes(count: int) -> int:
    """Whole megabytes, at least one."""
    return max(count >> 20, 1)


def why_busy(error: OSError) -> str:
    """What the operating system says, in the language in force where we know the case."""
    if isinstance(error, PermissionError):
        return _("it is in use by another program or may not be read")
    if isinstance(error, IsADirectoryError):
        return _("it is a folder")
    return reason_of(error)
