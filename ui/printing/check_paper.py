"""Checks a paper: a PDF or a photograph that is dropped or chosen, or the code copied from it by hand."""

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import _
from flexdesk.services.paper_words import document_line, signature_line, verdict_line
from flexdesk.services.verifying import PaperState, Verified, verify, verify_code
from ui.printing.kinds import BY_KEY
from ui.qt import accessible, fonts
from ui.tasks.on_store import on_store
from ui.tasks.runner import Job, Runner
from ui.widgets.banner import Banner
from ui.widgets.button import Button, Kind
from ui.widgets.fields import LineField
from ui.widgets.label import Label
from ui.widgets.tones import Tone

_WIDTH = 560


class CheckPaperDialog(QDialog):
    """Stays open, so that one paper after the other can be checked; nothing is written."""

    def __init__(self, desk: Desk, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._runner = desk, runner
        self._job: Job | None = None
        self.found: Verified | None = None
        title = _("Check a paper")
        self.setWindowTitle(title)
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(Label(title, "heading", fonts.STRONG))
        words = _(
            "Drop a PDF or a photograph of the paper here, choose a file, or type the code beside the QR."
        )
        column.addWidget(Label(words, token="muted", wrap=True))
        self.code = LineField(_("Code on the paper"))
        self.code.setPlaceholderText("7F2A1-9C3DK")
        self.file = Button(_("Choose a file"), icon="folder-open")
        self.go = Button(_("Check"), icon="shield-check", kind=Kind.PRIMARY)
        row = QHBoxLayout()
        row.addWidget(self.code, 1)
        row.addWidget(self.go)
        row.addWidget(self.file)
        column.addLayout(row)
        self._answer = QVBoxLayout()
        column.addLayout(self._answer)
        column.addStretch(1)
        self.close_button = Button(_("Close"), shortcut="Esc", bind=False)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column.addLayout(foot)
        for button, call in (
            (self.file, self.ask_file),
            (self.go, self.check_code),
            (self.close_button, self.reject),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on=False, call=call: call())
        self.code.returnPressed.connect(self.check_code)
        self.setFixedWidth(fonts.scaled(_WIDTH))
        accessible.name(self, title, words)

    def ask_file(self) -> None:
        """Which file or picture."""
        papers = _("Papers and pictures") + " (*.pdf *.png *.jpg *.jpeg)"
        path, _filter = QFileDialog.getOpenFileName(self, _("Choose a file"), "", papers)
        if path:
            self.check_file(Path(path))

    def check_file(self, file: Path) -> None:
        """A file of many papers takes seconds; another file, or closing, stops it."""
        store, trusted = self._desk.store, tuple(self._desk.signing.authorities().values())
        self._stop()
        self.found = None
        self._show(Tone.ACCENT, _("Checking {file}").format(file=file.name), [])
        self._job = self._runner.start(
            on_store(store, lambda progress: verify(store, file, trusted, progress)),
            done=lambda found: self._tell(file.name, found),
            failed=self._refuse,
            label=_("Checking a paper"),
        )

    def check_code(self) -> None:
        text = self.code.text().strip()
        if not text:
            return
        self._stop()
        try:
            self._tell(text, verify_code(self._desk.store, text))
        except FlexDeskError as error:
            self._refuse(error)

    def _tell(self, name: str, found: Verified) -> None:
        self.found = found
        lines = [signature_line(one) for one in found.signatures]
        if found.document is not None:
            kinds = {key: kind.title for key, kind in BY_KEY.items()}
            lines.insert(0, document_line(self._desk.store, found.document, kinds))
        self._show(_tone(found), verdict_line(found, name), lines)

    def _refuse(self, error: BaseException) -> None:
        self.found = None
        if not isinstance(error, FlexDeskError):
            raise error
        self._show(Tone.WARNING, f"{error.message} {error.what_to_do}", [])

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job.silence()
            self._job = None

    def _show(self, tone: Tone, text: str, lines: list[str]) -> None:
        while (item := self._answer.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.banner = Banner(tone, text)
        self._answer.addWidget(self.banner)
        for line in lines:
            self._answer.addWidget(Label(line, "small", wrap=True))
        accessible.name(self.banner, " ".join([text, *lines]))
        self.adjustSize()

    # Qt overrides
    def done(self, result: int) -> None:
        self._stop()
        super().done(result)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.check_file(Path(files[0]))


def _tone(found: Verified) -> Tone:
    if found.state is PaperState.ALTERED or any(not one.intact for one in found.signatures):
        return Tone.NEGATIVE
    good = found.state is PaperState.CURRENT and not found.changed_since
    return Tone.POSITIVE if good else Tone.WARNING
