"""Lists of complaints taken over beside the window, and the register written out without reporters."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.errors import EnvironmentTrouble, reason_of
from flexdesk.i18n import _
from flexdesk.progress import Progress
from flexdesk.services.complaint_lists import ComplaintImport, export_file
from flexdesk.services.complaints import ComplaintView
from flexdesk.system.durable import write_durably
from ui.complaints.edits import Edits
from ui.feedback.reporter import Reporter
from ui.tasks.on_store import on_store
from ui.tasks.runner import Runner
from ui.widgets.tones import Tone

_TABLES = " (*.xlsx *.xls *.ods *.csv *.tsv)"
_TARGETS = "Excel (*.xlsx);;CSV (*.csv)"
_MOST_REASONS = 2


class ComplaintFiles(QObject):
    """`busy` is true while a list is read."""

    busy = Signal(bool)

    def __init__(self, desk: Desk, edits: Edits, runner: Runner, reporter: Reporter, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._edits, self._page = desk, edits, page
        self._runner, self._reporter = runner, reporter

    def choose(self) -> None:
        title = _("List of complaints")
        name, _kind = QFileDialog.getOpenFileName(self._page, title, "", _("Tables") + _TABLES)
        if name:
            self.take(Path(name))

    def take(self, file: Path) -> None:
        self.busy.emit(True)
        job = self._runner.start(
            on_store(self._desk.store, partial(self._read, file)),
            done=self._taken,
            failed=self._reporter.report,
            label=_("Reading complaints"),
        )
        job.ended.connect(lambda: self.busy.emit(False))

    def _read(self, file: Path, progress: Progress) -> ComplaintImport:
        progress.report(0, 1)
        return self._edits.read(file)

    def _taken(self, taken: ComplaintImport) -> None:
        self._edits.keep(taken)
        said = _("{accepted} complaints taken over, {known} known already, {lost} rows not taken.").format(
            accepted=taken.accepted, known=taken.known, lost=len(taken.rejected)
        )
        reasons = [
            _("Row {row}: {message}").format(row=one["row"], message=one["message"])
            for one in taken.rejected[:_MOST_REASONS]
        ]
        tone = Tone.WARNING if taken.rejected else Tone.POSITIVE
        self._reporter.tell(" ".join([said, *reasons]), tone)

    def ask_target(self, views: Sequence[ComplaintView]) -> None:
        start = str(Path.home() / "pengaduan.xlsx")
        name, _kind = QFileDialog.getSaveFileName(self._page, _("Write the register"), start, _TARGETS)
        if name:
            self.write(Path(name), views)

    def write(self, path: Path, views: Sequence[ComplaintView]) -> None:
        """The complaints that are shown, without reporters."""
        unit = str(self._desk.unit.row().get("name") or "")
        format = "csv" if path.suffix.lower() == ".csv" else "xlsx"
        file = export_file(views, format, f"Register pengaduan {unit}")
        try:
            write_durably(path, file.data, mode=0o644)
        except OSError as error:
            self._reporter.report(EnvironmentTrouble(detail=reason_of(error)))
            return
        text = _("{count} complaints written to {name}.")
        self._reporter.tell(text.format(count=len(views), name=path.name))
