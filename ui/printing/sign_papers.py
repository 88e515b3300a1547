"""Asks for the certificate, its passphrase and a folder; only the certificate's path is remembered."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.documents.certificate import Certificate
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import _
from ui.qt import accessible, fonts, window_state
from ui.widgets.button import Button, Kind
from ui.widgets.fields import LineField
from ui.widgets.label import Label

_WIDTH = 560
_KEPT = "printing/certificate"


@dataclass(frozen=True, slots=True)
class Signing:
    certificate: Certificate
    folder: Path


class SignDialog(QDialog):
    """Opens the certificate itself, so that a wrong passphrase is told here and can be typed again."""

    def __init__(self, desk: Desk, count: int, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.signing: Signing | None = None
        title = _("Sign {count} papers").format(count=count)
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(Label(title, "heading", fonts.STRONG))
        words = _(
            "Each paper is printed as ready for an electronic signature and signed with your certificate, "
            "without any line. The passphrase is kept nowhere."
        )
        column.addWidget(Label(words, token="muted", wrap=True))
        self.certificate = LineField(_("Certificate file"), window_state.kept(_KEPT))
        self.folder = LineField(_("Folder for the signed papers"), str(folder))
        self.passphrase = LineField(_("Passphrase of the certificate"))
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.choose = Button(_("Choose the certificate"), icon="folder-open")
        self.choose_folder = Button(_("Choose a folder"), icon="folder-open")
        self._row(column, self.certificate, self.choose)
        self._row(column, self.folder, self.choose_folder)
        self._row(column, self.passphrase)
        self.trouble = Label("", "small", token="negative", wrap=True)
        self.trouble.hide()
        column.addWidget(self.trouble)
        column.addStretch(1)
        self.cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.go = Button(_("Sign"), icon="signature", kind=Kind.PRIMARY)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        column.addLayout(foot)
        for button, call in (
            (self.choose, self.ask_certificate),
            (self.choose_folder, self.ask_folder),
            (self.cancel, self.reject),
            (self.go, self.take),
        ):
            button.setAutoDefault(button is self.go)
            button.clicked.connect(lambda _on=False, call=call: call())
        self.setFixedWidth(fonts.scaled(_WIDTH))
        accessible.name(self, title, words)
        (self.passphrase if self.certificate.text() else self.certificate).setFocus()

    def _row(self, column: QVBoxLayout, field: LineField, button: Button | None = None) -> None:
        column.addWidget(Label(field.accessibleName(), "small", fonts.MEDIUM, token="muted"))
        row = QHBoxLayout()
        row.addWidget(field, 1)
        if button is not None:
            row.addWidget(button)
        column.addLayout(row)

    def ask_certificate(self) -> None:
        """Which file holds it."""
        path, _filter = QFileDialog.getOpenFileName(
            self, _("Certificate file"), self.certificate.text(), "PKCS#12 (*.p12 *.pfx)"
        )
        if path:
            self.certificate.setText(path)
            self.passphrase.setFocus()

    def ask_folder(self) -> None:
        """Where the signed files go."""
        path = QFileDialog.getExistingDirectory(self, _("Choose a folder"), self.folder.text())
        if path:
            self.folder.setText(path)

    def take(self) -> None:
        """Open the certificate; what it refuses is said under the fields."""
        file = Path(self.certificate.text().strip())
        try:
            opened = self._desk.signing.certificate(file, self.passphrase.text())
        except FlexDeskError as error:
            self.trouble.setText(f"{error.message} {error.what_to_do}")
            self.trouble.show()
            self.passphrase.selectAll()
            self.passphrase.setFocus()
            return
        window_state.keep(_KEPT, value=str(file))
        self.passphrase.clear()
        self.signing = Signing(opened, Path(self.folder.text().strip()))
        self.accept()

    @classmethod
    def ask(cls, desk: Desk, count: int, folder: Path, parent: QWidget | None) -> Signing | None:
        dialog = cls(desk, count, folder, parent)
        try:
            return dialog.signing if dialog.exec() == QDialog.DialogCode.Accepted else None
        finally:
            dialog.deleteLater()
