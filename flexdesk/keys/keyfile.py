"""`keys.json` in the data folder: the device's keys, sealed under one master key that the slots lead to.

Without them the data are lost, so a copy lies beside them, and a sum tells which of the two is whole.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from flexdesk.errors import StoreLocked, reason_of
from flexdesk.keys import recovery, slots
from flexdesk.keys.errors import (
    AgencyUnfit,
    AgencyUnknown,
    KeyringSilent,
    KeysDamaged,
    KeysExist,
    KeysMissing,
    KeysNotWritten,
    KeysTooNew,
    NoKeyWay,
    RecoveryUnfit,
    WrongPassphrase,
)
from flexdesk.keys.receiving import ReceivingKey
from flexdesk.keys.signing import SigningKey
from flexdesk.keys.slots import Cost, Slot
from flexdesk.keys.system_keyring import SecretStore, answers, system_keyring
from flexdesk.system.durable import write_durably

NAME = "keys.json"
COPY = "keys-copy.json"
_FORMAT = 1
_SUM = "sum"
_FORMER = 8  # how many receiving keys of earlier names are kept
_MAX_BYTES = 1 << 20

Keyring = Callable[[], SecretStore | None]  # asked only when needed: importing one is slow


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """Everything secret of one data folder. `database` is the 32-byte raw key of the store.

    `former` are the receiving keys of names that this laptop had before: files for them still come.
    """

    profile: str
    signing: SigningKey
    receiving: ReceivingKey
    database: bytes = field(repr=False)
    master: bytes = field(repr=False)
    former: tuple[ReceivingKey, ...] = ()

    @property
    def device(self) -> str:
        return self.signing.device


@dataclass(frozen=True, slots=True)
class Ways:
    """What opens the keys: `sheet` is the day of the recovery sheet, `agency` the agency's recipient."""

    keyring: bool
    passphrase: bool
    sheet: date | None
    agency: str


def exists(folder: Path) -> bool:
    return (folder / NAME).exists() or (folder / COPY).exists()


def create(
    folder: Path,
    *,
    profile: str,
    passphrase: str | None = None,
    keyring: Keyring = system_keyring,
    cost: Cost = Cost(),  # noqa: B008 - frozen
) -> DeviceKeys:
    """New keys under every lock there is: the keyring if one answers, the passphrase if one is given.

    Raises KeysExist, NoKeyWay, KeysNotWritten.
    """
    if exists(folder):
        raise KeysExist()
    keys = DeviceKeys(
        profile,
        SigningKey.generate(),
        ReceivingKey.generate(),
        os.urandom(32),
        os.urandom(slots.MASTER_BYTES),
    )
    ways: list[Slot] = []
    store = keyring()
    if store is not None and answers(store):
        ways.append(slots.keyring_slot(store, profile, keys.master))
    if passphrase is not None:
        ways.append(slots.passphrase_slot(passphrase, profile, keys.master, cost))
    if not ways:
        raise NoKeyWay()
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder, keys, ways)
    return keys


def open_keys(
    folder: Path, *, passphrase: str | None = None, keyring: Keyring = system_keyring
) -> DeviceKeys:
    """The keys, by the passphrase if one is given, else or failing that by the keyring.

    The code of a recovery sheet is taken wherever a passphrase is. Raises KeysMissing, KeysDamaged,
    KeysTooNew, WrongPassphrase, RecoveryMistyped, RecoveryUnfit, KeyringSilent.
    """
    held = _read(folder)
    try:
        master = _master(held, passphrase, keyring)
        if master is None and passphrase and recovery.is_code(passphrase):
            recovery.secret_of(passphrase)
            raise RecoveryUnfit()
        if master is None:
            raise KeyringSilent() if passphrase is None else WrongPassphrase()
        return _opened(folder, held, master)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeysDamaged(name=NAME) from error


def open_by_agency(folder: Path, agency: ReceivingKey) -> DeviceKeys:
    """The keys, by the agency's recovery key. Raises KeysMissing, KeysDamaged, AgencyUnknown, AgencyUnfit."""
    held = _read(folder)
    found = [slot for slot in held["slots"] if slot.get("kind") == slots.AGENCY]
    if not found:
        raise AgencyUnknown()
    try:
        for slot in found:
            if (master := slots.from_agency(slot, agency, str(held["profile"]))) is not None:
                return _opened(folder, held, master)
        raise AgencyUnfit(recipient=str(found[0]["recipient"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeysDamaged(name=NAME) from error


def open_again(folder: Path, keys: DeviceKeys) -> DeviceKeys:
    """The keys that lie there by now, for who has opened them before; raises KeysMissing, KeysDamaged."""
    try:
        return _opened(folder, _read(folder), keys.master)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeysDamaged(name=NAME) from error


def ways(folder: Path) -> list[str]:
    """The kinds of the slots, in order."""
    return [str(slot.get("kind")) for slot in _read(folder)["slots"]]


def ways_in(folder: Path) -> Ways:
    """Raises KeysMissing, KeysDamaged, KeysTooNew."""
    kinds = ways(folder)
    return Ways(
        keyring=slots.KEYRING in kinds,
        passphrase=slots.PASSPHRASE in kinds,
        sheet=recovery_sheet_of(folder),
        agency=agency_of(folder),
    )


def add_passphrase_slot(
    folder: Path,
    keys: DeviceKeys,
    passphrase: str,
    *,
    cost: Cost = Cost(),  # noqa: B008 - frozen
) -> None:
    """Open with this passphrase from now on; one given before no longer counts."""
    kept = [slot for slot in _read(folder)["slots"] if slot.get("kind") != slots.PASSPHRASE]
    _write(folder, keys, [*kept, slots.passphrase_slot(passphrase, keys.profile, keys.master, cost)])


def add_keyring_slot(folder: Path, keys: DeviceKeys, store: SecretStore) -> None:
    """Open with this keyring from now on, for instance after a new user profile; raises KeyringSilent."""
    if not answers(store):
        raise KeyringSilent()
    kept = [slot for slot in _read(folder)["slots"] if slot.get("kind") != slots.KEYRING]
    _write(folder, keys, [*kept, slots.keyring_slot(store, keys.profile, keys.master)])


def add_recovery_slot(folder: Path, keys: DeviceKeys, code: str, made: date) -> None:
    """Open with this code of a new recovery sheet; that of the sheet before no longer counts."""
    kept = [slot for slot in _read(folder)["slots"] if slot.get("kind") != slots.RECOVERY]
    _write(folder, keys, [*kept, slots.recovery_slot(code, keys.profile, keys.master, made)])


def mend_keyring_slot(folder: Path, keys: DeviceKeys, keyring: Keyring) -> bool:
    """Put the key back into a keyring that was emptied; False where there was none or it has the key."""
    named = [slot for slot in _read(folder)["slots"] if slot.get("kind") == slots.KEYRING]
    store = keyring() if named else None
    if store is None or any(slots.from_keyring(slot, store) == keys.master for slot in named):
        return False
    try:
        add_keyring_slot(folder, keys, store)
    except (KeyringSilent, KeysNotWritten):  # the way in that was used stays, so this can wait
        return False
    return True


def agency_of(folder: Path) -> str:
    """The agency's recipient that the keys are locked for; empty when there is none."""
    found = [
        str(slot.get("recipient")) for slot in _read(folder)["slots"] if slot.get("kind") == slots.AGENCY
    ]
    return found[0] if found else ""


def lock_for_agency(folder: Path, keys: DeviceKeys, recipient: str) -> None:
    """Let the agency's recovery key open these keys, and no other of an agency; raises ValueError."""
    if agency_of(folder) == recipient:
        return
    kept = [slot for slot in _read(folder)["slots"] if slot.get("kind") != slots.AGENCY]
    _write(folder, keys, [*kept, slots.agency_slot(recipient, keys.profile, keys.master)])


def recovery_sheet_of(folder: Path) -> date | None:
    """When the recovery sheet that counts was made; None when there is none."""
    made = [str(slot["made"]) for slot in _read(folder)["slots"] if slot.get("kind") == slots.RECOVERY]
    return date.fromisoformat(made[0]) if made else None


def successor(keys: DeviceKeys) -> DeviceKeys:
    """A new identity over the same data, after a restored backup or a copied disk; nothing is written."""
    return replace(
        keys,
        signing=SigningKey.generate(),
        receiving=ReceivingKey.generate(),
        former=(keys.receiving, *keys.former)[:_FORMER],
    )


def replace_keys(folder: Path, keys: DeviceKeys) -> None:
    """Put the keys in the place of those that lie there; the slots stay valid. Raises KeysNotWritten."""
    _write(folder, keys, _read(folder)["slots"])


# the file -----------------------------------------------------------------------------------------------


def _binding(profile: str) -> str:
    return f"flexdesk keys {_FORMAT} {profile}"


def _write(folder: Path, keys: DeviceKeys, ways: list[Slot]) -> None:
    secret = {
        "sign": slots.text_of(keys.signing.seed),
        "receive": keys.receiving.identity,
        "database": slots.text_of(keys.database),
        "former": [key.identity for key in keys.former],
    }
    held = {
        "format": _FORMAT,
        "profile": keys.profile,
        "device": keys.device,
        "keys": slots.seal(keys.master, json.dumps(secret).encode(), _binding(keys.profile)),
        "slots": list(ways),
    }
    data = json.dumps({**held, _SUM: _sum(held)}, indent=1).encode() + b"\n"
    try:
        write_durably(folder / NAME, data)
    except OSError as error:
        raise KeysNotWritten(detail=reason_of(error)) from error
    with contextlib.suppress(OSError):  # the next opening makes up for it
        write_durably(folder / COPY, data)


def _sum(held: Mapping[str, Any]) -> str:
    """SHA-256 over everything else in the file, whatever its order and blanks."""
    rest = {name: value for name, value in held.items() if name != _SUM}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def _opened(folder: Path, held: dict[str, Any], master: bytes) -> DeviceKeys:
    """The keys, with file and copy made whole again from what opened."""
    keys = _unsealed(held, master)
    data = [_bytes(folder / name) for name in (NAME, COPY)]
    if data[0] != data[1]:
        with contextlib.suppress(KeysNotWritten):
            _write(folder, keys, held["slots"])
    return keys


def _read(folder: Path) -> dict[str, Any]:
    """The file; its copy where the file is missing or not whole and the copy is better."""
    try:
        first: dict[str, Any] | StoreLocked = _read_one(folder / NAME)
    except (KeysMissing, KeysDamaged) as error:
        first = error
    if isinstance(first, dict) and _is_whole(first):
        return first
    with contextlib.suppress(StoreLocked):
        copy = _read_one(folder / COPY)
        if _is_whole(copy) or not isinstance(first, dict):
            return copy
    if isinstance(first, dict):
        return first
    raise first


def _is_whole(held: Mapping[str, Any]) -> bool:
    """Files of before have no sum."""
    return bool(held.get(_SUM, _sum(held)) == _sum(held))


def _bytes(path: Path) -> bytes | None:
    try:
        with path.open("rb") as stream:
            return stream.read(_MAX_BYTES + 1)
    except OSError:
        return None


def _read_one(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as stream:
            data = stream.read(_MAX_BYTES + 1)
        held = json.loads(data) if len(data) <= _MAX_BYTES else None
    except FileNotFoundError as error:
        raise KeysMissing(name=NAME) from error
    except (OSError, ValueError, RecursionError) as error:
        raise KeysDamaged(name=NAME) from error
    if not isinstance(held, dict) or type(held.get("format")) is not int:
        raise KeysDamaged(name=NAME)
    if held["format"] > _FORMAT:
        raise KeysTooNew(name=NAME)
    found = held.get("slots")
    if not isinstance(found, list) or not all(isinstance(slot, dict) for slot in found):
        raise KeysDamaged(name=NAME)
    return held


def _master(held: dict[str, Any], passphrase: str | None, keyring: Keyring) -> bytes | None:
    profile, found = str(held["profile"]), held["slots"]
    if passphrase:
        for slot in found:
            if slot.get("kind") == slots.PASSPHRASE and (
                master := slots.from_passphrase(slot, passphrase, profile)
            ):
                return master
    if passphrase and recovery.is_code(passphrase):
        for slot in found:
            if slot.get("kind") == slots.RECOVERY and (
                master := slots.from_recovery(slot, passphrase, profile)
            ):
                return master
    names = [slot for slot in found if slot.get("kind") == slots.KEYRING]
    store = keyring() if names else None
    if store is None:
        return None
    return next((master for slot in names if (master := slots.from_keyring(slot, store))), None)


def _unsealed(held: dict[str, Any], master: bytes) -> DeviceKeys:
    """Raises ValueError where the sealed part is not what the master key sealed."""
    profile = str(held["profile"])
    data = slots.unseal(master, held["keys"], _binding(profile))
    if data is None:
        raise ValueError("sealed")
    secret = json.loads(data)
    signing = SigningKey(slots.bytes_of(secret["sign"]))
    database = slots.bytes_of(secret["database"])
    former = tuple(ReceivingKey(identity) for identity in secret.get("former", ()))
    return DeviceKeys(profile, signing, ReceivingKey(secret["receive"]), database, master, former)
