from dataclasses import replace

import pytest

from flexdesk.documents import draw, lay_out
from flexdesk.documents.checks import check_layout
from flexdesk.documents.paper import Paper
from flexdesk.documents.preview import page_image, page_sizes
from flexdesk.documents.seal import _runs, modules
from flexdesk.documents.sheet import Tiles
from tests.documents import office_samples, samples
from tests.documents.goldens import extracted


def test_forty_five_people_fit_on_one_f4_sheet():
    issued = draw(office_samples.week(15, 15, 15))
    assert issued.report.pages == 1
    assert issued.report.clean
    assert page_sizes(issued.data) == ((pytest.approx(935.4, abs=0.1), pytest.approx(609.4, abs=0.1)),)


def test_more_people_are_divided_by_group_and_numbered_on():
    pages = lay_out(office_samples.week(30, 16, 20))
    assert len(pages) == 2
    assert check_layout(pages).clean
    for page in pages:
        texts = [text.text for text in page.texts]
        assert "Keterangan" in texts
        assert "Senin 23" in texts
    assert "Seksi 2 Pegawai 0" in [text.text for text in pages[1].texts]
    assert "31" in [text.text for text in pages[1].texts]


def test_a_group_too_large_for_a_sheet_is_divided():
    pages = lay_out(office_samples.week(100))
    names = [text.text for page in pages for text in page.texts if text.text.startswith("Seksi 1 Pegawai")]
    assert len(names) == 100
    assert len(set(names)) == 100


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("people", [1, 10, 40, 45, 110])
def test_every_size_of_unit_on_both_papers(people, paper):
    form = replace(office_samples.week(*([9] * (people // 9)), people % 9 or 1), paper=paper)
    assert check_layout(lay_out(form)).clean


def test_hidden_reasons_are_dashes_and_not_in_the_legend():
    shown, hidden = (
        extracted(draw(office_samples.week(12, hide_reasons=hide)).data) for hide in (False, True)
    )
    for word in ("Cuti", "Sakit", "Izin"):
        assert word in shown
        assert word not in hidden
    pages = lay_out(office_samples.week(12, hide_reasons=True))
    letters = [text.text for page in pages for text in page.texts if len(text.text) == 1]
    assert not {"C", "S", "I"} & set(letters)
    assert "–" in letters


def test_too_few_people_are_told_in_words():
    assert "0 kurang" in extracted(draw(office_samples.week(5)).data)


def test_a_name_that_cannot_be_shown_is_reported():
    group = office_samples.group("A", 1)
    person = replace(group.people[0], name="Suryadiningratpertanggungjawaban " * 6)
    form = replace(office_samples.week(1), groups=(replace(group, people=(person,)),))
    assert check_layout(lay_out(form)).clipped == (person.name,)


def test_the_code_on_paper_is_the_code_that_was_made():
    """Reads the middle of every module back from the rendered page."""
    form = replace(office_samples.week(5), seal=replace(samples.SEAL, payload="FD1 " + "9f8e7d6c" * 30))
    scale = 6.0
    image = page_image(draw(form).data, 0, scale=scale)
    size, runs = _runs(form.seal.payload, "m")
    dark = {(row, column + step) for row, column, length in runs for step in range(length)}
    side = 21 * 72 / 25.4
    left, top = image.width / scale - 8 * 72 / 25.4 - side, 5 * 72 / 25.4
    step = side / size
    assert size == modules(form.seal.payload)
    for row in range(size):
        for column in range(size):
            x, y = int((left + (column + 0.5) * step) * scale), int((top + (row + 0.5) * step) * scale)
            assert (image.rgb[(y * image.width + x) * 3] < 128) == ((row, column) in dark)


def test_a_large_code_takes_the_weaker_correction_before_it_is_left_out():
    def tiles(code: str) -> int:
        form = replace(office_samples.week(5), code=code)
        return sum(isinstance(one, Tiles) for one in lay_out(form)[0].graphics)

    without = tiles("")  # patterns of dots are tiles too
    assert [tiles("A1" * (letters // 2) + "a") - without for letters in (200, 430, 900)] == [1, 1, 0]
    side = {level: modules("A1" * 215 + "a", level) for level in ("m", "l")}
    assert 26 / side["m"] < 0.33 <= 26 / side["l"]
