"""Takes batches that came as a file, and gives back what the server says of them as a file and as a code."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from flexdesk.keys.receiving import ReceivingKey
from flexdesk.server.answers import latest
from flexdesk.server.central import Central
from flexdesk.server.ledger import Ledger
from flexdesk.server.records import Device, Unit, UnitHead
from flexdesk.server.refusals import NotInDirectory
from flexdesk.sync.bundle import read_bundle, write_bundle
from flexdesk.sync.bundle_header import Addressee
from flexdesk.sync.messages import Refused
from flexdesk.sync.reasons import UNKNOWN_DEVICE
from flexdesk.sync.receipts import receipt_code
from flexdesk.sync.wire import Batch

APP = "server"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What can be read out over the phone: the code stands for `device` up to and including `covered`."""

    device: str
    holder: str
    covered: int
    code: str


@dataclass(frozen=True, slots=True)
class Imported:
    """`wanted` names the first number that is missing of a device whose earlier file has not come yet."""

    unit_id: str
    name: str
    sender: str
    taken: int
    known: int
    rejected: int
    wanted: dict[str, int]
    refused: tuple[Refused, ...]
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class _Standing:
    """All that a receipt file is made of."""

    unit: Unit
    head: UnitHead
    devices: dict[str, Device]
    entries: tuple[bytes, ...]


def import_bundle(central: Central, path: Path, receipt_file: Path | None = None) -> Imported:
    """Ingest a bundle as if it had come over the line; raises BundleFault or NotInDirectory.

    `receipt_file` gets a bundle for the unit's devices with everything that the server has decided.
    """
    every = central.database.reading(lambda ledger: ledger.every_device())
    bundle = read_bundle(
        path,
        ReceivingKey(central.keys.identity),
        unit=None,
        issuers={central.keys.signing.public},
        known={device.device: device.sign_key for device in every},
    )
    unit = central.database.reading(lambda ledger: ledger.unit_of_log(bundle.header.unit))
    if unit is None:
        raise NotInDirectory(key=bundle.header.unit)
    own = {device.device for device in every if device.unit_id == unit.unit_id}
    if bundle.header.sender not in own:
        raise NotInDirectory(key=bundle.header.sender)
    strangers = [Refused(b.device, b.first, UNKNOWN_DEVICE) for b in bundle.batches if b.device not in own]
    batches = [batch for batch in bundle.batches if batch.device in own]
    return ingest(central, unit, bundle.header.sender, batches, strangers, receipt_file)


def ingest(
    central: Central,
    unit: Unit,
    sender: str,
    batches: Sequence[Batch],
    strangers: Sequence[Refused] = (),
    receipt_file: Path | None = None,
) -> Imported:
    """Take in batches of the unit's devices that were verified, whatever carried them."""
    received = central.database.writing(lambda ledger: central.receive(ledger, unit.unit_id, list(batches)))
    if receipt_file is not None:
        write_receipt(central, unit.unit_id, receipt_file)
    outcome = received.outcome
    changes = sum(batch.last - batch.first + 1 for batch in batches)
    turned_away = sum(_size(batches, refused.device, refused.first) for refused in outcome.refused)
    waiting = sum(b.last - b.first + 1 for b in batches if b.first > outcome.wanted.get(b.device, b.first))
    return Imported(
        unit_id=unit.unit_id,
        name=unit.name,
        sender=sender,
        taken=outcome.taken,
        known=changes - outcome.taken - turned_away - waiting,
        rejected=sum(made.kind == "reject" for made in received.decided),
        wanted=dict(outcome.wanted),
        refused=(*strangers, *outcome.refused),
        receipts=tuple(
            receipt(central, name)
            for name in dict.fromkeys([sender, *(made.device for made in outcome.receipts)])
            if name in received.vector
        ),
    )


def receipt(central: Central, device_id: str) -> Receipt:
    """The code of everything that the server has of a device; raises NotInDirectory."""

    def find(ledger: Ledger) -> tuple[Device, str] | None:
        found = next((device for device in ledger.every_device() if device.device == device_id), None)
        unit = ledger.unit(found.unit_id) if found else None
        return (found, unit.log) if found and unit and unit.log else None

    found = central.database.reading(find)
    if found is None:
        raise NotInDirectory(key=device_id)
    device, log = found
    key = central.keys.receipt_key(log, device_id)
    return Receipt(
        device_id,
        device.holder,
        device.last_seq,
        receipt_code(key, log, device_id, device.last_seq, device.chain),
    )


def write_receipt(central: Central, unit_id: str, path: Path) -> None:
    """A bundle without batches for the unit's devices: signed head, receipts, rejections, certificates."""
    standing = central.database.reading(lambda ledger: _standing(ledger, unit_id))
    active = [device for device in standing.devices.values() if device.revoked_seq is None]
    write_bundle(
        path,
        unit=standing.unit.log or unit_id,
        signer=central.keys.signing,
        number=standing.head.pos,
        recipients=[central.keys.recipient, *(device.receive for device in active)],
        batches=[],
        prerequisites={},
        addressee=Addressee.UNIT,
        created=central.clock.now(),
        app=APP,
        certificates=[device.certificate for device in active],
        entries=[*standing.entries, standing.head.signed],
    )


def _standing(ledger: Ledger, unit_id: str) -> _Standing:
    unit, head = ledger.unit(unit_id), ledger.head(unit_id)
    if unit is None or head is None:
        raise NotInDirectory(key=unit_id)
    decisions = [made for made in ledger.decisions_after(unit_id, 0) if made.pos <= head.pos]
    entries = tuple(made.entry for made in latest(decisions))
    return _Standing(unit, head, ledger.devices(unit_id), entries)


def _size(batches: Iterable[Batch], device: str, first: int) -> int:
    return next((b.last - b.first + 1 for b in batches if (b.device, b.first) == (device, first)), 0)
