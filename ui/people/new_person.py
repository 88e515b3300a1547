"""The form for one new person: the NIP is checked while typed and says what it tells about its holder."""

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.i18n import _
from ui.people import words
from ui.qt import fonts
from ui.widgets.button import Button, Kind
from ui.widgets.fields import LineField
from ui.widgets.label import Label
from ui.widgets.side_panel import SidePanel


class Enter(Protocol):
    def __call__(self, nip: str, full_name: str, fields: Mapping[str, str]) -> str:
        """The key of the person, empty when refused."""
        ...


class NewPerson(SidePanel):
    """`made` carries the key of the new person; `closed` gives the place back to the panel."""

    made = Signal(str)
    closed = Signal()

    def __init__(self, enter: Enter, width: int, parent: QWidget | None = None) -> None:
        super().__init__(_("New person"), fonts.scaled(width), parent)
        self._enter = enter
        self.body.setContentsMargins(15, 12, 12, 12)
        self.body.setSpacing(4)
        self.nip = self._field("NIP")
        self.told = Label("", "small", token="muted", wrap=True)
        self.body.addWidget(self.told)
        self.name = self._field(_("Name with titles"))
        self.fields = {
            "golongan": self._field("Golongan"),
            "jabatan": self._field("Jabatan"),
            "unit": self._field(_("Part of the unit")),
        }
        self.body.addStretch(1)
        self.keep = Button(_("Add"), kind=Kind.PRIMARY, shortcut="Enter", bind=False)
        cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.keep.clicked.connect(self._keep)
        cancel.clicked.connect(self.closed)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.keep)
        buttons.addWidget(cancel)
        self.foot.addLayout(buttons)
        self.nip.textChanged.connect(self._check)
        for field in (self.nip, self.name, *self.fields.values()):
            field.returnPressed.connect(self._keep)

    def open(self) -> None:
        for field in (self.nip, self.name, *self.fields.values()):
            field.clear()
        self.told.setText("")
        self.nip.show_fault("")
        self.nip.setFocus(Qt.FocusReason.OtherFocusReason)

    def _field(self, label: str) -> LineField:
        column = QVBoxLayout()
        column.setSpacing(2)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(Label(label, "small", token="muted"))
        field = LineField(label)
        column.addWidget(field)
        self.body.addLayout(column)
        return field

    def _check(self, text: str) -> None:
        fault = words.nip_fault(text) if text.strip() else ""
        self.nip.show_fault(fault)
        self.told.set_token("negative" if fault else "muted")
        self.told.setText(fault or words.nip_facts(text))

    def _keep(self) -> None:
        if not self.name.text().strip():
            self.name.show_fault(_("Write the name."))
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        fields = {name: field.text().strip() for name, field in self.fields.items()}
        if key := self._enter(self.nip.text(), self.name.text(), fields):
            self.made.emit(key)

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
