"""A person is in one place at one moment: TIM-08."""

from collections.abc import Iterator
from datetime import date

from flexdesk.domain.calendar import long_date
from flexdesk.domain.people import Person
from flexdesk.domain.places import ABSENT, LETTERS, Place
from flexdesk.domain.rules.board import Board, finding
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.rules.registry import Scope, rule
from flexdesk.i18n import N_, _

_ON_TRAVEL = frozenset({Place.DUTY_TRAVEL, Place.TRAINING})


@rule(
    "TIM-08",
    Level.HARD,
    article="Buku cuti dan surat tugas",
    evidence="-",
    scope=Scope.ENTRY,
    text=N_("Leave, travel, shift and place of work of one person never overlap."),
)
def one_place_at_a_time(board: Board, person: Person, day: date) -> Iterator[Finding]:
    leave, trip = board.leave.get((person.key, day)), board.travel.get((person.key, day))
    cell = board.cells.get((person.key, day))
    if leave and trip:
        message = _("Leave ({leave}) and duty travel ({trip}) cover the same day.").format(
            leave=_span(leave.from_, leave.to), trip=_span(trip.from_, trip.to)
        )
        yield finding("TIM-08", message, person=person, day=day)
    elif leave and cell and cell.place not in ABSENT:
        message = _("{place} is written, but leave is recorded for {span}.").format(
            place=_label(cell.place), span=_span(leave.from_, leave.to)
        )
        yield finding("TIM-08", message, person=person, day=day)
    elif trip and cell and cell.place not in _ON_TRAVEL:
        message = _("{place} is written, but duty travel is recorded for {span}.").format(
            place=_label(cell.place), span=_span(trip.from_, trip.to)
        )
        yield finding("TIM-08", message, person=person, day=day)


def _label(place: str | None) -> str:
    return LETTERS[Place(place)].label if place in LETTERS else f"{place}"


def _span(first: date, last: date) -> str:
    return long_date(first) if first == last else f"{long_date(first)} – {long_date(last)}"
