"""Cells of attendance files: times with their zone, arrival or leaving, letters of a month's summary."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, time
from types import MappingProxyType

from flexdesk.domain.attendance import IN, OUT, Recap, typed_time
from flexdesk.exchange.activity_cells import time_of
from flexdesk.exchange.activity_tables import normal_heading
from flexdesk.exchange.cells import Cell, Row, one_line

_BLANK = frozenset({"", "-", "–", "—", "--", "--:--", "-:-", "00:00", "00:00:00", "00.00", "0"})
_ZONE = re.compile(r"\b(wib|wita|wit)\b\.?", re.IGNORECASE)
_SPOKEN = re.compile(r"^\s*(jam|pukul|pkl)\.?\s*", re.IGNORECASE)
_TIMES = re.compile(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?")
_ARRIVES = re.compile(r"\b(masuk|datang|in|pagi|check ?in|c in|0)\b")
_LEAVES = re.compile(r"\b(pulang|keluar|out|sore|check ?out|c out|1)\b")

# What a letter of a month's summary says; None is a day that needs no mark.
CODES: Mapping[str, Recap | None] = MappingProxyType(
    {
        **dict.fromkeys(("H", "HDR", "√", "✓", "V", "HADIR"), Recap.PRESENT),
        **dict.fromkeys(("HT", "T", "TL", "TLB"), Recap.LATE),
        **dict.fromkeys(("HP", "PC", "PSW", "PLA"), Recap.LEFT_EARLY),
        **dict.fromkeys(("A", "TK", "TH", "ALPA", "ALPHA", "ABSEN"), Recap.ABSENT),
        **dict.fromkeys(("I", "S", "C", "CT", "CB", "CS", "DL", "DD", "TB", "L", "LN", "OFF", "LIBUR"), None),
    }
)
_MEANINGS = (
    (Recap.LATE, re.compile(r"terlambat|telat")),
    (Recap.LEFT_EARLY, re.compile(r"pulang (awal|cepat|sebelum)")),
    (Recap.ABSENT, re.compile(r"abs[ea]n|alpa|alpha|tanpa keterangan|mangkir|tidak (hadir|masuk)")),
    (None, re.compile(r"i[zj]in|sakit|cuti|dinas|tugas|libur|lepas")),
    (Recap.PRESENT, re.compile(r"hadir|masuk")),
)
_LEGEND = re.compile(r"\b([A-Z]{1,4})\s*[=:]\s*([A-Za-z][A-Za-z ]*?)(?=\s{2,}|[,;]|$|\s+[A-Z]{1,4}\s*[=:])")


def is_empty(cell: Cell) -> bool:
    """Blank, or what machines write where nobody touched them."""
    return cell == time() or one_line(cell) in _BLANK


def moment_of(cell: Cell) -> tuple[time | None, str]:
    """A time of day and the zone that is written beside it, if any."""
    if isinstance(cell, datetime):
        return cell.time().replace(second=0, microsecond=0), ""
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0), ""
    if isinstance(cell, float) and not cell.is_integer():
        return time_of(cell), ""
    text = one_line(cell)
    zone = _ZONE.search(text)
    plain = _SPOKEN.sub("", _ZONE.sub("", text)).strip(" '")
    return typed_time(plain), zone[1].casefold() if zone else ""


def times_in(text: str) -> list[str]:
    """The times that one cell holds: “07:21 16:03”, “07.21-16.03”."""
    return _TIMES.findall(text)


def slot_named(text: str) -> str:
    """Whether a machine calls a touch arriving or leaving; empty when it does not say."""
    plain = normal_heading(text)
    if _LEAVES.search(plain):
        return OUT
    return IN if _ARRIVES.search(plain) else ""


def legend_of(rows: Iterable[Row]) -> dict[str, Recap | None]:
    """The office's own letters, as the line “Keterangan” below its table explains them."""
    found: dict[str, Recap | None] = {}
    for row in rows:
        for cell in row.cells:
            if isinstance(cell, str) and ("=" in cell or ":" in cell):
                for letters, words in _LEGEND.findall(cell):
                    known = [recap for recap, pattern in _MEANINGS if pattern.search(words.casefold())]
                    if known:
                        found[letters] = known[0]
    return found
