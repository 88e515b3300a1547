"""The week grid: a table view that keeps Qt's selection, editing and accessibility but paints itself at once.

A Python call for each cell does not reach 60 frames a second in software drawing, so one paint event copies
cached pixmaps from the flat list of looks.
"""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from flexdesk.domain.places import OF_LETTER, Place
from flexdesk.i18n import _
from ui.qt import theme
from ui.schedule import paint
from ui.schedule.gestures import Drag, Kind
from ui.schedule.heads import NARROW, Corner, DaysHeader, PeopleHeader, people_width
from ui.schedule.looks import Look, look_at, looks_of
from ui.schedule.model import WeekModel
from ui.schedule.outcomes import Block, block_around
from ui.schedule.ports import CellKey
from ui.schedule.sheet import Held, Sheet, Spot

Modifier = Qt.KeyboardModifier
Select = QItemSelectionModel.SelectionFlag

_ERASE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_NOTCH = 120  # eighths of a degree
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class WeekGrid(QTableView):
    """Cells of people by days. Signals say what the hand asked for; nothing is written here."""

    placed = Signal(object, object)  # list[Spot], Place | None
    move_asked = Signal(object, object)  # Block, Spot of the new top left corner
    entered = Signal()
    split_asked = Signal()
    note_asked = Signal()
    day_note_asked = Signal()
    brush_changed = Signal(object)  # Place | None
    cursor_moved = Signal(object)  # Spot
    columns_laid = Signal()
    zoom_asked = Signal(int)  # +1 for taller rows

    def __init__(self, model: WeekModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.looks: list[Look] = []
        self.layer: Mapping[CellKey, Held] = {}
        self.published = False  # what was published instead of the draft
        self.drag: Drag | None = None
        self.brush: Place | None = None
        self.leaves: Callable[[], bool] = lambda: False  # Esc: closes what the desk has open
        self.rightwards = True  # where the cursor goes after a letter
        self._turned = 0
        self._column_width: int | None = None  # None: the days share the width
        self._build_heads()
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setAccessibleName(_("Week schedule"))
        model.sheet_changed.connect(self._take_sheet)
        model.cells_changed.connect(self._take_cells)
        theme.current().changed.connect(self.viewport().update)
        theme.current().density_changed.connect(self._take_density)
        self._take_density()
        self._take_sheet()

    def _build_heads(self) -> None:
        self._days = DaysHeader(self._model, self)
        people = PeopleHeader(self._model, self)
        self._people: QHeaderView = people
        self.setHorizontalHeader(self._days)
        self.setVerticalHeader(self._people)
        people.group_clicked.connect(self.select_rows)
        self._days.sectionDoubleClicked.connect(lambda _column: self.day_note_asked.emit())
        self.corner: Corner = Corner(self)

    @property
    def sheet(self) -> Sheet:
        return self._model.sheet

    # Look
    def set_column_width(self, width: int | None) -> None:
        """Least pixels of each day, or None to share the width with narrower rest days."""
        self._column_width = width
        self._lay_columns()

    def set_layer(self, layer: Mapping[CellKey, Held]) -> None:
        """Draw a proposal over the sheet; an empty mapping takes it away."""
        self.layer = layer
        self._take_looks()

    def show_published(self, *, on: bool) -> None:
        """Draw what was published where the draft differs."""
        self.published = on
        self._take_looks()

    def visible_rows(self) -> int:
        """How many whole rows fit."""
        return self.viewport().height() // max(self._people.defaultSectionSize(), 1)

    def _take_sheet(self) -> None:
        self.corner.set_count(self.sheet.height)
        self._days.fit()
        self._take_looks()
        self._lay_columns()
        self._days.viewport().update()
        self._people.viewport().update()

    def _take_cells(self, spots: list[Spot]) -> None:
        if self.layer or self.published:
            self._take_looks()
            return
        for at in map(self.sheet.at, spots):
            self.looks[at] = look_at(self.sheet, at)
        self.viewport().update()

    def _take_looks(self) -> None:
        self.looks = looks_of(self.sheet, self.layer, published=self.published)
        self.viewport().update()

    def _take_density(self) -> None:
        self._people.setDefaultSectionSize(theme.current().row_height())
        self._people.setFixedWidth(people_width())
        self._days.fit()
        self.updateGeometries()

    def _lay_columns(self) -> None:
        sheet, room = self.sheet, self.viewport().width()
        if not sheet.width:
            return
        if self._column_width is not None:
            widths = [max(self._column_width, room // sheet.width)] * sheet.width
        else:
            widths = _shared(room, [2 if _weekday(day) else 1 for day in sheet.days])
        self._days.set_narrow(min(widths) < NARROW)
        for column, width in enumerate(widths):
            if self._days.sectionSize(column) != width:
                self._days.resizeSection(column, width)
        self.columns_laid.emit()

    # Cursor and selection
    def cursor_spot(self) -> Spot | None:
        index = self.currentIndex()
        return Spot(index.row(), index.column()) if index.isValid() else None

    def go_to(self, spot: Spot) -> None:
        index = self._model.index_of(spot)
        # Not setCurrentIndex: that looks at the keys held down and may extend the selection.
        self.selectionModel().setCurrentIndex(index, Select.ClearAndSelect)
        self.scrollTo(index)

    def selected_spots(self) -> list[Spot]:
        """Of the selection; the cursor's cell where there is none, as when the keyboard comes here first."""
        spots = [Spot(one.row(), one.column()) for one in self.selectedIndexes()]
        if not spots and (cursor := self.cursor_spot()) is not None:
            return [cursor]
        return sorted(spots, key=lambda spot: (spot.row, spot.column))

    def selected_block(self) -> Block | None:
        return block_around(self.selected_spots())

    def select_rows(self, first: int, last: int) -> None:
        self._select(Block(first, 0, last, self.sheet.width - 1))

    def _select(self, block: Block) -> None:
        top = self._model.index(block.top, block.left)
        bottom = self._model.index(block.bottom, block.right)
        self.selectionModel().setCurrentIndex(top, Select.NoUpdate)
        self.selectionModel().select(QItemSelection(top, bottom), Select.ClearAndSelect)

    def _select_columns(self) -> None:
        if (block := self.selected_block()) is not None:
            self._select(Block(0, block.left, self.sheet.height - 1, block.right))

    def _select_whole_rows(self) -> None:
        if (block := self.selected_block()) is not None:
            self.select_rows(block.top, block.bottom)

    def set_brush(self, brush: Place | None) -> None:
        """The letter that a drag paints; None lets a drag select."""
        if brush is not self.brush:
            self.brush = brush
            self.brush_changed.emit(brush)

    # Typing
    def type_place(self, place: Place | None) -> None:
        """Ask for `place` in the selection; from a single cell the cursor then moves on."""
        spots = self.selected_spots()
        if not spots:
            return
        if place is not None:
            self.set_brush(place)
        self.placed.emit(spots, place)
        if len(spots) == 1:
            self._advance(spots[0])

    def _advance(self, spot: Spot) -> None:
        onward = Spot(spot.row, spot.column + 1) if self.rightwards else Spot(spot.row + 1, spot.column)
        if self.sheet.holds(onward):
            self.go_to(onward)

    def _typed(self, event: QKeyEvent) -> bool:
        if event.modifiers() & (Modifier.ControlModifier | Modifier.AltModifier | Modifier.MetaModifier):
            return False
        if event.key() in _ERASE or event.text() == ".":
            self.type_place(None)
            return True
        if (asked := self._asked_by(event)) is not None:
            asked.emit()
            return True
        place = OF_LETTER.get(event.text().upper()) if event.text() else None
        if place is not None:
            self.type_place(place)
        return place is not None

    def _asked_by(self, event: QKeyEvent) -> SignalInstance | None:
        """Signs that are no places; Shift counts, not the case, because Caps Lock may be on."""
        if event.text() == "/":
            return self.split_asked
        if event.key() == Qt.Key.Key_N:
            return self.day_note_asked if event.modifiers() & Modifier.ShiftModifier else self.note_asked
        return None

    def _steered(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        if key == Qt.Key.Key_Escape:
            return self._left()
        elif key in _ENTER:
            self.entered.emit()
        elif key == Qt.Key.Key_Space and modifiers & Modifier.ControlModifier:
            self._select_columns()
        elif key == Qt.Key.Key_Space and modifiers & Modifier.ShiftModifier:
            self._select_whole_rows()
        else:
            return False
        return True

    def _left(self) -> bool:
        """Esc leaves the smallest thing: a drag, then what the desk has open; False without any."""
        if self.drag is None:
            return self.leaves()
        self.drag = None
        self.viewport().update()
        return True

    # Dragging
    def spot_at(self, point: QPoint) -> Spot | None:
        index = self.indexAt(point)
        return Spot(index.row(), index.column()) if index.isValid() else None

    def _begins(self, event: QMouseEvent) -> Drag | None:
        spot = self.spot_at(event.position().toPoint())
        if spot is None or event.modifiers() & Modifier.ShiftModifier:
            return None
        left = event.button() == Qt.MouseButton.LeftButton
        single = Block(spot.row, spot.column, spot.row, spot.column)
        if event.button() == Qt.MouseButton.RightButton or (
            left and event.modifiers() & Modifier.ControlModifier
        ):
            held = self.selected_block()
            inside = held is not None and spot in held.spots() and len(self.selected_spots()) > 1
            return Drag(Kind.MOVE, spot, held if inside and held is not None else single)
        if left and self.brush is not None:
            kind = Kind.RECTANGLE if event.modifiers() & Modifier.AltModifier else Kind.PAINT
            return Drag(kind, spot, single)
        return None

    def _finish(self, drag: Drag) -> None:
        if drag.kind is Kind.MOVE:
            target = drag.target()
            self.move_asked.emit(drag.block, Spot(target.top, target.left))
        else:
            self.placed.emit(list(drag.trail), self.brush)

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._typed(event) and not self._steered(event):
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Letters are places here, never a search."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Modifier.ControlModifier:
            super().wheelEvent(event)
            return
        # A touchpad tells a notch in many small parts.
        self._turned += event.angleDelta().y()
        if abs(self._turned) >= _NOTCH:
            self.zoom_asked.emit(1 if self._turned > 0 else -1)
            self._turned = 0
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.drag = self._begins(event)
        if self.drag is None:
            super().mousePressEvent(event)
        elif self.drag.kind is not Kind.MOVE:
            self.go_to(self.drag.start)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.drag is None:
            super().mouseMoveEvent(event)
            return
        spot = self.spot_at(event.position().toPoint())
        if spot is not None and self.drag.reach(spot):
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, self.drag = self.drag, None
        if drag is None:
            super().mouseReleaseEvent(event)
            return
        self.viewport().update()
        if drag.started:
            self._finish(drag)
        elif drag.kind is Kind.MOVE:
            self.go_to(drag.start)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.paint_grid(self, event.rect())

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self._days.viewport().update()
        self._people.viewport().update()
        if current.isValid():
            self.cursor_moved.emit(Spot(current.row(), current.column()))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_columns()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        if hasattr(self, "corner"):
            self.corner.setGeometry(QRect(0, 0, self._people.width(), self._days.height()))
            self.corner.raise_()

    def viewportEvent(self, event: QEvent) -> bool:
        # The base class repaints single cells on hover; nothing here looks different under the pointer.
        if event.type() in (QEvent.Type.HoverMove, QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            return True
        return super().viewportEvent(event)


def _weekday(day: date) -> bool:
    return day.weekday() < 5


def _shared(room: int, shares: list[int]) -> list[int]:
    """Whole pixels in the proportion of `shares` that add up to `room`."""
    total, made, used, at = sum(shares), [], 0, 0
    for share in shares:
        at += share
        edge = room * at // total
        made.append(edge - used)
        used = edge
    return made
