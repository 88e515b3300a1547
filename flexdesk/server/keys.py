"""The server's own keys: one to sign, one to receive, one secret behind codes and receipts.

They lie in one file that only its owner may read, beside the SQLite file or in the folder given with --keys.
Who holds this file can speak as the server: it belongs into the backup of the server, not into the database.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyrage

from flexdesk.errors import StoreLocked
from flexdesk.i18n import N_
from flexdesk.keys.signing import SigningKey
from flexdesk.system.durable import write_durably

FILE = "server-keys.json"
VERSION = 1


class ServerKeysMissing(StoreLocked):
    """The key file is not there, or is not one."""

    code = "server.keys"
    ticket = "FD-SRV-04"
    text = N_("The server's keys cannot be read from {path}.")
    next = N_("Put the key file back from the server's backup, or name its folder with --keys.")


@dataclass(frozen=True, slots=True)
class ServerKeys:
    """`identity` is an age identity, `secret` 32 bytes; `recovery` an agency's recipient by its id."""

    signing: SigningKey
    identity: str
    secret: bytes
    recovery: Mapping[str, str] = field(default_factory=dict)

    @property
    def recipient(self) -> str:
        return str(pyrage.x25519.Identity.from_str(self.identity).to_public())

    def code_hash(self, code: str) -> bytes:
        """What the database keeps of an enrolment code; useless without `secret`."""
        return self._mac("enrolment code", code)

    def receipt_key(self, log: str, device: str) -> bytes:
        """32 bytes that the server shares with one device of a unit at enrolment."""
        return self._mac("receipt key", log, device)

    def _mac(self, *parts: str) -> bytes:
        return hmac.new(self.secret, "\0".join(parts).encode(), hashlib.sha256).digest()


def create(folder: Path) -> ServerKeys:
    """New keys in `folder`, or those that are there already."""
    path = folder / FILE
    if path.exists():
        return load(folder)
    identity = str(pyrage.x25519.Identity.generate())
    keys = ServerKeys(SigningKey.generate(), identity, secrets.token_bytes(32))
    folder.mkdir(parents=True, exist_ok=True)
    _write(path, keys)
    return keys


def load(folder: Path) -> ServerKeys:
    """Raises ServerKeysMissing."""
    path = folder / FILE
    try:
        held = json.loads(path.read_text("utf-8"))
        return ServerKeys(
            SigningKey(base64.b64decode(held["sign"])),
            str(pyrage.x25519.Identity.from_str(held["receive"])),
            base64.b64decode(held["secret"]),
            dict(held.get("recovery", {})),
        )
    except (OSError, ValueError, KeyError, TypeError, pyrage.IdentityError) as error:
        raise ServerKeysMissing(path=str(path)) from error


def set_recovery(folder: Path, agency_id: str, recipient: str) -> ServerKeys:
    """Tell the laptops of an agency from now on for whom else to lock; raises ServerKeysMissing."""
    keys = load(folder)
    changed = replace(keys, recovery={**keys.recovery, agency_id: recipient})
    write_durably(folder / FILE, json.dumps(_held(changed)).encode())
    return changed


def _held(keys: ServerKeys) -> dict[str, object]:
    return {
        "version": VERSION,
        "sign": base64.b64encode(keys.signing.seed).decode(),
        "receive": keys.identity,
        "secret": base64.b64encode(keys.secret).decode(),
        **({"recovery": dict(keys.recovery)} if keys.recovery else {}),
    }


def _write(path: Path, keys: ServerKeys) -> None:
    # O_EXCL: two first starts at once must not each believe in their own keys.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(_held(keys), stream)
        stream.flush()
        os.fsync(stream.fileno())
