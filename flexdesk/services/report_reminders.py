"""Whose reports are missing, and the polite words that ask for them; nobody's reason is named.

People on leave are asked for nothing: a day of leave or travel lacks no report.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flexdesk.domain.periods import MONTHS_EN, MONTHS_ID, Period, PeriodKind, day_label
from flexdesk.i18n import _, language
from flexdesk.services.outputs import OutputService

MOST_DAYS = 5  # more are counted


@dataclass(frozen=True, slots=True)
class Missing:
    nip: str
    name: str
    days: tuple[date, ...]


def missing(outputs: OutputService, period: Period) -> list[Missing]:
    """People without a report on working days of the period until today, by name."""
    found = outputs.review(period)
    days: defaultdict[str, list[date]] = defaultdict(list)
    for finding in found.findings:
        if finding.day is not None:
            days[finding.person].append(finding.day)
    return [
        Missing(str(row["nip"]), str(row["name"]), tuple(lacking))
        for row in found.missing
        if (lacking := days[str(row["key"])])
    ]


def spoken(period: Period) -> str:
    return day_label(period.first) if period.kind is PeriodKind.DAY else period.label()


def reminder(names: Sequence[str], period: str) -> str:
    """One message for everybody without a report."""
    listed = "\n".join(f"- {name}" for name in names)
    return _(
        "Good day. The work reports for {period} of these colleagues have not arrived yet:\n{names}\n"
        "Please send them today. Thank you."
    ).format(period=period, names=listed)


def reminder_for(name: str, lacking: Sequence[date]) -> str:
    return _(
        "Good day {name}, your work report of {days} has not arrived yet. Please send it. Thank you."
    ).format(name=name, days=several(lacking))


def several(found: Sequence[date]) -> str:
    """`18 Nov, 19 Nov`, or a count when there are many."""
    shown = ", ".join(short_date(day) for day in found[:MOST_DAYS])
    more = len(found) - MOST_DAYS
    return _("{days} and {count} more").format(days=shown, count=more) if more > 0 else shown


def short_date(day: date) -> str:
    """`18 Nov`."""
    return f"{day.day} {(MONTHS_ID if language() == 'id' else MONTHS_EN)[day.month - 1][:3]}"
