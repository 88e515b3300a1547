"""Gives out a unit's positions one after the other and signs what the server itself decides.

A scribe lives within one transaction that holds the lock on the unit's head. Its chain is SHA-256 over the
chain before, the position (8 bytes) and SHA-256 of what stands there (`certificates.chain_after`).
"""

import hashlib
from collections.abc import Callable

from flexdesk.server.keys import ServerKeys
from flexdesk.server.ledger import Ledger
from flexdesk.server.records import Decision, UnitHead
from flexdesk.sync.certificates import Entry, RestoreEntry, UnitHeadEntry, chain_after, sign_entry


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
        self.placed: list[bytes] = []  # SHA-256 of what stands after the head's position
        self._restored_ms = head.restored_ms
        self._pos = head.pos
        self._chain = head.chain

    def place(self, content: bytes) -> int:
        """The position of that content."""
        digest = hashlib.sha256(content).digest()
        self._pos += 1
        self._chain = chain_after(self._chain, self._pos, digest)
        self.placed.append(digest)
        return self._pos

    def decide(self, kind: str, device: str, seq: int, entry: Callable[[int], Entry]) -> Decision:
        """Sign and store an entry, made for the position that it gets."""
        signed = sign_entry(entry(self._pos + 1), self.keys.signing)
        made = Decision(self.place(signed), kind, device, seq, signed)
        self.ledger.add_decision(self.unit_id, made)
        self.decided.append(made)
        return made

    def restore(self) -> Decision:
        """Say that this is an older copy laid back; later than anything that was signed in it."""
        self.now_ms = self._restored_ms = max(self.now_ms, self.head.at_ms + 1)
        return self.decide(
            "restore", "", 0, lambda pos: RestoreEntry(unit=self.log, pos=pos, at_ms=self.now_ms)
        )

    def finish(self) -> UnitHead:
        """Sign and store the head; does nothing where nothing was placed."""
        if self._pos != self.head.pos:
            entry = UnitHeadEntry(
                unit=self.log,
                pos=self._pos,
                at_ms=self.now_ms,
                chain=self._chain,
                restored_ms=self._restored_ms,
            )
            signed = sign_entry(entry, self.keys.signing)
            self.head = UnitHead(self._pos, self._chain, signed)
            self.ledger.move_head(self.unit_id, self.head)
        return self.head
