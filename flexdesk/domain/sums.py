"""What two holders of one log agree on, as sums that do not depend on any order.

Each row counts as SHA-256 over its cells with the heads of each; the rows of a table and a month are added up
modulo 2^256, and so are those sums. One differing value changes its row's number and thereby the sum of its
month, so that only this month has to be looked at.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping

from flexdesk.domain.merge import Head

Bucket = tuple[int, str]  # table id, month (`2026-11`); empty for rows whose key names no day
Cells = Mapping[int, tuple[Head, ...]]
Known = Mapping[int, int]  # table id -> highest column id; columns are only ever added

MODULUS = 1 << 256


_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?:-\d\d)?")
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def bucket_of(table: int, row: str) -> Bucket:
    """Where a row is counted: under the month of the first day or month that its key names."""
    for part in row.split("|"):
        if len(part) in (7, 10) and _MONTH.fullmatch(part):
            return table, part[:7]
    return table, ""


def known_cells(table: int, cells: Cells, known: Known | None) -> dict[int, tuple[Head, ...]]:
    """The cells that a program with that registry shows; None knows all."""
    last = known.get(table, -1) if known is not None else max(cells, default=0)
    return {column: heads for column, heads in cells.items() if column <= last and heads}


def number_of(table: int, row: str, cells: Cells) -> int:
    """A row as a number; 0 for one that holds nothing."""
    if not cells:
        return 0
    body = [
        [column, sorted([head.device, head.seq, head.value] for head in heads)]
        if len(heads) > 1
        else [column, [[heads[0].device, heads[0].seq, heads[0].value]]]
        for column, heads in sorted(cells.items())
    ]
    text = _as_json([table, row, body]).encode()
    return int.from_bytes(hashlib.sha256(text).digest(), "big")


def sums_of(rows: Iterable[tuple[int, str, Cells]], known: Known | None) -> dict[Bucket, int]:
    """The sum of each table and month; months that hold nothing are left out."""
    found: dict[Bucket, int] = {}
    for table, row, cells in rows:
        shown = known_cells(table, cells, known)
        if shown:
            bucket = bucket_of(table, row)
            found[bucket] = (found.get(bucket, 0) + number_of(table, row, shown)) % MODULUS
    return found


def total(sums: Mapping[Bucket, int]) -> bytes:
    """One number over everything, 32 bytes; a bucket that is moved to another month is another number."""
    parts = (_as_json([*bucket, str(number)]).encode() for bucket, number in sorted(sums.items()))
    return hashlib.sha256(b"".join(parts)).digest()


def short(number: int) -> bytes:
    """The sum of one month as it travels: enough to tell it from another."""
    return (number % MODULUS).to_bytes(32, "big")[:8]
