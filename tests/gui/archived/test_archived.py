"""The room of those who left, in the real window: when and why, and the way back."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from flexdesk.desk.desk import Desk
from tests.gui.sending.windows import quiet, settle, told
from tests.helpers.desks import small_desk
from ui.archived.page import ArchivedPage
from ui.desktop import specs
from ui.opened import OpenedUnit
from ui.shell.main_window import MainWindow

HEAD, DEWI = "197203151997031901", "198505122009012905"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with small_desk(tmp_path / "unit", ((HEAD, "Bambang Wiryawan"), (DEWI, "Dewi Anggraini"))) as opened:
        yield opened


@pytest.fixture
def window(desk: Desk) -> Iterator[MainWindow]:
    made = MainWindow(OpenedUnit(desk), specs(desk))
    made.show()
    made.resize(1366, 768)
    made.go("people", "archived:")
    settle(made)
    yield made
    quiet(made)


def room(window: MainWindow) -> ArchivedPage:
    found = window.page
    assert isinstance(found, ArchivedPage)
    return found


def test_the_room_says_what_it_is_for_while_nobody_left(window: MainWindow, desk: Desk) -> None:
    page = room(window)
    assert page.stack.currentWidget() is page.empty
    assert not page.back.isEnabled()
    desk.people.archive(DEWI, date(2026, 11, 1), "retired")
    assert page.stack.currentWidget() is page.table
    assert [page.model.index(0, column).data() for column in range(4)] == [
        "Dewi Anggraini",
        "19850512 200901 2 905",
        "01-11-2026",
        "retired",
    ]


def test_whoever_was_archived_by_mistake_comes_back_by_enter_and_undo_takes_that_back(
    window: MainWindow, desk: Desk
) -> None:
    desk.people.archive(DEWI, date(2026, 11, 1), "moved")
    page = room(window)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert desk.people.archived() == []
    assert page.stack.currentWidget() is page.empty
    window.editor.undo()
    assert [one.left_on for one in desk.people.archived()] == [date(2026, 11, 1)]


def test_a_number_in_use_again_keeps_the_old_holder_archived(window: MainWindow, desk: Desk) -> None:
    desk.people.archive(DEWI, date(2026, 11, 1), "moved")
    desk.people.add(DEWI, "Dewi Lain")
    page = room(window)
    page.open_item(desk.people.archived()[0].key)
    assert not page.bring_back()
    settle(window)
    assert "Dewi Lain" in told(window)
    assert len(desk.people.archived()) == 1
