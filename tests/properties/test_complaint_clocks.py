"""Properties of the complaints' clocks and of closed months: they equal what a naive reading gives."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flexdesk.domain.complaints import ClockState, Complaint, Terms, clocks_of, state_of
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import month_of
from flexdesk.domain.policy import calendar_of
from flexdesk.domain.rules.complaints import ComplaintKind, complaint_clock
from flexdesk.services.closing import MonthClosed
from flexdesk.system.clock import SystemClock
from tests.helpers.desks import small_desk
from tests.unit.rules.office import HOLIDAYS, MON, POLICY

CALENDAR = calendar_of(POLICY, HOLIDAYS, MON)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
LIMITS = st.integers(1, 120)


def walk(received: date, today: date, limit: int) -> tuple[int, date]:
    """Working days passed and the day on which the limit is reached, one step a day."""
    passed = counted = 0
    due, day = received, received
    while counted < limit or day < today:
        day += timedelta(days=1)
        if CALENDAR.is_working(day):
            passed += day <= today
            counted += 1
            due = day if counted == limit else due
    return passed, due


@given(DAYS, st.integers(0, 200), LIMITS)
def test_a_clock_equals_a_walk_day_by_day(received: date, later: int, limit: int):
    today = received + timedelta(days=later)
    clock = complaint_clock(ComplaintKind.SIMPLE, received, today, CALENDAR, limit)
    assert (clock.passed, clock.due) == walk(received, today, limit)
    assert clock.is_overdue == (clock.passed > limit)
    assert CALENDAR.is_working(clock.due)


@given(DAYS, st.integers(0, 120), st.integers(0, 120), st.sampled_from(list(ComplaintKind)[1:]))
def test_a_clock_stands_still_once_it_was_answered(received: date, answered: int, later: int, kind: str):
    on = received + timedelta(days=answered)
    found = Complaint("k", received, kind=kind, responded_on=on, closed_on=on)
    terms = Terms(3, {"simple": 5, "unexamined": 14, "examined": 60}, (50, 80))
    then = clocks_of(found, on, CALENDAR, terms)
    assert clocks_of(found, on + timedelta(days=later), CALENDAR, terms) == then
    assert then.whole_state in (ClockState.DONE, ClockState.DONE_LATE)
    assert (then.first_state is ClockState.DONE_LATE) == (then.first.passed > 3)


@given(DAYS, st.integers(0, 90), LIMITS, st.integers(1, 100), st.integers(1, 100))
def test_a_clock_only_grows_more_pressing(received: date, later: int, limit: int, one: int, two: int):
    order = [ClockState.RUNNING, ClockState.FIRST, ClockState.SECOND, ClockState.OVERDUE]
    ranks = []
    for step in range(later, later + 3):
        clock = complaint_clock(
            ComplaintKind.SIMPLE, received, received + timedelta(days=step), CALENDAR, limit
        )
        ranks.append(order.index(state_of(clock, (one, two), done=False)))
    assert ranks == sorted(ranks)


@pytest.fixture(scope="module")
def desk():
    with TemporaryDirectory() as folder:
        people = (("197203151997031901", "Bambang Wiryawan"),)
        with small_desk(Path(folder) / "unit", people, clock=SystemClock(date(2026, 11, 5))) as made:
            for month in ("2026-09", "2026-10"):
                row = made.committer.insert("month_close", {"closed_on": date(2026, 11, 5)}, f"{month}|1")
                made.committer.commit(Change("month.close", (row,)))
            yield made


@settings(max_examples=60, deadline=None)
@given(
    st.dates(date(2026, 8, 1), date(2026, 12, 31)),
    st.sampled_from(
        ["assignment", "output", "attendance_mark", "clarification", "recall", "contact_attempt"]
    ),
)
def test_exactly_the_days_of_closed_months_are_frozen(desk, day: date, table: str):
    person = str(desk.store.select("person")[0]["key"])
    keys = {"assignment": "", "clarification": "", "output": "|abc", "attendance_mark": "|1"}
    cells = {"assignment": {"place": "home"}, "clarification": {"state": "open"}, "output": {"note": "x"}}
    if table in keys:
        op = desk.committer.upsert(
            table, f"{person}|{day.isoformat()}{keys[table]}", cells.get(table, {"note": "x"})
        )
    else:
        op = desk.committer.insert(table, {"person": person, "day": day})
    before = desk.store.select(table)
    if month_of(day).code in ("2026-09", "2026-10"):
        with pytest.raises(MonthClosed):
            desk.committer.commit(Change("test.write", (op,)))
        assert desk.store.select(table) == before
    else:
        desk.committer.commit(Change("test.write", (op,)))
        assert desk.store.get(table, op.row) is not None


def test_reopening_allows_what_was_refused(desk):
    person = str(desk.store.select("person")[0]["key"])
    op = desk.committer.upsert("assignment", f"{person}|2026-10-20", {"place": "home"})
    with pytest.raises(MonthClosed):
        desk.committer.commit(Change("test.write", (op,)))
    row = desk.store.get("month_close", "2026-10|1")
    reopened = desk.committer.update("month_close", row, {"reopened_on": date(2026, 11, 5)})
    desk.committer.commit(Change("month.reopen", (reopened,)))
    assert desk.committer.commit(Change("test.write", (op,))) is not None
    desk.committer.commit(
        Change(
            "month.close",
            (
                desk.committer.update(
                    "month_close", desk.store.get("month_close", "2026-10|1"), {"reopened_on": None}
                ),
            ),
        )
    )
