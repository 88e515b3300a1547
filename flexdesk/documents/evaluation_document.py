"""DOKUMEN EVALUASI KINERJA PEGAWAI, with the objection blocks where there is one (performance 4.6)."""

from dataclasses import dataclass, field
from datetime import date

from flexdesk.documents.flow import Flow, baseline_of
from flexdesk.documents.fonts import SANS, SANS_BOLD, Style, text_width
from flexdesk.documents.form_head import shown
from flexdesk.documents.labels import FormLabels
from flexdesk.documents.letterhead import EMBLEM_HEIGHT, EMBLEM_WIDTH, set_emblem
from flexdesk.documents.palette import PRINT
from flexdesk.documents.paper import Box, Margins, Paper, sheet
from flexdesk.documents.parties import Official, Period, Seal, SigningMode
from flexdesk.documents.seal import set_seal
from flexdesk.documents.sheet import Page
from flexdesk.documents.signature import Signer, set_signatures, signatures_height
from flexdesk.documents.table import Band, Cell, Table, set_table, text_cell
from flexdesk.documents.wording import long_date, revision_line
from flexdesk.domain.performance import OrganisationLevel, Predicate, label

_MARGINS = Margins(20, 16, 20, 20)
_TITLE = Style(SANS_BOLD, 12.5, 14.8)
_LINE = Style(SANS, 9, 11.4)
_BODY = Style(SANS, 9.5, 11.8)
_STRONG = Style(SANS_BOLD, 9.5, 11.8)
_ROW = 17.8
_NOTE_HEIGHT = 46.0
_COLUMNS = (29.0, 172.0, 17.0)


@dataclass(frozen=True, slots=True)
class Objection:
    """KEBERATAN, the rater's explanation and the decision of the rater's superior."""

    text: str
    explanation: str
    decision: str


@dataclass(frozen=True, slots=True)
class EvaluationDocument:
    """Level and predicate are codes of `labels`; a `received_on` of None leaves the date to the hand."""

    agency: str
    person: Official
    rater: Official
    raters_superior: Official
    period: Period
    organisation: OrganisationLevel
    predicate: Predicate
    note: str
    place: str
    signed_on: date
    received_on: date | None = None
    objection: Objection | None = None
    emblem: bytes | None = None
    paper: Paper = Paper.A4
    signing: SigningMode = SigningMode.WET
    labels: FormLabels = field(default_factory=FormLabels)
    seal: Seal | None = None
    revision: int = 0  # how often it was opened again after a signature

    @property
    def title(self) -> str:
        period = f"{self.period.label} {self.period.last.year}"
        return f"DOKUMEN EVALUASI KINERJA PEGAWAI, {self.person.name}, {period}"


def lay_out(form: EvaluationDocument) -> list[Page]:
    flow = Flow(sheet(form.paper, _MARGINS))
    _set_head(flow, form)
    widths = (*_COLUMNS, flow.body.width - sum(_COLUMNS))
    signers = _signers(form)
    below = 16 + signatures_height(flow, signers, size=9.5)
    set_table(Table(widths, (), _blocks(form), below=below), flow)
    flow.gap(16)
    set_signatures(flow, signers, mode=form.signing, size=9.5)
    wet = form.signing is SigningMode.WET
    return flow.finish(form.person.owner_line) if wet else flow.pages


def _set_head(flow: Flow, form: EvaluationDocument) -> None:
    body = flow.body
    left = (body.left + body.right - EMBLEM_WIDTH) / 2
    slot = Box(left, flow.y, left + EMBLEM_WIDTH, flow.y + EMBLEM_HEIGHT)
    set_emblem(flow.page, slot, form.emblem, "Garuda Pancasila")
    set_seal(flow.page, form.seal, right=body.right, top=body.top)
    flow.y = slot.bottom + 7
    flow.paragraph("DOKUMEN EVALUASI KINERJA PEGAWAI", _TITLE, align="centre")
    flow.paragraph(f"PERIODE: {form.period.label.upper()}", _TITLE, align="centre")
    for line in revision_line(form.revision):
        flow.paragraph(line, _LINE, align="centre")
    flow.gap(10)
    agency, period = form.agency.upper(), form.period.line
    if text_width(agency + period, SANS, _LINE.size) + 12 > body.width:
        flow.paragraph(agency, _LINE)
        flow.paragraph(period, _LINE, align="right")
    else:
        room = Box(body.left, flow.y, body.right, flow.y + _LINE.leading)
        flow.page.write(agency, room, baseline_of(flow.y, _LINE), _LINE)
        flow.page.write(period, room, baseline_of(flow.y, _LINE), _LINE, "right")
        flow.y += _LINE.leading
    flow.gap(3)


def _blocks(form: EvaluationDocument) -> tuple[Band, ...]:
    outcome = (
        _row("CAPAIAN KINERJA ORGANISASI", label(form.organisation).upper(), _STRONG),
        _row("PREDIKAT KINERJA PEGAWAI", form.labels.predicate(form.predicate).upper(), _STRONG),
    )
    blocks = [
        _block(1, "PEGAWAI YANG DINILAI", _particulars(form.person)),
        _block(2, "PEJABAT PENILAI KINERJA", _particulars(form.rater)),
        _block(3, "ATASAN PEJABAT PENILAI KINERJA", _particulars(form.raters_superior)),
        _block(4, "EVALUASI KINERJA", outcome),
        _block(5, "CATATAN/REKOMENDASI", (_note(form.note),)),
    ]
    if form.objection is not None:
        blocks += [
            _block(6, "KEBERATAN", (_note(form.objection.text),)),
            _block(7, "PENJELASAN PEJABAT PENILAI ATAS KEBERATAN", (_note(form.objection.explanation),)),
            _block(8, "KEPUTUSAN ATASAN PEJABAT PENILAI KINERJA", (_note(form.objection.decision),)),
        ]
    return tuple(blocks)


def _block(number: int, name: str, rows: tuple[tuple[Cell, ...], ...]) -> Band:
    heading = Cell(((name, _STRONG),), span=3, fill=PRINT.header_fill, middle=True, least_height=_ROW + 0.4)
    return Band(((heading,), *rows), (text_cell(f"{number}.", _BODY, align="centre"),))


def _particulars(official: Official) -> tuple[tuple[Cell, ...], ...]:
    return tuple(_row(label, shown(value), _BODY) for label, value in official.particulars)


def _row(label: str, value: str, style: Style) -> tuple[Cell, ...]:
    return (
        Cell(((label, _BODY),), middle=True, least_height=_ROW),
        Cell(((":", _BODY),), "centre", middle=True),
        Cell(((value, style),), middle=True),
    )


def _note(text: str) -> tuple[Cell, ...]:
    return (Cell(((shown(text), _BODY),), span=3, least_height=_NOTE_HEIGHT),)


def _signers(form: EvaluationDocument) -> tuple[Signer, ...]:
    """The rater signs first, which is why the right column has the lower number."""
    first = 6 if form.objection is None else 9
    received = long_date(form.received_on) if form.received_on else "." * 30
    return (
        Signer(
            form.person,
            (f"{form.place}, {received}", f"{first + 1}. Pegawai yang Dinilai,"),
            0.04,
            0.44,
            "#ttd_pegawai",
            "left",
        ),
        Signer(
            form.rater,
            (f"{form.place}, {long_date(form.signed_on)}", f"{first}. Pejabat Penilai Kinerja,"),
            0.58,
            0.42,
            "#ttd_penilai",
            "left",
        ),
    )
