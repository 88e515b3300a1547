"""KEPUTUSAN KELAYAKAN: the answer about one employee, each reason with its article, and room to object."""

from dataclasses import dataclass
from datetime import date

from flexdesk.documents.flow import Flow
from flexdesk.documents.fonts import SANS, SANS_BOLD, Style
from flexdesk.documents.form_head import shown
from flexdesk.documents.letterhead import Letterhead, set_letterhead
from flexdesk.documents.palette import PRINT
from flexdesk.documents.paper import Margins, Paper, sheet
from flexdesk.documents.parties import Official, Seal, SigningMode
from flexdesk.documents.seal import SIDE, set_seal
from flexdesk.documents.sheet import Page
from flexdesk.documents.signature import Signer, set_signatures, with_stamp_room
from flexdesk.documents.table import Band, Cell, Table, set_table, shares, text_cell
from flexdesk.documents.wording import grouped_nip, long_date

_MARGINS = Margins(25, 12, 20, 14)
_TITLE = Style(SANS_BOLD, 12, 14.6)
_BODY = Style(SANS, 9.5, 12)
_CELL = Style(SANS, 8.5, 10.3)
_STRONG = Style(SANS_BOLD, 8.5, 10.3)
_ANSWER = Style(SANS_BOLD, 10, 12.4)
_BY_HAND = "." * 34
_NOTE_HEIGHT = 62.0
_MET = {True: "terpenuhi", False: "tidak terpenuhi", None: "perlu diputuskan"}
_OBJECTION = (
    "Pegawai yang tidak sependapat dapat menulis keberatannya di bawah ini, dengan bukti bila ada, dan"
    " menyerahkannya kepada pimpinan unit. Pimpinan unit menjawab secara tertulis pada lembar ini."
    " Fleksibilitas kerja bukan hak; keputusan dapat berubah bila keadaannya berubah."
)


@dataclass(frozen=True, slots=True)
class SheetReason:
    """`met` None: somebody has to decide first."""

    text: str
    article: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class SheetVerdict:
    """One of the two answers, such as `TIDAK LAYAK sampai 4 Januari 2027`."""

    subject: str
    answer: str
    reasons: tuple[SheetReason, ...]
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionSheet:
    """`objection` and `reply` are printed where they were recorded already; else lines wait for a hand."""

    head: Letterhead
    person: Official
    in_post_since: date | None
    unit: str
    number: str
    day: date
    verdicts: tuple[SheetVerdict, ...]
    place: str
    signed_on: date
    signer: Official
    objection: str = ""
    objected_on: date | None = None
    reply: str = ""
    replied_on: date | None = None
    paper: Paper = Paper.A4
    signing: SigningMode = SigningMode.WET
    seal: Seal | None = None

    @property
    def title(self) -> str:
        return f"KEPUTUSAN KELAYAKAN FLEKSIBILITAS KERJA, {self.person.name}, {long_date(self.day)}"


def lay_out(form: DecisionSheet) -> list[Page]:
    flow = Flow(sheet(form.paper, with_stamp_room(_MARGINS, form.signing)))
    set_letterhead(flow, form.head)
    flow.paragraph("KEPUTUSAN KELAYAKAN PELAKSANAAN TUGAS KEDINASAN", _TITLE, align="centre")
    flow.paragraph("SECARA FLEKSIBEL", _TITLE, align="centre")
    flow.paragraph(f"NOMOR {form.number or _BY_HAND}", _BODY, align="centre")
    flow.gap(5)
    _set_person(flow, form)
    for verdict in form.verdicts:
        _set_verdict(flow, verdict)
    flow.gap(6)
    set_signatures(flow, (_head_signer(form),), mode=form.signing, size=9.5)
    set_seal(flow.page, form.seal, left=flow.body.left, top=flow.y - SIDE - 4)
    flow.gap(10)
    _set_objection(flow, form)
    wet = form.signing is SigningMode.WET
    return flow.finish(form.person.owner_line) if wet else flow.pages


def _set_person(flow: Flow, form: DecisionSheet) -> None:
    person = form.person
    lines = (
        ("Nama", person.name),
        (person.number_label, grouped_nip(person.number)),
        ("Pangkat/golongan", person.rank),
        ("Jabatan", person.post),
        ("Menempati jabatan sejak", long_date(form.in_post_since) if form.in_post_since else ""),
        ("Unit kerja", form.unit),
        ("Dinilai untuk tanggal", long_date(form.day)),
    )
    width = flow.body.width
    widths = (width * 0.28, 12.0, width * 0.72 - 12.0)
    set_table(Table(widths, (), tuple(_line(*line) for line in lines)), flow)
    flow.gap(5)


def _line(label: str, value: str) -> Band:
    return Band(
        ((text_cell(label, _CELL), text_cell(":", _CELL, align="centre"), text_cell(shown(value), _CELL)),)
    )


def _set_verdict(flow: Flow, verdict: SheetVerdict) -> None:
    widths = shares(flow.body.width, 0.45, 4.75, 2.75, 1.55)
    answer = Cell(
        ((f"{verdict.subject}: {verdict.answer}", _ANSWER),),
        span=4,
        fill=PRINT.header_fill,
        middle=True,
        least_height=18,
    )
    names = ("No", "Pertimbangan", "Dasar", "Keadaan")
    heads = tuple(
        text_cell(name, _STRONG, align="centre", fill=PRINT.section_fill, middle=True) for name in names
    )
    rows = tuple(Band((_reason(number, reason),)) for number, reason in enumerate(verdict.reasons, 1))
    flow.keep(90)
    set_table(Table(widths, (Band(((answer,),)), Band((heads,))), rows), flow)
    if verdict.changes:
        flow.gap(3)
        told = " ".join(verdict.changes)
        flow.paragraph(f"Yang mengubah jawaban ini: {told}", _CELL)
    flow.gap(5)


def _reason(number: int, reason: SheetReason) -> tuple[Cell, ...]:
    style = _CELL if reason.met else _STRONG
    return (
        text_cell(str(number), _CELL, align="right"),
        text_cell(reason.text, _CELL),
        text_cell(shown(reason.article), _CELL),
        text_cell(_MET[reason.met], style, align="centre"),
    )


def _head_signer(form: DecisionSheet) -> Signer:
    above = (f"{form.place}, {long_date(form.signed_on)}", f"{form.signer.post},")
    return Signer(form.signer, above, 0.54, 0.46, "#ttd_pejabat", "left", show_rank=True)


def _set_objection(flow: Flow, form: DecisionSheet) -> None:
    """The whole block stays together: words, answer, and both signatures."""
    flow.keep(330)
    widths = (flow.body.width,)
    about = f"KEBERATAN PEGAWAI atas keputusan nomor {form.number or _BY_HAND} tanggal {long_date(form.day)}"
    head = Cell(((about, _STRONG),), fill=PRINT.header_fill, middle=True, least_height=16)
    reply = Cell((("JAWABAN PIMPINAN UNIT", _STRONG),), fill=PRINT.header_fill, middle=True, least_height=16)
    bands = (
        Band(((head,),), keep_with_next=True),
        Band(((text_cell(_OBJECTION, _CELL),),), keep_with_next=True),
        Band(((_words(form.objection),),)),
        Band(((reply,),), keep_with_next=True),
        Band(((_words(form.reply),),)),
    )
    set_table(Table(widths, (), bands), flow)
    flow.gap(5)
    set_signatures(flow, _objection_signers(form), mode=form.signing, size=9)


def _words(text: str) -> Cell:
    return Cell(((text.strip() or " ", _CELL),), least_height=_NOTE_HEIGHT)


def _objection_signers(form: DecisionSheet) -> tuple[Signer, ...]:
    objected = long_date(form.objected_on) if form.objected_on else _BY_HAND
    replied = long_date(form.replied_on) if form.replied_on else _BY_HAND
    return (
        Signer(
            form.person,
            (f"Tanggal {objected}", "Pegawai yang berkeberatan,"),
            0.0,
            0.44,
            "#ttd_pegawai",
            "left",
        ),
        Signer(
            form.signer, (f"Tanggal {replied}", f"{form.signer.post},"), 0.54, 0.46, "#ttd_jawaban", "left"
        ),
    )
