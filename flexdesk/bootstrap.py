"""Makes a unit's folder, and opens it."""

import secrets
from pathlib import Path

from flexdesk.desk.desk import Desk
from flexdesk.keys import keyfile
from flexdesk.keys.keyfile import DeviceKeys, Keyring
from flexdesk.keys.slots import Cost
from flexdesk.keys.system_keyring import system_keyring
from flexdesk.services.identity import stand_by_name
from flexdesk.store.errors import NoStore, StoreExists, StoreUnreadable, WrongKey
from flexdesk.store.mandates import Mandates
from flexdesk.store.store import DATABASE, Store
from flexdesk.system.clock import Clock, SystemClock

PATIENCE_S = 3.0  # how long a command waits for another program that has the unit open


def has_unit(folder: Path) -> bool:
    return (folder / DATABASE).exists()


def create_desk(
    folder: Path,
    *,
    unit: str,
    agency: str,
    zone: str = "Asia/Jakarta",
    kind: str = "ordinary",
    passphrase: str | None = None,
    clock: Clock | None = None,
    keyring: Keyring = system_keyring,
    cost: Cost = Cost(),  # noqa: B008 - frozen
) -> Desk:
    """A new unit in an empty folder, with this device as its head's.

    Raises StoreExists, KeysExist, NoKeyWay, DiskFull.
    """
    desk = create_empty(folder, passphrase=passphrase, clock=clock, keyring=keyring, cost=cost)
    try:
        with desk.store.writing():
            desk.membership.found(secrets.token_hex(8), unit)
        desk.unit.set({"name": unit, "agency": agency, "zone": zone, "kind": kind})
    except BaseException:
        desk.close()
        raise
    return desk


def create_empty(
    folder: Path,
    *,
    passphrase: str | None = None,
    clock: Clock | None = None,
    keyring: Keyring = system_keyring,
    cost: Cost = Cost(),  # noqa: B008 - frozen
) -> Desk:
    """A folder with keys and an empty store, for a device that joins a unit."""
    if has_unit(folder):
        raise StoreExists(folder=str(folder))
    profile = secrets.token_hex(8)
    keys = keyfile.create(folder, profile=profile, passphrase=passphrase, keyring=keyring, cost=cost)
    store = Store.create(folder, keys.database, keys.device)
    return Desk(store, keys, clock or SystemClock())


def open_desk(
    folder: Path,
    *,
    passphrase: str | None = None,
    clock: Clock | None = None,
    keyring: Keyring = system_keyring,
    patience_s: float = PATIENCE_S,
) -> Desk:
    """The unit in a folder.

    Raises NoStore, StoreLocked and its kinds, StoreDamaged, AlreadyOpen, StoreTooNew.
    """
    if not has_unit(folder):
        raise NoStore(folder=str(folder))
    keys = keyfile.open_keys(folder, passphrase=passphrase, keyring=keyring)
    desk = _opened(folder, keys, clock or SystemClock(), patience_s)
    if passphrase is not None:
        desk.keyring_mended = keyfile.mend_keyring_slot(folder, keys, keyring)
    return desk


def open_again(desk: Desk) -> Desk:
    """Close a desk and open its folder anew, without asking for its passphrase again.

    Raises what `open_desk` raises.
    """
    folder, clock = desk.folder, desk.clock
    desk.close()
    return _opened(folder, keyfile.open_again(folder, desk.keys), clock, PATIENCE_S)


def _opened(folder: Path, keys: DeviceKeys, clock: Clock, patience_s: float) -> Desk:
    try:
        store = Store.open(folder, keys.database, keys.device, patience_s=patience_s)
    except WrongKey as error:  # the key file is sealed, so its key is right and the data is what changed
        raise StoreUnreadable(name=DATABASE) from error
    desk = Desk(store, keys, clock)
    try:
        if desk.store.setting("renewal"):
            desk.renew()
        if desk.store.setting("succeeding"):
            desk.succeed()
        stand_by_name(desk.store)
        if desk.store.setting("unit_id") and not Mandates(desk.store).any_known():
            desk.exchange.recall_roles()
    except BaseException:
        desk.close()
        raise
    return desk
