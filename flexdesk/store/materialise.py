"""The synced tables as ordinary SQL tables: made from the registry, one row per row, columns by name.

A row remembers the transaction that first wrote it (`_device`, `_seq`, `_hlc`). That transaction is the
head of every cell that holds a value and has no entry of its own in `head`, so that a row written once,
as nearly all are, costs one row in all and not one for each cell.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from flexdesk.domain import evolution, schema
from flexdesk.domain.log import RowWrite
from flexdesk.domain.ops import Value
from flexdesk.domain.schema import Table
from flexdesk.store.connection import Connection, writing
from flexdesk.store.errors import StoreTooNew

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

_RARE = {"person": ("merged_into",)}

_PREFIX = "s_"
_CHUNK = 500  # keys in one question

Condition = Value | tuple[Value, Value] | Sequence[Value]


def fingerprint() -> str:
    """Changes whenever the registry does."""
    return hashlib.sha256(repr(schema.TABLES).encode()).hexdigest()[:16]


def is_current(connection: Connection) -> bool:
    """Whether the tables are those of this registry."""
    row = connection.execute("SELECT value FROM setting WHERE name = 'registry'").fetchone()
    return row is not None and row[0] == fingerprint()


def require_known(connection: Connection) -> None:
    """Raises StoreTooNew where a later program made tables or columns.

    Working on beside them would leave them behind what the log says, and the later program would not notice.
    """
    made = {row["name"] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "setting" not in made or is_current(connection):
        return
    known = {name(table): {column.name for column in table.columns} for table in schema.TABLES}
    fixed = {"key", "_device", "_seq", "_hlc", "_gone"}
    extra = 0
    for table in sorted(found for found in made if found.startswith(_PREFIX)):
        held = {row["name"] for row in connection.execute(f"PRAGMA table_info({quoted(table)})")}
        of = next((one for one in schema.TABLES if name(one) == table), None)
        extra += len(held - fixed - known.get(table, set()) - set(parts_of(of) if of else ()))
    if extra:
        raise StoreTooNew(found=evolution.LEVEL + extra, known=evolution.LEVEL)


def ensure(connection: Connection) -> list[tuple[int, int]]:
    """Make missing tables and columns; returns the new (table id, column id) pairs to fill from the log."""
    if is_current(connection):
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
        # Cells have no type: a column that SQLite converts would show something else than the log holds.
        cells = [quoted(c.name) for c in table.columns]
        fixed = ["key TEXT PRIMARY KEY", "_device TEXT", "_seq INTEGER", "_hlc INTEGER", "_gone INTEGER"]
        connection.execute(f"CREATE TABLE {name(table)} ({', '.join(fixed + parts + cells)}) WITHOUT ROWID")
        for indexed in _INDEXES.get(table.name, ()):
            index = quoted(f"{table.name}_{indexed}")
            connection.execute(f"CREATE INDEX {index} ON {name(table)} ({quoted(indexed)})")
        _ensure_rare(connection, table)
        return [(table.id, column.id) for column in table.columns]
    fresh = [c for c in table.columns if c.name not in known]
    for column in fresh:
        connection.execute(f"ALTER TABLE {name(table)} ADD COLUMN {quoted(column.name)}")
    _ensure_rare(connection, table)
    return [(table.id, column.id) for column in fresh]


def _ensure_rare(connection: Connection, table: Table) -> None:
    """An index of the few rows that hold a cell nearly always empty; it is asked for at every reading."""
    for column in _RARE.get(table.name, ()):
        index = quoted(f"{table.name}_{column}")
        sql = f"CREATE INDEX IF NOT EXISTS {index} ON {name(table)} ({column}) WHERE {column} IS NOT NULL"
        connection.execute(sql)


def quoted(identifier: str) -> str:
    return f'"{identifier}"'


def name(table: Table) -> str:
    """The SQL table of a synced table; the prefix keeps them apart from this device's own tables."""
    return f"{_PREFIX}{table.name}"


def insert_writes(
    connection: Connection, table: Table, stamp: tuple[str, int, int], writes: Iterable[RowWrite]
) -> None:
    """Insert new rows, with cells of known columns only, by the transaction `stamp` (device, seq, hlc)."""
    insert_stamped(connection, table, ((stamp, write) for write in writes))


def insert_stamped(
    connection: Connection, table: Table, writes: Iterable[tuple[tuple[str, int, int], RowWrite]]
) -> None:
    """The same for rows of several transactions, each with its stamp."""
    grouped: dict[tuple[int, ...], list[tuple[tuple[str, int, int], RowWrite]]] = {}
    for stamp, write in writes:
        grouped.setdefault(tuple(write.cells), []).append((stamp, write))
    named = {column.id: column.name for column in table.columns}
    keyed = parts_of(table)
    split = schema.split_key if keyed else _no_parts
    for shape, rows in grouped.items():
        columns = (*keyed, *(named[column] for column in shape))
        names = ", ".join(("key", "_device", "_seq", "_hlc", "_gone", *map(quoted, columns)))
        marks = ", ".join("?" * (5 + len(columns)))
        connection.executemany(
            f"INSERT INTO {name(table)} ({names}) VALUES ({marks})",
            ((w.row, *stamp, 0, *split(w.row), *w.cells.values()) for stamp, w in rows),
        )


def _no_parts(_key: str) -> list[str]:
    return []


def select(
    connection: Connection,
    table: Table,
    where: Mapping[str, Condition],
    order: str = "key",
    only: Sequence[str] = (),
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
    wanted_columns = only or ("key", *parts_of(table), *(c.name for c in table.columns))
    columns = ", ".join(map(quoted, wanted_columns))
    sql = f"SELECT {columns} FROM {name(table)} WHERE {' AND '.join(clauses)} ORDER BY {order}"
    return [dict(row) for row in connection.execute(sql, values)]


def rows_by_key(
    connection: Connection, table: Table, keys: Sequence[str], columns: str = "*"
) -> Iterator[Mapping[str, Value]]:
    """The stored rows among `keys`, gone ones too."""
    for start in range(0, len(keys), _CHUNK):
        some = keys[start : start + _CHUNK]
        sql = f"SELECT {columns} FROM {name(table)} WHERE key IN ({', '.join('?' * len(some))})"
        yield from connection.execute(sql, some)


def gone_row(connection: Connection, table: Table, key: str) -> dict[str, Value] | None:
    """A row that is deleted or empty, with all its columns; None for a living or unknown one."""
    sql = f"SELECT * FROM {name(table)} WHERE key = ? AND _gone <> 0"
    found = connection.execute(sql, (key,)).fetchone()
    return None if found is None else dict(found)


def parts_of(table: Table) -> tuple[str, ...]:
    return table.key if len(table.key) > 1 else ()
