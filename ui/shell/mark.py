"""The mark of the program: three desks and one round place away, on accent."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from ui.qt import theme
from ui.qt.tokens import Scheme, tokens


def paint_mark(painter: QPainter, box: QRectF) -> None:
    """The mark keeps its colours in both schemes, as print does."""
    colors = tokens().colors[Scheme.LIGHT]
    unit = box.width() / 28
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colors["accent"]))
    painter.drawRoundedRect(box, 6 * unit, 6 * unit)
    painter.setBrush(QColor(colors["onAccent"]))
    for x, y in ((6, 6), (6, 15.5), (15.5, 15.5)):
        desk = QRectF(box.x() + x * unit, box.y() + y * unit, 6.5 * unit, 6.5 * unit)
        painter.drawRoundedRect(desk, 1.5 * unit, 1.5 * unit)
    painter.setBrush(QColor(tokens().colors[Scheme.DARK]["warning"]))
    middle = box.topLeft() + QPointF(18.75 * unit, 9.25 * unit)
    painter.drawEllipse(middle, 3.6 * unit, 3.6 * unit)
    painter.restore()


def mark_icon() -> QIcon:
    """For the window and the task bar."""
    icon = QIcon()
    for size in (16, 32, 48, 128):
        pixmap = QPixmap(QSize(size, size))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_mark(painter, QRectF(0, 0, size, size))
        painter.end()
        icon.addPixmap(pixmap)
    return icon


class MarkLabel(QWidget):
    def __init__(self, size: int = 28, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(size, size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_mark(QPainter(self), QRectF(self.rect()))


def paint_initials(painter: QPainter, box: QRectF, name: str) -> None:
    """The person at the desk, as two letters on a soft round ground."""
    look = theme.current()
    letters = "".join(word[0] for word in name.split()[:2]).upper()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color("accentSoft"))
    painter.drawEllipse(box)
    painter.setPen(look.color("accent"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letters)
