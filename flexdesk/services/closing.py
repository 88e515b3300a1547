"""Keeps closed months closed: the one guard that every change of this device passes."""

from collections.abc import Iterable
from datetime import date

from flexdesk.domain.ops import Op
from flexdesk.domain.periods import parse_period
from flexdesk.domain.schema import split_key
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_
from flexdesk.store.store import Row, Store

# What a month's figures are made of. Rows of the first group carry their day in the key, `person|day|…`.
DAY_IN_KEY = frozenset({"output", "assignment", "attendance_mark", "clarification", "evidence"})
DAY_IN_CELL = frozenset({"contact_attempt", "recall"})
FROZEN = DAY_IN_KEY | DAY_IN_CELL
_MONTH = len("2026-10")


class MonthClosed(FlexDeskError):
    """The change belongs to a month that was closed; nothing of it was written."""

    code = "month.closed"
    ticket = "FD-BLN-01"
    text = N_("{name} is closed: its schedule, reports, reviews and marks stay as they are.")
    safe = N_("Nothing was changed, and the figures of that month still hold.")
    next = N_("Reopen the month with a reason under Today, Month; then make the change.")


def newest_versions(store: Store) -> dict[str, Row]:
    """Month -> the row of its last close; a close that was undone does not count."""
    found: dict[str, Row] = {}
    for row in store.select("month_close"):
        month, held = str(row["month"]), found.get(str(row["month"]))
        if row["closed_on"] and (held is None or version_of(row) > version_of(held)):
            found[month] = row
    return found


def version_of(row: Row) -> int:
    return int(str(row["version"]))


def closed_months(store: Store) -> frozenset[str]:
    """Codes such as `2026-10`."""
    return frozenset(month for month, row in newest_versions(store).items() if not row["reopened_on"])


def refuse_closed(store: Store, ops: Iterable[Op]) -> None:
    """Raises MonthClosed at the first op that would change what a closed month counts."""
    touching = [op for op in ops if op.table in FROZEN]
    if not touching or not (closed := closed_months(store)):
        return
    for op in touching:
        for month in months_of(store, op):
            if month in closed:
                raise MonthClosed(month=month, name=parse_period(month).label())


def refuse_closed_days(store: Store, days: Iterable[date]) -> None:
    """Raises MonthClosed for a day of a closed month, before anything else is asked about it."""
    closed = closed_months(store)
    for day in days:
        if (month := day.isoformat()[:_MONTH]) in closed:
            raise MonthClosed(month=month, name=parse_period(month).label())


def months_of(store: Store, op: Op) -> set[str]:
    """The months of the days that an op takes from and gives to."""
    if op.table in DAY_IN_KEY:
        return {split_key(op.row)[1][:_MONTH]}
    days = {str(cells["day"]) for cells in (op.before, op.after) if cells.get("day")}
    held = store.get(op.table, op.row)
    if held is not None and held["day"]:
        days.add(str(held["day"]))
    return {day[:_MONTH] for day in days}
