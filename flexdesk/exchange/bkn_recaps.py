"""The recaps that e-Kinerja gives to administrators: “Laporan SKP” and “Laporan Penilaian SKP”.

The title stands in A1 with the year, the agency in A2, the headings somewhere in the first twenty rows.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from flexdesk.domain.identity import Nip, NipFault, parse_nip
from flexdesk.domain.performance import Predicate
from flexdesk.errors import FlexDeskError
from flexdesk.exchange.activity_cells import MONTHS, day_of
from flexdesk.exchange.activity_tables import normal_heading, visible
from flexdesk.exchange.cells import Cell, Row, Sheet, is_blank, one_line, text_of
from flexdesk.i18n import N_, _

APPROVED = "persetujuan"
_HEADING_ROWS = 20
_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "id": ("id", "skp id", "id skp"),
        "nip": ("nip", "nip baru"),
        "name": ("nama", "nama pegawai"),
        "acting": ("is plt plh",),
        "until": ("periode akhir",),
        "status": ("skp status", "status skp"),
        "jabatan": ("jabatan", "skp jabatan", "jabatan akhir", "nama jabatan"),
        "unit": ("unit kerja", "skp unor", "skp unor nama", "unor nama"),
        "result": ("hasil akhir",),
    }
)
_RESULTS: Mapping[str, Predicate] = MappingProxyType(
    {
        "sangat baik": Predicate.SANGAT_BAIK,
        "baik": Predicate.BAIK,
        "butuh perbaikan": Predicate.BUTUH_PERBAIKAN,
        "perlu perbaikan": Predicate.BUTUH_PERBAIKAN,
        "butuh perbaikan cukup": Predicate.BUTUH_PERBAIKAN,
        "cukup": Predicate.BUTUH_PERBAIKAN,
        "kurang": Predicate.KURANG,
        "kurang misconduct": Predicate.KURANG,
        "misconduct": Predicate.KURANG,
        "sangat kurang": Predicate.SANGAT_KURANG,
    }
)
_YES = frozenset({"1", "true", "ya", "y"})
_YEAR = re.compile(r"\b(20\d\d)\b")
_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "nip_precision_lost": N_(
            "The NIP “{value}” became a number and lost its last digits; load the file from e-Kinerja again"
            " and do not save it in a spreadsheet program before."
        ),
        "nip": N_("The NIP “{value}” is not valid."),
        "id": N_("The row has no id."),
        "result": N_("“{value}” is not a predikat that is known."),
        "id_unknown": N_("The id “{value}” is in no “Laporan SKP” of that year; take that file first."),
        "twice": N_("The id “{value}” stands in this file twice."),
    }
)


class NoRecap(FlexDeskError):
    """The file is a table, but neither recap."""

    code = "bkn.other_table"
    ticket = "FD-BKN-01"
    text = N_("“{file}” is neither “Laporan SKP” nor “Laporan Penilaian SKP”: no row names {columns}.")
    next = N_("Load one of the two from e-Kinerja and choose it as it came.")


class RecapWithoutYear(FlexDeskError):
    code = "bkn.no_year"
    ticket = "FD-BKN-02"
    text = N_("The title of “{file}” in cell A1 names no year.")
    next = N_("Load the file from e-Kinerja again, and do not change its first rows.")


class NumbersLost(FlexDeskError):
    """Every NIP of the file was turned into a number."""

    code = "bkn.numbers_lost"
    ticket = "FD-BKN-03"
    text = N_("Every NIP in “{file}” became a number such as {value}: its last digits are lost.")
    next = N_("Load the file from e-Kinerja again, and do not save it in a spreadsheet program.")


class RecapKind(StrEnum):
    PLAN = "plan"  # Laporan SKP
    RESULT = "result"  # Laporan Penilaian SKP


@dataclass(frozen=True, slots=True)
class RecapRow:
    """`nip` may be empty in a recap of results, whose rows are known by the id of the SKP."""

    id: str
    row: int
    nip: str = ""
    name: str = ""
    acting: bool = False
    until: date | None = None
    status: str = ""
    jabatan: str = ""
    unit: str = ""
    result: Predicate | None = None


@dataclass(frozen=True, slots=True)
class RecapFault:
    row: int
    kind: str
    value: str = ""

    @property
    def message(self) -> str:
        return _(_REASONS[self.kind]).format(value=self.value)


@dataclass(frozen=True, slots=True)
class Recap:
    """`month` is 1 to 12, or 0 for the whole year; a recap of SKP has none."""

    kind: RecapKind
    year: int
    month: int
    agency: str
    rows: tuple[RecapRow, ...]
    faults: tuple[RecapFault, ...]


def read_recap(sheets: Sequence[Sheet], *, file: str) -> Recap:
    """The first sheet that is one of the recaps; raises NoRecap, RecapWithoutYear, NumbersLost."""
    for sheet in visible(sheets):
        for at, row in enumerate(sheet.rows):
            if row.number > _HEADING_ROWS:
                break
            columns = _columns(row)
            if "id" in columns and ("result" in columns or {"nip", "status"} <= columns.keys()):
                return _read(sheet, at, columns, file)
    raise NoRecap(file=file, columns="id, nip, skp_status / id, hasil_akhir")


def _columns(row: Row) -> dict[str, int]:
    names = [normal_heading(one_line(cell)) for cell in row.cells]
    return {
        field: next(names.index(name) for name in wanted if name in names)
        for field, wanted in _COLUMNS.items()
        if set(wanted) & set(names)
    }


def _read(sheet: Sheet, at: int, columns: Mapping[str, int], file: str) -> Recap:
    title = _first_cell(sheet, 1)
    if (year := _YEAR.search(title)) is None:
        raise RecapWithoutYear(file=file)
    kind = RecapKind.RESULT if "result" in columns else RecapKind.PLAN
    rows: dict[str, RecapRow] = {}
    faults: list[RecapFault] = []
    for row in sheet.rows[at + 1 :]:
        if is_blank(row.cells):
            continue
        found = _row(row, columns)
        if isinstance(found, RecapFault):
            faults.append(found)
        elif found.id in rows:
            faults.append(RecapFault(row.number, "twice", found.id))
        else:
            rows[found.id] = found
    lost = [fault for fault in faults if fault.kind == "nip_precision_lost"]
    if lost and not rows:
        raise NumbersLost(file=file, value=lost[0].value)
    month = _month(f"{title} {sheet.name or ''}") if kind is RecapKind.RESULT else 0
    return Recap(kind, int(year[1]), month, _first_cell(sheet, 2), tuple(rows.values()), tuple(faults))


def _row(row: Row, columns: Mapping[str, int]) -> RecapRow | RecapFault:
    def cell(field: str) -> Cell:
        index = columns.get(field)
        return row.cells[index] if index is not None and index < len(row.cells) else None

    identity = one_line(cell("id")).replace("|", "/")
    if not identity:
        return RecapFault(row.number, "id")
    nip = parse_nip(cell("nip")) if "nip" in columns else NipFault.MISSING
    if nip is NipFault.PRECISION_LOST:
        return RecapFault(row.number, "nip_precision_lost", _as_shown(cell("nip")))
    if not isinstance(nip, Nip) and ("result" not in columns or nip is not NipFault.MISSING):
        return RecapFault(row.number, "nip", one_line(cell("nip")))
    said = one_line(cell("result"))
    result = _RESULTS.get(normal_heading(said))
    if normal_heading(said) and result is None:
        return RecapFault(row.number, "result", said)
    return RecapRow(
        identity,
        row.number,
        nip.text if isinstance(nip, Nip) else "",
        one_line(cell("name")),
        text_of(cell("acting")).casefold() in _YES,
        day_of(cell("until")),
        one_line(cell("status")).casefold(),
        one_line(cell("jabatan")),
        one_line(cell("unit")),
        result,
    )


def _as_shown(cell: Cell) -> str:
    """As a spreadsheet shows a long number."""
    return f"{cell:.5E}" if isinstance(cell, int | float) else one_line(cell)


def _first_cell(sheet: Sheet, number: int) -> str:
    row = next((row for row in sheet.rows if row.number == number), None)
    return one_line(row.cells[0]) if row is not None and row.cells else ""


def _month(text: str) -> int:
    """The last month that a title names; 0 for the whole year, also as “Januari s.d. Desember”."""
    words = normal_heading(text).split()
    named = [MONTHS[word] for word in words if word in MONTHS]
    if not named or "tahunan" in words or {1, 12} <= set(named):
        return 0
    return named[-1]
