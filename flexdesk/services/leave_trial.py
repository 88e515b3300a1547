"""What each row of a register file would bring, judged beside what is stored and beside the other rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flexdesk.domain.leave import ANNUAL_DAYS
from flexdesk.domain.leave_register import LeaveRecord
from flexdesk.domain.ops import Op
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.schedule import TravelEntry
from flexdesk.domain.schema import join_key
from flexdesk.i18n import _
from flexdesk.services.commits import Committer
from flexdesk.services.leave_book import LeaveBook

if TYPE_CHECKING:
    from flexdesk.exchange.activity_tables import Rejection
    from flexdesk.exchange.register_files import BalanceEntry, LeaveEntry, RegisterReading
    from flexdesk.exchange.register_files import TravelEntry as Journey

TABLES = {"leave": "leave_entry", "travel": "travel_entry", "balance": "leave_carry"}
# Where in the form a refusal that speaks of somebody or of a day is to be mended.
_FIELDS = {"person": "nip", "date": "first", "no_date": "first", "to": "last"}


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One row of a file. `state` is new, known, doubtful or failed; `fault` names the field to mend."""

    register: str
    sheet: str
    row: int
    nip: str
    name: str
    state: str
    message: str = ""
    fault: str = ""
    kind: str = ""  # why it failed, as a stable word
    value: str = ""  # what was written there
    op: Op | None = None


@dataclass(frozen=True, slots=True)
class RegisterTrial:
    reading: "RegisterReading"
    rows: tuple[TrialRow, ...]

    def count(self, *states: str) -> int:
        return sum(row.state in states for row in self.rows)

    def of(self, *states: str) -> list[TrialRow]:
        return [row for row in self.rows if row.state in states]


class Judge:
    """Rows of one reading, judged beside what is stored and beside each other."""

    def __init__(
        self,
        committer: Committer,
        book: LeaveBook,
        people: Mapping[str, str],
        stored: dict[str, set[tuple[Any, ...]]],
    ) -> None:
        self._committer, self._book, self._people, self._stored = committer, book, people, stored
        self._drafts: list[tuple[TrialRow, LeaveRecord | TravelEntry]] = []

    def rows(self, reading: "RegisterReading") -> list[TrialRow]:
        found = [self._failed(reading, fault) for fault in reading.rejected]
        for leave in reading.leaves:
            found.append(self._leave_row(leave))
        for journey in reading.travels:
            found.append(self._travel_row(journey))
        for carry in reading.balances:
            found.append(self._carry_row(carry))
        doubts = self._doubts()
        return [
            replace(row, state="doubtful", message=doubts[row.sheet, row.row])
            if row.state == "new" and (row.sheet, row.row) in doubts
            else row
            for row in found
        ]

    def _failed(self, reading: "RegisterReading", fault: "Rejection") -> TrialRow:
        table = next((one for one in reading.tables if one.sheet == fault.sheet), None)
        row = next((one for one in table.rows if one.number == fault.row), None) if table else None
        nip = name = ""
        if table is not None and row is not None:
            nip, name = table.heading.text(row, "nip"), table.heading.text(row, "name")
        register = table.register if table else "leave"
        field = _FIELDS.get(fault.field, fault.field)
        return TrialRow(
            register,
            fault.sheet,
            fault.row,
            nip,
            name,
            "failed",
            fault.message,
            field,
            fault.kind,
            fault.value,
        )

    def _new(self, register: str, entry: Any, cells: Mapping[str, Any]) -> TrialRow:
        shown = TrialRow(register, entry.sheet, entry.row, entry.nip, entry.name, "failed")
        if entry.nip not in self._people:
            message = _("This NIP is not in the roster.")
            return replace(shown, message=message, fault="nip", kind="nip_unknown")
        person = self._people[entry.nip]
        key = join_key(person, str(cells["year"])) if register == "balance" else None
        full = {"person": person, **cells}
        if register == "balance":
            full.pop("person")
            full.pop("year")
            op = self._committer.upsert("leave_carry", str(key), full)
        else:
            op = self._committer.insert(TABLES[register], full)
        same = identity(register, {**op.after, "key": op.row})
        if same in self._stored[register]:
            return replace(shown, state="known", message=_("known, nothing new"))
        self._stored[register].add(same)
        return replace(shown, state="new", message=_("new"), op=op)

    def _leave_row(self, entry: "LeaveEntry") -> TrialRow:
        cells = {
            "kind": str(entry.kind),
            "from": entry.first,
            "to": entry.last,
            "document": entry.document,
            "reason": entry.reason,
            "working_days": entry.working_days,
            "year": entry.year,
        }
        row = self._new("leave", entry, cells)
        if row.op is not None:
            record = LeaveRecord(
                row.op.row,
                self._people[entry.nip],
                str(entry.kind),
                entry.first,
                entry.last,
                entry.document,
                entry.reason,
                entry.working_days,
                entry.year,
            )
            self._book.leaves[record.person].append(record)
            self._drafts.append((row, record))
        return row

    def _travel_row(self, entry: "Journey") -> TrialRow:
        cells = {
            "from": entry.first,
            "to": entry.last,
            "letter": entry.letter,
            "letter_date": entry.letter_date,
            "purpose": entry.purpose,
            "location": entry.location,
            "transport": entry.transport,
        }
        row = self._new("travel", entry, cells)
        if row.op is not None:
            trip = TravelEntry(row.op.row, self._people[entry.nip], entry.first, entry.last, entry.letter)
            self._book.trips[trip.person].append(trip)
        return row

    def _carry_row(self, entry: "BalanceEntry") -> TrialRow:
        if not 0 <= entry.deferred <= entry.unused <= ANNUAL_DAYS:
            message = _("{unused} unused days, {deferred} of them deferred: a year leaves 0 to {most} days.")
            text = message.format(unused=entry.unused, deferred=entry.deferred, most=ANNUAL_DAYS)
            return TrialRow(
                "balance",
                entry.sheet,
                entry.row,
                entry.nip,
                entry.name,
                "failed",
                text,
                "unused",
                "carry_range",
            )
        cells = {
            "year": entry.year,
            "unused": entry.unused,
            "deferred": entry.deferred or None,
            "letter": entry.letter,
        }
        return self._new("balance", entry, cells)

    def _doubts(self) -> dict[tuple[str, int], str]:
        """Accepted leaves about which a rule has a word, by where they stand."""
        found: dict[tuple[str, int], str] = {}
        for row, record in self._drafts:
            if isinstance(record, LeaveRecord) and (told := _told(self._book.findings(record))):
                found[row.sheet, row.row] = told
        return found


def _told(findings: Iterable[Finding]) -> str:
    return " ".join(f"{one.rule}: {one.message}" for one in findings if one.level in (Level.HARD, Level.SOFT))


def identity(register: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
    if register == "balance":
        return (row["key"], row.get("unused"), row.get("deferred"), row.get("letter"))
    return (row["person"], row["from"], row["to"], row.get("kind") or row.get("letter"))
