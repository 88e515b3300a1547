from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from flexdesk.desk.desk import Desk
from tests.helpers.desks import small_desk
from ui.eligibility.page import EligibilityPage
from ui.opened import OpenedUnit
from ui.shell.main_window import MainWindow
from ui.shell.ports import Frame, PageSpec

PEOPLE = (
    ("197203151997031901", "Bambang Wiryawan"),
    ("197909042005011903", "Agus Hermawan"),
    ("198505122009012905", "Dewi Anggraini"),
    ("199011232015031906", "Eko Prasetyo"),
)
BAMBANG, AGUS, DEWI, EKO = (nip for nip, _name in PEOPLE)


class Hand:
    """Types and looks as a person at the window would."""

    def __init__(self, qtbot: QtBot, desk: Desk, window: MainWindow) -> None:
        self.qtbot, self.desk, self.window = qtbot, desk, window

    @property
    def page(self) -> EligibilityPage:
        page = self.window.page
        assert isinstance(page, EligibilityPage)
        return page

    def names(self) -> list[str]:
        return [one.row.person.name for one in self.page.model.rows]

    def key(self, nip: str) -> str:
        return next(person.key for person in self.desk.people.roster() if person.nip == nip)

    def stand_on(self, nip: str) -> None:
        assert self.page.table.stand_on(self.key(nip))
        self.wait(lambda: self.page.panel.standing is not None and bool(self.page.panel.criteria))
        self.qtbot.wait(60)  # the panel settles on the last person

    def press(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        at: QWidget | None = None,
    ) -> None:
        QTest.keyClick(at or self.window.focusWidget() or self.window, key, modifier)

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=5000)

    def fill(self, **texts: str) -> None:
        """Write into the open form and press Enter in its last field."""
        fields = self.page.panel.form.fields
        for name, text in texts.items():
            field = fields[name.rstrip("_")]
            choice = getattr(field, "findData", None)
            if choice is not None:
                field.setCurrentIndex(choice(text))  # type: ignore[union-attr]
            else:
                field.setText(text)  # type: ignore[union-attr]
        self.press(Qt.Key.Key_Return, at=list(fields.values())[-1])


@pytest.fixture
def window_on(qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[[Desk], Hand]]:
    opened: list[MainWindow] = []

    def make(desk: Desk) -> Hand:
        def page(frame: Frame) -> EligibilityPage:
            return EligibilityPage(desk, frame.editor, frame.runner, frame.reporter)

        window = MainWindow(OpenedUnit(desk), [PageSpec("people", "People", "users", page)])
        opened.append(window)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        window.go("people")
        qapp.processEvents()
        return Hand(qtbot, desk, window)

    yield make
    for window in opened:
        window.editor.forget()  # before the window: the stack tells its listeners while it is taken apart
        window.close()
        window.deleteLater()
    qapp.processEvents()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Eko is new in his post until January, Dewi under a process without an end."""
    made = small_desk(tmp_path / "unit", PEOPLE)
    made.policy.set("person.new_posting_months", "3", from_day=date(2026, 1, 1))
    made.people.move(
        EKO, date(2026, 9, 5), jabatan="Pranata Komputer", category="fungsional", reason="mutation"
    )
    made.proceedings.add(DEWI, "process", date(2026, 11, 1))
    return made


@pytest.fixture
def hand(window_on: Callable[[Desk], Hand], desk: Desk) -> Hand:
    return window_on(desk)
