"""Tokens, labels, the nine cells, angka kredit and the distribution guide."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest

from flexdesk.domain import performance
from flexdesk.domain.core_values import CONDUCTS, CoreValue
from flexdesk.domain.distribution import Demand, check_distribution
from flexdesk.domain.performance import (
    CREDIT_COEFFICIENTS,
    EVALUATION_PERIODS,
    LABELS,
    OrganisationLevel,
    Predicate,
    Rating,
    angka_kredit,
    label,
    objection_deadline,
    predicate_of,
)
from flexdesk.domain.periods import PeriodKind

BELOW, MEETS, ABOVE = Rating.BELOW, Rating.MEETS, Rating.ABOVE


@pytest.mark.parametrize(
    ("results", "behaviour", "predicate"),
    [
        (ABOVE, ABOVE, "sangat_baik"), (ABOVE, MEETS, "baik"), (ABOVE, BELOW, "kurang"),
        (MEETS, ABOVE, "baik"), (MEETS, MEETS, "baik"), (MEETS, BELOW, "kurang"),
        (BELOW, ABOVE, "butuh_perbaikan"), (BELOW, MEETS, "butuh_perbaikan"), (BELOW, BELOW, "sangat_kurang"),
    ],
)  # fmt: skip
def test_the_nine_cells(results, behaviour, predicate):
    assert predicate_of(results, behaviour).value == predicate


def own_enums() -> list[type[StrEnum]]:
    return [
        found
        for found in vars(performance).values()
        if isinstance(found, type) and issubclass(found, StrEnum) and found not in (StrEnum, PeriodKind)
    ]


def test_every_token_has_a_label_and_every_label_a_token():
    tokens = [token for enum in own_enums() for token in enum] + list(EVALUATION_PERIODS)
    assert {f"{type(token).__name__}.{token.value}" for token in tokens} == LABELS.keys()
    assert all(label(token) for token in tokens)


def test_an_agency_may_print_its_own_word():
    mine = {"Predicate.butuh_perbaikan": "Cukup", "Predicate.kurang": ""}
    assert label(Predicate.BUTUH_PERBAIKAN, mine) == "Cukup"
    assert label(Predicate.KURANG, mine) == "Kurang/Misconduct"
    assert label(OrganisationLevel.BUTUH_PERBAIKAN, mine) == "Butuh Perbaikan"


def test_seven_values_with_three_guides_in_order():
    assert list(CONDUCTS) == list(CoreValue)
    assert all(len(conduct.guides) == 3 for conduct in CONDUCTS.values())
    assert "".join(conduct.name[:1] for conduct in CONDUCTS.values()) == "BAKHLAK"


@pytest.mark.parametrize(
    ("predicate", "jenjang", "months", "credit"),
    [
        ("sangat_baik", "Ahli Pertama", 12, "18.75"),
        ("baik", "Ahli Pertama", 2, "2.08"),
        ("sangat_kurang", "Pemula", 12, "0.94"),
        ("butuh_perbaikan", "Ahli Utama", 6, "18.75"),
    ],
)
def test_angka_kredit(predicate, jenjang, months, credit):
    assert angka_kredit(Predicate(predicate), CREDIT_COEFFICIENTS[jenjang], months) == Decimal(credit)


@pytest.mark.parametrize("months", [0, 13])
def test_angka_kredit_of_impossible_months(months):
    with pytest.raises(ValueError):
        angka_kredit(Predicate.BAIK, Decimal(25), months)


def test_objection_has_fourteen_days():
    assert objection_deadline(date(2026, 12, 28)) == date(2027, 1, 11)


def rules(level: str, **counts: int) -> list[str]:
    found = check_distribution({Predicate(k): n for k, n in counts.items()}, OrganisationLevel(level))
    return [warning.rule.removeprefix(f"{level}.") + ("~" if warning.rounding else "") for warning in found]


@pytest.mark.parametrize(
    ("level", "counts", "expected"),
    [
        ("istimewa", {"sangat_baik": 7, "baik": 3}, []),
        ("istimewa", {"sangat_baik": 8, "baik": 2}, ["at_most.sangat_baik"]),
        ("istimewa", {"sangat_baik": 4, "baik": 6}, ["largest.sangat_baik"]),
        ("istimewa", {"sangat_baik": 5, "baik": 5}, []),
        ("baik", {"baik": 28, "sangat_baik": 10, "butuh_perbaikan": 2}, []),
        ("baik", {"baik": 30, "sangat_baik": 10}, ["at_most.baik", "present.butuh_perbaikan+kurang"]),
        ("baik", {"baik": 6, "sangat_baik": 1, "kurang": 1}, ["at_most.baik~"]),
        ("butuh_perbaikan", {"butuh_perbaikan": 6, "baik": 3, "sangat_baik": 1}, []),
        ("butuh_perbaikan", {"butuh_perbaikan": 5, "baik": 3, "sangat_baik": 2},
         ["at_least.butuh_perbaikan", "at_most.sangat_baik"]),
        ("butuh_perbaikan", {"butuh_perbaikan": 4, "baik": 2, "sangat_baik": 1},
         ["at_least.butuh_perbaikan~", "at_most.sangat_baik~"]),
        ("kurang", {"kurang": 6, "butuh_perbaikan": 1, "baik": 3}, []),
        ("kurang", {"kurang": 6, "baik": 4}, ["at_least.butuh_perbaikan"]),
        ("sangat_kurang", {"sangat_kurang": 6, "kurang": 1, "baik": 3}, []),
        ("sangat_kurang", {"sangat_kurang": 9, "sangat_baik": 1},
         ["at_least.kurang+butuh_perbaikan", "absent.sangat_baik"]),
        ("baik", {}, []),
    ],
)  # fmt: skip
def test_the_guide(level, counts, expected):
    assert rules(level, **counts) == expected


def test_a_warning_says_its_counts_and_is_honest_about_rounding():
    counts = {Predicate.BAIK: 6, Predicate.SANGAT_BAIK: 1, Predicate.KURANG: 1}
    (warning,) = check_distribution(counts, OrganisationLevel.BAIK)
    assert (warning.demand, warning.count, warning.total, warning.limit) == (Demand.AT_MOST, 6, 8, 6)
    assert warning.sentence == (
        "Baik: 6 of 8 people. With the organisation's result Baik the guide is at most 5 of 8 people (70 %). "
        "One person is 12.5 % of this unit, so the guide cannot be met exactly."
    )
    assert warning.sentence_with({"Predicate.baik": "Sesuai"}).startswith("Sesuai: 6 of 8")


def test_the_larger_group_is_named():
    counts = {Predicate.BAIK: 3, Predicate.SANGAT_BAIK: 6, Predicate.KURANG: 1}
    (warning,) = check_distribution(counts, OrganisationLevel.BAIK)
    assert warning.sentence.endswith("it should be the largest group, but Sangat Baik has 6.")
