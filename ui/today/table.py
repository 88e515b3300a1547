"""The people of the day: a letter on a row records where somebody really is, N writes a note."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from flexdesk.domain.places import OF_LETTER, Place
from flexdesk.i18n import _
from ui.today.model import DayModel
from ui.widgets.table import TableView

_NO_CHORD = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_NOTE, _CALL_IN = "N", "M"  # no place has these letters


class DayTable(TableView):
    """`noted` asks for a note about a person, `called_in` to call one to the office."""

    noted = Signal(str)
    called_in = Signal(str)

    def __init__(self, model: DayModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Who is where"), parent)
        self._day = model
        self._key = ""
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.show_rows_of(model)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._settle)

    @property
    def keys(self) -> list[str]:
        """The selected people, or the one under the cursor."""
        indexes = self.selectionModel().selectedRows() or [self.currentIndex()]
        rows = [self._day.row_at(index) for index in indexes]
        return [row.key for row in rows if row is not None]

    def stand_on(self, key: str) -> bool:
        found = self._day.find(key)
        if found.isValid():
            self.setCurrentIndex(found)
            self.scrollTo(found)
        return found.isValid()

    def show_arrivals(self, shown: bool) -> None:
        """The column of arrivals, where anybody keeps marks of attendance."""
        at = [column.key for column in self._day.columns].index("arrived")
        self.setColumnHidden(at, not shown)

    def record(self, place: Place | None) -> None:
        """Where the selected people really are; the cursor stays with the person, who may move up."""
        keys = self.keys
        if keys:
            self._key = keys[0]
            self._day.record(keys, place)

    def _keep(self) -> None:
        held = self._day.row_at(self.currentIndex())
        self._key = held.key if held is not None else self._key

    def _settle(self) -> None:
        if not self.stand_on(self._key) and self._day.rowCount():
            self.setCurrentIndex(self._day.index(0, 0))

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text().upper()
        plain = not (event.modifiers() & ~_NO_CHORD)
        if plain and text in OF_LETTER:
            self.record(OF_LETTER[text])
        elif plain and (text == "." or event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)):
            self.record(None)
        elif plain and text == _NOTE and self.keys:
            self.noted.emit(self.keys[0])
        elif plain and text == _CALL_IN and self.keys:
            self.called_in.emit(self.keys[0])
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Letters are places here, not the beginning of a name."""
