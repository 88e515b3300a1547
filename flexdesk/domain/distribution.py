"""Does a unit's spread of predikat fit the pattern that its organisation's result suggests?

SE MenPANRB 3/2023 calls the pattern a guide, so a breach is a warning with the counts, never a block. The
circular says nothing about rounding: in a unit of eight one person is 12.5 %, and 70 % cannot be met
exactly. A share that is missed by less than one person is therefore reported as a matter of rounding.
Units of fewer than ten are told in people what the shares come to, and when no spread of theirs can fit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import combinations, pairwise
from math import ceil, floor
from types import MappingProxyType

from flexdesk.domain.performance import NO_OVERRIDES, OrganisationLevel, Predicate, label
from flexdesk.i18n import N_, _, language


class Demand(StrEnum):
    LARGEST = "largest"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    PRESENT = "present"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Condition:
    """About the predicates taken together; `percent` is of all evaluated people."""

    demand: Demand
    predicates: tuple[Predicate, ...]
    percent: int = 0


_SB, _B, _BP = Predicate.SANGAT_BAIK, Predicate.BAIK, Predicate.BUTUH_PERBAIKAN
_K, _SK = Predicate.KURANG, Predicate.SANGAT_KURANG

# performance.md 3.4; evidence grade [1], so an agency may hand in its own table.
PATTERNS: Mapping[OrganisationLevel, tuple[Condition, ...]] = MappingProxyType(
    {
        OrganisationLevel.ISTIMEWA: (
            Condition(Demand.LARGEST, (_SB,)),
            Condition(Demand.AT_MOST, (_SB,), 70),
        ),
        OrganisationLevel.BAIK: (
            Condition(Demand.LARGEST, (_B,)),
            Condition(Demand.AT_MOST, (_B,), 70),
            Condition(Demand.PRESENT, (_BP, _K)),
        ),
        OrganisationLevel.BUTUH_PERBAIKAN: (
            Condition(Demand.AT_LEAST, (_BP,), 60),
            Condition(Demand.AT_MOST, (_SB,), 10),
        ),
        OrganisationLevel.KURANG: (
            Condition(Demand.AT_LEAST, (_K,), 60),
            Condition(Demand.AT_LEAST, (_BP,), 10),
            Condition(Demand.AT_MOST, (_SB,), 10),
        ),
        OrganisationLevel.SANGAT_KURANG: (
            Condition(Demand.AT_LEAST, (_SK,), 60),
            Condition(Demand.AT_LEAST, (_K, _BP), 10),
            Condition(Demand.ABSENT, (_SB,)),
        ),
    }
)

_SENTENCES: Mapping[Demand, str] = MappingProxyType(
    {
        Demand.LARGEST: N_(
            "{names}: {count} of {total} people. With the organisation's result {level} it should be "
            "the largest group, but {other} has {other_count}."
        ),
        Demand.AT_MOST: N_(
            "{names}: {count} of {total} people ({share} %). With the organisation's result {level} the "
            "guide is at most {percent} %, here {limit} people."
        ),
        Demand.AT_LEAST: N_(
            "{names}: {count} of {total} people ({share} %). With the organisation's result {level} the "
            "guide is at least {percent} %, here {limit} people."
        ),
        Demand.PRESENT: N_(
            "Nobody of {total} people is {names}. With the organisation's result {level} the guide expects "
            "at least one."
        ),
        Demand.ABSENT: N_(
            "{names}: {count} of {total} people. With the organisation's result {level} "
            "the guide expects none."
        ),
    }
)
SMALL = 10  # below it a share says less than a number of people
_IN_PEOPLE: Mapping[Demand, str] = MappingProxyType(
    {
        Demand.AT_MOST: N_(
            "{names}: {count} of {total} people. With the organisation's result {level} the guide is at most "
            "{people} of {total} people ({percent} %)."
        ),
        Demand.AT_LEAST: N_(
            "{names}: {count} of {total} people. With the organisation's result {level} the guide is at "
            "least {people} of {total} people ({percent} %)."
        ),
    }
)
_NOBODY = N_(
    "{names}: {count} of {total} people. With the organisation's result {level} the guide is at most "
    "{percent} %, so none of {total} people."
)
_UNMEETABLE = N_("No spread of {total} people fits this guide exactly.")
_ROUNDING = N_("One person is {step} % of this unit, so the guide cannot be met exactly.")


@dataclass(frozen=True, slots=True)
class DistributionWarning:
    """`limit` is in people, rounded in the unit's favour; `rounding`: less than one person is amiss.

    `unmeetable`: no spread of so few people fits all that the guide asks for at this level.
    """

    demand: Demand
    level: OrganisationLevel
    predicates: tuple[Predicate, ...]
    count: int
    total: int
    percent: int = 0
    limit: int = 0
    rounding: bool = False
    other: Predicate | None = None
    other_count: int = 0
    unmeetable: bool = False

    @property
    def people(self) -> int:
        """What the share comes to in whole people who keep it."""
        exact = self.percent * self.total / 100
        return floor(exact) if self.demand is Demand.AT_MOST else ceil(exact)

    @property
    def _text(self) -> str:
        if self.total >= SMALL or self.demand not in _IN_PEOPLE:
            return _SENTENCES[self.demand]
        if self.demand is Demand.AT_MOST and self.people == 0:
            return _NOBODY
        return _IN_PEOPLE[self.demand]

    @property
    def rule(self) -> str:
        """A stable name for files: `baik.at_most.baik`."""
        return ".".join((self.level, self.demand, "+".join(self.predicates)))

    @property
    def sentence(self) -> str:
        return self.sentence_with(NO_OVERRIDES)

    def sentence_with(self, labels: Mapping[str, str]) -> str:
        """The sentence with an agency's own predikat labels."""
        said = _(self._text).format(
            names=" / ".join(label(predicate, labels) for predicate in self.predicates),
            level=label(self.level, labels),
            other=label(self.other, labels) if self.other else "",
            other_count=self.other_count,
            count=self.count,
            total=self.total,
            share=round(100 * self.count / self.total),
            percent=self.percent,
            limit=self.limit,
            people=self.people,
        )
        if self.unmeetable:
            return f"{said} {_(_UNMEETABLE).format(total=self.total)}"
        return f"{said} {_(_ROUNDING).format(step=_step(self.total))}" if self.rounding else said


def _step(total: int) -> str:
    step = f"{100 / total:.1f}".removesuffix(".0")
    return step.replace(".", ",") if language() == "id" else step


def check_distribution(
    counts: Mapping[Predicate, int],
    organisation: OrganisationLevel,
    patterns: Mapping[OrganisationLevel, tuple[Condition, ...]] = PATTERNS,
) -> list[DistributionWarning]:
    """Empty when the spread fits, nobody is evaluated yet, or only a newer program knows the level."""
    total = sum(counts.values())
    if total == 0 or organisation.is_new:
        return []
    pattern = tuple(patterns[organisation])
    found = [_breach(condition, counts, total, organisation) for condition in pattern]
    unmeetable = any(found) and total < SMALL and not can_fit(pattern, organisation, total)
    return [replace(warning, unmeetable=unmeetable) for warning in found if warning is not None]


@lru_cache
def can_fit(pattern: tuple[Condition, ...], level: OrganisationLevel, total: int) -> bool:
    """Whether any spread of so many people keeps all conditions; tries them all, so for small units."""
    kinds = len(Predicate) - 1
    for bars in combinations(range(total + kinds), kinds):
        edges = (-1, *bars, total + kinds)
        sizes = (high - low - 1 for low, high in pairwise(edges))
        counts = dict(zip(Predicate, sizes, strict=True))
        if all(_breach(condition, counts, total, level) is None for condition in pattern):
            return True
    return False


def _breach(
    condition: Condition, counts: Mapping[Predicate, int], total: int, level: OrganisationLevel
) -> DistributionWarning | None:
    demand, percent = condition.demand, condition.percent
    count = sum(counts.get(predicate, 0) for predicate in condition.predicates)
    limit, rounding, other, other_count = 0, False, None, 0
    match demand:
        case Demand.LARGEST:
            rivals = {p: n for p, n in counts.items() if p not in condition.predicates}
            other = max(rivals, key=lambda p: rivals[p], default=None)
            other_count = rivals[other] if other else 0
            broken = other_count > count
        case Demand.AT_MOST:
            limit, broken = ceil(percent * total / 100), 100 * count > percent * total
            rounding = count <= limit
        case Demand.AT_LEAST:
            limit, broken = floor(percent * total / 100), 100 * count < percent * total
            rounding = count >= limit
        case Demand.PRESENT:
            broken = count == 0
        case Demand.ABSENT:
            broken = count > 0
    if not broken:
        return None
    return DistributionWarning(
        demand, level, condition.predicates, count, total, percent, limit, rounding, other, other_count
    )
