"""The four steps of every import: file, columns, check, result."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from flexdesk.i18n import N_, _
from ui.qt import accessible, fonts, icons, theme

STEPS = (N_("File"), N_("Columns"), N_("Check"), N_("Result"))
_ROUND, _LINE, _GAP = 24, 38, 8


class Steps(QWidget):
    """Painted: a tick where a step is done, its number where it is to come."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.at = 0
        self._done: frozenset[int] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_step(0, ())

    def show_step(self, at: int, done: Sequence[int]) -> None:
        self.at, self._done = at, frozenset(done)
        spoken = _("Step {number} of {count}: {name}")
        accessible.name(self, spoken.format(number=at + 1, count=len(STEPS), name=_(STEPS[at])))
        self.update()

    def _width(self, label: str) -> int:
        return QFontMetrics(fonts.font("base", fonts.STRONG)).horizontalAdvance(label)

    # Qt overrides
    def sizeHint(self) -> QSize:
        words = sum(self._width(_(step)) for step in STEPS)
        return QSize(words + len(STEPS) * (_ROUND + _GAP) + (len(STEPS) - 1) * (_LINE + 2 * _GAP + 4), 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0
        for number, step in enumerate(STEPS):
            left = self._paint_step(painter, left, number, _(step))
            if number < len(STEPS) - 1:
                token = "accent" if number in self._done else "border"
                y = self.height() // 2
                painter.setPen(QPen(theme.current().color(token), 2))
                painter.drawLine(left + _GAP, y, left + _GAP + _LINE, y)
                left += _LINE + 2 * _GAP + 4

    def _paint_step(self, painter: QPainter, left: int, number: int, label: str) -> int:
        color = theme.current().color
        box = QRectF(left + 1, (self.height() - _ROUND) / 2 + 1, _ROUND - 2, _ROUND - 2)
        here, done = number == self.at, number in self._done
        painter.setPen(QPen(color("accent" if here or done else "borderStrong"), 1.6))
        painter.setBrush(color("accent" if here else "accentSoft" if done else "surface"))
        painter.drawEllipse(box)
        if done and not here:
            icons.paint(painter, box.toRect(), "check", "accent", 13)
        else:
            painter.setFont(fonts.font("small", fonts.STRONG))
            painter.setPen(color("onAccent" if here else "muted"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number + 1))
        painter.setFont(fonts.font("base", fonts.STRONG))
        painter.setPen(color("text" if here or done else "muted"))
        width = self._width(label)
        words = QRect(left + _ROUND + _GAP, 0, width + 2, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, label)
        return left + _ROUND + _GAP + width
