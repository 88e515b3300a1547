"""Random registers of leave: balances stay within their ceilings, and days are the same by any counting."""

from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from flexdesk.domain.calendar import Calendar, Holiday, days
from flexdesk.domain.leave import (
    ANNUAL_DAYS,
    CEILING,
    CEILING_DEFERRED,
    Entitlement,
    Leave,
    annual_days,
    balance,
    taken_by_year,
)

YEARS = st.integers(2018, 2028)
REGISTER = st.dictionaries(YEARS, st.integers(0, 30))
ENTITLEMENTS = st.builds(
    Entitlement,
    st.sampled_from(["pns", "cpns", "pppk", "pppk_part_time"]),
    st.none() | st.dates(date(2000, 1, 1), date(2027, 12, 31)),
    st.frozensets(YEARS),
    st.frozensets(YEARS),
    st.integers(0, 12),
)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
CALENDARS = st.builds(
    lambda holidays, kinds: Calendar(
        tuple(Holiday(day, kind, "Libur") for day, kind in zip(holidays, kinds, strict=False))
    ),
    st.lists(DAYS, max_size=40, unique=True),
    st.lists(st.sampled_from(["LN", "CB", "regional"]), min_size=40, max_size=40),
)
LEAVES = st.builds(
    lambda first, length, kind: Leave(kind, first, first + timedelta(days=length)),
    DAYS,
    st.integers(0, 60),
    st.sampled_from(["annual", "annual", "sick", "large"]),
)


@given(ENTITLEMENTS, REGISTER, YEARS, YEARS)
def test_a_balance_is_never_negative_nor_above_its_ceiling(
    who: Entitlement, taken: dict[int, int], year: int, first_year: int
):
    held = balance(who, taken, year, first_year=first_year)
    assert held.year == year
    assert held.left >= 0
    assert held.overdrawn >= 0
    assert held.left - held.overdrawn == held.available - held.taken
    ceiling = ANNUAL_DAYS + who.pppk_carry if who.is_pppk else CEILING_DEFERRED
    assert held.available <= ceiling
    lately = {each for each in (year - 1, year - 2) if taken.get(each, 0)}
    if not who.is_pppk and year - 1 not in who.deferred and lately:
        assert held.available <= CEILING


@given(ENTITLEMENTS, REGISTER, YEARS, YEARS, st.integers(1, 12))
def test_who_takes_more_has_no_more_left(
    who: Entitlement, taken: dict[int, int], year: int, first_year: int, more: int
):
    before = balance(who, taken, year, first_year=first_year)
    for each in (year, year - 1):
        after = balance(who, {**taken, each: taken.get(each, 0) + more}, year, first_year=first_year)
        assert after.left <= before.left


@given(CALENDARS, LEAVES)
def test_days_are_the_same_by_walking_the_calendar(calendar: Calendar, leave: Leave):
    walked = [
        day
        for day in days(leave.from_, leave.to)
        if day.weekday() < 5 and day not in {holiday.day for holiday in calendar.holidays}
    ]
    assert annual_days(calendar, leave) == len(walked) <= leave.days


@given(CALENDARS, st.lists(LEAVES, max_size=6))
def test_every_working_day_of_annual_leave_is_charged_once(calendar: Calendar, leaves: list[Leave]):
    annual = [leave for leave in leaves if leave.kind == "annual"]
    charged = taken_by_year(calendar, leaves)
    assert sum(charged.values()) == sum(annual_days(calendar, leave) for leave in annual)
    assert all(count > 0 for count in charged.values())


LETTERS = st.dictionaries(YEARS, st.integers(0, 12))


@given(ENTITLEMENTS, REGISTER, LETTERS, YEARS, YEARS)
def test_a_letter_about_days_left_wins_over_the_register_and_keeps_the_ceilings(
    who: Entitlement, taken: dict[int, int], closing: dict[int, int], year: int, first_year: int
):
    held = balance(who, taken, year, first_year=first_year, closing=closing)
    assert held.left >= 0
    assert held.available <= (ANNUAL_DAYS + who.pppk_carry if who.is_pppk else CEILING_DEFERRED)
    if year in closing:
        assert held.left == min(closing[year], held.right)
    elif year - 1 in closing and year > first_year:
        assert held.carried <= closing[year - 1]


@given(CALENDARS, st.lists(LEAVES, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_entries_does_not_matter(calendar: Calendar, leaves: list[Leave], chance: Random):
    mixed = list(leaves)
    chance.shuffle(mixed)
    assert taken_by_year(calendar, leaves) == taken_by_year(calendar, mixed)
    for year in (2026, 2027):
        walked = [
            day
            for leave in leaves
            if leave.kind == "annual"
            for day in days(leave.from_, leave.to)
            if day.year == year and calendar.is_working(day)
        ]
        assert taken_by_year(calendar, leaves).get(year, 0) == len(walked)


@given(CALENDARS, DAYS, st.integers(0, 40), st.integers(0, 12))
def test_days_added_for_a_remote_place_cost_nothing(calendar: Calendar, first: date, length: int, added: int):
    whole = Leave("annual", first, first + timedelta(days=length + added), remote_days=added)
    assert annual_days(calendar, whole) == annual_days(
        calendar, Leave("annual", first, first + timedelta(days=length))
    )
