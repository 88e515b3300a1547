"""Shifts on the command line: needs are written and listed, a roster is drafted, then taken over."""

from datetime import date

import pytest

from tests.helpers.command_line import CommandLine
from tests.helpers.shift_units import HOURS

WEEK = "2026-W48"


@pytest.fixture
def shifts(fd: CommandLine) -> CommandLine:
    """Everybody may take shifts."""
    fd("unit", "set", "kind=service", "service_decree=800/12/2026")
    for key, value in HOURS.items():
        fd("policy", "set", key, value, "--from", "2026-01-01")
    figures = ("--minutes-a-day", "540", "--days-a-week", "6", "--minutes-a-week", "2700")
    made = fd("pattern", "add", "--kind", "sif", "--from", "2026-11-20", *figures).json
    fd("pattern", "approve", made["id"], "--by", "Sekda", "--on", "2026-11-19")
    return fd


def test_needs_are_written_listed_and_taken_away(fd: CommandLine) -> None:
    assert fd("schedule", "need").json == {"needs": []}
    fd("schedule", "need", "unit", "3", "2")
    fd("schedule", "need", "unit", "1", "4", "--days", "working")
    told = fd("schedule", "need").json["needs"]
    assert [(one["function"], one["shift"], one["days"], one["need"]) for one in told] == [
        ("unit", "shift_morning", "working", 4),
        ("unit", "shift_night", "every", 2),
    ]
    fd("schedule", "need", "unit", "1", "none", "--days", "working")
    assert len(fd("schedule", "need").json["needs"]) == 1
    fd("schedule", "need", "Tiada", "1", "2", code=3)
    fd("schedule", "need", "unit", "W", "2", code=2)
    fd("schedule", "need", "unit", "1", code=2)
    assert fd("schedule", "need", "unit", "1", "1000", code=3).error["code"] == "shift.need"


def test_what_stands_against_a_roster_is_said(fd: CommandLine) -> None:
    line = ("schedule", "shifts", "--period", WEEK, "--seconds", "1")
    assert fd(*line, code=3).error["code"] == "shift.no_needs"
    fd("schedule", "need", "unit", "3", "2")
    assert fd(*line, code=3).error["code"] == "shift.no_hours"
    for key in ("shift.night_from", "shift.night_to"):
        fd("policy", "set", key, HOURS[key], "--from", "2026-01-01")
    assert fd(*line, code=3).error["code"] == "shift.nobody"


def test_days_that_are_over_are_not_drafted(shifts: CommandLine) -> None:
    shifts("schedule", "need", "unit", "3", "2")
    line = ("schedule", "shifts", "--seconds", "1", "--period")
    assert shifts(*line, "2026-W02", code=3).error["code"] == "shift.days_over"


def test_a_roster_is_proposed_and_then_taken(shifts: CommandLine) -> None:
    for shift, count in (("1", "8"), ("2", "7"), ("3", "5")):
        shifts("schedule", "need", "unit", shift, count)
    before = shifts.digest()
    line = ("schedule", "shifts", "--period", WEEK, "--seconds", "1")
    plan = shifts(*line).json
    assert sorted(plan) == sorted(shifts("schedule", "plan", "--period", WEEK, "--seconds", "1").json)
    assert shifts.digest() == before
    assert (plan["objective"][:2], plan["relaxed"], plan["applied"]) == ([0, 0], [], False)
    assert plan["cells"][0]["why"]
    shifts(*line, "--apply")
    cells = shifts("schedule", "show", "--period", WEEK, "--limit", "1000").json["cells"]
    nights = [cell for cell in cells if cell["place"] == "shift_night"]
    assert {cell["source"] for cell in nights} == {"planned"}
    for day in range(23, 30):
        assert sum(cell["date"] == date(2026, 11, day).isoformat() for cell in nights) >= 5


def test_a_need_that_nobody_can_meet_is_told_by_shift_and_day(shifts: CommandLine) -> None:
    shifts("schedule", "need", "unit", "3", "36")
    plan = shifts("schedule", "shifts", "--period", "2026-11-24", "--seconds", "1", code=1).json
    (one,) = (item for item in plan["relaxed"] if item["rule"] == "TIM-04")
    assert (one["date"], one["missing"], one["function"]) == ("2026-11-24", 1, "Seluruh unit")
    assert "Sif malam" in one["message"]
