"""A paper as it will be printed, beside the printer and a few sentences about it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.i18n import _
from ui.paper.preview import Preview
from ui.paper.printers import Tray, Way, trays
from ui.qt import fonts
from ui.tasks.runner import Runner
from ui.widgets.button import Button, Kind
from ui.widgets.fields import ComboBox
from ui.widgets.label import Label

_SIDE = 300


class PaperView(QWidget):
    """`printed` carries a Tray and a Way; `saved` and `left` are the other two buttons."""

    printed = Signal(object, object)
    saved = Signal()
    left = Signal()

    def __init__(
        self, runner: Runner, title: str, sentences: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.preview = Preview(runner)
        self.printer = ComboBox(_("Printer"))
        self.go = Button(_("Print"), icon="printer", shortcut="Ctrl+P", kind=Kind.PRIMARY, bind=False)
        self.save = Button(_("Save PDF"), icon="save")
        self.done = Button(_("Done"), icon="check", shortcut="Esc", bind=False)
        self._trays: list[Tray] = []
        side = QVBoxLayout()
        side.setContentsMargins(14, 12, 14, 12)
        side.setSpacing(8)
        side.addWidget(Label(title, "lead", fonts.STRONG, wrap=True))
        for text in sentences:
            side.addWidget(Label(text, "base", token="muted", wrap=True))
        side.addSpacing(8)
        side.addWidget(Label(_("Printer"), "small", fonts.MEDIUM, token="muted"))
        for part in (self.printer, self.go, self.save):
            side.addWidget(part)
        side.addStretch(1)
        side.addWidget(self.done)
        room = QWidget()
        room.setLayout(side)
        room.setFixedWidth(fonts.scaled(_SIDE))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.preview, 1)
        row.addWidget(room)
        self.go.clicked.connect(lambda: self.print_it())
        self.save.clicked.connect(self.saved)
        self.done.clicked.connect(self.left)

    def show_sheet(self, data: bytes, paper: str) -> None:
        self.show_trays(trays(paper))
        self.preview.show_pdf(data)
        self.go.setFocus() if self._trays else self.save.setFocus()

    def show_trays(self, found: list[Tray]) -> None:
        self._trays = [tray for tray in found if tray.ways[0] is not Way.PDF]
        self.printer.clear()
        for tray in self._trays:
            self.printer.addItem(tray.description, tray.name)
        if not self._trays:
            self.printer.addItem(_("No printer on this laptop"), "")
        self.printer.setEnabled(bool(self._trays))
        self.go.setEnabled(bool(self._trays))

    def print_it(self) -> None:
        at = self.printer.currentIndex()
        if 0 <= at < len(self._trays):
            self.printed.emit(self._trays[at], self._trays[at].ways[0])

    def forget(self) -> None:
        """The paper goes from the screen and from memory."""
        self.preview.show_pdf(b"")
