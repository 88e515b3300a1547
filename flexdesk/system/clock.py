"""The only place that asks what time it is, so that tests and demonstrations can choose."""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

HOME = "Asia/Jakarta"  # where a place without a zone of its own is taken to be


class Clock(Protocol):
    zone: str  # of the place that is worked at

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    def today(self, zone: str = "") -> date:
        """The calendar day at a place in `zone`, or where the work is done."""
        ...


class SystemClock:
    """The computer's clock; `pinned` fixes the day and keeps the time of day."""

    def __init__(self, pinned: date | None = None) -> None:
        self._pinned = pinned
        self.zone = HOME

    def now(self) -> datetime:
        now = datetime.now(UTC)
        if self._pinned is None:
            return now
        return datetime.combine(self._pinned, now.timetz())

    def today(self, zone: str = "") -> date:
        return self._pinned or datetime.now(ZoneInfo(zone or self.zone)).date()


@dataclass
class FixedClock:
    """A clock that moves only when told to."""

    instant: datetime
    zone: str = HOME

    def now(self) -> datetime:
        return self.instant

    def today(self, zone: str = "") -> date:
        return self.instant.astimezone(ZoneInfo(zone or self.zone)).date()

    def advance(self, **delta: float) -> None:
        self.instant += timedelta(**delta)


def wanted_clock() -> SystemClock:
    """The system clock, pinned to `FLEXDESK_TODAY` where that is set."""
    text = os.environ.get("FLEXDESK_TODAY")
    return SystemClock(date.fromisoformat(text) if text else None)
