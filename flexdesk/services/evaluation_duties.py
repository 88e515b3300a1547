"""Duties that follow a signed evaluation: objections that wait, and papers that were not handed over."""

from collections.abc import Iterator
from datetime import date

from flexdesk.services.commits import Committer
from flexdesk.services.duties import Duty, DutyKind
from flexdesk.services.evaluation import EvaluationService
from flexdesk.services.objections import ObjectionService
from flexdesk.store.store import Row


class EvaluationDuties:
    def __init__(self, committer: Committer, evaluation: EvaluationService) -> None:
        self._store = committer.store
        self._objections = ObjectionService(committer, evaluation)

    def all(self, today: date) -> Iterator[Duty]:
        yield from self._waiting(today)
        yield from self._not_received(today)

    def _waiting(self, today: date) -> Iterator[Duty]:
        """The one filed first is opened; `hard` counts those that wait for the rater's explanation."""
        found = self._objections.waiting()
        if found:
            first = found[0]
            yield Duty(
                DutyKind.OBJECTIONS,
                len(found),
                "evaluation",
                f"{first.period}|{first.skp}",
                tuple(one.name for one in found),
                first.period,
                due=min((one.deadline for one in found if one.deadline), default=today),
                hard=sum(one.objection.explained_on is None for one in found),
            )

    def _not_received(self, today: date) -> Iterator[Duty]:
        """Only where days of receipt are kept at all."""
        signed = self._store.select("evaluation", order="date, key", locked=1)
        left = [row for row in signed if not row["received_on"] and row["date"]]
        if not left or len(left) == len(signed):
            return
        since = date.fromisoformat(str(left[0]["date"]))
        period, skp = str(left[0]["period"]), str(left[0]["skp"])
        names = tuple(sorted({self._name(row) for row in left}))
        item = f"{period}|{skp}"
        kind, waited = DutyKind.NOT_HANDED, (today - since).days
        yield Duty(kind, len(left), "evaluation", item, names, period, days=waited)

    def _name(self, row: Row) -> str:
        plan = self._store.get("skp", str(row["skp"])) or {}
        return str((self._store.get("person", str(plan.get("person"))) or {}).get("name") or "")
