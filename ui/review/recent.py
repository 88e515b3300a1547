"""The last working days of one person: place of work, and whether the reports named evidence."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from flexdesk.i18n import _
from flexdesk.services.outputs import RecentDay
from ui.qt import accessible, fonts, icons, theme
from ui.review import words
from ui.widgets.chips import paint_chip

_WIDE, _TALL, _GAP = 62, 42, 8


class RecentDays(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days: tuple[RecentDay, ...] = ()
        self._here: date | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_days(self, days: Sequence[RecentDay], here: date) -> None:
        self._days, self._here = tuple(days), here
        accessible.name(self, ". ".join(_spoken(day) for day in self._days))
        self.update()

    # Qt overrides
    def sizeHint(self) -> QSize:
        return QSize(6 * (fonts.scaled(_WIDE) + _GAP), fonts.scaled(_TALL))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, tall = fonts.scaled(_WIDE), fonts.scaled(_TALL)
        for number, day in enumerate(self._days):
            self._paint_day(painter, QRect(number * (wide + _GAP), 0, wide, tall), day)

    def _paint_day(self, painter: QPainter, box: QRect, day: RecentDay) -> None:
        look, here = theme.current(), day.day == self._here
        painter.setPen(QPen(look.color("accent" if here else "border"), 1.5 if here else 1))
        painter.setBrush(look.color("surface"))
        painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 4, 4)
        painter.setFont(fonts.font("caption", fonts.STRONG if here else fonts.REGULAR))
        painter.setPen(look.color("text" if here else "muted"))
        half = box.height() // 2
        upper = QRect(box.x() + 8, box.y() + 3, box.width() - 10, half - 2)
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, words.short_day(day.day))
        low = QRect(box.x() + 6, box.y() + half, 22, half - 3)
        if letter := words.letter(day.place):
            paint_chip(painter, low, letter)
        mark = QRect(box.right() - 26, box.y() + half, 20, half - 3)
        if not day.outputs:
            icons.paint(painter, mark, "circle", "muted", icons.SMALL)
        elif day.evidence:
            icons.paint(painter, mark, "paperclip", "positive", icons.SMALL)
        else:
            icons.paint(painter, mark, "minus", "warning", icons.SMALL)


def _spoken(day: RecentDay) -> str:
    if not day.outputs:
        state = _("no report")
    else:
        state = _("with evidence") if day.evidence else _("without evidence")
    return ", ".join(part for part in (words.long_day(day.day), words.place(day.place), state) if part)
