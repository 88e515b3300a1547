"""Results for people: sentences and tables from the same document that `--json` prints."""

from collections.abc import Iterator
from typing import Any

WIDEST = 48  # characters of a table cell; the JSON has all of them


def lines_of(data: dict[str, Any]) -> Iterator[str]:
    """Single values first, then a table for every list of objects."""
    for key, value in data.items():
        if not _is_table(value):
            yield f"{key}: {_plain(value)}"
    for key, value in data.items():
        if _is_table(value):
            yield ""
            yield f"{key} ({len(value)})"
            yield from _table(value)


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _table(rows: list[dict[str, Any]]) -> Iterator[str]:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[_short(row.get(name)) for name in columns] for row in rows]
    widths = [max(len(name), *(len(row[i]) for row in cells)) for i, name in enumerate(columns)]
    yield "  ".join(name.ljust(width) for name, width in zip(columns, widths, strict=True)).rstrip()
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _short(value: Any) -> str:
    text = " ".join(_plain(value).split())
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"


def _plain(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(_plain(item) for item in value)
    return str(value)
