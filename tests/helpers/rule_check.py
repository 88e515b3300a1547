"""Holds a real store against what the model says it must show."""

from collections.abc import Iterable, Sequence

from flexdesk.domain.ops import Value
from flexdesk.store.store import Store
from tests.helpers.rule_model import FIELDS, Cell, Clock, Written, distinct, expected


class Broken(AssertionError):
    """The store and the model disagree."""


def stored(store: Store, row: tuple[str, str]) -> dict[str, Value]:
    """The stored row, gone or not; what is not there shows nothing."""
    sql = f'SELECT * FROM "s_{row[0]}" WHERE key = ?'
    found = store.connection.execute(sql, (row[1],)).fetchone()
    return dict(found) if found is not None else {"_gone": 1, **dict.fromkeys(FIELDS[row[0]])}


def compare(
    store: Store,
    rows: Iterable[tuple[str, str]],
    txs: Sequence[Written],
    void: set[tuple[str, int, int]],
    clocks: set[Clock],
) -> None:
    """Raises Broken where heads, shown values, deletions or conflicts are others than the rule gives."""
    conflicts: set[Cell] = set()
    for row in rows:
        wanted = expected(row, txs, void, clocks)
        conflicts |= wanted.conflicts
        for cell, heads in wanted.heads.items():
            held = {(h.device, h.seq, distinct(h.value)) for h in store.heads(*cell)}
            if held != heads:
                raise Broken("heads", cell, held, heads)
        found = stored(store, row)
        shown = {name: distinct(found[name]) for name in FIELDS[row[0]]}
        if shown != wanted.shown or bool(found["_gone"]) != wanted.gone:
            raise Broken("shown", row, shown, found["_gone"], wanted)
    listed = {(d.table, d.row, d.field) for d in store.disputes()}
    if listed != conflicts:
        raise Broken("conflicts", listed, conflicts)
