"""Holds up deletions that arrived in a mass, until a person here agrees or keeps the rows.

Nothing else is held up: the transactions are in the log, count in the vector, travel on, and everything in
them but these writes is applied. So nobody's later changes wait for the answer. A held write is marked in the
log of this laptop alone (`op.void` is 3; 2 is a rejection that the server has still to confirm), and its row
is made again without it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from flexdesk.domain import schema
from flexdesk.domain.brake import is_mass
from flexdesk.domain.ops import DELETED, Change, Op, Value
from flexdesk.store import materialise
from flexdesk.store.connection import Connection
from flexdesk.store.log import Log

HELD = 3

Write = tuple[str, int, int]  # device, sequence number, number of the write


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row that somebody deleted, and that stays visible here until a person agrees."""

    device: str
    seq: int
    write: int
    hlc: int
    table: str
    row: str
    fields: tuple[str, ...]


def standing(connection: Connection, table: schema.Table) -> int:
    sql = f"SELECT count(*) FROM {materialise.name(table)} WHERE _gone = 0"
    return int(connection.execute(sql).fetchone()[0])


def brake(connection: Connection, log: Log, changes: Iterable[Change], born: int) -> list[Change]:
    """Hold up what these changes, just applied, deleted in a mass; returns what came back into sight.

    `born` is the last place of the log before they came: rows made since are not missed by anybody.
    """
    gone: dict[tuple[str, str], dict[str, set[int]]] = {}  # device, table -> rows, by whom deleted
    for change in changes:
        if change.device == log.device:
            continue
        for op in change.ops:
            if op.after.get(DELETED) == 1:
                gone.setdefault((change.device, op.table), {}).setdefault(op.row, set()).add(change.seq)
    back = []
    for (device, name), rows in gone.items():
        table = schema.BY_NAME[name]
        missed = {row: seqs for row, seqs in rows.items() if _is_missed(connection, table, row, born)}
        if is_mass(len(missed), standing(connection, table) + len(missed)):
            writes = [
                write
                for row, seqs in missed.items()
                for seq in seqs
                for write in _writes(connection, device, seq, table.id, row)
            ]
            back.append(Change("deletions.held", tuple(hold(connection, log, writes)), device, 0))
    return back


def _is_missed(connection: Connection, table: schema.Table, row: str, born: int) -> bool:
    """Whether the row was here before and is gone now."""
    sql = f"SELECT _gone FROM {materialise.name(table)} WHERE key = ?"
    found = connection.execute(sql, (row,)).fetchone()
    before = "SELECT 1 FROM op WHERE tbl = ? AND row = ? AND tx <= ? LIMIT 1"
    known = connection.execute(before, (table.id, row, born)).fetchone()
    return found is not None and bool(found["_gone"]) and known is not None


def _writes(connection: Connection, device: str, seq: int, tbl: int, row: str) -> list[Write]:
    found = connection.execute(
        "SELECT op.n FROM op JOIN tx ON tx.pos = op.tx"
        " WHERE tx.device = ? AND tx.seq = ? AND op.tbl = ? AND op.row = ? AND op.void = 0",
        (device, seq, tbl, row),
    )
    return [(device, seq, op["n"]) for op in found]


def last_place(connection: Connection) -> int:
    """The place in the log after which what comes now will stand."""
    return int(connection.execute("SELECT max(pos) AS pos FROM tx").fetchone()["pos"] or 0)


def hold(connection: Connection, log: Log, writes: Iterable[Write]) -> list[Op]:
    """Show the rows without these writes; returns what changed on the surface."""
    return _mark(connection, log, writes, HELD)


def release(connection: Connection, log: Log, writes: Iterable[Write]) -> list[Op]:
    """Let these writes count, as they do on the other laptops."""
    return _mark(connection, log, writes, 0)


def _mark(connection: Connection, log: Log, writes: Iterable[Write], mark: int) -> list[Op]:
    rows: dict[tuple[int, str], None] = {}
    for device, seq, number in writes:
        found = connection.execute(
            "SELECT op.tx, op.tbl, op.row FROM op JOIN tx ON tx.pos = op.tx"
            " WHERE tx.device = ? AND tx.seq = ? AND op.n = ? AND op.void <> 1",
            (device, seq, number),
        ).fetchone()
        if found is not None:
            connection.execute("UPDATE op SET void = ? WHERE tx = ? AND n = ?", (mark, found["tx"], number))
            rows[found["tbl"], found["row"]] = None
    return [op for tbl, row in rows if (op := log.rebuild(tbl, row)) is not None]


def rows(connection: Connection) -> list[HeldRow]:
    """Everything that is held up, in the order in which it came."""
    found = connection.execute(
        "SELECT tx.device, tx.seq, tx.hlc, op.n, op.tbl, op.row, op.cells FROM op JOIN tx ON tx.pos = op.tx"
        f" WHERE op.void = {HELD} ORDER BY op.tx, op.n"  # written out, for the index of such rows alone
    )
    return [
        HeldRow(
            op["device"],
            op["seq"],
            op["n"],
            op["hlc"],
            schema.BY_ID[op["tbl"]].name,
            op["row"],
            tuple(
                column.name
                for number in json.loads(op["cells"])
                if (column := schema.COLUMN_BY_ID.get((op["tbl"], int(number)))) is not None
            ),
        )
        for op in found
    ]


def kept(connection: Connection, held: HeldRow) -> Op:
    """The write with which a person who knows of the deletion keeps the row as it stands here."""
    table = schema.BY_NAME[held.table]
    sql = f"SELECT * FROM {materialise.name(table)} WHERE key = ?"
    found = connection.execute(sql, (held.row,)).fetchone()
    shown: dict[str, Value] = {name: found[name] for name in held.fields if name != DELETED}
    gone: Value = (found["_gone"] or None) if found else None
    return Op(held.table, held.row, {**shown, DELETED: gone}, {**shown, DELETED: None})
