"""Takes one device's later changes out of the log and gives them another number, when a disk was copied.

Two laptops that work on under one identity give the same numbers to different changes. The changes up to a
number that both share stay; what this laptop did after it becomes a history of its new identity, made in the
same knowledge as before, so that nothing is lost and nothing pretends to have been seen.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from flexdesk.domain.log import SERVER, RowWrite, Tx, chain_after
from flexdesk.domain.ops import Value
from flexdesk.store import held
from flexdesk.store.store import Store


class Run(Protocol):
    """Changes of one device with the chain value before them, as a batch brings them."""

    @property
    def first(self) -> int: ...
    @property
    def txs(self) -> Sequence[Tx]: ...
    @property
    def previous_chain(self) -> bytes: ...


def chains(runs: Iterable[Run]) -> dict[int, bytes]:
    """Number -> chain value after it, for everything that the runs say."""
    found: dict[int, bytes] = {}
    for run in runs:
        chain = found[run.first - 1] = run.previous_chain
        for tx in run.txs:
            chain = found[tx.seq] = chain_after(chain, tx)
    return found


def last_shared(store: Store, device: str, chains: Mapping[int, bytes]) -> int | None:
    """The highest number after which the chain here has the value in `chains`; None when there is none."""
    return max(
        (seq for seq, chain in chains.items() if store.log.chain_at(device, seq) == chain), default=None
    )


def withdraw(store: Store, device: str, keep: int) -> list[Tx]:
    """Take out of the log what `device` did after `keep`; returns that as this store's own, oldest first.

    Rows that were made in it get other keys, because the other copy went on counting too: keys that follow
    from the history, so that a third copy of the disk which held the same rows gives them the same ones.
    What others did in the knowledge of it waits until its like arrives. The caller opens the transaction.
    """
    log = store.log
    order = [tuple(row) for row in store.connection.execute("SELECT device, seq FROM tx ORDER BY pos")]
    waiting = [(one.device, one.seq, one.write) for one in held.rows(store.connection)]
    known = {(tx.device, tx.seq): tx for name in log.vector() for tx in log.txs(name, 1)}
    gone = [known[id] for id in order if id[0] == device and id[1] > keep]
    built_on = _built_on(gone, [known[id] for id in order])
    rest = [known[id] for id in order if id[0] != device or id[1] <= keep]
    store.connection.execute("DELETE FROM batch WHERE device = ? AND last > ?", (device, keep))
    _remove(store, [*gone, *built_on])
    log.replay(built_on)
    held.hold(store.connection, log, waiting)
    chain = log.chain_at(device, keep)
    assert chain is not None
    rename = _Renaming(rest, gone, device, chain)
    return [replace(tx, device=store.device, writes=rename.writes(tx)) for tx in gone]


def _built_on(gone: Sequence[Tx], order: Sequence[Tx]) -> list[Tx]:
    """Those of `order`, which is that of the log, that cannot stand without what is gone."""
    ends: dict[str, int] = {}  # what is left of each device's log, where not all is
    for tx in gone:
        ends[tx.device] = min(tx.seq - 1, ends.get(tx.device, tx.seq))
    found, left = [], {(tx.device, tx.seq) for tx in gone}
    for tx in order:
        if (tx.device, tx.seq) in left:
            continue
        if tx.seq > ends.get(tx.device, tx.seq) or any(
            seq > ends.get(name, seq) for name, seq in tx.ctx.items()
        ):
            found.append(tx)
            ends[tx.device] = min(tx.seq - 1, ends.get(tx.device, tx.seq))
    return found


def _remove(store: Store, txs: Sequence[Tx]) -> None:
    """Take transactions out as if they had never come; what a snapshot stands for is never among them."""
    db, log = store.connection, store.log
    rows = dict.fromkeys((write.table, write.row) for tx in txs for write in tx.writes)
    firsts: dict[str, int] = {}
    for tx in txs:
        firsts[tx.device] = min(tx.seq, firsts.get(tx.device, tx.seq))
    for name, first in firsts.items():
        places = "SELECT pos FROM tx WHERE device = ? AND seq >= ?"
        db.execute(f"DELETE FROM op WHERE tx IN ({places})", (name, first))
        db.execute("DELETE FROM tx WHERE device = ? AND seq >= ?", (name, first))
        chain = log.chain_at(name, first - 1)
        assert chain is not None
        db.execute("DELETE FROM seen WHERE device = ?", (name,))
        if first > 1:
            db.execute("INSERT INTO seen VALUES (?, ?, ?)", (name, first - 1, chain))
    for table, row in rows:
        log.rebuild(table, row)


def append(store: Store, txs: Sequence[Tx], former: str, keep: int) -> None:
    """Log what `withdraw` returned; its authors had seen `former` up to `keep`."""
    for tx in txs:
        known = store.log.vector()
        seen = {name: min(seq, known.get(name, 0)) for name, seq in {**tx.ctx, former: keep}.items()}
        context = {name: seq for name, seq in seen.items() if seq and name != store.device}
        if tx.known_position:
            context[SERVER] = tx.known_position
        store.log.append_own(replace(tx, seq=known.get(store.device, 0) + 1, ctx=context))


class _Renaming:
    """Keys of rows that exist only in what was taken out, and what they are called from now on."""

    def __init__(self, rest: Sequence[Tx], gone: Sequence[Tx], former: str, chain: bytes) -> None:
        """`chain` is that before the first of `gone`."""
        self._numbered = re.compile(rf"\b{former}-(\d+)\b")
        made_before = {key for tx in rest for key in self._named(tx)}
        self._called: dict[str, str] = {}
        for tx in gone:
            chain = chain_after(chain, tx)
            for key, number in self._named(tx).items():
                if key not in made_before:
                    self._called.setdefault(key, f"{chain.hex()[:16]}-{number}")

    def _named(self, tx: Tx) -> dict[str, str]:
        return {found[0]: found[1] for write in tx.writes for found in self._numbered.finditer(write.row)}

    def writes(self, tx: Tx) -> tuple[RowWrite, ...]:
        return tuple(
            RowWrite(
                write.table,
                self._text(write.row),
                {c: self._value(value) for c, value in write.cells.items()},
            )
            for write in tx.writes
        )

    def _value(self, value: Value) -> Value:
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text: str) -> str:
        return self._numbered.sub(self._word, text)

    def _word(self, found: "re.Match[str]") -> str:
        return self._called.get(found[0], found[0])
