"""What counts as a turn away, counted in one place so that planner, rules and ledger never disagree."""

from collections.abc import Iterable
from datetime import date, timedelta

from flexdesk.domain.calendar import FRIDAY
from flexdesk.domain.places import AWAY
from flexdesk.domain.schedule import Assignment

TRAILING_WEEKS = 12


def is_friday(day: date) -> bool:
    return day.weekday() == FRIDAY


def spent_at(cell: Assignment) -> str:
    """Where the day was spent: as recorded, else as planned; empty for a blank cell."""
    return cell.actual or cell.place or ""


def add_turns(totals: dict[str, int], fridays: dict[str, int], away: Iterable[tuple[str, date]]) -> None:
    """Count cells away (person and day) on top of what was counted before."""
    for person, day in away:
        totals[person] = totals.get(person, 0) + 1
        fridays[person] = fridays.get(person, 0) + is_friday(day)


def turns_between(
    cells: Iterable[Assignment], first: date, last: date
) -> tuple[dict[str, int], dict[str, int]]:
    """Away days and away Fridays of each person from `first` to `last`, both counted (LOC-17)."""
    totals: dict[str, int] = {}
    fridays: dict[str, int] = {}
    away = ((c.person, c.day) for c in cells if spent_at(c) in AWAY and first <= c.day <= last)
    add_turns(totals, fridays, away)
    return totals, fridays


def trailing(start: date, weeks: int = TRAILING_WEEKS) -> tuple[date, date]:
    """First and last day of the weeks before `start`."""
    return start - timedelta(weeks=weeks), start - timedelta(days=1)
