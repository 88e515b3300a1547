"""LEMBAR KUSTODIAN: what one of three custodians keeps of the agency's recovery key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flexdesk.documents.flow import Flow
from flexdesk.documents.fonts import SANS, Style
from flexdesk.documents.paper import Paper, sheet
from flexdesk.documents.recovery_sheet import LEAD, MARGINS, STRONG, TITLE, set_groups, set_keeper, set_points
from flexdesk.documents.sheet import Page
from flexdesk.documents.wording import long_date

_KEY = Style(SANS, 9, 12)
_BOX = 39.0  # points; two codes, all advice and the keeper's lines fit one A4 page
_PLACES = ("pertama", "kedua", "ketiga")
_STEPS = (
    "Minta seorang kustodian lain datang dengan lembarnya: satu lembar saja tidak membuka apa pun, dua "
    "lembar yang berbeda cukup.",
    "Masing-masing mengetik kedua kodenya ke satu berkas teks, satu kode satu baris, diawali hurufnya "
    "(misalnya A: ABCD5 0123K …).",
    "Jalankan: flexdesk recover --custodian BERKAS-1 --custodian BERKAS-2 di folder data laptop itu, lalu "
    "buat frasa sandi baru. Hapus kedua berkas teks sesudahnya.",
)
_CARE = (
    "Simpan di lemari besi atau amplop tersegel, tidak segedung dengan lembar kustodian lain.",
    "Jangan difoto, jangan dikirim lewat pesan, jangan disalin ke server. Hapus berkas PDF setelah dicetak.",
    "Bila lembar ini hilang atau pernah dilihat orang lain, minta instansi membuat kunci pemulihan baru.",
)


@dataclass(frozen=True, slots=True)
class CustodianSheet:
    """`codes` are two parts by their letter, in groups; `recipient` is the public half, on all three."""

    agency: str
    number: int
    codes: Mapping[str, tuple[str, ...]]
    recipient: str
    made: date
    paper: Paper = Paper.F4

    @property
    def title(self) -> str:
        return f"Lembar kustodian {self.number} {self.agency}".strip()


def lay_out(form: CustodianSheet) -> list[Page]:
    flow = Flow(sheet(form.paper, MARGINS))
    flow.paragraph("LEMBAR KUSTODIAN", TITLE, align="centre")
    flow.gap(4)
    flow.paragraph(f"Kunci pemulihan {form.agency}".strip(), STRONG, align="centre")
    flow.paragraph(f"Kustodian {_PLACES[form.number - 1]} dari tiga", LEAD, align="centre")
    flow.gap(10)
    flow.paragraph(
        f"Dibuat {long_date(form.made)}. Dua dari tiga lembar yang dibuat hari itu bersama-sama membuka data "
        "laptop dan berkas FlexDesk instansi ini.",
        LEAD,
    )
    flow.gap(10)
    for letter, groups in form.codes.items():
        flow.paragraph(f"Kode {letter}", STRONG)
        flow.gap(4)
        set_groups(flow, groups, _BOX)
        flow.gap(4)
    flow.paragraph("Kunci publik (bukan rahasia, sama pada ketiga lembar)", LEAD)
    flow.paragraph(form.recipient, _KEY)
    flow.gap(12)
    set_points(flow, "Bila laptop sebuah unit tidak lagi dapat dibuka", _STEPS)
    set_points(flow, "Menjaga lembar ini", _CARE)
    flow.gap(8)
    set_keeper(flow)
    return flow.finish(form.title)
