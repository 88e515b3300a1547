"""A letter is on the screen as soon as it is stored; counts and findings follow and are never older."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.places import Place
from flexdesk.errors import FlexDeskError, StaleEdit
from flexdesk.system.clock import FixedClock
from tests.helpers.desks import small_desk
from ui.schedule.desk import ScheduleDesk
from ui.schedule.sheet import Mark, Spot
from ui.undo.editor import Editor

PEOPLE = (
    ("198501012009011001", "Ani Contoh"),
    ("198502012009012002", "Budi Contoh"),
    ("198503012009011003", "Cahya Contoh"),
)
THURSDAY = date(2026, 11, 26)


class Beside:
    """Keeps readings until the test lets them come."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Callable[[], Any], Callable[[Any], object], Callable[[Any], object]]] = []

    def __call__(
        self, work: Callable[[], Any], done: Callable[[Any], object], failed: Callable[[Any], object]
    ) -> None:
        made = work()
        self.waiting.append((lambda: made, done, failed))

    def deliver(self) -> None:
        work, done, _failed = self.waiting.pop(0)
        done(work())


@pytest.fixture
def core(tmp_path: Path) -> Iterator[Desk]:
    with small_desk(
        tmp_path / "unit", PEOPLE, clock=FixedClock(datetime(2026, 11, 22, 1, tzinfo=UTC))
    ) as made:
        rows = [(row, {"task_criteria": "11111"}) for row in made.store.select("person")]
        made.committer.commit(
            Change("people.task", tuple(made.committer.update("person", row, cells) for row, cells in rows))
        )
        yield made


@pytest.fixture
def beside() -> Beside:
    return Beside()


@pytest.fixture
def told() -> list[BaseException]:
    return []


@pytest.fixture
def desk(qtbot: QtBot, core: Desk, beside: Beside, told: list[BaseException]) -> Iterator[ScheduleDesk]:
    editor = Editor(core.committer, told.append)
    made = ScheduleDesk(
        core.schedule, editor, today=date(2026, 11, 23), report=told.append, read_beside=beside
    )
    editor.setParent(made)
    stop = core.bus.subscribe(made.apply)
    qtbot.addWidget(made)
    made.resize(1190, 700)
    made.show()
    yield made
    stop()
    made.shut()


def letters(desk: ScheduleDesk, row: int) -> str:
    width = desk.model.sheet.width
    return "".join(str(desk.model.index(row, column).data() or ".") for column in range(width))


def test_a_letter_is_shown_before_anything_is_read(desk: ScheduleDesk, beside: Beside, qtbot: QtBot) -> None:
    desk.grid.go_to(Spot(0, 0))
    QTest.keyClicks(desk.grid, "www")
    assert letters(desk, 0) == "WWWKK.."
    assert desk.grid.looks[2][0] == "W"
    assert beside.waiting == []
    assert desk.model.sheet.people[0].away_count == 0
    qtbot.waitUntil(lambda: len(beside.waiting) == 1)  # one reading for three letters
    beside.deliver()
    assert desk.model.sheet.people[0].away_count == 3
    assert desk.model.sheet.count("hard") > 0


def test_a_reading_that_a_letter_overtook_is_dropped(
    desk: ScheduleDesk, beside: Beside, qtbot: QtBot
) -> None:
    desk.grid.go_to(Spot(0, 0))
    QTest.keyClicks(desk.grid, "w")
    qtbot.waitUntil(lambda: len(beside.waiting) == 1)
    QTest.keyClicks(desk.grid, "w")
    beside.deliver()
    assert letters(desk, 0) == "WWKKK.."
    assert desk.model.sheet.people[0].away_count == 0
    qtbot.waitUntil(lambda: len(beside.waiting) == 1)
    beside.deliver()
    assert desk.model.sheet.people[0].away_count == 2
    assert not desk._reading.is_due


def test_a_period_that_was_left_does_not_come_back(desk: ScheduleDesk, beside: Beside, qtbot: QtBot) -> None:
    desk.grid.go_to(Spot(0, 0))
    QTest.keyClicks(desk.grid, "w")
    qtbot.waitUntil(lambda: len(beside.waiting) == 1)
    desk.step(+1)
    beside.deliver()
    assert desk.model.sheet.days[0] == date(2026, 11, 30)
    assert letters(desk, 0) == "KKKKK.."


def test_whoever_needs_the_findings_gets_them(desk: ScheduleDesk, beside: Beside) -> None:
    desk.grid.go_to(Spot(0, 0))
    QTest.keyClicks(desk.grid, "www")
    assert desk.settled().people[0].away_count == 3
    assert beside.waiting == []


def test_a_refused_letter_is_never_shown(
    desk: ScheduleDesk, core: Desk, told: list[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_change: Change) -> None:
        raise StaleEdit()

    monkeypatch.setattr(core.committer, "commit", refuse)
    desk.grid.go_to(Spot(0, 0))
    QTest.keyClicks(desk.grid, "w")
    assert letters(desk, 0) == "KKKKK.."
    assert [type(one) for one in told] == [StaleEdit]


def test_an_emptied_cell_shows_the_leave_under_it(desk: ScheduleDesk, core: Desk) -> None:
    core.registers.add_leave(PEOPLE[1][0], "annual", THURSDAY, THURSDAY, "")
    row = desk.settled().row_of[core.reader.people()[1].key]
    desk.grid.go_to(Spot(row, 3))
    QTest.keyClicks(desk.grid, "d")
    assert letters(desk, row) == "KKKDK.."
    desk.grid.go_to(Spot(row, 3))
    QTest.keyClicks(desk.grid, ".")
    assert letters(desk, row) == "KKKCK.."


def test_the_store_is_believed_not_the_change(desk: ScheduleDesk, core: Desk) -> None:
    """An entry of another device that lost against a later one of ours is told as well."""
    key = core.reader.people()[0].key
    core.schedule.set_places([(key, THURSDAY, Place.TRAINING)])
    lost = Op("assignment", f"{key}|{THURSDAY}", {"place": None}, {"place": "home"})
    desk.apply(Change("schedule.set_place", (lost,), device="other", seq=1))
    assert letters(desk, desk.model.sheet.row_of[key]) == "KKKPK.."


def test_another_table_is_read_before_the_next_letter_is_compared(desk: ScheduleDesk, core: Desk) -> None:
    person = core.reader.people()[0]
    core.registers.add_leave(person.nip, "annual", THURSDAY, THURSDAY, "")
    row = desk.placed().row_of[person.key]
    assert letters(desk, row) == "KKKCK.."


def test_pins_are_shown_at_once(desk: ScheduleDesk) -> None:
    desk.grid.go_to(Spot(0, 1))
    desk.edits.pin()
    assert desk.model.sheet.mark(Spot(0, 1)) & Mark.PINNED
    desk.edits.pin()
    assert not desk.model.sheet.mark(Spot(0, 1)) & Mark.PINNED


def test_undo_is_shown_at_once(desk: ScheduleDesk) -> None:
    editor = desk.findChild(Editor)
    assert isinstance(editor, Editor)
    desk.grid.go_to(Spot(0, 0))
    QTest.keyClicks(desk.grid, "w")
    editor.undo()
    assert letters(desk, 0) == "KKKKK.."


def test_many_cells_are_read_in_one_go(
    desk: ScheduleDesk, core: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.schedule.desk._FEW", 2)
    key = core.reader.people()[0].key
    core.schedule.set_places([(key, date(2026, 11, day), Place.TRAINING) for day in (23, 24, 25)])
    assert letters(desk, desk.model.sheet.row_of[key]) == "KKKKK.."
    assert letters(desk, desk.placed().row_of[key]) == "PPPKK.."


def test_what_goes_wrong_is_told_and_the_next_letter_reads_again(
    desk: ScheduleDesk, beside: Beside, told: list[BaseException], qtbot: QtBot
) -> None:
    desk.grid.go_to(Spot(0, 0))
    QTest.keyClicks(desk.grid, "w")
    qtbot.waitUntil(lambda: len(beside.waiting) == 1)
    _work, _done, failed = beside.waiting.pop()
    failed(FlexDeskError())
    assert len(told) == 1
    QTest.keyClicks(desk.grid, "w")
    qtbot.waitUntil(lambda: len(beside.waiting) == 1)
    beside.deliver()
    assert desk.model.sheet.people[0].away_count == 2


def test_a_fix_is_that_of_the_card_that_is_read(desk: ScheduleDesk) -> None:
    desk.grid.go_to(Spot(0, 0))
    QTest.keyClicks(desk.grid, "www")
    desk.settled()
    card = desk.panel.cards[desk.panel.current].facts
    way = card.ways[0]
    desk.grid.go_to(Spot(1, 0))
    QTest.keyClicks(desk.grid, "www")
    desk.problems.take_fix(0)
    spot = desk.model.sheet.spot(way.fix.person, way.fix.day)
    assert spot is not None
    assert desk.model.sheet.place(spot) is not Place.HOME


def test_a_closed_window_reads_no_more(desk: ScheduleDesk, beside: Beside, qtbot: QtBot) -> None:
    desk.grid.go_to(Spot(0, 0))
    QTest.keyClicks(desk.grid, "w")
    qtbot.waitUntil(lambda: len(beside.waiting) == 1)
    QTest.keyClicks(desk.grid, "w")
    desk.shut()
    beside.deliver()
    qtbot.wait(60)
    assert beside.waiting == []
    assert desk.model.sheet.people[0].away_count == 0
