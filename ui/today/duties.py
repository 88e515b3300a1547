"""What waits for the head, as lines that Enter opens at the right place."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from flexdesk.i18n import _
from flexdesk.services.duties import Duty, ReadyStep
from ui.qt import accessible, fonts, icons, theme
from ui.today import words
from ui.today.words import READY_WORDS, DutyWords
from ui.widgets.chips import focus_ring
from ui.widgets.label import IconLabel, Label


class DutyLine(QAbstractButton):
    """Two lines: what is to do and a detail; at the right how soon."""

    def __init__(self, facts: DutyWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = facts
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        accessible.name(self, " ".join((facts.title, facts.detail, facts.when)).strip())

    # Qt overrides
    def sizeHint(self) -> QSize:
        return QSize(260, fonts.scaled(44))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = theme.current().color
        if self.hasFocus() or self.underMouse():
            painter.fillRect(self.rect(), color("selection" if self.hasFocus() else "raised"))
        else:
            painter.fillRect(12, self.height() - 1, self.width() - 24, 1, color("border"))
        if self.hasFocus():
            painter.fillRect(0, 0, 3, self.height(), color("accent"))
        icons.paint(painter, QRect(14, 0, icons.NORMAL, self.height()), self._facts.icon, self._facts.tone)
        half = self.height() // 2
        painter.setFont(fonts.font("small"))
        painter.setPen(color(self._facts.tone))
        when = self._facts.when
        width = painter.fontMetrics().horizontalAdvance(when)
        right = self.width() - 14
        painter.drawText(
            QRect(right - width - 1, 5, width + 2, half - 4), Qt.AlignmentFlag.AlignVCenter, when
        )
        room = right - width - 10 - 40
        painter.setFont(fonts.font("base", fonts.STRONG))
        painter.setPen(color("text"))
        self._line(painter, QRect(40, 4, room, half - 3), self._facts.title)
        painter.setFont(fonts.font("small"))
        painter.setPen(color("muted"))
        self._line(painter, QRect(40, half, right - 40, half - 4), self._facts.detail)
        if self.hasFocus() and theme.current().high_contrast:
            focus_ring(painter, QRectF(self.rect()))

    def _line(self, painter: QPainter, box: QRect, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)


class DutyList(QWidget):
    """`opened` carries the screen and the item in it."""

    opened = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[DutyLine] = []
        self._duties: list[Duty] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_duties(self, duties: Sequence[Duty], today: date) -> None:
        if self._duties == list(duties):
            return
        self._duties = list(duties)
        _clear(self._column)
        self.lines = [DutyLine(words.duty_words(duty, today)) for duty in duties]
        for duty, line in zip(duties, self.lines, strict=True):
            line.clicked.connect(lambda _checked=False, duty=duty: self.opened.emit(duty.page, duty.item))
            self._column.addWidget(line)
        if not duties:
            row = QHBoxLayout()
            row.setContentsMargins(14, 4, 12, 4)
            row.addWidget(IconLabel("circle-check", "positive"))
            row.addWidget(Label(_("Nothing waits for you."), token="muted"), 1)
            box = QWidget()
            box.setLayout(row)
            self._column.addWidget(box)


class ReadyList(QWidget):
    """The few first steps, ticked as they are done."""

    opened = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def show_steps(self, steps: Sequence[ReadyStep]) -> None:
        _clear(self._column)
        for step in steps:
            row = QHBoxLayout()
            row.setContentsMargins(0, 2, 0, 2)
            row.setSpacing(8)
            icon, token = ("circle-check", "positive") if step.done else ("circle", "muted")
            row.addWidget(IconLabel(icon, token))
            text = _(READY_WORDS[step.key])
            row.addWidget(Label(text, token="muted" if step.done else "text"), 1)
            box = QWidget()
            box.setLayout(row)
            state = _("done") if step.done else _("not yet")
            accessible.name(box, f"{text}: {state}")
            self._column.addWidget(box)


def _clear(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
