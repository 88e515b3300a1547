"""Finds rows in which two people wrote different fields apart: both stand, and somebody may want to look.

It is no conflict, and nothing waits for it. The mark goes when anybody writes into the row who saw both.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flexdesk.domain import schema
from flexdesk.domain.log import Tx
from flexdesk.domain.schema import Merge, Table
from flexdesk.store import heads, materialise
from flexdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class Together:
    """`by` names, for each field, the devices whose values stand there."""

    table: str
    row: str
    by: Mapping[str, frozenset[str]]


def edited_together(store: Store, since_ms: int = 0) -> list[Together]:
    """Such rows, with something in them that was written since then."""
    db = store.connection
    found = []
    for place in db.execute(
        "SELECT tbl, row FROM head WHERE col > 0 GROUP BY tbl, row HAVING max(hlc) >= ? ORDER BY tbl, row",
        (since_ms << 16,),
    ).fetchall():
        table = schema.BY_ID.get(place["tbl"])
        if table is not None and (made := _together(store, table, place["row"])) is not None:
            found.append(made)
    return found


def _together(store: Store, table: Table, row: str) -> Together | None:
    db = store.connection
    stored = db.execute(f"SELECT * FROM {materialise.name(table)} WHERE key = ?", (row,)).fetchone()
    if stored is None or stored["_gone"]:
        return None
    sql = "SELECT DISTINCT device FROM head WHERE tbl = ? AND row = ?"
    if {stored["_device"]} >= {head["device"] for head in db.execute(sql, (table.id, row))}:
        return None
    fields = {
        column.name: held
        for column in table.columns
        if column.merge is not Merge.LWW and (held := heads.heads_in(db, table, dict(stored), column.id))
    }
    ids = {(head.device, head.seq) for held in fields.values() for head in held}
    if len({device for device, _seq in ids}) < 2:
        return None
    txs = {id: tx for id in ids if (tx := heads.tx_of(db, *id)) is not None}
    newest = {id for id, tx in txs.items() if not any(_saw(other, tx) for other in txs.values())}
    by = {
        name: frozenset(head.device for head in held if (head.device, head.seq) in newest)
        for name, held in fields.items()
    }
    by = {name: devices for name, devices in by.items() if devices}
    alone = {devices for devices in by.values() if len(devices) == 1}
    return Together(table.name, row, by) if len(alone) > 1 else None


def _saw(later: Tx, earlier: Tx) -> bool:
    return later is not earlier and later.saw(earlier.device, earlier.seq)
