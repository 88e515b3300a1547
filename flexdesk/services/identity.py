"""Whether the data and the keys of this folder are one laptop's, and nobody else's."""

from flexdesk.errors import EnvironmentTrouble, StoreLocked
from flexdesk.i18n import N_
from flexdesk.store.store import Store


class DiskCopied(EnvironmentTrouble):
    """Changes under this laptop's own name came from elsewhere; the new identity is prepared."""

    code = "sync.disk_copied"
    ticket = "FD-KRM-22"
    text = N_("Another copy of this data folder has sent changes under the name of this laptop.")
    safe = N_("Every change made here is kept. Nothing more is sent under the old name.")
    next = N_("Open the unit anew, then send: your changes go on under a new name of their own.")


class NotTheseKeys(StoreLocked):
    """Data under one name, keys under another: changes would go out under numbers that are taken."""

    code = "keys.not_these"
    ticket = "FD-KUN-19"
    text = N_("The data are of laptop {noted}, the keys of laptop {device}: one of both is from a backup.")
    next = N_("Put the data file and the key file back from the same backup, or from before it was put back.")


def stand_by_name(store: Store) -> None:
    """Note whose data these are; raises NotTheseKeys where only one of data and keys is from a backup."""
    noted = store.setting("device")
    if not noted:
        store.set_setting("device", store.device)
    elif noted != store.device and not store.setting("copy_of"):
        raise NotTheseKeys(noted=noted[:4], device=store.device[:4])
