"""Rows by function on a real store: people under the first service point they serve, the rest last."""

from datetime import date
from pathlib import Path

from flexdesk.services.week import Grouping
from flexdesk.system.clock import SystemClock
from tests.helpers.desks import TODAY, small_desk

PEOPLE = (
    ("198501012009011001", "Ani Contoh"),
    ("198502012009012002", "Budi Contoh"),
    ("198503012009011003", "Cahya Contoh"),
    ("198504012009011004", "Dwi Contoh"),
)
MONDAY = date(2026, 11, 23)


def test_people_stand_under_their_first_point(tmp_path: Path) -> None:
    with small_desk(tmp_path / "unit", PEOPLE, clock=SystemClock(TODAY)) as desk:
        for name, serving in (("Loket KTP", (3, 1)), ("Pengaduan", (1, 0))):
            desk.unit.add_service_point(name, 1)
            desk.unit.assign(name, [PEOPLE[number][0] for number in serving])
        plain = desk.schedule.period(MONDAY, MONDAY)
        view = desk.schedule.period(MONDAY, MONDAY, Grouping.FUNCTION)
    first, second = (point.label for point in view.coverage if point.key != "away")
    budi = (first, second)
    assert {row.name: row.points for row in view.people}["Budi Contoh"] == budi
    groups = [row.group for row in view.people]
    assert groups == sorted(groups, key=[first, second, "No service point"].index)
    assert view.people[-1].name == "Cahya Contoh"
    assert {row.key for row in view.people} == {row.key for row in plain.people}
    assert view.cells == plain.cells
