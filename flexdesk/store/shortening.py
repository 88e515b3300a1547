"""Gives up, on this laptop, what a snapshot stands for: changes of others that were replaced since.

The server keeps them all. What was written here stays whole, because only this laptop could send it again; of
others' changes stays what the snapshot holds, checkable from its end on as on a laptop that began with it.
"""

from collections.abc import Iterable, Iterator, Mapping

from flexdesk.domain.snapshot import Id, Kept, Reduction, Snapshot
from flexdesk.domain.sums import Cells, sums_of
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_
from flexdesk.store import chains, snapshots
from flexdesk.store.connection import Connection
from flexdesk.store.log import dump_cells
from flexdesk.store.store import Store
from flexdesk.store.sums import KNOWN, sums_here


class OtherState(FlexDeskError):
    """The snapshot and this laptop's log do not end in the same state."""

    code = "snapshot.other_state"
    ticket = "FD-CUP-04"
    text = N_("The server's snapshot is not of the state that stands here.")
    safe = N_("Nothing was changed.")
    next = N_("Send and fetch first; if it stays, ask the operator of the server for a new snapshot.")


def shorten(store: Store, snapshot: Snapshot) -> int:
    """Returns how many transactions are not here any more. The caller opens the transaction.

    Raises OtherState where the snapshot is not of this log, holds what is not here, or leaves out what is
    shown: a rejection that came after it may have brought an older value back.
    """
    log, vector = store.log, store.log.vector()
    ends = {device: seq for device, seq in snapshot.vector.items() if device != store.device}
    for device, seq in ends.items():
        if seq > vector.get(device, 0) or log.chain_at(device, seq) != snapshot.chains[device]:
            raise OtherState()
    kept = {(one.tx.device, one.tx.seq): one for one in snapshot.kept}
    gone = 0
    for device, seq in ends.items():
        gone += _shorten_one(store, device, seq, kept)
        store.connection.execute(
            "INSERT OR REPLACE INTO base VALUES (?, ?, ?)", (device, seq, snapshot.chains[device])
        )
        store.connection.execute("DELETE FROM batch WHERE device = ? AND last <= ?", (device, seq))
    if sums_of(_heads_by_log(store), KNOWN) != sums_here(store):
        raise OtherState()
    return gone


def _heads_by_log(store: Store) -> Iterator[tuple[int, str, Cells]]:
    """What the log by itself says is shown."""
    reduction = Reduction()
    void = {device: store.log.rejected(device) for device in store.log.vector()}
    txs = {(tx.device, tx.seq): tx for device in void for tx in store.log.txs(device, 1)}
    for device, seq in map(tuple, store.connection.execute("SELECT device, seq FROM tx ORDER BY pos")):
        tx = txs[device, seq]
        numbers = [row["n"] for row in _places(store, device, seq)]
        rejected = [at for at, number in enumerate(numbers) if (seq, number) in void[device]]
        reduction.take(tx, rejected)
    return reduction.heads()


def _places(store: Store, device: str, seq: int) -> Iterable[Mapping[str, int]]:
    sql = "SELECT n FROM op WHERE tx = (SELECT pos FROM tx WHERE device = ? AND seq = ?) ORDER BY n"
    rows: Iterable[Mapping[str, int]] = store.connection.execute(sql, (device, seq))
    return rows


def _shorten_one(store: Store, device: str, upto: int, kept: dict[Id, Kept]) -> int:
    db = store.connection
    rows = db.execute(
        "SELECT pos, seq FROM tx WHERE device = ? AND seq <= ? AND chain IS NOT NULL", (device, upto)
    ).fetchall()
    gone = 0
    for row in rows:
        one = kept.get((device, row["seq"]))
        if one is None:
            db.execute("DELETE FROM op WHERE tx = ?", (row["pos"],))
            db.execute("DELETE FROM tx WHERE pos = ?", (row["pos"],))
            gone += 1
        else:
            _leave(db, row["pos"], one)
    return gone


def _leave(db: Connection, pos: int, one: Kept) -> None:
    """Of a transaction only what the snapshot holds; what is rejected stays marked."""
    void = {row["n"] for row in db.execute("SELECT n FROM op WHERE tx = ? AND void = 1", (pos,))}
    db.execute("DELETE FROM op WHERE tx = ?", (pos,))
    db.executemany(
        "INSERT INTO op (tx, n, tbl, row, cells, void) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (pos, number, write.table, write.row, dump_cells(write.cells), int(number in void | one.void))
            for number, write in zip(one.numbers, one.tx.writes, strict=True)
        ],
    )
    db.execute("UPDATE tx SET chain = NULL, rest = ? WHERE pos = ?", (chains.rest_hash(one.tx), pos))


def size_of(store: Store) -> int:
    """Bytes of the data file once all of it is written."""
    store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    pages, size = (
        store.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
    )
    return int(pages) * int(size)


def give_back_space(store: Store) -> None:
    """Hand what became free back to the disk."""
    snapshots.forget_parts(store)
    store.connection.execute("VACUUM")
