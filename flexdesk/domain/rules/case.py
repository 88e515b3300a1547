"""One person on one day, with all that decides whether they may work away from the office."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from flexdesk.domain.people import Discipline, Person, Posting, Request, RequestKind
from flexdesk.domain.policy import Terms
from flexdesk.domain.rules.registry import RULES
from flexdesk.domain.schedule import Unit
from flexdesk.i18n import _


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is recorded about one person; `serves` are the names of the person's service points."""

    person: Person
    postings: tuple[Posting, ...] = ()  # earliest first
    disciplines: tuple[Discipline, ...] = ()
    requests: tuple[Request, ...] = ()
    serves: tuple[str, ...] = ()

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
        wishes = [
            r for r in self.requests if r.kind == RequestKind.WISH and r.decision != "refuse" and r.spans(day)
        ]
        return max(wishes, key=lambda request: (request.from_, request.key)) if wishes else None


@dataclass(frozen=True, slots=True)
class Case:
    dossier: Dossier
    day: date
    unit: Unit
    terms: Terms
    has_service_points: bool = False

    @property
    def person(self) -> Person:
        return self.dossier.person


class State(StrEnum):
    CLEAR = "clear"
    OPEN = "open"  # somebody must decide first; not barred, not free
    BARRED = "barred"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one rule says about a case; the sentence is made only when it is read."""

    rule: str
    state: State
    template: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return _(self.template).format(**self.facts)

    @property
    def article(self) -> str:
        return RULES[self.rule].article
