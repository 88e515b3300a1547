"""Batches: one device's transactions in a row, packed, chained and signed; the same on every carrier.

The signed payload is a byte string with the header (deterministic CBOR map with the keys below) and then the
body, zstd over columns. The header names the chain value before the batch and the beginning of the one after
it, which the receiver works out from the transactions; so the chain does not depend on how these are packed.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import zstandard

from flexdesk.domain import evolution
from flexdesk.domain.log import Tx, chain_after
from flexdesk.keys.signing import SigningKey, device_id
from flexdesk.sync import body, dictionaries, envelope, strict_cbor
from flexdesk.sync.dictionaries import PLAIN, STORED, UnknownDictionary, compressor, decompressed
from flexdesk.sync.envelope import Purpose
from flexdesk.sync.faults import WireFault

VERSION = 1
MAX_BATCH = 8 << 20
MAX_BODY = 32 << 20
MAX_HEADER = 1 << 10
_MAX_SEQ = (1 << 63) - 1
_SMALL_BODY = 64 << 10  # up to here the slowest packing is still quick
_DICTIONARY_BODY = 8 << 10  # beyond this a dictionary brings nothing
_CHECK_BYTES = 8

_KEY_COUNT = 10
_V, _UNIT, _DEVICE, _FIRST, _COUNT, _PREVIOUS, _CHECK, _SCHEMA, _PACKING, _APP = range(_KEY_COUNT)


@dataclass(frozen=True, slots=True)
class BatchHeader:
    """What a batch says of itself. `previous_chain` is 32 bytes, `check` 8 of the chain after it."""

    unit: str
    device: str
    first: int
    last: int
    previous_chain: bytes
    check: bytes
    schema: int
    packing: int
    app: str


@dataclass(frozen=True, slots=True)
class Batch:
    """A verified batch; `blob` are the signed bytes it came as, to be kept and passed on unchanged."""

    unit: str
    device: str
    first: int
    last: int
    previous_chain: bytes
    chain: bytes
    txs: tuple[Tx, ...]
    schema: int
    app: str
    blob: bytes


def encode_batch(
    unit: str,
    txs: Sequence[Tx],
    previous_chain: bytes,
    signer: SigningKey,
    *,
    app: str,
    packings: Collection[int] | None = None,
) -> bytes:
    """Raises WireFault for transactions that are not in a row, not the signer's own, or too many.

    `packings` are those that its readers know; by default the best that this program has is taken.
    """
    if not txs or any(tx.seq != txs[0].seq + index for index, tx in enumerate(txs)):
        raise WireFault("content")
    if any(tx.device != signer.device for tx in txs) or len(previous_chain) != 32:
        raise WireFault("device")
    try:
        chain = chain_of(txs, previous_chain)
        packing, packed = _compressed(body.pack(txs), packings)
    except (ValueError, OverflowError) as error:
        raise WireFault("content") from error
    last = txs[-1].seq
    header = BatchHeader(
        unit,
        signer.device,
        txs[0].seq,
        last,
        previous_chain,
        chain[:_CHECK_BYTES],
        evolution.LEVEL,
        packing,
        app,
    )
    payload = _header_bytes(header) + packed
    if len(payload) > MAX_BATCH - 256:
        raise WireFault("size")
    return envelope.seal(payload, signer, Purpose.BATCH)


def read_header(blob: bytes) -> BatchHeader:
    """The header, unverified: enough to find the author's key. Raises WireFault."""
    return _taken_apart(blob)[0]


def repacked(blob: bytes, *, public_key: bytes, signer: SigningKey) -> bytes:
    """The author's batch in a packing that every program reads, under the signature of a server.

    Raises WireFault where the batch itself does.
    """
    batch, header = decode_batch(blob, public_key=public_key), read_header(blob)
    packing, packed = _compressed(body.pack(batch.txs), dictionaries.BASE)
    payload = _header_bytes(replace(header, packing=packing)) + packed
    return envelope.seal(payload, signer, Purpose.REPACKED)


def decode_batch(blob: bytes, *, public_key: bytes, issuers: Collection[bytes] = ()) -> Batch:
    """The batch, if it is whole and signed by `public_key`; any fault raises WireFault.

    One that a server repacked is taken where the server's key is among `issuers`.
    """
    header, packed, payload, signature = _taken_apart(blob)
    if header.device != device_id(public_key):
        raise WireFault("device")
    if not envelope.is_authentic(payload, signature, public_key, Purpose.BATCH) and not any(
        envelope.is_authentic(payload, signature, issuer, Purpose.REPACKED) for issuer in issuers
    ):
        raise WireFault("signature")
    txs = _unpacked(header, packed)
    try:
        chain = chain_of(txs, header.previous_chain)
    except ValueError as error:
        raise WireFault("content") from error
    if chain[:_CHECK_BYTES] != header.check:
        raise WireFault("chain")
    return Batch(
        unit=header.unit,
        device=header.device,
        first=header.first,
        last=header.last,
        previous_chain=header.previous_chain,
        chain=chain,
        txs=txs,
        schema=header.schema,
        app=header.app,
        blob=blob,
    )


def chain_of(txs: Sequence[Tx], previous: bytes) -> bytes:
    """The chain value after all of `txs`."""
    for tx in txs:
        previous = chain_after(previous, tx)
    return previous


# header -------------------------------------------------------------------------------------------------


def packed_name(name: str) -> str | bytes:
    """Hexadecimal names travel as bytes of half their length."""
    try:
        data = bytes.fromhex(name)
    except ValueError:
        return name
    return data if data and data.hex() == name else name


def unpacked_name(held: Any) -> str:
    """Raises ValueError for what `packed_name` does not make."""
    name = held.hex() if isinstance(held, bytes) else held
    if not isinstance(name, str) or packed_name(name) != held:
        raise ValueError("name")
    return name


def _header_bytes(header: BatchHeader) -> bytes:
    data = strict_cbor.encode(
        {
            _V: VERSION,
            _UNIT: packed_name(header.unit),
            _DEVICE: packed_name(header.device),
            _FIRST: header.first,
            _COUNT: header.last - header.first + 1,
            _PREVIOUS: header.previous_chain,
            _CHECK: header.check,
            _SCHEMA: header.schema,
            _PACKING: header.packing,
            _APP: header.app,
        }
    )
    if len(data) > MAX_HEADER:
        raise WireFault("content")
    return strict_cbor.byte_string_head(len(data)) + data


def _taken_apart(blob: bytes) -> tuple[BatchHeader, bytes, bytes, bytes]:
    """Header, packed body, signed payload, signature."""
    if len(blob) > MAX_BATCH:
        raise WireFault("size")
    try:
        payload, signature = envelope.parts(blob)
    except ValueError as error:
        raise WireFault("envelope") from error
    try:
        data, end = strict_cbor.read_byte_string(payload, 0)
        held = strict_cbor.decode(data, max_bytes=MAX_HEADER)
        if isinstance(held, dict) and isinstance(held.get(_V), int) and held[_V] > VERSION:
            raise WireFault("version")
        header = _header(held)
    except ValueError as error:
        raise WireFault("header") from error
    return header, payload[end:], payload, signature


def _header(held: Any) -> BatchHeader:
    if not isinstance(held, dict) or list(held) != list(range(_KEY_COUNT)) or held[_V] != VERSION:
        raise ValueError("keys")
    numbers = [held[key] for key in (_FIRST, _COUNT, _SCHEMA, _PACKING)]
    if any(type(number) is not int or number < 0 for number in numbers):
        raise ValueError("number")
    first, count, schema, packing = numbers
    if not 0 < first <= _MAX_SEQ or not 0 < count <= body.MAX_TXS or first + count - 1 > _MAX_SEQ:
        raise ValueError("range")
    previous, check, app = held[_PREVIOUS], held[_CHECK], held[_APP]
    if not isinstance(previous, bytes) or not isinstance(check, bytes) or not isinstance(app, str):
        raise ValueError("type")
    if len(previous) != 32 or len(check) != _CHECK_BYTES:
        raise ValueError("chain")
    unit, device = unpacked_name(held[_UNIT]), unpacked_name(held[_DEVICE])
    return BatchHeader(unit, device, first, first + count - 1, previous, check, schema, packing, app)


# body ---------------------------------------------------------------------------------------------------


def _compressed(raw: bytes, known: Collection[int] | None = None) -> tuple[int, bytes]:
    """How it was packed, and the packed body, whichever of the ways that are `known` is shortest."""
    if len(raw) > MAX_BODY:
        raise ValueError("size")
    level = 19 if len(raw) <= _SMALL_BODY else 9
    tried: tuple[int, ...] = dictionaries.TRIED if len(raw) <= _DICTIONARY_BODY else (PLAIN,)
    if known is not None:
        tried = tuple(packing for packing in tried if packing in known)
    ways = [(packing, compressor(packing, level, len(raw)).compress(raw)) for packing in tried]
    return min([*ways, (STORED, raw)], key=lambda way: len(way[1]))


def _unpacked(header: BatchHeader, packed: bytes) -> tuple[Tx, ...]:
    try:
        raw = packed if header.packing == STORED else decompressed(header.packing, packed, MAX_BODY)
        return body.unpack(raw, header.device, header.first, header.last - header.first + 1)
    except UnknownDictionary as error:
        raise WireFault("dictionary") from error
    except (ValueError, OverflowError, zstandard.ZstdError) as error:
        raise WireFault("body") from error
