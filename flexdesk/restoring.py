"""Goes back to a backup in place, as a new device: two histories under one device's number would fork.

What the backup holds and nobody has yet is signed with the old key before that key is given up, so that it
still travels. The present state is kept as a backup of its own.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from flexdesk.desk.desk import Desk
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_
from flexdesk.keys import keyfile
from flexdesk.keys.keyfile import DeviceKeys
from flexdesk.services import succeeding
from flexdesk.store.backups import FOLDER
from flexdesk.store.errors import translating
from flexdesk.store.lock import FolderLock
from flexdesk.store.store import DATABASE, Store
from flexdesk.sync import certificates
from flexdesk.sync.certificates import Certificate
from flexdesk.system.clock import Clock
from flexdesk.system.durable import replace_patiently, sync_folder

PREPARED = "prepared_for"  # setting: the device that a laid-out database waits for
ASIDE = ".restore-"


class BackupDamaged(FlexDeskError):
    code = "backup.damaged"
    ticket = "FD-CAD-01"
    text = N_("The backup {name} is damaged: {detail}.")
    safe = N_("The present data is untouched.")
    next = N_("Choose an older backup: flexdesk backup verify shows which are whole.")


@dataclass(frozen=True, slots=True)
class Restored:
    """`kept` is the backup of what was there before; `certified` False means: enrol before sending."""

    name: str
    device: str
    kept: str
    certified: bool


def restore(desk: Desk, name: str) -> Restored:
    """Put a backup in the place of the present data and close `desk`.

    Raises NotFound, BackupDamaged, DiskFull; then the present data is still in place.
    """
    faults = desk.backups.verify(name)
    if faults:
        raise BackupDamaged(name=name, detail=faults[0])
    kept = _keep_present(desk)
    folder, keys, clock = desk.folder, desk.keys, desk.clock
    with translating(), TemporaryDirectory(prefix=ASIDE, dir=folder) as aside:
        fresh, vouch = prepare(Path(aside), folder / FOLDER / Path(name).name, folder, keys, clock)
        succeeding.prepare(desk.store, desk.exchange, fresh.device, vouch)
        desk.close()
        guard = FolderLock(folder)
        guard.acquire()
        try:
            put_in_place(Path(aside), folder)
        finally:
            guard.release()
    sweep(folder)
    return Restored(name, fresh.device, kept, vouch is not None)


def put_in_place(aside: Path, folder: Path) -> None:
    """The keys go first: the present data is ready for a new identity, the reverse would fork."""
    replace_patiently(aside / keyfile.NAME, folder / keyfile.NAME)
    replace_patiently(aside / DATABASE, folder / DATABASE)
    sync_folder(folder)


def sweep(folder: Path) -> None:
    """Take away what a program left behind that was ended while it laid out a database."""
    for left in folder.glob(f"{ASIDE}*"):
        shutil.rmtree(left, ignore_errors=True)


def _keep_present(desk: Desk) -> str:
    """The name of a new backup; never that of one which is there already."""
    now = desk.clock.now()
    newest = max((backup.made_at for backup in desk.backups.all()), default=None)
    if newest is not None and newest + timedelta(seconds=1) > now:
        now = newest + timedelta(seconds=1)
    return desk.backups.create(now).name


def prepare(
    aside: Path,
    backup: Path,
    folder: Path,
    keys: DeviceKeys,
    clock: Clock,
    more: Callable[[Desk], object] = lambda _old: None,
) -> tuple[DeviceKeys, bytes | None]:
    """Lay the backup out under a new identity; its certificate, where it has one already.

    `more` may take in what the backup lacks, under the old identity.
    """
    shutil.copyfile(backup, aside / DATABASE)
    shutil.copyfile(folder / keyfile.NAME, aside / keyfile.NAME)
    with Desk(Store.open(aside, keys.database, keys.device), keys, clock) as old:
        more(old)
        old.exchange.batch_up()
        certificate = old.membership.certificate_of(keys.device)
    fresh = keyfile.successor(keys)
    keyfile.replace_keys(aside, fresh)
    founded = certificate is not None and certificate.is_founding
    vouch = _vouched(keys, fresh, certificate, clock) if certificate is not None and founded else None
    with Desk(Store.open(aside, fresh.database, fresh.device), fresh, clock) as new:
        with new.store.writing():
            new.carriers.start_anew()
            new.store.set_setting(PREPARED, fresh.device)
            if vouch is not None:
                new.carriers.add_certificate(fresh.device, vouch)
        new.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return fresh, vouch


def _vouched(keys: DeviceKeys, fresh: DeviceKeys, before: Certificate, clock: Clock) -> bytes:
    """The founder's last signature certifies its successor."""
    return certificates.issue(
        keys.signing,
        unit=before.unit,
        sign_key=fresh.signing.public,
        receive=fresh.receiving.recipient,
        role=before.role,
        holder=before.holder,
        valid_from=clock.now(),
    )
