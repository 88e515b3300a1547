"""Gathers from the store what the rules, the planner and the screens judge a period by."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeVar

from flexdesk.domain import schedule
from flexdesk.domain.calendar import Calendar, Holiday, monday
from flexdesk.domain.people import Discipline, Person, Posting, Request
from flexdesk.domain.places import AWAY
from flexdesk.domain.policy import Edit, Policy, calendar_of
from flexdesk.domain.schedule import Facts, Unit
from flexdesk.exchange import packs
from flexdesk.services.records import record
from flexdesk.store.store import Store

T = TypeVar("T")

FAIRNESS_WEEKS = 12


class FactReader:
    """Reads facts afresh at each call; the store is the only truth."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def unit(self) -> Unit:
        row = self._store.get("unit", "unit")
        return Unit() if row is None else record(Unit, row)

    def policy(self) -> Policy:
        pack = packs.national_policy()
        rows = self._store.select("policy")
        edits = tuple(
            Edit(
                str(row["setting"]),
                date.fromisoformat(str(row["from"])),
                str(row["value"]),
                str(row["source"] or ""),
                str(row["grade"] or ""),
            )
            for row in rows
            if row["value"] is not None
        )
        return Policy(pack.definitions, edits, f"{pack.name} {pack.version}")

    def calendar(self, day: date, policy: Policy | None = None) -> Calendar:
        """The calendar as the policy of `day` shapes it."""
        own = [
            Holiday(
                date.fromisoformat(str(row["date"])),
                str(row["kind"]),
                str(row["name"] or ""),
                str(row["decree"] or ""),
                str(row["region"] or ""),
            )
            for row in self._store.select("holiday")
            if row["kind"] is not None
        ]
        shipped = [holiday for pack in packs.shipped_holidays() for holiday in pack.holidays]
        changed = {(holiday.day, holiday.region) for holiday in own}
        kept = [holiday for holiday in shipped if (holiday.day, holiday.region) not in changed]
        living = [holiday for holiday in own if holiday.kind != "none"]
        return calendar_of(policy or self.policy(), [*kept, *living], day)

    def people(self, *, archived: bool = False) -> tuple[Person, ...]:
        """The roster in its own order, then by name."""
        found = [record(Person, row) for row in self._store.select("person")]
        kept = [person for person in found if archived or not person.archived]
        return tuple(sorted(kept, key=lambda person: (person.order, person.name, person.key)))

    def postings(self) -> tuple[Posting, ...]:
        return tuple(record(Posting, row) for row in self._store.select("posting"))

    def facts(self, first: date, last: date) -> Facts:
        """Everything the rules look at for the days `first` to `last`."""
        policy = self.policy()
        start, end = monday(first), monday(last) + timedelta(days=6)
        span = (start.isoformat(), end.isoformat())
        away, fridays = self.turns_before(start)
        return Facts(
            first=first,
            last=last,
            calendar=self.calendar(first, policy),
            policy=policy,
            unit=self.unit(),
            people=self.people(),
            postings=self.postings(),
            assignments=self.assignments(*span),
            service_points=tuple(self._all("service_point", schedule.ServicePoint)),
            service_duties=tuple(self._all("service_duty", schedule.ServiceDuty)),
            places=tuple(self._all("place", schedule.ApprovedPlace)),
            disciplines=tuple(self._all("discipline", Discipline)),
            requests=tuple(self._all("request", Request)),
            leaves=tuple(self._all("leave_entry", schedule.LeaveEntry)),
            travels=tuple(self._all("travel_entry", schedule.TravelEntry)),
            away_before=away,
            fridays_before=fridays,
        )

    def assignments(self, first: str, last: str) -> tuple[schedule.Assignment, ...]:
        rows = self._store.select("assignment", day=(first, last))
        return tuple(record(schedule.Assignment, row) for row in rows)

    def turns_before(self, start: date) -> tuple[Counter[str], Counter[str]]:
        """Away days and away Fridays of each person in the twelve weeks before `start`."""
        first = start - timedelta(weeks=FAIRNESS_WEEKS)
        last = start - timedelta(days=1)
        away: Counter[str] = Counter()
        fridays: Counter[str] = Counter()
        for cell in self.assignments(first.isoformat(), last.isoformat()):
            if cell.place in AWAY:
                away[cell.person] += 1
                fridays[cell.person] += cell.day.weekday() == 4
        return away, fridays

    def _all(self, table: str, kind: type[T]) -> Iterable[T]:
        return (record(kind, row) for row in self._store.select(table))
