"""A thin bar of how much is done, with the plan as a tick."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.qt import theme
from ui.widgets.tones import Tone

HEIGHT = 6


def paint_meter(
    painter: QPainter, box: QRectF, share: float, tone: Tone = Tone.ACCENT, plan: float | None = None
) -> None:
    """`share` and `plan` are 0 to 1; the bar lies in the vertical middle of `box`."""
    look = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    track = QRectF(box.x(), box.center().y() - HEIGHT / 2, box.width(), HEIGHT)
    painter.setBrush(look.color("sunken"))
    painter.drawRoundedRect(track, 3, 3)
    filled = QRectF(track)
    filled.setWidth(track.width() * min(max(share, 0.0), 1.0))
    painter.setBrush(look.color(tone.graphic))
    painter.drawRoundedRect(filled, 3, 3)
    if plan is not None:
        at = track.x() + track.width() * min(max(plan, 0.0), 1.0)
        painter.fillRect(QRectF(at - 0.75, track.y() - 3, 1.5, HEIGHT + 6), look.color("text"))
    painter.restore()


class Meter(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share, self._tone = 0.0, Tone.ACCENT
        self._plan: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float, tone: Tone = Tone.ACCENT, plan: float | None = None) -> None:
        self._share, self._tone, self._plan = share, tone, plan
        self.setAccessibleName(f"{round(share * 100)} %")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_meter(QPainter(self), QRectF(self.rect()), self._share, self._tone, self._plan)
