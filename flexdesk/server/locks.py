"""Judges what is written into a signed evaluation by somebody who could not know that it was signed.

The server holds no rows. A signature that the author had not seen lies in a batch beyond the author's
context, so those batches are read, and only when an evaluation is written at all. What counts is what stands
before the change in the server's order: the same verdict on any day, and for any auditor.
"""

from collections.abc import Iterator, Mapping

from flexdesk.domain.log import RowWrite, Tx
from flexdesk.domain.schema import BY_NAME
from flexdesk.server.ledger import Ledger
from flexdesk.server.records import Device
from flexdesk.server.validation import Verdict
from flexdesk.sync.certificates import RejectEntry, verify_entry
from flexdesk.sync.reasons import SIGNED
from flexdesk.sync.wire import decode_batch

_TABLE = BY_NAME["evaluation"].id
_LOCKED = BY_NAME["evaluation"].column("locked").id


class Locks:
    """`upto` is the last position that counts as standing before what is judged; None is everything."""

    def __init__(
        self,
        ledger: Ledger,
        unit_id: str,
        devices: Mapping[str, Device],
        issuer: bytes,
        upto: int | None = None,
    ) -> None:
        self._ledger = ledger
        self._unit_id = unit_id
        self._devices = devices
        self._issuer = issuer
        self._upto = upto if upto is not None else (1 << 62)

    def judge(self, tx: Tx) -> list[Verdict]:
        """Writes into evaluations that were signed without the author's knowledge."""
        rows = {write.row for write in tx.writes if write.table == _TABLE}
        if not rows:
            return []
        signed = {row for row, writes in self._unseen(tx, rows).items() if _is_locked(tx, writes)}
        return [
            (index, SIGNED)
            for index, write in enumerate(tx.writes)
            if write.table == _TABLE and write.row in signed
        ]

    def _unseen(self, tx: Tx, rows: set[str]) -> dict[str, list[tuple[Tx, RowWrite]]]:
        """Row -> writes to its lock that the author had not seen, without those that were rejected."""
        found: dict[str, list[tuple[Tx, RowWrite]]] = {}
        for other in self._beyond(tx):
            for index, write in enumerate(other.writes):
                is_lock = write.table == _TABLE and write.row in rows and _LOCKED in write.cells
                if is_lock and not self._is_rejected(other, index):
                    found.setdefault(write.row, []).append((other, write))
        return found

    def _beyond(self, tx: Tx) -> Iterator[Tx]:
        for stored in self._ledger.batches_after(self._unit_id, 0, self._upto):
            if stored.device == tx.device or stored.last_seq <= tx.ctx.get(stored.device, 0):
                continue
            blob = self._ledger.blob(self._unit_id, stored.pos)
            author = self._devices[stored.device].sign_key
            batch = decode_batch(blob, public_key=author, issuers=(self._issuer,))
            yield from (other for other in batch.txs if not tx.saw(other.device, other.seq))

    def _is_rejected(self, tx: Tx, index: int) -> bool:
        for made in self._ledger.decisions_after(self._unit_id, 0):
            if (made.kind, made.device, made.seq) == ("reject", tx.device, tx.seq) and made.pos <= self._upto:
                entry = verify_entry(made.entry, self._issuer)
                if isinstance(entry, RejectEntry) and (not entry.rows or index in entry.rows):
                    return True
        return False


def _is_locked(tx: Tx, writes: list[tuple[Tx, RowWrite]]) -> bool:
    """Whether a lock stands that nobody opened in the knowledge of it, and whose author had not seen `tx`."""
    return any(
        write.cells[_LOCKED] == 1
        and not lock.saw(tx.device, tx.seq)
        and not any(other is not lock and other.saw(lock.device, lock.seq) for other, _write in writes)
        for lock, write in writes
    )
