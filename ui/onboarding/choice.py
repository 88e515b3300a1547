"""A large choice with an icon, a title and a line of help; arrows go from one to the next."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.qt import accessible, fonts, icons, theme


class Choice(QAbstractButton):
    """Checkable, and exclusive among the choices of one parent."""

    def __init__(self, icon: str, title: str, line: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._title, self._line = icon, title, line
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        accessible.name(self, title, line)

    # Qt overrides
    def sizeHint(self) -> QSize:
        return QSize(420, fonts.scaled(80))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # Enter goes on, it does not choose
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color, on = theme.current().color, self.isChecked()
        painter.setPen(QPen(color("accent" if on else "borderStrong"), 2 if on else 1))
        painter.setBrush(color("accentSoft" if on else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(color("focus"), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4.5, 4.5, -4.5, -4.5), 4, 4)
        tile = QRectF(16, (self.height() - 40) / 2, 40, 40)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("surface" if on else "raised"))
        painter.drawRoundedRect(tile, 6, 6)
        icons.paint(painter, tile.toRect(), self._icon, "accent", icons.LARGE)
        room = self.width() - 72 - 60
        half = self.height() // 2
        bottom, top = Qt.AlignmentFlag.AlignBottom, Qt.AlignmentFlag.AlignTop
        painter.setFont(fonts.font("lead", fonts.STRONG))
        painter.setPen(color("text"))
        painter.drawText(QRect(72, 0, room, half - 1), bottom, self._title)
        painter.setFont(fonts.font("base"))
        painter.setPen(color("muted"))
        painter.drawText(QRect(72, half + 3, room, half), top, self._line)
        dot = QRectF(self.width() - 36, half - 9, 18, 18)
        painter.setPen(QPen(color("accent" if on else "borderStrong"), 1.6))
        painter.setBrush(color("accent" if on else "surface"))
        painter.drawEllipse(dot)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("onAccent"))
            painter.drawEllipse(dot.adjusted(6, 6, -6, -6))
