"""The underlined words under a person's name that choose what of the record is shown."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from flexdesk.i18n import _
from ui.qt import accessible, fonts, theme

_SIDE, _GAP, _HEIGHT, _LINE = 2, 16, 32, 3


class Tabs(QWidget):
    """`chosen` carries the key; arrows move, and a number beside a word counts what waits there."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = [key for key, _label in choices]
        self._labels = [label for _key, label in choices]
        self._counts = [0] * len(self._keys)
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name()

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Keys and words, in their order."""
        return list(zip(self._keys, self._labels, strict=True))

    @property
    def choice(self) -> str:
        return self._keys[self._at]

    def choose(self, key: str) -> None:
        """Move without telling anyone."""
        self._at = self._keys.index(key)
        self._name()
        self.update()

    def set_count(self, key: str, count: int) -> None:
        self._counts[self._keys.index(key)] = count
        self._name()
        self.update()

    def _pick(self, at: int) -> None:
        if 0 <= at < len(self._keys) and at != self._at:
            self._at = at
            self._name()
            self.update()
            self.chosen.emit(self._keys[at])

    def _name(self) -> None:
        count = self._counts[self._at]
        told = f", {count}" if count else ""
        accessible.name(self, _("View of the person: {name}").format(name=self._labels[self._at] + told))

    def _boxes(self) -> list[QRectF]:
        metrics = QFontMetrics(fonts.font("small", fonts.STRONG))
        left, boxes = 0.0, []
        for label, count in zip(self._labels, self._counts, strict=True):
            shown = f"{label} {count}" if count else label
            width = metrics.horizontalAdvance(shown) + 2 * _SIDE
            boxes.append(QRectF(left, 0, width, self.height()))
            left += width + _GAP
        return boxes

    # Qt overrides
    def sizeHint(self) -> QSize:
        return QSize(int(self._boxes()[-1].right()) + 2, fonts.scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, fonts.scaled(_HEIGHT))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for at, box in enumerate(self._boxes()):
            if box.adjusted(-_GAP / 2, 0, _GAP / 2, 0).contains(event.position()):
                self._pick(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._pick(self._at + step)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.color("border"))
        for at, (box, label) in enumerate(zip(self._boxes(), self._labels, strict=True)):
            here, count = at == self._at, self._counts[at]
            painter.setFont(fonts.font("small", fonts.STRONG if here else fonts.MEDIUM))
            painter.setPen(look.color("text" if here else "muted"))
            words = box.adjusted(_SIDE, 0, 0, -_LINE)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, f"{label} {count}" if count else label)
            if here:
                painter.fillRect(
                    QRectF(box.x(), box.bottom() - _LINE, box.width(), _LINE), look.color("accent")
                )
            if here and self.hasFocus():
                painter.setPen(QPen(look.color("focus"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box.adjusted(-3, 3, 3, -_LINE - 1), 3, 3)
