"""Lets requests to the workers in a fair order, and sends away politely what would wait for too long.

Every unit gets its turn one after the other, however much one of them asks. What cannot be served within the
patience of a laptop is told a moment of its own to come back at, so that those sent away do not all return
at once; who was sent away before finds room that newcomers do not get.
"""

import asyncio
import math
import random
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from threading import Lock

from flexdesk.server.refusals import Crowded, TooFast

REMEMBERED = 65_536  # devices, units; the oldest is forgotten
LONGEST_WAIT_S = 900
_FIRST_GUESS = (1.0, 50.0)  # busy seconds, and requests done in them
_MEMORY_S = 20.0  # busy time after which what was seen counts a third; a disk that hesitates once is no rule
_FOR_NEWCOMERS = 0.75  # of the patience; the rest is for those who were sent away before
_OVERBOOKED = 2.0  # what is guessed is of the worst minutes; who comes back too early waits, nobody is idle


@dataclass(frozen=True, slots=True)
class Limits:
    """`patience_s` is how long a request may wait; rates are requests a second, bursts how many at once."""

    patience_s: float = 12.0
    waiting: int = 4096
    waiting_of_unit: int = 32
    device_rate: float = 10.0
    device_burst: float = 600.0
    unit_rate: float = 20.0
    unit_burst: float = 1200.0


class Buckets:
    """One token bucket for each name; time is handed in."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst = rate, burst
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait_s(self, name: str, now_s: float) -> float:
        """Take a token, or say in how many seconds there will be one; 0 means taken."""
        with self._lock:
            tokens, at = self._held.pop(name, (self._burst, now_s))
            tokens = min(self._burst, tokens + (now_s - at) * self._rate)
            wait = 0.0 if tokens >= 1 else (1 - tokens) / self._rate
            self._held[name] = (tokens if wait else tokens - 1, now_s)
            while len(self._held) > REMEMBERED:
                self._held.popitem(last=False)
        return wait


class Pace:
    """How often a device and its unit may ask; told only of requests whose signature holds."""

    def __init__(self, limits: Limits, now_s: Callable[[], float]) -> None:
        self._devices = Buckets(limits.device_rate, limits.device_burst)
        self._units = Buckets(limits.unit_rate, limits.unit_burst)
        self._now_s = now_s

    def require(self, unit_id: str, device: str) -> None:
        """Raises TooFast."""
        now = self._now_s()
        wait = self._devices.wait_s(device, now) or self._units.wait_s(unit_id, now)
        if wait:
            raise TooFast(wait_s=math.ceil(wait + random.uniform(0, 1 + wait / 4)))


class Admission:
    """Belongs to one event loop. `workers` are as many requests as are worked on at once."""

    def __init__(self, limits: Limits, workers: int) -> None:
        self._limits, self._workers = limits, workers
        self._free = workers
        self._queues: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._sent_away: OrderedDict[str, None] = OrderedDict()
        self._booked_s = 0.0
        self._busy_s, self._done = _FIRST_GUESS
        self._mark_s = 0.0
        self.waiting = 0

    @property
    def working(self) -> int:
        return self._workers - self._free

    @asynccontextmanager
    async def turn(self, unit: str) -> AsyncIterator[None]:
        """Wait for the unit's turn; raises Crowded when that would take too long."""
        await self._wait(unit)
        try:
            yield
        finally:
            self._note_done(asyncio.get_running_loop().time())
            self._pass_on()

    def _note_done(self, now_s: float) -> None:
        passed = now_s - self._mark_s
        fading = math.exp(-passed / _MEMORY_S)
        self._busy_s, self._done = self._busy_s * fading + passed, self._done * fading + 1
        self._mark_s = now_s

    async def _wait(self, unit: str) -> None:
        if self._free and not self.waiting:
            if not self.working:
                self._mark_s = asyncio.get_running_loop().time()
            self._free -= 1
            return
        queue = self._queues.get(unit, ())
        patience = self._limits.patience_s * (1 if unit in self._sent_away else _FOR_NEWCOMERS)
        if (
            self.waiting >= self._limits.waiting
            or len(queue) >= self._limits.waiting_of_unit
            or self._expected_s() > patience
        ):
            raise self._crowded(unit)
        turn = asyncio.get_running_loop().create_future()
        self._queues.setdefault(unit, deque()).append(turn)
        self.waiting += 1
        try:
            async with asyncio.timeout(1.5 * self._limits.patience_s):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():  # it was given its turn in the very same moment
                self._pass_on()
            else:
                self._forget(unit, turn)
            if isinstance(error, TimeoutError):
                raise self._crowded(unit) from error
            raise
        self._sent_away.pop(unit, None)

    def _expected_s(self) -> float:
        """How long the next request would wait."""
        return (self.waiting + 1) * self._busy_s / self._done

    def _crowded(self, unit: str) -> Crowded:
        """Every one who is sent away gets the next free moment after those before."""
        now = asyncio.get_running_loop().time()
        first_free = now + self._expected_s() / _OVERBOOKED
        self._booked_s = max(self._booked_s, first_free) + self._busy_s / self._done / _OVERBOOKED
        self._sent_away[unit] = None
        while len(self._sent_away) > REMEMBERED:
            self._sent_away.popitem(last=False)
        wait = (self._booked_s - now) * random.uniform(1, 1.25)
        return Crowded(wait_s=max(1, min(LONGEST_WAIT_S, math.ceil(wait))))

    def _pass_on(self) -> None:
        """Give the free place to the first of the next unit."""
        while self._queues:
            unit, queue = self._queues.popitem(last=False)
            turn = queue.popleft()
            if queue:
                self._queues[unit] = queue  # at the end: the others come first
            self.waiting -= 1
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1

    def _forget(self, unit: str, turn: "asyncio.Future[None]") -> None:
        queue = self._queues.get(unit)
        if queue is not None and turn in queue:
            queue.remove(turn)
            self.waiting -= 1
            if not queue:
                del self._queues[unit]
