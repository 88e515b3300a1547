"""Logs of several laptops that learn of each other now and then, as transactions in an order of arrival."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from flexdesk.domain import schema
from flexdesk.domain.log import GENESIS, RowWrite, Tx, chain_after
from flexdesk.domain.ops import Value
from flexdesk.domain.snapshot import Id
from flexdesk.store import materialise
from flexdesk.store.store import Store
from tests.helpers.histories import KEY

NAMES = tuple(hashlib.sha256(name.encode()).hexdigest()[:16] for name in ("sri", "budi", "wayan"))
READER = "f" * 16

# Table, row, columns; one table whose past is remembered, and what only a newer program knows.
CELLS: tuple[tuple[int, str, tuple[int, ...]], ...] = (
    (11, "p1|2026-11-23", (0, 1, 6, 99)),
    (11, "p2|2026-12-24", (1, 6)),
    (5, "x-1", (0, 2, 15)),
    (26, "s|2026-Q3", (3, 4)),
    (900, "apa|2026-11", (0, 7)),
)
VALUES: tuple[Value, ...] = ("home", "office", 1, 1.0, 2.5, None)


@dataclass(frozen=True)
class Made:
    """`txs` in an order in which they arrive somewhere; `void` names rejected writes (None: all of them)."""

    txs: tuple[Tx, ...]
    void: Mapping[Id, tuple[int, ...] | None]


def make_log(random: Random, steps: int, rejected: float = 0.08) -> Made:
    """Everybody writes and hears; what arrives is in order for each author, and else in any."""
    seen: dict[str, dict[str, int]] = {name: {} for name in NAMES}
    written: dict[str, list[Tx]] = {name: [] for name in NAMES}
    void: dict[Id, tuple[int, ...] | None] = {}
    hlc = 1_795_000_000_000 << 16
    for _ in range(steps):
        one, other = random.sample(NAMES, 2)
        if random.random() < 0.35:
            _hear(random, seen, written, one, other)
            continue
        hlc += random.randrange(1, 1 << 20) if random.random() < 0.9 else -random.randrange(1 << 30)
        seq = len(written[one]) + 1
        ctx = {name: number for name, number in seen[one].items() if name != one and number}
        tx = Tx(one, seq, hlc, ctx, random.choice(("test.edit", "test.edit.undo")), _writes(random))
        written[one].append(tx)
        seen[one][one] = seq
        if random.random() < rejected:
            void[one, seq] = None if random.random() < 0.5 else (random.randrange(len(tx.writes)),)
    return Made(tuple(_mixed(random, written)), void)


def _hear(
    random: Random, seen: dict[str, dict[str, int]], written: Mapping[str, list[Tx]], one: str, other: str
) -> None:
    """One learns some of what the other wrote, and all that this was built on."""
    known, last = seen[one], len(written[other])
    upto = random.randint(known.get(other, 0), last)
    for tx in written[other][:upto]:
        for name, number in {**tx.ctx, other: tx.seq}.items():
            known[name] = max(number, known.get(name, 0))


def _writes(random: Random) -> tuple[RowWrite, ...]:
    writes = []
    for table, row, columns in random.sample(CELLS, random.choice((1, 1, 1, 2, 4))):
        wanted = random.sample(columns, random.randint(1, min(2, len(columns))))
        cells = {c: random.choice((1, None)) if c == 0 else random.choice(VALUES) for c in wanted}
        writes.append(RowWrite(table, row, cells))
        if random.random() < 0.05:
            writes.append(
                RowWrite(table, row, {column: random.choice(VALUES[:2]) for column in cells if column})
            )
    return tuple(writes)


def _mixed(random: Random, written: Mapping[str, list[Tx]]) -> Iterable[Tx]:
    queues = {name: list(txs) for name, txs in written.items() if txs}
    while queues:
        name = random.choice(sorted(queues))
        for _ in range(min(len(queues[name]), random.randint(1, 4))):
            yield queues[name].pop(0)
        if not queues[name]:
            del queues[name]


def open_reader(folder: Path, template: Path, name: str = READER) -> Store:
    """An empty store of a laptop that only reads."""
    folder.mkdir(parents=True)
    (folder / "store.db").write_bytes(template.read_bytes())
    store = Store.open(folder, KEY, name)
    store.connection.execute("PRAGMA synchronous = OFF")
    return store


def feed(store: Store, txs: Iterable[Tx], chains: dict[str, bytes] | None = None) -> None:
    """As batches of one transaction each; `chains` are the values before the first of each device."""
    ends = {} if chains is None else chains
    with store.writing():
        for tx in txs:
            before = ends.get(tx.device, GENESIS)
            store.log.receive([tx], before)
            ends[tx.device] = chain_after(before, tx)


def judge(store: Store, void: Mapping[Id, tuple[int, ...] | None]) -> None:
    vector = store.log.vector()
    with store.writing():
        for (device, seq), numbers in void.items():
            if vector.get(device, 0) >= seq:
                store.log.void(device, seq, numbers)


def state(store: Store) -> dict[str, Any]:
    """Everything that decides what is shown now and what follows from what comes next."""
    db = store.connection
    found: dict[str, Any] = {}
    for table in schema.TABLES:
        rows = db.execute(f"SELECT * FROM {materialise.name(table)} ORDER BY key").fetchall()
        found[table.name] = [_typed(row) for row in rows if not _is_bare(row, table.columns, db, table.id)]
    for name, order in (("head", "tbl, row, col, device, seq"), ("conflict", "tbl, row, col")):
        found[name] = [_typed(row) for row in db.execute(f"SELECT * FROM {name} ORDER BY {order}").fetchall()]
    waiting = [(tx.device, tx.seq) for tx in store.log.waiting()]
    ends = {device: store.log.chain(device).hex() for device in store.log.vector()}
    return {**found, "vector": store.log.vector(), "chains": ends, "waiting": waiting}


def _typed(row: Any) -> list[tuple[str, Value]]:
    return [(type(value).__name__, value) for value in tuple(row)]


def _is_bare(row: Any, columns: Any, db: Any, table: int) -> bool:
    """A row that never held a cell this program knows."""
    held = db.execute("SELECT 1 FROM head WHERE tbl = ? AND row = ?", (table, row["key"])).fetchone()
    return held is None and all(row[column.name] is None for column in columns)
