"""Which screen shows a row: every table of a table-to-screen list is one that exists."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.schema import BY_NAME
from tests.helpers.desks import small_desk
from ui.sending import places, words
from ui.sending.places import place_of
from ui.shell.screens import NINE

SCREENS = {key for key, _title, _icon in NINE}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with small_desk(tmp_path, [("198804192012121001", "Eko Prasetyo")]) as made:
        yield made


@pytest.mark.parametrize(
    ("table", "row", "cells", "place"),
    [
        ("assignment", "K1|2026-11-27", {}, ("schedule", "K1|2026-11-27")),
        ("person", "K1", {}, ("people", "K1")),
        ("posting", "K1|2026-01-01", {}, ("people", "K1")),
        ("evaluation", "S1|2026-Q3", {}, ("evaluation", "2026-Q3|S1")),
        ("objection", "O1", {"evaluation": "S1|2026-Q3"}, ("evaluation", "2026-Q3|S1")),
        ("request", "R1", {}, ("people", "requests:R1")),
        ("complaint", "C1", {}, ("today", "complaints:C1")),
        ("month_close", "2026-10|1", {}, ("today", "month:2026-10")),
        ("monitoring_note", "2026-10", {}, ("today", "month:note|2026-10")),
        ("attendance_mark", "K1|2026-11-27|in", {}, ("today", "attendance:K1|2026-11-27")),
        ("action_plan", "A1", {"result": "W1"}, ("targets", "W1")),
        ("policy", "location.max_share|2026-01-01", {}, ("policy", "location.max_share")),
    ],
)
def test_a_row_is_found_where_its_screen_expects_it(
    desk: Desk, table: str, row: str, cells: dict[str, str], place: tuple[str, str]
) -> None:
    assert place_of(desk.store, table, row, cells) == place


def test_a_plan_and_what_hangs_on_it_lead_to_its_person(desk: Desk) -> None:
    committer = desk.committer
    made = (
        committer.upsert("skp", "S1", {"person": "K1"}),
        committer.upsert("indicator", "I1", {"result": "W1"}),
    )
    committer.commit(Change("test.plan", made))
    assert place_of(desk.store, "expectation", "S1|loyal") == ("targets", "K1")
    assert place_of(desk.store, "realisation", "I1|2026-10") == ("targets", "W1")


def test_every_table_and_screen_that_is_named_exists(desk: Desk) -> None:
    for table in places._FINDS:
        assert table in BY_NAME
        found = place_of(desk.store, table, "a|b|c")
        assert found is not None
        assert found[0] in SCREENS
    assert {words.screen(name) for name in BY_NAME} - {""} <= SCREENS
    assert place_of(desk.store, "table_of_tomorrow", "X") is None
