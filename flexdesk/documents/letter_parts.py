"""What every order letter is set from: heading with number, clauses, signature, copies, head of the annex."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from flexdesk.documents.flow import Flow, baseline_of
from flexdesk.documents.fonts import SANS, SANS_BOLD, Style, text_width
from flexdesk.documents.palette import PRINT
from flexdesk.documents.paper import Box, Margins
from flexdesk.documents.parties import Official, Seal, SigningMode
from flexdesk.documents.seal import SIDE, set_seal
from flexdesk.documents.sheet import Strokes
from flexdesk.documents.signature import Signer, set_signatures
from flexdesk.documents.wording import long_date

MARGINS = Margins(30, 13, 20, 25)
TITLE = Style(SANS_BOLD, 13, 15.2)
BODY = Style(SANS, 10.5, 13.6)
STRONG = Style(SANS_BOLD, 11, 14)
SMALL = Style(SANS, 9, 11.2)
CELL = Style(SANS, 8, 9.8)
HEAD = Style(SANS_BOLD, 8, 9.8)
_COLON, _MARKER, _TEXT = 70.0, 82.0, 105.0  # where the columns of a clause begin, in points


class Letter(Protocol):
    """What the parts need of a letter."""

    @property
    def heading(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def signed_on(self) -> date: ...
    @property
    def signer(self) -> Official: ...
    @property
    def signing(self) -> SigningMode: ...
    @property
    def seal(self) -> Seal | None: ...


def set_remark(flow: Flow, remark: str) -> None:
    """Over the body of the page: what a reader has to know first, such as that the letter was withdrawn."""
    if not remark:
        return
    style = _fitted(remark, flow.body.width)
    room = Box(flow.body.left, flow.body.top - 18, flow.body.right, flow.body.top - 2)
    flow.page.draw(Strokes(((room.left, room.bottom, room.right, room.bottom),), 0.9, PRINT.negative))
    flow.page.write(remark, room, room.bottom - 4, style, "centre")


def _fitted(text: str, width: float) -> Style:
    style = STRONG._replace(colour=PRINT.negative)
    wide = text_width(text, style.face, style.size)
    return style if wide <= width else style._replace(size=style.size * width / wide * 0.998)


def indented(body: Box, by: float) -> Box:
    return Box(body.left + by, 0, body.right, 0)


def set_heading(flow: Flow, letter: Letter) -> None:
    flow.paragraph(letter.heading, TITLE, align="centre")
    width = text_width(letter.heading, TITLE.face, TITLE.size)
    middle = (flow.body.left + flow.body.right) / 2
    y = flow.y - 2.2
    if width < flow.body.width:
        flow.page.draw(Strokes(((middle - width / 2, y, middle + width / 2, y),), 0.9))
    flow.paragraph(f"NOMOR {letter.number}", BODY, align="centre")
    flow.gap(10)


def set_clause(
    flow: Flow, name: str, points: Sequence[str], markers: str = "", *, numbered: bool = True
) -> None:
    """Name, colon, and points with their letters or numbers; the first line carries the name.

    A point that ends without a mark gets the semicolon of a list, the last one its full stop.
    """
    for index, point in enumerate(points):
        flow.keep(2 * BODY.leading)
        baseline = baseline_of(flow.y, BODY)
        room = Box(flow.body.left, flow.y, flow.body.right, flow.y + BODY.leading)
        if index == 0:
            flow.page.write(name, room, baseline, BODY)
            flow.page.write(":", _from(room, _COLON), baseline, BODY)
        if numbered:
            marker = markers[index] if index < len(markers) else f"{index + 1}"
            flow.page.write(f"{marker}.", _from(room, _MARKER), baseline, BODY)
        end = "" if point.endswith((".", ";", ":")) else "." if index == len(points) - 1 else ";"
        flow.paragraph(point + end, BODY, box=indented(flow.body, _TEXT), justify=True)
        flow.gap(3)
    flow.gap(5)


def _from(room: Box, by: float) -> Box:
    return Box(room.left + by, room.top, room.right, room.bottom)


def set_signature(flow: Flow, letter: Letter, *, with_date: bool) -> None:
    dated = (f"Ditetapkan di {letter.place}", f"pada tanggal {long_date(letter.signed_on)}")
    if with_date:  # a little air between the date and the post
        flow.keep(200)
        box = Box(flow.body.left + 0.55 * flow.body.width, 0, flow.body.right, 0)
        for line in dated:
            flow.paragraph(line, BODY, box=box)
        flow.gap(4)
    above = (f"{letter.signer.post},",)
    signer = Signer(letter.signer, above, 0.55, 0.45, "#ttd_pejabat", "left", show_rank=True)
    set_signatures(flow, (signer,), mode=letter.signing, size=10.5)
    if with_date and letter.seal is not None:
        top = flow.y - SIDE - 4
        set_seal(flow.page, letter.seal, left=flow.body.left, top=top)


def set_copies(flow: Flow, copies: Sequence[str]) -> None:
    if not copies:
        return
    flow.gap(8)
    flow.keep((len(copies) + 1) * SMALL.leading)
    flow.paragraph("Tembusan:", SMALL)
    for number, copy in enumerate(copies, 1):
        end = "." if number == len(copies) else ";"
        flow.paragraph(f"{number}. {copy.rstrip('.;')}{end}", SMALL)


def set_annex_head(flow: Flow, letter: Letter) -> None:
    """A new page that says which letter it belongs to."""
    flow.new_page()
    head = indented(flow.body, flow.body.width * 0.6)
    flow.paragraph(f"Lampiran {letter.heading.title()}", SMALL, box=head)
    flow.paragraph(f"Nomor : {letter.number}", SMALL, box=head)
    flow.paragraph(f"Tanggal : {long_date(letter.signed_on)}", SMALL, box=head)
    flow.gap(10)
