"""Objections to evaluations: what the person says, the rater answers and the rater's superior decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flexdesk.documents.evaluation_document import Objection as PrintedObjection
from flexdesk.documents.wording import long_date
from flexdesk.domain.objections import Objection, Outcome, is_late
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.performance import OBJECTION_DAYS, Rating, label, objection_deadline, predicate_of
from flexdesk.domain.periods import Period, day_label
from flexdesk.domain.schema import join_key
from flexdesk.errors import FlexDeskError, UsageError
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.evaluation import Evaluation, EvaluationService, NotSigned
from flexdesk.services.records import record
from flexdesk.services.sign_off import Signing
from flexdesk.store.store import Row, Store


class NotReceived(FlexDeskError):
    code = "objection.not_received"
    ticket = "FD-EVA-06"
    text = N_("It is not recorded when {name} received the evaluation, and the 14 days begin with that day.")
    next = N_("Record the day of receipt first.")


class ObjectionOnce(FlexDeskError):
    code = "objection.known"
    ticket = "FD-EVA-07"
    text = N_("{name} has objected to this evaluation already.")
    next = N_("Work on that objection; a decision about it is final.")


class NoObjection(FlexDeskError):
    code = "objection.none"
    ticket = "FD-EVA-08"
    text = N_("No objection of {name} waits for an answer.")
    next = N_("Record the objection first, with the day on which it was filed.")


class NothingChanged(FlexDeskError):
    code = "objection.same_rating"
    ticket = "FD-EVA-09"
    text = N_("The decision changes nothing: both ratings are those of the evaluation.")
    next = N_("Choose other ratings, or decide that the evaluation stands.")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open objection with whom it is about; `deadline` is the last day of the person's 14."""

    objection: Objection
    skp: str
    period: str
    person: str
    name: str
    deadline: date | None


class ObjectionService:
    def __init__(self, committer: Committer, evaluations: EvaluationService) -> None:
        self._committer = committer
        self._store = committer.store
        self._evaluations = evaluations

    # -- looking

    def of(self, skp: str, period: Period) -> Objection | None:
        return objection_to(self._store, join_key(skp, period.code))

    def waiting(self) -> list[Waiting]:
        """Open ones of every period, the one filed first at the head."""
        rows = self._store.select("objection", order="filed_on, key", decision=None)
        return [self._waiting(record(Objection, row)) for row in rows]

    def _waiting(self, one: Objection) -> Waiting:
        skp, _bar, period = one.evaluation.partition("|")
        person = str((self._store.get("skp", skp) or {}).get("person") or "")
        name = str((self._store.get("person", person) or {}).get("name") or "")
        received = (self._store.get("evaluation", one.evaluation) or {}).get("received_on")
        deadline = objection_deadline(date.fromisoformat(str(received))) if received else None
        return Waiting(one, skp, period, person, name, deadline)

    # -- the road of an objection

    def file(self, skp: str, period: Period, reasons: str, day: date) -> Change | None:
        """Record it; one that comes after the 14 days is recorded as late and not heard.

        Raises NotSigned, NotReceived, ObjectionOnce, UsageError without reasons or for an impossible day.
        """
        one = self._evaluations.evaluation(skp, period)
        name = one.skp.person["name"]
        if not one.locked:
            raise NotSigned(name=name)
        if one.is_final:
            raise ObjectionOnce(name=name)
        if one.received_on is None:
            raise NotReceived(name=name)
        if any(held.decision != Outcome.LATE for held in self._all(skp, period)):
            raise ObjectionOnce(name=name)
        if not reasons.strip():
            raise UsageError(detail=_("an objection needs its reasons"))
        if day < one.received_on:
            raise UsageError(detail=_("the objection was filed before the evaluation was received"))
        cells: dict[str, Any] = {
            "evaluation": join_key(skp, period.code),
            "filed_on": day,
            "reasons": reasons.strip(),
        }
        if is_late(one.received_on, day):
            cells |= {"decision": Outcome.LATE, "decided_on": day}
        return self._committer.commit(Change("objection.file", (self._committer.insert("objection", cells),)))

    def explain(self, skp: str, period: Period, text: str, day: date) -> Change | None:
        """What the rater says to it; may be changed until the decision. Raises NoObjection, UsageError."""
        row = self._open(skp, period)
        if not text.strip():
            raise UsageError(detail=_("the explanation is empty"))
        self._not_before(row, day)
        cells = {"explanation": text.strip(), "explained_on": day}
        op = self._committer.update("objection", row, cells)
        return self._committer.commit(Change("objection.explain", (op,)))

    def uphold(self, skp: str, period: Period, note: str, day: date) -> Change | None:
        """The evaluation stands, for good. Raises NoObjection, UsageError."""
        return self._decide(skp, period, note, day, Outcome.UPHELD, None)

    def change(
        self, skp: str, period: Period, results: Rating, behaviour: Rating, note: str, day: date
    ) -> Change | None:
        """Other ratings, as a new revision, for good. Raises NoObjection, NothingChanged, UsageError."""
        return self._decide(skp, period, note, day, Outcome.CHANGED, (results, behaviour))

    def _decide(
        self,
        skp: str,
        period: Period,
        note: str,
        day: date,
        outcome: Outcome,
        ratings: tuple[Rating, Rating] | None,
    ) -> Change | None:
        row = self._open(skp, period)
        one = self._evaluations.evaluation(skp, period)
        if not one.locked:
            raise NotSigned(name=one.skp.person["name"])
        if not note.strip():
            raise UsageError(detail=_("a decision needs its reasons"))
        self._not_before(row, day)
        if ratings == (one.results, one.behaviour):
            raise NothingChanged()
        results, behaviour = ratings or (None, None)
        cells = {
            "decision": outcome,
            "decision_note": note.strip(),
            "decided_on": day,
            "decided_by": one.skp.row["rater_superior"],
            "results": results,
            "behaviour": behaviour,
        }
        decided = self._committer.update("objection", row, cells)
        signed: Op = Signing(self._committer).decide(one, period, results, behaviour, day)
        return self._committer.commit(Change("objection.decide", (decided, signed)))

    def _all(self, skp: str, period: Period) -> list[Objection]:
        rows = self._store.select("objection", evaluation=join_key(skp, period.code))
        return [record(Objection, row) for row in rows]

    def _open(self, skp: str, period: Period) -> Row:
        rows = self._store.select(
            "objection", order="filed_on, key", evaluation=join_key(skp, period.code), decision=None
        )
        if not rows:
            raise NoObjection(name=self._evaluations.evaluation(skp, period).skp.person["name"])
        return rows[0]

    def _not_before(self, row: Row, day: date) -> None:
        if day.isoformat() < str(row["filed_on"]):
            raise UsageError(detail=_("that day lies before the objection"))


def objection_to(store: Store, evaluation: str) -> Objection | None:
    """The objection that counts: one that is heard before one that came too late."""
    rows = store.select("objection", order="filed_on, key", evaluation=evaluation)
    found = [record(Objection, row) for row in rows]
    return min(found, key=lambda one: one.decision == Outcome.LATE, default=None)


def printed_objection(store: Store, evaluation: Evaluation) -> PrintedObjection | None:
    """Blocks 6 to 8 of the document (performance.md 4.6), in Indonesian in every language."""
    found = objection_to(store, str(evaluation.row["key"])) if evaluation.row else None
    if found is None:
        return None
    dated = f"Diajukan {long_date(found.filed_on)}. {found.reasons}"
    explained = f"{long_date(found.explained_on)}. {found.explanation}" if found.explained_on else ""
    return PrintedObjection(dated, explained, _decided(found))


def _decided(found: Objection) -> str:
    if found.is_open or found.decided_on is None:
        return ""
    if found.decision == Outcome.LATE:
        return f"Diajukan lewat dari {OBJECTION_DAYS} hari sejak diterima, sehingga tidak diperiksa."
    day, note = long_date(found.decided_on), found.decision_note
    if found.decision == Outcome.UPHELD:
        return f"{day}. Keberatan ditolak, evaluasi tetap. {note}"
    results, behaviour = Rating(found.results), Rating(found.behaviour)
    return (
        f"{day}. Keberatan diterima: rating hasil kerja {label(results)}, rating perilaku"
        f" {label(behaviour)}, predikat {label(predicate_of(results, behaviour))}. {note}"
    )


_SAID: Mapping[str, str] = {
    Outcome.UPHELD: N_("decided on {day}: the evaluation stands"),
    Outcome.CHANGED: N_("decided on {day}: the ratings were changed"),
    Outcome.LATE: N_("filed after the 14 days, so it is recorded and not heard"),
}


def state_sentence(found: Objection) -> str:
    """How far an objection has come."""
    if not found.is_open:
        return _(_SAID[found.decision]).format(day=day_label(found.decided_on) if found.decided_on else "")
    if found.explained_on:
        return _("explained on {day}, waits for the decision").format(day=day_label(found.explained_on))
    return _("filed on {day}, waits for the rater's explanation").format(day=day_label(found.filed_on))
