"""Golongan of PNS (with pangkat) and of PPPK, in one normal form out of every spelling that offices use."""

import re
from functools import lru_cache

from flexdesk.domain.identity import Kind

# Regulation 6.2: PP 99/2000, seventeen golongan ruang with their pangkat.
PANGKAT: dict[str, str] = {
    "I/a": "Juru Muda",
    "I/b": "Juru Muda Tingkat I",
    "I/c": "Juru",
    "I/d": "Juru Tingkat I",
    "II/a": "Pengatur Muda",
    "II/b": "Pengatur Muda Tingkat I",
    "II/c": "Pengatur",
    "II/d": "Pengatur Tingkat I",
    "III/a": "Penata Muda",
    "III/b": "Penata Muda Tingkat I",
    "III/c": "Penata",
    "III/d": "Penata Tingkat I",
    "IV/a": "Pembina",
    "IV/b": "Pembina Tingkat I",
    "IV/c": "Pembina Utama Muda",
    "IV/d": "Pembina Utama Madya",
    "IV/e": "Pembina Utama",
}
PNS = tuple(PANGKAT)
# Regulation 6.3: Perpres 98/2020 jo. 11/2024.
PPPK = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX",
    "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII",
)  # fmt: skip

_PPPK_VALUES = frozenset(PPPK)
_DIGIT_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}
_RUANG = re.compile(r"(?<![A-Z0-9])([IVX]+|[1-4])\s*[/.\-–\\_|]?\s*([A-HJ-UWYZ])(?![A-Z0-9])", re.IGNORECASE)
_WORDS = re.compile(r"\b(?:golongan|gol|ruang|pangkat|pppk|p3k)\b", re.IGNORECASE)
_NOISE = re.compile(r"[\s.,:;/()\-–]+")


def _pangkat_key(text: str) -> str:
    words = re.sub(r"\b(?:tk|tkt|tingkat)\b", " tingkat ", text.casefold().replace(".", " "))
    return " ".join(re.sub(r"\b1\b", "i", words).split())


_BY_PANGKAT = {_pangkat_key(name): golongan for golongan, name in PANGKAT.items()}


@lru_cache(maxsize=4096)
def normal_golongan(text: str) -> str | None:
    """`III/d` or `IX`; None for anything that is no golongan (V/a, III/e, "Gol. Khusus")."""
    if text in PANGKAT:
        return text
    flat = " ".join(text.split())
    found = [_pns(match) for match in _RUANG.finditer(flat)]
    if found:
        known = [golongan for golongan in found if golongan]
        return known[-1] if known else None
    if (named := _BY_PANGKAT.get(_pangkat_key(flat))) is not None:
        return named
    roman = _NOISE.sub("", _WORDS.sub(" ", flat)).upper()
    return roman if roman in _PPPK_VALUES else None


def _pns(match: re.Match[str]) -> str | None:
    roman = _DIGIT_ROMAN.get(match[1], match[1].upper())
    golongan = f"{roman}/{match[2].lower()}"
    return golongan if golongan in PANGKAT else None


def fits(golongan: str, kind: Kind) -> bool:
    """Rule NIP-07: seventeen values for PNS, seventeen others for PPPK."""
    return golongan in (PANGKAT if kind is Kind.PNS else _PPPK_VALUES)
