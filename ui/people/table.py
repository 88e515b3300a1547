"""The roster's table: group headings span it, arrows step over them, F2 types into a cell."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from flexdesk.i18n import _
from ui.people.columns import ONLY_WHEN_WIDE
from ui.people.delegate import RosterDelegate
from ui.people.model import RosterModel
from ui.qt import fonts
from ui.widgets.table import TableView

Index = QModelIndex | QPersistentModelIndex

_WIDE = 980  # pixels from which every column fits


class RosterTable(TableView):
    """`stood` carries the key of the person under the cursor, empty for none."""

    stood = Signal(str)
    filled = Signal()  # Ctrl+D: the top cell of the selection into those below it
    copied = Signal()  # Ctrl+': the cell above into this one

    def __init__(self, model: RosterModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Roster"), parent)
        self._model = model
        self.setItemDelegate(RosterDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.show_rows_of(model)
        self._key = ""
        model.modelAboutToBeReset.connect(self._keep_key)
        model.modelReset.connect(self._settle)

    @property
    def key(self) -> str:
        """The person under the cursor."""
        line = self._model.row_at(self.currentIndex())
        return line.key if line is not None and line.entry is not None else ""

    def keys_from(self, row: int, count: int) -> list[str]:
        """Keys of so many people from a row on, headings stepped over."""
        lines = [line for line in self._model.rows[row:] if line.entry is not None]
        return [line.key for line in lines[:count]]

    def selected(self) -> list[int]:
        """Rows of the people that are selected, from the top."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [row for row in rows if self._model.rows[row].entry is not None]

    def stand_on(self, key: str) -> bool:
        found = self._model.find(key) if key else QModelIndex()
        if found.isValid():
            self.setCurrentIndex(found)
            self.scrollTo(found)
        return found.isValid()

    def _keep_key(self) -> None:
        self._key = self.key or self._key

    def _settle(self) -> None:
        """After a new order: spans anew, and the cursor back on its person or on the first."""
        self.clearSpans()
        for at, line in enumerate(self._model.rows):
            if line.entry is None:
                self.setSpan(at, 0, 1, len(self._model.columns))
        if not self.stand_on(self._key):
            first = next((line.key for line in self._model.rows if line.entry is not None), "")
            if not self.stand_on(first):
                self.stood.emit("")

    # Qt overrides
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        line = self._model.row_at(current) if current.isValid() else None
        if line is not None and line.entry is not None:
            self._key = line.key
            self.stood.emit(line.key)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Headings are not stood on: go on in the same direction, or stay."""
        index = super().moveCursor(action, modifiers)
        step = -1 if index.row() < self.currentIndex().row() else 1
        for way in (step, -step):
            row = index.row()
            while 0 <= row < self._model.rowCount():
                if self._model.rows[row].entry is not None:
                    return self._model.index(row, max(index.column(), 0))
                row += way
        return self.currentIndex()

    def selectionCommand(self, index: Index, event: object = None) -> QItemSelectionModel.SelectionFlag:
        line = self._model.row_at(index) if index.isValid() else None
        if line is not None and line.entry is None:
            return QItemSelectionModel.SelectionFlag.NoUpdate
        return super().selectionCommand(index, event)  # type: ignore[arg-type]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            wanted = {Qt.Key.Key_D: self.filled, Qt.Key.Key_Apostrophe: self.copied}.get(Qt.Key(event.key()))
            if wanted is not None:
                wanted.emit()
                return
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() and self.state() != self.State.EditingState:
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.viewport().width() >= fonts.scaled(_WIDE)
        for column in ONLY_WHEN_WIDE:
            if self.isColumnHidden(column) == wide:
                self.setColumnHidden(column, not wide)
