"""Chooses how much goes into one request and one answer, so that a cut on a bad line costs little.

A chunk is what the line carries in about four seconds, by the last measurements, and never more than a fast
line needs to be kept busy. Waiting for the other side is not carrying: of each connection the quickest small
request is remembered, and only what larger ones take beyond it is counted.
"""

from dataclasses import dataclass, field

LEAST, FIRST, MOST = 2 << 10, 4 << 10, 64 << 10  # bytes
SLOWLY = 1 << 10  # what a chunk grows by where the line broke before
CARRY_S = 4.0
QUICK_S = 1.0  # there and back within this is a line on which larger chunks cost nobody anything
_SEGMENT = 1400  # bytes that come together with the beginning of an answer


@dataclass(slots=True)
class Chunk:
    """The size of the next chunk in one direction; how it grows is the same for both."""

    carry_s: float = CARRY_S
    quick_s: float = QUICK_S
    size: int = FIRST
    _safe: int = MOST  # beyond this a chunk grows slowly: one of twice the size was cut
    _bytes: int = 0
    _seconds: float = 0.0
    _is_known: bool = False
    _fits: float = MOST  # by the last measurement that said anything

    def forget(self, count: int = 0, seconds: float = 0.0, *, is_known: bool = False) -> None:
        """Begin to measure anew: another connection, perhaps another line."""
        self._bytes, self._seconds, self._is_known = count, seconds, is_known
        self._fits = MOST

    def carried(self, count: int, seconds: float) -> None:
        """`count` bytes and what belongs to them took so long, waiting included."""
        is_full = 2 * count >= self.size
        is_late = seconds - self._seconds > self.carry_s
        fits = self._fitting(count, seconds)
        if is_full or (is_late and fits < self.size):
            self.size = max(LEAST, min(MOST, int(fits), self._grown(count, seconds)))

    def _grown(self, count: int, seconds: float) -> int:
        grown = count * (4 if seconds <= self.quick_s else 2)
        return min(grown, max(self._safe, self.size + SLOWLY))

    def _fitting(self, count: int, seconds: float) -> float:
        """Bytes that the line carries in the wanted time, or the most where nothing can be said yet."""
        more, longer = count - self._bytes, seconds - self._seconds
        if self._is_known and more * longer > 0:
            self._fits = more * self.carry_s / longer
            if longer < 0:
                self._bytes, self._seconds = count, seconds
        elif not self._is_known or longer < 0:
            self.forget(count, seconds, is_known=True)
            # One measurement cannot tell waiting from carrying; a smaller request will.
            self._fits = MOST if seconds <= self.carry_s else count / 2
        return self._fits

    def cut(self) -> None:
        """Nobody knows how much of the last one arrived: the next try risks little."""
        self._safe = max(LEAST, self.size // 2)
        self.size = LEAST


@dataclass(slots=True)
class Pace:
    """Both directions of one line, and what it carries in all."""

    carry_s: float = CARRY_S
    quick_s: float = QUICK_S
    up: Chunk = field(init=False)
    down: Chunk = field(init=False)
    _rate: float = 0.0  # bytes a second, waiting included

    def __post_init__(self) -> None:
        self.up = Chunk(self.carry_s, self.quick_s)
        self.down = Chunk(self.carry_s, self.quick_s)
        self.connected()

    def connected(self) -> None:
        """A new connection stands. Answers are timed from their beginning, so nothing is waited for."""
        self.up.forget()
        self.down.forget(_SEGMENT, 0.0, is_known=True)

    def answered(self, sent: int, until_answer_s: float, got: int, answer_s: float) -> None:
        """One round trip: up to the first byte of the answer, and from there to its last."""
        self.up.carried(sent, until_answer_s)
        self.down.carried(got, answer_s)
        rate = (sent + got) / max(until_answer_s + answer_s, 1e-6)
        self._rate = (self._rate + rate) / 2 if self._rate else rate

    def cut(self) -> None:
        self.up.cut()
        self.down.cut()

    def seconds_for(self, count: int) -> float | None:
        """How long so many bytes will take, roughly; None before anything was carried."""
        return count / self._rate if self._rate else None
