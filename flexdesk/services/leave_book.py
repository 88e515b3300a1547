"""The registers of leave and travel as they stand now: balances, what the rules say, what wants a look."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from flexdesk.domain.calendar import Calendar, long_date, months_later
from flexdesk.domain.identity import Nip, parse_nip
from flexdesk.domain.leave import (
    Balance,
    Entitlement,
    Leave,
    LeaveKind,
    balance,
    taken_by_year,
    years_without,
)
from flexdesk.domain.leave_register import GRAVE_CAUSES, CarryRecord, LeaveCause, LeaveRecord
from flexdesk.domain.people import Person, Status
from flexdesk.domain.rules.board import finding
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.rules.leave import LeaveCase, check_leave
from flexdesk.domain.rules.leave_overlap import shared_with_leave, shared_with_travel
from flexdesk.domain.schedule import TravelEntry
from flexdesk.i18n import _
from flexdesk.services.facts import FactReader

_Row = TypeVar("_Row", LeaveRecord, CarryRecord, TravelEntry)
_PPPK = frozenset({Status.PPPK, Status.PPPK_PART_TIME})


@dataclass(frozen=True, slots=True)
class PersonBalance:
    """Annual leave of one person and year; `waiting` working days are applied for and not decided."""

    person: Person
    balance: Balance
    waiting: int
    since: date | None  # first day of service as far as anybody knows


class LeaveBook:
    """A snapshot; make another after a change. Nothing is written."""

    def __init__(self, reader: FactReader, today: date) -> None:
        self._reader = reader
        self.today = today
        self.people = {person.key: person for person in reader.people(archived=True)}
        self.leaves = _by_person(reader.records("leave_entry", LeaveRecord))
        self.trips = _by_person(reader.travels())
        carries = reader.records("leave_carry", CarryRecord)
        # A part of a natural key is stored as text.
        self.carries = _by_person(replace(carry, year=int(carry.year)) for carry in carries)

    @cached_property
    def calendar(self) -> Calendar:
        return self._reader.calendar(self.today)

    @cached_property
    def _settings(self) -> tuple[int, int]:
        """Days a PPPK carries over, years of unpaid leave."""
        policy = self._reader.policy()
        carry = policy.value("leave.pppk_carry_days", self.today)
        years = policy.value("leave.unpaid_years", self.today)
        return (int(str(carry or 0)), int(str(years or 0)))

    # -- one person

    def entitlement(self, person: str) -> Entitlement:
        one = self.people[person]
        deferred = {carry.year for carry in self.carries[person] if carry.deferred}
        deferred |= {
            record.leave.of_year
            for record in self.leaves[person]
            if record.deferred_days and not _gone(record)
        }
        return Entitlement(
            one.status,
            service_start(one),
            frozenset(deferred),
            pppk_carry=self._settings[0],
        )

    def case(self, record: LeaveRecord, past: Sequence[LeaveRecord]) -> LeaveCase:
        """`record` as the rules look at it, after `past`."""
        person = record.person
        return LeaveCase(
            record.leave,
            self.entitlement(person),
            self.calendar,
            tuple(other.leave for other in past),
            record.documents,
            record.child,
            record.cause == LeaveCause.FIRST_HAJJ,
            record.remote_days,
            record.cause in GRAVE_CAUSES,
            self._settings[1],
            known_from=self._known_from(person),
            closing=self._closing(person),
            remote_place=self.people[person].remote_place,
            cause=record.cause,
        )

    def _closing(self, person: str) -> dict[int, int]:
        return {carry.year: carry.unused for carry in self.carries[person]}

    def _known_from(self, person: str) -> int:
        """The first year of the person's register; earlier days of annual leave are nowhere to be seen."""
        years = [record.from_.year for record in self.leaves[person] if record.holds]
        return min((*years, *self._closing(person), self.today.year))

    def findings(self, record: LeaveRecord, *, ahead: bool = False) -> list[Finding]:
        """What the rules say about a leave beside the person's others.

        An application is judged `ahead` of its decision: all others count, the ones that wait as well. An
        entry of the register is judged by what came before it, so that only the one too many is told.
        """
        person = self.people[record.person]
        others = [one for one in self.leaves[record.person] if one.key != record.key]
        if ahead:
            past = [one for one in others if one.holds or one.waits]
        else:
            past = [one for one in others if one.holds and _order(one) < _order(record)]
        found = list(check_leave(self.case(record, past))) if person.is_asn else []
        found += shared_with_leave(record.from_, record.to, past)
        found += shared_with_travel(record.from_, record.to, self.trips[record.person])
        found += self._unsure_service(person, record)
        kept = [replace(one, person=person.key, nip=person.nip) for one in found]
        order = (Level.HARD, Level.SOFT, Level.INFO)
        return sorted(kept, key=lambda one: (order.index(one.level), one.rule))

    def _unsure_service(self, person: Person, record: LeaveRecord) -> Iterable[Finding]:
        """The NIP of a PPPK tells the year of appointment only, so twelve months may not be full yet."""
        start = service_start(person)
        if (
            record.kind != LeaveKind.ANNUAL
            or person.status not in _PPPK
            or person.service_from
            or start is None
        ):
            return
        latest = months_later(date(start.year, 12, 1), 12)
        if start < record.from_ < latest and record.from_ >= months_later(start, 12):
            message = _("The first day of service is not recorded; the NIP tells the year {year} only.")
            yield finding("LEV-01", message.format(year=start.year), day=record.from_, level=Level.INFO)

    # -- balances

    def balance(self, person: str, year: int) -> PersonBalance:
        held = [record.leave for record in self.leaves[person] if record.holds]
        asked = [record.leave for record in self.leaves[person] if record.waits]
        entitlement = replace(self.entitlement(person), without=years_without(held))
        found = balance(
            entitlement,
            taken_by_year(self.calendar, held),
            year,
            first_year=min(self._known_from(person), year),
            closing=self._closing(person),
        )
        waiting = taken_by_year(self.calendar, asked).get(year, 0)
        return PersonBalance(self.people[person], found, waiting, entitlement.since)

    def balances(self, year: int) -> list[PersonBalance]:
        """Of everybody in the roster, in its order."""
        return [self.balance(person.key, year) for person in self._reader.people()]

    def record(self, key: str) -> LeaveRecord | None:
        return self._by_key.get(key)

    @cached_property
    def _by_key(self) -> dict[str, LeaveRecord]:
        return {record.key: record for records in self.leaves.values() for record in records}

    def charged(self, record: LeaveRecord) -> dict[int, int]:
        """Working days of annual leave by the year they cost."""
        return taken_by_year(self.calendar, [record.leave])

    def working_days(self, leave: Leave) -> int:
        return len(self.calendar.working_days(leave.from_, leave.to))


def service_start(person: Person) -> date | None:
    """The first day of service: as recorded, else as early as the NIP allows; None where nobody knows."""
    if person.service_from is not None:
        return person.service_from
    nip = parse_nip(person.nip)
    if not isinstance(nip, Nip):
        return None
    return date(nip.appointed_year, nip.appointed_month or 1, 1)  # the NIP of a PPPK has no month


def service_words(balance: PersonBalance) -> str:
    """Since when somebody serves, and from when annual leave may be taken while it may not yet."""
    if balance.since is None:
        return _("The first day of service is not recorded.")
    return _("In service since {day}.").format(day=long_date(balance.since))


def _gone(record: LeaveRecord) -> bool:
    return record.cancelled_on is not None


def _order(record: LeaveRecord) -> tuple[date, date, str]:
    return (record.from_, record.to, record.key)


def _by_person(rows: Iterable[_Row]) -> defaultdict[str, list[_Row]]:
    found: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.person].append(row)
    return found
