"""Which steps an SKP can take, what keeps it from being submitted, and how a year is broken down."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flexdesk.domain.performance import Approach, Aspect, FormKind, Perspective, ResultClass, SkpStatus
from flexdesk.domain.periods import PeriodKind
from flexdesk.domain.skp import (
    OPEN,
    STEPS,
    Header,
    Outsider,
    PlannedIndicator,
    PlannedResult,
    Sign,
    Step,
    form_for,
    is_span,
    lacking,
    outsider,
    overlaps,
    parts_of,
    split_evenly,
    steps_from,
    unset,
)

STAFF, LEADER = FormKind.STAFF, FormKind.LEADER
MAIN, ADDITIONAL = ResultClass.MAIN, ResultClass.ADDITIONAL


def planned(*indicators: PlannedIndicator, kind: ResultClass = MAIN, text: str = "Surat") -> PlannedResult:
    return PlannedResult(text, kind, indicators)


def signs(*results: PlannedResult, form: FormKind = STAFF, approach: Approach = Approach.QUANTITATIVE):
    return [found.sign for found in lacking(results, form, approach)]


def test_the_road_of_an_skp() -> None:
    assert steps_from(SkpStatus.DRAFT) == (Step.SUBMIT,)
    assert steps_from(SkpStatus.SUBMITTED) == (Step.APPROVE, Step.REFUSE, Step.REOPEN)
    assert steps_from(SkpStatus.REFUSED) == (Step.SUBMIT, Step.REOPEN)
    assert steps_from(SkpStatus.APPROVED) == (Step.REOPEN, Step.CLOSE)
    assert steps_from(SkpStatus.CLOSED) == ()
    assert {STEPS[step][1] for step in Step} == set(SkpStatus)
    assert SkpStatus.APPROVED not in OPEN


def test_a_plan_without_a_main_result_is_not_submitted() -> None:
    whole = PlannedIndicator("Jumlah", Aspect.QUANTITY)
    assert signs() == [Sign.NO_MAIN]
    assert signs(planned(whole, kind=ADDITIONAL)) == [Sign.NO_MAIN]
    assert signs(planned(whole)) == []


def test_every_result_of_staff_has_an_indicator_with_an_aspect() -> None:
    (found,) = lacking([planned(text="Arsip")], STAFF, Approach.QUANTITATIVE)
    assert (found.sign, found.blocks, found.sentence) == (
        Sign.NO_INDICATOR, True, "“Arsip” has no indicator.",
    )  # fmt: skip
    assert signs(planned(PlannedIndicator("Jumlah"))) == [Sign.NO_ASPECT]
    assert signs(planned(), approach=Approach.QUALITATIVE) == []


def test_a_doubled_aspect_is_only_a_warning() -> None:
    twice = planned(PlannedIndicator("Jumlah", Aspect.TIME), PlannedIndicator("Lama", Aspect.TIME))
    (found,) = lacking([twice], STAFF, Approach.QUANTITATIVE)
    assert (found.sign, found.blocks) == (Sign.DOUBLED_ASPECT, False)
    assert found.sentence == "“Surat” has the aspect Waktu 2 times."


def test_every_indicator_of_a_leader_has_a_perspective() -> None:
    bare = planned(PlannedIndicator("Indeks", Aspect.QUALITY))
    assert signs(bare, form=LEADER) == [Sign.NO_PERSPECTIVE]
    assert signs(planned(PlannedIndicator("Indeks", None, Perspective.PROCESS)), form=LEADER) == []


def test_overlapping_plans_are_named_but_acting_ones_are_not() -> None:
    year = Header("a", date(2026, 1, 1), date(2026, 12, 31))
    half = Header("b", date(2026, 7, 1), date(2026, 12, 31))
    acting = Header("c", date(2026, 7, 1), date(2026, 7, 31), acting=True)
    assert [found.sign for found in overlaps(half, [year, half, acting])] == [Sign.OVERLAP]
    assert overlaps(acting, [year, half]) == []
    assert overlaps(half, [Header("d", date(2026, 1, 1), date(2026, 6, 30))]) == []
    (touching,) = overlaps(half, [Header("d", date(2026, 1, 1), date(2026, 7, 1))])
    assert "1 January – 1 July 2026" in touching.sentence


@pytest.mark.parametrize(
    ("first", "status", "set_on", "today", "late"),
    [
        (date(2026, 1, 1), SkpStatus.DRAFT, None, date(2026, 1, 31), False),
        (date(2026, 1, 1), SkpStatus.DRAFT, None, date(2026, 2, 1), True),
        (date(2026, 1, 1), SkpStatus.SUBMITTED, None, date(2026, 2, 1), True),
        (date(2026, 1, 1), SkpStatus.APPROVED, date(2026, 1, 31), date(2026, 5, 1), False),
        (date(2026, 1, 1), SkpStatus.APPROVED, date(2026, 2, 1), date(2026, 5, 1), True),
        (date(2026, 1, 1), SkpStatus.APPROVED, None, date(2026, 5, 1), False),
        (date(2026, 7, 1), SkpStatus.DRAFT, None, date(2026, 9, 1), False),
    ],
)
def test_the_plan_of_a_year_is_due_at_the_end_of_january(first, status, set_on, today, late) -> None:
    assert bool(unset(first, status, set_on, today)) is late


def test_who_fills_in_the_leaders_form() -> None:
    assert form_for("jpt_pratama", is_head=False) is LEADER
    assert form_for("camat", is_head=True) is LEADER
    assert form_for("camat", is_head=False) is form_for("", is_head=False) is STAFF


def test_the_days_of_a_plan_lie_in_one_year() -> None:
    assert is_span(date(2026, 1, 1), date(2026, 12, 31))
    assert not is_span(date(2026, 2, 1), date(2026, 1, 31))
    assert not is_span(date(2025, 12, 1), date(2026, 1, 31))


def test_an_official_from_elsewhere_is_five_lines() -> None:
    whole = Outsider("Dr. Contoh", "19700101 199001 1 001", "IV/c", "Sekretaris Daerah", "Setda")
    assert outsider(whole.text) == whole
    assert outsider("Bupati Contoh|||Bupati") == Outsider("Bupati Contoh", "", "", "Bupati", "")
    assert outsider(Outsider("Bupati", "", "", "Bupati").text) == Outsider("Bupati", "", "", "Bupati")
    assert outsider(" \n ") is outsider("") is None


def test_the_months_of_a_plan_in_each_period() -> None:
    parts = parts_of(date(2026, 2, 15), date(2026, 8, 31), PeriodKind.QUARTER)
    assert [(period.code, months) for period, months in parts] == [
        ("2026-Q1", 2), ("2026-Q2", 3), ("2026-Q3", 2),
    ]  # fmt: skip
    assert len(parts_of(date(2026, 1, 1), date(2026, 12, 31), PeriodKind.MONTH)) == 12


def test_a_year_is_split_in_whole_units() -> None:
    assert split_evenly(10, [3, 3, 3, 3]) == [2, 3, 2, 3]
    assert split_evenly(1200, [1] * 12) == [100] * 12
    assert split_evenly(2, [1] * 4) == [0, 1, 0, 1]
    assert split_evenly(2.5, [1, 1]) == [1, 1.5]


@settings(deadline=None)
@given(st.integers(0, 100_000), st.lists(st.integers(1, 12), min_size=1, max_size=12))
def test_the_parts_are_the_whole_and_each_is_near_its_share(total, weights) -> None:
    parts = split_evenly(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert isinstance(part, int)
        assert part >= 0
        assert abs(part - total * weight / sum(weights)) <= 1
