"""MATRIKS PEMBAGIAN PERAN DAN HASIL: who carries which part of what the leader answers for (performance 4.7).

A wide unit goes over several sheets by columns as well as by rows; both heads are repeated on each.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flexdesk.documents import form_head as head
from flexdesk.documents.flow import Flow, paragraph_height
from flexdesk.documents.paper import Paper, sheet
from flexdesk.documents.parties import Official, Seal, SigningMode
from flexdesk.documents.sheet import Page
from flexdesk.documents.signature import Signer
from flexdesk.documents.table import PAD_X, Band, Table, set_table, shares, text_cell
from flexdesk.documents.wording import long_date

MOST_COLUMNS = 5  # of the leader on one sheet; more would leave too little for a sentence
_PERSON, _POST = 15.0, 15.0  # shares of the width
_HEAD_SHARE = 0.4  # of the page's height that the headings may take
OUTPUTS = "OUTCOME ANTARA / OUTPUT / LAYANAN"


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One employee; `parts` has a text for each of the leader's columns, empty where there is none."""

    name: str
    post: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleMatrix:
    """`columns` are the leader's indicators or results, as numbered across the top."""

    agency: str
    unit: str
    year: int
    leader: Official
    columns: tuple[str, ...]
    rows: tuple[RoleRow, ...]
    place: str
    signed_on: date
    paper: Paper = Paper.A4
    signing: SigningMode = SigningMode.WET
    seal: Seal | None = None

    @property
    def title(self) -> str:
        return f"MATRIKS PEMBAGIAN PERAN DAN HASIL, {self.unit}, {self.year}"


def lay_out(form: RoleMatrix) -> list[Page]:
    flow = Flow(sheet(form.paper, head.margins(form.signing), landscape=True))
    head.set_title(flow, ("MATRIKS PEMBAGIAN PERAN DAN HASIL", form.unit.upper()), form.seal)
    flow.paragraph(form.agency.upper(), head.LINE)
    flow.paragraph(f"TAHUN {form.year}", head.LINE)
    flow.paragraph(f"PIMPINAN: {head.shown(form.leader.name)}, {head.shown(form.leader.post)}", head.LINE)
    flow.gap(head.GAP)
    day = f"{form.place}, {long_date(form.signed_on)}"
    signers = (Signer(form.leader, (day, f"{form.leader.post},"), 0.64, 0.36, "#ttd_pejabat"),)
    below = head.signatures_room(flow, signers)
    across = _columns_a_sheet(form.columns, flow)
    for first in range(0, max(len(form.columns), 1), across):
        if first:
            flow.new_page()
        last = first + across >= len(form.columns)
        table = _table(form, first, across, flow.body.width)
        set_table(replace(table, below=below) if last else table, flow)
    head.set_end(flow, signers, form.signing)
    return flow.finish(form.unit) if form.signing is SigningMode.WET else flow.pages


def _columns_a_sheet(columns: Sequence[str], flow: Flow) -> int:
    """Fewer where a sentence is so long that its heading would fill the page."""
    across = MOST_COLUMNS
    while across > 1 and _head_height(columns, across, flow.body.width) > flow.body.height * _HEAD_SHARE:
        across -= 1
    sheets = -(-len(columns) // across) or 1
    return -(-len(columns) // sheets) or 1  # seven become four and three, not five and two


def _head_height(columns: Sequence[str], across: int, width: float) -> float:
    inner = width * (100 - _PERSON - _POST) / 100 / min(across, max(len(columns), 1)) - 2 * PAD_X
    return max((paragraph_height(f"00. {text}", head.COLUMN, inner) for text in columns), default=0.0)


def _table(form: RoleMatrix, first: int, across: int, width: float) -> Table:
    columns = form.columns[first : first + across] or (head.EMPTY,)
    tops = tuple(head.head_cell(f"{first + at}. {text}") for at, text in enumerate(columns, 1))
    below = head.head_cell(OUTPUTS, span=len(columns))
    heads = Band((tops, (below,)), (head.head_cell("PEGAWAI"), head.head_cell("JABATAN")))
    rows = tuple(_row(row, row.parts[first : first + across] or ("",)) for row in form.rows)
    none = (Band(((text_cell(head.EMPTY, head.BODY, span=2 + len(columns)),),)),)
    each = (100 - _PERSON - _POST) / len(columns)
    return Table(shares(width, _PERSON, _POST, *(each,) * len(columns)), (heads,), rows or none)


def _row(row: RoleRow, parts: Sequence[str]) -> Band:
    """The official form marks what somebody has no part in with an x."""
    name = text_cell(row.name, head.SMALL_STRONG)
    cells = (name, text_cell(head.shown(row.post), head.SMALL))
    filled = tuple(
        text_cell(part.strip() or "x", head.SMALL, align="left" if part.strip() else "centre")
        for part in parts
    )
    return Band(((*cells, *filled),))
