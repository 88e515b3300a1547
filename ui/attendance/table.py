"""The grid of marks: digits begin a time in the cell, letters decide about the day."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QStyleOptionViewItem, QWidget

from flexdesk.domain.attendance import Decision
from flexdesk.i18n import _
from flexdesk.services.attendance_days import DayMarks, DayState
from ui.attendance.model import ALL_SLOTS, MarksModel
from ui.qt import theme
from ui.widgets.cells import CellDelegate
from ui.widgets.fields import LineField
from ui.widgets.table import TableView

Index = QModelIndex | QPersistentModelIndex
DECIDE = {
    "I": Decision.EXCUSED,
    "G": Decision.SYSTEM_FAILURE,
    "R": Decision.RECALLED,
    "T": Decision.UNEXCUSED,
    "B": "",
}
CONTACT, CALL_IN, ARRIVE, PHOTO = "C", "M", "A", "F"
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class MarksTable(TableView):
    """`decided` carries a decision for the selected days, `asked` one of the letters of the registers."""

    stood = Signal(str)
    decided = Signal(str)
    asked = Signal(str)

    def __init__(self, model: MarksModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Marks of attendance"), parent)
        self._marks = model
        self._key = ""
        self._settling = False
        self.setItemDelegate(MarkDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.AnyKeyPressed | triggers.DoubleClicked)
        self.show_rows_of(model)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._settle)
        model.dataChanged.connect(lambda *_changed: self.stood.emit(self.key))

    def show_columns(self, slots: tuple[str, ...], *, dated: bool) -> None:
        """Only the marks that are asked for, and the date where there are several."""
        for at, column in enumerate(self._marks.columns):
            hidden = (column.key in ALL_SLOTS and column.key not in slots) or (
                column.key == "day" and not dated
            )
            self.setColumnHidden(at, hidden)

    @property
    def key(self) -> str:
        row = self._marks.row_at(self.currentIndex())
        return row.key if row is not None else ""

    @property
    def chosen(self) -> list[DayMarks]:
        """The selected days, or the one under the cursor."""
        indexes = self.selectionModel().selectedRows() or [self.currentIndex()]
        return [row for index in indexes if (row := self._marks.row_at(index)) is not None]

    def stand_on(self, key: str) -> bool:
        found = self._marks.find(key)
        if found.isValid():
            column = max(0, self.currentIndex().column())
            self.setCurrentIndex(self._marks.index(found.row(), column))
            self.scrollTo(found)
        return found.isValid()

    def step_open(self, step: int = 1) -> bool:
        """To the next day that needs a decision; False when there is none."""
        rows, at = self._marks.rows, self.currentIndex().row()
        for distance in range(1, len(rows) + 1):
            row = rows[(at + step * distance) % len(rows)]
            if row.state is DayState.TO_CLARIFY:
                return self.stand_on(row.key)
        return False

    def _keep(self) -> None:
        self._key = self.key or self._key
        self._settling = True

    def _settle(self) -> None:
        """The cursor is nowhere for a moment; nobody is told, so that an open form stays open."""
        if not self.stand_on(self._key) and self._marks.rowCount():
            self.setCurrentIndex(self._marks.index(0, 0))
        self._settling = False
        self.stood.emit(self.key)

    # Qt overrides
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        row = self._marks.row_at(current)
        if not self._settling:
            self.stood.emit(row.key if row is not None else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text, key = event.text().upper(), event.key()
        plain = not (event.modifiers() & ~_PLAIN)
        if self.state() == self.State.EditingState:
            super().keyPressEvent(event)  # what the field has passed on, such as Enter
            return
        if plain and text in DECIDE and self.chosen:
            self.decided.emit(DECIDE[text])
        elif plain and text in (CONTACT, CALL_IN, ARRIVE, PHOTO) and self.chosen:
            self.asked.emit(text)
        elif plain and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if self._marks.takes(self.currentIndex()):
                self._marks.setData(self.currentIndex(), "")
        elif plain and text.isdecimal() and text:
            self._to_a_mark()
            super().keyPressEvent(event)
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._to_a_mark()
            self.edit(self.currentIndex())
        elif text and text.isprintable() and plain and text != " ":
            event.ignore()  # a letter without a meaning here is no beginning of a time
        else:
            super().keyPressEvent(event)

    def _to_a_mark(self) -> None:
        """Typing beside the marks goes to the first that lacks one."""
        index = self.currentIndex()
        row = self._marks.row_at(index)
        if row is None or self._marks.takes(index):
            return
        free = [at for at, slot in self._marks.slot_at.items() if not self.isColumnHidden(at)]
        empty = [at for at in free if self._marks.slot_at[at] not in row.marks.times]
        if free:
            self.setCurrentIndex(self._marks.index(index.row(), (empty or free)[0]))

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter goes on downwards, as in a spreadsheet."""
        super().closeEditor(editor, hint)
        if hint is QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            index = self.currentIndex()
            below = self._marks.index(index.row() + 1, index.column())
            if below.isValid():
                self.setCurrentIndex(below)

    def keyboardSearch(self, _search: str) -> None:
        """Letters are decisions here, not the beginning of a name."""


class MarkDelegate(CellDelegate):
    """Opens the field for typing a time; it turns red until the time is one."""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        label = str(model.headerData(index.column(), Qt.Orientation.Horizontal) or "")
        field = LineField(label, parent=parent)
        field.setMaxLength(8)
        field.setStyleSheet(f"min-height: {theme.current().row_height() - 4}px; border-radius: 0;")
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, LineField):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, LineField):
            model.setData(model.index(index.row(), index.column()), editor.text())
