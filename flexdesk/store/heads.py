"""Applies one write to the rows: the merge rule of `domain.merge` over what the tables hold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from flexdesk.domain import evolution, merge, schema
from flexdesk.domain.log import RowWrite, Tx
from flexdesk.domain.merge import Head
from flexdesk.domain.ops import DELETED, Op, Value
from flexdesk.domain.schema import Merge, Table
from flexdesk.store import authors, materialise
from flexdesk.store.connection import Connection

_NAMES = {table.id: {column.id: column.name for column in table.columns} for table in schema.TABLES}


def apply(connection: Connection, tx: Tx, write: RowWrite) -> Op | None:
    """Write one row; returns what changed on the surface, or None where nothing did.

    Unknown tables and columns stay in the log only, until a newer program makes room for them.
    """
    write = evolution.forward(write)
    table = schema.BY_ID.get(write.table)
    if table is None:
        return None
    cells = {c: v for c, v in write.cells.items() if (table.id, c) in schema.COLUMN_BY_ID}
    found = connection.execute(
        f"SELECT * FROM {materialise.name(table)} WHERE key = ?", (write.row,)
    ).fetchone()
    if found is None:
        return _insert(connection, tx, table, write.row, cells)
    return _update(connection, tx, table, dict(found), cells)


def apply_many(connection: Connection, tx: Tx, writes: Sequence[RowWrite], *, tell: bool = True) -> list[Op]:
    """The same for many writes of one transaction; rows that are new go in with one statement a shape.

    Without `tell` nothing is returned: the author of a change knows what it changed.
    """
    changed: list[Op] = []
    fresh: dict[int, list[RowWrite]] = {}
    rest: list[RowWrite] = []
    known = known_rows(connection, writes)
    for write in map(evolution.forward, writes):
        place = (write.table, write.row)
        if place in known or not is_plain(write):
            rest.append(write)
        else:
            fresh.setdefault(write.table, []).append(write)
        known.add(place)
    for number, rows in fresh.items():
        materialise.insert_writes(connection, schema.BY_ID[number], (tx.device, tx.seq, tx.hlc), rows)
        if tell:
            changed += [appeared(write) for write in rows]
    for write in rest:
        if (op := apply(connection, tx, write)) is not None and tell:
            changed.append(op)
    return changed


def appeared(write: RowWrite) -> Op:
    names = _NAMES[write.table]
    after = {names[column]: value for column, value in write.cells.items()}
    return Op(schema.BY_ID[write.table].name, write.row, dict.fromkeys(after), after)


def is_plain(write: RowWrite) -> bool:
    """Whether a new row holds nothing but values of known columns, so that no head needs to be stored."""
    names, cells = _NAMES.get(write.table), write.cells
    return names is not None and bool(cells) and None not in cells.values() and cells.keys() <= names.keys()


def known_rows(connection: Connection, writes: Iterable[RowWrite]) -> set[tuple[int, str]]:
    wanted: dict[int, list[str]] = {}
    for write in writes:
        wanted.setdefault(write.table, []).append(write.row)
    known: set[tuple[int, str]] = set()
    for number, rows in wanted.items():
        if (table := schema.BY_ID.get(number)) is not None:
            found = materialise.rows_by_key(connection, table, rows, columns="key")
            known.update((number, str(row["key"])) for row in found)
    return known


def _insert(connection: Connection, tx: Tx, table: Table, row: str, cells: Mapping[int, Value]) -> Op | None:
    named = {schema.COLUMN_BY_ID[table.id, c].name: v for c, v in cells.items() if c}
    plain = RowWrite(table.id, row, {c: v for c, v in cells.items() if c})
    materialise.insert_writes(connection, table, (tx.device, tx.seq, tx.hlc), [plain])
    for column, value in cells.items():
        if column == 0 or value is None:
            _store_heads(connection, table, row, column, merge.after((), tx, value))
    after: dict[str, Value] = {n: v for n, v in named.items() if v is not None}
    if _judge_row(connection, table, row) if 0 in cells else not after:
        _set_gone(connection, table, row, 1)
        after[DELETED] = 1
    return Op(table.name, row, dict.fromkeys(after), after) if after else None


def _update(
    connection: Connection, tx: Tx, table: Table, found: dict[str, Value], cells: Mapping[int, Value]
) -> Op | None:
    row = str(found["key"])
    before: dict[str, Value] = {}
    after: dict[str, Value] = {}
    stored = _stored_heads(connection, table, row)
    for column, value in cells.items():
        kept = stored.get(column, ())
        heads = _ranked(connection, merge.after(kept or _default_heads(table, found, column), tx, value))
        _store_heads(connection, table, row, column, heads, kept)
        if column == 0:
            continue
        known = schema.COLUMN_BY_ID[table.id, column]
        name, shown = known.name, merge.shown(heads, known.merge).value
        if not _same(shown, found[name]):
            before[name], after[name] = found[name], shown
    return _surface(connection, table, found, before, after, judge=0 in cells or 0 in stored)


def _surface(
    connection: Connection,
    table: Table,
    found: dict[str, Value],
    before: dict[str, Value],
    after: dict[str, Value],
    *,
    judge: bool,
) -> Op | None:
    """Show other values in a row, and whether it is still there; `judge` where the row itself was written."""
    row = str(found["key"])
    if after:
        sets = ", ".join(f"{materialise.quoted(name)} = ?" for name in after)
        connection.execute(
            f"UPDATE {materialise.name(table)} SET {sets} WHERE key = ?", (*after.values(), row)
        )
    if judge:
        gone = _judge_row(connection, table, row)
    else:
        gone = _is_empty(table, {**found, **after})
    if gone != found["_gone"]:
        before[DELETED], after[DELETED] = found["_gone"] or None, gone or None
        _set_gone(connection, table, row, gone)
    return Op(table.name, row, before, after) if after else None


def heads_of(connection: Connection, table: Table, row: str, column: int) -> tuple[Head, ...]:
    """Every value of a cell that nobody has replaced; empty for a cell never written."""
    found = connection.execute(f"SELECT * FROM {materialise.name(table)} WHERE key = ?", (row,)).fetchone()
    return () if found is None else _ranked(connection, heads_in(connection, table, dict(found), column))


def _ranked(connection: Connection, heads: tuple[Head, ...]) -> tuple[Head, ...]:
    """Each with the authority of its author, which matters only where several stand side by side."""
    if len(heads) < 2:
        return heads
    return tuple(replace(h, authority=authors.rank(connection, h.device, h.seq)) for h in heads)


def heads_in(
    connection: Connection, table: Table, found: Mapping[str, Value], column: int
) -> tuple[Head, ...]:
    """The same for a row that was read before."""
    stored = connection.execute(
        "SELECT device, seq, hlc, value FROM head WHERE tbl = ? AND row = ? AND col = ?",
        (table.id, found["key"], column),
    ).fetchall()
    if stored:
        return tuple(Head(s["device"], s["seq"], s["hlc"], s["value"]) for s in stored)
    return _default_heads(table, found, column)


def _stored_heads(connection: Connection, table: Table, row: str) -> dict[int, tuple[Head, ...]]:
    """The heads of a row's cells that are not the default."""
    found: dict[int, tuple[Head, ...]] = {}
    sql = "SELECT col, device, seq, hlc, value FROM head WHERE tbl = ? AND row = ?"
    for column, *head in connection.execute(sql, (table.id, row)).fetchall():
        found[column] = (*found.get(column, ()), Head(*head))
    return found


def _default_heads(table: Table, found: Mapping[str, Value], column: int) -> tuple[Head, ...]:
    if column == 0 or (value := found[schema.COLUMN_BY_ID[table.id, column].name]) is None:
        return ()
    return (_default_head(found, value),)


def _same(one: Value, other: Value) -> bool:
    """Equal and of one type; 1 and 1.0 are two values, as in `merge.in_conflict`."""
    return type(one) is type(other) and one == other


def _default_head(found: Mapping[str, Value], value: Value) -> Head:
    device, seq, hlc = found["_device"], found["_seq"], found["_hlc"]
    assert isinstance(device, str)
    assert isinstance(seq, int)
    assert isinstance(hlc, int)
    return Head(device, seq, hlc, value)


def _store_heads(
    connection: Connection,
    table: Table,
    row: str,
    column: int,
    heads: tuple[Head, ...],
    stored: tuple[Head, ...] = (),
) -> None:
    """Keep the heads in the place of those that are `stored` for the cell."""
    cell = (table.id, row, column)
    if stored:
        connection.execute("DELETE FROM head WHERE tbl = ? AND row = ? AND col = ?", cell)
    connection.executemany(
        "INSERT INTO head (tbl, row, col, device, seq, hlc, value) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(*cell, h.device, h.seq, h.hlc, h.value) for h in heads],
    )
    if column and (len(heads) > 1 or len(stored) > 1):
        _list(connection, cell, heads)


def _list(connection: Connection, cell: tuple[int, str, int], heads: tuple[Head, ...]) -> None:
    """Put a cell on the list of conflicts, or take it off."""
    if merge.in_conflict(heads, schema.COLUMN_BY_ID[cell[0], cell[2]].merge):
        connection.execute("INSERT OR IGNORE INTO conflict VALUES (?, ?, ?)", cell)
    else:
        connection.execute("DELETE FROM conflict WHERE tbl = ? AND row = ? AND col = ?", cell)


def _set_gone(connection: Connection, table: Table, row: str, gone: int) -> None:
    connection.execute(f"UPDATE {materialise.name(table)} SET _gone = ? WHERE key = ?", (gone, row))


def _judge_row(connection: Connection, table: Table, row: str) -> int:
    """1 when the row is gone: deleted with the knowledge of everything that stands in it, or wholly empty.

    A row that somebody deleted while another wrote into it or brought it back stays, and is listed as a
    conflict of column 0. Its place in a list is not such a write.
    """
    found = dict(
        connection.execute(f"SELECT * FROM {materialise.name(table)} WHERE key = ?", (row,)).fetchone()
    )
    of_row = heads_in(connection, table, found, 0)
    deletions = [tx for head in of_row if head.value and (tx := tx_of(connection, head.device, head.seq))]
    living = [head for head in of_row if not head.value] + _cell_heads(connection, table, found)
    known = all(any(_knew(tx, head) for tx in deletions) for head in living)
    gone = int(bool(deletions) and known) or _is_empty(table, found)
    sql = (
        "INSERT OR IGNORE INTO conflict VALUES (?, ?, 0)"
        if deletions and not gone
        else "DELETE FROM conflict WHERE tbl = ? AND row = ? AND col = 0"
    )
    connection.execute(sql, (table.id, row))
    return gone


def _is_empty(table: Table, found: Mapping[str, Value]) -> int:
    """1 when no cell shows a value, as after the undo of an insertion."""
    return int(all(found[column.name] is None for column in table.columns))


def _knew(deletion: Tx, head: Head) -> bool:
    same = (head.device, head.seq) == (deletion.device, deletion.seq)
    return same or deletion.saw(head.device, head.seq)


def _cell_heads(connection: Connection, table: Table, found: Mapping[str, Value]) -> list[Head]:
    columns = (column for column in table.columns if column.merge is not Merge.LWW)
    return [head for column in columns for head in heads_in(connection, table, found, column.id)]


def show_again(connection: Connection, table: Table, row: str) -> Op | None:
    """Work out anew what the heads of a row show and which are in conflict; returns what changed."""
    found = connection.execute(f"SELECT * FROM {materialise.name(table)} WHERE key = ?", (row,)).fetchone()
    if found is None:
        return None
    before: dict[str, Value] = {}
    after: dict[str, Value] = {}
    for column in table.columns:
        heads = _ranked(connection, heads_in(connection, table, dict(found), column.id))
        if not heads:
            continue
        _list(connection, (table.id, row, column.id), heads)
        shown = merge.shown(heads, column.merge).value
        if not _same(shown, found[column.name]):
            before[column.name], after[column.name] = found[column.name], shown
    return _surface(connection, table, dict(found), before, after, judge=True)


def judge_again(connection: Connection) -> None:
    """After an upgrade: what is no longer a question leaves the list of conflicts."""
    for found in connection.execute("SELECT DISTINCT tbl, row FROM conflict").fetchall():
        if (table := schema.BY_ID.get(found["tbl"])) is not None:
            show_again(connection, table, found["row"])


def tx_of(connection: Connection, device: str, seq: int) -> Tx | None:
    """A transaction without its writes: enough to ask what its author had seen."""
    import json

    found = connection.execute(
        "SELECT tx.*, context.vector FROM tx JOIN context ON context.id = tx.context"
        " WHERE device = ? AND seq = ?",
        (device, seq),
    ).fetchone()
    if found is None:
        return None
    return Tx(device, seq, found["hlc"], json.loads(found["vector"]), found["kind"], ())


def forget_row(connection: Connection, table: Table, row: str) -> dict[str, Value]:
    """Remove the row and its heads, before it is made again from the log; returns the cells it showed."""
    shown = row_shown(connection, table, row)
    connection.execute(f"DELETE FROM {materialise.name(table)} WHERE key = ?", (row,))
    connection.execute("DELETE FROM head WHERE tbl = ? AND row = ?", (table.id, row))
    connection.execute("DELETE FROM conflict WHERE tbl = ? AND row = ?", (table.id, row))
    return shown


def row_shown(connection: Connection, table: Table, row: str) -> dict[str, Value]:
    """The cells that a row shows, with its deletion; empty for one that is not there."""
    found = connection.execute(f"SELECT * FROM {materialise.name(table)} WHERE key = ?", (row,)).fetchone()
    if found is None:
        return {}
    shown: dict[str, Value] = {c.name: found[c.name] for c in table.columns}
    shown[DELETED] = found["_gone"] or None
    return shown
