"""The notice inside a page: what happened, what is safe, what to do, and at most two buttons."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.errors import FlexDeskError
from flexdesk.i18n import _
from ui.qt import accessible, fonts, icons, theme
from ui.widgets.button import Button, IconButton
from ui.widgets.label import IconLabel, Label
from ui.widgets.tones import Tone


@dataclass(frozen=True, slots=True)
class BannerAction:
    text: str
    call: Callable[[], object]
    icon: str = ""
    shortcut: str = ""


class Banner(QFrame):
    """One line when only `text` is given; up to two more lines under it."""

    closed = Signal()

    def __init__(
        self,
        tone: Tone,
        text: str,
        lines: Sequence[str] = (),
        actions: Sequence[BannerAction] = (),
        *,
        ticket: str = "",
        closable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        if len(actions) > 2 or len(lines) > 2:
            raise ValueError("a banner holds two actions and three lines")
        self.tone, self.text, self.ticket = tone, text, ticket
        self.buttons: list[Button] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(13, 5, 8, 5)
        row.setSpacing(8)
        icon = IconLabel(tone.icon, tone.ink, icons.NORMAL)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop if lines else Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(self._words(text, lines, ticket), 1)
        for action in actions:
            button = Button(action.text, icon=action.icon, shortcut=action.shortcut)
            button.clicked.connect(lambda _checked=False, call=action.call: call())
            self.buttons.append(button)
            row.addWidget(button)
        if closable:
            close = IconButton("x", _("Close this notice"))
            close.clicked.connect(self.closed)
            row.addWidget(close)
        accessible.name(self, " ".join((text, *lines, ticket)).strip())

    @classmethod
    def of_error(
        cls, error: FlexDeskError, actions: Sequence[BannerAction] = (), *, tone: Tone = Tone.NEGATIVE
    ) -> "Banner":
        lines = (error.what_is_safe, error.what_to_do)
        return cls(tone, error.message, lines, actions, ticket=error.ticket, closable=True)

    def _words(self, text: str, lines: Sequence[str], ticket: str) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(1)
        first = Label(text, "base", fonts.STRONG if lines else fonts.REGULAR, wrap=True)
        head = QHBoxLayout()
        head.addWidget(first, 1)
        if ticket:
            head.addWidget(Label(ticket, "small", token="muted"), 0, Qt.AlignmentFlag.AlignTop)
        words.addLayout(head)
        for line in lines:
            words.addWidget(Label(line, "base", wrap=True))
        return words

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = theme.current()
        painter.fillRect(self.rect(), look.color(self.tone.ground))
        painter.fillRect(0, 0, 3, self.height(), look.color(self.tone.ink))
