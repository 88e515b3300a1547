"""Targets (SKP): what each person promised for the year, with indicators and what was realised so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flexdesk.domain.achievement import Achieved, Raised, Track, TrackFinding, review_tracks
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.outline import number_of
from flexdesk.domain.performance import Approach, Aspect, FormKind, SkpStatus
from flexdesk.domain.periods import Period, parse_period
from flexdesk.domain.schema import join_key
from flexdesk.i18n import _
from flexdesk.services.commits import Committer
from flexdesk.services.finding_people import nips, person_row
from flexdesk.services.skp_rows import planned_span
from flexdesk.store.store import Row

if TYPE_CHECKING:
    from flexdesk.exchange.skp_files import Indicator, PersonSkp, Realised, SkpReading, WorkResult

TARGET_CELLS = ("target_text", "target_number", "unit")
TO = "to-"  # period of a realisation counted from January: `to-2026-07`


@dataclass(frozen=True, slots=True)
class TargetImport:
    people: int
    results: int
    indicators: int
    realisations: int
    rejected: tuple[dict[str, Any], ...]
    change: Change | None
    ops: tuple[Op, ...] = ()  # what the change holds, or would hold


@dataclass(frozen=True, slots=True)
class TargetIndicator:
    """`row` is as the plan began; `changes` are later targets, earliest first, and count from their date."""

    row: Row
    realisations: Mapping[str, Row]  # period -> row
    changes: tuple[Row, ...] = ()
    span: tuple[date, date] | None = None  # the days that the target was set for
    ended: date | None = None  # the last day of a plan that was closed

    def at(self, day: date) -> Row:
        """The row with the target that holds that day."""
        held = [change for change in self.changes if str(change["from"]) <= day.isoformat()]
        return {**self.row, **{name: held[-1][name] for name in TARGET_CELLS}} if held else self.row

    @property
    def newest(self) -> Row:
        """The row with the target that was set last, also where it begins later."""
        return self.at(date.max)

    def track(self, person: str = "") -> Track:
        """The numbers as `domain.achievement` adds them up; statements without a number are left out."""
        target, aspect = self.row["target_number"], self.row["aspect"]
        achieved = tuple(
            Achieved(parse_period(code.removeprefix(TO)), row["number"], code.startswith(TO))
            for code, row in sorted(self.realisations.items())
            if isinstance(row["number"], int | float)
        )
        return Track(
            str(self.row["key"]),
            person,
            str(self.row["text"] or ""),
            Aspect(str(aspect)) if aspect else None,
            target if isinstance(target, int | float) else None,
            str(self.row["unit"] or ""),
            achieved,
            next((str(row["evidence"]) for row in self.realisations.values() if row["evidence"]), ""),
            tuple(_raised(change) for change in self.changes),
            self.span[0] if self.span else None,
            self.span[1] if self.span else None,
            self.ended,
        )


def _raised(change: Row) -> Raised:
    number = change["target_number"]
    target = number if isinstance(number, int | float) else None
    return Raised(date.fromisoformat(str(change["from"])), target)


@dataclass(frozen=True, slots=True)
class TargetResult:
    row: Row
    indicators: tuple[TargetIndicator, ...]


@dataclass(frozen=True, slots=True)
class Skp:
    """One plan with everything below it, in the order of the form."""

    row: Row
    person: Row
    results: tuple[TargetResult, ...]

    @property
    def key(self) -> str:
        return str(self.row["key"])


class TargetService:
    def __init__(self, committer: Committer) -> None:
        self._committer = committer
        self._store = committer.store

    def import_file(self, file: Path, *, year: int, dry_run: bool = False) -> TargetImport:
        """Take plans over from a workbook; what is already here is updated, never doubled."""
        from flexdesk.exchange.skp_files import read_skp
        from flexdesk.exchange.tables import read_tables

        return self.take(read_skp(read_tables(file)), year=year, dry_run=dry_run)

    def take(self, reading: SkpReading, *, year: int, dry_run: bool = False) -> TargetImport:
        people = nips(self._store)
        writer = _Writer(self._committer, reading.year or year, self._leader())
        rejected = [
            {"sheet": fault.sheet, "row": fault.row, "kind": fault.kind, "message": fault.message}
            for fault in reading.rejected
        ]
        taken = 0
        for plan in reading.people:
            if plan.nip not in people:
                message = _("This NIP is not in the roster.")
                rejected.append({"sheet": "", "row": None, "kind": "nip_unknown", "message": message})
                continue
            taken += 1
            writer.person(people[plan.nip], plan)
        change = None if dry_run else self._committer.commit(Change("targets.import", tuple(writer.ops)))
        return TargetImport(
            taken,
            writer.results,
            writer.indicators,
            writer.realisations,
            tuple(rejected),
            change,
            tuple(writer.ops),
        )

    def findings(self, skp: Skp, until: Period) -> list[tuple[TrackFinding, TargetResult]]:
        """What is odd about amounts by the end of a period, each with the result that it is about."""
        person = str(skp.person["key"])
        tracks = [(item.track(person), result) for result in skp.results for item in result.indicators]
        result_of = {track.key: result for track, result in tracks}
        found = review_tracks([track for track, _result in tracks], until)
        return [(finding, result_of[finding.track]) for finding in found]

    def _leader(self) -> str:
        unit = self._store.get("unit", "unit") or {}
        return str(unit.get("head") or "")

    def plans(self, *, nip: str = "", year: int | None = None) -> list[Skp]:
        """Plans with all below, in the order of the roster; of one person, or of all."""
        where: dict[str, Any] = {"person": person_row(self._store, nip)["key"]} if nip else {}
        if year is not None:
            where["year"] = year
        people = {str(row["key"]): row for row in self._store.select("person")}
        results = _grouped(self._store.select("work_result", order='"order", key'), "skp")
        indicators = _grouped(self._store.select("indicator", order='"order", key'), "result")
        told = _Told(
            _grouped(self._store.select("realisation"), "indicator"),
            _grouped(self._store.select("target_change", order="key"), "indicator"),
        )
        made = [
            Skp(
                row,
                people[str(row["person"])],
                tuple(
                    TargetResult(
                        result,
                        tuple(told.indicator(i, row) for i in indicators[str(result["key"])]),
                    )
                    for result in results[str(row["key"])]
                ),
            )
            for row in self._store.select("skp", **where)
            if str(row["person"]) in people
        ]
        return sorted(made, key=_in_order)


def _in_order(skp: Skp) -> tuple[Any, ...]:
    """As the roster is; several plans of one person by their days, an acting one after the post itself."""
    row, person = skp.row, skp.person
    roster = (person["order"] or 0, str(person["name"]), str(person["key"]))
    return (*roster, row["acting"] or 0, str(row["from"] or ""), skp.key)


def _last_and_own(row: Row) -> tuple[bool, str, str]:
    """Of several plans of a year the one that a file means comes last."""
    return (not row["acting"], str(row["from"] or ""), str(row["key"]))


def target_cells(target: str, unit: str) -> dict[str, Any]:
    """The cells of a target as somebody typed it."""
    return {"target_text": target.strip(), "target_number": number_of(target), "unit": unit.strip()}


def _grouped(rows: Sequence[Row], column: str) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[str(row[column])].append(row)
    return found


@dataclass(frozen=True, slots=True)
class _Told:
    """What was recorded about indicators, by their keys."""

    realised: Mapping[str, list[Row]]
    changed: Mapping[str, list[Row]]

    def indicator(self, row: Row, plan: Row) -> TargetIndicator:
        key = str(row["key"])
        realised = {str(r["period"]): r for r in self.realised.get(key, ())}
        ended = date.fromisoformat(str(plan["closed_on"])) if plan["closed_on"] else None
        return TargetIndicator(row, realised, tuple(self.changed.get(key, ())), planned_span(plan), ended)


class _Writer:
    """Collects the ops that bring stored plans to what a file says."""

    def __init__(self, committer: Committer, year: int, rater: str) -> None:
        self._committer = committer
        self._store = committer.store
        self._year = year
        self._rater = rater
        self.ops: list[Op] = []
        self.results = self.indicators = self.realisations = 0
        plans = sorted(self._store.select("skp", year=year), key=_last_and_own)
        self._plans = {str(r["person"]): r for r in plans}
        self._results = _grouped(self._store.select("work_result"), "skp")
        self._indicators = _grouped(self._store.select("indicator"), "result")
        self._realised = {str(r["key"]): r for r in self._store.select("realisation")}
        changes = self._store.select("target_change", order="key")
        self._newest = {str(r["indicator"]): r for r in changes}

    def person(self, person: str, plan: PersonSkp) -> None:
        skp = self._plan(person, plan)
        known = {(r["code"], r["text"]): r for r in self._results[skp]}
        for result in plan.results:
            self._result(skp, result, known.get((result.code or None, result.text)))

    def _plan(self, person: str, plan: PersonSkp) -> str:
        """A new plan of the whole year; of a known one a file tells that it was approved, not whose it is."""
        stored = self._plans.get(person)
        if stored is not None:
            closed = stored["status"] == SkpStatus.CLOSED
            said = {"jabatan": plan.jabatan} if plan.jabatan else {}
            cells = {**said, "status": SkpStatus.CLOSED if closed else SkpStatus.APPROVED}
            return self._put("skp", stored, cells)
        whole_year = {"from": date(self._year, 1, 1), "to": date(self._year, 12, 31)}
        return self._put(
            "skp",
            None,
            {
                "person": person,
                "year": self._year,
                **whole_year,
                "approach": Approach.QUANTITATIVE,
                "form": FormKind.STAFF,
                "status": SkpStatus.APPROVED,
                "jabatan": plan.jabatan,
                "rater": self._rater if self._rater != person else "",
            },
        )

    def _result(self, skp: str, result: WorkResult, stored: Row | None) -> None:
        cells = {
            "skp": skp,
            "order": result.order,
            "code": result.code,
            "class": result.kind,
            "text": result.text,
            "leader_text": result.leader_text,
        }
        key = self._put("work_result", stored, cells)
        self.results += 1
        known = {(r["aspect"], r["text"]): r for r in self._indicators[key]}
        for indicator in result.indicators:
            aspect = str(indicator.aspect) if indicator.aspect else None
            self._indicator(key, indicator, known.get((aspect, indicator.text)))

    def _indicator(self, result: str, indicator: Indicator, stored: Row | None) -> None:
        cells = {
            "result": result,
            "order": indicator.order,
            "aspect": indicator.aspect,
            "perspective": indicator.perspective,
            "text": indicator.text,
            "target_text": indicator.target_text,
            "target_number": indicator.target_number,
            "unit": indicator.unit,
        }
        changed = self._newest.get(str(stored["key"])) if stored is not None else None
        if changed is not None and changed["target_number"] == indicator.target_number:
            cells = {name: cell for name, cell in cells.items() if name not in TARGET_CELLS}
        key = self._put("indicator", stored, cells)
        self.indicators += 1
        for realised in indicator.realised:
            self._realisation(key, realised, indicator)

    def _realisation(self, indicator: str, realised: Realised, source: Indicator) -> None:
        period = f"{TO}{realised.period}" if realised.cumulative else realised.period
        key = join_key(indicator, period)
        cells = {"text": realised.text, "number": realised.number, "evidence": source.evidence}
        stored = self._realised.get(key)
        op = (
            self._committer.insert("realisation", cells, key)
            if stored is None
            else self._committer.update("realisation", stored, cells)
        )
        self.ops.append(op)
        self.realisations += 1

    def _put(self, table: str, stored: Row | None, cells: Mapping[str, Any]) -> str:
        op = (
            self._committer.insert(table, cells)
            if stored is None
            else self._committer.update(table, stored, cells)
        )
        self.ops.append(op)
        return op.row
