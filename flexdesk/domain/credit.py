"""Angka kredit of functional posts: the jenjang that a jabatan names, and what a rank or a jenjang asks for.

Sources: PermenPANRB 1/2023 with Peraturan BKN 3/2023.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Needs:
    """Angka kredit for the next pangkat and for the next jenjang; None where there is no next one."""

    pangkat: int
    jenjang: int | None


NEEDS: Mapping[str, Needs] = MappingProxyType(
    {
        "Ahli Utama": Needs(200, None),
        "Ahli Madya": Needs(150, 450),
        "Ahli Muda": Needs(100, 200),
        "Ahli Pertama": Needs(50, 100),
        "Penyelia": Needs(100, None),
        "Mahir": Needs(50, 100),
        "Terampil": Needs(20, 60),
        "Pemula": Needs(15, 15),
    }
)

_WRITTEN = re.compile(
    r"\bahli\s+(utama|madya|muda|pertama)\b|\b(penyelia|mahir|terampil|pemula)\b", re.IGNORECASE
)
# Names before 2017, and names that leave "Ahli" out: sure only where the post is known to be functional.
_SHORT = re.compile(r"\b(utama|madya|muda|pertama|pelaksana lanjutan|pelaksana)\s*$", re.IGNORECASE)
_OLDER = {"pelaksana lanjutan": "Mahir", "pelaksana": "Terampil"}


def jenjang_of(jabatan: str, *, functional: bool = False) -> str:
    """`Ahli Muda` of “Analis Kebijakan Ahli Muda”; empty where the words do not tell it.

    `functional` says that the post is one for sure; then “Perencana Madya” is told as well.
    """
    plain = " ".join(jabatan.replace("/", " ").replace("-", " ").split())
    if found := _WRITTEN.search(plain):
        return f"Ahli {found[1].capitalize()}" if found[1] else found[2].capitalize()
    if functional and (found := _SHORT.search(plain)):
        word = found[1].casefold()
        return _OLDER.get(word) or f"Ahli {word.capitalize()}"
    return ""


@dataclass(frozen=True, slots=True)
class Balance:
    """What was gathered in a jenjang, and what is still missing; None where nothing more is asked for."""

    gathered: Decimal
    to_pangkat: Decimal
    to_jenjang: Decimal | None


def balance(jenjang: str, gathered: Decimal) -> Balance:
    """Raises KeyError for a jenjang that is not known."""
    needs, nothing = NEEDS[jenjang], Decimal("0.00")
    to_jenjang = None if needs.jenjang is None else max(nothing, needs.jenjang - gathered)
    return Balance(gathered, max(nothing, needs.pangkat - gathered), to_jenjang)
