"""The line above the roster: filter as you type, and three choices."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from flexdesk.domain.people import STATUS_LABELS
from flexdesk.i18n import N_, _
from flexdesk.services.roster import Answer
from ui.people.model import Wanted
from ui.qt import fonts, theme
from ui.widgets.fields import ComboBox, SearchField
from ui.widgets.label import Label

_ANY = ""
_NO_GROUP = "\x00"  # a group without a name is a choice too
_ANSWERS = (
    (Answer.YES, N_("May: yes")),
    (Answer.OPEN, N_("May: undecided")),
    (Answer.NO, N_("May: no")),
)


class Filters(QWidget):
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(fonts.scaled(40))
        self.search = SearchField(_("Name or NIP"), bind=False)
        self.search.setMinimumWidth(fonts.scaled(180))
        self.group = ComboBox(_("Part of the unit"))
        self.group.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.group.setMinimumContentsLength(12)
        self.status = ComboBox(_("Status"))
        self.answer = ComboBox(_("May work away"))
        self.count = Label("", "small", token="muted")
        self._fill(self.status, _("Status: all"), list(STATUS_LABELS.items()))
        self._fill(self.answer, _("May: all"), [(token.value, _(label)) for token, label in _ANSWERS])
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 1)
        row.setSpacing(8)
        for part in (self.search, self.group, self.status, self.answer):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.count)
        self.search.textChanged.connect(self.changed)
        for box in (self.group, self.status, self.answer):
            box.activated.connect(self.changed)
        self.show_groups([], whole=True)

    def show_groups(self, groups: Sequence[str], *, whole: bool) -> None:
        """`whole` False: the unit is too large to filter by what must be computed for everybody."""
        held = self.group.currentData()
        self._fill(self.group, _("Part: all"), [(group or _NO_GROUP, group or "–") for group in groups])
        self.group.setCurrentIndex(max(self.group.findData(held), 0))
        self.group.setVisible(len(groups) > 1)
        for box in (self.status, self.answer):
            box.setEnabled(whole)

    @property
    def wanted(self) -> Wanted:
        group = str(self.group.currentData() or _ANY)
        return Wanted(
            self.search.text().strip(),
            None if group == _ANY else group.removeprefix(_NO_GROUP),
            str(self.status.currentData() or ""),
            str(self.answer.currentData() or ""),
        )

    def clear(self) -> None:
        self.search.clear()
        for box in (self.group, self.status, self.answer):
            box.setCurrentIndex(0)
        self.changed.emit()

    @staticmethod
    def _fill(box: ComboBox, all_of_them: str, choices: Sequence[tuple[str, str]]) -> None:
        box.clear()
        box.addItem(all_of_them, _ANY)
        for token, label in choices:
            box.addItem(label, token)

    # Qt overrides
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = theme.current()
        painter.fillRect(self.rect(), look.color("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.color("border"))
