"""Random spans and weeks: minutes add up, rest is never work, no absence makes a target grow."""

from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from flexdesk.domain.calendar import Calendar, Holiday, days
from flexdesk.domain.hours import Span, clock, gap, late_minutes, leaves_at, minute, rest_between, target
from flexdesk.domain.rules import Level, check
from tests.unit.rules.office import FRI, MON, SUN, THU, TUE, WED, at, office, said

TIMES = st.integers(0, 1439).map(lambda minutes: time(minutes // 60, minutes % 60))
SPANS = st.builds(Span, TIMES, TIMES)
WEEK = [MON + timedelta(days=n) for n in range(7)]


@given(SPANS, st.integers(-60, 1600))
def test_net_minutes_lie_between_nothing_and_the_span(span: Span, rest: int):
    assert 0 <= span.net(rest) <= span.minutes <= 1440
    assert clock(minute(span.start) + span.minutes) == span.end


@given(SPANS, TIMES, st.integers(0, 120))
def test_whoever_comes_within_the_window_works_as_long(span: Span, arrival: time, flex: int):
    moved = minute(arrival) - minute(span.start)
    leaves = leaves_at(span, arrival, flex)
    if abs(moved) <= flex:
        assert clock(minute(span.end) + moved) == leaves
        assert late_minutes(span, arrival, flex) == 0
    elif moved > flex:
        assert late_minutes(span, arrival, flex) == moved - flex
        assert leaves == leaves_at(span, clock(minute(span.start) + flex), flex)


@given(st.lists(SPANS, max_size=5), TIMES, TIMES)
def test_a_gap_is_what_a_walk_over_the_minutes_finds(spans: list[Span], opens: time, closes: time):
    served = {m for span in spans for m in range(minute(span.start), minute(span.start) + span.minutes)}
    walked = [m for m in range(minute(opens), minute(closes)) if m not in served]
    assert gap(spans, opens, closes) == len(walked)


@given(SPANS, SPANS, st.integers(1, 3))
def test_rest_and_work_fill_the_time_between_two_starts(earlier: Span, later: Span, apart: int):
    between = apart * 1440 + minute(later.start) - minute(earlier.start)
    assert rest_between(earlier, later, apart) + earlier.minutes == between


@given(
    absent=st.frozensets(st.sampled_from(WEEK)),
    holidays=st.frozensets(st.sampled_from(WEEK)),
    work_days=st.sets(st.integers(0, 6), min_size=1),
    short=st.booleans(),
)
def test_a_target_never_grows_by_absence(
    absent: frozenset[date], holidays: frozenset[date], work_days: set[int], *, short: bool
):
    calendar = Calendar(
        tuple(Holiday(day, "LN", "Libur") for day in holidays), work_days=frozenset(work_days)
    )
    whole = target(calendar, WEEK, short_weeks=short)
    assert 0 <= target(calendar, WEEK, absent, short_weeks=short) <= whole <= 2250
    assert target(calendar, WEEK, absent, short_weeks=short, absences_count=False) == whole
    if short:
        assert whole == sum(calendar.minutes(day) for day in days(MON, SUN))


@given(
    st.dictionaries(
        st.sampled_from([MON, TUE, WED, THU, FRI]),
        st.sampled_from(["office", "home", "off", "leave", "duty_travel"]),
    )
)
def test_an_ordinary_week_is_short_by_its_days_off_alone(places: dict[date, str]):
    facts = office(*(cell for day, place in places.items() for cell in at("p0", place, day)))
    short = [one.size for one in check(facts) if one.rule == "CAL-04" and one.level is Level.HARD]
    off = sum(place == "off" for place in places.values())
    assert short == ([off * 450] if off else [])
    assert said(check(facts), "CAL-04", Level.SOFT) == []
