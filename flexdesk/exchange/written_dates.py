"""Dates of birth as offices write them: every order, every separator, month names in two languages."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from flexdesk.exchange.cells import Cell, text_of

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari pebruari february feb peb", "maret march mar mrt", "april apr",
            "mei may", "juni june jun", "juli july jul", "agustus august agu agt ags aug",
            "september sept sep",
            "oktober october okt oct", "november nopember nov nop", "desember december des dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(\d{4}|\d{2})(?!\d)")
_NAMED = re.compile(r"(?<!\d)(\d{1,2})\s*[-/. ]?\s*([A-Za-z]{3,9})\.?\s*[-/., ]?\s*(\d{4}|\d{2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(?:19|20)\d{6}(?!\d)")
_EPOCH = date(1899, 12, 30)  # day 0 of spreadsheets
_SERIALS = range(7_000, 47_000)  # 1919 to 2028
_OLDEST_SHORT_YEAR = 30  # '31 and later are 19xx


def month_comes_first(cells: Iterable[Cell]) -> bool:
    """Whether a column is written month/day/year: some second part is no month, no first part a day."""
    second_too_large = False
    for cell in cells:
        if isinstance(cell, str) and (match := _YEAR_LAST.search(cell)):
            if int(match[1]) > 12:
                return False
            second_too_large = second_too_large or int(match[2]) > 12
    return second_too_large


def read_date(cell: Cell, *, month_first: bool = False) -> date | None:
    """The first real date in a cell, texts around it ignored; None when there is none."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return _EPOCH + timedelta(days=int(cell)) if int(cell) in _SERIALS else None
    return _from_text(text_of(cell), month_first=month_first)


def _from_text(text: str, *, month_first: bool) -> date | None:
    if (
        len(text) == 10
        and text[2] == text[5] == "-"
        and not month_first
        and text.replace("-", "").isdecimal()
    ):
        return _real(int(text[6:]), int(text[3:5]), int(text[:2]))  # by far the commonest
    if match := _YEAR_FIRST.search(text):
        return _real(int(match[1]), int(match[2]), int(match[3]))
    if match := _YEAR_LAST.search(text):
        day, month = int(match[1]), int(match[2])
        if month_first:
            day, month = month, day
        return _real(_year(match[3]), month, day)
    for match in _NAMED.finditer(text):
        if month_number := _MONTHS.get(match[2].casefold()):
            return _real(_year(match[3]), month_number, int(match[1]))
    if match := _COMPACT.search(text):
        return _real(int(match[0][:4]), int(match[0][4:6]), int(match[0][6:]))
    return None


def _year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    return 1900 + int(text) if int(text) > _OLDEST_SHORT_YEAR else 2000 + int(text)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
