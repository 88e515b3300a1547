"""LEMBAR PENGANTAR: goes with the stick or the envelope that a file of changes travels on."""

from dataclasses import dataclass
from datetime import datetime

from flexdesk.documents.flow import Flow, baseline_of
from flexdesk.documents.fonts import SANS, SANS_BOLD, Style
from flexdesk.documents.palette import PRINT
from flexdesk.documents.paper import Box, Margins, Paper, sheet
from flexdesk.documents.sheet import Frames, Page, Strokes
from flexdesk.documents.wording import long_date

_MARGINS = Margins(22, 18, 20, 20)
_TITLE = Style(SANS_BOLD, 16, 20)
_LEAD = Style(SANS, 10.5, 14)
_STRONG = Style(SANS_BOLD, 10.5, 14)
_HASH = Style(SANS_BOLD, 12, 15)
_SMALL = Style(SANS, 8.5, 11, PRINT.muted)
_LABEL_WIDTH = 118.0
_HANDS = ("Diserahkan oleh", "Dibawa oleh", "Diterima oleh")
_BY_HAND = ("Nama", "Tanggal, jam", "Tanda tangan")
_LINE_HEIGHTS = (26.0, 26.0, 56.0)
_BOX = 30.0  # a side of the boxes for the receipt
_STEPS = (
    "Penerima mencocokkan nama berkas, ukuran, dan SHA-256 sebelum memuat berkas (perintah: sha256sum).",
    "Setelah dimuat, server memberi tanda terima delapan huruf. Tulis di kotak di atas, lalu bacakan lewat"
    " telepon atau kirim kembali lembar ini.",
    "Pengirim mengetiknya di layar Kirim, tombol Ketik tanda terima. Baru setelah itu perubahan berwarna"
    " hijau.",
    "Lembar ini menyebut nama unit, berkasnya tidak. Jangan simpan PDF lembar ini di flashdisk yang sama.",
)


@dataclass(frozen=True, slots=True)
class CourierSlip:
    """`made` is in the unit's zone; `sha256` is that of the file, in hexadecimal digits."""

    unit: str
    agency: str
    number: int
    sender: str
    receiver: str
    changes: int
    bytes: int
    sha256: str
    file: str
    made: datetime
    paper: Paper = Paper.A4

    @property
    def title(self) -> str:
        return f"Lembar pengantar bundel {self.number:04d}"


def lay_out(form: CourierSlip) -> list[Page]:
    flow = Flow(sheet(form.paper, _MARGINS))
    flow.paragraph("LEMBAR PENGANTAR BUNDEL", _TITLE, align="centre")
    flow.gap(2)
    flow.paragraph(f"Nomor {form.number:04d}", _STRONG, align="centre")
    flow.gap(14)
    for label, value in _facts(form):
        _set_fact(flow, label, value, _STRONG if label == "Unit" else _LEAD)
    _set_fact(flow, "SHA-256 (awal)", short_hash(form.sha256), _HASH)
    flow.gap(12)
    _set_hands(flow)
    flow.gap(16)
    _set_receipt(flow)
    flow.gap(14)
    for number, step in enumerate(_STEPS, 1):
        flow.paragraph(f"{number}. {step}", _SMALL)
        flow.gap(2)
    return flow.finish(form.title)


def short_hash(sha256: str) -> str:
    """Four groups of four: enough to tell two files apart, and short enough to compare aloud."""
    text = sha256.upper()[:16]
    return " ".join(text[at : at + 4] for at in range(0, 16, 4))


def _facts(form: CourierSlip) -> list[tuple[str, str]]:
    made = f"{long_date(form.made.date())}, pukul {form.made:%H.%M}"
    size = f"{form.bytes:,} byte".replace(",", ".")
    return [
        ("Unit", form.unit),
        ("Instansi", form.agency),
        ("Dari", form.sender),
        ("Untuk", form.receiver),
        ("Isi", f"{form.changes:,} perubahan".replace(",", ".")),
        ("Ukuran", size),
        ("Nama berkas", form.file),
        ("Dibuat", made),
    ]


def _set_fact(flow: Flow, label: str, value: str, style: Style) -> None:
    flow.keep(style.leading)
    room = Box(flow.body.left, flow.y, flow.body.left + _LABEL_WIDTH, flow.y + _LEAD.leading)
    flow.page.write(label, room, baseline_of(room.top, _LEAD), _LEAD)
    flow.paragraph(value or "–", style, box=Box(flow.body.left + _LABEL_WIDTH, 0, flow.body.right, 0))
    flow.gap(3)


def _set_hands(flow: Flow) -> None:
    """Three columns, one for each hand that the file goes through."""
    flow.keep(_STRONG.leading + sum(_LINE_HEIGHTS) + 8)
    width = flow.body.width / len(_HANDS)
    top = flow.y
    for place, name in enumerate(_HANDS):
        left = flow.body.left + place * width
        room = Box(left + 6, top + 4, left + width - 6, top + 4 + _STRONG.leading)
        flow.page.write(name, room, baseline_of(room.top, _STRONG), _STRONG)
        under = top + 8 + _STRONG.leading
        for label, height in zip(_BY_HAND, _LINE_HEIGHTS, strict=True):
            room = Box(left + 6, under, left + width - 6, under + _SMALL.leading)
            flow.page.write(label, room, baseline_of(room.top, _SMALL), _SMALL)
            under += height
            line = (left + 6, under - 3, left + width - 12, under - 3)
            flow.page.draw(Strokes((line,), PRINT.hair, PRINT.border_strong))
        frame = Box(left, top, left + width - 4, under + 4)
        flow.page.draw(Frames((frame,), PRINT.hair, PRINT.border_strong))
    flow.gap(_STRONG.leading + sum(_LINE_HEIGHTS) + 14)


def _set_receipt(flow: Flow) -> None:
    """Two groups of four boxes, as the receipt is read out."""
    flow.keep(_BOX + 8)
    room = Box(flow.body.left, flow.y, flow.body.left + _LABEL_WIDTH, flow.y + 2 * _STRONG.leading)
    flow.page.write("Tanda terima", room, baseline_of(room.top, _STRONG), _STRONG)
    flow.page.write("(diisi operator)", room, baseline_of(room.top + _STRONG.leading, _SMALL), _SMALL)
    left = flow.body.left + _LABEL_WIDTH
    boxes = []
    for place in range(8):
        start = left + place * (_BOX + 4) + (20 if place >= 4 else 0)
        boxes.append(Box(start, flow.y, start + _BOX, flow.y + _BOX))
    flow.page.draw(Frames(tuple(boxes), PRINT.hair, PRINT.border_strong))
    flow.gap(_BOX)
