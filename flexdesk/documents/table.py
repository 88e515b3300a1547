"""Tables of official forms: merged cells, headings on every page, rows that go on overleaf whole."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import NamedTuple

from flexdesk.documents.flow import Flow, baseline_of
from flexdesk.documents.fonts import Style, wrapped
from flexdesk.documents.palette import PRINT
from flexdesk.documents.paper import Box
from flexdesk.documents.sheet import Align, Fill, Frames

PAD_X = 2.8
PAD_Y = 2.4
_KEEP_SHARE = 0.34  # a band lower than this share of a page moves whole to the next page
_VOID_SHARE = 0.25  # but not when a table has this share left to begin on: a page is not left that empty
_LEAST_ROOM = 0.2  # share of a page that repeated headings have to leave
_LEAST = 3  # lines of a long cell that stay before it is broken


class Line(NamedTuple):
    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Cell:
    """Paragraphs in one field of the form; `span` counts columns."""

    paragraphs: tuple[tuple[str, Style], ...]
    align: Align = "left"
    span: int = 1
    fill: str = ""
    middle: bool = False
    least_height: float = 0.0


@dataclass(frozen=True, slots=True)
class Band:
    """Rows that share the `lead` cells at their left, which run down over all of them."""

    rows: tuple[tuple[Cell, ...], ...]
    lead: tuple[Cell, ...] = ()
    keep_with_next: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` in points; the bands of `head` are repeated on each page.

    The last band stays on the page of what follows, which needs `below` points: a signature never stands
    alone on a sheet that anything could be written on.
    """

    widths: tuple[float, ...]
    head: tuple[Band, ...]
    body: tuple[Band, ...]
    line: float = PRINT.line
    below: float = 0.0


@dataclass(slots=True)
class _Field:
    """A cell with its place across and the lines that are not printed yet."""

    cell: Cell
    left: float
    width: float
    lines: list[Line]

    @property
    def height(self) -> float:
        text = sum(line.style.leading for line in self.lines)
        return max(text + 2 * PAD_Y, self.cell.least_height)

    def take(self, height: float) -> "_Field":
        """Part with the lines that fit into `height` points; the rest stays here."""
        room, count = height - 2 * PAD_Y, 0
        while count < len(self.lines) and self.lines[count].style.leading <= room + 0.01:
            room -= self.lines[count].style.leading
            count += 1
        taken, self.lines = self.lines[:count], self.lines[count:]
        return _Field(self.cell, self.left, self.width, taken)


_Row = list[_Field]


def _row_height(row: Sequence[_Field]) -> float:
    return max(field.height for field in row)


def _least_height(row: Sequence[_Field]) -> float:
    """Points of the lines that stay together where a row is broken."""
    leading = max((line.style.leading for field in row for line in field.lines), default=10.0)
    return _LEAST * leading + 2 * PAD_Y


@dataclass(slots=True)
class _Band:
    """A band in work: what of it is not printed yet."""

    lead: list[_Field]
    rows: list[_Row]

    @property
    def heights(self) -> list[float]:
        """The last row grows where the lead is higher than the rows together."""
        heights = [_row_height(row) for row in self.rows]
        lead = max((field.height for field in self.lead), default=0.0)
        heights[-1] += max(lead - sum(heights), 0.0)
        return heights

    @property
    def height(self) -> float:
        return sum(self.heights)

    def split(self, room: float) -> "_Band | None":
        """The part that fits into `room` points, or None where too little would stay."""
        whole, used = self._whole_rows(room)
        taken = self.rows[:whole]
        part = self._begun(self.rows[whole], room - used) if whole < len(self.rows) else None
        if not whole and part is None:
            return None
        self.rows = self.rows[whole:]
        if part is not None:
            taken.append(part)
        height = room if part is not None or not self.rows else used
        if not self.rows:  # only the lead is too high: it goes on beside empty fields
            self.rows = [[_Field(field.cell, field.left, field.width, []) for field in taken[-1]]]
        return _Band([self._take_lead(field, height) for field in self.lead], taken)

    def _begun(self, row: _Row, room: float) -> _Row | None:
        """The first lines of a long row; a short one moves whole."""
        leading = max((line.style.leading for field in row for line in field.lines), default=0.0)
        least = _LEAST * leading + 2 * PAD_Y
        if room < least or _row_height(row) < 2 * least:
            return None
        return [field.take(room) for field in row]

    def _whole_rows(self, room: float) -> tuple[int, float]:
        """How many rows fit, and the points they use."""
        used, count = 0.0, 0
        for row in self.rows:
            height = _row_height(row)
            if used + height > room + 0.01:
                break
            used += height
            count += 1
        return count, used

    def _take_lead(self, field: _Field, height: float) -> _Field:
        """The first lead cell is the number; it is repeated where its band goes on."""
        if field is self.lead[0]:
            return _Field(field.cell, field.left, field.width, list(field.lines))
        return field.take(height)


class _Setter:
    """Puts the bands of one table on the pages of a flow."""

    def __init__(self, table: Table, flow: Flow) -> None:
        self.table = table
        self.flow = flow
        self.starts = [flow.body.left]
        for width in table.widths:
            self.starts.append(self.starts[-1] + width)
        self.head_height = sum(self.measured(band).height for band in table.head)
        self.full_room = flow.body.height - self.head_height
        self.opening = 0  # bands at the start that may be broken to begin on a page with much room
        if flow.room > flow.body.height * _VOID_SHARE:
            chained = (band.keep_with_next for band in table.body)
            self.opening = 1 + sum(1 for _ in takewhile(bool, chained))

    def measured(self, band: Band) -> _Band:
        lead = self._row(band.lead, 0)
        return _Band(lead, [self._row(row, len(band.lead)) for row in band.rows])

    def _row(self, cells: Sequence[Cell], column: int) -> _Row:
        row: _Row = []
        for cell in cells:
            left, right = self.starts[column], self.starts[column + cell.span]
            row.append(_Field(cell, left, right - left, _lines(cell, right - left - 2 * PAD_X)))
            column += cell.span
        return row

    def set(self) -> None:
        bands = [self.measured(band) for band in self.table.body]
        self.flow.keep(self.head_height + self._needed(bands, 0))
        self._head()
        for index, band in enumerate(bands):
            if self._needed(bands, index) > self.flow.room + 0.01:
                self._turn()
            self._place(band, self.table.below if index == len(bands) - 1 else 0.0)

    def _needed(self, bands: list[_Band], index: int) -> float:
        """Points that must be left on a page so that this band may begin there."""
        needed = 0.0
        while index < len(bands):
            needed += self._beginning(bands[index], opening=index < self.opening)
            if index == len(bands) - 1:
                needed += self.table.below
            if not self.table.body[index].keep_with_next:
                break
            index += 1
        return min(needed, self.full_room)

    def _beginning(self, band: _Band, *, opening: bool) -> float:
        if not opening and band.height <= self.flow.body.height * _KEEP_SHARE:
            return band.height
        return min(_row_height(band.rows[0]), _least_height(band.rows[0]))

    def _turn(self) -> None:
        self.flow.new_page()
        self._head()

    def _head(self) -> None:
        for band in self.table.head:
            self._ink(self.measured(band))

    def _place(self, band: _Band, below: float) -> None:
        while band.height > self.flow.room + 0.01:
            self._break(band, self.flow.room)
        if below and band.height + below > self.flow.room + 0.01 and self.flow.room < self.full_room:
            self._break(band, band.height - _least_height(band.rows[-1]))
        self._ink(band)

    def _break(self, band: _Band, room: float) -> None:
        """Print what fits into `room` points and go on overleaf."""
        part = band.split(room)
        if part is not None:
            self._ink(part)
        self._turn()

    def _ink(self, band: _Band) -> None:
        top = self.flow.y
        heights = band.heights
        total = sum(heights)
        boxes = [self._field(field, top, total) for field in band.lead]
        for row, tall in zip(band.rows, heights, strict=True):
            boxes += [self._field(field, top, tall) for field in row]
            top += tall
        self.flow.page.draw(Frames(tuple(boxes), self.table.line))
        self.flow.y = top

    def _field(self, field: _Field, top: float, height: float) -> Box:
        box = Box(field.left, top, field.left + field.width, top + height)
        page = self.flow.page
        if field.cell.fill:
            page.draw(Fill(box, field.cell.fill))
        room = Box(box.left + PAD_X, box.top, box.right - PAD_X, box.bottom)
        y = top + PAD_Y
        if field.cell.middle:
            y = top + (height - sum(line.style.leading for line in field.lines)) / 2
        for line in field.lines:
            page.write(line.text, room, baseline_of(y, line.style), line.style, field.cell.align)
            y += line.style.leading
        return box


def _lines(cell: Cell, width: float) -> list[Line]:
    return [
        Line(text, style)
        for paragraph, style in cell.paragraphs
        for text in wrapped(paragraph, style.face, style.size, width)
    ]


def set_table(table: Table, flow: Flow) -> None:
    """Print the table from the flow's present height on; headings that fill a page are printed once."""
    setter = _Setter(table, flow)
    if setter.full_room < flow.body.height * _LEAST_ROOM:
        setter = _Setter(replace(table, head=(), body=(*table.head, *table.body)), flow)
    setter.set()


def text_cell(
    text: str,
    style: Style,
    *,
    align: Align = "left",
    span: int = 1,
    fill: str = "",
    middle: bool = False,
) -> Cell:
    return Cell(((text, style),), align, span, fill, middle)


def shares(total: float, *parts: float) -> tuple[float, ...]:
    """Widths that divide `total` points in the proportion of `parts`."""
    whole = sum(parts)
    return tuple(total * part / whole for part in parts)
