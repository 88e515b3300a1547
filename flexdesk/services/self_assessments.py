"""What employees say about their own period: beside the leader's rating, and never instead of it."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flexdesk.domain.ops import Change, Op
from flexdesk.domain.outputs import normal_sentence
from flexdesk.domain.performance import Rating
from flexdesk.domain.periods import Period
from flexdesk.domain.schema import join_key
from flexdesk.errors import NotFound
from flexdesk.i18n import _
from flexdesk.services.commits import Committer
from flexdesk.services.evaluation import Evaluation, EvaluationLocked, EvaluationService
from flexdesk.services.finding_people import nips
from flexdesk.store.store import Row

if TYPE_CHECKING:
    from flexdesk.exchange.self_files import SelfRow

TYPED, FILE = "typed", "file"


@dataclass(frozen=True, slots=True)
class OwnResult:
    """What the person says about one planned result."""

    text: str = ""
    number: float | None = None
    rating: Rating | None = None

    def as_json(self) -> dict[str, Any]:
        told = {"text": self.text, "number": self.number, "rating": self.rating}
        return {name: value for name, value in told.items() if value not in (None, "")}


@dataclass(frozen=True, slots=True)
class SelfAssessment:
    """`results` by the key of the planned result."""

    results: Mapping[str, OwnResult]
    behaviour: Rating | None
    note: str
    given_on: date | None
    source: str


class SelfAssessmentService:
    def __init__(self, committer: Committer, evaluations: EvaluationService) -> None:
        self._committer = committer
        self._store = committer.store
        self._evaluations = evaluations

    def of(self, skp: str, period: Period) -> SelfAssessment | None:
        row = self._store.get("self_assessment", join_key(skp, period.code))
        return assessment_of(row) if row is not None else None

    def write(
        self,
        one: Evaluation,
        period: Period,
        results: Mapping[str, OwnResult],
        *,
        behaviour: Rating | None = None,
        note: str = "",
    ) -> Change | None:
        """What the head typed for the person; results that are not named keep what they have.

        Raises EvaluationLocked, NotFound for another's result.
        """
        own = {str(result.row["key"]) for result in one.skp.results}
        for key in results:
            if key not in own:
                raise NotFound(what=_("Target"), key=key)
        op = self._op(one, period, results, behaviour, note, TYPED)
        return self._committer.commit(Change("self_assessment.write", (op,)))

    def _op(
        self,
        one: Evaluation,
        period: Period,
        results: Mapping[str, OwnResult],
        behaviour: Rating | None,
        note: str,
        source: str,
    ) -> Op:
        if one.locked:
            raise EvaluationLocked(name=one.skp.person["name"])
        held = self.of(one.skp.key, period)
        merged = {**(held.results if held else {}), **results}
        cells: dict[str, Any] = {
            "results": _text(merged),
            "given_on": self._committer.clock.today(),
            "source": source,
        }
        if behaviour is not None:
            cells["behaviour"] = behaviour
        if note.strip():
            cells["note"] = note.strip()
        return self._committer.upsert("self_assessment", join_key(one.skp.key, period.code), cells)

    def import_file(self, file: Path, period: Period) -> tuple[int, list[dict[str, object]], Change | None]:
        """People taken, rejected rows and the change, which is made whole."""
        from flexdesk.exchange.self_files import read_self
        from flexdesk.exchange.tables import read_tables

        reading = read_self(read_tables(file))
        rejected: list[dict[str, object]] = [
            {"row": fault.row, "kind": fault.kind, "message": fault.message} for fault in reading.rejected
        ]
        people = nips(self._store)
        plans: defaultdict[str, list[Evaluation]] = defaultdict(list)
        for one in self._evaluations.evaluations(period):
            plans[str(one.skp.person["key"])].append(one)
        taken: dict[str, tuple[Evaluation, dict[str, OwnResult], list[SelfRow]]] = {}
        for row in reading.rows:
            found = _place(plans[people.get(row.nip, "")], row, period)
            if isinstance(found, str):
                rejected.append({"row": row.row, "kind": "result", "message": found})
                continue
            one, key = found
            _one, results, rows = taken.setdefault(one.skp.key, (one, {}, []))
            results[key] = OwnResult(row.realisation, row.number, row.rating)
            rows.append(row)
        ops = [self._taken(one, period, results, rows) for one, results, rows in taken.values()]
        return len(ops), rejected, self._committer.commit(Change("self_assessment.import", tuple(ops)))

    def _taken(
        self, one: Evaluation, period: Period, results: Mapping[str, OwnResult], rows: Sequence["SelfRow"]
    ) -> Op:
        behaviour = next((row.behaviour for row in rows if row.behaviour), None)
        note = " ".join(row.note for row in rows if row.note)
        return self._op(one, period, results, behaviour, note, FILE)


def assessment_of(row: Row) -> SelfAssessment:
    held = json.loads(str(row["results"] or "{}"))
    return SelfAssessment(
        {key: _own(told) for key, told in held.items()},
        Rating(str(row["behaviour"])) if row["behaviour"] else None,
        str(row["note"] or ""),
        date.fromisoformat(str(row["given_on"])) if row["given_on"] else None,
        str(row["source"] or ""),
    )


def _own(told: Mapping[str, Any]) -> OwnResult:
    rating = told.get("rating")
    return OwnResult(str(told.get("text") or ""), told.get("number"), Rating(rating) if rating else None)


def _text(results: Mapping[str, OwnResult]) -> str:
    told = {key: own.as_json() for key, own in results.items()}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def result_key(one: Evaluation, named: str) -> str:
    """The planned result that is meant by its code, its number in the form or its sentence; else empty."""
    asked = normal_sentence(named)
    for number, result in enumerate(one.skp.results, 1):
        code, text = str(result.row["code"] or ""), str(result.row["text"] or "")
        if asked and asked in (normal_sentence(code), normal_sentence(text), str(number)):
            return str(result.row["key"])
    return ""


def _place(found: Sequence[Evaluation], row: "SelfRow", period: Period) -> tuple[Evaluation, str] | str:
    """The evaluation and the result of a row, or why there is none."""
    if not found:
        return _("No target (SKP) of this NIP in {year}.").format(year=period.first.year)
    for one in found:
        if key := result_key(one, row.result):
            return EvaluationLocked(name=one.skp.person["name"]).message if one.locked else (one, key)
    return _("“{text}” is no planned result of this person.").format(text=row.result)
