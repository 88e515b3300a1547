"""Random years of absence and random files: counters equal a naive walk, and order never matters."""

from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from flexdesk.domain.attendance import (
    OUT,
    Decision,
    Marks,
    in_zone,
    judged,
    kept_time,
    slot_of,
    terms_of,
    typed_time,
)
from flexdesk.domain.calendar import days
from flexdesk.domain.policy import calendar_of
from flexdesk.domain.rules.discipline import (
    IN_A_ROW,
    THRESHOLDS,
    YEARLY,
    Absences,
    ahead,
    alerts_in_a_row,
    counted_absences,
    reached,
    yearly_alerts,
)
from flexdesk.domain.rules.reports import Attempt, Attendance, attendance, ladder_step, silence
from tests.unit.rules.office import HOLIDAYS, MON, POLICY

CALENDAR = calendar_of(POLICY, HOLIDAYS, MON)
TERMS = terms_of(POLICY, MON)
FIRST = date(2026, 11, 1)
SPAN = [FIRST + timedelta(days=number) for number in range(60)]
some_days = st.frozensets(st.sampled_from(SPAN), max_size=45)
times = st.times(max_value=time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0))


def naive(unexcused: frozenset[date], excused: frozenset[date]) -> list[list[date]]:
    """Rows of absence, found by walking over every day of the calendar."""
    rows: list[list[date]] = [[]]
    for day in days(SPAN[0], SPAN[-1]):
        if not CALENDAR.is_working(day):
            continue
        if day in unexcused and day not in excused:
            rows[-1].append(day)
        else:
            rows.append([])
    return [row for row in rows if row]


@settings(max_examples=150, deadline=None)
@given(some_days, some_days)
def test_counters_equal_a_walk_over_the_calendar(unexcused: frozenset[date], excused: frozenset[date]):
    absences = Absences(unexcused, excused)
    rows = naive(unexcused, excused)
    counted = counted_absences(absences, CALENDAR)
    assert counted == [day for row in rows for day in row]
    assert not set(counted) & excused
    for year in (2026, 2027):
        count = sum(day.year == year for day in counted)
        alerts = yearly_alerts(absences, CALENDAR, year)
        assert [one.size for one in alerts] == ([count] if count >= YEARLY[0] else [])
    assert [(one.day, one.size) for one in alerts_in_a_row(absences, CALENDAR)] == [
        (row[-1], len(row)) for row in rows if len(row) >= IN_A_ROW[0]
    ]


@given(st.integers(0, 60))
def test_thresholds_are_the_law_s(count: int):
    held, above = reached(count), ahead(count)
    assert (held.days if held else 0) == max((step for step in YEARLY if step <= count), default=0)
    assert (above.days if above else None) == min((step for step in YEARLY if step > count), default=None)
    assert tuple(one.days for one in THRESHOLDS) == YEARLY


@given(st.lists(st.tuples(times, st.booleans()), max_size=12), st.randoms())
def test_the_order_of_files_does_not_matter(touches, random):  # type: ignore[no-untyped-def]
    def taken(order):  # type: ignore[no-untyped-def]
        held: dict[str, time] = {}
        for at, named in order:
            slot = OUT if named else slot_of(at, TERMS)
            kept = kept_time(slot, held.get(slot), at)
            assert kept is not None
            held[slot] = kept
        return held

    other = list(touches)
    random.shuffle(other)
    assert taken(touches) == taken(other) == taken([*touches, *other])


@given(
    st.dictionaries(st.sampled_from(["in", "out"]), times),
    st.none() | times,
    st.sampled_from([*Decision, ""]),
)
def test_no_day_is_unexcused_without_the_decision(held, until, decision):  # type: ignore[no-untyped-def]
    found = judged(Marks(held), TERMS, CALENDAR.day(MON), until=until)
    assert 0 <= found.in_time <= found.wanted <= 2
    state = attendance(found.in_time, found.wanted, decision)
    if decision != Decision.UNEXCUSED:
        assert state is not Attendance.UNEXCUSED
    if not found.faults:
        assert state is Attendance.PRESENT


@given(times)
def test_what_is_typed_is_read(at: time):
    assert typed_time(f"{at:%H%M}") == typed_time(f"{at:%H.%M}") == typed_time(f"{at:%H:%M}") == at
    assert in_zone(at, "wib", "WIB") == at


@given(
    st.lists(st.tuples(st.integers(0, 1439), st.none() | st.integers(0, 90)), max_size=6), st.integers(0, 3)
)
def test_a_log_without_a_ladder_reaches_no_step(calls, earlier):  # type: ignore[no-untyped-def]
    attempts = [Attempt(at, minutes) for at, minutes in calls]
    assert ladder_step(silence(attempts, "none"), earlier, "none") == 0
    explained = [Attempt(at, minutes, explained=True) for at, minutes in calls]
    for ladder in ("mendagri", "bogor", "kaltim"):
        assert ladder_step(silence(explained, ladder), 0, ladder) == 0
        assert 0 <= ladder_step(silence(attempts, ladder), earlier, ladder) <= 3
