"""An SKP file or a pasted selection tried before it is taken: what is new, what changes, what is left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from flexdesk.domain.ops import Op
from flexdesk.exchange.cells import Row as SheetRow
from flexdesk.exchange.cells import Sheet
from flexdesk.exchange.skp_files import SkpReading, read_skp
from flexdesk.exchange.tables import read_tables, read_text
from flexdesk.i18n import _
from flexdesk.services.targets import TargetImport, TargetService
from flexdesk.store.store import Store

_TABLES = ("work_result", "indicator", "realisation")
_FIRST = ("text", "target_text", "number", "unit")  # what a line tells where it has any of it
_SHOWN = (*_FIRST, "class", "leader_text", "evidence")


class TrialState(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    KNOWN = "known"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class TrialLine:
    """`table` is empty on a row that was left out; `was` tells the old values of what changes."""

    state: TrialState
    person: str
    table: str
    text: str
    was: str = ""
    place: str = ""  # sheet and row of a row that was left out


@dataclass(frozen=True, slots=True)
class SkpTrial:
    year: int
    reading: SkpReading
    lines: tuple[TrialLine, ...]

    def count(self, state: TrialState) -> int:
        return sum(line.state is state for line in self.lines)


class SkpTrials:
    """`person` is whose plan a selection without name and NIP is; their NIP and name."""

    def __init__(self, store: Store, targets: TargetService) -> None:
        self._store = store
        self._targets = targets

    def try_file(self, file: Path, year: int) -> SkpTrial:
        return self._try(read_skp(read_tables(file)), year)

    def try_text(self, text: str, year: int, *, nip: str = "", name: str = "") -> SkpTrial:
        sheets = read_text(text)
        reading = read_skp(sheets)
        if not reading.people and nip:
            reading = read_skp([_of(sheet, nip, name) for sheet in sheets])
        return self._try(reading, year)

    def take(self, trial: SkpTrial) -> TargetImport:
        return self._targets.take(trial.reading, year=trial.year)

    def _try(self, reading: SkpReading, year: int) -> SkpTrial:
        seen = self._targets.take(reading, year=year, dry_run=True)
        rejected = (
            TrialLine(
                TrialState.REJECTED,
                "",
                "",
                str(one["message"]),
                place=_place(str(one["sheet"] or ""), one["row"]),
            )
            for one in seen.rejected
        )
        return SkpTrial(reading.year or year, reading, (*rejected, *self._lines(seen.ops)))

    def _lines(self, ops: Sequence[Op]) -> Iterator[TrialLine]:
        """In the order of the file; a plan comes before what belongs to it, and tells whose that is."""
        names = {str(row["key"]): str(row["name"]) for row in self._store.select("person")}
        known = {
            (table, str(row["key"])) for table in _TABLES for row in self._store.select(table, only=("key",))
        }
        person = ""
        for op in ops:
            if op.table == "skp":
                person = names.get(str(op.after.get("person")), "")
            elif (op.table, op.row) not in known:
                yield TrialLine(TrialState.NEW, person, op.table, _told(op, _SHOWN, after=True))
            else:
                changed = [name for name in _SHOWN if op.before.get(name) != op.after.get(name)]
                state = TrialState.CHANGED if changed else TrialState.KNOWN
                yield TrialLine(
                    state,
                    person,
                    op.table,
                    _told(op, changed or _SHOWN, after=True),
                    _told(op, changed, after=False),
                )


def _place(sheet: str, row: int | None) -> str:
    told = _("row {number}").format(number=row) if row is not None else ""
    return ", ".join(part for part in (sheet, told) if part)


def _told(op: Op, names: Sequence[str], *, after: bool) -> str:
    cells = op.after if after else op.before
    held = [name for name in names if cells.get(name) is not None]
    shown = [name for name in held if name in _FIRST] or held
    return " · ".join(str(cells[name]) for name in shown)


def _of(sheet: Sheet, nip: str, name: str) -> Sheet:
    """With the lines above the table that say whose it is."""
    head = [SheetRow(0, [f"Nama: {name}"]), SheetRow(0, [f"NIP: {nip}"])]
    return replace(sheet, rows=[*head, *sheet.rows])
