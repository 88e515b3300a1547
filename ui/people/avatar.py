"""The circle with somebody's initials."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.qt import fonts, theme

_SIZE = 38


class Avatar(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._initials = ""
        self.setFixedSize(fonts.scaled(_SIZE), fonts.scaled(_SIZE))

    def show_name(self, name: str) -> None:
        """Initials of the first and the last word."""
        words = [word for word in name.split() if word[:1].isalpha()]
        ends = words[:1] + words[1:][-1:]
        self._initials = "".join(word[0].upper() for word in ends)
        self.update()

    # Qt overrides
    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("accentSoft"))
        painter.drawEllipse(QRectF(self.rect()))
        painter.setPen(look.color("accent"))
        painter.setFont(fonts.font("base", fonts.STRONG))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._initials)
