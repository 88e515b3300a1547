"""The synced tables as ordinary SQL tables: made from the registry, one row per row, columns by name.

A row remembers the transaction that first wrote it (`_device`, `_seq`, `_hlc`). That transaction is the
head of every cell that holds a value and has no entry of its own in `head`, so that a row written once,
as nearly all are, costs one row in all and not one for each cell.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flexdesk.domain import schema
from flexdesk.domain.ops import Value
from flexdesk.domain.schema import Kind, Table
from flexdesk.store.connection import Connection, writing

_SQL_TYPES = {
    Kind.TEXT: "TEXT",
    Kind.INTEGER: "INTEGER",
    Kind.NUMBER: "",  # no affinity: 3 stays an integer, 3.5 a float
    Kind.DATE: "TEXT",
    Kind.TIME: "TEXT",
}
# Lookups that views make all the time, beside the key.
_INDEXES = {
    "assignment": ("day",),
    "output": ("day",),
    "person": ("nip",),
    "skp": ("person",),
    "work_result": ("skp",),
    "indicator": ("result",),
    "leave_entry": ("person",),
    "travel_entry": ("person",),
}

Condition = Value | tuple[Value, Value] | Sequence[Value]


def fingerprint() -> str:
    """Changes whenever the registry does."""
    return hashlib.sha256(repr(schema.TABLES).encode()).hexdigest()[:16]


def ensure(connection: Connection) -> list[tuple[int, int]]:
    """Make missing tables and columns; returns the new (table id, column id) pairs to fill from the log."""
    row = connection.execute("SELECT value FROM setting WHERE name = 'registry'").fetchone()
    if row is not None and row[0] == fingerprint():
        return []
    fresh: list[tuple[int, int]] = []
    with writing(connection):
        for table in schema.TABLES:
            fresh += _ensure_table(connection, table)
        connection.execute("INSERT OR REPLACE INTO setting VALUES ('registry', ?)", (fingerprint(),))
    return fresh


def _ensure_table(connection: Connection, table: Table) -> list[tuple[int, int]]:
    known = {row["name"] for row in connection.execute(f"PRAGMA table_info({name(table)})")}
    if not known:
        parts = [f"{quoted(part)} TEXT" for part in table.key if len(table.key) > 1]
        cells = [f"{quoted(c.name)} {_SQL_TYPES[c.kind]}" for c in table.columns]
        fixed = ["key TEXT PRIMARY KEY", "_device TEXT", "_seq INTEGER", "_hlc INTEGER", "_gone INTEGER"]
        connection.execute(f"CREATE TABLE {name(table)} ({', '.join(fixed + parts + cells)}) WITHOUT ROWID")
        for indexed in _INDEXES.get(table.name, ()):
            index = quoted(f"{table.name}_{indexed}")
            connection.execute(f"CREATE INDEX {index} ON {name(table)} ({quoted(indexed)})")
        return [(table.id, column.id) for column in table.columns]
    fresh = [c for c in table.columns if c.name not in known]
    for column in fresh:
        connection.execute(
            f"ALTER TABLE {name(table)} ADD COLUMN {quoted(column.name)} {_SQL_TYPES[column.kind]}"
        )
    return [(table.id, column.id) for column in fresh]


def quoted(identifier: str) -> str:
    return f'"{identifier}"'


def name(table: Table) -> str:
    """The SQL table of a synced table; the prefix keeps them apart from this device's own tables."""
    return f"s_{table.name}"


def parts(table: Table, row: str) -> dict[str, str]:
    """The natural key's parts as columns; empty for single-part and counter keys."""
    if len(table.key) < 2:
        return {}
    return dict(zip(table.key, schema.split_key(row), strict=True))


def insert_rows(
    connection: Connection,
    table: Table,
    stamp: tuple[str, int, int],
    rows: Iterable[tuple[str, Mapping[str, Value]]],
) -> None:
    """Insert new rows whose cells all come from the transaction `stamp` (device, seq, hlc)."""
    grouped: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for key, cells in rows:
        filled = {**parts(table, key), **{n: v for n, v in cells.items() if v is not None}}
        grouped.setdefault(tuple(filled), []).append((key, *stamp, 0, *filled.values()))
    for columns, values in grouped.items():
        names = ", ".join(("key", "_device", "_seq", "_hlc", "_gone", *map(quoted, columns)))
        marks = ", ".join("?" * (5 + len(columns)))
        connection.executemany(f"INSERT INTO {name(table)} ({names}) VALUES ({marks})", values)


def select(
    connection: Connection, table: Table, where: Mapping[str, Condition], order: str = "key"
) -> list[dict[str, Value]]:
    """Living rows as dictionaries with `key`; a condition is a value, a (from, to) pair or a list."""
    clauses, values = ["_gone = 0"], []
    for column, wanted in where.items():
        if isinstance(wanted, tuple):
            clauses.append(f"{quoted(column)} BETWEEN ? AND ?")
            values += list(wanted)
        elif isinstance(wanted, list):
            clauses.append(f"{quoted(column)} IN ({', '.join('?' * len(wanted))})")
            values += wanted
        elif wanted is None:
            clauses.append(f"{quoted(column)} IS NULL")
        else:
            clauses.append(f"{quoted(column)} = ?")
            values.append(wanted)
    columns = ", ".join(map(quoted, ("key", *parts_of(table), *(c.name for c in table.columns))))
    sql = f"SELECT {columns} FROM {name(table)} WHERE {' AND '.join(clauses)} ORDER BY {order}"
    return [dict(row) for row in connection.execute(sql, values)]


def parts_of(table: Table) -> tuple[str, ...]:
    return table.key if len(table.key) > 1 else ()
