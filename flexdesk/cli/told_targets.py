"""Plans as the command line tells them: results, indicators, what was reached, and where the pace leads."""

from typing import Any

from flexdesk.cli.session import Session
from flexdesk.domain.forecast import Forecast
from flexdesk.domain.periods import Period
from flexdesk.services.cascade import Standing, known_until, standings
from flexdesk.services.targets import Skp, TargetIndicator, TargetResult


class Told:
    """Plans in the shape of `targets list`; standing and forecast are those of the last known month."""

    def __init__(self, session: Session) -> None:
        desk, today = session.desk, session.clock.today()
        self._today = today
        self._calendar = desk.reader.calendar(today)

    def plan(self, plan: Skp) -> dict[str, Any]:
        year = int(plan.row["year"] or self._today.year)
        until = known_until([plan], year, self._today)
        return {
            "id": plan.key,
            "nip": plan.person["nip"],
            "name": plan.person["name"],
            "year": plan.row["year"],
            "approach": plan.row["approach"],
            "status": plan.row["status"],
            "from": plan.row["from"],
            "to": plan.row["to"],
            "form": plan.row["form"],
            "results": [self._result(result, until) for result in plan.results],
        }

    def _result(self, result: TargetResult, until: Period) -> dict[str, Any]:
        found = standings(result, until, self._calendar)
        return {
            "id": result.row["key"],
            "code": result.row["code"],
            "class": result.row["class"],
            "text": result.row["text"],
            "leader_text": result.row["leader_text"],
            "leader_result": result.row["leader_result"],
            "share": result.row["share"],
            "indicators": [
                self._indicator(item, standing, until)
                for item, standing in zip(result.indicators, found, strict=True)
            ],
        }

    def _indicator(self, item: TargetIndicator, standing: Standing, until: Period) -> dict[str, Any]:
        row = item.at(self._today)
        return {
            "id": row["key"],
            "aspect": row["aspect"],
            "perspective": row["perspective"],
            "text": row["text"],
            "target": row["target_text"],
            "target_number": row["target_number"],
            "unit": row["unit"],
            "realisations": {code: r["number"] or r["text"] for code, r in item.realisations.items()},
            "until": until.code,
            "reached": standing.reached,
            "pace": str(standing.pace),
            "forecast": _forecast(standing.forecast),
        }


def _forecast(found: Forecast | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "expected": None if found.expected is None else round(found.expected, 1),
        "target": found.target,
        "end": found.end.isoformat() if found.end else None,
        "why": found.unsaid and str(found.unsaid),
        "message": found.sentence,
    }
