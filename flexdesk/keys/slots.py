"""The ways to the master key, like the slots of a disk encryption: any one opens, each can be replaced alone.

A slot is a JSON object with a `kind`. Kinds that this version does not know are kept as they are.
"""

import base64
import os
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flexdesk.keys.errors import PassphraseEmpty
from flexdesk.keys.receiving import ReceivingKey
from flexdesk.keys.recovery import secret_of
from flexdesk.keys.system_keyring import SERVICE, SecretStore, ask

KEYRING = "keyring"
PASSPHRASE = "passphrase"
RECOVERY = "recovery"
AGENCY = "agency"
NONCE_BYTES = 12
MASTER_BYTES = 32

Slot = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess of a passphrase costs (Argon2id); kept in the slot."""

    iterations: int = 3
    memory_kib: int = 64 * 1024
    lanes: int = 2


_MAX_COST = Cost(iterations=100, memory_kib=1 << 20, lanes=16)  # a forged file shall not eat the machine


def text_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


def bytes_of(text: Any) -> bytes:
    """Raises ValueError."""
    if not isinstance(text, str):
        raise ValueError("base64")
    return base64.b64decode(text, validate=True)


def seal(key: bytes, data: bytes, bound_to: str) -> dict[str, str]:
    """AES-256-GCM; `bound_to` must be the same when it is opened."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(NONCE_BYTES)
    return {"nonce": text_of(nonce), "sealed": text_of(AESGCM(key).encrypt(nonce, data, bound_to.encode()))}


def unseal(key: bytes, held: Mapping[str, Any], bound_to: str) -> bytes | None:
    """None for a wrong key or altered data; raises ValueError for another form."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce, sealed = bytes_of(held.get("nonce")), bytes_of(held.get("sealed"))
    if len(nonce) != NONCE_BYTES:
        raise ValueError("nonce")
    try:
        return AESGCM(key).decrypt(nonce, sealed, bound_to.encode())
    except InvalidTag:
        return None


# keyring ------------------------------------------------------------------------------------------------


def keyring_slot(store: SecretStore, profile: str, master: bytes) -> Slot:
    """44 characters in the keyring: Windows takes no more than about 1,280."""
    name = f"{profile}-{secrets.token_hex(4)}"
    store.set_password(SERVICE, name, text_of(master))
    return {"kind": KEYRING, "service": SERVICE, "name": name}


def from_keyring(slot: Slot, store: SecretStore) -> bytes | None:
    held = ask(store, str(slot.get("name", "")))
    try:
        master = bytes_of(held)
    except ValueError:
        return None
    return master if len(master) == MASTER_BYTES else None


# passphrase ---------------------------------------------------------------------------------------------


def passphrase_slot(passphrase: str, profile: str, master: bytes, cost: Cost) -> Slot:
    """Raises PassphraseEmpty."""
    salt = os.urandom(16)
    key = _stretched(passphrase, salt, cost)
    return {
        "kind": PASSPHRASE,
        "kdf": "argon2id",
        "salt": text_of(salt),
        "iterations": cost.iterations,
        "memory_kib": cost.memory_kib,
        "lanes": cost.lanes,
        **seal(key, master, _binding(profile)),
    }


def from_passphrase(slot: Slot, passphrase: str, profile: str) -> bytes | None:
    """The master key, or None for a wrong passphrase; raises ValueError for a malformed slot."""
    if slot.get("kdf") != "argon2id":
        return None
    key = _stretched(passphrase, bytes_of(slot.get("salt")), _cost(slot))
    return unseal(key, slot, _binding(profile))


# recovery sheet -----------------------------------------------------------------------------------------


def recovery_slot(code: str, profile: str, master: bytes, made: date) -> Slot:
    """`made` tells sheets apart: it is printed on them."""
    return {
        "kind": RECOVERY,
        "made": made.isoformat(),
        **seal(_spread(secret_of(code), profile), master, f"flexdesk recovery slot 1 {profile}"),
    }


def from_recovery(slot: Slot, code: str, profile: str) -> bytes | None:
    """The master key, or None for another sheet's code; raises RecoveryMistyped, ValueError."""
    return unseal(_spread(secret_of(code), profile), slot, f"flexdesk recovery slot 1 {profile}")


# agency -------------------------------------------------------------------------------------------------


def agency_slot(recipient: str, profile: str, master: bytes) -> Slot:
    """Locked with age for `recipient`, so that other programs can open it too; raises ValueError."""
    import pyrage

    try:
        key = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as error:
        raise ValueError("recipient") from error
    sealed = pyrage.encrypt(_agency_mark(profile) + master, [key])
    return {"kind": AGENCY, "recipient": recipient, "sealed": text_of(sealed)}


def from_agency(slot: Slot, agency: ReceivingKey, profile: str) -> bytes | None:
    """The master key, or None for another agency's; raises ValueError for a malformed slot."""
    import pyrage

    identity = pyrage.x25519.Identity.from_str(agency.identity)
    try:
        data: bytes = pyrage.decrypt(bytes_of(slot.get("sealed")), [identity])
    except pyrage.DecryptError:
        return None
    mark = _agency_mark(profile)
    return (
        data.removeprefix(mark) if data.startswith(mark) and len(data) == len(mark) + MASTER_BYTES else None
    )


def _agency_mark(profile: str) -> bytes:
    return f"flexdesk agency slot 1 {profile}\0".encode()


def _spread(secret: bytes, profile: str) -> bytes:
    """A code is random enough to be a key as it is, once it has the length of one."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt=profile.encode(), info=b"flexdesk recovery sheet").derive(secret)


def _binding(profile: str) -> str:
    return f"flexdesk passphrase slot 1 {profile}"


def _cost(slot: Slot) -> Cost:
    names = ("iterations", "memory_kib", "lanes")
    values = [slot.get(name) for name in names]
    limits = [getattr(_MAX_COST, name) for name in names]
    if not all(
        type(value) is int and 0 < value <= limit for value, limit in zip(values, limits, strict=True)
    ):
        raise ValueError("cost")
    return Cost(*(int(value) for value in values if value is not None))


def _stretched(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    if not passphrase:
        raise PassphraseEmpty()
    typed = unicodedata.normalize("NFC", passphrase).encode()  # keyboards differ in how they type accents
    return Argon2id(
        salt=salt, length=32, iterations=cost.iterations, lanes=cost.lanes, memory_cost=cost.memory_kib
    ).derive(typed)
