"""Finding the table inside an office's sheet: titles, label blocks, headings of one or two rows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from flexdesk.errors import FlexDeskError
from flexdesk.exchange.activity_cells import MONTHS, NO_HINT, WEEKDAYS, Hint
from flexdesk.exchange.cells import Cell, Row, Sheet, one_line
from flexdesk.i18n import N_, _

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "nip": N_("The NIP “{value}” is not valid."),
        "person": N_("Neither NIP nor name is given."),
        "date": N_("“{value}” is not a date."),
        "no_date": N_("The date is missing."),
        "activity": N_("The activity is missing."),
        "aspect": N_("The aspect “{value}” is not known."),
        "result": N_("The work result is missing."),
        "indicator": N_("The indicator is missing."),
        "leave_kind": N_("The kind of leave “{value}” is not known."),
        "year": N_("“{value}” is not a year."),
        "day_count": N_("“{value}” is not a number of days."),
        "end_before_start": N_("The last day ({value}) lies before the first day."),
        "place": N_("“{value}” is not a place of work."),
        "twice": N_("Another row already says this for the same person."),
        "twice_a_day": N_("Another row already says this for the same person and day."),
        "subject": N_("The subject is missing."),
        "time": N_("“{value}” is not a time of day."),
        "no_time": N_("The time is missing."),
        "recap_code": N_("“{value}” is no mark of attendance that is known."),
        "rating": N_("“{value}” is not a rating; write below, meets or above."),
    }
)


_FIELDS = {
    "person": "nip",
    "no_date": "date",
    "leave_kind": "kind",
    "end_before_start": "to",
    "day_count": "unused",
    "twice": "nip",
    "twice_a_day": "date",
    "no_time": "time",
    "recap_code": "mark",
}


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row (or one cell of it) that was not taken; `kind` is a key of REASONS, `column` is 1-based."""

    sheet: str
    row: int
    kind: str
    value: str = ""
    column: int | None = None

    @property
    def field(self) -> str:
        """The field to mend."""
        return _FIELDS.get(self.kind, self.kind)

    @property
    def message(self) -> str:
        return _(REASONS[self.kind]).format(value=self.value)


class NoSuchTable(FlexDeskError):
    """The file is a table, but not one of the wanted sort."""

    code = "import.other_table"
    ticket = "FD-KGT-01"
    text = N_("No table of this sort was found in the file. Looked for the columns: {columns}.")
    next = N_("Check that it is the right file, and that its headings name these columns.")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Field names with the patterns of their headings, tried in order, and the ones a table must have."""

    fields: tuple[tuple[str, re.Pattern[str]], ...]
    needed: tuple[frozenset[str], ...]  # at least one of each set

    def field_of(self, heading: str) -> str | None:
        plain = normal_heading(heading)
        if not plain or len(plain) > 60 or plain.count(" ") > 7:
            return None
        return next((field for field, pattern in self.fields if pattern.search(plain)), None)


def vocabulary(needed: str, **patterns: str) -> Vocabulary:
    """`needed` lists fields, alternatives joined with `/`: `date activity nip/name`."""
    return Vocabulary(
        tuple((field, re.compile(pattern)) for field, pattern in patterns.items()),
        tuple(frozenset(choice.split("/")) for choice in needed.split()),
    )


@dataclass(frozen=True, slots=True)
class Heading:
    """`columns` maps a field to its 0-based column; `height` is the number of heading rows."""

    columns: Mapping[str, int]
    texts: tuple[str, ...]
    height: int

    def cell(self, row: Row, field: str) -> Cell:
        index = self.columns.get(field)
        return row.cells[index] if index is not None and index < len(row.cells) else None

    def text(self, row: Row, field: str) -> str:
        return one_line(self.cell(row, field))


def normal_heading(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def find_heading(rows: Sequence[Row], at: int, words: Vocabulary) -> Heading | None:
    """The heading that begins at `rows[at]`, joined with the row below when the names are spread over two."""
    if not _may_name_columns(rows[at]):
        return None
    top = [one_line(cell) for cell in rows[at].cells]
    single = _heading(top, words, 1)
    if at + 1 < len(rows) and (below := _subheading(rows[at + 1], words)):
        double = _heading(_joined(top, below), words, 2)
        if double and len(double.columns) > (len(single.columns) if single else 0):
            return double
    return single


def _may_name_columns(row: Row) -> bool:
    """Two or more texts, none of them a number or a day; most rows of data end here."""
    filled = [cell for cell in row.cells if cell is not None and cell != ""]
    return len(filled) >= 2 and all(
        isinstance(cell, str) and not cell.strip()[:2].isdecimal() and len(cell) < 120 for cell in filled
    )


def _heading(texts: list[str], words: Vocabulary, height: int) -> Heading | None:
    columns: dict[str, int] = {}
    for index, text in enumerate(texts):
        if (field := words.field_of(text)) is not None:
            columns.setdefault(field, index)
    filled = sum(1 for text in texts if text)
    if not all(choice & columns.keys() for choice in words.needed) or 2 * len(columns) < filled:
        return None
    return Heading(columns, tuple(texts), height)


def _subheading(row: Row, words: Vocabulary) -> list[str] | None:
    texts = [one_line(cell) for cell in row.cells]
    filled = [text for text in texts if text]
    if not filled or any(not isinstance(cell, str | None) for cell in row.cells):
        return None
    if any(text[:1].isdecimal() or text.startswith("(") for text in filled):
        return None
    return texts if all(words.field_of(text) or len(text) < 40 for text in filled) else None


def _joined(top: list[str], below: list[str]) -> list[str]:
    """A heading over several columns stands in its first one; the others are blank above their own names."""
    joined, carried = [], ""
    for index in range(max(len(top), len(below))):
        over = top[index] if index < len(top) else ""
        under = below[index] if index < len(below) else ""
        carried = over or (carried if under else "")
        joined.append(f"{carried} {under}".strip())
    return joined


# Rows below a heading that hold no record.
_TOTAL = re.compile(
    r"((sub ?)?total|jumlah|rata[ -]rata|rekapitulasi)( \w+){0,4} ?:?"
    r"|(keterangan|catatan|ket|legenda)\.? ?(:.*)?",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"^(mengetahui|menyetujui|yang (melaporkan|membuat|dinilai)|pegawai yang dinilai|pejabat penilai|"
    r"atasan langsung|pelapor|dibuat oleh|nip \d)"
)
_PLACE_AND_DAY = re.compile(r"([^\d,]{3,40}),\s*\d{1,2}\s+[A-Za-z]+\s+20\d\d")
_INDEX_ROW = re.compile(r"\(?\d{1,2}\)?")


def is_index_row(row: Row) -> bool:
    """(1) (2) (3) under a heading."""
    filled = [one_line(cell) for cell in row.cells if one_line(cell)]
    return (
        len(filled) >= 3
        and all(_INDEX_ROW.fullmatch(text) for text in filled)
        and [int(text.strip("()")) for text in filled] == list(range(1, len(filled) + 1))
    )


def is_total(row: Row) -> bool:
    """A row of sums or a remark: an opening word with hardly another text beside it."""
    texts = [text for cell in row.cells if (text := one_line(cell)) and not text[0].isdecimal()]
    return 1 <= len(texts) <= 2 and _TOTAL.fullmatch(texts[0]) is not None


def begins_signatures(row: Row) -> bool:
    """A row of a signature block: one to three short texts, one of them a usual opening."""
    filled = [cell for cell in row.cells if cell is not None and cell != ""]
    if len(filled) > 3 or not all(isinstance(cell, str) and len(cell) < 60 for cell in filled):
        return False
    texts = [one_line(cell) for cell in filled]
    if len(texts) == 1 and (placed := _PLACE_AND_DAY.fullmatch(texts[0])):
        return placed[1].casefold() not in WEEKDAYS
    return any(_SIGNATURE.match(normal_heading(text)) for text in texts)


# Label blocks above a table: "Nama : Anita", the colon in its own cell, at the end or at the start.
_LABELS = (
    ("name", re.compile(r"nama(?: pegawai| lengkap)?")),
    ("nip", re.compile(r"nip(?: pegawai)?|nip nik|ni pppk|nip ni pppk")),
    ("jabatan", re.compile(r"jabatan")),
    ("unit", re.compile(r"unit kerja|unit organisasi|bagian|bidang|seksi")),
    ("date", re.compile(r"hari tanggal|tanggal|hari dan tanggal|tgl")),
    ("month", re.compile(r"bulan|periode|masa penilaian")),
)


def label_of(row: Row) -> tuple[str, str] | None:
    """Field and value of a label row; None for any other row."""
    filled = [one_line(cell) for cell in row.cells if one_line(cell)]
    if not filled or not any(":" in text for text in filled[:3]):
        return None
    name, colon, rest = filled[0].partition(":")
    if not colon and not filled[1].startswith(":"):
        return None
    field = next((f for f, pattern in _LABELS if pattern.fullmatch(normal_heading(name))), None)
    value = " ".join([rest, *filled[1:]]) if not rest.strip() else rest
    return (field, value.strip(" :")) if field else None


_MONTH_YEAR = re.compile(r"\b([A-Za-z]{3,9})\.?\s+(?:tahun\s+)?(20\d\d)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(20\d\d)\b")


def title_hint(rows: Sequence[Row]) -> Hint:
    """Year and month that the rows above a heading speak of."""
    found = NO_HINT
    for row in rows:
        for cell in row.cells:
            found = _sharper(found, one_line(cell)) if isinstance(cell, str) else found
    return found


def _sharper(hint: Hint, text: str) -> Hint:
    for written in _MONTH_YEAR.finditer(text):
        if month := MONTHS.get(written[1].casefold()):
            return Hint(int(written[2]), month)
    if hint.year is None and (year := _YEAR.search(text)) and len(text) < 120:
        return Hint(int(year[1]), hint.month)
    return hint


def visible(sheets: Sequence[Sheet]) -> list[Sheet]:
    return [sheet for sheet in sheets if not sheet.hidden]


def sheet_name(sheet: Sheet) -> str:
    return sheet.name or ""
