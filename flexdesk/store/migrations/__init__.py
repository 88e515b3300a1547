"""Brings an older store up to this version: one step per file, in order, never edited after release.

Steps make the tables that belong to this device (log, heads, bundles …). The synced tables themselves
follow the registry, see `materialise`. The file is copied before the first pending step runs.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from flexdesk.store.connection import Connection, writing
from flexdesk.store.errors import StoreTooNew

STEPS: tuple[str, ...] = ("m0001_log", "m0002_evidence", "m0003_engine", "m0004_roles", "m0005_snapshot")

Step = Callable[[Any], None]


def version(connection: Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def pending(connection: Connection) -> tuple[str, ...]:
    """Names of the steps still to run; raises StoreTooNew for a store from the future."""
    done = version(connection)
    if done > len(STEPS):
        raise StoreTooNew(found=done, known=len(STEPS))
    return STEPS[done:]


def run(connection: Connection, copy_first: Callable[[], Path] | None) -> None:
    """Run what is pending, each step in a transaction of its own; a step cut off runs again whole."""
    steps = pending(connection)
    if not steps:
        return
    if copy_first is not None and version(connection):
        copy_first()
    database = _sqlite_utils(connection)
    for number, name in enumerate(steps, start=version(connection) + 1):
        step: Step = import_module(f"{__name__}.{name}").apply
        with writing(connection):
            step(database)
            connection.execute(f"PRAGMA user_version = {number}")


def _sqlite_utils(connection: Connection) -> Any:
    """sqlite-utils on this connection; imported here because it costs 0.13 s that most starts can save."""
    import sys

    import sqlcipher3

    # sqlite-utils takes its exceptions from pysqlite3 where there is one; ours must be SQLCipher's.
    sys.modules.setdefault("pysqlite3", sqlcipher3)
    sys.modules.setdefault("pysqlite3.dbapi2", sqlcipher3.dbapi2)
    from sqlite_utils import Database

    return Database(connection)
