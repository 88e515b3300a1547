"""What stands beside a decision on a request: the last evaluation, days used, work delivered."""

from dataclasses import dataclass
from datetime import date

from flexdesk.domain.people import Request, RequestKind
from flexdesk.domain.performance import Rating, ReviewState, predicate_of
from flexdesk.domain.periods import Period, parse_period
from flexdesk.domain.places import AWAY
from flexdesk.services.records import record
from flexdesk.store.store import Store

_AWAY = [str(place) for place in AWAY]


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """Counts of the last period granted before this request; `granted` is None when there was none."""

    predicate: str  # of the last locked evaluation, empty when there is none
    period: str
    granted: tuple[date, date] | None
    away_days: int
    outputs: int
    accepted: int
    returned: int


def last_predicate(store: Store, person: str) -> tuple[str, str]:
    """Predikat and period code of the person's last locked evaluation, both empty without one."""
    found: list[tuple[Period, str]] = []
    for skp in store.select("skp", person=person):
        for row in store.select("evaluation", skp=skp["key"], locked=1):
            if row["results"] and row["behaviour"]:
                rated = predicate_of(Rating(str(row["results"])), Rating(str(row["behaviour"])))
                found.append((parse_period(str(row["period"])), str(row["predicate"] or rated)))
    if not found:
        return "", ""
    period, held = max(found, key=lambda one: (one[0].last, one[0].first))
    return held, period.code


def decision_facts(store: Store, request: Request) -> DecisionFacts:
    predicate, period = last_predicate(store, request.person)
    before = _granted_before(store, request)
    if before is None:
        return DecisionFacts(predicate, period, None, 0, 0, 0, 0)
    span = (before.first.isoformat(), before.last.isoformat())
    away = store.select("assignment", person=request.person, day=span, place=_AWAY)
    outputs = store.select("output", person=request.person, day=span)
    reviews = [str(row["review"] or "") for row in outputs]
    return DecisionFacts(
        predicate,
        period,
        (before.first, before.last),
        len(away),
        len(outputs),
        reviews.count(ReviewState.ACCEPTED),
        reviews.count(ReviewState.RETURNED),
    )


def _granted_before(store: Store, request: Request) -> Request | None:
    """The special condition that was granted last and began before this one."""
    kind = str(RequestKind.SPECIAL_CONDITION)
    rows = store.select("request", person=request.person, kind=kind)
    held = [one for row in rows if (one := record(Request, row)).is_granted and one.key != request.key]
    earlier = [one for one in held if one.first <= one.last and one.first < request.from_]
    return max(earlier, key=lambda one: (one.last, one.key)) if earlier else None
