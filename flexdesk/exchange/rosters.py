"""Staff lists as offices have them become people, and every row that cannot says why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flexdesk.domain.golongan import fits as golongan_fits
from flexdesk.domain.golongan import normal_golongan
from flexdesk.domain.identity import Kind, Nip, NipFault, is_placeholder
from flexdesk.domain.names import PersonName, split_back_titles, split_front_titles, split_name
from flexdesk.errors import FlexDeskError
from flexdesk.exchange.cells import Cell, Sheet, one_line, text_of
from flexdesk.exchange.collector import collector_paused
from flexdesk.exchange.columns import FIELDS, Columns, ColumnView, assign, views
from flexdesk.exchange.header import Header, column_cells, find_header, without_heading
from flexdesk.exchange.name_cells import NameCell, read_name_cell
from flexdesk.exchange.refusals import Rejected, explained
from flexdesk.exchange.roster_rows import Employee, Ignored, RosterWalk
from flexdesk.exchange.sections import Standing, is_non_asn_post, office_named_in, standing_of
from flexdesk.exchange.written_dates import month_comes_first, read_date
from flexdesk.i18n import N_


class NoRoster(FlexDeskError):
    code = "import.no_roster"
    ticket = "FD-IMP-21"
    text = N_("No column with names or NIP was found in this file.")
    next = N_("Check that the list has a heading with Nama and NIP, or choose the columns yourself.")


class NoSuchSheet(FlexDeskError):
    code = "import.no_such_sheet"
    ticket = "FD-IMP-22"
    text = N_("The file has no visible sheet “{sheet}”.")
    next = N_("Choose one of these: {sheets}.")


@dataclass(frozen=True, slots=True)
class RosterPerson:
    """One accepted row. `status` is pns, cpns, pppk or pppk_part_time; texts are as in the file."""

    row: int
    nip: str
    name: str
    front_titles: list[str]
    back_titles: list[str]
    golongan: str | None
    jabatan: str | None
    unit: str | None
    birth_date: date | None
    status: str
    phone: str | None = None
    email: str | None = None
    domicile: str | None = None
    golongan_fits_status: bool = True  # rule NIP-07: worth a look, not refused


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the table stands and what its columns mean."""

    sheet: str | None
    header_rows: list[int]
    columns: dict[str, str]
    ignored_columns: list[str]
    fingerprint: str
    headings: list[str]
    unit_from_sections: bool = False

    def as_json(self) -> dict[str, object]:
        return {
            "sheet": self.sheet,
            "header_rows": self.header_rows,
            "columns": self.columns,
            "ignored_columns": self.ignored_columns,
        }


@dataclass(frozen=True, slots=True)
class RosterReading:
    """All that a file says about people; nothing in it is written anywhere yet."""

    layout: Layout
    accepted: list[RosterPerson]
    rejected: list[Rejected]
    ignored_rows: list[Ignored]
    unit_fallback: str | None
    columns: tuple[ColumnView, ...]
    sheets: list[str]  # visible sheets that could be chosen instead


def read_roster(
    sheets: Sequence[Sheet],
    *,
    sheet: str | None = None,
    mapping: Mapping[int | str, str | None] | None = None,
) -> RosterReading:
    """Reads the most promising visible sheet, or the one named.

    `mapping` (column index or heading → field, None to ignore) overrides the guess. Raises NoRoster and
    NoSuchSheet.
    """
    visible = [candidate for candidate in sheets if not candidate.hidden]
    chosen, header = _choose(visible, sheet, guided=bool(mapping))
    columns = assign(chosen, header, mapping)
    if not columns.all("nip") and not {"name", "titles_from", "name_part"} & columns.of.keys():
        raise NoRoster()
    walk = RosterWalk(chosen, header, columns)
    reader = _Reader(chosen, header, columns)
    with collector_paused():
        for employee in walk:
            reader.take(employee)
    layout = _layout(chosen, header, columns, unit_from_sections=walk.has_unit_sections)
    has_unit = bool(columns.all("unit")) or walk.has_unit_sections
    return RosterReading(
        layout=layout,
        accepted=reader.accepted,
        rejected=reader.rejected,
        ignored_rows=walk.ignored,
        unit_fallback=None if has_unit else office_named_in(walk.titles),
        columns=views(chosen, header, columns),
        sheets=[candidate.name for candidate in visible if candidate.name],
    )


def _choose(visible: Sequence[Sheet], name: str | None, *, guided: bool) -> tuple[Sheet, Header]:
    named = [sheet for sheet in visible if name is None or sheet.name == name]
    if not named:
        raise NoSuchSheet(sheet=name or "", sheets=", ".join(s.name for s in visible if s.name) or "-")
    scored = [(sheet, *find_header(sheet)) for sheet in named]
    sheet, header, score = max(scored, key=lambda item: item[2])
    if score:
        return sheet, header
    largest = max(named, key=lambda candidate: len(candidate.rows))
    bare = without_heading(largest)
    if guided or assign(largest, bare).all("nip"):
        return largest, bare
    raise NoRoster()


def _layout(sheet: Sheet, header: Header, columns: Columns, *, unit_from_sections: bool) -> Layout:
    text_at = {heading.index: heading.text for heading in header.headings}
    used = {index for indexes in columns.of.values() for index in indexes}
    return Layout(
        sheet=sheet.name,
        header_rows=[row.number for row in sheet.rows[header.first : header.last + 1]]
        if header.first >= 0
        else [],
        columns={
            field: text_at.get(indexes[0], "") or str(indexes[0] + 1)
            for field, indexes in columns.of.items()
            if field not in ("number", "reject_code")
        },
        ignored_columns=[h.text for h in header.headings if h.index not in used and h.text],
        fingerprint=header.fingerprint,
        headings=[heading.text for heading in header.headings],
        unit_from_sections=unit_from_sections,
    )


class _Reader:
    """Turns employee rows into accepted and rejected ones, in the order of the file."""

    def __init__(self, sheet: Sheet, header: Header, columns: Columns) -> None:
        self.accepted: list[RosterPerson] = []
        self.rejected: list[Rejected] = []
        self._columns = columns
        self._first_row_of: dict[str, int] = {}
        self._values: dict[str, str] = {}
        self._last_unit: str | None = None
        self._spans = _vertical_spans(sheet, columns.all("unit"))
        birth = columns.first("birth_date")
        self._month_first = birth is not None and month_comes_first(column_cells(sheet, header, birth))
        self._width = columns.highest + 1
        self._places = {field: columns.all(field) for field in FIELDS}

    def take(self, employee: Employee) -> None:
        cells = employee.row.cells
        if len(cells) < self._width:
            cells = cells + [None] * (self._width - len(cells))
        unit = self._unit(employee, cells)
        name_cell = self._name(cells)
        nip = employee.nip
        if nip is NipFault.MISSING and name_cell.nip is not None:
            nip = name_cell.nip
        born = self._birth_date(cells, name_cell)
        person = _Draft(employee, cells, nip, name_cell, unit, born, self._golongan(cells, name_cell))
        refusal = self._refusal(person)
        if refusal is not None:
            self.rejected.append(refusal)
            return
        assert isinstance(nip, Nip)
        self._first_row_of[nip.text] = employee.row.number
        self.accepted.append(self._accept(person, nip))

    # values

    def _value(self, cell: Cell) -> str:
        """One line, without the apostrophe that a spreadsheet puts in front; empty for a placeholder."""
        if cell is None:
            return ""
        text = cell if cell.__class__ is str else text_of(cell)
        known = self._values.get(text)
        if known is None:
            known = one_line(text).removeprefix("'").strip()
            known = "" if is_placeholder(known) else known
            if len(self._values) < 50_000:
                self._values[text] = known
        return known

    def _first_value(self, cells: Sequence[Cell], field: str) -> str:
        for index in self._places[field]:
            if value := self._value(cells[index]):
                return value
        return ""

    def _name(self, cells: Sequence[Cell]) -> NameCell:
        if parts := self._places["name_part"]:
            return read_name_cell(" ".join(filter(None, (self._value(cells[i]) for i in parts))))
        for field in ("name", "titles_from"):
            for index in self._places[field]:
                found = read_name_cell(text := cells[index])
                if found.text or (isinstance(text, str) and "\n" in text):
                    return found
        return NameCell("", None, None, None)

    def _unit(self, employee: Employee, cells: Sequence[Cell]) -> str | None:
        columns = self._places["unit"]
        if not columns:
            return employee.unit
        for index in columns:
            if value := self._value(cells[index]) or self._merged(employee.row.number, index):
                self._last_unit = value
                return value
        if not self._places["reject_code"] and all(not text_of(cells[index]) for index in columns):
            return self._last_unit or employee.unit  # filled in only on the first of several rows
        return employee.unit

    def _merged(self, row: int, index: int) -> str:
        return self._spans.get((row, index), "")

    # checks, in the order in which a person would mend them

    def _refusal(self, person: "_Draft") -> Rejected | None:
        nip = person.nip
        if isinstance(nip, NipFault):
            return self._nip_refusal(person, nip)
        if not person.name_cell.text:
            return person.rejected("name_missing")
        first = self._first_row_of.get(nip.text)
        if first is None and self._marked_duplicate(person.cells, nip):
            first = 0
        if first is not None:
            return person.rejected("nip_duplicate", first=first or "?")
        if person.born is not None and person.born != nip.birth_date:
            return person.rejected(
                "birthdate_mismatch", found=_day(person.born), expected=_day(nip.birth_date)
            )
        if person.golongan and normal_golongan(person.golongan) is None:
            return person.rejected("golongan_unknown", found=person.golongan)
        return None

    def _nip_refusal(self, person: "_Draft", fault: NipFault) -> Rejected:
        index = self._columns.first("nip")
        text = self._value(person.cells[index]) if index is not None else ""
        without = fault is NipFault.MISSING or not any(char.isdigit() for char in text)
        non_asn = self._non_asn(person, text)
        if non_asn and (without or fault in (NipFault.LENGTH, NipFault.CHARACTERS)):
            return person.rejected("non_asn", found=non_asn)
        if without:
            return person.rejected("nip_missing")
        digits = sum(char.isdigit() for char in text)
        return person.rejected(fault.kind, reason=fault.value, digits=digits)

    def _non_asn(self, person: "_Draft", nip_text: str) -> str:
        """The words that say so; empty when nothing does."""
        texts = [self._value(person.cells[index]) for index in self._columns.all("status")]
        for text in (*texts, nip_text):
            if standing_of(text) is Standing.NON_ASN:
                return text
        jabatan = self._first_value(person.cells, "jabatan")
        if jabatan and is_non_asn_post(jabatan):
            return jabatan
        return "non ASN" if person.employee.standing is Standing.NON_ASN else ""

    def _marked_duplicate(self, cells: Sequence[Cell], nip: Nip) -> bool:
        """Our own file of rejected rows names the NIP that was a duplicate; unchanged, it still is."""
        index = self._columns.first("reject_code")
        return index is not None and text_of(cells[index]) == f"nip_duplicate {nip.text}"

    def _birth_date(self, cells: Sequence[Cell], name_cell: NameCell) -> date | None:
        for index in self._places["birth_date"]:
            return read_date(cells[index], month_first=self._month_first)
        return name_cell.birth_date

    def _golongan(self, cells: Sequence[Cell], name_cell: NameCell) -> str:
        golongan = self._first_value(cells, "golongan")
        ruang = self._first_value(cells, "ruang")
        if golongan and ruang and len(ruang) == 1:
            return f"{golongan}/{ruang}"
        return golongan or name_cell.golongan or ""

    # the accepted ones

    def _accept(self, person: "_Draft", nip: Nip) -> RosterPerson:
        cells = person.cells
        name = split_name(person.name_cell.text)
        front, back = self._titles(cells, name)
        golongan = normal_golongan(person.golongan) if person.golongan else None
        return RosterPerson(
            row=person.employee.row.number,
            nip=nip.text,
            name=name.name,
            front_titles=front,
            back_titles=back,
            golongan=golongan,
            jabatan=self._first_value(cells, "jabatan") or None,
            unit=person.unit,
            birth_date=person.born,
            status=self._status(person, nip),
            phone=_phone(self._first_value(cells, "phone")),
            email=self._first_value(cells, "email") or None,
            domicile=self._first_value(cells, "domicile") or None,
            golongan_fits_status=golongan is None or golongan_fits(golongan, nip.kind),
        )

    def _titles(self, cells: Sequence[Cell], name: PersonName) -> tuple[list[str], list[str]]:
        front, back = list(name.front), list(name.back)
        if text := self._first_value(cells, "titles_from"):
            other = split_name(text)
            front, back = list(other.front) or front, list(other.back) or back
        if text := self._first_value(cells, "front_titles"):
            front = list(split_front_titles(text))
        if text := self._first_value(cells, "back_titles"):
            back = list(split_back_titles(text))
        return front, back

    def _status(self, person: "_Draft", nip: Nip) -> str:
        said = [standing_of(self._value(person.cells[index])) for index in self._places["status"]]
        said.append(person.employee.standing)
        if nip.kind is Kind.PPPK:
            return Standing.PPPK_PART_TIME if Standing.PPPK_PART_TIME in said else Standing.PPPK
        return Standing.CPNS if next((s for s in said if s), None) is Standing.CPNS else Standing.PNS


class _Draft(NamedTuple):
    """One row on its way to being accepted or rejected."""

    employee: Employee
    cells: list[Cell]
    nip: Nip | NipFault
    name_cell: NameCell
    unit: str | None
    born: date | None
    golongan: str  # as written

    def rejected(self, kind: str, *, reason: str = "", **facts: object) -> Rejected:
        field, message = explained(kind, reason, facts)
        standing = self.employee.standing
        return Rejected(
            row=self.employee.row.number,
            kind=kind,
            field=field,
            message=message,
            cells=self.employee.row.cells,
            nip=self.nip.text if isinstance(self.nip, Nip) else None,
            name=self.name_cell.text,
            unit=self.unit,
            standing=standing.value if standing else None,
        )


def _vertical_spans(sheet: Sheet, columns: Sequence[int]) -> dict[tuple[int, int], str]:
    """(row number, column) → the text of the merged cell that covers it."""
    spans: dict[tuple[int, int], str] = {}
    for merge in sheet.merges:
        if merge.left in columns and merge.bottom > merge.top:
            rows = sheet.rows[merge.top : merge.bottom + 1]
            text = one_line(rows[0].cells[merge.left]) if rows and merge.left < len(rows[0].cells) else ""
            spans.update({(row.number, merge.left): text for row in rows[1:]})
    return spans


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def _phone(text: str) -> str | None:
    """A number that lost its leading zero gets it back."""
    return (f"0{text}" if text.isdigit() and text.startswith("8") else text) or None


__all__ = [
    "Ignored",
    "Layout",
    "NoRoster",
    "NoSuchSheet",
    "Rejected",
    "RosterPerson",
    "RosterReading",
    "read_roster",
]
