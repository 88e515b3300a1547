"""One-time codes, and what turns the device that brings one into a device of the unit."""

import secrets
from dataclasses import replace
from datetime import date, datetime, timedelta

import pyrage

from flexdesk.domain.authority import Role
from flexdesk.domain.log import GENESIS
from flexdesk.domain.mandate import end_of
from flexdesk.keys.signing import device_id
from flexdesk.server.keys import ServerKeys
from flexdesk.server.ledger import Ledger
from flexdesk.server.records import Code, Device, Unit
from flexdesk.server.refusals import BadFounding, OtherLog, UnknownDevice, WrongCode
from flexdesk.server.scribe import Scribe
from flexdesk.sync.certificates import GrantEntry, issue, read, verify
from flexdesk.sync.faults import CertificateFault
from flexdesk.sync.message_fields import MessageFault
from flexdesk.sync.messages import EnrolRequest, EnrolResponse
from flexdesk.sync.receipts import ALPHABET, LENGTH, normalised

CODE_DAYS = 7
MAX_HOLDER = 200
MAX_LOG = 64
CLOCK_MARGIN = timedelta(days=2)  # so that a laptop whose clock is a little late accepts its certificate


def new_code(
    ledger: Ledger, keys: ServerKeys, unit_id: str, role: str, now: datetime, last_day: date | None = None
) -> tuple[str, datetime]:
    """A code in two groups of four, and when it expires; only its hash is kept.

    `last_day` is the last one of the role that the code gives.
    """
    plain = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    code = f"{plain[:4]}-{plain[4:]}"
    expires = now + timedelta(days=CODE_DAYS)
    ledger.add_code(Code(unit_id, keys.code_hash(code), role_text(role, last_day), in_ms(expires), None))
    return code, expires


def role_text(role: str, last_day: date | None) -> str:
    """`deputy`, or `deputy 20261127` with the last day: the column is as wide as that."""
    return role if last_day is None else f"{role} {last_day:%Y%m%d}"


def role_of_text(text: str) -> tuple[str, date | None]:
    role, _blank, day = text.partition(" ")
    return role, date.fromisoformat(day) if day else None


def admit(ledger: Ledger, keys: ServerKeys, request: EnrolRequest, now: datetime) -> EnrolResponse:
    """Raises WrongCode, OtherLog, BadFounding or MessageFault; asking twice gives the same certificate."""
    check_fields(request)
    if not request.code and request.founding is not None:
        return _succeed(ledger, keys, request, now)
    if not request.code and request.log:
        return _tell_again(ledger, keys, request, now)
    name = device_id(request.sign_key)
    code = ledger.lock_code(keys.code_hash(normalised(request.code) or ""))
    if code is None or code.device not in (None, name):
        raise WrongCode()
    if code.device is None and code.expires_ms <= in_ms(now):
        raise WrongCode()
    unit = ledger.unit(code.unit_id)
    if unit is None:
        raise WrongCode()
    unit = _with_log(ledger, unit, request)
    if code.device is None:
        role, last_day = role_of_text(code.role)
        grant(ledger, keys, unit, request, role, now, end_of(last_day, unit.zone) if last_day else None)
        ledger.use_code(code, name)
    devices = ledger.devices(unit.unit_id)
    return response_to(keys, unit, request, devices, now)


def _tell_again(ledger: Ledger, keys: ServerKeys, request: EnrolRequest, now: datetime) -> EnrolResponse:
    """What a device of the unit was told when it joined, as it is today; raises UnknownDevice."""
    unit = ledger.unit_of_log(request.log or "")
    devices = ledger.devices(unit.unit_id) if unit is not None else {}
    device = devices.get(device_id(request.sign_key))
    if unit is None or device is None or device.revoked_seq is not None:
        raise UnknownDevice()
    return response_to(keys, unit, request, devices, now)


def _succeed(ledger: Ledger, keys: ServerKeys, request: EnrolRequest, now: datetime) -> EnrolResponse:
    """Certify the new identity of a device whose disk was copied: the old one vouches for it.

    Raises BadFounding where no device of a unit, still trusted, in the same role, says so.
    """
    assert request.founding is not None
    try:
        claim = read(request.founding)
        verify(request.founding, issuers={claim.issuer})
    except CertificateFault as error:
        raise BadFounding() from error
    unit = ledger.unit_of_log(claim.unit)
    if unit is None or claim.sign_key != request.sign_key or claim.is_founding:
        raise BadFounding()
    ledger.lock_head(unit.unit_id)
    devices = ledger.devices(unit.unit_id)
    former = devices.get(device_id(claim.issuer))
    if former is None or former.revoked_seq is not None or former.role != claim.role:
        raise BadFounding()
    if device_id(request.sign_key) not in devices:
        grant(ledger, keys, unit, request, former.role, now, read(former.certificate).valid_until)
    return response_to(keys, unit, request, ledger.devices(unit.unit_id), now)


def check_fields(request: EnrolRequest) -> None:
    if len(request.holder) > MAX_HOLDER or len(request.log or "") > MAX_LOG:
        raise MessageFault(detail="size")
    try:
        pyrage.x25519.Recipient.from_str(request.receive)
    except pyrage.RecipientError as error:
        raise MessageFault(detail="recipient") from error


def _with_log(ledger: Ledger, unit: Unit, request: EnrolRequest) -> Unit:
    """The unit with its log, bound now if this is its first device."""
    ledger.lock_head(unit.unit_id)
    bound = unit.log
    wanted = request.log or bound or unit.unit_id
    if bound is not None and wanted != bound:
        raise OtherLog(unit=unit.name)
    if bound is None:
        other = ledger.unit_of_log(wanted)
        if other is not None and other.unit_id != unit.unit_id:
            raise OtherLog(unit=other.name)
        if wanted != unit.unit_id:
            _check_founding(request)
        ledger.bind_log(unit.unit_id, wanted)
    return replace(unit, log=wanted)


def _check_founding(request: EnrolRequest) -> None:
    """The device must show that it is one of the log that it brings."""
    if request.founding is None:
        raise BadFounding()
    try:
        certificate = verify(request.founding, issuers={request.sign_key})
    except CertificateFault as error:
        raise BadFounding() from error
    if certificate.unit != request.log or certificate.sign_key != request.sign_key:
        raise BadFounding()


def grant(
    ledger: Ledger,
    keys: ServerKeys,
    unit: Unit,
    request: EnrolRequest,
    role: str,
    now: datetime,
    until: datetime | None = None,
) -> None:
    """Certify the device and tell the others; a role with an end is none from the instant `until` on."""
    head = ledger.lock_head(unit.unit_id)
    if head is None or unit.log is None:
        raise WrongCode()
    scribe = Scribe(ledger, keys, unit.unit_id, unit.log, head, in_ms(now))
    name, log = device_id(request.sign_key), unit.log
    certificate = issue(
        keys.signing,
        unit=log,
        sign_key=request.sign_key,
        receive=request.receive,
        role=Role(role),
        holder=request.holder,
        valid_from=now - CLOCK_MARGIN,
        valid_until=until,
        serial=head.pos + 1,
    )
    grant = scribe.decide(
        "grant",
        name,
        0,
        lambda pos: GrantEntry(unit=log, pos=pos, at_ms=in_ms(now), certificate=certificate),
    )
    scribe.finish()
    added = Device(
        unit_id=unit.unit_id,
        device=name,
        sign_key=request.sign_key,
        receive=request.receive,
        holder=request.holder,
        role=role,
        certificate=certificate,
        pos=grant.pos,
        revoked_seq=None,
        enrolled_ms=in_ms(now),
        seen_ms=in_ms(now),
        last_seq=0,
        chain=GENESIS,
    )
    if name in ledger.devices(unit.unit_id):
        ledger.certify_again(added)
    else:
        ledger.add_device(added, request.founding)


def response_to(
    keys: ServerKeys, unit: Unit, request: EnrolRequest, devices: dict[str, Device], now: datetime
) -> EnrolResponse:
    own = devices[device_id(request.sign_key)]
    log = unit.log or unit.unit_id
    return EnrolResponse(
        unit_id=unit.unit_id,
        log=log,
        name=unit.name,
        agency=unit.agency,
        zone=unit.zone,
        role=own.role,
        certificate=own.certificate,
        issuer=keys.signing.public,
        receive=keys.recipient,
        receipt_key=keys.receipt_key(log, own.device),
        time_ms=in_ms(now),
        nonce=request.nonce,
        certificates=tuple(d.certificate for d in devices.values() if d is not own),
        recovery=keys.recovery.get(unit.agency_id, ""),
    )


def in_ms(instant: datetime) -> int:
    return int(instant.timestamp() * 1000)
