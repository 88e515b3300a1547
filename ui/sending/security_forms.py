"""The small forms of security: a new passphrase, a new sheet, new keys; and the sheet itself."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from flexdesk.i18n import _
from ui.paper.preview import Preview
from ui.paper.printers import Tray, Way, trays
from ui.qt import fonts
from ui.sending.forms import Form
from ui.tasks.runner import Runner
from ui.widgets.button import Button, Kind
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label

_SIDE = 300


class PassphraseForm(Form):
    """`given` carries the passphrase of now (empty where there is none), and the new one twice."""

    given = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("A new passphrase"), parent)
        self.now = self._secret(_("Passphrase of now"))
        self.new = self._secret(_("New passphrase"))
        self.again = self._secret(_("Once more"))
        for field in (self.now, self.new, self.again):
            self.add_row(field.accessibleName(), field)
            field.returnPressed.connect(self.give)
        self.add_close(_("Cancel"))
        self.go = self.add_button(
            Button(_("Change it"), icon="lock", shortcut="Enter", kind=Kind.PRIMARY, bind=False)
        )
        self.go.clicked.connect(lambda: self.give())

    def _secret(self, spoken: str) -> LineField:
        field = LineField(spoken)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setFixedWidth(fonts.scaled(320))
        return field

    def open(self, *, has_one: bool) -> None:
        self.forget()
        self.now.setEnabled(has_one)
        self.now.setPlaceholderText("" if has_one else _("there is none yet"))
        (self.now if has_one else self.new).setFocus()

    def forget(self) -> None:
        for field in (self.now, self.new, self.again):
            field.clear()
        self.show_fault("")

    def give(self) -> None:
        if not self.new.text():
            self.show_fault(_("Type the new passphrase twice."))
            self.new.setFocus()
            return
        self.given.emit(self.now.text(), self.new.text(), self.again.text())


class YesForm(Form):
    """One thing that changes for good: what it does, and the verb."""

    agreed = Signal()

    def __init__(self, title: str, consequence: str, verb: str, icon: str) -> None:
        super().__init__(title)
        self.words = Label(consequence, "base", wrap=True)
        self.grid.addWidget(self.words, 0, 0, 1, 2)
        self.add_close(_("Cancel"))
        self.go = self.add_button(Button(verb, icon=icon, kind=Kind.PRIMARY))
        self.go.setAutoDefault(True)
        self.go.clicked.connect(self.agreed)


class SheetView(QWidget):
    """The new recovery sheet as it will be printed; it is shown once and kept nowhere."""

    printed = Signal(object, object)  # Tray, Way
    saved = Signal()
    left = Signal()

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview = Preview(runner)
        self.printer = ComboBox(_("Printer"))
        self.go = Button(_("Print"), icon="printer", shortcut="Ctrl+P", kind=Kind.PRIMARY, bind=False)
        self.save = Button(_("Save PDF"), icon="save")
        self.done = Button(_("Done"), icon="check", shortcut="Esc", bind=False)
        self._trays: list[Tray] = []
        side = QVBoxLayout()
        side.setContentsMargins(14, 12, 14, 12)
        side.setSpacing(8)
        side.addWidget(Label(_("The new recovery sheet"), "lead", fonts.STRONG, wrap=True))
        for text in (
            _("It counts from now on; the sheet before is void."),
            _("Print it and put it away, not with the laptop: who holds both can read all data."),
            _("The code is kept nowhere: it is gone when this view is closed."),
        ):
            side.addWidget(Label(text, "base", token="muted", wrap=True))
        side.addSpacing(8)
        side.addWidget(Label(_("Printer"), "small", fonts.MEDIUM, token="muted"))
        for part in (self.printer, self.go, self.save):
            side.addWidget(part)
        side.addStretch(1)
        side.addWidget(self.done)
        room = QWidget()
        room.setLayout(side)
        room.setFixedWidth(fonts.scaled(_SIDE))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.preview, 1)
        row.addWidget(room)
        self.go.clicked.connect(lambda: self.print_it())
        self.save.clicked.connect(self.saved)
        self.done.clicked.connect(self.left)

    def show_sheet(self, data: bytes, paper: str) -> None:
        self.show_trays(trays(paper))
        self.preview.show_pdf(data)
        self.go.setFocus() if self._trays else self.save.setFocus()

    def show_trays(self, found: list[Tray]) -> None:
        self._trays = [tray for tray in found if tray.ways[0] is not Way.PDF]
        self.printer.clear()
        for tray in self._trays:
            self.printer.addItem(tray.description, tray.name)
        if not self._trays:
            self.printer.addItem(_("No printer on this laptop"), "")
        self.printer.setEnabled(bool(self._trays))
        self.go.setEnabled(bool(self._trays))

    def print_it(self) -> None:
        at = self.printer.currentIndex()
        if 0 <= at < len(self._trays):
            self.printed.emit(self._trays[at], self._trays[at].ways[0])

    def forget(self) -> None:
        """The code goes from the screen and from memory."""
        self.preview.show_pdf(b"")
