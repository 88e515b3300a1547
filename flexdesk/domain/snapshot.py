"""A unit's log without what was replaced: all that somebody needs who goes on from there.

A snapshot is itself a log, of fewer writes. What the rule shows follows from the heads alone, and each write
that is left out was seen by the author of one that stays; so a laptop that applies a snapshot and then the
rest of the log ends where one ends that applied everything (`tests/properties/test_snapshots.py`).
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flexdesk.domain import merge, schema
from flexdesk.domain.log import GENESIS, RowWrite, Tx, Vector, chain_after, covers
from flexdesk.domain.merge import Head

Id = tuple[str, int]  # device, number

# Tables and kinds whose past the program shows or judges by: of these every write stays.
_REMEMBERED = frozenset(
    schema.BY_NAME[name].id for name in ("evaluation", "objection", "request", "complaint", "holiday")
)
_REMEMBERED_KINDS = ("outputs.accept_sampled",)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is left of a transaction.

    `numbers` are the places that its writes had in it; those among `void` are rejected and count for nothing.
    """

    tx: Tx
    numbers: tuple[int, ...]
    void: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`kept` is in an order in which it can be applied; `vector` and `chains` say how far each device's log
    is covered, and the value of its chain there."""

    kept: tuple[Kept, ...]
    vector: Mapping[str, int]
    chains: Mapping[str, bytes]


class Ordering:
    """Brings transactions into an order in which each comes after all that it builds on.

    What builds on something that has not come stays `waiting`. `upto` leaves out what is beyond that vector.
    """

    def __init__(self, upto: Vector | None = None) -> None:
        self.vector: dict[str, int] = {}
        self.chains: dict[str, bytes] = {}
        self._upto = upto
        self._waiting: dict[str, deque[Tx]] = {}

    def take(self, txs: Iterable[Tx]) -> Iterator[Tx]:
        """Whatever can be applied now; `txs` are of one device, in a row, and may repeat what came before."""
        came = False
        for tx in txs:
            held = self._waiting.setdefault(tx.device, deque())
            last = held[-1].seq if held else self.vector.get(tx.device, 0)
            if tx.seq == last + 1 and (self._upto is None or tx.seq <= self._upto.get(tx.device, 0)):
                held.append(tx)
                came = True
        while came:
            came = False
            for held in self._waiting.values():
                while held and covers(self.vector, held[0].ctx):
                    yield self._applied(held.popleft())
                    came = True

    def _applied(self, tx: Tx) -> Tx:
        self.vector[tx.device] = tx.seq
        self.chains[tx.device] = chain_after(self.chains.get(tx.device, GENESIS), tx)
        return tx

    @property
    def waiting(self) -> int:
        return sum(map(len, self._waiting.values()))


@dataclass(slots=True)
class _Row:
    """A row while it was written by one transaction only, or the heads of all its cells."""

    first: Id
    only: RowWrite | None
    cells: dict[int, tuple[Head, ...]]


class Reduction:
    """Takes transactions in order, and knows at any time what nobody has replaced."""

    def __init__(self) -> None:
        self._txs: list[tuple[Tx, frozenset[int]]] = []
        self._by_id: dict[Id, Tx] = {}
        self._rows: dict[tuple[int, str], _Row] = {}

    def take(self, tx: Tx, void: Collection[int] | None = ()) -> None:
        """One more transaction; `void` are the places of its rejected writes, None all of them."""
        rejected = frozenset(range(len(tx.writes)) if void is None else void)
        self._txs.append((tx, rejected))
        self._by_id[tx.device, tx.seq] = tx
        for number, write in enumerate(tx.writes):
            if number not in rejected:
                self._write(tx, write)

    def _write(self, tx: Tx, write: RowWrite) -> None:
        place = (write.table, write.row)
        row = self._rows.get(place)
        if row is None:
            self._rows[place] = _Row((tx.device, tx.seq), write, {})
            return
        if row.only is not None:
            first = self._by_id[row.first]
            row.cells = {c: merge.after((), first, value) for c, value in row.only.cells.items()}
            row.only = None
        for column, value in write.cells.items():
            row.cells[column] = merge.after(row.cells.get(column, ()), tx, value)

    def kept(self) -> tuple[Kept, ...]:
        """Every head, every rejected write, and of each row who first wrote it."""
        found = (self._left_of(tx, void) for tx, void in self._txs)
        return tuple(kept for kept in found if kept.numbers)

    def _left_of(self, tx: Tx, void: frozenset[int]) -> Kept:
        numbers: list[int] = []
        writes: list[RowWrite] = []
        for number, write in enumerate(tx.writes):
            whole = number in void or _is_remembered(tx, write)
            if (left := write if whole else self._left_of_write(tx, write)) is not None:
                numbers.append(number)
                writes.append(left)
        return Kept(replace(tx, writes=tuple(writes)), tuple(numbers), void)

    def _left_of_write(self, tx: Tx, write: RowWrite) -> RowWrite | None:
        row = self._rows[write.table, write.row]
        if row.only is write:
            return write
        id = (tx.device, tx.seq)
        cells = {
            column: value
            for column, value in write.cells.items()
            if any((head.device, head.seq) == id for head in row.cells[column])
        }
        return RowWrite(write.table, write.row, cells) if cells or row.first == id else None

    def heads(self) -> Iterator[tuple[int, str, dict[int, tuple[Head, ...]]]]:
        """Table, row and the heads of its cells, of every row that somebody wrote."""
        for (table, key), row in self._rows.items():
            if row.only is not None:
                first = self._by_id[row.first]
                yield table, key, {c: merge.after((), first, v) for c, v in row.only.cells.items()}
            else:
                yield table, key, row.cells


def _is_remembered(tx: Tx, write: RowWrite) -> bool:
    return write.table in _REMEMBERED or tx.kind.startswith(_REMEMBERED_KINDS)


def reduced(txs: Iterable[Tx], void: Mapping[Id, Collection[int] | None]) -> Reduction:
    """What is left of transactions that come in order; `void` names the rejected writes (None: all)."""
    reduction = Reduction()
    for tx in txs:
        reduction.take(tx, void.get((tx.device, tx.seq), ()))
    return reduction


def only_rows(kept: Sequence[Kept], wanted: Mapping[int, Collection[str]]) -> tuple[Kept, ...]:
    """The part of a snapshot that is about some rows, by table."""
    found = []
    for one in kept:
        places = [
            (number, write)
            for number, write in zip(one.numbers, one.tx.writes, strict=True)
            if write.row in wanted.get(write.table, ())
        ]
        if places:
            writes = tuple(write for _number, write in places)
            found.append(Kept(replace(one.tx, writes=writes), tuple(n for n, _write in places), one.void))
    return tuple(found)
