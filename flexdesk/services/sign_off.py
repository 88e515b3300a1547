"""The signature under an evaluation: a copy of everything its papers say, and the cells that go with it."""

import json
from datetime import date
from typing import Any

from flexdesk.domain.ops import Op
from flexdesk.domain.performance import OrganisationLevel, Rating, predicate_of
from flexdesk.domain.periods import Period
from flexdesk.services.commits import Committer
from flexdesk.services.evaluation import Evaluation
from flexdesk.services.facts import FactReader
from flexdesk.services.frozen import canonical, frozen
from flexdesk.services.papers import Papers
from flexdesk.store.store import Row

_UNSET = OrganisationLevel.BAIK  # stands in a form that is frozen before the level is known, and is left out


class Signing:
    def __init__(self, committer: Committer) -> None:
        self._committer = committer
        self._store = committer.store
        self._reader = FactReader(committer.store)

    def sign(self, one: Evaluation, period: Period) -> Op:
        """Locks a rated evaluation. The papers of a locked one are drawn from the copy made here."""
        assert one.row is not None
        level = self._level(period)
        today = self._committer.clock.today()
        cells = {
            "locked": True,
            "date": today,
            "locked_by": (self._store.get("unit", "unit") or {}).get("head"),
            "organisation": level,
            "predicate": one.predicate,
            "snapshot": canonical(self._content(one, period, today)),
        }
        return self._committer.update("evaluation", one.row, cells)

    def reopen(self, row: Row, reason: str) -> Op:
        """Opens it as the next revision. What was signed stays in the log; see `evaluation_history`."""
        cells: dict[str, Any] = {
            "locked": None,
            "snapshot": None,
            "organisation": None,
            "predicate": None,
            "received_on": None,
            "reopened_on": self._committer.clock.today(),
            "reopen_reason": reason,
            "revision": int(str(row["revision"] or 0)) + 1,
        }
        return self._committer.update("evaluation", row, cells)

    def decide(
        self, one: Evaluation, period: Period, results: Rating | None, behaviour: Rating | None, day: date
    ) -> Op:
        """Closes a signed evaluation for good; ratings make it a new revision of that day."""
        assert one.row is not None
        cells: dict[str, Any] = {"final": True}
        if results is not None and behaviour is not None:
            revision, predicate = one.revision + 1, predicate_of(results, behaviour)
            held = one.signed or self._content(one, period, date.fromisoformat(str(one.row["date"])))
            content = json.loads(canonical(held))
            ratings = {"results_rating": results, "behaviour_rating": behaviour, "predicate": predicate}
            content["form"] |= {name: str(value) for name, value in ratings.items()}
            content["form"] |= {"revision": revision, "signed_on": day.isoformat()}
            content["revision"] = revision
            cells |= {
                "results": results,
                "behaviour": behaviour,
                "predicate": predicate,
                "revision": revision,
                "date": day,
                "received_on": None,
                "snapshot": canonical(content),
            }
        return self._committer.update("evaluation", one.row, cells)

    def _content(self, one: Evaluation, period: Period, day: date) -> dict[str, Any]:
        """What the papers of today say; the level is left out while nobody has chosen it."""
        level = self._level(period)
        open_one = Evaluation(
            one.skp, {**(one.row or {}), "date": day.isoformat()}, one.results, one.behaviour
        )
        papers = Papers(self._store, self._reader, day, None)
        form = papers.evaluation(open_one, period, level or _UNSET)
        document = papers.evaluation_document(open_one, period, level or _UNSET)
        unknown = frozenset({"organisation"}) if level is None else frozenset[str]()
        written = frozen(form, without=unknown)
        return {
            "form": written,
            "document": frozen(document, without=frozenset(written) | unknown),
            "revision": one.revision,
        }

    def _level(self, period: Period) -> OrganisationLevel | None:
        row = self._store.get("organisation_result", period.code)
        return OrganisationLevel(str(row["level"])) if row and row["level"] else None
