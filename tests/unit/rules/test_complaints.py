"""The clocks of complaints, their reminders, and the officer on days with many people away."""

from dataclasses import replace
from datetime import date

import pytest

from flexdesk.domain.policy import calendar_of
from flexdesk.domain.rules import Level, check
from flexdesk.domain.rules.complaints import (
    LIMIT_KEYS,
    LIMITS,
    ComplaintKind,
    complaint_clock,
    officer_for_complaints,
    reminders,
)
from tests.unit.rules.office import HOLIDAYS, MON, POLICY, at, office

CALENDAR = calendar_of(POLICY, HOLIDAYS, MON)
FRIDAY = date(2026, 12, 18)  # the week after has two free days


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("first_response", date(2026, 12, 23)),
        ("simple", date(2026, 12, 29)),
        ("unexamined", date(2027, 1, 13)),
    ],
)
def test_a_clock_runs_in_working_days(kind: str, due: date):
    clock = complaint_clock(ComplaintKind(kind), FRIDAY, due, CALENDAR)
    assert (clock.due, clock.passed, clock.is_overdue) == (due, LIMITS[kind], False)
    assert CALENDAR.is_working(due)


def test_the_day_of_receipt_is_not_counted():
    assert complaint_clock(ComplaintKind.SIMPLE, FRIDAY, FRIDAY, CALENDAR).passed == 0
    assert complaint_clock(ComplaintKind.SIMPLE, FRIDAY, FRIDAY, CALENDAR, limit=1).due == date(2026, 12, 21)
    with pytest.raises(ValueError, match="0"):
        complaint_clock(ComplaintKind.SIMPLE, FRIDAY, FRIDAY, CALENDAR, limit=0)


def test_the_limits_are_settings():  # CMP-01
    assert [POLICY.value(key, MON) for key in LIMIT_KEYS] == [3, 5, 14, 60] == list(LIMITS.values())


def test_reminders_come_at_half_and_at_four_fifths():
    today = date(2026, 12, 30)
    received = {
        "fresh": date(2026, 12, 28),  # 2 of 14
        "half": date(2026, 12, 18),  # 6 of 14
        "due": date(2026, 12, 17),  # 7 of 14
        "late": date(2026, 12, 1),
    }
    clocks = {
        name: complaint_clock(ComplaintKind.UNEXAMINED, day, today, CALENDAR)
        for name, day in received.items()
    }
    found = reminders(clocks.values())
    assert [(one.rule, one.day) for one in found] == [
        ("CMP-02", clocks["late"].due),
        ("CMP-02", clocks["due"].due),
    ]
    assert "Overdue" in found[0].message
    assert "7 of 14" in found[1].message


def test_an_officer_is_named_when_many_are_away():
    assert officer_for_complaints(MON, away=3, away_limit=8, officer="") == []
    assert officer_for_complaints(MON, away=4, away_limit=8, officer="Hesti") == []
    found = officer_for_complaints(MON, away=4, away_limit=8, officer=" ")
    assert [(one.rule, one.level) for one in found] == [("CMP-03", Level.SOFT)]


def test_the_schedule_asks_for_the_officer_on_a_day_with_many_away():
    cells = [cell for key in ("p1", "p2", "p3", "p4") for cell in at(key, "home", MON)]
    facts = office(*cells, takes_complaints=True)
    assert [one for one in check(replace(facts, takes_complaints=False)) if one.rule == "CMP-03"] == []
    found = [one for one in check(facts) if one.rule == "CMP-03"]
    assert [(one.day, one.level, one.size) for one in found] == [(MON, Level.SOFT, 4)]
    assert found[0].fixes
    present = {fix.person for fix in found[0].fixes}
    assert not present & {"p1", "p2", "p3", "p4"}
    assert {fix.action for fix in found[0].fixes} == {"complaint_officer"}


def test_an_officer_who_is_named_and_there_settles_the_day():
    cells = [cell for key in ("p1", "p2", "p3", "p4") for cell in at(key, "home", MON)]
    named = office(*cells, takes_complaints=True, complaint_officers={MON: "p5"})
    assert [one for one in check(named) if one.rule == "CMP-03"] == []
    gone = office(*cells, *at("p5", "sick", MON), takes_complaints=True, complaint_officers={MON: "p5"})
    assert [one.day for one in check(gone) if one.rule == "CMP-03"] == [MON]
    unknown = office(*cells, takes_complaints=True, complaint_officers={MON: "nobody"})
    assert [one.day for one in check(unknown) if one.rule == "CMP-03"] == [MON]


def test_whoever_was_officer_least_often_is_offered_first():
    cells = [cell for key in ("p1", "p2", "p3", "p4") for cell in at(key, "home", MON)]
    earlier = {day: "p0" for day in (date(2026, 11, 25), date(2026, 11, 26))}
    (found,) = (
        one
        for one in check(office(*cells, takes_complaints=True, complaint_officers=earlier))
        if one.rule == "CMP-03"
    )
    assert "p0" not in [fix.person for fix in found.fixes]
