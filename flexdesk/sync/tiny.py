"""A few changes as text for QR codes, a chat or an SMS: the same signed batches, sealed for one reader.

age writes its recipients as lines of text, which is a third of such a message; HPKE (RFC 9180) adds 48 bytes
to the batch. One code reads `FXD1.K.N.NAME.PAYLOAD.CHECK` in the characters that QR codes pack most tightly:
number K of N codes, four characters that name what belongs together, the bytes in Crockford's base 32, and
three characters that show a slip. The author's signature is inside; who may read it is not signed, because
whoever reads it may pass the batch on anyway.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_
from flexdesk.keys import bech32
from flexdesk.keys.receiving import ReceivingKey
from flexdesk.sync import strict_cbor
from flexdesk.sync.receipts import ALPHABET

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hpke import Suite

MARK = "FXD1"
PART_BYTES = 440  # a code of 85 modules a side, which a plain telephone still reads from paper
MOST_PARTS = 8
MOST_TEXT = 1 << 16
_INFO = b"flexdesk tiny 1"
_SUITE = 1  # X25519, HKDF-SHA256, ChaCha20-Poly1305; others get other numbers
_SEALED_OVER = 1 + 32 + 16
_CHECK_LENGTH, _NAME_LENGTH = 3, 4
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SPACE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_CODE = re.compile(rf"{MARK}\.(\d)\.(\d)\.([0-9A-Z]{{4}})\.([0-9A-Z]+)\.([0-9A-Z]{{3}})")
_HEAD = re.compile(rf"{MARK}\.(\d)\.(\d)\.")


class TinyFault(FlexDeskError):
    """Codes that cannot be taken over."""

    code = "tiny.fault"
    ticket = "FD-KOD-01"
    text = N_("The codes cannot be taken over.")
    safe = N_("Nothing of it was taken over; your own changes are untouched.")
    next = N_("Ask the sender to make the codes again.")


class NoTinyCode(TinyFault):
    code = "tiny.none"
    ticket = "FD-KOD-02"
    text = N_("There is no FlexDesk code of changes in this text.")
    next = N_("Copy the whole message; a code begins with FXD1.")


class TinyDamaged(TinyFault):
    code = "tiny.damaged"
    ticket = "FD-KOD-03"
    text = N_("Code {number} of {count} is not as it was written.")
    next = N_("Scan or copy that code once more.")


class TinyIncomplete(TinyFault):
    code = "tiny.incomplete"
    ticket = "FD-KOD-04"
    text = N_("Of {count} codes these are missing: {missing}.")
    next = N_("Add the missing codes; the order does not matter.")


class TinyForOthers(TinyFault):
    code = "tiny.for_others"
    ticket = "FD-KOD-05"
    text = N_("The codes were made for another reader and cannot be opened here.")
    next = N_("Codes for the server are read by its operator; ask the sender for codes for this laptop.")


class TooMuchForCodes(FlexDeskError):
    code = "tiny.too_much"
    ticket = "FD-KOD-06"
    text = N_("{changes} changes ({bytes} bytes) are too many for codes; {most} bytes fit.")
    next = N_("Make a bundle as a file instead, under Kirim or with flexdesk bundle create --out FILE.")


@dataclass(frozen=True, slots=True)
class _Part:
    number: int
    count: int
    name: str
    data: bytes


def seal(batches: Sequence[bytes], recipient: str) -> bytes:
    """The batches for one age recipient."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    key = X25519PublicKey.from_public_bytes(bech32.decode(recipient, "age"))
    return bytes((_SUITE,)) + _suite().encrypt(_together(batches), key, _INFO)


def _together(batches: Sequence[bytes]) -> bytes:
    """One batch as it is, several as byte strings; which of the two shows in the first byte."""
    if len(batches) == 1:
        return batches[0]
    return b"".join(strict_cbor.byte_string_head(len(blob)) + blob for blob in batches)


def unseal(sealed: bytes, identity: ReceivingKey) -> list[bytes]:
    """The batches, not verified yet. Raises TinyForOthers, TinyFault."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    if len(sealed) < _SEALED_OVER or sealed[0] != _SUITE:
        raise TinyFault()
    key = X25519PrivateKey.from_private_bytes(bech32.decode(identity.identity, "age-secret-key-"))
    try:
        plain = _suite().decrypt(sealed[1:], key, _INFO)
    except (InvalidTag, ValueError) as error:
        raise TinyForOthers() from error
    if not plain or not 0x40 <= plain[0] < 0x60:
        return [plain]
    found = []
    at = 0
    try:
        while at < len(plain):
            blob, at = strict_cbor.read_byte_string(plain, at)
            found.append(blob)
    except ValueError as error:
        raise TinyFault() from error
    return found


def _suite() -> "Suite":
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def size_of(batches: Sequence[bytes]) -> int:
    """Bytes of the sealed message."""
    return _SEALED_OVER + len(_together(batches))


# text ---------------------------------------------------------------------------------------------------


def codes(sealed: bytes) -> tuple[str, ...]:
    """The texts of the codes, of about equal length."""
    count = -(-len(sealed) // PART_BYTES)
    if not 1 <= count <= MOST_PARTS:
        raise ValueError("size")
    step = -(-len(sealed) // count)
    name = _check_text(sealed, _NAME_LENGTH)
    return tuple(
        _code(_Part(number, count, name, sealed[(number - 1) * step : number * step]))
        for number in range(1, count + 1)
    )


def _code(part: _Part) -> str:
    body = f"{MARK}.{part.number}.{part.count}.{part.name}.{_base32(part.data)}"
    return f"{body}.{_check_text(body.encode(), _CHECK_LENGTH)}"


def is_codes(text: str) -> bool:
    return MARK in _plain(text)


def messages(text: str) -> list[bytes]:
    """Every sealed message in a text: codes in any order, split by lines, among other words.

    Raises NoTinyCode, TinyDamaged, TinyIncomplete.
    """
    plain = _plain(text[:MOST_TEXT])
    parts = [_part(found) for found in _CODE.finditer(plain)]
    if not parts and not _HEAD.search(plain):
        raise NoTinyCode()
    _refuse_cut(plain, parts)
    groups: dict[tuple[str, int], dict[int, bytes]] = {}
    for part in parts:
        held = groups.setdefault((part.name, part.count), {})
        if held.setdefault(part.number, part.data) != part.data:
            raise TinyDamaged(number=part.number, count=part.count)
    return [_joined(name, count, held) for (name, count), held in groups.items()]


def _refuse_cut(plain: str, parts: Sequence[_Part]) -> None:
    """A code whose end is missing is named, not passed over."""
    whole = {(part.number, part.count) for part in parts}
    for head in _HEAD.finditer(plain):
        number, count = int(head[1]), int(head[2])
        if (number, count) not in whole:
            raise TinyDamaged(number=number, count=count)


def _part(found: "re.Match[str]") -> _Part:
    number, count = int(found[1]), int(found[2])
    name, payload, check = (text.translate(_LOOKALIKES) for text in found.group(3, 4, 5))
    body = f"{MARK}.{number}.{count}.{name}.{payload}"
    data = _unbase32(payload)
    if data is None or check != _check_text(body.encode(), _CHECK_LENGTH):
        raise TinyDamaged(number=number, count=count)
    if not 1 <= number <= count <= MOST_PARTS:
        raise TinyDamaged(number=number, count=count)
    return _Part(number, count, name, data)


def _joined(name: str, count: int, held: dict[int, bytes]) -> bytes:
    missing = [str(number) for number in range(1, count + 1) if number not in held]
    if missing:
        raise TinyIncomplete(count=count, missing=", ".join(missing))
    sealed = b"".join(held[number] for number in range(1, count + 1))
    if _check_text(sealed, _NAME_LENGTH) != name:
        raise TinyDamaged(number=1, count=count)
    return sealed


def _plain(text: str) -> str:
    return _SPACE.sub("", text).upper()


def _check_text(data: bytes, length: int) -> str:
    number = int.from_bytes(hashlib.sha256(data).digest()[:5], "big")
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))


def _base32(data: bytes) -> str:
    length = -(-len(data) * 8 // 5)
    number = int.from_bytes(data, "big") << (length * 5 - len(data) * 8)
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))


def _unbase32(text: str) -> bytes | None:
    """None for letters that are none of the alphabet, or a length that no bytes have."""
    if not set(text) <= set(ALPHABET) or len(text) > 2 * PART_BYTES:
        return None
    number = 0
    for letter in text:
        number = number << 5 | ALPHABET.index(letter)
    spare = len(text) * 5 % 8
    if spare >= 5 or number & ((1 << spare) - 1):
        return None
    return (number >> spare).to_bytes(len(text) * 5 // 8, "big")
