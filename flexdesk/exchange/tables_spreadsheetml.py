"""XML Spreadsheet 2003: reports that call themselves `.xls` and are one XML text."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from xml.parsers import expat

from flexdesk.exchange.cells import Cell, Limits, Merge, Row, Sheet
from flexdesk.exchange.unreadable import CELLS, LEVELS, SHEETS, Damaged, NotATable, TooLarge
from flexdesk.i18n import _

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_EXCEL = "urn:schemas-microsoft-com:office:excel"


class _Reader:
    """Collects worksheets from parser events; entities and document types are refused."""

    def __init__(self, file: str, limits: Limits) -> None:
        self.sheets: list[Sheet] = []
        self._file, self._limits = file, limits
        self._depth = 0
        self._name = ""
        self._hidden = False
        self._rows: list[Row] = []
        self._merges: list[Merge] = []
        self._taken: dict[int, int] = {}  # column -> last row index covered from above
        self._cells: list[Cell] = []
        self._at = 0
        self._type: str | None = None
        self._text: list[str] = []
        self._collecting = False
        self._count = 0

    def parse(self, data: bytes | str) -> list[Sheet]:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise Damaged(file=self._file) from error
        return self.sheets

    def _refuse(self, *_declaration: Any) -> None:
        raise NotATable(file=self._file)

    def _start(self, tag: str, attrs: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > self._limits.nesting:
            raise TooLarge(file=self._file, limit=self._limits.nesting, what=_(LEVELS))
        match tag.rsplit(" ", 1)[-1]:
            case "Worksheet":
                self._open_sheet(attrs.get(f"{NAMESPACE} Name", ""))
            case "Row":
                self._open_row(attrs)
            case "Cell":
                self._open_cell(attrs)
            case "Data" if tag.startswith(NAMESPACE):
                self._type, self._text, self._collecting = attrs.get(f"{NAMESPACE} Type", "String"), [], True
            case "Visible" if tag.startswith(_EXCEL):
                self._text, self._collecting = [], True

    def _end(self, tag: str) -> None:
        self._depth -= 1
        match tag.rsplit(" ", 1)[-1]:
            case "Data" if tag.startswith(NAMESPACE):
                if self._cells:
                    self._cells[self._at] = _value("".join(self._text), self._type)
                self._collecting = False
            case "Visible" if tag.startswith(_EXCEL):
                self._hidden = "".join(self._text).strip() in ("SheetHidden", "SheetVeryHidden")
                self._collecting = False
            case "Worksheet":
                self.sheets.append(Sheet(self._name, self._rows, self._hidden, self._merges))

    def _characters(self, text: str) -> None:
        if self._collecting:
            self._text.append(text)

    def _open_sheet(self, name: str) -> None:
        if len(self.sheets) >= self._limits.sheets:
            raise TooLarge(file=self._file, limit=self._limits.sheets, what=_(SHEETS))
        self._name, self._hidden = name, False
        self._rows, self._merges, self._taken = [], [], {}

    def _open_row(self, attrs: Mapping[str, str]) -> None:
        number = self._index(attrs, len(self._rows) + 1)
        self._spend(number - len(self._rows))
        while len(self._rows) < number - 1:
            self._rows.append(Row(len(self._rows) + 1, []))
        self._cells = []
        self._rows.append(Row(number, self._cells))

    def _open_cell(self, attrs: Mapping[str, str]) -> None:
        row = len(self._rows) - 1
        left = len(self._cells)
        while self._taken.get(left, -1) >= row:
            left += 1
        left = self._index(attrs, left + 1) - 1
        across, down = self._span(attrs, "MergeAcross"), self._span(attrs, "MergeDown")
        self._spend(left + 1 + across - len(self._cells))
        self._cells.extend([None] * (left + 1 + across - len(self._cells)))
        self._at = left
        if across or down:
            self._merges.append(Merge(row, left, row + down, left + across))
        if down:
            self._taken.update(dict.fromkeys(range(left, left + across + 1), row + down))

    def _index(self, attrs: Mapping[str, str], usual: int) -> int:
        text = attrs.get(f"{NAMESPACE} Index", "")
        return max(int(text), usual) if text.isascii() and text.isdigit() and len(text) < 9 else usual

    def _span(self, attrs: Mapping[str, str], name: str) -> int:
        text = attrs.get(f"{NAMESPACE} {name}", "")
        return min(int(text), 2**20) if text.isascii() and text.isdigit() and len(text) < 9 else 0

    def _spend(self, cells: int) -> None:
        self._count += max(cells, 0)
        if self._count > self._limits.cells:
            raise TooLarge(file=self._file, limit=self._limits.cells, what=_(CELLS))


def _value(text: str, kind: str | None) -> Cell:
    if kind == "Number":
        try:
            return float(text)
        except ValueError:
            return text or None
    if kind == "DateTime":
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return text or None
    if kind == "Boolean":
        return text.strip() == "1"
    return text or None


def read_spreadsheetml(data: bytes | str, *, file: str, limits: Limits) -> list[Sheet]:
    return _Reader(file, limits).parse(data)
