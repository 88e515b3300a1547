"""The line over the preview: turning pages, sizes, and how a grey copy will look."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from flexdesk.i18n import _
from ui.paper.preview import Fit, Preview
from ui.qt import fonts, theme
from ui.widgets.button import Button, IconButton, Kind
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.segmented import Segmented


class Tools(QWidget):
    def __init__(self, preview: Preview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview = preview
        self.back = IconButton("chevron-left", _("Page before"))
        self.forth = IconButton("chevron-right", _("Next page"))
        self.count = Label("", "base", fonts.MEDIUM)
        self.smaller = IconButton("zoom-out", _("Smaller"), shortcut="Ctrl+-")
        self.larger = IconButton("zoom-in", _("Larger"), shortcut="Ctrl++")
        self.percent = Label("", "base", fonts.MEDIUM)
        choices = ((Fit.SHEET, _("Whole sheet")), (Fit.WIDTH, _("Full width")), (Fit.REAL, "100 %"))
        self.fit = Segmented(choices, _("Size of the preview"))
        self.grey = Button(_("Look in grey"), icon="image", kind=Kind.QUIET)
        self.grey.setCheckable(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 5, 8, 5)
        row.setSpacing(6)
        for part in (self.back, self.count, self.forth):
            row.addWidget(part)
        row.addSpacing(8)
        for part in (self.smaller, self.percent, self.larger):
            row.addWidget(part)
        row.addSpacing(4)
        row.addWidget(self.fit)
        row.addStretch(1)
        row.addWidget(self.grey)
        self.back.clicked.connect(lambda: preview.go_to(preview.page - 1))
        self.forth.clicked.connect(lambda: preview.go_to(preview.page + 1))
        self.smaller.clicked.connect(lambda: preview.step_zoom(-1))
        self.larger.clicked.connect(lambda: preview.step_zoom(+1))
        self.fit.chosen.connect(lambda key: preview.set_fit(Fit(key)))
        self.grey.toggled.connect(lambda on: preview.set_grey(on=on))
        preview.turned.connect(self._show_page)
        preview.scaled.connect(self._show_scale)
        self._show_page(0, 0)

    def _show_page(self, page: int, pages: int) -> None:
        words = _("{page} of {pages}").format(page=page + 1, pages=pages) if pages else "–"
        self.count.setText(words)
        self.back.setEnabled(page > 0)
        self.forth.setEnabled(page + 1 < pages)

    def _show_scale(self, scale: float, fit: str) -> None:
        self.percent.setText(f"{scale * 100:.0f} %")
        if fit != Fit.FREE:
            self.fit.choose(fit)

    def _fit_in(self, room: int) -> None:
        """In a narrow window, or with large letters, the least needed goes first."""
        for part in (self.fit, self.grey):
            part.show()
        for part in (self.grey, self.fit):
            if self.sizeHint().width() > room:
                part.hide()

    # Qt overrides
    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.scaled(200), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_in(event.size().width())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().color("raised"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.current().color("border"))


class CheckLine(QWidget):
    """What the machine check found, under the preview."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label(_("Check"), "small", fonts.STRONG, token="muted")
        self.words = ElidedLabel("", "small")
        self.amount = Label("", "small", token="muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(10)
        row.addWidget(self.title)
        row.addWidget(self.words, 1)
        row.addWidget(self.amount)

    def show_words(self, words: str, size: str, *, good: bool) -> None:
        self.words.setText(words)
        self.words.set_token("positive" if good else "negative")
        self.amount.setText(size)

    # Qt overrides
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().color("raised"))
        painter.fillRect(0, 0, self.width(), 1, theme.current().color("border"))
