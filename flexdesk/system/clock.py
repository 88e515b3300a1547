"""The only place that asks what time it is, so that tests and demonstrations can choose."""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    def today(self, zone: str = "Asia/Jakarta") -> date:
        """The calendar day at a place in `zone`."""
        ...


class SystemClock:
    """The computer's clock; `pinned` fixes the day and keeps the time of day."""

    def __init__(self, pinned: date | None = None) -> None:
        self._pinned = pinned

    def now(self) -> datetime:
        now = datetime.now(UTC)
        if self._pinned is None:
            return now
        return datetime.combine(self._pinned, now.timetz())

    def today(self, zone: str = "Asia/Jakarta") -> date:
        return self._pinned or datetime.now(ZoneInfo(zone)).date()


@dataclass
class FixedClock:
    """A clock that moves only when told to."""

    instant: datetime

    def now(self) -> datetime:
        return self.instant

    def today(self, zone: str = "Asia/Jakarta") -> date:
        return self.instant.astimezone(ZoneInfo(zone)).date()

    def advance(self, **delta: float) -> None:
        self.instant += timedelta(**delta)


def wanted_clock() -> SystemClock:
    """The system clock, pinned to `FLEXDESK_TODAY` where that is set."""
    text = os.environ.get("FLEXDESK_TODAY")
    return SystemClock(date.fromisoformat(text) if text else None)
