"""Reports are looked through, people are rated, and the paper that is saved is the paper on file."""

import hashlib
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from flexdesk.domain.performance import OrganisationLevel, Predicate
from flexdesk.domain.periods import parse_period
from tests.end_to_end.windows import at_window, files
from tests.gui.conftest import _nothing_leaks, _plain_look, qapp  # noqa: F401
from tests.helpers.desks import DATA, kecamatan_desk, small_desk
from ui.evaluation.page import EvaluationPage
from ui.printing.page import PrintingPage
from ui.review.page import ReviewPage

pytestmark = pytest.mark.usefixtures("qapp")

CAMAT = ("197712092004032865", "Anita Linda Susanti")
SEPTEMBER = DATA / "activities" / "laporan-harian-2026-09.xlsx"
QUARTER = parse_period("2026-Q3")


def test_reports_come_in_one_goes_back_one_is_accepted_and_the_rest_after_the_sample(tmp_path: Path) -> None:
    desk = small_desk(tmp_path / "unit", [CAMAT])
    desk.people.import_file(DATA / "rosters" / "02-duk-kecamatan-tirtawening.xlsx")
    with at_window(desk) as person:
        page = person.at(ReviewPage)
        assert page.empty.isVisible()
        person.picture("3-kosong")
        with files(opened=SEPTEMBER):
            person.press("Ctrl+I")
            person.settle()
        assert person.told.startswith("2026 hasil")
        assert page.queue is not None
        assert page.period.first.isoformat() == "2026-09-30"
        returned = page.current()
        assert returned is not None
        person.press("3")
        person.type_in("Mohon sebutkan desa yang dikunjungi. ")
        person.picture("3-kembalikan")
        person.press("Enter")
        row = desk.store.get("output", returned.key)
        assert row is not None
        assert row["review"] == "returned"
        assert "desa yang dikunjungi" in str(row["note"])
        assert QGuiApplication.clipboard().text() == row["note"]
        accepted = page.current()
        assert accepted is not None
        assert accepted.key != returned.key
        person.press("1")
        assert (desk.store.get("output", accepted.key) or {})["review"] == "accepted"
        waiting = len(desk.store.select("output", review="waiting"))
        person.press("Ctrl+Enter")  # before the sample was opened
        person.settle()
        assert len(desk.store.select("output", review="waiting")) == waiting
        rest = page.queue.matching()
        open_, opened = set(page.queue.sample.keys), page.opened
        for _ in range(page.model.rowCount()):
            if open_ <= opened:
                break
            person.press("Down")
        person.picture("3-contoh")
        assert page.bulk.isEnabled()
        person.press("Ctrl+Enter")
        person.settle()
        assert {(desk.store.get("output", key) or {})["review"] for key in rest} == {"accepted"}
        person.picture("3-selesai")
        person.press("Ctrl+Z")
        person.settle()
        assert len(desk.store.select("output", review="waiting")) == waiting
        person.press("Ctrl+Z", "Ctrl+Z")
        person.settle()
        assert (desk.store.get("output", returned.key) or {})["review"] == "waiting"


def test_three_are_rated_by_digits_and_one_paper_is_saved_as_it_was_seen(tmp_path: Path) -> None:
    with at_window(kecamatan_desk(tmp_path / "unit")) as person:
        desk, page = person.desk, person.at(EvaluationPage)
        rated = []
        for digit in "985":
            one = page.current()
            assert one is not None
            rated.append(one.skp.key)
            person.press(f"Num+{digit}")
            person.settle()
            person.press("Enter")
        found = {one.skp.key: one.predicate for one in desk.evaluation.evaluations(QUARTER)}
        assert [found[key] for key in rated] == [Predicate.SANGAT_BAIK, Predicate.BAIK, Predicate.BAIK]
        assert page.count.text() == "3 dari 35 dinilai"
        page.level.setFocus()
        person.press("Down", "Down")
        person.settle()
        assert desk.evaluation.organisation(QUARTER) is OrganisationLevel.BAIK
        person.picture("4-dinilai")
        person.press("Ctrl+P")
        person.settle()
        papers = person.on(PrintingPage)
        assert papers.kinds == ("evaluation",)
        for_three = papers.preview.pages
        papers.settings.people.field.setFocus()
        person.type_in("neni")
        person.settle()
        assert papers.preview.pages * 3 == for_three
        person.picture("4-pratinjau")
        target = tmp_path / "keluar" / "evaluasi.pdf"
        target.parent.mkdir()
        with files(saved=target):
            person.press("Ctrl+P")
            person.settle()
        data = target.read_bytes()
        assert data == papers.preview.data
        filed = desk.store.select("issued_document")
        assert [row["sha256"] for row in filed] == [hashlib.sha256(data).hexdigest()]
        assert "1 berkas" in person.told
        person.picture("4-disimpan")
