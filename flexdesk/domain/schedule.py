"""The facts a schedule is judged by: rows of the unit as frozen values, and the period looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from flexdesk.domain.calendar import Calendar
from flexdesk.domain.criteria import Criterion
from flexdesk.domain.leave_register import holds
from flexdesk.domain.people import Discipline, HeldPredicate, Person, Posting, Request
from flexdesk.domain.places import Place
from flexdesk.domain.policy import Policy
from flexdesk.domain.sections import Section
from flexdesk.domain.time_patterns import TimePattern
from flexdesk.i18n import N_


class UnitKind(StrEnum):
    ORDINARY = "ordinary"
    SERVICE = "service"  # operational support or direct service, Perpres 21/2023 Pasal 7


UNIT_KIND_LABELS: dict[str, str] = {
    UnitKind.ORDINARY: N_("Ordinary unit"),
    UnitKind.SERVICE: N_("Direct service to the public"),
}


class Region(StrEnum):
    CENTRAL = "central"
    PROVINCE = "province"
    REGENCY = "regency"


REGION_LABELS: dict[str, str] = {
    Region.CENTRAL: N_("Central government"),
    Region.PROVINCE: N_("Province"),
    Region.REGENCY: N_("Regency or city"),
}


class Organisation(StrEnum):
    """Which body the unit belongs to; Pasal 38 PermenPANRB 4/2025 leaves all but the civil one out."""

    CIVIL = "civil"
    TNI = "tni"
    POLRI = "polri"
    MISSION = "mission"  # a mission abroad


ORGANISATION_LABELS: dict[str, str] = {
    Organisation.CIVIL: N_("Civil agency"),
    Organisation.TNI: N_("Armed forces (TNI)"),
    Organisation.POLRI: N_("Police (Polri)"),
    Organisation.MISSION: N_("Mission abroad"),
}
PLACE_KIND_LABELS: dict[str, str] = {
    "other_place": N_("another place, approved"),
    "other_office": N_("another office"),
}


class Source(StrEnum):
    """Who put a place into a cell."""

    RULE = "rule"
    TYPED = "typed"
    PLANNED = "planned"
    LEAVE = "leave"


SOURCE_LABELS: dict[str, str] = {
    Source.RULE: N_("a rule"),
    Source.TYPED: N_("by hand"),
    Source.PLANNED: N_("the proposed schedule"),
    Source.LEAVE: N_("the register of leave"),
}


@dataclass(frozen=True, slots=True)
class Unit:
    key: str = "unit"
    name: str = ""
    agency: str = ""
    kind: str = UnitKind.ORDINARY
    region: str = ""
    zone: str = "Asia/Jakarta"
    service_decree: str = ""
    head: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class ServicePoint:
    key: str
    name: str
    need: int = 1
    days: frozenset[int] = frozenset()  # empty means every working day
    opens: time | None = None
    closes: time | None = None
    section: str = ""
    site: str = ""
    needs: str = ""  # the need by hours (see `opening`); `need` is that of the busiest
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Site:
    """A place of the unit with its own clock."""

    key: str
    name: str = ""
    zone: str = ""  # empty: the unit's
    address: str = ""
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """A part of the unit as eligibility sees it: what it lies within, itself included.

    `direct_service` is the name of the part at or above it that gives direct service, empty for none.
    """

    key: str
    name: str
    within: frozenset[str] = frozenset()
    direct_service: str = ""


@dataclass(frozen=True, slots=True)
class ServiceDuty:
    service_point: str
    person: str
    serves: bool = True


@dataclass(frozen=True, slots=True)
class ApprovedPlace:
    """One row of `place`: another office, or another place that the PPK has approved."""

    key: str
    name: str
    kind: str
    approved_by: str = ""
    address: str = ""
    site: str = ""
    letter: str = ""
    approved_on: date | None = None
    until: date | None = None
    archived: bool = False

    def is_approved(self, day: date) -> bool:
        """Whether the approval (LOC-08) holds that day."""
        begun = self.approved_on is None or self.approved_on <= day
        return bool(self.approved_by.strip()) and begun and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Assignment:
    """One cell. `place` is a code of `places`; None and empty both mean a blank cell.

    `half` is for showing: rules take the place for the whole day (see `halves`).
    """

    person: str
    day: date
    place: str | None = None
    place_row: str = ""
    shift: str = ""
    pinned: bool = False
    source: str = Source.TYPED
    reason: str = ""
    actual: str = ""
    half: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class LeaveEntry:
    key: str
    person: str
    kind: str
    from_: date
    to: date
    document: str = ""
    reason: str = ""
    decision: str = ""
    cancelled_on: date | None = None

    @property
    def holds(self) -> bool:
        """Entries of a register hold; an application holds once it is granted."""
        return holds(self.decision, self.cancelled_on)

    @property
    def place(self) -> Place:
        return Place.SICK if self.kind == "sick" else Place.LEAVE


@dataclass(frozen=True, slots=True)
class TravelEntry:
    key: str
    person: str
    from_: date
    to: date
    letter: str = ""
    purpose: str = ""
    location: str = ""
    letter_date: date | None = None
    transport: str = ""
    cancelled_on: date | None = None

    @property
    def holds(self) -> bool:
        return self.cancelled_on is None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the rules and the planner look at for the days `first` to `last`.

    `assignments` holds whole weeks, Monday to Sunday, around the period, because weekly rules count days
    outside it; findings are given for days inside only. A blank cell of a working day is the office: work
    elsewhere is the exception that somebody must decide. `away_before` and `fridays_before` are what
    `turns` counts in the twelve weeks before the week of `first`.
    """

    first: date
    last: date
    calendar: Calendar
    policy: Policy
    unit: Unit = Unit()
    people: tuple[Person, ...] = ()
    postings: tuple[Posting, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    service_points: tuple[ServicePoint, ...] = ()
    service_duties: tuple[ServiceDuty, ...] = ()
    places: tuple[ApprovedPlace, ...] = ()
    sections: tuple[Section, ...] = ()
    disciplines: tuple[Discipline, ...] = ()
    requests: tuple[Request, ...] = ()
    leaves: tuple[LeaveEntry, ...] = ()
    travels: tuple[TravelEntry, ...] = ()
    away_before: Mapping[str, int] = field(default_factory=dict)
    fridays_before: Mapping[str, int] = field(default_factory=dict)
    complaint_officers: Mapping[date, str] = field(default_factory=dict)  # of the same whole weeks
    takes_complaints: bool = False  # the unit keeps a register of them, or has named an officer
    branches: Mapping[str, Branch] = field(default_factory=dict)
    criteria: tuple[Criterion, ...] = ()  # the agency's own list; empty for that of the regulation
    patterns: tuple[TimePattern, ...] = ()
    predicates: tuple[HeldPredicate, ...] = ()
    shift_points: frozenset[str] = frozenset()  # service points whose needs are written for each shift
