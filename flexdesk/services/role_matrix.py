"""The matrix of roles and results: a leader's results across, people down, and what each contributes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flexdesk.services.cascade import superiors
from flexdesk.services.targets import Skp, TargetResult


@dataclass(frozen=True, slots=True)
class Head:
    """A result of the leader; `measures` are its indicators, one a line."""

    key: str
    number: int
    text: str
    measures: str


@dataclass(frozen=True, slots=True)
class Part:
    """What stands in a cell; several results of one person are told one a line."""

    text: str
    results: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Carrier:
    person: str
    nip: str
    name: str
    jabatan: str
    parts: Mapping[str, Part] = field(default_factory=dict)  # result of the leader -> part


@dataclass(frozen=True, slots=True)
class RoleMatrix:
    leader: str  # key of the person
    heads: tuple[Head, ...]
    carriers: tuple[Carrier, ...]


def role_matrix(plans: Sequence[Skp], leader: str, people: Sequence[Carrier]) -> RoleMatrix:
    """`people` are the rows in their order; the leader is left out."""
    heads = [result for skp in plans if str(skp.person["key"]) == leader for result in skp.results]
    known = {str(result.row["key"]) for result in heads}
    above = superiors(plans)
    held: dict[tuple[str, str], list[TargetResult]] = {}
    for skp in plans:
        for result in skp.results:
            served = above[str(result.row["key"])]
            if served in known:
                held.setdefault((str(skp.person["key"]), served), []).append(result)
    return RoleMatrix(
        leader,
        tuple(_head(number, result) for number, result in enumerate(heads, 1)),
        tuple(_filled(one, known, held) for one in people if one.person != leader),
    )


def leaders(plans: Sequence[Skp]) -> list[str]:
    """Keys of people whose results somebody serves, in the order of the plans."""
    above = set(superiors(plans).values())
    found = [str(s.person["key"]) for s in plans if any(str(r.row["key"]) in above for r in s.results)]
    return list(dict.fromkeys(found))


def _head(number: int, result: TargetResult) -> Head:
    measures = [str(indicator.row["text"] or "") for indicator in result.indicators]
    return Head(str(result.row["key"]), number, str(result.row["text"] or ""), "\n".join(measures))


def _filled(one: Carrier, heads: set[str], held: Mapping[tuple[str, str], Sequence[TargetResult]]) -> Carrier:
    parts = {
        head: Part(
            "\n".join(str(result.row["text"] or "") for result in found),
            tuple(str(result.row["key"]) for result in found),
        )
        for head in heads
        if (found := held.get((one.person, head)))
    }
    return Carrier(one.person, one.nip, one.name, one.jabatan, parts)
