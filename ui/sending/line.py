"""Keeps the exchange with the server going without anybody asking: states, patience, and no dialogs."""

from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from PySide6.QtCore import QObject, QTimer, Signal

from flexdesk.desk.desk import Desk
from flexdesk.errors import EnvironmentTrouble, FlexDeskError
from flexdesk.i18n import _
from flexdesk.services.sync import Synced
from flexdesk.sync.http import Offline, ServerBusy
from flexdesk.sync.patience import BackOff
from ui.qt.network import Network
from ui.sending import words
from ui.tasks.on_store import on_store
from ui.tasks.runner import Job, Runner

_AFTER_NETWORK_S = (1.0, 5.0)  # a whole office gets its line back in one moment
_FLAPPING = timedelta(minutes=1)  # a network that comes and goes is not asked more often


class Line(StrEnum):
    IDLE = "idle"
    RUNNING = "running"
    OFFLINE = "offline"
    REFUSED = "refused"


class ServerLine(QObject):
    """`changed` after each change of state, `progressed` as bytes move; `synced` with what was exchanged.

    Own edits start nothing: an exchange begins by key, by time, or because the network came back.
    """

    changed = Signal()
    progressed = Signal()
    synced = Signal(object)  # Synced
    refused = Signal(object)  # an error that a person should see

    def __init__(
        self,
        desk: Desk,
        runner: Runner,
        parent: QObject | None = None,
        *,
        network: Network | None = None,
        random: Random | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._runner = desk, runner
        self._random = random or Random()
        self._back_off = BackOff(self._random)
        self.state = Line.IDLE
        self.next_try: datetime | None = None
        self._not_before: datetime | None = None  # a server asked for it
        self._last_try: datetime | None = None
        self._job: Job | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.sync)
        self._network = network or Network(self)
        self._network.came_back.connect(self.try_soon)

    def begin(self) -> None:
        """Exchange by itself from now on, first after a pause; does nothing when that is so already."""
        self._network.watch()
        if self.state is Line.IDLE and not self._timer.isActive():
            self._wait(self._back_off.after_success())

    def sync(self) -> None:
        """F5 and the timer; a running exchange is not started twice."""
        if self.state is Line.RUNNING:
            return
        self._timer.stop()
        self._last_try = self._desk.clock.now()
        self._show(Line.RUNNING)
        self._job = self._runner.start(
            on_store(self._desk.store, lambda progress: self._desk.sync.sync(progress=progress)),
            done=self._done,
            failed=self._failed,
            label=_("Exchanging with the server"),
            words=self.words_of,
        )
        self._job.progressed.connect(self.progressed)
        self._job.ended.connect(self._ended)

    def try_soon(self) -> None:
        """The network came back: where the last exchange failed, the next one need not wait for the timer."""
        if self.state not in (Line.OFFLINE, Line.REFUSED) or not self._timer.isActive():
            return
        now = self._desk.clock.now()
        soon = now + timedelta(seconds=self._random.uniform(*_AFTER_NETWORK_S))
        if self._last_try is not None:
            soon = max(soon, self._last_try + _FLAPPING)
        soon = max(soon, self._not_before or soon)
        if self.next_try is None or soon < self.next_try:
            self._wait(soon - now)
            self.changed.emit()

    @property
    def is_cut(self) -> bool:
        """This computer has no network at all, as far as it knows."""
        return self._network.is_cut

    def stop(self) -> None:
        """A person ends the exchange; what arrived stays."""
        if self._job is not None and self.state is Line.RUNNING:
            self._job.cancel()

    @property
    def counted(self) -> tuple[int, int]:
        """Bytes of the running exchange that have moved, and of what is known to come; zeros before any."""
        return self._job.counted if self._job is not None and self.state is Line.RUNNING else (0, 0)

    def words_of(self, done: int, total: int) -> str:
        """How far an exchange is, and how long it may still take."""
        text = _("{done} of {total}").format(done=words.size(done), total=words.size(total))
        seconds = self._desk.sync.seconds_for(total - done)
        return text if seconds is None else f"{text}, {words.duration(seconds)}"

    def _done(self, synced: Synced) -> None:
        self._not_before = None
        self._wait(self._back_off.after_success())
        self._show(Line.IDLE)
        self.synced.emit(synced)

    def _failed(self, error: BaseException) -> None:
        """No line is normal and only noted; what a person can mend is handed on."""
        pause = self._back_off.after(error)
        self._not_before = None
        if isinstance(error, ServerBusy):
            self._not_before = self._desk.clock.now() + pause
        if isinstance(error, EnvironmentTrouble):
            self._wait(pause)
        if isinstance(error, Offline | ServerBusy):
            self._show(Line.OFFLINE)
            return
        self._show(Line.REFUSED if isinstance(error, FlexDeskError) else Line.OFFLINE)
        self.refused.emit(error)

    def _ended(self) -> None:
        """A job that the person stopped calls neither `done` nor `failed`."""
        QTimer.singleShot(0, self, self._after_stop)

    def _after_stop(self) -> None:
        if self.state is Line.RUNNING:
            self._wait(self._back_off.after_success())
            self._show(Line.IDLE)

    def _wait(self, pause: timedelta) -> None:
        self.next_try = self._desk.clock.now() + pause
        self._timer.start(int(pause.total_seconds() * 1000))

    def _show(self, state: Line) -> None:
        self.state = state
        self.changed.emit()

    def shut(self) -> None:
        self._timer.stop()
        self.stop()
