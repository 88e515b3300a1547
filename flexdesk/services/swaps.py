"""Two people exchange places: what would change, what the rules say, and what stands in the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flexdesk.domain.halves import Half
from flexdesk.domain.people import Person, Request
from flexdesk.domain.places import ABSENT, LETTERS, Place
from flexdesk.domain.rules.board import finding
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.errors import FlexDeskError, RuleBroken
from flexdesk.i18n import N_, _
from flexdesk.services import week
from flexdesk.services.facts import FactReader
from flexdesk.services.schedule import ScheduleService

_NOT_EXCHANGED = ABSENT | {Place.DUTY_TRAVEL, Place.TRAINING}


class SwapWithoutPartner(FlexDeskError):
    code = "request.no_partner"
    ticket = "FD-PMH-04"
    text = N_("The swap names nobody to exchange with.")
    next = N_("Make a new request that names the partner.")


class SwapWithSelf(FlexDeskError):
    code = "request.own_partner"
    ticket = "FD-PMH-05"
    text = N_("A swap needs two different people.")
    next = N_("Choose another partner.")


class PartnerHasNotAgreed(FlexDeskError):
    code = "request.partner_silent"
    ticket = "FD-PMH-06"
    text = N_("{name} has not agreed to the swap yet.")
    next = N_("Record the agreement first.")


class SwapTooLate(FlexDeskError):
    code = "request.swap_past"
    ticket = "FD-PMH-07"
    text = N_("{day} is over: places of a day that has passed are not exchanged.")
    next = N_("Choose days that are still to come.")


class SwapChangesNothing(FlexDeskError):
    code = "request.swap_same"
    ticket = "FD-PMH-08"
    text = N_("Both people are at the same place on these days: the swap would change nothing.")
    next = N_("Choose other days, or refuse the request.")


@dataclass(frozen=True, slots=True)
class SwapChange:
    """One cell of a swap; `nip` and `name` are of the person whose day it is."""

    person: str
    nip: str
    name: str
    day: date
    before: Place | None
    after: Place | None
    half: Half | None = None  # the half that comes along with `after`

    def as_json(self) -> dict[str, Any]:
        return {
            "nip": self.nip,
            "name": self.name,
            "date": self.day.isoformat(),
            "from": self.before,
            "to": self.after,
        }


@dataclass(frozen=True, slots=True)
class SwapPreview:
    changes: tuple[SwapChange, ...]
    findings: tuple[Finding, ...]

    @property
    def hard(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.level is Level.HARD)


class Swaps:
    def __init__(self, reader: FactReader, schedule: ScheduleService) -> None:
        self._reader = reader
        self._schedule = schedule

    @staticmethod
    def check_parties(person: str, partner: str) -> None:
        """Raises SwapWithSelf."""
        if person == partner:
            raise SwapWithSelf()

    def preview(self, request: Request) -> SwapPreview:
        """Cells that would change and findings that this would make; raises SwapWithoutPartner.

        No cells where somebody is absent: there is nothing that could be handed over.
        """
        people = {person.key: person for person in self._reader.people()}
        if request.person not in people or request.partner not in people:
            raise SwapWithoutPartner()
        found = tuple(self._changes(request, people))
        absent = tuple(_absences(found, people))
        if not found or absent:
            return SwapPreview(() if absent else found, absent)
        edits = [(change.person, change.day, change.after) for change in found]
        return SwapPreview(found, tuple(self._schedule.fresh_findings(edits)))

    def _changes(self, request: Request, people: dict[str, Person]) -> Iterator[SwapChange]:
        for day in request.swap_days:
            cells = week.shown_cells(self._reader.facts(day, day))
            one, other = cells[request.person, day], cells[request.partner, day]
            if (one.place, one.half) == (other.place, other.half):
                continue
            for key, before, after in ((request.person, one, other), (request.partner, other, one)):
                person = people[key]
                yield SwapChange(key, person.nip, person.name, day, before.place, after.place, after.half)

    def refuse(self, request: Request, preview: SwapPreview, today: date) -> None:
        """Raises PartnerHasNotAgreed, SwapTooLate, RuleBroken, SwapChangesNothing."""
        names = {person.key: person.name for person in self._reader.people()}
        if not request.partner_agrees:
            raise PartnerHasNotAgreed(name=names.get(request.partner, ""))
        if request.swap_days[0] < today:
            raise SwapTooLate(day=request.swap_days[0].isoformat())
        if preview.hard:
            first = preview.hard[0]
            subject = f"{names[first.person]}: " if first.person in names else ""
            found = [one.as_json() for one in preview.findings]
            raise RuleBroken(sentence=f"{subject}{first.message}", findings=found)
        if not preview.changes:
            raise SwapChangesNothing()


def _absences(changes: tuple[SwapChange, ...], people: dict[str, Person]) -> Iterator[Finding]:
    """Leave, sickness and travel belong to a person and are not handed over (TIM-08)."""
    for change in changes:
        if change.before is None or change.before in _NOT_EXCHANGED:
            label = LETTERS[change.before].label if change.before else _("a day off")
            text = _("“{place}” stands on this day; that cannot be exchanged.").format(place=label)
            yield finding("TIM-08", text, person=people[change.person], day=change.day)
