"""The key file beside its copy: a flipped bit or a lost file never locks the data for ever."""

import json
import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from flexdesk.keys import keyfile, recovery
from flexdesk.keys.errors import KeysDamaged, KeysMissing, KeysNotWritten, WrongPassphrase
from flexdesk.keys.keyfile import COPY, NAME, DeviceKeys
from flexdesk.keys.system_keyring import no_keyring
from flexdesk.system import durable
from tests.helpers.desks import CHEAP, PASSPHRASE


@pytest.fixture
def keys(tmp_path: Path) -> DeviceKeys:
    return keyfile.create(tmp_path, profile="u1", passphrase=PASSPHRASE, keyring=no_keyring, cost=CHEAP)


def opened(folder: Path, passphrase: str = PASSPHRASE) -> DeviceKeys:
    return keyfile.open_keys(folder, passphrase=passphrase, keyring=no_keyring)


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :]


@pytest.mark.scenario(40)
def test_every_flipped_byte_is_found_and_healed_from_the_copy(tmp_path: Path, keys: DeviceKeys) -> None:
    whole = (tmp_path / NAME).read_bytes()
    for at in range(0, len(whole), 7):
        (tmp_path / NAME).write_bytes(flipped(whole, at))
        assert opened(tmp_path).database == keys.database
        assert opened(tmp_path).signing.seed == keys.signing.seed
        assert (tmp_path / NAME).read_bytes() == (tmp_path / COPY).read_bytes()
        assert json.loads((tmp_path / NAME).read_bytes()) == json.loads((tmp_path / COPY).read_bytes())


def test_either_file_may_be_lost(tmp_path: Path, keys: DeviceKeys) -> None:
    for name in (NAME, COPY):
        (tmp_path / name).unlink()
        assert keyfile.exists(tmp_path)
        assert opened(tmp_path).database == keys.database
        assert sorted(os.listdir(tmp_path)) == [COPY, NAME]


def test_a_damaged_file_without_a_copy_still_opens_where_a_whole_way_is_left(
    tmp_path: Path, keys: DeviceKeys
) -> None:
    code = recovery.new_code()
    keyfile.add_recovery_slot(tmp_path, keys, code, date(2026, 11, 22))
    held = json.loads((tmp_path / NAME).read_text())
    held["slots"][0]["sealed"] = held["slots"][1]["sealed"]
    (tmp_path / NAME).write_text(json.dumps(held))
    (tmp_path / COPY).unlink()
    with pytest.raises(WrongPassphrase):
        opened(tmp_path)
    assert opened(tmp_path, code).database == keys.database


def test_both_damaged_is_said(tmp_path: Path, keys: DeviceKeys) -> None:
    assert keys.device
    for name in (NAME, COPY):
        (tmp_path / name).write_bytes(b"{")
    with pytest.raises(KeysDamaged):
        opened(tmp_path)
    for name in (NAME, COPY):
        (tmp_path / name).unlink()
    with pytest.raises(KeysMissing):
        opened(tmp_path)


def test_the_copy_never_keeps_an_old_passphrase(tmp_path: Path, keys: DeviceKeys) -> None:
    keyfile.add_passphrase_slot(tmp_path, keys, "baru", cost=CHEAP)
    (tmp_path / NAME).unlink()
    with pytest.raises(WrongPassphrase):
        opened(tmp_path)
    assert opened(tmp_path, "baru").database == keys.database


def test_a_copy_that_lags_behind_is_renewed_at_the_next_opening(tmp_path: Path, keys: DeviceKeys) -> None:
    before = (tmp_path / COPY).read_bytes()
    keyfile.add_passphrase_slot(tmp_path, keys, "baru", cost=CHEAP)
    (tmp_path / COPY).write_bytes(before)  # the power went between the two
    opened(tmp_path, "baru")
    shutil.copy(tmp_path / COPY, tmp_path / NAME)
    with pytest.raises(WrongPassphrase):
        opened(tmp_path)


def test_a_full_disk_keeps_both_as_they_were(
    tmp_path: Path, keys: DeviceKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    before = (tmp_path / NAME).read_bytes()
    monkeypatch.setattr(durable.os, "fsync", full)
    with pytest.raises(KeysNotWritten):
        keyfile.replace_keys(tmp_path, keyfile.successor(keys))
    assert (tmp_path / NAME).read_bytes() == (tmp_path / COPY).read_bytes() == before
