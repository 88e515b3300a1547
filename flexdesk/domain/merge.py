"""The rule that decides what a cell holds when several people wrote it (a multi-value register).

A write replaces exactly what its author had seen. Writes that did not see each other stay side by side as
heads until somebody who saw them all writes again. Clocks only choose which head is displayed meanwhile.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from flexdesk.domain.log import Tx
from flexdesk.domain.ops import Value


@dataclass(frozen=True, slots=True)
class Head:
    """One value that nobody has replaced yet, and who wrote it."""

    device: str
    seq: int
    hlc: int
    value: Value
    authority: int = 0


def after(heads: Iterable[Head], tx: Tx, value: Value, authority: int = 0) -> tuple[Head, ...]:
    """The heads of a cell once `tx` has written `value` into it, in a stable order."""
    kept = [
        head
        for head in heads
        if not tx.saw(head.device, head.seq) and (head.device, head.seq) != (tx.device, tx.seq)
    ]
    kept.append(Head(tx.device, tx.seq, tx.hlc, value, authority))
    return tuple(sorted(kept, key=lambda head: (head.device, head.seq)))


def shown(heads: Iterable[Head]) -> Head:
    """The head that is displayed: greatest by authority, then clock, then device."""
    return max(heads, key=lambda head: (head.authority, head.hlc, head.device))


def in_conflict(heads: Iterable[Head]) -> bool:
    """Whether the heads differ; the same value written twice is no conflict."""
    return len({(type(head.value).__name__, head.value) for head in heads}) > 1
