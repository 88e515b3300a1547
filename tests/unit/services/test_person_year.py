"""A person's year on a real store: the cells of the months, with locks and marks, and what they add up to."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.places import Place
from flexdesk.system.clock import FixedClock
from tests.helpers.desks import small_desk

PEOPLE = (
    ("198501012009011001", "Ani Contoh"),
    ("198502012009012002", "Budi Contoh"),
    ("198503012009011003", "Cahya Contoh"),
)
MONDAY = date(2026, 11, 23)
DAYS = [date(2026, 11, day) for day in (23, 24, 25, 27)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    clock = FixedClock(datetime(2026, 11, 20, 1, tzinfo=UTC))
    with small_desk(tmp_path / "unit", PEOPLE, clock=clock) as made:
        yield made


def key_of(desk: Desk, name: str) -> str:
    return next(person.key for person in desk.reader.people() if person.name == name)


def test_every_month_is_that_of_the_month_view(desk: Desk) -> None:
    budi = key_of(desk, "Budi Contoh")
    desk.registers.add_leave(PEOPLE[1][0], "annual", date(2026, 11, 30), date(2026, 12, 1), "")
    desk.schedule.publish(MONDAY, "1", key_of(desk, "Ani Contoh"), "coba")
    desk.schedule.set_places([(budi, day, Place.HOME) for day in DAYS])
    view = desk.schedule.person_year(budi, 2026)
    assert len(view.cells) == 365
    for month in (1, 2, 11, 12):
        first = date(2026, month, 1)
        last = date(2026, month, 28)
        seen = desk.schedule.period(first, last)
        for (person, day), cell in seen.cells.items():
            if person == budi:
                assert view.cells[day] == cell, day
                assert view.day_kinds[day] == seen.day_kinds[seen.days.index(day)]
    assert view.cells[MONDAY].changed_since_published
    assert view.cells[date(2026, 11, 19)].locked
    assert not view.cells[MONDAY].locked


def test_the_counts_add_up(desk: Desk) -> None:
    budi = key_of(desk, "Budi Contoh")
    desk.registers.add_leave(PEOPLE[1][0], "annual", date(2026, 11, 30), date(2026, 12, 1), "")
    desk.schedule.set_places([(budi, day, Place.HOME) for day in DAYS])
    desk.schedule.set_places(
        [(budi, date(2026, 6, 8), Place.TRAINING), (budi, date(2026, 6, 9), Place.DUTY_TRAVEL)]
    )
    desk.schedule.set_places([(budi, date(2026, 7, 6), Place.SHIFT_NIGHT)])
    desk.schedule.set_places([(key_of(desk, "Ani Contoh"), MONDAY, Place.HOME)])
    view = desk.schedule.person_year(budi, 2026)
    november, total = view.months[10], view.total
    assert (november.away, november.fridays, november.mondays, november.leave) == (4, 1, 1, 1)
    assert (view.months[11].leave, total.leave, total.away) == (1, 2, 4)
    assert (total.training, total.travel, total.shifts) == (1, 1, 1)
    assert view.months[5].training == view.months[5].travel == view.months[6].shifts == 1
    assert november.faults > 0
    assert {finding.person for finding in view.findings} == {budi}


def test_binding_findings_are_those_of_the_month(desk: Desk) -> None:
    budi = key_of(desk, "Budi Contoh")
    desk.schedule.set_places([(budi, day, Place.HOME) for day in DAYS])
    seen = desk.schedule.period(date(2026, 11, 1), date(2026, 11, 30)).findings
    told = {(one.rule, one.day) for one in seen if one.person == budi and one.level == "hard"}
    view = desk.schedule.person_year(budi, 2026)
    assert {(one.rule, one.day) for one in view.findings if one.level == "hard"} == told
    assert view.total.faults == len(told)


def test_a_leap_year_and_nobody(desk: Desk) -> None:
    assert len(desk.schedule.person_year(key_of(desk, "Ani Contoh"), 2028).cells) == 366
    assert desk.schedule.person_year("nobody", 2026).total.away == 0
