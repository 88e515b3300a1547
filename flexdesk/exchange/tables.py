"""Any file that holds a table becomes plain sheets; its content decides the format, never its name."""

from pathlib import Path

from flexdesk.exchange.cells import Cell, Limits, Merge, Row, Sheet, is_blank, one_line, text_of
from flexdesk.exchange.tables_html import looks_like_html, read_html
from flexdesk.exchange.tables_spreadsheetml import NAMESPACE, read_spreadsheetml
from flexdesk.exchange.tables_text import decode, read_delimited
from flexdesk.exchange.tables_workbook import OLE_MAGIC, ZIP_MAGIC, read_workbook
from flexdesk.exchange.unreadable import (
    MEGABYTES,
    Damaged,
    EmptyFile,
    FileBusy,
    FileMissing,
    NotATable,
    PasswordProtected,
    TooLarge,
    in_megabytes,
    why_busy,
)
from flexdesk.i18n import _
from flexdesk.system.collector import collector_paused

__all__ = [
    "Cell",
    "Damaged",
    "EmptyFile",
    "FileBusy",
    "FileMissing",
    "Limits",
    "Merge",
    "NotATable",
    "PasswordProtected",
    "Row",
    "Sheet",
    "TooLarge",
    "is_blank",
    "load",
    "one_line",
    "read_data",
    "read_tables",
    "read_text",
    "text_of",
]

_STANDARD = Limits()
_NOT_TEXT = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"MZ")


def read_tables(path: Path, *, limits: Limits = _STANDARD) -> list[Sheet]:
    """All sheets of a file, hidden ones marked; raises one of the errors of `unreadable`."""
    with collector_paused():
        return read_data(load(path, limits), file=path.name, limits=limits)


def load(path: Path, limits: Limits = _STANDARD) -> bytes:
    """The bytes of a file that is not too large; raises FileMissing, FileBusy, TooLarge."""
    try:
        with path.open("rb") as stream:
            data = stream.read(limits.bytes + 1)
    except FileNotFoundError as error:
        raise FileMissing(file=path.name) from error
    except OSError as error:
        raise FileBusy(file=path.name, detail=why_busy(error)) from error
    if len(data) > limits.bytes:
        raise TooLarge(file=path.name, limit=in_megabytes(limits.bytes), what=_(MEGABYTES))
    return data


def read_data(data: bytes, *, file: str, limits: Limits = _STANDARD) -> list[Sheet]:
    """The same for bytes that are already here; `file` is the name used in messages."""
    if not data.strip(b"\x00\t\r\n ,;\xef\xbb\xbf\xff\xfe"):
        raise EmptyFile(file=file)
    if data.startswith((ZIP_MAGIC, OLE_MAGIC)):
        sheets = read_workbook(data, file=file, limits=limits)
    elif data.startswith(_NOT_TEXT):
        raise NotATable(file=file)
    else:
        sheets = _read_decoded(decode(data, file=file), file, limits)
    if not any(not is_blank(row.cells) for sheet in sheets for row in sheet.rows):
        raise EmptyFile(file=file)
    return sheets


def read_text(text: str, *, limits: Limits = _STANDARD) -> list[Sheet]:
    """What was pasted from the clipboard: tabs, commas, semicolons or HTML."""
    name = _("clipboard")
    if not text.strip():
        raise EmptyFile(file=name)
    return _read_decoded(text, name, limits)


def _read_decoded(text: str, file: str, limits: Limits) -> list[Sheet]:
    start = text[:4000]
    if NAMESPACE in start and "<?xml" in start[:200]:
        return read_spreadsheetml(text.encode(), file=file, limits=limits)
    if looks_like_html(text):
        return read_html(text, file=file, limits=limits)
    if start.lstrip("\ufeff \r\n\t").startswith("<"):
        raise NotATable(file=file)
    return [read_delimited(text.removeprefix("\ufeff"), file=file, limits=limits)]
