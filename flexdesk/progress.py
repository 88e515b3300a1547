"""How long work tells how far it is and learns that it should stop."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock
from time import monotonic

from flexdesk.errors import CancelledError


class Progress:
    """Handed to long work; `report` raises CancelledError once `cancel` was called."""

    def __init__(self, listener: Callable[[int, int], None] | None = None, every_ms: int = 100) -> None:
        self._listener = listener
        self._pause_s = every_ms / 1000
        self._last = 0.0
        self._cancelled = Event()
        self._interrupt: Callable[[], object] | None = None
        self._lock = Lock()

    def cancel(self) -> None:
        self._cancelled.set()
        with self._lock:
            if self._interrupt is not None:
                self._interrupt()

    @contextmanager
    def interrupting(self, interrupt: Callable[[], object]) -> Iterator[None]:
        """Within the block `cancel` also calls `interrupt`, on its own thread: it ends what waits for others.

        Whatever the work raises because of that becomes CancelledError.
        """
        with self._lock:
            self._interrupt = interrupt
        try:
            if self._cancelled.is_set():
                raise CancelledError()
            yield
        except Exception:
            if self._cancelled.is_set():
                raise CancelledError() from None
            raise
        finally:
            with self._lock:
                self._interrupt = None

    def pause(self, seconds: float) -> None:
        """Wait, but not longer than the person wants to; raises CancelledError."""
        if self._cancelled.wait(seconds):
            raise CancelledError()

    def report(self, done: int, total: int) -> None:
        """Throttled for the listener, never for the wish to stop."""
        if self._cancelled.is_set():
            raise CancelledError()
        if self._listener is None:
            return
        now = monotonic()
        if done >= total or now - self._last >= self._pause_s:
            self._last = now
            self._listener(done, total)
