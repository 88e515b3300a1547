"""The schedule: what it shows, who may change what, what a plan proposes, what publishing freezes."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flexdesk.domain import rules
from flexdesk.domain.calendar import days
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.periods import Period, parse_period, week_of
from flexdesk.domain.places import AWAY, Place
from flexdesk.domain.rules.findings import Finding, Fix, Level
from flexdesk.domain.schedule import Assignment, Facts, Source
from flexdesk.domain.schema import BY_NAME, join_key, split_key
from flexdesk.errors import FlexDeskError, ReasonNeeded, RuleBroken
from flexdesk.i18n import N_, _
from flexdesk.progress import Progress
from flexdesk.services import week
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import nips
from flexdesk.services.week import CellKey, HistoryEntry, Published, WeekView
from flexdesk.store import history

if TYPE_CHECKING:
    from flexdesk.planner.plan import Plan

Edit = tuple[str, date, Place | None]
_WHILE_WAITING_S = 1.0  # a week is planned while the person looks on


class LetterMissing(FlexDeskError):
    """Rule LOC-18: publishing needs the number and the signer of the order letter."""

    code = "publish.letter_missing"
    ticket = "FD-JDW-03"
    text = N_("Publishing needs the number and the signer of the order letter.")
    next = N_("Give both, or change the sentence “publish.letter_required” of the unit's policy.")


@dataclass(frozen=True, slots=True)
class ScheduleImport:
    """What came of a schedule file; `span` are the first and last day it fills, None when it fills none."""

    accepted: int
    rejected: tuple[dict[str, Any], ...]
    span: tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class Proposed:
    """One cell of a proposal that differs from what stands there now, and why."""

    person: str
    day: date
    place: Place | None
    because: str
    before: Place | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Cells that could be taken over at once; nothing is written before they are."""

    cells: Mapping[CellKey, Place | None]
    same: int
    changed: tuple[Proposed, ...]
    source: str = Source.TYPED


class ScheduleService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer = committer
        self._reader = reader
        self._store = committer.store

    # -- looking

    def week(self, monday: date) -> WeekView:
        """Monday to Sunday of the week of that day."""
        return self.period(*week.week_days(monday))

    def period(self, first: date, last: date) -> WeekView:
        facts = self._reader.facts(first, last)
        published = self.published(first, last)
        shown = week.shown_cells(facts)
        changed = week.changed_since(shown, published)
        today = self._committer.clock.today(facts.unit.zone)
        conflicts = self._conflicts()
        cells = {
            key: replace(
                cell,
                locked=key[1] < today,
                changed_since_published=key in changed,
                conflict=conflicts.get(key),
            )
            if key[1] < today or key in changed or key in conflicts
            else cell
            for key, cell in shown.items()
        }
        return WeekView(
            days=tuple(days(first, last)),
            day_kinds=tuple(str(facts.calendar.kind(day)) for day in days(first, last)),
            people=week.person_rows(facts, cells, self._recent_fridays(first)),
            cells=cells,
            coverage=week.coverage_rows(facts, cells),
            findings=tuple(rules.check(facts)),
            published=published.version if published else None,
            letter=published.letter if published else "",
            changed=len(changed) if published else self._typed(facts),
        )

    def check(self, first: date, last: date) -> list[Finding]:
        return list(rules.check(self._reader.facts(first, last)))

    def _typed(self, facts: Facts) -> int:
        return sum(bool(c.place) and facts.first <= c.day <= facts.last for c in facts.assignments)

    def _recent_fridays(self, first: date) -> dict[str, int]:
        start = first - timedelta(weeks=4)
        found: dict[str, int] = {}
        for cell in self._reader.assignments(start.isoformat(), (first - timedelta(days=1)).isoformat()):
            if cell.place in AWAY and cell.day.weekday() == 4:
                found[cell.person] = found.get(cell.person, 0) + 1
        return found

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
        reasons = {(e.device, e.seq): str(e.after or "") for e in entries if e.field == "reason"}
        return [
            HistoryEntry(
                e.at,
                e.device,
                Place(str(e.before)) if e.before else None,
                Place(str(e.after)) if e.after else None,
                reasons.get((e.device, e.seq), ""),
            )
            for e in reversed(entries)
            if e.field == "place"
        ]

    # -- changing

    def set_places(
        self,
        edits: Sequence[Edit],
        *,
        reason: str = "",
        draft: bool = True,
        source: str = Source.TYPED,
        kind: str = "schedule.set_place",
    ) -> Change | None:
        """Write cells as one change; a place of None empties a cell.

        Without `draft`, raises RuleBroken when a HARD rule would be broken anew and ReasonNeeded when a SOFT
        one would and no reason is given; as a draft everything is stored, and publishing refuses instead.
        """
        if not edits:
            return None
        if not draft:
            self._refuse_or_ask(edits, reason)
        ops = tuple(self._cell_op(person, day, place, reason, source) for person, day, place in edits)
        return self._committer.commit(Change(kind, ops))

    def _cell_op(self, person: str, day: date, place: Place | None, reason: str, source: str) -> Op:
        cells = {"place": place, "source": source if place else None, "reason": reason}
        return self._committer.upsert("assignment", join_key(person, day.isoformat()), cells)

    def _refuse_or_ask(self, edits: Sequence[Edit], reason: str) -> None:
        touched = [day for _person, day, _place in edits]
        first, last = week.week_days(min(touched))[0], week.week_days(max(touched))[1]
        facts = self._reader.facts(first, last)
        before = {_identity(finding) for finding in rules.check(facts)}
        fresh = [f for f in rules.check(_with(facts, edits)) if _identity(f) not in before]
        hard = [f for f in fresh if f.level is Level.HARD and f.rule not in rules.AT_PUBLISHING]
        if hard:
            raise RuleBroken(sentence=hard[0].message, findings=[finding.as_json() for finding in hard])
        soft = [finding for finding in fresh if finding.level is Level.SOFT]
        if soft and not reason.strip():
            raise ReasonNeeded(sentence=soft[0].message, findings=[finding.as_json() for finding in soft])

    def clear(self, first: date, last: date) -> Change | None:
        """Empty every typed or planned cell of a span that is not pinned."""
        cells = self._reader.assignments(first.isoformat(), last.isoformat())
        edits: list[Edit] = [(c.person, c.day, None) for c in cells if c.place and not c.pinned]
        return self.set_places(edits, kind="schedule.clear")

    def swap(self, person_a: str, date_a: date, person_b: str, date_b: date) -> Change | None:
        """Exchange what two cells hold."""
        a, b = self._held(person_a, date_a), self._held(person_b, date_b)
        return self.set_places([(person_a, date_a, b), (person_b, date_b, a)], kind="schedule.swap")

    def move(self, person_a: str, date_a: date, person_b: str, date_b: date) -> Change | None:
        """Put what the first cell holds into the second and empty the first."""
        held = self._held(person_a, date_a)
        return self.set_places([(person_a, date_a, None), (person_b, date_b, held)], kind="schedule.move")

    def _held(self, person: str, day: date) -> Place | None:
        row = self._store.get("assignment", join_key(person, day.isoformat()))
        return Place(str(row["place"])) if row and row["place"] else None

    def pin(self, person: str, day: date, on: bool) -> Change | None:
        """Keep a cell through planning, or no longer."""
        key = join_key(person, day.isoformat())
        cells: dict[str, object] = {"pinned": True if on else None}
        if on and not self._held(person, day):
            facts = self._reader.facts(day, day)
            cells["place"] = week.shown_cells(facts)[person, day].place
            cells["source"] = Source.TYPED
        op = self._committer.upsert("assignment", key, cells)
        return self._committer.commit(Change("schedule.pin" if on else "schedule.unpin", (op,)))

    def apply_fix(self, fix: Fix) -> Change | None:
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
        for cell in reading.cells:
            if cell.nip in people:
                edits.append((people[cell.nip], cell.day, cell.place))
                continue
            message = _("This NIP is not in the roster.")
            rejected.append({"sheet": cell.sheet, "row": cell.row, "kind": "nip_unknown", "message": message})
        self.set_places(edits, kind="schedule.import")
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

    def plan_proposal(self, monday: date, *, seconds: float = _WHILE_WAITING_S) -> Proposal:
        first, last = week.week_days(monday)
        return self.proposal_of(self.plan(first, last, seconds=seconds), first, last)

    def proposal_of(self, plan: "Plan", first: date, last: date) -> Proposal:
        """A plan as cells that differ from what is shown now."""
        shown = week.shown_cells(self._reader.facts(first, last))
        wanted = {(c.person, c.day): (Place(c.place), c.why) for c in plan.cells}
        return _proposal(shown, wanted, Source.PLANNED)

    def copy_week_proposal(self, from_monday: date, to_monday: date) -> Proposal:
        """Last week's typed places on next week's days, where no leave, holiday or HARD rule forbids it."""
        from_first, from_last = week.week_days(from_monday)
        to_first, to_last = week.week_days(to_monday)
        source = week.shown_cells(self._reader.facts(from_first, from_last))
        facts = self._reader.facts(to_first, to_last)
        target = week.shown_cells(facts)
        wanted: dict[CellKey, tuple[Place | None, str]] = {}
        shift = to_first - from_first
        for (person, day), cell in source.items():
            there = (person, day + shift)
            if cell.source not in (Source.TYPED, Source.PLANNED) or there not in target:
                continue
            if target[there].source == Source.LEAVE:
                wanted[there] = (target[there].place, _("leave or official travel on this day"))
            elif not facts.calendar.is_working(there[1]) and cell.place in (Place.OFFICE, *AWAY):
                wanted[there] = (target[there].place, _("not a working day"))
            else:
                wanted[there] = (cell.place, "")
        for finding in rules.check(_with(facts, [(p, d, w) for (p, d), (w, _b) in wanted.items()])):
            if finding.level is Level.HARD and finding.day and (finding.person, finding.day) in wanted:
                wanted[finding.person, finding.day] = (Place.OFFICE, finding.message)
        return _proposal(target, wanted, Source.TYPED)

    def take(self, proposal: Proposal) -> Change | None:
        """Write a proposal as one change; the second time it changes nothing."""
        edits = [(person, day, place) for (person, day), place in proposal.cells.items()]
        return self.set_places(edits, source=proposal.source, kind="schedule.take_proposal")

    # -- publishing

    def published(self, first: date, last: date) -> Published | None:
        """What was last published of the days, later versions over earlier ones."""
        cells: dict[CellKey, str] = {}
        latest: Published | None = None
        merged = self._store.merged()
        for row in self._publications():
            period = parse_period(split_key(str(row["key"]))[0])
            if period.last < first or period.first > last:
                continue
            for person, text, place in json.loads(str(row["cells"] or "[]")):
                day = date.fromisoformat(text)
                if first <= day <= last:
                    cells[str(merged.of(person)), day] = place
            latest = Published(
                int(str(row["version"])), str(row["letter"] or ""), str(row["signer"] or ""), cells
            )
        return replace(latest, cells=cells) if latest else None

    def _publications(self) -> list[dict[str, object]]:
        rows = self._store.select("publication")
        return sorted(
            (dict(row) for row in rows),
            key=lambda row: (str(row["published_on"]), int(str(row["version"]))),
        )

    def publish(self, monday: date, letter: str, signer: str) -> Change | None:
        """Publish the week of that day; see `publish_period`."""
        return self.publish_period(week_of(monday), letter, signer)

    def publish_period(self, period: Period, letter: str, signer: str) -> Change | None:
        """Freeze the cells as a new version. `signer` is a person's key.

        Raises RuleBroken with every HARD finding, LetterMissing.
        """
        facts = self._reader.facts(period.first, period.last)
        hard = [finding for finding in rules.check(facts) if finding.level is Level.HARD]
        if hard:
            raise RuleBroken(sentence=hard[0].message, findings=[finding.as_json() for finding in hard])
        required = facts.policy.value("publish.letter_required", period.first)
        if required and not (letter.strip() and signer):
            raise LetterMissing()
        shown = week.shown_cells(facts)
        frozen = sorted((p, d.isoformat(), str(cell.place or "")) for (p, d), cell in shown.items())
        version = 1 + max(
            (int(str(r["version"])) for r in self._publications() if r["week"] == period.code), default=0
        )
        cells = {
            "published_on": self._committer.clock.today(facts.unit.zone),
            "letter": letter.strip(),
            "signer": signer,
            "cells": json.dumps(frozen, ensure_ascii=False, separators=(",", ":")),
        }
        op = self._committer.insert("publication", cells, join_key(period.code, str(version)))
        return self._committer.commit(Change("schedule.publish", (op,)))


def _proposal(
    shown: Mapping[CellKey, week.CellView],
    wanted: Mapping[CellKey, tuple[Place | None, str]],
    source: str,
) -> Proposal:
    changed = []
    for (person, day), (place, because) in sorted(wanted.items()):
        now = shown[person, day]
        if now.place is not place:
            changed.append(Proposed(person, day, place, because, now.place))
    noted = [
        Proposed(person, day, place, because, place)
        for (person, day), (place, because) in sorted(wanted.items())
        if because and shown[person, day].place is place and source == Source.TYPED
    ]
    cells = {(item.person, item.day): item.place for item in changed}
    return Proposal(cells, len(wanted) - len(changed), tuple(changed + noted), source)


def _with(facts: Facts, edits: Iterable[Edit]) -> Facts:
    """The facts as they would be after the edits."""
    cells = {(cell.person, cell.day): cell for cell in facts.assignments}
    for person, day, place in edits:
        held = cells.get((person, day), Assignment(person, day))
        cells[person, day] = replace(held, place=place, source=Source.TYPED)
    return replace(facts, assignments=tuple(cells.values()))


def _identity(finding: Finding) -> tuple[object, ...]:
    return (finding.rule, finding.level, finding.person, finding.day, finding.point)
