"""KARTU DIALOG KINERJA: one page for the talk of a quarter, with what both sides promise each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flexdesk.documents import form_head as head
from flexdesk.documents.flow import Flow
from flexdesk.documents.fonts import SANS, SANS_BOLD, Style
from flexdesk.documents.palette import PRINT
from flexdesk.documents.paper import Box, Margins, Paper, sheet
from flexdesk.documents.parties import Official, Period, Seal, SigningMode
from flexdesk.documents.seal import set_seal
from flexdesk.documents.sheet import Frames, Page, Strokes
from flexdesk.documents.signature import Signer, set_signatures, signatures_height
from flexdesk.documents.table import Band, Cell, Table, set_table, shares, text_cell
from flexdesk.documents.wording import long_date

_MARGINS = Margins(20, 14, 20, 20)
_TITLE = Style(SANS_BOLD, 13, 15.8)
_BODY = Style(SANS, 10, 12.8)
_STRONG = Style(SANS_BOLD, 10, 12.8)
_SMALL = Style(SANS, 9, 11.4)
_PROMISE_HEIGHT = 34.0  # room to write a promise by hand
_LINE_APART = 19.0  # between the lines for notes
_LEAST_LINES, _MOST_LINES = 2, 14
_BY_HAND = "." * 26
LEADER, EMPLOYEE = "leader", "employee"
SIDES = {LEADER: "Pimpinan", EMPLOYEE: "Pegawai"}


@dataclass(frozen=True, slots=True)
class Promise:
    """`side` is a key of SIDES; an empty text leaves the line to the hand."""

    side: str
    text: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class DialogueCard:
    """A side without a promise still gets a line, so that it is made in the talk."""

    agency: str
    person: Official
    rater: Official
    period: Period
    facts: tuple[str, ...]
    questions: tuple[str, ...]
    promises: tuple[Promise, ...]
    place: str
    date: date
    paper: Paper = Paper.A4
    signing: SigningMode = SigningMode.WET
    seal: Seal | None = None

    @property
    def title(self) -> str:
        return f"KARTU DIALOG KINERJA, {self.person.name}, {self.period.label} {self.period.last.year}"


def lay_out(form: DialogueCard) -> list[Page]:
    flow = Flow(sheet(form.paper, _MARGINS))
    set_seal(flow.page, form.seal, right=flow.body.right, top=flow.body.top)
    flow.paragraph("KARTU DIALOG KINERJA", _TITLE, align="centre")
    flow.paragraph(f"PERIODE: {form.period.label.upper()}", _STRONG, align="centre")
    flow.gap(4)
    flow.paragraph(form.agency.upper(), _SMALL)
    flow.paragraph(form.period.line, _SMALL)
    flow.gap(4)
    _set_people(flow, form)
    _set_list(flow, "FAKTA", form.facts)
    _set_list(flow, "PERTANYAAN", form.questions)
    _set_promises(flow, form)
    signers = _signers(form)
    _set_notes(flow, signatures_height(flow, signers, size=10) + 10)
    set_signatures(flow, signers, mode=form.signing, size=10)
    wet = form.signing is SigningMode.WET
    return flow.finish(form.person.owner_line) if wet else flow.pages


def _set_people(flow: Flow, form: DialogueCard) -> None:
    rows = (("Pegawai", form.person), ("Pimpinan", form.rater))
    bands = tuple(
        Band(
            (
                (
                    text_cell(name, _BODY),
                    Cell(((head.shown(who.name), _STRONG), (head.shown(who.post), _SMALL))),
                ),
            )
        )
        for name, who in rows
    )
    set_table(Table(shares(flow.body.width, 18, 82), (), bands), flow)
    flow.gap(7)


def _set_list(flow: Flow, name: str, points: Sequence[str]) -> None:
    rows = tuple(
        Band(((text_cell(str(number), _BODY, align="centre"), text_cell(point, _BODY)),))
        for number, point in enumerate(points, 1)
    )
    none = (Band(((text_cell(head.EMPTY, _BODY, span=2),),)),)
    set_table(Table(shares(flow.body.width, 6, 94), (_heading(name, 2),), rows or none), flow)
    flow.gap(7)


def _heading(name: str, span: int) -> Band:
    cell = Cell(((name, _STRONG),), span=span, fill=PRINT.header_fill, middle=True, least_height=18)
    return Band(((cell,),), keep_with_next=True)


def _set_promises(flow: Flow, form: DialogueCard) -> None:
    made = [promise for side in SIDES for promise in _of_side(form.promises, side)]
    rows = tuple(
        Band(
            (
                (
                    text_cell(SIDES[promise.side], _BODY),
                    Cell(((promise.text, _BODY),), least_height=_PROMISE_HEIGHT),
                    text_cell(long_date(promise.due) if promise.due else _BY_HAND, _BODY),
                ),
            )
        )
        for promise in made
    )
    names = tuple(
        text_cell(name, _STRONG, align="centre", fill=PRINT.section_fill, middle=True)
        for name in ("Pihak", "Akan melakukan", "Paling lambat")
    )
    heads = (_heading("JANJI KEDUA PIHAK", 3), Band((names,)))
    set_table(Table(shares(flow.body.width, 15, 58, 27), heads, rows), flow)
    flow.gap(7)


def _of_side(promises: Sequence[Promise], side: str) -> Sequence[Promise]:
    return [promise for promise in promises if promise.side == side] or [Promise(side, "")]


def _set_notes(flow: Flow, below: float) -> None:
    """A field with as many lines as the page has room for; on a full page it moves with the signatures."""
    flow.keep(20 + _LEAST_LINES * _LINE_APART + below)
    lines = int((flow.room - 20 - below) // _LINE_APART)
    lines = max(_LEAST_LINES, min(lines, _MOST_LINES))
    flow.paragraph("CATATAN", _STRONG)
    flow.gap(3)
    field = Box(flow.body.left, flow.y, flow.body.right, flow.y + lines * _LINE_APART)
    ruled = tuple(
        (field.left + 6, field.top + at * _LINE_APART, field.right - 6, field.top + at * _LINE_APART)
        for at in range(1, lines)
    )
    flow.page.draw(Frames((field,), PRINT.line), Strokes(ruled, PRINT.hair, PRINT.border_strong, (1, 2)))
    flow.gap(field.height + 10)


def _signers(form: DialogueCard) -> tuple[Signer, ...]:
    day = f"{form.place}, {long_date(form.date)}"
    return (
        Signer(form.person, ("Pegawai,",), 0.0, 0.44, "#ttd_pegawai"),
        Signer(form.rater, (day, "Pimpinan,"), 0.56, 0.44, "#ttd_penilai"),
    )
