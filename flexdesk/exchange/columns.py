"""Decides which column of a roster is which field, by heading and by content, or as the person said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flexdesk.domain.golongan import normal_golongan
from flexdesk.domain.identity import Nip, is_placeholder, parse_nip
from flexdesk.exchange.cells import Cell, Sheet, one_line, text_of
from flexdesk.exchange.header import Header, Heading, column_cells, is_nip_like
from flexdesk.exchange.sections import standing_of
from flexdesk.exchange.written_dates import read_date

IGNORED = "ignored"
FIELDS = (
    "nip", "name", "titles_from", "name_part", "front_titles", "back_titles", "golongan", "ruang", "jabatan",
    "unit", "birth_date", "status", "phone", "email", "domicile", "number", "reject_code",
)  # fmt: skip
_SEVERAL = ("unit", "jabatan", "status", "name_part")  # fields that may take more than one column
_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column for the mapping step of the wizard."""

    index: int
    heading: str
    samples: tuple[str, ...]
    field: str | None
    filled: int  # of the sampled rows
    matched: int  # of those, how many fit the field


@dataclass(frozen=True, slots=True)
class Columns:
    """Column indexes of each field, the one to prefer first."""

    of: Mapping[str, tuple[int, ...]]

    def first(self, field: str) -> int | None:
        return self.of.get(field, (None,))[0]

    def all(self, field: str) -> tuple[int, ...]:
        return self.of.get(field, ())

    @property
    def highest(self) -> int:
        return max((index for indexes in self.of.values() for index in indexes), default=-1)


def assign(sheet: Sheet, header: Header, mapping: Mapping[int | str, str | None] | None = None) -> Columns:
    """The guess, with the columns of `mapping` (index or heading → field, None to ignore) as they say."""
    fixed = _fixed(header, mapping or {})
    taken = {field for field in fixed.values() if field not in _SEVERAL}
    free = [h for h in header.headings if h.index not in fixed]
    found: dict[str, tuple[int, ...]] = {}
    for field in FIELDS:
        chosen = [index for index, wanted in fixed.items() if wanted == field]
        if not chosen and field not in taken:
            chosen = _guess(sheet, header, field, [h for h in free if h.field == field])
        if chosen:
            found[field] = tuple(chosen)
    _fall_back_on_content(sheet, header, found, set(fixed))
    _settle_names(found)
    return Columns(found)


def _fixed(header: Header, mapping: Mapping[int | str, str | None]) -> dict[int, str]:
    by_text = {one_line(h.text).casefold(): h.index for h in reversed(header.headings)}
    fixed: dict[int, str] = {}
    for column, field in mapping.items():
        index = column if isinstance(column, int) else by_text.get(one_line(column).casefold())
        if index is not None:
            fixed[index] = field or IGNORED
    return fixed


def _guess(sheet: Sheet, header: Header, field: str, headings: Sequence[Heading]) -> list[int]:
    if not headings:
        return []
    ranked = sorted(headings, key=lambda h: (-h.rank, h.index))
    match field:
        case "nip":
            return [max(ranked, key=lambda h: (_own_nips(sheet, header, h.index), h.rank)).index]
        case "golongan":
            return _best_golongan(sheet, header, ranked)
        case "unit":
            return [h.index for h in ranked]
        case "status":
            return [h.index for h in ranked if h.rank >= 100 or _tells_standing(sheet, header, h.index)]
        case "name_part":
            return sorted(h.index for h in ranked)
        case "jabatan":
            return [h.index for h in ranked if h.rank == ranked[0].rank]
        case "phone" | "birth_date":
            return _best_fitting(sheet, header, field, ranked)
        case "ruang":
            return [h.index for h in ranked if _is_ruang(sheet, header, h.index)][:1]
    return [ranked[0].index]


def _own_nips(sheet: Sheet, header: Header, index: int) -> int:
    """Different NIP only: a column with the head's NIP on every row is not the employees' own."""
    cells = column_cells(sheet, header, index)
    return len({text_of(cell) for cell in cells if is_nip_like(cell)})


def _best_fitting(sheet: Sheet, header: Header, field: str, ranked: Sequence[Heading]) -> list[int]:
    """The column that holds such values; one that holds only others (`HP` for hadir pulang) is none."""
    shares = {h.index: _share(sheet, header, h.index, field) for h in ranked}
    usable = [h for h in ranked if shares[h.index] > 0.2 or not column_cells(sheet, header, h.index)]
    best = max(usable, key=lambda h: (h.rank + shares[h.index] * 30, -h.index), default=None)
    return [best.index] if best else []


def _tells_standing(sheet: Sheet, header: Header, index: int) -> bool:
    """Whether a column called STATUS or KET speaks of employment anywhere; it may be the marital status."""
    rows = sheet.rows[header.last + 1 :]
    texts = {cell for row in rows if index < len(row.cells) and isinstance(cell := row.cells[index], str)}
    return any(standing_of(text) is not None for text in texts)


def _best_golongan(sheet: Sheet, header: Header, ranked: Sequence[Heading]) -> list[int]:
    """A column named golongan, whatever it holds; else one named pangkat that holds golongan."""
    named = [h for h in ranked if h.rank >= 100]
    fitting = named or [h for h in ranked if _share(sheet, header, h.index, "golongan") >= 0.5]
    return [fitting[0].index] if fitting else []


def _is_ruang(sheet: Sheet, header: Header, index: int) -> bool:
    texts = [one_line(cell).casefold() for cell in column_cells(sheet, header, index)]
    return bool(texts) and sum(text in "abcde-" for text in texts) > 0.8 * len(texts)


def _share(sheet: Sheet, header: Header, index: int, field: str) -> float:
    cells = [c for c in column_cells(sheet, header, index) if not is_placeholder(text_of(c))]
    return sum(fits(field, cell) for cell in cells) / len(cells) if cells else 0.0


def fits(field: str | None, cell: Cell) -> bool:
    """Whether a cell can be a value of the field."""
    match field:
        case "nip":
            return isinstance(parse_nip(cell), Nip)
        case "golongan":
            return normal_golongan(text_of(cell)) is not None
        case "birth_date":
            return read_date(cell) is not None
        case "status":
            return standing_of(text_of(cell)) is not None
        case "phone":
            return sum(char.isdigit() for char in text_of(cell)) >= 8
        case "email":
            return "@" in text_of(cell)
        case "name" | "titles_from" | "name_part":
            return any(char.isalpha() for char in text_of(cell))
    return True


def _fall_back_on_content(
    sheet: Sheet, header: Header, found: dict[str, tuple[int, ...]], fixed: set[int]
) -> None:
    """A NIP column is known by its digits and a name column by its words where no heading helps."""
    used = {index for indexes in found.values() for index in indexes} | fixed
    free = [h.index for h in header.headings if h.index not in used and (h.field is None or header.first < 0)]
    if "nip" not in found:
        counts = {index: _own_nips(sheet, header, index) for index in free if not header.headings[index].key}
        best = max(counts, key=lambda index: counts[index], default=None)
        if best is None or not counts[best]:
            counts = {index: _own_nips(sheet, header, index) for index in free}
            best = max(counts, key=lambda index: counts[index], default=None)
        if best is not None and counts[best]:
            found["nip"] = (best,)
            free.remove(best)
    if not {"name", "titles_from", "name_part"} & found.keys():
        scores = {index: _name_likeness(sheet, header, index) for index in free}
        best = max(scores, key=lambda index: scores[index], default=None)
        if best is not None and scores[best] > 0.5:
            found["name"] = (best,)


def _name_likeness(sheet: Sheet, header: Header, index: int) -> float:
    """Share of different texts of two words or more without figures."""
    texts = [one_line(cell) for cell in column_cells(sheet, header, index)]
    good = {text for text in texts if " " in text and not any(char.isdigit() for char in text)}
    return len(good) / len(texts) if texts else 0.0


def _settle_names(found: dict[str, tuple[int, ...]]) -> None:
    """A single column of names with titles is the name column; parts of names only count without one."""
    if "name" not in found and "name_part" not in found and "titles_from" in found:
        found["name"] = found.pop("titles_from")
    if "name" in found:
        found.pop("name_part", None)


def views(sheet: Sheet, header: Header, columns: Columns) -> tuple[ColumnView, ...]:
    """Every column with what stands in it, placed or not."""
    field_at = {index: field for field, indexes in columns.of.items() for index in indexes}
    return tuple(_view(sheet, header, heading, field_at.get(heading.index)) for heading in header.headings)


def _view(sheet: Sheet, header: Header, heading: Heading, field: str | None) -> ColumnView:
    cells = column_cells(sheet, header, heading.index)
    samples = tuple(dict.fromkeys(one_line(cell) for cell in cells))[:_SAMPLES]
    matched = sum(fits(field, cell) for cell in cells) if field else 0
    return ColumnView(heading.index, heading.text, samples, field, len(cells), matched)
