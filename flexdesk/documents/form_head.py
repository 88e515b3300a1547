"""What SKP and evaluation share: title, agency and period, the two people, shading and text sizes."""

from collections.abc import Sequence

from flexdesk.documents.flow import Flow, baseline_of
from flexdesk.documents.fonts import SANS, SANS_BOLD, Style, text_width
from flexdesk.documents.palette import PRINT
from flexdesk.documents.paper import MM, Box, Margins
from flexdesk.documents.parties import Official, Period, Seal, SigningMode
from flexdesk.documents.seal import SIDE, set_seal
from flexdesk.documents.signature import Signer, set_signatures, signatures_height, with_stamp_room
from flexdesk.documents.table import Band, Cell, Table, set_table, text_cell

LANDSCAPE_MARGINS = Margins(12, 12, 12, 18)

TITLE = Style(SANS_BOLD, 11, 13.4)
LINE = Style(SANS, 9, 12)
BODY = Style(SANS, 8.5, 10.3)
STRONG = Style(SANS_BOLD, 8.5, 10.3)
SMALL = Style(SANS, 8, 9.6)
SMALL_STRONG = Style(SANS_BOLD, 8, 9.6)
COLUMN = Style(SANS_BOLD, 7.6, 9.2)
INDEX = Style(SANS, 7, 8.4)

GAP = 5.5
ABOVE_SIGNATURES = 14.0
EMPTY = "-"


def margins(mode: SigningMode) -> Margins:
    return with_stamp_room(LANDSCAPE_MARGINS, mode)


def shown(text: str) -> str:
    """Empty fields are printed as a dash, so that nobody fills them in later."""
    return text.strip() or EMPTY


def set_title(flow: Flow, lines: Sequence[str], seal: Seal | None) -> None:
    set_seal(flow.page, seal, right=flow.body.right, top=flow.body.top)
    sides = Box(flow.body.left, 0, flow.body.right, 0)
    if seal is not None:
        by = SIDE + 40 * MM
        sides = Box(sides.left + by, 0, sides.right - by, 0)
    for line in lines:
        flow.paragraph(line, TITLE, align="centre", box=sides)
    if seal is not None:
        flow.y = max(flow.y, flow.body.top + SIDE)
    flow.gap(4)


def set_agency_line(flow: Flow, agency: str, period: Period) -> None:
    """Left the agency, right the period; below each other where both do not fit in one line."""
    left, right = agency.upper(), period.line
    body = flow.body
    needed = text_width(left, SANS, LINE.size) + text_width(right, SANS, LINE.size) + 12
    if needed > body.width:
        flow.paragraph(left, LINE)
        flow.paragraph(right, LINE, align="right")
    else:
        flow.keep(LINE.leading)
        room = Box(body.left, flow.y, body.right, flow.y + LINE.leading)
        baseline = baseline_of(flow.y, LINE)
        flow.page.write(left, room, baseline, LINE)
        flow.page.write(right, room, baseline, LINE, "right")
        flow.y += LINE.leading
    flow.gap(2.5)


def set_people(flow: Flow, person: Official, rater: Official) -> None:
    """The two columns PEGAWAI YANG DINILAI and PEJABAT PENILAI KINERJA."""
    half = flow.body.width / 2
    label = max(
        text_width(name, SANS, BODY.size) for who in (person, rater) for name, _value in who.particulars
    )
    columns = (27.0, min(label + 9, half * 0.3))
    widths = (*columns, half - sum(columns)) * 2
    heads = tuple(
        cell
        for name in ("PEGAWAI YANG DINILAI", "PEJABAT PENILAI KINERJA")
        for cell in (head_cell("NO", STRONG), head_cell(name, STRONG, span=2))
    )
    rows = [
        Band(((*_particular(number, *left), *_particular(number, *right)),))
        for number, (left, right) in enumerate(zip(person.particulars, rater.particulars, strict=True), 1)
    ]
    set_table(Table(widths, (Band((heads,)),), tuple(rows)), flow)
    flow.gap(GAP)


def _particular(number: int, label: str, value: str) -> tuple[Cell, ...]:
    return (
        text_cell(str(number), BODY, align="centre"),
        text_cell(label, BODY),
        text_cell(shown(value), BODY),
    )


def head_cell(text: str, style: Style = COLUMN, *, span: int = 1) -> Cell:
    return text_cell(text, style, align="centre", span=span, fill=PRINT.header_fill, middle=True)


def section(text: str, span: int) -> Band:
    """A blue row that opens a part of the form."""
    return Band(((_tall(text, span, PRINT.header_fill),),), keep_with_next=True)


def subsection(text: str, span: int) -> Band:
    """A grey row such as A. UTAMA; it never stays alone at the foot of a page."""
    return Band(((_tall(text, span, PRINT.section_fill),),), keep_with_next=True)


def _tall(text: str, span: int, fill: str) -> Cell:
    return Cell(((text, STRONG),), span=span, fill=fill, middle=True, least_height=16.2)


def verdict(label: str, value: str, spans: tuple[int, int], *, keep: bool = False) -> Band:
    """A row with a blue label at the left and the chosen value at the right; `keep` ties it to the next."""
    return Band(
        (
            (
                _tall(label, spans[0], PRINT.header_fill),
                Cell(((value, STRONG),), span=spans[1], middle=True, least_height=16.2),
            ),
        ),
        keep_with_next=keep,
    )


def column_heads(names: Sequence[str]) -> tuple[Band, ...]:
    """The headings and the row of index numbers under them."""
    numbers = tuple(
        text_cell(f"({index})", INDEX, align="centre", fill=PRINT.header_fill, middle=True)
        for index in range(1, len(names) + 1)
    )
    return (Band((tuple(head_cell(name) for name in names),)), Band((numbers,)))


def bulleted(text: str, style: Style) -> tuple[tuple[str, Style], ...]:
    """Each line of the text behind a dash; an empty text is one dash."""
    lines = [line.strip().lstrip("-•").strip() for line in text.splitlines()]
    lines = [line for line in lines if line]
    return tuple((f"- {line}", style) for line in lines) if lines else ((EMPTY, style),)


def signatures_room(flow: Flow, signers: Sequence[Signer]) -> float:
    """Points that the end of a form needs, so that the last rows stay with the signatures."""
    return ABOVE_SIGNATURES + signatures_height(flow, signers)


def set_end(flow: Flow, signers: Sequence[Signer], mode: SigningMode) -> None:
    flow.gap(ABOVE_SIGNATURES)
    set_signatures(flow, signers, mode=mode)


def rater_signer(rater: Official, place_and_date: str, *, label: str = "Pejabat Penilai Kinerja,") -> Signer:
    return Signer(rater, (place_and_date, label), 0.64, 0.36, "#ttd_penilai")


def person_signer(person: Official) -> Signer:
    return Signer(person, ("Pegawai yang Dinilai,",), 0.0, 0.36, "#ttd_pegawai")
