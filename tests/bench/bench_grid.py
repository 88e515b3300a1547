"""Full repaints of the schedule grid against a table view with the default delegate, in one run.

Times are processor time of the painting thread, so that other programs on the machine do not count.
Budget: at most 0.3 of the table view's time for 110 people by 31 days at 1366 x 768, p95 at most 10 ms.
Scrolling through the whole sheet, headers included, a frame has 33 ms (p95), for a thousand people as well.
"""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QTableView

from flexdesk.domain.halves import SPLIT, Half
from flexdesk.domain.places import OF_LETTER, Place
from ui.qt import platform, theme
from ui.schedule.grid import WeekGrid
from ui.schedule.model import Index, WeekModel
from ui.schedule.sheet import Mark, Sheet, sheet_of

FRAMES = 200
FRAME_MS = 33.0
WIDTH, HEIGHT = 1190, 668  # what 1366 x 768 leaves for the grid
_PATTERN = "KKWKDKKLPKCKSIKO123KKWK"
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Person:
    key: str
    nip: str
    name: str
    group: str
    note: str = ""
    away_count: int = 1
    away_cap: int = 2
    turns: int = 2
    eligible: bool = True
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    place: Place | None
    source: str = "typed"
    pinned: bool = False
    locked: bool = False
    changed_since_published: bool = False
    conflict: Place | None = None
    reason: str = ""
    note: str = ""
    half: Half | None = None
    wished: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    days: tuple[date, ...]
    day_kinds: tuple[str, ...]
    people: tuple[Person, ...]
    cells: dict[tuple[str, date], Cell]
    coverage: tuple[Any, ...] = ()
    findings: tuple[Any, ...] = ()
    published: int | None = None
    letter: str = ""
    changed: int = 0
    notes: dict[date, str] = field(default_factory=dict)
    published_on: date | None = None
    was: dict[tuple[str, date], Any] = field(default_factory=dict)


class PlainModel(QAbstractTableModel):
    """The same letters and grounds through `data`, as a table view is usually fed."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self._sheet = sheet
        self._letters = [OF_TEXT.get(place, "") for place in sheet.places]
        self._grounds = [theme.current().code(letter).fill if letter else None for letter in self._letters]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._sheet.height

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._sheet.width

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | QColor | None:
        at = index.row() * self._sheet.width + index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._letters[at]
        if role == Qt.ItemDataRole.BackgroundRole:
            return self._grounds[at]
        return None


OF_TEXT: dict[Place | None, str] = {place: letter for letter, place in OF_LETTER.items()}


def period(people: int, days: int) -> Period:
    first = date(2026, 11, 2)
    span = tuple(first + timedelta(days=at) for at in range(days))
    persons = tuple(Person(f"p{n}", "", f"Pegawai {n}", f"Seksi {n // 12}") for n in range(people))
    cells = {}
    for n, person in enumerate(persons):
        for at, day in enumerate(span):
            place = OF_LETTER[_PATTERN[(n * 7 + at) % len(_PATTERN)]]
            half = Half.MORNING if place in SPLIT and n % 4 == 0 else None
            changed = (n + at) % 9 == 0
            cells[person.key, day] = Cell(place, changed_since_published=changed, locked=at < 3, half=half)
    kinds = tuple("working" if day.weekday() < 5 else "weekend" for day in span)
    return Period(span, kinds, persons, cells)


def timed(paint: Callable[[], object]) -> list[float]:
    """Milliseconds of each frame after a warm-up."""
    for _ in range(10):
        paint()
    frames = []
    for _ in range(FRAMES):
        start = time.thread_time()
        paint()
        frames.append((time.thread_time() - start) * 1000)
    return frames


def our_grid(sheet: Sheet, column: int | None) -> WeekGrid:
    model = WeekModel(lambda _outcome: False)
    grid = WeekGrid(model)
    model.setParent(grid)
    grid.set_column_width(column)
    model.show(sheet)
    grid.resize(WIDTH, HEIGHT)
    grid.show()
    return grid


def plain_table(sheet: Sheet, like: WeekGrid) -> QTableView:
    table = QTableView()
    model = PlainModel(sheet)
    model.setParent(table)
    table.setModel(model)
    table.verticalHeader().setDefaultSectionSize(like.verticalHeader().defaultSectionSize())
    table.verticalHeader().setFixedWidth(like.verticalHeader().width())
    for at in range(sheet.width):
        table.setColumnWidth(at, like.horizontalHeader().sectionSize(at))
    table.resize(WIDTH, HEIGHT)
    table.show()
    return table


def compare(people: int, days: int, column: int | None) -> bool:
    sheet = sheet_of(period(people, days))
    for at in range(0, len(sheet.marks), 37):
        sheet.marks[at] |= Mark.HARD
    grid = our_grid(sheet, column)
    table = plain_table(sheet, grid)
    QApplication.processEvents()
    ours, theirs = timed(grid.viewport().repaint), timed(table.viewport().repaint)
    whole = timed(grid.grab)
    ratio = statistics.median(ours) / statistics.median(theirs)
    p95 = sorted(ours)[int(FRAMES * 0.95)]
    kept = ratio <= 0.3 and p95 <= 10
    print(
        f"{people} x {days}: grid {statistics.median(ours):.2f} ms (p95 {p95:.2f}), default delegate"
        f" {statistics.median(theirs):.2f} ms, ratio {ratio:.2f};"
        f" with both headers {statistics.median(whole):.2f} ms; budget {'kept' if kept else 'BROKEN'}"
    )
    grid.close()
    table.close()
    grid.deleteLater()
    table.deleteLater()
    return kept


def scrolled(people: int, days: int, column: int | None) -> bool:
    """Every frame of a way down the whole sheet and to its right edge, as the wheel would do it."""
    grid = our_grid(sheet_of(period(people, days)), column)
    QApplication.processEvents()
    frames = []
    for bar, step in ((grid.verticalScrollBar(), 53), (grid.horizontalScrollBar(), 17)):
        bar.setValue(0)
        while bar.value() < bar.maximum():
            start = time.thread_time()
            bar.setValue(bar.value() + step)
            QApplication.processEvents()
            frames.append((time.thread_time() - start) * 1000)
    p95 = sorted(frames)[int(len(frames) * 0.95)]
    kept = p95 <= FRAME_MS
    print(
        f"{people} x {days}: {len(frames)} frames of scrolling, median {statistics.median(frames):.2f} ms,"
        f" p95 {p95:.2f} ms, {p95 / FRAME_MS:.2f} of {FRAME_MS:.0f} ms {'kept' if kept else 'BROKEN'}"
    )
    grid.close()
    grid.deleteLater()
    return kept


def main() -> int:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    platform.dress(app)
    kept = [compare(110, 31, 24), compare(40, 7, None)]
    sizes = ((people, days, column) for people in (40, 110, 1000) for days, column in ((7, None), (31, 24)))
    smooth = [scrolled(*size) for size in sizes]
    return 0 if kept[0] and all(smooth) else 1


if __name__ == "__main__":
    raise SystemExit(main())
