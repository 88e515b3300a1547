"""Evaluation: two ratings give a predikat; facts stand beside the rating and never rate by themselves."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flexdesk.domain.distribution import DistributionWarning, check_distribution
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.performance import (
    OrganisationLevel,
    Predicate,
    Rating,
    SkpStatus,
    predicate_of,
)
from flexdesk.domain.periods import Period
from flexdesk.domain.schema import join_key
from flexdesk.errors import FlexDeskError, NotFound, ReasonNeeded, UsageError
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.finding_people import nips, person_row
from flexdesk.services.period_facts import Facts, period_facts
from flexdesk.services.targets import Skp, TargetService
from flexdesk.store.store import Row

if TYPE_CHECKING:
    from flexdesk.services.sign_off import Signing


class EvaluationLocked(FlexDeskError):
    code = "evaluation.locked"
    ticket = "FD-EVA-01"
    text = N_("The evaluation of {name} is locked.")
    next = N_("Reopen it with a reason first.")


class NothingToSign(FlexDeskError):
    code = "evaluation.not_rated"
    ticket = "FD-EVA-02"
    text = N_("The evaluation of {name} has no rating yet.")
    next = N_("Choose both ratings first.")


class SkpNotApproved(FlexDeskError):
    """performance.md 8.3.5: without an approved plan an evaluation is a draft."""

    code = "evaluation.draft_only"
    ticket = "FD-EVA-03"
    text = N_("The SKP of {name} is not approved, so the evaluation stays a draft.")
    next = N_("Approve the SKP under Targets first; the rating is kept until then.")


class NotSigned(FlexDeskError):
    code = "evaluation.not_signed"
    ticket = "FD-EVA-05"
    text = N_("The evaluation of {name} is not signed and locked yet.")
    next = N_("Sign and lock it first.")


class EvaluationFinal(FlexDeskError):
    code = "evaluation.final"
    ticket = "FD-EVA-04"
    text = N_("The objection to the evaluation of {name} was decided, and that decision is final.")
    next = N_("Nothing is left to do for this period.")


class NoteSource(StrEnum):
    """Where the words of a note came from; numbers of a suggestion are facts, a rating never is one."""

    TYPED = "typed"
    SUGGESTED = "suggested"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One person's evaluation of a period; ratings are None until somebody chose them.

    Of a locked one they are those that were signed, whatever another laptop wrote since without knowing.
    `signed` is the copy made at the lock, None while it is open or when an older program locked it.
    """

    skp: Skp
    row: Row | None
    results: Rating | None
    behaviour: Rating | None
    signed: Mapping[str, Any] | None = None

    @property
    def predicate(self) -> Predicate | None:
        """Computed, never typed."""
        if self.results is None or self.behaviour is None:
            return None
        return predicate_of(self.results, self.behaviour)

    @property
    def locked(self) -> bool:
        return bool(self.row and self.row["locked"])

    @property
    def is_final(self) -> bool:
        return bool(self.row and self.row["final"])

    @property
    def revision(self) -> int:
        """How often it was reopened or changed by an objection; papers print it from the first on."""
        return int(str((self.row or {}).get("revision") or 0))

    @property
    def is_draft_only(self) -> bool:
        """Whether it may be rated but not signed, because the plan is not approved."""
        return self.skp.row["status"] not in (SkpStatus.APPROVED, SkpStatus.CLOSED)

    @property
    def received_on(self) -> date | None:
        held = (self.row or {}).get("received_on")
        return date.fromisoformat(str(held)) if held else None

    @property
    def note(self) -> str:
        if self.signed is not None:
            return str(self.signed["document"].get("note") or "")
        return str((self.row or {}).get("note") or "")

    @property
    def differs(self) -> bool:
        """Whether another laptop changed ratings or note of what was signed here already."""
        if self.row is None or self.signed is None:
            return False
        held = (self.row["results"], self.row["behaviour"], str(self.row["note"] or ""))
        return held != (self.results, self.behaviour, self.note)


class EvaluationService:
    def __init__(self, committer: Committer, targets: TargetService) -> None:
        self._committer = committer
        self._targets = targets
        self._store = committer.store

    def evaluations(self, period: Period) -> list[Evaluation]:
        """Every plan whose days touch the period, in the order of the roster; somebody may have several."""
        stored = {str(r["skp"]): r for r in self._store.select("evaluation", period=period.code)}
        plans = self._targets.plans(year=period.first.year)
        return [evaluation_of(skp, stored.get(skp.key)) for skp in plans if touches(skp.row, period)]

    def evaluation(self, skp: str, period: Period) -> Evaluation:
        """Raises NotFound."""
        found = next((one for one in self.evaluations(period) if one.skp.key == skp), None)
        if found is None:
            raise NotFound(what=_("Target"), key=skp)
        return found

    def of_person(self, nip: str, period: Period) -> Evaluation:
        """The person's only evaluation of the period; raises NotFound, UsageError for several."""
        person = person_row(self._store, nip)["key"]
        found = [one for one in self.evaluations(period) if one.skp.person["key"] == person]
        if not found:
            raise NotFound(what=_("Target"), key=nip)
        if len(found) > 1:
            keys = ", ".join(one.skp.key for one in found)
            raise UsageError(
                detail=_("{nip} has several SKP in this period: {keys}").format(nip=nip, keys=keys)
            )
        return found[0]

    def leads_unit(self, one: Evaluation) -> bool:
        """The head's results go with the organisation's level, chosen by hand: no rule maps five to three."""
        unit = self._store.get("unit", "unit") or {}
        return bool(unit.get("head")) and one.skp.person["key"] == unit["head"]

    def rate(
        self,
        skp: str,
        period: Period,
        *,
        results: Rating | None,
        behaviour: Rating | None,
        note: str | None = None,
    ) -> Change | None:
        """Choose ratings; raises EvaluationLocked."""
        return self.rate_many({skp: (results, behaviour, note)}, period)

    def rate_many(
        self, ratings: Mapping[str, tuple[Rating | None, Rating | None, str | None]], period: Period
    ) -> Change | None:
        """Ratings of several plans (by key) as one change; None leaves a field as it is."""
        ops = []
        for skp, (results, behaviour, note) in ratings.items():
            key = join_key(skp, period.code)
            self._refuse_locked(skp, self._store.get("evaluation", key))
            cells = {"results": results, "behaviour": behaviour, "note": note}
            given: dict[str, Any] = {name: value for name, value in cells.items() if value is not None}
            if note is not None:
                given["note_source"] = NoteSource.TYPED if note else None
            ops.append(self._committer.upsert("evaluation", key, given))
        return self._committer.commit(Change("evaluation.rate", tuple(ops)))

    def write_note(self, skp: str, period: Period, text: str, source: NoteSource) -> Change | None:
        """The note, and whether it was suggested; raises EvaluationLocked."""
        key = join_key(skp, period.code)
        self._refuse_locked(skp, self._store.get("evaluation", key))
        cells = {"note": text.strip(), "note_source": source if text.strip() else None}
        op = self._committer.upsert("evaluation", key, cells)
        kind = "evaluation.rate" if source is NoteSource.TYPED else "evaluation.suggestion"
        return self._committer.commit(Change(kind, (op,)))

    def _refuse_locked(self, skp: str, row: Row | None) -> None:
        if row and row["locked"]:
            raise EvaluationLocked(name=self._name(skp))

    def _name(self, skp: str) -> str:
        plan = self._store.get("skp", skp) or {}
        return str((self._store.get("person", str(plan.get("person"))) or {}).get("name") or "")

    def rate_from_file(self, file: Path, period: Period) -> tuple[list[dict[str, object]], Change | None]:
        """Rejected rows and the change, which is made whole; columns `nip,results,behaviour,note`."""
        from flexdesk.exchange.ratings_files import read_ratings
        from flexdesk.exchange.tables import read_tables

        reading = read_ratings(read_tables(file))
        people = nips(self._store)
        held: defaultdict[str, list[Evaluation]] = defaultdict(list)
        for one in self.evaluations(period):
            held[str(one.skp.person["key"])].append(one)
        rejected: list[dict[str, object]] = [
            {"row": fault.row, "kind": fault.kind, "message": fault.message} for fault in reading.rejected
        ]
        ratings: dict[str, tuple[Rating | None, Rating | None, str | None]] = {}
        for row in reading.rows:
            found = held[people.get(row.nip, "")]
            if (fault := _row_fault(found, row.results, row.behaviour, period)) is not None:
                rejected.append({"row": row.row, "kind": fault[0], "message": fault[1]})
            elif not found[0].locked:
                ratings[found[0].skp.key] = (row.results, row.behaviour, row.note or None)
        return rejected, self.rate_many(ratings, period)

    # -- signing off

    def lock(self, skp: str, period: Period, *, on: bool, reason: str = "") -> Change | None:
        """Sign off, or reopen with a reason, which counts up the revision.

        Raises NothingToSign, SkpNotApproved, EvaluationFinal, ReasonNeeded.
        """
        one = self.evaluation(skp, period)
        if not on:
            return self._reopen(one, reason.strip())
        if one.locked:
            return None
        if one.row is None or one.predicate is None:
            raise NothingToSign(name=one.skp.person["name"])
        if one.is_draft_only:
            raise SkpNotApproved(name=one.skp.person["name"])
        return self._committer.commit(Change("evaluation.lock", (self._signing.sign(one, period),)))

    def _reopen(self, one: Evaluation, reason: str) -> Change | None:
        if one.row is None or not one.locked:
            return None
        if one.is_final:
            raise EvaluationFinal(name=one.skp.person["name"])
        if not reason:
            raise ReasonNeeded(
                sentence=_("the evaluation of {name} is reopened.").format(name=one.skp.person["name"])
            )
        op = self._signing.reopen(one.row, reason)
        return self._committer.commit(Change("evaluation.reopen", (op,)))

    def lock_all(self, skps: Sequence[str], period: Period, *, reason: str = "") -> Change | None:
        """Sign several off as one change; what is not rated, signed already or a draft only is passed over.

        Where the spread leaves the guide the reason is asked for once a period: raises ReasonNeeded.
        """
        found = self.evaluations(period)
        wanted = set(skps)
        ready = [
            one
            for one in found
            if one.skp.key in wanted and one.predicate and not one.locked and not one.is_draft_only
        ]
        ops = [self._signing.sign(one, period) for one in ready]
        if ready:
            ops += self._answered(found, period, reason.strip())
        return self._committer.commit(Change("evaluation.lock", tuple(ops)))

    def _answered(self, found: Sequence[Evaluation], period: Period, reason: str) -> list[Op]:
        level, row = self.organisation(period), self._store.get("organisation_result", period.code)
        asked = [one for one in self.distribution(found, level)[1] if not (one.rounding or one.unmeetable)]
        if not asked or row is None or row["override_reason"]:
            return []
        if not reason:
            findings = [{"rule": one.rule, "message": one.sentence} for one in asked]
            raise ReasonNeeded(sentence=asked[0].sentence, findings=findings)
        unit = self._store.get("unit", "unit") or {}
        day = self._committer.clock.today()
        cells = {"override_reason": reason, "decided_by": unit.get("head"), "decided_on": day}
        return [self._committer.update("organisation_result", row, cells)]

    @cached_property
    def _signing(self) -> "Signing":
        from flexdesk.services.sign_off import Signing  # which prints, and so reads evaluations itself

        return Signing(self._committer)

    def receive(self, skp: str, period: Period, day: date | None) -> Change | None:
        """The day on which the person was handed the signed evaluation; None takes it back.

        Raises NotSigned, and UsageError for a day before the signature.
        """
        one = self.evaluation(skp, period)
        if one.row is None or not one.locked:
            raise NotSigned(name=one.skp.person["name"])
        if day is not None and one.row["date"] and day.isoformat() < str(one.row["date"]):
            raise UsageError(detail=_("the day of receipt lies before the signature"))
        op = self._committer.update("evaluation", one.row, {"received_on": day})
        return self._committer.commit(Change("evaluation.receive", (op,)))

    def not_received(self, period: Period) -> list[Evaluation]:
        """Signed and not handed over yet."""
        return [one for one in self.evaluations(period) if one.locked and one.received_on is None]

    # -- organisation

    def organisation(self, period: Period) -> OrganisationLevel | None:
        row = self._store.get("organisation_result", period.code)
        return OrganisationLevel(str(row["level"])) if row and row["level"] else None

    def override_reason(self, period: Period) -> str:
        """Why the unit was signed off although its spread leaves the guide; empty without a reason."""
        row = self._store.get("organisation_result", period.code) or {}
        return str(row.get("override_reason") or "")

    def set_organisation(self, period: Period, level: str) -> Change | None:
        """Raises UsageError."""
        if level not in set(OrganisationLevel):
            choices = ", ".join(OrganisationLevel)
            raise UsageError(detail=_("the level is one of {choices}").format(choices=choices))
        row = self._store.get("organisation_result", period.code)
        cells: dict[str, Any] = {"level": level}
        if row is not None and row["level"] != level:  # a reason answers the guide of one level
            cells |= {"override_reason": None, "decided_by": None, "decided_on": None}
        op = self._committer.upsert("organisation_result", period.code, cells)
        return self._committer.commit(Change("organisation.set", (op,)))

    def distribution(
        self, evaluations: Sequence[Evaluation], level: OrganisationLevel | None
    ) -> tuple[dict[Predicate, int], list[DistributionWarning]]:
        """How often each predikat was given, and where that leaves the guide of SE MenPANRB 3/2023."""
        counted = Counter(e.predicate for e in evaluations if e.predicate is not None)
        counts = {predicate: counted.get(predicate, 0) for predicate in Predicate}
        return counts, check_distribution(counts, level) if level else []

    # -- facts

    def facts(self, evaluation: Evaluation, period: Period) -> Facts:
        return period_facts(self._store, evaluation.skp, period)


def touches(plan: Row, period: Period) -> bool:
    """Whether a plan has a day in the period; a plan without days is one of the whole year."""
    first, last = period.first.isoformat(), period.last.isoformat()
    return str(plan["from"] or first) <= last and first <= str(plan["to"] or last)


def evaluation_of(skp: Skp, row: Row | None) -> Evaluation:
    text = row["snapshot"] if row and row["locked"] else None
    signed = json.loads(str(text)) if text else None
    held: Mapping[str, Any] = row or {}
    if signed is not None:
        held = {"results": signed["form"]["results_rating"], "behaviour": signed["form"]["behaviour_rating"]}
    results = Rating(str(held["results"])) if held.get("results") else None
    behaviour = Rating(str(held["behaviour"])) if held.get("behaviour") else None
    return Evaluation(skp, row, results, behaviour, signed)


def _row_fault(
    found: Sequence[Evaluation], results: Rating, behaviour: Rating, period: Period
) -> tuple[str, str] | None:
    """Why a row of a file cannot be taken over, as (kind, sentence)."""
    if not found:
        return "nip_unknown", _("No target (SKP) of this NIP in {year}.").format(year=period.first.year)
    if len(found) > 1:
        return "several_plans", _("This person has several SKP in the period; rate each on the screen.")
    one = found[0]
    if one.locked and (one.results, one.behaviour) != (results, behaviour):
        return "locked", EvaluationLocked(name=one.skp.person["name"]).message
    return None
