"""Reads out of a damaged database what its whole pages still hold; run on a copy, because opening writes."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from sqlcipher3 import dbapi2 as sqlite

from flexdesk.domain.log import Tx
from flexdesk.store import connection as opening
from flexdesk.store.connection import Connection
from flexdesk.store.errors import StoreDamaged, WrongKey
from flexdesk.store.log import Log

Found = TypeVar("Found")


class Salvage:
    """Use as a context manager; every reading gives what it can and is silent about the rest."""

    def __init__(self, path: Path, key: bytes, device: str) -> None:
        self._path, self._key, self._device = path, key, device
        self._db: Connection | None = None

    def __enter__(self) -> "Salvage":
        self._db = _tried(lambda: opening.connect(self._path, self._key))
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._db is not None:
            _tried(self._db.close)

    def batches(self) -> Iterator[bytes]:
        """Signed batches, one by one, so that a damaged one does not hide those after it."""
        numbers = self._query("SELECT rowid FROM batch ORDER BY rowid") or self._guessed("batch")
        for number in numbers:
            for blob in self._query("SELECT blob FROM batch WHERE rowid = ?", number):
                yield bytes(blob)

    def own_after(self, seq: int) -> tuple[bytes, list[Tx]] | None:
        """Own transactions in a row after `seq`, with the chain before them; None when the first is gone."""
        if self._db is None:
            return None
        log = Log(self._db, self._device)
        chain = _tried(lambda: log.chain_at(self._device, seq))
        found: list[Tx] = []
        for number in count(seq + 1):
            step = _tried(partial(self._one, log, number))
            if not step:
                break
            found += step
        return (chain, found) if chain is not None and found else None

    def _one(self, log: Log, number: int) -> list[Tx]:
        return list(log.txs(self._device, number, number))

    def _query(self, sql: str, *values: int) -> list[Any]:
        db = self._db
        if db is None:
            return []
        return _tried(lambda: [row[0] for row in db.execute(sql, values).fetchall()]) or []

    def _guessed(self, table: str) -> list[int]:
        """Row numbers to try where the list of them cannot be read in one go."""
        last = self._query(f"SELECT max(rowid) FROM {table}")
        return list(range(1, last[0] + 1)) if last and last[0] else []


def _tried(read: Callable[[], Found]) -> Found | None:
    try:
        return read()
    except (sqlite.DatabaseError, StoreDamaged, WrongKey, ValueError):
        return None
