"""Who changed what, when, from what to what: the log read for people."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flexdesk.domain import schema
from flexdesk.domain.ops import Value
from flexdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of one row, as one transaction changed it. `before` is what the log held until then.

    `clock` is the whole hybrid clock value: it is higher than that of everything its author had seen.
    """

    at: datetime
    device: str
    seq: int
    kind: str
    table: str
    row: str
    field: str
    before: Value
    after: Value
    void: bool
    clock: int = 0


def of_row(store: Store, table: str, row: str) -> list[Entry]:
    """The history of one row, oldest first."""
    found = store.connection.execute(
        f"{_SELECT} WHERE op.tbl = ? AND op.row = ? ORDER BY tx.pos, op.n",
        (schema.BY_NAME[table].id, row),
    )
    return _entries(found)


def recent(
    store: Store, *, tables: Sequence[str] = (), limit: int = 500, offset: int = 0, after: int = 0
) -> list[Entry]:
    """The newest changes of the unit, newest first, without what the fields were before.

    `after` is a place in the log as `written_at` gives it; only what came later is read.
    """
    where, values = " WHERE tx.pos > ?", [after]
    if tables:
        where += f" AND op.tbl IN ({', '.join('?' * len(tables))})"
        values += [schema.BY_NAME[name].id for name in tables]
    sql = f"{_SELECT}{where} ORDER BY tx.pos DESC, op.n LIMIT ? OFFSET ?"
    return _entries(store.connection.execute(sql, (*values, limit, offset)))


def written_at(store: Store, table: str, row: str) -> int:
    """Where in this device's log a row was first written; 0 for a row that never was.

    A place, not a time: it orders what came here even on a laptop whose clock went back.
    """
    sql = "SELECT min(op.tx) AS place FROM op WHERE op.tbl = ? AND op.row = ?"
    found = store.connection.execute(sql, (schema.BY_NAME[table].id, row)).fetchone()
    return int(found["place"] or 0)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A person's reports of one day that one transaction brought; `at` is when it was made, not received."""

    person: str
    day: str
    device: str
    seq: int
    at: datetime


def arrivals(store: Store, first: str, last: str) -> list[Arrival]:
    """When the outputs of the days `first` to `last` (ISO) were written down."""
    found = store.connection.execute(
        "SELECT DISTINCT person, day, _device, _seq, _hlc FROM s_output"
        " WHERE _gone = 0 AND day BETWEEN ? AND ? ORDER BY day, person, _hlc",
        (first, last),
    )
    return [
        Arrival(str(row["person"]), str(row["day"]), row["_device"], row["_seq"], instant(row["_hlc"]))
        for row in found
    ]


def bulk_reports(store: Store, more_than: int) -> frozenset[tuple[str, int]]:
    """Transactions (device, number) that brought reports of more days than that: files of a whole month."""
    found = store.connection.execute(
        "SELECT _device, _seq FROM s_output WHERE _gone = 0"
        " GROUP BY _device, _seq HAVING count(DISTINCT day) > ?",
        (more_than,),
    )
    return frozenset((str(row["_device"]), int(row["_seq"])) for row in found)


def reporters_a_day(store: Store) -> dict[str, int]:
    """How many people have outputs on each day (ISO) that anybody has outputs on."""
    found = store.connection.execute(
        "SELECT day, count(DISTINCT person) AS people FROM s_output WHERE _gone = 0 GROUP BY day"
    )
    return {str(row["day"]): int(row["people"]) for row in found}


def first_written(store: Store, table: str, rows: Sequence[str]) -> dict[str, datetime]:
    """When each of the rows first came into the log."""
    found: dict[str, datetime] = {}
    for at in range(0, len(rows), _AT_ONCE):
        some = rows[at : at + _AT_ONCE]
        sql = (
            "SELECT op.row, min(tx.hlc) AS hlc FROM op JOIN tx ON tx.pos = op.tx"
            f" WHERE op.tbl = ? AND op.row IN ({', '.join('?' * len(some))}) GROUP BY op.row"
        )
        for row in store.connection.execute(sql, (schema.BY_NAME[table].id, *some)):
            found[str(row["row"])] = instant(row["hlc"])
    return found


def not_seen_by(store: Store, table: str, row: str, *, tables: Sequence[str], part: str) -> list[Entry]:
    """Changes of other tables whose row names contain `part`, made without knowing the last write of a row.

    They came with an exchange, after that write or beside it; every device finds the same ones.
    """
    numbers = schema.BY_NAME[table].id
    last = store.connection.execute(
        "SELECT tx.device, tx.seq, context.vector FROM op JOIN tx ON tx.pos = op.tx"
        " JOIN context ON context.id = tx.context WHERE op.tbl = ? AND op.row = ? AND op.void = 0"
        " ORDER BY tx.pos DESC LIMIT 1",
        (numbers, row),
    ).fetchone()
    if last is None:
        return []
    seen = {**json.loads(last["vector"]), last["device"]: last["seq"]}
    wanted = ", ".join(str(schema.BY_NAME[name].id) for name in tables)
    sql = f"{_SELECT} WHERE op.tbl IN ({wanted}) AND op.row LIKE ? AND op.void = 0 ORDER BY tx.pos, op.n"
    found = store.connection.execute(sql, (f"%{part}%",)).fetchall()
    return [entry for entry in _entries(found) if entry.seq > seen.get(entry.device, 0)]


def beyond(store: Store, vector: Mapping[str, int], key: str) -> list[Entry]:
    """Changes after a version vector that name a row in their own key or in a cell, in their order here."""
    sql = f"{_SELECT} WHERE op.row LIKE ? OR op.cells LIKE ? ORDER BY tx.pos, op.n"
    found = store.connection.execute(sql, (f"%{key}%", f'%"{key}"%')).fetchall()
    late = [op for op in found if op["seq"] > vector.get(op["device"], 0)]
    named = [op for op in late if key in schema.split_key(op["row"]) or f'"{key}"' in op["cells"]]
    return _entries(named)


def voided(store: Store, device: str, seq: int) -> list[Entry]:
    """What a transaction wrote that the server rejected: the words are kept, and shown nowhere else."""
    found = store.connection.execute(
        f"{_SELECT} WHERE tx.device = ? AND tx.seq = ? AND op.void = 1 ORDER BY op.n", (device, seq)
    )
    return _entries(found)


_AT_ONCE = 500
_SELECT = (
    "SELECT tx.hlc, tx.device, tx.seq, tx.kind, op.tbl, op.row, op.cells, op.void"
    " FROM op JOIN tx ON tx.pos = op.tx"
)


@dataclass(frozen=True, slots=True)
class OwnPart:
    """What one own transaction wrote into one table; `size` is its length in the log, in characters."""

    seq: int
    at: datetime
    kind: str
    table: str
    rows: int
    size: int


def own_after(store: Store, seq: int) -> list[OwnPart]:
    """Own transactions after that number, oldest first, one part for each table they wrote."""
    found = store.connection.execute(
        "SELECT tx.seq, tx.hlc, tx.kind, op.tbl, count(*) AS rows,"
        " sum(length(op.row) + length(op.cells)) AS size"
        " FROM tx JOIN op ON op.tx = tx.pos WHERE tx.device = ? AND tx.seq > ?"
        " GROUP BY tx.pos, op.tbl ORDER BY tx.seq",
        (store.device, seq),
    )
    return [
        OwnPart(
            row["seq"],
            instant(row["hlc"]),
            row["kind"],
            schema.BY_ID[row["tbl"]].name if row["tbl"] in schema.BY_ID else f"#{row['tbl']}",
            row["rows"],
            row["size"],
        )
        for row in found
    ]


def instant(hlc: int) -> datetime:
    """The wall-clock part of a hybrid clock value; the last representable second for absurd ones."""
    return datetime.fromtimestamp(min((hlc >> 16) / 1000, 253_402_300_799), UTC)


def _entries(found: Sequence[dict[str, object]]) -> list[Entry]:
    last: dict[tuple[int, str, int], Value] = {}
    entries: list[Entry] = []
    for op in found:
        tbl, row, void = int(str(op["tbl"])), str(op["row"]), bool(op["void"])
        table = schema.BY_ID.get(tbl)
        for text, value in json.loads(str(op["cells"])).items():
            column = schema.COLUMN_BY_ID.get((tbl, int(text)))
            cell = (tbl, row, int(text))
            entries.append(
                Entry(
                    instant(int(str(op["hlc"]))),
                    str(op["device"]),
                    int(str(op["seq"])),
                    str(op["kind"]),
                    table.name if table else f"#{tbl}",
                    row,
                    column.name if column else f"#{text}",
                    last.get(cell),
                    value,
                    void,
                    int(str(op["hlc"])),
                )
            )
            if not void:
                last[cell] = value
    return entries


@dataclass(frozen=True, slots=True)
class Step:
    """One transaction: `place` orders it in this device's log, `rows` are those that it wrote in a table."""

    place: int
    at: datetime
    device: str
    seq: int
    kind: str
    rows: tuple[str, ...]


def steps_of(store: Store, kind: str, table: str) -> list[Step]:
    """Transactions of a kind, or of kinds that begin with it and a dot, oldest first."""
    sql = "SELECT pos, hlc, device, seq, kind FROM tx WHERE kind = ? OR substr(kind, 1, ?) = ? ORDER BY pos"
    found = store.connection.execute(sql, (kind, len(kind) + 1, f"{kind}.")).fetchall()
    rows = "SELECT row FROM op WHERE tx = ? AND tbl = ? AND void = 0 ORDER BY n"
    number = schema.BY_NAME[table].id
    return [
        Step(
            tx["pos"],
            instant(tx["hlc"]),
            tx["device"],
            tx["seq"],
            tx["kind"],
            tuple(str(op["row"]) for op in store.connection.execute(rows, (tx["pos"], number))),
        )
        for tx in found
    ]


def written_before(store: Store, table: str, rows: Sequence[str], place: int) -> frozenset[str]:
    """Those of the rows that came into the log before a transaction."""
    found: set[str] = set()
    for at in range(0, len(rows), _AT_ONCE):
        some = rows[at : at + _AT_ONCE]
        sql = (
            f"SELECT DISTINCT row FROM op WHERE tbl = ? AND tx < ? AND row IN ({', '.join('?' * len(some))})"
        )
        values = (schema.BY_NAME[table].id, place, *some)
        found.update(str(row["row"]) for row in store.connection.execute(sql, values))
    return frozenset(found)
