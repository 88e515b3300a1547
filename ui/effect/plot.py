"""Paints a measure's row: name and basis, two marks with the interval between them, the verdict in words."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from flexdesk.domain import effect_words
from flexdesk.domain.effect import Verdict
from ui.effect.measures import ICONS, MeasureRow
from ui.qt import fonts, icons, theme
from ui.widgets.cells import PAD, CellDelegate, Index
from ui.widgets.chips import focus_ring
from ui.widgets.table import RowsModel

HEIGHT = 41  # pixels of a row at 100 %
_RADIUS = 5.0
_BAR = 9.0
_Align = Qt.AlignmentFlag


class MeasureDelegate(CellDelegate):
    """The first mark is hollow, the second solid: grey paper and grey eyes can tell them apart."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        row = model.row_at(index) if isinstance(model, RowsModel) else None
        if not isinstance(row, MeasureRow):
            super().paint(painter, option, index)
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        look = theme.current()
        painter.save()
        painter.setClipRect(rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.color("selection"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, look.color("border"))
        inner = rect.adjusted(PAD, 3, -PAD, -4)
        if index.column() == 0:
            _paint_name(painter, inner, row)
        elif index.column() == 1:
            _paint_marks(painter, inner, row)
        else:
            _paint_verdict(painter, inner, row)
        if state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            focus_ring(painter, QRectF(rect))
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, fonts.scaled(HEIGHT))


def _line(painter: QPainter, box: QRect, text: str, flags: Qt.AlignmentFlag) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, flags, shown)


def _paint_name(painter: QPainter, box: QRect, row: MeasureRow) -> None:
    look, half = theme.current(), box.height() // 2
    painter.setFont(fonts.font("base", fonts.STRONG))
    painter.setPen(look.color("text"))
    _line(painter, QRect(box.x(), box.y(), box.width(), half), row.title, _Align.AlignVCenter)
    painter.setFont(fonts.font("small"))
    painter.setPen(look.color("muted"))
    below = QRect(box.x(), box.y() + half, box.width(), half)
    _line(painter, below, row.counted, _Align.AlignVCenter)


def _paint_verdict(painter: QPainter, box: QRect, row: MeasureRow) -> None:
    look = theme.current()
    differs = row.found.verdict in (Verdict.HIGHER, Verdict.LOWER)
    icons.paint(
        painter,
        QRect(box.x(), box.y(), icons.NORMAL, box.height()),
        ICONS[row.found.verdict],
        "text" if differs else "muted",
    )
    words = box.adjusted(icons.NORMAL + 8, 0, 0, 0)
    painter.setFont(fonts.font("small", fonts.MEDIUM if differs else fonts.REGULAR))
    painter.setPen(look.color("text" if row.found.low is not None else "muted"))
    flags = int(_Align.AlignVCenter | _Align.AlignLeft) | int(Qt.TextFlag.TextWordWrap)
    painter.drawText(words, flags, row.sentence)


def _paint_marks(painter: QPainter, box: QRect, row: MeasureRow) -> None:
    found, look = row.found, theme.current()
    if found.first is None or found.second is None:
        painter.setFont(fonts.font("small"))
        painter.setPen(look.color("muted"))
        _line(painter, box, row.badge, _Align.AlignVCenter)
        return
    labels = [f"{side} {number}" for side, number in zip(row.sides, row.numbers, strict=True)]
    painter.setFont(fonts.font("small", fonts.STRONG))
    wide = max(QFontMetrics(painter.font()).horizontalAdvance(label) for label in labels) + 16
    plot = QRectF(box.x() + wide, box.y(), box.width() - 2 * wide, box.height())
    middle = box.y() + box.height() * 0.42
    solid, ink = look.code("W").solid, look.code("K").solid
    _label(painter, QRect(box.x(), box.y(), wide - 8, box.height()), labels[0], ink, to_right=True)
    right = QRect(round(plot.right()) + 8, box.y(), wide - 8, box.height())
    _label(painter, right, labels[1], ink, to_right=False)
    low, high = row.scale

    def at(value: float) -> float:
        share = (value - low) / (high - low)
        return plot.left() + _RADIUS + min(max(share, 0.0), 1.0) * (plot.width() - 2 * _RADIUS)

    painter.setPen(QPen(look.color("border"), 1))
    painter.drawLine(QPointF(plot.left(), middle), QPointF(plot.right(), middle))
    _paint_ends(painter, plot, row, (low, high))
    if found.low is not None and found.high is not None:
        first, last = at(found.first + found.low), at(found.first + found.high)
        pale = QColor(solid)
        pale.setAlpha(90)
        painter.setPen(QPen(solid, 1))
        painter.setBrush(pale)
        painter.drawRoundedRect(QRectF(first, middle - _BAR / 2, max(last - first, 1.0), _BAR), 2, 2)
    painter.setPen(QPen(ink, 1, Qt.PenStyle.DotLine))
    painter.drawLine(QPointF(at(found.first), middle - 13), QPointF(at(found.first), middle + 13))
    painter.setPen(QPen(ink, 2))
    painter.setBrush(look.color("surface"))
    painter.drawEllipse(QPointF(at(found.first), middle), _RADIUS, _RADIUS)
    painter.setBrush(solid)
    painter.setPen(QPen(look.color("surface"), 1))
    painter.drawEllipse(QPointF(at(found.second), middle), _RADIUS - 1, _RADIUS - 1)


def _label(painter: QPainter, box: QRect, text: str, ink: QColor, *, to_right: bool) -> None:
    """A side with its number at the end of the line."""
    painter.setPen(ink)
    up = box.adjusted(0, 0, 0, -round(box.height() * 0.16))
    side = _Align.AlignRight if to_right else _Align.AlignLeft
    painter.drawText(up, side | _Align.AlignVCenter, text)


def _paint_ends(painter: QPainter, plot: QRectF, row: MeasureRow, ends: tuple[float, float]) -> None:
    """What the ends of the line stand for: the scale does not begin at nought."""
    painter.save()
    painter.setFont(fonts.font("caption"))
    painter.setPen(theme.current().color("muted"))
    below = QRectF(plot.left(), plot.bottom() - 14, plot.width(), 14)
    sides = (_Align.AlignLeft, _Align.AlignRight)
    for value, side in zip(ends, sides, strict=True):
        shown = effect_words.figure(value, row.found.measure).removesuffix(" %")
        painter.drawText(below, side | _Align.AlignVCenter, shown)
    painter.restore()
