"""The nine cells of the official table, laid out like a number pad; a dot for each person already placed."""

from collections import Counter
from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from flexdesk.domain.performance import Rating, label, predicate_of
from flexdesk.i18n import _
from ui.evaluation import words
from ui.qt import accessible, fonts, icons, theme
from ui.widgets.key_hint import key_size, paint_key
from ui.widgets.tones import Tone

_SIDE, _TOP, _GAP = 92, 40, 6
MOST_DOTS = 12
_Align = Qt.AlignmentFlag


class RatingMatrix(QWidget):
    """`chosen` carries the digit of a cell that was clicked."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: Counter[int] = Counter()
        self._here = 0
        self._locked = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setMinimumHeight(fonts.scaled(244))

    def show_ratings(
        self,
        counts: Mapping[int, int],
        results: Rating | None,
        behaviour: Rating | None,
        *,
        locked: bool,
    ) -> None:
        """`counts` are the people already placed, by digit."""
        self._counts, self._locked = Counter(counts), locked
        self._here = words.key_of(results, behaviour) if results and behaviour else 0
        if results and behaviour:
            said = _("{predicate}: results {results}, behaviour {behaviour}").format(
                predicate=label(predicate_of(results, behaviour)),
                results=label(results),
                behaviour=label(behaviour),
            )
        else:
            said = _("not rated, keys 1 to 9")
        accessible.name(self, said)
        self.update()

    def cell(self, digit: int) -> QRect:
        row, column = 2 - (digit - 1) // 3, (digit - 1) % 3
        wide = (self.width() - _SIDE - 2 * _GAP) // 3
        tall = (self.height() - _TOP - 2 * _GAP) // 3
        return QRect(_SIDE + column * (wide + _GAP), _TOP + row * (tall + _GAP), wide, tall)

    # Qt overrides
    def sizeHint(self) -> QSize:
        return QSize(500, fonts.scaled(298))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        for digit in range(1, 10):
            if self.cell(digit).contains(at):
                self.chosen.emit(digit)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_labels(painter)
        for digit in range(1, 10):
            self._paint_cell(painter, digit)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.current().color("focus"), 1, Qt.PenStyle.DotLine))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_labels(self, painter: QPainter) -> None:
        look = theme.current()
        painter.setFont(fonts.font("small", fonts.STRONG))
        painter.setPen(look.color("muted"))
        first, last = self.cell(7), self.cell(9)
        top = QRect(first.x(), 0, last.right() - first.x(), 20)
        painter.drawText(top, _Align.AlignCenter, "Perilaku kerja")
        side = QRect(0, 0, _SIDE - 6, _TOP)
        painter.drawText(side, _Align.AlignRight | _Align.AlignVCenter, "Hasil kerja")
        results, behaviour = words.cell_of(self._here) if self._here else (None, None)
        for digit, rating in zip((7, 8, 9), words.BEHAVIOUR_RIGHT, strict=True):
            box = self.cell(digit)
            self._paint_label(painter, QRect(box.x(), 19, box.width(), 20), rating, rating is behaviour)
        for digit, rating in zip((7, 4, 1), words.RESULTS_DOWN, strict=True):
            box = self.cell(digit)
            self._paint_label(
                painter, QRect(0, box.y(), _SIDE - 6, box.height()), rating, rating is results, to_right=True
            )

    @staticmethod
    def _paint_label(
        painter: QPainter, box: QRect, rating: Rating, here: bool, *, to_right: bool = False
    ) -> None:
        painter.setFont(fonts.font("small", fonts.STRONG if here else fonts.REGULAR))
        painter.setPen(theme.current().color("text" if here else "muted"))
        align = (_Align.AlignRight if to_right else _Align.AlignHCenter) | _Align.AlignVCenter
        painter.drawText(box, int(align) | int(Qt.TextFlag.TextWordWrap), label(rating))

    def _paint_cell(self, painter: QPainter, digit: int) -> None:
        look, box = theme.current(), self.cell(digit)
        predicate = predicate_of(*words.cell_of(digit))
        tone, here = words.TONES[predicate], digit == self._here
        ground = "raised" if tone is Tone.NEUTRAL else tone.ground
        painter.setPen(QPen(look.color("accent" if here else "border"), 2.5 if here else 1))
        painter.setBrush(look.color("accentSoft" if here else ground))
        painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 5, 5)
        size = key_size(str(digit))
        paint_key(painter, QRect(box.x() + 8, box.y() + 8, size.width(), size.height()), str(digit))
        painter.setFont(fonts.font("base", fonts.STRONG))
        painter.setPen(look.color("text" if here else tone.ink))
        painter.drawText(box.adjusted(2, 0, -2, 0), _Align.AlignCenter, label(predicate))
        if here:
            mark = QRect(box.right() - 26, box.y() + 8, 18, 18)
            icons.paint(painter, mark, "lock" if self._locked else "circle-check", "accent")
        self._paint_dots(painter, box, self._counts[digit])

    @staticmethod
    def _paint_dots(painter: QPainter, box: QRect, count: int) -> None:
        look, shown = theme.current(), min(count, MOST_DOTS)
        more = f"+{count - shown}" if count > shown else ""
        painter.setFont(fonts.font("caption"))
        wide = 7 * shown + (painter.fontMetrics().horizontalAdvance(more) + 4 if more else 0)
        left, y = box.center().x() - wide / 2 + 3, box.bottom() - 15
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("muted"))
        for number in range(shown):
            painter.drawEllipse(QPointF(left + 7 * number, y), 2.2, 2.2)
        if more:
            painter.setPen(look.color("muted"))
            painter.drawText(QRectF(left + 7 * shown, y - 8, 40, 16), _Align.AlignVCenter, more)
