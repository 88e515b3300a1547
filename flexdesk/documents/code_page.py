"""KODE PERUBAHAN: a few changes as codes on one page, to be photographed where no line and no stick goes."""

from dataclasses import dataclass
from datetime import date

from flexdesk.documents.flow import Flow, baseline_of
from flexdesk.documents.fonts import SANS, SANS_BOLD, Style
from flexdesk.documents.palette import PRINT
from flexdesk.documents.paper import MM, Box, Margins, Paper, sheet
from flexdesk.documents.seal import set_code
from flexdesk.documents.sheet import Page
from flexdesk.documents.wording import long_date

_MARGINS = Margins(22, 18, 20, 20)
_TITLE = Style(SANS_BOLD, 16, 20)
_LEAD = Style(SANS, 10.5, 13.8)
_NAME = Style(SANS_BOLD, 10, 12.4)
_SMALL = Style(SANS, 8, 10, PRINT.muted)
_IN_A_ROW = 2
_GAP = 10 * MM  # white around a code, as its readers want it
_STEPS_SERVER = (
    "Potret setiap kode dari depan, seluruhnya dan terang, lalu kirim gambarnya kepada operator instansi; "
    "atau tunjukkan lembar ini.",
    "Operator membacanya dengan “flexdesk server import” dan membacakan tanda terima delapan huruf.",
    "Ketik tanda terima itu di layar Kirim, tombol Ketik tanda terima.",
)
_STEPS_LAPTOP = (
    "Potret setiap kode dari depan, seluruhnya dan terang, di laptop penerima.",
    "Di layar Kirim pilih Tempel kode, lalu Dari gambar atau berkas: semua gambar, urutannya bebas. "
    "Tanpa layar: “flexdesk bundle apply --text BERKAS”.",
)


@dataclass(frozen=True, slots=True)
class CodePage:
    """Says nothing of the unit: whoever finds the page sees codes, a number and a date."""

    texts: tuple[str, ...]
    number: int
    changes: int
    made: date
    for_server: bool
    paper: Paper = Paper.A4

    @property
    def title(self) -> str:
        return f"Kode perubahan {self.number:04d}"


def lay_out(form: CodePage) -> list[Page]:
    flow = Flow(sheet(form.paper, _MARGINS))
    flow.paragraph(f"KODE PERUBAHAN {form.number:04d}", _TITLE)
    count = len(form.texts)
    whom = "server instansi" if form.for_server else "satu laptop unit"
    flow.paragraph(
        f"{form.changes} perubahan dalam {count} kode, dikunci untuk {whom}, dibuat {long_date(form.made)}.",
        _LEAD,
    )
    flow.gap(6)
    for number, step in enumerate(_STEPS_SERVER if form.for_server else _STEPS_LAPTOP, 1):
        flow.paragraph(f"{number}. {step}", _LEAD)
    flow.gap(10)
    _set_codes(flow, form.texts)
    return flow.finish(form.title)


def _set_codes(flow: Flow, texts: tuple[str, ...]) -> None:
    side = (flow.body.width - _GAP) / _IN_A_ROW
    height = side + _NAME.leading + 4
    for start in range(0, len(texts), _IN_A_ROW):
        flow.keep(height)
        for place, text in enumerate(texts[start : start + _IN_A_ROW]):
            left = flow.body.left + place * (side + _GAP)
            room = Box(left, flow.y, left + side, flow.y + _NAME.leading)
            name = f"Kode {start + place + 1} dari {len(texts)}"
            flow.page.write(name, room, baseline_of(room.top, _NAME), _NAME)
            top = flow.y + _NAME.leading + 4
            set_code(flow.page, text, Box(left, top, left + side, top + side))
        flow.gap(height + _GAP)
