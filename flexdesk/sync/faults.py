"""What can be wrong with things that arrive from outside: each fault names its reason and changes nothing."""

from flexdesk.errors import EnvironmentTrouble, FlexDeskError
from flexdesk.i18n import N_


class WireFault(FlexDeskError):
    """A batch that is damaged, forged or too large.

    `reason` is one of: size, envelope, signature, header, version, dictionary, device, body, chain, content.
    """

    code = "wire.fault"
    ticket = "FD-SIN-01"
    text = N_("A package of changes is damaged or was altered on its way ({reason}).")
    safe = N_("None of its changes was taken over.")
    next = N_("Ask the sender to send it again.")

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason


class CertificateFault(FlexDeskError):
    """A certificate or server entry that is not valid.

    `reason` is one of: size, envelope, signature, content, issuer, not_yet, expired.
    """

    code = "certificate.fault"
    ticket = "FD-SIN-02"
    text = N_("A certificate or a server's answer is not valid ({reason}).")
    safe = N_("It was not taken over.")
    next = N_("Ask the administrator of the server for a new one.")

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason


class BundleFault(FlexDeskError):
    """A file of changes that cannot be taken over; `name` is the file's name."""

    code = "bundle.fault"
    ticket = "FD-BKS-01"
    text = N_("“{name}” cannot be taken over.")
    safe = N_("Nothing of it was taken over; your own changes are untouched.")
    next = N_("Ask the sender to make the file again.")


class NotABundle(BundleFault):
    """The file is something else."""

    code = "bundle.other_file"
    ticket = "FD-BKS-02"
    text = N_("“{name}” is not a FlexDesk file of changes.")
    next = N_("Choose a file whose name ends in .flexdesk.")


class BundleCut(BundleFault):
    """The end is missing, or a piece was damaged on the way."""

    code = "bundle.cut"
    ticket = "FD-BKS-03"
    text = N_("“{name}” is cut off or damaged: it does not read to its end.")
    next = N_("Copy the file again from where it came, or ask the sender to send it again.")


class BundleForOthers(BundleFault):
    """It was locked for other devices."""

    code = "bundle.for_others"
    ticket = "FD-BKS-04"
    text = N_("“{name}” was not made for this laptop, so it cannot be opened here.")
    next = N_(
        "The sender may not know this laptop yet: give them one file from here first, then ask for a new one."
    )


class BundleOfOtherUnit(BundleFault):
    """It belongs to another unit."""

    code = "bundle.other_unit"
    ticket = "FD-BKS-05"
    text = N_("“{name}” belongs to another unit.")
    next = N_("Open it on a laptop of that unit.")


class BundleSignerUnknown(BundleFault):
    """No certificate says who signed it, or who made a part of it."""

    code = "bundle.signer_unknown"
    ticket = "FD-BKS-06"
    text = N_("“{name}” comes from laptop {device}, which this unit does not know.")
    next = N_("Sync with the server first, or ask for a file from a laptop that is enrolled.")


class BundleAltered(BundleFault):
    """The signature, or something it stands for, does not fit."""

    code = "bundle.altered"
    ticket = "FD-BKS-07"
    text = N_("“{name}” was altered after it was signed.")
    next = N_("Do not use this file. Ask the sender in person for a new one.")


class BundleTooNew(BundleFault):
    """Written by a later program."""

    code = "bundle.too_new"
    ticket = "FD-BKS-08"
    text = N_("“{name}” was made by a newer FlexDesk.")
    next = N_("Update FlexDesk on this laptop, then open the file again.")


class BundleTooLarge(BundleFault):
    """Beyond what is read into memory."""

    code = "bundle.too_large"
    ticket = "FD-BKS-09"
    text = N_("“{name}” is larger than {limit_mb} MB.")
    next = N_("Ask the sender for several smaller files.")


class BundleUnreadable(EnvironmentTrouble):
    """The stick or disk does not give the file."""

    code = "bundle.unreadable"
    ticket = "FD-BKS-10"
    text = N_("“{name}” cannot be read: {detail}.")
    safe = N_("Nothing of it was taken over; your own changes are untouched.")
    next = N_("Plug the stick in again, or copy the file to this laptop first.")


class BundleNotWritten(EnvironmentTrouble):
    """The stick or disk does not take the file."""

    code = "bundle.not_written"
    ticket = "FD-BKS-11"
    text = N_("“{name}” could not be written: {detail}.")
    safe = N_("No half file was left behind, and all your changes are on this laptop.")
    next = N_("Choose another place for the file, or try again.")


class BundleNoSpace(BundleNotWritten):
    """The stick or disk is full."""

    code = "bundle.no_space"
    ticket = "FD-BKS-12"
    text = N_("“{name}” could not be written: the disk or stick is full.")
    next = N_("Free some space or use another stick, then try again.")
