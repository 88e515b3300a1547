"""Gathers from the store what the rules, the planner and the screens judge a period by."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar, cast

from flexdesk.domain import schedule, turns
from flexdesk.domain.calendar import Calendar, Holiday, monday
from flexdesk.domain.criteria import Criterion
from flexdesk.domain.leave import LeaveKind
from flexdesk.domain.people import Discipline, HeldPredicate, Person, Posting, Request
from flexdesk.domain.places import AWAY
from flexdesk.domain.policy import Edit, Phase, Policy, calendar_of
from flexdesk.domain.posts import spans
from flexdesk.domain.schedule import Branch, Facts, Unit
from flexdesk.domain.schema import BY_NAME
from flexdesk.domain.sections import Section
from flexdesk.domain.shifts import ShiftNeed
from flexdesk.domain.time_patterns import TimePattern
from flexdesk.exchange import packs
from flexdesk.services.pack_rows import TAKEN, taken_packs
from flexdesk.services.records import record
from flexdesk.store.store import Row, Stamp, Store

T = TypeVar("T")

_KEPT_ROWS = 5_000  # a province's roster is read anew instead of held twice
_FEW = 500  # people whose posts are asked for by name
_AWAY = [str(place) for place in AWAY]
# What a name of `_once` is read from, where it is more than the table of that name.
_READ_FROM = {
    "people": frozenset({"person", "posting"}),
    "policy": frozenset({"policy", "policy_pack"}),
    "takes_complaints": frozenset({"complaint", "complaint_officer"}),
    "branches": frozenset({"section"}),
    "predicates": frozenset({"evaluation", "skp", "policy", "policy_pack"}),
}


def _tables(name: object) -> frozenset[str]:
    """The tables behind a name of `_once`, which is a table's, one of `_READ_FROM` or begins with either."""
    first = name[0] if isinstance(name, tuple) else name
    return _READ_FROM.get(str(first)) or frozenset({BY_NAME[str(first)].name})


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
            kept = self._kept = (stamp, self._still_true(kept))
        if name not in kept[1]:
            found = read()
            if isinstance(found, tuple) and len(found) > _KEPT_ROWS:
                return found
            kept[1][name] = found
        return cast(T, kept[1][name])

    def _still_true(self, kept: tuple[Stamp, dict[object, Any]] | None) -> dict[object, Any]:
        """What was read before and comes from tables that nobody has touched since."""
        touched = self._store.touched_since(kept[0]) if kept else None
        if kept is None or touched is None or "person" in touched:  # merging two people touches every table
            return {}
        return {name: found for name, found in kept[1].items() if _tables(name).isdisjoint(touched)}

    def unit(self) -> Unit:
        return self._once("unit", self._unit)

    def _unit(self) -> Unit:
        row = self._store.get("unit", "unit")
        return Unit() if row is None else record(Unit, row)

    def policy(self) -> Policy:
        return self._once("policy", self._policy)

    def _policy(self) -> Policy:
        pack = packs.national_policy()
        edits = tuple(
            Edit(
                str(row["setting"]),
                date.fromisoformat(str(row["from"])),
                str(row["value"]),
                str(row["source"] or ""),
                str(row["grade"] or ""),
                date.fromisoformat(str(row["until"])) if row["until"] else None,
            )
            for row in self._store.select("policy")
            if row["value"] is not None
        )
        return Policy(pack.definitions, edits, pack.label, self._bases())

    def _bases(self) -> tuple[Phase, ...]:
        rows = self._store.select("policy_pack", state=TAKEN)
        return packs.phases(taken_packs(rows)) if rows else ()

    def calendar(self, day: date, policy: Policy | None = None) -> Calendar:
        """The calendar as the policy of `day` shapes it."""
        return calendar_of(policy or self.policy(), self._once("holiday", self._holidays), day)

    def _holidays(self) -> tuple[Holiday, ...]:
        """The shipped days with the unit's own in their place; a struck day is none (CAL-13)."""
        rows = [row for row in self._store.select("holiday") if row["kind"] is not None]
        own = [
            Holiday(
                date.fromisoformat(str(row["date"])),
                str(row["kind"]),
                str(row["name"] or ""),
                str(row["decree"] or ""),
                str(row["region"] or ""),
            )
            for row in rows
            if not row["struck"] and row["kind"] != "none"
        ]
        shipped = [holiday for pack in packs.shipped_holidays() for holiday in pack.holidays]
        changed = {(str(row["date"]), str(row["region"] or "")) for row in rows}
        kept = [one for one in shipped if (one.day.isoformat(), one.region) not in changed]
        return (*kept, *own)

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

    def _serving(self, first: date, last: date) -> tuple[Person, ...]:
        """Who is in the unit on the first day, but for those on unpaid leave all the time (LEV-09)."""
        gone = {
            leave.person
            for leave in self.leaves()
            if leave.kind == LeaveKind.UNPAID and leave.from_ <= first and last <= leave.to
        }
        return tuple(person for person in self.people_on(first) if person.key not in gone)

    def leaves(self) -> tuple[schedule.LeaveEntry, ...]:
        """Leave that counts: registered or granted, and not cancelled."""
        return tuple(leave for leave in self._all("leave_entry", schedule.LeaveEntry) if leave.holds)

    def travels(self) -> tuple[schedule.TravelEntry, ...]:
        return tuple(trip for trip in self._all("travel_entry", schedule.TravelEntry) if trip.holds)

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
            people=self._serving(first, last),
            postings=self.postings(),
            assignments=self.assignments(*span),
            service_points=self.service_points(),
            service_duties=self._all("service_duty", schedule.ServiceDuty),
            places=self._all("place", schedule.ApprovedPlace),
            sections=self.sections(),
            disciplines=self._all("discipline", Discipline),
            requests=self._all("request", Request),
            leaves=self.leaves(),
            travels=self.travels(),
            branches=self.branches(),
            criteria=self.criteria(),
            patterns=self.time_patterns(),
            predicates=self.predicates(),
            away_before=away,
            fridays_before=fridays,
            complaint_officers=self.complaint_officers(*span),
            takes_complaints=self.takes_complaints(),
            shift_points=frozenset(need.function for need in self.shift_needs() if need.need > 0),
        )

    def takes_complaints(self) -> bool:
        """Whether the unit has entered a complaint or named an officer for them yet."""
        tables = (("complaint", "received"), ("complaint_officer", "person"))
        return self._once(
            "takes_complaints",
            lambda: any(bool(self._store.select(table, only=(name,))) for table, name in tables),
        )

    def complaint_officers(self, first: str, last: str) -> dict[date, str]:
        """Who is named to look after complaints: day -> key of the person."""
        rows = self._store.select("complaint_officer", key=(first, last))
        return {date.fromisoformat(str(row["key"])): str(row["person"]) for row in rows if row["person"]}

    def form_labels(self) -> dict[str, str]:
        """Words of the forms that the unit writes its own way, by the keys of `domain.performance.label`."""
        return self._once("form_label", self._form_labels)

    def _form_labels(self) -> dict[str, str]:
        rows = self._store.select("form_label")
        return {str(row["key"]): str(row["text"]) for row in rows if row["text"]}

    # -- what eligibility is judged by besides

    def branches(self) -> dict[str, Branch]:
        """The parts of the unit by key, each with those it lies within."""
        return self._once("branches", self._branches)

    def _branches(self) -> dict[str, Branch]:
        rows = {str(row["key"]): row for row in self._store.select("section")}
        return {key: _branch(key, rows) for key in rows}

    def criteria(self) -> tuple[Criterion, ...]:
        """The agency's own list, archived ones included."""
        return self._all("criterion", Criterion)

    def time_patterns(self) -> tuple[TimePattern, ...]:
        return self._once("time_pattern", self._patterns)

    def _patterns(self) -> tuple[TimePattern, ...]:
        rows = self._store.select("time_pattern")
        return tuple(record(TimePattern, row) for row in rows if row["from"] and row["kind"])

    def shift_needs(self) -> tuple[ShiftNeed, ...]:
        return self._once("shift_need", self._shift_needs)

    def _shift_needs(self) -> tuple[ShiftNeed, ...]:
        rows = self._store.select("shift_need")
        return tuple(record(ShiftNeed, row) for row in rows if row["need"] is not None)

    def predicates(self, people: Collection[str] | None = None) -> tuple[HeldPredicate, ...]:
        """What locked evaluations gave, of these people or of all; nothing while no agency asks for it."""
        if not self._asks_for_a_predicate():
            return ()
        if people is None:
            return self._once("predicates", lambda: self._predicates(self._store.select("skp")))
        return self._predicates(self._store.select("skp", person=list(people)))

    def _asks_for_a_predicate(self) -> bool:
        policy, key = self.policy(), "person.least_predicate"
        wanted = [policy.definition(key).default, *(edit.value for edit in policy.history(key))]
        return any(value != "none" for value in wanted)

    def _predicates(self, plans: Sequence[Row]) -> tuple[HeldPredicate, ...]:
        holders = {str(row["key"]): str(row["person"]) for row in plans}
        found = (_held_predicate(row, holders) for row in self._store.select("evaluation", locked=1))
        return tuple(held for held in found if held is not None)

    def assignments(self, first: str, last: str) -> tuple[schedule.Assignment, ...]:
        def read() -> tuple[schedule.Assignment, ...]:
            rows = self._store.select("assignment", day=(first, last))
            return tuple(record(schedule.Assignment, row) for row in rows)

        return self._once(("assignment", first, last), read)

    def turns_before(self, start: date) -> tuple[dict[str, int], dict[str, int]]:
        """Away days and away Fridays of each person in the twelve weeks before `start`."""
        first, last = turns.trailing(start)
        return turns.turns_between(self.cells_away(first, last), first, last)

    def cells_away(self, first: date, last: date) -> Iterator[schedule.Assignment]:
        """Cells of the span that are away by plan or by record; only person, day and places are filled."""
        names = ("person", "day", "place", "actual")
        span = (first.isoformat(), last.isoformat())
        seen = set()
        columns: tuple[dict[str, Any], ...] = ({"place": _AWAY}, {"actual": _AWAY})
        for away in columns:
            for row in self._store.select("assignment", only=names, day=span, **away):
                if (row["person"], row["day"]) not in seen:
                    seen.add((row["person"], row["day"]))
                    yield record(schedule.Assignment, row)

    def records(self, table: str, kind: type[T]) -> tuple[T, ...]:
        """Every row of a table as `kind`."""
        return self._all(table, kind)

    def _all(self, table: str, kind: type[T]) -> tuple[T, ...]:
        return self._once(
            (table, kind), lambda: tuple(record(kind, row) for row in self._store.select(table))
        )


def _branch(key: str, rows: Mapping[str, Row]) -> Branch:
    line: list[str] = []
    at: str = key
    while at in rows and at not in line:  # two laptops can tie a knot; it is walked once
        line.append(at)
        at = str(rows[at]["parent"] or "")
    direct = next((str(rows[one]["name"] or "") for one in line if rows[one]["direct_service"]), "")
    return Branch(key, str(rows[key]["name"] or ""), frozenset(line), direct)


def _held_predicate(row: Row, holders: Mapping[str, str]) -> HeldPredicate | None:
    from flexdesk.domain.performance import Rating, predicate_of
    from flexdesk.domain.periods import parse_period

    person = holders.get(str(row["skp"]))
    if person is None or not row["results"] or not row["behaviour"]:
        return None
    period = str(row["period"])
    since = date.fromisoformat(str(row["date"])) if row["date"] else parse_period(period).last
    rated = predicate_of(Rating(str(row["results"])), Rating(str(row["behaviour"])))
    return HeldPredicate(person, since, str(row["predicate"] or rated), period)
