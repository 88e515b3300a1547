"""Lets a laptop take over a role that it was handed: it is granted it, and the old one's membership ends."""

from datetime import UTC, datetime

from flexdesk.keys.signing import device_id
from flexdesk.server.enrolment import check_fields, grant, in_ms, response_to
from flexdesk.server.keys import ServerKeys
from flexdesk.server.ledger import Ledger
from flexdesk.server.refusals import NotHandedOver, OtherLog
from flexdesk.server.scribe import Scribe
from flexdesk.sync.certificates import RevokeEntry, read
from flexdesk.sync.faults import CertificateFault
from flexdesk.sync.handover import Handover, verify_handover
from flexdesk.sync.messages import EnrolRequest, EnrolResponse


def hand_over(ledger: Ledger, keys: ServerKeys, request: EnrolRequest, now: datetime) -> EnrolResponse:
    """Raises NotHandedOver or MessageFault; asking twice gives the same certificate.

    The successor gets what the old device has, until the same day, and no more. The old one counts up to the
    last change that it named itself, or up to the last that was accepted, whichever is later.
    """
    check_fields(request)
    statement = _verified(request)
    unit = ledger.unit_of_log(statement.unit)
    head = ledger.lock_head(unit.unit_id) if unit is not None else None
    if unit is None or unit.log is None or head is None:
        raise NotHandedOver()
    if request.log not in (None, unit.log):
        raise OtherLog(unit=unit.name)
    devices = ledger.devices(unit.unit_id)
    former, successor = devices.get(statement.device), devices.get(device_id(request.sign_key))
    if former is None:
        raise NotHandedOver()
    if former.revoked_seq is not None:
        if successor is None or successor.role != former.role:
            raise NotHandedOver()
        return response_to(keys, unit, request, devices, now)
    until = read(former.certificate).valid_until
    if until is not None and until <= now:
        raise NotHandedOver()
    grant(ledger, keys, unit, request, former.role, now, until)
    end(ledger, keys, unit.unit_id, former.device, max(former.last_seq, statement.last), now)
    return response_to(keys, unit, request, ledger.devices(unit.unit_id), now)


def _verified(request: EnrolRequest) -> Handover:
    try:
        statement = verify_handover(request.handover)
    except CertificateFault as error:
        raise NotHandedOver() from error
    if statement.successor != request.sign_key or statement.sign_key == request.sign_key:
        raise NotHandedOver()
    return statement


def end(ledger: Ledger, keys: ServerKeys, unit_id: str, device: str, seq: int, now: datetime) -> None:
    """Write down that a device counts up to `seq` and no further."""
    unit, head = ledger.unit(unit_id), ledger.lock_head(unit_id)
    assert unit is not None
    assert unit.log is not None
    assert head is not None
    log, now_ms = unit.log, in_ms(now.astimezone(UTC))
    scribe = Scribe(ledger, keys, unit_id, log, head, now_ms)
    scribe.decide(
        "revoke",
        device,
        seq,
        lambda pos: RevokeEntry(unit=log, pos=pos, at_ms=now_ms, device=device, seq=seq),
    )
    scribe.finish()
    ledger.revoke(unit_id, device, seq)
