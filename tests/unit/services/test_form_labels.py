"""Words that the agency prints its own way: kept, synced as rows, and said by every form."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.documents import Form, lay_out
from flexdesk.documents.skp_annex import SkpAnnex
from flexdesk.domain.performance import FORM_WORDS, LABELS, Aspect, Rating, SkpStatus, label
from flexdesk.domain.periods import parse_period
from flexdesk.services.form_labels import LabelTooLong, UnknownLabel
from flexdesk.services.papers import Papers
from tests.helpers.desks import kecamatan_desk

YEAR = parse_period("2026")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with kecamatan_desk(tmp_path / "unit") as desk:
        yield desk


def words(form: Form) -> str:
    return " ".join(one.text for page in lay_out(form) for one in page.texts)


def skp(desk: Desk) -> Form:
    papers = Papers(desk.store, desk.reader, date(2026, 11, 21), None)
    return papers.skp(desk.targets.plans(year=2026)[0])


def test_every_form_prints_the_agencys_words(desk: Desk) -> None:
    usual = words(skp(desk))
    assert "A. UTAMA" in usual
    assert "PIMPINAN YANG DIINTERVENSI" in usual
    own = {
        "ResultClass.main": "A. KINERJA UTAMA",
        "Form.intervened": "RENCANA HASIL KERJA ATASAN YANG DIINTERVENSI",
        "FormKind.ja_jf": "BAGI PEJABAT ADMINISTRASI DAN FUNGSIONAL",
        "Approach.quantitative": "PENDEKATAN KUANTITATIF",
        "Aspect.quantity": "Jumlah",
    }
    for key, text in own.items():
        desk.form_labels.set(key, text)
    printed = words(skp(desk))
    for text in ("A. KINERJA UTAMA", "ATASAN YANG", "DAN FUNGSIONAL", "PENDEKATAN KUANTITATIF", "Jumlah"):
        assert text in printed
    assert "A. UTAMA" not in printed.replace("KINERJA UTAMA", "")
    assert "PIMPINAN YANG DIINTERVENSI" not in printed


def test_the_evaluation_and_the_annex_do_too(desk: Desk) -> None:
    desk.form_labels.set("Form.evaluation_title", "HASIL EVALUASI KINERJA PEGAWAI")
    desk.form_labels.set("Form.behaviour_rating", "RATING PERILAKU KERJA")
    desk.form_labels.set("Annex.consequences", "KONSEKUENSI ATAS CAPAIAN")
    period = parse_period("2026-Q3")
    evaluation = desk.evaluation.evaluations(period)[1]
    desk.evaluation.rate(evaluation.skp.key, period, results=Rating.MEETS, behaviour=Rating.MEETS)
    desk.evaluation.set_organisation(period, "baik")
    papers = Papers(desk.store, desk.reader, date(2026, 11, 21), None)
    rated = desk.evaluation.evaluations(period)[1]
    printed = words(papers.evaluation(rated, period, desk.evaluation.organisation(period)))
    assert "HASIL EVALUASI KINERJA PEGAWAI" in printed
    assert "RATING PERILAKU KERJA" in printed
    form = papers.skp(rated.skp)
    annex = SkpAnnex(
        form.agency, form.person, form.rater, form.period, (), (), (), form.place, form.signed_on
    )
    assert "KONSEKUENSI ATAS CAPAIAN" in words(annex)


def test_a_word_comes_back_and_belongs_to_its_unit(desk: Desk) -> None:
    desk.form_labels.set("SkpStatus.approved", "Disetujui")
    assert label(SkpStatus.APPROVED) == "Disetujui"
    assert [one.key for one in desk.form_labels.labels() if one.is_own] == ["SkpStatus.approved"]
    desk.form_labels.set("SkpStatus.approved", "")
    assert label(SkpStatus.APPROVED) == "Persetujuan"
    assert desk.form_labels.set("SkpStatus.approved", "Persetujuan") is None
    change = desk.form_labels.set("Aspect.time", "  Ketepatan   waktu ")
    assert label(Aspect.TIME) == "Ketepatan waktu"
    desk.committer.commit(change.inverse())
    assert label(Aspect.TIME) == "Waktu"
    desk.form_labels.set("Aspect.time", "Lama")
    desk.close()
    assert label(Aspect.TIME) == "Waktu"


def test_unknown_and_long_words_are_refused(desk: Desk) -> None:
    for key in ("Aspect.rasa", "Predicate.baik", ""):
        with pytest.raises(UnknownLabel):
            desk.form_labels.set(key, "x")
    with pytest.raises(LabelTooLong):
        desk.form_labels.set("Aspect.time", "x" * 121)
    assert not desk.store.select("form_label")
    keys = [one.key for one in desk.form_labels.labels()]
    assert len(keys) == len(set(keys)) == len(LABELS) - 5 + len(FORM_WORDS)
