"""Who a row of an activity file is about: NIP, name, or the person of the rows above."""

import re
from dataclasses import dataclass

from flexdesk.domain.identity import Nip, NipFault, parse_nip
from flexdesk.exchange.cells import Cell, one_line

_NIP_IN_TEXT = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){17}(?!\d)")


@dataclass(frozen=True, slots=True)
class Person:
    """`nip` is empty when a file names people only; the caller then looks the name up."""

    nip: str = ""
    name: str = ""
    jabatan: str = ""

    @property
    def known(self) -> bool:
        return bool(self.nip or self.name)


def nip_text(cell: Cell) -> str:
    """Eighteen digits, "" for a blank cell, or whatever was written when that is no NIP.

    A number comes back in a form that is no NIP, because spreadsheets round its last digits.
    """
    parsed = parse_nip(cell)
    if isinstance(parsed, Nip):
        return parsed.text
    if parsed is NipFault.MISSING:
        return ""
    return f"{cell:.6g}" if isinstance(cell, int | float) else one_line(cell)


def nip_fault(nip: str) -> bool:
    """Whether the text that `nip_text` gave is something else than a NIP."""
    return not isinstance(parse_nip(nip), Nip)


def split_name_nip(text: str) -> tuple[str, str]:
    """Name and NIP of a cell that holds both, in either order."""
    if not (found := _NIP_IN_TEXT.search(text)):
        return text.strip(), ""
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    name = re.sub(r"\bN\.?I\.?P\.?\s*:?", " ", rest, flags=re.IGNORECASE)
    return " ".join(name.split()).strip(" /,;:-()"), nip_text(found[0])
