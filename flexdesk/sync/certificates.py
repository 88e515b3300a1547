"""Signed statements beside the log: who a device is and in which role, and what the server says of a unit.

A certificate binds a device's signing key and its address for encrypted files to a unit, a role and a holder.
The device that founds a unit issues its own; a server's enrolment key issues the others.
An entry is the server's word: receipt, rejection, revocation, grant, head. All are checked without a line.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from flexdesk.domain.authority import Role
from flexdesk.domain.ops import Value
from flexdesk.keys.signing import SigningKey, device_id
from flexdesk.sync import envelope, strict_cbor
from flexdesk.sync.envelope import Purpose
from flexdesk.sync.faults import CertificateFault
from flexdesk.sync.wire import packed_name, unpacked_name

MAX_CERTIFICATE = 4 << 10  # bytes
MAX_ENTRY = 1 << 20
CHAIN_SHOWN = 16  # bytes of a chain value in a receipt
_VERSION = 1
_KEY_COUNT = 10
_V, _UNIT, _SIGN, _RECEIVE, _ROLE, _HOLDER, _FROM, _UNTIL, _ISSUER, _SERIAL = range(_KEY_COUNT)


_ROLE_NUMBERS = {1: Role.HEAD, 2: Role.DEPUTY, 3: Role.CLERK, 4: Role.READER}
_NUMBER_OF = {role: number for number, role in _ROLE_NUMBERS.items()}


def whole_second(at: datetime) -> datetime:
    """The instant as it travels: UTC, without parts of a second. Raises ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError("naive")
    return at.astimezone(UTC).replace(microsecond=0)


def from_seconds(seconds: Any) -> datetime:
    """Raises ValueError for anything but a plausible number of seconds since 1970."""
    if type(seconds) is not int or not 0 <= seconds < 1 << 36:
        raise ValueError("time")
    return datetime.fromtimestamp(seconds, UTC)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says. `sign_key` and `issuer` are 32-byte public keys, `receive` an age recipient.

    `valid_until` None means until revoked. `serial` is the issuer's own number.
    """

    unit: str
    sign_key: bytes
    receive: str
    role: Role
    holder: str
    valid_from: datetime
    valid_until: datetime | None
    issuer: bytes
    serial: int

    @property
    def device(self) -> str:
        return device_id(self.sign_key)

    @property
    def is_founding(self) -> bool:
        """Whether the device vouches for itself."""
        return self.issuer == self.sign_key

    def is_valid_at(self, instant: datetime) -> bool:
        return self.valid_from <= instant and (self.valid_until is None or instant < self.valid_until)


UNBOUND_RECEIPTS = 419  # programs up to this level (`evolution.LEVEL`) read receipts without chain only


def issue(
    issuer: SigningKey,
    *,
    unit: str,
    sign_key: bytes,
    receive: str,
    role: Role,
    holder: str,
    valid_from: datetime,
    valid_until: datetime | None = None,
    serial: int = 1,
) -> bytes:
    """A signed certificate; a founding device passes its own key and `sign_key` its public half."""
    if len(sign_key) != 32:
        raise ValueError("sign_key")
    payload = strict_cbor.encode(
        {
            _V: _VERSION,
            _UNIT: unit,
            _SIGN: sign_key,
            _RECEIVE: receive,
            _ROLE: _NUMBER_OF[role],
            _HOLDER: holder,
            _FROM: int(whole_second(valid_from).timestamp()),
            _UNTIL: None if valid_until is None else int(whole_second(valid_until).timestamp()),
            _ISSUER: issuer.public,
            _SERIAL: serial,
        }
    )
    return envelope.seal(payload, issuer, Purpose.CERTIFICATE)


def read(blob: bytes) -> Certificate:
    """What the certificate says; nothing is verified. Raises CertificateFault."""
    return _taken_apart(blob)[0]


def verify(blob: bytes, issuers: Collection[bytes], *, at: datetime | None = None) -> Certificate:
    """The certificate, if one of the public keys `issuers` issued it and it is valid `at` that instant.

    Raises CertificateFault. A founding certificate needs its own key among `issuers`.
    """
    certificate, payload, signature = _taken_apart(blob)
    if certificate.issuer not in issuers:
        raise CertificateFault("issuer")
    if not envelope.is_authentic(payload, signature, certificate.issuer, Purpose.CERTIFICATE):
        raise CertificateFault("signature")
    if at is not None and at < certificate.valid_from:
        raise CertificateFault("not_yet")
    if at is not None and not certificate.is_valid_at(at):
        raise CertificateFault("expired")
    return certificate


def _taken_apart(blob: bytes) -> tuple[Certificate, bytes, bytes]:
    payload, signature = _parts(blob, MAX_CERTIFICATE)
    try:
        return _certificate(strict_cbor.decode(payload)), payload, signature
    except ValueError as error:
        raise CertificateFault("content") from error


def _parts(blob: bytes, limit: int) -> tuple[bytes, bytes]:
    if len(blob) > limit:
        raise CertificateFault("size")
    try:
        return envelope.parts(blob)
    except ValueError as error:
        raise CertificateFault("envelope") from error


def _certificate(held: Any) -> Certificate:
    if not isinstance(held, dict) or list(held) != list(range(_KEY_COUNT)) or held[_V] != _VERSION:
        raise ValueError("keys")
    texts = (held[_UNIT], held[_RECEIVE], held[_HOLDER])
    keys = (held[_SIGN], held[_ISSUER])
    if not all(isinstance(text, str) for text in texts) or type(held[_SERIAL]) is not int:
        raise ValueError("type")
    if not all(isinstance(key, bytes) and len(key) == 32 for key in keys):
        raise ValueError("key")
    if type(held[_ROLE]) is not int or held[_ROLE] not in _ROLE_NUMBERS:
        raise ValueError("role")
    until = held[_UNTIL]
    return Certificate(
        unit=held[_UNIT],
        sign_key=held[_SIGN],
        receive=held[_RECEIVE],
        role=_ROLE_NUMBERS[held[_ROLE]],
        holder=held[_HOLDER],
        valid_from=from_seconds(held[_FROM]),
        valid_until=None if until is None else from_seconds(until),
        issuer=held[_ISSUER],
        serial=held[_SERIAL],
    )


# entries ------------------------------------------------------------------------------------------------

_ENTRY_KEY_COUNT = 6
_E_VERSION, _E_KIND, _E_UNIT, _E_POS, _E_AT, _E_BODY = range(_ENTRY_KEY_COUNT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`pos` is the position in the server's order of the unit, `at_ms` its time since 1970 (0: not said)."""

    number: ClassVar[int] = 0
    unit: str
    pos: int
    at_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptEntry(Entry):
    """The server has everything in `vector`; `device` is the one it answers.

    `chain` begins the chain value after the last change of `device`, so that a receipt is for these changes
    and not for others under the same numbers; empty in receipts of older servers.
    """

    number: ClassVar[int] = 1
    device: str
    vector: Mapping[str, int] = field(default_factory=dict)
    chain: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockEntry(Entry):
    """Changes `first` to `last` of a device were received at `at_ms`; what says that it is later, is not."""

    number: ClassVar[int] = 9
    device: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectEntry(Entry):
    """These writes of a transaction (with no `rows` all of it) are void everywhere; `reason` is a code."""

    number: ClassVar[int] = 2
    device: str
    seq: int
    reason: str
    rows: tuple[int, ...] = ()  # indices of the transaction's writes


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeEntry(Entry):
    """A device counts only up to and including `seq`."""

    number: ClassVar[int] = 3
    device: str
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantEntry(Entry):
    """A certificate, as signed by its issuer, is in force."""

    number: ClassVar[int] = 4
    certificate: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitHeadEntry(Entry):
    """How far the server's order of the unit has come; `chain` is 32 bytes over all of it.

    `restored_ms` is the time of the last RestoreEntry in that order; 0 where there is none.
    """

    number: ClassVar[int] = 5
    chain: bytes
    restored_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreEntry(Entry):
    """An older copy of the server's database was laid back, and the operator says so.

    What the server signed before `at_ms` counts only as far as the server gives it out again.
    """

    number: ClassVar[int] = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotEntry(Entry):
    """A snapshot of everything up to the position `upto`; see `flexdesk.sync.snapshot`.

    `hash` is SHA-256 of its `size` bytes, `digest` the sum of its state (`flexdesk.domain.sums`) over all
    columns, `schema` how many columns the server's registry had.
    """

    number: ClassVar[int] = 6
    upto: int
    size: int
    hash: bytes
    digest: bytes
    schema: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownEntry(Entry):
    """A kind of entry of a newer server: kept and passed on unread. A known kind never changes its form."""


_LAST_KIND = max(kind.number for kind in Entry.__subclasses__())


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveEntry(Entry):
    """A person left the unit, or with `cells` comes to it; `other` is the name of the other unit.

    `person` is the row's key in the unit that was left, and `vector` what the server had of that unit by
    then: what anybody wrote about the person beyond it was written without knowing. `day` is an ISO date,
    `cells` the columns of the person's row.
    """

    number: ClassVar[int] = 7
    person: str
    nip: str
    name: str
    other: str
    day: str
    vector: Mapping[str, int] = field(default_factory=dict)
    cells: Mapping[str, Value] = field(default_factory=dict)


def sign_entry(entry: Entry, signer: SigningKey) -> bytes:
    payload = strict_cbor.encode(
        {
            _E_VERSION: _VERSION,
            _E_KIND: entry.number,
            _E_UNIT: packed_name(entry.unit),
            _E_POS: entry.pos,
            _E_AT: entry.at_ms,
            _E_BODY: _body(entry),
        }
    )
    return envelope.seal(payload, signer, Purpose.ENTRY)


def chain_after(chain: bytes, pos: int, digest: bytes) -> bytes:
    """The chain over a unit's order once what has that SHA-256 stands at `pos`: 32 bytes."""
    return hashlib.sha256(chain + pos.to_bytes(8, "big") + digest).digest()


def verify_entry(blob: bytes, public_key: bytes) -> Entry:
    """The entry, if `public_key` signed it; raises CertificateFault."""
    payload, signature = _parts(blob, MAX_ENTRY)
    if not envelope.is_authentic(payload, signature, public_key, Purpose.ENTRY):
        raise CertificateFault("signature")
    return _read_entry(payload)


def read_entry(blob: bytes) -> Entry:
    """What the entry says; nothing is verified. Raises CertificateFault."""
    return _read_entry(_parts(blob, MAX_ENTRY)[0])


def _read_entry(payload: bytes) -> Entry:
    try:
        return _entry(strict_cbor.decode(payload))
    except (ValueError, TypeError) as error:
        raise CertificateFault("content") from error


def _body(entry: Entry) -> list[Any]:
    match entry:
        case ReceiptEntry():
            pairs = [[packed_name(device), seq] for device, seq in sorted(entry.vector.items()) if seq]
            return [packed_name(entry.device), pairs, *([entry.chain] if entry.chain else [])]
        case ClockEntry():
            return [packed_name(entry.device), entry.first, entry.last]
        case RejectEntry():
            return [packed_name(entry.device), entry.seq, entry.reason, list(entry.rows)]
        case RevokeEntry():
            return [packed_name(entry.device), entry.seq]
        case GrantEntry():
            return [entry.certificate]
        case UnitHeadEntry():
            return [entry.chain, *([entry.restored_ms] if entry.restored_ms else [])]
        case RestoreEntry():
            return []
        case SnapshotEntry():
            return [entry.upto, entry.size, entry.hash, entry.digest, entry.schema]
        case MoveEntry():
            who = [entry.person, entry.nip, entry.name, entry.other, entry.day]
            pairs = [[packed_name(device), seq] for device, seq in sorted(entry.vector.items()) if seq]
            return [*who, pairs, [[name, value] for name, value in sorted(entry.cells.items())]]
    raise ValueError("kind")


def _entry(held: Any) -> Entry:
    if (
        not isinstance(held, dict)
        or list(held) != list(range(_ENTRY_KEY_COUNT))
        or held[_E_VERSION] != _VERSION
    ):
        raise ValueError("keys")
    body = held[_E_BODY]
    if not isinstance(body, list):
        raise ValueError("body")
    place: dict[str, Any] = {
        "unit": unpacked_name(held[_E_UNIT]),
        "pos": _count(held[_E_POS]),
        "at_ms": _count(held[_E_AT]),
    }
    match held[_E_KIND], body:
        case ReceiptEntry.number, [device, list(vector)]:
            return ReceiptEntry(**place, device=unpacked_name(device), vector=_vector(vector))
        case ReceiptEntry.number, [device, list(vector), bytes(chain)] if len(chain) == CHAIN_SHOWN:
            return ReceiptEntry(**place, device=unpacked_name(device), vector=_vector(vector), chain=chain)
        case ClockEntry.number, [device, int(first), int(last)]:
            return ClockEntry(**place, device=unpacked_name(device), first=_count(first), last=_count(last))
        case RejectEntry.number, [device, seq, str(reason), list(rows)]:
            seq, void = _count(seq), tuple(map(_count, rows))
            return RejectEntry(**place, device=unpacked_name(device), seq=seq, reason=reason, rows=void)
        case RevokeEntry.number, [device, seq]:
            return RevokeEntry(**place, device=unpacked_name(device), seq=_count(seq))
        case GrantEntry.number, [bytes(certificate)]:
            read(certificate)
            return GrantEntry(**place, certificate=certificate)
        case MoveEntry.number, [*texts, list(seen), list(held)] if len(texts) == 5 and _are_texts(texts):
            person, nip, name, other, day = texts
            return MoveEntry(
                **place,
                person=person,
                nip=nip,
                name=name,
                other=other,
                day=whole_day(day),
                vector=_vector(seen),
                cells=_cells(held),
            )
        case UnitHeadEntry.number, [bytes(chain)] if len(chain) == 32:
            return UnitHeadEntry(**place, chain=chain)
        case UnitHeadEntry.number, [bytes(chain), restored] if len(chain) == 32:
            return UnitHeadEntry(**place, chain=chain, restored_ms=_count(restored))
        case RestoreEntry.number, []:
            return RestoreEntry(**place)
        case SnapshotEntry.number, [upto, size, bytes(hashed), bytes(digest), schema]:
            if len(hashed) != 32 or len(digest) != 32:
                raise ValueError("hash")
            upto, size, schema = _count(upto), _count(size), _count(schema)
            return SnapshotEntry(**place, upto=upto, size=size, hash=hashed, digest=digest, schema=schema)
    if type(held[_E_KIND]) is int and held[_E_KIND] > _LAST_KIND:
        return UnknownEntry(**place)
    raise ValueError("kind")


def _vector(pairs: list[Any]) -> dict[str, int]:
    vector = {unpacked_name(device): _count(seq) for device, seq in pairs}
    if len(vector) != len(pairs):
        raise ValueError("vector")
    return vector


def _are_texts(values: list[Any]) -> bool:
    return all(isinstance(value, str) for value in values)


def whole_day(text: str) -> str:
    """An ISO date as it travels; raises ValueError for any other text."""
    if date.fromisoformat(text).isoformat() != text:
        raise ValueError("day")
    return text


def _cells(pairs: list[Any]) -> dict[str, Value]:
    """Columns by name; one that a newer program knows is kept."""
    cells = {str(name): value for name, value in pairs}
    plain = all(value is None or type(value) in (str, int, float) for value in cells.values())
    if len(cells) != len(pairs) or not plain:
        raise ValueError("cells")
    return cells


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 1 << 63:
        raise ValueError("number")
    return value
