"""Brings files to an output, shows them, and hands a copy to another program once the person agreed."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.errors import FlexDeskError, reason_of
from flexdesk.exchange.evidence_files import Evidence
from flexdesk.i18n import _
from flexdesk.services.evidence import Attached
from flexdesk.services.outputs import ReviewItem
from ui.feedback.reporter import Reporter
from ui.review.detail import evidence_file
from ui.review.edits import Edits
from ui.review.evidence_view import EvidenceView
from ui.tasks.runner import Runner
from ui.widgets.confirm import Confirm
from ui.widgets.tones import Tone


class Attaching(QObject):
    """`changed` follows when an output has other files than before."""

    changed = Signal()

    def __init__(self, desk: Desk, edits: Edits, runner: Runner, reporter: Reporter, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._edits, self._page = desk, edits, page
        self._runner, self._reporter = runner, reporter
        self._copies: TemporaryDirectory[str] | None = None
        self.view = EvidenceView(self.open_copy, self.take_off)

    def show(self, output: str) -> None:
        """The files of an output; none for an empty key."""
        files = self._desk.evidence.of(output) if output else []
        self.view.show_files(files, self._desk.evidence.content)

    def open(self, item: ReviewItem) -> None:
        """Space: the attached files one after the other, else the file that the report names."""
        if self.view.files:
            self.view.step()
        elif (file := evidence_file(item)) is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
        else:
            self._reporter.tell(_("The evidence is words here, not a file on this laptop."), Tone.ACCENT)

    def choose(self, output: str) -> None:
        kinds = _("Pictures and documents") + " (*.jpg *.jpeg *.png *.webp *.pdf *.xlsx *.docx *.csv *.txt *)"
        names, _kind = QFileDialog.getOpenFileNames(self._page, _("Evidence"), "", kinds)
        if names:
            self.attach(output, [Path(name) for name in names])

    def attach(self, output: str, files: Sequence[Path]) -> None:
        """Files are made small beside the window; they are kept in one step, or none of them."""
        self._runner.start(
            partial(self._desk.evidence.read, files),
            done=partial(self._keep, output),
            failed=self._reporter.report,
            label=_("Reading the evidence"),
        )

    def _keep(self, output: str, files: Sequence[Evidence]) -> None:
        if self._edits.attach(output, files):
            self.changed.emit()

    def take_off(self, one: Attached) -> None:
        if self._edits.detach(one):
            self.changed.emit()

    def open_copy(self, one: Attached) -> None:
        """Another program shows a copy, which is gone when FlexDesk ends; what it changes there is lost."""
        question = _("Open “{name}” with another program?").format(name=one.name)
        said = _("It opens a copy. Open only what you expected from this person.")
        if not Confirm.ask(self._page, question, said, _("Open a copy")):
            return
        if self._copies is None:
            self._copies = TemporaryDirectory(prefix="flexdesk-")
        try:
            path = Path(self._copies.name) / f"{one.sha256[:8]}-{Path(one.name).name}"
            path.write_bytes(self._desk.evidence.content(one))
        except OSError as trouble:
            self._reporter.tell(
                _("The copy cannot be written: {reason}.").format(reason=reason_of(trouble)), Tone.WARNING
            )
            return
        except FlexDeskError as error:
            self._reporter.report(error)
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def shut(self) -> None:
        if self._copies is not None:
            self._copies.cleanup()
