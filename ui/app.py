"""Starts the window on an opened desk and ends when it closes."""

import os
import sys
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from flexdesk.cli.app import asked_language
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import LANGUAGES, set_language
from ui.feedback import hooks
from ui.qt import platform, theme, window_state
from ui.shell.main_window import MainWindow
from ui.shell.ports import REOPEN, SENDING, Desk, PageSpec

Opened = tuple[Desk, Sequence[PageSpec]]
OpenDesk = Callable[[], Opened]
OpenAgain = Callable[[Desk], Opened]
Started = Callable[[Desk, MainWindow], object]


def main(
    arguments: Sequence[str],
    open_desk: OpenDesk,
    started: Started = lambda _desk, _window: None,
    open_again: OpenAgain | None = None,
) -> int:
    """Exit code of the program. `open_desk` opens the unit and names the screens behind the side bar.

    It is called after the application object exists, so that it may ask for a passphrase. `started` is told
    once the window stands; `open_again` opens the unit anew when a screen wants that.
    """
    set_language(_language(arguments))
    try:
        app = platform.make_application(arguments)
        window_state.restore_look(theme.current())
        theme.current().apply()
        desk, specs = open_desk()
    except FlexDeskError as error:
        _refuse(error)
        return error.exit_code
    stage = Stage(started, open_again)
    try:
        stage.show(desk, specs)
        return app.exec()
    finally:
        stage.shut()


class Stage(QObject):
    """The window that stands. Where its unit must be opened anew, another window takes its place."""

    def __init__(self, started: Started, open_again: OpenAgain | None) -> None:
        super().__init__()
        self._started, self._open_again = started, open_again
        self._give_back: Callable[[], None] = lambda: None
        self.window: MainWindow | None = None

    def show(self, desk: Desk, specs: Sequence[PageSpec]) -> MainWindow:
        window = self.window = make_window(desk, specs)
        self._started(desk, window)
        self._give_back = hooks.install(window.reporter)
        window.beside.connect(self._ask)
        window.show()
        return window

    def shut(self) -> None:
        self._give_back()
        if self.window is not None:
            self.window.shut()

    def _ask(self, key: str, _item: str) -> None:
        if key == REOPEN and self._open_again is not None:
            QTimer.singleShot(0, self, self.reopen)  # whoever asks stands in the window that goes

    def reopen(self) -> None:
        """Let go of the unit, open it anew, and stand there again; the program ends where that fails."""
        old = self.window
        assert old is not None
        assert self._open_again is not None
        window_state.keep_window(old)
        self.shut()
        try:
            desk, specs = self._open_again(old.desk)
        except FlexDeskError as error:
            _refuse(error)
            QApplication.exit(error.exit_code)
            return
        self.show(desk, specs).go(SENDING, REOPEN)
        old.close()
        old.deleteLater()


def _refuse(error: FlexDeskError) -> None:
    """Say why there is no window; whoever started from a menu sees no terminal."""
    print(f"{error.ticket} {error}", file=sys.stderr)
    if QApplication.instance() is None or QApplication.platformName() in ("offscreen", "minimal"):
        return
    box = QMessageBox(QMessageBox.Icon.Warning, platform.NAME, error.message)
    box.setInformativeText(f"{error.what_is_safe}\n{error.what_to_do}\n\n({error.ticket})")
    box.exec()


def _language(arguments: Sequence[str]) -> str:
    """What the start asks for wins over what the person chose on the screen of rules."""
    asked = "FLEXDESK_LANG" in os.environ or any(word.startswith("--lang") for word in arguments)
    kept = window_state.kept("look/language")
    return asked_language(arguments) if asked or kept not in LANGUAGES else kept


def make_window(desk: Desk, specs: Sequence[PageSpec]) -> MainWindow:
    """The window at its last place, with the first screen in front."""
    window = MainWindow(desk, specs)
    window_state.restore_window(window)
    if specs:
        window.go(specs[0].key)
    return window
