"""The sums of what this laptop shows, month by month; see `flexdesk.domain.sums`."""

from collections.abc import Iterator, Mapping

from flexdesk.domain import schema, sums
from flexdesk.domain.merge import Head
from flexdesk.domain.ops import Value
from flexdesk.domain.schema import Table
from flexdesk.domain.sums import Bucket, Cells, Known
from flexdesk.store import materialise
from flexdesk.store.store import Store

_STORED = "SELECT tbl, row, col, device, seq, hlc, value FROM head"

KNOWN: Known = {table.id: max(column.id for column in table.columns) for table in schema.TABLES}


def sums_here(store: Store) -> dict[Bucket, int]:
    """Made anew from the rows; one reading of all tables."""
    return sums.sums_of(_all_rows(store), KNOWN)


def cells_of(store: Store, bucket: Bucket, row: str = "") -> dict[str, Cells]:
    """The rows of one month of a table, or only one, with the heads of their cells, by key."""
    table = schema.BY_ID[bucket[0]]
    only = " AND row = ?" if row else ""
    stored = _stored(store, f"{_STORED} WHERE tbl = ?{only}", (table.id, row) if row else (table.id,))
    rows = _rows(store, table, stored, row)
    return {key: cells for _table, key, cells in rows if cells and sums.bucket_of(table.id, key) == bucket}


def _all_rows(store: Store) -> Iterator[tuple[int, str, Cells]]:
    stored = _stored(store, _STORED, ())
    for table in schema.TABLES:
        yield from _rows(store, table, stored)


def _stored(
    store: Store, sql: str, values: tuple[int | str, ...]
) -> dict[tuple[int, str], dict[int, tuple[Head, ...]]]:
    """The heads that are not the default, by table and row."""
    found: dict[tuple[int, str], dict[int, tuple[Head, ...]]] = {}
    for tbl, row, col, device, seq, hlc, value in map(tuple, store.connection.execute(sql, values)):
        cells = found.setdefault((tbl, row), {})
        cells[col] = (*cells.get(col, ()), Head(device, seq, hlc, value))
    return found


def _rows(
    store: Store,
    table: Table,
    stored: Mapping[tuple[int, str], dict[int, tuple[Head, ...]]],
    only: str = "",
) -> Iterator[tuple[int, str, Cells]]:
    names = ", ".join(materialise.quoted(column.name) for column in table.columns)
    ids = [column.id for column in table.columns]
    where, wanted = (" WHERE key = ?", (only,)) if only else ("", ())
    sql = f"SELECT key, _device, _seq, _hlc, {names} FROM {materialise.name(table)}{where}"
    for key, device, seq, hlc, *values in map(tuple, store.connection.execute(sql, wanted)):
        own = stored.get((table.id, key), {})
        yield table.id, key, {**_default(ids, values, (device, seq, hlc)), **own}


def _default(ids: list[int], values: list[Value], stamp: tuple[str, int, int]) -> dict[int, tuple[Head, ...]]:
    """What the transaction that first wrote a row put into its cells."""
    device, seq, hlc = stamp
    return {
        column: (Head(device, seq, hlc, value),)
        for column, value in zip(ids, values, strict=True)
        if value is not None
    }
