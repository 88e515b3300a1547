"""One rule as a sentence with a hole: the words are painted, the hole is a button."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from flexdesk.i18n import _
from ui.qt import accessible, fonts, icons, theme
from ui.widgets.button import Button

_NUMBER, _SOURCE, _PAD = 40, 176, 10
_BESIDE = 2  # between the hole and the comma or stop after it
_HOLE = "{value}"


@dataclass(frozen=True, slots=True)
class SentenceFacts:
    """`text` holds `{value}` where the hole is; `later` tells of a value that begins on another day.

    `is_read` is false where the value is kept but nothing counts by it yet.
    """

    key: str
    rule: str
    number: int
    text: str
    value: str
    article: str
    source: str
    grade: str
    changeable: bool
    later: str = ""
    is_read: bool = True

    @property
    def whole(self) -> str:
        return self.text.replace(_HOLE, self.value)


class SentenceRow(QWidget):
    """`asked` when the person wants to change the hole."""

    asked = Signal(str)

    def __init__(self, facts: SentenceFacts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts = facts
        self._chosen = False
        self._places: list[tuple[QPoint, str]] = []
        self._height = 0
        self.hole = Button(facts.value, opens=True, bind=False, small=True, parent=self)
        self.hole.clicked.connect(lambda: self.asked.emit(self.facts.key))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.current().changed.connect(self._lay)
        self.show_facts(facts)

    def show_facts(self, facts: SentenceFacts) -> None:
        self.facts = facts
        self.hole.set_words(facts.value)
        self.hole.setVisible(facts.changeable)
        accessible.name(self, facts.whole, f"{facts.article} {facts.source}".strip())
        accessible.name(self.hole, f"{facts.value}, {facts.whole}")
        self._lay()

    def choose(self, *, on: bool) -> None:
        """Mark the sentence that is being changed."""
        self._chosen = on
        self.update()

    def _words(self) -> list[str]:
        """Words in order; the hole stands for itself, or its value where it cannot be changed."""
        text = self.facts.text
        if self.facts.changeable and _HOLE not in text:
            text = f"{text} {_HOLE}"
        shown = text if self.facts.changeable else self.facts.whole
        return shown.split()

    def _lay(self) -> None:
        """Break the words into lines round the hole."""
        metrics = QFontMetrics(fonts.font("base"))
        line, blank = fonts.scaled(25), metrics.horizontalAdvance(" ")
        left, right = _NUMBER, max(self.width() - fonts.scaled(_SOURCE) - _PAD, _NUMBER + 200)
        x, y = left, 6
        self._places = []
        for word in self._words():
            tail = word.partition(_HOLE)[2] if _HOLE in word else ""
            size = self.hole.sizeHint()
            width = (
                size.width() + _BESIDE + metrics.horizontalAdvance(tail)
                if _HOLE in word
                else metrics.horizontalAdvance(word)
            )
            if x + width > right and x > left:
                x, y = left, y + line
            if _HOLE in word:
                self.hole.setGeometry(x, y + (line - size.height()) // 2, size.width(), size.height())
                self._places.append((QPoint(x + size.width() + _BESIDE, y), tail))
            else:
                self._places.append((QPoint(x, y), word))
            x += width + blank
        self._height = max(y + line + 6, fonts.scaled(48)) + (fonts.scaled(18) if self.facts.later else 0)
        self.setFixedHeight(self._height)
        self.update()

    # Qt overrides
    def sizeHint(self) -> QSize:
        return QSize(500, self._height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.facts.changeable and event.button() is Qt.MouseButton.LeftButton:
            self.asked.emit(self.facts.key)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, facts = theme.current(), self.facts
        painter = QPainter(self)
        if self._chosen:
            painter.fillRect(self.rect(), look.color("selection"))
            painter.fillRect(0, 0, 3, self.height(), look.color("accent"))
        painter.fillRect(12, self.height() - 1, self.width() - 24, 1, look.color("border"))
        line = fonts.scaled(25)
        painter.setFont(fonts.font("base", fonts.STRONG))
        painter.setPen(look.color("muted"))
        painter.drawText(QRect(14, 6, _NUMBER - 14, line), Qt.AlignmentFlag.AlignVCenter, str(facts.number))
        painter.setFont(fonts.font("base"))
        painter.setPen(look.color("text"))
        for place, word in self._places:
            painter.drawText(QRect(place, QSize(2000, line)), Qt.AlignmentFlag.AlignVCenter, word)
        if facts.later:
            painter.setFont(fonts.font("small"))
            painter.setPen(look.color("warning"))
            box = QRect(_NUMBER, self.height() - fonts.scaled(22), self.width() - _NUMBER, fonts.scaled(16))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, facts.later)
        self._paint_source(painter)

    def _paint_source(self, painter: QPainter) -> None:
        look, facts = theme.current(), self.facts
        width = fonts.scaled(_SOURCE) - _PAD
        left = self.width() - fonts.scaled(_SOURCE)
        upper, lower = fonts.scaled(18), fonts.scaled(18)
        head = facts.article or facts.source
        self._elide(
            painter, QRect(left, 7, width, upper), head, "accent" if facts.article else "text", strong=True
        )
        kept = "circle-check" if facts.is_read else "circle"
        icon = "pencil" if self._chosen else kept if facts.changeable else "lock"
        said = self._grade_words()
        icons.paint(painter, QRect(left, 7 + upper, icons.SMALL, lower), icon, "muted", icons.SMALL)
        self._elide(painter, QRect(left + 18, 7 + upper, width - 18, lower), said, "muted", strong=False)
        self.setToolTip(f"{facts.article}\n{facts.source}\n{said}".strip())
        painter.setPen(look.color("text"))

    def _grade_words(self) -> str:
        if self._chosen:
            return _("being changed")
        if not self.facts.changeable:
            return _("cannot be changed")
        if not self.facts.is_read:
            return _("kept, not used yet")
        source = self.facts.source if self.facts.article else ""
        grade = _("source grade {grade}").format(grade=self.facts.grade) if self.facts.grade else ""
        return " · ".join(part for part in (grade, source) if part) or _("settled by this unit")

    def _elide(self, painter: QPainter, box: QRect, text: str, token: str, *, strong: bool) -> None:
        font = fonts.font("small", fonts.MEDIUM if strong else fonts.REGULAR)
        painter.setFont(font)
        painter.setPen(theme.current().color(token))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
