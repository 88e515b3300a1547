"""What two devices that have seen the same log must agree on, as one number and as text."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from flexdesk.domain import schema
from flexdesk.domain.ops import Value
from flexdesk.domain.schema import Table
from flexdesk.store import materialise
from flexdesk.store.store import Store


def rows(store: Store, table: Table) -> Iterator[dict[str, Value]]:
    """Living rows in order of their keys, without empty cells."""
    for row in materialise.select(store.connection, table, {}):
        yield {name: value for name, value in row.items() if value is not None}


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(store: Store) -> str:
    """SHA-256 over the visible state of the unit, as 64 hexadecimal digits."""
    total = hashlib.sha256()
    for table in sorted(schema.TABLES, key=lambda table: table.id):
        for row in rows(store, table):
            total.update(canonical([table.id, row]).encode())
            total.update(b"\n")
    return total.hexdigest()


def dump(store: Store, tables: Sequence[str] = ()) -> dict[str, list[dict[str, Value]]]:
    """Every living row of the named tables (all when none is named)."""
    wanted = tables or sorted(schema.BY_NAME)
    return {name: list(rows(store, schema.BY_NAME[name])) for name in wanted}
