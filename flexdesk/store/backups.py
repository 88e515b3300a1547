"""Copies of the store on time, thinned by day, week and month, and the way back from one."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flexdesk.errors import NotFound
from flexdesk.store import connection as opening
from flexdesk.store.errors import StoreDamaged, StoreExists, WrongKey, translating
from flexdesk.store.store import DATABASE, Store

FOLDER = "backups"
EVERY = timedelta(hours=4)
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Backup:
    name: str
    made_at: datetime
    bytes: int


class Backups:
    def __init__(self, store: Store, key: bytes) -> None:
        self._store = store
        self._key = key
        self._folder = store.folder / FOLDER

    def create(self, now: datetime, progress: Callable[[int, int, int], None] | None = None) -> Backup:
        """A new backup; raises DiskFull and leaves no half file."""
        with translating():
            self._folder.mkdir(exist_ok=True)
        target = self._folder / f"flexdesk-{now.astimezone(UTC).strftime(_STAMP)}.db"
        self._store.copy_to(target, progress)
        self._store.set_setting("last_backup", now.isoformat())
        self._store.set_setting("last_backup_vector", json.dumps(self._store.log.vector(), sort_keys=True))
        self.thin(now)
        return self._backup(target)

    def is_due(self, now: datetime) -> bool:
        """Whether something changed since the last backup, and that is some hours ago."""
        vector = json.dumps(self._store.log.vector(), sort_keys=True)
        if vector == self._store.setting("last_backup_vector", "{}"):
            return False
        last = self._store.setting("last_backup")
        return not last or abs(now - datetime.fromisoformat(last)) >= EVERY

    def all(self) -> list[Backup]:
        """Newest first."""
        if not self._folder.exists():
            return []
        return sorted(
            (self._backup(path) for path in self._folder.glob("flexdesk-*.db")),
            key=lambda backup: backup.made_at,
            reverse=True,
        )

    def _backup(self, path: Path) -> Backup:
        stamp = path.stem.removeprefix("flexdesk-")
        made_at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
        return Backup(path.name, made_at, path.stat().st_size)

    def thin(self, now: datetime) -> list[str]:
        """Keep all of the last day, one a day for a week, one a week for two months, then one a month."""
        seen: set[tuple[str, str]] = set()
        dropped = []
        for backup in self.all():
            age = now - backup.made_at
            if age < timedelta(days=1):
                continue
            if age < timedelta(days=8):
                slot = ("day", backup.made_at.strftime("%Y-%m-%d"))
            elif age < timedelta(days=62):
                slot = ("week", backup.made_at.strftime("%G-%V"))
            else:
                slot = ("month", backup.made_at.strftime("%Y-%m"))
            if slot in seen:
                (self._folder / backup.name).unlink()
                dropped.append(backup.name)
            seen.add(slot)
        return dropped

    def verify(self, name: str) -> list[str]:
        """What is wrong inside a backup; empty when nothing is. Raises NotFound."""
        return faults_of(self._path(name), self._key)

    def restore_as_copy(self, name: str, folder: Path) -> None:
        """Lay a backup out as a data folder of its own, to look at; raises NotFound, StoreExists.

        The copy never sends: two stores with one device's number would fork its log.
        """
        source = self._path(name)
        with translating():
            if (folder / DATABASE).exists():
                raise StoreExists(folder=str(folder))
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, folder / DATABASE)
            shutil.copyfile(self._store.folder / "keys.json", folder / "keys.json")
        connection = opening.connect(folder / DATABASE, self._key)
        try:
            connection.execute("INSERT OR REPLACE INTO setting VALUES ('copy_of', ?)", (name,))
        finally:
            connection.close()

    def _path(self, name: str) -> Path:
        path = self._folder / Path(name).name
        if not path.exists():
            raise NotFound(what="Backup", key=name)
        return path


def files(folder: Path) -> list[Path]:
    """The backups of a data folder, newest first; the store need not be open, or whole."""
    return sorted((folder / FOLDER).glob("flexdesk-*.db"), reverse=True)


def faults_of(path: Path, key: bytes) -> list[str]:
    """What is wrong inside a database file; empty when nothing is."""
    try:
        with translating():
            connection = opening.connect(path, key)
            try:
                faults = [row[0] for row in connection.execute("PRAGMA cipher_integrity_check")]
                faults += [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
            finally:
                connection.close()
    except (StoreDamaged, WrongKey) as damage:
        return [damage.message]
    return faults
