"""Comparisons of few people and few days claim nothing that is not there and find what is."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from statistics import fmean

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from flexdesk.domain import resampling
from flexdesk.domain.effect import (
    Comparison,
    Measure,
    Minimum,
    Sample,
    UnitDay,
    Verdict,
    few_or_many,
    of_unit,
    windows,
)
from flexdesk.domain.resampling import interval, interval_between, student

START = date(2026, 8, 3)
COUNTS = st.integers(0, 12)
untimed = settings(deadline=None, max_examples=60)
People = dict[str, tuple[list[int], list[int]]]


@pytest.fixture(autouse=True)
def _fewer_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resampling, "RESAMPLES", 300)


def people(least: int = 1, most: int = 12) -> st.SearchStrategy[People]:
    """A name -> outputs of office days and of flexible days."""
    days = st.lists(COUNTS, min_size=1, max_size=8)
    return st.dictionaries(
        st.text("abcdefgh", min_size=1, max_size=4), st.tuples(days, days), min_size=least, max_size=most
    )


def compared(found: People, order: Random | None = None) -> Comparison:
    sample = Sample(Measure.OUTPUTS)
    rows = [
        (name, START + timedelta(days=2 * number + side), value, bool(side))
        for name, sides in found.items()
        for side, values in enumerate(sides)
        for number, value in enumerate(values)
    ]
    if order is not None:
        order.shuffle(rows)
    for name, day, value, second in rows:
        sample.add(name, day, value, second=second)
    return sample.compared(Minimum())


@untimed
@given(people())
def test_days_that_are_alike_give_no_claim(found: People) -> None:
    alike = {name: (values, list(values)) for name, (values, _other) in found.items()}
    result = compared(alike)
    assert result.verdict in (Verdict.NO_DIFFERENCE, Verdict.TOO_FEW)
    if result.low is not None and result.high is not None:
        assert result.low <= 0 <= result.high


@untimed
@given(people(least=5), st.integers(1, 20))
def test_a_shift_of_everybody_is_recovered(found: People, shift: int) -> None:
    moved = {name: (values * 5, [v + shift for v in values] * 5) for name, (values, _o) in found.items()}
    result = compared(moved)
    assert result.verdict is Verdict.HIGHER
    assert result.difference == pytest.approx(shift)
    assert (result.low, result.high) == pytest.approx((shift, shift))
    turned = compared({name: (two, one) for name, (one, two) in moved.items()})
    assert turned.verdict is Verdict.LOWER
    assert turned.difference == pytest.approx(-shift)


@untimed
@given(people(), st.randoms(use_true_random=False))
def test_the_order_of_people_and_days_changes_nothing(found: People, order: Random) -> None:
    names = list(found)
    order.shuffle(names)
    renamed = {f"x{number}": found[name] for number, name in enumerate(names)}
    assert compared(renamed, order) == compared(found)


@untimed
@given(people())
def test_below_the_minimum_nothing_is_concluded(found: People) -> None:
    result = compared(found)
    enough = result.groups >= 5 and result.first_days >= 5 and result.second_days >= 5
    assert (result.verdict is Verdict.TOO_FEW) == (not enough)
    assert (result.low is None) == (not enough)


@untimed
@given(people(least=2), people(least=1))
def test_who_has_one_kind_of_day_only_says_nothing(found: People, others: People) -> None:
    sample, alone = Sample(Measure.OUTPUTS), Sample(Measure.OUTPUTS)
    for name, (office, flexible) in found.items():
        for number, value in enumerate(office):
            for one in (sample, alone):
                one.add(name, START + timedelta(days=number), value, second=False)
        for number, value in enumerate(flexible):
            for one in (sample, alone):
                one.add(name, START + timedelta(days=number), value, second=True)
    for number, (office, _flexible) in enumerate(others.values()):
        for offset, value in enumerate(office):
            sample.add(f"only {number}", START + timedelta(days=offset), value, second=bool(number % 2))
    assert sample.compared(Minimum()) == alone.compared(Minimum())


@untimed
@given(st.lists(st.floats(-50, 50), min_size=2, max_size=30), st.floats(-9, 9))
def test_an_interval_moves_with_its_values_and_lies_among_them(values: list[float], by: float) -> None:
    low, high = interval(values)
    assert min(values) - 1e-6 <= low <= high <= max(values) + 1e-6
    moved = interval([value + by for value in values])
    assert moved == pytest.approx((low + by, high + by), abs=1e-6)


@untimed
@given(st.lists(st.integers(0, 9), min_size=5, max_size=20), st.lists(st.integers(0, 9), min_size=5))
def test_two_samples_turned_round_give_the_turned_interval_nearly(one: list[int], two: list[int]) -> None:
    assume(len(two) <= 20)
    low, high = interval_between(one, two)
    assert low <= high
    if set(one) == set(two) and len(set(one)) == 1:
        assert (low, high) == (0, 0)
    assert min(two) - max(one) <= low
    assert high <= max(two) - min(one)


@pytest.mark.parametrize(
    ("size", "skewed", "least"), [(5, False, 0.88), (8, False, 0.90), (20, False, 0.91), (20, True, 0.86)]
)
def test_the_interval_holds_the_truth_as_often_as_it_says(size: int, skewed: bool, least: float) -> None:
    draw = Random(7)
    held = 0
    for _again in range(300):
        values = [draw.expovariate(1) - 1 if skewed else draw.gauss(0, 1) for _value in range(size)]
        low, high = interval(values)
        held += low <= 0 <= high
    assert least <= held / 300 <= 0.99


def test_the_cheap_interval_of_many_values_agrees_with_the_drawn_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resampling, "RESAMPLES", 4000)
    draw = Random(3)
    values = [draw.gauss(2, 1) for _value in range(resampling.MANY)]
    cheap = interval(values)
    monkeypatch.setattr(resampling, "MANY", 10_000)
    assert interval(values) == pytest.approx(cheap, abs=0.01)


@pytest.mark.parametrize(
    ("freedom", "reach"), [(1, 12.7062), (2, 4.3027), (4, 2.7764), (9, 2.2622), (30, 2.0423), (399, 1.9659)]
)
def test_student_is_that_of_the_tables(freedom: int, reach: float) -> None:
    assert student(freedom) == pytest.approx(reach, abs=5e-5)


def test_one_value_has_no_interval() -> None:
    with pytest.raises(ValueError, match="1"):
        interval([3.0])
    with pytest.raises(ValueError, match="0"):
        interval_between([], [1.0, 2.0])


@untimed
@given(
    st.dates(date(2025, 1, 1), date(2026, 12, 31)), st.integers(-40, 400), st.none() | st.integers(-90, 400)
)
def test_both_stretches_are_equally_long_and_meet_at_the_introduction(
    introduced: date, length: int, begins: int | None
) -> None:
    last = introduced + timedelta(days=length)
    first = None if begins is None else introduced + timedelta(days=begins)
    found = windows(introduced, last, first)
    start = max(introduced, first or introduced)
    assert (found is None) == (start > last)
    if found is not None:
        (before_first, before_last), after = found
        assert after == (start, last)
        assert before_last == introduced - timedelta(days=1)
        assert before_last - before_first == last - start


@untimed
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3)), min_size=1, max_size=60))
def test_counters_are_compared_within_weeks_as_a_naive_walk_does(days: list[tuple[int, int]]) -> None:
    units = [
        UnitDay(START + timedelta(days=number), 20, away, 3, staffed)
        for number, (away, staffed) in enumerate(days)
    ]
    split = few_or_many(units)
    assert 2 * sum(day.away > split for day in units) <= len(units)
    result = of_unit(Measure.COVERAGE, units, lambda day: day.away > split).compared(Minimum())
    weeks: dict[int, tuple[list[int], list[int]]] = {}
    for number, (away, staffed) in enumerate(days):
        weeks.setdefault(number // 7, ([], []))[away > split].append(staffed)  # the first day is a Monday
    both = [(few, many) for few, many in weeks.values() if few and many]
    assert result.groups == len(both)
    if both:
        expected = fmean(100 * (fmean(many) - fmean(few)) / 3 for few, many in both)
        assert result.difference == pytest.approx(expected)


def test_complaints_before_the_register_began_are_unknown() -> None:
    units = [UnitDay(START + timedelta(days=n), 40, n % 2, complaints=None) for n in range(60)]
    assert of_unit(Measure.COMPLAINTS, units, lambda day: bool(day.away)).compared(Minimum()) == Comparison(
        Measure.COMPLAINTS, None, None
    )
    counted = [replace(day, complaints=day.away) for day in units]
    result = of_unit(Measure.COMPLAINTS, counted, lambda day: bool(day.away)).compared(Minimum())
    assert (result.first, result.second, result.verdict) == (0, 25, Verdict.HIGHER)
