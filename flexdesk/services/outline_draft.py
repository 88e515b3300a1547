"""One change to the structure of plans while it is put together: what is new, moved, changed, taken out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flexdesk.domain.ops import DELETED, Change, Op
from flexdesk.domain.ordering import fill
from flexdesk.domain.performance import Approach, FormKind, SkpStatus, label
from flexdesk.domain.skp import OPEN
from flexdesk.errors import FlexDeskError, NotFound
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer, stored
from flexdesk.services.facts import FactReader
from flexdesk.services.skp_rows import SkpLocked, status_of
from flexdesk.store.store import Row

PARENT = {"work_result": "skp", "indicator": "result"}  # the column that says what a row belongs to


class PlanClosed(FlexDeskError):
    """A plan that is closed is a record."""

    code = "outline.closed"
    ticket = "FD-RHK-03"
    text = N_("The SKP of {name} for {year} is closed; its results stay as they are.")
    next = N_("Write the change into the plan of the next period.")


@dataclass(slots=True)
class _Slot:
    """A row in its place; `order` is None once it was put in or moved."""

    key: str
    order: int | None
    row: Row | None = None


@dataclass(slots=True)
class Draft:
    """Reads the plans of a year once; `change` gives all as one change. Raises PlanClosed, NotFound."""

    committer: Committer
    reader: FactReader
    year: int
    _plans: dict[str, Row] = field(default_factory=dict)  # by key, new ones too
    _rows: dict[str, dict[str, Row]] = field(default_factory=dict)  # table -> key -> row as it is to be
    _slots: dict[tuple[str, str], list[_Slot]] = field(default_factory=dict)
    _new: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)  # key -> table and cells
    _changed: dict[tuple[str, str], dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    _gone: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        store = self.committer.store
        self._plans = {str(row["key"]): row for row in store.select("skp", year=self.year)}
        for table in PARENT:
            rows = store.select(table, order='"order", key')
            self._rows[table] = {str(row["key"]): row for row in rows}
            for row in rows:
                order = row["order"] if isinstance(row["order"], int) else None
                self._list(table, str(row[PARENT[table]])).append(_Slot(str(row["key"]), order, row))

    # -- looking

    def row(self, table: str, key: str) -> Row:
        """As it is to be after this change; raises NotFound."""
        row = self._rows[table].get(key)
        if row is None:
            raise NotFound(what=_("Target"), key=key)
        return row

    def rows(self, table: str, parent: str) -> list[Row]:
        """In their order."""
        return [self._rows[table][slot.key] for slot in self._list(table, parent)]

    def every(self, table: str) -> Iterator[Row]:
        return iter(self._rows[table].values())

    def plan(self, key: str) -> Row:
        plan = self._plans.get(key)
        if plan is None:
            raise NotFound(what=_("Target"), key=key)
        return plan

    def span(self, plan: str) -> tuple[int, int]:
        """Months and working days of a plan."""
        row = self.plan(plan)
        first, last = (date.fromisoformat(str(row[name])) for name in ("from", "to"))
        months = 12 * (last.year - first.year) + last.month - first.month + 1
        return months, len(self.reader.calendar(first).working_days(first, last))

    # -- writing

    def plan_of(self, person: str) -> str:
        """The person's plan of the year, a new draft where there is none."""
        mine = [row for row in self._plans.values() if row["person"] == person]
        if mine:
            return str(
                max(mine, key=lambda row: (row["status"] != SkpStatus.CLOSED, str(row["from"])))["key"]
            )
        return self._new_plan(person)

    def _new_plan(self, person: str) -> str:
        first = date(self.year, 1, 1)
        held = [p for p in self.reader.postings() if p.person == person and not p.acting]
        post = max(held, key=lambda p: (p.from_ <= date(self.year, 12, 31), p.from_), default=None)
        head = self.reader.unit().head
        cells = {
            "person": person,
            "year": self.year,
            "from": first,
            "to": date(self.year, 12, 31),
            "approach": Approach.QUANTITATIVE,
            "form": FormKind.STAFF,
            "status": SkpStatus.DRAFT,
            "jabatan": post.jabatan if post is not None else "",
            "rater": head if head != person else "",
        }
        key = self._insert("skp", cells)
        self._plans[key] = _as_row(key, cells)
        return key

    def put(self, table: str, parent: str, cells: Mapping[str, Any], after: str = "") -> str:
        """A new row after another one, or at the end; its key."""
        self._allow_parent(table, parent)
        whole = {PARENT[table]: parent, **cells}
        key = self._insert(table, whole)
        self._rows[table][key] = _as_row(key, whole)
        self._place(table, parent, _Slot(key, None), after)
        return key

    def change_row(self, table: str, key: str, cells: Mapping[str, Any]) -> None:
        row = self.row(table, key)
        self._allow_parent(table, str(row[PARENT[table]]))
        self._write(table, key, cells)

    def move(self, table: str, key: str, parent: str, *, after: str = "", before: str = "") -> None:
        """To another place or under another parent; without neighbour to the end."""
        was = str(self.row(table, key)[PARENT[table]])
        self._allow_parent(table, was)
        self._allow_parent(table, parent)
        slots = self._list(table, was)
        slot = next(one for one in slots if one.key == key)
        slots.remove(slot)
        slot.order = None
        self._place(table, parent, slot, after, before)
        if parent != was:
            self._write(table, key, {PARENT[table]: parent})

    def take_out(self, table: str, key: str) -> None:
        """A result or an indicator; what hangs on it is the caller's."""
        row = self.row(table, key)
        parent = str(row[PARENT[table]])
        self._allow_parent(table, parent)
        self._list(table, parent)[:] = [one for one in self._list(table, parent) if one.key != key]
        self._gone[table, key] = {}
        del self._rows[table][key]

    def drop(self, table: str, key: str, last_words: Mapping[str, Any]) -> None:
        """A row that hangs on one taken out; the log keeps the last words with it."""
        self._gone[table, key] = dict(last_words)

    def change(self, kind: str) -> Change:
        return Change(kind, (*self._inserts(), *self._updates(), *self._deletes()))

    # -- ops

    def _inserts(self) -> Iterator[Op]:
        self._settle_orders()
        for key, (table, cells) in self._new.items():
            if (table, key) not in self._gone:
                yield self.committer.insert(table, cells, key)

    def _updates(self) -> Iterator[Op]:
        for (table, key), cells in self._changed.items():
            if (table, key) not in self._gone:
                yield self.committer.update(table, self._held(table, key), cells)

    def _deletes(self) -> Iterator[Op]:
        for (table, key), words in self._gone.items():
            if key not in self._new:
                held = self._held(table, key)
                before = {name: held.get(name) for name in words}
                yield Op(table, key, {**before, DELETED: None}, {**words, DELETED: 1})

    def _held(self, table: str, key: str) -> Row:
        row = self.committer.store.get(table, key)
        if row is None:
            raise NotFound(what=_("Target"), key=key)
        return row

    def _settle_orders(self) -> None:
        for (table, _parent), slots in self._slots.items():
            if all(slot.order is not None for slot in slots):
                continue
            for slot, order in zip(slots, fill([one.order for one in slots]), strict=True):
                if slot.row is None or slot.row["order"] != order:
                    self._write(table, slot.key, {"order": order})

    # -- small pieces

    def _list(self, table: str, parent: str) -> list[_Slot]:
        return self._slots.setdefault((table, parent), [])

    def _place(self, table: str, parent: str, slot: _Slot, after: str, before: str = "") -> None:
        slots = self._list(table, parent)
        at = next((n + (one.key == after) for n, one in enumerate(slots) if one.key in (after, before)), None)
        slots.insert(len(slots) if at is None else at, slot)

    def _insert(self, table: str, cells: Mapping[str, Any]) -> str:
        key = self.committer.store.new_key()
        self._new[key] = (table, dict(cells))
        return key

    def _write(self, table: str, key: str, cells: Mapping[str, Any]) -> None:
        plain = {name: stored(cell) for name, cell in cells.items()}
        if key in self._new:
            self._new[key][1].update(plain)
        else:
            self._changed[table, key] |= plain
        self._rows[table][key] = {**self._rows[table][key], **plain}

    def _allow_parent(self, table: str, parent: str) -> None:
        plan = parent if table == "work_result" else str(self.row("work_result", parent)["skp"])
        self._allow(self.plan(plan))

    def _allow(self, plan: Row) -> None:
        """The one gate in front of every change to the structure of a plan. Raises PlanClosed, SkpLocked."""
        status = status_of(plan)
        if status in OPEN:
            return
        person = self.committer.store.get("person", str(plan["person"])) or {}
        name = str(person.get("name") or "")
        if status is SkpStatus.CLOSED:
            raise PlanClosed(name=name, year=plan["year"])
        raise SkpLocked(name=name, status=label(status))


def _as_row(key: str, cells: Mapping[str, Any]) -> Row:
    columns = ("order", "code", "class", "text", "leader_text", "leader_result", "aspect", "unit", "share")
    numbers = ("target_text", "target_number", "perspective")
    return {
        **dict.fromkeys((*columns, *numbers)),
        "key": key,
        **{name: stored(cell) for name, cell in cells.items()},
    }
