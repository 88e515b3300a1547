"""What a device and the server say to each other about the state that a log ends in, beside the log itself.

Three questions, signed as those in `messages` are: for a piece of the newest snapshot, whether both hold the
same state, and what the server holds of one month of a table. The answer to the last is a part of a snapshot
and signed; a piece is covered by the snapshot's signed hash.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from flexdesk.domain.log import Vector
from flexdesk.domain.sums import Bucket, Known
from flexdesk.keys.signing import SigningKey
from flexdesk.sync import envelope
from flexdesk.sync.envelope import Purpose
from flexdesk.sync.message_fields import (
    MAX_RESPONSE,
    Fields,
    MessageFault,
    Signed,
    decoded,
    encoded,
    opened,
    pack_device,
    packed_vector,
    sealed,
)
from flexdesk.sync.wire import packed_name

MAX_PIECE = 1 << 20
MAX_TABLES = 4096
MAX_SUMS = 1 << 16
_MONTH = 7


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
            return sealed(_Kinds.PIECE, {**who, 3: request.hash, 4: request.start, 5: request.limit}, signer)
        case CompareRequest():
            known = [part for pair in sorted(request.known.items()) for part in pair]
            held = {3: packed_vector(request.vector), 4: request.after, 5: known, 6: request.total}
            return sealed(_Kinds.COMPARE, {**who, **held}, signer)
        case RowsRequest():
            held = {3: packed_vector(request.vector), 4: request.after, 5: list(request.bucket)}
            return sealed(_Kinds.ROWS, {**who, **held}, signer)


def decode_request(data: bytes) -> tuple[StateRequest, Signed]:
    """The request and its signature, which is not checked yet. Raises MessageFault."""
    signed = opened(data)
    return _request(signed.kind, signed.fields), signed


def _request(kind: int, body: Fields) -> StateRequest:
    unit_id, device = body.name(1), body.device(2)
    match kind:
        case _Kinds.PIECE:
            return PieceRequest(
                unit_id, device, body.blob(3, 32), body.count(4), min(body.count(5), MAX_PIECE)
            )
        case _Kinds.COMPARE:
            known = {pair.count(0): pair.count(1) for pair in body.pairs(5, MAX_TABLES)}
            return CompareRequest(unit_id, device, body.vector(3), body.count(4), known, body.exactly(6, 32))
        case _Kinds.ROWS:
            (bucket,) = body.pairs(5, 1) or [Fields({})]
            return RowsRequest(unit_id, device, body.vector(3), body.count(4), _bucket(bucket))
    raise MessageFault(detail="kind")


def encode_piece(piece: Piece) -> bytes:
    return encoded({1: piece.entry, 2: piece.start, 3: piece.data})


def decode_piece(data: bytes) -> Piece:
    body = decoded(data)
    return Piece(body.blob(1, 1 << 16), body.count(2), body.blob(3, MAX_PIECE))


def encode_compared(compared: Compared) -> bytes:
    sums = [[table, month, short] for (table, month), short in sorted(compared.sums.items())]
    return encoded({1: int(compared.verdict), 2: sums})


def decode_compared(data: bytes) -> Compared:
    body = decoded(data)
    sums = {_bucket(row): row.exactly(2, 8) for row in body.rows(2, MAX_SUMS, 3)}
    try:
        return Compared(Verdict(body.count(1)), sums)
    except ValueError as error:
        raise MessageFault(detail="verdict") from error


def _bucket(row: Fields) -> Bucket:
    """A table's number and a month, which may be empty."""
    table, month = row.count(0), row.text(1)
    if len(month) not in (0, _MONTH):
        raise MessageFault(detail="month")
    return table, month


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
