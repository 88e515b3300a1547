"""The matrix of roles and results: a leader's results across, people down, typed into like a paper sheet."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QStaticText
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from flexdesk.i18n import _
from flexdesk.services.role_matrix import Part, RoleMatrix
from ui.qt import accessible, fonts, theme
from ui.widgets.chips import focus_ring
from ui.widgets.fields import LineField

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

_NOWHERE = QModelIndex()
_EMPTY = RoleMatrix("", (), ())
_PEOPLE, _COLUMN, _HEAD, _ROW = 210, 168, 66, 40
_LAID = 2000  # laid out texts that are kept: a paint event lays out nothing anew


class MatrixModel(QAbstractTableModel):
    """`write` takes the leader's result, the person and the words, and says whether they were kept."""

    def __init__(self, write: Callable[[str, str, str], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix = _EMPTY
        self._write = write

    def show(self, matrix: RoleMatrix) -> None:
        """Take a new matrix; with the same people and results a cursor or an open editor survives."""
        same = [one.key for one in matrix.heads] == [one.key for one in self.matrix.heads]
        same = same and [one.person for one in matrix.carriers] == [
            one.person for one in self.matrix.carriers
        ]
        if same:
            self.matrix = matrix
            if matrix.heads and matrix.carriers:
                last = self.index(len(matrix.carriers) - 1, len(matrix.heads) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
                self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(matrix.heads) - 1)
        else:
            self.beginResetModel()
            self.matrix = matrix
            self.endResetModel()

    def part(self, index: Index) -> Part | None:
        carrier, head = self.matrix.carriers[index.row()], self.matrix.heads[index.column()]
        return carrier.parts.get(head.key)

    # Qt overrides
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.matrix.carriers)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.matrix.heads)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        part = self.part(index)
        text = part.text if part is not None else ""
        if role in (Role.DisplayRole, Role.EditRole):
            return text
        if role == Role.ToolTipRole:
            return accessible.plain_tip(text) or None
        if role == Role.AccessibleTextRole:
            carrier, head = self.matrix.carriers[index.row()], self.matrix.heads[index.column()]
            return f"{carrier.name}, {head.number}: {text or _('nothing')}"
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        if role != Role.EditRole or not index.isValid():
            return False
        part = self.part(index)
        words = " ".join(str(value or "").split())
        if words == (part.text if part is not None else ""):
            return False
        carrier, head = self.matrix.carriers[index.row()], self.matrix.heads[index.column()]
        return self._write(head.key, carrier.person, words)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        across = orientation is Qt.Orientation.Horizontal
        if not 0 <= section < (len(self.matrix.heads) if across else len(self.matrix.carriers)):
            return None
        if across:
            head = self.matrix.heads[section]
            tip = accessible.plain_tip(head.measures)
            told = {Role.DisplayRole: f"{head.number}. {head.text}", Role.ToolTipRole: tip}
        else:
            carrier = self.matrix.carriers[section]
            told = {Role.DisplayRole: carrier.name, Role.ToolTipRole: accessible.plain_tip(carrier.jabatan)}
        return told.get(Role(role)) if role in (Role.DisplayRole, Role.ToolTipRole) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return plain | Qt.ItemFlag.ItemIsEditable


class MatrixDelegate(QStyledItemDelegate):
    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._laid: dict[tuple[str, int], QStaticText] = {}
        theme.current().density_changed.connect(self._laid.clear)

    def _layout(self, text: str, width: int) -> QStaticText:
        if (found := self._laid.get((text, width))) is not None:
            return found
        if len(self._laid) >= _LAID:
            self._laid.clear()
        made = QStaticText(text)
        made.setTextFormat(Qt.TextFormat.PlainText)
        made.setTextWidth(width)
        made.prepare(font=fonts.font("small"))
        self._laid[text, width] = made
        return made

    # Qt overrides
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        look = theme.current()
        painter.save()
        painter.setClipRect(rect)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.color("selection"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, look.color("border"))
        painter.fillRect(rect.right(), rect.y(), 1, rect.height(), look.color("border"))
        painter.setFont(fonts.font("small"))
        painter.setPen(look.color("text"))
        if text := _short(index):
            laid = self._layout(text, rect.width() - 14)
            top = max(3, (rect.height() - int(laid.size().height())) // 2)
            painter.drawStaticText(rect.x() + 7, rect.y() + top, laid)
        if state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            focus_ring(painter, QRectF(rect))
        painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        name = str(model.headerData(index.row(), Qt.Orientation.Vertical)) if model is not None else ""
        return LineField(name, parent=parent)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        editor.setGeometry(option.rect)


def _short(index: Index) -> str:
    """The first result of a cell and how many more there are; the tool tip tells them all."""
    first, *more = str(index.data() or "").split("\n")
    return f"{first} (+{len(more)})" if more else first


class _Heads(QHeaderView):
    """Numbers and sentences of the leader's results, or names and posts; painted, up to three lines."""

    def __init__(self, orientation: Qt.Orientation, model: MatrixModel, parent: QWidget) -> None:
        super().__init__(orientation, parent)
        self._model = model
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    # Qt overrides
    def sizeHint(self) -> QSize:
        return QSize(fonts.scaled(_PEOPLE), fonts.scaled(_HEAD))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        look = theme.current()
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, look.color("raised"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, look.color("border"))
        painter.fillRect(rect.right(), rect.y(), 1, rect.height(), look.color("border"))
        box = rect.adjusted(8, 3, -7, -4)
        painter.setPen(look.color("text"))
        if self.orientation() is Qt.Orientation.Horizontal:
            head = self._model.matrix.heads[section]
            painter.setFont(fonts.font("small", fonts.MEDIUM))
            painter.drawText(box, Qt.TextFlag.TextWordWrap, f"{head.number}. {head.text}")
        else:
            carrier = self._model.matrix.carriers[section]
            half = box.height() // 2
            painter.setFont(fonts.font("base", fonts.MEDIUM))
            self._line(painter, QRect(box.x(), box.y(), box.width(), half), carrier.name)
            painter.setFont(fonts.font("caption"))
            painter.setPen(look.color("muted"))
            self._line(painter, QRect(box.x(), box.y() + half, box.width(), half), carrier.jabatan)
        painter.restore()

    def _line(self, painter: QPainter, box: QRect, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)


class _Corner(QWidget):
    """Covers Qt's own, which is drawn as a button."""

    # Qt overrides
    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.fillRect(self.rect(), look.color("raised"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.color("border"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), look.color("border"))
        painter.setFont(fonts.font("small", fonts.MEDIUM))
        painter.setPen(look.color("muted"))
        painter.drawText(self.rect().adjusted(8, 3, -7, -6), Qt.AlignmentFlag.AlignBottom, _("Name"))
        painter.end()


class MatrixView(QTableView):
    """Typing writes into the cell, Delete empties it; names and the leader's results stay in sight."""

    def __init__(self, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._corner = _Corner(self)
        accessible.name(self, _("Matrix of roles and results"))
        self.setHorizontalHeader(_Heads(Qt.Orientation.Horizontal, model, self))
        self.setVerticalHeader(_Heads(Qt.Orientation.Vertical, model, self))
        self.setModel(model)
        self.setItemDelegate(MatrixDelegate(self))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.EditKeyPressed | trigger.DoubleClicked)
        model.modelReset.connect(self._fit)
        theme.current().density_changed.connect(self._fit)
        theme.current().changed.connect(self.viewport().update)
        self._fit()

    def _fit(self) -> None:
        count = max(1, self._model.columnCount())
        share = (self.viewport().width() - 1) // count
        self.horizontalHeader().setDefaultSectionSize(max(fonts.scaled(_COLUMN), share))
        self.verticalHeader().setDefaultSectionSize(max(fonts.scaled(_ROW), theme.current().row_height()))

    # Qt overrides
    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._corner.setGeometry(0, 0, self.verticalHeader().width(), self.horizontalHeader().height())
        self._corner.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if index.isValid() and self.state() is not QAbstractItemView.State.EditingState:
                self.edit(index)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and index.isValid():
            self._model.setData(index, "")
        else:
            super().keyPressEvent(event)
