"""Asks in place what a change of post needs: the jabatan, the day from which it holds, and why."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.people import PostingReason
from flexdesk.exchange.written_dates import read_date
from flexdesk.i18n import _
from ui.people import words
from ui.widgets.button import Button, Kind
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label

_ASKED = (
    PostingReason.MUTATION,
    PostingReason.PROMOTION,
    PostingReason.ROTATION,
    PostingReason.RECRUITMENT,
)


class MoveForm(QWidget):
    """`move` says whether the change was stored."""

    closed = Signal()

    def __init__(self, move: Callable[[date, str, str], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._move = move
        self.jabatan = LineField("Jabatan")
        self.start = LineField(_("Holds from"))
        self.start.setPlaceholderText("05-10-2026")
        self.reason = ComboBox(_("Reason"))
        for token in _ASKED:
            self.reason.addItem(_(words.REASON_LABELS[token]), token.value)
        self.fault = Label("", "small", token="negative", wrap=True)
        self.keep = Button(_("Save"), kind=Kind.PRIMARY, shortcut="Enter", bind=False)
        cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.keep.clicked.connect(self._keep)
        cancel.clicked.connect(self.closed)
        for field in (self.jabatan, self.start):
            field.returnPressed.connect(self._keep)
        form = QFormLayout()
        form.setVerticalSpacing(6)
        form.addRow(Label("Jabatan", "small", token="muted"), self.jabatan)
        form.addRow(Label(_("Holds from"), "small", token="muted"), self.start)
        form.addRow(Label(_("Reason"), "small", token="muted"), self.reason)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.keep)
        buttons.addWidget(cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(6)
        column.addLayout(form)
        column.addWidget(self.fault)
        column.addLayout(buttons)
        self.fault.hide()

    def open(self, jabatan: str) -> None:
        self.jabatan.setText(jabatan)
        self.start.clear()
        self._say("")
        self.show()
        self.jabatan.setFocus(Qt.FocusReason.OtherFocusReason)
        self.jabatan.selectAll()

    def _keep(self) -> None:
        start = read_date(self.start.text())
        if not self.jabatan.text().strip():
            self._say(_("Write the jabatan."))
        elif start is None:
            self._say(_("Write the day as on the decree, such as 05-10-2026."))
        elif self._move(start, self.jabatan.text().strip(), str(self.reason.currentData())):
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
