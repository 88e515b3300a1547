"""Checks that the log still holds what was written: whole transactions by chain, the rest by what is left."""

import hashlib
from typing import TYPE_CHECKING

from flexdesk.domain import log as rule
from flexdesk.domain.log import GENESIS, Tx
from flexdesk.store.connection import Connection

if TYPE_CHECKING:
    from flexdesk.store.log import Log


def rest_hash(tx: Tx) -> bytes:
    """What is left of a transaction as 32 bytes; its chain value is the server's to know."""
    return hashlib.sha256(rule.canonical(tx)).digest()


def bases(db: Connection, device: str) -> dict[int, bytes]:
    """The ends of what snapshots stood for when they came: number -> chain value after it."""
    found = db.execute("SELECT seq, chain FROM base WHERE device = ? ORDER BY seq", (device,))
    return {row["seq"]: bytes(row["chain"]) for row in found}


def first_bad(db: Connection, log: "Log") -> tuple[str, int] | None:
    """The first transaction whose content no longer fits; None when all do.

    Whole transactions are held against the chain, from the first number or from the end of a snapshot on;
    what a snapshot left of one is held against what it was when it came.
    """
    for device, last in sorted(log.vector().items()):
        if (seq := _first_bad_of(db, log, device, last)) is not None:
            return device, seq
    return None


def _first_bad_of(db: Connection, log: "Log", device: str, last: int) -> int | None:
    marks = {
        row["seq"]: (row["chain"], row["rest"])
        for row in db.execute("SELECT seq, chain, rest FROM tx WHERE device = ?", (device,)).fetchall()
    }
    known = bases(db, device)
    seq, chain = 0, GENESIS
    for tx in log.txs(device, 1):
        held, rest = marks[tx.seq]
        if held is None:
            if rest is None or bytes(rest) != rest_hash(tx):
                return tx.seq
            continue
        if tx.seq != seq + 1 and tx.seq - 1 in known:
            seq, chain = tx.seq - 1, known[tx.seq - 1]
        chain = rule.chain_after(chain, tx)
        seq += 1
        if tx.seq != seq or chain != bytes(held):
            return seq
    if seq < max(known, default=0):
        seq, chain = max(known.items())
    if seq != last:
        return min(seq, last) + 1
    return seq if chain != log.chain(device) else None
