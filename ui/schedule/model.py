"""The sheet as an item model: what Qt's selection, editing and screen readers ask for, one cell at a time.

Painting does not go this way: the grid reads the sheet's lists directly.
"""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from flexdesk.domain.places import AWAY
from flexdesk.i18n import _
from ui.qt import accessible
from ui.schedule import outcomes, words
from ui.schedule.outcomes import Outcome
from ui.schedule.ports import CellKey, CellView
from ui.schedule.sheet import Mark, Sheet, Spot, rewrite_cell, spoken_cell, spoken_column, spoken_row

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

_NOWHERE = QModelIndex()


class WeekModel(QAbstractTableModel):
    """People by days. `write` takes an outcome and says whether it was stored."""

    sheet_changed = Signal()  # after every new sheet, narrow or whole
    cells_changed = Signal(object)  # list[Spot], after a few cells were rewritten

    def __init__(self, write: Callable[[Outcome], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet = Sheet()
        self._write = write

    def show(self, sheet: Sheet) -> None:
        """Take a new sheet; with the same people and days a selection or an open editor survives."""
        before, same = self.sheet, _same_frame(self.sheet, sheet)
        if same:
            self.sheet = sheet
            self._tell_differences(before)
        else:
            self.beginResetModel()
            self.sheet = sheet
            self.endResetModel()
        self.sheet_changed.emit()

    def _tell_differences(self, before: Sheet) -> None:
        after = self.sheet
        for row in range(after.height):
            low, high = row * after.width, (row + 1) * after.width
            changed = [
                at - low
                for at in range(low, high)
                if before.places[at] is not after.places[at]
                or before.halves[at] is not after.halves[at]
                or before.marks[at] != after.marks[at]
            ]
            if changed:
                self.dataChanged.emit(self.index(row, changed[0]), self.index(row, changed[-1]))
        if after.height:
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, after.height - 1)
        if after.width:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, after.width - 1)

    def rewrite(self, cells: Mapping[CellKey, CellView]) -> None:
        """Show what a few cells hold now, before their counts and findings are read anew."""
        spots = []
        for (person, day), cell in cells.items():
            spot = self.sheet.spot(person, day)
            if spot is not None:
                rewrite_cell(self.sheet, spot, cell)
                index = self.index_of(spot)
                self.dataChanged.emit(index, index)
                spots.append(spot)
        if spots:
            self.cells_changed.emit(spots)

    def index_of(self, spot: Spot) -> QModelIndex:
        return self.index(spot.row, spot.column)

    # Qt overrides
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self.sheet.height

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self.sheet.width

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        spot = Spot(index.row(), index.column())
        if role in (Role.DisplayRole, Role.EditRole):
            return words.letter(*self.sheet.held(spot))
        if role == Role.AccessibleTextRole:
            return spoken_cell(self.sheet, spot)
        if role == Role.ToolTipRole:
            return accessible.plain_tip(_tip(self.sheet, spot)) or None
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        if role != Role.EditRole or not index.isValid():
            return False
        try:
            held = outcomes.held_of(str(value))
        except KeyError:
            return False
        return self._write(outcomes.written(self.sheet, [Spot(index.row(), index.column())], *held))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        upright = orientation is Qt.Orientation.Vertical
        if not 0 <= section < (self.sheet.height if upright else self.sheet.width):
            return None
        if role == Role.DisplayRole:
            return (
                self.sheet.people[section].name if upright else words.day_and_number(self.sheet.days[section])
            )
        if role in (Role.AccessibleTextRole, Role.ToolTipRole):
            spoken = spoken_row(self.sheet, section) if upright else spoken_column(self.sheet, section)
            return spoken if role == Role.AccessibleTextRole else accessible.plain_tip(spoken)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        if self.sheet.locked(Spot(index.row(), index.column())):
            return plain
        return plain | Qt.ItemFlag.ItemIsEditable


def _same_frame(one: Sheet, other: Sheet) -> bool:
    return one.days == other.days and list(one.row_of) == list(other.row_of)


def _tip(sheet: Sheet, spot: Spot) -> str:
    """Reason and note of a cell and what is wrong with it; all of it also stands in the side panel."""
    lines = [
        problem.finding.message
        for problem in (sheet.problems[number] for number in sheet.problems_at(spot))
        if problem.finding is not None
    ]
    if (cell := sheet.cells[sheet.at(spot)]) is not None:
        if cell.conflict is not None:
            lines.append(_("The other device says: {place}").format(place=words.spoken_place(cell.conflict)))
        lines += [text for text in (cell.reason, cell.note) if text]
        if cell.wished:
            met = sheet.place(spot) in AWAY
            lines.append(_("Away as wished.") if met else _("Wishes to be away on this day."))
    if sheet.mark(spot) & Mark.LOCKED:
        lines.append(_("Locked: this day has passed."))
    return "\n".join(lines)
