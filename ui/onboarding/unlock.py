"""Asks for the passphrase where no keyring answers with the key."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.errors import StoreLocked
from flexdesk.i18n import _
from ui.qt import fonts, theme
from ui.widgets.button import Button, Kind
from ui.widgets.fields import LineField
from ui.widgets.label import Label

Open = Callable[[str], Desk]


class Unlock(QDialog):
    """`desk` is the open unit when the dialog was accepted; `words` say more about why it asks."""

    def __init__(self, open_with: Open, parent: QWidget | None = None, *, words: Sequence[str] = ()) -> None:
        super().__init__(parent)
        self._open = open_with
        self.desk: Desk | None = None
        self.setWindowTitle("FlexDesk")
        self.field = LineField(_("Passphrase"))
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.complaint = Label("", token="negative", wrap=True)
        self.complaint.hide()
        self.go = Button(_("Open"), icon="lock-open", shortcut="Enter", bind=False, kind=Kind.PRIMARY)
        leave = Button(_("Close"), shortcut="Esc", bind=False)
        self.go.clicked.connect(self.try_open)
        leave.clicked.connect(self.reject)
        self.field.textEdited.connect(lambda _text: self._complain(""))
        self.go.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.go)
        buttons.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        column.addWidget(Label(_("The data of this unit are locked"), "lead", fonts.STRONG))
        asked = _("Type the passphrase of this laptop, or the code on its recovery sheet.")
        for text in (asked, *words):
            column.addWidget(Label(text, token="muted", wrap=True))
        column.addWidget(self.field)
        column.addWidget(self.complaint)
        column.addLayout(buttons)
        self.setFixedWidth(fonts.scaled(420))
        self.field.setFocus()

    def try_open(self) -> None:
        try:
            self.desk = self._open(self.field.text())
        except StoreLocked as error:
            self._complain(f"{error.message} {error.what_to_do}")
            self.field.selectAll()
            return
        self.accept()

    def _complain(self, sentence: str) -> None:
        self.complaint.setText(sentence)
        self.complaint.setVisible(bool(sentence))
        self.field.show_fault(sentence)

    @classmethod
    def ask(cls, open_with: Open, parent: QWidget | None = None, *, words: Sequence[str] = ()) -> Desk | None:
        """The open unit, or None when the person gave up. Raises what opening raises beside StoreLocked."""
        dialog = cls(open_with, parent, words=words)
        try:
            dialog.exec()
            return dialog.desk
        finally:
            dialog.deleteLater()

    # Qt overrides
    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().color("surface"))
