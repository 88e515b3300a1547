"""The words of a comparison say what differs and how sure that is, and never why."""

import re
from collections.abc import Iterator
from itertools import product

import pytest

from flexdesk.domain.effect import Comparison, Measure, Minimum, Verdict
from flexdesk.domain.effect_words import badge, counted, figure, sentence
from tests.gui.indonesian import spoken

WHY = re.compile(r"\b(karena|sebab|akibat\w*|menyebabkan|berkat|because|due to|causes?d?|thanks to)\b", re.I)
BETTER = re.compile(r"\b(lebih baik|lebih buruk|better|worse|improve\w*|membaik|memburuk)\b", re.I)


def every_kind() -> Iterator[Comparison]:
    for measure in Measure:
        base = Comparison(measure, 90.0, 92.5, 8, 20, 9, Minimum())
        yield Comparison(measure, None, None)
        yield base.judged(Verdict.TOO_FEW)
        for interval, verdict in (
            ((-1.0, 2.0), Verdict.NO_DIFFERENCE),
            ((0.0, 0.0), Verdict.NO_DIFFERENCE),
            ((0.5, 4.5), Verdict.HIGHER),
            ((-4.5, -0.5), Verdict.LOWER),
        ):
            yield base.judged(verdict, interval)


@pytest.mark.parametrize("by_time", [False, True])
def test_no_sentence_tells_why_or_which_is_better(*, by_time: bool) -> None:
    for on_paper, one in product((False, True), every_kind()):
        for text in (
            sentence(one, by_time=by_time, on_paper=on_paper),
            badge(one.verdict, on_paper=on_paper),
        ):
            assert text
            assert "{" not in text
            assert not WHY.search(text), text
            assert not BETTER.search(text), text


def test_papers_speak_indonesian_whatever_the_screen_speaks() -> None:
    found = Comparison(Measure.OUTPUTS, 2.0, 2.35, 8, 20, 9).judged(Verdict.HIGHER, (0.1, 0.6))
    printed = "Berbeda: 0,35 lebih tinggi pada hari fleksibel, antara +0,10 dan +0,60."
    assert sentence(found, by_time=False, on_paper=True) == printed
    assert sentence(found, by_time=False) == (
        "Different: 0.35 higher on flexible days, between +0.10 and +0.60."
    )
    with spoken():
        assert sentence(found, by_time=False) == printed
        assert counted(found) == "8 orang; 20 dan 9 tanggal"


def test_what_lacks_is_named() -> None:
    few = Comparison(Measure.OUTPUTS, 1.0, 1.0, 3, 20, 2).judged(Verdict.TOO_FEW)
    assert "3 people can be compared, 5 are needed" in sentence(few, by_time=False)
    days = Comparison(Measure.OUTPUTS, 1.0, 1.0, 6, 20, 2).judged(Verdict.TOO_FEW)
    assert "2 different dates on one side, 5 are needed" in sentence(days, by_time=False)
    weeks = Comparison(Measure.COVERAGE, 1.0, 1.0, 3, 20, 9).judged(Verdict.TOO_FEW)
    assert "3 weeks can be compared" in sentence(weeks, by_time=False)


@pytest.mark.parametrize(
    ("value", "measure", "signed", "shown"),
    [
        (None, Measure.OUTPUTS, False, "–"),
        (2.345, Measure.OUTPUTS, False, "2,35"),
        (-0.001, Measure.OUTPUTS, True, "0,00"),  # no minus before what is shown as nought
        (-2.5, Measure.REPORTED, True, "\u22122,5"),
        (2.5, Measure.REPORTED, True, "+2,5"),
        (97.25, Measure.REPORTED, False, "97,2 %"),
        (1234.5, Measure.COMPLAINTS, False, "1.234,5"),
    ],
)
def test_numbers_are_written_as_on_papers(
    value: float | None, measure: Measure, *, signed: bool, shown: str
) -> None:
    assert figure(value, measure, signed=signed, on_paper=True) == shown
