"""HTML tables: what web applications call "Export to Excel", and what a browser puts on the clipboard."""

from html.parser import HTMLParser

from flexdesk.exchange.cells import Limits, Merge, Row, Sheet
from flexdesk.exchange.unreadable import CELLS, LEVELS, SHEETS, NotATable, TooLarge
from flexdesk.i18n import _

_SILENT = {"script", "style", "head", "title"}
_BREAKS = {"br", "p", "div", "li"}
_WIDEST_SPAN = 1000


class _Table:
    """One table being filled; cells go to the next place that no earlier span has taken."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.merges: list[Merge] = []
        self._taken: dict[int, int] = {}  # column -> last row index covered from above

    def open_row(self) -> None:
        self.rows.append(Row(len(self.rows) + 1, []))

    def add(self, text: str, across: int, down: int) -> int:
        """Returns how many cells were added."""
        if not self.rows:
            self.open_row()
        row = len(self.rows) - 1
        cells = self.rows[row].cells
        before = len(cells)
        while self._taken.get(len(cells), -1) >= row:
            cells.append(None)
        left = len(cells)
        cells.append(text or None)
        cells.extend([None] * (across - 1))
        if across > 1 or down > 1:
            self.merges.append(Merge(row, left, row + down - 1, left + across - 1))
        if down > 1:
            for column in range(left, left + across):
                self._taken[column] = row + down - 1
        return len(cells) - before


class _Reader(HTMLParser):
    def __init__(self, file: str, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._file, self._limits = file, limits
        self._open: list[_Table] = []
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._silent = 0
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._open_table()
        elif tag == "tr" and self._open:
            self._close_cell()
            self._open[-1].open_row()
        elif tag in ("td", "th") and self._open:
            self._close_cell()
            self._cell, self._span = [], _span(dict(attrs))
        elif tag in _BREAKS and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in ("td", "th", "tr"):
            self._close_cell()
        elif tag == "table" and self._open:
            self._close_cell()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._silent:
            self._cell.append(" ".join(data.split(" ")) if "\n" not in data else " ".join(data.split()))

    def close(self) -> None:
        super().close()
        self._close_cell()

    def _open_table(self) -> None:
        self._close_cell()
        table = _Table()
        self._open.append(table)
        self.tables.append(table)
        if len(self._open) > self._limits.nesting:
            raise TooLarge(file=self._file, limit=self._limits.nesting, what=_(LEVELS))
        if len(self.tables) > self._limits.sheets:
            raise TooLarge(file=self._file, limit=self._limits.sheets, what=_(SHEETS))

    def _close_cell(self) -> None:
        if self._cell is None or not self._open:
            self._cell = None
            return
        lines = (" ".join(line.split()) for line in "".join(self._cell).split("\n"))
        text = "\n".join(lines).strip("\n")
        self._cells += self._open[-1].add(text, *self._span)
        self._cell = None
        if self._cells > self._limits.cells:
            raise TooLarge(file=self._file, limit=self._limits.cells, what=_(CELLS))


def _span(attrs: dict[str, str | None]) -> tuple[int, int]:
    return _count(attrs.get("colspan")), _count(attrs.get("rowspan"))


def _count(text: str | None) -> int:
    digits = (text or "").strip()
    return min(max(int(digits), 1), _WIDEST_SPAN) if digits.isascii() and digits.isdigit() else 1


def looks_like_html(text: str) -> bool:
    return "<table" in text.lower() and text.lstrip("\ufeff \r\n\t").startswith("<")


def read_html(text: str, *, file: str, limits: Limits) -> list[Sheet]:
    """One sheet for each table, without a name; a row's number is that of its `<tr>`."""
    reader = _Reader(file, limits)
    reader.feed(text)
    reader.close()
    tables = [table for table in reader.tables if table.rows]
    if not tables:
        raise NotATable(file=file)
    return [
        Sheet(None if len(tables) == 1 else str(i), t.rows, False, t.merges) for i, t in enumerate(tables, 1)
    ]
