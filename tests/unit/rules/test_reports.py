"""Attendance, reports, plans and contacts of a flexible day."""

from datetime import date, datetime, time

import pytest

from flexdesk.domain.policy import calendar_of
from flexdesk.domain.rules import Level
from flexdesk.domain.rules.reports import (
    Attempt,
    attendance,
    day_serves_a_target,
    form_wanted,
    ladder_step,
    monitoring_note_is_there,
    needs_a_look,
    plan_is_in_time,
    report_is_late,
    review_due,
    silence,
    summary_due,
)
from tests.unit.rules.office import FRI, HOLIDAYS, MON, POLICY, SUN

CALENDAR = calendar_of(POLICY, HOLIDAYS, MON)


@pytest.mark.parametrize(
    ("marks", "decision", "state"),
    [
        (2, "", "present"),
        (1, "", "to_clarify"),  # REP-04: never unexcused by itself
        (0, "", "to_clarify"),
        (0, "excused", "excused"),
        (0, "unexcused", "unexcused"),
        (0, "system_failure", "excused"),
        (1, "recalled", "excused"),
        (2, "unexcused", "present"),
        (0, "perhaps", "to_clarify"),
    ],
)
def test_a_missing_mark_asks_for_clarification(marks: int, decision: str, state: str):
    assert attendance(marks, 2, decision) == state


@pytest.mark.parametrize(
    ("sent", "late"),
    [
        (datetime(2026, 11, 27, 16, 5), False),  # noqa: DTZ001
        (datetime(2026, 11, 27, 23, 59, 40), False),  # noqa: DTZ001
        (datetime(2026, 11, 28, 0, 0), True),  # noqa: DTZ001
    ],
)
def test_a_report_is_due_on_the_same_day(sent: datetime, *, late: bool):  # REP-05
    due = POLICY.value("report.due", FRI)
    assert isinstance(due, time)
    assert report_is_late(FRI, sent, due) is late


def test_a_review_is_due_by_the_next_working_day():  # REP-06
    assert review_due(FRI, 1, CALENDAR) == date(2026, 11, 30)
    assert review_due(date(2026, 12, 23), 1, CALENDAR) == date(2026, 12, 28)
    assert review_due(SUN, 0, CALENDAR) == SUN


def test_a_plan_is_written_by_the_day_before():
    assert plan_is_in_time(FRI, MON) == []
    for written in (FRI, None):
        assert [(one.rule, one.level) for one in plan_is_in_time(FRI, written)] == [("REP-09", Level.SOFT)]


@pytest.mark.parametrize(
    ("calls", "minutes", "ladder", "shown"),
    [
        (9, 90, "none", False),
        (0, 90, "mendagri", False),
        (1, 5, "mendagri", False),
        (1, 6, "mendagri", True),
        (2, 1, "mendagri", True),
        (2, 20, "kaltim", False),
        (3, 20, "kaltim", True),
    ],
)
def test_a_ladder_holds_only_where_one_is_chosen(calls: int, minutes: int, ladder: str, *, shown: bool):
    assert needs_a_look(calls, minutes, ladder) is shown  # REP-10
    assert POLICY.value("contact.ladder", MON) == "none"


def test_a_note_each_month():
    november, december = date(2026, 11, 15), date(2026, 12, 2)
    assert monitoring_note_is_there(november, None, november) == []
    assert monitoring_note_is_there(november, date(2026, 11, 30), december) == []
    assert [one.rule for one in monitoring_note_is_there(november, date(2026, 10, 31), december)] == [
        "REP-11"
    ]


def test_a_summary_is_due_on_the_set_day_of_the_next_month():  # REP-12
    assert summary_due(date(2026, 11, 15), None) is None
    assert summary_due(date(2026, 11, 15), 5) == date(2026, 12, 5)
    assert summary_due(date(2026, 12, 1), 28) == date(2027, 1, 28)
    assert summary_due(date(2027, 1, 31), 28) == date(2027, 2, 28)


def test_the_form_of_fourteen_aspects_is_for_who_wants_it():  # REP-13
    assert form_wanted(POLICY.value("report.mendagri_form", MON)) == "short"
    assert form_wanted(True) == "mendagri"


def test_every_flexible_day_serves_something():
    assert day_serves_a_target(MON, 1) == day_serves_a_target(MON, 0, 1) == []
    assert [(one.rule, one.level) for one in day_serves_a_target(MON, 0)] == [("PRF-01", Level.SOFT)]


def test_settings_stand_as_the_list_gives_them():
    """REP-01, REP-02, REP-03, REP-07, REP-12, REP-13, REP-14, PRF-02, EMP-03, EMP-07."""
    wanted = {
        "attendance.marks": 2,
        "attendance.morning_from": time(6),
        "attendance.morning_to": time(8),
        "attendance.afternoon_from": time(16),
        "attendance.afternoon_to": time(18),
        "attendance.photo": False,
        "report.evidence_required": True,
        "report.monthly_due_day": None,
        "report.mendagri_form": False,
        "report.weekly_schedule": False,
        "performance.interval": "quarter",
        "person.least_predicate": "none",
        "request.max_months": 3,
    }
    assert {key: POLICY.value(key, MON) for key in wanted} == wanted


@pytest.mark.parametrize(
    ("ladder", "attempts", "step"),
    [
        ("none", [Attempt(540), Attempt(541), Attempt(560)], 0),
        ("mendagri", [Attempt(540), Attempt(542), Attempt(544, 1)], 1),
        ("mendagri", [Attempt(540), Attempt(546)], 2),
        ("mendagri", [Attempt(540, 5)], 0),
        ("bogor", [Attempt(540), Attempt(541), Attempt(542)], 1),
        ("kaltim", [Attempt(540), Attempt(555), Attempt(571)], 0),
        ("kaltim", [Attempt(540), Attempt(555), Attempt(570)], 1),
    ],
)
def test_a_ladder_is_climbed_as_its_circular_says(ladder: str, attempts: list[Attempt], step: int):
    """REP-10."""
    assert ladder_step(silence(attempts, ladder), 0, ladder) == step
    explained = [Attempt(one.at, one.minutes, explained=True) for one in attempts]
    assert ladder_step(silence(explained, ladder), 0, ladder) == 0
