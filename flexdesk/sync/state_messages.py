"""What a device and the server say to each other about the state that a log ends in, beside the log itself.

Three questions, each a signed map like those in `messages`: for a piece of the newest snapshot, whether both
hold the same state, and what the server holds of one month of a table. What the server answers to the last is
a part of a snapshot and signed; a piece is covered by the snapshot's signed hash.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from flexdesk.domain.log import Vector
from flexdesk.domain.sums import Bucket, Known
from flexdesk.keys.signing import SigningKey
from flexdesk.sync import envelope, strict_cbor
from flexdesk.sync.envelope import Purpose
from flexdesk.sync.messages import (
    MAX_COUNT,
    MAX_DEVICES,
    MAX_REQUEST,
    MAX_RESPONSE,
    MessageFault,
    Signed,
    pack_device,
    unpack_device,
)
from flexdesk.sync.wire import packed_name, unpacked_name

MAX_PIECE = 1 << 20
MAX_TABLES = 4096
MAX_SUMS = 1 << 16
_MONTH = 7

_KIND = 0


class _Kinds(IntEnum):
    """Beside those of `messages`."""

    PIECE = 16
    COMPARE = 17
    ROWS = 18


class Verdict(IntEnum):
    UNKNOWN = 0  # the server does not have all that the device has
    SAME = 1
    DIFFERENT = 2


@dataclass(frozen=True, slots=True)
class PieceRequest:
    """A piece of the snapshot with that hash from `start` on; of the newest where there is none like it."""

    unit_id: str
    device: str
    hash: bytes = b""
    start: int = 0
    limit: int = 8 << 10


@dataclass(frozen=True, slots=True)
class Piece:
    """`entry` is the signed `SnapshotEntry` of the snapshot that this is of; empty where there is none."""

    entry: bytes = b""
    start: int = 0
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class CompareRequest:
    """`total` is over the columns in `known`, in the state after `vector` and decisions up to `after`."""

    unit_id: str
    device: str
    vector: Vector
    after: int
    known: Known
    total: bytes


@dataclass(frozen=True, slots=True)
class Compared:
    """Where the two differ, `sums` are the server's, as 8 bytes for each month of a table."""

    verdict: Verdict
    sums: Mapping[Bucket, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowsRequest:
    unit_id: str
    device: str
    vector: Vector
    after: int
    bucket: Bucket


StateRequest = PieceRequest | CompareRequest | RowsRequest


def encode_request(request: StateRequest, signer: SigningKey) -> bytes:
    who = {1: packed_name(request.unit_id), 2: pack_device(request.device)}
    match request:
        case PieceRequest():
            body = {_KIND: int(_Kinds.PIECE), 3: request.hash, 4: request.start, 5: request.limit}
        case CompareRequest():
            known = [part for pair in sorted(request.known.items()) for part in pair]
            body = {
                _KIND: int(_Kinds.COMPARE),
                3: _flat(request.vector),
                4: request.after,
                5: known,
                6: request.total,
            }
        case RowsRequest():
            body = {
                _KIND: int(_Kinds.ROWS),
                3: _flat(request.vector),
                4: request.after,
                5: list(request.bucket),
            }
    return envelope.seal(strict_cbor.encode({**who, **body}), signer, Purpose.MESSAGE)


def decode_request(data: bytes) -> tuple[StateRequest, Signed]:
    """The request and its signature, which is not checked yet. Raises MessageFault."""
    if len(data) > MAX_REQUEST:
        raise MessageFault(detail="size")
    try:
        payload, signature = envelope.parts(data)
        body = strict_cbor.decode(payload)
        return _request(body), Signed(body, payload, signature)
    except (ValueError, TypeError, LookupError) as error:
        raise MessageFault(detail="state") from error


def _request(body: Any) -> StateRequest:
    unit_id, device = _text(unpacked_name(body[1])), unpack_device(_bytes(body[2], 8, 8))
    match body[_KIND]:
        case _Kinds.PIECE:
            hashed = _bytes(body[3], 0, 32)
            return PieceRequest(unit_id, device, hashed, _count(body[4]), min(_count(body[5]), MAX_PIECE))
        case _Kinds.COMPARE:
            total = _bytes(body[6], 32, 32)
            return CompareRequest(unit_id, device, _vector(body[3]), _count(body[4]), _known(body[5]), total)
        case _Kinds.ROWS:
            return RowsRequest(unit_id, device, _vector(body[3]), _count(body[4]), _bucket(*body[5]))
    raise ValueError("kind")


def encode_piece(piece: Piece) -> bytes:
    return strict_cbor.encode({1: piece.entry, 2: piece.start, 3: piece.data})


def decode_piece(data: bytes) -> Piece:
    body = _answer(data)
    try:
        return Piece(_bytes(body[1], 0, 1 << 16), _count(body[2]), _bytes(body[3], 0, MAX_PIECE))
    except (ValueError, TypeError, LookupError) as error:
        raise MessageFault(detail="piece") from error


def encode_compared(compared: Compared) -> bytes:
    sums = [[table, month, short] for (table, month), short in sorted(compared.sums.items())]
    return strict_cbor.encode({1: int(compared.verdict), 2: sums})


def decode_compared(data: bytes) -> Compared:
    body = _answer(data)
    try:
        if len(body[2]) > MAX_SUMS:
            raise ValueError("size")
        sums = {_bucket(table, month): _bytes(short, 8, 8) for table, month, short in body[2]}
        return Compared(Verdict(body[1]), sums)
    except (ValueError, TypeError, LookupError) as error:
        raise MessageFault(detail="compared") from error


def encode_rows(part: bytes, signer: SigningKey) -> bytes:
    """`part` is a snapshot of the rows that were asked for."""
    return envelope.seal(part, signer, Purpose.STATE)


def decode_rows(data: bytes, issuer: bytes) -> bytes:
    """The part, if the server signed it. Raises MessageFault."""
    if len(data) > MAX_RESPONSE:
        raise MessageFault(detail="size")
    try:
        payload, signature = envelope.parts(data)
    except ValueError as error:
        raise MessageFault(detail="rows") from error
    if not envelope.is_authentic(payload, signature, issuer, Purpose.STATE):
        raise MessageFault(detail="signature")
    return payload


# fields -------------------------------------------------------------------------------------------------


def _answer(data: bytes) -> Any:
    try:
        return strict_cbor.decode(data, max_bytes=MAX_RESPONSE)
    except ValueError as error:
        raise MessageFault(detail="cbor") from error


def _flat(vector: Vector) -> list[bytes | int]:
    """Device and number by turns, devices in order."""
    return [part for device, seq in sorted(vector.items()) for part in (pack_device(device), seq)]


def _vector(flat: Any) -> dict[str, int]:
    if not isinstance(flat, list) or len(flat) % 2 or len(flat) > 2 * MAX_DEVICES:
        raise ValueError("vector")
    pairs = zip(flat[::2], flat[1::2], strict=True)
    return {unpack_device(_bytes(device, 8, 8)): _count(seq) for device, seq in pairs}


def _known(flat: Any) -> dict[int, int]:
    if not isinstance(flat, list) or len(flat) % 2 or len(flat) > 2 * MAX_TABLES:
        raise ValueError("known")
    return {_count(table): _count(column) for table, column in zip(flat[::2], flat[1::2], strict=True)}


def _bucket(table: Any, month: Any) -> Bucket:
    if not isinstance(month, str) or len(month) not in (0, _MONTH):
        raise ValueError("month")
    return _count(table), month


def _text(value: str) -> str:
    if len(value) > 400:
        raise ValueError("text")
    return value


def _bytes(value: Any, least: int, most: int) -> bytes:
    if not isinstance(value, bytes) or not least <= len(value) <= most:
        raise ValueError("bytes")
    return value


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= MAX_COUNT:
        raise ValueError("number")
    return value
