"""Cells of a file that a person mended before it is taken in; the file itself stays as it is."""

from collections.abc import Mapping
from dataclasses import replace

from flexdesk.exchange.cells import Cell, Row, Sheet


def mended(sheet: Sheet, edits: Mapping[tuple[int, int], str]) -> Sheet:
    """`edits` are by (row number, column index); an empty text empties the cell."""
    by_row: dict[int, dict[int, str]] = {}
    for (number, column), text in edits.items():
        by_row.setdefault(number, {})[column] = text
    rows = [_mended(row, by_row[row.number]) if row.number in by_row else row for row in sheet.rows]
    return replace(sheet, rows=rows)


def _mended(row: Row, texts: Mapping[int, str]) -> Row:
    cells: list[Cell] = list(row.cells)
    cells += [None] * (max(texts) + 1 - len(cells))
    for column, text in texts.items():
        cells[column] = text or None
    return Row(row.number, cells)
