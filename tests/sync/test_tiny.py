"""A few changes as codes: small, for one reader, whole or refused with the code that is wrong."""

import json
import random
from pathlib import Path

import pyrage
import pytest
import segno
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from flexdesk.domain.log import GENESIS
from flexdesk.keys import bech32
from flexdesk.keys.receiving import ReceivingKey
from flexdesk.keys.signing import SigningKey
from flexdesk.sync import tiny
from flexdesk.sync.tiny import NoTinyCode, TinyDamaged, TinyFault, TinyForOthers, TinyIncomplete
from flexdesk.sync.wire import decode_batch, encode_batch
from tests.bench.bench_wire import UNIT, one_by_one, week_fills, with_source

ANI = SigningKey(b"a" * 32)
SERVER, STRANGER = ReceivingKey.generate(), ReceivingKey.generate()
GOLDEN = Path(__file__).parents[1] / "data" / "wire" / "tiny.json"


def batch(count: int, *, jitter_ms: int = 400) -> bytes:
    txs = one_by_one(ANI, count, jitter_ms=jitter_ms)
    return encode_batch(UNIT, txs, GENESIS, ANI, app="0.1.0")


def opened(text: str, identity: ReceivingKey = SERVER) -> list[bytes]:
    return [blob for sealed in tiny.messages(text) for blob in tiny.unseal(sealed, identity)]


@pytest.mark.parametrize(
    "txs",
    [one_by_one(ANI, 20), one_by_one(ANI, 20, jitter_ms=400), week_fills(ANI, 20, people=4)],
    ids=["one by one", "jitter", "fill"],
)
def test_twenty_edits_fit_one_code_within_the_budget(txs: list) -> None:  # type: ignore[type-arg]
    blob = encode_batch(UNIT, txs, GENESIS, ANI, app="0.1.0")
    sealed = tiny.seal([blob], SERVER.recipient)
    assert len(sealed) == tiny.size_of([blob]) <= 350
    [code] = tiny.codes(sealed)
    picture = segno.make(code, error="m", micro=False)
    assert (picture.mode, picture.version <= 15) == ("alphanumeric", True)
    assert opened(code) == [blob]


def test_codes_in_any_order_among_other_words_and_broken_lines() -> None:
    blobs = [batch(60), encode_batch(UNIT, with_source(one_by_one(ANI, 90)), GENESIS, ANI, app="0.1.0")]
    codes = tiny.codes(tiny.seal(blobs, SERVER.recipient))
    assert len(codes) > 1
    assert len({len(code) for code in codes}) <= 2
    lower = [code.lower().replace("0", "o", 1).replace("1.", "1.\n ", 1) for code in codes]
    broken = [
        " \u200b".join(code[at : at + 40] for at in range(0, len(code), 40)) for code in reversed(lower)
    ]
    text = "Pak, ini kodenya:" + "\nlalu ".join([*broken, codes[0]]) + "terima kasih"
    assert opened(text) == blobs


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=tiny.PART_BYTES * tiny.MOST_PARTS), st.randoms(use_true_random=False))
def test_any_bytes_come_back(data: bytes, chance: random.Random) -> None:
    codes = list(tiny.codes(data))
    chance.shuffle(codes)
    assert tiny.messages("\n".join(codes)) == [data]
    assert max(map(len, codes)) <= 734  # a code of version 17 with correction M


def test_two_messages_in_one_chat() -> None:
    texts = [tiny.codes(tiny.seal([batch(count)], SERVER.recipient)) for count in (3, 80)]
    mixed = [code for pair in zip(*texts, strict=False) for code in pair] + list(texts[1][1:])
    assert sorted(opened(" ".join(mixed))) == sorted([batch(3), batch(80)])


def test_a_missing_or_mistyped_code_is_named() -> None:
    codes = tiny.codes(tiny.seal([batch(600)], SERVER.recipient))
    assert len(codes) >= 3
    with pytest.raises(TinyIncomplete) as missing:
        opened(codes[0] + codes[2])
    assert missing.value.facts["missing"].split(", ")[0] == "2"
    for at in range(len(codes[1])):
        old = codes[1][at]
        for new in {"7", "X", "."} - {old}:
            typed = codes[1][:at] + new + codes[1][at + 1 :]
            with pytest.raises(TinyFault):
                opened(codes[0] + " " + typed + " " + " ".join(codes[2:]))
    with pytest.raises(TinyDamaged) as damaged:
        opened(" ".join([codes[0], codes[1][:-9] + "2222222.22", *codes[2:]]))
    assert damaged.value.facts["number"] == 2
    with pytest.raises(TinyDamaged) as cut:
        opened(" ".join([*codes[:-1], codes[-1][:100]]))
    assert cut.value.facts["number"] == len(codes)
    for text in ("", "halo", "FXD", "https://contoh.go.id/FXD2.1.1"):
        with pytest.raises(NoTinyCode):
            opened(text)


def test_only_its_reader_opens_it_and_nothing_of_it_can_be_changed() -> None:
    sealed = tiny.seal([batch(20)], SERVER.recipient)
    with pytest.raises(TinyForOthers):
        tiny.unseal(sealed, STRANGER)
    for word in (bytes.fromhex(UNIT), ANI.device.encode(), bytes.fromhex(ANI.device), b"schedule"):
        assert word not in sealed
    for at in range(len(sealed)):
        for bit in (1, 128):
            altered = bytearray(sealed)
            altered[at] ^= bit
            with pytest.raises(TinyFault):
                tiny.unseal(bytes(altered), SERVER)
    for length in range(len(sealed)):
        with pytest.raises(TinyFault):
            tiny.unseal(sealed[:length], SERVER)


def test_too_much_is_no_code() -> None:
    with pytest.raises(ValueError, match="size"):
        tiny.codes(bytes(tiny.PART_BYTES * tiny.MOST_PARTS + 1))
    long = "FXD1.1.1.0000." + "0" * 70_000 + ".000"
    with pytest.raises(TinyFault):
        tiny.messages(long)


def test_an_older_programs_codes_still_open() -> None:
    held = json.loads(GOLDEN.read_text(encoding="utf-8"))
    [blob] = opened("\n".join(held["codes"]), ReceivingKey(held["identity"]))
    found = decode_batch(blob, public_key=SigningKey(bytes.fromhex(held["seed"])).public)
    assert (found.unit, found.first, found.last) == (held["unit"], held["first"], held["last"])
    assert blob.hex() == held["batch"]


# the text form of keys


def test_key_texts_are_read_as_age_reads_them() -> None:
    for _turn in range(50):
        made = pyrage.x25519.Identity.generate()
        secret = X25519PrivateKey.from_private_bytes(bech32.decode(str(made), "age-secret-key-"))
        assert secret.public_key().public_bytes_raw() == bech32.decode(str(made.to_public()), "age")


def test_a_slip_in_a_key_is_found() -> None:
    text = SERVER.recipient
    for at in range(4, len(text)):
        with pytest.raises(ValueError):
            bech32.decode(text[:at] + ("q" if text[at] != "q" else "p") + text[at + 1 :], "age")
    for wrong in (
        "",
        "age1",
        text[:-1],
        text + "q",
        text.replace("age1", "agf1"),
        text.upper()[:9] + text[9:],
    ):
        with pytest.raises(ValueError):
            bech32.decode(wrong, "age")
    assert bech32.decode(text.upper(), "age") == bech32.decode(text, "age")
