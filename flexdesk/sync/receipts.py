"""The short form of a receipt: eight characters that can be read out over the phone.

The server and the device share a key since enrolment. The code is a message authentication code over the
unit, the device, the highest of the device's own numbers that the receipt covers and the chain value after
it; the device tries the ends of its own batches until one fits.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_
from flexdesk.sync import strict_cbor

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
LENGTH = 8
_BITS = 5
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None, "–": None, "\u00a0": None})
TRIES = 3
PAUSE = timedelta(minutes=1)


class WrongReceiptCode(FlexDeskError):
    """The code fits none of this device's batches."""

    code = "receipt.wrong"
    ticket = "FD-TTR-01"
    text = N_("This code does not belong to anything that this laptop has sent.")
    safe = N_("Your changes stay as they are.")
    next = N_("Have the code read out again, group by group.")


class TooManyCodes(FlexDeskError):
    """Several wrong codes in a row."""

    code = "receipt.wait"
    ticket = "FD-TTR-02"
    text = N_("Three codes in a row did not fit.")
    safe = N_("Your changes stay as they are.")
    next = N_("Wait {seconds} seconds, then try again.")


def receipt_code(key: bytes, unit: str, device: str, seq: int, chain: bytes) -> str:
    """`XXXX-XXXX` for everything of `device` up to and including `seq`; `chain` is the value after it."""
    message = b"flexdesk receipt 2" + strict_cbor.encode([unit, device, seq, chain])
    number = int.from_bytes(hmac.digest(key, message, hashlib.sha256)[:5], "big")
    places = range(_BITS * (LENGTH - 1), -1, -_BITS)
    text = "".join(ALPHABET[number >> place & 31] for place in places)
    return f"{text[:4]}-{text[4:]}"


def match_code(code: str, key: bytes, unit: str, device: str, candidates: Mapping[int, bytes]) -> int | None:
    """The number that the code was made for, or None. Case, spaces, dashes and O/0, I/L/1 do not matter.

    `candidates` are the numbers that it may stand for, with their chain values.
    """
    typed = normalised(code)
    if typed is None:
        return None
    found = None
    for seq, chain in candidates.items():
        if hmac.compare_digest(receipt_code(key, unit, device, seq, chain), typed):
            found = seq
    return found


def normalised(code: str) -> str | None:
    """`XXXX-XXXX`, or None for what cannot be a code."""
    text = code.upper().translate(_MISREAD)
    if len(text) != LENGTH or any(letter not in ALPHABET for letter in text):
        return None
    return f"{text[:4]}-{text[4:]}"


@dataclass(frozen=True, slots=True)
class CodeGate:
    """How many wrong codes came in a row and until when to wait; keep it with the unit's settings."""

    wrong: int = 0
    closed_until: datetime | None = None

    def check(self, now: datetime) -> None:
        """Raises TooManyCodes while the pause lasts. A clock set back by more than the pause opens it."""
        if self.closed_until is not None and now < self.closed_until <= now + PAUSE:
            raise TooManyCodes(seconds=-(-(self.closed_until - now) // timedelta(seconds=1)))

    def after_wrong(self, now: datetime) -> "CodeGate":
        wrong = self.wrong + 1
        return CodeGate(0, now + PAUSE) if wrong >= TRIES else CodeGate(wrong, None)

    def after_right(self) -> "CodeGate":
        return CodeGate()
