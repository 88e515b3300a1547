"""Rows as they are read once people were merged: every row of a merged record under the one that stays."""

from collections.abc import Iterable, Mapping, Sequence

from flexdesk.domain.merged import NOBODY, PERSON_COLUMNS, Merged, merged_of, part_of_person
from flexdesk.domain.ops import Change, Op, Value
from flexdesk.domain.schema import BY_NAME, Table
from flexdesk.store.connection import Connection
from flexdesk.store.materialise import Condition

Row = dict[str, Value]

_LINKS = "SELECT key, merged_into FROM s_person WHERE merged_into IS NOT NULL AND _gone = 0"
_LIVING = "SELECT 1 FROM s_person WHERE key = ? AND _gone = 0"


def merged_people(db: Connection) -> Merged:
    """Costs next to nothing while nobody was merged. A link to a record that is gone counts for nothing."""
    links = [(row[0], str(row[1])) for row in db.execute(_LINKS)]
    if not links:
        return NOBODY
    return merged_of(link for link in links if db.execute(_LIVING, (link[1],)).fetchone())


def widened(table: Table, where: Mapping[str, Condition], merged: Merged) -> dict[str, Condition]:
    """Conditions on a person that find the rows of every record that stands for the same one."""
    return {column: _widened(table, column, wanted, merged) for column, wanted in where.items()}


def _widened(table: Table, column: str, wanted: Condition, merged: Merged) -> Condition:
    if isinstance(wanted, tuple) or wanted is None:
        return wanted
    values = list(wanted) if isinstance(wanted, list) else [wanted]
    if column == "key":
        found = [key for value in values for key in merged.row_keys(table, str(value))]
    elif column in PERSON_COLUMNS:
        found = [key for value in values for key in merged.all_of(str(value))]
    else:
        return wanted
    if not isinstance(wanted, list) and found == [wanted]:
        return wanted
    return list(dict.fromkeys(found))


def resolved(table: Table, rows: Iterable[Row], merged: Merged) -> list[Row]:
    """The rows under the people who stay; of two rows that then mean the same, the survivor's own."""
    if table.name == "person":
        return [row for row in rows if row.get("key") not in merged.survivor]
    columns = [name for name in (*table.key, *(c.name for c in table.columns)) if name in PERSON_COLUMNS]
    place = part_of_person(table)
    found: dict[str, tuple[bool, Row]] = {}
    for number, row in enumerate(rows):
        key = str(row.get("key", number))
        own = True
        if place is not None and "key" in row:
            parts = key.split("|")
            own = parts[place] not in merged.survivor
            key = "|".join((*parts[:place], str(merged.of(parts[place])), *parts[place + 1 :]))
        if key not in found or (own and not found[key][0]):
            found[key] = (own, {**row, **{c: merged.of(row[c]) for c in columns if c in row}})
    return [row for _own, row in found.values()]


def needed(table: Table, only: Sequence[str]) -> Sequence[str]:
    """The columns to read so that rows meaning the same can be told."""
    told = table.name == "person" or part_of_person(table) is not None
    return (*only, "key") if only and told and "key" not in only else only


def shown(change: Change, merged: Merged) -> Change:
    """A change with its rows named as they are read, for whoever listens."""
    if not merged:
        return change
    ops = tuple(Op(op.table, _shown_row(op, merged), op.before, op.after) for op in change.ops)
    return Change(change.kind, ops, change.device, change.seq)


def _shown_row(op: Op, merged: Merged) -> str:
    return merged.row_keys(BY_NAME[op.table], op.row)[0] if op.table in BY_NAME else op.row
