"""One line that says what runs, how far it is, and lets it be stopped."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from flexdesk.i18n import _
from ui.qt import accessible
from ui.tasks.runner import Job, Runner
from ui.widgets.button import Button, Kind
from ui.widgets.label import Label
from ui.widgets.meter import Meter


class ProgressLine(QWidget):
    """Hidden until a job takes longer than 0.6 s."""

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self.words = Label("", "small")
        self._meter = Meter()
        self._meter.setFixedWidth(160)
        self.stop = Button(_("Stop"), kind=Kind.QUIET, small=True)
        self.stop.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 12, 2)
        row.addWidget(self.words)
        row.addWidget(self._meter)
        row.addWidget(self.stop)
        row.addStretch(1)
        runner.shown.connect(self._follow)
        self.hide()

    def _follow(self, job: Job) -> None:
        self._job = job
        job.progressed.connect(self._count)
        job.ended.connect(self._leave)
        self._count(*job.counted)
        self.show()

    def _count(self, done: int, total: int) -> None:
        if self._job is None:
            return
        label = self._job.label or _("Working")
        text = f"{label}: {self._job.words(done, total)}" if total else label
        self.words.setText(text)
        accessible.name(self, text)
        self._meter.setVisible(total > 0)
        if total:
            self._meter.show_share(done / total)

    def _cancel(self) -> None:
        if self._job is not None:
            self.words.setText(_("Stopping"))
            self._job.cancel()

    def _leave(self) -> None:
        if self.sender() is self._job:
            self._job = None
            self.hide()
