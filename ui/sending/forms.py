"""The small forms of sending: write a bundle, look into one, enter a receipt, join a server."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QWidget

from flexdesk.i18n import _
from flexdesk.services.bundles import Inspected, Written
from flexdesk.sync.bundle_header import State
from flexdesk.sync.receipts import LENGTH, normalised
from ui.qt import fonts
from ui.sending import words
from ui.sending.model import Centre
from ui.widgets.button import Button, Kind
from ui.widgets.card import Card
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label

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

    def add_row(self, label: str, *parts: QWidget) -> None:
        at = self.grid.rowCount()
        self.grid.addWidget(Label(label, "small", fonts.MEDIUM, token="muted"), at, 0)
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in parts:
            row.addWidget(part)
        if not any(isinstance(part, LineField) and part.maximumWidth() > _WIDEST for part in parts):
            row.addStretch(1)
        self.grid.addLayout(row, at, 1)

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


class BundleForm(Form):
    """`written` asks for a bundle: a path, and for whom (`server`, `unit` or a device)."""

    asked = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Make a bundle"), parent)
        self.whom = ComboBox(_("For whom"))
        self.whom.setMinimumWidth(260)
        self.folder = LineField(_("Folder or stick"))
        self.file = LineField(_("File name"))
        self.file.setFixedWidth(fonts.scaled(380))
        self.browse = Button(_("Choose"), icon="folder-open")
        self.facts = Label("", "base")
        self.add_row(_("For whom"), self.whom)
        self.add_row(_("Folder or stick"), self.folder, self.browse)
        self.add_row(_("File name"), self.file)
        self.add_row(_("Content"), self.facts)
        self.add_close(_("Cancel"))
        self.go = self.add_button(
            Button(_("Write and check"), icon="package", shortcut="Enter", kind=Kind.PRIMARY, bind=False)
        )
        self.go.clicked.connect(lambda: self.ask())
        self.browse.clicked.connect(lambda: self._browse())
        for field in (self.folder, self.file):
            field.returnPressed.connect(self.ask)

    def offer(self, centre: Centre, tag: str, number: int) -> None:
        """Fill in what is usual: for the server where one was joined, else for the unit's laptops.

        The name of the file is read by whoever finds the stick: it says which laptop by a `tag`, and no more.
        """
        self.whom.clear()
        if centre.status.enrolled:
            self.whom.addItem(_("The server"), "server")
        self.whom.addItem(_("All laptops of the unit ({count})").format(count=len(centre.laptops)), "unit")
        for device, holder in centre.laptops:
            self.whom.addItem(_("{holder}, laptop {device}").format(holder=holder, device=device[:4]), device)
        if not self.folder.text():
            self.folder.setText(str(Path.home()))
        self.file.setText(f"{centre.today:%Y-%m-%d}_{tag}_{number:04d}.flexdesk")
        count = sum(one.changes for one in centre.out)
        text = _("Bundle {number}: {count} changes, about {size}, without photos")
        self.facts.setText(text.format(number=f"{number:04d}", count=count, size=words.size(centre.estimate)))
        self.show_fault("")

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Folder or stick"), self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def ask(self) -> None:
        folder, name = Path(self.folder.text().strip()).expanduser(), self.file.text().strip()
        if not folder.is_dir():
            self.show_fault(
                _("The folder {folder} is not there. Is the stick plugged in?").format(folder=folder)
            )
            return
        if not name or "/" in name or "\\" in name:
            self.show_fault(_("A file name without slashes is needed."))
            return
        self.show_fault("")
        name = name if name.endswith(".flexdesk") else f"{name}.flexdesk"
        self.asked.emit(folder / name, str(self.whom.currentData()))


class WrittenForm(Form):
    """A bundle lies on the disk and was read back: now it must be given away."""

    handed = Signal(int)
    copied = Signal()
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("The bundle is written"), parent)
        self.number = 0
        self.path = Path()
        self.facts = Label("", "base", wrap=True)
        self.checked = Label("", "base", token="muted")
        self.where = Label("", "small", token="muted", wrap=True)
        self.body.insertWidget(1, self.facts)
        self.body.insertWidget(2, self.checked)
        self.body.insertWidget(3, self.where)
        self.add_close()
        self.folder = self.add_button(Button(_("Open folder"), icon="folder-open"))
        self.copy = self.add_button(Button(_("Copy courier text"), icon="copy"))
        self.hand = self.add_button(Button(_("Handed over"), icon="send", kind=Kind.PRIMARY))
        self.folder.clicked.connect(self.opened)
        self.copy.clicked.connect(self.copied)
        self.hand.clicked.connect(lambda: self.handed.emit(self.number))

    def show_written(self, written: Written, whom: str) -> None:
        header = written.header
        self.number, self.path = header.number, written.path
        text = _("Bundle {number} for {whom}: {count} changes, {size}.")
        self.facts.setText(
            text.format(
                number=f"{header.number:04d}", whom=whom, count=header.changes, size=words.size(written.bytes)
            )
        )
        prints = _("Read back and checked. Fingerprint {print}.").format(print=fingerprint(written))
        self.checked.setText(prints)
        self.where.setText(str(written.path))
        self.hand.setEnabled(True)


def fingerprint(written: Written) -> str:
    """Two groups of four that a courier and an operator can compare."""
    text = written.header.digest.hex().upper()[:8]
    return f"{text[:4]} {text[4:]}"


def courier_text(written: Written, unit: str, whom: str, when: str) -> str:
    """Goes with the file in a chat or on paper."""
    text = _(
        "FlexDesk bundle {number} of {unit} for {whom}, {when}: {count} changes, {size}, fingerprint {print}."
        " Please send the receipt code back."
    )
    return text.format(
        number=f"{written.header.number:04d}",
        unit=unit,
        whom=whom,
        when=when,
        count=written.header.changes,
        size=words.size(written.bytes),
        print=fingerprint(written),
    )


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


class ReceiptForm(Form):
    """Eight characters as they were read out, or a file."""

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
        understood = normalised(text)
        self.go.setEnabled(understood is not None)
        typed = sum(letter.isalnum() for letter in text)
        if understood is not None:
            self.hint.setText(_("Read as {code}").format(code=understood))
        elif typed < LENGTH:
            self.hint.setText(_("{count} of 8 characters").format(count=typed))
        else:
            self.hint.setText(_("Not a code: 8 letters or digits, never U"))

    def ask(self) -> None:
        understood = normalised(self.code.text())
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
