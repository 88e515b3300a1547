"""The few lines written beside a decision; Enter keeps them, Esc drops them."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from flexdesk.i18n import _
from ui.qt import accessible, fonts
from ui.widgets.button import Button, Kind
from ui.widgets.label import Label


class _Lines(QPlainTextEdit):
    def __init__(self, keep: Callable[[], None], drop: Callable[[], None]) -> None:
        super().__init__()
        self._keep, self._drop = keep, drop
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shifted:
            self._keep()
        elif event.key() == Qt.Key.Key_Escape:
            self._drop()
        else:
            super().keyPressEvent(event)


class NoteForm(QWidget):
    """Opened with a title, a text to begin with, and what to do with the result."""

    def __init__(self, closed: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._closed = closed
        self._take: Callable[[str], object] | None = None
        self._wanted = False
        self.title = Label("", "small", fonts.STRONG, token="muted")
        self.field = _Lines(self.keep, self.drop)
        self.field.setFixedHeight(fonts.scaled(72))
        self.ok = Button("", shortcut="Enter", bind=False, kind=Kind.PRIMARY)
        self.cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.ok.clicked.connect(self.keep)
        self.cancel.clicked.connect(self.drop)
        row = QHBoxLayout()
        row.addWidget(Label(_("Shift+Enter makes a new line."), "small", token="muted"))
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.ok)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addWidget(self.field)
        column.addLayout(row)
        self.hide()

    def open(
        self, title: str, verb: str, text: str, take: Callable[[str], object], *, wanted: bool = False
    ) -> None:
        """`wanted`: an empty text is not taken."""
        self._take, self._wanted = take, wanted
        self.title.setText(title)
        self.ok.set_words(verb)
        accessible.name(self.field, title)
        self.field.setPlainText(text)
        self.field.selectAll()
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        text = self.field.toPlainText().strip()
        take = self._take
        if take is None or (self._wanted and not text):
            return
        self.drop()
        take(text)

    def drop(self) -> None:
        self._take = None
        self.hide()
        self._closed()
