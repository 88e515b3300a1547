"""Papers of sending, the courier slip and the page of codes: shown, printed and saved."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from flexdesk.errors import EnvironmentTrouble, reason_of
from flexdesk.i18n import _
from flexdesk.progress import Progress
from flexdesk.system.durable import write_durably
from ui.feedback.reporter import Reporter
from ui.paper.printers import Tray, Way, print_pages
from ui.sending.paper_view import PaperView
from ui.tasks.runner import Runner
from ui.widgets.tones import Tone


class Papers(QObject):
    """`shown` and `left` say whether a paper is in the place of the lists."""

    shown = Signal()
    left = Signal()

    def __init__(self, runner: Runner, reporter: Reporter, parent: QWidget) -> None:
        super().__init__(parent)
        self._runner, self._reporter = runner, reporter
        self._data, self._paper, self._name = b"", "", ""
        sentences = (
            _("It goes with the bundle; whoever receives it compares the numbers."),
            _("Nothing of it can be read without the keys of the receiver."),
        )
        self.view = PaperView(runner, _("Paper for the courier"), sentences)
        self.view.printed.connect(self._print)
        self.view.saved.connect(self._ask_save)
        self.view.left.connect(self.leave)

    @property
    def is_open(self) -> bool:
        return bool(self._data)

    def show(self, data: bytes, paper: str, name: str) -> None:
        """`name` is proposed for the file."""
        self._data, self._paper, self._name = data, paper, name
        self.shown.emit()
        self.view.show_sheet(data, paper)

    def leave(self) -> None:
        self._data = b""
        self.view.forget()
        self.left.emit()

    def _print(self, tray: Tray, way: Way) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPrinterName(tray.name)
        self.send(printer, way)

    def send(self, printer: QPrinter, way: Way) -> None:
        data, paper = self._data, self._paper
        self._runner.start(
            lambda progress: print_pages(printer, data, way, paper, progress),
            done=lambda _count: self._reporter.tell(_("The paper went to the printer.")),
            label=_("Printing"),
        )

    def _ask_save(self) -> None:
        start = str(Path.home() / self._name)
        path, _filter = QFileDialog.getSaveFileName(self.view, _("Save PDF"), start, "PDF (*.pdf)")
        if path:
            self.save(Path(path))

    def save(self, path: Path) -> None:
        data = self._data

        def work(_progress: Progress) -> None:
            try:
                write_durably(path, data, mode=0o644)
            except OSError as error:
                raise EnvironmentTrouble(detail=reason_of(error)) from error

        text = _("The paper is in {path}.").format(path=path)
        self._runner.start(
            work, done=lambda _none: self._reporter.tell(text, Tone.POSITIVE), label=_("Save PDF")
        )
