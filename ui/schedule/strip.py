"""The line under the grid that shows a change before it is made: a paste or a proposal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.i18n import _
from ui.qt import accessible, fonts, icons, theme
from ui.widgets.button import Button, Kind
from ui.widgets.label import IconLabel, Label
from ui.widgets.tones import Tone

MOST_LINES = 12  # refused cells listed by name; more are counted


@dataclass(frozen=True, slots=True)
class Other:
    """The same proposal asked for in another way."""

    verb: str
    ask: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Offer:
    """What the strip asks, and what happens then."""

    text: str
    verb: str
    take: Callable[[], object]
    drop: Callable[[], object]
    lines: Sequence[str] = ()
    tone: Tone = Tone.ACCENT
    can_take: bool = True
    other: Other | None = None
    leave: str = ""  # what Esc is called where nothing is dropped


class Strip(QFrame):
    """Hidden without an offer. Enter takes, Esc drops; both are also buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offer: Offer | None = None
        self._icon = IconLabel(Tone.ACCENT.icon, Tone.ACCENT.ink, icons.NORMAL)
        self._text = Label("", "base", fonts.MEDIUM, wrap=True)
        self._details = Label("", "small", wrap=True)
        self.take_button = Button("", shortcut="Enter", bind=False, small=True)
        self.drop_button = Button(_("Drop"), shortcut="Esc", bind=False, small=True, kind=Kind.QUIET)
        self.vary_button = Button("", shortcut="Ctrl+R", bind=False, small=True)
        self.take_button.clicked.connect(self.take)
        self.vary_button.clicked.connect(self.vary)
        self.drop_button.clicked.connect(self.drop)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._text)
        words.addWidget(self._details)
        row = QHBoxLayout(self)
        row.setContentsMargins(13, 5, 8, 5)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.vary_button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.take_button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.drop_button, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def offer(self) -> Offer | None:
        return self._offer

    @property
    def text(self) -> str:
        return self._text.text()

    @property
    def details(self) -> str:
        return self._details.text()

    def show_offer(self, offer: Offer) -> None:
        """Ask; an offer that still stood is dropped without a word to its maker."""
        self._offer = offer
        self._icon.set_icon(offer.tone.icon, offer.tone.ink)
        self._text.setText(offer.text)
        self._details.setText(_listed(offer.lines))
        self._details.setVisible(bool(offer.lines))
        self.take_button.set_words(offer.verb)
        self.take_button.setVisible(offer.can_take)
        if offer.other is not None:
            self.vary_button.set_words(offer.other.verb)
        self.vary_button.setVisible(offer.other is not None)
        self.drop_button.set_words(offer.leave or _("Drop"))
        accessible.name(self, f"{offer.text} {self._details.text()}".strip())
        self.show()

    def show_details(self, line: str) -> None:
        """Replace the second line, while the question stays."""
        self._details.setText(line)
        self._details.setVisible(bool(line))

    def close_offer(self) -> None:
        self._offer = None
        self.hide()

    def take(self) -> None:
        """Enter: do it."""
        offer = self._offer
        if offer is not None and offer.can_take:
            self.close_offer()
            offer.take()

    def vary(self) -> bool:
        """Ctrl+R: the same proposal in its other way; False when there is none."""
        offer = self._offer
        if offer is None or offer.other is None:
            return False
        offer.other.ask()
        return True

    def drop(self) -> None:
        """Esc: nothing was written, so nothing is taken back."""
        offer = self._offer
        if offer is not None:
            self.close_offer()
            offer.drop()

    # Qt overrides
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme.current()
        tone = self._offer.tone if self._offer is not None else Tone.ACCENT
        painter.fillRect(self.rect(), look.color(tone.ground))
        painter.fillRect(0, 0, 3, self.height(), look.color(tone.ink))
        painter.fillRect(0, 0, self.width(), 1, look.color("border"))
        painter.end()


def _listed(lines: Sequence[str]) -> str:
    shown = list(lines[:MOST_LINES])
    if len(lines) > MOST_LINES:
        shown.append(_("and {count} more").format(count=len(lines) - MOST_LINES))
    return " · ".join(shown)
