"""Takes reports over beside the window, from files, the clipboard or what is dropped, and says what came."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.report_code import ReportPartsMissing, has_code
from flexdesk.exchange.chats import is_chat
from flexdesk.i18n import _
from flexdesk.progress import Progress
from flexdesk.services.chats import Pasted
from flexdesk.services.outputs import OutputImport
from flexdesk.services.report_intake import Gathered, gather_files, gather_picture
from ui.feedback.reporter import Reporter
from ui.qt.image_bytes import as_png
from ui.review.edits import Edits
from ui.tasks.on_store import on_store
from ui.tasks.runner import Runner
from ui.widgets.tones import Tone

MOST_NAMES, MOST_REASONS = 3, 2


@dataclass(frozen=True, slots=True)
class Held:
    """Parts of a report whose other parts are still to come."""

    codes: tuple[str, ...]
    why: ReportPartsMissing


class Intake(QObject):
    """`busy` is true while reports are read; `arrived` follows when something new is stored."""

    busy = Signal(bool)
    arrived = Signal()

    def __init__(self, desk: Desk, edits: Edits, runner: Runner, reporter: Reporter, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._edits, self._page = desk, edits, page
        self._runner, self._reporter = runner, reporter
        self._held: tuple[str, ...] = ()
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def choose(self) -> None:
        kinds = _("Tables, texts and pictures of codes")
        kinds += " (*.xlsx *.xls *.ods *.csv *.tsv *.txt *.png *.jpg *.jpeg *.webp)"
        names, _kind = QFileDialog.getOpenFileNames(self._page, _("Report files"), "", kinds)
        if names:
            self.take([Path(name) for name in names])

    def take(self, files: Sequence[Path]) -> None:
        self._start(lambda: self._coded(gather_files(files)))

    def is_exact(self, data: QMimeData) -> bool:
        """Whether it is a file, a picture, a report's code or a table, and not people's own words."""
        text = data.text() if data.hasText() else ""
        return bool(_files(data)) or data.hasImage() or has_code(text) or ("\t" in text and not is_chat(text))

    def take_data(self, data: QMimeData) -> None:
        text = data.text() if data.hasText() else data.html()
        if files := _files(data):
            self.take(files)
        elif data.hasImage() and len(text.split()) < 2:  # a spreadsheet gives a picture of its cells along
            picture = as_png(QImage(data.imageData()))
            self._start(lambda: self._coded(gather_picture(picture, _("the clipboard"))))
        elif text.strip():
            self._start(lambda: self._text(text))
        else:
            self._reporter.tell(_("The clipboard holds no report."), Tone.WARNING)

    # On the job's thread
    def _coded(self, gathered: Gathered) -> OutputImport | Held:
        try:
            return self._edits.take(gathered.readings(self._held))
        except ReportPartsMissing as error:
            return Held(gathered.codes, error)

    def _text(self, text: str) -> Pasted | Held:
        try:
            return self._desk.chats.take(text, self._desk.clock.today(), self._held)
        except ReportPartsMissing as error:
            return Held((text,), error)

    # On the window's
    def _start(self, call: Callable[[], OutputImport | Pasted | Held]) -> None:
        def work(progress: Progress) -> OutputImport | Pasted | Held:
            progress.report(0, 1)
            return call()

        self.busy.emit(True)
        job = self._runner.start(
            on_store(self._desk.store, work),
            done=self._done,
            failed=self._reporter.report,
            label=_("Reading reports"),
        )
        job.ended.connect(partial(self.busy.emit, False))

    def _done(self, found: OutputImport | Pasted | Held) -> None:
        if isinstance(found, Held):
            self._held = (*self._held, *found.codes)
            more = _("What has come is kept until the others are pasted or chosen.")
            self._reporter.tell(f"{found.why.message} {more}", Tone.WARNING)
            return
        self._held = ()
        if isinstance(found, Pasted):
            self._tell(found.taken, found.waiting)
        else:
            self._tell(found)

    def _tell(self, taken: OutputImport, waiting: int = 0) -> None:
        self._edits.keep(taken)
        lost = len(taken.rejected) + len(taken.unmatched)
        said = _("{accepted} outputs imported, {known} known already, {lost} rows not taken.").format(
            accepted=taken.accepted, known=taken.duplicates, lost=lost
        )
        reasons = [str(one["message"]) for one in taken.rejected[:MOST_REASONS]]
        if taken.unmatched:
            names = dict.fromkeys(str(one["name"]) for one in taken.unmatched)
            shown = ", ".join(list(names)[:MOST_NAMES])
            reasons.append(_("Not in the roster: {names}.").format(names=shown))
        if waiting:
            more = _("{count} lines are not clear and wait in the tray.")
            reasons.append(more.format(count=waiting))
        tone = Tone.WARNING if lost or waiting else Tone.POSITIVE
        self._reporter.tell(" ".join([said, *reasons]), tone)
        if taken.accepted:
            self.arrived.emit()

    # Qt overrides
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event:
            case QDragEnterEvent():
                data = event.mimeData()
                if _files(data) or data.hasImage() or data.hasText():
                    event.acceptProposedAction()
                return True
            case QDropEvent() if event.type() is QEvent.Type.Drop:
                event.acceptProposedAction()
                self.take_data(event.mimeData())
                return True
            case _:
                return super().eventFilter(watched, event)


def _files(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
