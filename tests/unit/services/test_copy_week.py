"""Last week laid over a week that has holidays, leave, pins and people who have gone."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.places import Place
from flexdesk.domain.rules.findings import Level
from flexdesk.services.proposals import Proposal
from flexdesk.system.clock import SystemClock
from tests.helpers.desks import kecamatan_desk

ORDINARY = date(2026, 12, 14)
CHRISTMAS = date(2026, 12, 21)  # 24 December is joint leave, 25 a holiday
THURSDAY, FRIDAY = CHRISTMAS + timedelta(days=3), CHRISTMAS + timedelta(days=4)
WEEK = timedelta(days=7)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with kecamatan_desk(tmp_path / "unit", clock=SystemClock(date(2026, 12, 18))) as made:
        yield made


def told(proposal: Proposal) -> dict[tuple[str, date], tuple[Place | None, str]]:
    return {(one.person, one.day): (one.place, one.because) for one in proposal.changed}


def free_people(desk: Desk) -> list[str]:
    """Who may work at home on every day of the two weeks."""
    view = desk.schedule.period(ORDINARY, CHRISTMAS + WEEK)
    return [row.key for row in view.people if row.eligible]


def test_a_week_with_holidays_says_which_days_are_lost(desk: Desk) -> None:
    one, other = free_people(desk)[:2]
    wednesday = ORDINARY + timedelta(days=2)
    desk.schedule.set_places(
        [(one, wednesday, Place.HOME), (one, FRIDAY - WEEK, Place.HOME), (other, THURSDAY - WEEK, Place.HOME)]
    )
    found = desk.schedule.copy_week_proposal(ORDINARY, CHRISTMAS)
    assert told(found) == {
        (one, wednesday + WEEK): (Place.HOME, ""),
        (one, FRIDAY): (Place.HOLIDAY, "not a working day"),
        (other, THURSDAY): (Place.HOLIDAY, "not a working day"),
    }
    assert desk.schedule.take(found) is not None
    again = desk.schedule.copy_week_proposal(ORDINARY, CHRISTMAS)
    assert again.cells == {}
    assert desk.schedule.take(again) is None


def test_leave_pins_and_rules_of_the_new_week_win(desk: Desk) -> None:
    away, pinned, barred = free_people(desk)[:3]
    nips = {person.key: person.nip for person in desk.people.roster()}
    desk.schedule.set_places([(person, ORDINARY, Place.HOME) for person in (away, pinned, barred)])
    desk.registers.add_leave(nips[away], "annual", CHRISTMAS, CHRISTMAS)
    desk.schedule.set_places([(pinned, CHRISTMAS, Place.TRAINING)])
    desk.schedule.pin(pinned, CHRISTMAS, True)
    desk.proceedings.add(nips[barred], "process", CHRISTMAS)
    found = told(desk.schedule.copy_week_proposal(ORDINARY, CHRISTMAS))
    assert found[away, CHRISTMAS] == (Place.LEAVE, "leave or official travel on this day")
    assert found[pinned, CHRISTMAS] == (Place.TRAINING, "pinned")
    place, because = found[barred, CHRISTMAS]
    assert place is Place.OFFICE
    assert "21 Desember 2026" in because


def test_whoever_has_gone_is_left_out(desk: Desk) -> None:
    gone, stays = free_people(desk)[:2]
    desk.schedule.set_places([(gone, ORDINARY, Place.HOME), (stays, ORDINARY, Place.HOME)])
    nips = {person.key: person.nip for person in desk.people.roster()}
    desk.people.archive(nips[gone], ORDINARY + timedelta(days=4))
    found = desk.schedule.copy_week_proposal(ORDINARY, CHRISTMAS)
    assert {person for person, _day in found.cells} == {stays}


def test_what_is_taken_breaks_no_binding_rule(desk: Desk) -> None:
    """Everybody at home on four days is far beyond every limit; the copy keeps within them."""
    everybody = [person.key for person in desk.people.roster()]
    days = [ORDINARY + timedelta(days=n) for n in range(4)]
    desk.schedule.set_places([(person, day, Place.HOME) for person in everybody for day in days])
    sunday = CHRISTMAS + timedelta(days=6)
    desk.schedule.take(desk.schedule.copy_week_proposal(ORDINARY, CHRISTMAS))
    broken = [one for one in desk.schedule.check(CHRISTMAS, sunday) if one.level is Level.HARD]
    assert broken == []


def test_days_that_stand_there_already_count(desk: Desk) -> None:
    """The rule names the last day of a week that is too full; the one laid over it gives way."""
    person = free_people(desk)[0]
    week = ORDINARY - WEEK
    later = [week + timedelta(days=n) for n in (3, 4)]
    desk.schedule.set_places([(person, day, Place.HOME) for day in later])
    desk.schedule.set_places([(person, week - WEEK, Place.HOME)])
    found = told(desk.schedule.copy_week_proposal(week - WEEK, week))
    assert found[person, week][0] is Place.OFFICE
    assert "2" in found[person, week][1]


def test_a_day_of_travel_stays_as_it_is_whatever_was_typed_over_it(desk: Desk) -> None:
    person = free_people(desk)[0]
    nip = next(one.nip for one in desk.people.roster() if one.key == person)
    desk.schedule.set_places([(person, ORDINARY, Place.HOME), (person, CHRISTMAS, Place.TRAINING)])
    desk.registers.add_travel(nip, CHRISTMAS, CHRISTMAS, "800/1", "Rapat")
    found = told(desk.schedule.copy_week_proposal(ORDINARY, CHRISTMAS))
    assert found[person, CHRISTMAS] == (Place.TRAINING, "leave or official travel on this day")
