"""The op log of this device: appends what is done here, takes in what others did, in causal order."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flexdesk.domain import evolution, schema
from flexdesk.domain import log as rule
from flexdesk.domain.log import GENESIS, RowWrite, Tx
from flexdesk.domain.ops import DELETED, Change, Op, Value
from flexdesk.errors import FlexDeskError, StaleEdit
from flexdesk.i18n import N_
from flexdesk.store import authors, chains, clocks, heads, materialise
from flexdesk.store.connection import Connection
from flexdesk.store.once import refuse_rewriting

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_NUMBERS = {
    table.name: {column.name: column.id for column in (schema.ROW, *table.columns)} for table in schema.TABLES
}
VOID = 1
_MANY = 50  # from here on, new rows are written with one statement a shape


class ForkFound(FlexDeskError):
    """Two different transactions carry one number: a cloned disk, or an old backup that went on working."""

    code = "log.fork"
    ticket = "FD-KRM-20"
    text = N_("Two different histories carry the number of one laptop ({device}, change {seq}).")
    safe = N_("Nothing of this file was taken over; your own data is untouched.")
    next = N_("Probably a disk was copied or an old backup went on working: enrol that laptop anew.")


@dataclass
class Received:
    """What became of transactions that arrived; `waiting` counts all that wait now, of earlier ones too."""

    applied: int = 0
    known: int = 0
    waiting: int = 0
    changes: list[Change] = field(default_factory=list)


class Log:
    """The log over one connection. The caller opens the transaction."""

    def __init__(self, connection: Connection, device: str) -> None:
        self._db = connection
        self.device = device

    # -- what is known

    def vector(self) -> dict[str, int]:
        """The highest sequence number applied, of every device."""
        return {row["device"]: row["seq"] for row in self._db.execute("SELECT device, seq FROM seen")}

    def chain(self, device: str) -> bytes:
        """The chain value after the last transaction applied of `device`."""
        row = self._db.execute("SELECT chain FROM seen WHERE device = ?", (device,)).fetchone()
        return GENESIS if row is None else bytes(row["chain"])

    def chain_at(self, device: str, seq: int) -> bytes | None:
        """The chain value after that transaction; None when it is not applied here, or not known any more."""
        if seq == 0:
            return GENESIS
        row = self._db.execute("SELECT chain FROM tx WHERE device = ? AND seq = ?", (device, seq)).fetchone()
        if row is not None and row["chain"] is not None:
            return bytes(row["chain"])
        return chains.bases(self._db, device).get(seq)

    def is_covered(self, device: str, seq: int) -> bool:
        """Whether a snapshot stands for that transaction, so that its chain value is not known here."""
        return self.chain_at(device, seq) is None and seq <= max(chains.bases(self._db, device), default=0)

    def is_whole(self, device: str, seq: int) -> bool:
        """Whether the transaction is here as it was made, and not only what a snapshot left of it."""
        sql = "SELECT 1 FROM tx WHERE device = ? AND seq = ? AND chain IS NOT NULL"
        return self._db.execute(sql, (device, seq)).fetchone() is not None

    def hlc_at(self, device: str, seq: int) -> int | None:
        """The clock value of that transaction; None when it is not applied here."""
        row = self._db.execute("SELECT hlc FROM tx WHERE device = ? AND seq = ?", (device, seq)).fetchone()
        return None if row is None else int(row["hlc"])

    def seen_by(self, device: str) -> dict[str, int]:
        """What another device had applied when it made the last of its changes that stand here."""
        last = self.vector().get(device, 0)
        tx = heads.tx_of(self._db, device, last)
        return {} if tx is None else {**tx.ctx, device: last}

    def txs(self, device: str, first: int, last: int | None = None) -> Iterator[Tx]:
        """Applied transactions of one device in order, with their writes."""
        bound = last if last is not None else 1 << 62
        rows = self._db.execute(
            "SELECT tx.*, context.vector FROM tx JOIN context ON context.id = tx.context"
            " WHERE device = ? AND seq BETWEEN ? AND ? ORDER BY seq",
            (device, first, bound),
        ).fetchall()
        for row in rows:
            yield Tx(
                device,
                row["seq"],
                row["hlc"],
                json.loads(row["vector"]),
                row["kind"],
                self.writes(row["pos"]),
            )

    def writes(self, pos: int) -> tuple[RowWrite, ...]:
        found = self._db.execute("SELECT tbl, row, cells FROM op WHERE tx = ? ORDER BY n", (pos,))
        return tuple(RowWrite(op["tbl"], op["row"], _cells(op["cells"])) for op in found)

    def rejected(self, device: str) -> set[tuple[int, int]]:
        """Void writes of a device: number of the transaction, place in it."""
        found = self._db.execute(
            "SELECT tx.seq, op.n FROM op JOIN tx ON tx.pos = op.tx WHERE op.void = 1 AND tx.device = ?",
            (device,),
        )
        return {(row["seq"], row["n"]) for row in found}

    # -- this device

    def commit(self, change: Change, now_ms: int, *, keep_equal: bool = False) -> Change | None:
        """Check, apply and log one local change; None when it changes nothing.

        Cells that stay as they are are left out unless `keep_equal`: writing the displayed value again is
        how a conflict ends. Raises StaleEdit when a stored value is not what the change says it was.
        """
        ops = tuple(_one_per_row(change.ops))
        if not keep_equal:
            ops = tuple(op for op in map(_real, ops) if op is not None)
        if not ops:
            return None
        self._check(ops)
        vector = self.vector()
        hlc = rule.tick(self._hlc(), now_ms)
        context = {d: s for d, s in vector.items() if d != self.device}
        if position := authors.known_position(self._db):
            context[rule.SERVER] = position
        writes = tuple(_write_of(op) for op in ops)
        tx = Tx(self.device, vector.get(self.device, 0) + 1, hlc, context, change.kind, writes)
        self._append(tx, tell=False)
        self._set_hlc(hlc)
        return Change(change.kind, ops, tx.device, tx.seq)

    def _check(self, ops: Sequence[Op]) -> None:
        """Raises StaleEdit at the first cell that does not hold what its op says it held, and WrittenOnce."""
        keys: dict[str, list[str]] = {}
        for op in ops:
            keys.setdefault(op.table, []).append(op.row)
        for name, wanted in keys.items():
            table = schema.BY_NAME[name]
            stored = {row["key"]: row for row in materialise.rows_by_key(self._db, table, wanted)}
            for op in ops:
                if op.table == name:
                    _compare(op, stored.get(op.row))
        refuse_rewriting(ops)

    # -- other devices

    def receive(self, txs: Sequence[Tx], previous_chain: bytes | None, source: str = "") -> Received:
        """Apply what is in order; keep the rest waiting; replay is a no-op.

        `txs` are contiguous transactions of one device; `previous_chain` is the chain before the first, and
        None only for transactions that waited here. Raises ForkFound.
        """
        result = Received()
        chain = previous_chain
        for tx in txs:
            chain = None if chain is None else rule.chain_after(chain, tx)
            self._take(tx, chain, source, result)
        if result.applied:
            self._drain(result)
        result.waiting = self._db.execute("SELECT count(*) FROM waiting").fetchone()[0]
        return result

    def _take(self, tx: Tx, chain: bytes | None, source: str, result: Received) -> None:
        vector = self.vector()
        if tx.seq <= vector.get(tx.device, 0):
            if chain not in (None, self.chain_at(tx.device, tx.seq)) and not self.is_covered(
                tx.device, tx.seq
            ):
                raise ForkFound(device=tx.device, seq=tx.seq)
            result.known += 1
            return
        if not self._in_order(tx, vector):
            sql = "INSERT OR IGNORE INTO waiting (device, seq, tx, source) VALUES (?, ?, ?, ?)"
            self._db.execute(sql, (tx.device, tx.seq, _dump(tx, chain), source))
            return
        self._accept(tx, chain, result)

    def _accept(self, tx: Tx, chain: bytes | None, result: Received) -> None:
        """Apply what is in order; `chain` is the value that its carrier gave for after it."""
        if chain is not None and chain != rule.chain_after(self.chain(tx.device), tx):
            raise ForkFound(device=tx.device, seq=tx.seq)
        result.changes.append(self._apply_remote(tx))
        result.applied += 1

    def _in_order(self, tx: Tx, vector: Mapping[str, int]) -> bool:
        return tx.seq == vector.get(tx.device, 0) + 1 and rule.covers(vector, tx.ctx)

    def _apply_remote(self, tx: Tx) -> Change:
        ops = self._append(tx)
        return Change(tx.kind, tuple(ops), tx.device, tx.seq)

    def _drain(self, result: Received) -> None:
        """Apply what waited for what has just come, until nothing more fits. Raises ForkFound."""
        vector = self.vector()
        held = self._held()
        while held:
            left = []
            for tx, chain in held:
                if tx.seq > vector.get(tx.device, 0) and self._in_order(tx, vector):
                    self._accept(tx, chain, result)
                    vector[tx.device] = tx.seq
                else:
                    left.append((tx, chain))
            if len(left) == len(held):
                break
            held = left
        for device, seq in vector.items():
            self._db.execute("DELETE FROM waiting WHERE device = ? AND seq <= ?", (device, seq))

    def replay(self, txs: Iterable[Tx]) -> None:
        """Apply transactions that stood in this log before, in an order in which they may; see `branches`."""
        for tx in txs:
            self._take(tx, None, "", Received())
        self.drain()

    def drain(self) -> Received:
        """Apply what waited and has no reason to wait any more. Raises ForkFound."""
        result = Received()
        self._drain(result)
        return result

    def append_own(self, tx: Tx) -> None:
        """Log a transaction of this device that was made before under another number."""
        self._append(tx, tell=False)
        self._set_hlc(max(self._hlc(), tx.hlc))

    def waiting(self) -> list[Tx]:
        """What arrived and cannot be applied yet, by device and number."""
        return [tx for tx, _chain in self._held()]

    def _held(self) -> list[tuple[Tx, bytes | None]]:
        rows = self._db.execute("SELECT tx FROM waiting ORDER BY device, seq").fetchall()
        return [_load(row["tx"]) for row in rows]

    def missing(self) -> dict[str, tuple[int, int]]:
        """What the waiting transactions wait for: device -> (first, last) sequence number wanted."""
        vector = self.vector()
        waiting = {(tx.device, tx.seq) for tx in self.waiting()}
        wanted: dict[str, int] = {}
        for tx in self.waiting():
            needs = {**tx.ctx, tx.device: tx.seq - 1}
            for device, seq in needs.items():
                if device == rule.SERVER:
                    continue
                while seq > vector.get(device, 0) and (device, seq) in waiting:
                    seq -= 1
                if seq > max(vector.get(device, 0), wanted.get(device, 0)):
                    wanted[device] = seq
        return {device: (vector.get(device, 0) + 1, last) for device, last in wanted.items()}

    # -- void ops

    def void(self, device: str, seq: int, ops: Iterable[int] | None = None, *, mark: int = VOID) -> list[Op]:
        """Mark writes of a transaction as rejected (all, or those numbers) and show the rows without them.

        A mark of 0 lets them count again.
        """
        found = self._db.execute("SELECT pos FROM tx WHERE device = ? AND seq = ?", (device, seq)).fetchone()
        if found is None:
            return []
        numbers = None if ops is None else set(ops)
        rows: dict[tuple[int, str], None] = {}
        for op in self._db.execute("SELECT n, tbl, row FROM op WHERE tx = ?", (found["pos"],)).fetchall():
            if numbers is None or op["n"] in numbers:
                self._db.execute(
                    "UPDATE op SET void = ? WHERE tx = ? AND n = ?", (mark, found["pos"], op["n"])
                )
                rows[op["tbl"], op["row"]] = None
        return [op for tbl, row in rows if (op := self.rebuild(tbl, row)) is not None]

    def rebuild(self, tbl: int, row: str) -> Op | None:
        """Make a row again from the log, without void writes; returns what changed on the surface."""
        table = schema.BY_ID.get(tbl)
        if table is None:
            return None
        before = heads.forget_row(self._db, table, row)
        found = self._db.execute(
            "SELECT op.cells, tx.device, tx.seq, tx.hlc, tx.kind, context.vector FROM op"
            " JOIN tx ON tx.pos = op.tx JOIN context ON context.id = tx.context"
            " WHERE op.tbl = ? AND op.row = ? AND op.void = 0 ORDER BY tx.pos, op.n",
            (tbl, row),
        ).fetchall()
        written = [
            Tx(op["device"], op["seq"], op["hlc"], json.loads(op["vector"]), op["kind"], (write,))
            for op in found
            for write in (RowWrite(tbl, row, _cells(op["cells"])),)
        ]
        for tx in rule.in_causal_order(written):  # what a repair brought stands last in the log
            heads.apply(self._db, clocks.bounded(self._db, tx), tx.writes[0])
        sql = f"SELECT * FROM {materialise.name(table)} WHERE key = ?"
        now = self._db.execute(sql, (row,)).fetchone()
        after: dict[str, Value] = {c.name: now[c.name] if now else None for c in table.columns}
        after[DELETED] = (now["_gone"] or None) if now else 1
        changed = {n: v for n, v in after.items() if before.get(n) != v}
        return Op(table.name, row, {n: before.get(n) for n in changed}, changed) if changed else None

    def fill(self, fresh: Iterable[tuple[int, int]]) -> None:
        """After an upgrade: show what older versions had to keep unread in the log."""
        wanted = set(fresh)
        tables = {tbl for tbl, _column in wanted}
        rows: dict[tuple[int, str], None] = {}
        for op in self._db.execute("SELECT tbl, row, cells FROM op").fetchall():
            if op["tbl"] in tables:
                write = evolution.forward(RowWrite(op["tbl"], op["row"], _cells(op["cells"])))
                if any((write.table, column) in wanted for column in write.cells):
                    rows[op["tbl"], op["row"]] = None
        for tbl, row in rows:
            self.rebuild(tbl, row)

    # -- chain check

    def first_bad(self) -> tuple[str, int] | None:
        """The first transaction that is gone or no longer fits its chain; None when all are as they came."""
        return chains.first_bad(self._db, self)

    # -- private

    def _append(self, tx: Tx, *, tell: bool = True) -> list[Op]:
        """Log a transaction that is in order, apply its writes, move the vector; see `heads.apply_many`."""
        chain = rule.chain_after(self.chain(tx.device), tx)
        sql = "INSERT INTO tx (device, seq, hlc, context, kind, chain) VALUES (?, ?, ?, ?, ?, ?)"
        cursor = self._db.execute(sql, (tx.device, tx.seq, tx.hlc, self.context(tx.ctx), tx.kind, chain))
        pos = cursor.lastrowid
        self._db.executemany(
            "INSERT INTO op (tx, n, tbl, row, cells) VALUES (?, ?, ?, ?, ?)",
            ((pos, n, w.table, w.row, dump_cells(w.cells)) for n, w in enumerate(tx.writes)),
        )
        self._db.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", (tx.device, tx.seq, chain))
        tx = clocks.bounded(self._db, tx)
        if len(tx.writes) >= _MANY:
            return heads.apply_many(self._db, tx, tx.writes, tell=tell)
        return [op for write in tx.writes if (op := heads.apply(self._db, tx, write)) is not None]

    def context(self, ctx: Mapping[str, int]) -> int:
        """The number under which a vector is kept."""
        text = json.dumps(dict(sorted(ctx.items())), separators=(",", ":"))
        found = self._db.execute("SELECT id FROM context WHERE vector = ?", (text,)).fetchone()
        if found is not None:
            return int(found["id"])
        return int(self._db.execute("INSERT INTO context (vector) VALUES (?)", (text,)).lastrowid)

    def _hlc(self) -> int:
        row = self._db.execute("SELECT value FROM setting WHERE name = 'hlc'").fetchone()
        return 0 if row is None else int(row["value"])

    def _set_hlc(self, hlc: int) -> None:
        self._db.execute("INSERT OR REPLACE INTO setting VALUES ('hlc', ?)", (str(hlc),))

    def hold_back_clock(self, device: str, first: int, last: int, at_ms: int) -> list[Op]:
        """The server had these changes at `at_ms`; returns what is shown otherwise now, see `clocks`."""
        return clocks.bind(self._db, device, first, last, at_ms)

    def adopt_clock(self, changes: Iterable[Change], now_ms: int) -> None:
        """Move the local clock past what arrived, unless that came from more than a day ahead."""
        came = (self.hlc_at(change.device, change.seq) for change in changes)
        self.adopt_clocks((hlc for hlc in came if hlc is not None), now_ms)

    def adopt_clocks(self, values: Iterable[int], now_ms: int) -> None:
        hlc = self._hlc()
        for value in values:
            hlc = rule.tick_remote(hlc, value, now_ms)
        self._set_hlc(hlc)


def _compare(op: Op, stored: Mapping[str, Value] | None) -> None:
    for name, before in op.before.items():
        if stored is None:
            found: Value = None
        else:
            found = (stored["_gone"] or None) if name == DELETED else stored[name]
        if found != before:
            raise StaleEdit(table=op.table, row=op.row, field=name, stored=found, expected=before)


def _one_per_row(ops: Iterable[Op]) -> Iterable[Op]:
    """Several ops on one row as one: what it was before the first, what it is after the last."""
    merged: dict[tuple[str, str], Op] = {}
    for op in ops:
        if (first := merged.get((op.table, op.row))) is not None:
            op = Op(op.table, op.row, {**op.before, **first.before}, {**first.after, **op.after})
        merged[op.table, op.row] = op
    return merged.values()


def _real(op: Op) -> Op | None:
    """The op without cells that stay as they are."""
    before = op.before
    names = [n for n, v in op.after.items() if before.get(n) != v]
    if len(names) == len(op.after):
        return op
    if not names:
        return None
    return Op(op.table, op.row, {n: before.get(n) for n in names}, {n: op.after[n] for n in names})


def _write_of(op: Op) -> RowWrite:
    numbers = _NUMBERS[op.table]
    return RowWrite(
        schema.BY_NAME[op.table].id, op.row, {numbers[name]: value for name, value in op.after.items()}
    )


def dump_cells(cells: Mapping[int, Value]) -> str:
    return _JSON.encode(cells)


def _cells(text: str) -> dict[int, Value]:
    return {int(column): value for column, value in json.loads(text).items()}


def _dump(tx: Tx, chain: bytes | None) -> str:
    writes = [[w.table, w.row, dict(w.cells)] for w in tx.writes]
    after = None if chain is None else chain.hex()
    body = [tx.device, tx.seq, tx.hlc, dict(tx.ctx), tx.kind, writes, after]
    return json.dumps(body, ensure_ascii=False)


def _load(text: str) -> tuple[Tx, bytes | None]:
    device, seq, hlc, ctx, kind, writes, after = json.loads(text)
    rows = tuple(RowWrite(t, row, {int(c): v for c, v in cells.items()}) for t, row, cells in writes)
    return Tx(device, seq, hlc, ctx, kind, rows), None if after is None else bytes.fromhex(after)
