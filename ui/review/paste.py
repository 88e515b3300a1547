"""Ctrl+V: a chat as it was copied, and beside it what is understood of each line, before any is taken."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from flexdesk.errors import reason_of
from flexdesk.i18n import _
from flexdesk.progress import Progress
from flexdesk.services.chats import UNKNOWN_PERSON, Understood
from flexdesk.services.report_reminders import short_date
from ui.feedback.reporter import Reporter
from ui.qt import accessible, fonts
from ui.review import words
from ui.tasks.runner import Runner
from ui.widgets.badge import BadgeFacts
from ui.widgets.button import Button, Kind
from ui.widgets.card import Hairline
from ui.widgets.entries import Entry, EntryList
from ui.widgets.label import Label
from ui.widgets.tones import Tone

Understand = Callable[[str, Progress], list[Understood]]
_PAUSE_MS = 250
_MOST_BYTES = 8_000_000  # of a text file; the reader itself refuses more than two million characters


class PasteView(QWidget):
    """`taken` carries the text that the person wants taken over."""

    taken = Signal(str)
    closed = Signal()

    def __init__(self, understand: Understand, runner: Runner, reporter: Reporter) -> None:
        super().__init__()
        self._understand, self._runner, self._reporter = understand, runner, reporter
        self._asked = 0
        self.understood: list[Understood] = []
        self.text = _Text(self.close_view, self.take)
        self.text.setPlaceholderText(_("Paste messages here: a group, one message, or an exported chat."))
        accessible.name(self.text, _("Copied messages"))
        self.lines = EntryList(_("What is understood of each line"), lines=True)
        self.count = Label("", "small", token="muted", wrap=True)
        self.file = Button(_("Open a chat file"), icon="folder-open", shortcut="Ctrl+O")
        self.go = Button(_("Take over"), icon="check", shortcut="Ctrl+Enter", bind=False, kind=Kind.PRIMARY)
        self.cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.look)
        self.text.textChanged.connect(lambda: self._pause.start(_PAUSE_MS))
        self.file.clicked.connect(self.choose)
        self.go.clicked.connect(self.take)
        self.cancel.clicked.connect(self.close_view)
        self._build()

    def _build(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, title, part in (
            (left, _("Chat"), self.text),
            (right, _("Understood, line by line"), self.lines),
        ):
            column.setContentsMargins(16, 10, 16, 10)
            column.setSpacing(8)
            column.addWidget(Label(title, "base", fonts.STRONG))
            column.addWidget(part, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.count, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        left.addWidget(self.file)
        right.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 2)
        row.addWidget(Hairline(upright=True))
        row.addLayout(right, 3)
        self._show([])

    def open(self) -> None:
        """Begin with what lies in the clipboard, where that is text."""
        self.text.setPlainText(QGuiApplication.clipboard().text())
        self.text.selectAll()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.look()

    def choose(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, _("Exported chat"), "", _("Texts") + " (*.txt)")
        if name:
            self.read(Path(name))

    def read(self, file: Path) -> None:
        try:
            with file.open("rb") as stream:
                self.text.setPlainText(stream.read(_MOST_BYTES).decode("utf-8-sig", "replace"))
        except OSError as trouble:
            told = _("“{file}” cannot be read: {reason}.")
            self._reporter.tell(told.format(file=file.name, reason=reason_of(trouble)), Tone.WARNING)

    def look(self) -> None:
        """Ask what is understood, beside the window; a later question makes an earlier answer worthless."""
        self._pause.stop()
        self._asked += 1
        text = self.text.toPlainText()
        if not text.strip():
            self._show([])
            return
        number = self._asked
        self._runner.start(
            partial(self._understand, text),
            done=lambda found: self._show(found) if number == self._asked else None,
            failed=self._reporter.report,
            label=_("Reading the chat"),
        )

    def _show(self, found: Sequence[Understood]) -> None:
        self.understood = list(found)
        self.lines.show_entries([entry_of(number, one) for number, one in enumerate(found)])
        waiting = sum(bool(one.why) for one in found)
        told = _("{taken} lines become outputs, {waiting} go to the tray.")
        self.count.setText(told.format(taken=len(found) - waiting, waiting=waiting) if found else "")
        self.go.setEnabled(bool(found))

    def take(self) -> None:
        if self.go.isEnabled():
            self.taken.emit(self.text.toPlainText())

    def close_view(self) -> None:
        self._pause.stop()
        self.closed.emit()


def entry_of(number: int, one: Understood) -> Entry:
    """`12 orang · Melayani surat pindah` under the person's name, or what is missing."""
    amount = f"{words.number(one.amount)} {one.unit}".strip() if one.amount is not None else ""
    target = one.target or (_("not linked to a target") if not one.why else "")
    note = " · ".join(part for part in (one.activity or one.line, amount, target) if part)
    badge = BadgeFacts(short_date(one.day), Tone.QUIET)
    if one.why:
        unknown = one.why == UNKNOWN_PERSON
        badge = BadgeFacts(_("who is it?") if unknown else _("to the tray"), Tone.WARNING)
    return Entry(str(number), one.person or one.sender or _("No name"), note, badge=badge)


class _Text(QPlainTextEdit):
    def __init__(self, close: Callable[[], None], take: Callable[[], None]) -> None:
        super().__init__()
        self._close, self._take = close, take
        self.setTabChangesFocus(True)

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            super().keyPressEvent(event)
