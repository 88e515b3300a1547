"""Daily outputs: taken in from files, linked to targets, looked at by exception, accepted or returned."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flexdesk.domain.calendar import Calendar
from flexdesk.domain.links import LinkedRow, Linker, LinkTarget
from flexdesk.domain.ops import Change
from flexdesk.domain.outputs import NO_EVIDENCE_WORDS, Absence, Output, OutputFinding, review
from flexdesk.domain.performance import ReviewState
from flexdesk.domain.periods import Period, month_of
from flexdesk.domain.rules.findings import Finding
from flexdesk.domain.rules.reports import can_be_verified
from flexdesk.domain.schema import join_key
from flexdesk.errors import FlexDeskError, NotFound
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import nips, person_row
from flexdesk.services.report_forms import ReportForm
from flexdesk.services.report_rules import ReportRules, Timing
from flexdesk.services.sampling import Sample, draw
from flexdesk.store.store import Row, Store

if TYPE_CHECKING:
    from flexdesk.exchange.report_files import OutputRow, ReportReading


class EvidenceMissing(FlexDeskError):
    """Rule REP-07: without evidence nobody can verify."""

    code = "outputs.evidence_missing"
    ticket = "FD-TIN-02"
    text = N_("A report without evidence cannot be accepted: “{activity}” ({day}), {count} in all.")
    next = N_("Return it and ask for the evidence, or change the sentence “report.evidence_required”.")


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

    # -- in

    def import_files(self, files: Sequence[Path], *, dry_run: bool = False) -> OutputImport:
        """Take reports over from files of either layout, as one change."""
        from flexdesk.exchange.report_files import read_reports
        from flexdesk.exchange.tables import read_tables

        return self.take([read_reports(read_tables(file)) for file in files], dry_run=dry_run)

    def take(
        self, readings: Sequence[ReportReading], *, source: str = "file", dry_run: bool = False
    ) -> OutputImport:
        """`source` is kept with each output: file or chat."""
        people = nips(self._store)
        linker = _Links(self._store)
        known = {str(row["key"]) for row in self._store.select("output")}
        ops, unmatched, rejected, duplicates = [], [], [], 0
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
                key = join_key(people[row.nip], row.day.isoformat(), row.content)
                if key in known:
                    duplicates += 1
                    continue
                known.add(key)
                ops.append(
                    self._committer.insert(
                        "output", _cells(row, linker.of(people[row.nip], row), source), key
                    )
                )
        change = None if dry_run else self._committer.commit(Change("outputs.import", tuple(ops)))
        return OutputImport(len(ops), duplicates, tuple(unmatched), tuple(rejected), change)

    # -- looking

    def rows(self, period: Period) -> list[Row]:
        return self._store.select("output", day=(period.first.isoformat(), period.last.isoformat()))

    def review(self, period: Period) -> ReviewList:
        """What a superior should look at, exceptions first."""
        rows = self.rows(period)
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
        wanted = self.flexible.evidence_required(period.first)
        findings: list[OutputFinding] = []
        for person in people:
            outputs = [_output(row) for row in by_person[person]]
            span = period if period.kind.value != "day" else month_of(period.first)
            found = review(
                person,
                outputs,
                period=span,
                working_days=working,
                absences=absences.get(person, ()),
                evidence_wanted=wanted,
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
        return ReviewList(tuple(items), loose, reporting, missing, tuple(told))

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
        return draw([item.key for item in items if not item.questions], int(kept, 16))

    def accept_sampled(self, keys: Sequence[str], sample: Sample, opened: Collection[str]) -> Change | None:
        """Accept many as one change that carries the sample's mark.

        Raises SampleNotOpened, NotFound, EvidenceMissing.
        """
        sample.require(opened)
        return self._decide(keys, ReviewState.ACCEPTED, "", f"outputs.accept_sampled.{sample.mark}")

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

    def _results(self, person: str, period: Period) -> list[tuple[str, str]]:
        return [
            (str(result["code"] or ""), str(result["text"] or ""))
            for plan in self._store.select("skp", person=person, year=period.first.year)
            for result in self._store.select("work_result", skp=plan["key"], order='"order"')
        ]

    # -- deciding

    def accept(self, keys: Sequence[str], note: str = "") -> Change | None:
        """Accept outputs as one change; raises NotFound, EvidenceMissing."""
        return self._decide(keys, ReviewState.ACCEPTED, note, "outputs.accept")

    def send_back(self, keys: Sequence[str], note: str) -> Change | None:
        """Return outputs with a sentence for the person; raises NotFound."""
        return self._decide(keys, ReviewState.RETURNED, note, "outputs.return")

    def _decide(self, keys: Sequence[str], state: ReviewState, note: str, kind: str) -> Change | None:
        today = self._committer.clock.today()
        rows = []
        for key in keys:
            row = self._store.get("output", key)
            if row is None:
                raise NotFound(what=_("Output"), key=key)
            rows.append(row)
        if state is ReviewState.ACCEPTED:
            self._want_evidence(rows)
        cells = {"review": state, "note": note, "reviewed_on": today}
        ops = [self._committer.update("output", row, cells) for row in rows]
        return self._committer.commit(Change(kind, tuple(ops)))

    def _want_evidence(self, rows: Sequence[Row]) -> None:
        bare = [
            row
            for row in rows
            if not can_be_verified(
                str(row["evidence"] or ""),
                required=self.flexible.evidence_required(date.fromisoformat(str(row["day"]))),
            )
        ]
        if bare:
            first = bare[0]
            raise EvidenceMissing(activity=first["activity"], day=first["day"], count=len(bare))


class _Links:
    """Finds the work result that a report row belongs to: by its code, else by its words."""

    def __init__(self, store: Store) -> None:
        owner = {str(plan["key"]): str(plan["person"]) for plan in store.select("skp")}
        self._by_person: defaultdict[str, list[Row]] = defaultdict(list)
        for result in store.select("work_result"):
            if str(result["skp"]) in owner:
                self._by_person[owner[str(result["skp"])]].append(result)
        self._units: defaultdict[str, list[str]] = defaultdict(list)
        for indicator in store.select("indicator"):
            self._units[str(indicator["result"])].append(str(indicator["unit"] or ""))
        self._linked: defaultdict[str, list[LinkedRow]] = defaultdict(list)
        for row in store.select("output"):
            if row["result"]:
                known = LinkedRow(str(row["activity"] or ""), str(row["unit"] or ""), str(row["result"]))
                self._linked[str(row["person"])].append(known)
        self._linkers: dict[str, Linker] = {}

    def of(self, person: str, row: OutputRow) -> tuple[str, str]:
        """(key of the result, its code); both empty when nothing fits."""
        results = self._by_person[person]
        for result in results:
            if row.code and result["code"] == row.code:
                return str(result["key"]), row.code
        if row.code or not results:
            return "", row.code
        if person not in self._linkers:
            self._linkers[person] = Linker([self._target(r) for r in results], self._linked[person])
        found = self._linkers[person].link(row.activity, row.unit)
        if found is None:
            return "", ""
        return found.key, next((str(r["code"] or "") for r in results if str(r["key"]) == found.key), "")

    def _target(self, result: Row) -> LinkTarget:
        key = str(result["key"])
        return LinkTarget(key, str(result["text"]), tuple(self._units[key]), result["class"] == "additional")


def _cells(row: OutputRow, link: tuple[str, str], source: str) -> dict[str, Any]:
    return {
        "activity": row.activity,
        "amount": row.amount,
        "amount_text": row.amount_text,
        "unit": row.unit,
        "starts": row.starts,
        "ends": row.ends,
        "result": link[0],
        "code": link[1],
        "evidence": row.evidence,
        "source": source,
        "review": row.status,
        "note": row.note,
    }


def _output(row: Row) -> Output:
    return Output(
        str(row["key"]),
        str(row["person"]),
        date.fromisoformat(str(row["day"])),
        str(row["activity"] or ""),
        time.fromisoformat(str(row["starts"])) if row["starts"] else None,
        time.fromisoformat(str(row["ends"])) if row["ends"] else None,
        float(row["amount"]) if isinstance(row["amount"], int | float) else None,
        str(row["unit"] or ""),
        str(row["evidence"] or ""),
    )
