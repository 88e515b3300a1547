"""Paints a line of the review list: place, name over activity, and what it raises."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from flexdesk.services.report_reminders import short_date
from ui.qt import fonts, theme
from ui.review import words
from ui.review.model import ENTRY, Index
from ui.review.queue import Entry
from ui.widgets.badge import badge_size, paint_badge
from ui.widgets.chips import focus_ring, paint_chip

_PAD, _CHIP = 9, QSize(26, 22)
_Align = Qt.AlignmentFlag


class QueueDelegate(QStyledItemDelegate):
    """`dated` adds the day, for lists longer than one day."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self.dated = False

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        entry: Entry = index.data(ENTRY)
        return QSize(100, fonts.scaled(24 if entry.is_heading else 38))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(ENTRY)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        look = theme.current()
        painter.save()
        painter.setClipRect(rect)
        if entry.is_heading:
            painter.fillRect(rect, look.color("raised"))
            painter.setFont(fonts.font("small", fonts.STRONG))
            painter.setPen(look.color("muted"))
            painter.drawText(
                rect.adjusted(_PAD, 0, 0, 0), _Align.AlignVCenter, f"{entry.title}   {entry.text}"
            )
        else:
            if state & QStyle.StateFlag.State_Selected:
                painter.fillRect(rect, look.color("selection"))
            self._paint_entry(painter, rect, entry)
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, look.color("border"))
        if state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus() and not entry.is_heading:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            focus_ring(painter, QRectF(rect))
        painter.restore()

    def _paint_entry(self, painter: QPainter, rect: QRect, entry: Entry) -> None:
        look = theme.current()
        left = rect.x() + _PAD
        if letter := words.letter(entry.place):
            paint_chip(painter, QRect(QPoint(left, rect.y() + (rect.height() - 22) // 2), _CHIP), letter)
        left += _CHIP.width() + 6
        right = rect.right() - _PAD
        if entry.badge is not None:
            size = badge_size(entry.badge)
            at = QPoint(right - size.width(), rect.y() + (rect.height() - size.height()) // 2)
            paint_badge(painter, at, entry.badge)
            right = at.x() - 8
        if self.dated and entry.day is not None:
            painter.setFont(fonts.font("small"))
            painter.setPen(look.color("muted"))
            day = short_date(entry.day)
            width = QFontMetrics(painter.font()).horizontalAdvance("28 Sep ")
            painter.drawText(QRect(right - width, rect.y(), width, rect.height()), _Align.AlignVCenter, day)
            right -= width + 6
        half = rect.height() // 2
        upper = QRect(left, rect.y() + 2, right - left, half - 1)
        lower = QRect(left, rect.y() + half, right - left, half - 3)
        _line(painter, upper, entry.title, "text", strong=True)
        _line(painter, lower, entry.text, "muted", strong=False)


def _line(painter: QPainter, box: QRect, text: str, token: str, *, strong: bool) -> None:
    font = fonts.font("base" if strong else "small", fonts.MEDIUM if strong else fonts.REGULAR)
    painter.setFont(font)
    painter.setPen(theme.current().color(token))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, _Align.AlignVCenter, shown)
