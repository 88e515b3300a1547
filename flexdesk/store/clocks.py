"""Keeps a clock that runs ahead from winning for ever: nothing was made later than the server received it.

The clock of a transaction is part of its chain and stays what it is in the log. What is compared when one of
several heads is displayed is `min(clock, received)`. Every laptop gets the same statements of the server, so
all show the same in the end, whatever came first.
"""

from dataclasses import replace

from flexdesk.domain import schema
from flexdesk.domain.log import Tx
from flexdesk.domain.ops import Op
from flexdesk.store import heads, materialise
from flexdesk.store.connection import Connection


def bounded(connection: Connection, tx: Tx) -> Tx:
    """The transaction with the clock that counts for display."""
    found = connection.execute(
        "SELECT min(at_ms) AS at_ms FROM clock WHERE device = ? AND first <= ? AND last >= ?",
        (tx.device, tx.seq, tx.seq),
    ).fetchone()["at_ms"]
    return tx if found is None or tx.hlc <= found << 16 else replace(tx, hlc=found << 16)


def bind(connection: Connection, device: str, first: int, last: int, at_ms: int) -> list[Op]:
    """Changes `first` to `last` were here at `at_ms`; returns what is shown otherwise from now on."""
    connection.execute("INSERT OR IGNORE INTO clock VALUES (?, ?, ?, ?)", (device, first, last, at_ms))
    rows: dict[tuple[int, str], None] = {}
    late = connection.execute(
        "SELECT pos, seq FROM tx WHERE device = ? AND seq BETWEEN ? AND ? AND hlc > ?",
        (device, first, last, at_ms << 16),
    ).fetchall()
    for tx in late:
        connection.execute(
            "UPDATE head SET hlc = min(hlc, ?) WHERE device = ? AND seq = ?",
            (at_ms << 16, device, tx["seq"]),
        )
        for op in connection.execute("SELECT tbl, row FROM op WHERE tx = ?", (tx["pos"],)).fetchall():
            if (table := schema.BY_ID.get(op["tbl"])) is not None:
                connection.execute(
                    f"UPDATE {materialise.name(table)} SET _hlc = min(_hlc, ?)"
                    " WHERE key = ? AND _device = ? AND _seq = ?",
                    (at_ms << 16, op["row"], device, tx["seq"]),
                )
                rows[op["tbl"], op["row"]] = None
    return [
        op for tbl, row in rows if (op := heads.show_again(connection, schema.BY_ID[tbl], row)) is not None
    ]
