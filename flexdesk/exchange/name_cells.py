"""A name cell may hold more than the name: birth place and date, NIP or golongan on further lines."""

import re
from datetime import date
from typing import NamedTuple

from flexdesk.domain.golongan import normal_golongan
from flexdesk.domain.identity import Nip, NipFault, is_placeholder, parse_nip
from flexdesk.exchange.cells import Cell, one_line, text_of
from flexdesk.exchange.written_dates import read_date

_NIP_INSIDE = re.compile(
    r"[\s/(,-]*(?:\bNI(?:P|\s?PPPK)\b\.?\s*[:.]?\s*)?(?<!\d)(\d{8}[\s.]?\d{6}[\s.]?\d[\s.]?\d{3})(?!\d)\)?",
    re.IGNORECASE,
)

_SIMPLE = re.compile(r"[A-Za-z][A-Za-z .,]*")


class NameCell(NamedTuple):
    """`text` is the joined name, empty for a blank or a placeholder."""

    text: str
    nip: Nip | NipFault | None
    birth_date: date | None
    golongan: str | None


NO_NAME = NameCell("", None, None, None)


def read_name_cell(cell: Cell) -> NameCell:
    """The first line is the name, even when it is blank and a birth place stands on the second."""
    if not isinstance(cell, str):
        text = text_of(cell)
        return NameCell("" if text.replace(".", "").isdigit() else text, None, None, None)
    if _SIMPLE.fullmatch(cell) and not is_placeholder(cell):
        return NameCell(" ".join(cell.split()), None, None, None)
    first, *rest = cell.split("\n") if "\n" in cell else (cell,)
    name = one_line(first).removeprefix("'").strip()
    nip: Nip | NipFault | None = None
    if match := _NIP_INSIDE.search(name):
        nip = parse_nip(match[1])
        name = (name[: match.start()] + name[match.end() :]).strip(" /-")
    if is_placeholder(name):
        name = ""
    born, golongan = None, None
    for line in rest:
        text = one_line(line)
        parsed = parse_nip(text)
        if parsed not in (NipFault.MISSING, NipFault.CHARACTERS):
            nip = nip or parsed
        elif text:
            born = born or read_date(text)
            golongan = golongan or (normal_golongan(text) if "/" in text else None)
    return NameCell(name, nip, born, golongan)
