"""The line above the registers: which view, and what the list shows."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from flexdesk.domain.leave import LeaveKind
from flexdesk.domain.leave_register import STATE_LABELS
from flexdesk.i18n import _
from ui.leave import words
from ui.leave.model import Wanted
from ui.qt import fonts, theme
from ui.widgets.fields import ComboBox, SearchField
from ui.widgets.segmented import Segmented

LIST, MONTH, BALANCES, REMARKS = "list", "month", "balances", "remarks"


class Filters(QWidget):
    """`changed` asks for another list, `viewed` carries the view that was chosen."""

    changed = Signal()
    viewed = Signal(str)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(fonts.scaled(40))
        choices = [
            (LIST, _("List")),
            (MONTH, _("Calendar")),
            (BALANCES, _("Balances")),
            (REMARKS, _("Attention")),
        ]
        self.view = Segmented(choices, _("View"))
        self.view.setToolTip("Alt+1 … Alt+4")
        self.search = SearchField(_("Name or NIP"), "", bind=False)
        self.search.setMinimumWidth(fonts.scaled(80))
        self.kind = ComboBox(_("Kind"))
        self.state = ComboBox(_("State"))
        self.period = ComboBox(_("Period"))
        kinds = [*LeaveKind, words.TRAVEL]
        self._fill(self.kind, _("Kind: all"), [(str(kind), words.kind_label(kind)) for kind in kinds])
        self._fill(self.state, _("State: all"), [(token, _(label)) for token, label in STATE_LABELS.items()])
        years = [(str(year), str(year)) for year in range(today.year + 1, today.year - 4, -1)]
        self._fill(
            self.period, _("Period: all"), [("now", _("today")), ("coming", _("from today on")), *years]
        )
        for box, wide in ((self.kind, 9), (self.state, 9), (self.period, 7)):
            box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(wide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 1)
        row.setSpacing(8)
        for part in (self.view, self.search, self.kind, self.state, self.period):
            row.addWidget(part)
        row.addStretch(1)
        self.view.chosen.connect(self.viewed)
        self.search.textChanged.connect(self.changed)
        for box in (self.kind, self.state, self.period):
            box.activated.connect(self.changed)

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            self.search.text().strip(),
            str(self.kind.currentData() or ""),
            str(self.state.currentData() or ""),
            str(self.period.currentData() or ""),
        )

    def show_for(self, view: str) -> None:
        """The choices belong to the list; the search helps everywhere."""
        for part in (self.kind, self.state, self.period):
            part.setVisible(view == LIST)
        self.search.setVisible(view in (LIST, BALANCES))

    def clear(self) -> None:
        self.search.clear()
        for box in (self.kind, self.state, self.period):
            box.setCurrentIndex(0)
        self.changed.emit()

    @staticmethod
    def _fill(box: ComboBox, all_of_them: str, choices: Sequence[tuple[str, str]]) -> None:
        box.addItem(all_of_them, "")
        for token, label in choices:
            box.addItem(label, token)

    # Qt overrides
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = theme.current()
        painter.fillRect(self.rect(), look.color("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.color("border"))
