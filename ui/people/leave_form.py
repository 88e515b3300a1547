"""Asks in place on which day somebody left the unit, and why."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.people import DEPARTURE_LABELS
from flexdesk.exchange.written_dates import read_date
from flexdesk.i18n import _
from ui.people import words
from ui.widgets.button import Button, Kind
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label


class LeaveForm(QWidget):
    """`leave` says whether it was stored."""

    closed = Signal()

    def __init__(self, leave: Callable[[date, str], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._leave = leave
        self.day = LineField(_("First day no longer here"))
        self.day.setPlaceholderText("01-12-2026")
        self.reason = ComboBox(_("Reason"))
        for token, label in DEPARTURE_LABELS.items():
            self.reason.addItem(_(label), token)
        self.fault = Label("", "small", token="negative", wrap=True)
        self.keep = Button(_("Archive it"), kind=Kind.PRIMARY, shortcut="Enter", bind=False)
        cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.keep.clicked.connect(self._keep)
        cancel.clicked.connect(self.closed)
        self.day.returnPressed.connect(self._keep)
        form = QFormLayout()
        form.setVerticalSpacing(6)
        form.addRow(Label(_("First day no longer here"), "small", token="muted", wrap=True), self.day)
        form.addRow(Label(_("Reason"), "small", token="muted"), self.reason)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.keep)
        buttons.addWidget(cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(6)
        told = _("Out of schedules from that day; history and papers stay.")
        column.addWidget(Label(told, "small", token="muted", wrap=True))
        column.addLayout(form)
        column.addWidget(self.fault)
        column.addLayout(buttons)
        self.fault.hide()

    def open(self, today: date) -> None:
        self.day.setText(words.plain_date(today))
        self._say("")
        self.show()
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)
        self.day.selectAll()

    def _keep(self) -> None:
        day = read_date(self.day.text())
        if day is None:
            self._say(_("Write the day as on the decree, such as 05-10-2026."))
        elif self._leave(day, str(self.reason.currentData())):
            self.closed.emit()

    def _say(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
