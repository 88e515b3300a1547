"""Leave in numbers: kinds, entitlement, how days are counted, and what is left over from earlier years."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from flexdesk.domain.calendar import Calendar, months_later
from flexdesk.domain.codes import NEW_LABEL, ByCode, Code
from flexdesk.domain.people import Status

ANNUAL_DAYS = 12  # PP 11/2017 and PP 49/2018
CEILING = 18  # of a PNS in the year after one with days left, the year's own included
CEILING_DEFERRED = 24  # after two years without leave, or when the office put it off
_PPPK = frozenset({Status.PPPK, Status.PPPK_PART_TIME})


class LeaveKind(Code):
    ANNUAL = "annual"
    LARGE = "large"
    SICK = "sick"
    MATERNITY = "maternity"
    IMPORTANT = "important"
    UNPAID = "unpaid"


LEAVE_LABELS: dict[str, str] = ByCode(
    {
        LeaveKind.ANNUAL: "cuti tahunan",
        LeaveKind.LARGE: "cuti besar",
        LeaveKind.SICK: "cuti sakit",
        LeaveKind.MATERNITY: "cuti melahirkan",
        LeaveKind.IMPORTANT: "cuti karena alasan penting",
        LeaveKind.UNPAID: "cuti di luar tanggungan negara",
    },
    NEW_LABEL.lower(),
)


class Document(StrEnum):
    """Papers that an application may carry."""

    DOCTOR = "doctor"
    GOVERNMENT_DOCTOR = "government_doctor"
    HEALTH_BOARD = "health_board"


class LeaveDecision(StrEnum):
    APPROVE = "approve"
    CHANGE = "change"
    DEFER = "defer"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Leave:
    """A leave asked for or taken; both days count.

    The last `remote_days` are calendar days added for a place that is hard to reach; they cost nothing.
    """

    kind: str
    from_: date
    to: date
    year: int = 0  # whose annual leave it uses; 0 is the year of each of its days
    remote_days: int = 0

    @property
    def days(self) -> int:
        """Calendar days."""
        return (self.to - self.from_).days + 1

    @property
    def of_year(self) -> int:
        return self.year or self.from_.year

    @property
    def charged_to(self) -> date:
        """The last day that can cost annual leave."""
        return self.to - timedelta(days=self.remote_days)


@dataclass(frozen=True, slots=True)
class Balance:
    """Working days of annual leave of one year. `overdrawn` is what the register has beyond the right."""

    year: int
    right: int  # of the year itself
    carried: int  # from earlier years
    taken: int
    lapsed: int = 0  # left in the year before and not carried over

    @property
    def available(self) -> int:
        return self.right + self.carried

    @property
    def left(self) -> int:
        return max(0, self.available - self.taken)

    @property
    def overdrawn(self) -> int:
        return max(0, self.taken - self.available)


@dataclass(frozen=True, slots=True)
class Entitlement:
    """Whose annual leave is counted, and by which rules.

    `since` is the first day of continuous service; None where nobody knows it, and then it was long ago.
    `deferred` are years whose leave the authorised official put off for the service. `without` are years
    without a right, because large leave was taken. `pppk_carry` is the agency's own limit (LEV-03).
    """

    status: str
    since: date | None = None
    deferred: frozenset[int] = frozenset()
    without: frozenset[int] = frozenset()
    pppk_carry: int = 0

    @property
    def is_pppk(self) -> bool:
        return self.status in _PPPK

    def begins(self) -> date | None:
        """The first day on which annual leave may be taken: after twelve months of service."""
        return None if self.since is None else months_later(self.since, 12)

    def right(self, year: int) -> int:
        """Days of the year itself."""
        begins = self.begins()
        if year in self.without or (begins is not None and begins.year > year):
            return 0
        return ANNUAL_DAYS


def balance(
    entitlement: Entitlement,
    taken: Mapping[int, int],
    year: int,
    *,
    first_year: int,
    closing: Mapping[int, int] | None = None,
) -> Balance:
    """The balance of `year`, reckoned forward from `first_year`, before which nothing is known or left.

    Days carried over are used first, so what is left at the end of a year is mostly its own. `closing`
    holds the days of a year's own right that were left at its end, as a letter says; it wins over `taken`.
    """
    left_at_end = closing or {}
    held = Balance(min(first_year, year) - 1, 0, 0, 0)
    unused = 0  # years in a row with a right and no day taken
    for each in range(held.year + 1, year + 1):
        carried = _carried(entitlement, held, unused)
        right = entitlement.right(each)
        if not right:
            carried = 0
        used, lapsed = taken.get(each, 0), held.left - carried
        if each in left_at_end:  # the letter speaks of the year's own days
            carried, used = 0, max(0, right - left_at_end[each])
        held = Balance(each, right, carried, used, lapsed)
        unused = unused + 1 if right and not held.taken else 0
    return held


def _carried(entitlement: Entitlement, before: Balance, unused: int) -> int:
    own_left = min(before.left, ANNUAL_DAYS)  # days carried once do not travel on
    if entitlement.is_pppk:
        return min(own_left, max(0, entitlement.pppk_carry))
    full = before.year in entitlement.deferred or unused >= 2
    return min(own_left, (CEILING_DEFERRED if full else CEILING) - ANNUAL_DAYS)


def annual_days(calendar: Calendar, leave: Leave) -> int:
    """Days deducted: working days only; holidays and joint leave cost none (LEV-10, LEV-12)."""
    return len(calendar.working_days(leave.from_, leave.charged_to))


def taken_by_year(calendar: Calendar, leaves: Iterable[Leave]) -> dict[int, int]:
    """Working days of annual leave that were used, by the year they are charged to.

    An entry that names no year and crosses one is charged to each year for its own days.
    """
    used: dict[int, int] = {}
    for leave in leaves:
        if leave.kind != LeaveKind.ANNUAL:
            continue
        for day in calendar.working_days(leave.from_, leave.charged_to):
            year = leave.year or day.year
            used[year] = used.get(year, 0) + 1
    return used


def years_without(leaves: Iterable[Leave]) -> frozenset[int]:
    """Years in which large leave takes the place of annual leave (LEV-05)."""
    return frozenset(leave.from_.year for leave in leaves if leave.kind == LeaveKind.LARGE)


def served(since: date | None, day: date, months: int) -> bool:
    """Whether so many months of service are full; unknown service counts as long."""
    return since is None or day >= months_later(since, months)


def ends_after(from_: date, months: int) -> date:
    """The last day of a leave of so many months."""
    return months_later(from_, months) - timedelta(days=1)


def unbroken_since(leave: Leave, past: Collection[Leave]) -> date:
    """The first day of the unbroken sickness that a leave goes on with; weekends do not break it."""
    first = leave.from_
    for earlier in sorted(past, key=lambda one: one.from_, reverse=True):
        if earlier.kind == leave.kind and earlier.from_ < first and (first - earlier.to).days <= 3:
            first = earlier.from_
    return first
