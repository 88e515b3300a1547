"""Monthly LAPORAN PEMANTAUAN DAN EVALUASI KERJA FLEKSIBEL, with the entries of SE Mendagri 3349."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flexdesk.documents.effect_annex import EffectAnnex, set_annex
from flexdesk.documents.flow import Flow, baseline_of
from flexdesk.documents.fonts import SANS, SANS_BOLD, Style
from flexdesk.documents.letterhead import Letterhead, set_letterhead
from flexdesk.documents.palette import PRINT
from flexdesk.documents.paper import Box, Margins, Paper, sheet
from flexdesk.documents.parties import Official, Seal, SigningMode
from flexdesk.documents.recap_charts import DayBar, Figure, PersonWeeks, set_bars, set_figures, set_weeks
from flexdesk.documents.recap_compare import (
    MOST,
    BeforeAfter,
    Composition,
    height_of,
    set_changes,
    set_composition,
)
from flexdesk.documents.seal import SIDE, set_seal
from flexdesk.documents.sheet import Page
from flexdesk.documents.signature import Signer, set_signatures
from flexdesk.documents.table import Band, Cell, Table, set_table, shares, text_cell
from flexdesk.documents.wording import DASH, long_date, month_name, percent

_MARGINS = Margins(30, 13, 20, 20)
_TITLE = Style(SANS_BOLD, 12, 14.6)
_BODY = Style(SANS, 10, 12.8)
_SECTION = Style(SANS_BOLD, 9.5, 12)
_CELL = Style(SANS, 8.2, 10.2)
_STRONG = Style(SANS_BOLD, 8.2, 10.2)
_UNIT_SHARES = (130, 62, 57, 79, 56, 89, 72, 64, 76)
_UNIT_HEADS = (
    "Unit",
    "Pegawai",
    "Layak WFA",
    "Hari-orang WFA",
    "Porsi",
    "Laporan tepat hari",
    "Terlambat",
    "Tanpa laporan",
    "Dipanggil",
)
_CHANGES = "Sebelum dan sesudah"


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One row of the table of units; shares are in per cent, None prints a dash (nothing to count)."""

    unit: str
    people: int
    eligible: int
    away_days: int
    share: float
    on_time: float | None = None
    late: int | None = None
    missing: int | None = None
    recalled: int | None = None


@dataclass(frozen=True, slots=True)
class WfaRecap:
    """`bars`, `composition`, `changes`, `weeks` and `entries` may be empty: their parts are left out then.

    `limit` is the most people away on one day, with its words in `limit_words`. `changes` are measures before
    and after the introduction, `change_words` say when that was. `particulars` stand under the month.
    """

    head: Letterhead
    unit: str
    year: int
    month: int
    figures: tuple[Figure, ...]
    units: tuple[UnitLine, ...]
    total: UnitLine
    place: str
    signed_on: date
    signer: Official
    bars: tuple[DayBar, ...] = ()
    limit: int | None = None
    limit_words: str = ""
    week_numbers: tuple[int, ...] = ()
    weeks: tuple[PersonWeeks, ...] = ()
    most_a_week: int = 2
    note: str = ""
    entries: tuple[tuple[str, str], ...] = ()
    source: str = ""
    paper: Paper = Paper.F4
    signing: SigningMode = SigningMode.WET
    seal: Seal | None = None
    particulars: str = ""
    composition: tuple[Composition, ...] = ()
    changes: tuple[BeforeAfter, ...] = ()
    change_words: tuple[str, str] = ("sebelum", "sesudah")
    annex: EffectAnnex | None = None

    @property
    def title(self) -> str:
        return f"{self.unit}, pemantauan kerja fleksibel {month_name(self.month)} {self.year}"


def lay_out(form: WfaRecap) -> list[Page]:
    flow = Flow(sheet(form.paper, _MARGINS))
    set_letterhead(flow, form.head)
    flow.paragraph("LAPORAN PEMANTAUAN DAN EVALUASI KERJA FLEKSIBEL", _TITLE, align="centre")
    flow.paragraph(f"Bulan {month_name(form.month)} {form.year}", _BODY, align="centre")
    if form.particulars:
        flow.paragraph(form.particulars, _CELL, align="centre")
    flow.gap(8)
    set_figures(flow, form.figures)
    headings = _Headings(flow)
    if form.bars:
        headings.begin("Orang WFA per hari kerja", 120)
        set_bars(flow, form.bars, form.limit, form.limit_words)
    _set_pictures(flow, form, headings)
    headings.begin("Rekap per unit", 60)
    set_table(_unit_table(form, flow.body.width), flow)
    if form.weeks:
        numbers = form.week_numbers
        weeks = f"minggu {numbers[0]}{DASH}{numbers[-1]}, paling banyak {form.most_a_week} hari seminggu"
        headings.begin(f"Hari WFA per pegawai, {weeks}", 40)
        set_weeks(flow, form.weeks, numbers, form.most_a_week)
    if form.note:
        headings.begin("Catatan pimpinan", 40)
        flow.paragraph(form.note, _BODY, justify=True)
    if form.entries:
        headings.begin("Isian pemantauan menurut SE Menteri Dalam Negeri 800.1.5/3349/SJ", 70)
        set_table(_entry_table(form.entries, flow.body.width), flow)
    return _finish(flow, form)


def _set_pictures(flow: Flow, form: WfaRecap, headings: "_Headings") -> None:
    """Parts of the unit at the left, before and after at the right; either alone begins at the left."""
    composition = form.composition if len(form.composition) <= MOST else ()
    rows = max(len(composition), len(form.changes))
    if not rows:
        return
    tall = height_of(rows)
    names = [
        name for name, part in (("Komposisi menurut unit", composition), (_CHANGES, form.changes)) if part
    ]
    boxes = headings.begin_side_by_side(names, tall)
    if composition:
        set_composition(flow, composition, boxes.pop(0))
    if form.changes:
        set_changes(flow, form.changes, form.change_words, boxes.pop(0))
    flow.y += tall


def _finish(flow: Flow, form: WfaRecap) -> list[Page]:
    if form.source:
        flow.gap(5)
        flow.paragraph(f"Sumber: {form.source}", _CELL)
    flow.gap(14)
    above = (f"{form.place}, {long_date(form.signed_on)}", f"{form.signer.post},")
    signer = Signer(form.signer, above, 0.55, 0.45, "#ttd_pejabat", "left", show_rank=True)
    set_signatures(flow, (signer,), mode=form.signing, size=10.5)
    set_seal(flow.page, form.seal, left=flow.body.left, top=flow.y - SIDE - 4)
    if form.annex is not None:
        set_annex(flow, form.annex)
    return flow.finish(form.title) if form.signing is SigningMode.WET else flow.pages


class _Headings:
    """Numbers the parts that are really printed."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._number = 0

    def begin(self, name: str, needed: float) -> None:
        """`needed` points of the part stay with its heading."""
        self._number += 1
        self._flow.gap(9)
        self._flow.keep(_SECTION.leading + 3 + needed)
        self._flow.paragraph(f"{self._number}. {name}", _SECTION)
        self._flow.gap(3)

    def begin_side_by_side(self, names: Sequence[str], needed: float) -> list[Box]:
        """Headings of parts that stand beside each other; the boxes below them."""
        flow = self._flow
        flow.gap(9)
        flow.keep(_SECTION.leading + 4 + needed)
        top, width = flow.y, flow.body.width
        boxes = []
        for index, name in enumerate(names):
            self._number += 1
            left = flow.body.left + index * width * 0.51
            box = Box(left, top + _SECTION.leading + 4, left + width * 0.49, top + needed)
            line = Box(left, top, box.right, top + _SECTION.leading)
            flow.page.write(f"{self._number}. {name}", line, baseline_of(top, _SECTION), _SECTION)
            boxes.append(box)
        flow.y = boxes[0].top
        return boxes


def _unit_table(form: WfaRecap, width: float) -> Table:
    heads = tuple(
        text_cell(name, _STRONG, align="centre", fill=PRINT.section_fill, middle=True) for name in _UNIT_HEADS
    )
    rows = [_unit_row(line, _CELL) for line in form.units]
    rows.append(_unit_row(form.total, _STRONG, PRINT.section_fill))
    bands = tuple(Band((row,)) for row in rows)
    return Table(shares(width, *_UNIT_SHARES), (Band((heads,)),), bands)


def _unit_row(line: UnitLine, style: Style, fill: str = "") -> tuple[Cell, ...]:
    values = (
        str(line.people),
        str(line.eligible),
        str(line.away_days),
        percent(line.share, decimals=None if line.share == round(line.share) else 1),
        DASH if line.on_time is None else percent(line.on_time, decimals=0),
        *(DASH if value is None else str(value) for value in (line.late, line.missing, line.recalled)),
    )
    cells = (text_cell(value, style, align="centre", fill=fill) for value in values)
    return (text_cell(line.unit, style, fill=fill), *cells)


def _entry_table(entries: Sequence[tuple[str, str]], width: float) -> Table:
    heads = tuple(
        text_cell(name, _STRONG, align="centre", fill=PRINT.section_fill) for name in ("No", "Aspek", "Isian")
    )
    rows = tuple(
        Band(
            (
                (
                    text_cell(str(number), _CELL, align="centre"),
                    text_cell(aspect, _CELL),
                    text_cell(entry, _CELL),
                ),
            )
        )
        for number, (aspect, entry) in enumerate(entries, 1)
    )
    return Table(shares(width, 41, 185, 460), (Band((heads,)),), rows)
