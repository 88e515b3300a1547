"""Takes report files over beside the window and says what came of it."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from flexdesk.bootstrap import Desk
from flexdesk.i18n import _
from flexdesk.progress import Progress
from flexdesk.services.outputs import OutputImport
from ui.feedback.reporter import Reporter
from ui.review.edits import Edits
from ui.tasks.on_store import on_store
from ui.tasks.runner import Runner
from ui.widgets.tones import Tone

MOST_NAMES, MOST_REASONS = 3, 2


class Intake(QObject):
    """`busy` is true while files are read; `arrived` follows when something new is stored."""

    busy = Signal(bool)
    arrived = Signal()

    def __init__(self, desk: Desk, edits: Edits, runner: Runner, reporter: Reporter, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._edits, self._page = desk, edits, page
        self._runner, self._reporter = runner, reporter

    def choose(self) -> None:
        kinds = _("Tables") + " (*.xlsx *.xls *.ods *.csv *.tsv *.txt)"
        names, _kind = QFileDialog.getOpenFileNames(self._page, _("Report files"), "", kinds)
        if names:
            self.take([Path(name) for name in names])

    def take(self, files: Sequence[Path]) -> None:
        self.busy.emit(True)
        job = self._runner.start(
            on_store(self._desk.store, partial(self._read, files)),
            done=self._done,
            failed=self._reporter.report,
            label=_("Reading reports"),
        )
        job.ended.connect(lambda: self.busy.emit(False))

    def _read(self, files: Sequence[Path], progress: Progress) -> OutputImport:
        progress.report(0, 1)
        return self._edits.read(files)

    def _done(self, taken: OutputImport) -> None:
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
        self._reporter.tell(" ".join([said, *reasons]), Tone.WARNING if lost else Tone.POSITIVE)
        if taken.accepted:
            self.arrived.emit()
