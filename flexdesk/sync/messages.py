"""What a device and the server say to each other: the shapes, their bounds and their signatures.

How a message is made and what its fields may hold is in `message_fields`. Requests, and the answer to an
enrolment, are signed. What cannot be read is a `MessageFault`.
"""

import secrets
from dataclasses import dataclass, field
from io import BytesIO

from flexdesk.domain.log import Vector
from flexdesk.keys.signing import SigningKey
from flexdesk.sync import strict_cbor
from flexdesk.sync.dictionaries import BASE
from flexdesk.sync.envelope import parts
from flexdesk.sync.handover import MAX_HANDOVER
from flexdesk.sync.message_fields import (
    KIND,
    MAX_COUNT,
    MAX_REQUEST,
    MAX_RESPONSE,
    MessageFault,
    Signed,
    decoded,
    encoded,
    opened,
    pack_device,
    packed_vector,
    sealed,
)
from flexdesk.sync.wire import packed_name, unpacked_name

MEDIA_TYPE = "application/cbor"
MAX_BATCHES = 512
MAX_ENTRIES = 4096
MAX_CERTIFICATES = 1024
MAX_PACKINGS = 64
DEFAULT_LIMIT = 64 << 10  # bytes of batches in one answer

NONCE = 16
DIGEST = 32  # bytes of SHA-256
MAX_DIGESTS = 256  # in one answer; the next one goes on

_SYNC, _ENROL, _ADMIT = 1, 2, 3
_DECIDED, _LEFT = 16, 17


@dataclass(frozen=True, slots=True)
class EnrolRequest:
    """`log` and `founding` are set by a device that already has a store; `receive` is an age recipient.

    `handover` is the word of the laptop whose role this one takes over, in the place of a code.
    """

    code: str
    sign_key: bytes
    receive: str
    holder: str = ""
    log: str | None = None
    founding: bytes | None = None
    nonce: bytes = field(default_factory=lambda: secrets.token_bytes(NONCE))
    handover: bytes = b""


@dataclass(frozen=True, slots=True)
class EnrolResponse:
    """`unit_id` is the unit's id in the server's directory, `log` the id inside batches and certificates.

    `recovery` is the agency's recipient that keys and files are locked for too.
    """

    unit_id: str
    log: str
    name: str
    agency: str
    zone: str
    role: str
    certificate: bytes
    issuer: bytes
    receive: str
    receipt_key: bytes
    time_ms: int
    nonce: bytes
    certificates: tuple[bytes, ...] = ()
    recovery: str = ""


@dataclass(frozen=True, slots=True)
class SyncRequest:
    """`after` is the last server position that the device has stored; `limit` is bytes of batches wanted.

    `decided` is where it has every entry up to, beyond `after`: these travel ahead of the batches.
    `proven` asks for the digests of what stands after that position; `restored_ms` is the time of the last
    restore that the device knows of; `returned` are entries of the server's that it may have forgotten.
    `packings` are those that the device reads.
    """

    unit_id: str
    device: str
    vector: Vector = field(default_factory=dict)
    after: int = 0
    batches: tuple[bytes, ...] = ()
    limit: int = DEFAULT_LIMIT
    proven: int | None = None
    restored_ms: int = 0
    decided: int = 0
    packings: frozenset[int] = BASE
    returned: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A batch that the server did not take: its device, its first number and why (`fork`, `signature` …)."""

    device: str
    first: int
    code: str


@dataclass(frozen=True, slots=True)
class SyncResponse:
    """`position` is the next request's `after`; `head` is the signed unit head (empty before any).

    `decided` is where the device has every entry up to, beyond `position`; `left` are the bytes of batches
    that did not fit. `digests` are SHA-256 of what stands at the positions after the request's `proven`, one
    after the other.
    """

    acknowledged: Vector
    position: int
    time_ms: int
    head: bytes = b""
    wanted: Vector = field(default_factory=dict)
    refused: tuple[Refused, ...] = ()
    batches: tuple[bytes, ...] = ()
    entries: tuple[bytes, ...] = ()
    certificates: tuple[bytes, ...] = ()
    more: bool = False
    digests: tuple[bytes, ...] = ()
    decided: int = 0
    left: int = 0


def _opened(kind: int, data: bytes, limit: int) -> Signed:
    signed = opened(data, limit)
    if signed.kind != kind:
        raise MessageFault(detail="kind")
    return signed


def encode_enrol_request(request: EnrolRequest, signer: SigningKey) -> bytes:
    body = {
        1: request.code,
        2: request.sign_key,
        3: request.receive,
        4: request.holder,
        5: request.log or "",
        6: request.founding or b"",
        7: request.nonce,
        8: request.handover,
    }
    return sealed(_ENROL, body, signer)


def decode_enrol_request(data: bytes) -> EnrolRequest:
    """The request, signed with the key that it brings."""
    signed = _opened(_ENROL, data, MAX_REQUEST)
    body = signed.fields
    request = EnrolRequest(
        code=body.text(1),
        sign_key=body.exactly(2, 32),
        receive=body.text(3),
        holder=body.text(4),
        log=body.text(5) or None,
        founding=body.blob(6, 4096) or None,
        nonce=body.exactly(7, NONCE),
        handover=body.blob(8, MAX_HANDOVER),
    )
    signed.check(request.sign_key)
    return request


def encode_enrol_response(response: EnrolResponse, signer: SigningKey) -> bytes:
    body = {
        1: response.unit_id,
        2: response.log,
        3: response.name,
        4: response.agency,
        5: response.zone,
        6: response.role,
        7: response.certificate,
        8: response.issuer,
        9: response.receive,
        10: response.receipt_key,
        11: response.time_ms,
        12: response.nonce,
        13: list(response.certificates),
        20: response.recovery,
    }
    return sealed(_ADMIT, body, signer)


def decode_enrol_response(data: bytes, nonce: bytes) -> EnrolResponse:
    """The answer to the request with that nonce, signed by the issuer that it names."""
    signed = _opened(_ADMIT, data, MAX_RESPONSE)
    body = signed.fields
    response = EnrolResponse(
        unit_id=body.text(1),
        log=body.text(2),
        name=body.text(3),
        agency=body.text(4),
        zone=body.text(5),
        role=body.text(6),
        certificate=body.blob(7, 4096),
        issuer=body.exactly(8, 32),
        receive=body.text(9),
        receipt_key=body.exactly(10, 32),
        time_ms=body.count(11),
        nonce=body.exactly(12, NONCE),
        certificates=body.blobs(13, MAX_CERTIFICATES, 4096),
        recovery=body.text(20),
    )
    signed.check(response.issuer)
    if response.nonce != nonce:
        raise MessageFault(detail="nonce")
    return response


def encode_sync_request(request: SyncRequest, signer: SigningKey) -> bytes:
    others = {device: seq for device, seq in request.vector.items() if device != request.device}
    body = {
        1: packed_name(request.unit_id),
        2: pack_device(request.device),
        3: packed_vector(others),
        4: request.after,
        5: list(request.batches),
        6: 0 if request.limit == DEFAULT_LIMIT else request.limit,
        7: request.vector.get(request.device, 0),
        20: 0 if request.proven is None else request.proven + 1,
        21: request.restored_ms,
        _DECIDED: max(0, request.decided - request.after),
        8: sorted(request.packings - BASE),
        22: list(request.returned),
    }
    return sealed(_SYNC, body, signer)


def decode_sync_request(data: bytes) -> tuple[SyncRequest, "Signed"]:
    """The request and its signature, which is not checked yet: the key is looked up by the device."""
    signed = _opened(_SYNC, data, MAX_REQUEST)
    body = signed.fields
    device = body.device(2)
    own = {device: seq} if (seq := body.count(7)) else {}
    after = body.count(4)
    request = SyncRequest(
        unit_id=body.name(1),
        device=device,
        vector=body.vector(3) | own,
        after=after,
        batches=body.blobs(5, MAX_BATCHES, MAX_REQUEST),
        limit=body.count(6) or DEFAULT_LIMIT,
        proven=marked - 1 if (marked := body.count(20)) else None,
        restored_ms=body.count(21),
        decided=_beyond(after, body.count(_DECIDED)),
        packings=BASE.union(body.counts(8, MAX_PACKINGS)),
        returned=body.blobs(22, MAX_CERTIFICATES, 8192),
    )
    return request, signed


def claimed_unit(data: bytes) -> str:
    """Whom a request says it comes from, to sort it before it is read; nothing is checked, "" is nobody."""
    import cbor2

    try:
        payload, _signature = parts(data)
        decoder = cbor2.CBORDecoder(BytesIO(payload[1:200]))  # after the head of the map
        kind_key, _kind, unit_key, unit = (decoder.decode() for _ in range(4))
        return unpacked_name(unit) if (kind_key, unit_key) == (KIND, 1) else ""
    except (cbor2.CBORError, ValueError, ArithmeticError, TypeError, LookupError):
        return ""


def encode_sync_response(response: SyncResponse, asked: SyncRequest) -> bytes:
    """Only what differs from the request's vector and position is written."""
    told = {
        device: seq for device, seq in response.acknowledged.items() if asked.vector.get(device, 0) != seq
    } | {device: 0 for device in asked.vector if device not in response.acknowledged}
    body = {
        1: packed_vector(told),
        2: response.position - asked.after,
        3: response.time_ms,
        4: response.head,
        5: packed_vector(response.wanted),
        6: [[pack_device(refused.device), refused.first, refused.code] for refused in response.refused],
        7: list(response.batches),
        8: list(response.entries),
        9: list(response.certificates),
        10: int(response.more),
        20: b"".join(response.digests),
        _DECIDED: max(0, response.decided - response.position),
        _LEFT: response.left,
    }
    return encoded(body)


def decode_sync_response(data: bytes, asked: SyncRequest) -> SyncResponse:
    body = decoded(data)
    told = {**asked.vector, **body.vector(1)}
    moved = body.whole(2)
    if not 0 <= asked.after + moved <= MAX_COUNT:
        raise MessageFault(detail="field 2")
    return SyncResponse(
        acknowledged={device: seq for device, seq in told.items() if seq},
        position=asked.after + moved,
        time_ms=body.count(3),
        head=body.blob(4, 4096),
        wanted=body.vector(5),
        refused=tuple(
            Refused(part.device(0), part.count(1), part.text(2)) for part in body.rows(6, MAX_BATCHES, 3)
        ),
        batches=body.blobs(7, MAX_ENTRIES, MAX_RESPONSE),
        entries=body.blobs(8, MAX_ENTRIES, MAX_RESPONSE),
        certificates=body.blobs(9, MAX_CERTIFICATES, 4096),
        more=bool(body.count(10)),
        digests=_digests(body.blob(20, DIGEST * MAX_DIGESTS)),
        decided=_beyond(asked.after + moved, body.count(_DECIDED)),
        left=body.count(_LEFT),
    )


def encode_error(code: str, message: str) -> bytes:
    return strict_cbor.encode({"error": {"code": code, "message": message}})


def decode_error(data: bytes) -> tuple[str, str] | None:
    """Code and sentence of an error answer; None when it is something else."""
    import cbor2

    try:
        body = cbor2.loads(data[: 1 << 16], max_depth=3, allow_indefinite=False)
        code, message = body["error"]["code"], body["error"]["message"]
    except (cbor2.CBORError, ValueError, ArithmeticError, TypeError, LookupError):
        return None
    return (code, message) if isinstance(code, str) and isinstance(message, str) else None


def _beyond(position: int, ahead: int) -> int:
    """Up to where there are all entries, where that is beyond `position`; else 0."""
    return position + ahead if ahead else 0


def _digests(held: bytes) -> tuple[bytes, ...]:
    if len(held) % DIGEST:
        raise MessageFault(detail="digests")
    return tuple(held[at : at + DIGEST] for at in range(0, len(held), DIGEST))
