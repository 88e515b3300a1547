"""The one list of rules: id, class, article, sentence and the function that judges."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from flexdesk.domain.policy import SentenceClass
from flexdesk.domain.rules.findings import Level
from flexdesk.i18n import _


class Scope(StrEnum):
    """What a rule looks at, and so what its function is given."""

    BAR = "bar"  # may this person be away that day: (case) -> Ruling
    AWAY = "away"  # one cell away from the office: (board, person, cell) -> Finding | None
    CELL = "cell"  # any filled cell
    OFF_DAY = "off_day"  # a filled cell of a day that is not worked
    ENTRY = "entry"  # a person's day with a leave or travel entry: (board, person, day) -> findings
    WEEK = "week"  # a person's week: (board, person, monday) -> findings
    DAY = "day"  # the unit's day: (board, day) -> findings
    PERIOD = "period"  # the whole period: (board) -> findings
    IDENTITY = "identity"  # a person's master data: (people, postings) -> findings
    MEASURE = "measure"  # no judgement of its own; another rule counts by it
    LEAVE = "leave"  # an application for leave: (case) -> findings
    REQUEST = "request"  # a request for flexible work: (case) -> findings
    PLAIN = "plain"  # over plain values, for whoever holds the register
    SETTING = "setting"  # a sentence of the policy; `judge` is what reads it, None while nothing does


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    level: Level
    article: str
    evidence: str  # grade of the source: A, B, C, or - for plain logic
    scope: Scope
    text: str
    judge: Callable[..., Any] | None
    nature: SentenceClass  # its class in the regulation's list; a setting may still speak as SOFT
    settings: tuple[str, ...] = ()  # keys of the policy that it reads

    @property
    def sentence(self) -> str:
        return _(self.text)


RULES: dict[str, Rule] = {}
_Judge = TypeVar("_Judge", bound=Callable[..., Any])


def rule(
    id: str,
    level: Level,
    *,
    article: str,
    evidence: str,
    scope: Scope,
    text: str,
    nature: SentenceClass | None = None,
    settings: tuple[str, ...] = (),
) -> Callable[[_Judge], _Judge]:
    """Register a rule's function; raises ValueError for an id that is taken."""

    def register(judge: _Judge) -> _Judge:
        kind = nature or SentenceClass(level.value)
        _keep(Rule(id, level, article, evidence, scope, text, judge, kind, settings))
        return judge

    return register


def state(
    id: str,
    *,
    article: str,
    evidence: str,
    text: str,
    nature: SentenceClass = SentenceClass.SETTING,
    settings: tuple[str, ...] = (),
    reader: Callable[..., Any] | None = None,
) -> None:
    """Register a rule that is a sentence of the policy, with what reads it; ValueError as `rule`."""
    _keep(Rule(id, Level.INFO, article, evidence, Scope.SETTING, text, reader, nature, settings))


def _keep(entry: Rule) -> None:
    if entry.id in RULES:
        raise ValueError(entry.id)
    RULES[entry.id] = entry
    of_scope.cache_clear()


@cache
def of_scope(scope: Scope) -> tuple[Callable[..., Any], ...]:
    """The functions of a scope, in the order of their ids."""
    held = (RULES[id] for id in sorted(RULES) if RULES[id].scope is scope)
    return tuple(entry.judge for entry in held if entry.judge is not None)
