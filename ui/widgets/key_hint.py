"""A key drawn as a key cap."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.qt import fonts, theme


def key_size(text: str) -> QSize:
    width = QFontMetrics(fonts.font("caption", fonts.MEDIUM)).horizontalAdvance(text)
    return QSize(max(width + 10, 20), fonts.scaled(18))


def paint_key(painter: QPainter, box: QRect, text: str) -> None:
    look = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.color("borderStrong"), 1))
    painter.setBrush(look.color("surface"))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    painter.setFont(fonts.font("caption", fonts.MEDIUM))
    painter.setPen(look.color("text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


class KeyHint(QWidget):
    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return key_size(self._text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_key(QPainter(self), self.rect(), self._text)
