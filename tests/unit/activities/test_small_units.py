"""The guide told in people where a share of so few says little, and never as a demand that none can meet."""

import pytest

from flexdesk.domain.distribution import PATTERNS, can_fit, check_distribution
from flexdesk.domain.performance import OrganisationLevel, Predicate
from tests.gui.indonesian import spoken

THREE_GOOD = {Predicate.BAIK: 3}
ONE_EACH = {Predicate.SANGAT_BAIK: 1, Predicate.BAIK: 1, Predicate.BUTUH_PERBAIKAN: 1}
ROUNDING = " Satu orang setara 33,3 % dari unit ini, sehingga panduan tidak dapat dipenuhi dengan tepat."


def said(level: str, counts: dict[Predicate, int]) -> list[str]:
    with spoken():
        return [warning.sentence for warning in check_distribution(counts, OrganisationLevel(level))]


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (
            "istimewa",
            [
                "Sangat Baik: 0 dari 3 orang. Dengan capaian organisasi Istimewa, kelompok ini seharusnya "
                "terbesar, tetapi Baik berjumlah 3."
            ],
        ),
        (
            "baik",
            [
                "Baik: 3 dari 3 orang. Dengan capaian organisasi Baik, panduannya paling banyak 2 dari 3 "
                "orang (70 %)." + ROUNDING,
                "Dari 3 orang tidak ada yang Butuh Perbaikan / Kurang/Misconduct. Dengan capaian organisasi "
                "Baik, panduannya mengharapkan paling sedikit satu orang.",
            ],
        ),
        (
            "butuh_perbaikan",
            [
                "Butuh Perbaikan: 0 dari 3 orang. Dengan capaian organisasi Butuh Perbaikan, panduannya "
                "paling sedikit 2 dari 3 orang (60 %)."
            ],
        ),
        (
            "kurang",
            [
                "Kurang/Misconduct: 0 dari 3 orang. Dengan capaian organisasi Kurang, panduannya paling "
                "sedikit 2 dari 3 orang (60 %).",
                "Butuh Perbaikan: 0 dari 3 orang. Dengan capaian organisasi Kurang, panduannya paling "
                "sedikit 1 dari 3 orang (10 %)." + ROUNDING,
            ],
        ),
        (
            "sangat_kurang",
            [
                "Sangat Kurang: 0 dari 3 orang. Dengan capaian organisasi Sangat Kurang, panduannya "
                "paling sedikit 2 dari 3 orang (60 %).",
                "Kurang/Misconduct / Butuh Perbaikan: 0 dari 3 orang. Dengan capaian organisasi Sangat "
                "Kurang, panduannya paling sedikit 1 dari 3 orang (10 %)." + ROUNDING,
            ],
        ),
    ],
)
def test_three_people_who_are_all_good(level: str, expected: list[str]) -> None:
    assert said(level, THREE_GOOD) == expected


def test_a_share_that_comes_to_nobody() -> None:
    assert said("butuh_perbaikan", ONE_EACH)[1] == (
        "Sangat Baik: 1 dari 3 orang. Dengan capaian organisasi Butuh Perbaikan, panduannya paling banyak "
        "10 %, berarti tidak seorang pun dari 3 orang." + ROUNDING
    )


@pytest.mark.parametrize(
    ("level", "least"),
    [("istimewa", 2), ("baik", 2), ("butuh_perbaikan", 1), ("kurang", 3), ("sangat_kurang", 3)],
)
def test_from_how_many_people_on_a_guide_can_be_kept(level: str, least: int) -> None:
    token = OrganisationLevel(level)
    can = [can_fit(PATTERNS[token], token, total) for total in range(1, 10)]
    assert can == [total >= least for total in range(1, 10)]


def test_what_nobody_can_meet_is_said_to_be_so() -> None:
    (_most, absent) = check_distribution({Predicate.BAIK: 1}, OrganisationLevel.BAIK)
    assert absent.unmeetable
    assert said("baik", {Predicate.BAIK: 1})[0] == (
        "Baik: 1 dari 1 orang. Dengan capaian organisasi Baik, panduannya paling banyak 70 %, berarti tidak "
        "seorang pun dari 1 orang. Tidak ada sebaran 1 orang yang memenuhi panduan ini dengan tepat."
    )
    assert not any(one.unmeetable for one in check_distribution(THREE_GOOD, OrganisationLevel.BAIK))


def test_from_ten_people_on_shares_are_said() -> None:
    counts = {Predicate.BAIK: 8, Predicate.SANGAT_BAIK: 1, Predicate.KURANG: 1}
    (warning,) = check_distribution(counts, OrganisationLevel.BAIK)
    assert "80 %" in warning.sentence
    assert not warning.unmeetable
