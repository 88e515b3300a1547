"""What an import holds between its steps: the tables as read, the person's choices, and the trial of both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flexdesk.exchange.cells import Row, Sheet, is_blank, one_line
from flexdesk.exchange.columns import ColumnView
from flexdesk.exchange.mending import mended
from flexdesk.exchange.rosters import RosterReading
from flexdesk.exchange.tables import read_tables, read_text
from flexdesk.progress import Progress
from flexdesk.services.people import PeopleService
from flexdesk.services.people_import import RowOutcome

_STEPS = 3
_SAMPLES = 3
_SAMPLED_ROWS = 200


@dataclass(frozen=True, slots=True)
class Trial:
    """One reading with what taking it would do. `sheet` is the table that was read."""

    reading: RosterReading
    outcomes: dict[int, RowOutcome]
    sheet: Sheet

    def count(self, kind: str) -> int:
        return sum(outcome.kind == kind for outcome in self.outcomes.values())


@dataclass(slots=True)
class Import:
    """`mapping` is empty until the person chose something; `edits` are by (row number, column index)."""

    name: str
    load: Callable[[], list[Sheet]]
    sheets: list[Sheet] = field(default_factory=list)
    sheet: str | None = None
    mapping: dict[int, str | None] = field(default_factory=dict)
    edits: dict[tuple[int, int], str] = field(default_factory=dict)

    @classmethod
    def of_file(cls, path: Path) -> "Import":
        return cls(path.name, lambda: read_tables(path))

    @classmethod
    def of_text(cls, name: str, text: str) -> "Import":
        return cls(name, lambda: read_text(text))

    def trial(self, people: PeopleService, progress: Progress) -> Trial:
        """Read and work out, nothing written; raises what the readers raise."""
        progress.report(0, _STEPS)
        if not self.sheets:
            self.sheets = self.load()
        progress.report(1, _STEPS)
        sheets = [mended(sheet, self.edits) for sheet in self.sheets] if self.edits else self.sheets
        chosen: dict[int | str, str | None] = {index: wanted for index, wanted in self.mapping.items()}
        reading = people.read_sheets(sheets, sheet=self.sheet, mapping=chosen or None)
        progress.report(2, _STEPS)
        outcomes = {outcome.row: outcome for outcome in people.outcomes(reading)}
        progress.report(_STEPS, _STEPS)
        return Trial(reading, outcomes, _named(sheets, reading.layout.sheet))

    def choose(self, views: Sequence[ColumnView], index: int, wanted: str | None) -> None:
        """The person says what a column is; every other column keeps what it was taken for."""
        self.mapping = {view.index: view.field for view in views} | {index: wanted}

    def bare_columns(self) -> list[ColumnView]:
        """The columns of the largest table as they are, for a file that no heading explains."""
        visible = [sheet for sheet in self.sheets if not sheet.hidden and self.sheet in (None, sheet.name)]
        if not visible:
            return []
        rows = max(visible, key=lambda sheet: len(sheet.rows)).rows[:_SAMPLED_ROWS]
        width = max((len(row.cells) for row in rows), default=0)
        return [_bare(rows, index, self.mapping.get(index)) for index in range(width)]


def _bare(rows: Sequence[Row], index: int, wanted: str | None) -> ColumnView:
    cells = [row.cells[index] for row in rows if index < len(row.cells)]
    filled = [one_line(cell) for cell in cells if not is_blank([cell])]
    samples = tuple(dict.fromkeys(filled))[:_SAMPLES]
    return ColumnView(index, "", samples, wanted, len(filled), 0)


def _named(sheets: Sequence[Sheet], name: str | None) -> Sheet:
    return next((sheet for sheet in sheets if sheet.name == name and not sheet.hidden), sheets[0])
