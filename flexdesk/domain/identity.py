"""The NIP: 18 digits with birth date, appointment, sex and serial, and the ways in which a cell spoils it."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_DIGITS = 18
_EXACT_BELOW = 10**15  # a spreadsheet keeps fifteen digits of a number

# What nearly every cell holds: eighteen digits that are surely right (later days of a month are looked at).
_SURE = re.compile(
    r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|1[0-9]|2[0-8])[0-9]{4}(?:0[1-9]|1[0-2]|2[1-9])[12]"
    r"(?!000)[0-9]{3}"
)
_INVISIBLE = re.compile(r"[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_LABEL = re.compile(r"^(?:N\s?\.?\s?I\s?\.?\s?P\s?(?:PPK)?|NI\s?PPPK)\s*[.:]*\s*(?=\d|$)", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s.\-–—_'’‘`\u00a0]+")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,3}", re.IGNORECASE)
_PLACEHOLDERS = frozenset({"", "null", "none", "nihil", "nil", "na", "n/a", "kosong", "#n/a"})
_NOTHING_INSIDE = re.compile(r"(?:tidak|belum)[\s_]?(?:tercatat|diisi|terisi|ada|punya)")
_LONGEST_PLACEHOLDER = 24
_STARTS_NO_PLACEHOLDER = frozenset("ACDEFGHIJLMOPQRSUVWXYZacdefghijlmopqrsuvwxyz0123456789")


def is_placeholder(text: str) -> bool:
    """Whether offices write this to mean that a cell is empty."""
    if len(text) > _LONGEST_PLACEHOLDER or text[:1] in _STARTS_NO_PLACEHOLDER:
        return False
    bare = text.strip(" -–—_.'’‘`*()\t\r\n").casefold()
    return bare in _PLACEHOLDERS or (bare[:1] in ("t", "b") and _NOTHING_INSIDE.fullmatch(bare) is not None)


class Kind(StrEnum):
    PNS = "pns"  # CPNS as well: the NIP does not tell them apart
    PPPK = "pppk"


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


class NipFault(StrEnum):
    """What is wrong with a NIP; `kind` groups them as an import shows them."""

    MISSING = "missing"
    PRECISION_LOST = "precision_lost"
    CHARACTERS = "characters"
    LENGTH = "length"
    BIRTH_DATE = "birth_date"
    MONTH = "month"
    SEX = "sex"
    SERIAL = "serial"

    @property
    def kind(self) -> str:
        if self in (NipFault.MISSING, NipFault.LENGTH, NipFault.PRECISION_LOST):
            return f"nip_{self.value}"
        return "nip_invalid"


@dataclass(frozen=True, slots=True, order=True)
class Nip:
    """A NIP that passed NIP-01 to NIP-04; `parse_nip` makes it."""

    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def birth_date(self) -> date:
        return date(int(self.text[:4]), int(self.text[4:6]), int(self.text[6:8]))

    @property
    def kind(self) -> Kind:
        return Kind.PPPK if self.text[12] == "2" else Kind.PNS

    @property
    def appointed_year(self) -> int:
        return int(self.text[8:12])

    @property
    def appointed_month(self) -> int | None:
        """Month of the first appointment (its day is always the first); None for PPPK."""
        return int(self.text[12:14]) if self.kind is Kind.PNS else None

    @property
    def contract(self) -> int | None:
        """How many agreements a PPPK has had, 1 to 9; None for PNS."""
        return int(self.text[13]) if self.kind is Kind.PPPK else None

    @property
    def sex(self) -> Sex:
        return Sex.MALE if self.text[14] == "1" else Sex.FEMALE

    @property
    def serial(self) -> int:
        return int(self.text[15:])

    @property
    def grouped(self) -> str:
        """`19850512 200901 2 003`, for screens and forms."""
        return f"{self.text[:8]} {self.text[8:14]} {self.text[14]} {self.text[15:]}"

    @property
    def masked(self) -> str:
        """For anything that is shared: birth day, sex and serial hidden."""
        return f"{self.text[:4]}**** {self.text[8:12]}** * ***"


def parse_nip(cell: object) -> Nip | NipFault:
    """Rules NIP-01 to NIP-04 on a cell as a reader gave it.

    A number is never turned into a NIP: its last digits are lost for ever.
    """
    if isinstance(cell, str):
        return Nip(cell) if _SURE.fullmatch(cell) else _parse_text(cell)
    if cell is None:
        return NipFault.MISSING
    if isinstance(cell, bool):
        return NipFault.CHARACTERS
    if isinstance(cell, int | float):
        if cell == 0:
            return NipFault.MISSING
        return NipFault.PRECISION_LOST if abs(cell) >= _EXACT_BELOW else NipFault.LENGTH
    return NipFault.CHARACTERS


def _parse_text(text: str) -> Nip | NipFault:
    if len(text) == _DIGITS and text.isascii() and text.isdigit():
        return _checked(text)
    text = _INVISIBLE.sub("", text).strip()
    if is_placeholder(text) or text.strip("'’‘` ") == "0":
        return NipFault.MISSING
    bare = text.strip("'’‘` \u00a0")
    if _SCIENTIFIC.fullmatch(bare):
        return NipFault.PRECISION_LOST
    digits = _SEPARATORS.sub("", _LABEL.sub("", bare))
    if not digits:
        return NipFault.MISSING
    if not (digits.isascii() and digits.isdigit()):
        return NipFault.CHARACTERS
    return _checked(digits) if len(digits) == _DIGITS else NipFault.LENGTH


def _checked(digits: str) -> Nip | NipFault:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return NipFault.BIRTH_DATE  # NIP-02
    marker = int(digits[12:14])
    if not (1 <= marker <= 12 or 21 <= marker <= 29):
        return NipFault.MONTH  # NIP-03
    if digits[14] not in "12":
        return NipFault.SEX  # NIP-04
    if digits[15:] == "000":
        return NipFault.SERIAL  # NIP-04
    return Nip(digits)
