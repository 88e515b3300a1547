"""TIM-07 beyond rest and runs: nights, the day after them, and days off in a week; all only where set."""

from flexdesk.domain.rules import Level, check
from flexdesk.domain.schedule import LeaveEntry
from tests.unit.rules.office import FRI, MON, POLICY, SAT, SUN, THU, TUE, WED, at, office, said

NIGHTS = (*at("p0", "shift_night", MON, TUE, WED), *at("p0", "shift_morning", THU))


def told(*cells, policy=POLICY, **more):
    return said(check(office(*cells, policy=policy, **more)), "TIM-07", Level.SOFT)


def test_nothing_is_asked_of_nights_until_the_unit_sets_it():
    assert told(*NIGHTS) == []


def test_nights_in_a_row_are_counted_apart_from_other_shifts():
    policy = POLICY.with_edit("shift.max_nights_in_a_row", "2")
    assert told(*NIGHTS, policy=policy) == [("p0", WED)]
    assert told(*NIGHTS, *at("p0", "shift_night", FRI, SAT), policy=policy) == [("p0", WED)]


def test_the_day_after_the_last_night_is_free_of_work():
    policy = POLICY.with_edit("shift.off_after_nights", "yes")
    assert told(*NIGHTS, policy=policy) == [("p0", THU)]
    assert told(*NIGHTS[:3], policy=policy) == [("p0", THU)]  # a blank working day is one at the office
    assert told(*NIGHTS[:3], *at("p0", "off", THU), policy=policy) == []
    leave = LeaveEntry("l", "p0", "annual", THU, THU)
    assert told(*NIGHTS[:3], policy=policy, leaves=(leave,)) == []


def test_days_off_of_a_week_count_leave_and_free_days():
    policy = POLICY.with_edit("shift.min_off_days", "2")
    assert told(*NIGHTS, policy=policy) == []  # Saturday and Sunday
    six = (*NIGHTS, *at("p0", "shift_morning", FRI, SAT))
    assert told(*six, policy=policy) == [("p0", MON)]
    assert told(*six, *at("p0", "shift_morning", SUN), policy=policy) == [("p0", MON)]
    leave = LeaveEntry("l", "p0", "annual", FRI, FRI)
    assert told(*NIGHTS, *at("p0", "shift_morning", SAT), policy=policy, leaves=(leave,)) == []
    assert told(*at("p1", "home", MON, SAT), policy=policy) == []  # asked of shift staff only
