"""Finds the heading of a roster among title rows, groups, column numbers and letterheads."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

from flexdesk.domain.identity import Nip, NipFault, parse_nip
from flexdesk.exchange.cells import Cell, Row, Sheet, one_line, text_of
from flexdesk.exchange.headings import field_under, heading_key

SEARCHED_ROWS = 30  # the heading stands on one of these
SAMPLED_ROWS = 400
_DEEPEST = 3
_LONGEST_HEADING = 90
_WEIGHTS = {"nip": 30, "name": 30, "titles_from": 25, "name_part": 10, "golongan": 8, "jabatan": 8, "unit": 6}
_PLAIN_NUMBER = re.compile(r"\(?(\d{1,3})[).]?")


@dataclass(frozen=True, slots=True)
class Heading:
    """One column as its heading rows describe it; `field` is what the words alone say."""

    index: int
    text: str  # as people see it, group and sub-heading joined with " / "
    key: str
    field: str | None
    rank: int


@dataclass(frozen=True, slots=True)
class Header:
    """`first` and `last` are positions in `Sheet.rows`; both -1 when the sheet has no heading."""

    first: int
    last: int
    headings: tuple[Heading, ...]

    @property
    def fingerprint(self) -> str:
        """The same for every file with these headings in this order, so that a mapping can be remembered."""
        shape = "\x1f".join(heading.key for heading in self.headings).rstrip("\x1f")
        return sha256(shape.encode()).hexdigest()[:16]


def find_header(sheet: Sheet) -> tuple[Header, int]:
    """The best heading of a sheet and how sure that is; 0 when nothing looks like one."""
    best, best_score = Header(-1, -1, ()), 0
    for first in range(min(SEARCHED_ROWS, len(sheet.rows))):
        for header in _headers_from(sheet, first):
            score = _score(sheet, header)
            if score > best_score:
                best, best_score = header, score
    return best, best_score


def without_heading(sheet: Sheet) -> Header:
    width = max((len(row.cells) for row in sheet.rows[:SAMPLED_ROWS]), default=0)
    return Header(-1, -1, tuple(Heading(i, "", "", None, 0) for i in range(width)))


def _headers_from(sheet: Sheet, first: int) -> Iterable[Header]:
    texts = _texts(sheet.rows[first])
    if sum(map(bool, texts)) < 2 or any(len(text) > _LONGEST_HEADING for text in texts):
        return
    levels = [texts]
    while len(levels) < _DEEPEST and first + len(levels) < len(sheet.rows):
        below = _texts(sheet.rows[first + len(levels)])
        if not _is_sub_heading(sheet, first + len(levels) - 1, levels, below):
            break
        levels.append(below)
    yield _header(first, levels)
    if len(levels) == 1 and first + 1 < len(sheet.rows):
        below = _texts(sheet.rows[first + 1])
        if _may_continue(below):
            yield _continued(first, texts, below)


def _texts(row: Row) -> list[str]:
    return [one_line(cell) for cell in row.cells]


def _is_sub_heading(sheet: Sheet, above: int, levels: list[list[str]], below: list[str]) -> bool:
    """Every filled cell stands under a group: under a blank place right of one, or under its first cell."""
    if not any(below) or any(_looks_like_data(text) for text in below):
        return False
    top = levels[-1]
    groups = _group_places(sheet, above, top)
    return all(column in groups for column, text in enumerate(below) if text)


def _group_places(sheet: Sheet, position: int, top: list[str]) -> set[int]:
    places: set[int] = set()
    for merge in sheet.merges:
        if merge.top <= position <= merge.bottom and merge.right > merge.left:
            places.update(range(merge.left, merge.right + 1))
    under_group = False
    for column, text in enumerate(top):
        next_blank = column + 1 < len(top) and not top[column + 1]
        under_group = next_blank if text else under_group
        if under_group:
            places.add(column)
    return places


def _looks_like_data(text: str) -> bool:
    digits = sum(char.isdigit() for char in text)
    return digits > 4 or len(text) > _LONGEST_HEADING


def _may_continue(below: list[str]) -> bool:
    """A heading that goes on in the next row (TANGGAL / LAHIR) holds no figure at all."""
    return any(below) and not any(char.isdigit() for text in below for char in text)


def _continued(first: int, top: list[str], below: list[str]) -> Header:
    width = max(len(top), len(below))
    joined = [f"{_at(top, i)} {_at(below, i)}".strip() for i in range(width)]
    header = _header(first, [joined])
    return Header(first, first + 1, header.headings)


def _header(first: int, levels: list[list[str]]) -> Header:
    width = max(map(len, levels))
    filled = [_filled_right(level, levels[depth + 1 :]) for depth, level in enumerate(levels)]
    headings = tuple(_heading(i, [_at(level, i) for level in filled]) for i in range(width))
    return Header(first, first + len(levels) - 1, headings)


def _filled_right(level: list[str], deeper: list[list[str]]) -> list[str]:
    """A group heading counts for the blank places right of it that have a sub-heading."""
    filled: list[str] = []
    group = ""
    for column, text in enumerate(level):
        if text:
            group = text
        filled.append(text or (group if any(_at(low, column) for low in deeper) else ""))
    return filled


def _heading(index: int, parts: list[str]) -> Heading:
    parts = [part for at, part in enumerate(parts) if part and part not in parts[:at]]
    keys = [heading_key(part) for part in parts]
    found = field_under(" ".join(keys[:-1]), keys[-1]) if keys else None
    field, rank = found or (None, 0)
    return Heading(index, " / ".join(parts), " ".join(keys), field, rank)


def _at(texts: Sequence[str], index: int) -> str:
    return texts[index] if index < len(texts) else ""


def _score(sheet: Sheet, header: Header) -> int:
    fields = {heading.field for heading in header.headings if heading.field}
    if not fields & {"nip", "name", "titles_from", "name_part"}:
        return 0
    known = sum(_WEIGHTS.get(field, 3) for field in fields)
    nips = max((_nips_below(sheet, header, h.index) for h in header.headings if h.field == "nip"), default=0)
    return known + min(nips, 60)


def _nips_below(sheet: Sheet, header: Header, column: int) -> int:
    return sum(is_nip_like(cell) for cell in column_cells(sheet, header, column))


def column_cells(sheet: Sheet, header: Header, column: int) -> list[Cell]:
    """A sample of what stands below a heading, blank cells left out."""
    rows = sheet.rows[header.last + 1 : header.last + 1 + SAMPLED_ROWS]
    cells = [row.cells[column] for row in rows if column < len(row.cells)]
    return [cell for cell in cells if text_of(cell)]


def is_nip_like(cell: Cell) -> bool:
    """A NIP, or what was one before a spreadsheet or a typist spoiled it."""
    parsed = parse_nip(cell)
    if isinstance(parsed, Nip):
        return True
    if parsed is NipFault.LENGTH:
        return isinstance(cell, str) and 16 < sum(char.isdigit() for char in cell) < 20
    return parsed not in (NipFault.MISSING, NipFault.CHARACTERS)


def are_column_numbers(cells: Iterable[Cell]) -> bool:
    """`1, 2, 3 …` or `(1) (2) (3) …` below a heading."""
    numbers: list[int] = []
    for text in filter(None, map(one_line, cells)):
        match = _PLAIN_NUMBER.fullmatch(text.split("=")[0].strip())
        if match is None:
            return False
        numbers.append(int(match[1]))
    return len(numbers) >= 3 and all(b - a == 1 for a, b in pairwise(sorted(numbers)))
