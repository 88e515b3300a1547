"""Runs long work beside the window: progress, stop, and the result back on the window's thread."""

from collections.abc import Callable
from enum import Enum, auto
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from flexdesk.errors import CancelledError
from flexdesk.progress import Progress

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

SHOW_AFTER_MS = 600
_WORKERS = 2

Result = TypeVar("Result")


class State(Enum):
    RUNNING = auto()
    DONE = auto()
    FAILED = auto()
    CANCELLED = auto()


def _nobody(_outcome: object) -> None:
    """Nobody listens."""


def _numbers(done: int, total: int) -> str:
    return f"{done} / {total}"


class Job(QObject):
    """One piece of work. Its signals may be raised on the worker's thread; Qt hops to ours."""

    progressed = Signal(int, int)
    ended = Signal()
    slow = Signal()  # it takes longer than 0.6 s
    _returned = Signal(object)
    _raised = Signal(object)

    def __init__(
        self,
        label: str,
        done: Callable[[Any], object],
        failed: Callable[[BaseException], object],
        parent: QObject,
        words: Callable[[int, int], str] = _numbers,
    ) -> None:
        super().__init__(parent)
        self.label = label
        self.words = words
        self.state = State.RUNNING
        self.counted = (0, 0)
        self._done, self._failed = done, failed
        self._progress = Progress(self.progressed.emit)
        self.progressed.connect(self._note)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(SHOW_AFTER_MS)
        self._patience.timeout.connect(self.slow)
        self._patience.start()
        self.ended.connect(self._patience.stop)
        self._returned.connect(self._finish)
        self._raised.connect(self._fail)

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._progress.cancel()

    def silence(self) -> None:
        """The window is going: a result still on its way is nobody's any more."""
        self._done = self._failed = _nobody

    def work(self, call: Callable[[Progress], object]) -> None:
        """Runs on the worker's thread; every outcome leaves as a signal."""
        try:
            result = call(self._progress)
        except BaseException as error:
            self._raised.emit(error)
        else:
            self._returned.emit(result)

    def _note(self, done: int, total: int) -> None:
        self.counted = (done, total)

    def _finish(self, result: object) -> None:
        self.state = State.DONE
        self.ended.emit()
        self._done(result)

    def _fail(self, error: BaseException) -> None:
        self.state = State.CANCELLED if isinstance(error, CancelledError) else State.FAILED
        self.ended.emit()
        if self.state is State.FAILED:
            self._failed(error)


class Runner(QObject):
    """Owns the worker threads; `shut` before the window goes."""

    shown = Signal(Job)  # a job that takes longer than 0.6 s
    started = Signal(Job)

    def __init__(self, report: Callable[[BaseException], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._report = report
        self._jobs: list[Job] = []
        self._closed = False

    @cached_property
    def _pool(self) -> "ThreadPoolExecutor":
        """Threads, and what makes them, are fetched for the first job."""
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(_WORKERS, thread_name_prefix="flexdesk-job")

    @property
    def jobs(self) -> tuple[Job, ...]:
        return tuple(self._jobs)

    def start(
        self,
        work: Callable[[Progress], Result],
        *,
        done: Callable[[Result], object],
        failed: Callable[[BaseException], object] | None = None,
        label: str = "",
        words: Callable[[int, int], str] = _numbers,
    ) -> Job:
        """`done` and `failed` are called on this thread; a stopped job calls neither."""
        if self._closed:
            raise RuntimeError("the runner was shut")
        job = Job(label, done, failed or self._report, self, words)
        job.ended.connect(lambda: self._drop(job))
        self._jobs.append(job)
        job.slow.connect(lambda: self._show(job))
        self.started.emit(job)
        self._pool.submit(job.work, work)
        return job

    def shut(self) -> None:
        """Ask all work to stop and wait for it; what is not begun never begins."""
        self._closed = True
        for job in self._jobs:
            job.cancel()
        if "_pool" in vars(self):
            self._pool.shutdown(wait=True, cancel_futures=True)
        for job in self._jobs:
            job.silence()
            job.deleteLater()
        self._jobs.clear()

    def _show(self, job: Job) -> None:
        if job.state is State.RUNNING and job in self._jobs:
            self.shown.emit(job)

    def _drop(self, job: Job) -> None:
        if job in self._jobs:
            self._jobs.remove(job)
            job.deleteLater()
