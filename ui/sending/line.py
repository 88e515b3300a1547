"""Keeps the exchange with the server going without anybody asking: states, patience, and no dialogs."""

from datetime import datetime, timedelta
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal

from flexdesk.bootstrap import Desk
from flexdesk.errors import EnvironmentTrouble, FlexDeskError
from flexdesk.i18n import _
from flexdesk.services.sync import Synced
from flexdesk.sync.http import Offline, ServerBusy
from ui.tasks.on_store import on_store
from ui.tasks.runner import Job, Runner

_FIRST_PAUSE = timedelta(minutes=15)
_LONGEST_PAUSE = timedelta(hours=4)


class Line(StrEnum):
    IDLE = "idle"
    RUNNING = "running"
    OFFLINE = "offline"
    REFUSED = "refused"


class ServerLine(QObject):
    """`changed` after each change of state; `synced` with what an exchange moved."""

    changed = Signal()
    synced = Signal(object)  # Synced
    refused = Signal(object)  # an error that a person should see

    def __init__(self, desk: Desk, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._runner = desk, runner
        self.state = Line.IDLE
        self.next_try: datetime | None = None
        self._pause = _FIRST_PAUSE
        self._job: Job | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.sync)

    def begin(self) -> None:
        """Exchange by itself from now on, first after a pause; does nothing when that is so already."""
        if self.state is Line.IDLE and not self._timer.isActive():
            self._wait()

    def sync(self) -> None:
        """F5 and the timer; a running exchange is not started twice."""
        if self.state is Line.RUNNING:
            return
        self._timer.stop()
        self._show(Line.RUNNING)
        self._job = self._runner.start(
            on_store(self._desk.store, lambda progress: self._desk.sync.sync(progress=progress)),
            done=self._done,
            failed=self._failed,
            label=_("Exchanging with the server"),
        )
        self._job.ended.connect(self._ended)

    def _done(self, synced: Synced) -> None:
        self._pause = _FIRST_PAUSE
        self._wait()
        self._show(Line.IDLE)
        self.synced.emit(synced)

    def _failed(self, error: BaseException) -> None:
        """No line is normal and only noted; what a person can mend is handed on."""
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)
        if isinstance(error, Offline | ServerBusy):
            self._wait()
            self._show(Line.OFFLINE)
            return
        if isinstance(error, EnvironmentTrouble):
            self._wait()
        self._show(Line.REFUSED if isinstance(error, FlexDeskError) else Line.OFFLINE)
        self.refused.emit(error)

    def _ended(self) -> None:
        """A job that the person stopped calls neither `done` nor `failed`."""
        QTimer.singleShot(0, self, self._after_stop)

    def _after_stop(self) -> None:
        if self.state is Line.RUNNING:
            self._wait()
            self._show(Line.IDLE)

    def _wait(self) -> None:
        self.next_try = self._desk.clock.now() + self._pause
        self._timer.start(int(self._pause.total_seconds() * 1000))

    def _show(self, state: Line) -> None:
        self.state = state
        self.changed.emit()

    def shut(self) -> None:
        self._timer.stop()
        if self._job is not None and self.state is Line.RUNNING:
            self._job.cancel()
