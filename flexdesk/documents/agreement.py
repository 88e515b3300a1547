"""The written agreement on flexible work between a unit's head and one employee."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flexdesk.documents.flow import Flow, baseline_of
from flexdesk.documents.fonts import SANS, SANS_BOLD, Style, wrapped
from flexdesk.documents.letterhead import Letterhead, set_letterhead
from flexdesk.documents.paper import Box, Margins, Paper, sheet
from flexdesk.documents.parties import Official, Seal, SigningMode
from flexdesk.documents.seal import SIDE, set_seal
from flexdesk.documents.sheet import Page
from flexdesk.documents.signature import FREE_HEIGHT, Signer, set_signatures, with_stamp_room
from flexdesk.documents.wording import long_date, plain_nip, weekday_date

_MARGINS = Margins(30, 13, 20, 18)
_TITLE = Style(SANS_BOLD, 13, 15.6)
_BODY = Style(SANS, 10, 12.4)
_STRONG = Style(SANS_BOLD, 10, 12.6)
_NUMBER, _LABEL, _COLON, _VALUE = 0.0, 18.0, 112.0, 122.0  # columns of the parties, in points
_MARKER, _TEXT = 18.0, 36.0  # columns of the duties
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_TO_FILL_IN = "…………………………"


@dataclass(frozen=True, slots=True)
class AgreementSheet:
    """`first_party` is the head, `second_party` the employee; empty `days` mean every working day.

    `number` and `signed_on` may be unknown when the paper is printed for signing.
    """

    head: Letterhead
    unit: str
    number: str
    first_party: Official
    second_party: Official
    first: date
    last: date
    places: tuple[str, ...]
    days: tuple[str, ...]
    duties: tuple[str, ...]
    place: str
    signed_on: date | None = None
    renews: str = ""  # what it goes on from, in words
    paper: Paper = Paper.A4
    signing: SigningMode = SigningMode.WET
    seal: Seal | None = None
    heading: str = "PERJANJIAN PELAKSANAAN TUGAS KEDINASAN SECARA FLEKSIBEL"

    @property
    def title(self) -> str:
        return f"{self.heading} {self.second_party.name}"

    @property
    def when(self) -> str:
        days = f"pada hari {_joined(self.days)}" if self.days else "pada hari kerja yang dijadwalkan"
        return (
            f"Berlaku {long_date(self.first)} sampai dengan {long_date(self.last)}, {days}. "
            "Jumlah hari setiap minggu mengikuti jadwal yang diterbitkan pimpinan unit."
        )


def lay_out(agreement: AgreementSheet) -> list[Page]:
    flow = Flow(sheet(agreement.paper, with_stamp_room(_MARGINS, agreement.signing)))
    set_letterhead(flow, agreement.head)
    flow.paragraph(agreement.heading, _TITLE, align="centre")
    flow.paragraph(f"NOMOR {agreement.number or _TO_FILL_IN}", _BODY, align="centre")
    flow.gap(9)
    flow.paragraph(_opening(agreement), _BODY, justify=True)
    flow.gap(4)
    _set_party(flow, "1.", agreement.first_party, "PIHAK PERTAMA")
    _set_party(flow, "2.", agreement.second_party, "PIHAK KEDUA")
    flow.paragraph(_purpose(agreement), _BODY, justify=True)
    _set_article(flow, 1, "Tempat dan waktu")
    flow.paragraph(f"Tempat pelaksanaan tugas: {_joined(agreement.places)}.", _BODY, justify=True)
    flow.paragraph(agreement.when, _BODY, justify=True)
    _set_article(flow, 2, "Kewajiban")
    flow.paragraph("Selama bekerja di luar kantor PIHAK KEDUA wajib:", _BODY)
    _set_points(flow, agreement.duties)
    _set_article(flow, 3, "Pemantauan dan berakhirnya perjanjian")
    flow.paragraph(_WATCHING, _BODY, justify=True)
    # Signatures never stand on a page without words above them.
    flow.keep(_TOGETHER + (SIDE + 8 if agreement.seal is not None else 0))
    flow.paragraph(_ENDING, _BODY, justify=True)
    flow.gap(5)
    flow.paragraph(_CLOSING, _BODY, justify=True)
    flow.gap(8)
    _set_signatures(flow, agreement)
    wet = agreement.signing is SigningMode.WET
    return flow.finish(agreement.second_party.owner_line) if wet else flow.pages


_WATCHING = (
    "PIHAK PERTAMA memantau kinerja dan disiplin PIHAK KEDUA dan dapat memanggil PIHAK KEDUA ke kantor "
    "sewaktu-waktu untuk kepentingan kedinasan."
)
_ENDING = (
    "Perjanjian ini berakhir pada tanggal tersebut dalam Pasal 1, atau lebih awal dengan alasan tertulis. "
    "Perpanjangan didasarkan pada hasil evaluasi kinerja."
)
_CLOSING = "Demikian perjanjian ini dibuat untuk dilaksanakan dengan penuh tanggung jawab."
_TOGETHER = 4 * _BODY.leading + FREE_HEIGHT + 7 * _BODY.leading


def _joined(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} dan {parts[-1]}"


def _opening(agreement: AgreementSheet) -> str:
    day = weekday_date(agreement.signed_on) if agreement.signed_on else _TO_FILL_IN
    return f"Pada hari ini, {day}, bertempat di {agreement.place}, yang bertanda tangan di bawah ini:"


def _purpose(agreement: AgreementSheet) -> str:
    renewal = f" sebagai perpanjangan {agreement.renews}" if agreement.renews else ""
    return (
        "PIHAK PERTAMA dan PIHAK KEDUA sepakat bahwa PIHAK KEDUA melaksanakan tugas kedinasan secara "
        f"fleksibel{renewal} berdasarkan Peraturan Menteri PANRB Nomor 4 Tahun 2025, dengan ketentuan "
        "sebagai berikut."
    )


def _set_party(flow: Flow, number: str, party: Official, name: str) -> None:
    rows = (
        ("Nama", party.name),
        (party.number_label, plain_nip(party.number)),
        ("Pangkat/golongan", party.rank),
        ("Jabatan", party.post),
    )
    flow.keep((len(rows) + 2) * _BODY.leading)
    for at, (label, value) in enumerate(rows):
        baseline = baseline_of(flow.y, _BODY)
        line = Box(flow.body.left, flow.y, flow.body.right, flow.y + _BODY.leading)
        if at == 0:
            flow.page.write(number, _at(line, _NUMBER), baseline, _BODY)
        flow.page.write(label, _at(line, _LABEL), baseline, _BODY)
        flow.page.write(":", _at(line, _COLON), baseline, _BODY)
        flow.paragraph(value or "–", _BODY, box=_at(flow.body, _VALUE))
    flow.paragraph(f"selanjutnya disebut {name}.", _BODY, box=_at(flow.body, _LABEL))
    flow.gap(5)


def _at(box: Box, by: float) -> Box:
    return Box(box.left + by, box.top, box.right, box.bottom)


def _set_article(flow: Flow, number: int, name: str) -> None:
    """A heading that never stands alone at the foot of a page."""
    flow.gap(6)
    flow.keep(_STRONG.leading + 2 * _BODY.leading)
    flow.paragraph(f"Pasal {number}. {name}", _STRONG)
    flow.gap(1)


def _set_points(flow: Flow, points: Sequence[str]) -> None:
    for index, written in enumerate(points):
        point = f"{written.rstrip('.; ')}{'.' if index + 1 == len(points) else ';'}"
        room = flow.body.width - _TEXT
        lines = wrapped(point, _BODY.face, _BODY.size, room)
        flow.keep(min(len(lines), 2) * _BODY.leading)
        line = Box(flow.body.left, flow.y, flow.body.right, flow.y + _BODY.leading)
        marker = _LETTERS[index] if index < len(_LETTERS) else f"{index + 1}"
        flow.page.write(f"{marker}.", _at(line, _MARKER), baseline_of(flow.y, _BODY), _BODY)
        flow.paragraph(point, _BODY, box=_at(flow.body, _TEXT), justify=True)


def _set_signatures(flow: Flow, agreement: AgreementSheet) -> None:
    day = long_date(agreement.signed_on) if agreement.signed_on else _TO_FILL_IN
    head = (f"{agreement.place}, {day}", "PIHAK PERTAMA", f"{agreement.first_party.post},")
    signers = (
        Signer(agreement.second_party, ("PIHAK KEDUA",), 0.0, 0.45, "#ttd_pegawai"),
        Signer(agreement.first_party, head, 0.55, 0.45, "#ttd_pejabat"),
    )
    set_signatures(flow, signers, mode=agreement.signing, size=10)
    if agreement.seal is not None:
        flow.keep(SIDE + 4)
        set_seal(flow.page, agreement.seal, left=flow.body.left, top=flow.y + 4)
        flow.gap(SIDE + 4)
