"""The first guess at the work result of a report row, measured on the key of September."""

from collections import defaultdict

from flexdesk.domain.links import LinkedRow, Linker, LinkTarget, stem, stems
from flexdesk.domain.performance import Aspect, ResultClass
from flexdesk.exchange.report_files import OutputRow
from flexdesk.exchange.skp_files import PersonSkp

from .files import reports, result_codes, skp


def targets(person: PersonSkp) -> list[LinkTarget]:
    return [
        LinkTarget(
            result.code,
            " ".join([result.text, *(indicator.text for indicator in result.indicators)]),
            tuple(i.unit for i in result.indicators if i.aspect is Aspect.QUANTITY),
            result.kind is ResultClass.ADDITIONAL,
        )
        for result in person.results
    ]


def shares(*, with_history: bool) -> tuple[float, float]:
    """Share of right links of all September rows, and of those that the linker calls clear."""
    rows: dict[str, list[OutputRow]] = defaultdict(list)
    earlier: dict[str, list[LinkedRow]] = defaultdict(list)
    for row in reports("2026-09").rows:
        rows[row.nip].append(row)
    for row in reports("2026-08").rows if with_history else ():
        earlier[row.nip].append(LinkedRow(row.activity, row.unit, row.code))
    background = {row.activity for row in reports("2026-09").rows}
    judged = []
    for person in skp().people:
        linker = Linker(targets(person), earlier[person.nip], background)
        for row in rows[person.nip]:
            link = linker.link(row.activity, row.unit)
            assert link is not None
            judged.append((link.key == result_codes()[row.nip, row.row], link.clear))
    clear = [right for right, is_clear in judged if is_clear]
    return sum(right for right, _clear in judged) / len(judged), sum(clear) / len(clear)


def test_from_the_work_plan_alone():
    overall, clear = shares(with_history=False)
    assert overall > 0.90
    assert clear > 0.97


def test_with_a_month_of_linked_rows():
    overall, clear = shares(with_history=True)
    assert overall > 0.98
    assert clear > 0.985


def test_the_sign_of_each_kind():
    linker = Linker(
        [
            LinkTarget("A", "Terverifikasinya naskah dinas", ("naskah",)),
            LinkTarget("B", "Terlaksananya pembinaan pegawai", ("kegiatan",)),
            LinkTarget("C", "Terlaksananya tugas tambahan", ("kegiatan",), additional=True),
        ],
        [LinkedRow("Menyiram tanaman", "kali", "B")],
    )
    assert linker.link("Memverifikasi naskah dinas keluar") is not None
    assert [
        (link.key if (link := linker.link(activity, unit)) else None)
        for activity, unit in [
            ("Memverifikasi naskah dinas keluar", ""),
            ("Sesuatu yang lain", "naskah"),
            ("Mengikuti apel pagi", "kegiatan"),
            ("Menyiram tanaman", "kali"),
        ]
    ] == ["A", "A", "C", "B"]


def test_a_guess_without_any_sign_is_not_clear():
    linker = Linker([LinkTarget("A", "Naskah"), LinkTarget("B", "Rapat")])
    link = linker.link("Xyzzy")
    assert link is not None
    assert not link.clear
    assert Linker([]).link("Rapat") is None


def test_stems_bring_the_forms_of_a_word_together():
    assert stem("menandatangani") == stem("ditandatangani") == stem("penandatanganan")
    assert stem("memverifikasi") == stem("terverifikasinya") == stem("diverifikasi")
    assert stems("dan di ke 2026") == ()
