"""A service point whose needs are written for each shift is judged by its shifts, not by the office."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.places import Place
from flexdesk.planner.problem import problem
from flexdesk.system.clock import FixedClock
from tests.helpers.puskesmas import puskesmas_desk

MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    clock = FixedClock(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    with puskesmas_desk(tmp_path / "unit", people=10, clock=clock) as made:
        yield made


def missing(desk: Desk) -> list[date | None]:
    """Days on which the point is said to lack people at the office."""
    return [one.day for one in desk.schedule.check(MONDAY, SUNDAY) if one.rule == "LOC-12" and one.point]


def test_needs_of_shifts_take_the_place_of_the_need_of_a_day(desk: Desk) -> None:
    igd = [person.key for person in desk.people.roster()][:8]
    desk.schedule.set_places([(person, MONDAY, Place.SHIFT_NIGHT) for person in igd])
    assert missing(desk) == [MONDAY]
    desk.shift_needs.set("IGD", Place.SHIFT_NIGHT, 2, "every")
    assert missing(desk) == []
    rows = {row.label: row for row in desk.schedule.week(MONDAY).coverage}
    assert "IGD" not in rows
    assert rows["Sif malam, IGD"].cells[0].count == 8
    assert not any(need.point for need in problem(desk.reader.facts(MONDAY, SUNDAY)).needs)
    (point,) = desk.day.view(MONDAY).points
    assert len(point.present) == 8
    assert not point.is_short


def test_without_them_all_is_as_before(desk: Desk) -> None:
    assert any(need.point for need in problem(desk.reader.facts(MONDAY, SUNDAY)).needs)
    assert "IGD" in [row.label for row in desk.schedule.week(MONDAY).coverage]
