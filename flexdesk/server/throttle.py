"""Slows down who guesses enrolment codes, without punishing an office behind one address for long."""

from collections import OrderedDict
from threading import Lock

WINDOW_S = 600
TRIES = 10
SOURCES = 4096  # remembered at once, the oldest is forgotten


class Throttle:
    """Counts wrong tries for each source within a window of seconds; time is handed in."""

    def __init__(self, tries: int = TRIES, window_s: int = WINDOW_S) -> None:
        self._tries = tries
        self._window_s = window_s
        self._wrong: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._lock = Lock()

    def wait_s(self, source: str, now_s: float) -> int:
        """Whole seconds until the next try is allowed; 0 means now."""
        with self._lock:
            since, wrong = self._wrong.get(source, (now_s, 0))
        left = since + self._window_s - now_s
        return max(1, int(left)) if wrong >= self._tries and left > 0 else 0

    def count(self, source: str, now_s: float) -> None:
        """One more wrong try."""
        with self._lock:
            since, wrong = self._wrong.pop(source, (now_s, 0))
            if now_s - since >= self._window_s:
                since, wrong = now_s, 0
            self._wrong[source] = (since, wrong + 1)
            while len(self._wrong) > SOURCES:
                self._wrong.popitem(last=False)
