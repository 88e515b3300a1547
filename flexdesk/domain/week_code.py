"""A published week as one short text: lines for people, then a part that another laptop of the unit reads.

The machine part is `FD1:` and base64url of: head, four bytes a person, the cells packed and deflated, CRC-32.
Two cells make a byte; behind them stand two bytes for each day that is split.
Leave, sickness and permits are one sign in both parts, so nobody's reason travels on paper.
"""

import base64
import binascii
import json
import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from flexdesk.domain.halves import Half
from flexdesk.domain.periods import Period, parse_period
from flexdesk.domain.places import PRIVATE, Place
from flexdesk.domain.publications import CellKey
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_

MARK = "FD1:"
_HEAD = struct.Struct(">8sHBHBBB8s")  # unit, year, week, version, people, part, parts, fingerprint
_HALF = struct.Struct(">H")
_ID = 4
_DAYS = 7
# The numbers of the cells travel on paper: never reused, only added to.
_PLACES: tuple[Place | None, ...] = (
    None, Place.OFFICE, Place.HOME, Place.OTHER_OFFICE, Place.OTHER_PLACE, Place.DUTY_TRAVEL, Place.TRAINING,
    Place.OFF, Place.SHIFT_MORNING, Place.SHIFT_AFTERNOON, Place.SHIFT_NIGHT, Place.HOLIDAY,
)  # fmt: skip
_HIDDEN = 15
_ALPHABET = re.compile(r"[A-Za-z0-9_-]+")


class WeekCodeUnreadable(FlexDeskError):
    code = "weekcode.unreadable"
    ticket = "FD-TRB-04"
    text = N_("This holds no whole schedule code of FlexDesk.")
    next = N_("Photograph the whole code from the front, or paste its whole text.")


@dataclass(frozen=True, slots=True)
class CodedPerson:
    """`places` and `halves` are one a day; `hidden` are the days whose reason does not travel."""

    id: bytes
    places: tuple[Place | None, ...]
    halves: tuple[Half | None, ...]
    hidden: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class WeekCode:
    unit: bytes
    period: Period
    version: int
    fingerprint: bytes
    people: tuple[CodedPerson, ...]
    part: int = 1
    parts: int = 1


def unit_id(unit: str) -> bytes:
    return sha256(unit.encode()).digest()[:8]


def person_id(person: str) -> bytes:
    """Of a person's key; it says nothing to whoever does not have the unit's roster."""
    return sha256(b"person " + person.encode()).digest()[:_ID]


def fingerprint(cells: Mapping[CellKey, str]) -> bytes:
    """Of everything that was frozen, the hidden reasons included."""
    plain = sorted((person, day.isoformat(), place) for (person, day), place in cells.items())
    return sha256(json.dumps(plain, separators=(",", ":")).encode()).digest()[:8]


def coded(person: str, cells: Sequence[tuple[Place | None, Half | None]]) -> CodedPerson:
    hidden = frozenset(at for at, (place, _half) in enumerate(cells) if place in PRIVATE)
    shown = tuple(None if at in hidden else place for at, (place, _half) in enumerate(cells))
    return CodedPerson(person_id(person), shown, tuple(half for _place, half in cells), hidden)


def encode(code: WeekCode) -> str:
    """The machine part."""
    year, week = _year_and_week(code.period)
    head = _HEAD.pack(
        code.unit, year, week, code.version, len(code.people), code.part, code.parts, code.fingerprint
    )
    nibbles = [
        _HIDDEN if at in person.hidden else _PLACES.index(place)
        for person in code.people
        for at, place in enumerate(person.places)
    ]
    nibbles += [0] * (len(nibbles) % 2)
    packed = bytes(high << 4 | low for high, low in zip(nibbles[::2], nibbles[1::2], strict=True))
    squeezed = zlib.compress(packed + _split(code.people), 9, -15)
    blob = head + b"".join(person.id for person in code.people) + squeezed
    blob += zlib.crc32(blob).to_bytes(4, "big")
    return MARK + base64.urlsafe_b64encode(blob).rstrip(b"=").decode()


def _split(people: Sequence[CodedPerson]) -> bytes:
    """Number of the cell, then one bit: set for an afternoon."""
    halves = [half for person in people for half in person.halves]
    return b"".join(
        _HALF.pack(at << 1 | (half is Half.AFTERNOON)) for at, half in enumerate(halves) if half is not None
    )


def decode(text: str) -> WeekCode:
    """The machine part of a scanned or pasted text; raises WeekCodeUnreadable."""
    _lines, mark, tail = text.rpartition(MARK)
    found = _ALPHABET.match("".join(tail.split()))  # a chat may have folded it
    if not mark or found is None:
        raise WeekCodeUnreadable()
    try:
        return _decoded(found[0])
    except (FlexDeskError, binascii.Error, struct.error, zlib.error, ValueError, IndexError) as error:
        raise WeekCodeUnreadable() from error


def _decoded(text: str) -> WeekCode:
    blob = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    blob, check = blob[:-4], blob[-4:]
    if zlib.crc32(blob).to_bytes(4, "big") != check:
        raise ValueError
    unit, year, week, version, count, part, parts, print_ = _HEAD.unpack_from(blob)
    ids = blob[_HEAD.size : _HEAD.size + count * _ID]
    most = (count * _DAYS + 1) // 2
    packed = zlib.decompressobj(-15).decompress(
        blob[_HEAD.size + len(ids) :], most + count * _DAYS * _HALF.size
    )
    if len(packed) < most or len(ids) != count * _ID:
        raise ValueError
    nibbles = [nibble for byte in packed[:most] for nibble in (byte >> 4, byte & 15)]
    halves = _halves(packed[most:], count * _DAYS)
    people = tuple(
        _person(
            ids[at * _ID : (at + 1) * _ID],
            nibbles[at * _DAYS : (at + 1) * _DAYS],
            halves[at * _DAYS : (at + 1) * _DAYS],
        )
        for at in range(count)
    )
    period = parse_period(f"{year:04}-W{week:02}")
    return WeekCode(unit, period, version, print_, people, part, parts)


def _halves(packed: bytes, count: int) -> list[Half | None]:
    found: list[Half | None] = [None] * count
    for (number,) in _HALF.iter_unpack(packed):
        found[number >> 1] = Half.AFTERNOON if number & 1 else Half.MORNING
    return found


def _person(id: bytes, nibbles: Sequence[int], halves: Sequence[Half | None]) -> CodedPerson:
    hidden = frozenset(at for at, nibble in enumerate(nibbles) if nibble == _HIDDEN)
    places = tuple(None if nibble == _HIDDEN else _PLACES[nibble] for nibble in nibbles)
    return CodedPerson(id, places, tuple(halves), hidden)


def _year_and_week(period: Period) -> tuple[int, int]:
    year, week, _day = period.first.isocalendar()
    return year, week


def days_of(period: Period) -> tuple[date, ...]:
    return tuple(period.first + timedelta(days=at) for at in range(_DAYS))


def short_names(names: Sequence[str]) -> list[str]:
    """The first word, with initials of the next ones where two people share it, else the whole name."""
    made = []
    for name in names:
        words = name.split() or [name]
        tries = [
            " ".join([words[0], *(word[0] for word in words[1 : 1 + more])]) for more in range(len(words))
        ]
        made.append(
            next((short for at, short in enumerate(tries) if not _shared(short, at, name, names)), name)
        )
    return made


def _shared(short: str, more: int, name: str, names: Sequence[str]) -> bool:
    """Whether somebody else's name is shortened to the same."""
    return any(
        other != name
        and (words := other.split())
        and " ".join([words[0], *(word[0] for word in words[1 : 1 + more])]) == short
        for other in names
    )
