"""The small window under a cell of the schedule that a list or a form is asked in."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.qt import fonts, theme
from ui.widgets.label import Label

WIDTH = 430


class Popup(QFrame):
    """A small window under a cell; closes with Esc or a click beside it."""

    def __init__(self, title: str, note: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 10, 12, 10)
        self.column.setSpacing(6)
        self.column.addWidget(Label(title, "base", fonts.STRONG, wrap=True))
        self.column.addWidget(Label(note, "small", token="muted", wrap=True))
        self.setFixedWidth(fonts.scaled(WIDTH))

    def show_under(self, at: QPoint, keyboard: QWidget) -> None:
        """Open with the top left corner at `at`, a point of the screen."""
        self.adjustSize()
        self.move(at)
        self.show()
        keyboard.setFocus(Qt.FocusReason.PopupFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme.current()
        painter.fillRect(self.rect(), look.color("surface"))
        painter.setPen(QPen(look.color("borderStrong"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
