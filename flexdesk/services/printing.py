"""Prints: chooses the forms, draws them, files what was issued, and says what the machine check found."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import repeat
from pathlib import Path

from flexdesk.documents import Issued, combine, draw_each
from flexdesk.documents.combine import Form
from flexdesk.documents.paper import Paper
from flexdesk.documents.parties import SigningMode
from flexdesk.documents.week_records import WeekSheet
from flexdesk.domain.decisions import Decision
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.periods import Period, PeriodKind
from flexdesk.errors import EnvironmentTrouble, UsageError, reason_of
from flexdesk.i18n import _, speaking
from flexdesk.progress import Progress
from flexdesk.services import plan_papers, predicate_papers, role_papers, schedule_papers, unit_reports
from flexdesk.services.commits import Committer
from flexdesk.services.decision_papers import decision_sheet
from flexdesk.services.eligibility import EligibilityService, Standing, cells_of
from flexdesk.services.evaluation import Evaluation, EvaluationService
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import person_row
from flexdesk.services.issuing import IssuedPaper, Sealer, number_of, one_template, prepared
from flexdesk.services.membership import instant
from flexdesk.services.papers import Papers
from flexdesk.services.schedule import ScheduleService
from flexdesk.services.targets import TargetService
from flexdesk.services.templates import Templates
from flexdesk.store.store import Store
from flexdesk.system.durable import write_durably

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
SIGNING = {"wet": SigningMode.WET, "tte": SigningMode.CERTIFIED}
_SIGNING = "print_signing"  # this laptop's usual way; another one may have no certificate


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form with what a file name and the register of issued papers need."""

    kind: str
    form: Form
    nip: str
    name: str
    decision: Mapping[str, object] | None = None  # a row of the register that comes with its issue


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paper that is drawn but lies nowhere yet; `name` is its file name by the rule."""

    name: str
    kind: str
    nip: str
    person: str
    issued: Issued
    papers: tuple[IssuedPaper, ...]  # what its filing says of each paper in it
    decisions: tuple[Mapping[str, object], ...] = ()  # rows that its filing adds to the register

    def named(self, name: str) -> "Drawn":
        """The same paper under a name that a person chose."""
        return replace(self, name=name)


# The papers are Indonesian in every language of the program, and so are the names of their files.
_IN_FILE_NAME = {
    "schedule": "JADWAL",
    "assignment-letter": "SPT",
    "withdrawal-letter": "PENCABUTAN",
    "slip": "SLIP",
    "eligibility": "KELAYAKAN",
    "eligibility-sheet": "KEPUTUSAN-KELAYAKAN",
    "role-matrix": "MATRIKS-PERAN",
    "monthly-recap": "REKAP-BULAN",
    "predicate-recap": "REKAP-PREDIKAT",
    "wfa-report": "LAPORAN-WFA",
    "ledger": "BUKU-ADIL",
    "skp": "SKP",
    "skp-annex": "LAMPIRAN-SKP",
    "feedback": "UMPAN-BALIK",
    "dialogue-card": "KARTU-DIALOG",
    "handover": "SERAH-TERIMA",
    "evaluation": "EVALUASI",
    "evaluation-document": "DOKUMEN-EVALUASI",
    "agreement": "PERJANJIAN",
    "daily-report": "LAPORAN-HARIAN",
}


@dataclass(frozen=True, slots=True)
class PrintedFile:
    path: Path
    kind: str
    nip: str
    issued: Issued

    @property
    def bytes(self) -> int:
        return len(self.issued.data)


class PrintService:
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

    def signing(self, asked: str = "", *, keep: bool = True) -> SigningMode:
        """`wet` or `tte`, which is remembered; without a word the one remembered."""
        if asked and keep:
            self._store.set_setting(_SIGNING, asked)
        return SIGNING.get(asked or self._store.setting(_SIGNING), SigningMode.WET)

    def make(
        self,
        kinds: Sequence[str],
        period: Period,
        *,
        nips: Sequence[str] = (),
        paper: str = "",
        out: Path = Path(),
        combined: bool = False,
        save_ink: bool = False,
        progress: Progress | None = None,
    ) -> list[PrintedFile]:
        """Draw and write the papers; each that is issued is put on file with its fingerprint."""
        drawn = self.draw(
            kinds, period, nips=nips, paper=paper, combined=combined, save_ink=save_ink, progress=progress
        )
        return self.keep(drawn, period, out)

    def draw(
        self,
        kinds: Sequence[str],
        period: Period,
        *,
        nips: Sequence[str] = (),
        paper: str = "",
        combined: bool = False,
        save_ink: bool = False,
        hide_reasons: bool = True,
        form: str = "",
        version: int = 0,
        signing: SigningMode | None = None,
        progress: Progress | None = None,
    ) -> list[Drawn]:
        """The papers as bytes, to look at first; raises what `sheets` raises, and NothingToPrint.

        `hide_reasons` prints leave, sickness and permits of a week as a dash. Without `signing` it is the
        way remembered on this laptop. The same question gives the same bytes as long as the papers say
        the same, also after they were put on file.
        """
        sheets = [
            replace(sheet, form=replace(sheet.form, hide_reasons=hide_reasons))
            if isinstance(sheet.form, WeekSheet)
            else sheet
            for kind in kinds
            for sheet in self.sheets(kind, period, nips=nips, paper=paper, form=form, version=version)
        ]
        sealer = Sealer(self._store, period, _IN_FILE_NAME)
        templates, way = Templates(self._store), signing or self.signing()
        forms = [prepared(templates.dress(sheet.kind, sheet.form), way) for sheet in sheets]
        seals = [sealer.maker(sheet.kind, sheet.nip, number_of(sheet.form)) for sheet in sheets]
        if combined and len(sheets) != 1:
            title = f"{'+'.join(kinds)} {period.code}"
            issued = combine(forms, title, progress, save_ink=save_ink, seals=seals)
            name = f"{period.code}_{'_'.join(map(_word, kinds))}_gabungan.pdf"
            papers = tuple(map(_paper, repeat(sealer), repeat(templates), sheets, issued.parts))
            rows = tuple(sheet.decision for sheet in sheets if sheet.decision is not None)
            return [Drawn(name, "+".join(kinds), "", "", issued, papers, rows)]
        drawn = draw_each(forms, progress, save_ink=save_ink, seals=seals)
        names = _distinct([_file_name(sheet, period) for sheet in sheets])
        return [
            Drawn(
                name,
                sheet.kind,
                sheet.nip,
                sheet.name,
                issued,
                (_paper(sealer, templates, sheet, issued.content),),
                (sheet.decision,) if sheet.decision is not None else (),
            )
            for name, sheet, issued in zip(names, sheets, drawn, strict=True)
        ]

    def keep(self, drawn: Sequence[Drawn], period: Period, out: Path) -> list[PrintedFile]:
        """Write exactly these bytes and put them on file. Raises EnvironmentTrouble, DiskFull."""
        with writing_files():
            out.mkdir(parents=True, exist_ok=True)
            files = []
            for one in drawn:
                write_durably(out / one.name, one.issued.data, mode=0o644)
                files.append(PrintedFile(out / one.name, one.kind, one.nip, one.issued))
        self.file(drawn, period)
        return files

    def file(self, drawn: Sequence[Drawn], period: Period) -> Change | None:
        """Enter issued papers with their fingerprints; who printed without a file calls this alone."""
        ops = [op for one in drawn for op in self._rows(one, period)]
        ops += [
            self._committer.insert("eligibility_decision", cells) for one in drawn for cells in one.decisions
        ]
        return self._committer.commit(Change("document.issue", tuple(ops)))

    def _rows(self, drawn: Drawn, period: Period) -> list[Op]:
        """One for the file; of a file with several papers also one for each, found again by its own seal."""
        at, sha256 = instant(self._committer.clock.now()), drawn.issued.sha256
        insert = partial(self._committer.insert, "issued_document")
        if len(drawn.papers) == 1:
            return [insert(drawn.papers[0].cells(period, sha256, at))]
        chain = self._store.log.chain(self._store.device).hex()
        template = one_template(drawn.papers)
        whole = IssuedPaper(drawn.kind, drawn.nip, "", drawn.issued.content, chain, template)
        file = insert(whole.cells(period, sha256, at))
        parts = [insert({**one.cells(period, sha256, at), "part_of": file.row}) for one in drawn.papers]
        return [file, *parts]

    # -- kinds

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


def _paper(sealer: Sealer, templates: Templates, sheet: Sheet, content: str) -> IssuedPaper:
    number, version = number_of(sheet.form), templates.version(sheet.kind)
    return sealer.paper(sheet.kind, sheet.nip, number, content, version)


def _file_name(sheet: Sheet, period: Period) -> str:
    name = f"_{_plain(sheet.name)}" if sheet.name else ""
    nip = f"_{sheet.nip}" if sheet.nip else ""
    return f"{period.code}_{_word(sheet.kind)}{name}{nip}.pdf"


def _distinct(names: Sequence[str]) -> list[str]:
    """A second paper of the same name gets a number: a person may have two SKP in a year."""
    seen: Counter[str] = Counter()
    made = []
    for name in names:
        seen[name] += 1
        stem, dot, ending = name.rpartition(".")
        made.append(name if seen[name] == 1 else f"{stem}_{seen[name]}{dot}{ending}")
    return made


def _word(kind: str) -> str:
    return _IN_FILE_NAME.get(kind, _plain(kind).upper())


@contextmanager
def writing_files() -> Iterator[None]:
    """What the disk refuses, in the program's words; raises EnvironmentTrouble."""
    try:
        yield
    except OSError as error:
        raise EnvironmentTrouble(detail=reason_of(error)) from error


def _plain(text: str) -> str:
    """For a file name that every office computer and stick can hold."""
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")
