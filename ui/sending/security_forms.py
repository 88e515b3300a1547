"""The small forms of security: a new passphrase, a new sheet, new keys; and the sheet itself."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from flexdesk.i18n import _
from ui.qt import fonts
from ui.sending.forms import Form
from ui.sending.paper_view import PaperView
from ui.tasks.runner import Runner
from ui.widgets.button import Button, Kind
from ui.widgets.fields import LineField
from ui.widgets.label import Label


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


class SheetView(PaperView):
    """The new recovery sheet as it will be printed; it is shown once and kept nowhere."""

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        sentences = (
            _("It counts from now on; the sheet before is void."),
            _("Print it and put it away, not with the laptop: who holds both can read all data."),
            _("The code is kept nowhere: it is gone when this view is closed."),
        )
        super().__init__(runner, _("The new recovery sheet"), sentences, parent)
