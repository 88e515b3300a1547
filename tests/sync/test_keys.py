"""Device keys at rest: every slot opens, nothing else does, and the file is never half written."""

import json
import os
import stat
from datetime import date
from pathlib import Path

import keyring.backends.chainer
import keyring.backends.fail
import keyring.backends.null
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend

from flexdesk.errors import StoreLocked
from flexdesk.keys import keyfile, recovery, system_keyring
from flexdesk.keys.errors import (
    KeyringSilent,
    KeysDamaged,
    KeysExist,
    KeysMissing,
    KeysNotWritten,
    KeysTooNew,
    NoKeyWay,
    PassphraseEmpty,
    RecoveryMistyped,
    RecoveryUnfit,
    WrongPassphrase,
)
from flexdesk.keys.keyfile import COPY, NAME, DeviceKeys
from flexdesk.keys.receiving import ReceivingKey
from flexdesk.keys.signing import SigningKey, is_signed
from flexdesk.keys.slots import Cost
from flexdesk.keys.system_keyring import SecretStore, answers, is_fit, no_keyring
from flexdesk.system import durable

CHEAP = Cost(iterations=1, memory_kib=64, lanes=1)
WORDS = "kopi pagi di teras"


class MemoryKeyring(KeyringBackend):
    """A keyring that keeps secrets as long as it lives; `mute` makes it stop answering."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.mute = False

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        if self.mute:
            raise RuntimeError("no session bus")
        return self.kept.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


def made(folder: Path, *, store: SecretStore | None = None, passphrase: str | None = WORDS) -> DeviceKeys:
    return keyfile.create(folder, profile="u1", passphrase=passphrase, keyring=lambda: store, cost=CHEAP)


def same(one: DeviceKeys, other: DeviceKeys) -> bool:
    return (
        one.signing.seed == other.signing.seed
        and one.receiving.identity == other.receiving.identity
        and (one.profile, one.device, one.database) == (other.profile, other.device, other.database)
    )


def rewrite(folder: Path, held: dict[str, object]) -> None:
    """As another version of the program would have written it, with neither sum nor copy."""
    held.pop("sum")
    (folder / NAME).write_text(json.dumps(held))
    (folder / COPY).unlink()


def test_the_passphrase_opens(tmp_path: Path) -> None:
    keys = made(tmp_path)
    assert same(keyfile.open_keys(tmp_path, passphrase=WORDS, keyring=no_keyring), keys)
    assert len(keys.database) == 32


def test_the_keyring_opens_and_holds_only_the_master_key(tmp_path: Path) -> None:
    store = MemoryKeyring()
    keys = made(tmp_path, store=store, passphrase=None)
    assert same(keyfile.open_keys(tmp_path, keyring=lambda: store), keys)
    (secret,) = store.kept.values()
    assert len(secret) == 44


def test_a_lost_keyring_is_replaced_by_the_passphrase(tmp_path: Path) -> None:
    keys = made(tmp_path, store=MemoryKeyring())
    fresh = MemoryKeyring()
    with pytest.raises(KeyringSilent):
        keyfile.open_keys(tmp_path, keyring=lambda: fresh)
    opened = keyfile.open_keys(tmp_path, passphrase=WORDS, keyring=lambda: fresh)
    keyfile.add_keyring_slot(tmp_path, opened, fresh)
    assert same(keyfile.open_keys(tmp_path, keyring=lambda: fresh), keys)
    assert sorted(keyfile.ways(tmp_path)) == ["keyring", "passphrase"]


def test_the_keyring_opens_when_the_passphrase_is_wrong(tmp_path: Path) -> None:
    store = MemoryKeyring()
    keys = made(tmp_path, store=store)
    assert same(keyfile.open_keys(tmp_path, passphrase="lupa", keyring=lambda: store), keys)


@pytest.mark.parametrize("typed", ["Kopi pagi di teras", " ", ""])
def test_a_wrong_passphrase_says_so_with_exit_code_5(tmp_path: Path, typed: str) -> None:
    made(tmp_path)
    with pytest.raises(WrongPassphrase) as caught:
        keyfile.open_keys(tmp_path, passphrase=typed, keyring=no_keyring)
    assert caught.value.exit_code == 5


def test_accents_may_be_typed_either_way(tmp_path: Path) -> None:
    keys = made(tmp_path, passphrase="café")
    assert same(keyfile.open_keys(tmp_path, passphrase="cafe\u0301", keyring=no_keyring), keys)


def test_a_muted_keyring_says_how_to_go_on(tmp_path: Path) -> None:
    store = MemoryKeyring()
    made(tmp_path, store=store, passphrase=None)
    store.mute = True
    with pytest.raises(KeyringSilent) as caught:
        keyfile.open_keys(tmp_path, keyring=lambda: store)
    assert caught.value.exit_code == 5
    assert "--passphrase-file" in caught.value.what_to_do


def test_without_any_lock_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(NoKeyWay):
        made(tmp_path / "new", passphrase=None)
    with pytest.raises(PassphraseEmpty):
        made(tmp_path / "new", passphrase="")
    assert not (tmp_path / "new").exists()


def test_keys_are_never_overwritten(tmp_path: Path) -> None:
    made(tmp_path)
    before = (tmp_path / NAME).read_bytes()
    with pytest.raises(KeysExist):
        made(tmp_path)
    assert (tmp_path / NAME).read_bytes() == before


def test_a_new_passphrase_replaces_the_old_one(tmp_path: Path) -> None:
    keys = made(tmp_path)
    keyfile.add_passphrase_slot(tmp_path, keys, "baru", cost=CHEAP)
    assert same(keyfile.open_keys(tmp_path, passphrase="baru", keyring=no_keyring), keys)
    with pytest.raises(WrongPassphrase):
        keyfile.open_keys(tmp_path, passphrase=WORDS, keyring=no_keyring)


def test_a_new_device_keeps_the_data_and_the_locks(tmp_path: Path) -> None:
    keys = made(tmp_path)
    fresh = keyfile.successor(keys)
    keyfile.replace_keys(tmp_path, fresh)
    assert fresh.device != keys.device
    assert fresh.database == keys.database
    assert same(keyfile.open_keys(tmp_path, passphrase=WORDS, keyring=no_keyring), fresh)


def test_slots_of_a_later_version_are_kept(tmp_path: Path) -> None:
    keys = made(tmp_path)
    held = json.loads((tmp_path / NAME).read_text())
    held["slots"].insert(0, {"kind": "recovery", "sealed": "x"})
    rewrite(tmp_path, held)
    assert same(keyfile.open_keys(tmp_path, passphrase=WORDS, keyring=no_keyring), keys)
    keyfile.add_passphrase_slot(tmp_path, keys, "baru", cost=CHEAP)
    assert keyfile.ways(tmp_path) == ["recovery", "passphrase"]


def test_the_file_is_private_and_holds_no_secret_in_the_open(tmp_path: Path) -> None:
    keys = made(tmp_path)
    path = tmp_path / NAME
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text()
    for secret in (keys.receiving.identity, keys.signing.seed.hex(), keys.database.hex(), WORDS):
        assert secret not in text + repr(keys)
    assert sorted(os.listdir(tmp_path)) == [COPY, NAME]


def test_the_cost_is_stored_with_the_slot_and_bounded(tmp_path: Path) -> None:
    made(tmp_path)
    held = json.loads((tmp_path / NAME).read_text())
    (slot,) = held["slots"]
    assert (slot["iterations"], slot["memory_kib"], slot["lanes"]) == (1, 64, 1)
    assert Cost() == Cost(iterations=3, memory_kib=65_536, lanes=2)
    slot["memory_kib"] = 1 << 30
    rewrite(tmp_path, held)
    with pytest.raises(KeysDamaged):
        keyfile.open_keys(tmp_path, passphrase=WORDS, keyring=no_keyring)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeysMissing) as caught:
        keyfile.open_keys(tmp_path, keyring=no_keyring)
    assert NAME in str(caught.value)


def test_a_later_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text('{"format": 2}')
    with pytest.raises(KeysTooNew):
        keyfile.open_keys(tmp_path, keyring=no_keyring)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"format": 1}',
        '{"format": 1, "slots": [1]}',
        "[" * 100_000,
        "\xff",
        '{"format": true}',
    ],
)
def test_another_file_is_damaged(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text)
    with pytest.raises(KeysDamaged):
        keyfile.open_keys(tmp_path, passphrase="x", keyring=no_keyring)


def test_any_alteration_is_a_locked_store_not_a_crash(tmp_path: Path) -> None:
    store = MemoryKeyring()
    keys = made(tmp_path, store=store, passphrase=None)
    path = tmp_path / NAME
    whole = path.read_bytes()
    for position in range(0, len(whole), 3):
        path.write_bytes(whole[:position] + bytes((whole[position] ^ 2,)) + whole[position + 1 :])
        try:
            opened = keyfile.open_keys(tmp_path, keyring=lambda: store)
        except StoreLocked:
            continue
        assert same(opened, keys)  # the alteration was in a part that nothing depends on


def test_a_full_disk_keeps_the_old_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = made(tmp_path)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable.os, "fsync", full)
    with pytest.raises(KeysNotWritten) as caught:
        keyfile.add_passphrase_slot(tmp_path, keys, "baru", cost=CHEAP)
    assert caught.value.exit_code == 4
    monkeypatch.undo()
    assert same(keyfile.open_keys(tmp_path, passphrase=WORDS, keyring=no_keyring), keys)
    assert sorted(os.listdir(tmp_path)) == [COPY, NAME]


def test_a_medium_that_gives_back_other_bytes_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def spoiling(handle: int) -> None:
        real(handle)
        for part in tmp_path.glob(".*.part"):
            part.write_bytes(b"spoiled")

    monkeypatch.setattr(durable.os, "fsync", spoiling)
    with pytest.raises(durable.NotAsWritten):
        durable.write_durably(tmp_path / "x", b"data")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    "backend", [keyring.backends.fail.Keyring(), keyring.backends.null.Keyring()], ids=["fail", "null"]
)
def test_keyrings_that_keep_nothing_are_refused(backend: object) -> None:
    assert not is_fit(backend)


def test_a_chainer_is_entered_for_its_first_fit_member(monkeypatch: pytest.MonkeyPatch) -> None:
    inner = MemoryKeyring()
    asking = type("EncryptedKeyring", (), {"__module__": "keyrings.alt.file"})()
    monkeypatch.setattr(keyring.backends.chainer.ChainerBackend, "backends", [asking, inner])
    chainer = keyring.backends.chainer.ChainerBackend()
    monkeypatch.setattr(keyring, "get_keyring", lambda: chainer)
    assert system_keyring.system_keyring() is inner
    monkeypatch.setattr(keyring.backends.chainer.ChainerBackend, "backends", [asking])
    assert system_keyring.system_keyring() is None


def test_the_probe_leaves_nothing_behind() -> None:
    store = MemoryKeyring()
    assert answers(store)
    assert store.kept == {}
    store.mute = True
    assert not answers(store)
    assert not answers(keyring.backends.null.Keyring())


def test_signatures_hold_only_for_their_message() -> None:
    key = SigningKey.generate()
    signature = key.sign(b"m")
    assert is_signed(key.public, signature, b"m")
    assert not is_signed(key.public, signature, b"n")
    assert not is_signed(b"", signature, b"m")
    assert not is_signed(key.public, b"", b"m")


def test_a_text_that_is_no_age_identity_is_refused() -> None:
    with pytest.raises(ValueError, match="identity"):
        ReceivingKey("AGE-SECRET-KEY-1")
    assert ReceivingKey.generate().recipient.startswith("age1")


DAY = date(2026, 11, 21)


def test_the_recovery_sheet_opens_without_keyring_and_passphrase(tmp_path: Path) -> None:
    keys = made(tmp_path)
    code = recovery.new_code()
    keyfile.add_recovery_slot(tmp_path, keys, code, DAY)
    typed = "-".join(code.split()).lower().replace("0", "o")
    assert same(keyfile.open_keys(tmp_path, passphrase=typed, keyring=no_keyring), keys)
    assert keyfile.recovery_sheet_of(tmp_path) == DAY
    assert code.split()[0].encode() not in (tmp_path / NAME).read_bytes()


def test_a_new_sheet_makes_the_one_before_void(tmp_path: Path) -> None:
    keys = made(tmp_path)
    old, new = recovery.new_code(), recovery.new_code()
    for code in (old, new):
        keyfile.add_recovery_slot(tmp_path, keys, code, DAY)
    with pytest.raises(RecoveryUnfit):
        keyfile.open_keys(tmp_path, passphrase=old, keyring=no_keyring)
    assert same(keyfile.open_keys(tmp_path, passphrase=new, keyring=no_keyring), keys)
    assert same(keyfile.open_keys(tmp_path, passphrase=WORDS, keyring=no_keyring), keys)


@given(st.integers(0, 34), st.sampled_from(recovery.ALPHABET))
def test_every_wrong_character_is_named_by_its_group(at: int, other: str) -> None:
    plain = recovery.new_code().replace(" ", "")
    assume(plain[at] != other)
    with pytest.raises(RecoveryMistyped) as caught:
        recovery.secret_of(plain[:at] + other + plain[at + 1 :])
    assert caught.value.facts["group"] == at // 5 + 1


@given(st.integers(0, 6), st.integers(0, 6))
def test_groups_changed_about_are_found(one: int, other: int) -> None:
    groups = recovery.new_code().split()
    assume(groups[one] != groups[other])
    groups[one], groups[other] = groups[other], groups[one]
    with pytest.raises(RecoveryMistyped):
        recovery.secret_of(" ".join(groups))


def test_a_code_that_ends_too_early_names_the_group_that_is_missing() -> None:
    with pytest.raises(RecoveryMistyped) as caught:
        recovery.secret_of(" ".join(recovery.new_code().split()[:4]))
    assert caught.value.facts["group"] == 5
