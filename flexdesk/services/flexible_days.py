"""Reads, in one pass over each table, who worked where on the working days of a period and what was reported.

The comparison and the monthly report count from the same days. A day is where the person really was, else
where the schedule has them, else leave or travel, else the office; people who left the roster are left out,
and so are days before somebody's first post here and days of absence without excuse.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from flexdesk.domain.calendar import Calendar, days, monday, weekdays
from flexdesk.domain.effect import UnitDay
from flexdesk.domain.outputs import NO_EVIDENCE_WORDS
from flexdesk.domain.people import Person
from flexdesk.domain.performance import ReviewState
from flexdesk.domain.periods import parse_period
from flexdesk.domain.places import AWAY, SHIFTS, Place
from flexdesk.domain.rules.reports import Attendance, report_is_late
from flexdesk.domain.schedule import LeaveEntry, TravelEntry
from flexdesk.services.facts import FactReader
from flexdesk.services.records import record
from flexdesk.store import history
from flexdesk.store.store import Row, Store

PersonDay = tuple[str, date]
AT_OFFICE = frozenset({Place.OFFICE}) | SHIFTS
USUAL_SHARE = 0.25
BULK_DAYS = 7  # a transaction with reports of more days is a file of a whole month: it dates nothing


@dataclass(frozen=True, slots=True)
class Reported:
    """One person's outputs of one day. `on_time` is None where nothing tells when they were written."""

    outputs: int
    accepted: int
    returned: int
    evidence: int
    on_time: bool | None = None


@dataclass(frozen=True)
class FlexibleDays:
    """`places` has every working day of everybody up to the last; `reports` only days with outputs.

    `observed` are the days on which people reported as they do here, at least a quarter of the usual number:
    on the others reports were not kept, or one came by mistake, and a missing one tells nothing. `recorded`
    are the days of weeks that have a schedule: on the others nobody wrote down who was where.
    """

    first: date
    last: date
    people: tuple[Person, ...]
    working: tuple[date, ...]
    places: Mapping[PersonDay, Place]
    reports: Mapping[PersonDay, Reported]
    observed: frozenset[date]
    recorded: frozenset[date]
    units: tuple[UnitDay, ...]

    def away(self, key: str, day: date) -> bool:
        return self.places.get((key, day)) in AWAY

    def present(self) -> Iterator[tuple[str, date, bool]]:
        """Everybody's days at work, with whether away; not travel, training or absence."""
        for (person, day), place in self.places.items():
            if place in AWAY:
                yield person, day, True
            elif place in AT_OFFICE:
                yield person, day, False

    @property
    def person_days(self) -> tuple[int, int]:
        """How many person-days at the office and away, in weeks with a schedule."""
        counts = [0, 0]
        for _person, day, away in self.present():
            counts[away] += day in self.recorded
        return counts[0], counts[1]


class DayReader:
    def __init__(self, store: Store, reader: FactReader) -> None:
        self._store = store
        self._reader = reader

    def read(self, first: date, last: date) -> FlexibleDays:
        """The days `first` to `last`; an empty span gives no days at all."""
        people = self._reader.people()
        calendar = self._reader.calendar(first)
        working = tuple(calendar.working_days(first, last))
        places = self._places(first, last, people, working)
        reports = self._reports(first, last)
        recorded = self._recorded(first, last, working)
        return FlexibleDays(
            first,
            last,
            people,
            working,
            places,
            reports,
            self._observed(first, last),
            recorded,
            tuple(self._units(working, places, recorded, calendar)),
        )

    # -- where

    def _places(
        self, first: date, last: date, people: tuple[Person, ...], working: tuple[date, ...]
    ) -> dict[PersonDay, Place]:
        begins = self._begins()
        shown = self._absences(first, last)
        for row in self._select("assignment", first, last, "person", "day", "place", "actual"):
            if place := row["actual"] or row["place"]:
                shown[str(row["person"]), str(row["day"])] = Place(str(place))
        named = [(day, day.isoformat()) for day in working]
        absent = self._unexcused(first, last)
        return {
            (person.key, day): shown.get((person.key, text), Place.OFFICE)
            for person in people
            for day, text in named
            if text >= begins.get(person.key, "") and (person.key, text) not in absent
        }

    def _unexcused(self, first: date, last: date) -> set[tuple[str, str]]:
        """Days on which the superior decided that somebody was absent without excuse."""
        rows = self._select("clarification", first, last, "person", "day", "state")
        return {(str(row["person"]), str(row["day"])) for row in rows if row["state"] == Attendance.UNEXCUSED}

    def _recorded(self, first: date, last: date, working: tuple[date, ...]) -> frozenset[date]:
        typed = self._select("assignment", monday(first), last + timedelta(days=6), "day", "place")
        weeks = {monday(date.fromisoformat(str(row["day"]))) for row in typed if row["place"]}
        covered = [
            parse_period(str(row["week"]))
            for row in self._store.select("publication", only=("week",), withdrawn_on=None)
        ]
        return frozenset(
            day for day in working if monday(day) in weeks or any(day in period for period in covered)
        )

    def _begins(self) -> dict[str, str]:
        """The first day of everybody's first post in the register."""
        found: dict[str, str] = {}
        for row in self._store.select("posting", only=("person", "from")):
            person, start = str(row["person"]), str(row["from"])
            found[person] = min(start, found.get(person, start))
        return found

    def _absences(self, first: date, last: date) -> dict[tuple[str, str], Place]:
        found: dict[tuple[str, str], Place] = {}
        for row in self._standing("travel_entry"):
            travel = record(TravelEntry, row)
            for day in days(max(travel.from_, first), min(travel.to, last)):
                found[travel.person, day.isoformat()] = Place.DUTY_TRAVEL
        for row in self._standing("leave_entry"):
            leave = record(LeaveEntry, row)
            if leave.holds:
                for day in days(max(leave.from_, first), min(leave.to, last)):
                    found[leave.person, day.isoformat()] = leave.place
        return found

    def _standing(self, table: str) -> list[Row]:
        rows = self._store.select(table)
        return [row for row in rows if row["from"] and row["to"] and not row["cancelled_on"]]

    # -- what

    def _reports(self, first: date, last: date) -> dict[PersonDay, Reported]:
        counts: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        for row in self._select("output", first, last, "person", "day", "review", "evidence"):
            tally = counts[str(row["person"]), str(row["day"])]
            tally[0] += 1
            tally[1] += row["review"] == ReviewState.ACCEPTED
            tally[2] += row["review"] == ReviewState.RETURNED
            tally[3] += str(row["evidence"] or "").strip().casefold() not in NO_EVIDENCE_WORDS
        on_time = self._on_time(first, last)
        return {
            (person, date.fromisoformat(day)): Reported(
                outputs, accepted, returned, evidence, on_time.get((person, day))
            )
            for (person, day), (outputs, accepted, returned, evidence) in counts.items()
        }

    def _observed(self, first: date, last: date) -> frozenset[date]:
        counted = history.reporters_a_day(self._store)
        usual = median(counted.values()) if counted else 0
        span = (first.isoformat(), last.isoformat())
        return frozenset(
            date.fromisoformat(day)
            for day, people in counted.items()
            if span[0] <= day <= span[1] and people >= usual * USUAL_SHARE
        )

    def _on_time(self, first: date, last: date) -> dict[tuple[str, str], bool]:
        """Whether the first report of a day was written by the hour it is due, where that can be known."""
        found = history.arrivals(self._store, first.isoformat(), last.isoformat())
        bulk = history.bulk_reports(self._store, BULK_DAYS)
        policy, zone = self._reader.policy(), ZoneInfo(self._reader.unit().zone)
        due = policy.value("report.due", last)
        result: dict[tuple[str, str], bool] = {}
        for one in found:
            if (one.device, one.seq) in bulk or not isinstance(due, time):
                continue
            late = report_is_late(date.fromisoformat(one.day), one.at.astimezone(zone), due)
            result[one.person, one.day] = result.get((one.person, one.day), False) or not late
        return result

    def _select(self, table: str, first: date, last: date, *columns: str) -> list[Row]:
        span = (first.isoformat(), last.isoformat())
        return self._store.select(table, order="day", only=columns, day=span)

    # -- the unit

    def _units(
        self,
        working: tuple[date, ...],
        places: Mapping[PersonDay, Place],
        recorded: frozenset[date],
        calendar: Calendar,
    ) -> Iterator[UnitDay]:
        present: defaultdict[date, int] = defaultdict(int)
        away: defaultdict[date, int] = defaultdict(int)
        for (_person, day), place in places.items():
            present[day] += place in AWAY or place in AT_OFFICE
            away[day] += place in AWAY
        points = list(self._points())
        complaints = self._complaints(calendar)
        begun = min(complaints, default=None)
        for day in working:
            known = points if day in recorded else []
            opened = [point for point in known if not point[1] or day.weekday() in point[1]]
            staffed = sum(
                sum(places.get((key, day)) is Place.OFFICE for key in servers) >= need
                for need, _weekdays, servers in opened
            )
            made = UnitDay(day, present[day], away[day], len(opened), staffed)
            counted = begun is not None and day >= begun
            yield replace(made, complaints=complaints.get(day, 0)) if counted else made

    def _points(self) -> Iterator[tuple[int, frozenset[int], tuple[str, ...]]]:
        """Need, weekdays (none: every working day) and who serves, of every service point in use."""
        servers: defaultdict[str, list[str]] = defaultdict(list)
        for row in self._store.select("service_duty"):
            if row["serves"]:
                servers[str(row["service_point"])].append(str(row["person"]))
        for row in self._store.select("service_point"):
            if not row["archived"]:
                need: Any = row["need"] or 1
                yield int(need), weekdays(str(row["days"] or "")), tuple(servers[str(row["key"])])

    def _complaints(self, calendar: Calendar) -> dict[date, int]:
        """Complaints by the working day on which they could first be taken up."""
        found: defaultdict[date, int] = defaultdict(int)
        for row in self._store.select("complaint", only=("received",)):
            if not row["received"]:
                continue
            day = date.fromisoformat(str(row["received"]))
            for _step in range(30):  # the longest holidays are far shorter
                if calendar.is_working(day):
                    break
                day += timedelta(days=1)
            found[day] += 1
        return dict(found)
