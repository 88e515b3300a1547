"""Names a row by the person and the day that it is about, for lists in which keys say nothing to anybody."""

from collections.abc import Mapping

from flexdesk.domain.ops import Value
from flexdesk.domain.schema import BY_NAME
from flexdesk.store.store import Store


def whose(store: Store, table: str, row: str, cells: Mapping[str, Value] | None = None) -> tuple[str, str]:
    """Name and day as ISO text, each empty where the row has none; `cells` are values that it lacks yet."""
    known = BY_NAME.get(table)
    if known is None:
        return "", ""
    parts = dict(zip(known.key, row.split("|"), strict=False))
    held = {**(store.get(table, row) or {}), **(cells or {}), **parts}
    if table == "person":
        return str(held.get("name") or ""), ""
    person = store.get("person", str(held.get("person") or "")) or {}
    return str(person.get("name") or ""), str(held.get("day") or held.get("from") or "")
