"""The small forms of sending: look into a bundle, enter a receipt, join a server."""

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QWidget

from flexdesk.i18n import _
from flexdesk.services.bundles import Inspected
from flexdesk.sync.bundle_header import State
from flexdesk.sync.receipts import LENGTH, normalised
from ui.qt import fonts
from ui.sending import words
from ui.sending.model import Centre
from ui.widgets.button import Button, Kind
from ui.widgets.card import Card
from ui.widgets.fields import LineField
from ui.widgets.label import Label

_CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")  # as receipts print it, not “laki-laki”
_WIDEST = 1000  # a field with a limit under it stands at the left
FILES = "FlexDesk (*.flexdesk);;*"


class Form(Card):
    """A card with rows and one row of buttons; `closed` puts it away."""

    closed = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, " ", parent=parent)
        self.grid = QGridLayout()
        self.grid.setColumnStretch(1, 1)
        self.grid.setHorizontalSpacing(12)
        self.body.addLayout(self.grid)
        self.fault = Label("", "small", token="negative", wrap=True)
        self.fault.hide()
        self.body.addWidget(self.fault)
        self.buttons = QHBoxLayout()
        self.buttons.addStretch(1)
        self.body.addLayout(self.buttons)

    def add_row(self, label: str, *parts: QWidget) -> tuple[QWidget, ...]:
        """Everything in the row, so that it can be hidden where it does not count."""
        at = self.grid.rowCount()
        name = Label(label, "small", fonts.MEDIUM, token="muted")
        self.grid.addWidget(name, at, 0)
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in parts:
            row.addWidget(part)
        if not any(isinstance(part, LineField) and part.maximumWidth() > _WIDEST for part in parts):
            row.addStretch(1)
        self.grid.addLayout(row, at, 1)
        return (name, *parts)

    def add_button(self, button: Button) -> Button:
        self.buttons.addWidget(button)
        return button

    def add_close(self, text: str = "") -> Button:
        button = self.add_button(Button(text or _("Close"), shortcut="Esc", kind=Kind.QUIET, bind=False))
        button.clicked.connect(self.closed)
        return button

    def show_fault(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))


class OpenedForm(Form):
    """What is inside a bundle, before anything of it is taken over."""

    taken = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("A bundle was opened"), parent)
        self.path = Path()
        self.facts = Label("", "base", wrap=True)
        self.state = Label("", "base", fonts.MEDIUM, wrap=True)
        self.body.insertWidget(1, self.facts)
        self.body.insertWidget(2, self.state)
        self.add_close()
        self.go = self.add_button(
            Button(_("Take over"), icon="download", shortcut="Enter", kind=Kind.PRIMARY, bind=False)
        )
        self.go.clicked.connect(lambda: self.taken.emit(self.path))

    def show_inspected(self, path: Path, found: Inspected, holders: dict[str, str], centre: Centre) -> None:
        self.path = path
        header = found.header
        text = _("{name}: bundle {number} of {sender}, made {when}, {count} changes, {size}.")
        self.facts.setText(
            text.format(
                name=path.name,
                number=f"{header.number:04d}",
                sender=found.sender,
                when=words.moment(header.created, centre.today),
                count=header.changes,
                size=words.size(found.bytes),
            )
        )
        self.state.setText(state_words(found, holders))
        self.go.setEnabled(found.state is not State.KNOWN or not header.contents)


def state_words(found: Inspected, holders: dict[str, str]) -> str:
    """How the bundle stands to this laptop, with the parts that are missing named."""
    said = {
        State.NEW: _("All of it is new to this laptop."),
        State.PARTLY_KNOWN: _("Part of it is here already; the rest is new."),
        State.KNOWN: _("All of it is here already; taking it over again changes nothing."),
        State.WAITING: _("Earlier changes are missing; what comes will wait for them."),
    }[found.state]
    if not found.header.contents:
        said = _("It holds no changes, but may hold receipts of the server.")
    missing = [
        _("{holder}: changes {first} to {last}").format(
            holder=holders.get(part.device, part.device[:4]), first=part.have + 1, last=part.needed
        )
        for part in found.missing
    ]
    return said + _(" Missing: {parts}.").format(parts="; ".join(missing)) if missing else said


def code_in(text: str) -> str | None:
    """The code as it was typed, or the one in a whole message that was pasted."""
    typed = normalised(text)
    if typed is not None:
        return typed
    found = (normalised(one) for one in _CODE.findall(text))
    return next((one for one in found if one is not None), None)


class ReceiptForm(Form):
    """Eight characters as they were read out, a message that holds them, or a file."""

    coded = Signal(str)
    filed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Enter a receipt"), parent)
        self.code = LineField(_("Receipt code"))
        self.code.setPlaceholderText("TT4K-7P92")
        self.code.setFixedWidth(fonts.scaled(160))
        self.hint = Label("", "small", token="muted")
        self.file = Button(_("From a file"), icon="file-up")
        self.add_row(_("Receipt code"), self.code, self.hint)
        self.add_close()
        self.add_button(self.file)
        self.go = self.add_button(
            Button(_("Check the code"), icon="receipt", shortcut="Enter", kind=Kind.PRIMARY, bind=False)
        )
        self.code.textChanged.connect(self._look)
        self.code.returnPressed.connect(self.ask)
        self.go.clicked.connect(lambda: self.ask())
        self.file.clicked.connect(lambda: self._browse())
        self._look("")

    def start(self) -> None:
        self.code.clear()
        self.show_fault("")
        self.code.setFocus()

    def _look(self, text: str) -> None:
        """Small letters, blanks, O for 0 and I or L for 1 do not matter; say how it is understood."""
        understood = code_in(text)
        self.go.setEnabled(understood is not None)
        typed = sum(letter.isalnum() for letter in text)
        if understood is not None:
            self.hint.setText(_("Read as {code}").format(code=understood))
        elif typed < LENGTH:
            self.hint.setText(_("{count} of 8 characters").format(count=typed))
        else:
            self.hint.setText(_("Not a code: 8 letters or digits, never U"))

    def ask(self) -> None:
        understood = code_in(self.code.text())
        if understood is not None:
            self.coded.emit(understood)

    def _browse(self) -> None:
        path, _filter = QFileDialog.getOpenFileName(self, _("Receipt as a file"), str(Path.home()), FILES)
        if path:
            self.filed.emit(Path(path))


class JoinForm(Form):
    """Joins a server: over the line with a code, or with a request and a certificate as files."""

    joined = Signal(str, str, str)
    requested = Signal(object, str, str)
    certified = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Join the server"), parent)
        self.address = LineField(_("Address of the server"))
        self.address.setPlaceholderText("https://flexdesk.contoh.go.id")
        self.code = LineField(_("Enrolment code"))
        self.code.setFixedWidth(fonts.scaled(200))
        self.holder = LineField(_("Whose laptop"))
        self.add_row(_("Address of the server"), self.address)
        self.add_row(_("Enrolment code"), self.code)
        self.add_row(_("Whose laptop"), self.holder)
        self.add_close()
        self.certificate = self.add_button(Button(_("Open certificate file"), icon="badge-check"))
        self.request = self.add_button(Button(_("Write request file"), icon="file-up"))
        self.go = self.add_button(
            Button(_("Join"), icon="wifi", shortcut="Enter", kind=Kind.PRIMARY, bind=False)
        )
        self.go.clicked.connect(lambda: self.ask())
        self.request.clicked.connect(lambda: self._ask_request())
        self.certificate.clicked.connect(lambda: self._ask_certificate())
        for field in self._fields():
            field.returnPressed.connect(self.ask)

    def _fields(self) -> Sequence[LineField]:
        return (self.address, self.code, self.holder)

    def offer(self, centre: Centre, holder: str) -> None:
        self.address.setText(centre.url)
        if not self.holder.text():
            self.holder.setText(holder)
        self.show_fault("")
        self.address.setFocus()

    def ask(self) -> None:
        address, code, holder = (field.text().strip() for field in self._fields())
        if not address or not code:
            self.show_fault(_("The address and the code are needed; the agency gives both."))
            return
        self.show_fault("")
        self.joined.emit(address, code, holder)

    def _ask_request(self) -> None:
        code = self.code.text().strip()
        if not code:
            self.show_fault(_("The code is needed for the request, too."))
            return
        start = str(Path.home() / "permintaan.flexdesk-request")
        path, _filter = QFileDialog.getSaveFileName(self, _("Write request file"), start)
        if path:
            self.requested.emit(Path(path), code, self.holder.text().strip())

    def _ask_certificate(self) -> None:
        path, _filter = QFileDialog.getOpenFileName(self, _("Open certificate file"), str(Path.home()))
        if path:
            self.certified.emit(Path(path))
