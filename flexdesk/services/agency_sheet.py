"""The schedule as a workbook for the personnel agency: one sheet a week, with letter, legend and totals."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flexdesk.domain.calendar import WEEKDAY_NAMES, long_date
from flexdesk.domain.halves import code
from flexdesk.domain.periods import Period
from flexdesk.domain.places import AWAY, LETTERS, PRIVATE, Place
from flexdesk.exchange.cells import harmless
from flexdesk.services.sharing import HIDDEN
from flexdesk.services.week import CellView, Published, WeekView

_HEADINGS = ("No", "NIP", "Nama", "Jabatan")
_TOTALS = ("Hari kerja", "Kantor", "Di luar kantor (WFA)", "Lainnya")
_FIRST_ROW = 5


@dataclass(frozen=True, slots=True)
class AgencyWeek:
    period: Period
    view: WeekView
    published: Published | None


def as_workbook(unit: str, agency: str, weeks: Sequence[AgencyWeek]) -> bytes:
    """NIP stays text; every day has its letter and, below, who is away and which share that is."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the same weeks, the same bytes
    looks = {
        "bold": book.add_format({"bold": True}),
        "head": book.add_format({"bold": True, "bottom": 1, "align": "center", "text_wrap": True}),
        "text": book.add_format({"num_format": "@"}),
        "centre": book.add_format({"align": "center"}),
        "share": book.add_format({"align": "center", "num_format": "0%"}),
    }
    for week in weeks:
        _Sheet(book.add_worksheet(f"Minggu {week.period.number}"), looks, week).fill(unit, agency)
    book.close()
    return stream.getvalue()


class _Sheet:
    def __init__(self, sheet: Any, looks: dict[str, Any], week: AgencyWeek) -> None:
        self._sheet, self._looks, self._view, self._week = sheet, looks, week.view, week

    def fill(self, unit: str, agency: str) -> None:
        self._head(unit, agency)
        self._people()
        below = self._days(_FIRST_ROW + len(self._view.people))
        self._legend(below + 1)
        self._sheet.set_column(0, 0, 5)
        self._sheet.set_column(1, 1, 21)
        self._sheet.set_column(2, 3, 32)
        self._sheet.set_column(4, 3 + len(self._view.days), 11)
        self._sheet.set_column(4 + len(self._view.days), 7 + len(self._view.days), 12)
        self._sheet.freeze_panes(_FIRST_ROW, 4)
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)

    def _write(self, row: int, column: int, text: str, look: str = "text") -> None:
        self._sheet.write_string(row, column, harmless(text), self._looks[look])

    def _head(self, unit: str, agency: str) -> None:
        first, last = self._view.days[0], self._view.days[-1]
        span = f"{long_date(first)} sampai dengan {long_date(last)}"
        self._write(0, 0, f"JADWAL KERJA MINGGU {self._week.period.number}, {span}", "bold")
        self._write(1, 0, f"{unit}, {agency}")
        self._write(2, 0, _letter(self._week.published))
        columns = [*_HEADINGS, *(f"{WEEKDAY_NAMES[d.weekday()]} {d:%d/%m/%Y}" for d in self._view.days)]
        for column, text in enumerate([*columns, *_TOTALS]):
            self._write(_FIRST_ROW - 1, column, text, "head")

    def _people(self) -> None:
        days = self._view.days
        for at, person in enumerate(self._view.people):
            row = _FIRST_ROW + at
            self._sheet.write_number(row, 0, at + 1)
            for column, text in enumerate((person.nip, person.full_name, person.jabatan), 1):
                self._write(row, column, text)
            cells = [self._view.cells[person.key, day] for day in days]
            for column, cell in enumerate(cells, 4):
                self._write(row, column, _sign(cell), "centre")
            for column, count in enumerate(self._counts([one.place for one in cells]), 4 + len(days)):
                self._sheet.write_number(row, column, count, self._looks["centre"])

    def _counts(self, places: Sequence[Place | None]) -> tuple[int, int, int, int]:
        filled = [place for place in places if place not in (None, Place.HOLIDAY)]
        office = sum(place is Place.OFFICE for place in filled)
        away = sum(place in AWAY for place in filled)
        return len(filled), office, away, len(filled) - office - away

    def _days(self, row: int) -> int:
        """Totals a day; returns the row below them."""
        for name, at in (("Kantor", 0), ("Di luar kantor (WFA)", 1)):
            self._write(row + at, 3, name, "bold")
        self._write(row + 2, 3, "Porsi di luar kantor", "bold")
        for column, day in enumerate(self._view.days, 4):
            office, away, all_ = self._day(day)
            self._sheet.write_number(row, column, office, self._looks["centre"])
            self._sheet.write_number(row + 1, column, away, self._looks["centre"])
            if all_:
                self._sheet.write_number(row + 2, column, away / all_, self._looks["share"])
        return row + 3

    def _day(self, day: date) -> tuple[int, int, int]:
        """In the office, away, and everybody with a place that day."""
        places = [self._view.cells[person.key, day].place for person in self._view.people]
        filled = [place for place in places if place not in (None, Place.HOLIDAY)]
        return sum(p is Place.OFFICE for p in filled), sum(p in AWAY for p in filled), len(filled)

    def _legend(self, row: int) -> None:
        words = [f"{one.letter} = {one.label}" for place, one in LETTERS.items() if place not in PRIVATE]
        self._write(row, 1, "Keterangan: " + ", ".join([*words, f"{HIDDEN.letter} = {HIDDEN.label}"]))


def _letter(published: Published | None) -> str:
    if published is None:
        return "Belum diterbitkan"
    change = f", perubahan ke-{published.revision}" if published.revision else ""
    day = f" tanggal {long_date(published.published_on)}" if published.published_on else ""
    return f"Surat Perintah Tugas Nomor {published.letter or '–'}{day}{change}"


def _sign(cell: CellView) -> str:
    return HIDDEN.letter if cell.place in PRIVATE else code(cell.place, cell.half)
