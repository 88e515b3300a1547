"""Counts of one person's period beside a rating: outputs, days and the pace of targets."""

from collections import Counter
from dataclasses import dataclass

from flexdesk.domain.performance import ReviewState
from flexdesk.domain.periods import Period
from flexdesk.domain.places import AWAY
from flexdesk.i18n import _
from flexdesk.services.cascade import Pace, leading, standings
from flexdesk.services.targets import Skp
from flexdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rater should have in view: counts of the period, and realised against target."""

    outputs: int
    accepted: int
    returned: int
    waiting: int
    report_days: int
    office_days: int
    away_days: int
    leave_days: int
    on_track: int
    at_risk: int
    behind: int

    @property
    def sentence(self) -> str:
        return _("{outputs} outputs on {days} days, {accepted} accepted, {returned} returned").format(
            outputs=self.outputs, days=self.report_days, accepted=self.accepted, returned=self.returned
        )


def period_facts(store: Store, skp: Skp, period: Period) -> Facts:
    person = str(skp.person["key"])
    span = (period.first.isoformat(), period.last.isoformat())
    outputs = store.select("output", person=person, day=span)
    states = Counter(str(row["review"]) for row in outputs)
    cells = Counter(str(r["place"]) for r in store.select("assignment", person=person, day=span))
    leads = [leading(standings(result, period)) for result in skp.results]
    paces = Counter(lead.pace for lead in leads if lead is not None)
    return Facts(
        outputs=len(outputs),
        accepted=states[ReviewState.ACCEPTED],
        returned=states[ReviewState.RETURNED],
        waiting=states[ReviewState.WAITING],
        report_days=len({row["day"] for row in outputs}),
        office_days=cells["office"],
        away_days=sum(cells[place] for place in AWAY),
        leave_days=sum(cells[place] for place in ("leave", "sick", "permit")),
        on_track=paces[Pace.ON_TRACK],
        at_risk=paces[Pace.AT_RISK],
        behind=paces[Pace.BEHIND],
    )
