"""A person at the real window: nine screens on a real unit, in Indonesian, by keys as far as they reach."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.places import Place
from flexdesk.store.digest import digest
from tests.gui.indonesian import spoken
from ui.app import make_window
from ui.desktop import specs
from ui.evaluation.page import EvaluationPage
from ui.opened import OpenedUnit
from ui.people.page import PeoplePage
from ui.policy.page import PolicyPage
from ui.printing.page import PrintingPage
from ui.review.page import ReviewPage
from ui.schedule.page import SchedulePage
from ui.sending.page import SendingPage
from ui.shell.main_window import MainWindow
from ui.targets.page import TargetsPage
from ui.today.page import TodayPage
from ui.widgets.banner import Banner
from ui.widgets.label import Label
from ui.widgets.page import Page

SCREENS: tuple[type[Page], ...] = (
    TodayPage,
    PeoplePage,
    SchedulePage,
    TargetsPage,
    ReviewPage,
    EvaluationPage,
    PrintingPage,
    SendingPage,
    PolicyPage,
)
_PATIENCE_S = 20.0

Kind = TypeVar("Kind", bound=Page)


class Person:
    """Presses keys, types, waits for what was asked, and reads what the window says."""

    def __init__(self, desk: Desk, window: MainWindow) -> None:
        self.desk, self.window = desk, window
        self.keys = 0  # pressed so far, in dialogs too

    # Doing
    def front(self) -> None:
        if not self.window.isActiveWindow():
            self.window.activateWindow()
            QApplication.processEvents()

    def press(self, *keys: str, on: QWidget | None = None) -> None:
        """Keys by their names, one after the other, where the keyboard is."""
        self.front()
        for key in keys:
            pressed = QKeySequence(key.replace("Enter", "Return"))[0]  # type: ignore[index]
            target = on or self.window.focusWidget() or self.window
            QTest.keyClick(target, pressed.key(), pressed.keyboardModifiers())
            self.keys += 1
            QApplication.processEvents()

    def type_in(self, text: str) -> None:
        self.front()
        QTest.keyClicks(self.window.focusWidget() or self.window, text)
        self.keys += len(text)
        QApplication.processEvents()

    def write(self, text: str) -> None:
        """Type over all that stands in the field which has the keyboard."""
        self.press("Ctrl+A")
        self.type_in(text)

    def at(self, screen: type[Kind]) -> Kind:
        """Go to a screen by its number key."""
        self.press(f"Ctrl+{SCREENS.index(screen) + 1}")
        self.settle()
        return self.on(screen)

    def on(self, screen: type[Kind]) -> Kind:
        page = self.window.page
        assert isinstance(page, screen), f"{type(page).__name__} is in front, not {screen.__name__}"
        return page

    def settle(self) -> None:
        """Until jobs have ended, short timers have fired and nothing moves."""
        end, calm = time.monotonic() + _PATIENCE_S, 0
        while calm < 4:
            QApplication.processEvents()
            time.sleep(0.003)
            calm = 0 if self.window.runner.jobs or self._soon() else calm + 1
            assert time.monotonic() < end, [job.label for job in self.window.runner.jobs]

    def _soon(self) -> bool:
        page = self.window.page
        timers = page.findChildren(QTimer) if page is not None else []
        return any(one.isActive() and one.isSingleShot() and one.interval() < 1000 for one in timers)

    def answer(self, *steps: str, look: Callable[[QDialog], object] | None = None) -> None:
        """Before a dialog opens: what to type and press in it (`<Enter>` is a key, the rest is text)."""
        QTimer.singleShot(60, lambda: self._act(steps, look))

    def _act(self, steps: Sequence[str], look: Callable[[QDialog], object] | None) -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        try:
            if look is not None:
                look(dialog)
            for step in steps:
                target = dialog.focusWidget() or dialog
                if step.startswith("<"):
                    pressed = QKeySequence(step.strip("<>").replace("Enter", "Return"))[0]  # type: ignore[index]
                    QTest.keyClick(target, pressed.key(), pressed.keyboardModifiers())
                    self.keys += 1
                else:
                    QTest.keyClicks(target, step)
                    self.keys += len(step)
        finally:
            if dialog.isVisible() and QApplication.activeModalWidget() is dialog:
                dialog.reject()

    # Looking
    @property
    def told(self) -> str:
        """The notice over the page."""
        banner = self.window.notices.banner
        return banner.text if banner is not None else ""

    @property
    def digest(self) -> str:
        return digest(self.desk.store)

    def name_of(self, key: str) -> str:
        row = self.desk.store.get("person", key)
        return str((row or {}).get("name"))

    def picture(self, name: str, of: QWidget | None = None) -> None:
        """Kept only where `FLEXDESK_PICTURES` names a folder."""
        folder = os.environ.get("FLEXDESK_PICTURES")
        if folder:
            if of is None:
                self.settle()
            Path(folder).mkdir(parents=True, exist_ok=True)
            (of or self.window).grab().save(str(Path(folder) / f"{name}.png"))


@contextmanager
def at_window(desk: Desk) -> Iterator[Person]:
    """The program's own window on `desk`; both are closed afterwards."""
    with spoken():
        window = make_window(OpenedUnit(desk), specs(desk))
        window.show()
        window.activateWindow()
        person = Person(desk, window)
        person.settle()
        try:
            yield person
        finally:
            window.editor.forget()  # before the window: the stack tells its listeners while it is taken apart
            window.close()
            window.deleteLater()
            QApplication.processEvents()


@contextmanager
def files(
    *, opened: Path | None = None, saved: Path | None = None, folder: Path | None = None
) -> Iterator[None]:
    """What the person picks in the system's own file dialogs."""
    answers = {
        "getOpenFileName": (str(opened or ""), ""),
        "getOpenFileNames": ([str(opened)] if opened else [], ""),
        "getSaveFileName": (str(saved or ""), ""),
        "getExistingDirectory": str(folder or ""),
    }
    with ExitStack() as stack:
        for name, answer in answers.items():
            stack.enter_context(patch.object(QFileDialog, name, lambda *_args, _kept=answer, **_kw: _kept))
        yield


def sentences(banner: Banner | None) -> list[str]:
    """The lines of an error's banner: what happened, what is safe, what to do."""
    assert banner is not None
    said = [label.text() for label in banner.findChildren(Label)]
    return [line for line in said if line and line != banner.ticket]


def week_of(page: SchedulePage, name: str) -> str:
    """The letters of a person's row as the grid shows them, a dot for an empty cell."""
    sheet = page.desk.settled()
    row = next(n for n, one in enumerate(sheet.people) if one.name == name)
    return "".join(str(page.desk.model.index(row, column).data() or ".") for column in range(sheet.width))


def places(desk: Desk, kind: Place) -> int:
    """How many cells of the schedule hold a place."""
    return len(desk.store.select("assignment", place=str(kind)))
