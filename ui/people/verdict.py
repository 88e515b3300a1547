"""The answer who may work away, in a box, with what speaks against it and its article under it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.services.roster import Answer, RosterRow
from ui.people import words
from ui.qt import accessible, fonts, theme
from ui.qt.tokens import tokens
from ui.widgets.label import IconLabel, Label
from ui.widgets.tones import Tone


class VerdictBox(QFrame):
    def __init__(self, row: RosterRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = _tone(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(3)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconLabel(self._tone.icon, self._tone.ink), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Label(words.verdict_title(row), "base", fonts.STRONG, wrap=True), 1)
        column.addLayout(head)
        told = [words.verdict_title(row)]
        for reason in words.against(row)[:2]:
            column.addWidget(Label(reason.text, "base", wrap=True))
            column.addWidget(Label(reason.article, "small", token="accent", wrap=True))
            told += [reason.text, reason.article]
        accessible.name(self, " ".join(told))

    # Qt overrides
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().color(self._tone.ground))
        radius = tokens().radius["card"]
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)


def _tone(row: RosterRow) -> Tone:
    if row.answer is Answer.YES:
        return Tone.POSITIVE
    return Tone.NEUTRAL if words.is_excluded(row) else Tone.WARNING
