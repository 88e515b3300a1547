"""Papers with every kind of content: nothing is cut off, no signature block splits, no letter is lost."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flexdesk.documents import draw, lay_out
from flexdesk.documents.checks import check_layout
from flexdesk.documents.decision_sheet import SheetReason, SheetVerdict
from flexdesk.documents.evaluation_document import Objection
from flexdesk.documents.paper import Paper
from flexdesk.documents.parties import SigningMode
from flexdesk.documents.results import Indicator, PlannedResult
from flexdesk.documents.sheet import Page
from flexdesk.domain.performance import Aspect
from tests.documents import office_samples, samples
from tests.documents.goldens import extracted
from tests.documents.variants import EVALUATIONS, OFFICIALS, WORDS


def printed(pages: list[Page]) -> Counter[str]:
    return Counter("".join(text.text for page in pages for text in page.texts).replace(" ", ""))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EVALUATIONS)
def test_two_hundred_evaluations_are_whole(form):
    pages = lay_out(form)
    report = check_layout(pages)
    assert report.clean, report
    assert report.signatures == (2 if form.signed_by == "both" else 1)


@settings(max_examples=60, deadline=None)
@given(
    OFFICIALS, OFFICIALS, OFFICIALS, WORDS, st.sampled_from(list(SigningMode)), st.sampled_from(list(Paper))
)
def test_documents_are_whole(person, rater, superior, note, signing, paper):
    form = replace(
        samples.DOCUMENT,
        person=person,
        rater=rater,
        raters_superior=superior,
        note=note,
        signing=signing,
        paper=paper,
    )
    pages = lay_out(form)
    assert check_layout(pages).clean, check_layout(pages)
    assert not Counter("".join(note.split())) - printed(pages)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 120), OFFICIALS, st.sampled_from(list(Paper)), WORDS)
def test_letters_are_whole(people, signer, paper, note):
    form = replace(office_samples.letter(people), signer=signer, paper=paper, annex_note=note)
    report = check_layout(lay_out(form))
    assert report.clean, report
    assert report.signatures == 2


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("count", [1, 2, 7, 13, 40])
def test_from_one_result_to_forty(count, paper):
    form = replace(samples.EVALUATION, main=office_samples.many_results(count), paper=paper)
    issued = draw(form)
    words = extracted(issued.data)
    assert issued.report.clean
    for number in range(1, count + 1):
        assert words.count(f"Hasil pimpinan {number} ") == 1
        assert words.count(f"Indikator {number}.2") == 1
    assert f"Halaman {issued.report.pages} dari {issued.report.pages}" in words


def test_headings_are_repeated_on_every_page_of_a_table():
    pages = lay_out(replace(samples.EVALUATION, main=office_samples.many_results(20)))
    for page in pages[1:4]:
        assert page.texts[0].text == "HASIL KERJA"
        assert "(8)" in [text.text for text in page.texts]


def test_a_cell_longer_than_a_page_goes_on_overleaf():
    long = PlannedResult("Hasil", (Indicator("Indikator", "1", Aspect.TIME, "uraian panjang " * 900),))
    pages = lay_out(replace(samples.EVALUATION, main=(long,)))
    assert check_layout(pages).clean
    assert sum(text.text.count("uraian") for page in pages for text in page.texts) == 900


def test_no_section_row_stays_alone_at_the_foot():
    for count in range(1, 15):
        for page in lay_out(replace(samples.EVALUATION, main=office_samples.many_results(count, 2, count))):
            below = [text for text in page.texts if text.text == "B. TAMBAHAN"]
            for row in below:
                assert any(text.y > row.y + 5 and text.room.bottom < 545 for text in page.texts)


def test_pppk_and_acting_rater_are_named_as_such():
    words = extracted(draw(replace(samples.EVALUATION, person=samples.PPPK, rater=samples.ACTING)).data)
    assert "NI PPPK 19941010 202121 1 911" in words
    assert "Plt. Camat Sukamaju" in words
    assert "Dokumen milik Joko Susanto (NI PPPK 199410102021211911)" in words


def test_empty_fields_are_dashes():
    bare = replace(samples.EVALUATION, main=(), additional=(), behaviours=())
    words = extracted(draw(bare).data)
    assert "A. UTAMA - B. TAMBAHAN - RATING HASIL KERJA" in words


def test_an_objection_moves_the_numbers_of_the_signatures():

    form = replace(
        samples.DOCUMENT, objection=Objection("Tidak setuju", "Sudah dibahas", "Tetap"), received_on=None
    )
    words = extracted(draw(form).data)
    assert "8. KEPUTUSAN ATASAN PEJABAT PENILAI KINERJA Tetap" in words
    assert "10. Pegawai yang Dinilai," in words


def test_certified_signing_reserves_a_field_and_prints_no_foot():
    form = replace(samples.EVALUATION, signing=SigningMode.CERTIFIED)
    words = extracted(draw(form).data)
    assert "#ttd_penilai" in words
    assert "Halaman" not in words
    assert "sertifikat elektronik" not in words


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("signers", [1, 2])
@pytest.mark.parametrize("rows", [1, 17, 28, 90])
def test_reports_of_any_length_are_whole(rows, signers, landscape):
    issued = draw(replace(office_samples.report(rows, signers), landscape=landscape))
    words = extracted(issued.data)
    assert issued.report.clean, issued.report
    assert issued.report.signatures == signers
    assert words.count("30 November 2026") == rows
    assert f"Jumlah {rows}" in words


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(0, 40),
    st.integers(0, 7),
    st.integers(0, 120),
    st.integers(4, 6),
    st.text("abc de", max_size=600),
    st.sampled_from(Paper),
    st.booleans(),
)
def test_monthly_reports_of_any_size_are_whole(parts, changes, people, weeks, answer, paper, with_annex):
    full = office_samples.wfa_report()
    year = "2 Desember 2025 – 31 Januari 2027"
    form = replace(
        full,
        paper=paper,
        units=tuple(
            replace(full.units[0], unit=f"Bidang dengan nama yang panjang {n}") for n in range(parts)
        ),
        composition=tuple(
            replace(full.composition[0], name=f"Bidang dengan nama yang panjang {n} (12)", away=n * n)
            for n in range(parts)
        ),
        changes=tuple(replace(full.changes[0], before=n, after=100 - n) for n in range(changes)),
        change_words=(f"sebelum ({year})", f"sesudah ({year})"),
        weeks=tuple(
            replace(full.weeks[0], name=f"Pegawai {n} Bernama Sangat Panjang", days=(1,) * weeks)
            for n in range(people)
        ),
        week_numbers=tuple(range(40, 40 + weeks)),
        entries=tuple((title, answer) for title, _old in full.entries),
        note=answer,
        annex=full.annex if with_annex else None,
    )
    pages = lay_out(form)
    assert check_layout(pages).clean
    body = pages[0].sheet.body
    for page in pages:
        assert all(text.x >= body.left - 2 for text in page.texts)
        assert all(text.room.right <= body.right + 4 for text in page.texts)


@settings(max_examples=30, deadline=None)
@given(
    OFFICIALS,
    OFFICIALS,
    st.lists(st.tuples(WORDS, st.sampled_from([True, False, None])), min_size=1, max_size=14),
    WORDS,
    st.sampled_from(list(Paper)),
    st.sampled_from(list(SigningMode)),
)
def test_decision_sheets_are_whole(person, signer, reasons, objection, paper, signing):
    told = tuple(SheetReason(text, "Pasal 25 PermenPANRB 4/2025", met) for text, met in reasons)
    verdicts = (SheetVerdict("FLEKSIBEL MENURUT LOKASI", "TIDAK LAYAK", told, ("Jabatan lain.",)),) * 2
    form = replace(
        office_samples.DECISION,
        person=person,
        signer=signer,
        verdicts=verdicts,
        objection=objection,
        paper=paper,
        signing=signing,
    )
    pages = lay_out(form)
    report = check_layout(pages)
    assert report.clean, report
    assert report.signatures == 3
    assert not Counter("".join(objection.split())) - printed(pages)
