"""A snapshot as bytes: nothing is lost on the way, and nothing but a whole one is read."""

from dataclasses import replace
from random import Random

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flexdesk.domain.log import RowWrite, Tx
from flexdesk.domain.snapshot import Kept, Ordering, Reduction, Snapshot, only_rows
from flexdesk.keys.signing import SigningKey
from flexdesk.sync import snapshot as wire
from flexdesk.sync import state_messages as messages
from flexdesk.sync.certificates import SnapshotEntry, sign_entry, verify_entry
from flexdesk.sync.faults import CertificateFault
from flexdesk.sync.message_fields import MessageFault
from tests.helpers.logs import make_log

UNIT = "00112233445566ff"
A, B = "aa" * 8, "bb" * 8


def snapshot_of(seed: int, steps: int) -> Snapshot:
    made = make_log(Random(seed), steps)
    ordering, reduction = Ordering(), Reduction()
    for tx in made.txs:
        for ready in ordering.take([tx]):
            reduction.take(ready, made.void.get((ready.device, ready.seq), ()))
    return Snapshot(reduction.kept(), ordering.vector, ordering.chains)


def round_trip(snapshot: Snapshot) -> Snapshot:
    blob = wire.encode(UNIT, snapshot, app="0.1.0")
    return wire.decode(blob, UNIT, expected=wire.hash_of(blob))


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(seed=st.integers(0, 1 << 32), steps=st.integers(0, 80))
def test_what_was_packed_comes_out_again(seed: int, steps: int) -> None:
    snapshot = snapshot_of(seed, steps)
    found = round_trip(snapshot)
    assert found == snapshot
    assert types_of(found) == types_of(snapshot)


def types_of(snapshot: Snapshot) -> list[type]:
    """1 and 1.0 are equal and not the same."""
    writes = [write for one in snapshot.kept for write in one.tx.writes]
    return [type(value) for write in writes for _column, value in sorted(write.cells.items())]


def test_an_authors_many_changes_go_into_several_sections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "_SECTION_TXS", 7)
    monkeypatch.setattr(wire, "_SECTION_CELLS", 20)
    snapshot = snapshot_of(5, 200)
    assert len(snapshot.kept) > 30
    assert round_trip(snapshot) == snapshot


def test_each_altered_bit_is_refused() -> None:
    blob = wire.encode(UNIT, snapshot_of(3, 30), app="0.1.0")
    expected = wire.hash_of(blob)
    for at in range(0, 8 * len(blob), 5):
        bad = bytearray(blob)
        bad[at // 8] ^= 1 << at % 8
        with pytest.raises(wire.SnapshotFault):
            wire.decode(bytes(bad), UNIT, expected=expected)


def test_what_nobody_packed_so_is_refused_whoever_vouches_for_it() -> None:
    """A server that signs nonsense: whatever is read is refused as a whole, and in words."""
    random, read = Random(1), 0
    blob = wire.encode(UNIT, snapshot_of(3, 30), app="0.1.0")
    for _ in range(3_000):
        bad = bytearray(blob)
        for _turn in range(random.randint(1, 4)):
            bad[random.randrange(len(bad))] = random.randrange(256)
        try:
            wire.decode(bytes(bad), UNIT, expected=wire.hash_of(bytes(bad)))
            read += 1
        except wire.SnapshotFault:
            pass
    assert read < 600  # a bit of a program's version or of a chain value may say anything


def test_another_units_snapshot_and_numbers_beyond_its_own_end_are_refused() -> None:
    snapshot = snapshot_of(3, 30)
    blob = wire.encode(UNIT, snapshot, app="0.1.0")
    with pytest.raises(wire.SnapshotFault, match="unit"):
        wire.decode(blob, "11" * 8, expected=wire.hash_of(blob))
    last = snapshot.kept[-1].tx
    short = replace(snapshot, vector={**snapshot.vector, last.device: last.seq - 1})
    bad = wire.encode(UNIT, short, app="0.1.0")
    with pytest.raises(wire.SnapshotFault, match="content"):
        wire.decode(bad, UNIT, expected=wire.hash_of(bad))


def test_a_bomb_is_not_unpacked() -> None:
    import zstandard

    from flexdesk.sync import strict_cbor

    header = {0: 1, 1: bytes.fromhex(UNIT), 2: [], 3: [], 4: 0, 5: 1, 6: 1, 7: "x"}
    parameters = zstandard.ZstdCompressionParameters.from_level(1, format=zstandard.FORMAT_ZSTD1_MAGICLESS)
    packed = zstandard.ZstdCompressor(compression_params=parameters).compress(bytes(wire.MAX_BODY + 1))
    head = cbor2.dumps(header, canonical=True)
    blob = strict_cbor.byte_string_head(len(head)) + head + packed
    assert len(blob) < 100_000
    with pytest.raises(wire.SnapshotFault):
        wire.decode(blob, UNIT, expected=wire.hash_of(blob))


def test_a_part_holds_the_rows_that_were_asked_for_and_no_others() -> None:
    tx = Tx(A, 1, 5 << 16, {}, "test", tuple(RowWrite(11, f"p|2026-11-{n:02}", {1: "home"}) for n in (2, 3)))
    kept = (Kept(tx, (0, 1)), Kept(replace(tx, device=B), (0, 1), frozenset({1})))
    part = only_rows(kept, {11: {"p|2026-11-03"}})
    assert [(one.tx.device, one.numbers, one.void) for one in part] == [
        (A, (1,), frozenset()),
        (B, (1,), frozenset({1})),
    ]
    assert only_rows(kept, {11: {"p|2026-11-04"}}) == ()


# the signed word and the questions ----------------------------------------------------------------------


def test_the_entry_says_what_was_signed() -> None:
    key = SigningKey.generate()
    entry = SnapshotEntry(
        unit=UNIT, pos=9, at_ms=5, upto=8, size=77, hash=b"h" * 32, digest=b"d" * 32, schema=400
    )
    blob = sign_entry(entry, key)
    assert verify_entry(blob, key.public) == entry
    with pytest.raises(CertificateFault):
        verify_entry(sign_entry(replace(entry, hash=b"short"), key), key.public)


QUESTIONS = (
    messages.PieceRequest(UNIT, A),
    messages.PieceRequest(UNIT, A, b"h" * 32, 4096, 2048),
    messages.CompareRequest(UNIT, A, {A: 3, B: 9}, 44, {5: 20, 11: 9}, b"t" * 32),
    messages.RowsRequest(UNIT, A, {A: 3}, 44, (11, "2026-11")),
    messages.RowsRequest(UNIT, A, {}, 0, (5, "")),
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_arrives_as_it_was_asked_and_signed(question: messages.StateRequest) -> None:
    key = SigningKey.generate()
    data = messages.encode_request(question, key)
    found, signed = messages.decode_request(data)
    signed.check(key.public)
    assert found == question
    with pytest.raises(MessageFault):
        signed.check(SigningKey.generate().public)
    for cut in range(0, len(data), 7):
        with pytest.raises(MessageFault):
            messages.decode_request(data[:cut])


def test_answers_arrive_as_they_were_given() -> None:
    piece = messages.Piece(b"entry", 10, b"data")
    assert messages.decode_piece(messages.encode_piece(piece)) == piece
    compared = messages.Compared(
        messages.Verdict.DIFFERENT, {(11, "2026-11"): b"12345678", (5, ""): b"87654321"}
    )
    assert messages.decode_compared(messages.encode_compared(compared)) == compared
    key = SigningKey.generate()
    assert messages.decode_rows(messages.encode_rows(b"part", key), key.public) == b"part"
    with pytest.raises(MessageFault):
        messages.decode_rows(messages.encode_rows(b"part", key), SigningKey.generate().public)
