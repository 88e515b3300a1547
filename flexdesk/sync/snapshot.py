"""A snapshot as bytes: what is left of a unit's log, author by author, in the columns that batches have.

The header is deterministic CBOR: format, unit, how far each device's log is covered with the value of its
chain there, sections, sizes, packing and program. The body is zstd over: the authors' names; for each
transaction its author, in the order in which all can be applied; for each section (a run of one author's
transactions) their numbers and a batch's columns; then the place of each write in its transaction, and which
of them are rejected. The server signs the SHA-256 of the whole in an entry (`certificates.SnapshotEntry`).
"""

import hashlib
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Any

import zstandard

from flexdesk.domain import evolution
from flexdesk.domain.log import Tx
from flexdesk.domain.snapshot import Kept, Snapshot
from flexdesk.errors import EnvironmentTrouble
from flexdesk.i18n import N_
from flexdesk.sync import body, strict_cbor
from flexdesk.sync.columns import (
    Reader,
    read_indices,
    read_ints,
    read_texts,
    write_ints,
    write_texts,
    write_varint,
)
from flexdesk.sync.dictionaries import PLAIN, STORED, compressor, decompressed
from flexdesk.sync.wire import packed_name, unpacked_name

VERSION = 1
MAX_SNAPSHOT = 64 << 20
MAX_BODY = 256 << 20
MAX_HEADER = 1 << 18
_MAX_KEPT = 4_000_000
_MAX_AUTHORS = 1 << 16
_SECTION_TXS = 20_000
_SECTION_CELLS = 200_000
_SLOWEST = 2 << 20  # up to here the slowest packing takes a second or two, and is paid once
_CHAIN = 32

_KEY_COUNT = 8
_V, _UNIT, _ENDS, _SECTIONS, _KEPT, _SCHEMA, _PACKING, _APP = range(_KEY_COUNT)


class SnapshotFault(EnvironmentTrouble):
    """A snapshot that is damaged, of another unit or too large: size, hash, unit, content."""

    code = "snapshot.fault"
    ticket = "FD-CUP-01"
    text = N_("The unit's present state did not arrive whole from the server ({reason}).")
    safe = N_("Nothing of it was taken over; your own changes are untouched.")
    next = N_("Send and fetch again; if it stays, call the operator of the server.")

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Header:
    unit: str
    vector: dict[str, int]
    chains: dict[str, bytes]
    sections: list[tuple[int, int]]  # author, transactions
    kept: int
    packing: int


def encode(unit: str, snapshot: Snapshot, *, app: str) -> bytes:
    """Raises SnapshotFault for what cannot travel."""
    authors = sorted({kept.tx.device for kept in snapshot.kept})
    places = {author: index for index, author in enumerate(authors)}
    runs = [run for author in authors for run in _runs(snapshot.kept, author)]
    try:
        raw = _body(snapshot.kept, authors, places, runs)
        packing, packed = _compressed(raw)
    except (ValueError, OverflowError) as error:
        raise SnapshotFault("content") from error
    ends = [
        [packed_name(device), seq, snapshot.chains[device]]
        for device, seq in sorted(snapshot.vector.items())
        if seq
    ]
    header = strict_cbor.encode(
        {
            _V: VERSION,
            _UNIT: packed_name(unit),
            _ENDS: ends,
            _SECTIONS: [[places[run[0].tx.device], len(run)] for run in runs],
            _KEPT: len(snapshot.kept),
            _SCHEMA: evolution.LEVEL,
            _PACKING: packing,
            _APP: app,
        }
    )
    blob = strict_cbor.byte_string_head(len(header)) + header + packed
    if len(header) > MAX_HEADER or len(blob) > MAX_SNAPSHOT:
        raise SnapshotFault("size")
    return blob


def decode(blob: bytes, unit: str, *, expected: bytes) -> Snapshot:
    """The snapshot of that unit, if its SHA-256 is the expected one; any fault raises SnapshotFault."""
    if len(blob) > MAX_SNAPSHOT:
        raise SnapshotFault("size")
    if hash_of(blob) != expected:
        raise SnapshotFault("hash")
    try:
        data, end = strict_cbor.read_byte_string(blob, 0)
        header = _header(strict_cbor.decode(data, max_bytes=MAX_HEADER))
        raw = blob[end:] if header.packing == STORED else decompressed(header.packing, blob[end:], MAX_BODY)
        kept = _unpacked(header, Reader(raw))
    except (ValueError, OverflowError, TypeError, LookupError, zstandard.ZstdError) as error:
        raise SnapshotFault("content") from error
    if header.unit != unit:
        raise SnapshotFault("unit")
    if any(one.tx.seq > header.vector.get(one.tx.device, 0) for one in kept):
        raise SnapshotFault("content")
    return Snapshot(kept, header.vector, header.chains)


def hash_of(blob: bytes) -> bytes:
    return hashlib.sha256(blob).digest()


# writing ------------------------------------------------------------------------------------------------


def _runs(kept: Sequence[Kept], author: str) -> Iterator[list[Kept]]:
    """One author's transactions, in pieces that a batch could hold."""
    run: list[Kept] = []
    cells = 0
    for one in kept:
        if one.tx.device != author:
            continue
        more = sum(len(write.cells) + 1 for write in one.tx.writes)
        if run and (len(run) == _SECTION_TXS or cells + more > _SECTION_CELLS):
            yield run
            run, cells = [], 0
        run.append(one)
        cells += more
    if run:
        yield run


def _body(
    kept: Sequence[Kept], authors: Sequence[str], places: Mapping[str, int], runs: Sequence[Sequence[Kept]]
) -> bytes:
    out = bytearray()
    write_varint(out, len(authors))
    write_texts(out, authors)
    write_ints(out, [places[one.tx.device] for one in kept])
    for run in runs:
        write_ints(out, [one.tx.seq for one in run])
        packed = body.pack([one.tx for one in run])
        write_varint(out, len(packed))
        out += packed
    numbers = [(number, number in one.void) for run in runs for one in run for number in one.numbers]
    write_ints(out, [number for number, _void in numbers])
    void = [index for index, (_number, is_void) in enumerate(numbers) if is_void]
    write_varint(out, len(void))
    write_ints(out, void)
    return bytes(out)


def _compressed(raw: bytes) -> tuple[int, bytes]:
    if len(raw) > MAX_BODY:
        raise ValueError("size")
    packed = compressor(PLAIN, 19 if len(raw) <= _SLOWEST else 9, len(raw)).compress(raw)
    return min([(PLAIN, packed), (STORED, raw)], key=lambda way: len(way[1]))


# reading ------------------------------------------------------------------------------------------------


def _header(held: Any) -> _Header:
    if not isinstance(held, dict) or held.get(_V) != VERSION or list(held) != list(range(_KEY_COUNT)):
        raise ValueError("keys")
    vector: dict[str, int] = {}
    chains: dict[str, bytes] = {}
    for device, seq, chain in held[_ENDS]:
        name = unpacked_name(device)
        if name in vector or not isinstance(chain, bytes) or len(chain) != _CHAIN:
            raise ValueError("ends")
        vector[name], chains[name] = _count(seq), chain
    sections = [(_count(author), _count(size)) for author, size in held[_SECTIONS]]
    kept = _count(held[_KEPT])
    if kept > _MAX_KEPT or sum(size for _author, size in sections) != kept:
        raise ValueError("sections")
    return _Header(unpacked_name(held[_UNIT]), vector, chains, sections, kept, _count(held[_PACKING]))


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 1 << 63:
        raise ValueError("number")
    return value


def _unpacked(header: _Header, source: Reader) -> tuple[Kept, ...]:
    authors = read_texts(source, source.count(_MAX_AUTHORS))
    order = read_indices(source, header.kept, len(authors))
    txs = [tx for author, size in header.sections for tx in _section(source, authors[author], size)]
    total = sum(len(tx.writes) for tx in txs)
    numbers = iter(enumerate(read_indices(source, total, body.MAX_WRITES)))
    void = set(read_indices(source, source.count(total), total))
    if not source.at_end():
        raise ValueError("tail")
    queues: dict[str, deque[Kept]] = {author: deque() for author in authors}
    for tx in txs:
        places = list(islice(numbers, len(tx.writes)))
        rejected = frozenset(number for index, number in places if index in void)
        queues[tx.device].append(Kept(tx, tuple(number for _index, number in places), rejected))
    return tuple(queues[authors[index]].popleft() for index in order)


def _section(source: Reader, author: str, size: int) -> list[Tx]:
    seqs = read_ints(source, size)
    if not seqs or seqs[0] < 1 or any(after <= before for before, after in pairwise(seqs)):
        raise ValueError("numbers")
    txs = body.unpack(source.take(source.count(MAX_BODY)), author, 1, size)
    return [replace(tx, seq=seq) for tx, seq in zip(txs, seqs, strict=True)]
