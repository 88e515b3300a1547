"""The agreement sheet at other lengths and sizes: signatures keep words above them, nothing is cut."""

from dataclasses import replace

import pytest

from flexdesk.documents import draw
from flexdesk.documents.paper import Paper
from flexdesk.documents.parties import SigningMode
from tests.documents import office_samples, samples
from tests.documents.goldens import extracted


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("duties", [6, 10, 15, 16, 18, 20, 22, 24, 40, 70])
def test_signatures_follow_the_last_sentence_whatever_the_length(paper: Paper, duties: int):
    issued = draw(replace(office_samples.agreement(duties), paper=paper))
    assert issued.report.clean, issued.report
    last = extracted(issued.data).splitlines()[-1]
    assert "Perjanjian ini berakhir" in last
    assert "NIP 197203151997031901" in last


def test_a_paper_without_number_and_day_leaves_room_to_write_them():
    words = extracted(draw(replace(office_samples.agreement(), number="", signed_on=None)).data)
    assert "NOMOR …" in words
    assert "Pada hari ini, …" in words
    assert "Sukamaju, …" in words


def test_long_names_and_the_place_for_a_certificate():
    person = replace(samples.PERSON, name="Dr. Hj. " + "Siti Nurhaliza Maharani Kusumawardhani " * 3)
    sheet = replace(office_samples.agreement(), second_party=person, signing=SigningMode.CERTIFIED)
    assert draw(sheet).report.clean


def test_every_duty_ends_like_a_list():
    words = extracted(draw(office_samples.agreement()).data)
    assert "atasan langsung; g." in words
    assert "bulan ke-2." in words
