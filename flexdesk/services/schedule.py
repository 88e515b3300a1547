"""The schedule: what it shows, who may change what, what a plan proposes, what publishing freezes."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from flexdesk.domain import rules
from flexdesk.domain.calendar import days, monday
from flexdesk.domain.halves import SPLIT, Half, NotSplit, half_of, thawed
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.periods import Period, week_of
from flexdesk.domain.places import AWAY, LETTERS, Place
from flexdesk.domain.rules.findings import Finding, Fix
from flexdesk.domain.schedule import Assignment, Facts, Source
from flexdesk.domain.schema import BY_NAME, join_key, split_key
from flexdesk.domain.shifts import WHOLE_UNIT, Needs
from flexdesk.domain.turns import is_friday
from flexdesk.i18n import _
from flexdesk.progress import Progress
from flexdesk.services import publishing, week
from flexdesk.services.commits import Committer
from flexdesk.services.day_notes import DayNotes
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import nips
from flexdesk.services.person_year import PersonYear, person_year
from flexdesk.services.proposals import Edit, Proposal, edited, fitted, laid_over, proposal
from flexdesk.services.records import record
from flexdesk.services.shift_coverage import shift_rows
from flexdesk.services.week import (
    CellKey,
    CellView,
    CoverageRow,
    Grouping,
    HistoryEntry,
    Published,
    WeekView,
)
from flexdesk.services.wishes import wished_days
from flexdesk.store import history, snapshots

if TYPE_CHECKING:
    from flexdesk.planner.plan import Plan

_WHILE_WAITING_S = 10.0  # a week is planned while the person looks on, and may be stopped


@dataclass(frozen=True, slots=True)
class ScheduleImport:
    """What came of a schedule file; `span` are the first and last day it fills, None when it fills none."""

    accepted: int
    rejected: tuple[dict[str, Any], ...]
    span: tuple[date, date] | None


class ScheduleService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer = committer
        self._reader = reader
        self._store = committer.store
        self.notes = DayNotes(committer)

    # -- looking

    def week(self, monday: date) -> WeekView:
        """Monday to Sunday of the week of that day."""
        return self.period(*week.week_days(monday))

    def period(self, first: date, last: date, grouping: Grouping = Grouping.SECTION) -> WeekView:
        facts = self._reader.facts(first, last)
        published = self.published(first, last)
        cells, changed = self._marked(facts, published)
        board = rules.Board(facts)
        people = week.person_rows(board, cells, self._recent_fridays(first))
        if grouping is Grouping.FUNCTION:
            people = week.by_function(people, [point.name for point in facts.service_points])
        return WeekView(
            days=tuple(days(first, last)),
            day_kinds=tuple(str(facts.calendar.kind(day)) for day in days(first, last)),
            people=people,
            cells=cells,
            coverage=(*week.coverage_rows(facts, cells), *self._shift_rows(facts, cells)),
            findings=tuple(rules.check(board)),
            published=published.version if published else None,
            letter=published.letter if published else "",
            changed=len(changed) if published else self._typed(facts),
            notes=self.notes.between(first, last),
            published_on=published.published_on if published else None,
            was={key: thawed(published.cells[key]) for key in changed} if published else {},
        )

    def _marked(
        self, facts: Facts, published: Published | None
    ) -> tuple[dict[CellKey, CellView], frozenset[CellKey]]:
        """What is shown, with locks, conflicts and what differs from the publication; and the last alone."""
        shown = week.shown_cells(facts)
        changed = week.changed_since(shown, published)
        today = self._committer.clock.today(facts.unit.zone)
        conflicts, wished = self._conflicts(), wished_days(facts)
        cells = {
            key: replace(
                cell,
                locked=key[1] < today,
                changed_since_published=key in changed,
                conflict=conflicts.get(key),
                wished=key in wished,
            )
            if key[1] < today or key in changed or key in conflicts or key in wished
            else cell
            for key, cell in shown.items()
        }
        return cells, changed

    def person_year(self, person: str, year: int) -> PersonYear:
        """Each month is judged as the month view judges it, with nobody else in sight."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        around = (monday(first).isoformat(), (monday(last) + timedelta(days=6)).isoformat())
        rows = self._store.select("assignment", person=person, day=around)
        own = replace(
            self._reader.facts(first, first),
            people=tuple(one for one in self._reader.people(archived=True) if one.key == person),
            assignments=tuple(record(Assignment, row) for row in rows),
        )
        published = self.published(first, last)
        cells: dict[date, CellView] = {}
        kinds: dict[date, str] = {}
        findings: list[Finding] = []
        for month in range(1, 13):
            start = first.replace(month=month)
            end = (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            calendar = self._reader.calendar(start, own.policy)
            facts = replace(own, first=start, last=end, calendar=calendar)
            shown, _changed = self._marked(facts, published)
            cells.update({day: cell for (_person, day), cell in shown.items()})
            kinds.update({day: str(calendar.kind(day)) for day in days(start, end)})
            findings += [one for one in rules.check(facts) if one.person == person]
        return person_year(person, year, cells, kinds, findings)

    def shown(self, keys: Collection[CellKey]) -> dict[CellKey, CellView]:
        """What a few cells show now, without what the rest of the period says about them.

        Read from the store again, so that nothing is on a screen that is not in it.
        """
        if not keys:
            return {}
        people, touched = {person for person, _day in keys}, {day for _person, day in keys}
        first, last, policy = min(touched), max(touched), self._reader.policy()
        rows = self._store.select("assignment", key=[join_key(who, day.isoformat()) for who, day in keys])
        facts = Facts(
            first=first,
            last=last,
            calendar=self._reader.calendar(first, policy),
            policy=policy,
            people=tuple(one for one in self._reader.people_on(first) if one.key in people),
            assignments=tuple(record(Assignment, row) for row in rows),
            leaves=tuple(one for one in self._reader.leaves() if one.person in people),
            travels=tuple(one for one in self._reader.travels() if one.person in people),
        )
        shown = week.shown_cells(facts)
        return {key: shown[key] for key in keys if key in shown}

    def _shift_rows(self, facts: Facts, cells: Mapping[CellKey, CellView]) -> tuple[CoverageRow, ...]:
        names = {WHOLE_UNIT: "", **{point.key: point.name for point in facts.service_points}}
        return shift_rows(facts, Needs(self._reader.shift_needs()), names, cells)

    def check(self, first: date, last: date) -> list[Finding]:
        return list(rules.check(self._reader.facts(first, last)))

    def _typed(self, facts: Facts) -> int:
        return sum(bool(c.place) and facts.first <= c.day <= facts.last for c in facts.assignments)

    def _recent_fridays(self, first: date) -> dict[str, int]:
        """Away Fridays of each person in the four weeks before."""
        weeks = days(first - timedelta(weeks=4), first - timedelta(days=1))
        fridays = [day.isoformat() for day in weeks if is_friday(day)]
        rows = self._store.select("assignment", only=("person", "place", "actual"), day=fridays)
        return Counter(str(row["person"]) for row in rows if (row["actual"] or row["place"]) in AWAY)

    def _conflicts(self) -> dict[CellKey, Place | None]:
        found: dict[CellKey, Place | None] = {}
        for dispute in self._store.disputes():
            if (dispute.table, dispute.field) == ("assignment", "place"):
                person, day = split_key(self._store.merged().row_keys(BY_NAME["assignment"], dispute.row)[0])
                shown = (self._store.get("assignment", dispute.row) or {}).get("place")
                other = next((h.value for h in dispute.heads if h.value != shown), None)
                found[person, date.fromisoformat(day)] = Place(str(other)) if other else None
        return found

    def history(self, person: str, day: date) -> list[HistoryEntry]:
        """Who put what into a cell, newest first."""
        written = self._store.merged().row_keys(BY_NAME["assignment"], join_key(person, day.isoformat()))
        entries = [entry for key in written for entry in history.of_row(self._store, "assignment", key)]
        if len(written) > 1:  # two records of one person; each by itself is in the order of the log
            entries.sort(key=lambda entry: entry.at)
        return week.cell_history(entries)

    def is_history_shortened(self, person: str, day: date) -> bool:
        """Whether earlier steps of a cell may be known to the server and to other laptops only."""
        written = self._store.merged().row_keys(BY_NAME["assignment"], join_key(person, day.isoformat()))
        return any(snapshots.is_shortened(self._store, "assignment", key) for key in written)

    # -- changing

    def set_places(
        self,
        edits: Sequence[Edit],
        *,
        reason: str = "",
        draft: bool = True,
        source: str = Source.TYPED,
        kind: str = "schedule.set_place",
        along: Sequence[Op] = (),
        halves: Mapping[CellKey, Half] = MappingProxyType({}),
    ) -> Change | None:
        """Write cells as one change; a place of None empties a cell. `along` goes into the same change.

        A cell that is not among `halves` holds for the whole day. Raises NotSplit.

        Without `draft`, raises RuleBroken when a HARD rule would be broken anew and ReasonNeeded when a SOFT
        one would and no reason is given; as a draft everything is stored, and publishing refuses instead.
        """
        if not edits:
            return None
        for person, day, place in edits:
            if (person, day) in halves and place not in SPLIT:
                raise NotSplit(place=LETTERS[place].label if place else _("empty"))
        if not draft:
            self._refuse_or_ask(edits, reason)
        ops = tuple(
            self._cell_op(person, day, place, halves.get((person, day)), reason, source)
            for person, day, place in edits
        )
        return self._committer.commit(Change(kind, (*ops, *along)))

    def _cell_op(
        self, person: str, day: date, place: Place | None, half: Half | None, reason: str, source: str
    ) -> Op:
        cells = {"place": place, "source": source if place else None, "reason": reason, "half": half}
        return self._committer.upsert("assignment", join_key(person, day.isoformat()), cells)

    def fresh_findings(self, edits: Sequence[Edit]) -> list[Finding]:
        """What the rules would say after the edits and do not say now, over the whole weeks touched."""
        touched = [day for _person, day, _place in edits]
        first, last = week.week_days(min(touched))[0], week.week_days(max(touched))[1]
        facts = self._reader.facts(first, last)
        board = rules.Board(facts)
        before = {_identity(finding) for finding in rules.check(board, with_fixes=False)}
        for cell in edited(facts, edits):
            board.put(cell.person, cell.day, cell)
        fresh = [
            finding
            for finding in rules.check(board, with_fixes=False)
            if _identity(finding) not in before and finding.rule not in rules.AT_PUBLISHING
        ]
        return rules.mended(board, fresh)

    def _refuse_or_ask(self, edits: Sequence[Edit], reason: str) -> None:
        rules.refuse_or_ask(self.fresh_findings(edits), reason=reason)

    def call_in(self, person: str, day: date, reason: str, beside: Sequence[Op]) -> Change | None:
        """Turn a person's day into one at the office, in one change with the rows that say why (LOC-16).

        What was recorded about where the person really is gives way.
        """
        key = join_key(person, day.isoformat())
        cells = {
            "place": Place.OFFICE,
            "source": Source.TYPED,
            "reason": reason,
            "actual": None,
            "half": None,
        }
        ops = (self._committer.upsert("assignment", key, cells), *beside)
        return self._committer.commit(Change("recall.add", ops))

    def clear(self, first: date, last: date) -> Change | None:
        """Empty every typed or planned cell of a span that is not pinned."""
        cells = self._reader.assignments(first.isoformat(), last.isoformat())
        edits: list[Edit] = [(c.person, c.day, None) for c in cells if c.place and not c.pinned]
        return self.set_places(edits, kind="schedule.clear")

    def swap(self, person_a: str, date_a: date, person_b: str, date_b: date) -> Change | None:
        """Exchange what two cells hold."""
        (a, half_a), (b, half_b) = self._held(person_a, date_a), self._held(person_b, date_b)
        edits = [(person_a, date_a, b), (person_b, date_b, a)]
        halves = _given({(person_a, date_a): half_b, (person_b, date_b): half_a})
        return self.set_places(edits, kind="schedule.swap", halves=halves)

    def move(self, person_a: str, date_a: date, person_b: str, date_b: date) -> Change | None:
        """Put what the first cell holds into the second and empty the first."""
        held, half = self._held(person_a, date_a)
        edits = [(person_a, date_a, None), (person_b, date_b, held)]
        return self.set_places(edits, kind="schedule.move", halves=_given({(person_b, date_b): half}))

    def _held(self, person: str, day: date) -> tuple[Place | None, Half | None]:
        row = self._store.get("assignment", join_key(person, day.isoformat()))
        if not row or not row["place"]:
            return None, None
        place = Place(str(row["place"]))
        return place, half_of(place, str(row["half"] or ""))

    def pin(self, person: str, day: date, on: bool) -> Change | None:
        """Keep a cell through planning, or no longer."""
        key = join_key(person, day.isoformat())
        cells: dict[str, object] = {"pinned": True if on else None}
        if on and self._held(person, day)[0] is None:
            facts = self._reader.facts(day, day)
            cells["place"] = week.shown_cells(facts)[person, day].place
            cells["source"] = Source.TYPED
        op = self._committer.upsert("assignment", key, cells)
        return self._committer.commit(Change("schedule.pin" if on else "schedule.unpin", (op,)))

    def apply_fix(self, fix: Fix) -> Change | None:
        if fix.action == "complaint_officer":
            op = self._committer.upsert("complaint_officer", fix.day.isoformat(), {"person": fix.person})
            return self._committer.commit(Change("complaint.name_officer", (op,)))
        place = Place(fix.place) if fix.place else None
        return self.set_places([(fix.person, fix.day, place)], kind="schedule.fix")

    def import_file(self, file: Path, period: Period | None = None) -> ScheduleImport:
        """Cells of a schedule made elsewhere, as one change; people are matched by NIP."""
        from flexdesk.exchange.schedule_files import read_schedule
        from flexdesk.exchange.tables import read_tables

        reading = read_schedule(read_tables(file), period)
        people = nips(self._store)
        rejected = [
            {"sheet": r.sheet, "row": r.row, "kind": r.kind, "message": r.message} for r in reading.rejected
        ]
        edits: list[Edit] = []
        halves: dict[CellKey, Half | None] = {}
        for cell in reading.cells:
            if cell.nip in people:
                edits.append((people[cell.nip], cell.day, cell.place))
                halves[people[cell.nip], cell.day] = cell.half
                continue
            message = _("This NIP is not in the roster.")
            rejected.append({"sheet": cell.sheet, "row": cell.row, "kind": "nip_unknown", "message": message})
        self.set_places(edits, kind="schedule.import", halves=_given(halves))
        touched = [day for _person, day, _place in edits]
        span = (min(touched), max(touched)) if touched else None
        return ScheduleImport(len(edits), tuple(rejected), span)

    # -- proposals

    def plan(
        self,
        first: date,
        last: date,
        progress: Progress | None = None,
        *,
        seconds: float | None = None,
    ) -> "Plan":
        """A lawful, fair plan of the cells that are free, the best within so many seconds; see `planner`."""
        from flexdesk.planner import choose
        from flexdesk.planner.problem import problem

        wanted = choose.DEFAULT_SECONDS if seconds is None else seconds
        return choose.plan(problem(self._reader.facts(first, last)), progress, wanted)

    def plan_proposal(
        self, monday: date, progress: Progress | None = None, *, seconds: float = _WHILE_WAITING_S
    ) -> Proposal:
        first, last = week.week_days(monday)
        return self.proposal_of(self.plan(first, last, progress, seconds=seconds), first, last)

    def proposal_of(self, plan: "Plan", first: date, last: date) -> Proposal:
        """A plan as cells that differ from what is shown now."""
        shown = week.shown_cells(self._reader.facts(first, last))
        wanted = {(c.person, c.day): (Place(c.place), c.why) for c in plan.cells}
        return proposal(shown, wanted, Source.PLANNED)

    def copy_week_proposal(
        self, from_monday: date, to_monday: date, *, evened: bool = False, progress: Progress | None = None
    ) -> Proposal:
        """Last week's typed places on next week's days, where no leave, holiday or HARD rule forbids it.

        With `evened`, Fridays go to those of each group who had fewest, by lawful swaps.
        """
        from_first, from_last = week.week_days(from_monday)
        to_first, to_last = week.week_days(to_monday)
        source = week.shown_cells(self._reader.facts(from_first, from_last))
        shift = to_first - from_first
        held = {
            (person, day + shift): (cell.place, cell.half)
            for (person, day), cell in source.items()
            if cell.source in (Source.TYPED, Source.PLANNED) and cell.place is not None
        }
        asked = {there: place for there, (place, _half) in held.items()}
        halves = _given({there: half for there, (_place, half) in held.items()})
        facts = self._reader.facts(to_first, to_last)
        if not evened:
            return laid_over(facts, asked, halves)
        from flexdesk.planner.problem import problem
        from flexdesk.services import evening

        today = self._committer.clock.today(facts.unit.zone)
        wanted = fitted(facts, asked)
        return evening.evened(facts, wanted, problem(facts), today, progress, asked, halves)

    def take(self, proposal: Proposal) -> Change | None:
        """Write a proposal as one change; the second time it changes nothing."""
        edits = [(person, day, place) for (person, day), place in proposal.cells.items()]
        kind = "schedule.take_proposal"
        return self.set_places(edits, source=proposal.source, kind=kind, halves=proposal.halves)

    # -- publishing

    def published(self, first: date, last: date) -> Published | None:
        """What was last published of the days and still stands, later versions over earlier ones."""
        return publishing.published(self._store, first, last)

    def publish(self, monday: date, letter: str, signer: str, reason: str = "") -> Change | None:
        """Publish the week of that day; see `publishing.publish`."""
        return self.publish_period(week_of(monday), letter, signer, reason)

    def publish_period(self, period: Period, letter: str, signer: str, reason: str = "") -> Change | None:
        """See `publishing.publish`."""
        return publishing.publish(self._committer, self._reader, period, letter, signer, reason)


def _given(halves: Mapping[CellKey, Half | None]) -> dict[CellKey, Half]:
    return {key: half for key, half in halves.items() if half is not None}


def _identity(finding: Finding) -> tuple[object, ...]:
    return (finding.rule, finding.level, finding.person, finding.day, finding.point)
