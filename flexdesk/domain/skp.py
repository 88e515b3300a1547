"""The rules of an SKP as a document: which steps it can take, what it lacks, and how a year is broken down.

Sources: performance.md 2, 3.5, 3.7 and 8.3 (PermenPANRB 6/2022 and practice). Nothing here reads a store.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from flexdesk.domain.people import Category
from flexdesk.domain.performance import Approach, Aspect, FormKind, Perspective, ResultClass, SkpStatus, label
from flexdesk.domain.periods import Period, PeriodKind, period_of, span_label
from flexdesk.i18n import N_, _


class Step(StrEnum):
    """What a person does with an SKP."""

    SUBMIT = "submit"
    APPROVE = "approve"
    REFUSE = "refuse"
    REOPEN = "reopen"  # back to draft, with a reason
    CLOSE = "close"  # at mutation, with the last day


class SkpReason(StrEnum):
    """Why there is an SKP of its own."""

    YEAR = "year"
    MUTATION = "mutation"
    NEW = "new"


SKP_REASON_LABELS: dict[str, str] = {
    SkpReason.YEAR: N_("start of the year"),
    SkpReason.MUTATION: N_("change of post"),
    SkpReason.NEW: N_("new in the unit"),
}


# Step -> from which status, and to which.
STEPS: Mapping[Step, tuple[frozenset[SkpStatus], SkpStatus]] = MappingProxyType(
    {
        Step.SUBMIT: (frozenset({SkpStatus.DRAFT, SkpStatus.REFUSED}), SkpStatus.SUBMITTED),
        Step.APPROVE: (frozenset({SkpStatus.SUBMITTED}), SkpStatus.APPROVED),
        Step.REFUSE: (frozenset({SkpStatus.SUBMITTED}), SkpStatus.REFUSED),
        Step.REOPEN: (
            frozenset({SkpStatus.SUBMITTED, SkpStatus.REFUSED, SkpStatus.APPROVED}),
            SkpStatus.DRAFT,
        ),
        Step.CLOSE: (frozenset({SkpStatus.APPROVED}), SkpStatus.CLOSED),
    }
)
OPEN = frozenset({SkpStatus.DRAFT, SkpStatus.REFUSED})  # results and indicators may be edited freely
SETTLED = frozenset({SkpStatus.APPROVED, SkpStatus.CLOSED})
LEADING = frozenset({Category.JPT_MADYA, Category.JPT_PRATAMA})
DUE = (1, 31)  # the SKP of a year is set by the end of January


def steps_from(status: SkpStatus) -> tuple[Step, ...]:
    """The steps that an SKP in this status can take, the usual one first."""
    return tuple(step for step, (allowed, _after) in STEPS.items() if status in allowed)


def form_for(category: str, *, is_head: bool) -> FormKind:
    """Leaders of an agency and the head of the unit fill in the leaders' form; it can be chosen otherwise."""
    return FormKind.LEADER if is_head or category in LEADING else FormKind.STAFF


def is_span(first: date, last: date) -> bool:
    """Whether the days can be those of one SKP: in order, and in one calendar year."""
    return first <= last and first.year == last.year


@dataclass(frozen=True, slots=True)
class Outsider:
    """An official who is not in the roster, as papers name them; stored as five lines."""

    name: str = ""
    number: str = ""
    rank: str = ""
    position: str = ""
    unit: str = ""

    @property
    def text(self) -> str:
        return "\n".join((self.name, self.number, self.rank, self.position, self.unit)).rstrip("\n")


def outsider(text: str) -> Outsider | None:
    """The official in such lines, or between `|`; None for an empty text."""
    parts = [part.strip() for part in (text.splitlines() if "\n" in text else text.split("|"))]
    return Outsider(*parts[:5]) if any(parts) else None


# -- what a plan lacks


@dataclass(frozen=True, slots=True)
class PlannedIndicator:
    text: str
    aspect: Aspect | None = None
    perspective: Perspective | None = None


@dataclass(frozen=True, slots=True)
class PlannedResult:
    text: str
    kind: ResultClass
    indicators: tuple[PlannedIndicator, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """The parts of an SKP that other SKP of the same person are compared with."""

    key: str
    first: date
    last: date
    acting: bool = False


class Sign(StrEnum):
    NO_MAIN = "no_main"
    NO_INDICATOR = "no_indicator"
    NO_ASPECT = "no_aspect"
    NO_PERSPECTIVE = "no_perspective"
    DOUBLED_ASPECT = "doubled_aspect"
    OVERLAP = "overlap"
    NOT_SET = "not_set"
    NO_PLAN = "no_plan"


BLOCKING = frozenset({Sign.NO_MAIN, Sign.NO_INDICATOR, Sign.NO_ASPECT, Sign.NO_PERSPECTIVE})
_SENTENCES: Mapping[Sign, str] = MappingProxyType(
    {
        Sign.NO_MAIN: N_("The plan has no main result."),
        Sign.NO_INDICATOR: N_("“{result}” has no indicator."),
        Sign.NO_ASPECT: N_("“{result}”: the indicator “{indicator}” has no aspect."),
        Sign.NO_PERSPECTIVE: N_("“{result}”: the indicator “{indicator}” has no perspective."),
        Sign.DOUBLED_ASPECT: N_("“{result}” has the aspect {aspect} {count} times."),
        Sign.OVERLAP: N_("The plan overlaps another one of the same person, {span}."),
        Sign.NOT_SET: N_("The SKP of {year} was not set by 31 January."),
        Sign.NO_PLAN: N_("There is no SKP of {year}; it is due by 31 January."),
    }
)


@dataclass(frozen=True, slots=True)
class SkpFinding:
    """Something to mend or to know; a blocking one keeps the plan from being submitted."""

    sign: Sign
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def blocks(self) -> bool:
        return self.sign in BLOCKING

    @property
    def sentence(self) -> str:
        return _(_SENTENCES[self.sign]).format(**self.facts)


def lacking(results: Sequence[PlannedResult], form: FormKind, approach: Approach) -> list[SkpFinding]:
    """What the plan itself lacks or doubles, in the order of its results."""
    found = []
    if not any(result.kind is ResultClass.MAIN for result in results):
        found.append(SkpFinding(Sign.NO_MAIN))
    if approach is Approach.QUANTITATIVE:
        for result in results:
            found += _of_leader(result) if form is FormKind.LEADER else _of_staff(result)
    return found


def _of_staff(result: PlannedResult) -> list[SkpFinding]:
    if not result.indicators:
        return [SkpFinding(Sign.NO_INDICATOR, {"result": result.text})]
    found = [
        SkpFinding(Sign.NO_ASPECT, {"result": result.text, "indicator": one.text})
        for one in result.indicators
        if one.aspect is None
    ]
    counts = Counter(one.aspect for one in result.indicators if one.aspect is not None)
    for aspect, count in counts.items():
        if count > 1:
            facts = {"result": result.text, "aspect": label(aspect), "count": count}
            found.append(SkpFinding(Sign.DOUBLED_ASPECT, facts))
    return found


def _of_leader(result: PlannedResult) -> list[SkpFinding]:
    return [
        SkpFinding(Sign.NO_PERSPECTIVE, {"result": result.text, "indicator": one.text})
        for one in result.indicators
        if one.perspective is None
    ]


def overlaps(mine: Header, others: Iterable[Header]) -> list[SkpFinding]:
    """Other plans of the same person on the same days; an acting one stands beside the post itself."""
    return [
        SkpFinding(Sign.OVERLAP, {"span": span_label(other.first, other.last)})
        for other in others
        if other.key != mine.key
        and not (mine.acting or other.acting)
        and mine.first <= other.last
        and other.first <= mine.last
    ]


def unset(first: date, status: SkpStatus, set_on: date | None, today: date) -> list[SkpFinding]:
    """A plan that begins in January is set by the end of that month; a later one has no such day."""
    due = date(first.year, *DUE)
    late = today > due if status not in SETTLED else set_on is not None and set_on > due
    return [SkpFinding(Sign.NOT_SET, {"year": first.year})] if late and first <= due else []


# -- a year in parts


def parts_of(first: date, last: date, kind: PeriodKind) -> list[tuple[Period, int]]:
    """The periods that the plan touches, each with how many months of the plan lie in it."""
    found: dict[Period, int] = {}
    for month in range(first.month, last.month + 1):
        period = period_of(kind, date(first.year, month, 1))
        found[period] = found.get(period, 0) + 1
    return list(found.items())


def split_evenly(total: float, weights: Sequence[int]) -> list[float]:
    """`total` in parts by weight, whole units wherever the total is whole; later parts carry what is left.

    The parts add up to the total, and no part is further than one unit from its even share.
    """
    whole = int(total)
    rest = round(total - whole, 10)
    every = sum(weights)
    parts: list[float] = []
    given = so_far = 0
    for weight in weights:
        so_far += weight
        reached = whole * so_far // every
        parts.append(reached - given)
        given = reached
    if parts and rest:
        parts[-1] = round(parts[-1] + rest, 10)
    return parts
