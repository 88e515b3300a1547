"""The sentence beside a rating: kept when the person leaves it, begun from the facts with Tab."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from flexdesk.i18n import _
from flexdesk.services.evaluation import NoteSource
from ui.qt import accessible, fonts


class NoteField(QPlainTextEdit):
    kept = Signal(str, str, str)  # whose, text, a NoteSource
    left = Signal()  # Ctrl+Enter or Esc: back to the list

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whose = self._stored = self._suggestion = self._taken = ""
        self.setFixedHeight(fonts.scaled(48))
        self.setTabChangesFocus(True)
        accessible.name(self, _("Note or recommendation"))

    def show_note(self, whose: str, stored: str, suggestion: str, *, locked: bool) -> None:
        """Another person's note keeps this one first; what is being typed outlives a mere refresh."""
        if whose != self._whose:
            self.keep()
        if (whose, stored) != (self._whose, self._stored) or not self.hasFocus():
            self._whose, self._stored, self._taken = whose, stored, ""
            self.setPlainText(stored)
        self._suggestion = suggestion
        self.setPlaceholderText(suggestion)
        self.setReadOnly(locked)

    def keep(self) -> None:
        """Tell once when the text is not the stored one."""
        text = self.toPlainText().strip()
        if text != self._stored and not self.isReadOnly():
            self._stored = text
            self.kept.emit(self._whose, text, self._source(text))

    def _source(self, text: str) -> NoteSource:
        if not self._taken:
            return NoteSource.TYPED
        return NoteSource.SUGGESTED if text == self._taken else NoteSource.EDITED

    # Qt overrides
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            empty = not self.toPlainText() and not self.isReadOnly()
            if event.key() == Qt.Key.Key_Tab and empty and self._suggestion:
                self._taken = self._suggestion
                self.setPlainText(self._suggestion)
                self.selectAll()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self._taken = ""
            self.setPlainText(self._stored)
            self.left.emit()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.keep()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.keep()
