"""Puts rows right that show something else than the unit's log says, as the server has it.

A row is first made again from the log here; what the log lacks of it, because a snapshot stood for it, is put
there first. Where that does not help, the server's heads take its place. What was written here since the
comparison is applied on top, so no local change is touched in any case.
"""

from collections.abc import Mapping, Sequence

from flexdesk.domain import schema, sums
from flexdesk.domain.log import RowWrite, Tx, Vector
from flexdesk.domain.ops import Op
from flexdesk.domain.snapshot import Kept, Reduction
from flexdesk.domain.sums import Bucket, Cells
from flexdesk.store import chains, heads
from flexdesk.store.log import dump_cells
from flexdesk.store.store import Store
from flexdesk.store.sums import KNOWN, cells_of

_Step = tuple[Tx, RowWrite, int | None]  # place in its transaction, where the server told of it


def mend(store: Store, bucket: Bucket, part: Sequence[Kept], vector: Vector) -> list[Op]:
    """Make the rows of one month hold what the server's part says, and what came here after `vector`.

    Returns what changed on the surface, an op for each row that was wrong. The caller opens the transaction.
    """
    steps = _steps(store, bucket, part, vector)
    wanted = _wanted(bucket[0], steps)
    mended = []
    for row in sorted({*wanted, *cells_of(store, bucket)}):
        if not _is_right(store, bucket, row, wanted.get(row, {})):
            mended.append(_mended(store, bucket, row, wanted.get(row, {}), steps.get(row, ())))
    return mended


def _steps(store: Store, bucket: Bucket, part: Sequence[Kept], vector: Vector) -> dict[str, list[_Step]]:
    """For each row what was written into it: first what the server has, then what it does not have yet."""
    found: dict[str, list[_Step]] = {}
    for kept in part:
        for number, write in zip(kept.numbers, kept.tx.writes, strict=True):
            if number not in kept.void and sums.bucket_of(write.table, write.row) == bucket:
                found.setdefault(write.row, []).append((kept.tx, write, number))
    for tx, write in _later(store, bucket, vector):
        found.setdefault(write.row, []).append((tx, write, None))
    return found


def _later(store: Store, bucket: Bucket, vector: Vector) -> list[tuple[Tx, RowWrite]]:
    found = []
    for device in store.log.vector():
        rejected = store.log.rejected(device)
        for tx in store.log.txs(device, vector.get(device, 0) + 1):
            for number, write in enumerate(tx.writes):
                if (tx.seq, number) not in rejected and sums.bucket_of(write.table, write.row) == bucket:
                    found.append((tx, write))
    return found


def _wanted(table: int, steps: Mapping[str, Sequence[_Step]]) -> dict[str, Cells]:
    wanted: dict[str, Cells] = {}
    for row, written in steps.items():
        reduction = Reduction()
        for tx, write, _number in written:
            reduction.take(Tx(tx.device, tx.seq, tx.hlc, tx.ctx, tx.kind, (write,)))
        for _table, _row, cells in reduction.heads():
            wanted[row] = sums.known_cells(table, cells, KNOWN)
    return wanted


def _is_right(store: Store, bucket: Bucket, row: str, wanted: Cells) -> bool:
    here = cells_of(store, bucket, row).get(row, {})
    return sums.number_of(bucket[0], row, here) == sums.number_of(bucket[0], row, wanted)


def _mended(store: Store, bucket: Bucket, row: str, wanted: Cells, steps: Sequence[_Step]) -> Op:
    table = schema.BY_ID[bucket[0]]
    before = heads.forget_row(store.connection, table, row)
    _complete(store, steps)
    store.log.rebuild(table.id, row)
    if not _is_right(store, bucket, row, wanted):
        heads.forget_row(store.connection, table, row)
        for tx, write, _number in steps:
            heads.apply(store.connection, tx, write)
    after = heads.row_shown(store.connection, table, row)
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return Op(
        table.name, row, {name: before.get(name) for name in names}, {name: after.get(name) for name in names}
    )


def _complete(store: Store, steps: Sequence[_Step]) -> None:
    """Log what the server told of and the log here never had; a whole transaction is never touched."""
    db = store.connection
    for tx, write, number in steps:
        if number is None or store.log.is_whole(tx.device, tx.seq):
            continue
        pos = _place_of_rest(store, tx)
        db.execute(
            "INSERT INTO op (tx, n, tbl, row, cells) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (tx, n) DO UPDATE SET cells = excluded.cells",
            (pos, number, write.table, write.row, dump_cells(write.cells)),
        )
        (left,) = store.log.txs(tx.device, tx.seq, tx.seq)
        db.execute("UPDATE tx SET rest = ? WHERE pos = ?", (chains.rest_hash(left), pos))


def _place_of_rest(store: Store, tx: Tx) -> int:
    db = store.connection
    found = db.execute("SELECT pos FROM tx WHERE device = ? AND seq = ?", (tx.device, tx.seq)).fetchone()
    if found is not None:
        return int(found["pos"])
    sql = "INSERT INTO tx (device, seq, hlc, context, kind) VALUES (?, ?, ?, ?, ?)"
    return int(db.execute(sql, (tx.device, tx.seq, tx.hlc, store.log.context(tx.ctx), tx.kind)).lastrowid)
