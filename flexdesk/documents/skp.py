"""SASARAN KINERJA PEGAWAI for administration and functional posts, both approaches (performance 4.1, 4.2)."""

from dataclasses import dataclass
from datetime import date

from flexdesk.documents import form_head as head
from flexdesk.documents.flow import Flow
from flexdesk.documents.labels import USUAL_LABELS, FormLabels
from flexdesk.documents.paper import Paper, sheet
from flexdesk.documents.parties import Official, Period, Seal, SigningMode
from flexdesk.documents.results import (
    BehaviourNote,
    PlannedResult,
    behaviour_rows,
    both_kinds,
    qualitative_bands,
    quantitative_bands,
)
from flexdesk.documents.sheet import Page
from flexdesk.documents.signature import set_signatures
from flexdesk.documents.table import Table, set_table, shares
from flexdesk.documents.wording import long_date
from flexdesk.domain.performance import Approach, label

_SHARES = (3.5, 24.5, 25, 9, 26, 12)


@dataclass(frozen=True, slots=True)
class SkpForm:
    """Everything printed on one SKP."""

    agency: str
    person: Official
    rater: Official
    period: Period
    main: tuple[PlannedResult, ...]
    place: str
    signed_on: date
    additional: tuple[PlannedResult, ...] = ()
    behaviours: tuple[BehaviourNote, ...] = ()
    approach: Approach = Approach.QUANTITATIVE
    paper: Paper = Paper.A4
    signing: SigningMode = SigningMode.WET
    labels: FormLabels = USUAL_LABELS
    seal: Seal | None = None

    @property
    def title(self) -> str:
        return f"SASARAN KINERJA PEGAWAI, {self.person.name}, {self.period.last.year}"


def lay_out(form: SkpForm) -> list[Page]:
    flow = Flow(sheet(form.paper, head.margins(form.signing), landscape=True))
    titles = ("SASARAN KINERJA PEGAWAI", label(form.approach), form.labels.addressees)
    head.set_title(flow, titles, form.seal)
    head.set_agency_line(flow, form.agency, form.period)
    head.set_people(flow, form.person, form.rater)
    set_table(_results(form, flow.body.width), flow)
    flow.gap(head.GAP)
    set_table(_behaviours(form, flow.body.width), flow)
    flow.gap(14)
    place_and_date = f"{form.place}, {long_date(form.signed_on)}"
    signers = (head.person_signer(form.person), head.rater_signer(form.rater, place_and_date))
    set_signatures(flow, signers, mode=form.signing)
    wet = form.signing is SigningMode.WET
    return flow.finish(form.person.owner_line) if wet else flow.pages


def _results(form: SkpForm, width: float) -> Table:
    if form.approach is Approach.QUALITATIVE:
        bands = tuple(
            qualitative_bands(kind, head.BODY, head.STRONG, evaluated=False)
            for kind in (form.main, form.additional)
        )
        body = both_kinds(bands[0], bands[1], 2, form.labels, head.BODY)
        return Table(shares(width, 3.5, 96.5), (head.section("HASIL KERJA", 2),), body)
    names = (
        "NO",
        form.labels.intervened,
        "RENCANA HASIL KERJA",
        "ASPEK",
        "INDIKATOR KINERJA INDIVIDU",
        "TARGET",
    )
    bands = tuple(
        quantitative_bands(kind, head.BODY, evaluated=False) for kind in (form.main, form.additional)
    )
    body = both_kinds(bands[0], bands[1], 6, form.labels, head.BODY)
    return Table(shares(width, *_SHARES), (head.section("HASIL KERJA", 6), *head.column_heads(names)), body)


def _behaviours(form: SkpForm, width: float) -> Table:
    rows = behaviour_rows(form.behaviours, head.BODY, head.STRONG, evaluated=False)
    return Table(shares(width, 3.5, 61.5, 35), (head.section("PERILAKU KERJA", 3),), rows)
