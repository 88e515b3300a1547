"""One typed line of a work plan: a sentence, who carries it, what is measured.

    Berkas perekaman selesai @lukman @maya !kualitas #1200 berkas/bln

Marks begin a word: `@` a person by the beginning of any part of the name (`@dewi`, `@dewi.l`, or a NIP),
`#` a target with number, unit and rhythm, `!` an aspect or a class. A target goes on to the next mark or to
the end of the line. A doubled mark is the character itself.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from flexdesk.domain.achievement import is_level_unit
from flexdesk.domain.performance import Aspect, ResultClass
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_, _

_MARKS = "@#!"
T = TypeVar("T")


class LineUnread(FlexDeskError):
    """A typed line that cannot be kept as it stands."""

    code = "outline.line"
    ticket = "FD-RHK-01"
    text = N_("This line cannot be kept: {detail}.")
    next = N_("Correct the line; Esc drops it.")


class PersonUnclear(FlexDeskError):
    """The letters after `@` begin the names of several people, or of nobody."""

    code = "outline.person"
    ticket = "FD-RHK-02"
    text = N_("“@{typed}” is not one person: {candidates}.")
    next = N_("Type more letters, or two parts with a dot as in @dewi.l, or the NIP.")


class Rhythm(StrEnum):
    """How often a number is to be reached; the words of the typed line."""

    DAY = "hari"
    MONTH = "bln"
    QUARTER = "tw"
    HALF = "smt"
    YEAR = "th"


_RHYTHMS: Mapping[str, Rhythm] = MappingProxyType(
    {
        "hari": Rhythm.DAY,
        "hr": Rhythm.DAY,
        "bln": Rhythm.MONTH,
        "bulan": Rhythm.MONTH,
        "tw": Rhythm.QUARTER,
        "triwulan": Rhythm.QUARTER,
        "smt": Rhythm.HALF,
        "semester": Rhythm.HALF,
        "th": Rhythm.YEAR,
        "thn": Rhythm.YEAR,
        "tahun": Rhythm.YEAR,
    }
)
_MONTHS_OF: Mapping[Rhythm, int] = MappingProxyType(
    {Rhythm.MONTH: 1, Rhythm.QUARTER: 3, Rhythm.HALF: 6, Rhythm.YEAR: 12}
)
_ASPECTS: Mapping[str, Aspect] = MappingProxyType(
    {
        "kuantitas": Aspect.QUANTITY,
        "kualitas": Aspect.QUALITY,
        "waktu": Aspect.TIME,
        "biaya": Aspect.COST,
    }
)
_CLASSES: Mapping[str, ResultClass] = MappingProxyType(
    {"utama": ResultClass.MAIN, "tambahan": ResultClass.ADDITIONAL}
)
_TIME_UNIT = re.compile(r"\b(bulan|hari|minggu|jam|menit|tanggal)\b", re.IGNORECASE)
_COST_UNIT = re.compile(r"\b(rp|rupiah)\b", re.IGNORECASE)
_SIGNS = {">=": "≥", "<=": "≤"}
_NUMBER = r"\d+(?:[.,]\d+)*"
_NUMBER_FIRST = re.compile(rf"(>=|<=|[≥≤<>])?\s*({_NUMBER})\s*([^\W\d_].*|%.*|)")
_UNIT_FIRST = re.compile(rf"([^\W\d_][^\d<>=≥≤]*?)\s*(>=|<=|[≥≤<>])?\s*({_NUMBER})")
_WITH_RHYTHM = re.compile(r"(.*\S)\s*/\s*(\w+)")


@dataclass(frozen=True, slots=True)
class Measure:
    """A target: number, unit and rhythm, or only `words` where no number was typed."""

    number: float | int | None = None
    unit: str = ""
    sign: str = ""  # ≥, ≤, < or >
    rhythm: Rhythm | None = None
    words: str = ""

    @property
    def aspect(self) -> Aspect:
        """What a form would call it when nobody says."""
        if _COST_UNIT.search(self.unit):
            return Aspect.COST
        if _TIME_UNIT.search(self.unit):
            return Aspect.TIME
        return Aspect.QUALITY if self.number is None or is_level_unit(self.unit) else Aspect.QUANTITY

    @property
    def text(self) -> str:
        """The target as it was typed, in one spelling: `1.200 berkas/bln`, `≥ 85 %`."""
        if self.number is None:
            return self.words
        told = " ".join(part for part in (self.sign, number_text(self.number), self.unit) if part)
        return f"{told}/{self.rhythm}" if self.rhythm else told

    def cells(self, months: int = 12, working_days: int = 0) -> dict[str, str | float | int | None]:
        """What an indicator keeps: the typed target, and the number that a whole plan adds up to."""
        plain = self.number is not None and not self.sign and self.rhythm is None
        return {
            "target_text": number_text(self.number) if plain and self.number is not None else self.text,
            "target_number": self.yearly(months, working_days),
            "unit": self.unit,
        }

    def yearly(self, months: int, working_days: int) -> float | int | None:
        """The number for a plan of so many months; a share or a mark is the same in each of them."""
        if self.number is None or self.rhythm is None or is_level_unit(self.unit):
            return self.number
        if self.rhythm is Rhythm.DAY:
            return self.number * working_days
        found = self.number * months / _MONTHS_OF[self.rhythm]
        whole = isinstance(self.number, int) or float(found).is_integer()
        return round(found) if whole else round(found, 2)


@dataclass(frozen=True, slots=True)
class Typed:
    """A line taken apart; `people` are handles as typed, without `@`."""

    text: str
    people: tuple[str, ...] = ()
    measure: Measure | None = None
    aspect: Aspect | None = None
    kind: ResultClass | None = None

    @property
    def shown_aspect(self) -> Aspect | None:
        return self.aspect or (self.measure.aspect if self.measure else None)


class Known(NamedTuple):
    """Somebody who can be named in a line."""

    key: str
    name: str
    nip: str = ""


# -- reading and writing a line


def parse_line(line: str) -> Typed:
    """Raises LineUnread."""
    words: list[str] = []
    people: list[str] = []
    measures: list[list[str]] = []
    bangs: list[str] = []
    into = words
    for word in line.split():
        mark, rest = word[0], word[1:]
        if mark not in _MARKS or not rest or rest[0] == mark:
            into.append(rest if mark in _MARKS and rest else word)
        elif mark == "#":
            into = [rest]
            measures.append(into)
        else:
            into = words
            (people if mark == "@" else bangs).append(rest.rstrip(",;"))
    if len(measures) > 1:
        raise LineUnread(detail=_("a line has one target, “#” stands here twice"))
    aspects, kinds = _bangs(bangs)
    return Typed(
        " ".join(words),
        tuple(dict.fromkeys(handle for handle in people if handle)),
        parse_measure(" ".join(measures[0])) if measures else None,
        aspects,
        kinds,
    )


def format_line(typed: Typed) -> str:
    """The line that `parse_line` reads back as the same."""
    parts = [_escaped(typed.text)]
    parts += [f"@{handle}" for handle in typed.people]
    parts += [f"!{_word(_CLASSES, typed.kind)}"] if typed.kind else []
    parts += [f"!{_word(_ASPECTS, typed.aspect)}"] if typed.aspect else []
    if typed.measure is not None and typed.measure.text:
        first, *rest = typed.measure.text.split()
        parts.append(" ".join([f"#{first}", *([_escaped(" ".join(rest))] if rest else [])]))
    return " ".join(part for part in parts if part)


def parse_measure(text: str) -> Measure:
    """`1200 berkas/bln`, `berkas 1.200`, `>=85 %`, `95%`; anything else stays words."""
    body, rhythm = text.strip(), None
    if (found := _WITH_RHYTHM.fullmatch(body)) and (rhythm := _RHYTHMS.get(found[2].casefold())):
        body = found[1]
    if found := _NUMBER_FIRST.fullmatch(body):
        sign, digits, unit = found.groups()
    elif found := _UNIT_FIRST.fullmatch(body):
        unit, sign, digits = found.groups()
    else:
        return Measure(words=" ".join(text.split()))
    number = number_of(digits)
    if number is None:
        return Measure(words=" ".join(text.split()))
    return Measure(number, " ".join(unit.split()), _SIGNS.get(sign or "", sign or ""), rhythm)


def number_of(text: str) -> float | int | None:
    """`1.200` and `84,5` as Indonesian forms write them; None for words."""
    plain = text.strip().replace(".", "").replace(",", ".") if "," in text else text.strip()
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", plain) and "," not in text:
        plain = plain.replace(".", "")
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", plain):
        return None
    number = float(plain)
    return int(number) if number.is_integer() else number


def number_text(value: float | int) -> str:
    """`1.200` and `84,5`, whatever the language of the program: it goes into a form."""
    whole, _dot, part = f"{value:,.6f}".rstrip("0").rstrip(".").partition(".")
    return whole.replace(",", ".") + (f",{part}" if part else "")


def _escaped(text: str) -> str:
    words = text.split()
    return " ".join(w[0] + w if w[0] in _MARKS and len(w) > 1 else w for w in words)


def _bangs(words: Sequence[str]) -> tuple[Aspect | None, ResultClass | None]:
    aspects, kinds = [], []
    for word in words:
        known = [*_ASPECTS, *_CLASSES]
        found = [one for one in known if one.startswith(word.casefold())]
        if len(found) != 1:
            raise LineUnread(detail=f"“!{word}” – !{' !'.join(found or known)}")
        if found[0] in _ASPECTS:
            aspects.append(_ASPECTS[found[0]])
        else:
            kinds.append(_CLASSES[found[0]])
    return (aspects[-1] if aspects else None), (kinds[-1] if kinds else None)


def _word(words: Mapping[str, T], value: T) -> str:
    return next(word for word, one in words.items() if one == value)


# -- people


def find_person(handle: str, people: Iterable[Known]) -> Known:
    """The one whom a handle means; a whole part of a name goes before its beginning. Raises PersonUnclear."""
    known = list(people)
    if handle.isdecimal():
        found = [one for one in known if one.nip.startswith(handle)]
    else:
        asked = name_parts(handle.replace(".", " ").replace("_", " "))
        whole = [one for one in known if _meets(asked, one.name, str.__eq__)]
        begun = [one for one in known if _meets(asked, one.name, str.startswith)]
        found = whole if len(whole) == 1 else begun
    if len(found) == 1:
        return found[0]
    shown = ", ".join(f"{one.name} (@{handle_of(one, known)})" for one in found[:6])
    raise PersonUnclear(typed=handle, candidates=shown or _("nobody is called so"))


def handle_of(person: Known, people: Collection[Known]) -> str:
    """The shortest handle of whole parts that means this person alone; the NIP where names are the same."""
    parts = name_parts(person.name)
    for handle in (*parts, *(f"{parts[0]}.{part}" for part in parts[1:]), ".".join(parts)):
        if not handle.isdecimal() and _alone(handle, person, people):
            return handle
    return person.nip or person.key


def _alone(handle: str, person: Known, people: Collection[Known]) -> bool:
    asked = handle.split(".")
    return _meets(asked, person.name, str.__eq__) and not any(
        _meets(asked, one.name, str.startswith) for one in people if one.key != person.key
    )


def name_parts(name: str) -> list[str]:
    return re.findall(r"\w+", name.casefold())


def _meets(asked: Sequence[str], name: str, fits: Callable[[str, str], bool]) -> bool:
    """Whether each asked part fits a part of the name, in the order of the name."""
    rest = iter(name_parts(name))
    return bool(asked) and all(any(fits(part, one) for part in rest) for one in asked)
