"""Rows of the store as the frozen types of the domain, and nothing else."""

from collections.abc import Callable, Hashable
from dataclasses import fields
from datetime import date, time
from functools import lru_cache
from typing import Any, TypeVar, cast, get_type_hints

from flexdesk.domain.calendar import weekdays
from flexdesk.store.store import Row

T = TypeVar("T")


def record(kind: type[T], row: Row) -> T:
    """A dataclass from a row: same names (`from_` for `from`), dates, times, flags and weekday sets parsed.

    Empty cells take the field's default.
    """
    values = {
        field: convert(row[column])
        for field, column, convert in _plan(cast(Hashable, kind))
        if row.get(column) is not None
    }
    return kind(**values)


@lru_cache
def _plan(kind: Any) -> tuple[tuple[str, str, Callable[[Any], Any]], ...]:
    hints = get_type_hints(kind)
    return tuple((field.name, _column(field.name), _converter(hints[field.name])) for field in fields(kind))


def _column(field: str) -> str:
    return field.rstrip("_")


def _converter(hint: Any) -> Callable[[Any], Any]:
    text = str(hint)
    if "frozenset" in text:
        return weekdays
    if "datetime.date" in text:
        return date.fromisoformat
    if "datetime.time" in text:
        return time.fromisoformat
    if hint is bool:
        return bool
    return lambda value: value
