"""Gives out a unit's positions one after the other and signs what the server itself decides.

A scribe lives within one transaction that holds the lock on the unit's head. Its chain is SHA-256 over the
chain before, the position (8 bytes) and SHA-256 of what stands there.
"""

import hashlib
from collections.abc import Callable

from flexdesk.server.keys import ServerKeys
from flexdesk.server.ledger import Decision, Ledger, UnitHead
from flexdesk.sync.certificates import Entry, UnitHeadEntry, sign_entry


def chain_after(chain: bytes, pos: int, content: bytes) -> bytes:
    """The unit's chain once `content` stands at `pos`: 32 bytes."""
    return hashlib.sha256(chain + pos.to_bytes(8, "big") + hashlib.sha256(content).digest()).digest()


class Scribe:
    """`log` is the unit's id in certificates and entries."""

    def __init__(
        self, ledger: Ledger, keys: ServerKeys, unit_id: str, log: str, head: UnitHead, now_ms: int
    ) -> None:
        self.ledger = ledger
        self.keys = keys
        self.unit_id = unit_id
        self.log = log
        self.now_ms = now_ms
        self.head = head
        self.decided: list[Decision] = []
        self._pos = head.pos
        self._chain = head.chain

    def place(self, content: bytes) -> int:
        """The position of that content."""
        self._pos += 1
        self._chain = chain_after(self._chain, self._pos, content)
        return self._pos

    def decide(self, kind: str, device: str, seq: int, entry: Callable[[int], Entry]) -> Decision:
        """Sign and store an entry, made for the position that it gets."""
        signed = sign_entry(entry(self._pos + 1), self.keys.signing)
        made = Decision(self.place(signed), kind, device, seq, signed)
        self.ledger.add_decision(self.unit_id, made)
        self.decided.append(made)
        return made

    def finish(self) -> UnitHead:
        """Sign and store the head; does nothing where nothing was placed."""
        if self._pos != self.head.pos:
            entry = UnitHeadEntry(unit=self.log, pos=self._pos, at_ms=self.now_ms, chain=self._chain)
            signed = sign_entry(entry, self.keys.signing)
            self.head = UnitHead(self._pos, self._chain, signed)
            self.ledger.move_head(self.unit_id, self.head)
        return self.head
