"""Takes a list of requests over beside the window, and writes the register as a workbook."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.i18n import _
from flexdesk.progress import Progress
from flexdesk.services.request_lists import RequestImport
from flexdesk.system.durable import write_durably
from ui.feedback.reporter import Reporter
from ui.tasks.on_store import on_store
from ui.tasks.runner import Runner
from ui.undo.editor import Editor
from ui.widgets.banner import BannerAction
from ui.widgets.tones import Tone

_MOST_REASONS = 2


class Files(QObject):
    def __init__(self, desk: Desk, editor: Editor, runner: Runner, reporter: Reporter, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._editor, self._page = desk, editor, page
        self._runner, self._reporter = runner, reporter

    def choose(self) -> None:
        kinds = _("Tables") + " (*.xlsx *.xls *.ods *.csv *.tsv *.txt)"
        name, _kind = QFileDialog.getOpenFileName(self._page, _("List of requests"), "", kinds)
        if name:
            self.take(Path(name))

    def take(self, file: Path) -> None:
        self._start(partial(self._read, file), self._taken, _("Reading the list"))

    def _read(self, file: Path, progress: Progress) -> RequestImport:
        progress.report(0, 1)
        return self._desk.request_lists.import_file(file)

    def _taken(self, taken: RequestImport) -> None:
        if taken.change is not None:
            self._editor.push(_("{count} requests imported").format(count=taken.accepted), taken.change)
        said = _("{accepted} requests imported, {known} known already, {lost} rows not taken.").format(
            accepted=taken.accepted, known=taken.known, lost=len(taken.rejected)
        )
        reasons = [f"{row.row}: {row.message}" for row in taken.rejected[:_MOST_REASONS]]
        save = BannerAction(_("Save these rows"), lambda: self.save_rejects(taken), "download")
        tone = Tone.WARNING if taken.rejected else Tone.POSITIVE
        self._reporter.tell(" ".join([said, *reasons]), tone, (save,) if taken.rejected else ())

    def save_rejects(self, taken: RequestImport) -> None:
        from flexdesk.services.request_lists import rejects_workbook

        self._save(_("Rows not taken"), "permohonan-ditolak.xlsx", lambda: rejects_workbook(taken))

    def export(self) -> None:
        def make() -> bytes:
            return self._desk.request_lists.export(self._desk.requests.views())

        self._save(_("Requests as Excel"), "permohonan.xlsx", make)

    def _save(self, title: str, name: str, make: Callable[[], bytes]) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(self._page, title, name, "Excel (*.xlsx)")
        if not chosen:
            return
        path = Path(chosen)

        def work(progress: Progress) -> Path:
            progress.report(0, 1)
            write_durably(path, make(), mode=0o600)
            return path

        self._start(work, self._saved, title)

    def _saved(self, path: Path) -> None:
        self._reporter.tell(_("Written: {name}.").format(name=path.name), Tone.POSITIVE)

    def _start(self, work: Callable[[Progress], object], done: Callable[..., object], label: str) -> None:
        self._runner.start(
            on_store(self._desk.store, work), done=done, failed=self._reporter.report, label=label
        )
