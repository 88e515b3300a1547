"""The short letters after a publication: an amendment with its changed lines, or a withdrawal without any."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flexdesk.documents.flow import Flow
from flexdesk.documents.fonts import SANS_BOLD, Style
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
from flexdesk.documents.table import Band, Cell, Table, set_table, shares, text_cell
from flexdesk.documents.wording import date_range, plain_nip, short_day

_SHARES = (28, 150, 136, 76, 118, 118)


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One person's day of the annex, with the place before and the place now in words."""

    name: str
    number: str
    day: date
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ShortLetter:
    """`rulings` follow `decides`; without `lines` there is no annex. `remark` stands over every page."""

    head: Letterhead
    number: str
    heading: str
    considering: tuple[str, ...]
    basis: tuple[str, ...]
    decides: str
    rulings: tuple[str, ...]
    lines: tuple[ChangedLine, ...]
    first: date
    last: date
    place: str
    signed_on: date
    signer: Official
    copies: tuple[str, ...] = ()
    annex_heading: str = "DAFTAR PERUBAHAN JADWAL KERJA"
    closing: str = "Demikian surat ini dibuat untuk dilaksanakan dengan penuh tanggung jawab."
    remark: str = ""
    paper: Paper = Paper.F4
    signing: SigningMode = SigningMode.WET
    seal: Seal | None = None

    @property
    def title(self) -> str:
        return f"{self.heading} {self.number}"


def lay_out(letter: ShortLetter) -> list[Page]:
    flow = Flow(sheet(letter.paper, MARGINS))
    flow.on_new_page = lambda: set_remark(flow, letter.remark)
    set_remark(flow, letter.remark)
    set_letterhead(flow, letter.head)
    set_heading(flow, letter)
    set_clause(flow, "Menimbang", letter.considering, "abcdefghijklmnopqrstuvwxyz")
    set_clause(flow, "Dasar", letter.basis)
    flow.gap(4)
    flow.keep(STRONG.leading + 4 * BODY.leading)
    flow.paragraph(letter.decides, STRONG, align="centre")
    flow.gap(6)
    set_clause(flow, "Menetapkan", letter.rulings)
    flow.paragraph(letter.closing, BODY, box=indented(flow.body, 28))
    flow.gap(12)
    set_signature(flow, letter, with_date=True)
    set_copies(flow, letter.copies)
    if letter.lines:
        _set_annex(flow, letter)
    if letter.signing is SigningMode.CERTIFIED or len(flow.pages) <= 2:
        return flow.pages
    return flow.finish(letter.title)


def _set_annex(flow: Flow, letter: ShortLetter) -> None:
    set_annex_head(flow, letter)
    flow.paragraph(letter.annex_heading, Style(SANS_BOLD, 10.5, 13), align="centre")
    flow.paragraph(date_range(letter.first, letter.last), BODY, align="centre")
    flow.gap(4)
    set_table(_table(letter.lines, flow.body.width), flow)
    flow.gap(16)
    set_signature(flow, letter, with_date=False)


def _table(lines: Sequence[ChangedLine], width: float) -> Table:
    names = ("No", "Nama", "NIP", "Hari/ Tanggal", "Semula", "Menjadi")
    heads = tuple(
        text_cell(name, HEAD, align="centre", fill=PRINT.section_fill, middle=True) for name in names
    )
    rows = tuple(Band((_row(number, line),)) for number, line in enumerate(lines, 1))
    return Table(shares(width, *_SHARES), (Band((heads,)),), rows)


def _row(number: int, line: ChangedLine) -> tuple[Cell, ...]:
    texts = (line.name, plain_nip(line.number), short_day(line.day), line.before, line.after)
    return (
        text_cell(str(number), CELL, align="centre", middle=True),
        *(text_cell(text, CELL, middle=True) for text in texts),
    )
