"""Which target holds when, what an even pace expects of it, and where the pace leads."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flexdesk import i18n
from flexdesk.domain.achievement import Achieved, Raised, Sign, Track, review_tracks
from flexdesk.domain.calendar import Calendar
from flexdesk.domain.forecast import Unsaid, forecast
from flexdesk.domain.performance import Aspect
from flexdesk.domain.periods import Period, PeriodKind, parse_period
from flexdesk.services.cascade import Pace, standing

CALENDAR = Calendar()
YEAR = Period(PeriodKind.YEAR, 2026)


def month(number: int) -> Period:
    return Period(PeriodKind.MONTH, 2026, number)


def track(*numbers: float, target: float | None = 1200, **more: object) -> Track:
    """One number for each month from January."""
    achieved = tuple(Achieved(month(at), number) for at, number in enumerate(numbers, 1))
    whole = {"aspect": Aspect.QUANTITY, "unit": "surat"} | more
    return Track("k", "p", "Jumlah surat", target=target, achieved=achieved, **whole)  # type: ignore[arg-type]


JULY = Raised(date(2026, 7, 1), 600)


def test_a_changed_target_counts_from_its_date() -> None:
    changed = track(*[100] * 6, raised=(JULY, Raised(date(2026, 10, 15), 900)))
    assert [changed.target_at(month(at)) for at in (1, 6, 7, 9, 10, 12)] == [1200, 1200, 600, 600, 900, 900]
    assert changed.percent(month(6)) == 50
    assert changed.percent(month(7)) == 100
    assert changed.planned(month(6)) == 600
    assert changed.planned(month(7)) == 350


def test_the_standing_follows_the_target_that_holds() -> None:
    changed = track(*[50] * 7, raised=(JULY,))
    assert standing(changed, month(6)).pace is Pace.BEHIND
    july = standing(changed, month(7))
    assert (july.pace, july.target, july.share) == (Pace.ON_TRACK, 600, 350 / 600)
    assert [found.sign for found in review_tracks([track(*[100] * 7, raised=(JULY,))], month(7))] == [
        Sign.NO_EVIDENCE, Sign.OVER_TARGET,
    ]  # fmt: skip


def test_a_plan_of_half_a_year_has_the_pace_of_its_months() -> None:
    half = Track(
        "k", "p", "Surat", Aspect.QUANTITY, 600, "surat", first=date(2026, 7, 1), last=date(2026, 12, 31)
    )
    assert [half.planned(month(at)) for at in (3, 6, 7, 9, 12)] == [0, 0, 100, 300, 600]
    first = Track(
        "k", "p", "Surat", Aspect.QUANTITY, 600, "surat", first=date(2026, 1, 1), last=date(2026, 6, 30)
    )
    assert [first.planned(month(at)) for at in (1, 6, 12)] == [100, 600, 600]


def test_the_forecast_says_where_the_pace_leads() -> None:
    found = forecast(track(*[100] * 9), month(9), CALENDAR)
    worked, every = 195, 261  # weekdays up to September and in the year
    assert found.expected == pytest.approx(900 * every / worked)
    assert found.sentence == "at this pace 1,205 of 1,200 (100 %) by the end of the year"
    i18n.set_language("id")
    try:
        assert found.sentence == "dengan laju sekarang tercapai 1.205 dari 1.200 (100 %) pada akhir tahun"
    finally:
        i18n.set_language("en")
    closed = forecast(track(*[100] * 6, target=800, last=date(2026, 8, 31)), month(6), CALENDAR)
    assert closed.sentence == "at this pace 805 of 800 (101 %) by 31 August 2026"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"aspect": Aspect.QUALITY, "unit": "%"}, Unsaid.LEVEL),
        ({"aspect": Aspect.QUANTITY, "unit": "Indeks"}, Unsaid.LEVEL),
        ({"aspect": Aspect.QUALITY}, Unsaid.LEVEL),
        ({"aspect": Aspect.TIME, "unit": "Bulan"}, Unsaid.TIME),
        ({"target": None}, Unsaid.NO_NUMBER),
        ({"first": date(2026, 11, 1)}, Unsaid.NOT_BEGUN),
        ({"ended": date(2026, 2, 28)}, Unsaid.CLOSED),
    ],
)
def test_what_is_not_carried_on_says_why(more: dict[str, object], why: Unsaid) -> None:
    found = forecast(track(10, 20, **more), month(2), CALENDAR)  # type: ignore[arg-type]
    assert (found.unsaid, found.expected, found.share) == (why, None, None)
    assert found.sentence.endswith(".")


def test_nothing_reached_is_no_number_but_zero_is() -> None:
    assert forecast(track(), month(2), CALENDAR).unsaid is Unsaid.NO_NUMBER
    assert forecast(track(0, 0), month(2), CALENDAR).expected == 0


amounts = st.lists(st.integers(0, 500), min_size=1, max_size=12)


@settings(deadline=None)
@given(amounts, st.integers(1, 12))
def test_the_forecast_is_never_less_than_what_is_reached(numbers: list[int], at: int) -> None:
    one = track(*numbers)
    found = forecast(one, month(at), CALENDAR)
    assert found.expected is not None
    assert found.expected >= (one.until(month(at)) or 0)


@settings(deadline=None)
@given(amounts)
def test_at_the_end_the_forecast_is_what_was_reached(numbers: list[int]) -> None:
    found = forecast(track(*numbers), month(12), CALENDAR)
    assert found.expected == pytest.approx(sum(numbers))


@settings(deadline=None)
@given(amounts, st.integers(1, 12), st.integers(2, 9))
def test_twice_the_work_is_twice_the_forecast(numbers: list[int], at: int, times: int) -> None:
    one = forecast(track(*numbers), month(at), CALENDAR).expected
    more = forecast(track(*(times * number for number in numbers)), month(at), CALENDAR).expected
    assert one is not None
    assert more == pytest.approx(times * one)


days = st.integers(0, 364).map(lambda offset: date(2026, 1, 1) + timedelta(days=offset))


@settings(deadline=None)
@given(st.dictionaries(days, st.integers(1, 9999), max_size=6), st.integers(1, 12))
def test_the_target_is_that_of_the_newest_change_up_to_the_end(changes: dict[date, int], at: int) -> None:
    raised = tuple(Raised(since, target) for since, target in sorted(changes.items()))
    last = month(at).last
    wanted = 1200
    for since, target in sorted(changes.items()):
        if since <= last:
            wanted = target
    assert track(raised=raised).target_at(month(at)) == wanted
    assert parse_period("2026-12").last >= last
