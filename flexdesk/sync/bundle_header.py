"""What a file of changes says about itself, signed, and how it stands to what a device has already."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flexdesk.domain.log import SERVER, Vector, joined
from flexdesk.sync import strict_cbor
from flexdesk.sync.certificates import from_seconds, whole_second
from flexdesk.sync.wire import Batch, BatchHeader, packed_name, unpacked_name

FORMAT = 1
_KEY_COUNT = 12
(
    _FORMAT,
    _UNIT,
    _FROM,
    _NUMBER,
    _RECIPIENTS,
    _PREREQUISITES,
    _CONTENTS,
    _CREATED,
    _ADDRESSEE,
    _APP,
    _ITEMS,
    _DIGEST,
) = range(_KEY_COUNT)


class TooNew(ValueError):
    """The header is of a later format."""


class Addressee(StrEnum):
    """Whom a bundle is for."""

    SERVER = "server"
    UNIT = "unit"
    DEVICE = "device"


_ADDRESSEES = {1: Addressee.SERVER, 2: Addressee.UNIT, 3: Addressee.DEVICE}


@dataclass(frozen=True, slots=True)
class Range:
    """Transactions `first` to `last` of one device, both included."""

    device: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class BundleHeader:
    """`number` counts the sender's bundles; `prerequisites` is what the receiver must have already.

    `recipients` are age recipients. `items` and `digest` (SHA-256) cover everything after the header.
    """

    unit: str
    sender: str
    number: int
    recipients: tuple[str, ...]
    prerequisites: Mapping[str, int]
    contents: tuple[Range, ...]
    created: datetime
    addressee: Addressee
    app: str
    items: int
    digest: bytes

    @property
    def changes(self) -> int:
        """Number of transactions inside."""
        return sum(part.last - part.first + 1 for part in self.contents)


class State(StrEnum):
    NEW = "new"
    PARTLY_KNOWN = "partly-known"
    KNOWN = "known"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Missing:
    """Transactions after `have` up to `needed` of a device that must come first."""

    device: str
    have: int
    needed: int


def standing(header: BundleHeader, vector: Mapping[str, int]) -> tuple[State, tuple[Missing, ...]]:
    """How the bundle stands to a device that has applied `vector`."""
    missing = tuple(
        Missing(device, vector.get(device, 0), needed)
        for device, needed in sorted(header.prerequisites.items())
        if vector.get(device, 0) < needed
    )
    if all(vector.get(part.device, 0) >= part.last for part in header.contents):
        return State.KNOWN, ()
    if missing:
        return State.WAITING, missing
    if any(vector.get(part.device, 0) >= part.first for part in header.contents):
        return State.PARTLY_KNOWN, ()
    return State.NEW, ()


def ranges(batches: Iterable[Batch | BatchHeader]) -> tuple[Range, ...]:
    """What the batches hold together, sorted, neighbours and overlaps joined."""
    found: list[Range] = []
    for batch in sorted(batches, key=lambda batch: (batch.device, batch.first)):
        last = found[-1] if found else None
        if last is not None and last.device == batch.device and batch.first <= last.last + 1:
            found[-1] = Range(last.device, last.first, max(last.last, batch.last))
        else:
            found.append(Range(batch.device, batch.first, batch.last))
    return tuple(found)


def prerequisites(batches: Sequence[Batch]) -> dict[str, int]:
    """What a receiver must have before it can apply all: predecessors, and what the authors had seen."""
    inside = ranges(batches)
    wanted = [{batch.device: batch.first - 1} for batch in batches]
    wanted += [dict(view) for batch in batches for view in _views(batch)]
    return joined(
        {device: _before(device, seq, inside)}
        for vector in wanted
        for device, seq in vector.items()
        if seq and device != SERVER
    )


def _views(batch: Batch) -> Iterable[Vector]:
    """What the author had seen, once for each time that it changed."""
    before: Vector | None = None
    for tx in batch.txs:
        if tx.ctx is not before:
            yield tx.ctx
        before = tx.ctx


def _before(device: str, seq: int, inside: Iterable[Range]) -> int:
    """`seq`, or where the range that holds it begins."""
    for part in inside:
        if part.device == device and part.first <= seq <= part.last:
            return part.first - 1
    return seq


# on the wire --------------------------------------------------------------------------------------------


def encode(header: BundleHeader) -> bytes:
    numbers = {addressee: number for number, addressee in _ADDRESSEES.items()}
    return strict_cbor.encode(
        {
            _FORMAT: FORMAT,
            _UNIT: packed_name(header.unit),
            _FROM: packed_name(header.sender),
            _NUMBER: header.number,
            _RECIPIENTS: list(header.recipients),
            _PREREQUISITES: [[packed_name(d), seq] for d, seq in sorted(header.prerequisites.items())],
            _CONTENTS: [[packed_name(part.device), part.first, part.last] for part in header.contents],
            _CREATED: int(whole_second(header.created).timestamp()),
            _ADDRESSEE: numbers[header.addressee],
            _APP: header.app,
            _ITEMS: header.items,
            _DIGEST: header.digest,
        }
    )


def decode(data: bytes) -> BundleHeader:
    """Raises ValueError; TooNew for a later format."""
    held = strict_cbor.decode(data)
    if isinstance(held, dict) and type(held.get(_FORMAT)) is int and held[_FORMAT] > FORMAT:
        raise TooNew(held[_FORMAT])
    if not isinstance(held, dict) or list(held) != list(range(_KEY_COUNT)) or held[_FORMAT] != FORMAT:
        raise ValueError("keys")
    if not isinstance(held[_APP], str) or not isinstance(held[_DIGEST], bytes) or len(held[_DIGEST]) != 32:
        raise ValueError("type")
    if type(held[_ADDRESSEE]) is not int or held[_ADDRESSEE] not in _ADDRESSEES:
        raise ValueError("addressee")
    return BundleHeader(
        unit=unpacked_name(held[_UNIT]),
        sender=unpacked_name(held[_FROM]),
        number=_count(held[_NUMBER]),
        recipients=_recipients(held[_RECIPIENTS]),
        prerequisites=dict(_pairs(held[_PREREQUISITES])),
        contents=tuple(_range(part) for part in _list(held[_CONTENTS])),
        created=from_seconds(held[_CREATED]),
        addressee=_ADDRESSEES[held[_ADDRESSEE]],
        app=held[_APP],
        items=_count(held[_ITEMS]),
        digest=held[_DIGEST],
    )


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 1 << 63:
        raise ValueError("number")
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("list")
    return value


def _recipients(value: Any) -> tuple[str, ...]:
    found = tuple(_list(value))
    if not all(isinstance(recipient, str) for recipient in found):
        raise ValueError("recipients")
    return found


def _pairs(value: Any) -> Iterable[tuple[str, int]]:
    for pair in _list(value):
        device, seq = _list(pair)
        yield unpacked_name(device), _count(seq)


def _range(value: Any) -> Range:
    device, first, last = _list(value)
    part = Range(unpacked_name(device), _count(first), _count(last))
    if not 0 < part.first <= part.last:
        raise ValueError("range")
    return part
