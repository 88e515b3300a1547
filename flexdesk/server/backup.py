"""Copies a server while it works, with its keys, and lays such a copy back; both are read through afterwards.

A copy is a folder: the rows as one SQLite file whatever the database is, the key file, and a list with the
SHA-256 of both and every unit's position and digest. It fits SQLite and PostgreSQL alike.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flexdesk.errors import EnvironmentTrouble, FlexDeskError, reason_of
from flexdesk.i18n import N_
from flexdesk.server import keys as server_keys
from flexdesk.server.audit import UnitState, verify
from flexdesk.server.central import Central, Settings, keys_folder
from flexdesk.server.database import Database
from flexdesk.system.durable import write_durably

FORMAT = 1
LIST, ROWS = "backup.json", "server.db"


class BackupNotWritten(EnvironmentTrouble):
    """The folder cannot be written."""

    code = "server.backup_not_written"
    ticket = "FD-SRV-30"
    text = N_("The backup could not be written to {path}: {detail}.")
    safe = N_("The server itself was not touched.")
    next = N_("Check the folder and its free space, then try again.")


class BackupDamaged(FlexDeskError):
    """The folder is none of ours, or not as it was written."""

    code = "server.backup_damaged"
    ticket = "FD-SRV-31"
    text = N_("The backup in {path} is not whole: {detail}.")
    safe = N_("Nothing was laid back.")
    next = N_("Take another backup.")


class OtherKeys(FlexDeskError):
    """The server's folder holds the keys of another server."""

    code = "server.other_keys"
    ticket = "FD-SRV-32"
    text = N_("{path} holds the keys of another server than the backup's.")
    safe = N_("Nothing was laid back.")
    next = N_("Name an empty folder with --keys, or move that key file away.")


@dataclass(frozen=True, slots=True)
class Backup:
    """`units` are as the copy holds them; whoever finds faults there has a copy of a damaged server."""

    folder: Path
    made_at: datetime
    units: tuple[UnitState, ...]

    @property
    def is_sound(self) -> bool:
        return not any(unit.faults for unit in self.units)


def backup(central: Central, to: Path) -> Backup:
    """A new folder in `to`, named after the moment; the server may go on working. Raises BackupNotWritten."""
    now = central.clock.now()
    folder = to / f"flexdesk-server-{now:%Y%m%dT%H%M%SZ}"
    part = folder.with_name(folder.name + ".part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True, mode=0o700)
        return _written(central, part, folder, now)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise BackupNotWritten(path=str(folder), detail=reason_of(error)) from error


def _written(central: Central, part: Path, folder: Path, now: datetime) -> Backup:
    source = keys_folder(central.settings.keys, central.database) / server_keys.FILE
    write_durably(part / server_keys.FILE, source.read_bytes(), mode=0o600)
    central.database.copy_to_file(part / ROWS)
    with Central(_settings(central.settings, part)) as copy:
        units = tuple(verify(copy))
    held = {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "files": {name: _sha256(part / name) for name in (ROWS, server_keys.FILE)},
        "units": {unit.unit_id: [unit.pos, unit.digest] for unit in units},
    }
    write_durably(part / LIST, json.dumps(held, indent=1).encode(), mode=0o600)
    os.replace(part, folder)
    return Backup(folder, now, units)


def restore(folder: Path, to: Settings) -> list[UnitState]:
    """Lay a copy back into an empty database, keys included, and read it through there.

    Raises BackupDamaged, OtherKeys, AlreadyUsed. Laptops refuse what is older than they know until
    `admin.confirm_restore`.
    """
    held = _checked(folder)
    database = Database(to.database)
    try:
        place = keys_folder(to.keys, database)
        _require_place_for_keys(folder, place)
        database.prepare(to.partitions)
        _copy_rows(folder, database)
    finally:
        database.close()
    place.mkdir(parents=True, exist_ok=True)
    write_durably(place / server_keys.FILE, (folder / server_keys.FILE).read_bytes(), mode=0o600)
    with Central(replace(to, keys=place)) as central:
        units = verify(central)
    if {unit.unit_id: [unit.pos, unit.digest] for unit in units} != held["units"]:
        raise BackupDamaged(path=str(folder), detail="digest")
    return units


def _copy_rows(folder: Path, database: Database) -> None:
    """Out of a copy of the copy: a database that is opened is written to, and the folder may be on a disc."""
    with TemporaryDirectory() as elsewhere:
        rows = Path(shutil.copyfile(folder / ROWS, Path(elsewhere) / ROWS))
        copy = Database(f"sqlite:///{rows}")
        try:
            copy.copy_into(database)
        finally:
            copy.close()


def _settings(like: Settings, folder: Path) -> Settings:
    return replace(like, database=f"sqlite:///{folder / ROWS}", keys=folder, partitions=0)


def _checked(folder: Path) -> Mapping[str, Any]:
    """The list of a copy whose files are as they were written."""
    try:
        held: dict[str, Any] = json.loads((folder / LIST).read_text("utf-8"))
        if held["format"] != FORMAT or held["files"].keys() != {ROWS, server_keys.FILE}:
            raise BackupDamaged(path=str(folder), detail=LIST)
        for name, digest in held["files"].items():
            if _sha256(folder / name) != digest:
                raise BackupDamaged(path=str(folder), detail=name)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupDamaged(path=str(folder), detail=LIST) from error
    return held


def _require_place_for_keys(folder: Path, place: Path) -> None:
    there = place / server_keys.FILE
    if there.exists() and there.read_bytes() != (folder / server_keys.FILE).read_bytes():
        raise OtherKeys(path=str(there))


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
