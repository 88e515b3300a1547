"""The two small pictures of a day: how many are at which place, and how many are away each day."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from flexdesk.domain.places import Place
from flexdesk.i18n import _
from flexdesk.services.week import CoverageCell
from ui.qt import accessible, fonts, theme
from ui.today import words
from ui.widgets.chips import Mark, paint_chip

_BAR, _GAP = 20, 2
_LEAST = 22  # pixels that a number needs


class PlacesBar(QWidget):
    """One strip cut by number, and a legend of chips under it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[Place, int] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(self, counts: Mapping[Place, int]) -> None:
        self._counts = {place: count for place, count in counts.items() if place is not Place.HOLIDAY}
        accessible.name(self, ", ".join(_legend(place, count) for place, count in self._counts.items()))
        self.update()

    def _widths(self) -> dict[Place, int]:
        room = self.width() - _GAP * max(len(self._counts) - 1, 0)
        total = sum(self._counts.values())
        spare = max(room - _LEAST * len(self._counts), 0)
        return {place: _LEAST + spare * count // total for place, count in self._counts.items()}

    # Qt overrides
    def sizeHint(self) -> QSize:
        return QSize(320, fonts.scaled(_BAR + 26))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0
        height = fonts.scaled(_BAR)
        for place, width in self._widths().items():
            box = QRect(left, 0, width, height)
            _paint_part(painter, box, words.letter(place), str(self._counts[place]))
            left += width + _GAP
        self._paint_legend(painter, height + 6)

    def _paint_legend(self, painter: QPainter, top: int) -> None:
        look = theme.current()
        painter.setFont(fonts.font("small"))
        metrics, left = QFontMetrics(painter.font()), 0
        for place, count in self._counts.items():
            paint_chip(painter, QRect(left, top, 18, 18), words.letter(place), Mark.LEGEND)
            text = _legend(place, count)
            painter.setPen(look.color("muted"))
            width = metrics.horizontalAdvance(text)
            if left + 24 + width > self.width():
                break
            painter.drawText(QRect(left + 24, top, width + 2, 18), Qt.AlignmentFlag.AlignVCenter, text)
            left += 24 + width + 12


def _legend(place: Place, count: int) -> str:
    return f"{count} {words.place_word(place)}"


def _paint_part(painter: QPainter, box: QRect, letter: str, number: str) -> None:
    """The place's colour with its letter and the number, so that grey paper and grey eyes can read it too."""
    look = theme.current()
    code = look.code(letter)
    if letter == "K":
        painter.setPen(QPen(look.color("borderStrong"), 1))
        painter.setBrush(look.color("surface"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(code.fill)
        painter.drawRoundedRect(QRectF(box), 3, 3)
    painter.setFont(fonts.font("small", fonts.STRONG))
    painter.setPen(code.ink)
    told = letter.isalpha() and box.width() >= 2 * _LEAST  # “1 2” would read as twelve
    text = f"{letter} {number}" if told else number
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class WeekBars(QWidget):
    """Away from the office, day by day, under the line of the most that is allowed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days: Sequence[date] = ()
        self._cells: Sequence[CoverageCell] = ()
        self._today: date | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_week(self, days: Sequence[date], cells: Sequence[CoverageCell], today: date) -> None:
        self._days, self._cells, self._today = days, cells, today
        told = [f"{words.short_day(day)} {cell.count}" for day, cell in zip(days, cells, strict=True)]
        limit = cells[0].need if cells else 0
        spoken = _("Away each day, at most {limit}: {days}").format(limit=limit, days=", ".join(told))
        accessible.name(self, spoken)
        self.update()

    # Qt overrides
    def sizeHint(self) -> QSize:
        return QSize(220, fonts.scaled(116))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._cells:
            return
        painter = QPainter(self)
        look = theme.current()
        base = self.height() - fonts.scaled(20)
        room = base - fonts.scaled(18)
        limit = self._cells[0].need
        most = max(limit, *(cell.count for cell in self._cells), 1)
        step = self.width() / len(self._cells)
        painter.fillRect(0, base, self.width(), 1, look.color("border"))
        for at, (day, cell) in enumerate(zip(self._days, self._cells, strict=True)):
            height = round(room * cell.count / most)
            box = QRect(round(at * step + step * 0.2), base - height, round(step * 0.6), height)
            over = cell.count > limit
            painter.fillRect(box, look.color("negativeGraphic") if over else look.code("W").solid)
            here = day == self._today
            painter.setPen(look.color("text"))
            painter.setFont(fonts.font("small", fonts.STRONG))
            above = QRect(box.x() - 10, box.y() - 18, box.width() + 20, 17)
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, str(cell.count))
            painter.setPen(look.color("text" if here else "muted"))
            painter.setFont(fonts.font("caption", fonts.STRONG if here else fonts.REGULAR))
            under = QRect(box.x() - 10, base + 3, box.width() + 20, fonts.scaled(16))
            painter.drawText(under, Qt.AlignmentFlag.AlignCenter, words.short_day(day))
        line = base - round(room * limit / most)
        painter.setPen(QPen(look.color("muted"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(0, line, self.width(), line)
        painter.setFont(fonts.font("caption"))
        text = _("limit {count}").format(count=limit)
        painter.drawText(QRect(0, line - 16, 90, 15), Qt.AlignmentFlag.AlignLeft, text)
