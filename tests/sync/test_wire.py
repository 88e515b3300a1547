"""Batches: size, strictness, bounds, golden vectors, and that no damage gets through."""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import cbor2
import pytest
import zstandard

from flexdesk.domain.log import GENESIS, RowWrite, Tx, canonical
from flexdesk.domain.places import Place
from flexdesk.keys.signing import SigningKey
from flexdesk.sync import body, columns, envelope, strict_cbor, wire
from flexdesk.sync.dictionaries import PLAIN, SCHEDULE, STORED, compressor, decompressed
from flexdesk.sync.envelope import Purpose
from flexdesk.sync.faults import WireFault
from flexdesk.sync.wire import decode_batch, encode_batch, read_header
from tests.bench.bench_wire import UNIT, one_by_one, week_fills

SIGNER = SigningKey(bytes(range(32)))
GOLDEN = Path(__file__).parents[1] / "data" / "wire"


def encoded(txs: Sequence[Tx]) -> bytes:
    return encode_batch(UNIT, txs, GENESIS, SIGNER, app="0.1.0")


def fault(blob: bytes, key: bytes = SIGNER.public) -> str:
    with pytest.raises(WireFault) as caught:
        decode_batch(blob, public_key=key)
    return caught.value.reason


def resealed(blob: bytes, change: Callable[[dict[int, object]], None], packed: bytes | None = None) -> bytes:
    """The batch with another header or body, signed by its own author."""
    payload, _signature = envelope.parts(blob)
    data, end = strict_cbor.read_byte_string(payload, 0)
    held = cbor2.loads(data)
    change(held)
    head = cbor2.dumps(held, canonical=True)
    made = strict_cbor.byte_string_head(len(head)) + head + (payload[end:] if packed is None else packed)
    return envelope.seal(made, SIGNER, Purpose.BATCH)


def header_set(key: int, value: object) -> Callable[[dict[int, object]], None]:
    return lambda held: held.__setitem__(key, value)


# size


@pytest.mark.parametrize(
    ("txs", "budget"),
    [
        (one_by_one(SIGNER, 20), 300),
        (week_fills(SIGNER, 20, people=4), 300),
        (one_by_one(SIGNER, 10_000, jitter_ms=400), 42_000),
    ],
    ids=["20 typed", "20 filled", "10,000 typed"],
)
def test_signed_batch_fits_its_budget(txs: list[Tx], budget: int) -> None:
    assert len(encoded(txs)) <= budget


def test_body_of_10_000_week_fills_fits_its_budget() -> None:
    _packing, packed = wire._compressed(body.pack(week_fills(SIGNER, 10_000)))
    assert len(packed) <= 6_500


def test_an_unchanged_view_is_written_once() -> None:
    seen = {f"{number:016x}": number + 1 for number in range(40)}
    few, many = ([replace(tx, ctx=dict(seen)) for tx in one_by_one(SIGNER, count)] for count in (2, 12))
    assert len(encoded(many)) - len(encoded(few)) < 100


# what cannot travel


@pytest.mark.parametrize("value", [True, float("nan"), float("inf"), 1 << 63, "\ud800"], ids=repr)
def test_a_value_that_the_log_cannot_hold_is_refused(value: object) -> None:
    write = RowWrite(11, "p-1|2026-11-23", {1: value})  # type: ignore[dict-item]
    with pytest.raises(WireFault) as caught:
        encoded([Tx(SIGNER.device, 1, 1, {}, "k", (write,))])
    assert caught.value.reason == "content"


def test_an_enumeration_travels_as_its_text() -> None:
    write = RowWrite(11, "p-1|2026-11-23", {1: Place.HOME})
    blob = encoded([Tx(SIGNER.device, 1, 1, {}, "k", (write,))])
    value = decode_batch(blob, public_key=SIGNER.public).txs[0].writes[0].cells[1]
    assert (type(value), value) == (str, "home")


def test_gaps_other_authors_and_nothing_are_refused() -> None:
    txs = one_by_one(SIGNER, 3)
    for wrong in ([], [txs[0], txs[2]], [replace(txs[0], device="ffffffffffffffff")]):
        with pytest.raises(WireFault):
            encoded(wrong)


def test_too_many_transactions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "MAX_TXS", 2)
    with pytest.raises(WireFault):
        encoded(one_by_one(SIGNER, 3))


# what is refused on arrival


@pytest.mark.scenario(49)
def test_each_flipped_bit_is_refused() -> None:
    blob = encoded(one_by_one(SIGNER, 4))
    for position in range(len(blob)):
        for bit in range(8):
            assert fault(blob[:position] + bytes((blob[position] ^ 1 << bit,)) + blob[position + 1 :])


def test_every_cut_and_every_tail_is_refused() -> None:
    blob = encoded(one_by_one(SIGNER, 4))
    for length in range(len(blob)):
        assert fault(blob[:length])
    assert fault(blob + b"\0") == "envelope"
    assert fault(blob + blob) == "envelope"


def test_another_key_is_refused() -> None:
    assert fault(encoded(one_by_one(SIGNER, 1)), SigningKey(bytes(32)).public) == "device"
    assert fault(encoded(one_by_one(SIGNER, 1)), b"short") == "device"


def test_a_signature_for_another_purpose_is_refused() -> None:
    payload, _signature = envelope.parts(encoded(one_by_one(SIGNER, 1)))
    assert fault(envelope.seal(payload, SIGNER, Purpose.ENTRY)) == "signature"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (header_set(0, 2), "version"),
        (header_set(0, "1"), "header"),
        (header_set(10, 1), "header"),
        (header_set(1, 7), "header"),
        (header_set(1, "ab"), "header"),  # must travel as one byte
        (header_set(3, 0), "header"),
        (header_set(3, 1 << 63), "header"),
        (header_set(3, 2), "chain"),
        (header_set(4, 0), "header"),
        (header_set(4, 10**9), "header"),
        (header_set(4, 3), "body"),
        (header_set(4, True), "header"),
        (header_set(5, b"\1" * 32), "chain"),
        (header_set(5, b"\1" * 31), "header"),
        (header_set(6, b"\1" * 8), "chain"),
        (header_set(8, 99), "dictionary"),
        (header_set(8, STORED), "body"),
        (header_set(9, 5), "header"),
        (lambda held: held.pop(9), "header"),
    ],
)
def test_a_wrong_header_is_refused_even_when_its_author_signs_it(
    change: Callable[[dict[int, object]], None], reason: str
) -> None:
    assert fault(resealed(encoded(one_by_one(SIGNER, 4)), change)) == reason


def with_header(data: bytes) -> bytes:
    return envelope.seal(strict_cbor.byte_string_head(len(data)) + data, SIGNER, Purpose.BATCH)


@pytest.mark.parametrize(
    "data",
    [
        b"\xa2\x00\x01\x00\x01",  # a key twice
        b"\xbf\x00\x01\xff",  # indefinite length
        b"\xa1\x00\x18\x01",  # a number longer than needed
        b"\x81" * 300 + b"\x01",  # nested
        b"\xc2\x58\xff" + b"\xff" * 255,  # a big number
        b"\xc5\x82\x1b\x00\xff\xff\xff\xff\xff\xff\xff\x01",  # 2 to the 2**56
        b"\xfb" + b"\0" * 8,  # a float
        b"\x9b\x00\x00\x00\xff\xff\xff\xff\xff",  # an array of 2**40
        b"",
        b"\x01" * 2000,
    ],
    ids=[
        "duplicate",
        "indefinite",
        "long form",
        "nested",
        "bignum",
        "bigfloat",
        "float",
        "array",
        "empty",
        "long",
    ],
)
def test_a_header_that_is_not_deterministic_is_refused(data: bytes) -> None:
    assert fault(with_header(data)) == "header"


@pytest.mark.parametrize(
    "data",
    [
        b"\x18\x01",  # longer than needed
        b"\xa2\x01\x00\x00\x00",  # keys out of order
        b"\xa1\x20\x00",  # a negative key
        b"\xa1\x61a\x00",  # a text as key
        b"\xc1\x01",  # a tag
        b"\xf9\x3c\x00",  # a float
        b"\xf7",  # undefined
        b"\x01\x01",  # two values
        b"",
    ],
    ids=bytes.hex,
)
def test_only_deterministic_plain_cbor_is_read(data: bytes) -> None:
    with pytest.raises(ValueError, match="cbor"):
        strict_cbor.decode(data)


@pytest.mark.parametrize("length", [0, 23, 24, 255, 256, 65_535, 65_536])
def test_byte_strings_have_one_form(length: int) -> None:
    head, data = strict_cbor.byte_string_head(length), bytes(length)
    assert head + data == cbor2.dumps(data)
    assert strict_cbor.read_byte_string(b"x" + head + data + b"y", 1) == (data, len(head) + length + 1)
    for size, code in ((1, 0x58), (2, 0x59), (4, 0x5A), (8, 0x5B)):
        longer = bytes((code,)) + length.to_bytes(8, "big")[-size:]
        if len(longer) > len(head):
            with pytest.raises(ValueError, match="cbor"):
                strict_cbor.read_byte_string(longer + data, 0)


# bombs


def bomb(raw: bytes, packing: int = PLAIN) -> bytes:
    packed = compressor(packing, 3, len(raw)).compress(raw)
    return resealed(encoded(one_by_one(SIGNER, 1)), header_set(8, packing), packed)


def test_a_compressed_bomb_is_refused_by_its_stated_size() -> None:
    blob = bomb(bytes(wire.MAX_BODY + 1))
    assert len(blob) < 10_000
    assert fault(blob) == "body"


def test_the_stated_size_is_checked_before_anything_is_unpacked() -> None:
    packed = compressor(PLAIN, 3, 5_000).compress(bytes(5_000))
    assert decompressed(PLAIN, packed, 5_000) == bytes(5_000)
    with pytest.raises(ValueError, match="size"):
        decompressed(PLAIN, packed, 4_999)


def test_nothing_may_follow_the_last_column() -> None:
    raw = body.pack(one_by_one(SIGNER, 2))
    assert len(body.unpack(raw, SIGNER.device, 1, 2)) == 2
    with pytest.raises(ValueError, match="tail"):
        body.unpack(raw + b"\0", SIGNER.device, 1, 2)


def test_a_frame_that_hides_its_size_is_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters(
        format=zstandard.FORMAT_ZSTD1_MAGICLESS, write_content_size=False
    )
    packed = zstandard.ZstdCompressor(compression_params=parameters).compress(bytes(1 << 20))
    assert fault(resealed(encoded(one_by_one(SIGNER, 1)), header_set(8, PLAIN), packed)) == "body"


def test_a_second_frame_is_refused() -> None:
    packed = compressor(PLAIN, 3, 100).compress(body.pack(one_by_one(SIGNER, 1)))
    blob = encoded(one_by_one(SIGNER, 1))
    assert decode_batch(resealed(blob, header_set(8, PLAIN), packed), public_key=SIGNER.public).first == 1
    assert fault(resealed(blob, header_set(8, PLAIN), packed + packed)) == "body"


def test_a_body_that_claims_a_billion_writes_is_refused() -> None:
    out = bytearray()
    columns.write_texts(out, ["k"])
    for value in (1, 0, 10**9):  # time, counter, number of writes
        columns.write_ints(out, [value])
    assert fault(bomb(bytes(out))) == "body"


def test_a_batch_beyond_the_limit_is_not_even_parsed() -> None:
    assert fault(bytes(wire.MAX_BATCH + 1)) == "size"


def test_a_text_dictionary_cannot_nest_without_end() -> None:
    nested = bytes((columns._DICTIONARY, 1)) * 5_000
    with pytest.raises(ValueError, match="nesting"):
        columns.read_texts(columns.Reader(nested), 1)


# soak in small; `python -m tests.fuzz COUNT` runs it at length


def test_random_damage_that_the_author_signed_ends_in_a_fault_or_in_other_content() -> None:
    rng = random.Random(20261121)
    for _turn in range(500):
        txs = one_by_one(SIGNER, 5, seed=rng.randrange(9))
        raw = bytearray(body.pack(txs))
        for _change in range(rng.randrange(1, 4)):
            raw[rng.randrange(len(raw))] = rng.randrange(256)
        blob = resealed(encoded(txs), header_set(8, STORED), bytes(raw))
        try:
            arrived = decode_batch(blob, public_key=SIGNER.public).txs
        except WireFault as caught:
            assert caught.reason in ("body", "chain", "content")  # noqa: PT017
        else:
            assert list(map(canonical, arrived)) == list(map(canonical, txs))


# passing on


def test_the_header_is_readable_without_a_key() -> None:
    header = read_header(encoded(one_by_one(SIGNER, 20)))
    assert (header.unit, header.device, header.first, header.last) == (UNIT, SIGNER.device, 1, 20)


def test_unknown_tables_and_columns_pass_through() -> None:
    writes = (RowWrite(900, "x|y", {77: "future", 0: None}), RowWrite(11, "no parts", {}))
    txs = [Tx(SIGNER.device, 1, 5, {"other": 9}, "future.kind", writes)]
    assert list(decode_batch(encoded(txs), public_key=SIGNER.public).txs) == txs


@pytest.mark.parametrize("packing", [PLAIN, SCHEDULE])
def test_packings_round_trip(packing: int) -> None:
    raw = body.pack(one_by_one(SIGNER, 30))
    assert decompressed(packing, compressor(packing, 19, len(raw)).compress(raw), wire.MAX_BODY) == raw


@pytest.mark.parametrize("name", ["typed", "filled", "future", "single"])
def test_golden_batches_still_read_the_same(name: str) -> None:
    wanted = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    batch = decode_batch((GOLDEN / f"{name}.batch").read_bytes(), public_key=bytes.fromhex(wanted["key"]))
    assert [json.loads(canonical(tx)) for tx in batch.txs] == wanted["txs"]
    assert (batch.chain.hex(), batch.unit, batch.app) == (wanted["chain"], wanted["unit"], wanted["app"])
