"""Who vouches for a policy pack: a signature in its last line, and the keys that publishers sign with.

The last line is `#:signature ed25519 KEY SIGNATURE`, both in base64. For TOML it is a comment, so one file is
enough and any editor shows it. What is signed is the text before it with plain line ends, because mail and
editors change those; any other change of the text breaks the signature.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_
from flexdesk.keys.signing import SigningKey, is_signed

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.serialization import KeySerializationEncryption

_PURPOSE = b"FlexDesk policy pack 1\n"
_MARK = "#:signature "
_LINE = re.compile(r"#:signature ed25519 ([A-Za-z0-9+/=]{44}) ([A-Za-z0-9+/=]{88})")
_GROUP, _DIGITS = 4, 32  # of a fingerprint: 128 bits, read out in eight groups
SAFE = N_("The rules in force stay as they are.")


class PackUnsigned(FlexDeskError):
    """Nobody vouches for the file."""

    code = "pack.unsigned"
    ticket = "FD-ATR-22"
    text = N_("The rules file {file} carries no signature.")
    safe = SAFE
    next = N_("Ask the agency for the signed file; a text copied from a message is not enough.")


class PackAltered(FlexDeskError):
    """The signature was made over another text."""

    code = "pack.altered"
    ticket = "FD-ATR-23"
    text = N_("The rules file {file} is not as its publisher signed it.")
    safe = SAFE
    next = N_("Ask the agency to send the file again as a document.")


class SigningKeyUnreadable(FlexDeskError):
    """The file is no key of a publisher, or its passphrase is another."""

    code = "pack.key"
    ticket = "FD-ATR-24"
    text = N_("The key file {file} cannot be opened.")
    next = N_("Check the file and its passphrase; `flexdesk policy keygen` makes a new key.")


@dataclass(frozen=True, slots=True)
class Signed:
    """A pack's text without its signature line; `signer` is the public key as hexadecimal digits."""

    text: str
    signer: str


def canonical(text: str) -> str:
    """The text that is signed: plain line ends, no mark at the start, one line end at the last."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return plain.rstrip() + "\n"


def sign(text: str, key: SigningKey) -> str:
    """The text with the signature line at its end; an older signature is replaced."""
    body = canonical(_parted(text)[0])
    signature = key.sign(_PURPOSE + body.encode())
    words = (base64.b64encode(part).decode() for part in (key.public, signature))
    return f"{body}{_MARK}ed25519 {' '.join(words)}\n"


def opened(text: str, file: str) -> Signed:
    """The text and who signed it. Raises PackUnsigned, PackAltered."""
    body, line = _parted(text)
    if not line:
        raise PackUnsigned(file=file)
    found = _LINE.fullmatch(line)
    if found is None:
        raise PackAltered(file=file)
    try:
        public, signature = (base64.b64decode(part, validate=True) for part in found.groups())
    except binascii.Error as fault:
        raise PackAltered(file=file) from fault
    if not is_signed(public, signature, _PURPOSE + canonical(body).encode()):
        raise PackAltered(file=file)
    return Signed(canonical(body), public.hex())


def is_marked(text: str) -> bool:
    """Whether the text carries a signature line, right or wrong."""
    return bool(_parted(text)[1])


def _parted(text: str) -> tuple[str, str]:
    """The text before the signature line, and that line; the second is empty without one."""
    plain = canonical(text)
    body, mark, line = plain.rstrip("\n").rpartition(f"\n{_MARK}")
    if not mark or "\n" in line:
        return plain, ""
    return body, f"{_MARK}{line}"


def fingerprint(signer: str) -> str:
    """The digits that two people compare: `3F2A 91C0 …` of a public key in hexadecimal."""
    digits = hashlib.sha256(bytes.fromhex(signer)).hexdigest()[:_DIGITS].upper()
    return " ".join(digits[at : at + _GROUP] for at in range(0, _DIGITS, _GROUP))


def is_fingerprint_of(typed: str, signer: str) -> bool:
    """Whether the typed digits are the key's, however they are grouped."""
    return re.sub(r"[\s:.-]", "", typed).upper() == fingerprint(signer).replace(" ", "")


# -- the publisher's key


def key_file(key: SigningKey, passphrase: str = "") -> bytes:
    """The key as PKCS 8 in PEM, encrypted where a passphrase is given."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    lock: KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        lock = serialization.BestAvailableEncryption(passphrase.encode())
    private = Ed25519PrivateKey.from_private_bytes(key.seed)
    return private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)


def read_key(data: bytes, passphrase: str, file: str) -> SigningKey:
    """Raises SigningKeyUnreadable."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        private = load_pem_private_key(data, passphrase.encode() or None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as fault:
        raise SigningKeyUnreadable(file=file) from fault
    if not isinstance(private, Ed25519PrivateKey):
        raise SigningKeyUnreadable(file=file)
    return SigningKey(private.private_bytes_raw())
