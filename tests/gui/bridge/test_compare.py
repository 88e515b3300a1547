"""The room where recaps of e-Kinerja stand beside FlexDesk, in the real window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from flexdesk.domain.performance import Rating
from flexdesk.domain.periods import parse_period
from flexdesk.exchange.tables import read_tables
from flexdesk.services.bkn import Kind
from tests.gui.bridge.conftest import Hand
from tests.gui.indonesian import spoken
from tests.helpers.bkn_files import PEOPLE, plan_recap, result_recap
from tests.helpers.desks import DATA
from ui.bridge.compare import ComparePage
from ui.bridge.compare_columns import Heap
from ui.evaluation.page import EvaluationPage

YEAR = parse_period("2026")


def room(hand: Hand) -> ComparePage:
    hand.window.go("targets", "ekinerja:")
    QApplication.processEvents()
    page = hand.window.page
    assert isinstance(page, ComparePage)
    return page


def recaps(hand: Hand, folder: Path) -> list[Path]:
    """All but the last five have an approved SKP there; the first was rated otherwise; one is a stranger."""
    people = hand.desk.people.roster()
    first = hand.desk.evaluation.evaluations(YEAR)[0]
    hand.desk.evaluation.rate(first.skp.key, YEAR, results=Rating.BELOW, behaviour=Rating.MEETS)
    span = (0, "2026-01-01", "2026-12-31", "persetujuan", "Staf")
    rows = [(one.nip, one.name, *span) for one in people[:-5]]
    return [
        plan_recap(folder / "skp.xlsx", [*rows, PEOPLE[5]]),
        result_recap(folder / "nilai.xlsx", [("skp-1", "Sangat Baik")]),
    ]


def taken(hand: Hand, qtbot: QtBot, folder: Path) -> ComparePage:
    page = room(hand)
    files = recaps(hand, folder)
    with qtbot.waitSignal(page.files.taken, timeout=5000):
        page.files.take(files)
    QApplication.processEvents()
    return page


def test_it_begins_empty_with_the_way_to_begin(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    page = room(hand)
    assert page.views.currentWidget() is page.empty
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_all: asked.append("") or ([], ""))
    QTest.keyClick(page, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    page.empty.buttons[0].click()
    assert len(asked) == 2


def test_recaps_are_taken_shown_and_taken_back(hand: Hand, qtbot: QtBot, tmp_path: Path) -> None:
    page = taken(hand, qtbot, tmp_path)
    assert page.views.currentWidget() is page.list
    kinds = [one.kind for one in page.model.rows]
    assert kinds == [*[Kind.NO_PLAN] * 5, Kind.PREDICATE, Kind.UNKNOWN]
    assert page.count.text() == "7 differences, 7 people"
    assert page.table.hasFocus()
    assert page.load.isEnabled()
    ModelTester(None).check(page.model)
    hand.window.editor.undo()
    qtbot.waitUntil(lambda: page.views.currentWidget() is page.empty)


def test_heaps_and_search(hand: Hand, qtbot: QtBot, tmp_path: Path) -> None:
    page = taken(hand, qtbot, tmp_path)
    page.heaps.choose(Heap.RATINGS)
    page._fill()
    assert [one.kind for one in page.model.rows] == [Kind.PREDICATE]
    page.heaps.choose(Heap.ALL)
    assert page.find_in_page()
    QTest.keyClicks(page.search, "dodi")
    assert [one.name for one in page.model.rows] == ["Dodi Firmansyah"]
    assert page.leave_smallest()
    assert len(page.model.rows) == 7


def test_enter_opens_the_rating_the_person_or_says_why_not(hand: Hand, qtbot: QtBot, tmp_path: Path) -> None:
    page = taken(hand, qtbot, tmp_path)
    told: list[str] = []
    hand.window.reporter.noticed.connect(lambda notice: told.append(notice.text))

    def enter(row: int) -> None:
        hand.window.go("targets", "ekinerja:")
        page.table.selectRow(row)
        page.table.setFocus()
        QTest.keyClick(page.table, Qt.Key.Key_Return)
        QApplication.processEvents()

    enter(0)
    assert hand.window.current_key == "people"
    enter(5)
    assert hand.window.current_key == "evaluation"
    rated = hand.window.page
    assert isinstance(rated, EvaluationPage)
    one = rated.current()
    assert one is not None
    assert one.skp.person["name"] == page.model.rows[5].name
    enter(6)
    assert told[-1] == "Dodi Firmansyah is not in the roster."
    assert hand.window.current_key == "targets"


def test_a_wrong_file_is_reported(hand: Hand, qtbot: QtBot) -> None:
    page = room(hand)
    told: list[str] = []
    hand.window.reporter.noticed.connect(lambda notice: told.append(notice.code))
    page.files.take([DATA / "activities" / "skp-2026.xlsx"])
    qtbot.waitUntil(lambda: told == ["bkn.other_table"], timeout=5000)
    qtbot.waitUntil(page.load.isEnabled)
    assert hand.window.editor.stack.count() == 0


def test_the_unit_recap_is_saved(
    hand: Hand, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = room(hand)
    out = tmp_path / "rekap.xlsx"
    told: list[str] = []
    hand.window.reporter.noticed.connect(lambda notice: told.append(notice.text))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_all: (str(out), ""))
    assert page.export_this()
    qtbot.waitUntil(lambda: told == ["Recap saved in rekap.xlsx."], timeout=10000)
    rows = read_tables(out)[0].rows
    assert "Triwulan III 2026" in str(rows[0].cells[0])
    assert len(rows) == 3 + len(hand.desk.people.roster())


def test_the_palette_leads_there_from_everywhere(hand: Hand) -> None:
    from ui.shell.commands import palette_commands

    hand.window.go("people")
    found = {command.text: command for command in palette_commands(hand.window)}
    found["Compare with e-Kinerja"].call()
    QApplication.processEvents()
    assert isinstance(hand.window.page, ComparePage)
    found["Go on copying to e-Kinerja"].call()
    assert hand.keeper.strip is None  # nothing was ever copied here


def test_both_rooms_fit_the_reference_laptop(hand: Hand, qtbot: QtBot, tmp_path: Path) -> None:
    with spoken():
        taken(hand, qtbot, tmp_path)
        hand.window.go("targets")
        QApplication.processEvents()
        assert hand.window.minimumSizeHint().width() <= 1366
