"""Names a row by the person and the day that it is about, for lists in which keys say nothing to anybody."""

from collections.abc import Mapping

from flexdesk.domain.ops import Value
from flexdesk.domain.schema import BY_NAME
from flexdesk.store.store import Store

Cells = Mapping[str, Value]

# The way from a row that names no person to the one it is about: a column, and the table whose key it holds.
_WAYS: Mapping[str, tuple[str, str]] = {
    "work_result": ("skp", "skp"),
    "skp_annex": ("skp", "skp"),
    "expectation": ("skp", "skp"),
    "feedback": ("skp", "skp"),
    "evaluation": ("skp", "skp"),
    "self_assessment": ("skp", "skp"),
    "indicator": ("result", "work_result"),
    "action_plan": ("result", "work_result"),
    "realisation": ("indicator", "indicator"),
    "target_change": ("indicator", "indicator"),
    "objection": ("evaluation", "evaluation"),
}


def whose(store: Store, table: str, row: str, cells: Cells | None = None) -> tuple[str, str]:
    """Name and day as ISO text, each empty where the row has none; `cells` are values that it lacks yet."""
    if table not in BY_NAME:
        return "", ""
    held = cells_of(store, table, row, cells)
    if table == "person":
        return str(held.get("name") or ""), ""
    person = store.get("person", _person(store, table, held)) or {}
    return str(person.get("name") or ""), str(held.get("day") or held.get("from") or "")


def cells_of(store: Store, table: str, row: str, cells: Cells | None = None) -> Cells:
    """What a row holds, or held before it was deleted, with the parts of its key by their names."""
    parts = dict(zip(BY_NAME[table].key, row.split("|"), strict=False))
    return {**(store.get(table, row) or store.remains(table, row)), **(cells or {}), **parts}


def _person(store: Store, table: str, held: Cells) -> str:
    if table not in _WAYS:
        return str(held.get("person") or "")
    column, target = _WAYS[table]
    key = str(held.get(column) or "")
    return _person(store, target, cells_of(store, target, key)) if key else ""
