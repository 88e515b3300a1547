"""The rows of one table of a register file: failed ones first, mended in place, each with its result."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from flexdesk.exchange.cells import Row, one_line
from flexdesk.exchange.register_files import RegisterTable
from flexdesk.i18n import _
from flexdesk.services.leave_trial import TrialRow
from ui.leave.import_trial import FIELD_LABELS, fields_of
from ui.qt import theme
from ui.widgets.cells import Cell, CellDelegate
from ui.widgets.fields import LineField
from ui.widgets.table import Column, RowsModel, TableView

Index = QModelIndex | QPersistentModelIndex

_WIDTHS = {"nip": 160, "name": 180, "kind": 150, "first": 92, "last": 92, "letter": 170}
_SHOWN = ("nip", "name", "kind", "letter", "first", "last", "year", "unused")
_ICONS = {
    "failed": ("circle-alert", "negative"),
    "doubtful": ("triangle-alert", "warning"),
    "new": ("check", "positive"),
    "known": ("check", "muted"),
}
_ORDER = {"failed": 0, "doubtful": 1, "new": 2, "known": 3}


class PreviewModel(RowsModel[TrialRow]):
    """`mend` takes the row number, the column of the file and the text typed."""

    def __init__(self, mend: Callable[[int, int, str], object], parent: QWidget | None = None) -> None:
        super().__init__([], lambda row: str(row.row), parent)
        self._mend = mend
        self._fields: list[str] = []
        self._table: RegisterTable | None = None
        self._cells: dict[int, Row] = {}
        self._kept: list[TrialRow] = []
        self._only_faults = False

    def show_table(self, table: RegisterTable, rows: Sequence[TrialRow]) -> None:
        self._table = table
        self._cells = {row.number: row for row in table.rows}
        self._fields = [name for name in _SHOWN if name in fields_of(table)]
        cells = [
            Column(name, _(FIELD_LABELS[name]), self._shown(name), _WIDTHS.get(name, 80))
            for name in self._fields
        ]
        number: Column[TrialRow] = Column(
            "row", _("Row"), lambda row: Cell(str(row.row), "muted"), 46, to_right=True
        )
        self.columns = (number, *cells, Column("result", _("Result of the check"), _result))
        self._kept = sorted(rows, key=lambda row: (_ORDER[row.state], row.row))
        self._show()

    def show_faults(self, *, only: bool) -> None:
        self._only_faults = only
        self._show()

    def _show(self) -> None:
        self.set_rows([row for row in self._kept if row.state == "failed" or not self._only_faults])

    @property
    def faults(self) -> int:
        return sum(row.state == "failed" for row in self._kept)

    @property
    def total(self) -> int:
        return len(self._kept)

    def text(self, row: TrialRow, name: str) -> str:
        at = self._table.heading.columns.get(name) if self._table is not None else None
        held = self._cells.get(row.row)
        if at is None or held is None or at >= len(held.cells):
            return ""
        return one_line(held.cells[at])

    def _shown(self, name: str) -> Callable[[TrialRow], Cell]:
        def cell(row: TrialRow) -> Cell:
            return Cell(self.text(row, name), strong=row.fault == name, condensed=True)

        return cell

    def field_at(self, column: int) -> str:
        return self._fields[column - 1] if 0 < column <= len(self._fields) else ""

    def fault_cell(self, row: TrialRow) -> QModelIndex:
        at = self._fields.index(row.fault) + 1 if row.fault in self._fields else 1
        return self.index(self._row_of[str(row.row)], at)

    def next_fault(self, at: int, step: int) -> QModelIndex:
        """The next cell to mend after row `at`, going round; invalid when nothing is left."""
        for distance in range(1, len(self._rows) + 1):
            row = self._rows[(at + step * distance) % len(self._rows)]
            if row.state == "failed":
                return self.fault_cell(row)
        return QModelIndex()

    # Qt overrides
    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row_at(index)
        if row is None:
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if row.state in ("failed", "doubtful") and self.field_at(index.column()):
            return plain | Qt.ItemFlag.ItemIsEditable
        return plain

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.EditRole and index.isValid():
            return self.text(self._rows[index.row()], self.field_at(index.column()))
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row, name = self.row_at(index), self.field_at(index.column())
        if role != Qt.ItemDataRole.EditRole or row is None or not name or self._table is None:
            return False
        text = str(value).strip()
        if text == self.text(row, name):
            return False
        self._mend(row.row, self._table.heading.columns[name], text)
        return True


def _result(row: TrialRow) -> Cell:
    icon, token = _ICONS[row.state]
    ink = token if row.state in ("failed", "doubtful") else "muted"
    return Cell(row.message, ink, icon=icon, icon_token=token, tip=row.message)


class PreviewDelegate(CellDelegate):
    """A red frame around the cell that a row was refused for."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        model = index.model()
        row = model.row_at(index) if isinstance(model, PreviewModel) else None
        if not isinstance(model, PreviewModel) or row is None or not row.fault:
            return
        if model.field_at(index.column()) == row.fault:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.current().color("negativeGraphic"), 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -2.5), 3, 3)
            painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        label = str(index.model().headerData(index.column(), Qt.Orientation.Horizontal) or "")
        field = LineField(label, parent=parent)
        field.setStyleSheet(f"min-height: {theme.current().row_height() - 4}px; border-radius: 0;")
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, LineField):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, LineField):
            model.setData(model.index(index.row(), index.column()), editor.text())


class PreviewTable(TableView):
    """Enter opens the cell for typing, as F2 does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() and self.state() != self.State.EditingState:
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)
