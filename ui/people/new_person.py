"""The form for one new person: the NIP is checked while typed and says what it tells about its holder."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.duplicates import Pair
from flexdesk.domain.names import split_name
from flexdesk.i18n import _
from flexdesk.store.store import Row
from ui.people import words
from ui.people.likeness import Likeness
from ui.qt import fonts
from ui.widgets.button import Button, Kind
from ui.widgets.fields import LineField
from ui.widgets.label import Label
from ui.widgets.side_panel import SidePanel


class Enter(Protocol):
    def __call__(self, nip: str, full_name: str, fields: Mapping[str, str]) -> str:
        """The key of the person, empty when refused."""
        ...


Suspects = Callable[[str, str], Sequence[tuple[Pair, Row]]]
Renumber = Callable[[str, str], bool]


class NewPerson(SidePanel):
    """`made` carries the key of the new person; `closed` gives the place back to the panel.

    Somebody of the roster who may be the one typed in is shown before anything is kept; `looked` asks for
    that person.
    """

    made = Signal(str)
    looked = Signal(str)
    closed = Signal()

    def __init__(
        self,
        enter: Enter,
        suspects: Suspects,
        renumber: Renumber,
        width: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("New person"), fonts.scaled(width), parent)
        self._enter, self._suspects, self._renumber = enter, suspects, renumber
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
        self.likeness = Likeness()
        self.likeness.opened.connect(self.looked)
        self.likeness.renumbered.connect(self._take_number)
        self.likeness.added.connect(self._add)
        self.body.addWidget(self.likeness)
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
        self.likeness.hide()
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
        self.likeness.hide()
        fault = words.nip_fault(text) if text.strip() else ""
        self.nip.show_fault(fault)
        self.told.set_token("negative" if fault else "muted")
        self.told.setText(fault or words.nip_facts(text))

    def _keep(self) -> None:
        if not self.name.text().strip():
            self.name.show_fault(_("Write the name."))
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        known = self._suspects(self.nip.text(), split_name(self.name.text()).name)
        if known:
            self.likeness.open(known)
        else:
            self._add()

    def _take_number(self, key: str) -> None:
        """The person is known under another number: only that changes, and the old one stays known."""
        if self._renumber(key, self.nip.text()):
            self.made.emit(key)

    def _add(self) -> None:
        fields = {name: field.text().strip() for name, field in self.fields.items()}
        if key := self._enter(self.nip.text(), self.name.text(), fields):
            self.made.emit(key)

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
