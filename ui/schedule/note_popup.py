"""One line about a cell or about a day, written where it belongs."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from flexdesk.i18n import _
from ui.qt import accessible, fonts, theme
from ui.widgets.fields import LineField
from ui.widgets.label import Label

LONGEST = 120  # characters: a line, no letter
_WIDTH = 320


class NotePopup(QFrame):
    """Enter keeps the line, an empty one takes the note away, Esc leaves it as it was."""

    def __init__(self, title: str, text: str, keep: Callable[[str], object], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._text, self._keep = text, keep
        self.field = LineField(_("Note"))
        self.field.setMaxLength(LONGEST)
        self.field.setText(text)
        self.field.selectAll()
        self.field.returnPressed.connect(self._accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.addWidget(Label(title, "small", fonts.STRONG, wrap=True))
        column.addWidget(self.field)
        hint = _("Enter keeps it. An empty line takes the note away.")
        column.addWidget(Label(hint, "caption", token="muted", wrap=True))
        self.setFixedWidth(fonts.scaled(_WIDTH))
        accessible.name(self, title, hint)

    def _accept(self) -> None:
        text = " ".join(self.field.text().split())
        self.close()
        if text != self._text:
            self._keep(text)

    def show_under(self, at: QPoint) -> None:
        """Open with the top left corner at `at`, a point of the screen."""
        self.adjustSize()
        self.move(at)
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    # Qt overrides
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme.current()
        painter.fillRect(self.rect(), look.color("surface"))
        painter.setPen(QPen(look.color("borderStrong"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
