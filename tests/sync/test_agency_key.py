"""The agency's recovery key: any two sheets open it, one says nothing, and slips of the pen are named."""

import json
from itertools import combinations
from pathlib import Path

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from flexdesk.keys import agency, keyfile, recovery
from flexdesk.keys.age_text import bech32, identity_text
from flexdesk.keys.errors import (
    AgencyUnfit,
    AgencyUnknown,
    ShareEmpty,
    ShareMistyped,
    SharesApart,
    SharesTooFew,
)
from flexdesk.keys.keyfile import DeviceKeys
from flexdesk.keys.receiving import ReceivingKey
from flexdesk.keys.system_keyring import no_keyring
from tests.helpers.desks import CHEAP, PASSPHRASE


def typed(share: agency.Share) -> str:
    return "\n".join(f"{part}: {code}" for part, code in share.items())


@given(st.binary(min_size=32, max_size=32))
def test_the_text_of_an_identity_is_what_age_reads(secret: bytes) -> None:
    identity = pyrage.x25519.Identity.from_str(identity_text(secret))
    public = X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    assert str(identity.to_public()) == bech32("age", public)


def test_the_form_is_the_one_of_bip_173() -> None:
    assert bech32("a", b"") == "a12uel5l"
    data = bytes.fromhex("00443214c74254b635cf84653a56d7c675be77df")
    assert bech32("abcdef", data) == "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"


def test_any_two_sheets_make_the_key_and_one_does_not() -> None:
    made = agency.new_key()
    for pair in combinations(made.shares, 2):
        assert agency.key_of(pair).recipient == made.recipient
    assert agency.key_of(made.shares).recipient == made.recipient
    for share in made.shares:
        with pytest.raises(SharesTooFew):
            agency.key_of([share, share])


def test_a_sheet_leaves_every_secret_possible() -> None:
    """Whatever the third part is, another key follows: what one custodian knows excludes none of them."""
    known = agency.new_key().shares[0]
    found = {
        agency.key_of([known, {"B": known["B"], "C": recovery.new_code()}]).recipient for _time in range(20)
    }
    assert len(found) == 20


def test_the_key_does_not_depend_on_how_the_codes_are_typed() -> None:
    made = agency.new_key()
    first, second = (typed(share) for share in made.shares[:2])
    sloppy = "Lembar kustodian 1\n\n" + first.lower().replace("0", "o").replace(" ", "-") + "\n"
    shares = [agency.read_share(sloppy, "satu.txt"), agency.read_share(second, "dua.txt")]
    assert agency.key_of(shares).recipient == made.recipient


def test_a_slip_of_the_pen_is_named() -> None:
    share = dict(agency.new_key().shares[1])
    groups = share["C"].split()
    groups[3] = ("0" if groups[3][0] != "0" else "1") + groups[3][1:]
    with pytest.raises(ShareMistyped) as caught:
        agency.read_share(typed({**share, "C": " ".join(groups)}), "dua.txt")
    assert caught.value.facts == {"name": "dua.txt", "part": "C", "group": 4}
    with pytest.raises(ShareEmpty):
        agency.read_share(f"B: {share['B']}", "dua.txt")


def test_sheets_of_two_days_do_not_go_together() -> None:
    one, other = agency.new_key(), agency.new_key()
    with pytest.raises(SharesApart) as caught:
        agency.key_of([one.shares[0], other.shares[1]])
    assert caught.value.facts == {"part": "B"}


@pytest.fixture
def keys(tmp_path: Path) -> DeviceKeys:
    return keyfile.create(tmp_path, profile="u1", passphrase=PASSPHRASE, keyring=no_keyring, cost=CHEAP)


def test_the_agency_opens_the_keys_and_nobody_else(tmp_path: Path, keys: DeviceKeys) -> None:
    made = agency.new_key()
    with pytest.raises(AgencyUnknown):
        keyfile.open_by_agency(tmp_path, agency.key_of(made.shares[:2]))
    keyfile.lock_for_agency(tmp_path, keys, made.recipient)
    assert keyfile.agency_of(tmp_path) == made.recipient
    found = keyfile.open_by_agency(tmp_path, agency.key_of(made.shares[1:]))
    assert (found.database, found.signing.seed) == (keys.database, keys.signing.seed)
    with pytest.raises(AgencyUnfit) as caught:
        keyfile.open_by_agency(tmp_path, ReceivingKey.generate())
    assert made.recipient in caught.value.what_to_do
    assert keyfile.open_keys(tmp_path, passphrase=PASSPHRASE, keyring=no_keyring).database == keys.database


def test_a_new_agency_key_takes_the_place_of_the_old_one(tmp_path: Path, keys: DeviceKeys) -> None:
    old, new = agency.new_key(), agency.new_key()
    for made in (old, new):
        keyfile.lock_for_agency(tmp_path, keys, made.recipient)
    with pytest.raises(AgencyUnfit):
        keyfile.open_by_agency(tmp_path, agency.key_of(old.shares))
    assert keyfile.open_by_agency(tmp_path, agency.key_of(new.shares)).database == keys.database
    assert keyfile.ways(tmp_path).count("agency") == 1


def test_the_lock_stays_when_the_identity_changes(tmp_path: Path, keys: DeviceKeys) -> None:
    made = agency.new_key()
    keyfile.lock_for_agency(tmp_path, keys, made.recipient)
    fresh = keyfile.successor(keys)
    keyfile.replace_keys(tmp_path, fresh)
    assert keyfile.open_by_agency(tmp_path, agency.key_of(made.shares)).device == fresh.device
    assert keyfile.open_again(tmp_path, keys).device == fresh.device


def test_a_slot_of_another_folder_does_not_fit(tmp_path: Path, keys: DeviceKeys) -> None:
    """The slot names its folder, so that nobody can lead the agency to open one key file with another's."""
    made = agency.new_key()
    other = tmp_path / "other"
    theirs = keyfile.create(other, profile="u2", passphrase=PASSPHRASE, keyring=no_keyring, cost=CHEAP)
    for folder, held in ((tmp_path, keys), (other, theirs)):
        keyfile.lock_for_agency(folder, held, made.recipient)
    mine, foreign = (json.loads((f / keyfile.NAME).read_text()) for f in (tmp_path, other))
    mine["slots"] = foreign["slots"]
    for name in (keyfile.NAME, keyfile.COPY):
        (tmp_path / name).write_text(json.dumps(mine))
    with pytest.raises(AgencyUnfit):
        keyfile.open_by_agency(tmp_path, agency.key_of(made.shares))
