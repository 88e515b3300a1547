"""Days of people as attendance sees them: plan and fact, marks, what they lack, what was decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from flexdesk.domain.attendance import (
    PLACE,
    RECAP,
    Fault,
    Judged,
    Marks,
    Terms,
    judged,
    net_minutes,
    plain_times,
    terms_of,
)
from flexdesk.domain.hours import ZONES, rest_of
from flexdesk.domain.places import ABSENT, AWAY, Place
from flexdesk.domain.rules.reports import attendance
from flexdesk.domain.schedule import Facts
from flexdesk.domain.schema import join_key, split_key
from flexdesk.services import week
from flexdesk.services.facts import FactReader
from flexdesk.store.store import Row, Store
from flexdesk.system.clock import Clock

Key = tuple[str, date]


class DayState(StrEnum):
    """What a person's day counts as. Only the superior's decision makes it unexcused."""

    PRESENT = "present"
    TO_CLARIFY = "to_clarify"
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"
    WAITING = "waiting"  # the windows of its marks are still open
    NOT_ASKED = "not_asked"  # leave, travel, a free day


@dataclass(frozen=True, slots=True)
class DayMarks:
    """One person's day. `reason` and who decided when belong to `decision`, which is empty without one."""

    person: str
    nip: str
    name: str
    day: date
    planned: Place | None
    actual: Place | None
    flexible: bool
    marks: Marks
    judged: Judged
    state: DayState
    decision: str = ""
    reason: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    place_note: str = ""  # why another place was recorded afterwards
    photos: tuple[tuple[str, str], ...] = ()  # mark and name of its picture, which proves nothing (REP-03)
    worked: int | None = None  # net minutes between first and last mark
    holiday: bool = False
    called_from: Place | None = None  # where the plan had the person before a call to the office

    @property
    def key(self) -> str:
        return join_key(self.person, self.day.isoformat())

    @property
    def place(self) -> Place | None:
        return self.actual or self.planned

    @property
    def promised(self) -> Place | None:
        """What was planned before anybody was called in."""
        return self.called_from or self.planned

    @property
    def differs(self) -> bool:
        return self.actual is not None and self.actual is not self.planned

    @property
    def is_in_order(self) -> bool:
        """Whether there are marks and nothing is said against them."""
        return bool(self.marks) and not self.judged.faults

    @property
    def counts_as_day(self) -> bool:
        """Whether the decision makes it a day of absence; lateness alone never is one."""
        missing = self.judged.lacks_a_mark or not self.marks
        return self.state is DayState.UNEXCUSED and missing

    @property
    def counted_minutes(self) -> int:
        """Minutes of lateness that the superior did not excuse."""
        return self.judged.minutes if self.state is DayState.UNEXCUSED and not self.counts_as_day else 0


_ORDER = {
    DayState.TO_CLARIFY: 0,
    DayState.UNEXCUSED: 1,
    DayState.EXCUSED: 2,
    DayState.WAITING: 3,
    DayState.PRESENT: 4,
    DayState.NOT_ASKED: 5,
}


class AttendanceDays:
    """Reads only; `services.attendance` writes."""

    def __init__(self, store: Store, reader: FactReader, clock: Clock) -> None:
        self._store = store
        self._reader = reader
        self._clock = clock

    def now(self) -> datetime:
        """The present moment by the clock of the unit's site."""
        return self._clock.now().astimezone(ZoneInfo(self._reader.unit().zone))

    def today(self) -> date:
        return self._clock.today(self._reader.unit().zone)

    def zone(self) -> str:
        """WIB, WITA or WIT: what the times are in (CAL-10)."""
        return ZONES.get(self._reader.unit().zone, "WIB")

    def terms(self, day: date) -> Terms:
        return terms_of(self._reader.policy(), day)

    def rows(self, first: date, last: date, *, everybody: bool = True) -> list[DayMarks]:
        """Days of people, what asks for a decision first; without `everybody`, flexible and odd days only."""
        found = [row for row in self._all(first, last).values() if everybody or _is_worth_showing(row)]
        return sorted(found, key=lambda row: (_ORDER[row.state], not row.judged.faults, row.day, row.name))

    def row(self, person: str, day: date) -> DayMarks:
        """Raises KeyError for somebody who is not in the roster."""
        return self._all(day, day, {person})[person, day]

    def to_clarify(self, first: date, last: date) -> list[DayMarks]:
        return [row for row in self.rows(first, last) if row.state is DayState.TO_CLARIFY]

    def rows_of(self, keys: Sequence[Key]) -> list[DayMarks]:
        """The days of those keys; people who left the roster are passed over."""
        by_day: defaultdict[date, set[str]] = defaultdict(set)
        for person, day in keys:
            by_day[day].add(person)
        found: list[DayMarks] = []
        for day, people in sorted(by_day.items()):
            found += self._all(day, day, people).values()
        return found

    def _all(self, first: date, last: date, only: Collection[str] | None = None) -> dict[Key, DayMarks]:
        facts = self._reader.facts(first, last)
        if only is not None:
            facts = replace(facts, people=tuple(one for one in facts.people if one.key in only))
        cells = week.shown_cells(facts)
        actual = {(c.person, c.day): Place(c.actual) for c in facts.assignments if c.actual}
        marks, notes, photos = self._marks(first, last)
        decided = self._decided(first, last)
        called = self._called_in(first, last)
        terms = {day: self.terms(day) for day in {day for _person, day in cells}}
        clock = _Clock(self.today(), self.now().time())
        made = {}
        for person in facts.people:
            for day in terms:
                key = (person.key, day)
                cell = cells[key]
                row = DayMarks(
                    person.key,
                    person.nip,
                    person.name,
                    day,
                    cell.place,
                    actual.get(key),
                    flexible=False,
                    marks=marks.get(key, Marks({})),
                    judged=Judged((), 0, 0),
                    state=DayState.NOT_ASKED,
                    place_note=notes.get(key, ""),
                    photos=photos.get(key, ()),
                    holiday=not facts.calendar.is_working(day),
                    called_from=called.get(key),
                )
                made[key] = _judged(row, facts, terms[day], decided.get(key), clock)
        return made

    def _marks(
        self, first: date, last: date
    ) -> tuple[dict[Key, Marks], dict[Key, str], dict[Key, tuple[tuple[str, str], ...]]]:
        rows: defaultdict[Key, list[Row]] = defaultdict(list)
        for row in self._store.select("attendance_mark", day=_span(first, last)):
            rows[str(row["person"]), date.fromisoformat(str(row["day"]))].append(row)
        found, notes, photos = {}, {}, {}
        for key, held in rows.items():
            times = plain_times((str(row["mark"]), str(row["at"]) if row["at"] else None) for row in held)
            recap = next((str(row["note"] or "") for row in held if row["mark"] == RECAP), "")
            found[key] = Marks(times, recap)
            notes[key] = next((str(row["note"] or "") for row in held if row["mark"] == PLACE), "")
            photos[key] = tuple((str(row["mark"]), str(row["photo"])) for row in held if row["photo"])
        return found, notes, photos

    def _called_in(self, first: date, last: date) -> dict[Key, Place]:
        """Where people were when they were called to the office."""
        rows = self._store.select("recall", day=_span(first, last))
        return {
            (str(row["person"]), date.fromisoformat(str(row["day"]))): Place(str(row["place_before"]))
            for row in rows
            if row["place_before"]
        }

    def _decided(self, first: date, last: date) -> dict[Key, Row]:
        rows = self._store.select("clarification", day=_span(first, last))
        return {(str(row["person"]), date.fromisoformat(str(row["day"]))): row for row in rows}

    def plan_and_fact(self, first: date, last: date) -> list[PlanAndFact]:
        """For each person how many working days were planned away, and how many really were."""
        held: defaultdict[str, list[DayMarks]] = defaultdict(list)
        upto = min(last, self.today())
        for row in self._all(first, upto).values() if upto >= first else ():
            if not row.holiday:
                held[row.person].append(row)
        made = [PlanAndFact.of(rows) for rows in held.values()]
        return sorted(made, key=lambda one: (-one.different, one.name))


@dataclass(frozen=True, slots=True)
class PlanAndFact:
    """One person's month up to today; `days` are those on which the fact was another than the plan."""

    person: str
    nip: str
    name: str
    planned_away: int
    really_away: int
    to_office: int  # planned away, really at the office
    to_away: int  # planned at the office, really away
    absent: int  # planned at work, really on leave, ill or with permission
    days: tuple[DayMarks, ...]

    @property
    def different(self) -> int:
        return len(self.days)

    @classmethod
    def of(cls, rows: Sequence[DayMarks]) -> PlanAndFact:
        other = tuple(row for row in rows if row.place is not row.promised)
        return cls(
            rows[0].person,
            rows[0].nip,
            rows[0].name,
            sum(row.promised in AWAY for row in rows),
            sum(row.place in AWAY for row in rows),
            sum(row.promised in AWAY and row.place is Place.OFFICE for row in other),
            sum(row.promised is Place.OFFICE and row.place in AWAY for row in other),
            sum(row.place in ABSENT and row.promised not in ABSENT for row in other),
            other,
        )


@dataclass(frozen=True, slots=True)
class _Clock:
    today: date
    moment: time


def _judged(row: DayMarks, facts: Facts, terms: Terms, decided: Row | None, clock: _Clock) -> DayMarks:
    """The row with what its marks lack and what was decided."""
    flexible = row.place in AWAY and not row.holiday
    day = facts.calendar.day(row.day)
    worked = net_minutes(row.marks, rest_of(facts.calendar, row.day)) if row.marks else None
    row = replace(row, flexible=flexible, worked=worked)
    if decided is not None:
        on = decided["decided_on"]
        row = replace(
            row,
            decision=str(decided["state"] or ""),
            reason=str(decided["reason"] or ""),
            decided_by=str(decided["decided_by"] or ""),
            decided_on=date.fromisoformat(str(on)) if on else None,
        )
    if row.holiday or row.place in ABSENT or row.place is Place.DUTY_TRAVEL or row.day > clock.today:
        ahead = row.day > clock.today and flexible
        return replace(row, state=DayState.WAITING if ahead else DayState.NOT_ASKED)
    until = clock.moment if row.day == clock.today else None
    found = judged(row.marks, terms, day, until=until, flexible=flexible)
    if row.called_from:
        found = Judged((), 0, 0)  # half a day here and half a day there is judged by neither (DIS-06)
    row = replace(row, judged=found)
    return replace(row, state=_state(row, found, terms))


def _state(row: DayMarks, found: Judged, terms: Terms) -> DayState:
    """REP-04; at the office only a decision, or a summary that says absent, asks for a word."""
    asks = row.flexible or any(fault is Fault.ABSENT for _slot, fault in found.faults)
    if asks and found.wanted:
        return DayState(attendance(found.in_time, found.wanted, row.decision))
    if row.decision and not asks:
        return DayState(attendance(int(row.is_in_order), 1, row.decision))
    if asks and terms.marks:
        return DayState(attendance(0, 1, row.decision)) if row.decision else DayState.WAITING
    return DayState.PRESENT if row.marks else DayState.NOT_ASKED


def _is_worth_showing(row: DayMarks) -> bool:
    odd = row.decision or row.differs or row.state in (DayState.TO_CLARIFY, DayState.UNEXCUSED)
    return bool(row.flexible or odd)


def _span(first: date, last: date) -> tuple[str, str]:
    return first.isoformat(), last.isoformat()


def key_of(text: str) -> Key:
    """Person and day of a row's key."""
    person, day = split_key(text)
    return person, date.fromisoformat(day)
