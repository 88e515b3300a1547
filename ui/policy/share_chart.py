"""How many would work away on each day of a week, against the limit that is tried out."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from flexdesk.domain.calendar import WEEKDAY_NAMES
from flexdesk.i18n import _
from flexdesk.services.effects import DayShare
from ui.qt import accessible, fonts, theme


class ShareChart(QWidget):
    """How many work away on each day of a week, against the limit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: tuple[DayShare, ...] = ()
        self._before = 0
        self.setFixedHeight(fonts.scaled(120))

    def show_shares(self, shares: tuple[DayShare, ...], before: int = 0) -> None:
        """`before` is the limit in force, drawn as a broken line where it differs."""
        self._shares, self._before = shares, before
        words = (f"{WEEKDAY_NAMES[one.day.weekday()]} {one.count}" for one in shares)
        cap = _("limit {cap}").format(cap=shares[0].cap) if shares else ""
        accessible.name(self, ", ".join((_("Away each day"), *words, cap)))
        self.setVisible(bool(shares))
        self.update()

    # Qt overrides
    def sizeHint(self) -> QSize:
        return QSize(280, fonts.scaled(120))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._shares:
            return
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cap = self._shares[0].cap
        top = max(cap, self._before, *(one.count for one in self._shares), 1)
        base, room = self.height() - fonts.scaled(20), self.height() - fonts.scaled(40)
        step = self.width() / len(self._shares)
        for at, one in enumerate(self._shares):
            bar = QRectF(at * step + step * 0.22, 0, step * 0.56, 0)
            self._paint_bar(painter, bar, one, base, room / top)
            painter.setPen(look.color("muted"))
            painter.setFont(fonts.font("small"))
            label = QRectF(at * step, base + 2, step, self.height() - base - 2)
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, WEEKDAY_NAMES[one.day.weekday()][:3])
        y = base - cap * room / top
        painter.setPen(QPen(look.color("accent"), 1.5))
        painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
        painter.setFont(fonts.font("small"))
        words = _("limit {cap}").format(cap=cap)
        painter.drawText(QRectF(0, y - 17, self.width(), 16), Qt.AlignmentFlag.AlignRight, words)
        if self._before != cap:
            self._paint_before(painter, base - self._before * room / top)

    def _paint_before(self, painter: QPainter, y: float) -> None:
        painter.setPen(QPen(theme.current().color("muted"), 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
        words = _("until now {cap}").format(cap=self._before)
        painter.drawText(QRectF(0, y - 17, self.width(), 16), Qt.AlignmentFlag.AlignLeft, words)

    def _paint_bar(self, painter: QPainter, bar: QRectF, one: DayShare, base: float, unit: float) -> None:
        look = theme.current()
        within, over = min(one.count, one.cap), max(one.count - one.cap, 0)
        painter.fillRect(
            QRectF(bar.x(), base - within * unit, bar.width(), within * unit), look.code("W").solid
        )
        if over:
            box = QRectF(bar.x(), base - one.count * unit, bar.width(), over * unit)
            painter.fillRect(box, look.color("negativeGraphic"))
        painter.setPen(look.color("negative" if over else "text"))
        painter.setFont(fonts.font("small", fonts.STRONG))
        box = QRectF(bar.x() - 10, base - one.count * unit - 17, bar.width() + 20, 16)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(one.count))
