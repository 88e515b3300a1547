"""Puts a unit together again whose database is damaged: the newest whole backup, the carry files, the rest.

The damaged file is kept under another name. As after any backup that is gone back to, the laptop goes on as a
new device; what the server has comes back with the next exchange.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from flexdesk import __version__
from flexdesk.desk.desk import Desk
from flexdesk.errors import EnvironmentTrouble, FlexDeskError
from flexdesk.i18n import N_
from flexdesk.keys.keyfile import DeviceKeys
from flexdesk.restoring import ASIDE, PREPARED, BackupDamaged, prepare, put_in_place, sweep
from flexdesk.services.carry import OUTBOX
from flexdesk.store import backups
from flexdesk.store.errors import translating
from flexdesk.store.lock import FolderLock
from flexdesk.store.salvage import Salvage
from flexdesk.store.store import DATABASE, Store
from flexdesk.sync.bundle import SUFFIX
from flexdesk.sync.wire import encode_batch
from flexdesk.system.clock import Clock
from flexdesk.system.durable import replace_patiently, sync_folder

_PARTS = (DATABASE, f"{DATABASE}-wal")


class NoWholeBackup(EnvironmentTrouble):
    code = "backup.none_whole"
    ticket = "FD-CAD-02"
    text = N_("There is no backup that is whole, so the data cannot be put together on this laptop alone.")
    safe = N_("Nothing was changed; the carry files and what the server has received are untouched.")
    next = N_(
        "Join the server in another data folder, and let the operator or another laptop of the unit take in"
        " the newest carry file of the folder {outbox}."
    )


@dataclass(frozen=True, slots=True)
class Rescued:
    """`kept` names the damaged file; `recovered` counts own changes that the backup did not have."""

    name: str
    device: str
    kept: str
    certified: bool
    recovered: int


def rescue(
    folder: Path, keys: DeviceKeys, clock: Clock, name: str = "", more: Iterable[Path] = ()
) -> Rescued:
    """Replace the damaged database of a folder that nobody has open. `more` are carry files from elsewhere.

    Raises NoWholeBackup, BackupDamaged (the named one), AlreadyOpen, DiskFull; then nothing was changed.
    """
    guard = FolderLock(folder)
    guard.acquire()
    try:
        with translating():
            if (left := _left_over(folder, keys)) is not None:
                return _finish(left, folder, keys, clock)
            backup = _chosen(folder, keys, name)
            with TemporaryDirectory(prefix=ASIDE, dir=folder) as aside:
                done = _rebuild(Path(aside), backup, folder, keys, clock, more)
            sweep(folder)
            return done
    finally:
        guard.release()


def _chosen(folder: Path, keys: DeviceKeys, name: str) -> Path:
    if name:
        path = folder / backups.FOLDER / Path(name).name
        if faults := backups.faults_of(path, keys.database):
            raise BackupDamaged(name=name, detail=faults[0])
        return path
    for path in backups.files(folder):
        if not backups.faults_of(path, keys.database):
            return path
    raise NoWholeBackup(outbox=str(folder / OUTBOX))


def _rebuild(
    aside: Path, backup: Path, folder: Path, keys: DeviceKeys, clock: Clock, more: Iterable[Path]
) -> Rescued:
    damaged = aside / "damaged"
    damaged.mkdir()
    for part in _PARTS:
        if (folder / part).exists():
            shutil.copyfile(folder / part, damaged / part)
    recovered = 0

    def take_rest(old: Desk) -> None:
        nonlocal recovered
        before = old.store.log.vector().get(keys.device, 0)
        _take_files(old, [*more, *sorted((folder / OUTBOX).glob(f"*{SUFFIX}"), reverse=True)])
        with Salvage(damaged / DATABASE, keys.database, keys.device) as found:
            _take_rest(old, found)
        recovered = old.store.log.vector().get(keys.device, 0) - before

    fresh, vouch = prepare(aside, backup, folder, keys, clock, take_rest)
    kept = _keep_damaged(folder, clock)
    put_in_place(aside, folder)
    return Rescued(backup.name, fresh.device, kept, vouch is not None, recovered)


def _take_files(old: Desk, files: Iterable[Path]) -> None:
    for file in files:
        _tried(partial(old.bundles.apply, file))


def _take_rest(old: Desk, found: Salvage) -> None:
    for blob in found.batches():
        _tried(partial(old.exchange.take, [blob]))
    unsigned = found.own_after(old.store.log.vector().get(old.store.device, 0))
    if unsigned is not None:
        chain, txs = unsigned
        signer = old.keys.signing
        old.exchange.take([encode_batch(old.membership.log_id, txs, chain, signer, app=__version__)])


def _tried(take: Callable[[], object]) -> None:
    """One file or batch that cannot be used does not stop the others."""
    try:
        take()
    except FlexDeskError:
        return


def _keep_damaged(folder: Path, clock: Clock) -> str:
    """Under a name that no program opens; somebody with more means may read more of it."""
    kept = f"{DATABASE}.damaged-{clock.now().astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for part in _PARTS:
        if (folder / part).exists():
            shutil.copyfile(folder / part, folder / part.replace(DATABASE, kept))
    for part in (f"{DATABASE}-wal", f"{DATABASE}-shm"):  # of the damaged file, and never of the one to come
        (folder / part).unlink(missing_ok=True)
    sync_folder(folder)
    return kept


# a rescue that was cut off ------------------------------------------------------------------------------


def _left_over(folder: Path, keys: DeviceKeys) -> Path | None:
    """The database that was laid out for these very keys before the program ended."""
    for path in _aside(folder):
        if not backups.faults_of(path, keys.database):
            with Store.open(path.parent, keys.database, keys.device) as store:
                if store.setting(PREPARED) == keys.device:
                    return path
    return None


def _aside(folder: Path) -> Iterator[Path]:
    return folder.glob(f"{ASIDE}*/{DATABASE}")


def _finish(left: Path, folder: Path, keys: DeviceKeys, clock: Clock) -> Rescued:
    with Desk(Store.open(left.parent, keys.database, keys.device), keys, clock) as desk:
        certified = desk.membership.is_vouched_for
        desk.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = _keep_damaged(folder, clock)
    replace_patiently(left, folder / DATABASE)
    sync_folder(folder)
    sweep(folder)
    return Rescued("", keys.device, kept, certified, 0)
