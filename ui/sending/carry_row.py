"""One row under the columns: what exists on this laptop only, where carry files lie, and how to write one."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.i18n import _
from flexdesk.progress import Progress
from flexdesk.services.carried import CarryFacts, told
from flexdesk.services.carry import CarryFile
from ui.feedback.reporter import Reporter
from ui.qt import accessible
from ui.sending import words
from ui.tasks.on_store import on_store
from ui.tasks.runner import Runner
from ui.widgets.button import Button, Kind
from ui.widgets.card import Card
from ui.widgets.label import ElidedLabel
from ui.widgets.tones import Tone


class CarryRow(Card):
    """`moved` says that a carry file was written or the folder changed."""

    moved = Signal()

    def __init__(
        self, desk: Desk, *, runner: Runner, reporter: Reporter, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self._desk, self._runner, self._reporter = desk, runner, reporter
        self._folder = ""
        self.words = ElidedLabel("", "base", token="muted")
        self.none = Button(_("Without a folder"), icon="x", kind=Kind.QUIET)
        self.folder = Button(_("Folder for carry files"), icon="folder-open", kind=Kind.QUIET)
        self.write = Button(_("Write a carry file"), icon="hard-drive")
        row = QHBoxLayout()
        row.addWidget(self.words, 1)
        for button in (self.none, self.folder, self.write):
            row.addWidget(button)
        self.body.addLayout(row)
        self.none.hide()
        self.write.clicked.connect(lambda: self.write_file())
        self.none.clicked.connect(lambda: self.choose(None))
        self.folder.clicked.connect(lambda: self._browse())

    def show_facts(self, facts: CarryFacts) -> None:
        text = f"{told(facts)} {facts.trouble}".strip()
        self.words.setText(text)
        self.words.set_token("warning" if facts.trouble or facts.uncarried else "muted")
        accessible.name(self.words, text)
        self._folder = facts.folder
        self.none.setVisible(bool(facts.folder))
        self.write.setEnabled(facts.only_here > 0)

    def write_file(self) -> None:
        """Write one now, whether it is due or not."""
        self._job(lambda _progress: self._desk.carry.write(), _("Writing the carry file"))

    def choose(self, folder: Path | None) -> None:
        """Lay carry files into this folder too from now on, the first one at once; None ends that."""

        def work(_progress: Progress) -> CarryFile:
            self._desk.carry.set_folder(folder)
            return self._desk.carry.write()

        self._job(work, _("Writing the carry file"))

    def _browse(self) -> None:
        start = self._folder or str(Path.home())
        chosen = QFileDialog.getExistingDirectory(self, _("Folder for carry files"), start)
        if chosen:
            self.choose(Path(chosen))

    def _job(self, work: Callable[[Progress], CarryFile], label: str) -> None:
        self._runner.start(on_store(self._desk.store, work), done=self._say_written, label=label)

    def _say_written(self, file: CarryFile) -> None:
        self.moved.emit()
        text = _("The carry file holds {count} changes ({size}) and was read back.").format(
            count=file.header.changes, size=words.size(file.bytes)
        )
        self._reporter.tell(f"{text} {file.trouble}".strip(), Tone.WARNING if file.trouble else Tone.POSITIVE)
