"""Requests in a special condition, and what a poor evaluation means for them: EMP-05 to EMP-09."""

from collections.abc import Iterator
from dataclasses import dataclass

from flexdesk.domain.calendar import long_date
from flexdesk.domain.leave import ends_after
from flexdesk.domain.people import GRANTED, Request, RequestKind
from flexdesk.domain.policy import SentenceClass
from flexdesk.domain.rules.away import PREDICATES, spoken_predicate
from flexdesk.domain.rules.board import finding
from flexdesk.domain.rules.case import Dossier
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.rules.registry import Scope, of_scope, rule, state
from flexdesk.i18n import N_, _

_POOR = frozenset(PREDICATES[:3])
_PASAL_30 = "Pasal 30 PermenPANRB 4/2025"
_DECISIONS = GRANTED | {"refuse"}


@dataclass(frozen=True, slots=True)
class RequestCase:
    """`predicate` is the person's last predikat kinerja, empty when there is none."""

    request: Request
    max_months: int = 3
    predicate: str = ""
    least_predicate: str = "none"

    @property
    def is_special(self) -> bool:
        return self.request.kind == RequestKind.SPECIAL_CONDITION


def check_request(case: RequestCase) -> list[Finding]:
    """What the rules say about a request as it stands."""
    found = [one for judge in of_scope(Scope.REQUEST) for one in judge(case)]
    return [*predicate_suffices(case), *found]


def predicate_suffices(case: RequestCase) -> Iterator[Finding]:
    """Rule EMP-03 about a request: whoever may not be away is told so, and the head may still grant it."""
    wanted, held = case.least_predicate, case.predicate
    if wanted not in PREDICATES or held not in PREDICATES:
        return
    if PREDICATES.index(held) < PREDICATES.index(wanted):
        message = _("The last predicate is “{held}”; the agency asks for “{wanted}”.")
        text = message.format(held=spoken_predicate(held), wanted=spoken_predicate(wanted))
        yield finding("EMP-03", text, day=case.request.from_, level=Level.SOFT)


@rule(
    "EMP-05",
    Level.HARD,
    article=_PASAL_30,
    evidence="A",
    scope=Scope.REQUEST,
    text=N_("A request in a special condition has a reason with evidence, a work plan and outputs."),
)
def request_is_complete(case: RequestCase) -> Iterator[Finding]:
    asked, missing = case.request, missing_parts(case.request)
    if case.is_special and missing:
        message = _("The request has no {missing}.").format(missing=", ".join(missing))
        yield finding("EMP-05", message, day=asked.from_)


def missing_parts(asked: Request) -> tuple[str, ...]:
    """Names of the parts of Pasal 30 that are still empty."""
    parts = {
        _("reason"): asked.reason,
        _("evidence"): asked.evidence,
        _("work plan"): asked.plan,
        _("outputs"): asked.outputs,
    }
    return tuple(name for name, text in parts.items() if not text.strip())


@rule(
    "EMP-06",
    Level.HARD,
    article=_PASAL_30,
    evidence="A",
    scope=Scope.REQUEST,
    text=N_("The head approves, adjusts or refuses a request, with date and note."),
)
def decision_is_complete(case: RequestCase) -> Iterator[Finding]:
    asked = case.request
    if not asked.decision:
        return
    if asked.decision not in _DECISIONS:
        message = _("“{decision}” is no decision about a request.").format(decision=asked.decision)
        yield finding("EMP-06", message, day=asked.from_)
    elif asked.decided_on is None:
        yield finding("EMP-06", _("The decision has no date."), day=asked.from_)
    elif asked.decision != "approve" and not asked.note.strip():
        yield finding("EMP-06", _("The decision has no note that says why."), day=asked.from_)


@rule(
    "EMP-07",
    Level.SOFT,
    article="KMK 223/KMK.01/2020",
    evidence="B",
    scope=Scope.REQUEST,
    text=N_("Approval of a special condition has an end, at most some months after its start."),
    nature=SentenceClass.SETTING,
    settings=("request.max_months",),
)
def approval_ends(case: RequestCase) -> Iterator[Finding]:
    asked = case.request
    latest = ends_after(asked.first, case.max_months)
    if case.is_special and asked.last > latest:
        message = _("It holds until {until}; at most {months} months, until {latest}.").format(
            until=long_date(asked.last), months=case.max_months, latest=long_date(latest)
        )
        yield finding("EMP-07", message, day=asked.first)


@rule(
    "EMP-08",
    Level.SOFT,
    article="KMK 223/KMK.01/2020; praktik BKN",
    evidence="A",
    scope=Scope.REQUEST,
    text=N_("A poor evaluation can stop the next approval."),
)
def evaluation_is_not_poor(case: RequestCase) -> Iterator[Finding]:
    if case.is_special and case.predicate in _POOR:
        message = _("The last predicate is “{held}”. Note why the request is granted all the same.")
        yield finding("EMP-08", message.format(held=spoken_predicate(case.predicate)), day=case.request.from_)


state(
    "EMP-09",
    nature=SentenceClass.HARD,
    article="PermenPANRB 4/2025",
    evidence="A",
    text=N_("Flexible work is no right: the program grants nothing that a person has not decided."),
    reader=Dossier.special_condition,
)
