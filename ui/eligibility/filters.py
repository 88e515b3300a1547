"""The line above the register: a search, and which answers to show."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from flexdesk.i18n import _
from ui.eligibility import words
from ui.qt import fonts, theme
from ui.widgets import keys
from ui.widgets.fields import SearchField
from ui.widgets.segmented import Segmented


class Filters(QWidget):
    """Alt and a number choose a state as well."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(fonts.scaled(40))
        self.search = SearchField(_("Name or NIP"), bind=False)
        self.search.setMinimumWidth(fonts.scaled(120))
        choices = [(state, _(label).format(count="").strip()) for state, label in words.STATES]
        self.states = Segmented(choices, _("People shown"))
        self.states.setToolTip("Alt+1 … Alt+6")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 1)
        row.setSpacing(8)
        row.addWidget(self.search, 1)
        row.addWidget(self.states)
        self.search.textChanged.connect(self.changed)
        self.states.chosen.connect(self.changed)
        for number, (state, _label) in enumerate(words.STATES, 1):
            keys.bind(self, f"Alt+{number}", partial(self.choose, state))

    @property
    def state(self) -> str:
        return self.states.choice

    @property
    def text(self) -> str:
        return self.search.text().strip()

    def choose(self, state: str) -> None:
        self.states.choose(state)
        self.changed.emit()

    def clear(self) -> None:
        self.search.clear()
        self.choose(words.ALL)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        for state, label in words.STATES:
            self.states.set_label(state, _(label).format(count=counts.get(state, 0)))

    # Qt overrides
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = theme.current()
        painter.fillRect(self.rect(), look.color("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.color("border"))
