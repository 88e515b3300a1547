"""The shape every table has once it is read, whatever file it came from, and how much of it we accept."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TypeAlias

# A number stays a number: a NIP that arrives as one has lost its last digits.
Cell: TypeAlias = str | int | float | bool | date | datetime | time | None

# Invisible characters that exports put around texts: zero-width ones, direction marks, soft hyphen, BOM.
_INVISIBLE = dict.fromkeys((0x00AD, 0x180E, 0x2060, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F)))


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may cost; a file beyond it is refused before it is unfolded."""

    bytes: int = 64 * 2**20
    unzipped_bytes: int = 512 * 2**20
    cells: int = 6_000_000  # the bounding box of one sheet, empty cells counted
    sheets: int = 200
    nesting: int = 64


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is what the person sees: 1-based, blank and hidden rows counted; the line of a text file."""

    number: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; positions in `Sheet.rows` and in `Row.cells`, 0-based, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `name` is None for text files; merged cells but the first are None."""

    name: str | None
    rows: list[Row]
    hidden: bool = False
    merges: list[Merge] = field(default_factory=list)

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)


def text_of(cell: Cell) -> str:
    """The cell as a person reads it: no invisible characters, whole numbers without a point, ISO dates."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.translate(_INVISIBLE).strip() if not cell.isascii() else cell.strip()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def one_line(cell: Cell) -> str:
    """`text_of` with every run of white space, line breaks included, as one space."""
    if cell.__class__ is str and cell.isascii():
        return " ".join(cell.split())
    return " ".join(text_of(cell).split())


def is_blank(cells: Iterable[Cell]) -> bool:
    return not any(cell is not None and text_of(cell) for cell in cells)


def harmless(text: str) -> str:
    """A text that no spreadsheet runs as a formula: an apostrophe before `= + - @`, tab and return."""
    return f"'{text}" if len(text) > 1 and text[0] in "=+-@\t\r" else text


def without_guard(text: str) -> str:
    """What `harmless` guarded; an apostrophe before anything else stays."""
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@" else text
