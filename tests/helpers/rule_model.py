"""What the merge rule says, worked out anew from all transactions by brute force."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flexdesk.domain.ops import DELETED, Value

ROWS = (
    ("assignment", "p1|2026-11-23"),
    ("assignment", "p2|2026-11-23"),
    ("person", "x-1"),
    ("indicator", "x-2"),
    ("evidence", "p1|2026-11-23|9f|a1"),
)
FIELDS = {
    "assignment": ("place", "reason"),
    "person": ("name", "order"),
    "indicator": ("text", "target_number"),
    "evidence": ("name", "bytes"),
}
LAST = frozenset({("person", "order")})  # the later one is shown and nobody is asked
FIRST = frozenset({("evidence", "name"), ("evidence", "bytes")})  # written once: the first one is shown
TEXTS: tuple[Value, ...] = ("home", "office", "training", None)
NUMBERS: tuple[Value, ...] = (1, 1.0, 2, 2.5, None)
NUMERIC = frozenset({"order", "target_number", "bytes"})

Cell = tuple[str, str, str]
Id = tuple[str, int]
Clock = tuple[str, int, int, int]  # device, first, last: received at that moment, in milliseconds


def values_of(name: str) -> tuple[Value, ...]:
    return NUMBERS if name in NUMERIC else TEXTS


def distinct(value: Value) -> tuple[str, Value]:
    """1 and 1.0 are two values, because they are written in two ways."""
    return type(value).__name__, value


# -- the model


@dataclass
class Written:
    """A confirmed transaction: what it wrote, and everything its author had applied."""

    device: str
    seq: int
    hlc: int
    seen: dict[str, int]
    ops: list[dict[Cell, Value]]

    @property
    def id(self) -> Id:
        return self.device, self.seq

    def knew(self, other: "Written") -> bool:
        """Whether it was made in the knowledge of the other."""
        return self.seen.get(other.device, 0) >= other.seq


@dataclass
class Expected:
    """What a store must hold of one row."""

    heads: dict[Cell, set[tuple[str, int, tuple[str, Value]]]]
    shown: dict[str, tuple[str, Value]]
    gone: bool
    conflicts: set[Cell]


def counted(tx: Written, clocks: Iterable[Clock]) -> int:
    """The clock that counts for display: no later than anybody says that the server had it."""
    had = [at << 16 for device, first, last, at in clocks if device == tx.device and first <= tx.seq <= last]
    return min([tx.hlc, *had])


def displayed(place: tuple[str, str], cell: Sequence[tuple[Written, Value]], clocks: set[Clock]) -> Value:
    """Which of several values is displayed."""
    if place in FIRST:
        return min(cell, key=lambda head: (counted(head[0], clocks), head[0].device))[1]
    return max(cell, key=lambda head: (counted(head[0], clocks), head[0].device))[1]


def expected(
    row: tuple[str, str],
    txs: Sequence[Written],
    void: set[tuple[str, int, int]],
    clocks: set[Clock],
) -> Expected:
    """By brute force: heads are the writes that no other write knew of."""
    writes: dict[str, list[tuple[Written, Value]]] = {name: [] for name in (DELETED, *FIELDS[row[0]])}
    for tx in txs:
        for number, op in enumerate(tx.ops):
            if (*tx.id, number) in void:
                continue
            for (table, key, name), value in op.items():
                if (table, key) == row:
                    writes[name].append((tx, value))
    heads = {
        name: [(tx, value) for tx, value in cell if not any(by is not tx and by.knew(tx) for by, _v in cell)]
        for name, cell in writes.items()
    }
    shown = {
        name: distinct(displayed((row[0], name), cell, clocks)) if cell else distinct(None)
        for name, cell in heads.items()
        if name != DELETED
    }
    deletions = [tx for tx, value in heads[DELETED] if value]
    standing = [
        tx
        for name, cell in heads.items()
        for tx, value in cell
        if (row[0], name) not in LAST and (name != DELETED or not value)
    ]
    known = all(any(gone is tx or gone.knew(tx) for gone in deletions) for tx in standing)
    conflicts = {
        (*row, name)
        for name, cell in heads.items()
        if name != DELETED
        and (row[0], name) not in LAST | FIRST
        and len({distinct(value) for _tx, value in cell}) > 1
    }
    empty = all(value == distinct(None) for value in shown.values())
    if deletions and not known and not empty:
        conflicts.add((*row, DELETED))
    return Expected(
        {
            (*row, name): {(tx.device, tx.seq, distinct(value)) for tx, value in cell}
            for name, cell in heads.items()
        },
        shown,
        (bool(deletions) and known) or empty,
        conflicts,
    )


@dataclass
class Knowledge:
    """What one laptop has received, and how much of it it may apply: the causal order, worked out anew."""

    received: set[Id] = field(default_factory=set)
    applied: dict[str, int] = field(default_factory=dict)
    verdicts: set[tuple[str, int, int]] = field(default_factory=set)
    clocks: set[Clock] = field(default_factory=set)

    def take(self, ids: Iterable[Id], all_txs: dict[Id, Written]) -> None:
        self.received |= set(ids)
        moved = True
        while moved:
            moved = False
            for id in sorted(self.received):
                tx = all_txs[id]
                rest = {d: s for d, s in tx.seen.items() if d != tx.device}
                if tx.seq == self.applied.get(tx.device, 0) + 1 and all(
                    self.applied.get(d, 0) >= s for d, s in rest.items()
                ):
                    self.applied[tx.device] = tx.seq
                    moved = True

    def txs(self, all_txs: dict[Id, Written]) -> list[Written]:
        return [tx for tx in all_txs.values() if tx.seq <= self.applied.get(tx.device, 0)]
