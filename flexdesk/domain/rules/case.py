"""One person on one day, with all that decides whether they may work away from the office."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from flexdesk.domain.criteria import NATIONAL, Criterion
from flexdesk.domain.people import Discipline, HeldPredicate, Person, Posting, Request, RequestKind, wish_on
from flexdesk.domain.policy import Terms
from flexdesk.domain.rules.registry import RULES
from flexdesk.domain.schedule import Branch, Unit
from flexdesk.domain.time_patterns import PatternKind, TimePattern
from flexdesk.i18n import _


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is recorded about one person; `serves` are the names of the person's service points."""

    person: Person
    postings: tuple[Posting, ...] = ()  # earliest first
    disciplines: tuple[Discipline, ...] = ()
    requests: tuple[Request, ...] = ()
    serves: tuple[str, ...] = ()
    patterns: tuple[TimePattern, ...] = ()  # those of the person, of any section, and of the whole unit
    predicates: tuple[HeldPredicate, ...] = ()  # earliest first

    def posting(self, day: date) -> Posting | None:
        """The post held that day (not as acting official), else the first one that is known."""
        own = [posting for posting in self.postings if not posting.acting]
        held = [posting for posting in own if posting.covers(day)]
        return held[-1] if held else (own[0] if own else None)

    def levels(self, day: date) -> tuple[str, ...]:
        """Categories of the post and of acting posts of that day."""
        main = self.posting(day)
        acting = [p for p in self.postings if p.acting and p.covers(day)]
        return tuple(posting.level for posting in ([main] if main else []) + acting if posting.level)

    def task_criteria(self, day: date) -> str:
        """Stored answers about the task: those of the post held that day, else those of the person."""
        posting = self.posting(day)
        return (posting.task_criteria if posting else "") or self.person.task_criteria

    def predicate(self, day: date) -> HeldPredicate | None:
        """The predikat kinerja of the last evaluation that was locked by then."""
        held = [one for one in self.predicates if one.since <= day]
        return held[-1] if held else None

    def special_condition(self, day: date) -> Request | None:
        """The *keadaan khusus* request, granted for work at another place, that covers the day."""
        for request in self.requests:
            if request.kind != RequestKind.SPECIAL_CONDITION or not request.is_by_place:
                continue
            if request.is_granted and request.covers(day):
                return request
        return None

    def wish(self, day: date) -> Request | None:
        """The latest wish about the day that was not refused, whatever weekday it prefers."""
        return wish_on(self.requests, day)


@dataclass(frozen=True, slots=True)
class Case:
    dossier: Dossier
    day: date
    unit: Unit
    terms: Terms
    has_service_points: bool = False
    criteria: tuple[Criterion, ...] = NATIONAL  # the list in force
    branches: Mapping[str, Branch] = field(default_factory=dict)

    @property
    def person(self) -> Person:
        return self.dossier.person

    @property
    def branch(self) -> Branch | None:
        """The part of the unit that the post of the day lies in."""
        posting = self.dossier.posting(self.day) if self.branches else None
        return self.branches.get(posting.section) if posting else None

    def pattern(self, kind: PatternKind) -> TimePattern | None:
        """The pattern of the day, an approved one before one that still waits for it."""
        branch = self.branch if self.dossier.patterns else None
        within = branch.within if branch else frozenset()
        found = [
            one
            for one in self.dossier.patterns
            if one.kind == kind
            and one.covers(self.day)
            and (one.person or not one.section or one.section in within)
        ]
        return max(found, key=lambda one: (one.is_approved, one.from_, one.key)) if found else None


class State(StrEnum):
    CLEAR = "clear"
    OPEN = "open"  # somebody must decide first; not barred, not free
    BARRED = "barred"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one rule says about a case; the sentence is made only when it is read.

    `basis` stands in place of the rule's article where another one carries the decision.
    """

    rule: str
    state: State
    template: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    basis: str = ""

    @property
    def text(self) -> str:
        return _(self.template).format(**self.facts)

    @property
    def article(self) -> str:
        return self.basis or RULES[self.rule].article
