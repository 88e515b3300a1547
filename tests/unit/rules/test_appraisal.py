"""PRF-02 and PRF-03: how often is appraised, and in which words, where a unit settled it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.documents.labels import FormLabels
from flexdesk.domain.performance import Predicate, label
from flexdesk.domain.rules.reports import appraised_period
from flexdesk.errors import FlexDeskError
from tests.helpers.desks import TODAY, small_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = small_desk(tmp_path / "unit")
    yield made
    made.close()


@pytest.mark.parametrize(
    ("interval", "day", "code"),
    [
        ("quarter", date(2026, 11, 21), "2026-Q3"),
        ("quarter", date(2026, 12, 25), "2026-Q4"),
        ("month", date(2026, 11, 21), "2026-10"),
        ("month", date(2026, 11, 24), "2026-11"),
    ],
)
def test_prf_02_the_period_that_waits_follows_the_interval(interval: str, day: date, code: str) -> None:
    """PRF-02"""
    assert appraised_period(interval, day).code == code


def test_prf_02_the_interval_of_the_unit_is_read(desk: Desk) -> None:
    """PRF-02"""
    assert desk.policy.appraised_period(TODAY).code == "2026-Q3"
    desk.policy.set("performance.interval", "month", from_day=TODAY)
    assert desk.policy.appraised_period(TODAY).code == "2026-10"


def test_prf_03_the_agencys_words_are_said_and_printed(desk: Desk) -> None:
    """PRF-03"""
    usual = [label(one) for one in Predicate]
    assert usual[2] == "Butuh Perbaikan"
    desk.policy.set("performance.label_butuh_perbaikan", "Cukup", from_day=TODAY)
    assert label(Predicate.BUTUH_PERBAIKAN) == "Cukup"
    assert FormLabels().predicate(Predicate.BUTUH_PERBAIKAN) == "Cukup"
    assert label(Predicate.BAIK) == "Baik"
    given = {"Predicate.butuh_perbaikan": "Sedang"}
    assert label(Predicate.BUTUH_PERBAIKAN, given) == "Sedang"
    desk.close()
    assert [label(one) for one in Predicate] == usual


@pytest.mark.parametrize("words", ["", "  ", "a" * 61, "dua\nbaris"])
def test_prf_03_a_label_is_one_short_line(desk: Desk, words: str) -> None:
    """PRF-03"""
    with pytest.raises(FlexDeskError):
        desk.policy.set("performance.label_baik", words, from_day=TODAY)
