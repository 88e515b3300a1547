"""Takes batches into a unit's log: contiguous, unforked, judged, receipted, all within one transaction.

Nothing is thrown away. A gap is answered with the number that is wanted, another content for known numbers is
kept as an alarm, and a transaction that breaks a rule stays in the log with a signed rejection.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flexdesk.domain import evolution
from flexdesk.domain.log import Tx
from flexdesk.server import deletions
from flexdesk.server.locks import Locks
from flexdesk.server.mandates import Mandates, Verdicts
from flexdesk.server.records import Decision, Device, StoredBatch
from flexdesk.server.scribe import Scribe
from flexdesk.server.validation import Validator
from flexdesk.sync.certificates import (
    CHAIN_SHOWN,
    UNBOUND_RECEIPTS,
    Certificate,
    ClockEntry,
    ReceiptEntry,
    RejectEntry,
)
from flexdesk.sync.messages import Refused
from flexdesk.sync.reasons import CERTIFICATE, FORK, UNIT
from flexdesk.sync.wire import Batch, chain_of, decode_batch

AHEAD_MS = 120_000  # a clock that runs ahead by less decides nothing that anybody would notice


@dataclass(slots=True)
class Outcome:
    """What became of the batches; `receipts` cover every author whose batches are here now."""

    wanted: dict[str, int] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    receipts: list[Decision] = field(default_factory=list)
    taken: int = 0  # transactions that were new


class Intake:
    """`certificates` holds the genuine certificate of every device that has one, ended ones too."""

    def __init__(
        self,
        scribe: Scribe,
        devices: Mapping[str, Device],
        certificates: Mapping[str, Certificate],
        validator: Validator,
        mandates: Mandates,
    ) -> None:
        self._scribe = scribe
        self._devices = devices
        self._certificates = certificates
        locks = Locks(scribe.ledger, scribe.unit_id, devices, scribe.keys.signing.public)
        self._verdicts = Verdicts(validator, mandates, locks, self._zone)
        self._heads = {name: (known.last_seq, known.chain) for name, known in devices.items()}
        self._touched: dict[str, bool] = {}  # author -> whether something was new
        self._levels: dict[str, int] = {}  # author -> how new its program is
        self.outcome = Outcome()

    @property
    def vector(self) -> dict[str, int]:
        return {name: seq for name, (seq, _) in self._heads.items() if seq}

    def take(self, batches: Iterable[Batch]) -> None:
        """Take what fits; a batch that does not is named in the outcome and holds up no other device's."""
        for batch in sorted(batches, key=lambda batch: (batch.device, batch.first)):
            self._take(batch)
        for device, is_new in self._touched.items():
            self._receipt(device, is_new)

    def _take(self, batch: Batch) -> None:
        device, (last, _) = batch.device, self._heads[batch.device]
        if batch.unit != self._scribe.log:
            self._refuse(batch, UNIT)
        elif device not in self._certificates:
            self._refuse(batch, CERTIFICATE)
        elif batch.first > last + 1:
            self.outcome.wanted[device] = last + 1
        elif not self._is_same_log(batch):
            self._alarm(batch)
        elif batch.last <= last:
            self._touched.setdefault(device, False)
        else:
            self._append(batch, last + 1)

    def _is_same_log(self, batch: Batch) -> bool:
        """Whether what the batch says about known numbers is what is stored; the chain covers all before."""
        last, chain = self._heads[batch.device]
        if batch.last >= last:
            known = batch.txs[: last + 1 - batch.first]
            return chain_of(known, batch.previous_chain) == chain
        stored = self._scribe.ledger.blob_holding(self._scribe.unit_id, batch.device, batch.last)
        if stored is None or stored == batch.blob:
            return stored is not None
        author, own = self._devices[batch.device].sign_key, self._scribe.keys.signing.public
        old = decode_batch(stored, public_key=author, issuers=(own,))
        upto = old.txs[: batch.last + 1 - old.first]
        return chain_of(upto, old.previous_chain) == batch.chain

    def _append(self, batch: Batch, first: int) -> None:
        scribe = self._scribe
        stored = StoredBatch(batch.device, first, batch.last, scribe.place(batch.blob), len(batch.blob))
        scribe.ledger.add_batch(scribe.unit_id, stored, batch.blob, scribe.now_ms)
        scribe.ledger.move_device(scribe.unit_id, batch.device, batch.last, batch.chain)
        self._heads[batch.device] = (batch.last, batch.chain)
        self._touched[batch.device] = True
        self._levels[batch.device] = batch.schema
        self.outcome.taken += batch.last + 1 - first
        fresh = batch.txs[first - batch.first :]
        for tx in fresh:
            self._judge(tx, is_newer=batch.schema > evolution.LEVEL)
        self._hold_back_clock(fresh)
        deletions.tell(scribe.unit_id, batch.device, fresh)

    def _judge(self, tx: Tx, *, is_newer: bool) -> None:
        """Codes of a program that is newer than this server are passed on: devices show what they know."""
        for reason, indexes in self._verdicts.of(tx, self._scribe.now_ms, is_newer=is_newer).items():
            self._reject(tx, reason, indexes)

    def _zone(self) -> str:
        unit = self._scribe.ledger.unit(self._scribe.unit_id)
        return unit.zone if unit is not None else ""

    def _reject(self, tx: Tx, reason: str, indexes: list[int]) -> None:
        """Void some writes of a transaction, or with no indexes all of it."""
        scribe = self._scribe
        rows = () if len(indexes) == len(tx.writes) else tuple(indexes)

        def entry(pos: int) -> RejectEntry:
            return RejectEntry(
                unit=scribe.log,
                pos=pos,
                at_ms=scribe.now_ms,
                device=tx.device,
                seq=tx.seq,
                reason=reason,
                rows=rows,
            )

        scribe.decide("reject", tx.device, tx.seq, entry)

    def _hold_back_clock(self, fresh: Sequence[Tx]) -> None:
        """Say when changes came that were made later by their own clock, so that they do not win for ever."""
        scribe = self._scribe
        ahead = [tx.seq for tx in fresh if tx.hlc >> 16 > scribe.now_ms + AHEAD_MS]
        if not ahead:
            return
        device, first, last = fresh[0].device, ahead[0], ahead[-1]

        def entry(pos: int) -> ClockEntry:
            return ClockEntry(
                unit=scribe.log, pos=pos, at_ms=scribe.now_ms, device=device, first=first, last=last
            )

        scribe.decide("clock", device, last, entry)

    def _receipt(self, device: str, is_new: bool) -> None:
        """A new receipt for what was new; the one that was given before for what was not."""
        scribe = self._scribe
        vector, chain = {device: self._heads[device][0]}, self._heads[device][1][:CHAIN_SHOWN]
        if self._levels.get(device, evolution.LEVEL) <= UNBOUND_RECEIPTS:
            chain = b""

        def entry(pos: int) -> ReceiptEntry:
            return ReceiptEntry(
                unit=scribe.log, pos=pos, at_ms=scribe.now_ms, device=device, vector=vector, chain=chain
            )

        given = None if is_new else scribe.ledger.last_receipt(scribe.unit_id, device)
        self.outcome.receipts.append(given or scribe.decide("receipt", device, 0, entry))

    def _alarm(self, batch: Batch) -> None:
        scribe, hashed = self._scribe, hashlib.sha256(batch.blob).digest()
        scribe.ledger.raise_alarm(
            scribe.unit_id, batch.device, batch.first, hashed, batch.blob, scribe.now_ms
        )
        self._refuse(batch, FORK)

    def _refuse(self, batch: Batch, reason: str) -> None:
        self.outcome.refused.append(Refused(batch.device, batch.first, reason))
