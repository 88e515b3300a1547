"""Real stores on real files that exchange their logs directly, without carriers."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from flexdesk.domain.log import Tx
from flexdesk.domain.ops import Change, Op, Value
from flexdesk.store.digest import digest
from flexdesk.store.log import Received
from flexdesk.store.store import Store

START_MS = 1_795_000_000_000


class Device:
    """One laptop: a store and the shortcuts that tests speak in."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = hashlib.sha256(name.encode()).hexdigest()[:16]
        self.store = Store.create(folder, hashlib.sha256(b"key").digest(), self.name)
        self.now_ms = START_MS

    def put(self, table: str, row: str, **cells: Value) -> Change | None:
        """Write cells as a person who sees what is shown here."""
        found = self.store.get(table, row) or {}
        gone = self.shown(table, row, "#row")
        before = {name: (gone if name == "#row" else found.get(name)) for name in cells}
        self.now_ms += 1000
        if found == {} and gone is None:
            before = dict.fromkeys(cells)
        change = Change("test.put", (Op(table, row, before, dict(cells)),))
        return self.store.commit(change, self.now_ms)

    def delete(self, table: str, row: str) -> Change | None:
        self.now_ms += 1000
        change = Change("test.delete", (Op(table, row, {"#row": None}, {"#row": 1}),))
        return self.store.commit(change, self.now_ms)

    def shown(self, table: str, row: str, field: str) -> Value:
        sql = f'SELECT * FROM "s_{table}" WHERE key = ?'
        found = self.store.connection.execute(sql, (row,)).fetchone()
        if found is None:
            return None
        return (found["_gone"] or None) if field == "#row" else found[field]

    def txs(self, first: int = 1, last: int | None = None) -> list[Tx]:
        return list(self.store.log.txs(self.name, first, last))

    def take(self, other: "Device", first: int = 1, last: int | None = None) -> Received:
        """Receive transactions that `other` made itself."""
        return self.receive(other.txs(first, last), other.store.log.chain_at(other.name, first - 1))

    def receive(self, txs: Sequence[Tx], chain: bytes | None) -> Received:
        with self.store.writing():
            received = self.store.log.receive(txs, chain)
            self.store.log.adopt_clock(received.changes, self.now_ms)
        return received

    def values(self, table: str, row: str, field: str) -> set[Value]:
        return {head.value for head in self.store.heads(table, row, field)}


def exchanged(a: Device, b: Device) -> None:
    """Each takes what the other has, and both show the same then."""
    a.take(b)
    b.take(a)
    assert digest(a.store) == digest(b.store)
