"""EVALUASI KINERJA PEGAWAI of staff and of leaders, in both approaches (performance 4.5)."""

from dataclasses import dataclass, field
from datetime import date

from flexdesk.documents import form_head as head
from flexdesk.documents.curves import draw_curve
from flexdesk.documents.flow import Flow
from flexdesk.documents.labels import FormLabels
from flexdesk.documents.palette import PRINT
from flexdesk.documents.paper import Box, Paper, sheet
from flexdesk.documents.parties import Official, Period, Seal, SigningMode
from flexdesk.documents.result_tables import Results, behaviours_reached
from flexdesk.documents.results import BehaviourNote, PlannedResult
from flexdesk.documents.sheet import Frames, Page
from flexdesk.documents.table import Table, set_table, shares
from flexdesk.documents.wording import long_date, revision_line
from flexdesk.domain.performance import Approach, FormKind, OrganisationLevel, Predicate, Rating, label

_CURVE_HEIGHT = 146.0


@dataclass(frozen=True, slots=True)
class EvaluationForm:
    """Everything printed on one evaluation; ratings, level and predicate are codes of `labels`.

    `signed_by` is "rater" or "both": real prints differ.
    """

    agency: str
    person: Official
    rater: Official
    period: Period
    organisation: OrganisationLevel
    main: tuple[PlannedResult, ...]
    results_rating: Rating
    behaviour_rating: Rating
    predicate: Predicate
    place: str
    signed_on: date
    additional: tuple[PlannedResult, ...] = ()
    behaviours: tuple[BehaviourNote, ...] = ()
    approach: Approach = Approach.QUANTITATIVE
    kind: FormKind = FormKind.STAFF
    signed_by: str = "rater"
    paper: Paper = Paper.A4
    signing: SigningMode = SigningMode.WET
    labels: FormLabels = field(default_factory=FormLabels)
    seal: Seal | None = None
    revision: int = 0  # how often it was opened again after a signature

    @property
    def title(self) -> str:
        return f"EVALUASI KINERJA PEGAWAI, {self.person.name}, {self.period.label} {self.period.last.year}"


def lay_out(form: EvaluationForm) -> list[Page]:
    flow = Flow(sheet(form.paper, head.margins(form.signing), landscape=True))
    titles = (
        form.labels.evaluation_title,
        label(form.approach),
        form.labels.addressed(form.kind),
        f"PERIODE: {form.period.label.upper()}",
        *revision_line(form.revision),
    )
    head.set_title(flow, titles, form.seal)
    head.set_agency_line(flow, form.agency, form.period)
    head.set_people(flow, form.person, form.rater)
    _set_organisation(flow, form)
    set_table(_results(form, flow.body.width), flow)
    flow.gap(head.GAP)
    rater = head.rater_signer(form.rater, f"{form.place}, {long_date(form.signed_on)}")
    signers = (head.person_signer(form.person), rater) if form.signed_by == "both" else (rater,)
    set_table(_behaviours(form, flow.body.width, head.signatures_room(flow, signers)), flow)
    head.set_end(flow, signers, form.signing)
    wet = form.signing is SigningMode.WET
    return flow.finish(form.person.owner_line) if wet else flow.pages


def _set_organisation(flow: Flow, form: EvaluationForm) -> None:
    """The level of the organisation and its curve, together on one page."""
    rows = (
        head.verdict("CAPAIAN KINERJA ORGANISASI", label(form.organisation).upper(), (1, 1)),
        head.section("POLA DISTRIBUSI:", 2),
    )
    flow.keep(_CURVE_HEIGHT + 33)
    set_table(Table(shares(flow.body.width, 30, 70), (), rows), flow)
    field = Box(flow.body.left, flow.y, flow.body.right, flow.y + _CURVE_HEIGHT)
    flow.page.draw(Frames((field,), PRINT.line))
    draw_curve(flow.page, field, form.organisation)
    flow.y += _CURVE_HEIGHT
    flow.gap(head.GAP)


def _results(form: EvaluationForm, width: float) -> Table:
    results = Results(form.main, form.additional, form.kind, form.approach, form.labels, evaluated=True)
    left = results.columns * 5 // 8
    spans = (left, results.columns - left)
    return results.table(
        width, (head.verdict("RATING HASIL KERJA", label(form.results_rating).upper(), spans),)
    )


def _behaviours(form: EvaluationForm, width: float, below: float) -> Table:
    predicate = form.labels.predicate(form.predicate).upper()
    verdicts = (
        head.verdict(form.labels.behaviour_rating, label(form.behaviour_rating).upper(), (2, 2), keep=True),
        head.verdict("PREDIKAT KINERJA PEGAWAI", predicate, (2, 2)),
    )
    return behaviours_reached(form.behaviours, width, below, verdicts)
