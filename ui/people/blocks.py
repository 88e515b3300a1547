"""Cells from the clipboard or from the row above, as edits of the roster from the cursor on."""

from collections.abc import Sequence

from flexdesk.domain.identity import Nip, parse_nip
from flexdesk.services.people import CellEdit
from ui.people.columns import EDITABLE

_ORDER = sorted(EDITABLE)  # columns in which something can be typed, left to right


def cells_of(text: str) -> list[list[str]]:
    """The rows and cells of copied text; a last line that is empty is none."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    return [[cell.strip() for cell in line.split("\t")] for line in lines]


def fits_cells(block: Sequence[Sequence[str]], column: int, rows_left: int) -> bool:
    """Whether copied text is meant for cells from here on, and is not a list of people to import."""
    if column not in EDITABLE or not block or len(block) > rows_left:
        return False
    fields = _fields_from(column)
    if any(len(row) > len(fields) for row in block):
        return False
    has_nip = any(isinstance(parse_nip(cell), Nip) for row in block for cell in row)
    return not has_nip or "nip" in fields[: max(map(len, block))]


def edits_of(block: Sequence[Sequence[str]], column: int, keys: Sequence[str]) -> list[CellEdit]:
    """An edit for each cell; empty cells of the block leave what is there."""
    fields = _fields_from(column)
    return [
        CellEdit(key, field, text)
        for key, row in zip(keys, block, strict=False)
        for field, text in zip(fields, row, strict=False)
        if text
    ]


def _fields_from(column: int) -> list[str]:
    return [EDITABLE[at] for at in _ORDER if at >= column]
