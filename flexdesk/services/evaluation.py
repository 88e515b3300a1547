"""Evaluation: two ratings give a predikat; facts stand beside the rating and never rate by themselves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flexdesk.domain.distribution import DistributionWarning, check_distribution
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import (
    OrganisationLevel,
    Predicate,
    Rating,
    ReviewState,
    predicate_of,
)
from flexdesk.domain.periods import Period
from flexdesk.domain.places import AWAY
from flexdesk.domain.schema import join_key
from flexdesk.errors import FlexDeskError, UsageError
from flexdesk.i18n import N_, _
from flexdesk.services.cascade import Pace, leading, standings
from flexdesk.services.commits import Committer
from flexdesk.services.finding_people import nips
from flexdesk.services.targets import Skp, TargetService
from flexdesk.store.store import Row


class EvaluationLocked(FlexDeskError):
    code = "evaluation.locked"
    ticket = "FD-EVA-01"
    text = N_("The evaluation of {name} is locked.")
    next = N_("Reopen it with a reason first.")


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


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One person's evaluation of a period; ratings are None until somebody chose them."""

    skp: Skp
    row: Row | None
    results: Rating | None
    behaviour: Rating | None

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
    def note(self) -> str:
        return str((self.row or {}).get("note") or "")


class EvaluationService:
    def __init__(self, committer: Committer, targets: TargetService) -> None:
        self._committer = committer
        self._targets = targets
        self._store = committer.store

    def evaluations(self, period: Period) -> list[Evaluation]:
        """Everybody with a plan in the period's year, in the order of the roster."""
        stored = {str(r["skp"]): r for r in self._store.select("evaluation", period=period.code)}
        return [_evaluation(skp, stored.get(skp.key)) for skp in self._targets.plans(year=period.first.year)]

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
            row = self._store.get("evaluation", key)
            if row and row["locked"]:
                plan = self._store.get("skp", skp) or {}
                person = self._store.get("person", str(plan.get("person"))) or {}
                raise EvaluationLocked(name=person.get("name"))
            cells = {"results": results, "behaviour": behaviour, "note": note}
            given = {name: value for name, value in cells.items() if value is not None}
            ops.append(self._committer.upsert("evaluation", key, given))
        return self._committer.commit(Change("evaluation.rate", tuple(ops)))

    def rate_from_file(self, file: Path, period: Period) -> tuple[list[dict[str, object]], Change | None]:
        """Rejected rows and the change; columns `nip,results,behaviour,note`."""
        from flexdesk.exchange.ratings_files import read_ratings
        from flexdesk.exchange.tables import read_tables

        reading = read_ratings(read_tables(file))
        people = nips(self._store)
        plans = {str(skp.person["key"]): skp.key for skp in self._targets.plans(year=period.first.year)}
        rejected: list[dict[str, object]] = [
            {"row": fault.row, "kind": fault.kind, "message": fault.message} for fault in reading.rejected
        ]
        ratings: dict[str, tuple[Rating | None, Rating | None, str | None]] = {}
        for row in reading.rows:
            skp = plans.get(people.get(row.nip, ""))
            if skp is None:
                message = _("No target (SKP) of this NIP in {year}.").format(year=period.first.year)
                rejected.append({"row": row.row, "kind": "nip_unknown", "message": message})
                continue
            ratings[skp] = (row.results, row.behaviour, row.note or None)
        return rejected, self.rate_many(ratings, period)

    def lock(self, skp: str, period: Period, *, on: bool, reason: str = "") -> Change | None:
        """Sign off, or reopen with a reason, which counts up the revision. Raises UsageError."""
        row = self._store.get("evaluation", join_key(skp, period.code))
        if row is None:
            raise UsageError(detail=_("there is no rating yet"))
        if not on and not reason.strip():
            raise UsageError(detail=_("reopening needs a reason"))
        cells: dict[str, object] = {"locked": True if on else None}
        if on:
            cells["date"] = self._committer.clock.today()
        else:
            cells |= {
                "revision": int(str(row["revision"] or 0)) + 1,
                "note": f"{row['note'] or ''} [{reason}]".strip(),
            }
        kind = "evaluation.lock" if on else "evaluation.reopen"
        return self._committer.commit(Change(kind, (self._committer.update("evaluation", row, cells),)))

    def lock_all(self, skps: Sequence[str], period: Period) -> Change | None:
        """Sign several off as one change; plans without rating and those signed already are passed over."""
        ops = []
        for skp in skps:
            row = self._store.get("evaluation", join_key(skp, period.code))
            if row is None or row["locked"] or not row["results"] or not row["behaviour"]:
                continue
            cells = {"locked": True, "date": self._committer.clock.today()}
            ops.append(self._committer.update("evaluation", row, cells))
        return self._committer.commit(Change("evaluation.lock", tuple(ops)))

    # -- organisation

    def organisation(self, period: Period) -> OrganisationLevel | None:
        row = self._store.get("organisation_result", period.code)
        return OrganisationLevel(str(row["level"])) if row and row["level"] else None

    def set_organisation(self, period: Period, level: str) -> Change | None:
        """Raises UsageError."""
        if level not in set(OrganisationLevel):
            choices = ", ".join(OrganisationLevel)
            raise UsageError(detail=_("the level is one of {choices}").format(choices=choices))
        op = self._committer.upsert("organisation_result", period.code, {"level": level})
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
        person = str(evaluation.skp.person["key"])
        span = (period.first.isoformat(), period.last.isoformat())
        outputs = self._store.select("output", person=person, day=span)
        states = Counter(str(row["review"]) for row in outputs)
        cells = Counter(str(r["place"]) for r in self._store.select("assignment", person=person, day=span))
        leads = [leading(standings(result, period)) for result in evaluation.skp.results]
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


def _evaluation(skp: Skp, row: Row | None) -> Evaluation:
    results = Rating(str(row["results"])) if row and row["results"] else None
    behaviour = Rating(str(row["behaviour"])) if row and row["behaviour"] else None
    return Evaluation(skp, row, results, behaviour)
