"""The figures that are kept when a month is closed: days by place, reports, marks, complaints."""

from collections import Counter
from datetime import date

from flexdesk.domain.calendar import days
from flexdesk.domain.closed_months import FIGURES
from flexdesk.domain.complaints import ClockState
from flexdesk.domain.performance import ReviewState
from flexdesk.domain.periods import Period
from flexdesk.domain.places import AWAY, PRIVATE, Place
from flexdesk.services import week
from flexdesk.services.complaints import ComplaintService
from flexdesk.services.facts import FactReader
from flexdesk.services.month_blockers import silent_days
from flexdesk.services.outputs import OutputService
from flexdesk.store.store import Store

NAMES = tuple(FIGURES)


def figures_of(
    store: Store,
    reader: FactReader,
    outputs: OutputService,
    complaints: ComplaintService,
    month: Period,
    today: date,
) -> dict[str, int]:
    """Counts of a month, person-days where a name ends in `_days`, in the order of `NAMES`."""
    rows = outputs.rows(month)
    reviews = Counter(str(row["review"] or ReviewState.WAITING) for row in rows)
    reported = {(str(row["person"]), str(row["day"])) for row in rows}
    span = (month.first.isoformat(), month.last.isoformat())
    states = Counter(str(row["state"]) for row in store.select("clarification", day=span))
    timings = outputs.flexible.timings(rows, today).values()
    counted = {
        **_places(reader, month),
        "outputs": len(rows),
        "outputs_accepted": reviews[ReviewState.ACCEPTED],
        "outputs_returned": reviews[ReviewState.RETURNED],
        "outputs_waiting": reviews[ReviewState.WAITING],
        "days_without_report": sum(map(len, silent_days(reader, month, today, reported).values())),
        "late_reports": sum(one.late for one in timings),
        "recalls": len(store.select("recall", only=("day",), day=span)),
        "clarifications": states.total(),
        "unexcused_days": states["unexcused"],
        **_complaints(complaints, month),
    }
    return {name: counted[name] for name in NAMES}


def _places(reader: FactReader, month: Period) -> dict[str, int]:
    """Person-days of working days by where people really were."""
    facts = reader.facts(month.first, month.last)
    cells = week.shown_cells(facts)
    actual = {(cell.person, cell.day): Place(cell.actual) for cell in facts.assignments if cell.actual}
    working = [day for day in days(month.first, month.last) if facts.calendar.is_working(day)]
    groups = Counter(
        _group(actual.get((person.key, day)) or cells[person.key, day].place)
        for person in facts.people
        for day in working
    )
    names = ("office_days", "away_days", "travel_days", "absent_days")
    return {
        "people": len(facts.people),
        "working_days": len(working),
        **{name: groups[name] for name in names},
    }


def _group(place: Place | None) -> str:
    if place in AWAY:
        return "away_days"
    if place in (Place.DUTY_TRAVEL, Place.TRAINING):
        return "travel_days"
    if place in PRIVATE:
        return "absent_days"
    return "" if place in (None, Place.OFF, Place.HOLIDAY) else "office_days"


def _complaints(complaints: ComplaintService, month: Period) -> dict[str, int]:
    views = complaints.entries()
    received = [view for view in views if view.complaint.received in month]
    closed = [view for view in views if view.complaint.closed_on and view.complaint.closed_on in month]
    late = (ClockState.OVERDUE, ClockState.DONE_LATE)
    return {
        "complaints_received": len(received),
        "complaints_closed": len(closed),
        "complaints_overdue": sum(view.clocks.whole_state in late for view in received),
    }
