"""Alt+B on a real store: the ledger opens over the grid, counts, sorts, leads to a person and goes away."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from flexdesk.domain.ops import Change
from flexdesk.domain.places import Place
from flexdesk.domain.schema import join_key
from flexdesk.events import ChangeBus
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.ledger import LedgerService
from flexdesk.services.schedule import ScheduleService
from flexdesk.store.store import Store
from flexdesk.system.clock import FixedClock
from ui.schedule.ledger import LedgerRoom
from ui.schedule.page import SchedulePage
from ui.schedule.sheet import Mark, Spot
from ui.undo.editor import Editor
from ui.widgets.cells import Role
from ui.widgets.tones import Tone

NAMES = ("Fitri Handayani", "Gani Setiawan", "Hesti Lestari", "Indra Kurniawan")
SATURDAY = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
LAST_FRIDAY = date(2026, 11, 20)
Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def committer(tmp_path: Path) -> Iterator[Committer]:
    with Store.create(tmp_path / "unit", bytes(32), "0123456789abcdef") as store:
        made = Committer(store, ChangeBus(), FixedClock(SATURDAY))
        for number, name in enumerate(NAMES):
            cells = {"nip": f"19850{number + 1}012009011{901 + number}", "name": name, "status": "pns"}
            cells["task_criteria"] = "11111"
            made.commit(Change("person.add", (made.insert("person", cells, f"p{number}"),)))
        yield made


def away(committer: Committer, person: str, *days: date) -> None:
    cells = {"place": "home", "source": "typed"}
    ops = tuple(committer.upsert("assignment", join_key(person, day.isoformat()), cells) for day in days)
    committer.commit(Change("test.away", ops))


@pytest.fixture
def page(qtbot: QtBot, committer: Committer) -> SchedulePage:
    reader, problems = FactReader(committer.store), list[BaseException]()
    made = SchedulePage(
        ScheduleService(committer, reader),
        Editor(committer, problems.append),
        today=SATURDAY.date(),
        report=problems.append,
        turns=LedgerService(reader),
    )
    committer.bus.subscribe(made.apply)
    qtbot.addWidget(made)
    made.resize(1176, 738)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)  # shortcuts belong to the window in front
    return made


@pytest.fixture
def ledger(page: SchedulePage, committer: Committer) -> LedgerRoom:
    away(committer, "p0", *(LAST_FRIDAY - timedelta(weeks=n) for n in range(3)))
    away(committer, "p1", LAST_FRIDAY - timedelta(weeks=1), LAST_FRIDAY - timedelta(days=3))
    page.desk.settled()
    QTest.keyClick(page, Key.Key_B, Modifier.AltModifier)
    assert page.ledger is not None
    return page.ledger


def column(ledger: LedgerRoom, key: str) -> list[str]:
    at = [one.key for one in ledger.model.columns].index(key)
    return [str(ledger.model.index(row, at).data()) for row in range(ledger.model.rowCount())]


def test_alt_b_opens_the_ledger_over_the_grid(page: SchedulePage, ledger: LedgerRoom) -> None:
    QAbstractItemModelTester(ledger.model)
    assert page.shows_ledger
    assert ledger.isVisible()
    assert not page.desk.isVisible()
    assert ledger.table.hasFocus()
    assert column(ledger, "fridays") == ["3", "1", "0", "0"]
    assert column(ledger, "away") == ["3", "2", "0", "0"]
    assert (
        "3 apart (most Fitri Handayani 3, least Hesti Lestari, Indra Kurniawan 0)" in ledger.sentences.text()
    )
    assert ledger.badge.facts.tone is Tone.WARNING
    assert "3 apart" in ledger.table.accessibleName()


def test_numbers_stand_right_beside_the_mean_of_the_group(ledger: LedgerRoom) -> None:
    at = [one.key for one in ledger.model.columns].index("fridays")
    cell = ledger.model.index(0, at).data(Role.CELL)
    assert cell.meter is not None
    assert (cell.meter.share, cell.meter.plan) == (1.0, pytest.approx(1 / 3))
    align = Qt.AlignmentFlag(int(ledger.model.index(0, at).data(Qt.ItemDataRole.TextAlignmentRole)))
    assert align & Qt.AlignmentFlag.AlignRight
    spoken = ledger.model.index(0, at).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Fridays: 3, the group's mean is 1.0, most of the group"


def test_space_sorts_by_the_column_of_the_cursor(ledger: LedgerRoom) -> None:
    at = [one.key for one in ledger.model.columns].index("fridays")
    for _step in range(at):
        QTest.keyClick(ledger.table, Key.Key_Right)
    QTest.keyClick(ledger.table, Key.Key_Space)
    assert column(ledger, "fridays") == ["0", "0", "1", "3"]
    QTest.keyClick(ledger.table, Key.Key_Space)
    assert column(ledger, "name")[0] == "Fitri Handayani"


def test_enter_leads_to_the_person_in_the_grid(page: SchedulePage, ledger: LedgerRoom) -> None:
    QTest.keyClick(ledger.table, Key.Key_Down)
    QTest.keyClick(ledger.table, Key.Key_Down)
    QTest.keyClick(ledger.table, Key.Key_Return)
    assert not page.shows_ledger
    assert page.desk.grid.hasFocus()
    spot = page.desk.grid.cursor_spot()
    assert spot is not None
    assert page.desk.model.sheet.people[spot.row].name == "Hesti Lestari"


@pytest.mark.usefixtures("ledger")
def test_escape_and_alt_b_go_back(page: SchedulePage) -> None:
    assert page.leave_smallest()
    assert page.desk.isVisible()
    assert page.desk.grid.hasFocus()
    QTest.keyClick(page, Key.Key_B, Modifier.AltModifier)
    QTest.keyClick(page, Key.Key_B, Modifier.AltModifier)
    assert not page.shows_ledger
    assert not page.leave_smallest()


def test_what_changes_meanwhile_is_counted(
    qtbot: QtBot, page: SchedulePage, ledger: LedgerRoom, committer: Committer
) -> None:
    away(committer, "p2", LAST_FRIDAY)
    qtbot.waitUntil(lambda: column(ledger, "fridays") == ["3", "1", "1", "0"], timeout=3000)
    page.close_ledger()
    away(committer, "p3", LAST_FRIDAY)
    QTest.keyClick(page, Key.Key_B, Modifier.AltModifier)
    assert column(ledger, "fridays") == ["3", "1", "1", "1"]


def test_the_ledger_follows_the_period(page: SchedulePage, ledger: LedgerRoom) -> None:
    page.desk.step(-1)
    assert page.shows_ledger
    assert not page.desk.isVisible()
    assert ledger.view is not None
    assert (ledger.view.first, ledger.view.last) == (date(2026, 11, 16), date(2026, 11, 22))


@pytest.mark.usefixtures("ledger")
def test_nothing_of_the_grid_changes_behind_the_ledger(page: SchedulePage) -> None:
    before = list(page.desk.model.sheet.places)
    assert not any(button.isEnabled() for button in (page.copy, page.even, page.publish))
    page.desk.problems.take_fix(0)
    QTest.keyClick(page, Key.Key_R, Modifier.ControlModifier)
    assert page.desk.strip.offer is None
    assert page.desk.settled().places == before


def test_printing_and_exporting(page: SchedulePage, ledger: LedgerRoom, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(page.wanted) as asked:
        assert page.print_this()
    assert asked.args == ["printing", "ledger|2026-W48"]
    file = tmp_path / "adil.csv"
    ledger.ask_target = lambda _parent, _suggestion, _kinds: file
    assert page.export_this()
    assert "Fitri Handayani" in file.read_text("utf-8-sig")
    assert "adil.csv" in ledger.note.text()
    page.close_ledger()
    assert not page.export_this()


def test_a_unit_without_a_schedule_has_an_empty_ledger(page: SchedulePage) -> None:
    QTest.keyClick(page, Key.Key_B, Modifier.AltModifier)
    assert page.ledger is not None
    assert page.ledger.nothing.isVisible()
    assert not page.ledger.badge.isVisible()
    assert not page.export_this()
    page.ledger.nothing.buttons[0].click()
    assert page.desk.isVisible()


def wish(committer: Committer, person: str, days: str, **cells: str) -> None:
    row = {"person": person, "kind": "wish", "from": MONDAY, "to": MONDAY + timedelta(days=6), "days": days}
    committer.commit(Change("test.wish", (committer.insert("request", {**row, **cells}),)))


def test_a_wish_shows_in_the_cell_and_on_the_ledger(page: SchedulePage, committer: Committer) -> None:
    wish(committer, "p0", "tue,fri")
    wish(committer, "p1", "fri", decision="refuse")
    away(committer, "p0", MONDAY + timedelta(days=4))
    sheet, model = page.desk.settled(), page.desk.model
    marked = [spot for spot in sheet.spots() if sheet.mark(spot) & Mark.WISHED]
    assert marked == [Spot(0, 1), Spot(0, 4)]
    tips = [model.index_of(spot).data(Qt.ItemDataRole.ToolTipRole) for spot in marked]
    assert tips == ["Wishes to be away on this day.", "Away as wished."]
    assert "wishes to be away" in model.index_of(marked[0]).data(Qt.ItemDataRole.AccessibleTextRole)
    assert page.desk.grid.looks[sheet.at(marked[0])][1] & Mark.WISHED
    QTest.keyClick(page, Key.Key_B, Modifier.AltModifier)
    assert page.ledger is not None
    assert column(page.ledger, "wishes") == ["1/2", "–", "–", "–"]


def test_the_plan_honours_a_wish(page: SchedulePage, committer: Committer) -> None:
    wish(committer, "p2", "wed")
    page.desk.plan()
    wednesday = ("p2", MONDAY + timedelta(days=2))
    assert page.desk.grid.layer[wednesday] == (Place.HOME, None)
    spot = page.desk.model.sheet.spot(*wednesday)
    assert spot is not None
    assert page.desk.grid.looks[page.desk.model.sheet.at(spot)][1] & Mark.WISHED


def test_ctrl_r_evens_a_copied_week_while_it_lies_open(page: SchedulePage, committer: Committer) -> None:
    away(committer, "p0", *(LAST_FRIDAY - timedelta(weeks=n) for n in range(3)))
    away(committer, "p1", LAST_FRIDAY - timedelta(days=3))
    page.desk.show_period(MONDAY)
    QTest.keyClick(page, Key.Key_D, Modifier.ControlModifier | Modifier.ShiftModifier)
    strip = page.desk.strip
    assert strip.vary_button.isVisible()
    plain = dict(page.desk.grid.layer)
    QTest.keyClick(page, Key.Key_R, Modifier.ControlModifier)
    friday = MONDAY + timedelta(days=4)
    evened = dict(page.desk.grid.layer)
    assert ("p0", friday) in plain
    assert ("p0", friday) not in evened
    assert ("p1", friday) in evened
    page.desk.problems.next(+1)
    assert "evened out" in strip.details
    QTest.keyClick(page, Key.Key_R, Modifier.ControlModifier)
    assert dict(page.desk.grid.layer) == plain
    strip.drop()
    assert not strip.vary()
