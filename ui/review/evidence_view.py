"""Files of an output in place: names, and with Space the picture itself, larger and smaller by + and -."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from flexdesk.errors import FlexDeskError
from flexdesk.i18n import _
from flexdesk.services.evidence import Attached
from ui.qt import accessible, fonts
from ui.review import words
from ui.widgets.button import Button, IconButton
from ui.widgets.label import ElidedLabel, Label

_TALL = 300
ZOOMS = (1.0, 1.5, 2.0, 3.0, 4.0)  # of the size that fits

Content = Callable[[Attached], bytes]


class EvidenceView(QWidget):
    """`open_copy` and `remove` get the file that is shown; the page asks and writes."""

    def __init__(self, open_copy: Callable[[Attached], object], remove: Callable[[Attached], object]) -> None:
        super().__init__()
        self._content: Content | None = None
        self.files: tuple[Attached, ...] = ()
        self.at = 0
        self._zoom = 0
        self._picture = QPixmap()
        self.title = Label("", "small", fonts.STRONG, token="muted")
        self.name = ElidedLabel("", "small", fonts.STRONG)
        self.weight = Label("", "small", token="muted")
        self.said = Label("", token="muted", wrap=True)
        self.canvas = QLabel()
        self.canvas.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.scroller = QScrollArea()
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        self.scroller.setFixedHeight(fonts.scaled(_TALL))
        self.scroller.setWidget(self.canvas)
        self.scroller.setAlignment(Qt.AlignmentFlag.AlignCenter)
        accessible.name(self.scroller, _("Picture"))
        self.larger = IconButton("zoom-in", _("Larger"), shortcut="+")
        self.smaller = IconButton("zoom-out", _("Smaller"), shortcut="-")
        self.copy = Button(_("Open a copy"), icon="external-link", small=True)
        self.take_off = IconButton("trash-2", _("Take this file off"), faint=True)
        self.larger.clicked.connect(lambda: self.zoom(+1))
        self.smaller.clicked.connect(lambda: self.zoom(-1))
        self.copy.clicked.connect(lambda: open_copy(self.files[self.at]))
        self.take_off.clicked.connect(lambda: remove(self.files[self.at]))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.name, 1)
        for part in (self.weight, self.smaller, self.larger, self.copy, self.take_off):
            head.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.said)
        column.addWidget(self.scroller)
        self.hide()

    def show_files(self, files: Sequence[Attached], content: Content) -> None:
        """The files of the current output; a picture stays closed until Space."""
        same = tuple(one.key for one in files) == tuple(one.key for one in self.files)
        self.files, self._content = tuple(files), content
        if not same:
            self.at = 0
            self.close_picture()
        self.setVisible(bool(files))
        if files:
            self._show_line()

    @property
    def is_open(self) -> bool:
        return not self._picture.isNull()

    def step(self) -> None:
        """Space: open the first file, then the next one; after the last all is closed again."""
        if not self.files:
            return
        if self._opened():
            self.at = (self.at + 1) % len(self.files)
            if self.at == 0:
                self.close_picture()
                self._show_line()
                return
        self._open()

    def _opened(self) -> bool:
        return self.is_open or bool(self.said.text())

    def _open(self) -> None:
        one = self.files[self.at]
        self._picture = QPixmap()
        self._zoom = 0
        self.said.setText("")
        if not one.here:
            self.said.setText(_("This file is not on this laptop yet; it is kept where it was attached."))
        elif one.is_picture and self._content is not None:
            try:
                self._picture.loadFromData(self._content(one))
            except FlexDeskError as error:
                self.said.setText(error.message)
        else:
            self.said.setText(_("This kind of file is shown by another program: “Open a copy”."))
        self._show_line()
        self._draw()

    def close_picture(self) -> None:
        self._picture = QPixmap()
        self._zoom = 0
        self.said.setText("")
        self._draw()

    def _show_line(self) -> None:
        one = self.files[self.at]
        total = len(self.files)
        place = _("{number} of {total}").format(number=self.at + 1, total=total)
        self.title.setText(_("Attached") if total == 1 else f"{_('Attached')} {place}")
        self.name.setText(one.name)
        size = f"{words.number(max(1, round(one.bytes / 1000)))} KB"
        self.weight.setText(size if one.here else _("not on this laptop yet"))
        accessible.name(self, f"{one.name}, {self.weight.text()}")
        self.copy.setVisible(one.here and not one.is_picture)
        self.said.setVisible(bool(self.said.text()))

    def zoom(self, by: int) -> None:
        self._zoom = min(max(self._zoom + by, 0), len(ZOOMS) - 1)
        self._draw()

    def _draw(self) -> None:
        shown = self.is_open
        for part in (self.scroller, self.larger, self.smaller):
            part.setVisible(shown)
        if not shown:
            return
        room = self.scroller.size() * ZOOMS[self._zoom]
        aspect, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        fitted = self._picture.scaled(room, aspect, smooth)
        self.canvas.setPixmap(fitted)
        self.canvas.resize(fitted.size())
        self.larger.setEnabled(self._zoom < len(ZOOMS) - 1)
        self.smaller.setEnabled(self._zoom > 0)
