"""Makes codes for one reader and takes in those that somebody sent, each with its small form."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from flexdesk.desk.desk import Desk
from flexdesk.documents import Issued
from flexdesk.documents.paper import Paper
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import _
from flexdesk.progress import Progress
from flexdesk.services.tiny_codes import MOST_BYTES, Coded, text_in
from flexdesk.sync.tiny import TooMuchForCodes
from ui.feedback.reporter import Reporter
from ui.sending.code_forms import CodedForm, PasteForm
from ui.sending.dealings import Dealings
from ui.sending.papers import Papers
from ui.tasks.on_store import on_store
from ui.tasks.runner import Runner
from ui.widgets.tones import Tone

Result = TypeVar("Result")


class Coding(QObject):
    def __init__(
        self, desk: Desk, *, runner: Runner, reporter: Reporter, dealings: Dealings, papers: Papers
    ) -> None:
        super().__init__(dealings)
        self._desk, self._runner, self._reporter = desk, runner, reporter
        self._dealings, self._papers = dealings, papers
        self.coded_form, self.paste_form = CodedForm(), PasteForm()
        for form in (self.coded_form, self.paste_form):
            dealings.add(form, fills=True)
        dealings.bundle_form.coded.connect(self.make)
        dealings.codes_found.connect(self._open_codes)
        self.coded_form.handed.connect(dealings.hand_over)
        self.coded_form.copied.connect(self._copy)
        self.coded_form.printed.connect(self.show_page)
        self.coded_form.saved.connect(self.save)
        self.paste_form.pasted.connect(self.take)
        self.paste_form.filed.connect(self.take_files)

    def _job(
        self,
        call: Callable[[Progress], Result],
        done: Callable[[Result], object],
        label: str,
        failed: Callable[[BaseException], object] | None = None,
    ) -> None:
        self._runner.start(on_store(self._desk.store, call), done=done, failed=failed, label=label)

    # -- out

    def make(self, to: str) -> None:
        """What does not fit into codes, or is nothing, is said beside the form."""
        whom = self._dealings.bundle_form.whom.currentText()
        self._job(
            lambda _progress: self._desk.tiny_codes.make(to),
            lambda coded: self._show(coded, whom),
            _("Making the codes"),
            self._fault_of_bundle,
        )

    def _fault_of_bundle(self, error: BaseException) -> None:
        if isinstance(error, FlexDeskError):
            advice = _("Choose a file instead.") if isinstance(error, TooMuchForCodes) else error.what_to_do
            self._dealings.bundle_form.show_fault(f"{error.message} {advice}".strip())
        else:
            self._reporter.report(error)

    def _show(self, coded: Coded, whom: str) -> None:
        self.coded_form.show_coded(coded, whom)
        self._dealings.open_form(self.coded_form)
        self.coded_form.copy.setFocus()
        self._dealings.sent()

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._reporter.tell(_("The text is on the clipboard."), Tone.ACCENT)

    def show_page(self, coded: Coded) -> None:
        self._job(
            lambda _progress: self._desk.tiny_codes.printed(coded, Paper.A4),
            lambda issued: self._show_paper(issued, coded),
            _("Making the page"),
        )

    def _show_paper(self, issued: Issued, coded: Coded) -> None:
        self._papers.show(issued.data, Paper.A4.value, f"KODE-{coded.number:04d}.pdf")

    def save(self, coded: Coded, path: Path) -> None:
        self._job(
            lambda _progress: self._desk.tiny_codes.save(coded, path),
            lambda files: self._reporter.tell(
                _("Saved: {names}").format(names=", ".join(file.name for file in files))
            ),
            _("Saving the codes"),
        )

    # -- in

    def start_paste(self) -> None:
        """Ctrl+Shift+O."""
        self._dealings.open_form(self.paste_form)
        self.paste_form.start()

    def _open_codes(self, path: Path) -> None:
        """With the form behind it, under which a fault is said."""
        self.start_paste()
        self.take_files([path])

    def take(self, text: str) -> None:
        """A fault stands under the field, where what was pasted can be mended."""
        self._job(
            lambda _progress: self._desk.tiny_codes.take(text),
            self._dealings.say_taken,
            _("Reading the codes"),
            self._fault_of_paste,
        )

    def take_files(self, paths: Sequence[Path]) -> None:
        """What they hold is added to the field: of codes in several pictures one may still be missing."""
        self._job(
            lambda _progress: "\n".join(_text_of(path) for path in paths),
            lambda text: self.take(self.paste_form.add(text)),
            _("Reading the codes"),
            self._fault_of_paste,
        )

    def _fault_of_paste(self, error: BaseException) -> None:
        if isinstance(error, FlexDeskError):
            self.paste_form.show_fault(f"{error.message} {error.what_to_do}".strip())
        else:
            self._reporter.report(error)


def _text_of(path: Path) -> str:
    with path.open("rb") as stream:
        return text_in(stream.read(MOST_BYTES), path.name)
