"""The twelve codes with their words; a click takes one in hand for painting."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from flexdesk.domain.places import LETTERS, OF_LETTER, Place
from flexdesk.i18n import _
from ui.qt import accessible, fonts, theme
from ui.widgets import chips

_ORDER = "KWLDPCSIO123"
_ROWS = 6
_LINE, _CHIP = 20, 24
_SHORT = {"L": "Lokasi/kantor lain", "O": "Off sif"}  # the whole words do not fit beside the chip

_Align = Qt.AlignmentFlag


class Legend(QWidget):
    """`picked` carries the letter's place, or None when the letter in hand was clicked again."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._brush = ""
        self._at = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._name()

    def show_brush(self, place: Place | None) -> None:
        self._brush = LETTERS[place].letter if place is not None else ""
        self._name()
        self.update()

    def _name(self) -> None:
        letter = _ORDER[self._at]
        held = _("{letter} in hand").format(letter=self._brush) if self._brush else ""
        spoken = (_("Codes"), f"{letter} {_label(letter)}", held)
        accessible.name(self, ", ".join(part for part in spoken if part))

    def _box(self, number: int) -> QRect:
        line, half = fonts.scaled(_LINE), self.width() // 2
        return QRect((number // _ROWS) * half, (number % _ROWS) * line, half, line)

    def _pick(self, number: int) -> None:
        self._at = number
        letter = _ORDER[number]
        self.picked.emit(None if letter == self._brush else OF_LETTER[letter])

    # Qt overrides
    def sizeHint(self) -> QSize:
        return QSize(240, _ROWS * fonts.scaled(_LINE))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number in range(len(_ORDER)):
            if self._box(number).contains(event.position().toPoint()):
                self._pick(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -_ROWS, Qt.Key.Key_Right: _ROWS}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._pick(self._at)
        elif event.key() in step:
            self._at = (self._at + step[Qt.Key(event.key())]) % len(_ORDER)
            self._name()
            self.update()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.setFont(fonts.font("small"))
        for number, letter in enumerate(_ORDER):
            box = self._box(number)
            chip = QRect(box.x() - 2, box.y() + 1, _CHIP, box.height() - 2)
            chips.paint_chip(painter, chip, letter, chips.Mark.LEGEND)
            if letter == self._brush:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                chips.focus_ring(painter, QRectF(chip))
            painter.setPen(look.color("text" if letter == self._brush else "muted"))
            words = box.adjusted(_CHIP + 5, 0, 0, 0)
            text = painter.fontMetrics().elidedText(
                _label(letter), Qt.TextElideMode.ElideRight, words.width()
            )
            painter.drawText(words, _Align.AlignVCenter, text)
            if self.hasFocus() and number == self._at:
                painter.setPen(look.color("focus"))
                painter.drawRect(box.adjusted(-1, 0, -2, -1))
        painter.end()


def _label(letter: str) -> str:
    return _SHORT.get(letter, LETTERS[OF_LETTER[letter]].label)
