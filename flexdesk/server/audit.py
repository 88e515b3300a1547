"""Reads a server's units from their first position and says whether anything was lost or altered."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from flexdesk.domain.log import GENESIS
from flexdesk.server.central import Central
from flexdesk.server.deletions import mass_deletions
from flexdesk.server.ledger import Ledger
from flexdesk.server.records import Device, Unit
from flexdesk.server.rejudging import judged_otherwise
from flexdesk.sync.certificates import chain_after, verify_entry
from flexdesk.sync.faults import CertificateFault, WireFault
from flexdesk.sync.wire import decode_batch


@dataclass(frozen=True, slots=True)
class UnitState:
    """What `verify` found: `digest` is equal on two servers that hold the same logs.

    `forked` are devices whose numbers came with two contents: a copied or restored data folder. `deletions`
    names batches that deleted a mass of rows, which is no fault of the server's. `otherwise` are transactions
    that this program would judge in another way than the one that took them.
    """

    unit_id: str
    name: str
    pos: int
    batches: int
    transactions: int
    digest: str
    faults: tuple[str, ...]
    forked: tuple[str, ...] = ()
    deletions: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()


def verify(central: Central) -> list[UnitState]:
    """Read every unit from its first position and compare chains, signatures, numbers and heads."""

    def check_all(ledger: Ledger) -> list[UnitState]:
        return [_checked(central, ledger, unit) for unit in ledger.units()]

    return central.database.reading(check_all)


def _checked(central: Central, ledger: Ledger, unit: Unit) -> UnitState:
    head, known = ledger.head(unit.unit_id), ledger.devices(unit.unit_id)
    if head is None:
        return UnitState(unit.unit_id, unit.name, 0, 0, 0, "", ("head",))
    faults: list[str] = []
    gone: list[str] = []
    for device in known.values():
        faults += _device_faults(ledger, device, gone, central.keys.signing.public)
    chain, expected = GENESIS, 1
    batches = ledger.batches_after(unit.unit_id, 0, head.pos)
    for pos, content, is_decision in _contents(ledger, unit.unit_id, head.pos):
        if pos != expected:
            faults.append(f"position {expected}")
        if is_decision and not _is_ours(central, content):
            faults.append(f"signature at position {pos}")
        chain, expected = chain_after(chain, pos, hashlib.sha256(content).digest()), pos + 1
    if chain != head.chain or expected != head.pos + 1:
        faults.append("chain")
    return UnitState(
        unit_id=unit.unit_id,
        name=unit.name,
        pos=head.pos,
        batches=len(batches),
        transactions=sum(device.last_seq for device in known.values()),
        digest=_digest(known),
        faults=tuple(faults),
        deletions=tuple(gone),
        forked=tuple(sorted({device for device, _ in ledger.alarms(unit.unit_id)})),
        otherwise=tuple(
            judged_otherwise(ledger, unit, central.keys.signing.public, central.settings.validator)
        ),
    )


def _device_faults(ledger: Ledger, device: Device, gone: list[str], issuer: bytes) -> Iterator[str]:
    """Where the stored batches do not follow from each other, or were changed; `gone` gets mass deletions."""
    seq, chain = 0, GENESIS
    for stored, blob in ledger.batches_of(device.unit_id, device.device):
        name = f"{device.device} {stored.first_seq}-{stored.last_seq}"
        try:
            batch = decode_batch(blob, public_key=device.sign_key, issuers=(issuer,))
        except WireFault as error:
            yield f"{name}: {error.reason}"
            continue
        gone += [f"{name}: {table} {rows}" for table, rows in mass_deletions(batch.txs).items()]
        if stored.first_seq != seq + 1 or (batch.first == seq + 1 and batch.previous_chain != chain):
            yield f"{name}: gap"
        seq, chain = stored.last_seq, batch.chain
    if (seq, chain) != (device.last_seq, device.chain):
        yield f"{device.device}: head"


def _contents(ledger: Ledger, unit_id: str, upto: int) -> Iterator[tuple[int, bytes, bool]]:
    """Position, content and whether it is a decision, in order."""
    decisions = [(d.pos, d.entry) for d in ledger.decisions_after(unit_id, 0)]
    places = dict(decisions)
    waiting = {batch.pos for batch in ledger.batches_after(unit_id, 0, upto)}
    for pos in sorted(places.keys() | waiting):
        if pos in places:
            yield pos, places[pos], True
        else:
            yield pos, ledger.blob(unit_id, pos), False


def _is_ours(central: Central, entry: bytes) -> bool:
    try:
        verify_entry(entry, central.keys.signing.public)
    except CertificateFault:
        return False
    return True


def _digest(known: dict[str, Device]) -> str:
    """SHA-256 over every device's last number and chain, whatever order they arrived in."""
    heads = sorted((d.device, d.last_seq, d.chain.hex()) for d in known.values() if d.last_seq)
    return hashlib.sha256(json.dumps(heads, separators=(",", ":")).encode()).hexdigest()
