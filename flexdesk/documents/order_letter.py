"""SURAT PERINTAH TUGAS for work away from the office, with its numbered annex (regulation 3.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flexdesk.documents.flow import Flow, baseline_of
from flexdesk.documents.fonts import SANS, SANS_BOLD, Style, text_width, wrapped
from flexdesk.documents.letterhead import Letterhead, set_letterhead
from flexdesk.documents.palette import PRINT
from flexdesk.documents.paper import Box, Margins, Paper, sheet
from flexdesk.documents.parties import Official, Seal, SigningMode
from flexdesk.documents.seal import SIDE, set_seal
from flexdesk.documents.sheet import Page, Strokes
from flexdesk.documents.signature import Signer, set_signatures
from flexdesk.documents.table import PAD_X, Band, Cell, Table, set_table, shares, text_cell
from flexdesk.documents.wording import counted, date_range, long_date, plain_nip, short_day

_MARGINS = Margins(30, 13, 20, 25)
_TITLE = Style(SANS_BOLD, 13, 15.2)
_BODY = Style(SANS, 10.5, 13.6)
_STRONG = Style(SANS_BOLD, 11, 14)
_SMALL = Style(SANS, 9, 11.2)
_CELL = Style(SANS, 8, 9.8)
_HEAD = Style(SANS_BOLD, 8, 9.8)
_COLON, _MARKER, _TEXT = 70.0, 82.0, 105.0  # where the columns of a clause begin, in points
_ANNEX_SHARES = (31, 141, 133, 141, 61, 73, 106)


@dataclass(frozen=True, slots=True)
class AnnexLine:
    """One person of the annex; `days` are the dates with the place of that day in words."""

    name: str
    number: str
    position: str
    days: tuple[tuple[date, str], ...]
    target: str


@dataclass(frozen=True, slots=True)
class OrderLetter:
    """`addressed` replaces the counted sentence under Kepada where a unit words it otherwise."""

    head: Letterhead
    unit: str
    number: str
    considering: tuple[str, ...]
    basis: tuple[str, ...]
    duties: tuple[str, ...]
    lines: tuple[AnnexLine, ...]
    first: date
    last: date
    place: str
    signed_on: date
    signer: Official
    copies: tuple[str, ...] = ()
    addressed: str = ""
    annex_note: str = ""
    heading: str = "SURAT PERINTAH TUGAS"
    gives: str = "Memberi Tugas"
    annex_heading: str = "DAFTAR PEGAWAI YANG MELAKSANAKAN TUGAS KEDINASAN DI LUAR KANTOR"
    closing: str = "Demikian surat perintah tugas ini dibuat untuk dilaksanakan dengan penuh tanggung jawab."
    paper: Paper = Paper.F4
    signing: SigningMode = SigningMode.WET
    seal: Seal | None = None

    @property
    def title(self) -> str:
        return f"{self.heading} {self.number}"

    @property
    def recipients(self) -> str:
        people = f"{counted(len(self.lines))} pegawai {self.unit}"
        return self.addressed or f"{people} sebagaimana tercantum dalam lampiran surat ini."


def lay_out(letter: OrderLetter) -> list[Page]:
    flow = Flow(sheet(letter.paper, _MARGINS))
    set_letterhead(flow, letter.head)
    _set_heading(flow, letter)
    _set_clause(flow, "Menimbang", letter.considering, "abcdefghijklmnopqrstuvwxyz")
    _set_clause(flow, "Dasar", letter.basis)
    flow.gap(4)
    flow.keep(_STRONG.leading + 4 * _BODY.leading)
    flow.paragraph(letter.gives, _STRONG, align="centre")
    flow.gap(6)
    _set_clause(flow, "Kepada", (letter.recipients,), numbered=False)
    _set_clause(flow, "Untuk", letter.duties)
    flow.paragraph(letter.closing, _BODY, box=_indented(flow.body, 28))
    flow.gap(12)
    _set_signature(flow, letter, with_date=True)
    _set_copies(flow, letter.copies)
    _set_annex(flow, letter)
    if letter.signing is SigningMode.CERTIFIED or len(flow.pages) <= 2:
        return flow.pages
    return flow.finish(letter.title)


def _indented(body: Box, by: float) -> Box:
    return Box(body.left + by, 0, body.right, 0)


def _set_heading(flow: Flow, letter: OrderLetter) -> None:
    flow.paragraph(letter.heading, _TITLE, align="centre")
    width = text_width(letter.heading, _TITLE.face, _TITLE.size)
    middle = (flow.body.left + flow.body.right) / 2
    y = flow.y - 2.2
    if width < flow.body.width:
        flow.page.draw(Strokes(((middle - width / 2, y, middle + width / 2, y),), 0.9))
    flow.paragraph(f"NOMOR {letter.number}", _BODY, align="centre")
    flow.gap(10)


def _set_clause(
    flow: Flow, name: str, points: Sequence[str], markers: str = "", *, numbered: bool = True
) -> None:
    """Name, colon, and points with their letters or numbers; the first line carries the name."""
    for index, point in enumerate(points):
        flow.keep(2 * _BODY.leading)
        baseline = baseline_of(flow.y, _BODY)
        room = Box(flow.body.left, flow.y, flow.body.right, flow.y + _BODY.leading)
        if index == 0:
            flow.page.write(name, room, baseline, _BODY)
            flow.page.write(":", _from(room, _COLON), baseline, _BODY)
        if numbered:
            marker = markers[index] if index < len(markers) else f"{index + 1}"
            flow.page.write(f"{marker}.", _from(room, _MARKER), baseline, _BODY)
        flow.paragraph(point, _BODY, box=_indented(flow.body, _TEXT), justify=True)
        flow.gap(3)
    flow.gap(5)


def _from(room: Box, by: float) -> Box:
    return Box(room.left + by, room.top, room.right, room.bottom)


def _set_signature(flow: Flow, letter: OrderLetter, *, with_date: bool) -> None:
    dated = (f"Ditetapkan di {letter.place}", f"pada tanggal {long_date(letter.signed_on)}")
    if with_date:  # a little air between the date and the post
        flow.keep(200)
        box = Box(flow.body.left + 0.55 * flow.body.width, 0, flow.body.right, 0)
        for line in dated:
            flow.paragraph(line, _BODY, box=box)
        flow.gap(4)
    above = (f"{letter.signer.post},",)
    signer = Signer(letter.signer, above, 0.55, 0.45, "#ttd_pejabat", "left", show_rank=True)
    set_signatures(flow, (signer,), mode=letter.signing, size=10.5)
    if with_date and letter.seal is not None:
        top = flow.y - SIDE - 4
        set_seal(flow.page, letter.seal, left=flow.body.left, top=top)


def _set_copies(flow: Flow, copies: Sequence[str]) -> None:
    if not copies:
        return
    flow.gap(8)
    flow.keep((len(copies) + 1) * _SMALL.leading)
    flow.paragraph("Tembusan:", _SMALL)
    for number, copy in enumerate(copies, 1):
        end = "." if number == len(copies) else ";"
        flow.paragraph(f"{number}. {copy.rstrip('.;')}{end}", _SMALL)


def _set_annex(flow: Flow, letter: OrderLetter) -> None:
    flow.new_page()
    head = _indented(flow.body, flow.body.width * 0.6)
    flow.paragraph(f"Lampiran {letter.heading.title()}", _SMALL, box=head)
    flow.paragraph(f"Nomor : {letter.number}", _SMALL, box=head)
    flow.paragraph(f"Tanggal : {long_date(letter.signed_on)}", _SMALL, box=head)
    flow.gap(10)
    flow.paragraph(letter.annex_heading, Style(SANS_BOLD, 10.5, 13), align="centre")
    flow.paragraph(date_range(letter.first, letter.last), _BODY, align="centre")
    flow.gap(4)
    set_table(_annex_table(letter.lines, flow.body.width), flow)
    flow.gap(4)
    if letter.annex_note:
        flow.paragraph(letter.annex_note, _CELL)
    flow.gap(12)
    _set_signature(flow, letter, with_date=False)


def _annex_table(lines: Sequence[AnnexLine], width: float) -> Table:
    names = ("No", "Nama", "NIP", "Jabatan", "Hari/ Tanggal", "Tempat", "Target")
    heads = tuple(
        text_cell(name, _HEAD, align="centre", fill=PRINT.section_fill, middle=True) for name in names
    )
    widths = shares(width, *_ANNEX_SHARES)
    rows = tuple(Band((_annex_row(number, line, widths[5]),)) for number, line in enumerate(lines, 1))
    return Table(widths, (Band((heads,)),), rows)


def _annex_row(number: int, line: AnnexLine, place_width: float) -> tuple[Cell, ...]:
    room = place_width - 2 * PAD_X
    days: list[tuple[str, Style]] = []
    for day, place in line.days:
        days.append((short_day(day), _CELL))
        days += [("", _CELL)] * (
            len(wrapped(place, _CELL.face, _CELL.size, room)) - 1
        )  # keep pace with the place
    return (
        text_cell(str(number), _CELL, align="centre", middle=True),
        text_cell(line.name, _CELL, middle=True),
        text_cell(plain_nip(line.number), _CELL, middle=True),
        text_cell(line.position, _CELL, middle=True),
        Cell(tuple(days), middle=True),
        Cell(tuple((place, _CELL) for _day, place in line.days), middle=True),
        text_cell(line.target, _CELL, middle=True),
    )
