"""LAMPIRAN SASARAN KINERJA PEGAWAI: support, accountability and consequences (performance 4.4)."""

from dataclasses import dataclass
from datetime import date

from flexdesk.documents import form_head as head
from flexdesk.documents.flow import Flow
from flexdesk.documents.paper import Paper, sheet
from flexdesk.documents.parties import Official, Period, Seal, SigningMode
from flexdesk.documents.sheet import Page
from flexdesk.documents.table import Band, Table, set_table, shares, text_cell
from flexdesk.documents.wording import long_date
from flexdesk.domain.performance import Annex, Approach, label


@dataclass(frozen=True, slots=True)
class SkpAnnex:
    """The three lists are printed numbered; an empty one is a dash."""

    agency: str
    person: Official
    rater: Official
    period: Period
    support: tuple[str, ...]
    accountability: tuple[str, ...]
    consequences: tuple[str, ...]
    place: str
    signed_on: date
    approach: Approach = Approach.QUANTITATIVE
    paper: Paper = Paper.A4
    signing: SigningMode = SigningMode.WET
    seal: Seal | None = None

    @property
    def title(self) -> str:
        return f"LAMPIRAN SASARAN KINERJA PEGAWAI, {self.person.name}, {self.period.last.year}"


def lay_out(form: SkpAnnex) -> list[Page]:
    flow = Flow(sheet(form.paper, head.margins(form.signing), landscape=True))
    titles = ("LAMPIRAN SASARAN KINERJA PEGAWAI", form.person.post.upper(), label(form.approach))
    head.set_title(flow, titles, form.seal)
    head.set_agency_line(flow, form.agency, form.period)
    body = (
        *_list(label(Annex.SUPPORT), form.support),
        *_list(label(Annex.ACCOUNTABILITY), form.accountability),
        *_list(label(Annex.CONSEQUENCES), form.consequences),
    )
    place_and_date = f"{form.place}, {long_date(form.signed_on)}"
    signers = (head.person_signer(form.person), head.rater_signer(form.rater, place_and_date))
    widths, below = shares(flow.body.width, 3.5, 96.5), head.signatures_room(flow, signers)
    set_table(Table(widths, (), body, below=below), flow)
    head.set_end(flow, signers, form.signing)
    return flow.finish(form.person.owner_line) if form.signing is SigningMode.WET else flow.pages


def _list(name: str, texts: tuple[str, ...]) -> tuple[Band, ...]:
    rows = tuple(
        Band(((text_cell(str(number), head.BODY, align="centre"), text_cell(text, head.BODY)),))
        for number, text in enumerate(texts, 1)
    )
    none = (Band(((text_cell(head.EMPTY, head.BODY, span=2),),)),)
    return (head.section(name, 2), *(rows or none))
