"""LEMBAR PEMULIHAN: the code that opens the unit's data when the laptop no longer knows its key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flexdesk.documents.flow import Flow, baseline_of
from flexdesk.documents.fonts import SANS, SANS_BOLD, Style
from flexdesk.documents.palette import PRINT
from flexdesk.documents.paper import Box, Margins, Paper, sheet
from flexdesk.documents.sheet import Frames, Page
from flexdesk.documents.wording import long_date

MARGINS = Margins(22, 18, 20, 20)
TITLE = Style(SANS_BOLD, 18, 22)
LEAD = Style(SANS, 11, 14.4)
STRONG = Style(SANS_BOLD, 11, 14.4)
_CODE = Style(SANS_BOLD, 21, 26)
_PLACE = Style(SANS, 8, 10, PRINT.muted)
_IN_A_ROW = 4
_STEPS = (
    "Pasang FlexDesk, lalu buka folder data unit ini (atau hasil pemulihan cadangannya).",
    "Saat FlexDesk meminta frasa sandi, ketik kode di atas. Huruf I, L, O, dan U tidak dipakai; "
    "huruf besar atau kecil dan spasi sama saja.",
    "Setelah data terbuka, cetak lembar baru: kode ini sejak saat itu tidak berlaku lagi.",
)
_CARE = (
    "Simpan lembar ini di lemari besi atau amplop tersegel, tidak bersama laptopnya.",
    "Siapa pun yang memegang lembar ini dan folder data dapat membaca seluruh data unit.",
    "Jangan difoto dan jangan dikirim lewat pesan. Hapus berkas PDF ini setelah dicetak.",
)


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """`groups` are those of the code in order; `device` names the laptop."""

    unit: str
    agency: str
    device: str
    groups: tuple[str, ...]
    made: date
    paper: Paper = Paper.F4

    @property
    def title(self) -> str:
        return f"Lembar pemulihan {self.unit}"


def lay_out(form: RecoverySheet) -> list[Page]:
    flow = Flow(sheet(form.paper, MARGINS))
    flow.paragraph("LEMBAR PEMULIHAN", TITLE, align="centre")
    flow.gap(4)
    for line in (form.unit, form.agency):
        flow.paragraph(line, STRONG if line == form.unit else LEAD, align="centre")
    flow.gap(14)
    flow.paragraph(f"Dibuat {long_date(form.made)} untuk laptop {form.device}.", LEAD)
    flow.paragraph("Lembar yang dibuat sebelum tanggal itu tidak berlaku lagi.", LEAD)
    flow.gap(12)
    set_groups(flow, form.groups)
    flow.gap(16)
    set_points(flow, "Bila laptop tidak lagi membuka data unit", _STEPS)
    set_points(flow, "Menjaga lembar ini", _CARE)
    flow.gap(10)
    set_keeper(flow)
    return flow.finish(form.title)


def set_groups(flow: Flow, groups: Sequence[str], height: float = 46.0) -> None:
    """Numbered boxes, because a mistyped group is named by its number."""
    width, gap = flow.body.width / _IN_A_ROW, 8.0
    for start in range(0, len(groups), _IN_A_ROW):
        flow.keep(height + gap)
        for place, group in enumerate(groups[start : start + _IN_A_ROW]):
            left = flow.body.left + place * width
            box = Box(left, flow.y, left + width - gap, flow.y + height)
            flow.page.draw(Frames((box,), PRINT.hair, PRINT.border_strong))
            number = Box(box.left + 5, box.top + 3, box.right, box.top + 3 + _PLACE.leading)
            flow.page.write(f"{start + place + 1}", number, baseline_of(number.top, _PLACE), _PLACE)
            top = box.top + (height - _CODE.leading) * 0.6  # under the number
            room = Box(box.left, top, box.right, top + _CODE.leading)
            flow.page.write(group, room, baseline_of(room.top, _CODE), _CODE, "centre")
        flow.gap(height + gap)


def set_points(flow: Flow, head: str, points: Sequence[str]) -> None:
    flow.keep(STRONG.leading * 3)
    flow.paragraph(head, STRONG)
    flow.gap(3)
    for number, point in enumerate(points, 1):
        top = flow.y
        body = Box(flow.body.left + 18, 0, flow.body.right, 0)
        flow.page.write(
            f"{number}.",
            Box(flow.body.left, top, flow.body.left + 18, top + LEAD.leading),
            baseline_of(top, LEAD),
            LEAD,
        )
        flow.paragraph(point, LEAD, box=body)
        flow.gap(2)
    flow.gap(8)


def set_keeper(flow: Flow) -> None:
    """Who keeps the sheet, where, since when: filled in by hand."""
    flow.keep(4 * 26)
    for name in ("Disimpan oleh", "Tempat menyimpan", "Tanggal", "Tanda tangan"):
        room = Box(flow.body.left, flow.y, flow.body.left + 110, flow.y + LEAD.leading)
        flow.page.write(name, room, baseline_of(room.top, LEAD), LEAD)
        line = Box(flow.body.left + 112, flow.y + LEAD.leading, flow.body.right, flow.y + LEAD.leading + 0.4)
        flow.page.draw(Frames((line,), PRINT.hair, PRINT.border_strong))
        flow.gap(26)
