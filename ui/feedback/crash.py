"""Shows a fault of the program itself, with the trace to copy, and lets the work go on."""

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from flexdesk.i18n import _
from ui.feedback.reporter import Crash
from ui.qt import accessible, fonts
from ui.widgets.button import Button, Kind
from ui.widgets.label import Label

TICKET = "FD-PRG-01"


class CrashReport(QDialog):
    """Not modal; one at a time is enough, so later crashes are added to the text of the first."""

    def __init__(self, crash: Crash, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("A fault in FlexDesk"))
        self.resize(fonts.scaled(620), fonts.scaled(380))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        head = QHBoxLayout()
        what = _("FlexDesk met a fault of its own and did not finish the last step.")
        head.addWidget(Label(what, "lead", fonts.STRONG, wrap=True), 1)
        head.addWidget(Label(TICKET, "small", token="muted"))
        column.addLayout(head)
        column.addWidget(Label(_("Everything that was saved before is safe on this laptop."), wrap=True))
        ask = _("Copy this report and send it to the person who looks after FlexDesk. You can go on working.")
        column.addWidget(Label(ask, wrap=True))
        self.text = QPlainTextEdit(crash.trace)
        self.text.setReadOnly(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        accessible.name(self.text, _("Text of the report"))
        column.addWidget(self.text, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.copy = Button(_("Copy report"), icon="copy", kind=Kind.PRIMARY)
        self.copy.clicked.connect(self._copy)
        shut = Button(_("Close"), shortcut="Esc", bind=False)
        shut.clicked.connect(self.close)
        row.addWidget(self.copy)
        row.addWidget(shut)
        column.addLayout(row)

    def add(self, crash: Crash) -> None:
        self.text.appendPlainText(f"\n{crash.trace}")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
