"""Takes SKP over from a file or from the clipboard: read in a job, shown as a trial, taken as one step."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from flexdesk.desk.desk import Desk
from flexdesk.i18n import _
from flexdesk.progress import Progress
from flexdesk.services.skp_trial import SkpTrial
from flexdesk.services.targets import TargetImport
from ui.feedback.reporter import Reporter
from ui.targets.edits import Edits
from ui.targets.trial import TrialPane
from ui.tasks.on_store import on_store
from ui.tasks.runner import Runner
from ui.widgets.tones import Tone

if TYPE_CHECKING:
    from ui.targets.page import TargetsPage


class Intake:
    """Belongs to one target screen; `pane` stands in the place of the plans while a trial is looked at."""

    def __init__(
        self, page: "TargetsPage", desk: Desk, runner: Runner, reporter: Reporter, edits: Edits
    ) -> None:
        self._page, self._desk, self._runner, self._reporter = page, desk, runner, reporter
        self._edits = edits
        self.pane = TrialPane()
        self.is_open = False
        self.pane.taken.connect(self._take)
        self.pane.closed.connect(self.close)

    def choose_file(self) -> None:
        kinds = _("Tables") + " (*.xlsx *.xls *.ods)"
        name, _kind = QFileDialog.getOpenFileName(self._page, _("SKP file"), "", kinds)
        if name:
            self.import_file(Path(name))

    def import_file(self, file: Path) -> None:
        trials, year = self._desk.skp_trials, self._page.year
        self._read(lambda _progress: trials.try_file(file, year), file.name)

    def paste(self) -> None:
        """Ctrl+V: the cells that were copied in a spreadsheet; without a name, the current person's."""
        data = QGuiApplication.clipboard().mimeData()
        text = data.text() if data.hasText() else data.html()
        line = self._page.table.line()
        plan = line.branch.skp if line is not None else None
        person = plan.person if plan is not None else self._desk.store.get("person", self._head()) or {}
        nip, name = str(person.get("nip") or ""), str(person.get("name") or "")
        trials, year = self._desk.skp_trials, self._page.year
        self._read(lambda _progress: trials.try_text(text, year, nip=nip, name=name), _("Clipboard"))

    def close(self) -> bool:
        """Esc: leave everything as it was; False when no trial was open."""
        was_open = self.is_open
        self.leave()
        if was_open:
            self._page.fill()
            self._page.activate()
        return was_open

    def leave(self) -> None:
        self.is_open = False
        self.pane.hide()

    def _head(self) -> str:
        return self._desk.reader.unit().head

    def _read(self, call: Callable[[Progress], SkpTrial], source: str) -> None:
        self._page.load.setEnabled(False)
        self._runner.start(
            on_store(self._desk.store, call),
            done=partial(self._show, source),
            failed=self._failed,
            label=_("Reading targets"),
        )

    def _show(self, source: str, trial: SkpTrial) -> None:
        self._page.load.setEnabled(True)
        self.is_open = True
        self._page.fill()
        self.pane.show_trial(trial, source)

    def _failed(self, error: BaseException) -> None:
        self._page.load.setEnabled(True)
        self._reporter.report(error)
        self.close()

    def _take(self, trial: SkpTrial) -> None:
        trials = self._desk.skp_trials
        self._runner.start(
            on_store(self._desk.store, lambda _progress: trials.take(trial)),
            done=partial(self._taken, trial),
            failed=self._failed,
            label=_("Taking targets over"),
        )

    def _taken(self, trial: SkpTrial, taken: TargetImport) -> None:
        self._edits.keep(taken)
        self.close()
        if trial.year != self._page.year:
            self._page.show_year(trial.year)
        said = _(
            "{people} people, {results} results, {indicators} indicators; {rejected} rows not taken."
        ).format(
            people=taken.people,
            results=taken.results,
            indicators=taken.indicators,
            rejected=len(taken.rejected),
        )
        reasons = [str(one["message"]) for one in taken.rejected[:2]]
        self._reporter.tell(" ".join([said, *reasons]), Tone.WARNING if taken.rejected else Tone.POSITIVE)
