"""A switch between a few views of the same thing."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.qt import accessible, fonts, theme
from ui.qt.tokens import tokens

_SIDE = 10


class Segmented(QWidget):
    """`chosen` carries the key of the new choice; arrows move it."""

    chosen = Signal(str)

    def __init__(
        self, choices: Sequence[tuple[str, str]], spoken: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._keys = [key for key, _label in choices]
        self._labels = [label for _key, label in choices]
        self._at = 0
        self._spoken = spoken
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._name()

    @property
    def choice(self) -> str:
        return self._keys[self._at]

    def choose(self, key: str) -> None:
        """Move without telling anyone."""
        self._at = self._keys.index(key)
        self._name()
        self.update()

    def set_label(self, key: str, label: str) -> None:
        self._labels[self._keys.index(key)] = label
        self.updateGeometry()
        self.update()

    def _pick(self, at: int) -> None:
        if 0 <= at < len(self._keys) and at != self._at:
            self._at = at
            self._name()
            self.update()
            self.chosen.emit(self._keys[at])

    def _name(self) -> None:
        accessible.name(self, f"{self._spoken}: {self._labels[self._at]}")

    def _boxes(self) -> list[QRectF]:
        metrics = QFontMetrics(fonts.font("small", fonts.STRONG))
        left, boxes = 2.0, []
        for label in self._labels:
            width = metrics.horizontalAdvance(label) + 2 * _SIDE
            boxes.append(QRectF(left, 2, width, self.height() - 4))
            left += width
        return boxes

    # Qt overrides
    def sizeHint(self) -> QSize:
        return QSize(int(self._boxes()[-1].right()) + 3, fonts.scaled(tokens().size["control"]))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for at, box in enumerate(self._boxes()):
            if box.contains(event.position()):
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
        painter.setPen(QPen(look.color("focus"), 2) if self.hasFocus() else QPen(look.color("border"), 1))
        painter.setBrush(look.color("sunken"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        for at, (box, label) in enumerate(zip(self._boxes(), self._labels, strict=True)):
            here = at == self._at
            if here:
                painter.setPen(QPen(look.color("border"), 1))
                painter.setBrush(look.color("surface"))
                painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
            painter.setFont(fonts.font("small", fonts.STRONG if here else fonts.MEDIUM))
            painter.setPen(look.color("text" if here else "muted"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, label)
