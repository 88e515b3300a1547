"""The 44 px line above every screen: title, period, state, view switch, actions."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from flexdesk.i18n import _
from ui.qt import fonts, theme
from ui.widgets.badge import Badge, BadgeFacts
from ui.widgets.button import Button, IconButton
from ui.widgets.label import Label
from ui.widgets.segmented import Segmented


class PageHeader(QWidget):
    """Give the primary action last, so that it stands at the right edge."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label(title, "title", fonts.STRONG)
        self.note = Label("", "small", token="muted")
        self.badge = Badge("")
        self.back: IconButton | None = None
        self.forth: IconButton | None = None
        self.period = Label("", "base", fonts.STRONG, parent=self)
        self.dates = Label("", "base", token="muted", parent=self)
        self.period.hide()
        self.dates.hide()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 12, 1)
        self._row.setSpacing(8)
        self._row.addWidget(self.title)
        self._period_row = QHBoxLayout()
        self._period_row.setSpacing(8)
        self._room_row = QHBoxLayout()
        self._row.addLayout(self._room_row)
        self._row.addLayout(self._period_row)
        self._row.addWidget(self.badge)
        self._row.addWidget(self.note)
        self._row.addStretch(1)
        self.note.hide()
        self.badge.hide()

    def set_title(self, title: str, note: str = "") -> None:
        self.title.setText(title)
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def add_period(self, back: Callable[[], object], forth: Callable[[], object]) -> None:
        """‹ period dates ›; the texts are given with `set_period`."""
        self.back = IconButton("chevron-left", _("Earlier"), shortcut="Alt+PgUp")
        self.forth = IconButton("chevron-right", _("Later"), shortcut="Alt+PgDown")
        self.back.clicked.connect(lambda: back())
        self.forth.clicked.connect(lambda: forth())
        for part in (self.back, self.period, self.dates, self.forth):
            self._period_row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_period(self, period: str, dates: str = "") -> None:
        self.period.setText(period)
        self.period.setVisible(bool(period))
        self.dates.setText(dates)
        self.dates.setVisible(bool(dates))

    def set_badge(self, facts: BadgeFacts | None) -> None:
        self.badge.setVisible(facts is not None)
        if facts is not None:
            self.badge.show_facts(facts)

    def add_room_switch(self, switch: Segmented) -> Segmented:
        """The switch between the rooms of a screen stands beside the title, alike in each of them."""
        self._room_row.addWidget(switch)
        return switch

    def add_switch(self, switch: Segmented) -> Segmented:
        self._row.addWidget(switch)
        return switch

    def add_action(self, button: Button) -> Button:
        self._row.addWidget(button)
        return button

    def add_widget(self, widget: QWidget) -> None:
        """Anything else at the right side, such as a field."""
        self._row.addWidget(widget)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().color("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.current().color("border"))
