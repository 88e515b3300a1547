"""Recaps of e-Kinerja read beside the window, and the unit's own recap written."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.periods import Period
from flexdesk.i18n import _, speaking
from flexdesk.progress import Progress
from flexdesk.services.bkn import BknImport
from ui.feedback.reporter import Reporter
from ui.tasks.on_store import on_store
from ui.tasks.runner import Runner
from ui.undo.editor import Editor
from ui.widgets.tones import Tone

_TABLES = " (*.xlsx *.xls *.ods *.csv)"
_MOST_REASONS = 2


class RecapFiles(QObject):
    """`busy` is true while files are read; `taken` gives the year that they speak of."""

    busy = Signal(bool)
    taken = Signal(int)

    def __init__(self, desk: Desk, editor: Editor, runner: Runner, reporter: Reporter, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._editor, self._page = desk, editor, page
        self._runner, self._reporter = runner, reporter

    def choose(self) -> None:
        title = _("Laporan SKP and Laporan Penilaian SKP")
        names, _kind = QFileDialog.getOpenFileNames(self._page, title, "", _("Tables") + _TABLES)
        if names:
            self.take([Path(name) for name in names])

    def take(self, files: Sequence[Path]) -> None:
        self.busy.emit(True)
        job = self._runner.start(
            on_store(self._desk.store, partial(self._read, files)),
            done=self._keep,
            failed=self._reporter.report,
            label=_("Reading recaps of e-Kinerja"),
        )
        job.ended.connect(lambda: self.busy.emit(False))

    def _read(self, files: Sequence[Path], progress: Progress) -> BknImport:
        progress.report(0, 1)
        return self._desk.bkn.take(files)

    def _keep(self, found: BknImport) -> None:
        if found.change is not None:
            self._editor.push(_("Recaps of e-Kinerja taken"), found.change)
        said = _("{plans} SKP and {results} results read, {lost} rows not taken.").format(
            plans=found.plans, results=found.results, lost=len(found.rejected)
        )
        reasons = [
            _("Row {row}: {message}").format(row=one["row"], message=one["message"])
            for one in found.rejected[:_MOST_REASONS]
        ]
        tone = Tone.WARNING if found.rejected else Tone.POSITIVE
        self._reporter.tell(" ".join([said, *reasons]), tone)
        self.taken.emit(found.year)

    def ask_target(self, period: Period) -> None:
        start = str(Path.home() / f"{period.code}_REKAP-KINERJA.xlsx")
        name, _kind = QFileDialog.getSaveFileName(
            self._page, _("Save the unit's recap"), start, "Excel (*.xlsx)"
        )
        if name:
            self.write(Path(name), period)

    def write(self, file: Path, period: Period) -> None:
        unit = str(self._desk.unit.row().get("name") or "")

        def work(progress: Progress) -> int:
            progress.report(0, 1)
            with speaking("id"):  # a paper, whatever the screen speaks
                return self._desk.unit_recap.write(file, period, unit)

        self._runner.start(
            on_store(self._desk.store, work),
            done=lambda _size: self._reporter.tell(_("Recap saved in {name}.").format(name=file.name)),
            failed=self._reporter.report,
            label=_("Saving the recap"),
        )
