"""Which days people wish to be away on, for the grid."""

from datetime import date

from flexdesk.domain.calendar import days
from flexdesk.domain.people import Request, RequestKind, wish_on
from flexdesk.domain.schedule import Facts


def wished_days(facts: Facts) -> frozenset[tuple[str, date]]:
    """Person and working day of every preferred day of a wish that was not refused."""
    wishes: dict[str, list[Request]] = {}
    for request in facts.requests:
        if request.kind == RequestKind.WISH:
            wishes.setdefault(request.person, []).append(request)
    working = [day for day in days(facts.first, facts.last) if facts.calendar.is_working(day)]
    return frozenset(
        (person, day)
        for person, own in wishes.items()
        for day in working
        if (wish := wish_on(own, day)) is not None and day.weekday() in wish.weekdays
    )
