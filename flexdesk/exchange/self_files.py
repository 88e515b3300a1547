"""What employees say about their own work, from a small table: `nip,rhk,realisation,number,rating,note`."""

from collections.abc import Sequence
from dataclasses import dataclass

from flexdesk.domain.performance import Rating
from flexdesk.exchange.activity_cells import number_of
from flexdesk.exchange.activity_people import nip_fault, nip_text
from flexdesk.exchange.activity_tables import (
    Heading,
    NoSuchTable,
    Rejection,
    find_heading,
    sheet_name,
    visible,
    vocabulary,
)
from flexdesk.exchange.cells import Row, Sheet, is_blank
from flexdesk.exchange.ratings_files import rating_of

SELF_WORDS = vocabulary(
    "nip result realisation",
    nip=r"\bnip\b",
    result=r"^rhk$|^result$|rencana hasil kerja|^hasil kerja$|^no$|^kode$",
    realisation=r"^reali[sz]ation$|realisasi|capaian",
    number=r"^number$|^angka$|^jumlah$|^volume$",
    rating=r"^rating$|penilaian diri|nilai diri",
    behaviour=r"^behaviou?r$|perilaku",
    note=r"^notes?$|catatan|keterangan",
)


@dataclass(frozen=True, slots=True)
class SelfRow:
    """`result` is the code, the number in the form's order, or the sentence of a planned result."""

    nip: str
    result: str
    realisation: str
    number: float | None
    rating: Rating | None
    behaviour: Rating | None
    note: str
    row: int


@dataclass(frozen=True, slots=True)
class SelfReading:
    rows: tuple[SelfRow, ...]
    rejected: tuple[Rejection, ...]


def read_self(sheets: Sequence[Sheet]) -> SelfReading:
    """Rows of the first table that has them; raises NoSuchTable."""
    for sheet in visible(sheets):
        for index in range(len(sheet.rows)):
            if (heading := find_heading(sheet.rows, index, SELF_WORDS)) is not None:
                return _read(sheet_name(sheet), heading, sheet.rows[index + heading.height :])
    raise NoSuchTable(columns="nip, rhk, realisation, number, rating, note")


def _read(sheet: str, heading: Heading, rows: Sequence[Row]) -> SelfReading:
    taken, rejected = [], []
    for row in rows:
        if is_blank(row.cells):
            continue
        nip = nip_text(heading.cell(row, "nip"))
        told = {field: heading.text(row, field) for field in ("rating", "behaviour")}
        wrong = next((text for text in told.values() if text and rating_of(text) is None), "")
        if not nip or nip_fault(nip):
            rejected.append(Rejection(sheet, row.number, "nip", nip))
        elif wrong:
            rejected.append(Rejection(sheet, row.number, "rating", wrong))
        else:
            taken.append(
                SelfRow(
                    nip,
                    heading.text(row, "result"),
                    heading.text(row, "realisation"),
                    number_of(heading.text(row, "number")),
                    rating_of(told["rating"]),
                    rating_of(told["behaviour"]),
                    heading.text(row, "note"),
                    row.number,
                )
            )
    return SelfReading(tuple(taken), tuple(rejected))
