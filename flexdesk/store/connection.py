"""Opens the encrypted database the only way it may be opened: raw key, write-ahead log, synchronous FULL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from flexdesk.store.errors import translating

Connection = Any  # sqlcipher3 has no types; every use stays inside this package

BUSY_MS = 5_000
CACHE_KIB = 32 << 10  # a page that falls out of the cache is encrypted, written and read back once more


def connect(path: Path, key: bytes) -> Connection:
    """A connection in autocommit mode; raises WrongKey when `key` (32 bytes) does not open the file."""
    with translating():
        connection = sqlite.connect(str(path), isolation_level=None, check_same_thread=False)
        try:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
            connection.execute("PRAGMA journal_mode = WAL")
            # FULL, not NORMAL: an edit that a person saw confirmed survives a power cut.
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        except BaseException:
            connection.close()
            raise
        connection.row_factory = sqlite.Row
    return connection


@contextmanager
def writing(connection: Connection) -> Iterator[None]:
    """One immediate transaction: committed when the block ends, undone when it raises; nests as one."""
    if connection.in_transaction:
        yield
        return
    with translating():
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
