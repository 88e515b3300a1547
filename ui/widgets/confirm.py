"""Asks before the few things that cannot be undone: publish, lock or sign, mass deletion, discard."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.i18n import _
from ui.qt import accessible, fonts, theme
from ui.widgets.button import Button, Kind
from ui.widgets.label import Label


class Confirm(QDialog):
    """The title is the question with the number; the button repeats the verb."""

    def __init__(
        self,
        question: str,
        consequence: str,
        verb: str,
        *,
        danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(question)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(Label(question, "lead", fonts.STRONG, wrap=True))
        column.addWidget(Label(consequence, wrap=True))
        row = QHBoxLayout()
        row.addStretch(1)
        self.cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.go = Button(verb, shortcut="Enter", bind=False, kind=Kind.DANGER if danger else Kind.PRIMARY)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self.accept)
        self.go.setDefault(not danger)
        self.cancel.setDefault(danger)
        row.addWidget(self.cancel)
        row.addWidget(self.go)
        column.addSpacing(4)
        column.addLayout(row)
        self.setFixedWidth(fonts.scaled(432))
        (self.cancel if danger else self.go).setFocus(Qt.FocusReason.OtherFocusReason)
        accessible.name(self, question, consequence)

    @classmethod
    def ask(
        cls, parent: QWidget | None, question: str, consequence: str, verb: str, *, danger: bool = False
    ) -> bool:
        """True when the person chose the verb."""
        dialog = cls(question, consequence, verb, danger=danger, parent=parent)
        try:
            return dialog.exec() == QDialog.DialogCode.Accepted
        finally:
            dialog.deleteLater()

    # Qt overrides
    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().color("raised"))
