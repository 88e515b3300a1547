"""Accepting a publisher: the digits come from the agency's letter, so they are typed and never shown here."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from flexdesk.i18n import _
from ui.policy.offer_panel import WIDTH
from ui.qt import fonts
from ui.widgets.button import Button, Kind
from ui.widgets.fields import LineField
from ui.widgets.label import Label
from ui.widgets.side_panel import SidePanel


class TrustPanel(SidePanel):
    """`given` carries the file, the typed fingerprint and how it was compared."""

    given = Signal(object, str, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(_("A publisher this unit does not know"), min(fonts.scaled(WIDTH), 520))
        self.file = Path()
        self.words = Label("", wrap=True)
        self.how = Label(
            _(
                "The signature is whole, but anybody can sign. Take the fingerprint from the agency's letter,"
                " or ask by telephone, and type it here. It is not shown, so that it is really compared."
            ),
            "small",
            token="muted",
            wrap=True,
        )
        self.digits = LineField(_("Fingerprint from the agency's letter"))
        self.digits.setPlaceholderText("0000 0000 0000 0000 0000 0000 0000 0000")
        self.note = LineField(_("How it was compared"))
        self.note.setPlaceholderText(_("How compared, such as the letter's number"))
        self.fault = Label("", "small", token="negative", wrap=True)
        self.fault.hide()
        self.body.setContentsMargins(14, 10, 14, 8)
        self.body.setSpacing(8)
        for part in (self.words, self.how, self.digits, self.note, self.fault):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.accept = Button(_("Accept the publisher"), icon="shield-check", kind=Kind.PRIMARY)
        row = QHBoxLayout()
        row.addWidget(self.cancel)
        row.addStretch(1)
        row.addWidget(self.accept)
        self.foot.addLayout(row)
        self.cancel.clicked.connect(self.left)
        self.accept.clicked.connect(lambda: self._give())
        self.note.returnPressed.connect(lambda: self._give())

    def open(self, file: Path, publisher: str) -> None:
        self.file = file
        self.words.setText(
            _("{file} says that {publisher} published it.").format(file=file.name, publisher=publisher)
        )
        for field in (self.digits, self.note):
            field.clear()
        self.show_fault("")
        self.digits.setFocus()

    def show_fault(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
        self.digits.show_fault(sentence)

    def _give(self) -> None:
        self.given.emit(self.file, self.digits.text(), self.note.text().strip())
