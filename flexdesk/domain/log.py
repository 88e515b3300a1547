"""The unit's log: what one device did as one thing, chained by hash to what it did before.

A `Tx` is the atom that travels. Its author numbers it 1, 2, 3 … without holes (`seq`) and writes down what
it had seen (`ctx`). Ids of tables and columns are those of `schema`; unknown ids are kept and forwarded.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flexdesk.domain.ops import Value

Vector = Mapping[str, int]  # device id -> highest sequence number

GENESIS = b"\0" * 32  # the chain value before a device's first transaction

# In what an author had seen: the server's position that the author knew. It looks like a device, which no key
# gives, so that it costs a few bytes on the wire and is read by programs that do not know of it.
SERVER = "0" * 16


@dataclass(frozen=True, slots=True)
class RowWrite:
    """Column id -> new value, for one row; column 0 is the row itself (1 deletes it, None brings it back)."""

    table: int
    row: str
    cells: Mapping[int, Value]


@dataclass(frozen=True, slots=True)
class Tx:
    """One transaction of one device.

    `ctx` is what the author had applied of the *other* devices; of its own it had applied all before `seq`.
    Under `SERVER` it names how far the author knew the server's word, for the roles it was written under.
    `hlc` is a hybrid logical clock: milliseconds since 1970 shifted left by 16, plus a counter.
    """

    device: str
    seq: int
    hlc: int
    ctx: Vector
    kind: str
    writes: tuple[RowWrite, ...]

    @property
    def known_position(self) -> int:
        """The server's position that the author knew; 0 where it knew none or did not say."""
        return self.ctx.get(SERVER, 0)

    def saw(self, device: str, seq: int) -> bool:
        """Whether the author had applied that transaction when it made this one."""
        if device == self.device:
            return seq < self.seq
        return self.ctx.get(device, 0) >= seq


_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def canonical(tx: Tx) -> bytes:
    """The bytes that the chain hashes: JSON without spaces, mappings sorted, UTF-8."""
    writes = [[w.table, w.row, sorted(w.cells.items())] for w in tx.writes]
    ctx = sorted((device, seq) for device, seq in tx.ctx.items() if seq)
    body = [tx.device, tx.seq, tx.hlc, ctx, tx.kind, writes]
    return _as_json(body).encode()


def chain_after(previous: bytes, tx: Tx) -> bytes:
    """SHA-256 over the chain before and the transaction: 32 bytes."""
    return hashlib.sha256(previous + canonical(tx)).digest()


def covers(vector: Vector, other: Vector) -> bool:
    """Whether `vector` has seen every change that `other` has; nobody waits for the server's word."""
    return all(vector.get(device, 0) >= seq for device, seq in other.items() if device != SERVER)


def joined(vectors: Iterable[Vector]) -> dict[str, int]:
    """The highest sequence number of every device."""
    result: dict[str, int] = {}
    for vector in vectors:
        for device, seq in vector.items():
            if seq > result.get(device, 0):
                result[device] = seq
    return result


def in_causal_order(txs: Iterable[Tx]) -> list[Tx]:
    """Each before those whose authors had seen it, and else in the order given."""
    found: list[Tx] = []
    for tx in txs:
        later = (place for place, other in enumerate(found) if other.saw(tx.device, tx.seq))
        found.insert(next(later, len(found)), tx)
    return found


def tick(last: int, now_ms: int) -> int:
    """The next local clock value after `last`; it never goes back, and never refuses."""
    return max(last + 1, now_ms << 16)


DAY_MS = 86_400_000


def tick_remote(last: int, remote: int, now_ms: int) -> int:
    """The clock after receiving `remote`; a remote time over a day ahead is not adopted."""
    if (remote >> 16) > now_ms + DAY_MS:
        return last
    return max(last, remote)
