"""Small words of state on a soft ground, as widgets and for delegates."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from flexdesk.i18n import N_, _
from flexdesk.store.carriers import SyncState
from ui.qt import accessible, fonts, icons, theme
from ui.widgets.tones import Tone

_SIDE, _GAP, _ICON = 6, 4, 13


@dataclass(frozen=True, slots=True)
class BadgeFacts:
    text: str
    tone: Tone = Tone.NEUTRAL
    icon: str = ""


# The five words of sending, by the stored state.
SYNC: dict[str, BadgeFacts] = {
    "local": BadgeFacts(N_("Local"), Tone.NEUTRAL, "laptop"),
    "bundled": BadgeFacts(N_("Bundled"), Tone.ACCENT, "package"),
    "sent": BadgeFacts(N_("Sent"), Tone.ACCENT, "arrow-right"),
    "received": BadgeFacts(N_("Received"), Tone.POSITIVE, "check"),
    "attention": BadgeFacts(N_("Needs action"), Tone.NEGATIVE, "triangle-alert"),
}


_STATES = {
    SyncState.LOCAL: "local",
    SyncState.BUNDLED: "bundled",
    SyncState.HANDED: "sent",
    SyncState.RECEIVED: "received",
    SyncState.ACTION: "attention",
}


def sync_badge(state: SyncState) -> BadgeFacts:
    """One of the five words; green only for what a receipt covers."""
    facts = SYNC[_STATES[state]]
    return BadgeFacts(_(facts.text), facts.tone, facts.icon)


def badge_size(facts: BadgeFacts) -> QSize:
    width = QFontMetrics(fonts.font("caption", fonts.MEDIUM)).horizontalAdvance(facts.text) + 2 * _SIDE
    if facts.icon:
        width += _ICON + _GAP
    return QSize(width, fonts.scaled(18))


def paint_badge(painter: QPainter, at: QPoint, facts: BadgeFacts) -> int:
    """Draw with the top left corner at `at`; returns the width used."""
    look = theme.current()
    size = badge_size(facts)
    box = QRectF(at.x(), at.y(), size.width(), size.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outlined = facts.tone is Tone.QUIET or look.high_contrast
    painter.setPen(QPen(look.color("borderStrong"), 1) if outlined else Qt.PenStyle.NoPen)
    painter.setBrush(look.color(facts.tone.ground))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    left = at.x() + _SIDE
    if facts.icon:
        place = QRect(left, at.y(), _ICON, size.height())
        icons.paint(painter, place, facts.icon, facts.tone.ink, _ICON)
        left += _ICON + _GAP
    painter.setFont(fonts.font("caption", fonts.MEDIUM))
    painter.setPen(look.color(facts.tone.ink))
    words = QRectF(left, at.y(), box.right() - left, size.height())
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, facts.text)
    painter.restore()
    return size.width()


class Badge(QWidget):
    def __init__(
        self, text: str, tone: Tone = Tone.NEUTRAL, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._facts = BadgeFacts(text, tone, icon)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        accessible.name(self, text)

    @property
    def facts(self) -> BadgeFacts:
        return self._facts

    def show_facts(self, facts: BadgeFacts) -> None:
        self._facts = facts
        accessible.name(self, facts.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return badge_size(self._facts)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_badge(
            QPainter(self), QPoint(0, (self.height() - badge_size(self._facts).height()) // 2), self._facts
        )


class CountPill(QWidget):
    """How many things wait: a round accent mark, or an amber “!” when the number does not matter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._tone = "", Tone.ACCENT
        self.setFixedHeight(18)
        self.hide()

    def show_count(self, count: int, *, alarm: bool = False) -> None:
        """Hidden at zero; `alarm` shows “!”."""
        self._text = "!" if alarm else str(count) if count else ""
        self._tone = Tone.WARNING if alarm else Tone.ACCENT
        self.setFixedWidth(pill_width(self._text))
        self.setVisible(bool(self._text))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_pill(QPainter(self), QPoint(0, 0), self._text, self._tone)


def pill_width(text: str) -> int:
    return max(18, QFontMetrics(fonts.font("caption", fonts.STRONG)).horizontalAdvance(text) + 10)


def paint_pill(painter: QPainter, at: QPoint, text: str, tone: Tone = Tone.ACCENT) -> None:
    """An 18 px high pill: onAccent on accent, or the tone's ink on its soft ground."""
    look = theme.current()
    strong = tone is Tone.ACCENT
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color("accent" if strong else tone.ground))
    box = QRect(at.x(), at.y(), pill_width(text), 18)
    painter.drawRoundedRect(box, 9, 9)
    painter.setFont(fonts.font("caption", fonts.STRONG))
    painter.setPen(look.color("onAccent" if strong else tone.ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
