"""SURAT PERINTAH TUGAS for work away from the office, with its numbered annex (regulation 3.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flexdesk.documents.flow import Flow
from flexdesk.documents.fonts import SANS_BOLD, Style, wrapped
from flexdesk.documents.letter_parts import (
    BODY,
    CELL,
    HEAD,
    MARGINS,
    STRONG,
    indented,
    set_annex_head,
    set_clause,
    set_copies,
    set_heading,
    set_remark,
    set_signature,
)
from flexdesk.documents.letterhead import Letterhead, set_letterhead
from flexdesk.documents.palette import PRINT
from flexdesk.documents.paper import Paper, sheet
from flexdesk.documents.parties import Official, Seal, SigningMode
from flexdesk.documents.sheet import Page
from flexdesk.documents.table import PAD_X, Band, Cell, Table, set_table, shares, text_cell
from flexdesk.documents.wording import counted, date_range, plain_nip, short_day

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
    """`addressed` replaces the counted sentence under Kepada where a unit words it otherwise.

    `remark` stands over every page.
    """

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
    remark: str = ""
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
    flow = Flow(sheet(letter.paper, MARGINS))
    flow.on_new_page = lambda: set_remark(flow, letter.remark)
    set_remark(flow, letter.remark)
    set_letterhead(flow, letter.head)
    set_heading(flow, letter)
    set_clause(flow, "Menimbang", letter.considering, "abcdefghijklmnopqrstuvwxyz")
    set_clause(flow, "Dasar", letter.basis)
    flow.gap(4)
    flow.keep(STRONG.leading + 4 * BODY.leading)
    flow.paragraph(letter.gives, STRONG, align="centre")
    flow.gap(6)
    set_clause(flow, "Kepada", (letter.recipients,), numbered=False)
    set_clause(flow, "Untuk", letter.duties)
    flow.paragraph(letter.closing, BODY, box=indented(flow.body, 28))
    flow.gap(12)
    set_signature(flow, letter, with_date=True)
    set_copies(flow, letter.copies)
    _set_annex(flow, letter)
    if letter.signing is SigningMode.CERTIFIED or len(flow.pages) <= 2:
        return flow.pages
    return flow.finish(letter.title)


def _set_annex(flow: Flow, letter: OrderLetter) -> None:
    set_annex_head(flow, letter)
    flow.paragraph(letter.annex_heading, Style(SANS_BOLD, 10.5, 13), align="centre")
    flow.paragraph(date_range(letter.first, letter.last), BODY, align="centre")
    flow.gap(4)
    set_table(_annex_table(letter.lines, flow.body.width), flow)
    flow.gap(4)
    if letter.annex_note:
        flow.paragraph(letter.annex_note, CELL)
    flow.gap(12)
    set_signature(flow, letter, with_date=False)


def _annex_table(lines: Sequence[AnnexLine], width: float) -> Table:
    names = ("No", "Nama", "NIP", "Jabatan", "Hari/ Tanggal", "Tempat", "Target")
    heads = tuple(
        text_cell(name, HEAD, align="centre", fill=PRINT.section_fill, middle=True) for name in names
    )
    widths = shares(width, *_ANNEX_SHARES)
    rows = tuple(Band((_annex_row(number, line, widths[5]),)) for number, line in enumerate(lines, 1))
    return Table(widths, (Band((heads,)),), rows)


def _annex_row(number: int, line: AnnexLine, place_width: float) -> tuple[Cell, ...]:
    room = place_width - 2 * PAD_X
    days: list[tuple[str, Style]] = []
    for day, place in line.days:
        days.append((short_day(day), CELL))
        days += [("", CELL)] * (
            len(wrapped(place, CELL.face, CELL.size, room)) - 1
        )  # keep pace with the place
    return (
        text_cell(str(number), CELL, align="centre", middle=True),
        text_cell(line.name, CELL, middle=True),
        text_cell(plain_nip(line.number), CELL, middle=True),
        text_cell(line.position, CELL, middle=True),
        Cell(tuple(days), middle=True),
        Cell(tuple((place, CELL) for _day, place in line.days), middle=True),
        text_cell(line.target, CELL, middle=True),
    )
