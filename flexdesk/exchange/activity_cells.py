"""Cells of activity files as days, times and amounts, however an office typed them.

Day comes before month everywhere; a year or month that is left out comes from the file's title.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flexdesk.domain.periods import MONTHS_EN, MONTHS_ID, WEEKDAYS_EN, WEEKDAYS_ID
from flexdesk.exchange.cells import Cell, one_line

_SPOKEN = {"pebruari": 2, "peb": 2, "nopember": 11, "nop": 11, "ags": 8, "agt": 8, "agst": 8, "sept": 9}
MONTHS: dict[str, int] = _SPOKEN | {
    name[:length].casefold(): number
    for names in (MONTHS_ID, MONTHS_EN)
    for number, name in enumerate(names, start=1)
    for length in (3, len(name))
}
WEEKDAYS: dict[str, int] = {"jum'at": 4, "jum’at": 4, "ahad": 6} | {
    name[:length].casefold(): number
    for names in (WEEKDAYS_ID, WEEKDAYS_EN)
    for number, name in enumerate(names)
    for length in (3, len(name))
}

_WEEKDAY = re.compile(r"^(jum['’]at|[a-z]{3,9})\b[\s,/.\-]*", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?")
_NUMERIC = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})(?:\s*[-/.]\s*(\d{4}|\d{2}))?")
_WRITTEN = re.compile(r"(\d{1,2})[\s\-/.]*([A-Za-z]{3,9})\.?(?:[\s\-/.,']*(\d{4}|\d{2}))?")
_UNTIL = re.compile(
    r"\s*(?:\bs\.?\s*/?\s*d\.?(?![a-z])|\bsampai(?: dengan)?\b|\bhingga\b|[–—]|\s-\s)\s*", re.IGNORECASE
)
_SHORT_SPAN = re.compile(r"(\d{1,2})\s*-\s*(\d{1,2}\s*[A-Za-z]{3}.*)")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?|(\d{2})(\d{2})|(\d{1,2})")
_ZONE = re.compile(r"\s*\b(wib|wita|wit|am)\b\.?|^\s*(jam|pukul|pkl)\.?\s*", re.I)
_AMOUNT = re.compile(r"(-?\d[\d.,]*)\s*(.*)")
_IN_WORDS = re.compile(r"^\([^)]*\)")  # 2 (dua) dokumen
_GROUPED = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?|-?\d{1,3}(?:,\d{3})+\.\d+")
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000  # day numbers of spreadsheets, 1954 to 2119
_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Hint:
    """What a title says about dates that are written in part."""

    year: int | None = None
    month: int | None = None


NO_HINT = Hint()


def _make(year: int | None, month: int | None, day: int) -> date | None:
    if not year or not month:
        return None
    try:
        return date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        return None


def without_weekday(text: str) -> str:
    found = _WEEKDAY.match(text)
    return text[found.end() :] if found and found[1].casefold() in WEEKDAYS else text


def day_of(cell: Cell, hint: Hint = NO_HINT) -> date | None:
    """None when the cell does not say one day."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool) or cell is None or isinstance(cell, time):
        return None
    if isinstance(cell, int | float):
        return _day_of_number(cell, hint)
    text = without_weekday(one_line(cell).strip(" '’`()"))
    if found := _ISO.fullmatch(text):
        return _make(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.fullmatch(text):
        return _make(int(found[3] or 0) or hint.year, int(found[2]), int(found[1]))
    if found := _WRITTEN.fullmatch(text):
        return _make(int(found[3] or 0) or hint.year, MONTHS.get(found[2].casefold()), int(found[1]))
    if text.isdecimal() and len(text) <= 2:
        return _make(hint.year, hint.month, int(text))
    return None


def _day_of_number(number: float, hint: Hint) -> date | None:
    if _FIRST_SERIAL <= number <= _LAST_SERIAL:
        return _EPOCH + timedelta(days=int(number))
    if 1 <= number <= 31 and number == int(number):
        return _make(hint.year, hint.month, int(number))
    return None


def span_of(cell: Cell, hint: Hint = NO_HINT) -> tuple[date, date] | None:
    """First and last day of "11 s.d. 12 Agustus 2026", "11-12 Agustus 2026" or of a single day."""
    if (single := day_of(cell, hint)) is not None:
        return single, single
    if not isinstance(cell, str):
        return None
    text = one_line(cell)
    if short := _SHORT_SPAN.fullmatch(without_weekday(text)):
        ends = [short[1], short[2]]
    else:
        ends = _UNTIL.split(text)
    if len(ends) != 2 or (last := day_of(ends[1], hint)) is None:
        return None
    first = day_of(ends[0], Hint(last.year, last.month))
    return (first, last) if first else None


def time_of(cell: Cell) -> time | None:
    """A time of day; a number below one is a spreadsheet's fraction of a day, 7.3 is a typed 07.30."""
    if isinstance(cell, datetime):
        return cell.time().replace(microsecond=0)
    if isinstance(cell, time):
        return cell.replace(microsecond=0)
    if isinstance(cell, bool) or cell is None or isinstance(cell, date):
        return None
    if isinstance(cell, int | float):
        if 0 < cell < 1:
            minutes = round(cell * 24 * 60)
            return _clock(minutes // 60, minutes % 60)
        return _clock(int(cell), round(cell * 100) % 100)
    found = _CLOCK.fullmatch(_ZONE.sub("", one_line(cell)).strip(" '"))
    if not found:
        return None
    return _clock(int(found[1] or found[3] or found[5]), int(found[2] or found[4] or 0))


def _clock(hour: int, minute: int) -> time | None:
    return time(hour, minute) if 0 <= hour < 24 and 0 <= minute < 60 else None


def times_of(cell: Cell) -> tuple[time | None, time | None]:
    """Both ends of "07.30 - 09.00 WIB"; one time alone is a start."""
    if not isinstance(cell, str):
        return time_of(cell), None
    parts = re.split(r"\s*(?:-|–|—|s\.?/?d\.?|sampai)\s*", one_line(cell), maxsplit=1)
    return time_of(parts[0]), time_of(parts[1]) if len(parts) > 1 else None


@dataclass(frozen=True, slots=True)
class Amount:
    """`text` is kept when the cell held more than a number."""

    number: int | float | None = None
    text: str = ""
    unit: str = ""


def amount_of(cell: Cell) -> Amount:
    """3, "3", "3 surat", "1.200 berkas", "12,5 %"; a text without number keeps its words."""
    if isinstance(cell, bool | date | time):
        return Amount(text=one_line(cell))
    if isinstance(cell, int | float):
        return Amount(_whole(cell))
    text = one_line(cell).lstrip("'")
    if text in ("-", "–", "—"):
        return Amount()
    found = _AMOUNT.fullmatch(text)
    if not found:
        return Amount(text=text)
    number = number_of(found[1])
    unit = _IN_WORDS.sub("", found[2]).strip(" .")
    return Amount(number, text if unit or number is None else "", unit)


def number_of(text: str) -> int | float | None:
    """Indonesian notation: a point groups thousands, a comma begins decimals."""
    text = text.rstrip(".,")
    if _GROUPED.fullmatch(text):
        text = text.replace(".", "") if text.find(",") == -1 or text.find(".") < text.find(",") else text
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    try:
        return _whole(float(text.replace(",", "")))
    except ValueError:
        return None


def _whole(number: float) -> int | float:
    return int(number) if number == int(number) else number
