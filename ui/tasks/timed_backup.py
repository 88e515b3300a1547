"""Makes a backup by itself when one is due, beside the window and without a word."""

from PySide6.QtCore import QObject, QTimer

from flexdesk.progress import Progress
from flexdesk.store.backups import Backup, Backups
from flexdesk.store.store import Store
from flexdesk.system.clock import Clock
from ui.tasks.on_store import on_store
from ui.tasks.runner import Runner

LOOK_EVERY_MS = 10 * 60 * 1000
FIRST_LOOK_MS = 60 * 1000  # a start has better things to do


class TimedBackup(QObject):
    """Lives as long as its parent, the window; a disk that is full is told like any other trouble."""

    def __init__(self, store: Store, backups: Backups, clock: Clock, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._backups, self._clock, self._runner = store, backups, clock, runner
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(FIRST_LOOK_MS)

    def look(self) -> None:
        """Start a backup if one is due."""
        self._timer.setInterval(LOOK_EVERY_MS)
        now = self._clock.now()
        if self._backups.is_due(now):
            self._runner.start(on_store(self._store, self._make), done=lambda _backup: None)

    def _make(self, _progress: Progress) -> Backup:
        return self._backups.create(self._clock.now())
