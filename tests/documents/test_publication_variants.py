"""Letters, amendments, withdrawals, wall sheets and slips of every size: nothing cut, split or missing."""

import os
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flexdesk.documents import lay_out
from flexdesk.documents.checks import check_layout
from flexdesk.documents.combine import Form
from flexdesk.documents.order_letter import AnnexLine
from flexdesk.documents.paper import Paper
from flexdesk.documents.parties import Official, SigningMode
from flexdesk.documents.report import Column, Part, Report
from flexdesk.documents.short_letter import ChangedLine, ShortLetter
from flexdesk.documents.week_records import SheetGroup, SheetPerson, WeekSheet
from flexdesk.domain.places import Place
from tests.documents import office_samples, samples

EVERY_DAY, LONG = 60, 1000
WORDS = st.one_of(
    st.sampled_from(["rumah", "Kantor lain", "Tidak bertugas"]),
    st.text(st.sampled_from("abcdefghijklmnoprstuwy ABCDEK.,-/"), min_size=1, max_size=120),
)
NAMES = st.one_of(
    st.sampled_from(
        ["Ni", "Kartika Sari, S.IP.", "Prof. Dr. H. " + "Raden Mas Suryadiningrat " * 2 + "M.Si."]
    ),
    st.text(st.sampled_from("abcdefghij KLMN.,'’é"), min_size=1, max_size=70),
)
NUMBERS = st.sampled_from(["", "094/211/KEC.SKM/2026", "800.1.3.2/1234/KEC.SKM-SEKRETARIAT/XI/2026", "…"])
NIPS = st.sampled_from(["198301252008012912", "", "199410102021211911"])
OFFICIALS = st.builds(
    Official,
    name=NAMES,
    number=NIPS,
    rank=st.sampled_from(["Penata Tingkat I (III/d)", "IX", ""]),
    position=st.sampled_from(["Camat Sukamaju", "Kepala Subbagian Perencanaan, Keuangan dan " * 2]),
    unit=st.just(samples.UNIT),
    acting=st.sampled_from(["", "Plt.", "Plh."]),
)
DAYS = [office_samples.MONDAY + timedelta(days=at) for at in range(7)]
REMARKS = st.sampled_from(["", "DICABUT pada tanggal 21 November 2026, surat nomor 800/103/KEC.SKM/XI/2026"])
COMMON = {
    "signer": OFFICIALS,
    "number": NUMBERS,
    "paper": st.sampled_from(list(Paper)),
    "signing": st.sampled_from(list(SigningMode)),
    "remark": REMARKS,
}
ANNEX = st.builds(
    AnnexLine,
    NAMES,
    NIPS,
    st.sampled_from(["Camat", "Pengadministrasi Perkantoran pada Subbagian Umum dan Kepegawaian"]),
    st.lists(st.tuples(st.sampled_from(DAYS), WORDS), min_size=1, max_size=5).map(tuple),
    st.sampled_from(["", "Rekap presensi November"]),
)
LETTERS = st.builds(
    replace,
    st.just(office_samples.letter(1)),
    lines=st.lists(ANNEX, min_size=1, max_size=60).map(tuple),
    **COMMON,
)
CHANGES = st.builds(ChangedLine, NAMES, NIPS, st.sampled_from(DAYS), WORDS, WORDS)
SHORT = st.builds(
    ShortLetter,
    head=st.just(office_samples.HEAD),
    heading=st.sampled_from(["PERUBAHAN KE-12 SURAT PERINTAH TUGAS", "PENCABUTAN SURAT PERINTAH TUGAS"]),
    considering=st.lists(WORDS, min_size=1, max_size=3).map(tuple),
    basis=st.lists(WORDS, min_size=1, max_size=8).map(tuple),
    decides=st.just("Memutuskan"),
    rulings=st.lists(WORDS, min_size=1, max_size=4).map(tuple),
    lines=st.lists(CHANGES, max_size=60).map(tuple),
    first=st.just(DAYS[0]),
    last=st.just(DAYS[-1]),
    place=st.just("Sukamaju"),
    signed_on=st.just(DAYS[0]),
    **COMMON,
)
PLACES = st.one_of(st.none(), st.sampled_from(list(Place)))
PLAIN_NAMES = st.one_of(  # the sheet prints names without titles
    st.sampled_from(["Ni", "Raden Mas Suryadiningrat Kusumawardhani", "I Gusti Ngurah Agung Wirawan Putra"]),
    st.text(st.sampled_from("abcdefghij klmnop'’é"), min_size=1, max_size=44),
)
PEOPLE = st.builds(
    SheetPerson,
    PLAIN_NAMES,
    WORDS,
    st.lists(PLACES, min_size=7, max_size=7).map(tuple),
    st.sampled_from([None, 0, 3, 9]),
)
WALLS = st.builds(
    replace,
    st.just(office_samples.week(1)),
    groups=st.lists(PEOPLE, min_size=1, max_size=60).map(
        lambda found: tuple(
            SheetGroup(f"Seksi {at}", tuple(found[at : at + 13])) for at in range(0, len(found), 13)
        )
    ),
    letter=NUMBERS,
    signer=OFFICIALS,
    remark=REMARKS,
    revision=st.integers(0, 12),
    code=st.sampled_from(["", "FD1:" + "a" * 280, "FD1:" + "a" * 700]),
    hide_reasons=st.booleans(),
    paper=st.sampled_from(list(Paper)),
)
SLIPS = st.builds(
    Report,
    titles=st.just(("SLIP JADWAL KERJA MINGGU 48",)),
    subtitle=WORDS,
    parts=st.lists(
        st.builds(
            Part,
            heading=NAMES,
            columns=st.just(tuple(Column(f"Senin {day.day}", 1.0, "centre") for day in DAYS)),
            rows=st.lists(
                st.sampled_from(["Kantor", "Rumah (WFA)", "Off / libur sif", "–"]), min_size=7, max_size=7
            ).map(lambda row: (tuple(row),)),
        ),
        min_size=1,
        max_size=60,
    ).map(tuple),
    paper=st.sampled_from(list(Paper)),
)
FORMS = st.one_of(LETTERS, SHORT, WALLS, SLIPS)
_CALM = [HealthCheck.too_slow, HealthCheck.data_too_large]


def people_of(form: Form) -> int:
    if isinstance(form, WeekSheet):
        return sum(len(group.people) for group in form.groups)
    if isinstance(form, Report):
        return len(form.parts)
    assert hasattr(form, "lines")
    return len(form.lines)


def whole(form: Form) -> None:
    pages = lay_out(form)
    report = check_layout(pages)
    assert report.clean, report
    people = people_of(form)
    assert 1 <= report.pages <= 4 + people, report.pages
    if isinstance(form, ShortLetter):
        assert report.signatures == (2 if form.lines else 1)
        said = [text.text for page in pages for text in page.texts if text.text == form.remark]
        assert len(said) == (report.pages if form.remark else 0)
    if isinstance(form, WeekSheet):
        assert report.pages <= 1 + people // 13
        assert report.signatures == report.pages


@settings(max_examples=EVERY_DAY, deadline=None, suppress_health_check=_CALM)
@given(FORMS)
def test_papers_of_a_publication_are_whole(form: Form) -> None:
    whole(form)


@pytest.mark.slow
@pytest.mark.skipif("SOAK" not in os.environ, reason="a thousand papers take a minute; make soak")
@settings(max_examples=LONG, deadline=None, suppress_health_check=_CALM)
@given(FORMS)
def test_a_thousand_papers_of_a_publication_are_whole(form: Form) -> None:
    whole(form)
