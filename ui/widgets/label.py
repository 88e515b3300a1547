"""Text in a token's colour and size that follows the theme."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.qt import accessible, fonts, icons, theme


class Label(QLabel):
    """Plain text unless `wrap`ped rich text is set by the caller."""

    def __init__(
        self,
        text: str = "",
        size: str = "base",
        weight: QFont.Weight = fonts.REGULAR,
        *,
        token: str = "text",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._size, self._weight, self._token = size, weight, token
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        theme.current().changed.connect(self._dress)
        self._dress()

    def set_token(self, token: str) -> None:
        self._token = token
        self._dress()

    def set_weight(self, weight: QFont.Weight) -> None:
        self._weight = weight
        self._dress()

    def _dress(self) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, theme.current().color(self._token))
        self.setPalette(palette)
        self.setFont(fonts.font(self._size, self._weight))


class ElidedLabel(Label):
    """One line that shortens with an ellipsis and then tells the whole in its tool tip."""

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics = QFontMetrics(self.font())
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        whole = "" if shown == self.text() else accessible.plain_tip(self.text())
        if self.toolTip() != whole:
            self.setToolTip(whole)
        painter.drawText(self.rect(), self.alignment(), shown)


class IconLabel(QWidget):
    """One icon in a token's colour."""

    def __init__(
        self, name: str, token: str = "muted", size: int = icons.NORMAL, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._token, self._size = name, token, size
        self.setFixedSize(size, size)

    def set_icon(self, name: str, token: str) -> None:
        self._name, self._token = name, token
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        icons.paint(QPainter(self), self.rect(), self._name, self._token, self._size)
