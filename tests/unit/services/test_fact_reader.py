"""What the reader of facts keeps between two readings is never older than the store."""

from datetime import date
from threading import Thread

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.schema import join_key
from tests.helpers.desks import small_desk

MONDAY = date(2026, 8, 3)


@pytest.fixture
def desk(tmp_path):
    with small_desk(tmp_path / "unit") as opened:
        yield opened


def add(desk: Desk, name: str) -> None:
    desk.committer.commit(Change("test.person", (desk.committer.insert("person", {"name": name}),)))


def names(desk: Desk) -> set[str]:
    return {person.name for person in desk.reader.people()}


def test_the_same_reading_is_given_again_until_its_own_table_changes(desk):
    before = desk.reader.policy()
    desk.unit.add_place("Aula", "other_office", "Bupati")
    assert desk.reader.policy() is before
    desk.policy.set("location.max_days_per_week", "1", from_day=date(2026, 1, 1))
    assert desk.reader.policy() is not before


def test_a_change_is_seen_at_once(desk):
    known = names(desk)
    add(desk, "Bambang")
    assert names(desk) == known | {"Bambang"}


def test_what_a_trial_wrote_is_forgotten_with_it(desk):
    known = names(desk)
    with desk.store.trial():
        add(desk, "Bambang")
        assert names(desk) == known | {"Bambang"}
    assert names(desk) == known


def test_a_change_by_another_connection_is_seen(desk):
    known = names(desk)
    thread = Thread(target=lambda: (add(desk, "Bambang"), desk.store.release()))
    thread.start()
    thread.join()
    assert names(desk) == known | {"Bambang"}


def test_counts_of_turns_look_at_days_away_before_the_week(desk):
    day = date(2026, 7, 31)  # a Friday
    for place, person in (("home", "a"), ("office", "b")):
        key = join_key(person, day.isoformat())
        ops = (desk.committer.upsert("assignment", key, {"place": place}),)
        desk.committer.commit(Change("test.cell", ops))
    away, fridays = desk.reader.turns_before(MONDAY)
    assert (dict(away), dict(fridays)) == ({"a": 1}, {"a": 1})
    assert desk.reader.turns_before(day)[0] == {}


def test_turns_are_counted_as_recorded(desk):
    day = date(2026, 7, 31)
    cells = {
        "called in": {"place": "home", "actual": "office"},
        "sent home": {"place": "office", "actual": "home"},
        "as planned": {"place": "home", "actual": "home"},
        "another office": {"place": "home", "actual": "other_office"},
        "unplanned": {"actual": "home"},
    }
    for person, row in cells.items():
        ops = (desk.committer.upsert("assignment", join_key(person, day.isoformat()), row),)
        desk.committer.commit(Change("test.cell", ops))
    away, _fridays = desk.reader.turns_before(MONDAY)
    assert away == {"sent home": 1, "as planned": 1, "another office": 1, "unplanned": 1}
