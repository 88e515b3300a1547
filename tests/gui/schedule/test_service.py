"""The screen on the real service and a real store: a letter goes all the way down and comes back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from flexdesk.domain.ops import Change, Op
from flexdesk.events import ChangeBus
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.schedule import ScheduleService
from flexdesk.store.store import Store
from flexdesk.system.clock import FixedClock
from ui.schedule.desk import ScheduleDesk
from ui.schedule.ports import SchedulePort
from ui.schedule.sheet import Mark, Spot
from ui.undo.editor import Editor

MONDAY = date(2026, 11, 23)
WEDNESDAY = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)


@pytest.fixture
def committer(tmp_path: Path) -> Iterator[Committer]:
    with Store.create(tmp_path / "unit", bytes(32), "0123456789abcdef") as store:
        made = Committer(store, ChangeBus(), FixedClock(WEDNESDAY))
        for number, name in enumerate(("Ani Lestari", "Budi Raharjo", "Cahya Putra")):
            cells = {"nip": f"19850{number + 1}012009011{901 + number}", "name": name, "status": "pns"}
            cells["task_criteria"] = "11111"
            made.commit(Change("person.add", (made.insert("person", cells, f"p{number}"),)))
        yield made


@pytest.fixture
def desk(qtbot: QtBot, committer: Committer) -> ScheduleDesk:
    port: SchedulePort = ScheduleService(committer, FactReader(committer.store))
    problems: list[BaseException] = []
    editor = Editor(committer, problems.append)
    made = ScheduleDesk(port, editor, today=WEDNESDAY.date(), report=problems.append)
    editor.setParent(made)
    committer.bus.subscribe(made.apply)
    qtbot.addWidget(made)
    made.resize(1190, 700)
    made.show()
    return made


def letters(desk: ScheduleDesk, row: int) -> str:
    sheet = desk.settled()
    return "".join(str(desk.model.index(row, column).data() or ".") for column in range(sheet.width))


def editor_of(desk: ScheduleDesk) -> Editor:
    found = desk.findChild(Editor)
    assert isinstance(found, Editor)
    return found


def test_typed_letters_are_stored_and_undone(desk: ScheduleDesk, committer: Committer) -> None:
    desk.grid.go_to(Spot(1, 2))
    QTest.keyClicks(desk.grid, "wd")
    assert letters(desk, 1) == "KKWDK.."
    stored = committer.store.get("assignment", "p1|2026-11-26")
    assert stored is not None
    assert stored["place"] == "duty_travel"
    editor_of(desk).undo()
    assert letters(desk, 1) == "KKWKK.."


def test_days_that_have_passed_are_locked(desk: ScheduleDesk) -> None:
    sheet = desk.settled()
    assert [bool(sheet.mark(Spot(0, column)) & Mark.LOCKED) for column in range(7)] == [True] * 2 + [
        False
    ] * 5
    desk.grid.select_rows(0, 0)
    QTest.keyClicks(desk.grid, "p")
    assert letters(desk, 0) == "KKPPPPP"


def test_a_third_day_away_is_shown_at_once(desk: ScheduleDesk) -> None:
    desk.grid.go_to(Spot(0, 2))
    QTest.keyClicks(desk.grid, "www")
    sheet = desk.settled()
    assert any(one.grade == "hard" and one.row == 0 for one in sheet.problems)
    assert sheet.people[0].away_count == 3


def test_a_change_of_another_table_is_shown(desk: ScheduleDesk, committer: Committer) -> None:
    cells = {"person": "p2", "kind": "annual", "from": "2026-11-26", "to": "2026-11-27"}
    committer.commit(Change("leave.add", (Op("leave_entry", "x-1", dict.fromkeys(cells), cells),)))
    assert letters(desk, 2) == "KKKCC.."


def test_history_names_the_change(desk: ScheduleDesk) -> None:
    desk.grid.go_to(Spot(0, 3))
    QTest.keyClicks(desk.grid, "w")
    desk.grid.go_to(Spot(0, 3))
    popup = desk.asking.history()
    assert popup is not None
    assert popup.lines[0].endswith(": · → W")
    popup.close()
