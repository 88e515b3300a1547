"""Paints group headings across the roster and opens the field for typing into a cell."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from ui.people import words
from ui.people.columns import NIP, Line
from ui.qt import fonts, theme
from ui.widgets.cells import PAD, CellDelegate
from ui.widgets.fields import LineField
from ui.widgets.table import RowsModel

Index = QModelIndex | QPersistentModelIndex


class RosterDelegate(CellDelegate):
    """A NIP is checked while it is typed: the field turns red and says the exact fault."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = _line(index)
        if line is None or line.entry is not None:
            super().paint(painter, option, index)
            return
        look = theme.current()
        painter.save()
        painter.fillRect(option.rect, look.color("raised"))
        painter.fillRect(option.rect.x(), option.rect.bottom(), option.rect.width(), 1, look.color("border"))
        painter.setFont(fonts.font("small", fonts.STRONG))
        painter.setPen(look.color("muted"))
        box = option.rect.adjusted(PAD, 0, -PAD, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, str(index.data() or ""))
        painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        label = str(model.headerData(index.column(), Qt.Orientation.Horizontal) or "")
        field = LineField(label, parent=parent)
        field.setStyleSheet(f"min-height: {theme.current().row_height() - 4}px; border-radius: 0;")
        if index.column() == NIP:
            field.textEdited.connect(lambda text: _say_fault(field, text))
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, LineField):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, LineField):
            model.setData(model.index(index.row(), index.column()), editor.text())


def _line(index: Index) -> Line | None:
    model = index.model()
    found = model.row_at(index) if isinstance(model, RowsModel) else None
    return found if isinstance(found, Line) else None


def _say_fault(field: LineField, text: str) -> None:
    fault = words.nip_fault(text)
    field.show_fault(fault)
    field.setToolTip(fault)
