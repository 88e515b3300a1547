"""Judges a received transaction by itself and the role it was written under: the same verdict on any day.

Tables and columns with unknown numbers come from a newer program and pass: they are kept and forwarded.
"""

import re
from collections.abc import Callable
from datetime import date, time
from functools import lru_cache

from flexdesk.domain import evolution
from flexdesk.domain.authority import Role, may_by_number
from flexdesk.domain.log import RowWrite, Tx
from flexdesk.domain.ops import Value
from flexdesk.domain.schema import BY_ID, COLUMN_BY_ID, Column, Kind, Table, split_key
from flexdesk.sync.reasons import (
    FIELD,
    READER,
    RETIRED,
    ROW_KEY,
    VALUE_CODE,
    VALUE_KIND,
    VALUE_NIP,
    VALUE_SIZE,
)

Verdict = tuple[int, str]  # index of the write within its transaction, reason code
Validator = Callable[[Tx, str], list[Verdict]]

ROLES = tuple(Role)

MAX_TEXT = 65_536
MAX_KEY = 400
_NUMBERED = re.compile(r"[A-Za-z0-9._:-]{1,100}")
_DAY_PARTS = frozenset({"day", "date", "from"})
_NIP = re.compile(r"[0-9]{0,18}")


def validate(tx: Tx, role: str) -> list[Verdict]:
    """What is wrong with the writes of a transaction; empty when it stands."""
    if role == Role.READER:
        return [(index, READER) for index in range(len(tx.writes))] or [(0, READER)]
    verdicts = ((index, _fault(write, role)) for index, write in enumerate(tx.writes))
    return [(index, fault) for index, fault in verdicts if fault]


def _fault(write: RowWrite, role: str) -> str:
    if not may_by_number(role, write.table, write.cells):
        return FIELD
    table = BY_ID.get(write.table)
    if table is None:
        return ""
    if not _is_key(table, write.row):
        return ROW_KEY
    if evolution.closed(write) is not None:
        return RETIRED
    for number, value in evolution.forward(write).cells.items():
        column = COLUMN_BY_ID.get((table.id, number))
        if column is not None and value is not None and (fault := _value_fault(table, column, value)):
            return fault
    return ""


def _is_key(table: Table, row: str) -> bool:
    if not 0 < len(row) <= MAX_KEY:
        return False
    if not table.key:
        return _NUMBERED.fullmatch(row) is not None
    parts = split_key(row)
    return (
        len(parts) == len(table.key)
        and parts[0] != ""
        and all(_is_day(part) for name, part in zip(table.key, parts, strict=True) if name in _DAY_PARTS)
    )


def _value_fault(table: Table, column: Column, value: Value) -> str:
    if column.id == 0:
        return "" if value == 1 and type(value) is int else VALUE_KIND
    if not _is_kind(column.kind, value):
        return VALUE_KIND
    if isinstance(value, str) and len(value) > MAX_TEXT:
        return VALUE_SIZE
    known = evolution.CODES.get((table.name, column.name))
    if known is not None and value and value not in known:
        return VALUE_CODE
    if (table.name, column.name) == ("person", "nip") and not _NIP.fullmatch(str(value)):
        return VALUE_NIP
    return ""


def _is_kind(kind: Kind, value: Value) -> bool:
    match kind:
        case Kind.TEXT:
            return isinstance(value, str)
        case Kind.INTEGER:
            return type(value) is int
        case Kind.NUMBER:
            return type(value) in (int, float)
        case Kind.DATE:
            return value == "" or (isinstance(value, str) and _is_day(value))
        case Kind.TIME:
            return value == "" or (isinstance(value, str) and _is_time(value))


@lru_cache(maxsize=4096)  # the days of a schedule come again and again
def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_time(text: str) -> bool:
    try:
        time.fromisoformat(text)
    except ValueError:
        return False
    return True
