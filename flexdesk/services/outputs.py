"""Daily outputs: taken in from files, linked to targets, looked at by exception, accepted or returned."""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flexdesk.domain.calendar import Calendar
from flexdesk.domain.calendar import days as every_day
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.outputs import (
    NO_EVIDENCE_WORDS,
    Absence,
    OutputFinding,
    Question,
    review,
    usual_amounts,
)
from flexdesk.domain.performance import Aspect, ReviewState
from flexdesk.domain.periods import Period, month_of
from flexdesk.domain.review_rules import Setting, limits_of
from flexdesk.domain.rules.findings import Finding
from flexdesk.domain.schema import join_key
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import nips, person_row
from flexdesk.services.output_decisions import Decisions
from flexdesk.services.output_links import OutputLinks
from flexdesk.services.output_rows import cells_of, output_of
from flexdesk.services.permission import allows
from flexdesk.services.report_forms import FormResult, ReportForm
from flexdesk.services.report_rules import ReportRules, Timing
from flexdesk.services.returned_outputs import Returned
from flexdesk.services.review_rules import ReviewRuleService, marked
from flexdesk.services.sampling import SAMPLED, Sample, draw
from flexdesk.services.stray_reports import strays
from flexdesk.store.store import Row

if TYPE_CHECKING:
    from flexdesk.exchange.report_files import ReportReading

USUAL_DAYS = 92  # before a period; what is usual is learned from these


@dataclass(frozen=True, slots=True)
class OutputImport:
    """`unmatched` are rows of people who are not in the roster, `rejected` rows that cannot be read."""

    accepted: int
    duplicates: int
    unmatched: tuple[dict[str, Any], ...]
    rejected: tuple[dict[str, Any], ...]
    change: Change | None


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One output with the questions that it raises; `result` is the target it is linked to."""

    row: Row
    person: Row
    result: Row | None
    questions: tuple[OutputFinding, ...]
    timing: Timing | None = None
    remarks: tuple[Finding, ...] = ()  # what the rules say of the day away that it reports on
    answers: Row | None = None  # the returned output that this one answers; itself when it was completed

    @property
    def key(self) -> str:
        return str(self.row["key"])


@dataclass(frozen=True, slots=True)
class ReviewList:
    """The outputs of a period, exceptions first; `findings` are those that no single output carries.

    `people` is how many have reported.
    """

    items: tuple[ReviewItem, ...]
    findings: tuple[OutputFinding, ...]
    people: int
    missing: tuple[Row, ...]  # people without any report on a working day of the period
    rules: tuple[Finding, ...] = ()  # days away without a plan (REP-09) or without a target (PRF-01)
    settings: tuple[Setting, ...] = ()  # the review's rules with what each marks here


@dataclass(frozen=True, slots=True)
class RecentDay:
    """A working day of one person; `evidence`: every output of the day names some."""

    day: date
    place: str
    outputs: int
    evidence: bool


class OutputService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer = committer
        self._reader = reader
        self._store = committer.store
        self.flexible = ReportRules(committer.store, reader)
        self.review_rules = ReviewRuleService(committer)
        self._decisions = Decisions(committer, reader, self.flexible)

    # -- in

    def import_files(self, files: Sequence[Path], *, dry_run: bool = False) -> OutputImport:
        """Take reports over from tables, texts and pictures of QR codes, as one change.

        Raises what `gather_files` and `reports_in` raise.
        """
        from flexdesk.services.report_intake import gather_files

        return self.take(gather_files(files).readings(), dry_run=dry_run)

    def take(self, readings: Sequence[ReportReading], *, dry_run: bool = False) -> OutputImport:
        """As one change; each output keeps the source of its reading."""
        ops, found = self.plan(readings)
        change = None if dry_run else self._committer.commit(Change("outputs.import", tuple(ops)))
        return replace(found, change=change)

    def plan(self, readings: Sequence[ReportReading]) -> tuple[list[Op], OutputImport]:
        """What taking reports over would write, for callers that add something to the same change."""
        people = nips(self._store)
        linker = OutputLinks(self._store)
        returned = Returned(self._store)
        decides = allows(self._store, "output", "review", ReviewState.ACCEPTED)
        known = {str(row["key"]) for row in self._store.select("output")}
        ops: list[Op] = []
        unmatched, rejected, duplicates = [], [], 0
        for reading in readings:
            duplicates += len(reading.duplicates)
            rejected += [
                {"sheet": r.sheet, "row": r.row, "kind": r.kind, "message": r.message}
                for r in reading.rejected
            ]
            for row in reading.rows:
                if row.nip not in people:
                    unmatched.append({"sheet": row.sheet, "row": row.row, "nip": row.nip, "name": row.name})
                    continue
                person = people[row.nip]
                key = join_key(person, row.day.isoformat(), row.content)
                if key in known:
                    if (came_back := returned.corrected(key, row.evidence, row.status)) is not None:
                        ops.append(self._committer.update("output", came_back.row, came_back.cells))
                    else:
                        duplicates += 1
                    continue
                known.add(key)
                link = linker.of(person, row)
                cells = cells_of(row, link, reading.source)
                if not decides:  # a state that another program wrote down is not this person's to take over
                    cells["review"] = ReviewState.WAITING
                cells["answers"] = returned.answered_by(person, row.day, row.activity, link[0])
                ops.append(self._committer.insert("output", cells, key))
        return ops, OutputImport(len(ops), duplicates, tuple(unmatched), tuple(rejected), None)

    # -- looking

    def rows(self, period: Period) -> list[Row]:
        return self._store.select("output", day=(period.first.isoformat(), period.last.isoformat()))

    def review(self, period: Period) -> ReviewList:
        """What a superior should look at, exceptions first."""
        rows = self.rows(period) + strays(self._store, period)
        people = {str(row["key"]): row for row in self._store.select("person") if not row["archived"]}
        results = {str(row["key"]): row for row in self._store.select("work_result")}
        calendar = self._reader.calendar(period.first)
        today = self._committer.clock.today()
        last = min(period.last, today)
        working = calendar.working_days(period.first, last) if last >= period.first else []
        by_person: defaultdict[str, list[Row]] = defaultdict(list)
        for row in rows:
            by_person[str(row["person"])].append(row)
        absences = self._absences()
        settings = self.review_rules.settings()
        limits = limits_of(settings)
        usual = self._usual(period) if Question.FAR_FROM_USUAL in limits else {}
        away: defaultdict[str, list[date]] = defaultdict(list)
        for person, day in self.flexible.away(period.first, min(last, today - timedelta(days=1))):
            if not any(day in absence for absence in absences.get(person, ())):
                away[person].append(day)
        wanted = self.flexible.evidence_required(period.first)
        findings: list[OutputFinding] = []
        for person in people:
            outputs = [output_of(row) for row in by_person[person]]
            span = period if period.kind.value != "day" else month_of(period.first)
            found = review(
                person,
                outputs,
                period=span,
                working_days=working,
                absences=absences.get(person, ()),
                evidence_wanted=wanted,
                away=away[person],
                usual=usual.get(person, {}),
                limits=limits,
            )
            findings += found
        questions: defaultdict[str, list[OutputFinding]] = defaultdict(list)
        for finding in findings:
            for key in finding.outputs:
                questions[key].append(finding)
        timings = self.flexible.timings(rows, today)
        told = self.flexible.findings(period, today)
        remarks: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
        for one in told:
            if one.day is not None:
                remarks[one.person, one.day.isoformat()].append(one)
        items = [
            ReviewItem(
                row,
                people[str(row["person"])],
                results.get(str(row["result"])),
                tuple(questions[str(row["key"])]),
                timings.get(str(row["key"])),
                tuple(remarks[str(row["person"]), str(row["day"])]),
                self._returned_before(row),
            )
            for row in rows
            if str(row["person"]) in people
        ]
        items.sort(
            key=lambda item: (not item.questions, str(item.row["day"]), str(item.person["name"]), item.key)
        )
        silent = {finding.person for finding in findings if not finding.outputs and finding.day is not None}
        missing = tuple(sorted((people[key] for key in silent), key=lambda row: str(row["name"])))
        loose = tuple(finding for finding in findings if not finding.outputs)
        reporting = sum(bool(own) for own in by_person.values())
        marks = Counter[Question]()
        for finding in findings:
            marks[finding.question] += len(finding.outputs) or 1
        shown = tuple(marked(settings, marks))
        return ReviewList(tuple(items), loose, reporting, missing, tuple(told), shown)

    def _usual(self, period: Period) -> dict[str, dict[tuple[str, str], float]]:
        """Person -> median amounts of the period and of the time before it."""
        span = ((period.first - timedelta(days=USUAL_DAYS)).isoformat(), period.last.isoformat())
        amounts: defaultdict[str, list[tuple[str, str, float]]] = defaultdict(list)
        for row in self._store.select("output", only=("person", "result", "unit", "amount"), day=span):
            if isinstance(row["amount"], int | float):
                told = str(row["result"] or ""), str(row["unit"] or ""), row["amount"]
                amounts[str(row["person"])].append(told)
        return {person: usual_amounts(some) for person, some in amounts.items()}

    def _returned_before(self, row: Row) -> Row | None:
        answers = str(row["answers"] or "")
        return self._store.get("output", answers) if answers else None

    def places(self, first: date, last: date) -> dict[tuple[str, str], str]:
        """Where people worked: (person, ISO day) -> place, the real one where it is known."""
        rows = self._store.select("assignment", day=(first.isoformat(), last.isoformat()))
        return {(str(r["person"]), str(r["day"])): str(r["actual"] or r["place"] or "") for r in rows}

    def recent(self, person: str, day: date, count: int = 6) -> list[RecentDay]:
        """The last working days up to `day`, oldest first."""
        first = day - timedelta(days=3 * count)
        days = [found for found in self.calendar(day).working_days(first, day) if found <= day][-count:]
        if not days:
            return []
        span = (days[0].isoformat(), day.isoformat())
        places = self.places(days[0], day)
        rows: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self._store.select("output", person=person, day=span):
            rows[str(row["day"])].append(row)
        return [
            RecentDay(
                one,
                places.get((person, one.isoformat()), ""),
                len(found := rows[one.isoformat()]),
                all(str(r["evidence"] or "").strip().casefold() not in NO_EVIDENCE_WORDS for r in found),
            )
            for one in days
        ]

    def last_waiting(self, today: date, *, days: int = 92) -> date | None:
        """The last day, not long ago, with outputs that nobody has decided on."""
        span = ((today - timedelta(days=days)).isoformat(), today.isoformat())
        rows = self._store.select("output", review=ReviewState.WAITING.value, day=span)
        return max((date.fromisoformat(str(row["day"])) for row in rows), default=None)

    def sample(self, items: Sequence[ReviewItem], period: Period) -> Sample:
        """The outputs without question that must be opened before the rest is accepted at once.

        The seed is drawn once for each period and kept, so that nobody can draw until the lot is easy.
        """
        name = f"sample/{period.code}"
        if not (kept := self._store.setting(name)):
            kept = f"{secrets.randbits(32):08x}"
            self._store.set_setting(name, kept)
        calm = [item.key for item in items if not item.questions]
        return draw(calm, int(kept, 16), period.code)

    def accept_sampled(self, keys: Sequence[str], sample: Sample, opened: Collection[str]) -> Change | None:
        """Accept many as one change that carries the sample's mark.

        Raises SampleNotOpened, NotFound, EvidenceMissing.
        """
        sample.require(opened)
        return self._decisions.accept(keys, "", f"{SAMPLED}.{sample.mark}")

    def _absences(self) -> dict[str, list[Absence]]:
        found: defaultdict[str, list[Absence]] = defaultdict(list)
        for leave in self._reader.leaves():
            found[leave.person].append(Absence(leave.from_, leave.to))
        for trip in self._reader.travels():
            found[trip.person].append(Absence(trip.from_, trip.to, travel=True))
        return found

    def calendar(self, day: date) -> Calendar:
        return self._reader.calendar(day)

    # -- forms to give away

    def blank_forms(self, period: Period, wanted: Sequence[str] = ()) -> list[ReportForm]:
        """Empty reports of the period's working days; of everybody, or of those NIPs. Raises NotFound."""
        keys = {str(person_row(self._store, nip)["key"]) for nip in wanted}
        days = self.calendar(period.first).working_days(period.first, period.last)
        days = days or list(every_day(period.first, period.last))
        unit = str((self._store.get("unit", "unit") or {}).get("name") or "")
        return [
            ReportForm(
                person.nip,
                person.full_name,
                self._jabatan(person.key),
                unit,
                period,
                days,
                self._results(person.key, period),
            )
            for person in self._reader.people()
            if not keys or person.key in keys
        ]

    def _jabatan(self, person: str) -> str:
        rows = self._store.select("posting", person=person, order='"from"')
        return str(rows[-1]["jabatan"] or "") if rows else ""

    def _results(self, person: str, period: Period) -> list[FormResult]:
        return [
            FormResult(str(result["code"] or ""), str(result["text"] or ""), self._unit(str(result["key"])))
            for plan in self._store.select("skp", person=person, year=period.first.year)
            for result in self._store.select("work_result", skp=plan["key"], order='"order"')
        ]

    def _unit(self, result: str) -> str:
        """What the quantity of a result is counted in."""
        rows = self._store.select("indicator", result=result, order='"order"')
        rows.sort(key=lambda row: row["aspect"] != Aspect.QUANTITY)
        return next((str(row["unit"]) for row in rows if row["unit"]), "")

    # -- deciding

    def accept(self, keys: Sequence[str], note: str = "") -> Change | None:
        """Accept outputs as one change; raises NotFound, EvidenceMissing."""
        return self._decisions.accept(keys, note, "outputs.accept")

    def send_back(self, keys: Sequence[str], note: str, *, feedback: str | None = None) -> Change | None:
        """Return outputs with a sentence for the person; raises NotFound.

        `feedback` is what the evaluation keeps of it instead of the note.
        """
        return self._decisions.send_back(keys, note, note if feedback is None else feedback)

    def ask(self, keys: Sequence[str]) -> Change | None:
        """Remember that the person was asked today; the output goes on waiting. Raises NotFound."""
        return self._decisions.ask(keys)
