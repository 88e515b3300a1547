"""Takes back its own word from laptops after an older backup was laid back: who had joined, who was ended.

Laptops keep what the server signed about devices and was made to forget. Only what bears this server's own
signature, and is older than the restore, is believed.
"""

from collections.abc import Iterable

from flexdesk.domain.log import GENESIS
from flexdesk.keys.signing import device_id
from flexdesk.server.keys import ServerKeys
from flexdesk.server.ledger import Ledger
from flexdesk.server.records import Device
from flexdesk.server.scribe import Scribe
from flexdesk.sync.certificates import Entry, GrantEntry, RevokeEntry, verify, verify_entry
from flexdesk.sync.faults import CertificateFault


def take_back(
    ledger: Ledger, keys: ServerKeys, unit_id: str, log: str, blobs: Iterable[bytes], now_ms: int
) -> None:
    """Grants of devices that are not known here and revocations of those that count; nothing else."""
    head, devices = ledger.lock(unit_id)
    if head is None:
        return
    entries = [entry for blob in blobs if (entry := _own(blob, keys, log)) and entry.at_ms < head.restored_ms]
    scribe = Scribe(ledger, keys, unit_id, log, head, now_ms)
    for grant in entries:
        if isinstance(grant, GrantEntry):
            _grant(scribe, devices, grant)
    for revoke in entries:
        if isinstance(revoke, RevokeEntry):
            _revoke(scribe, devices, revoke)
    scribe.finish()


def _own(blob: bytes, keys: ServerKeys, log: str) -> Entry | None:
    try:
        entry = verify_entry(blob, keys.signing.public)
    except CertificateFault:
        return None
    return entry if entry.unit == log else None


def _grant(scribe: Scribe, devices: dict[str, Device], said: GrantEntry) -> None:
    try:
        certificate = verify(said.certificate, {scribe.keys.signing.public})
    except CertificateFault:
        return
    name, log = device_id(certificate.sign_key), scribe.log
    if name in devices or certificate.unit != log:
        return
    grant = scribe.decide(
        "grant",
        name,
        0,
        lambda pos: GrantEntry(unit=log, pos=pos, at_ms=scribe.now_ms, certificate=said.certificate),
    )
    devices[name] = Device(
        unit_id=scribe.unit_id,
        device=name,
        sign_key=certificate.sign_key,
        receive=certificate.receive,
        holder=certificate.holder,
        role=str(certificate.role),
        certificate=said.certificate,
        pos=grant.pos,
        revoked_seq=None,
        enrolled_ms=said.at_ms,
        seen_ms=said.at_ms,
        last_seq=0,
        chain=GENESIS,
    )
    scribe.ledger.add_device(devices[name], None)


def _revoke(scribe: Scribe, devices: dict[str, Device], said: RevokeEntry) -> None:
    """At the number that was said then; what the server has beyond it by now is in its log all the same."""
    known = devices.get(said.device)
    if known is None or known.revoked_seq is not None:
        return
    scribe.decide(
        "revoke",
        said.device,
        said.seq,
        lambda pos: RevokeEntry(
            unit=scribe.log, pos=pos, at_ms=scribe.now_ms, device=said.device, seq=said.seq
        ),
    )
    scribe.ledger.revoke(scribe.unit_id, said.device, said.seq)
