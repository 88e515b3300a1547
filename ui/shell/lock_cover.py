"""Ctrl+L: hides everything until the person at the desk is back."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from flexdesk.i18n import _
from ui.qt import fonts, theme
from ui.shell.overlay import Overlay
from ui.widgets.button import Button, Kind
from ui.widgets.fields import LineField
from ui.widgets.label import Label


class LockCover(Overlay):
    """Neither Esc nor a click opens it."""

    opened_up = Signal()

    def __init__(self, window: QWidget, person: str, unlock: Callable[[str], bool]) -> None:
        super().__init__(window)
        self._unlock = unlock
        self.field = LineField(_("Passphrase"))
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setPlaceholderText(_("Passphrase"))
        self.fault = Label("", "small", token="negative")
        self.go = Button(_("Unlock"), kind=Kind.PRIMARY, shortcut="Enter", bind=False)
        self.column.setContentsMargins(20, 16, 20, 16)
        self.column.setSpacing(8)
        self.column.addWidget(Label(_("The screen is locked"), "lead", fonts.STRONG))
        self.column.addWidget(Label(person, "base", token="muted"))
        for part in (self.field, self.fault, self.go):
            self.column.addWidget(part)
        self.field.returnPressed.connect(self._try)
        self.go.clicked.connect(self._try)
        self.panel.setFixedWidth(fonts.scaled(300))

    def focus_first(self) -> None:
        self.field.clear()
        self.fault.setText("")
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _try(self) -> None:
        right = self._unlock(self.field.text())
        self.field.clear()
        self.fault.setText("" if right else _("This passphrase does not fit."))
        if right:
            self.opened_up.emit()
            self.hide()

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().color("window"))
