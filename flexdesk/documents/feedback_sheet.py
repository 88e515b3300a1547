"""UMPAN BALIK: what was reached and said in a period, before anybody rates it (performance 4.8)."""

from dataclasses import dataclass, field
from datetime import date

from flexdesk.documents import form_head as head
from flexdesk.documents.flow import Flow
from flexdesk.documents.labels import FormLabels
from flexdesk.documents.paper import Paper, sheet
from flexdesk.documents.parties import Official, Period, Seal, SigningMode
from flexdesk.documents.result_tables import Results, behaviours_reached
from flexdesk.documents.results import BehaviourNote, PlannedResult
from flexdesk.documents.sheet import Page
from flexdesk.documents.table import set_table
from flexdesk.documents.wording import long_date
from flexdesk.domain.performance import Approach, FormKind, label


@dataclass(frozen=True, slots=True)
class FeedbackSheet:
    """The columns of the evaluation without level, ratings and predicate."""

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
    kind: FormKind = FormKind.STAFF
    paper: Paper = Paper.A4
    signing: SigningMode = SigningMode.WET
    labels: FormLabels = field(default_factory=FormLabels)
    seal: Seal | None = None

    @property
    def title(self) -> str:
        return f"UMPAN BALIK, {self.person.name}, {self.period.label} {self.period.last.year}"


def lay_out(form: FeedbackSheet) -> list[Page]:
    flow = Flow(sheet(form.paper, head.margins(form.signing), landscape=True))
    titles = (
        "UMPAN BALIK",
        label(form.approach),
        form.labels.addressed(form.kind),
        f"PERIODE: {form.period.label.upper()}",
    )
    head.set_title(flow, titles, form.seal)
    head.set_agency_line(flow, form.agency, form.period)
    head.set_people(flow, form.person, form.rater)
    results = Results(form.main, form.additional, form.kind, form.approach, form.labels, evaluated=True)
    set_table(results.table(flow.body.width), flow)
    flow.gap(head.GAP)
    signers = (head.rater_signer(form.rater, f"{form.place}, {long_date(form.signed_on)}"),)
    below = head.signatures_room(flow, signers)
    set_table(behaviours_reached(form.behaviours, flow.body.width, below), flow)
    head.set_end(flow, signers, form.signing)
    wet = form.signing is SigningMode.WET
    return flow.finish(form.person.owner_line) if wet else flow.pages
