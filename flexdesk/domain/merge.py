"""The rule that decides what a cell holds when several people wrote it (a multi-value register).

A write replaces exactly what its author had seen. Writes that did not see each other stay side by side as
heads until somebody who saw them all writes again. Clocks only choose which head is displayed meanwhile.
The class of a column (`schema.Merge`) says whether a person is asked about several heads, and which is shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from flexdesk.domain.log import Tx
from flexdesk.domain.ops import Value
from flexdesk.domain.schema import Merge


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


def shown(heads: Iterable[Head], kind: Merge = Merge.MVR) -> Head:
    """The head that is displayed: greatest by authority, then the later clock, then device.

    Of what is written once it is the earlier clock.
    """
    if kind is Merge.APPEND:
        return min(heads, key=lambda head: (-head.authority, head.hlc, head.device))
    return max(heads, key=lambda head: (head.authority, head.hlc, head.device))


def in_conflict(heads: Iterable[Head], kind: Merge = Merge.MVR) -> bool:
    """Whether a person has to choose between the heads; the same value written twice is no conflict."""
    if kind in (Merge.LWW, Merge.APPEND):
        return False
    return len({(type(head.value).__name__, head.value) for head in heads}) > 1
