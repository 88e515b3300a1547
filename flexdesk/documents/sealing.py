"""What a paper says, as one fingerprint, and the seal that is made of it after everything else is laid out.

The fingerprint is over the words, not over the bytes: the code stands in the bytes, and a viewer that saves
the file again changes them without changing a word. The code itself is never part of what it proves.
"""

import re
from base64 import b32encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from flexdesk.documents.parties import Seal
from flexdesk.documents.seal import fill_spot
from flexdesk.documents.sheet import Page

MARK = "FD2"
_BYTES = 10  # of the fingerprint that travel in the code
_SHORT = 10  # letters and digits that a person compares
_LONGEST = 60  # signs of a number, or the code would grow too fine for its place
_CHAIN = 8  # hexadecimal digits of the chain head
# Crockford's signs: no I, L, O or U, so that a code read aloud or copied by hand is not mistaken.
_PLAIN, _CROCKFORD = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TO_CROCKFORD = str.maketrans(_PLAIN, _CROCKFORD)
_MISREAD = str.maketrans("OIL", "011")
_WHOLE = re.compile(r"FD2 ([0-9A-Z]{5})-([0-9A-Z]{5})-([0-9A-Z]{6}) ([0-9A-F]{8})")
_SIDIK = re.compile(r"Sidik[0-9A-Z]{5}-[0-9A-Z]{5}Rantai[0-9A-F]{8}")
_TYPED = re.compile(r"[0-9A-Z]{10}")

MakeSeal = Callable[[str], Seal]  # from the fingerprint of the words to the seal


@dataclass(frozen=True, slots=True)
class ReadCode:
    """What a QR, or a hand, gives: the whole code or its first ten signs; `chain` only from a QR."""

    code: str
    chain: str = ""

    def is_of(self, content: str) -> bool:
        return bool(self.code) and code_of(content).startswith(self.code)


def normal(text: str) -> str:
    """Words without blanks; what a reader of PDF makes of a hyphen at the end of a line is a hyphen again."""
    return "".join(text.split()).translate({0x02: "-", 0xFFFE: "-", 0xAD: "-"})


def fingerprint(pages: Sequence[str]) -> str:
    """Of the words of all pages, page by page in the order they are written."""
    return sha256("\f".join(pages).encode()).hexdigest()


def texts_of(pages: Sequence[Page]) -> list[str]:
    return [normal("".join(text.text for text in page.texts)) for page in pages]


def code_of(content: str) -> str:
    """Sixteen signs of a fingerprint: what the QR carries."""
    return b32encode(bytes.fromhex(content)[:_BYTES]).decode().translate(_TO_CROCKFORD)


def short_code(content: str) -> str:
    """What a person compares, such as `7F2A1-9C3DK`."""
    code = code_of(content)
    return f"{code[:5]}-{code[5:_SHORT]}"


def seal_of(content: str, *, title: str, number: str, chain: str) -> Seal:
    """`title` names kind and period; `number` is the official one of a letter, or empty."""
    code, head = code_of(content), chain[:_CHAIN].upper()
    lines = [title, *([f"Nomor {number}"[:_LONGEST]] if number else [])]
    machine = f"{MARK} {code[:5]}-{code[5:10]}-{code[10:]} {head}"
    return Seal(
        payload="\n".join([*lines, machine]),
        fingerprint=f"Sidik {short_code(content)}\nRantai {head}",
        number="\n".join(lines),
    )


def read_code(text: str) -> ReadCode | None:
    """Of a QR's whole text, or of the ten signs copied by hand; None for anything else."""
    found = _WHOLE.search(text)
    if found is not None:
        return ReadCode("".join(found.groups()[:3]), found[4].lower())
    typed = "".join(text.upper().replace("-", " ").split()).removeprefix("SIDIK").translate(_MISREAD)
    return ReadCode(typed) if _TYPED.fullmatch(typed) else None


def set_seals(pages: Sequence[Page], make: MakeSeal | None) -> str:
    """The fingerprint of the words; where there is room for a seal, it is made of it now."""
    content = fingerprint(texts_of(pages))
    if make is not None:
        for page in pages:
            for spot in page.seals:
                fill_spot(page, spot, make(content))
    return content


def seal_in(payload: str) -> Seal | None:
    """The seal that a QR's text was made with, words included; None for any other text."""
    *lines, last = payload.split("\n")
    found = _WHOLE.fullmatch(last)
    if found is None or not lines:
        return None
    words = f"Sidik {found[1]}-{found[2]}\nRantai {found[4]}"
    return Seal(payload, words, "\n".join(lines))


def without_words(page: str, seal: Seal) -> str | None:
    """The words of a finished page without those of its seal; None where the seal's are not on it."""
    told = normal(f"{seal.number}{seal.fingerprint}")
    before, found, after = page.rpartition(told)
    return before + after if found else None


def has_words(page: str) -> bool:
    """Whether a page seems to carry a seal."""
    return _SIDIK.search(page) is not None
