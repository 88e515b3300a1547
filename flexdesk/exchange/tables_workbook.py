"""Workbooks of spreadsheet programs (xlsx, xlsb, ods, xls), read without ever running a formula."""

import io
from datetime import time, timedelta
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    ZipError,
)

from flexdesk.exchange.cells import Cell, Limits, Merge, Row, Sheet
from flexdesk.exchange.unreadable import CELLS, SHEETS, Damaged, NotATable, PasswordProtected, TooLarge
from flexdesk.exchange.zip_guard import check_zip
from flexdesk.i18n import _

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_DAY = timedelta(days=1)


def read_workbook(data: bytes, *, file: str, limits: Limits) -> list[Sheet]:
    """All worksheets in their order, hidden ones marked."""
    if _ENCRYPTED_STREAM in data and data.startswith(OLE_MAGIC):
        raise PasswordProtected(file=file)
    if data.startswith(ZIP_MAGIC):
        check_zip(data, file=file, limits=limits)
    try:
        return _sheets(io.BytesIO(data), file, limits)
    except PasswordError as error:
        raise PasswordProtected(file=file) from error
    except ZipError as error:
        raise Damaged(file=file) from error
    except (CalamineError, OSError, ValueError) as error:
        raise _unreadable(data, file) from error


def _unreadable(data: bytes, file: str) -> NotATable | Damaged:
    workbook_stream = "Workbook".encode("utf-16-le")
    if data.startswith(OLE_MAGIC) and workbook_stream not in data:
        return NotATable(file=file)
    return Damaged(file=file)


def _sheets(stream: io.BytesIO, file: str, limits: Limits) -> list[Sheet]:
    with CalamineWorkbook.from_filelike(stream) as book:
        wanted = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
        if len(wanted) > limits.sheets:
            raise TooLarge(file=file, limit=limits.sheets, what=_(SHEETS))
        return [
            _sheet(book.get_sheet_by_name(meta.name), meta.visible != SheetVisibleEnum.Visible, file, limits)
            for meta in wanted
        ]


def _sheet(source: CalamineSheet, hidden: bool, file: str, limits: Limits) -> Sheet:
    if source.end is not None and (source.end[0] + 1) * (source.end[1] + 1) > limits.cells:
        raise TooLarge(file=file, limit=limits.cells, what=_(CELLS))
    grid = source.to_python(skip_empty_area=False)
    rows = [Row(number, _cells(cells)) for number, cells in enumerate(grid, 1)]
    merges = [Merge(*start, *end) for start, end in source.merged_cell_ranges or []]
    return Sheet(source.name, rows, hidden, merges)


def _cells(cells: list[Any]) -> list[Cell]:
    """Empty texts become None; durations become times of day, as `[h]:mm` columns mean them."""
    if "" in cells:
        cells = [None if cell == "" else cell for cell in cells]
    if timedelta in map(type, cells):
        cells = [_time_or_days(cell) if isinstance(cell, timedelta) else cell for cell in cells]
    return cells


def _time_or_days(span: timedelta) -> Cell:
    if not timedelta() <= span < _DAY:
        return span / _DAY
    seconds = min(round(span.total_seconds()), 86_399)
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
