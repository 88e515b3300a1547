"""The register's table: it stays on its person when the rows are read anew."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from flexdesk.i18n import _
from ui.eligibility.columns import SINCE
from ui.eligibility.model import RegisterModel
from ui.qt import fonts
from ui.widgets.table import TableView

Index = QModelIndex | QPersistentModelIndex
_WIDE = 960  # pixels from which every column fits


class RegisterTable(TableView):
    """`stood` carries the key of the person under the cursor, empty for none."""

    stood = Signal(str)

    def __init__(self, model: RegisterModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Register of eligibility"), parent)
        self._model, self._key = model, ""
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.show_rows_of(model)
        model.modelReset.connect(self._settle)

    @property
    def key(self) -> str:
        """The person under the cursor."""
        row = self._model.row_at(self.currentIndex())
        return row.key if row is not None else ""

    def stand_on(self, key: str) -> bool:
        found = self._model.find(key) if key else QModelIndex()
        if found.isValid():
            self.setCurrentIndex(found)
            self.scrollTo(found)
        return found.isValid()

    def _settle(self) -> None:
        """Back on its person, else on the first."""
        first = self._model.rows[0].key if self._model.rows else ""
        if not (self.stand_on(self._key) or self.stand_on(first)):
            self.stood.emit("")

    # Qt overrides
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        row = self._model.row_at(current) if current.isValid() else None
        if row is not None:
            self._key = row.key
            self.stood.emit(row.key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.viewport().width() >= fonts.scaled(_WIDE)
        if self.isColumnHidden(SINCE) == wide:
            self.setColumnHidden(SINCE, not wide)
