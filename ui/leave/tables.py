"""The lists of this room: one row under the cursor, found again after every reading."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from ui.qt import fonts
from ui.widgets.cells import Role
from ui.widgets.table import RowsModel, TableView

Index = QModelIndex | QPersistentModelIndex
_WIDE = 760  # pixels from which the narrow columns fit beside the others


class ListTable(TableView):
    """`stood` carries the key of the row under the cursor, empty for none.

    Columns numbered in `when_wide` are hidden while there are fewer than `wide` pixels.
    """

    stood = Signal(str)

    def __init__(
        self,
        model: RowsModel[Any],
        spoken: str,
        when_wide: tuple[int, ...] = (),
        wide: int = _WIDE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(spoken, parent)
        self._when_wide, self._wide = when_wide, wide
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._rows = model
        self._key = ""
        self.show_rows_of(model)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._settle)

    @property
    def key(self) -> str:
        return str(self.currentIndex().data(Role.KEY) or "") if self.currentIndex().isValid() else ""

    def stand_on(self, key: str) -> bool:
        found = self._rows.find(key) if key else QModelIndex()
        if found.isValid():
            self.setCurrentIndex(found)
            self.scrollTo(found)
        return found.isValid()

    def _keep(self) -> None:
        self._key = self.key or self._key

    def _settle(self) -> None:
        if self.stand_on(self._key):
            return
        if self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(0, 0))
        else:
            self.stood.emit("")

    # Qt overrides
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self._key = self.key
            self.stood.emit(self._key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.viewport().width() >= fonts.scaled(self._wide)
        for column in self._when_wide:
            if self.isColumnHidden(column) == wide:
                self.setColumnHidden(column, not wide)
