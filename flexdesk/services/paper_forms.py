"""The forms of each kind of paper, filled for a period: one for each person, or one for the unit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from flexdesk.documents.combine import Form
from flexdesk.documents.paper import Paper
from flexdesk.domain.decisions import Decision
from flexdesk.domain.periods import Period, PeriodKind
from flexdesk.errors import UsageError
from flexdesk.i18n import _, speaking
from flexdesk.services import plan_papers, predicate_papers, role_papers, schedule_papers, unit_reports
from flexdesk.services.commits import Committer
from flexdesk.services.decision_papers import decision_sheet
from flexdesk.services.eligibility import EligibilityService, Standing, cells_of
from flexdesk.services.evaluation import Evaluation, EvaluationService
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import person_row
from flexdesk.services.papers import Papers
from flexdesk.services.schedule import ScheduleService
from flexdesk.services.targets import TargetService
from flexdesk.store.store import Store

KINDS = (
    "schedule",
    "assignment-letter",
    "withdrawal-letter",
    "slip",
    "eligibility",
    "eligibility-sheet",
    "skp",
    "skp-annex",
    "role-matrix",
    "evaluation",
    "evaluation-document",
    "feedback",
    "dialogue-card",
    "monthly-recap",
    "predicate-recap",
    "agreement",
    "wfa-report",
    "ledger",
    "handover",
    "daily-report",
)
_OF_PLANS: Mapping[str, Callable[[Papers, Store, Evaluation, Period], Form]] = {
    "skp": lambda papers, _store, one, _period: papers.skp(one.skp),
    "skp-annex": plan_papers.annex,
    "feedback": plan_papers.feedback_sheet,
}
FORMS = ("short", "mendagri")  # of the monthly report
BLANK = "blank"  # of the daily report


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form with what a file name and the register of issued papers need."""

    kind: str
    form: Form
    nip: str
    name: str
    decision: Mapping[str, object] | None = None  # a row of the register that comes with its issue


class PaperForms:
    def __init__(
        self,
        committer: Committer,
        reader: FactReader,
        schedule: ScheduleService,
        targets: TargetService,
        evaluation: EvaluationService,
        decisions: EligibilityService,
    ) -> None:
        self._committer = committer
        self._store = committer.store
        self._reader = reader
        self._schedule = schedule
        self._targets = targets
        self._evaluation = evaluation
        self._decisions = decisions

    def sheets(
        self,
        kind: str,
        period: Period,
        *,
        nips: Sequence[str] = (),
        paper: str = "",
        form: str = "",
        version: int = 0,
    ) -> list[Sheet]:
        """The forms of one kind, one for each person or one for the unit.

        `form` is that of the monthly report, `short` or `mendagri`; empty takes the unit's usual one. `blank`
        empties the daily report.
        `version` is that of the published schedule; 0 takes what stands.

        Raises UsageError, NotRated, NoOrganisationResult, NotFound, NoSuchVersion.
        """
        makers: dict[str, Callable[[Papers, Period, Sequence[str]], list[Sheet]]] = {
            **{
                kind: partial(self._of_schedule, kind=kind, version=version) for kind in schedule_papers.KINDS
            },
            "slip": self._slips,
            "eligibility": self._eligibility,
            "eligibility-sheet": self._decision_sheets,
            "role-matrix": self._roles,
            "monthly-recap": self._month,
            "predicate-recap": self._predicates,
            "wfa-report": partial(self._wfa_reports, form=form if form in FORMS else ""),
            "ledger": self._ledgers,
            **{kind: partial(self._of_plans, kind=kind) for kind in _OF_PLANS},
            "dialogue-card": self._cards,
            "handover": self._handover,
            "evaluation": self._evaluations,
            "evaluation-document": self._evaluation_documents,
            "agreement": self._agreements,
            "daily-report": partial(self._daily_reports, blank=form == BLANK),
        }
        if kind not in makers:
            raise UsageError(
                detail=_("the kind of paper is one of {choices}").format(choices=", ".join(KINDS))
            )
        today = self._committer.clock.today()
        papers = Papers(self._store, self._reader, today, Paper(paper) if paper else None)
        return makers[kind](papers, period, nips)

    def _of_schedule(
        self, papers: Papers, period: Period, _nips: Sequence[str], kind: str, version: int
    ) -> list[Sheet]:
        made = schedule_papers.papers_of(kind, papers, self._schedule, self._store, period, version)
        return [Sheet(kind, form, "", name) for form, name in made]

    def _ledgers(self, papers: Papers, period: Period, _nips: Sequence[str]) -> list[Sheet]:
        """The ledger of the weeks up to the period; nothing while no schedule was kept."""
        from flexdesk.services.ledger import LedgerService
        from flexdesk.services.ledger_paper import ledger_sheet

        with speaking("id"):
            view = LedgerService(self._reader).view(period.first, period.last)
            return [] if view.is_empty else [Sheet("ledger", ledger_sheet(papers, view), "", "")]

    def _slips(self, papers: Papers, period: Period, nips: Sequence[str]) -> list[Sheet]:
        view = self._schedule.period(period.first, period.last)
        return [Sheet("slip", papers.slips(view, period, self._keys(nips)), "", "")]

    def _eligibility(self, papers: Papers, period: Period, nips: Sequence[str]) -> list[Sheet]:
        """The list of the unit; for people who are named, their decision sheets."""
        if nips:
            return self._decision_sheets(papers, period, nips)
        form = unit_reports.eligibility(papers, self._reader, period.first, self._keys(nips))
        return [Sheet("eligibility", form, "", "")]

    def _decision_sheets(self, papers: Papers, period: Period, nips: Sequence[str]) -> list[Sheet]:
        """The decision of today, else of the period's first day; one that still holds is printed again."""
        day = papers.today if period.first <= papers.today <= period.last else period.first
        keys = self._keys(nips) or [person.key for person in self._reader.people()]
        with speaking("id"):
            standings = self._decisions.standings(keys, day)
        return [self._decision_sheet(papers, one, day) for one in standings]

    def _decision_sheet(self, papers: Papers, standing: Standing, day: date) -> Sheet:
        row, last = standing.row, standing.decision
        since = row.posting.from_ if row.posting else None
        cells: dict[str, object] | None = None
        if last is None or standing.is_outdated:
            cells = cells_of(row.key, standing.eligibility, day)
            last = Decision("", row.key, day, str(cells["verdict"]), str(cells["reasons"]))
        form = decision_sheet(papers, last, since)
        return Sheet("eligibility-sheet", form, row.person.nip, row.person.name, cells)

    def _roles(self, papers: Papers, period: Period, _nips: Sequence[str]) -> list[Sheet]:
        """A matrix for each leader, named where there are several."""
        year = period.first.year
        made = role_papers.role_matrices(papers, self._targets.plans(year=year), year)
        several = len(made) > 1
        return [Sheet("role-matrix", form, "", form.leader.name if several else "") for form in made]

    def _month(self, papers: Papers, period: Period, _nips: Sequence[str]) -> list[Sheet]:
        view = self._schedule.period(period.first, period.last)
        span = (period.first.isoformat(), period.last.isoformat())
        form = unit_reports.month(papers, view, self._store.select("output", day=span), period)
        return [Sheet("monthly-recap", form, "", "")]

    def _predicates(self, papers: Papers, period: Period, _nips: Sequence[str]) -> list[Sheet]:
        evaluations = self._evaluation.evaluations(period)
        level = self._evaluation.organisation(period)
        told = self._store.get("organisation_result", period.code) or {}
        form = predicate_papers.predicate_recap(papers, evaluations, period, level, told)
        return [Sheet("predicate-recap", form, "", "")] if evaluations else []

    def _wfa_reports(
        self, papers: Papers, period: Period, _nips: Sequence[str], form: str = ""
    ) -> list[Sheet]:
        """One for each month of the period that has begun; raises UsageError for less than a month."""
        from flexdesk.services import recap_papers
        from flexdesk.services.effect import EffectService
        from flexdesk.services.monthly_report import MonthlyReportService

        effect = EffectService(self._committer, self._reader)
        service = MonthlyReportService(self._committer, self._reader, self._targets, effect)
        shorter = period.kind in (PeriodKind.DAY, PeriodKind.WEEK)
        months = (period,) if shorter else period.months()
        made = [
            recap_papers.recap(papers, service.report(month), form)
            for month in months
            if month.first <= papers.today or len(months) == 1
        ]
        several = len(made) > 1
        return [Sheet("wfa-report", one, "", f"{one.year}-{one.month:02}" if several else "") for one in made]

    def _of_plans(self, papers: Papers, period: Period, nips: Sequence[str], kind: str) -> list[Sheet]:
        """Papers of a plan; nobody named means everybody."""
        wanted, make = self._keys(nips), _OF_PLANS[kind]
        return [
            Sheet(
                kind,
                make(papers, self._store, one, period),
                str(one.skp.person["nip"]),
                str(one.skp.person["name"]),
            )
            for one in self._evaluation.evaluations(period)
            if not wanted or one.skp.person["key"] in wanted
        ]

    def _cards(self, papers: Papers, period: Period, nips: Sequence[str]) -> list[Sheet]:
        """Nobody named means everybody whose talk is led by somebody here."""
        from flexdesk.services.dialogue import DialogueService
        from flexdesk.services.dialogue_papers import dialogue_card
        from flexdesk.services.follow_ups import FollowUpService

        follow_ups = FollowUpService(self._committer, self._targets)
        talks = DialogueService(self._committer, self._evaluation, follow_ups)
        keys = self._keys(nips) or list(
            dict.fromkeys(
                str(one.skp.person["key"])
                for one in self._evaluation.evaluations(period)
                if one.skp.row["rater"]
            )
        )
        found = [talks.card(key, period) for key in keys]
        return [
            Sheet(
                "dialogue-card",
                dialogue_card(papers, talk),
                str(talk.skp.person["nip"]),
                str(talk.skp.person["name"]),
            )
            for talk in found
        ]

    def _handover(self, papers: Papers, _period: Period, nips: Sequence[str]) -> list[Sheet]:
        from flexdesk.services.handover_papers import HandoverPapers

        made = HandoverPapers(self._committer, self._reader, self._schedule, self._evaluation)
        return [Sheet("handover", made.record(papers, self._keys(nips)), "", "")]

    def _evaluations(self, papers: Papers, period: Period, nips: Sequence[str]) -> list[Sheet]:
        return self._rated("evaluation", papers.evaluation, period, nips)

    def _evaluation_documents(self, papers: Papers, period: Period, nips: Sequence[str]) -> list[Sheet]:
        return self._rated("evaluation-document", papers.evaluation_document, period, nips)

    def _agreements(self, papers: Papers, period: Period, nips: Sequence[str]) -> list[Sheet]:
        from flexdesk.services.agreement_papers import agreement_sheets

        names = {str(row["key"]): str(row["name"]) for row in self._store.select("person")}
        return [
            Sheet("agreement", form, form.second_party.number, names.get(person, ""))
            for person, form in agreement_sheets(papers, self._store, period, self._keys(nips))
        ]

    def _daily_reports(
        self, papers: Papers, period: Period, nips: Sequence[str], blank: bool = False
    ) -> list[Sheet]:
        from flexdesk.services.daily_report_papers import daily_reports

        made = daily_reports(papers, self._store, self._reader, period, self._keys(nips), blank=blank)
        return [Sheet("daily-report", form, person.nip, person.name) for person, form in made]

    def _rated(
        self, kind: str, form: Callable[..., Form], period: Period, nips: Sequence[str]
    ) -> list[Sheet]:
        wanted = self._keys(nips)
        level = self._evaluation.organisation(period)
        made = []
        for evaluation in self._evaluation.evaluations(period):
            person = evaluation.skp.person
            # Nobody named: print those that are rated. Somebody named: say what is missing.
            if person["key"] in wanted or (not wanted and evaluation.predicate is not None):
                made.append(
                    Sheet(kind, form(evaluation, period, level), str(person["nip"]), str(person["name"]))
                )
        return made

    def _keys(self, nips: Sequence[str]) -> list[str]:
        """The people named, each once, in the order they were named in."""
        return list(dict.fromkeys(str(person_row(self._store, nip)["key"]) for nip in nips))
