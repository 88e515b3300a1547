"""The view “Matrix” of the target screen: whose results stand across, and the sheet itself."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.i18n import _
from flexdesk.services.role_matrix import leaders
from ui.targets.matrix import MatrixModel, MatrixView
from ui.targets.outline_edits import OutlineEdits
from ui.widgets.card import Hairline
from ui.widgets.fields import ComboBox
from ui.widgets.label import Label


class MatrixPane(QWidget):
    def __init__(self, desk: Desk, edits: OutlineEdits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._year = 0
        self.model = MatrixModel(edits.set_cell, self)
        self.view = MatrixView(self.model)
        self.leader = ComboBox(_("Whose results stand across"))
        self.leader.activated.connect(lambda _at: self._fill())
        self.nothing = Label("", token="muted", wrap=True)
        self.nothing.setContentsMargins(16, 12, 16, 12)
        tools = QHBoxLayout()
        tools.setContentsMargins(12, 5, 12, 5)
        tools.setSpacing(10)
        tools.addWidget(Label(_("Results of"), "small", token="muted"))
        tools.addWidget(self.leader)
        tools.addWidget(
            Label(_("Type what each person contributes; Del empties a cell."), "small", token="muted")
        )
        tools.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(Hairline())
        column.addWidget(self.nothing)
        column.addWidget(self.view, 1)

    def show_year(self, year: int) -> None:
        """Read everything anew; the chosen leader and the cursor stay."""
        self._year = year
        chosen = self.leader.currentData()
        names = {one.key: one.name for one in self._desk.people.roster()}
        head = self._desk.reader.unit().head
        found = leaders(self._desk.targets.plans(year=year))
        keys = list(dict.fromkeys(key for key in (head, *found) if key in names))
        self.leader.clear()
        for key in keys:
            self.leader.addItem(names[key], key)
        self.leader.setCurrentIndex(max(0, keys.index(chosen) if chosen in keys else 0) if keys else -1)
        self._fill()

    def _fill(self) -> None:
        matrix = self._desk.handing_down.matrix(self._year, str(self.leader.currentData() or ""))
        self.model.show(matrix)
        self.view.setVisible(bool(matrix.heads))
        self.nothing.setVisible(not matrix.heads)
        self.nothing.setText(_("This leader has no results yet. Type them in the view “Work results” first."))
        if matrix.heads and not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(0, 0))
