"""Reports that came with a month's file but are dated in another month: most often a slip of the pen."""

from collections import defaultdict
from datetime import timedelta

from flexdesk.domain.periods import Period, PeriodKind
from flexdesk.store import history
from flexdesk.store.store import Row, Store

NEAR_DAYS = 92  # a slip is one digit of the month, or of the year; far ones are refused by the reader
FEW, MANY = 1, 5  # days of the other month, and of this one, in what one person handed in at once
_MONTH = len("2026-08")


def strays(store: Store, period: Period) -> list[Row]:
    """Outputs that arrived together with many of this month, alone in theirs. Only a whole month has any."""
    if period.kind is not PeriodKind.MONTH:
        return []
    around = timedelta(days=NEAR_DAYS)
    came = history.arrivals(store, (period.first - around).isoformat(), (period.last + around).isoformat())
    here = period.first.isoformat()[:_MONTH]
    days: defaultdict[tuple[str, str, int], defaultdict[str, set[str]]] = defaultdict(
        lambda: defaultdict(set)
    )
    for one in came:
        days[one.person, one.device, one.seq][one.day[:_MONTH]].add(one.day)
    found: list[Row] = []
    for (person, _device, _seq), months in days.items():
        if len(months.get(here, ())) >= MANY:
            for month, alone in months.items():
                if month != here and len(alone) <= FEW and _nearest(months, month) == here:
                    found += store.select("output", person=person, day=sorted(alone))
    return found


def _nearest(months: dict[str, set[str]], month: str) -> str:
    """The month of many reports that a stray one was most likely meant for."""
    full = [one for one in months if len(months[one]) >= MANY]
    return min(full, key=lambda one: (abs(_number(one) - _number(month)), one))


def _number(month: str) -> int:
    return 12 * int(month[:4]) + int(month[5:])
