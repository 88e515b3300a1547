"""The table of all list screens: hairlines, one header, row height by density, no widget in a cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from ui.qt import accessible, fonts, theme
from ui.qt.tokens import tokens
from ui.widgets.cells import PAD, Cell, CellDelegate, Role

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
Select = QItemSelectionModel.SelectionFlag
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """`width` in pixels; 0 means: take what is left. `sort` gives the value to order by."""

    key: str
    label: str
    cell: Callable[[Row], Cell]
    width: int = 0
    to_right: bool = False
    sort: Callable[[Row], Any] | None = None


class RowsModel(QAbstractTableModel, Generic[Row]):
    """A snapshot of rows plus narrow updates; what a row is and how it reads comes from the columns."""

    def __init__(
        self, columns: Sequence[Column[Row]], key_of: Callable[[Row], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key_of = key_of
        self._rows: list[Row] = []
        self._row_of: dict[str, int] = {}

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(self._rows)

    def set_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self._index_keys()
        self.endResetModel()

    def replace_row(self, row: Row) -> bool:
        """Show a new version of a row that is already here; False when it is not."""
        at = self._row_of.get(self._key_of(row))
        if at is None:
            return False
        self._rows[at] = row
        self.dataChanged.emit(self.index(at, 0), self.index(at, len(self.columns) - 1))
        return True

    def add_row(self, row: Row, at: int | None = None) -> None:
        place = len(self._rows) if at is None else at
        self.beginInsertRows(_NOWHERE, place, place)
        self._rows.insert(place, row)
        self._index_keys()
        self.endInsertRows()

    def remove_row(self, key: str) -> bool:
        at = self._row_of.get(key)
        if at is None:
            return False
        self.beginRemoveRows(_NOWHERE, at, at)
        del self._rows[at]
        self._index_keys()
        self.endRemoveRows()
        return True

    def row_at(self, index: Index) -> Row | None:
        return self._rows[index.row()] if index.isValid() else None

    def find(self, key: str) -> QModelIndex:
        """The first cell of a row, or an invalid index."""
        at = self._row_of.get(key)
        return self.index(at, 0) if at is not None else QModelIndex()

    def _index_keys(self) -> None:
        self._row_of = {self._key_of(row): at for at, row in enumerate(self._rows)}

    # Qt overrides
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role == Role.KEY:
            return self._key_of(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.to_right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role not in _CELL_ROLES:
            return None
        cell = column.cell(row)
        if role == Role.CELL:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return accessible.plain_tip(cell.tip) or None
        spoken = cell.spoken or cell.text or cell.chip or (cell.badge.text if cell.badge else "")
        return f"{column.label}: {spoken}" if column.label else spoken

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignRight if self.columns[section].to_right else Qt.AlignmentFlag.AlignLeft
            )
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        by = self.columns[column].sort if 0 <= column < len(self.columns) else None
        if by is None:
            return
        self.layoutAboutToBeChanged.emit()
        kept = [(index, self._key_of(self._rows[index.row()])) for index in self.persistentIndexList()]
        self._rows.sort(key=by, reverse=order is Qt.SortOrder.DescendingOrder)
        self._index_keys()
        for index, key in kept:
            self.changePersistentIndex(index, self.index(self._row_of[key], index.column()))
        self.layoutChanged.emit()


_CELL_ROLES = frozenset(
    {
        int(Role.CELL),
        int(Qt.ItemDataRole.DisplayRole),
        int(Qt.ItemDataRole.ToolTipRole),
        int(Qt.ItemDataRole.AccessibleTextRole),
    }
)


class Header(QHeaderView):
    """Column names 12/500, muted on the raised ground; painted here because QSS headers cannot hold marks."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(22)
        self.setStretchLastSection(False)

    # Qt overrides
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), fonts.scaled(tokens().row["columnHeader"]))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        look = theme.current()
        painter.save()
        painter.fillRect(rect, look.color("raised"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, look.color("border"))
        model = self.model()
        words = model.headerData(section, Qt.Orientation.Horizontal) if model is not None else None
        align = (
            model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
            if model is not None
            else None
        )
        painter.setFont(fonts.font("small", fonts.MEDIUM))
        painter.setPen(look.color("muted"))
        flags = Qt.AlignmentFlag(int(align)) if align is not None else Qt.AlignmentFlag.AlignLeft
        box = rect.adjusted(PAD, 0, -PAD, 0)
        painter.drawText(box, flags | Qt.AlignmentFlag.AlignVCenter, str(words or ""))
        painter.restore()


class TableView(QTableView):
    """Whole rows are selected; rows grow with density and text size."""

    def __init__(self, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        accessible.name(self, spoken)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalHeader(Header(self))
        rows = QHeaderView(Qt.Orientation.Vertical, self)
        self.setVerticalHeader(rows)  # asking for Qt's own makes the binding load every kind of widget
        rows.hide()
        rows.setMinimumSectionSize(18)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setItemDelegate(CellDelegate(self))
        theme.current().density_changed.connect(self._fit_rows)
        self._fit_rows()

    def show_rows_of(self, model: RowsModel[Any]) -> None:
        """Take a model and the widths its columns ask for."""
        self.setModel(model)
        header = self.horizontalHeader()
        for at, column in enumerate(model.columns):
            if column.width:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive)
                header.resizeSection(at, fonts.scaled(column.width))
            else:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        self.setSortingEnabled(False)
        header.sectionClicked.connect(self._sort_by)

    def _sort_by(self, section: int) -> None:
        model = self.model()
        if not isinstance(model, RowsModel) or model.columns[section].sort is None:
            return
        header = self.horizontalHeader()
        again = header.sortIndicatorSection() == section and self.property("sorted") == "up"
        order = Qt.SortOrder.DescendingOrder if again else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(section, order)
        self.setProperty("sorted", "down" if again else "up")
        model.sort(section, order)

    # Qt overrides
    def setCurrentIndex(self, index: Index) -> None:
        """Select the row of the index alone, whatever keys are still held down.

        Qt's own looks at the keyboard: a person opened while Ctrl is down would be selected beside
        the one before, and the next letter would be written for both.
        """
        self.selectionModel().setCurrentIndex(index, Select.ClearAndSelect | Select.Rows)

    def selectRow(self, row: int) -> None:
        self.setCurrentIndex(self.model().index(row, max(0, self.currentIndex().column())))

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.current().row_height())
