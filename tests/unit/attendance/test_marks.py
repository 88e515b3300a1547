"""Windows of attendance: what is in time, late, early, missing, and for whom."""

from dataclasses import replace
from datetime import time

import pytest

from flexdesk.domain.attendance import (
    Fault,
    Marks,
    Recap,
    Terms,
    in_zone,
    judged,
    net_minutes,
    slot_of,
    slots,
    terms_of,
    typed_time,
)
from flexdesk.domain.policy import calendar_of
from tests.unit.rules.office import HOLIDAYS, MON, POLICY

CALENDAR = calendar_of(POLICY, HOLIDAYS, MON)
DAY = CALENDAR.day(MON)
TERMS = terms_of(POLICY, MON)
THREE = replace(TERMS, marks=3)


def marks(**times: str) -> Marks:
    return Marks({name: time.fromisoformat(at) for name, at in times.items()})


def faults(held: Marks, terms: Terms = TERMS, **more: object) -> list[tuple[str, Fault]]:
    return list(judged(held, terms, DAY, **more).faults)  # type: ignore[arg-type]


def test_the_windows_are_those_of_the_policy():
    """REP-01, REP-02."""
    assert TERMS.slots == ("in", "out")
    assert TERMS.windows() == {"in": (time(6), time(8)), "out": (time(16), time(18))}
    edited = POLICY.with_edit("attendance.marks", "3").with_edit("attendance.morning_to", "07.30")
    assert terms_of(edited, MON).slots == ("in", "mid1", "out")
    assert terms_of(edited, MON).windows()["mid1"] == (time(7, 30), time(16))


@pytest.mark.parametrize(
    ("count", "names"), [(0, ()), (1, ("in",)), (2, ("in", "out")), (4, ("in", "mid1", "mid2", "out"))]
)
def test_marks_keep_their_names_however_many_there_are(count: int, names: tuple[str, ...]):
    assert slots(count) == names


@pytest.mark.parametrize(
    ("held", "found"),
    [
        (marks(**{"in": "07:59", "out": "16:00"}), []),
        (marks(**{"in": "08:00", "out": "18:00"}), []),
        (marks(**{"in": "08:01", "out": "16:00"}), [("in", Fault.LATE)]),
        (marks(**{"in": "05:59", "out": "16:00"}), [("in", Fault.OUTSIDE)]),
        (marks(**{"in": "07:00", "out": "15:59"}), [("out", Fault.EARLY)]),
        (marks(**{"in": "07:00", "out": "18:01"}), [("out", Fault.OUTSIDE)]),
        (marks(**{"in": "07:00"}), [("out", Fault.MISSING)]),
        (marks(), [("in", Fault.MISSING), ("out", Fault.MISSING)]),
    ],
)
def test_a_mark_is_in_time_inside_its_window(held: Marks, found: list[tuple[str, Fault]]):
    assert faults(held) == found


def test_a_window_that_is_still_open_misses_nothing():
    assert faults(marks(), until=time(7)) == []
    assert faults(marks(), until=time(8)) == []
    assert faults(marks(), until=time(8, 1)) == [("in", Fault.MISSING)]
    assert faults(marks(), until=time(18, 1)) == [("in", Fault.MISSING), ("out", Fault.MISSING)]


def test_a_flexible_start_moves_leaving_and_what_comes_after_it_is_late():
    """TIM-05, TIM-06: 60 minutes, start 07.30, end 16.00."""
    flexible = replace(TERMS, flex_minutes=60)
    assert faults(marks(**{"in": "08:30", "out": "17:00"}), flexible) == []
    assert faults(marks(**{"in": "08:30", "out": "16:59"}), flexible) == [("out", Fault.EARLY)]
    assert faults(marks(**{"in": "06:40", "out": "15:10"}), flexible) == []
    late = judged(marks(**{"in": "09:10", "out": "18:00"}), flexible, DAY)
    assert (late.minutes, late.faults) == (40, (("in", Fault.LATE),))  # made up, and late all the same


def test_at_the_office_only_lateness_is_told():
    late = judged(marks(**{"in": "07:44"}), TERMS, DAY, flexible=False)
    assert (late.minutes, late.faults) == (14, (("in", Fault.LATE),))
    assert judged(marks(), TERMS, DAY, flexible=False).faults == ()


def test_a_summary_speaks_for_a_whole_day():
    assert faults(Marks({}, Recap.PRESENT)) == []
    assert faults(Marks({}, Recap.ABSENT)) == [("in", Fault.ABSENT)]
    assert faults(Marks({}, Recap.ABSENT), flexible=False) == [("in", Fault.ABSENT)]
    assert faults(Marks({}, Recap.LATE)) == [("in", Fault.LATE)]
    with_times = Marks({"in": time(7), "out": time(16)}, Recap.ABSENT)
    assert faults(with_times) == []  # a mark says more than a letter


@pytest.mark.parametrize(
    ("at", "two", "three"),
    [("06:10", "in", "in"), ("11:59", "in", "mid1"), ("12:00", "out", "mid1"), ("17:30", "out", "out")],
)
def test_a_bare_time_is_a_mark_by_the_clock_alone(at: str, two: str, three: str):
    moment = time.fromisoformat(at)
    assert (slot_of(moment, TERMS), slot_of(moment, THREE)) == (two, three)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0745", time(7, 45)),
        ("07.45", time(7, 45)),
        ("7:45", time(7, 45)),
        ("745", time(7, 45)),
        ("7", time(7)),
        ("07.45.10", time(7, 45)),
        ("25:99", None),
        ("24.00", None),
        ("07.60", None),
        ("pagi", None),
        ("", None),
    ],
)
def test_times_are_typed_as_people_type_them(text: str, found: time | None):
    assert typed_time(text) == found


def test_a_time_of_another_zone_is_read_by_the_clock_of_the_site():
    """CAL-10."""
    assert in_zone(time(8, 31), "wita", "WIB") == time(7, 31)
    assert in_zone(time(7, 31), "wib", "WIT") == time(9, 31)
    assert in_zone(time(0, 30), "wit", "WIB") is None


def test_rest_is_never_counted_as_work():
    """CAL-09."""
    assert net_minutes(marks(**{"in": "07:30", "out": "16:00"}), 60) == 450
    assert net_minutes(marks(**{"in": "07:30"}), 60) is None
