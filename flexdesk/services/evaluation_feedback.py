"""The leader's words on results and core values of a period, one entry each, as forms print them."""

from typing import Any

from flexdesk.domain.core_values import CoreValue
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import FeedbackTone
from flexdesk.domain.periods import Period
from flexdesk.errors import NotFound
from flexdesk.i18n import _
from flexdesk.services.commits import Committer
from flexdesk.services.evaluation import Evaluation, EvaluationLocked, NoteSource
from flexdesk.store.store import Row


class EvaluationFeedback:
    def __init__(self, committer: Committer) -> None:
        self._committer = committer
        self._store = committer.store

    def written(self, one: Evaluation, period: Period) -> dict[str, Row]:
        """Result key or core value -> what the leader wrote for the period."""
        rows = self._store.select("feedback", skp=one.skp.key, period=period.code, giver=self._head())
        return {str(row["result"] or row["value"]): row for row in rows if row["result"] or row["value"]}

    def write(
        self,
        one: Evaluation,
        period: Period,
        about: str,
        text: str,
        *,
        tone: FeedbackTone = FeedbackTone.NEUTRAL,
        source: NoteSource = NoteSource.TYPED,
    ) -> Change | None:
        """About a result's key or a core value; no text takes the entry away.

        Raises EvaluationLocked, NotFound.
        """
        if one.locked:
            raise EvaluationLocked(name=one.skp.person["name"])
        is_value = about in set(CoreValue)
        if not is_value and about not in {str(result.row["key"]) for result in one.skp.results}:
            raise NotFound(what=_("Target"), key=about)
        held = self.written(one, period).get(about)
        kind = "evaluation.feedback" if source is NoteSource.TYPED else "evaluation.suggestion"
        if not text.strip():
            ops = (self._committer.delete("feedback", str(held["key"])),) if held else ()
            return self._committer.commit(Change(kind, ops))
        cells: dict[str, Any] = {"text": text.strip(), "tone": tone, "date": self._day(period)}
        if held is not None:
            return self._committer.commit(Change(kind, (self._committer.update("feedback", held, cells),)))
        head = self._store.get("person", self._head()) or {}
        cells |= {
            "skp": one.skp.key,
            "value" if is_value else "result": about,
            "giver": self._head(),
            "giver_name": head.get("name"),
            "period": period.code,
        }
        return self._committer.commit(Change(kind, (self._committer.insert("feedback", cells),)))

    def _head(self) -> str:
        return str((self._store.get("unit", "unit") or {}).get("head") or "")

    def _day(self, period: Period) -> str:
        """Today, or the last day of a period that is over, so that it counts as a note of that period."""
        return min(self._committer.clock.today(), period.last).isoformat()
