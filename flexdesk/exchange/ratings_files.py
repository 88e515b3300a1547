"""A leader's ratings from a small table: `nip,results,behaviour,note`."""

from collections.abc import Sequence
from dataclasses import dataclass

from flexdesk.domain.performance import Rating
from flexdesk.exchange.activity_people import nip_fault, nip_text
from flexdesk.exchange.activity_tables import (
    Heading,
    NoSuchTable,
    Rejection,
    find_heading,
    normal_heading,
    sheet_name,
    visible,
    vocabulary,
)
from flexdesk.exchange.cells import Row, Sheet, is_blank

RATING_WORDS = vocabulary(
    "nip results behaviour",
    nip=r"\bnip\b",
    results=r"^results?$|hasil( kerja)?$",
    behaviour=r"^behaviou?r$|perilaku( kerja)?$",
    note=r"^notes?$|catatan|keterangan|rekomendasi",
)
# Forms print "Di Atas", "DIATAS" and "Di Atas Ekspektasi" alike; the letters decide.
_RATINGS = {
    "below": Rating.BELOW,
    "dibawah": Rating.BELOW,
    "meets": Rating.MEETS,
    "sesuai": Rating.MEETS,
    "above": Rating.ABOVE,
    "diatas": Rating.ABOVE,
}


@dataclass(frozen=True, slots=True)
class RatingRow:
    nip: str
    results: Rating
    behaviour: Rating
    note: str
    row: int


@dataclass(frozen=True, slots=True)
class RatingsReading:
    rows: tuple[RatingRow, ...]
    rejected: tuple[Rejection, ...]


def read_ratings(sheets: Sequence[Sheet]) -> RatingsReading:
    """Ratings of the first table that has them; raises NoSuchTable. A second row of a person is rejected."""
    for sheet in visible(sheets):
        for index in range(len(sheet.rows)):
            if (heading := find_heading(sheet.rows, index, RATING_WORDS)) is not None:
                return _read(sheet_name(sheet), heading, sheet.rows[index + heading.height :])
    raise NoSuchTable(columns="nip, results, behaviour, note")


def _read(sheet: str, heading: Heading, rows: Sequence[Row]) -> RatingsReading:
    taken: dict[str, RatingRow] = {}
    rejected = []
    for row in rows:
        if is_blank(row.cells):
            continue
        nip = nip_text(heading.cell(row, "nip"))
        results, behaviour = (rating_of(heading.text(row, field)) for field in ("results", "behaviour"))
        if not nip or nip_fault(nip):
            rejected.append(Rejection(sheet, row.number, "nip", nip))
        elif results is None or behaviour is None:
            wrong = heading.text(row, "results" if results is None else "behaviour")
            rejected.append(Rejection(sheet, row.number, "rating", wrong))
        elif nip in taken:
            rejected.append(Rejection(sheet, row.number, "twice", nip))
        else:
            taken[nip] = RatingRow(nip, results, behaviour, heading.text(row, "note"), row.number)
    return RatingsReading(tuple(taken.values()), tuple(rejected))


def rating_of(text: str) -> Rating | None:
    """The token, or the printed label with or without "Ekspektasi"."""
    return _RATINGS.get(normal_heading(text).replace(" ", "").removesuffix("ekspektasi"))
