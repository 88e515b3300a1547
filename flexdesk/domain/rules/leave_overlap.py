"""TIM-08 for the registers themselves: one person's leaves and journeys never share a day."""

from collections.abc import Iterable, Iterator
from datetime import date

from flexdesk.domain.calendar import long_date
from flexdesk.domain.leave import LEAVE_LABELS
from flexdesk.domain.leave_register import LeaveRecord
from flexdesk.domain.rules.board import finding
from flexdesk.domain.rules.findings import Finding
from flexdesk.domain.schedule import TravelEntry
from flexdesk.i18n import _


def shared_with_leave(first: date, to: date, others: Iterable[LeaveRecord]) -> Iterator[Finding]:
    """A finding for each other leave, granted or applied for, that shares a day."""
    for other in others:
        if not (other.holds or other.waits) or not _touch(first, to, other.from_, other.to):
            continue
        message = (
            _("An application for {kind} covers {span} already; it waits for a decision.")
            if other.waits
            else _("The register has {kind} for {span} already.")
        )
        text = message.format(kind=LEAVE_LABELS.get(other.kind, other.kind), span=span(other.from_, other.to))
        yield finding("TIM-08", text, day=max(first, other.from_))


def shared_with_travel(first: date, to: date, trips: Iterable[TravelEntry]) -> Iterator[Finding]:
    """A finding for each official journey that shares a day with a leave."""
    for trip in trips:
        if trip.holds and _touch(first, to, trip.from_, trip.to):
            message = _("Leave ({leave}) and duty travel ({trip}) cover the same day.")
            text = message.format(leave=span(first, to), trip=span(trip.from_, trip.to))
            yield finding("TIM-08", text, day=max(first, trip.from_))


def _touch(first: date, to: date, other_first: date, other_to: date) -> bool:
    return first <= other_to and other_first <= to


def span(first: date, last: date) -> str:
    return long_date(first) if first == last else f"{long_date(first)} – {long_date(last)}"
