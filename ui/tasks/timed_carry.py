"""Writes the carry file once a day by itself, and once more when the window closes on edits it lacks."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from flexdesk.errors import FlexDeskError
from flexdesk.progress import Progress
from flexdesk.store.store import Store
from flexdesk.system.clock import Clock
from ui.tasks.on_store import on_store
from ui.tasks.runner import Runner

if TYPE_CHECKING:
    from flexdesk.services.carry import CarryFile, CarryService

LOOK_EVERY_MS = 10 * 60 * 1000
FIRST_LOOK_MS = 90 * 1000  # after the first look of the backups


class TimedCarry(QObject):
    """Lives as long as its parent, the window. `carry` is made at the first look: a start can save it."""

    def __init__(
        self, store: Store, carry: Callable[[], "CarryService"], clock: Clock, runner: Runner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._store, self._carry, self._clock, self._runner = store, carry, clock, runner
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(FIRST_LOOK_MS)

    def look(self) -> None:
        """Write a carry file if one is due."""
        self._timer.setInterval(LOOK_EVERY_MS)
        if self._carry().is_due(self._clock.now()):
            self._runner.start(on_store(self._store, self._make), done=lambda _file: None)

    def finish(self) -> None:
        """The last look. Nobody is left to be told of trouble; the next start shows what lies here only."""
        self._timer.stop()
        try:
            if self._carry().is_wanted_at_closing():
                self._carry().write()
        except FlexDeskError:
            return

    def _make(self, _progress: Progress) -> "CarryFile":
        return self._carry().write()
