"""The picture of the unit's letterhead: chosen from a file, shown small, taken away again."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QWidget

from flexdesk.documents.head_pictures import HeadPicture
from flexdesk.i18n import _
from ui.qt import accessible, fonts
from ui.widgets.button import Button
from ui.widgets.label import Label

_WIDTH, _HEIGHT = 220, 56


class LetterheadField(QWidget):
    """`chosen` gives the file; an empty path takes the picture away."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview = QLabel()
        self.preview.setFixedSize(fonts.scaled(_WIDTH), fonts.scaled(_HEIGHT))
        self.preview.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.words = Label("", "small", token="muted", wrap=True)
        self.choose = Button(_("Choose a picture"), icon="image")
        self.remove = Button(_("Remove the picture"), icon="x")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.preview)
        row.addWidget(self.words, 1)
        row.addWidget(self.choose)
        row.addWidget(self.remove)
        self.choose.clicked.connect(self.ask)
        self.remove.clicked.connect(lambda: self.chosen.emit(None))
        self.show_picture(None)

    def ask(self) -> None:
        pictures = _("Pictures") + " (*.png *.jpg *.jpeg)"
        path, _filter = QFileDialog.getOpenFileName(self, _("Picture of the letterhead"), "", pictures)
        if path:
            self.chosen.emit(Path(path))

    def show_picture(self, picture: HeadPicture | None) -> None:
        self.preview.setVisible(picture is not None)
        self.remove.setVisible(picture is not None)
        if picture is None:
            self.words.setText(_("No picture; letters show the lines above and a place for the emblem."))
            return
        shown = QPixmap()
        shown.loadFromData(picture.data)
        ratio = self.devicePixelRatioF()
        fitted = shown.scaled(
            self.preview.size() * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        fitted.setDevicePixelRatio(ratio)
        self.preview.setPixmap(fitted)
        kind = (
            _("The whole letterhead of letters and recaps; the lines above are not printed.")
            if picture.is_whole
            else _("The emblem of letters and recaps, left of the lines above.")
        )
        self.words.setText(f"{kind} {picture.width} × {picture.height}")
        accessible.name(self.preview, kind)
