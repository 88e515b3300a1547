"""A pack that an agency signed is known by its key, survives mail and editors, and nothing else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexdesk.exchange import pack_signatures as signatures
from flexdesk.exchange.packs import read_policy_pack
from flexdesk.keys.signing import SigningKey

TEXT = (Path(__file__).parents[2] / "data" / "policies" / "cendana.toml").read_text("utf-8")
KEY = SigningKey(bytes(range(32)))
SIGNED = signatures.sign(TEXT, KEY)


def test_a_signed_pack_names_its_signer_and_is_still_a_pack() -> None:
    opened = signatures.opened(SIGNED, "x.toml")
    assert opened.signer == KEY.public.hex()
    assert read_policy_pack(SIGNED).version == "4"
    assert signatures.fingerprint(opened.signer).count(" ") == 7


@pytest.mark.parametrize(
    "sent",
    [SIGNED.replace("\n", "\r\n"), "\ufeff" + SIGNED, SIGNED.rstrip("\n"), SIGNED + "\n\n"],
    ids=["windows", "mark", "no end", "blank lines"],
)
def test_line_ends_do_not_matter(sent: str) -> None:
    assert signatures.opened(sent, "x.toml").signer == KEY.public.hex()


def test_without_a_signature_it_is_refused() -> None:
    with pytest.raises(signatures.PackUnsigned):
        signatures.opened(TEXT, "x.toml")
    with pytest.raises(signatures.PackUnsigned):
        signatures.opened(SIGNED + "\n[[fact]]\n", "x.toml")  # the signature is the last line or none


@given(st.data())
def test_any_other_text_breaks_the_signature(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(TEXT) - 1))
    other = data.draw(st.characters(min_codepoint=33, max_codepoint=126).filter(lambda c: c != TEXT[at]))
    changed = signatures.canonical(TEXT[:at] + other + TEXT[at + 1 :])
    forged = changed + SIGNED.splitlines()[-1] + "\n"
    with pytest.raises((signatures.PackAltered, signatures.PackUnsigned)):
        signatures.opened(forged, "x.toml")


@pytest.mark.parametrize("line", ["#:signature ed25519 x y", "#:signature rsa A B", "#:signature "])
def test_a_broken_line_is_no_signature(line: str) -> None:
    with pytest.raises((signatures.PackAltered, signatures.PackUnsigned)):
        signatures.opened(f"{TEXT}{line}\n", "x.toml")


def test_signing_again_replaces_the_signature() -> None:
    other = SigningKey(bytes(32))
    twice = signatures.sign(SIGNED, other)
    assert twice.count("#:signature") == 1
    assert signatures.opened(twice, "x.toml").signer == other.public.hex()


def test_a_fingerprint_is_compared_however_it_is_typed() -> None:
    public = KEY.public.hex()
    digits = signatures.fingerprint(public)
    assert signatures.is_fingerprint_of(digits.lower().replace(" ", "-"), public)
    assert not signatures.is_fingerprint_of(digits[:-1] + ("0" if digits[-1] != "0" else "1"), public)
    assert not signatures.is_fingerprint_of("", public)


@pytest.mark.parametrize("passphrase", ["", "rahasia instansi"])
def test_a_key_file_gives_back_its_key(passphrase: str) -> None:
    data = signatures.key_file(KEY, passphrase)
    assert signatures.read_key(data, passphrase, "k.pem").seed == KEY.seed
    with pytest.raises(signatures.SigningKeyUnreadable):
        signatures.read_key(data, "lain", "k.pem")
    with pytest.raises(signatures.SigningKeyUnreadable):
        signatures.read_key(b"nothing", passphrase, "k.pem")
