"""Text tables: comma, semicolon or tab, in the encodings that offices really send."""

import codecs
import csv
import io
import re
from collections import Counter

from flexdesk.exchange.cells import Cell, Limits, Row, Sheet
from flexdesk.exchange.unreadable import CELLS, NotATable, TooLarge
from flexdesk.i18n import _

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = {";": 2.0, "\t": 2.0, ",": 1.0, "|": 0.9}  # a decimal comma is commoner than a stray semicolon
_SEP_LINE = re.compile(r'\A"?sep=(.)"?\r?\n', re.IGNORECASE)
_SAMPLE_LINES = 200
_LONGEST_CELL_LINES = 20  # more than that is an opening quotation mark without an end
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes, *, file: str) -> str:
    """The text of `data`; raises NotATable for anything that is no text."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(data.decode(encoding, errors="replace"), file)
    if b"\x00" in data[:2000]:
        return _checked(_decode_wide(data, file), file)
    for encoding in ("utf-8", "cp1252", "latin-1"):
        try:
            return _checked(data.decode(encoding), file)
        except UnicodeDecodeError:
            continue
    raise NotATable(file=file)


def _decode_wide(data: bytes, file: str) -> str:
    """UTF-16 without a mark: Latin text has a zero in every second byte."""
    sample = data[:2000]
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = sample[offset::2]
        if half.count(0) > 0.7 * len(half):
            return data.decode(encoding, errors="replace")
    raise NotATable(file=file)


def _checked(text: str, file: str) -> str:
    if _CONTROL.search(text[:5000]):
        raise NotATable(file=file)
    return text


def read_delimited(text: str, *, file: str, limits: Limits) -> Sheet:
    """One sheet without a name; every cell is a text, an empty one None."""
    first_line = 1
    if named := _SEP_LINE.match(text):
        delimiter, text, first_line = named[1], text[named.end() :], 2
    else:
        delimiter = guess_delimiter(text)
    rows = _records(text, delimiter, first_line, csv.QUOTE_MINIMAL, file, limits)
    if rows is None:
        rows = _records(text, delimiter, first_line, csv.QUOTE_NONE, file, limits)
    if rows is None:
        raise NotATable(file=file)
    return Sheet(None, rows)


def _records(
    text: str, delimiter: str, first_line: int, quoting: int, file: str, limits: Limits
) -> list[Row] | None:
    """None when the quotation marks do not pair."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
    rows: list[Row] = []
    cells = 0
    line = 0
    try:
        for record in reader:
            if reader.line_num - line > _LONGEST_CELL_LINES:
                return None
            rows.append(Row(first_line + line, _cells(record)))
            line = reader.line_num
            cells += len(record)
            if cells > limits.cells:
                raise TooLarge(file=file, limit=limits.cells, what=_(CELLS))
    except csv.Error:
        return None
    return rows


def _cells(record: list[str]) -> list[Cell]:
    return [cell if cell else None for cell in record]


def guess_delimiter(text: str) -> str:
    """The mark that gives most rows the same number of columns."""
    sample = "".join(io.StringIO(text[:200_000], newline="").readlines()[:_SAMPLE_LINES])
    return max(_DELIMITERS, key=lambda mark: _score(sample, mark))


def _score(sample: str, delimiter: str) -> float:
    try:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
    except csv.Error:
        return 0.0
    widths.pop(0, None)
    widths.pop(1, None)
    if not widths:
        return 0.0
    width, rows = max(widths.items(), key=lambda item: (item[0] - 1) * item[1])
    return _DELIMITERS[delimiter] * (width - 1) * rows
