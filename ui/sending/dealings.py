"""What a person does to send and to receive: bundles, receipts and the server, each with its small form."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.documents.paper import Paper
from flexdesk.i18n import _
from flexdesk.progress import Progress
from flexdesk.services.bundles import Inspected, Written
from flexdesk.services.exchange import Taken
from flexdesk.services.membership import Server
from ui.feedback.reporter import Reporter
from ui.sending import words
from ui.sending.bundle_forms import BundleForm, WrittenForm, courier_text
from ui.sending.forms import (
    FILES,
    Form,
    JoinForm,
    OpenedForm,
    ReceiptForm,
)
from ui.sending.line import ServerLine
from ui.sending.model import Centre
from ui.sending.papers import Papers
from ui.tasks.on_store import on_store
from ui.tasks.runner import Runner
from ui.undo.editor import Editor
from ui.widgets.tones import Tone

Result = TypeVar("Result")
CODE_FILES = (".txt", ".png", ".jpg", ".jpeg")


class Dealings(QObject):
    """Owns the forms; `moved` says that something went out or came in, `opened` and `closed` are the forms',
    `cleared` says that none is open.

    `centre` is what the page showed last.
    """

    moved = Signal()
    opened = Signal()
    closed = Signal()
    cleared = Signal()
    codes_found = Signal(object)  # a path

    def __init__(
        self,
        desk: Desk,
        *,
        editor: Editor,
        runner: Runner,
        reporter: Reporter,
        line: ServerLine,
        papers: Papers,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._desk, self._editor, self._runner, self._reporter = desk, editor, runner, reporter
        self._line, self._window = line, parent
        self.centre: Centre | None = None
        self._papers = papers
        self._written: Written | None = None
        self._to = ""
        self._whom = ""
        self.bundle_form, self.written_form = BundleForm(), WrittenForm()
        self.opened_form, self.receipt_form, self.join_form = OpenedForm(), ReceiptForm(), JoinForm()
        self._own: tuple[Form, ...] = (
            self.bundle_form,
            self.written_form,
            self.opened_form,
            self.receipt_form,
            self.join_form,
        )
        self.forms: tuple[Form, ...] = self._own
        self._wire()

    def _wire(self) -> None:
        self.bundle_form.asked.connect(self.write_bundle)
        self.written_form.handed.connect(self.hand_over)
        self.written_form.copied.connect(self.copy_courier_text)
        self.written_form.slip.connect(self.show_slip)
        self.written_form.opened.connect(self._open_folder)
        self.opened_form.taken.connect(self.take_bundle)
        self.receipt_form.coded.connect(self.take_code)
        self.receipt_form.filed.connect(self.take_bundle)
        self.join_form.joined.connect(self.join_server)
        self.join_form.requested.connect(self.write_request)
        self.join_form.certified.connect(self.take_certificate)
        for form in self.forms:
            form.closed.connect(self.put_away)

    def add(self, form: Form, *, fills: bool = False) -> None:
        """One more card of which only one is open at a time; `fills` where a person fills something in."""
        self.forms = (*self.forms, form)
        if fills:
            self._own = (*self._own, form)
        form.closed.connect(self.put_away)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.written_form.path.parent)))

    def _job(
        self,
        call: Callable[[Progress], Result],
        done: Callable[[Result], object],
        label: str,
        failed: Callable[[BaseException], object] | None = None,
    ) -> None:
        self._runner.start(on_store(self._desk.store, call), done=done, failed=failed, label=label)

    @property
    def busy(self) -> bool:
        return any(form.isVisible() for form in self.forms)

    @property
    def writing(self) -> bool:
        """One of the forms is open in which a person fills something in."""
        return any(form.isVisible() for form in self._own)

    # -- bundles out

    def open_form(self, form: Form) -> None:
        """Show one card in the place of the others, which go first: the window must not grow for a moment."""
        self.opened.emit()
        for one in self.forms:
            if one is not form:
                one.hide()
        form.show()

    def put_away(self) -> None:
        self.clear()
        self.closed.emit()

    def clear(self) -> None:
        """Put away what is open, because something else comes in its place."""
        for form in self.forms:
            form.hide()
        self.cleared.emit()

    def start_bundle(self) -> None:
        """Ctrl+B."""
        if self.centre is None:
            return
        number = self._desk.carriers.next_number()
        self.bundle_form.offer(self.centre, self._desk.store.device[:4], number)
        self.open_form(self.bundle_form)
        self.bundle_form.whom.setFocus()

    def _unit_name(self) -> str:
        return str(self._desk.unit.row().get("name") or "FlexDesk")

    def write_bundle(self, path: Path, to: str) -> None:
        """Write, read back and show what was written."""
        self._whom, self._to = self.bundle_form.whom.currentText(), to

        def work(_progress: Progress) -> Written:
            written = self._desk.bundles.create(path, to)
            self._desk.bundles.inspect(path)  # read back as a receiver would, from the disk
            return written

        self._job(work, self._show_written, _("Writing the bundle"))

    def _show_written(self, written: Written) -> None:
        self._written = written
        self.written_form.show_written(written, self._whom)
        self.open_form(self.written_form)
        self.written_form.hand.setFocus()
        self.sent()

    def sent(self) -> None:
        """What lies in a bundle cannot be taken back from under it."""
        self._editor.forget()
        self.moved.emit()

    def hand_over(self, number: int) -> None:
        """The file left this desk; only a receipt will say that it arrived."""
        self._desk.bundles.hand_over(number)
        self.put_away()
        self.moved.emit()
        text = _("Bundle {number} is marked as handed over; it turns green with the receipt.")
        self._reporter.tell(text.format(number=f"{number:04d}"), Tone.ACCENT)

    def show_slip(self) -> None:
        """The courier slip as it will be printed."""
        written, to = self._written, self._to
        if written is None:
            return
        chosen = str(self._desk.unit.row().get("paper") or "")
        paper = Paper(chosen) if chosen in set(Paper) else Paper.A4
        self._job(
            lambda _progress: self._desk.courier.slip(written, to, paper),
            lambda issued: self._papers.show(
                issued.data, paper.value, f"SLIP-{written.header.number:04d}.pdf"
            ),
            _("Making the page"),
        )

    def copy_courier_text(self) -> None:
        if self._written is not None:
            today = words.day(self._desk.clock.today())
            text = courier_text(self._written, self._unit_name(), self._whom, today)
            QGuiApplication.clipboard().setText(text)
            self._reporter.tell(_("The courier text is on the clipboard."), Tone.ACCENT)

    # -- bundles in

    def ask_bundle(self) -> None:
        """Ctrl+O."""
        path, _filter = QFileDialog.getOpenFileName(self._window, _("Open bundle"), str(Path.home()), FILES)
        if path:
            self.open_file(Path(path))

    def open_file(self, path: Path) -> None:
        """A bundle, or codes as a picture or as text."""
        if path.suffix.lower() in CODE_FILES:
            self.codes_found.emit(path)
        else:
            self.inspect_bundle(path)

    def inspect_bundle(self, path: Path) -> None:
        """Look inside first; nothing is taken over yet."""
        self._job(
            lambda _progress: self._desk.bundles.inspect(path),
            lambda found: self._show_inspected(path, found),
            _("Reading the bundle"),
        )

    def _show_inspected(self, path: Path, found: Inspected) -> None:
        if self.centre is None:
            return
        holders = dict(self.centre.laptops)
        self.opened_form.show_inspected(path, found, holders, self.centre)
        self.open_form(self.opened_form)
        self.opened_form.go.setFocus()

    def take_bundle(self, path: Path) -> None:
        self._job(
            lambda _progress: self._desk.bundles.apply(path), self.say_taken, _("Taking the bundle over")
        )

    def say_taken(self, taken: Taken) -> None:
        self.put_away()
        self.moved.emit()
        parts = [_("{count} changes taken over").format(count=taken.applied)]
        for count, text in (
            (taken.known, _("{count} were here already")),
            (taken.waiting, _("{count} wait for earlier ones")),
            (taken.quarantined, _("{count} are kept aside and wait for a decision")),
            (taken.held, _("{count} deletions wait for your yes")),
            (len(taken.rejected), _("{count} own changes were refused")),
        ):
            if count:
                parts.append(text.format(count=count))
        if taken.receipt:
            parts.append(_("receipt {code}").format(code=taken.receipt))
        doubtful = taken.waiting or taken.quarantined or taken.held or taken.rejected
        self._reporter.tell(", ".join(parts) + ".", Tone.WARNING if doubtful else Tone.POSITIVE)

    # -- receipts

    def start_receipt(self) -> None:
        """Ctrl+T."""
        self.open_form(self.receipt_form)
        self.receipt_form.start()

    def take_code(self, code: str) -> None:
        """Only a code that fits turns anything green; a wrong one says so under the field."""
        self._job(
            lambda _progress: self._desk.bundles.receipt_code(code),
            self._say_covered,
            _("Checking the code"),
            self._show_code_fault,
        )

    def _say_covered(self, seq: int) -> None:
        self.put_away()
        self.moved.emit()
        text = _("The server has everything up to change {seq} of this laptop.")
        self._reporter.tell(text.format(seq=seq))

    def _show_code_fault(self, error: BaseException) -> None:
        self.receipt_form.code.selectAll()
        self._reporter.report(error)

    # -- the server

    def start_join(self) -> None:
        if self.centre is not None:
            head = str(self._desk.unit.row().get("head") or "")
            person = self._desk.store.get("person", head) if head else None
            self.join_form.offer(self.centre, str((person or {}).get("name") or ""))
            self.open_form(self.join_form)
            self.join_form.address.setFocus()

    def join_server(self, address: str, code: str, holder: str) -> None:
        self._job(
            lambda _progress: self._desk.membership.enrol(address, code, holder),
            self._say_joined,
            _("Joining the server"),
        )

    def _say_joined(self, server: Server) -> None:
        self.put_away()
        self.moved.emit()
        self._reporter.tell(_("This laptop has joined the server."), Tone.POSITIVE)
        if server.url:
            self._line.sync()

    def write_request(self, path: Path, code: str, holder: str) -> None:
        def work(_progress: Progress) -> Path:
            self._desk.membership.write_request(path, code, holder)
            return path

        self._job(work, self._say_requested, _("Writing the request"))

    def _say_requested(self, path: Path) -> None:
        text = _("The request is in {path}. Bring it to the operator and open the certificate file here.")
        self._reporter.tell(text.format(path=path), Tone.ACCENT)

    def take_certificate(self, path: Path) -> None:
        self._job(
            lambda _progress: self._desk.membership.take_certificate(path),
            self._say_joined,
            _("Reading the certificate"),
        )
