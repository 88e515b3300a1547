"""A table with a panel beside it, and what stands there while the table is empty."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QStackedWidget, QWidget

from ui.widgets.cells import Role
from ui.widgets.empty_state import EmptyState
from ui.widgets.table import Column, RowsModel, TableView

Row = TypeVar("Row")


class RegisterTable(TableView):
    """`stood` carries the key of the row under the cursor, empty for none."""

    stood = Signal(str)

    def __init__(self, spoken: str, model: RowsModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(spoken, parent)
        self._rows = model
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.show_rows_of(model)

    @property
    def key(self) -> str:
        return self.key_of(self.currentIndex())

    def key_of(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data(Role.KEY) or "") if index.isValid() else ""

    def stand_on(self, key: str) -> bool:
        found = self._rows.find(key) if key else QModelIndex()
        if found.isValid():
            self.setCurrentIndex(found)
            self.scrollTo(found)
        return found.isValid()

    def stand_first(self) -> None:
        if self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(0, 0))
        else:
            self.stood.emit("")

    # Qt overrides
    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != (previous.row() if previous.isValid() else -1):
            self.stood.emit(self.key_of(current))


class Register(QWidget, Generic[Row]):
    """`columns` say how a row reads; the panel is the caller's."""

    def __init__(
        self,
        spoken: str,
        columns: Sequence[Column[Row]],
        key_of: Callable[[Row], str],
        empty: EmptyState,
        nothing: EmptyState,
        panel: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.model: RowsModel[Row] = RowsModel(columns, key_of, self)
        self.table = RegisterTable(spoken, self.model)
        self.empty, self.nothing = empty, nothing
        self.middle = QStackedWidget()
        for part in (self.table, empty, nothing):
            self.middle.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.middle, 1)
        row.addWidget(panel)

    def show_rows(self, rows: Sequence[Row], *, any_at_all: bool) -> None:
        """Show other rows and stay on the one under the cursor, or on what took its place."""
        key, at = self.table.key, self.table.currentIndex().row()
        self.model.set_rows(rows)
        self.middle.setCurrentWidget(self.table if rows else self.nothing if any_at_all else self.empty)
        if key and self.table.stand_on(key):
            return
        if rows and at > 0:
            self.table.setCurrentIndex(self.model.index(min(at, len(rows) - 1), 0))
        else:
            self.table.stand_first()

    def take_focus(self) -> None:
        shown = self.middle.currentWidget()
        buttons = shown.buttons if isinstance(shown, EmptyState) else []
        target = buttons[0] if buttons else self.table
        target.setFocus(Qt.FocusReason.OtherFocusReason)
