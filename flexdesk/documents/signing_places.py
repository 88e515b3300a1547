"""Finds the places that a paper keeps free for signatures, each marked by an anchor such as #ttd_penilai."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flexdesk.documents.paper import MM
from flexdesk.documents.preview import opened

_MARK, _LETTERS, _LONGEST = "#ttd_", re.compile("[a-z]+"), 20
_FIRST = ("penilai", "pejabat", "pegawai")  # who signs when nobody says whose place it is
WIDTH, HEIGHT = 60 * MM, 25 * MM
_ANCHOR_ABOVE_FOOT = 4.0  # points from the foot of the free space to the baseline of its anchor


@dataclass(frozen=True, slots=True)
class Place:
    """`box` is (left, bottom, right, top) in points from the lower left corner, as PDF counts.

    `number` counts the places of one field in the file, from 1.
    """

    field: str
    page: int
    box: tuple[float, float, float, float]
    number: int = 1

    @property
    def corners(self) -> tuple[int, int, int, int]:
        left, bottom, right, top = (round(edge) for edge in self.box)
        return left, bottom, right, top

    @property
    def name(self) -> str:
        """Of the field in the PDF."""
        return f"ttd_{self.field}" + (f"_{self.number}" if self.number > 1 else "")


def find_places(data: bytes) -> list[Place]:
    """In the order of the pages; raises UnreadablePdf."""
    found: list[Place] = []
    with opened(data) as document:
        for number, page in enumerate(document):
            words = page.get_textpage()
            search = words.search(_MARK, match_case=True)
            while (hit := search.get_next()) is not None:
                field = _LETTERS.match(words.get_text_range(hit[0] + len(_MARK), _LONGEST))
                if field is None:
                    continue
                letters = range(hit[0], hit[0] + len(_MARK) + len(field[0]))
                before = sum(place.field == field[0] for place in found)
                boxes = [words.get_charbox(index) for index in letters]
                found.append(_place(field[0], number, boxes, before + 1))
            search.close()
            words.close()
            page.close()
    return found


def _place(field: str, page: int, boxes: list[tuple[float, float, float, float]], count: int) -> Place:
    middle = (min(box[0] for box in boxes) + max(box[2] for box in boxes)) / 2
    letters = [box[1] for box in boxes]
    foot = sorted(letters)[len(letters) // 2] - _ANCHOR_ABOVE_FOOT  # most letters stand on the baseline
    return Place(field, page, (middle - WIDTH / 2, foot, middle + WIDTH / 2, foot + HEIGHT), count)


def first_field(places: Sequence[Place]) -> str:
    """Whose place is signed when nobody says; officials before employees, then as on the paper."""
    fields = [place.field for place in places]
    return next((field for field in _FIRST if field in fields), fields[0])
