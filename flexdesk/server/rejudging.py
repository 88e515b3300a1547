"""Judges a unit's log once more, from what stands in it, and says where the verdicts would differ today.

A verdict reads the transaction, the roles granted before it came, and the server's signed times. So anybody
who holds the log can repeat it; a difference means another program's rules, or a hand in the database.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from flexdesk.domain import evolution
from flexdesk.domain.log import Tx
from flexdesk.domain.mandate import Grant, Judged, Mandate, judge, ordered
from flexdesk.server.ledger import Ledger
from flexdesk.server.locks import Locks
from flexdesk.server.mandates import Verdicts, grant_of
from flexdesk.server.records import Unit
from flexdesk.server.validation import Validator
from flexdesk.sync.certificates import Entry, GrantEntry, RejectEntry, RevokeEntry, read, verify_entry
from flexdesk.sync.faults import CertificateFault, WireFault
from flexdesk.sync.wire import decode_batch

Rejections = dict[str, tuple[int, ...]]  # reason -> numbers of the writes


def judged_otherwise(ledger: Ledger, unit: Unit, issuer: bytes, validator: Validator) -> Iterator[str]:
    """`DEVICE SEQ` of every transaction whose rejections are not those that these rules give."""
    head, devices = ledger.head(unit.unit_id), ledger.devices(unit.unit_id)
    if head is None:
        return
    told = [
        entry for made in ledger.decisions_after(unit.unit_id, 0) for entry in _verified(made.entry, issuer)
    ]
    stored = _rejections(told)
    for batch in ledger.batches_after(unit.unit_id, 0, head.pos):
        try:
            held = decode_batch(
                ledger.blob(unit.unit_id, batch.pos),
                public_key=devices[batch.device].sign_key,
                issuers=(issuer,),
            )
        except WireFault:
            continue  # named by the check of batches
        then = _Then(told, batch.pos)
        locks = Locks(ledger, unit.unit_id, devices, issuer, upto=batch.pos)
        verdicts = Verdicts(validator, then, locks, lambda: unit.zone)
        is_newer = held.schema > evolution.LEVEL
        for tx in held.txs[batch.first_seq - held.first :]:
            rows = {
                reason: () if len(indexes) == len(tx.writes) else tuple(indexes)
                for reason, indexes in verdicts.of(tx, then.arrived_ms, is_newer=is_newer).items()
            }
            if rows != stored.get((tx.device, tx.seq), {}):
                yield f"{tx.device} {tx.seq}"


class _Then:
    """What the server knew when it took the batch at position `pos`."""

    def __init__(self, told: Sequence[Entry], pos: int) -> None:
        self._told = told
        self._places = [entry.pos for entry in told]
        self._before = told[: bisect_right(self._places, pos)]
        after = told[len(self._before) :]
        self.arrived_ms = after[0].at_ms if after else 0  # its receipt at the latest

    def judge(self, tx: Tx, arrived_ms: int) -> Judged:
        known = bisect_right(self._places, tx.known_position) if tx.known_position else 0
        known_ms = self._told[known - 1].at_ms if known else 0
        return judge(self._mandate(tx.device), tx, known_ms=known_ms, arrived_ms=arrived_ms)

    def _mandate(self, device: str) -> Mandate:
        grants: list[Grant] = []
        revoked_seq, revoked_pos = None, 0
        for entry in self._before:
            if isinstance(entry, RevokeEntry) and entry.device == device:
                revoked_seq, revoked_pos = entry.seq, entry.pos
            elif isinstance(entry, GrantEntry) and read(entry.certificate).device == device:
                grants.append(grant_of(read(entry.certificate), entry.pos))
        return Mandate(ordered(grants), revoked_seq, revoked_pos)


def _verified(blob: bytes, issuer: bytes) -> Iterator[Entry]:
    try:
        yield verify_entry(blob, issuer)
    except CertificateFault:
        return


def _rejections(told: Sequence[Entry]) -> dict[tuple[str, int], Rejections]:
    found: defaultdict[tuple[str, int], Rejections] = defaultdict(dict)
    for entry in told:
        if isinstance(entry, RejectEntry):
            found[entry.device, entry.seq][entry.reason] = entry.rows
    return dict(found)
