"""The small window with the past of one cell: who, when, from what to what, and why."""

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from flexdesk.i18n import _
from ui.qt import accessible, fonts, theme
from ui.schedule import words
from ui.schedule.ports import HistoryEntry
from ui.widgets.label import Label

MOST_ENTRIES = 12
_WIDTH = 320


class HistoryPopup(QFrame):
    """Closes with Esc or a click beside it."""

    def __init__(
        self,
        title: str,
        entries: Sequence[HistoryEntry],
        zone: tzinfo | None,
        parent: QWidget,
        *,
        shortened: bool = False,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.lines = [_line(entry, zone) for entry in entries[:MOST_ENTRIES]]
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(4)
        column.addWidget(Label(title, "base", fonts.STRONG, wrap=True))
        for line in self.lines or [_("This cell has never been changed.")]:
            column.addWidget(Label(line, "small", wrap=True))
        if len(entries) > MOST_ENTRIES:
            more = _("and {count} more").format(count=len(entries) - MOST_ENTRIES)
            column.addWidget(Label(more, "small", token="muted"))
        if shortened:
            self.lines.append(_("Earlier steps are kept by the server."))
            column.addWidget(Label(self.lines[-1], "small", token="muted", wrap=True))
        self.setFixedWidth(fonts.scaled(_WIDTH))
        accessible.name(self, title, "\n".join(self.lines))

    def show_under(self, at: QPoint) -> None:
        """Open with the top left corner at `at`, a point of the screen."""
        self.adjustSize()
        self.move(at)
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme.current()
        painter.fillRect(self.rect(), look.color("surface"))
        painter.setPen(QPen(look.color("borderStrong"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


def _line(entry: HistoryEntry, zone: tzinfo | None) -> str:
    """`19 Nov 07.30 · Bambang: K → W, diminta langsung`."""
    at = entry.at.astimezone(zone)
    before, after = words.letter(entry.before, entry.half_before), words.letter(entry.after, entry.half_after)
    line = f"{words.short_date(at.date())} {at:%H.%M} · {entry.who}: {before or '·'} → {after or '·'}"
    return f"{line}, {entry.reason}" if entry.reason else line
