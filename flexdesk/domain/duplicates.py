"""Two records that may be one person: what speaks for it, and how strongly."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flexdesk.domain.identity import Kind, Nip, parse_nip
from flexdesk.domain.people import Person

_NO_LETTER = re.compile(r"[^a-z ]+")
# The one name that offices write in a dozen ways.
_MUHAMMAD = re.compile(r"^(?:m|mu?oh|muh|mhd|mo?hd|mo?u?ha?m+[ae]d|muchamm?ad|mochamm?ad|mochammad|moch) ")


class Sign(StrEnum):
    """What two records have in common."""

    SAME_NIP = "same_nip"
    FORMER_NIP = "former_nip"
    CONTRACT = "contract"  # a PPPK whose number changed with a new agreement
    NAME_AND_BIRTH = "name_and_birth"
    NAME_WITHOUT_NIP = "name_without_nip"  # one of them has no NIP that could tell


_SURE = frozenset({Sign.SAME_NIP, Sign.FORMER_NIP, Sign.CONTRACT})


@dataclass(frozen=True, slots=True)
class Pair:
    """`first` and `second` are keys; `signs` speak for one person, the strongest first."""

    first: str
    second: str
    signs: tuple[Sign, ...]

    @property
    def is_sure(self) -> bool:
        return bool(_SURE.intersection(self.signs))


@dataclass(frozen=True, slots=True)
class _Record:
    person: Person
    nip: Nip | None
    former: tuple[str, ...]
    name: str

    @classmethod
    def of(cls, person: Person) -> "_Record":
        parsed = parse_nip(person.nip) if person.nip else None
        former = tuple(nip for nip in person.former_nip.split(",") if nip)
        return cls(person, parsed if isinstance(parsed, Nip) else None, former, plain_name(person.name))

    def marks(self) -> Iterator[str]:
        """What two records must share one of to be looked at together."""
        if self.person.nip:
            yield self.person.nip
        yield from self.former
        if self.name:
            yield self.name


def plain_name(name: str) -> str:
    """A name as it is compared: no case, no points, one spelling of Muhammad."""
    plain = " ".join(_NO_LETTER.sub(" ", name.casefold()).split())
    return _MUHAMMAD.sub("muhammad ", f"{plain} ").strip()


def pairs(people: Iterable[Person]) -> list[Pair]:
    """Every two records that may be one person, the surest first."""
    records = [_Record.of(person) for person in people]
    groups: defaultdict[str, list[_Record]] = defaultdict(list)
    for record in records:
        for mark in record.marks():
            groups[mark].append(record)
    found: dict[tuple[str, str], Pair] = {}
    for group in groups.values():
        for at, one in enumerate(group):
            for other in group[at + 1 :]:
                if signs := _signs(one, other):
                    first, second = sorted((one.person.key, other.person.key))
                    found[first, second] = Pair(first, second, signs)
    return sorted(found.values(), key=lambda pair: (not pair.is_sure, pair.first, pair.second))


def suspects(asked: Sequence[Person], known: Iterable[Person]) -> Mapping[str, tuple[Pair, ...]]:
    """For each person asked about, by NIP (by name without one): whom among the known they may be."""
    groups: defaultdict[str, list[_Record]] = defaultdict(list)
    for record in map(_Record.of, known):
        for mark in record.marks():
            groups[mark].append(record)
    found: dict[str, tuple[Pair, ...]] = {}
    for person in asked:
        mine = _Record.of(person)
        near = {one.person.key: one for mark in mine.marks() for one in groups.get(mark, ())}
        made = [Pair(person.key, key, signs) for key, one in near.items() if (signs := _signs(mine, one))]
        if made:
            found[person.nip or person.name] = tuple(sorted(made, key=lambda p: (not p.is_sure, p.second)))
    return found


def _signs(one: _Record, other: _Record) -> tuple[Sign, ...]:
    if one.person.key == other.person.key:
        return ()
    found = []
    if one.person.nip and one.person.nip == other.person.nip:
        found.append(Sign.SAME_NIP)
    if one.person.nip in other.former or other.person.nip in one.former:
        found.append(Sign.FORMER_NIP)
    if one.name and one.name == other.name:
        if one.nip is None or other.nip is None:
            found.append(Sign.NAME_WITHOUT_NIP)
        elif one.nip != other.nip and one.nip.birth_date == other.nip.birth_date:
            contract = Kind.PPPK in (one.nip.kind, other.nip.kind) and one.nip.sex is other.nip.sex
            found.append(Sign.CONTRACT if contract else Sign.NAME_AND_BIRTH)
    return tuple(found)
