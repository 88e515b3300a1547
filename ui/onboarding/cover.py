"""The left half of the first window: what the program is for, with a small week as its picture."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from flexdesk.i18n import N_, _
from ui.qt import accessible, fonts, icons
from ui.qt.tokens import Scheme, tokens
from ui.widgets.chips import paint_chip

WIDTH = 520
_WEEK = (
    ("Agus", "KWKKW  "),
    ("Dewi", "KKLKW  "),
    ("Budi", "WKDDK  "),
    ("Hesti", "KPPKW  "),
    ("Indra", "CCKWK  "),
    ("Iwan", "K1233OO"),
    ("Umi", "KKWKW  "),
    ("Lalu", "1123OO1"),
)
_DAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), "S", "M")
_MARGIN = 40


class Cover(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._promise = _("Who works where, what comes of it, and the letter ready to print.")
        self._line = _("Works fully without internet. The data stay on this laptop, locked with your key.")
        accessible.name(self, f"FlexDesk. {self._promise} {self._line}")

    # Qt overrides
    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 640)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        light = tokens().colors[Scheme.LIGHT]  # the cover keeps its colours in both schemes, as the mark does
        painter.fillRect(self.rect(), QColor(light["accent"]))
        self._paint_mark(painter, QColor(light["accent"]))
        painter.setPen(QColor(light["onAccent"]))
        head = fonts.font("figure", fonts.STRONG)
        painter.setFont(head)
        wrap = Qt.TextFlag.TextWordWrap
        box = QRect(_MARGIN, 112, self.width() - 2 * _MARGIN, 120)
        used = painter.boundingRect(box, wrap, self._promise)
        painter.drawText(box, wrap, self._promise)
        painter.setFont(fonts.font("lead"))
        under = QRect(_MARGIN, used.bottom() + 14, self.width() - 2 * _MARGIN - 20, 60)
        used = painter.boundingRect(under, wrap, self._line)
        painter.setOpacity(0.9)
        painter.drawText(under, wrap, self._line)
        painter.setOpacity(1)
        top = used.bottom() + 34
        if top + 340 < self.height():
            self._paint_week(painter, QRect(_MARGIN, top, self.width() - 2 * _MARGIN, 340))

    def _paint_mark(self, painter: QPainter, accent: QColor) -> None:
        """The mark turned inside out: accent on white."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRoundedRect(QRectF(_MARGIN, 40, 40, 40), 8, 8)
        painter.setBrush(accent)
        for x, y in ((9, 9), (9, 22), (22, 22)):
            painter.drawRoundedRect(QRectF(_MARGIN + x, 40 + y, 9.5, 9.5), 2, 2)
        painter.setBrush(QColor(tokens().colors[Scheme.DARK]["warning"]))
        painter.drawEllipse(QRectF(_MARGIN + 21.5, 48.5, 10.5, 10.5))
        painter.setPen(Qt.GlobalColor.white)
        painter.setFont(fonts.font("figure", fonts.STRONG))
        painter.drawText(QRect(_MARGIN + 52, 40, 300, 40), Qt.AlignmentFlag.AlignVCenter, "FlexDesk")

    def _paint_week(self, painter: QPainter, box: QRect) -> None:
        light = tokens().colors[Scheme.LIGHT]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(light["surface"]))
        painter.drawRoundedRect(QRectF(box), 8, 8)
        left, row = box.x() + 14, 32
        wide, narrow = 50, 30
        lefts = [left + 90 + at * (wide + 2) for at in range(5)]
        lefts += [lefts[-1] + wide + 2, lefts[-1] + wide + narrow + 4]
        painter.setFont(fonts.font("small", fonts.MEDIUM))
        painter.setPen(QColor(light["muted"]))
        for at, day in enumerate(_DAYS):
            size = wide if at < 5 else narrow
            painter.drawText(QRect(lefts[at], box.y() + 12, size, 22), Qt.AlignmentFlag.AlignCenter, _(day))
        for number, (name, letters) in enumerate(_WEEK):
            top = box.y() + 38 + number * row
            painter.setPen(QPen(QColor(light["border"]), 1))
            painter.drawLine(left, top, box.right() - 14, top)
            painter.setPen(QColor(light["text"]))
            painter.setFont(fonts.font("base", fonts.MEDIUM))
            painter.drawText(QRect(left, top, 86, row), Qt.AlignmentFlag.AlignVCenter, name)
            for at, letter in enumerate(letters):
                if letter != " ":
                    size = wide if at < 5 else narrow
                    paint_chip(painter, QRect(lefts[at], top + 2, size, row - 4), letter)
        foot = QRect(left, box.bottom() - 40, 300, 36)
        icons.paint(painter, QRect(left, foot.y(), 16, 36), "circle-check", "positive")
        painter.setPen(QColor(light["text"]))
        painter.setFont(fonts.font("base", fonts.STRONG))
        text = _("Counters staffed, Fridays even, no rule broken")
        painter.drawText(foot.adjusted(24, 0, 60, 0), Qt.AlignmentFlag.AlignVCenter, text)
