"""Codes in the place of a file: a few changes as text or on paper, and text that somebody sent taken in."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from flexdesk.i18n import _
from flexdesk.services.tiny_codes import Coded
from ui.qt import accessible, fonts
from ui.sending import words
from ui.sending.forms import Form
from ui.widgets.button import Button, Kind
from ui.widgets.label import Label

_TALL = 96
PICTURES = "PNG, PDF, TXT (*.png *.pdf *.txt)"
READABLE = "PNG, JPEG, TXT (*.png *.jpg *.jpeg *.txt);;*"


class CodedForm(Form):
    """Codes were made: now they must be given away. `handed` carries the number as of a bundle."""

    handed = Signal(int)
    copied = Signal(str)
    printed = Signal(object)
    saved = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("The codes are made"), parent)
        self.coded: Coded | None = None
        self.facts = Label("", "base", wrap=True)
        self.hint = Label(
            _("Send the text whole in a chat, or print the page and have every code photographed."),
            "base",
            token="muted",
            wrap=True,
        )
        self.text = _area(_("Codes as text"), read_only=True)
        for at, part in enumerate((self.facts, self.hint, self.text), 1):
            self.body.insertWidget(at, part)
        self.add_close()
        self.save = self.add_button(Button(_("Save as pictures"), icon="save"))
        self.page = self.add_button(Button(_("Print the page"), icon="qr-code"))
        self.copy = self.add_button(Button(_("Copy the text"), icon="copy"))
        self.hand = self.add_button(Button(_("Handed over"), icon="send", kind=Kind.PRIMARY))
        self.copy.clicked.connect(lambda: self.copied.emit(self.text.toPlainText()))
        self.page.clicked.connect(lambda: self.printed.emit(self.coded))
        self.save.clicked.connect(lambda: self._ask_path())
        self.hand.clicked.connect(lambda: self.handed.emit(self.coded.number if self.coded else 0))

    def show_coded(self, coded: Coded, whom: str) -> None:
        self.coded = coded
        text = _("Bundle {number} for {whom}: {count} changes in {codes} codes, {size}.")
        self.facts.setText(
            text.format(
                number=f"{coded.number:04d}",
                whom=whom,
                count=coded.changes,
                codes=len(coded.texts),
                size=words.size(coded.bytes),
            )
        )
        self.text.setPlainText("\n".join(coded.texts))

    def _ask_path(self) -> None:
        start = str(Path.home() / "kode.png")
        path, _filter = QFileDialog.getSaveFileName(self, _("Save as pictures"), start, PICTURES)
        if path:
            self.saved.emit(self.coded, Path(path))


class PasteForm(Form):
    """`pasted` carries a text with codes, `filed` a picture or a text file that holds them."""

    pasted = Signal(str)
    filed = Signal(object)  # paths

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Take in codes"), parent)
        self.hint = Label(
            _("Paste the whole message; a code begins with FXD1, and the order does not matter."),
            "base",
            token="muted",
            wrap=True,
        )
        self.text = _area(_("Codes as text"))
        self.body.insertWidget(1, self.hint)
        self.body.insertWidget(2, self.text)
        self.add_close(_("Cancel"))
        self.file = self.add_button(Button(_("From pictures or files"), icon="file-up"))
        self.go = self.add_button(Button(_("Take over"), icon="download", kind=Kind.PRIMARY))
        self.go.setAutoDefault(True)
        self.go.clicked.connect(lambda: self.pasted.emit(self.text.toPlainText()))
        self.file.clicked.connect(lambda: self._browse())
        self.text.textChanged.connect(self._look)
        self._look()

    def start(self) -> None:
        self.text.clear()
        self.show_fault("")
        self.text.setFocus()

    def add(self, text: str) -> str:
        """Put what a picture holds beside what is there; returns all of it."""
        self.text.setPlainText("\n".join(part for part in (self.text.toPlainText().strip(), text) if part))
        return self.text.toPlainText()

    def _look(self) -> None:
        self.go.setEnabled(bool(self.text.toPlainText().strip()))

    def _browse(self) -> None:
        paths, _filter = QFileDialog.getOpenFileNames(
            self, _("From pictures or files"), str(Path.home()), READABLE
        )
        if paths:
            self.filed.emit([Path(path) for path in paths])


def _area(spoken: str, *, read_only: bool = False) -> QPlainTextEdit:
    area = QPlainTextEdit()
    area.setReadOnly(read_only)
    area.setTabChangesFocus(True)
    area.setFixedHeight(fonts.scaled(_TALL))
    accessible.name(area, spoken)
    return area
