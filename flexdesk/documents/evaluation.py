"""EVALUASI KINERJA PEGAWAI for administration and functional posts, in both approaches (performance 4.5)."""

from dataclasses import dataclass
from datetime import date

from flexdesk.documents import form_head as head
from flexdesk.documents.curves import draw_curve
from flexdesk.documents.flow import Flow
from flexdesk.documents.labels import USUAL_LABELS, FormLabels
from flexdesk.documents.palette import PRINT
from flexdesk.documents.paper import Box, Paper, sheet
from flexdesk.documents.parties import Official, Period, Seal, SigningMode
from flexdesk.documents.results import (
    BehaviourNote,
    PlannedResult,
    behaviour_rows,
    both_kinds,
    qualitative_bands,
    quantitative_bands,
)
from flexdesk.documents.sheet import Frames, Page
from flexdesk.documents.signature import set_signatures
from flexdesk.documents.table import Band, Table, set_table, shares
from flexdesk.documents.wording import long_date
from flexdesk.domain.performance import Approach, OrganisationLevel, Predicate, Rating, label

_REALISED = "REALISASI BERDASARKAN BUKTI DUKUNG"
_FEEDBACK = "UMPAN BALIK BERKELANJUTAN BERDASARKAN BUKTI DUKUNG"
_SHARES = (3, 14, 14, 7, 16, 8.5, 17.5, 20)
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
    signed_by: str = "rater"
    paper: Paper = Paper.A4
    signing: SigningMode = SigningMode.WET
    labels: FormLabels = USUAL_LABELS
    seal: Seal | None = None

    @property
    def title(self) -> str:
        return f"EVALUASI KINERJA PEGAWAI, {self.person.name}, {self.period.label} {self.period.last.year}"


def lay_out(form: EvaluationForm) -> list[Page]:
    flow = Flow(sheet(form.paper, head.margins(form.signing), landscape=True))
    titles = (
        form.labels.evaluation_title,
        label(form.approach),
        form.labels.addressees,
        f"PERIODE: {form.period.label.upper()}",
    )
    head.set_title(flow, titles, form.seal)
    head.set_agency_line(flow, form.agency, form.period)
    head.set_people(flow, form.person, form.rater)
    _set_organisation(flow, form)
    set_table(_results(form, flow.body.width), flow)
    flow.gap(head.GAP)
    set_table(_behaviours(form, flow.body.width), flow)
    flow.gap(14)
    rater = head.rater_signer(form.rater, f"{form.place}, {long_date(form.signed_on)}")
    signers = (head.person_signer(form.person), rater) if form.signed_by == "both" else (rater,)
    set_signatures(flow, signers, mode=form.signing)
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
    quantitative = form.approach is Approach.QUANTITATIVE
    columns = 8 if quantitative else 4
    kinds = (form.main, form.additional)
    if quantitative:
        bands = tuple(quantitative_bands(kind, head.SMALL, evaluated=True) for kind in kinds)
        names: tuple[str, ...] = (
            "NO",
            form.labels.intervened,
            "RENCANA HASIL KERJA",
            "ASPEK",
            "INDIKATOR KINERJA INDIVIDU",
            "TARGET",
            _REALISED,
            _FEEDBACK,
        )
        widths = shares(width, *_SHARES)
    else:
        bands = tuple(
            qualitative_bands(kind, head.SMALL, head.SMALL_STRONG, evaluated=True) for kind in kinds
        )
        names = ("NO", "RENCANA HASIL KERJA", _REALISED, _FEEDBACK)
        widths = shares(width, 3, 47, 25, 25)
    rating = head.verdict(
        "RATING HASIL KERJA",
        label(form.results_rating).upper(),
        (columns * 5 // 8, columns - columns * 5 // 8),
    )
    body = (*both_kinds(bands[0], bands[1], columns, form.labels, head.SMALL), rating)
    return Table(widths, (head.section("HASIL KERJA", columns), *head.column_heads(names)), body)


def _behaviours(form: EvaluationForm, width: float) -> Table:
    names = ("NO", "PERILAKU KERJA", "EKSPEKTASI KHUSUS PIMPINAN", _FEEDBACK)
    heads = Band((tuple(head.head_cell(name) for name in names),))
    body = (
        *behaviour_rows(form.behaviours, head.SMALL, head.SMALL_STRONG, evaluated=True),
        head.verdict(form.labels.behaviour_rating, label(form.behaviour_rating).upper(), (2, 2)),
        head.verdict("PREDIKAT KINERJA PEGAWAI", form.labels.predicate(form.predicate).upper(), (2, 2)),
    )
    return Table(shares(width, 3, 47, 22, 28), (head.section("PERILAKU KERJA", 4), heads), body)
