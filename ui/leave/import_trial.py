"""What an import of the registers holds between its steps: the sheets, what was mended, and the trial."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flexdesk.exchange.cells import Sheet, one_line
from flexdesk.exchange.columns import ColumnView
from flexdesk.exchange.mending import mended
from flexdesk.exchange.register_export import HEADINGS
from flexdesk.exchange.register_files import RegisterTable, read_register
from flexdesk.exchange.tables import read_tables, read_text
from flexdesk.i18n import N_
from flexdesk.progress import Progress
from flexdesk.services.leave_files import LeaveFiles
from flexdesk.services.leave_trial import RegisterTrial, TrialRow

FIELD_LABELS: dict[str, str] = {
    "nip": N_("NIP"),
    "name": N_("Name"),
    "kind": N_("Kind"),
    "first": N_("First day"),
    "last": N_("Last day"),
    "working_days": N_("Working days"),
    "year": N_("Year"),
    "document": N_("Papers"),
    "reason": N_("Reason"),
    "letter": N_("Number of the letter"),
    "letter_date": N_("Day of the letter"),
    "purpose": N_("Purpose of travel"),
    "location": N_("Place of travel"),
    "transport": N_("Transport"),
    "unused": N_("Unused working days"),
    "deferred": N_("Deferred days"),
}
IGNORED = "(abaikan)"  # a heading that no field answers to
_STEPS = 3


@dataclass(slots=True)
class Import:
    """`edits` are by sheet, then (row number, column index); a heading is changed like any other cell."""

    name: str
    load: Callable[[], list[Sheet]]
    sheets: list[Sheet] = field(default_factory=list)
    edits: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)

    @classmethod
    def of_file(cls, path: Path) -> "Import":
        return cls(path.name, lambda: read_tables(path))

    @classmethod
    def of_text(cls, name: str, text: str) -> "Import":
        return cls(name, lambda: read_text(text))

    def trial(self, files: LeaveFiles, progress: Progress) -> RegisterTrial:
        """Read and judge, nothing written; raises what the readers raise."""
        progress.report(0, _STEPS)
        if not self.sheets:
            self.sheets = self.load()
        progress.report(1, _STEPS)
        sheets = [mended(sheet, self.edits.get(sheet.name or "", {})) for sheet in self.sheets]
        reading = read_register(sheets)
        progress.report(2, _STEPS)
        found = files.trial(reading)
        progress.report(_STEPS, _STEPS)
        return found

    def choose(self, table: RegisterTable, index: int, wanted: str) -> None:
        """Say what a column is by giving it the heading of that field; another one loses it."""
        names = HEADINGS[table.register]
        for other in [at for field_name, at in table.heading.columns.items() if field_name == wanted]:
            self._head(table, other, IGNORED)
        self._head(table, index, names.get(wanted, IGNORED))

    def _head(self, table: RegisterTable, index: int, text: str) -> None:
        edits = self.edits.setdefault(table.sheet, {})
        edits[table.heading_row, index] = text
        for below in range(1, table.heading.height):
            edits[table.heading_row + below, index] = ""

    def mend(self, table: RegisterTable, row: int, column: int, text: str) -> None:
        self.edits.setdefault(table.sheet, {})[row, column] = text


def fields_of(table: RegisterTable) -> list[str]:
    """The fields that this register knows and the file has, in the order of the register's own form."""
    return [name for name in HEADINGS[table.register] if name in table.heading.columns]


def views_of(table: RegisterTable, rows: Mapping[int, TrialRow]) -> list[ColumnView]:
    """The columns of a table with what they were taken for."""
    fields = {index: name for name, index in table.heading.columns.items() if name in FIELD_LABELS}
    made = []
    for index, heading in enumerate(table.heading.texts):
        texts = [one_line(row.cells[index]) for row in table.rows if index < len(row.cells)]
        filled = [text for text in texts if text]
        name = fields.get(index)
        failed = sum(one.fault == name for one in rows.values()) if name else 0
        samples = tuple(dict.fromkeys(filled))[:3]
        made.append(ColumnView(index, heading, samples, name, len(filled), max(len(filled) - failed, 0)))
    return made
