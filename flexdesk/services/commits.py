"""The one road of every change: rows and log in one transaction, then every listener."""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Any

from flexdesk.domain.hours import ZONES
from flexdesk.domain.merged import PERSON_COLUMNS
from flexdesk.domain.ops import DELETED, Change, Op, Value
from flexdesk.errors import NotFound, StaleEdit
from flexdesk.events import ChangeBus
from flexdesk.services.closing import refuse_closed
from flexdesk.services.consent import Consent
from flexdesk.services.moved import refuse_moved
from flexdesk.services.permission import refuse_unauthorised
from flexdesk.store.standing import shown
from flexdesk.store.store import Row, Store
from flexdesk.system.clock import Clock


class Committer:
    """Commits changes of this device; undo commits the inverse down the same road."""

    def __init__(self, store: Store, bus: ChangeBus, clock: Clock) -> None:
        self.store = store
        self.bus = bus
        self.clock = clock
        self.consent = Consent(store)
        self._keep_zone()

    def _keep_zone(self) -> None:
        """Days begin at midnight where the unit is, not where the program was written."""
        zone = str((self.store.get("unit", "unit") or {}).get("zone"))
        if zone in ZONES:
            self.clock.zone = zone

    def commit(self, change: Change, *, keep_equal: bool = False) -> Change | None:
        """Apply and log; None when nothing changes. `keep_equal` writes cells that show the value already.

        Raises NotAllowed and its like, StaleEdit, MonthClosed, PersonMoved, ManyDeletions, DiskFull,
        StoreBusy.
        """
        refuse_unauthorised(self.store, change.ops)
        refuse_closed(self.store, change.ops)
        refuse_moved(self.store, change.ops)
        self.consent.refuse_unasked(change.ops)
        done = self.store.commit(change, self.now_ms(), keep_equal=keep_equal)
        if done is not None:
            self.tell(done)
        return done

    def walk(self, change: Change) -> Change | None:
        """Commit a step of undo or redo; raises StaleEdit also where another device's value stands beside it.

        A person who takes back the own value has not decided about the other one, and a write replaces both.
        """
        torn = {(one.table, one.row, one.field) for one in self.store.disputes()}
        if torn and any((op.table, op.row, name) in torn for op in change.ops for name in op.after):
            raise StaleEdit()
        with self.consent.agreeing():  # it was done once, and can be taken back again
            return self.commit(change)

    def tell(self, change: Change) -> None:
        """Let every listener know, under the names that rows are read by."""
        if any(op.table == "unit" for op in change.ops):
            self._keep_zone()
        self.bus.publish(shown(change, self.store.merged()))

    def now_ms(self) -> int:
        return int(self.clock.now().timestamp() * 1000)

    def settle(self, ops: Sequence[Op]) -> Change | None:
        """Write cells even if they show that value: a choice made by somebody who saw them all.

        Raises NotAllowed and its like, MonthClosed.
        """
        return self.commit(Change("conflict.resolve", tuple(ops)), keep_equal=True)

    # -- ops from what a person wants

    def insert(self, table: str, cells: Mapping[str, Any], key: str | None = None) -> Op:
        """A new row; its key is made here unless the world has one."""
        plain = {name: value for name, cell in cells.items() if (value := stored(cell)) is not None}
        return Op(table, key or self.store.new_key(), dict.fromkeys(plain), plain)

    def update(self, table: str, row: Row, cells: Mapping[str, Any]) -> Op:
        """Cells of a row that the person has seen as `row`."""
        after = {name: stored(cell) for name, cell in cells.items()}
        before = {name: row.get(name) for name in after}
        named = PERSON_COLUMNS & after.keys()
        if named and self.store.merged():
            before |= self._as_written(table, str(row["key"]), named, before)
        return Op(table, str(row["key"]), before, after)

    def _as_written(self, table: str, key: str, names: Iterable[str], read: Mapping[str, Value]) -> Row:
        """The cells that name a person by a record merged since, as the log holds them."""
        merged = self.store.merged()
        held = next(iter(self.store.stored(table, key=key)), {})
        return {name: held[name] for name in names if name in held and merged.of(held[name]) == read[name]}

    def upsert(self, table: str, key: str, cells: Mapping[str, Any]) -> Op:
        """Cells of a row with a natural key, whether it exists or not.

        A deleted row that is made anew keeps nothing of what it held.
        """
        row = self.store.get(table, key)
        if row is not None:
            return self.update(table, row, cells)
        fresh = self.insert(table, cells, key)
        left = self.store.remains(table, key)
        return Op(table, key, {**fresh.before, **left}, {**dict.fromkeys(left), **fresh.after})

    def delete(self, table: str, key: str) -> Op:
        """Raises NotFound."""
        row = self.store.get(table, key)
        if row is None:
            raise NotFound(what=table, key=key)
        return Op(table, str(row["key"]), {DELETED: None}, {DELETED: 1})


def stored(cell: Any) -> Value:
    """A value as the store keeps it: tokens, ISO dates, 1 and 0; empty text is no value."""
    if type(cell) is str or cell is None:  # nearly all cells of an import
        return cell or None
    if cell == "":
        return None
    if isinstance(cell, bool):
        return int(cell)
    if isinstance(cell, Enum):
        return str(cell.value)
    if isinstance(cell, str | int | float):
        return cell
    if hasattr(cell, "isoformat"):
        text: str = cell.isoformat()
        return text[:5] if hasattr(cell, "hour") and not hasattr(cell, "year") else text
    raise TypeError(type(cell))
