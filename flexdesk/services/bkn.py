"""What e-Kinerja says of the unit, taken from its recaps, and where that differs from what is kept here."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from flexdesk.domain.calendar import long_date
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.people import Status
from flexdesk.domain.performance import Predicate, Rating, label, predicate_of
from flexdesk.domain.schema import join_key
from flexdesk.exchange.bkn_recaps import APPROVED, Recap, RecapFault, RecapKind, RecapRow, read_recap
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.finding_people import nips
from flexdesk.store.store import Row

_PLAN = "plan"  # `kind` of a stored row; a result's is its month, `2026-03`, or its year
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_QUARTER_ENDS = {3: 1, 6: 2, 9: 3, 12: 4}


class Kind(StrEnum):
    """How two sides differ; in the order in which somebody should look at them."""

    NO_PLAN = "no_plan"
    NOT_APPROVED = "not_approved"
    PREDICATE = "predicate"
    NOT_RATED_THERE = "not_rated_there"
    NOT_RATED_HERE = "not_rated_here"
    NO_PLAN_HERE = "no_plan_here"
    UNKNOWN = "unknown"
    DOUBLED = "doubled"


_SENTENCES = {
    Kind.NO_PLAN: N_("No SKP in e-Kinerja."),
    Kind.NOT_APPROVED: N_("The SKP in e-Kinerja is not approved: {there}."),
    Kind.PREDICATE: N_("The predikat differs: {here} here, {there} in e-Kinerja."),
    Kind.NOT_RATED_THERE: N_("Rated {here} here, not yet in e-Kinerja."),
    Kind.NOT_RATED_HERE: N_("Rated {there} in e-Kinerja, not here."),
    Kind.NO_PLAN_HERE: N_("An approved SKP in e-Kinerja, none here."),
    Kind.UNKNOWN: N_("This NIP is not in the roster."),
    Kind.DOUBLED: N_("Several rows, after a change of post: the one until {there} counts."),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """`person` is empty for somebody who is not in the roster; `here` and `there` are stored values."""

    kind: Kind
    nip: str
    name: str
    person: str = ""
    period: str = ""
    here: str = ""
    there: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind}|{self.nip}|{self.period}"

    @property
    def sentence(self) -> str:
        return _(_SENTENCES[self.kind]).format(here=_said(self.here), there=_said(self.there))


def _said(value: str) -> str:
    if value in set(Predicate):
        return label(Predicate(value))
    return long_date(date.fromisoformat(value)) if _DAY.fullmatch(value) else value or "–"


@dataclass(frozen=True, slots=True)
class BknImport:
    year: int
    plans: int
    results: int
    rejected: tuple[dict[str, Any], ...]
    change: Change | None


class BknService:
    def __init__(self, committer: Committer) -> None:
        self._committer = committer
        self._store = committer.store

    # -- taking over

    def take(self, files: Sequence[Path]) -> BknImport:
        """Recaps in any order; each replaces what an earlier one of the same kind and time said.

        Raises what reading a table raises, NoRecap, RecapWithoutYear, NumbersLost.
        """
        from flexdesk.exchange.tables import read_tables

        read = [(file.name, read_recap(read_tables(file), file=file.name)) for file in files]
        read.sort(key=lambda pair: pair[1].kind is RecapKind.RESULT)  # ids are looked up in the plans
        ids = {str(row["id"]): str(row["nip"]) for row in self._store.select("bkn_record", kind=_PLAN)}
        ops: list[Op] = []
        rejected: list[dict[str, Any]] = []
        counts = {RecapKind.PLAN: 0, RecapKind.RESULT: 0}
        for name, recap in read:
            made, faults = self._ops(recap, ids)
            ops += made
            counts[recap.kind] += len(recap.rows) - len(faults)
            rejected += [
                {"file": name, "row": fault.row, "kind": fault.kind, "message": fault.message}
                for fault in (*recap.faults, *faults)
            ]
        change = self._committer.commit(Change("bkn.import", tuple(ops)))
        year = max((recap.year for _name, recap in read), default=0)
        return BknImport(year, counts[RecapKind.PLAN], counts[RecapKind.RESULT], tuple(rejected), change)

    def _ops(self, recap: Recap, ids: dict[str, str]) -> tuple[list[Op], list[RecapFault]]:
        kind = _PLAN if recap.kind is RecapKind.PLAN else _code(recap)
        held = {str(row["key"]) for row in self._store.select("bkn_record", year=str(recap.year), kind=kind)}
        ops, faults, written = [], [], set()
        for row in recap.rows:
            nip = row.nip or ids.get(row.id, "")
            if not nip:
                faults.append(RecapFault(row.row, "id_unknown", row.id))
                continue
            if recap.kind is RecapKind.PLAN:
                ids[row.id] = nip
            key = join_key(str(recap.year), nip, kind, row.id)
            written.add(key)
            ops.append(self._committer.upsert("bkn_record", key, self._cells(recap, row)))
        ops += [self._committer.delete("bkn_record", key) for key in sorted(held - written)]
        return ops, faults

    def _cells(self, recap: Recap, row: RecapRow) -> dict[str, Any]:
        cells: dict[str, Any] = {
            "name": row.name,
            "until": row.until,
            "acting": row.acting or None,
            "jabatan": row.jabatan,
            "unit": row.unit,
            "read_on": self._committer.clock.today(),
        }
        if recap.kind is RecapKind.PLAN:
            return {**cells, "status": row.status}
        return {**cells, "result": row.result, "month": _code(recap)}

    # -- comparing

    def years(self) -> list[int]:
        """Years of which a recap was taken, the latest first."""
        return sorted({int(str(row["year"])) for row in self._store.select("bkn_record")}, reverse=True)

    def compare(self, year: int) -> list[Difference]:
        """Where the two sides differ, the most pressing first, within a kind in the order of names."""
        rows = self._store.select("bkn_record", year=str(year))
        sides = _Sides(self._roster(), nips(self._store), rows)
        found = [*sides.plans(self._planned(year)), *self._results(year, sides), *sides.others()]
        order = list(Kind)
        return sorted(found, key=lambda one: (order.index(one.kind), one.name.casefold(), one.period))

    def _roster(self) -> dict[str, Row]:
        return {str(row["key"]): row for row in self._store.select("person", archived=None)}

    def _planned(self, year: int) -> dict[str, str]:
        """Key of a person -> key of the plan."""
        return {str(row["person"]): str(row["key"]) for row in self._store.select("skp", year=year)}

    def _results(self, year: int, sides: "_Sides") -> Iterator[Difference]:
        here = self._predicates(year)
        for period in sorted({str(row["month"]) for row in sides.rows if row["month"]}):
            there = sides.results(period)
            for person in sides.people:
                mine = next((here[person, code] for code in periods_of(period) if (person, code) in here), "")
                found = there.get(person)
                if found is None or mine == found:
                    continue
                kind = (
                    Kind.PREDICATE
                    if mine and found
                    else Kind.NOT_RATED_THERE
                    if mine
                    else Kind.NOT_RATED_HERE
                )
                yield sides.about(person, kind, period=period, here=mine, there=found)

    def _predicates(self, year: int) -> dict[tuple[str, str], str]:
        plans = {plan: person for person, plan in self._planned(year).items()}
        return {
            (plans[str(row["skp"])], str(row["period"])): predicate_of(
                Rating(str(row["results"])), Rating(str(row["behaviour"]))
            )
            for row in self._store.select("evaluation")
            if str(row["skp"]) in plans and row["results"] and row["behaviour"]
        }


class _Sides:
    """The roster beside the rows of e-Kinerja. Rows of Plt and Plh count for nobody's own SKP."""

    def __init__(self, people: Mapping[str, Row], known: Mapping[str, str], rows: Sequence[Row]) -> None:
        self.people, self.rows = people, rows
        self._known = known
        self._plans: defaultdict[str, list[Row]] = defaultdict(list)
        for row in rows:
            if row["kind"] == _PLAN and not row["acting"]:
                self._plans[str(row["nip"])].append(row)

    def about(self, person: str, kind: Kind, **facts: str) -> Difference:
        row = self.people[person]
        return Difference(kind, str(row["nip"] or ""), str(row["name"]), person, **facts)

    def _latest(self, person: str) -> Row | None:
        """After a change of post the row with the latest last day counts."""
        mine = [row for nip, rows in self._plans.items() if self._known.get(nip) == person for row in rows]
        return max(mine, key=lambda row: (str(row["until"] or ""), str(row["id"])), default=None)

    def plans(self, planned: Mapping[str, str]) -> Iterator[Difference]:
        if not self._plans:
            return
        for person, row in self.people.items():
            if row["status"] == Status.NON_ASN or not row["nip"]:
                continue
            there = self._latest(person)
            if there is None:
                yield self.about(person, Kind.NO_PLAN)
            elif there["status"] != APPROVED:
                yield self.about(person, Kind.NOT_APPROVED, there=str(there["status"] or "–"))
            elif person not in planned:
                yield self.about(person, Kind.NO_PLAN_HERE)

    def others(self) -> Iterator[Difference]:
        strangers: dict[str, str] = {}
        for row in self.rows:
            nip = str(row["nip"])
            if self._known.get(nip) not in self.people:
                strangers[nip] = strangers.get(nip) or str(row["name"] or "")
        for nip, name in strangers.items():
            yield Difference(Kind.UNKNOWN, nip, name or nip)
        for nip, rows in self._plans.items():
            if len(rows) > 1:
                person = self._known.get(nip, "")
                name = str(self.people[person]["name"] if person in self.people else rows[0]["name"])
                until = max(str(row["until"] or "") for row in rows)
                yield Difference(
                    Kind.DOUBLED, nip, name, person if person in self.people else "", there=until
                )

    def results(self, period: str) -> dict[str, str]:
        """Person -> predikat there, empty where it is not set; of doubled rows the one whose SKP counts."""
        found: dict[str, tuple[str, str]] = {}
        acting = {str(row["id"]) for row in self.rows if row["kind"] == _PLAN and row["acting"]}
        until = {str(row["id"]): str(row["until"] or "") for row in self.rows if row["kind"] == _PLAN}
        for row in self.rows:
            person = self._known.get(str(row["nip"]), "")
            if (
                row["month"] != period
                or row["acting"]
                or str(row["id"]) in acting
                or person not in self.people
            ):
                continue
            last = until.get(str(row["id"]), str(row["until"] or ""))
            if person not in found or last >= found[person][0]:
                found[person] = (last, str(row["result"] or ""))
        return {person: result for person, (_last, result) in found.items()}


def _code(recap: Recap) -> str:
    return f"{recap.year}-{recap.month:02}" if recap.month else str(recap.year)


def periods_of(code: str) -> list[str]:
    """Codes of evaluations that a recap of that month speaks of: the month, or the quarter that it ends."""
    year, _dash, month = code.partition("-")
    quarter = _QUARTER_ENDS.get(int(month)) if month else None
    return [code, *([f"{year}-Q{quarter}"] if quarter else [])]
