"""The daily work report of one person on paper: filled from what was reported, or blank to write on."""

from dataclasses import dataclass
from datetime import date

from flexdesk.documents.flow import Flow
from flexdesk.documents.fonts import SANS, SANS_BOLD, Style
from flexdesk.documents.form_head import shown
from flexdesk.documents.palette import PRINT
from flexdesk.documents.paper import MM, Margins, Paper, sheet
from flexdesk.documents.parties import Official, Seal, SigningMode
from flexdesk.documents.seal import SIDE, set_seal
from flexdesk.documents.sheet import Align, Page
from flexdesk.documents.signature import Signer, set_signatures
from flexdesk.documents.table import Band, Cell, Table, set_table, shares, text_cell
from flexdesk.documents.wording import long_date, weekday_date

_MARGINS = Margins(20, 15, 15, 18)
_TITLE = Style(SANS_BOLD, 12, 14.6)
_BODY = Style(SANS, 10, 12.8)
_CELL = Style(SANS, 8.5, 10.4)
_STRONG = Style(SANS_BOLD, 8.5, 10.4)
_COLUMNS: tuple[tuple[str, float, Align], ...] = (
    ("No", 5, "right"),
    ("Hari/Tanggal", 18, "left"),
    ("Uraian Kegiatan", 35, "left"),
    ("Volume", 8, "right"),
    ("Satuan", 11, "left"),
    ("Bukti Dukung", 17, "left"),
    ("Ket.", 12, "left"),
)
_HAND = 9.5 * MM  # a line that a hand can write on
_LINES_A_DAY = 2
_DATE_BY_HAND = "...................................."


@dataclass(frozen=True, slots=True)
class DailyEntry:
    activity: str
    amount: str
    unit: str
    evidence: str
    remark: str


@dataclass(frozen=True, slots=True)
class DailyDay:
    """A day without entries is a day to write on."""

    day: date
    entries: tuple[DailyEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class DailyReport:
    """`period` as printed, such as November 2026. Without a superior the person signs alone."""

    person: Official
    superior: Official | None
    period: str
    days: tuple[DailyDay, ...]
    place: str
    signed_on: date | None = None  # None leaves the date to the hand
    paper: Paper = Paper.A4
    signing: SigningMode = SigningMode.WET
    seal: Seal | None = None

    @property
    def title(self) -> str:
        return f"Laporan kerja harian {self.person.name}, {self.period}"


def lay_out(form: DailyReport) -> list[Page]:
    flow = Flow(sheet(form.paper, _MARGINS))
    set_seal(flow.page, form.seal, right=flow.body.right, top=flow.body.top)
    flow.paragraph("LAPORAN KERJA HARIAN", _TITLE, align="centre")
    flow.paragraph(form.period.upper(), _BODY, align="centre")
    if form.seal is not None:
        flow.y = max(flow.y, flow.body.top + SIDE)
    flow.gap(8)
    set_table(_particulars(form.person, flow.body.width), flow)
    flow.gap(8)
    bands = [_band(number, day) for number, day in enumerate(form.days, 1)]
    if bands[:-1]:
        set_table(_table(flow, bands[:-1], headed=True), flow)
    _set_end(flow, form, bands[-1:], headed=len(bands) < 2)
    return flow.finish(form.person.owner_line) if form.signing is SigningMode.WET else flow.pages


def _set_end(flow: Flow, form: DailyReport, last: list[Band], *, headed: bool) -> None:
    """The last day and the signatures on one page: names alone overleaf would sign nothing."""
    trial = Flow(flow.sheet)
    _set_last(trial, form, last, headed=headed)
    if len(trial.pages) == 1 and trial.y - trial.body.top > flow.room:
        flow.new_page()
        headed = True
    _set_last(flow, form, last, headed=headed)


def _set_last(flow: Flow, form: DailyReport, last: list[Band], *, headed: bool) -> None:
    set_table(_table(flow, last, headed=headed), flow)
    flow.gap(12)
    set_signatures(flow, _signers(form), mode=form.signing, size=10)


def _particulars(person: Official, width: float) -> Table:
    lines = (
        ("Nama", person.name),
        (person.number_label, person.number),
        ("Jabatan", person.post),
        ("Unit kerja", person.unit),
    )
    bands = tuple(
        Band(
            ((text_cell(name, _CELL), text_cell(":", _CELL, align="centre"), text_cell(shown(value), _CELL)),)
        )
        for name, value in lines
    )
    return Table((width * 0.18, 12.0, width * 0.82 - 12.0), (), bands)


def _table(flow: Flow, bands: list[Band], *, headed: bool) -> Table:
    heads = tuple(
        text_cell(name, _STRONG, align="centre", fill=PRINT.section_fill, middle=True)
        for name, _share, _align in _COLUMNS
    )
    widths = shares(flow.body.width, *(share for _name, share, _align in _COLUMNS))
    return Table(widths, (Band((heads,)),) if headed else (), tuple(bands))


def _band(number: int, day: DailyDay) -> Band:
    weekday, written = weekday_date(day.day).split(" ", 1)
    lead = (text_cell(str(number), _CELL, align="right"), Cell(((weekday, _CELL), (written, _CELL))))
    if not day.entries:
        empty = tuple(Cell((("", _CELL),), least_height=_HAND) for _column in _COLUMNS[2:])
        return Band((empty,) * _LINES_A_DAY, lead)
    return Band(tuple(_row(entry) for entry in day.entries), lead)


def _row(entry: DailyEntry) -> tuple[Cell, ...]:
    texts = (entry.activity, entry.amount, entry.unit, entry.evidence, entry.remark)
    return tuple(
        text_cell(shown(text), _CELL, align=align)
        for text, (_name, _share, align) in zip(texts, _COLUMNS[2:], strict=True)
    )


def _signers(form: DailyReport) -> tuple[Signer, ...]:
    signed = long_date(form.signed_on) if form.signed_on else _DATE_BY_HAND
    own = Signer(form.person, (f"{form.place}, {signed}", "Pegawai,"), 0.54, 0.46, "#ttd_pegawai")
    if form.superior is None:
        return (own,)
    above = ("Mengetahui,", f"{form.superior.post}," if form.superior.post else "Atasan langsung,")
    return (Signer(form.superior, above, 0.0, 0.46, "#ttd_atasan"), own)
