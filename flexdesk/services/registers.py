"""What keeps a person from a normal day: leave, official travel, and what they ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flexdesk.domain.calendar import weekdays
from flexdesk.domain.ops import Change, Op
from flexdesk.errors import FlexDeskError, NotFound, UsageError
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import nips, person_row
from flexdesk.store.store import Row

if TYPE_CHECKING:
    from flexdesk.exchange.register_files import LeaveEntry, RegisterReading, TravelEntry

LEAVE_KINDS = ("annual", "large", "sick", "maternity", "important", "unpaid")
REQUEST_KINDS = ("special_condition", "wish", "swap")
DECISIONS = ("approve", "adjust", "refuse")
ANNUAL_DAYS = 12  # PP 11/2017, PP 49/2018


class EndsBeforeStart(FlexDeskError):
    code = "register.ends_before_start"
    ticket = "FD-REG-01"
    text = N_("It ends on {to}, before it starts on {first}.")
    next = N_("Check the two dates.")


class RequestIncomplete(FlexDeskError):
    """Pasal 30: reason with evidence, work plan and outputs (rule EMP-05)."""

    code = "request.incomplete"
    ticket = "FD-REG-02"
    text = N_("A request needs a reason, evidence, a work plan and outputs; missing: {missing}.")
    next = N_("Fill in what is missing; Pasal 30 PermenPANRB 4/2025 asks for it.")


@dataclass(frozen=True, slots=True)
class RegisterImport:
    """What came of a register file; `rejected` are (sheet, row, message)."""

    accepted: int
    known: int
    rejected: tuple[dict[str, Any], ...]
    change: Change | None


class RegisterService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer = committer
        self._reader = reader
        self._store = committer.store

    # -- leave and travel

    def import_file(self, file: Path, *, dry_run: bool = False) -> RegisterImport:
        """Take a register of leave and travel over; entries already here are left alone."""
        from flexdesk.exchange.register_files import read_register
        from flexdesk.exchange.tables import read_tables

        return self.take(read_register(read_tables(file)), dry_run=dry_run)

    def take(self, reading: RegisterReading, *, dry_run: bool = False) -> RegisterImport:
        people = nips(self._store)
        rejected: list[dict[str, Any]] = [
            {"sheet": fault.sheet, "row": fault.row, "kind": fault.kind, "message": fault.message}
            for fault in reading.rejected
        ]
        ops: list[Op] = []
        known = 0
        for table, entries in (("leave_entry", reading.leaves), ("travel_entry", reading.travels)):
            stored = {self._identity(row) for row in self._store.select(table)}
            for entry in entries:
                if entry.nip not in people:
                    message = _("This NIP is not in the roster.")
                    rejected.append(
                        {"sheet": entry.sheet, "row": entry.row, "kind": "nip_unknown", "message": message}
                    )
                    continue
                cells = {"person": people[entry.nip], **_cells(entry)}
                op = self._committer.insert(table, cells)
                if self._identity(op.after) in stored:
                    known += 1
                    continue
                stored.add(self._identity(op.after))
                ops.append(op)
        change = None if dry_run else self._committer.commit(Change("register.import", tuple(ops)))
        return RegisterImport(len(ops), known, tuple(rejected), change)

    def _identity(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        return (row["person"], row["from"], row["to"], row.get("kind") or row.get("letter"))

    def add_leave(self, nip: str, kind: str, first: date, to: date, document: str = "") -> Row:
        if kind not in LEAVE_KINDS:
            raise UsageError(detail=_("the kind is one of {choices}").format(choices=", ".join(LEAVE_KINDS)))
        _in_order(first, to)
        days = len(self._reader.calendar(first).working_days(first, to))
        cells = {
            "person": person_row(self._store, nip)["key"],
            "kind": kind,
            "from": first,
            "to": to,
            "document": document,
            "working_days": days,
            "year": first.year,
        }
        return self._insert("leave_entry", cells, "leave.add")

    def add_travel(self, nip: str, first: date, to: date, letter: str, purpose: str) -> Row:
        _in_order(first, to)
        person = person_row(self._store, nip)["key"]
        cells = {"person": person, "from": first, "to": to, "letter": letter, "purpose": purpose}
        return self._insert("travel_entry", cells, "travel.add")

    def entries(self, nip: str = "") -> list[Row]:
        """Leave and travel together, by date; each with `register` and `nip`."""
        wanted: dict[str, Any] = {"person": person_row(self._store, nip)["key"]} if nip else {}
        names = {str(row["key"]): row["nip"] for row in self._store.select("person")}
        found = [
            {**row, "register": table.removesuffix("_entry"), "nip": names.get(str(row["person"]))}
            for table in ("leave_entry", "travel_entry")
            for row in self._store.select(table, **wanted)
        ]
        return sorted(found, key=lambda row: (str(row["from"]), str(row["key"])))

    def balance(self, nip: str, year: int) -> dict[str, int]:
        """Working days of annual leave of a year: right, taken, left."""
        person = person_row(self._store, nip)["key"]
        entries = self._store.select("leave_entry", person=person, kind="annual", year=year)
        taken = sum(int(row["working_days"] or 0) for row in entries)
        return {"year": year, "right": ANNUAL_DAYS, "taken": taken, "left": ANNUAL_DAYS - taken}

    # -- requests

    def add_request(self, nip: str, kind: str, first: date, to: date, **cells: str) -> Row:
        """`cells` are those of the table `request`; a special condition needs all four of Pasal 30."""
        if kind not in REQUEST_KINDS:
            raise UsageError(
                detail=_("the kind is one of {choices}").format(choices=", ".join(REQUEST_KINDS))
            )
        _in_order(first, to)
        if kind == "special_condition":
            missing = [
                name for name in ("reason", "evidence", "plan", "outputs") if not cells.get(name, "").strip()
            ]
            if missing:
                raise RequestIncomplete(missing=", ".join(missing))
        try:
            weekdays(cells.get("days", ""))
        except ValueError:
            raise UsageError(detail=_("days are written as mon,tue,wed,thu,fri,sat,sun")) from None
        person = person_row(self._store, nip)["key"]
        filled = {"person": person, "kind": kind, "from": first, "to": to, **cells}
        return self._insert("request", filled, "request.add")

    def decide(self, key: str, decision: str, note: str, day: date) -> Row:
        """Raises NotFound, UsageError."""
        if decision not in DECISIONS:
            raise UsageError(
                detail=_("the decision is one of {choices}").format(choices=", ".join(DECISIONS))
            )
        row = self._store.get("request", key)
        if row is None:
            raise NotFound(what=_("Request"), key=key)
        cells = {"decision": decision, "note": note, "decided_on": day}
        self._committer.commit(Change("request.decide", (self._committer.update("request", row, cells),)))
        return self._store.get("request", key) or row

    def requests(self) -> Sequence[Row]:
        return self._store.select("request", order='"from", key')

    # -- private

    def _insert(self, table: str, cells: Mapping[str, Any], kind: str) -> Row:
        op = self._committer.insert(table, cells)
        self._committer.commit(Change(kind, (op,)))
        return self._store.get(table, op.row) or {}


def _cells(entry: LeaveEntry | TravelEntry) -> dict[str, Any]:
    from flexdesk.exchange.register_files import LeaveEntry

    if isinstance(entry, LeaveEntry):
        return {
            "kind": entry.kind,
            "from": entry.first,
            "to": entry.last,
            "document": entry.document,
            "reason": entry.reason,
            "working_days": entry.working_days,
            "year": entry.year,
        }
    return {
        "from": entry.first,
        "to": entry.last,
        "letter": entry.letter,
        "letter_date": entry.letter_date,
        "purpose": entry.purpose,
        "location": entry.location,
        "transport": entry.transport,
    }


def _in_order(first: date, to: date | None) -> None:
    if to is not None and to < first:
        raise EndsBeforeStart(first=first.isoformat(), to=to.isoformat())
