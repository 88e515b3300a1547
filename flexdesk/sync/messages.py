"""What a device and the server say to each other: the shapes, their bounds and their signatures.

A message is one deterministic CBOR map (`strict_cbor`) with small numbers as keys; a field that holds its
default is left out. Requests, and the answer to an enrolment, travel in a signed `envelope`. What is too
large or has another type is a `MessageFault`.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from flexdesk.domain.log import Vector
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_
from flexdesk.keys.signing import SigningKey
from flexdesk.sync import strict_cbor
from flexdesk.sync.dictionaries import BASE
from flexdesk.sync.envelope import Purpose, is_authentic, parts, seal
from flexdesk.sync.handover import MAX_HANDOVER
from flexdesk.sync.wire import packed_name, unpacked_name

MEDIA_TYPE = "application/cbor"
MAX_REQUEST = 10 << 20  # bytes of a body; room for the largest batch
MAX_RESPONSE = 16 << 20
MAX_BATCHES = 512
MAX_DEVICES = 1024
MAX_ENTRIES = 4096
MAX_CERTIFICATES = 1024
MAX_PACKINGS = 64
MAX_TEXT = 400  # characters of a name, a recipient, an id
MAX_COUNT = (1 << 63) - 1
DEFAULT_LIMIT = 64 << 10  # bytes of batches in one answer

NONCE = 16
DIGEST = 32  # bytes of SHA-256
MAX_DIGESTS = 256  # in one answer; the next one goes on

_KIND = 0  # the key that says which message it is
_SYNC, _ENROL, _ADMIT = 1, 2, 3
_DECIDED, _LEFT = 16, 17


class MessageFault(FlexDeskError):
    """A message that is cut off, altered or not of this program."""

    code = "message.fault"
    ticket = "FD-SRV-01"
    text = N_("The message cannot be read: {detail}.")
    next = N_("Update FlexDesk on both sides, then try again.")


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


# Encoding


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
    return _sealed(_ENROL, body, signer)


def decode_enrol_request(data: bytes) -> EnrolRequest:
    """The request, signed with the key that it brings."""
    signed = _opened(_ENROL, data, MAX_REQUEST)
    body = signed.body
    request = EnrolRequest(
        code=_text(body, 1),
        sign_key=_exactly(body, 2, 32),
        receive=_text(body, 3),
        holder=_text(body, 4),
        log=_text(body, 5) or None,
        founding=_bytes(body, 6, 4096) or None,
        nonce=_exactly(body, 7, NONCE),
        handover=_bytes(body, 8, MAX_HANDOVER),
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
    return _sealed(_ADMIT, body, signer)


def decode_enrol_response(data: bytes, nonce: bytes) -> EnrolResponse:
    """The answer to the request with that nonce, signed by the issuer that it names."""
    signed = _opened(_ADMIT, data, MAX_RESPONSE)
    body = signed.body
    response = EnrolResponse(
        unit_id=_text(body, 1),
        log=_text(body, 2),
        name=_text(body, 3),
        agency=_text(body, 4),
        zone=_text(body, 5),
        role=_text(body, 6),
        certificate=_bytes(body, 7, 4096),
        issuer=_exactly(body, 8, 32),
        receive=_text(body, 9),
        receipt_key=_exactly(body, 10, 32),
        time_ms=_count(body, 11),
        nonce=_exactly(body, 12, NONCE),
        certificates=_blobs(body, 13, MAX_CERTIFICATES, 4096),
        recovery=_text(body, 20),
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
        3: _packed(others),
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
    return _sealed(_SYNC, body, signer)


def decode_sync_request(data: bytes) -> tuple[SyncRequest, "Signed"]:
    """The request and its signature, which is not checked yet: the key is looked up by the device."""
    signed = _opened(_SYNC, data, MAX_REQUEST)
    body = signed.body
    device = unpack_device(_exactly(body, 2, 8))
    own = {device: seq} if (seq := _count(body, 7)) else {}
    after = _count(body, 4)
    request = SyncRequest(
        unit_id=_name(body, 1),
        device=device,
        vector=_vector(body, 3) | own,
        after=after,
        batches=_blobs(body, 5, MAX_BATCHES, MAX_REQUEST),
        limit=_count(body, 6) or DEFAULT_LIMIT,
        proven=_count(body, 20) - 1 if body.get(20) else None,
        restored_ms=_count(body, 21),
        decided=_beyond(after, body),
        packings=BASE | {_count({0: packing}, 0) for packing in _list(body, 8, MAX_PACKINGS)},
        returned=_blobs(body, 22, MAX_CERTIFICATES, 8192),
    )
    return request, signed


def claimed_unit(data: bytes) -> str:
    """Whom a request says it comes from, to sort it before it is read; nothing is checked, "" is nobody."""
    import cbor2

    try:
        payload, _signature = parts(data)
        decoder = cbor2.CBORDecoder(BytesIO(payload[1:200]))  # after the head of the map
        kind_key, _kind, unit_key, unit = (decoder.decode() for _ in range(4))
        return unpacked_name(unit) if (kind_key, unit_key) == (_KIND, 1) else ""
    except (cbor2.CBORError, ValueError, ArithmeticError, TypeError, LookupError):
        return ""


def encode_sync_response(response: SyncResponse, asked: SyncRequest) -> bytes:
    """Only what differs from the request's vector and position is written."""
    told = {
        device: seq for device, seq in response.acknowledged.items() if asked.vector.get(device, 0) != seq
    } | {device: 0 for device in asked.vector if device not in response.acknowledged}
    body = {
        1: _packed(told),
        2: response.position - asked.after,
        3: response.time_ms,
        4: response.head,
        5: _packed(response.wanted),
        6: [[pack_device(refused.device), refused.first, refused.code] for refused in response.refused],
        7: list(response.batches),
        8: list(response.entries),
        9: list(response.certificates),
        10: int(response.more),
        20: b"".join(response.digests),
        _DECIDED: max(0, response.decided - response.position),
        _LEFT: response.left,
    }
    return _encoded(body)


def decode_sync_response(data: bytes, asked: SyncRequest) -> SyncResponse:
    body = _decoded(data, MAX_RESPONSE)
    told = {**asked.vector, **_vector(body, 1)}
    moved = body.get(2, 0)
    if type(moved) is not int or not 0 <= asked.after + moved <= MAX_COUNT:
        raise MessageFault(detail="field 2")
    return SyncResponse(
        acknowledged={device: seq for device, seq in told.items() if seq},
        position=asked.after + moved,
        time_ms=_count(body, 3),
        head=_bytes(body, 4, 4096),
        wanted=_vector(body, 5),
        refused=_refused(body, 6),
        batches=_blobs(body, 7, MAX_ENTRIES, MAX_RESPONSE),
        entries=_blobs(body, 8, MAX_ENTRIES, MAX_RESPONSE),
        certificates=_blobs(body, 9, MAX_CERTIFICATES, 4096),
        more=bool(_count(body, 10)),
        digests=_digests(body, 20),
        decided=_beyond(asked.after + moved, body),
        left=_count(body, _LEFT),
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


# Signatures


@dataclass(frozen=True, slots=True)
class Signed:
    """A decoded map with what was signed, until `check` is asked with the right key."""

    body: Mapping[int, Any]
    payload: bytes
    signature: bytes

    def check(self, public_key: bytes) -> None:
        """Raises MessageFault unless the owner of the 32-byte Ed25519 key signed this."""
        if not is_authentic(self.payload, self.signature, public_key, Purpose.MESSAGE):
            raise MessageFault(detail="signature")


def _sealed(kind: int, fields: Mapping[int, Any], signer: SigningKey) -> bytes:
    return seal(_encoded({_KIND: kind, **fields}), signer, Purpose.MESSAGE)


def _opened(kind: int, data: bytes, limit: int) -> Signed:
    if len(data) > limit:
        raise MessageFault(detail="size")
    try:
        payload, signature = parts(data)
    except ValueError as error:
        raise MessageFault(detail="envelope") from error
    body = _decoded(payload, limit)
    if body.get(_KIND) != kind:
        raise MessageFault(detail="kind")
    return Signed(body, payload, signature)


# Fields


def _encoded(fields: Mapping[int, Any]) -> bytes:
    """Without the fields that hold nothing."""
    return strict_cbor.encode({key: value for key, value in fields.items() if value})


def _decoded(data: bytes, limit: int) -> Mapping[int, Any]:
    try:
        body = strict_cbor.decode(data, max_bytes=limit)
    except ValueError as error:
        raise MessageFault(detail=str(error)) from error
    if not isinstance(body, dict):
        raise MessageFault(detail="cbor")
    return body


def pack_device(device: str) -> bytes:
    """The 8 bytes of a device id of 16 hexadecimal characters."""
    if len(device) != 16:
        raise MessageFault(detail="device")
    try:
        return bytes.fromhex(device)
    except ValueError as error:
        raise MessageFault(detail="device") from error


def unpack_device(data: bytes) -> str:
    return data.hex()


def _packed(vector: Vector) -> list[bytes | int]:
    """Device and number by turns, devices in order."""
    flat: list[bytes | int] = []
    for device, seq in sorted(vector.items()):
        flat += (pack_device(device), seq)
    return flat


def _count(body: Mapping[int, Any], key: int) -> int:
    value = body.get(key, 0)
    if type(value) is not int or not 0 <= value <= MAX_COUNT:
        raise MessageFault(detail=f"field {key}")
    return value


def _beyond(position: int, body: Mapping[int, Any]) -> int:
    """Up to where there are all entries, where that is beyond `position`; else 0."""
    ahead = _count(body, _DECIDED)
    return position + ahead if ahead else 0


def _text(body: Mapping[int, Any], key: int) -> str:
    value = body.get(key, "")
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise MessageFault(detail=f"field {key}")
    return value


def _name(body: Mapping[int, Any], key: int) -> str:
    """A text, or the bytes of a hexadecimal one."""
    try:
        name = unpacked_name(body.get(key, ""))
    except ValueError as error:
        raise MessageFault(detail=f"field {key}") from error
    return _text({key: name}, key)


def _bytes(body: Mapping[int, Any], key: int, limit: int) -> bytes:
    value = body.get(key, b"")
    if not isinstance(value, bytes) or len(value) > limit:
        raise MessageFault(detail=f"field {key}")
    return value


def _exactly(body: Mapping[int, Any], key: int, length: int) -> bytes:
    value = _bytes(body, key, length)
    if len(value) != length:
        raise MessageFault(detail=f"field {key}")
    return value


def _list(body: Mapping[int, Any], key: int, most: int) -> list[Any]:
    value = body.get(key, [])
    if not isinstance(value, list) or len(value) > most:
        raise MessageFault(detail=f"field {key}")
    return value


def _blobs(body: Mapping[int, Any], key: int, most: int, limit: int) -> tuple[bytes, ...]:
    values = _list(body, key, most)
    if not all(isinstance(value, bytes) and 0 < len(value) <= limit for value in values):
        raise MessageFault(detail=f"field {key}")
    return tuple(values)


def _digests(body: Mapping[int, Any], key: int) -> tuple[bytes, ...]:
    held = _bytes(body, key, DIGEST * MAX_DIGESTS)
    if len(held) % DIGEST:
        raise MessageFault(detail=f"field {key}")
    return tuple(held[at : at + DIGEST] for at in range(0, len(held), DIGEST))


def _vector(body: Mapping[int, Any], key: int) -> dict[str, int]:
    flat = _list(body, key, 2 * MAX_DEVICES)
    if len(flat) % 2:
        raise MessageFault(detail=f"field {key}")
    found: dict[str, int] = {}
    for device, seq in zip(flat[::2], flat[1::2], strict=True):
        part = {0: device, 1: seq}
        found[unpack_device(_exactly(part, 0, 8))] = _count(part, 1)
    if len(found) * 2 != len(flat):
        raise MessageFault(detail=f"field {key}")
    return found


def _refused(body: Mapping[int, Any], key: int) -> tuple[Refused, ...]:
    found = []
    for value in _list(body, key, MAX_BATCHES):
        if not isinstance(value, list) or len(value) != 3:
            raise MessageFault(detail=f"field {key}")
        part = dict(enumerate(value))
        device = unpack_device(_exactly(part, 0, 8))
        found.append(Refused(device, _count(part, 1), _text(part, 2)))
    return tuple(found)
