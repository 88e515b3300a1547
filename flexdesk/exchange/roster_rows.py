"""Walks down a roster and says of each row what it is: an employee, a section, a total, a signature …"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from flexdesk.domain.identity import Nip, NipFault, is_placeholder, parse_nip
from flexdesk.exchange.cells import Cell, Row, Sheet, one_line, text_of
from flexdesk.exchange.columns import Columns
from flexdesk.exchange.header import Header, are_column_numbers
from flexdesk.exchange.headings import heading_key
from flexdesk.exchange.sections import (
    Section,
    Standing,
    is_note,
    is_numbered,
    is_signature_nip,
    is_title,
    is_total,
    is_vacant,
    numbering_style,
    reads_as_section,
    section_of,
    standing_of,
)


class Why(StrEnum):
    """Why a row is passed over."""

    BLANK = "blank"
    TITLE = "title"
    HEADING = "heading"
    COLUMN_NUMBERS = "column numbers"
    SECTION_UNIT = "section (unit)"
    SECTION_STATUS = "section (status)"
    SECTION_OTHER = "section"
    TOTAL = "total"
    LEGEND = "legend"
    SIGNATURE = "signature"
    VACANT = "vacant post"


_SECTION_WHY = {
    Section.UNIT: Why.SECTION_UNIT,
    Section.STATUS: Why.SECTION_STATUS,
    Section.OTHER: Why.SECTION_OTHER,
}


@dataclass(frozen=True, slots=True)
class Ignored:
    row: int
    why: Why


class Employee(NamedTuple):
    """A row that means a person, with the sections that stand above it."""

    row: Row
    nip: Nip | NipFault
    unit: str | None
    standing: Standing | None


class _Sections:
    """The unit and the status that the headings above give; an equal numbering ends the other kind."""

    def __init__(self) -> None:
        self.unit: str | None = None
        self.standing: Standing | None = None
        self._styles: dict[Section, str] = {}
        self._label = ""

    def enter(self, text: str) -> Section:
        kind, bare, label = section_of(text)
        style = numbering_style(label, self._label)
        self._label = label
        if kind is Section.UNIT:
            self.unit = bare
            if style and self._styles.get(Section.STATUS) == style:
                self.standing = None
        elif kind is Section.STATUS:
            self.standing = standing_of(bare)
            if style and self._styles.get(Section.UNIT) == style:
                self.unit = None
        self._styles[kind] = style
        return kind


class RosterWalk:
    """Iterates over the rows below the heading; `ignored` and `has_unit_sections` are complete afterwards."""

    def __init__(self, sheet: Sheet, header: Header, columns: Columns) -> None:
        self.ignored: list[Ignored] = []
        self.has_unit_sections = False
        self._rows = sheet.rows[header.last + 1 :]
        self._header_keys = [
            [heading_key(cell) for cell in row.cells] for row in sheet.rows[header.first : header.last + 1]
        ] if header.first >= 0 else []  # fmt: skip
        above = sheet.rows[: max(header.first, 0)]
        self.titles = [text for row in above if len(text := _only_text(row.cells)) > 3]
        self._title_keys = {heading_key(title) for title in self.titles}
        self._nip = columns.first("nip")
        self._number = columns.first("number")
        names = columns.all("name") or columns.all("name_part") or columns.all("titles_from")
        self._name = names[0] if names else None
        self._names = names + columns.all("titles_from")
        self._first = min((i for i in (self._number, self._name, self._nip) if i is not None), default=0)
        self._sections = _Sections()
        self._enter_title_section()

    def _enter_title_section(self) -> None:
        if self.titles and is_numbered(self.titles[-1]) and not is_title(self.titles[-1]):
            self._enter(self.titles[-1])

    def _enter(self, text: str) -> Section:
        kind = self._sections.enter(text)
        self.has_unit_sections = self.has_unit_sections or kind is Section.UNIT
        return kind

    def __iter__(self) -> Iterator[Employee]:
        end = self._end_of_data()
        for position, row in enumerate(self._rows):
            nip = parse_nip(self._cell(row.cells, self._nip))
            if position > end:
                self._ignore(row, self._tail_kind(row.cells))
            elif nip.__class__ is Nip and self._has_name(row.cells):
                yield Employee(row, nip, self._sections.unit, self._sections.standing)
            elif why := self._why_no_employee(row.cells, nip, position):
                self._ignore(row, why)
            else:
                yield Employee(row, nip, self._sections.unit, self._sections.standing)

    def _ignore(self, row: Row, why: Why) -> None:
        self.ignored.append(Ignored(row.number, why))

    def _cell(self, cells: Sequence[Cell], index: int | None) -> Cell:
        return cells[index] if index is not None and index < len(cells) else None

    def _name_text(self, cells: Sequence[Cell]) -> str:
        for index in self._names:
            text = text_of(self._cell(cells, index))
            if text and not is_placeholder(text):
                return text
        return ""

    def _has_name(self, cells: Sequence[Cell]) -> bool:
        return bool(self._name_text(cells))

    def _numbered(self, cells: Sequence[Cell]) -> bool:
        text = one_line(self._cell(cells, self._number)).rstrip(".)")
        return text.isascii() and text.isdigit()

    # where the people end and the signatures begin

    def _end_of_data(self) -> int:
        end = -1
        for position in range(len(self._rows) - 1, -1, -1):
            if self._is_anchor(self._rows[position].cells):
                end = position
                break
        while end + 1 < len(self._rows) and self._goes_on(self._rows[end + 1].cells):
            end += 1
        return end

    def _goes_on(self, cells: Sequence[Cell]) -> bool:
        """A row right below the last sure one, in a list without running numbers: a name and more."""
        texts = [text for text in map(one_line, cells) if text]
        if self._number is not None or len(texts) < 2 or not self._has_name(cells):
            return False
        return not (_is_closing(texts) or is_total(texts[0]) or is_note(texts[0]))

    def _is_anchor(self, cells: Sequence[Cell]) -> bool:
        """Surely a person's row: a NIP beside a name, or a running number beside a name."""
        name, numbered = self._has_name(cells), self._numbered(cells)
        nip_cell = self._cell(cells, self._nip)
        nip = parse_nip(nip_cell)
        if isinstance(nip, Nip) or nip in (NipFault.PRECISION_LOST, NipFault.LENGTH):
            filled = sum(1 for cell in cells if text_of(cell))
            lonely_signature = is_signature_nip(text_of(nip_cell)) and filled <= 2 and not numbered
            return (name or numbered or filled > 2 or isinstance(nip, Nip)) and not lonely_signature
        if numbered:
            return name and not is_total(self._name_text(cells))
        if self._number is None or not name:
            filled = sum(1 for cell in cells if text_of(cell))
            return name and filled >= 3 and not _is_closing([t for t in map(one_line, cells) if t])
        return False

    def _tail_kind(self, cells: Sequence[Cell]) -> Why:
        texts = [text for text in map(one_line, cells) if text]
        if not texts:
            return Why.BLANK
        if is_total(texts[0]):
            return Why.TOTAL
        if any(is_note(text) for text in texts) or " = " in texts[0]:
            return Why.LEGEND
        return Why.SIGNATURE

    # inside the table

    def _why_no_employee(self, cells: Sequence[Cell], nip: Nip | NipFault, position: int) -> Why | None:
        filled = [(index, text) for index, cell in enumerate(cells) if (text := one_line(cell))]
        if not filled:
            return Why.BLANK
        if self._repeats_heading(cells):
            return Why.HEADING
        if are_column_numbers(cells):
            return Why.COLUMN_NUMBERS
        has_nip = nip is not NipFault.MISSING and any(
            char.isdigit() for char in text_of(self._cell(cells, self._nip))
        )
        if nip.__class__ is not Nip and any(is_total(text) for _index, text in filled[:3]):
            return Why.TOTAL
        if has_nip:
            signed = is_signature_nip(text_of(self._cell(cells, self._nip))) and len(filled) <= 2
            return (
                Why.SIGNATURE if signed and not self._has_name(cells) and not self._numbered(cells) else None
            )
        name = self._name_text(cells)
        if name and is_vacant(name):
            return Why.VACANT
        if self._is_lonely(filled):
            return self._lonely_kind(filled[0][0], filled[0][1], position)
        if not name:
            return self._nameless_kind(cells, filled)
        if is_note(filled[0][1]) and not self._numbered(cells):
            return Why.LEGEND
        return None

    def _is_lonely(self, filled: list[tuple[int, str]]) -> bool:
        if len(filled) == 1:
            return True
        first, text = filled[0]
        rest_is_counts = all(other.isdigit() for _index, other in filled[1:])
        return first <= self._first and not text.isdigit() and rest_is_counts and first != self._name

    def _lonely_kind(self, index: int, text: str, position: int) -> Why | None:
        if is_note(text):
            return Why.LEGEND
        if heading_key(text) in self._title_keys or is_title(text):
            return Why.TITLE
        if is_signature_nip(text) and any(char.isdigit() for char in text):
            return Why.SIGNATURE
        if text.isdigit():
            return Why.VACANT
        if index == self._name and not reads_as_section(text) and self._is_person_alone(position):
            return None
        return _SECTION_WHY[self._enter(text)]

    def _is_person_alone(self, position: int) -> bool:
        """A text alone in the name column is a person when the rows hold hardly more than that anyway."""
        near = self._rows[max(0, position - 20) : position + 20]
        widths = sorted(sum(1 for cell in row.cells if text_of(cell)) for row in near)
        return self._number is None and widths[len(widths) // 2] <= 3

    def _nameless_kind(self, cells: Sequence[Cell], filled: list[tuple[int, str]]) -> Why:
        if is_note(filled[0][1]) or " = " in filled[0][1]:
            return Why.LEGEND
        if self._numbered(cells) or any(is_vacant(text) for _index, text in filled):
            return Why.VACANT
        if all(is_signature_nip(text) for _index, text in filled):
            return Why.SIGNATURE
        if not any(char.isalpha() for _index, text in filled for char in text):
            return Why.TOTAL
        return Why.VACANT

    def _repeats_heading(self, cells: Sequence[Cell]) -> bool:
        keys = [heading_key(cell) if isinstance(cell, str) else "" for cell in cells]
        for header in self._header_keys:
            same = sum(1 for a, b in zip(keys, header, strict=False) if a and a == b)
            if same >= 2 and same >= 0.6 * sum(map(bool, keys)):
                return True
        return False


def _only_text(cells: Sequence[Cell]) -> str:
    texts = [text for text in map(one_line, cells) if text]
    return texts[0] if len(texts) == 1 else ""


_CLOSING = ("mengetahui", "mengesahkan", "menyetujui", "dibuat oleh", "yang membuat", "a n", "plt", "pejabat")


def _is_closing(texts: list[str]) -> bool:
    return any(heading_key(text).startswith(_CLOSING) or is_signature_nip(text) for text in texts)
