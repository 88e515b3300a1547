"""Writes what the report form writes, from its description, to hold the page and the reader against."""

import base64
import re
import zlib
from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
ROW = tuple[date, tuple[str, ...]]  # the day, and times, code, activity, amount, unit, evidence, note


def body(nip: str, name: str, rows: Sequence[ROW]) -> str:
    codes = list(dict.fromkeys(cells[2] for _day, cells in rows if cells[2]))
    units = list(dict.fromkeys(cells[5] for _day, cells in rows if cells[5]))
    first = min(day for day, _cells in rows)
    head = [escaped(nip), escaped(name), f"{first:%Y%m%d}"]
    head += [",".join(map(escaped, codes)), ",".join(map(escaped, units))]
    records, before = ["|".join(head)], None
    for day, cells in rows:
        fields = ["" if day == before else str((day - first).days), *map(escaped, cells)]
        for at in (1, 2):
            fields[at] = re.sub(r"^(\d\d):(\d\d)$", r"\1\2", fields[at])
        fields[3] = str(codes.index(cells[2]) + 1) if cells[2] else ""
        fields[6] = str(units.index(cells[5]) + 1) if cells[5] else ""
        records.append("|".join(fields).rstrip("|"))
        before = day
    return "^".join(records)


def escaped(text: str) -> str:
    plain = "".join(chr(code) for code in range(32, 127) if chr(code) not in "%|^,")
    return quote(text, safe=plain)


def check(text: str) -> str:
    return f"{zlib.crc32(text.encode()):08x}"


def line(text: str) -> str:
    """The machine line of a text."""
    packed = base64.b64encode(text.encode()).decode().rstrip("=")
    signs = "".join(
        sign if ALPHABET.index(sign) < 61 else "9" + ALPHABET[ALPHABET.index(sign) - 61] for sign in packed
    )
    return f"FDL1T{check(text)}{len(signs):05}{signs}"


def pieces(text: str, parts: int) -> list[str]:
    """The texts of QR codes."""
    size = -(-len(text) // parts)
    return [
        f"FDL1Q{check(text)}{part + 1:02}{parts:02}{text[part * size : (part + 1) * size]}"
        for part in range(parts)
    ]
