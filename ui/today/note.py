"""Asks in place for a note about a person's work."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from flexdesk.i18n import _
from ui.widgets.button import Button, Kind
from ui.widgets.fields import LineField
from ui.widgets.label import Label


class NoteForm(QWidget):
    """`keep` says whether the note was stored; the form then closes."""

    closed = Signal()

    def __init__(self, keep: Callable[[str, str], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keep_note, self._key = keep, ""
        self.label = Label("")
        self.field = LineField(_("Note"))
        self.field.setPlaceholderText(_("What you saw, in one sentence"))
        self.field.returnPressed.connect(self._keep)
        save = Button(_("Save"), kind=Kind.PRIMARY, shortcut="Enter", bind=False)
        cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        save.clicked.connect(self._keep)
        cancel.clicked.connect(self.close_form)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self.label, self.field, save, cancel):
            row.addWidget(part)
        self.hide()

    def open(self, key: str, name: str) -> None:
        self._key = key
        self.label.setText(_("Note about {name}").format(name=name))
        self.field.clear()
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_form(self) -> None:
        self.hide()
        self.closed.emit()

    def _keep(self) -> None:
        text = self.field.text().strip()
        if text and self._keep_note(self._key, text):
            self.close_form()

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
        else:
            super().keyPressEvent(event)
