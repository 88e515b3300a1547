"""Asks in place for the written reason that a rule wants."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.errors import ReasonNeeded
from flexdesk.i18n import _
from ui.qt import fonts, theme
from ui.widgets.button import Button, Kind
from ui.widgets.fields import LineField
from ui.widgets.label import Label


class ReasonForm(QWidget):
    """Not modal: the person may look at the schedule while writing."""

    closed = Signal()

    def __init__(
        self, error: ReasonNeeded, give: Callable[[str], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._give = give
        self.field = LineField(_("Reason"))
        self.field.setPlaceholderText(_("Write the reason in one sentence"))
        self.keep = Button(_("Save with this reason"), kind=Kind.PRIMARY, shortcut="Enter", bind=False)
        self.keep.setEnabled(False)
        self.cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.field.textChanged.connect(lambda text: self.keep.setEnabled(bool(text.strip())))
        self.field.returnPressed.connect(self._keep)
        self.keep.clicked.connect(self._keep)
        self.cancel.clicked.connect(self.closed)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 8, 8)
        column.addWidget(Label(error.message, "base", fonts.STRONG, wrap=True))
        row = QHBoxLayout()
        for part in (self.field, self.keep, self.cancel):
            row.addWidget(part)
        column.addLayout(row)

    def _keep(self) -> None:
        reason = self.field.text().strip()
        if reason:
            self.closed.emit()
            self._give(reason)

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("warningSoft"))
        painter.fillRect(0, 0, 3, self.height(), look.color("warning"))
