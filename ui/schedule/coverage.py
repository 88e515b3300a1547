"""The needs of the unit under the grid: a second view in step with it, so that the rows stay in sight."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QModelIndex,
    QObject,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from flexdesk.i18n import _
from ui.qt import fonts, icons, theme
from ui.qt.tokens import tokens
from ui.schedule import words
from ui.schedule.grid import WeekGrid
from ui.schedule.heads import BAND, people_width
from ui.schedule.model import Index, Role, WeekModel
from ui.schedule.ports import CoverageCell, CoverageRow
from ui.widgets import chips
from ui.widgets.meter import paint_meter
from ui.widgets.tones import Tone

AWAY = "away"  # key of the row that is a share with a cap
_WIDE = 72  # a column under this width shows no meter and no share

_Align = Qt.AlignmentFlag
_NOWHERE = QModelIndex()


class CoverageModel(QAbstractTableModel):
    """Needs by days, read from the same sheet as the grid."""

    def __init__(self, week: WeekModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._week = week
        self.rows: tuple[CoverageRow, ...] = ()
        self._width = 0
        week.sheet_changed.connect(self._take)
        self._take()

    def _take(self) -> None:
        fresh, width = self._week.sheet.coverage, self._week.sheet.width
        same = [row.key for row in fresh] == [row.key for row in self.rows]
        if same and width == self._width and fresh and width:
            self.rows = fresh
            self.dataChanged.emit(self.index(0, 0), self.index(len(fresh) - 1, self.columnCount() - 1))
        else:
            self.beginResetModel()
            self.rows, self._width = fresh, width
            self.endResetModel()

    def cell(self, row: int, column: int) -> CoverageCell | None:
        """None where the need is not told for that day."""
        cells = self.rows[row].cells
        return cells[column] if column < len(cells) else None

    # Qt overrides
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._width

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self.cell(index.row(), index.column())
        if role == Role.DisplayRole:
            return cell.text if cell is not None else ""
        if role == Role.AccessibleTextRole:
            return self._spoken(index.row(), index.column())
        return None

    def _spoken(self, row: int, column: int) -> str:
        need, day = self.rows[row], words.spoken_day(self._week.sheet.days[column])
        cell = self.cell(row, column)
        state = {"ok": _("enough"), "short": _("too few"), "over": _("too many")}
        parts = [need.label, day]
        if cell is not None and cell.state:
            parts += [cell.text, need.need_text, state.get(cell.state, "")]
        return ", ".join(part for part in parts if part)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            return self._week.headerData(section, orientation, role)
        if section < len(self.rows) and role in (Role.DisplayRole, Role.AccessibleTextRole):
            return f"{self.rows[section].label}, {self.rows[section].need_text}".rstrip(", ")
        return None


class _Needs(QHeaderView):
    """Name of the need, and how much of it."""

    def __init__(self, model: CoverageModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._model = model
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(16)
        self.setAccessibleName(_("Needs"))

    def sizeHint(self) -> QSize:
        return QSize(people_width(), 0)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        look, row = theme.current(), self._model.rows[logical]
        painter.fillRect(rect, look.color("raised"))
        painter.setPen(look.color("border"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if logical == 0:
            _paint_edge(painter, rect)
        text = rect.adjusted(fonts.scaled(BAND) + 6, 0, -8, -1)
        painter.setFont(fonts.font("small"))
        painter.setPen(look.color("muted"))
        painter.drawText(text, _Align.AlignVCenter | _Align.AlignRight, row.need_text)
        text.setRight(text.right() - painter.fontMetrics().horizontalAdvance(row.need_text) - 8)
        painter.setFont(fonts.font("small", fonts.MEDIUM))
        painter.setPen(look.color("text"))
        label = painter.fontMetrics().elidedText(row.label, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, _Align.AlignVCenter | _Align.AlignLeft, label)


class CoverageView(QTableView):
    """Frozen rows with the grid's column widths and side scroll; `asked` when Enter is pressed on a cell."""

    asked = Signal(int, int)  # row of the need, column of the day

    def __init__(self, model: CoverageModel, grid: WeekGrid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._grid = model, grid
        self.setModel(model)
        self._needs = _Needs(model, self)
        self.setVerticalHeader(self._needs)
        self.horizontalHeader().setVisible(False)
        self.horizontalHeader().setMinimumSectionSize(16)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(_("Coverage of the week"))
        grid.columns_laid.connect(self._follow_widths)
        grid.horizontalScrollBar().valueChanged.connect(self.horizontalScrollBar().setValue)
        grid.cursor_moved.connect(self.viewport().update)
        model.modelReset.connect(self._follow_widths)
        theme.current().changed.connect(self.viewport().update)
        theme.current().density_changed.connect(self._follow_widths)
        self._follow_widths()

    def _follow_widths(self) -> None:
        tall = fonts.scaled(tokens().row["coverage"])
        self._needs.setFixedWidth(people_width())
        self._needs.setDefaultSectionSize(tall)
        self.setFixedHeight(self._model.rowCount() * tall)
        for column in range(self._model.columnCount()):
            self.horizontalHeader().resizeSection(column, self._grid.horizontalHeader().sectionSize(column))
        self.viewport().update()

    # Qt overrides
    def updateGeometries(self) -> None:
        super().updateGeometries()
        self.horizontalScrollBar().setValue(self._grid.horizontalScrollBar().value())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.asked.emit(index.row(), index.column())
        else:
            super().keyPressEvent(event)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.viewport().update()

    def keyboardSearch(self, _search: str) -> None:
        """Typing letters here means nothing."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, header = QPainter(self.viewport()), self.horizontalHeader()
        painter.fillRect(self.viewport().rect(), theme.current().color("surface"))
        tall = self._needs.defaultSectionSize()
        for column in range(self._model.columnCount()):
            left, width = header.sectionViewportPosition(column), header.sectionSize(column)
            for row in range(len(self._model.rows)):
                self._paint_cell(painter, QRect(left, row * tall, width, tall), row, column)
        _paint_edge(painter, self.viewport().rect())
        index = self.currentIndex()
        if index.isValid() and self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            chips.focus_ring(painter, QRectF(self.visualRect(index).adjusted(0, 0, -1, -1)))
        painter.end()

    def _paint_cell(self, painter: QPainter, rect: QRect, row: int, column: int) -> None:
        look, cell = theme.current(), self._model.cell(row, column)
        bad = cell is not None and cell.state in ("short", "over")
        working = self._grid.sheet.working[column]
        ground = "negativeSoft" if bad else "surface" if working else "raised"
        painter.fillRect(rect, look.color(ground))
        painter.setPen(QPen(look.color("border"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if cell is None or not cell.state:
            return
        if self._model.rows[row].key == AWAY and rect.width() >= _WIDE:
            _paint_share(painter, rect, cell, bad=bad)
        else:
            _paint_count(painter, rect, cell, bad=bad)


def _paint_edge(painter: QPainter, rect: QRect) -> None:
    """The line that parts the needs from the people above."""
    painter.setPen(theme.current().color("borderStrong"))
    painter.drawLine(rect.topLeft(), rect.topRight())


def _paint_share(painter: QPainter, rect: QRect, cell: CoverageCell, *, bad: bool) -> None:
    """Bar with the cap as a tick in its middle, then the words."""
    cap = max(cell.need, 1)
    bar = QRectF(rect.x() + 6, rect.y(), 28, rect.height() - 1)
    tone = Tone.NEGATIVE if bad else Tone.ACCENT
    paint_meter(painter, bar, cell.count / (2 * cap), tone, 0.5)
    painter.setFont(fonts.font("small", fonts.STRONG if bad else fonts.REGULAR))
    painter.setPen(theme.current().color("negative" if bad else "text"))
    words_at = QRect(rect.x() + 36, rect.y(), rect.width() - 38, rect.height() - 1)
    painter.drawText(words_at, _Align.AlignCenter, cell.text)


def _paint_count(painter: QPainter, rect: QRect, cell: CoverageCell, *, bad: bool) -> None:
    painter.setFont(fonts.font("small", fonts.STRONG if bad else fonts.REGULAR))
    text = cell.text if rect.width() >= _WIDE else str(cell.count)
    width = painter.fontMetrics().horizontalAdvance(text)
    roomy = rect.width() >= width + 24
    left = rect.x() + (rect.width() - width - (19 if roomy else 0)) // 2
    if roomy:
        name, token = ("triangle-alert", "negativeGraphic") if bad else ("check", "positiveGraphic")
        icons.paint(painter, QRect(left, rect.y(), icons.SMALL, rect.height() - 1), name, token, icons.SMALL)
        left += 19
    painter.setPen(theme.current().color("negative" if bad else "text"))
    painter.drawText(
        QRect(left, rect.y(), width + 2, rect.height() - 1), _Align.AlignVCenter | _Align.AlignLeft, text
    )
