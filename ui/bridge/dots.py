"""The values of a record as dots: copied, next, still to come."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from flexdesk.i18n import _
from ui.qt import accessible, theme

_STEP, _RADIUS = 11, 3.5


class StepDots(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at, self._of = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_steps(self, at: int, of: int) -> None:
        """`at` of `of` values were copied."""
        self._at, self._of = at, of
        accessible.name(self, _("value {number} of {all}").format(number=at + 1, all=of))
        self.updateGeometry()
        self.update()

    # Qt overrides
    def sizeHint(self) -> QSize:
        return QSize(max(self._of, 1) * _STEP, 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, color = QPainter(self), theme.current().color
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(self._of):
            token = "positive" if number < self._at else "accent" if number == self._at else "borderStrong"
            painter.setPen(QPen(color(token), 1))
            painter.setBrush(color(token) if number <= self._at else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(_STEP / 2 + number * _STEP, self.height() / 2), _RADIUS, _RADIUS)
