"""A quiet frame around facts that belong together."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.qt import fonts, theme
from ui.qt.tokens import tokens
from ui.widgets.label import Label


class Card(QFrame):
    """Title row (`head`, actions may be added at its end) and `body` under it."""

    def __init__(
        self,
        title: str = "",
        note: str = "",
        *,
        raised: bool = False,
        flush: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ground = "raised" if raised else "surface"
        outer = QVBoxLayout(self)
        side = 1 if flush else 12
        outer.setContentsMargins(side, 1 if flush and not title else 10, side, side)
        outer.setSpacing(8)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.setContentsMargins(11 if flush else 0, 0, 11 if flush else 0, 0)
        self.title = Label(title, "base", fonts.STRONG, parent=self)
        self.note = Label(note, "small", token="muted", parent=self)
        self.title.setVisible(bool(title))
        self.note.setVisible(bool(title))
        if title:
            self.head.addWidget(self.title)
            self.head.addWidget(self.note)
            self.head.addStretch(1)
            outer.addLayout(self.head)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        outer.addLayout(self.body, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_card(QPainter(self), QRectF(self.rect()), self._ground)


def paint_card(painter: QPainter, box: QRectF, ground: str = "surface", line: str = "border") -> None:
    look = theme.current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.color(line), 1))
    painter.setBrush(look.color(ground) if ground else Qt.BrushStyle.NoBrush)
    radius = tokens().radius["card"]
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


class Hairline(QWidget):
    """One pixel between two things; never antialiased."""

    def __init__(self, *, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().color("border"))
