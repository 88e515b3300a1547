"""Gathers from the store what the rules, the planner and the screens judge a period by."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar, cast

from flexdesk.domain import schedule
from flexdesk.domain.calendar import Calendar, Holiday, monday
from flexdesk.domain.people import Discipline, Person, Posting, Request
from flexdesk.domain.places import AWAY
from flexdesk.domain.policy import Edit, Policy, calendar_of
from flexdesk.domain.posts import spans
from flexdesk.domain.schedule import Facts, Unit
from flexdesk.domain.sections import Section
from flexdesk.exchange import packs
from flexdesk.services.records import record
from flexdesk.store.store import Store

T = TypeVar("T")
Stamp = tuple[int, int, int]

FAIRNESS_WEEKS = 12
_KEPT_ROWS = 5_000  # a province's roster is read anew instead of held twice
_FEW = 500  # people whose posts are asked for by name
_AWAY = [str(place) for place in AWAY]


class FactReader:
    """Reads what the store holds now; what it read before counts until anybody changes the store.

    Any thread may call it.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: tuple[Stamp, dict[object, Any]] | None = None

    def _once(self, name: object, read: Callable[[], T]) -> T:
        """The result of `read`, kept while the store stays as it is: a screen asks the same several times."""
        stamp = self._store.stamp()
        if stamp is None:
            return read()
        kept = self._kept
        if kept is None or kept[0] != stamp:
            kept = self._kept = (stamp, {})
        if name not in kept[1]:
            found = read()
            if isinstance(found, tuple) and len(found) > _KEPT_ROWS:
                return found
            kept[1][name] = found
        return cast(T, kept[1][name])

    def unit(self) -> Unit:
        return self._once("unit", self._unit)

    def _unit(self) -> Unit:
        row = self._store.get("unit", "unit")
        return Unit() if row is None else record(Unit, row)

    def policy(self) -> Policy:
        return self._once("policy", self._policy)

    def _policy(self) -> Policy:
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
        return calendar_of(policy or self.policy(), self._once("holiday", self._holidays), day)

    def _holidays(self) -> tuple[Holiday, ...]:
        """The shipped days with the unit's own in their place."""
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
        return (*kept, *living)

    def people(self, *, archived: bool = False) -> tuple[Person, ...]:
        """The roster in its own order, then by name."""
        found = self._once("people", self._people)
        return tuple(person for person in found if archived or not person.archived)

    def _people(self) -> tuple[Person, ...]:
        found = [record(Person, row) for row in self._store.select("person")]
        archived = [person.key for person in found if person.archived]
        left = self.left_days(archived) if archived else {}
        found = [replace(p, left_on=left.get(p.key)) if p.archived else p for p in found]
        return tuple(sorted(found, key=lambda person: (person.order, person.name, person.key)))

    def left_days(self, archived: Sequence[str]) -> dict[str, date]:
        """The first day on which each of these is no longer in the unit: that after the last post ended."""
        posts: dict[str, list[Posting]] = {key: [] for key in archived}
        select = self._store.select
        few = len(archived) <= _FEW
        rows = select("posting", person=list(archived)) if few else select("posting")
        for posting in (record(Posting, row) for row in rows):
            if posting.person in posts:
                posts[posting.person].append(posting)
        ends = {key: held[-1].last for key, own in posts.items() if (held := spans(own))}
        return {key: end + timedelta(days=1) for key, end in ends.items() if end is not None}

    def people_on(self, day: date) -> tuple[Person, ...]:
        """Everybody who is still in the unit that day, whoever is to leave later included."""
        return tuple(person for person in self.people(archived=True) if not person.is_gone(day))

    def postings(self) -> tuple[Posting, ...]:
        return self._all("posting", Posting)

    def sections(self) -> tuple[Section, ...]:
        return self._all("section", Section)

    def sites(self) -> tuple[schedule.Site, ...]:
        return self._all("site", schedule.Site)

    def service_points(self) -> tuple[schedule.ServicePoint, ...]:
        """Points that are still run."""
        found = self._all("service_point", schedule.ServicePoint)
        return tuple(point for point in found if not point.archived)

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
            people=self.people_on(first),
            postings=self.postings(),
            assignments=self.assignments(*span),
            service_points=self.service_points(),
            service_duties=self._all("service_duty", schedule.ServiceDuty),
            places=self._all("place", schedule.ApprovedPlace),
            sections=self.sections(),
            disciplines=self._all("discipline", Discipline),
            requests=self._all("request", Request),
            leaves=self._all("leave_entry", schedule.LeaveEntry),
            travels=self._all("travel_entry", schedule.TravelEntry),
            away_before=away,
            fridays_before=fridays,
        )

    def assignments(self, first: str, last: str) -> tuple[schedule.Assignment, ...]:
        def read() -> tuple[schedule.Assignment, ...]:
            rows = self._store.select("assignment", day=(first, last))
            return tuple(record(schedule.Assignment, row) for row in rows)

        return self._once(("assignment", first, last), read)

    def turns_before(self, start: date) -> tuple[Counter[str], Counter[str]]:
        """Away days and away Fridays of each person in the twelve weeks before `start`."""
        first = start - timedelta(weeks=FAIRNESS_WEEKS)
        last = start - timedelta(days=1)
        away: Counter[str] = Counter()
        fridays: Counter[str] = Counter()
        span = (first.isoformat(), last.isoformat())
        for row in self._store.select("assignment", only=("person", "day"), day=span, place=_AWAY):
            person = str(row["person"])
            away[person] += 1
            fridays[person] += date.fromisoformat(str(row["day"])).weekday() == 4
        return away, fridays

    def _all(self, table: str, kind: type[T]) -> tuple[T, ...]:
        return self._once(table, lambda: tuple(record(kind, row) for row in self._store.select(table)))
