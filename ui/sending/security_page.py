"""The room “Keamanan”: who this laptop is, what opens its data, who else is in the unit."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.documents.paper import Paper
from flexdesk.domain.ops import Change
from flexdesk.errors import EnvironmentTrouble, FlexDeskError, reason_of
from flexdesk.i18n import _
from flexdesk.keys.errors import WrongPassphrase
from flexdesk.progress import Progress
from flexdesk.services.recovery import MadeSheet
from flexdesk.services.security import Security
from flexdesk.system.durable import write_durably
from ui.feedback.reporter import Reporter
from ui.paper.printers import Tray, Way, print_pages
from ui.qt import accessible, fonts
from ui.sending import security_words
from ui.sending.forms import Form
from ui.sending.security_forms import PassphraseForm, SheetView, YesForm
from ui.tasks.on_store import on_store
from ui.tasks.runner import Runner
from ui.widgets.banner import Banner
from ui.widgets.button import Button, Kind
from ui.widgets.card import Card
from ui.widgets.entries import EntryList
from ui.widgets.label import Label
from ui.widgets.page import Command, KeyRow, Page
from ui.widgets.tones import Tone

Result = TypeVar("Result")
_SETTLE_MS = 80
_PAPER = Paper.F4


class SecurityPage(Page):
    """Nothing secret is shown but the sheet that the person asks for, once."""

    help_name = "sending"

    def __init__(
        self, desk: Desk, *, runner: Runner, reporter: Reporter, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Security"), parent)
        self._desk, self._runner, self._reporter = desk, runner, reporter
        self.security: Security | None = None
        self.sheet: MadeSheet | None = None
        self._banner: Banner | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SETTLE_MS)
        self._later.timeout.connect(self.read)
        self._build()
        self._wire()

    # -- building

    def _build(self) -> None:
        header = self.header
        self.rotate = header.add_action(Button(_("New keys"), icon="refresh-cw"))
        self.change = header.add_action(Button(_("Change the passphrase"), icon="lock"))
        self.make = header.add_action(Button(_("New recovery sheet"), icon="file-text", kind=Kind.PRIMARY))
        self.headline = QVBoxLayout()
        self.facts = QGridLayout()
        self.facts.setColumnStretch(1, 1)
        self.facts.setHorizontalSpacing(16)
        self.facts.setVerticalSpacing(6)
        who = Card(_("This laptop"), " ")
        who.body.addLayout(self.facts)
        who.body.addStretch(1)
        self.ways, opening = self._list(_("What opens the data"))
        self.laptops, unit = self._list(_("Laptops of the unit"))
        alone = Card(_("Only on this laptop"), " ")
        self.alone = Label("", "base", wrap=True)
        alone.body.addWidget(self.alone)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(who)
        left.addWidget(opening, 1)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(unit, 1)
        right.addWidget(alone)
        columns = QHBoxLayout()
        columns.setSpacing(10)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)
        self._build_forms()
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self.headline)
        column.addLayout(columns, 1)
        for form in self.forms:
            column.addWidget(form)
            form.hide()
        self.sheet_view = SheetView(self._runner)
        self.stack = QStackedWidget()
        self.stack.addWidget(whole)
        self.stack.addWidget(self.sheet_view)
        self.body.addWidget(self.stack)

    def _list(self, title: str) -> tuple[EntryList, Card]:
        card = Card(title, " ", flush=True)
        entries = EntryList(title, lines=True)
        entries.setMinimumHeight(fonts.scaled(140))
        card.body.addWidget(entries, 1)
        return entries, card

    def _build_forms(self) -> None:
        self.passphrase_form = PassphraseForm()
        self.sheet_form = YesForm(
            _("A new recovery sheet"),
            _("The sheet from before no longer opens the data as soon as the new one is made."),
            _("Make the sheet"),
            "file-text",
        )
        self.keys_form = YesForm(
            _("New keys for this laptop"),
            _(
                "For a suspected theft of the keys: this laptop goes on under a new name, nothing is lost. "
                "Exchange afterwards, and have the operator end the old name. The unit is opened anew."
            ),
            _("Make new keys"),
            "refresh-cw",
        )
        self.forms: tuple[Form, ...] = (self.passphrase_form, self.sheet_form, self.keys_form)

    def _wire(self) -> None:
        self.change.clicked.connect(lambda: self.start_passphrase())
        self.make.clicked.connect(lambda: self.start_sheet())
        self.rotate.clicked.connect(lambda: self.start_keys())
        self.ways.opened.connect(self._open_way)
        self.passphrase_form.given.connect(self.change_passphrase)
        self.sheet_form.agreed.connect(self.make_sheet)
        self.keys_form.agreed.connect(self.make_keys)
        self.sheet_view.printed.connect(self.print_sheet)
        self.sheet_view.saved.connect(self.ask_save)
        self.sheet_view.left.connect(self.leave_sheet)
        for form in self.forms:
            form.closed.connect(self.put_away)

    def _job(
        self,
        call: Callable[[Progress], Result],
        done: Callable[[Result], object],
        label: str,
        failed: Callable[[BaseException], object] | None = None,
    ) -> None:
        self._runner.start(on_store(self._desk.store, call), done=done, failed=failed, label=label)

    # -- showing

    def read(self) -> None:
        self._later.stop()
        self._job(lambda _progress: self._desk.security.read(), self.show_security, _("Reading the keys"))

    def show_security(self, security: Security) -> None:
        self.security = security
        today = self._desk.clock.today()
        self._show_facts(security_words.facts(security, today))
        self.ways.show_entries(security_words.ways(security))
        self.laptops.show_entries(security_words.laptops(security, today))
        self.alone.setText(security_words.only_here(security))
        self._show_advice(security_words.advice(security))

    def _show_facts(self, rows: Sequence[tuple[str, str]]) -> None:
        while (item := self.facts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for at, (label, value) in enumerate(rows):
            self.facts.addWidget(Label(label, "small", fonts.MEDIUM, token="muted"), at, 0)
            shown = Label(value, "base")
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            accessible.name(shown, f"{label}: {value}")
            self.facts.addWidget(shown, at, 1)

    def _show_advice(self, text: str) -> None:
        if self._banner is not None:
            self.headline.removeWidget(self._banner)
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None
        if text:
            self._banner = Banner(Tone.WARNING, text)
            self.headline.addWidget(self._banner)

    def _open_way(self, key: str) -> None:
        if key == security_words.PASSPHRASE:
            self.start_passphrase()
        elif key == security_words.SHEET:
            self.start_sheet()
        elif key == security_words.AGENCY:
            text = _("Two of the agency's three custodians open the data with: flexdesk recover")
            self._reporter.tell(text, Tone.ACCENT)

    # -- forms

    @property
    def busy(self) -> bool:
        return any(form.isVisible() for form in self.forms)

    def _open_form(self, form: Form) -> None:
        for one in self.forms:
            one.setVisible(one is form)

    def put_away(self) -> None:
        self.passphrase_form.forget()
        for form in self.forms:
            form.hide()
        self.ways.setFocus()

    def start_passphrase(self) -> None:
        if self.security is not None:
            self._open_form(self.passphrase_form)
            self.passphrase_form.open(has_one=self.security.ways.passphrase)

    def change_passphrase(self, now: str, new: str, again: str) -> None:
        self._job(
            lambda _progress: self._desk.security.change_passphrase(now, new, again),
            lambda _none: self._say_changed(),
            _("Changing the passphrase"),
            self._show_passphrase_fault,
        )

    def _say_changed(self) -> None:
        self.put_away()
        self._reporter.tell(_("The new passphrase counts from now on."))
        self.read()

    def _show_passphrase_fault(self, error: BaseException) -> None:
        if isinstance(error, FlexDeskError) and not isinstance(error, EnvironmentTrouble):
            self.passphrase_form.show_fault(f"{error.message} {error.what_to_do}")
            wrong = (
                self.passphrase_form.now if isinstance(error, WrongPassphrase) else self.passphrase_form.new
            )
            wrong.setFocus()
            wrong.selectAll()
        else:
            self._reporter.report(error)

    def start_keys(self) -> None:
        self._open_form(self.keys_form)
        self.keys_form.go.setFocus()

    def make_keys(self) -> None:
        self._job(
            lambda _progress: self._desk.exchange.renewal.rotate(),
            lambda _none: self.wanted.emit("reopen", ""),
            _("Making new keys"),
        )

    # -- the sheet

    def start_sheet(self) -> None:
        """A first sheet is made at once; one that makes another void is asked for."""
        if self.security is None:
            return
        if self.security.ways.sheet is None:
            self.make_sheet()
            return
        self._open_form(self.sheet_form)
        self.sheet_form.go.setFocus()

    def make_sheet(self) -> None:
        self._job(
            lambda _progress: self._desk.recovery.new_sheet(_PAPER), self._show_sheet, _("Making the sheet")
        )

    def _show_sheet(self, sheet: MadeSheet) -> None:
        self.put_away()
        self.sheet = sheet
        self.stack.setCurrentWidget(self.sheet_view)
        self.sheet_view.show_sheet(sheet.issued.data, _PAPER.value)
        self._enable(on=False)
        self.read()

    def _enable(self, *, on: bool) -> None:
        for button in (self.rotate, self.change, self.make):
            button.setEnabled(on)

    def print_sheet(self, tray: Tray, way: Way) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPrinterName(tray.name)
        self.send(printer, way)

    def send(self, printer: QPrinter, way: Way) -> None:
        """Put the sheet on a printer."""
        if self.sheet is None:
            return
        data = self.sheet.issued.data
        self._job(
            lambda progress: print_pages(printer, data, way, _PAPER.value, progress),
            lambda _count: self._reporter.tell(_("The sheet went to the printer. Put it away safely.")),
            _("Printing"),
        )

    def ask_save(self) -> None:
        start = str(Path.home() / "LEMBAR-PEMULIHAN.pdf")
        path, _filter = QFileDialog.getSaveFileName(self, _("Save PDF"), start, "PDF (*.pdf)")
        if path:
            self.save_sheet(Path(path))

    def save_sheet(self, path: Path) -> None:
        if self.sheet is None:
            return
        data = self.sheet.issued.data

        def work(_progress: Progress) -> None:
            try:
                write_durably(path, data)
            except OSError as error:
                raise EnvironmentTrouble(detail=reason_of(error)) from error

        text = _("The sheet is in {path}. Print it, put it away, and delete the file.").format(path=path)
        self._job(
            work, lambda _none: self._reporter.tell(text, Tone.WARNING), _("Writing the recovery sheet")
        )

    def leave_sheet(self) -> None:
        self.sheet = None
        self.sheet_view.forget()
        self.stack.setCurrentIndex(0)
        self._enable(on=True)
        self.ways.setFocus()

    # -- what the frame asks

    def activate(self) -> None:
        self.read()

    def apply(self, _change: Change) -> None:
        if self.isVisible():
            self._later.start()

    def open_item(self, key: str) -> None:
        """`passphrase`, `sheet` or `keys`."""
        ways = {"passphrase": self.start_passphrase, "sheet": self.start_sheet, "keys": self.start_keys}
        if key in ways:
            ways[key]()

    def print_this(self) -> bool:
        if self.sheet is None:
            return False
        self.sheet_view.print_it()
        return True

    def keys(self) -> Sequence[KeyRow]:
        return (
            KeyRow("Enter", _("Renew the way that is chosen")),
            KeyRow("Ctrl+P", _("Print the new sheet")),
            KeyRow("Ctrl+PgUp", _("Back to sending")),
        )

    def commands(self) -> Sequence[Command]:
        return (
            Command(_("New recovery sheet"), self.start_sheet, icon="file-text"),
            Command(_("Change the passphrase"), self.start_passphrase, icon="lock"),
            Command(_("New keys for this laptop"), self.start_keys, icon="refresh-cw"),
        )

    def panes(self) -> Sequence[QWidget]:
        if self.sheet is not None:
            return (self.sheet_view.go if self.sheet_view.go.isEnabled() else self.sheet_view.save,)
        parts = (self.passphrase_form.new, self.sheet_form.go, self.keys_form.go)
        return (self.ways, self.laptops, *(part for part in parts if part.isVisible()), self.make)

    def leave_smallest(self) -> bool:
        if self.sheet is not None:
            self.leave_sheet()
        elif self.busy:
            self.put_away()
        else:
            return False
        return True

    def shut(self) -> None:
        self._later.stop()
        self.sheet_view.preview.shut()
