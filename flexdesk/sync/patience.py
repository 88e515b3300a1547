"""Says when a line that failed is tried again: soon within an exchange, ever later between exchanges.

Every pause is spread by chance: laptops that lost the line together must not come back together.
"""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from time import monotonic

from flexdesk.sync.http import LineCut, Offline, ServerBusy

KEEP_S = 90.0  # a black-out of a minute does not end an exchange
FIRST_S, GROWS = 1.0, 16.0

USUAL = timedelta(minutes=15)
AFTER_CUT = timedelta(minutes=1)
LONGEST = timedelta(hours=4)


class Patience:
    """Within one exchange: while something arrived a moment ago, it is worth taking the line up again."""

    def __init__(
        self,
        random: Random | None = None,
        *,
        now: Callable[[], float] = monotonic,
        keep_s: float = KEEP_S,
        first_s: float = FIRST_S,
    ) -> None:
        self._random = random or Random()
        self._now = now
        self._keep_s = keep_s
        self._first_s = first_s
        self.begin()

    def begin(self) -> None:
        """A new exchange."""
        self._tries = 0
        self._moved = False
        self._since = self._now()

    def moved(self) -> None:
        """A request was answered."""
        self._tries = 0
        self._moved = True
        self._since = self._now()

    def pause(self, error: Offline) -> float | None:
        """Seconds until the next try; None when it is time to give up.

        Where nobody answered from the beginning there is no line, and that is said at once. What broke for
        the first time is taken up at once, too: it may have been a kept connection that was dead for long.
        """
        there_was_a_line = self._moved or isinstance(error, LineCut)
        if not there_was_a_line or self._now() - self._since >= self._keep_s:
            return None
        grown = min(float(2**self._tries), GROWS)
        self._tries += 1
        if grown == 1 and isinstance(error, LineCut):
            return 0.0
        pause = self._first_s * grown
        return pause * self._random.uniform(0.5, 1.5)


class BackOff:
    """Between exchanges: the usual pause after a good one, longer with every failure in a row."""

    def __init__(self, random: Random | None = None) -> None:
        self._random = random or Random()
        self._failures = 0

    def after_success(self) -> timedelta:
        self._failures = 0
        return self._about(USUAL)

    def after(self, error: BaseException) -> timedelta:
        """Never sooner than a server asked for."""
        self._failures += 1
        if isinstance(error, ServerBusy):
            asked = timedelta(seconds=error.wait_s)
            return max(asked, self._grown(AFTER_CUT / 4)) * self._random.uniform(1.0, 1.5)
        return self._about(self._grown(AFTER_CUT if isinstance(error, LineCut) else USUAL))

    def _grown(self, first: timedelta) -> timedelta:
        return min(first * float(2 ** min(self._failures - 1, 20)), LONGEST)

    def _about(self, pause: timedelta) -> timedelta:
        return pause * self._random.uniform(0.8, 1.2)
