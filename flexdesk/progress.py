"""How long work tells how far it is and learns that it should stop."""

from collections.abc import Callable
from threading import Event
from time import monotonic

from flexdesk.errors import CancelledError


class Progress:
    """Handed to long work; `report` raises CancelledError once `cancel` was called."""

    def __init__(self, listener: Callable[[int, int], None] | None = None, every_ms: int = 100) -> None:
        self._listener = listener
        self._pause_s = every_ms / 1000
        self._last = 0.0
        self._cancelled = Event()

    def cancel(self) -> None:
        self._cancelled.set()

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
