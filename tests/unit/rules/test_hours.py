"""Working time: weeks of shifts, flexible starts, rest, zones and opening hours."""

from datetime import date, time

import pytest

from flexdesk.domain.calendar import Calendar, days
from flexdesk.domain.hours import Span, extra, gap, late_days, rest_between, target
from flexdesk.domain.policy import Policy, calendar_of
from flexdesk.domain.rules import RULES, Finding, Level, check, check_cell
from flexdesk.domain.rules.board import Board
from flexdesk.domain.rules.time import (
    free_pattern_is_lawful,
    lateness,
    leaving_time,
    shift_is_lawful,
    shift_roster_is_approved,
)
from flexdesk.domain.schedule import LeaveEntry, ServiceDuty, ServicePoint, Unit
from tests.unit.rules.office import FRI, HOLIDAYS, MON, POLICY, SAT, SUN, THU, TUE, WED, at, office, said

SERVICE = Unit(kind="service", service_decree="SK 12/2026")
SHIFTS = {
    "shift.morning_from": "07:00",
    "shift.morning_to": "15:30",
    "shift.night_from": "21:30",
    "shift.night_to": "07:00",
}


def with_shifts(**more: str) -> Policy:
    policy = POLICY
    for key, value in {**SHIFTS, **{name.replace("__", "."): value for name, value in more.items()}}.items():
        policy = policy.with_edit(key, value)
    return policy


def message(found: list[Finding], rule: str) -> str:
    return next(one.message for one in found if one.rule == rule)


def test_a_day_off_that_nothing_makes_up_for_leaves_the_week_short():
    found = check(office(*at("p0", "off", WED)))
    assert said(found, "CAL-04") == [("p0", MON)]
    assert "1800 of 2250" in message(found, "CAL-04")
    fixes = next(one for one in found if one.rule == "CAL-04").fixes
    assert [(fix.day, fix.place) for fix in fixes] == [(WED, "office")]


def test_a_shift_on_saturday_makes_up_for_a_day_off():
    cells = (*at("p0", "off", WED), *at("p0", "shift_morning", SAT))
    found = check(office(*cells, unit=SERVICE, policy=with_shifts()))
    assert [one for one in found if one.rule in ("CAL-04", "CAL-11")] == []


def test_minutes_above_the_norm_want_a_reason_and_are_noted_as_performance():
    facts = office(*at("p0", "shift_morning", SAT), unit=SERVICE, policy=with_shifts())
    found = check(facts)
    assert said(found, "CAL-04", Level.SOFT) == [("p0", MON)]
    assert said(found, "CAL-11", Level.INFO) == [("p0", MON)]
    told = office(*at("p0", "shift_morning", SAT, reason="Vaksinasi"), unit=SERVICE, policy=with_shifts())
    assert said(check(told), "CAL-04", Level.SOFT) == []


def test_weeks_of_shifts_whose_hours_are_not_set_are_not_judged_and_that_is_told():
    found = check(office(*at("p0", "shift_morning", SAT), unit=SERVICE))
    assert (said(found, "CAL-04", Level.SOFT), said(found, "CAL-04", Level.INFO)) == ([], [("", None)])


def test_a_week_is_counted_when_it_is_published_not_while_it_is_typed():
    assert [one.rule for one in check_cell(Board(office()), "p0", WED, "off")] == []


@pytest.mark.parametrize(("key", "short"), [("hours.absence_counts", 900), ("hours.short_week", None)])
def test_leave_lowers_the_target_unless_the_unit_sets_otherwise(key: str, short: int | None):
    leave = LeaveEntry("l", "p0", "annual", MON, MON)
    found = check(office(*at("p0", "off", WED), leaves=(leave,)))
    assert "1350 of 1800" in message(found, "CAL-04")  # CAL-06
    changed = check(office(*at("p0", "off", WED), leaves=(leave,), policy=POLICY.with_edit(key, "no")))
    wanted = "1350 of 2250" if short else "1350 of 1800"
    assert wanted in message(changed, "CAL-04")


def test_a_week_with_a_holiday_asks_for_its_working_days_only():
    monday = date(2026, 12, 21)  # Thursday is joint leave, Friday is Christmas
    cells = at("p0", "off", monday)
    found = check(office(*cells, first=monday, last=date(2026, 12, 27)))
    assert "900 of 1350" in message(found, "CAL-04")  # CAL-05
    policy = POLICY.with_edit("hours.short_week", "no")
    found = check(office(*cells, first=monday, last=date(2026, 12, 27), policy=policy))
    assert "900 of 2250" in message(found, "CAL-04")


def test_rest_is_never_work():  # CAL-09
    assert RULES["CAL-09"].level is Level.HARD
    assert Span(time(7, 30), time(16)).net(60) == 450
    assert Span(time(7, 30), time(16, 30)).net(90) == 450
    assert Span(time(21, 30), time(7)).net(60) == 510  # past midnight
    assert Span(time(8), time(8, 30)).net(60) == 0


def test_hours_come_from_the_settings():  # CAL-07, CAL-08
    assert RULES["CAL-07"].judge is RULES["CAL-08"].judge is calendar_of
    ordinary = calendar_of(POLICY, HOLIDAYS, MON)
    assert [(ordinary.day(day).start, ordinary.day(day).end) for day in (THU, FRI)] == [
        (time(7, 30), time(16)),
        (time(7, 30), time(16, 30)),
    ]
    fasting = POLICY.with_edit("ramadan.from", MON.isoformat()).with_edit("ramadan.to", FRI.isoformat())
    calendar = calendar_of(fasting, HOLIDAYS, MON)
    assert [(calendar.day(day).start, calendar.day(day).end) for day in (THU, FRI)] == [
        (time(8), time(15)),
        (time(8), time(15, 30)),
    ]
    assert target(calendar, days(MON, SUN)) == 1950


def test_a_unit_without_an_indonesian_zone_is_refused():
    assert said(check(office(unit=Unit(zone="Asia/Makassar"))), "CAL-10") == []
    assert said(check(office(unit=Unit(zone="Europe/Paris"))), "CAL-10") == [("", MON)]


def test_extra_minutes_are_minutes():
    assert (extra(2400, 2250), extra(2000, 2250)) == (150, 0)


# -- sif and dinamis


@pytest.mark.parametrize(
    ("a_day", "on_days", "a_week", "lawful"),
    [(511, 5, 2250, True), (510, 5, 2550, False), (400, 6, 2400, True), (375, 6, 2250, False)],
)
def test_which_tasks_are_for_sif(a_day: int, on_days: int, a_week: int, *, lawful: bool):
    found = shift_is_lawful(a_day, on_days, a_week)
    assert [one.rule for one in found] == ([] if lawful else ["TIM-01"])


def test_which_tasks_are_for_a_free_pattern():
    assert free_pattern_is_lawful(bound_to_opening_hours=False, needs_supervision=False) == []
    found = free_pattern_is_lawful(bound_to_opening_hours=True, needs_supervision=True)
    assert [(one.rule, one.level) for one in found] == [("TIM-02", Level.HARD)] * 2


@pytest.mark.parametrize(
    ("approver", "on", "refused"),
    [
        ("Kepala Dinas", MON, False),
        ("Kepala Dinas", TUE, True),
        ("Kepala Dinas", None, True),
        (" ", MON, True),
    ],
)
def test_a_shift_roster_is_approved_before_it_begins(approver: str, on: date | None, *, refused: bool):
    found = shift_roster_is_approved(MON, approver=approver, approved_on=on)
    assert [one.rule for one in found] == (["TIM-03"] if refused else [])


def test_a_gap_in_the_opening_hours_of_a_shift_unit_is_told():
    point = ServicePoint("s", "IGD", need=1, opens=time(7), closes=time(20))
    duties = (ServiceDuty("s", "p0"), ServiceDuty("s", "p1"))
    facts = office(
        *at("p0", "shift_morning", MON),
        *at("p1", "shift_morning", MON),
        unit=SERVICE,
        policy=with_shifts(),
        service_points=(point,),
        service_duties=duties,
    )
    found = [one for one in check(facts) if one.rule == "TIM-04"]
    assert [(one.day, one.size, one.level) for one in found] == [(MON, 270, Level.SOFT)]
    # Without shifts the hours of the office hold, and nobody promised more.
    assert not [
        one for one in check(office(service_points=(point,), service_duties=duties)) if one.rule == "TIM-04"
    ]


def test_a_night_shift_serves_the_next_morning():
    point = ServicePoint("s", "IGD", need=1, opens=time(6), closes=time(16), days=frozenset({1}))
    facts = office(
        *at("p0", "shift_night", MON),
        *at("p1", "shift_morning", TUE),
        unit=SERVICE,
        policy=with_shifts(),
        service_points=(point,),
        service_duties=(ServiceDuty("s", "p0"), ServiceDuty("s", "p1")),
    )
    assert said(check(facts), "TIM-04", Level.SOFT) == []


def test_covering_opening_hours():
    morning, noon = Span(time(7), time(12)), Span(time(13), time(16))
    assert gap([noon, morning], time(7), time(16)) == 60
    assert gap([], time(8), time(15)) == 420
    assert gap([Span(time(6), time(18))], time(8), time(15)) == 0


@pytest.mark.parametrize(
    ("arrival", "leaves", "late"),
    [(time(7, 30), time(16), 0), (time(8, 20), time(16, 50), 0), (time(8, 40), time(17), 10)],
)
def test_the_start_moves_within_its_window(arrival: time, leaves: time, late: int):
    assert leaving_time(time(7, 30), time(16), arrival, 60) == leaves  # TIM-05
    found = lateness(time(7, 30), time(16), arrival, 60)
    assert [(one.rule, one.size) for one in found] == ([("TIM-06", late)] if late else [])


def test_the_example_of_the_circular():
    """SE Gubernur DKI 1/SE/2026: 70 minutes late counts as late although leaving is capped at 16.00."""
    assert leaving_time(time(8), time(15), time(9, 10), 60) == time(16)
    assert lateness(time(8), time(15), time(9, 10), 60)[0].size == 10


def test_rest_between_shifts_and_shifts_in_a_row_where_the_unit_sets_them():
    cells = (*at("p0", "shift_night", MON), *at("p0", "shift_morning", TUE, WED, THU))
    assert said(check(office(*cells, unit=SERVICE, policy=with_shifts())), "TIM-07", Level.SOFT) == []
    policy = with_shifts(shift__min_rest_hours="8", shift__max_in_a_row="3")
    found = check(office(*cells, unit=SERVICE, policy=policy))
    assert said(found, "TIM-07", Level.SOFT) == [("p0", TUE), ("p0", THU)]


def test_rest_is_measured_over_midnight():
    night, morning = Span(time(21, 30), time(7)), Span(time(7), time(15, 30))
    assert rest_between(night, morning, 1) == 0
    assert rest_between(morning, morning, 1) == 15 * 60 + 30


def test_lateness_adds_up_to_days_of_450_minutes():
    assert [late_days(minutes) for minutes in (-5, 449, 450, 1000)] == [0, 0, 1, 2]


def test_the_target_of_a_six_day_week():
    six = Calendar(work_days=frozenset(range(6)))
    assert target(six, days(MON, SUN)) == 2250
    assert target(six, days(MON, SUN), frozenset({MON, SUN})) == 1875
