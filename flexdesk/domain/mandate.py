"""In which role a change was made: judged by what its author could know, the same on any day and anywhere.

A device holds a role from a position of the server's order on; the position that the author knew says which
one counts. A role may end on a day. The day of a change is that of its clock, but never before the server's
word that its author knew and never after its arrival, so that no wrong clock gives or takes a right for long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from flexdesk.domain.log import Tx

_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role from the position of its grant on; `until_ms` is the instant of its end, None without one."""

    pos: int
    role: str
    until_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Mandate:
    """All that a device was ever granted, by position, and where its membership ended.

    Only what it made up to `revoked_seq` counts. `revoked_pos` is the position of the word that said so.
    """

    grants: tuple[Grant, ...] = ()
    revoked_seq: int | None = None
    revoked_pos: int = 0

    def at(self, position: int) -> Grant | None:
        """The grant in force for somebody who knew that position; the newest for who named none.

        None is named by older programs, and by whoever wrote before the unit had a server.
        """
        for grant in reversed(self.grants):
            if not position or grant.pos <= position:
                return grant
        return self.grants[0] if self.grants else None


class Standing(StrEnum):
    """How a change stands as a whole, before what it writes is looked at."""

    MEMBER = "member"
    REVOKED = "revoked"  # made by somebody who knew that the membership had ended
    LATE = "late"  # made after the end by somebody who could not know
    ENDED = "ended"  # made after the last day of the role


@dataclass(frozen=True, slots=True)
class Judged:
    """`role` is empty where the device was never granted one."""

    standing: Standing
    role: str = ""
    until_ms: int | None = None


def judge(mandate: Mandate, tx: Tx, *, known_ms: int = 0, arrived_ms: int | None = None) -> Judged:
    """`known_ms` is the server's time at the position that the author knew; 0 where that is not known."""
    position = tx.known_position
    if mandate.revoked_seq is not None and tx.seq > mandate.revoked_seq:
        return Judged(Standing.REVOKED if position >= mandate.revoked_pos else Standing.LATE)
    grant = mandate.at(position)
    if grant is None:
        return Judged(Standing.MEMBER)
    ended = grant.until_ms is not None and made_ms(tx, known_ms, arrived_ms) >= grant.until_ms
    return Judged(Standing.ENDED if ended else Standing.MEMBER, grant.role, grant.until_ms)


def made_ms(tx: Tx, known_ms: int, arrived_ms: int | None) -> int:
    """When a change was made, as far as others can vouch for it."""
    told = max(tx.hlc >> 16, known_ms)
    return told if arrived_ms is None else min(told, arrived_ms)


def ordered(grants: Sequence[Grant]) -> tuple[Grant, ...]:
    """By position; of two words about one position the later one counts."""
    return tuple(grant for _pos, grant in sorted({grant.pos: grant for grant in grants}.items()))


def last_day(until_ms: int, zone: str) -> date:
    """The last day of a role that ends at that instant, where the unit is."""
    return (datetime.fromtimestamp(until_ms / 1000, UTC).astimezone(ZoneInfo(zone)) - _MOMENT).date()


def end_of(day: date, zone: str) -> datetime:
    """The instant at which a role ends whose last day that is."""
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone))
