"""A paper put together from parts, for slips, decision sheets, recaps, cards and handover records.

The parts are plain values; official forms with a fixed layout have modules of their own.
"""

from dataclasses import dataclass

from flexdesk.documents.curves import set_curve
from flexdesk.documents.flow import Flow, paragraph_height
from flexdesk.documents.fonts import SANS, SANS_BOLD, Style
from flexdesk.documents.form_head import shown
from flexdesk.documents.letterhead import Letterhead, set_letterhead
from flexdesk.documents.palette import PRINT
from flexdesk.documents.paper import Margins, Paper, sheet
from flexdesk.documents.parties import Official, Seal, SigningMode
from flexdesk.documents.seal import SIDE, set_seal
from flexdesk.documents.sheet import Align, Frames, Page
from flexdesk.documents.signature import FREE_WIDTH, Signer, set_signatures, signatures_height
from flexdesk.documents.table import Band, Cell, Table, set_table, shares, text_cell
from flexdesk.domain.performance import OrganisationLevel

_PORTRAIT = Margins(25, 15, 20, 20)
_LANDSCAPE = Margins(15, 15, 15, 20)
_TITLE = Style(SANS_BOLD, 12, 14.6)
_BODY = Style(SANS, 10, 12.8)
_SECTION = Style(SANS_BOLD, 10, 12.8)
_CELL = Style(SANS, 8.5, 10.4)
_STRONG = Style(SANS_BOLD, 8.5, 10.4)
_LABEL_SHARE = 0.28
_CURVE_HEIGHT = 136.0


@dataclass(frozen=True, slots=True)
class Column:
    """`share` is the width in proportion to the other columns."""

    name: str
    share: float
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Part:
    """Printed in the order of the fields; empty ones are left out. Each row has one text per column."""

    heading: str = ""
    paragraphs: tuple[str, ...] = ()
    particulars: tuple[tuple[str, str], ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    total: tuple[str, ...] = ()
    curve: OrganisationLevel | None = None  # the distribution pattern of this level, as a picture


@dataclass(frozen=True, slots=True)
class ReportSigner:
    """`above` are the lines over the free space, such as place and date, then the post."""

    official: Official
    above: tuple[str, ...]
    anchor: str = "#ttd_pejabat"


@dataclass(frozen=True, slots=True)
class Report:
    """`owner` stands at the foot of each page; one signer stands at the right, two side by side.

    A `witness` signs below the others; `closing` are the last words before the signatures. All of it stays
    on one page.
    """

    titles: tuple[str, ...]
    parts: tuple[Part, ...]
    signers: tuple[ReportSigner, ...] = ()
    witness: ReportSigner | None = None
    closing: str = ""
    subtitle: str = ""
    head: Letterhead | None = None
    owner: str = ""
    paper: Paper = Paper.A4
    landscape: bool = False
    signing: SigningMode = SigningMode.WET
    seal: Seal | None = None

    @property
    def title(self) -> str:
        return ", ".join(text for text in (*self.titles, self.subtitle) if text)


def lay_out(report: Report) -> list[Page]:
    margins = _LANDSCAPE if report.landscape else _PORTRAIT
    flow = Flow(sheet(report.paper, margins, landscape=report.landscape))
    if report.head is not None:
        set_letterhead(flow, report.head)
    for line in report.titles:
        flow.paragraph(line, _TITLE, align="centre")
    if report.subtitle:
        flow.paragraph(report.subtitle, _BODY, align="centre")
    flow.gap(8)
    for part in report.parts:
        _set_part(flow, part)
    _set_end(flow, report)
    return flow.finish(report.owner) if report.signing is SigningMode.WET else flow.pages


def _set_part(flow: Flow, part: Part) -> None:
    if part.heading:
        flow.keep(_SECTION.leading + 48)
        flow.paragraph(part.heading, _SECTION)
        flow.gap(3)
    for text in part.paragraphs:
        flow.paragraph(text, _BODY, justify=True)
        flow.gap(3)
    if part.particulars:
        width = flow.body.width
        widths = (width * _LABEL_SHARE, 12.0, width * (1 - _LABEL_SHARE) - 12.0)
        set_table(Table(widths, (), tuple(_particular(*row) for row in part.particulars)), flow)
        flow.gap(6)
    if part.columns:
        set_table(_table(part, flow.body.width), flow)
        flow.gap(6)
    if part.curve is not None:
        field = set_curve(flow, part.curve, _CURVE_HEIGHT)
        flow.page.draw(Frames((field,), PRINT.line))
        flow.gap(6)
    flow.gap(4)


def _particular(label: str, value: str) -> Band:
    return Band(
        ((text_cell(label, _CELL), text_cell(":", _CELL, align="centre"), text_cell(shown(value), _CELL)),)
    )


def _table(part: Part, width: float) -> Table:
    heads = tuple(
        text_cell(column.name, _STRONG, align="centre", fill=PRINT.section_fill, middle=True)
        for column in part.columns
    )
    bands = [Band((_row(part.columns, row, _CELL, ""),)) for row in part.rows]
    if part.total:
        bands.append(Band((_row(part.columns, part.total, _STRONG, PRINT.section_fill),)))
    widths = shares(width, *(column.share for column in part.columns))
    return Table(widths, (Band((heads,)),), tuple(bands))


def _row(columns: tuple[Column, ...], texts: tuple[str, ...], style: Style, fill: str) -> tuple[Cell, ...]:
    return tuple(
        text_cell(text if fill else shown(text), style, align=column.align, fill=fill)
        for column, text in zip(columns, texts, strict=True)
    )


def _set_end(flow: Flow, report: Report) -> None:
    if report.signers:
        flow.gap(10)
        _set_signers(flow, report)
    if report.seal is None:
        return
    if report.signers:
        flow.gap(6)
    flow.keep(SIDE)
    set_seal(flow.page, report.seal, left=flow.body.left, top=flow.y)
    flow.gap(SIDE)


def _set_signers(flow: Flow, report: Report) -> None:
    rows = [_signers(report.signers, flow.body.width)]
    if report.witness is not None:
        above = report.witness.above
        rows.append((Signer(report.witness.official, above, 0.26, 0.48, report.witness.anchor),))
    closing = paragraph_height(report.closing, _BODY, flow.body.width) + 10 if report.closing else 0.0
    apart = 10 * (len(rows) - 1)
    flow.keep(closing + apart + sum(signatures_height(flow, row, size=10) for row in rows))
    if report.closing:
        flow.paragraph(report.closing, _BODY, justify=True)
        flow.gap(10)
    for at, row in enumerate(rows):
        flow.gap(10 if at else 0)
        set_signatures(flow, row, mode=report.signing, size=10)


def _signers(signers: tuple[ReportSigner, ...], width: float) -> tuple[Signer, ...]:
    """Columns of equal width; a single signer keeps the right half."""
    if len(signers) == 1:
        only = signers[0]
        return (Signer(only.official, only.above, 0.52, 0.48, only.anchor, "left", show_rank=True),)
    share = max(1 / len(signers), FREE_WIDTH / width)
    return tuple(
        Signer(each.official, each.above, index / len(signers), share * 0.96, each.anchor)
        for index, each in enumerate(signers)
    )
