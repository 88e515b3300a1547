"""Takes a schedule code from paper: a picture file, a picture on the clipboard, or its text."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from flexdesk.errors import FlexDeskError
from flexdesk.i18n import _
from flexdesk.services.week_codes import Reading
from ui.qt import accessible, fonts
from ui.qt.image_bytes import as_png
from ui.schedule.ports import CodePort
from ui.widgets.button import Button, Kind
from ui.widgets.label import Label

_WIDTH = 520
_TEXT_HEIGHT = 110


class ReadCodeDialog(QDialog):
    """Stays open while what it is given holds no code, and says so under the text."""

    def __init__(self, port: CodePort, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._port = port
        self.reading: Reading | None = None
        title = _("Read a schedule code")
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(Label(title, "heading", fonts.STRONG))
        words = _("Paste the text that a telephone shows, or take a picture of the code. Nothing is written.")
        column.addWidget(Label(words, token="muted", wrap=True))
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(fonts.scaled(_TEXT_HEIGHT))
        accessible.name(self.text, _("Text of the code"))
        column.addWidget(self.text)
        self.trouble = Label("", "small", token="negative", wrap=True)
        self.trouble.hide()
        column.addWidget(self.trouble)
        column.addLayout(self._buttons())
        self.setFixedWidth(fonts.scaled(_WIDTH))
        accessible.name(self, title, words)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.file = Button(_("Picture file…"), icon="image")
        self.clipboard = Button(_("Picture from the clipboard"), icon="clipboard-check")
        self.go = Button(_("Read"), kind=Kind.PRIMARY, icon="qr-code")
        for button, call in (
            (self.file, self.ask_file),
            (self.clipboard, self.read_clipboard),
            (self.go, self.read_text),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on=False, call=call: call())
            row.addWidget(button)
        row.insertStretch(2, 1)
        return row

    def read_text(self) -> None:
        self._take(lambda: self._port.read(self.text.toPlainText()))

    def ask_file(self) -> None:
        """Which picture holds the code."""
        path, _filter = QFileDialog.getOpenFileName(
            self, _("Picture of the code"), "", "PNG, JPEG (*.png *.jpg *.jpeg *.bmp *.webp)"
        )
        if path:
            self._take(lambda: self._port.read_picture(Path(path)))

    def read_clipboard(self) -> None:
        """The picture there; without one, its text."""
        clipboard = QGuiApplication.clipboard()
        picture = clipboard.image()
        if picture.isNull():
            self.text.setPlainText(clipboard.text())
            self.read_text()
            return
        self._take(lambda: self._port.read_bytes(as_png(picture), _("on the clipboard")))

    def _take(self, read: Callable[[], Reading]) -> None:
        try:
            self.reading = read()
        except FlexDeskError as error:
            self.trouble.setText(f"{error.message} {error.what_to_do}")
            self.trouble.show()
            self.text.setFocus()
            return
        self.accept()

    @classmethod
    def ask(cls, port: CodePort, parent: QWidget | None) -> Reading | None:
        """None when nothing was read."""
        dialog = cls(port, parent)
        try:
            return dialog.reading if dialog.exec() == QDialog.DialogCode.Accepted else None
        finally:
            dialog.deleteLater()


def reading_line(reading: Reading) -> str:
    """`Kode minggu 48, versi 2: cocok dengan versi yang terbit di sini`, and whom nobody here knows."""
    code = reading.code
    head = _("Code of week {week}, version {version}").format(week=code.period.number, version=code.version)
    if reading.fits:
        said = _("fits the version published here")
    elif reading.known is not None:
        said = _("differs from version {version} published here").format(version=code.version)
    else:
        said = _("a version that is not known here")
    parts = [f"{head}: {said}"]
    if code.parts > 1:
        parts.append(_("part {part} of {parts}").format(part=code.part, parts=code.parts))
    if reading.strangers:
        parts.append(_("{count} people are not in the roster").format(count=reading.strangers))
    return ", ".join(parts)
