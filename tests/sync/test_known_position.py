"""The server's position in what an author had seen: cheap on the wire, waited for by nobody."""

from pathlib import Path

from flexdesk.domain.log import GENESIS, SERVER, RowWrite, Tx, covers
from flexdesk.keys.signing import SigningKey, device_id
from flexdesk.sync.bundle_header import prerequisites
from flexdesk.sync.wire import decode_batch, encode_batch
from tests.helpers.desks import small_desk

KEY = SigningKey(bytes(range(32)))
OTHERS = {"0123456789abcdef": 412, "fedcba9876543210": 96}


def batch(ctx: dict[str, int]) -> bytes:
    txs = [
        Tx(
            KEY.device,
            n,
            (1_795_395_600_000 + n) << 16,
            ctx,
            "t",
            (RowWrite(11, f"p|2026-11-{n:02}", {1: "home"}),),
        )
        for n in range(1, 21)
    ]
    return encode_batch("00112233445566ff", txs, GENESIS, KEY, app="0.1.0")


def test_it_travels_in_every_batch_for_a_few_bytes() -> None:
    plain, with_position = batch(OTHERS), batch({**OTHERS, SERVER: 1234})
    assert len(with_position) - len(plain) <= 10
    held = decode_batch(with_position, public_key=KEY.public)
    assert {tx.known_position for tx in held.txs} == {1234}
    assert {tx.known_position for tx in decode_batch(plain, public_key=KEY.public).txs} == {0}
    assert SERVER not in prerequisites([held])
    assert prerequisites([held]) == OTHERS


def test_no_key_gives_its_name_and_nobody_waits_for_it(tmp_path: Path) -> None:
    assert len(device_id(KEY.public)) == len(SERVER)
    assert covers({}, {SERVER: 99})
    assert not covers({}, {"0123456789abcdef": 1})
    tx = Tx(KEY.device, 1, 0, {SERVER: 99}, "t", (RowWrite(11, "p|2026-11-23", {1: "home"}),))
    stuck = Tx(KEY.device, 2, 1, {SERVER: 99, "0123456789abcdef": 1}, "t", tx.writes)
    with small_desk(tmp_path / "unit") as desk, desk.store.writing():
        received = desk.store.log.receive([tx, stuck], GENESIS)
        assert (received.applied, received.waiting) == (1, 1)
        assert desk.store.log.missing() == {"0123456789abcdef": (1, 1)}
