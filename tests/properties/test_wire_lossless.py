"""Whatever the log can hold, a batch brings over unchanged."""

import hypothesis.strategies as st
from hypothesis import given, settings

from flexdesk.domain.log import GENESIS, RowWrite, Tx, canonical
from flexdesk.keys.signing import SigningKey
from flexdesk.sync.columns import (
    Reader,
    read_ints,
    read_texts,
    read_values,
    write_ints,
    write_texts,
    write_values,
)
from flexdesk.sync.wire import chain_of, decode_batch, encode_batch

SIGNER = SigningKey(bytes(32))
WIDE = st.integers(-(1 << 63), (1 << 63) - 1)
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
STRUCTURED = st.one_of(
    st.dates().map(lambda day: day.isoformat()),
    st.integers(0, 10**19).map(str),
    st.binary(min_size=8, max_size=8).map(bytes.hex),
    st.builds("{}-{}".format, st.sampled_from((SIGNER.device, "a-1", "", "0")), st.integers(0, 99)),
    st.sampled_from(("home", "office", "", "|", "-", "-7", "007", "2026-02-30", "20261123", "٣", "A0", "a0")),
    TEXT,
)
VALUES = st.one_of(st.none(), STRUCTURED, WIDE, st.floats(allow_nan=False, allow_infinity=False))
ROWS = st.lists(STRUCTURED, min_size=1, max_size=10).map("|".join)
WRITES = st.builds(RowWrite, WIDE, ROWS, st.dictionaries(WIDE, VALUES, max_size=4))
USUAL = st.builds(
    RowWrite,
    st.sampled_from((11, 5)),
    st.builds("{}-{}|{}".format, st.just(SIGNER.device), st.integers(1, 60), st.dates()),
    st.dictionaries(st.sampled_from((0, 1, 5)), VALUES, min_size=1, max_size=2),
)
CTX = st.dictionaries(STRUCTURED, st.integers(0, (1 << 63) - 1), max_size=3)


@st.composite
def transactions(draw: st.DrawFn) -> list[Tx]:
    first = draw(st.integers(1, (1 << 63) - 50))
    views = draw(st.lists(CTX, min_size=1, max_size=2))
    return [
        Tx(
            SIGNER.device,
            first + index,
            draw(WIDE),
            draw(st.sampled_from(views)),
            draw(TEXT),
            tuple(draw(st.lists(st.one_of(USUAL, WRITES), max_size=4))),
        )
        for index in range(draw(st.integers(1, 6)))
    ]


@settings(max_examples=150, deadline=None)
@given(transactions(), st.binary(min_size=32, max_size=32), TEXT)
def test_every_transaction_arrives_as_it_was(txs: list[Tx], previous: bytes, unit: str) -> None:
    batch = decode_batch(encode_batch(unit, txs, previous, SIGNER, app="0.1.0"), public_key=SIGNER.public)
    assert [canonical(tx) for tx in batch.txs] == [canonical(tx) for tx in txs]
    assert (batch.unit, batch.first, batch.last) == (unit, txs[0].seq, txs[-1].seq)
    assert (batch.previous_chain, batch.chain) == (previous, chain_of(txs, previous))


@settings(max_examples=100, deadline=None)
@given(transactions(), st.data())
def test_two_batches_say_the_same_as_one(txs: list[Tx], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(txs)))
    previous, arrived = GENESIS, []
    for part in (txs[:cut], txs[cut:]):
        if part:
            blob = encode_batch("u", part, previous, SIGNER, app="x")
            batch = decode_batch(blob, public_key=SIGNER.public)
            previous, arrived = batch.chain, [*arrived, *batch.txs]
    assert previous == chain_of(txs, GENESIS)
    assert list(map(canonical, arrived)) == list(map(canonical, txs))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(WIDE, st.integers(-3, 3)), max_size=80))
def test_numbers(values: list[int]) -> None:
    out = bytearray()
    write_ints(out, values)
    source = Reader(bytes(out))
    assert read_ints(source, len(values)) == values
    assert source.at_end()


@settings(max_examples=150, deadline=None)
@given(st.lists(STRUCTURED, max_size=20), st.integers(1, 4), st.sampled_from(("", SIGNER.device, "a")))
def test_texts(values: list[str], repeat: int, own: str) -> None:
    out = bytearray()
    write_texts(out, values * repeat, own=own)
    source = Reader(bytes(out))
    assert read_texts(source, len(values) * repeat, own=own) == values * repeat
    assert source.at_end()


@settings(max_examples=100, deadline=None)
@given(st.lists(VALUES, max_size=20))
def test_values_keep_their_type(values: list[str | int | float | None]) -> None:
    out = bytearray()
    write_values(out, values)
    arrived = read_values(Reader(bytes(out)), len(values))
    assert list(map(repr, arrived)) == list(map(repr, values))
