"""Lays a snapshot of the server down in the log: what it stands for need not be fetched one by one.

What is here already stays as it is; only what is left of the transactions beyond it is added. Of these the
log holds no chain value of its own, but those at the snapshot's end.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from flexdesk.domain import evolution, schema
from flexdesk.domain.log import RowWrite
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.snapshot import Kept, Snapshot
from flexdesk.store import chains, clocks, heads, materialise
from flexdesk.store.connection import Connection
from flexdesk.store.log import ForkFound, Log, Received, dump_cells
from flexdesk.store.store import Store

KIND = "server.snapshot"


def install(store: Store, snapshot: Snapshot, now_ms: int) -> Received:
    """Stand where the snapshot ends, with everything that is here and not in it.

    The caller opens the transaction. Raises ForkFound where the snapshot holds another history of a device
    than is here, or more of this one's.
    """
    log, vector = store.log, store.log.vector()
    for device, seq in snapshot.vector.items():
        here = vector.get(device, 0)
        other = seq <= here and log.chain_at(device, seq) not in (None, snapshot.chains[device])
        if other or (device == store.device and seq > here):
            raise ForkFound(device=device, seq=seq)
    fresh = [kept for kept in snapshot.kept if kept.tx.seq > vector.get(kept.tx.device, 0)]
    ops = lay(store.connection, log, fresh)
    for device, seq in snapshot.vector.items():
        if seq > vector.get(device, 0):
            stand_at(store.connection, device, seq, snapshot.chains[device])
    log.adopt_clocks((kept.tx.hlc for kept in fresh), now_ms)
    drained = log.drain()
    changes = [Change(KIND, tuple(ops)), *drained.changes] if ops else drained.changes
    return Received(
        applied=sum(max(0, seq - vector.get(device, 0)) for device, seq in snapshot.vector.items())
        + drained.applied,
        waiting=len(log.waiting()),
        changes=changes,
    )


def stand_at(db: Connection, device: str, seq: int, chain: bytes) -> None:
    """This device's log counts as known up to that number."""
    db.execute("INSERT OR REPLACE INTO base VALUES (?, ?, ?)", (device, seq, chain))
    db.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", (device, seq, chain))


def lay(db: Connection, log: Log, kept: Sequence[Kept]) -> list[Op]:
    """Log what is left of transactions and apply it; returns what changed on the surface."""
    contexts: dict[int, int] = {}
    place = int(db.execute("SELECT coalesce(max(pos), 0) FROM tx").fetchone()[0])
    txs, ops = [], []
    for pos, one in enumerate(kept, place + 1):
        tx = one.tx
        if (context := contexts.get(id(tx.ctx))) is None:
            context = contexts[id(tx.ctx)] = log.context(tx.ctx)
        txs.append((pos, tx.device, tx.seq, tx.hlc, context, tx.kind, chains.rest_hash(tx)))
        ops += [
            (pos, number, write.table, write.row, dump_cells(write.cells), int(number in one.void))
            for number, write in zip(one.numbers, tx.writes, strict=True)
        ]
    db.executemany(
        "INSERT INTO tx (pos, device, seq, hlc, context, kind, rest) VALUES (?, ?, ?, ?, ?, ?, ?)", txs
    )
    db.executemany("INSERT INTO op (tx, n, tbl, row, cells, void) VALUES (?, ?, ?, ?, ?, ?)", ops)
    return _apply(db, kept)


def _apply(db: Connection, kept: Sequence[Kept]) -> list[Op]:
    """Rows that one transaction made go in with one statement a shape, the others one by one, in order."""
    standing = [
        (tx, write) for one in kept for tx in (clocks.bounded(db, one.tx),) for write in _standing(one)
    ]
    written = Counter((write.table, write.row) for _tx, write in standing)
    known = heads.known_rows(db, (write for _tx, write in standing))
    plain: dict[int, list[tuple[tuple[str, int, int], RowWrite]]] = {}
    changed: list[Op] = []
    for tx, write in standing:
        place = (write.table, write.row)
        if written[place] == 1 and place not in known and heads.is_plain(write):
            plain.setdefault(write.table, []).append(((tx.device, tx.seq, tx.hlc), write))
            changed.append(heads.appeared(write))
        elif (op := heads.apply(db, tx, write)) is not None:
            changed.append(op)
    for number, rows in plain.items():
        materialise.insert_stamped(db, schema.BY_ID[number], rows)
    return changed


def _standing(one: Kept) -> Iterable[RowWrite]:
    kept = zip(one.numbers, one.tx.writes, strict=True)
    return (evolution.forward(write) for number, write in kept if number not in one.void)


def is_shortened(store: Store, table: str, row: str) -> bool:
    """Whether earlier steps of a row may be known to the server and to others only."""
    found = store.connection.execute(
        "SELECT 1 FROM op JOIN tx ON tx.pos = op.tx WHERE op.tbl = ? AND op.row = ?"
        " AND tx.rest IS NOT NULL LIMIT 1",
        (schema.BY_NAME[table].id, row),
    ).fetchone()
    return found is not None


def stands_for(store: Store) -> Mapping[str, int]:
    """How far snapshots stand for the log here, by device; empty where everything is here whole."""
    rows = store.connection.execute("SELECT device, max(seq) AS seq FROM base GROUP BY device")
    return {row["device"]: row["seq"] for row in rows}


# what is still on its way --------------------------------------------------------------------------------


def keep_part(store: Store, hashed: bytes, start: int, piece: bytes) -> None:
    """Keep a piece of a snapshot that is being fetched; pieces of another one go."""
    with store.writing():
        store.connection.execute("DELETE FROM snapshot_part WHERE hash <> ?", (hashed,))
        store.connection.execute(
            "INSERT OR REPLACE INTO snapshot_part VALUES (?, ?, ?)", (hashed, start, piece)
        )


def parts(store: Store) -> tuple[bytes, bytes]:
    """Hash and the first bytes of the snapshot that is being fetched; empty where there is none."""
    rows = store.connection.execute("SELECT hash, bytes FROM snapshot_part ORDER BY start").fetchall()
    if not rows:
        return b"", b""
    return bytes(rows[0]["hash"]), b"".join(bytes(row["bytes"]) for row in rows)


def forget_parts(store: Store) -> None:
    with store.writing():
        store.connection.execute("DELETE FROM snapshot_part")
