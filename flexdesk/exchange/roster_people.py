"""Rows of a roster become people one after the other; a row that cannot become one says why."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import islice
from typing import NamedTuple, TypeAlias

from flexdesk.domain.golongan import fits as golongan_fits
from flexdesk.domain.golongan import normal_golongan
from flexdesk.domain.identity import Kind, Nip, NipFault, is_placeholder
from flexdesk.domain.names import split_back_titles, split_front_titles, split_name
from flexdesk.exchange.cells import Cell, Sheet, one_line, text_of
from flexdesk.exchange.columns import Columns
from flexdesk.exchange.header import Header, column_cells
from flexdesk.exchange.name_cells import NO_NAME, NameCell, read_name_cell
from flexdesk.exchange.refusals import Rejected, explained
from flexdesk.exchange.remembered import Remembered
from flexdesk.exchange.roster_rows import Employee
from flexdesk.exchange.sections import Standing, is_non_asn_post, standing_of
from flexdesk.exchange.written_dates import month_comes_first, read_date

Cells: TypeAlias = Sequence[Cell]

_BLOCK_ROWS = 500

_DIFFERENT = ("phone", "email", "domicile")  # columns that hardly ever say the same twice


class RosterPerson(NamedTuple):
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


class PeopleReader:
    """Turns employee rows into accepted and rejected ones, in the order of the file.

    It takes a block of rows, works down one column of it after the other and puts the rows together at the
    end: in a province's roster that takes half the time of going from row to row.
    """

    def __init__(self, sheet: Sheet, header: Header, columns: Columns) -> None:
        self.accepted: list[RosterPerson] = []
        self.rejected: list[Rejected] = []
        self._columns = columns
        self._first_row_of: dict[str, int] = {}
        self._spans = _vertical_spans(sheet, columns.all("unit"))
        self._width = columns.highest + 1
        birth = columns.first("birth_date")
        month_first = birth is not None and month_comes_first(column_cells(sheet, header, birth))
        self._read_date = partial(read_date, month_first=month_first)
        self._date_of = Remembered[date | None](self._read_date)
        self._clean = Remembered(_clean)
        self._standing_of = Remembered[Standing | None](lambda text: standing_of(_clean(text)))
        self._last_unit: str | None = None

    def read(self, employees: Iterable[Employee]) -> None:
        remaining = iter(employees)
        while block := list(islice(remaining, _BLOCK_ROWS)):
            self._settle(self._drafts(block))

    def _settle(self, drafts: Iterable["_Draft"]) -> None:
        for draft in drafts:
            refusal = self._refusal(draft)
            if refusal is not None:
                self.rejected.append(refusal)
            elif isinstance(draft.nip, Nip):
                self._first_row_of[draft.nip.text] = draft.employee.row.number
                self.accepted.append(_accepted(draft, draft.nip))

    def _drafts(self, employees: Sequence[Employee]) -> Iterator["_Draft"]:
        width, height = self._width, len(employees)
        rows = [employee.row.cells for employee in employees]
        rows = [cells if len(cells) >= width else cells + [None] * (width - len(cells)) for cells in rows]
        columns = list(zip(*rows, strict=False))
        names = self._names(columns, height)
        return map(
            _Draft,
            employees,
            rows,
            map(_nip_of, employees, names),
            names,
            self._units(employees, columns),
            self._birth_dates(columns, names),
            self._golongan(columns, names),
            self._texts(columns, "jabatan", height),
            self._texts(columns, "phone", height),
            self._texts(columns, "email", height),
            self._texts(columns, "domicile", height),
            self._texts(columns, "titles_from", height),
            self._texts(columns, "front_titles", height),
            self._texts(columns, "back_titles", height),
            self._standings(employees, columns),
        )

    # columns

    def _values(self, column: Cells, field: str = "") -> list[str]:
        """One line a cell, without the apostrophe that a spreadsheet puts in front; no placeholders."""
        return list(map(_clean if field in _DIFFERENT else self._clean.__getitem__, _as_texts(column)))

    def _texts(self, columns: Sequence[Cells], field: str, height: int) -> list[str]:
        """The first value of the columns of a field."""
        return _first_filled([self._values(columns[i], field) for i in self._columns.all(field)], height)

    def _names(self, columns: Sequence[Cells], height: int) -> list[NameCell]:
        if parts := self._columns.all("name_part"):
            texts = zip(*(self._values(columns[index]) for index in parts), strict=True)
            return [read_name_cell(" ".join(filter(None, some))) for some in texts]
        indexes = self._columns.all("name") + self._columns.all("titles_from")
        if not indexes:
            return [NO_NAME] * height
        if len(indexes) == 1:
            return list(map(read_name_cell, columns[indexes[0]]))
        return list(map(_first_name, zip(*(columns[index] for index in indexes), strict=True)))

    def _units(self, employees: Sequence[Employee], columns: Sequence[Cells]) -> list[str | None]:
        indexes = self._columns.all("unit")
        above = [employee.unit for employee in employees]
        if not indexes:
            return above
        carried = not self._columns.all("reject_code")
        units: list[str | None] = []
        filled = [self._with_merged(employees, self._values(columns[index]), index) for index in indexes]
        for at, value in enumerate(_first_filled(filled, len(above))):
            if value:
                self._last_unit = value
            elif carried and not any(text_of(columns[index][at]) for index in indexes):
                value = self._last_unit or ""  # filled in only on the first of several rows
            units.append(value or above[at])
        return units

    def _with_merged(self, employees: Sequence[Employee], values: list[str], index: int) -> list[str]:
        if not self._spans:
            return values
        rows = (employee.row.number for employee in employees)
        return [value or self._spans.get((row, index), "") for value, row in zip(values, rows, strict=True)]

    def _birth_dates(self, columns: Sequence[Cells], names: Sequence[NameCell]) -> list[date | None]:
        index = self._columns.first("birth_date")
        if index is None:
            return [name.birth_date for name in names]
        known = self._date_of
        return [known[cell] if isinstance(cell, str) else self._read_date(cell) for cell in columns[index]]

    def _golongan(self, columns: Sequence[Cells], names: Sequence[NameCell]) -> list[str]:
        """As written, with the ruang of a column of its own."""
        golongan, ruang = (self._texts(columns, field, len(names)) for field in ("golongan", "ruang"))
        return [
            f"{number}/{letter}" if number and len(letter) == 1 else number or name.golongan or ""
            for number, letter, name in zip(golongan, ruang, names, strict=True)
        ]

    def _standings(
        self, employees: Sequence[Employee], columns: Sequence[Cells]
    ) -> Iterable[tuple[Standing | None, ...]]:
        """What the status columns and then the section say."""
        known = self._standing_of.__getitem__
        said = [map(known, _as_texts(columns[index])) for index in self._columns.all("status")]
        return zip(*said, (employee.standing for employee in employees), strict=True)

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
        if person.born is not None and person.born.isoformat().replace("-", "") != nip.text[:8]:
            return person.rejected(
                "birthdate_mismatch", found=_day(person.born), expected=_day(nip.birth_date)
            )
        if person.golongan and normal_golongan(person.golongan) is None:
            return person.rejected("golongan_unknown", found=person.golongan)
        return None

    def _nip_refusal(self, person: "_Draft", fault: NipFault) -> Rejected:
        index = self._columns.first("nip")
        text = _clean(text_of(person.cells[index])) if index is not None else ""
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
        texts = [_clean(text_of(person.cells[index])) for index in self._columns.all("status")]
        for text in (*texts, nip_text):
            if standing_of(text) is Standing.NON_ASN:
                return text
        if person.jabatan and is_non_asn_post(person.jabatan):
            return person.jabatan
        return "non ASN" if person.employee.standing is Standing.NON_ASN else ""

    def _marked_duplicate(self, cells: Sequence[Cell], nip: Nip) -> bool:
        """Our own file of rejected rows names the NIP that was a duplicate; unchanged, it still is."""
        index = self._columns.first("reject_code")
        return index is not None and text_of(cells[index]) == f"nip_duplicate {nip.text}"


class _Draft(NamedTuple):
    """One row on its way to being accepted or rejected."""

    employee: Employee
    cells: Cells
    nip: Nip | NipFault
    name_cell: NameCell
    unit: str | None
    born: date | None
    golongan: str  # as written
    jabatan: str
    phone: str
    email: str
    domicile: str
    titles_from: str
    front_titles: str
    back_titles: str
    standings: tuple[Standing | None, ...]

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


def _accepted(person: _Draft, nip: Nip) -> RosterPerson:
    kind = nip.kind
    name, front, back = _name_and_titles(person)
    golongan = normal_golongan(person.golongan) if person.golongan else None
    return RosterPerson(
        row=person.employee.row.number,
        nip=nip.text,
        name=name,
        front_titles=front,
        back_titles=back,
        golongan=golongan,
        jabatan=person.jabatan or None,
        unit=person.unit,
        birth_date=person.born,
        status=_status(person.standings, kind),
        phone=_phone(person.phone),
        email=person.email or None,
        domicile=person.domicile or None,
        golongan_fits_status=golongan is None or golongan_fits(golongan, kind),
    )


def _name_and_titles(person: _Draft) -> tuple[str, list[str], list[str]]:
    """The name, the titles before it and those behind it; columns of titles say more than the name."""
    front, name, back = split_name(person.name_cell.text)
    if person.titles_from:
        other = split_name(person.titles_from)
        front, back = other.front or front, other.back or back
    if person.front_titles:
        front = split_front_titles(person.front_titles)
    if person.back_titles:
        back = split_back_titles(person.back_titles)
    return name, list(front), list(back)


def _status(said: Sequence[Standing | None], kind: Kind) -> str:
    if kind is Kind.PPPK:
        status = Standing.PPPK_PART_TIME if Standing.PPPK_PART_TIME in said else Standing.PPPK
    else:
        status = Standing.CPNS if next(filter(None, said), None) is Standing.CPNS else Standing.PNS
    return status.value


def _nip_of(employee: Employee, name: NameCell) -> Nip | NipFault:
    """The NIP of its own column, or else the one that stands with the name."""
    return name.nip if employee.nip is NipFault.MISSING and name.nip is not None else employee.nip


def _first_name(cells: Cells) -> NameCell:
    for cell in cells:
        found = read_name_cell(cell)
        if found.text or (isinstance(cell, str) and "\n" in cell):
            return found
    return NO_NAME


def _as_texts(cells: Cells) -> list[str]:
    return [cell if isinstance(cell, str) else text_of(cell) for cell in cells]


def _first_filled(columns: Sequence[list[str]], height: int) -> list[str]:
    if len(columns) == 1:
        return columns[0]
    if not columns:
        return [""] * height
    return [next(filter(None, texts), "") for texts in zip(*columns, strict=True)]


def _clean(text: str) -> str:
    if text[:1].isalnum() and text.isascii() and text.isprintable() and "  " not in text:
        line = text.rstrip()
    else:
        line = one_line(text).removeprefix("'").strip()
    return "" if is_placeholder(line) else line


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
