"""One indicator over the year: what was reached month by month, and the even pace as a dashed line."""

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from flexdesk.domain.periods import Period, PeriodKind
from flexdesk.i18n import _
from flexdesk.services.cascade import Standing
from ui.qt import accessible, fonts, theme
from ui.targets import words

_LEFT, _RIGHT, _TOP, _BOTTOM = 30, 8, 8, 18


class PaceChart(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._standing: Standing | None = None
        self._year = 2000
        self._until = 12
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_standing(self, standing: Standing, until: Period) -> None:
        self._standing, self._year, self._until = standing, until.year, until.last.month
        said = _("{share} of the year's target by {month}").format(
            share=words.percent(standing.share), month=until.label()
        )
        accessible.name(self, said)
        self.update()

    def shares(self) -> list[tuple[int, float]]:
        """(month, share of the target), from the first month with a number to the last known."""
        found = self._standing
        if found is None or not found.target:
            return []
        points = []
        for month in range(1, self._until + 1):
            reached = found.track.until(Period(PeriodKind.MONTH, self._year, month))
            if reached is not None:
                points.append((month, reached / found.target))
        return points

    # Qt overrides
    def sizeHint(self) -> QSize:
        return QSize(240, fonts.scaled(132))

    def paintEvent(self, _event: QPaintEvent) -> None:
        found, points = self._standing, self.shares()
        if found is None or not points:
            return
        painter, look = QPainter(self), theme.current()
        box = self.rect().adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)
        top = max(1.0, *(share for _month, share in points))

        def at(month: float, share: float) -> QPointF:
            return QPointF(box.x() + box.width() * month / 12, box.bottom() - box.height() * share / top)

        self._paint_axes(painter, box, top)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("muted"), 1.5, Qt.PenStyle.DashLine))
        level = found.track.is_level
        painter.drawLine(at(0, 1.0 if level else 0.0), at(12, 1.0))
        color = look.color(words.PACES[found.pace].tone.graphic)
        painter.setPen(QPen(color, 2))
        start = [] if level else [at(0, 0)]
        painter.drawPolyline(QPolygonF([*start, *(at(month, share) for month, share in points)]))
        painter.setBrush(color)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(at(*points[-1]), 3.5, 3.5)

    def _paint_axes(self, painter: QPainter, box: QRect, top: float) -> None:
        look = theme.current()
        painter.setFont(fonts.font("caption"))
        for share in (0.0, 0.5, 1.0):
            y = round(box.bottom() - box.height() * share / top)
            painter.fillRect(box.x(), y, box.width(), 1, look.color("border"))
            painter.setPen(look.color("muted"))
            label = QRect(0, y - 8, _LEFT - 5, 16)
            painter.drawText(
                label, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{round(100 * share)}"
            )
        for month in range(1, 13):
            here = month == self._until
            painter.setFont(fonts.font("caption", fonts.STRONG if here else fonts.REGULAR))
            painter.setPen(look.color("text" if here else "muted"))
            middle = round(box.x() + box.width() * month / 12)
            cell = QRect(middle - 12, box.bottom() + 2, 24, _BOTTOM - 2)
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, words.short_month(month)[0])
