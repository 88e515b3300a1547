"""What stands beside a rating: targets, outputs, days by place, notes, and a sentence to start from."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from flexdesk.domain.performance import Predicate, Rating, ReviewState, predicate_of
from flexdesk.domain.periods import Period
from flexdesk.domain.places import Place
from flexdesk.domain.schema import join_key
from flexdesk.i18n import _
from flexdesk.services.cascade import Pace, Standing, leading, standings
from flexdesk.services.evaluation import Evaluation
from flexdesk.store.store import Row, Store

MOST_EARLIER = 4


@dataclass(frozen=True, slots=True)
class TargetFact:
    """A result's sentence, the indicator that speaks for it, and its outputs of the period."""

    text: str
    standing: Standing | None
    key: str = ""
    accepted: int = 0
    returned: int = 0


@dataclass(frozen=True, slots=True)
class FactSheet:
    targets: tuple[TargetFact, ...]
    outputs: Mapping[ReviewState, int]
    report_days: int
    returned_notes: tuple[str, ...]
    places: Mapping[Place, int]  # planned days
    as_planned: int  # of the days whose real place is known
    otherwise: int
    notes: tuple[Row, ...]  # feedback, latest first
    earlier: tuple[tuple[Period, Predicate], ...]  # of the periods before, latest first, four at most
    complaints: tuple[Row, ...] = ()  # received in the period, about counters that the person serves

    @property
    def days(self) -> int:
        return sum(self.places.values())

    def suggestion(self) -> str:
        """A sentence of numbers to take over, to change or to leave; it rates nothing."""
        counted = [fact.standing for fact in self.targets if fact.standing is not None]
        paces = Counter(one.pace for one in counted)
        known = sum(paces[pace] for pace in (Pace.ON_TRACK, Pace.AT_RISK, Pace.BEHIND))
        parts = []
        if known:
            words = _("{good} of {all} targets are on track.")
            parts.append(words.format(good=paces[Pace.ON_TRACK], all=known))
        if total := sum(self.outputs.values()):
            words = _("{outputs} outputs on {days} days, {returned} returned.")
            returned = self.outputs.get(ReviewState.RETURNED, 0)
            parts.append(words.format(outputs=total, days=self.report_days, returned=returned))
        behind = [fact.text for fact in self.targets if fact.standing and fact.standing.pace is Pace.BEHIND]
        if behind:
            parts.append(_("Needs attention: {text}.").format(text=behind[0].rstrip(".")))
        return " ".join(parts)


def fact_sheet(store: Store, evaluation: Evaluation, period: Period) -> FactSheet:
    skp = evaluation.skp
    person = str(skp.person["key"])
    span = (period.first.isoformat(), period.last.isoformat())
    outputs = store.select("output", person=person, day=span)
    cells = [row for row in store.select("assignment", person=person, day=span) if row["place"]]
    returned = [row for row in outputs if row["review"] == ReviewState.RETURNED and row["note"]]
    known = [row for row in cells if row["actual"]]
    feedback = [
        row for row in store.select("feedback", skp=skp.key) if span[0] <= str(row["date"] or "") <= span[1]
    ]
    by_result = Counter((str(row["result"]), str(row["review"])) for row in outputs)
    return FactSheet(
        targets=tuple(
            TargetFact(
                str(result.row["text"] or ""),
                leading(standings(result, period)),
                key := str(result.row["key"]),
                by_result[key, ReviewState.ACCEPTED],
                by_result[key, ReviewState.RETURNED],
            )
            for result in skp.results
        ),
        outputs=Counter(ReviewState(str(row["review"])) for row in outputs),
        report_days=len({row["day"] for row in outputs}),
        returned_notes=tuple(str(row["note"]) for row in returned),
        places=Counter(Place(str(row["place"])) for row in cells),
        as_planned=sum(row["actual"] == row["place"] for row in known),
        otherwise=sum(row["actual"] != row["place"] for row in known),
        notes=tuple(sorted(feedback, key=lambda row: str(row["date"]), reverse=True)),
        earlier=_earlier(store, person, period),
        complaints=_complaints(store, person, span),
    )


def _complaints(store: Store, person: str, span: tuple[str, str]) -> tuple[Row, ...]:
    """Complaints that name a counter of the person; whom they are about is for people to find out."""
    points = [
        str(row["service_point"]) for row in store.select("service_duty", person=person) if row["serves"]
    ]
    if not points:
        return ()
    return tuple(store.select("complaint", order="received, key", service_point=points, received=span))


def _earlier(store: Store, person: str, period: Period) -> tuple[tuple[Period, Predicate], ...]:
    """Of any plan of the person; the years before count too."""
    plans = [str(row["key"]) for row in store.select("skp", person=person)]
    found: list[tuple[Period, Predicate]] = []
    at = period.previous()
    while len(found) < MOST_EARLIER and at.first.year >= period.first.year - 2:
        for skp in plans:
            row = store.get("evaluation", join_key(skp, at.code))
            if row and row["results"] and row["behaviour"]:
                rated = predicate_of(Rating(str(row["results"])), Rating(str(row["behaviour"])))
                found.append((at, Predicate(str(row["predicate"] or rated))))
        at = at.previous()
    return tuple(found[:MOST_EARLIER])
