"""People by marks: one row a person's day, one column a mark that can be typed."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from flexdesk.domain.attendance import Terms, slots
from flexdesk.domain.places import Place
from flexdesk.i18n import _
from flexdesk.services.attendance_days import DayMarks, DayState
from flexdesk.services.attendance_words import mark_name
from ui.attendance import words
from ui.widgets.cells import EMPTY, Cell
from ui.widgets.chips import Mark
from ui.widgets.table import Column, RowsModel

Index = QModelIndex | QPersistentModelIndex
ALL_SLOTS = slots(6)  # as many as the policy may ever ask for
Write = Callable[[DayMarks, str, str], bool]


class MarksModel(RowsModel[DayMarks]):
    """`write` stores what was typed into a mark; `terms` are those of the days shown."""

    def __init__(self, write: Write, parent: QWidget | None = None) -> None:
        columns: list[Column[DayMarks]] = [
            Column("name", _("Name"), _name, 176),
            Column("day", _("Date"), lambda row: Cell(words.short_day(row.day)), 88),
            Column("planned", _("Plan"), lambda row: _chip(row.planned), 74),
            Column("actual", _("Now"), _actual, 96),
            *(Column(slot, mark_name(slot), _mark(slot), 74) for slot in ALL_SLOTS),
            Column("state", _("State"), _state, 148),
            Column("note", _("Remark"), _note),
        ]
        super().__init__(columns, lambda row: row.key, parent)
        self._write = write
        self.terms: Terms | None = None
        self.slot_at = {at: one.key for at, one in enumerate(columns) if one.key in ALL_SLOTS}

    def show_rows(self, rows: Sequence[DayMarks], terms: Terms, *, anew: bool) -> None:
        """The same days change in place, so that nothing moves under the hand; `anew` orders them again."""
        self.terms = terms
        fresh = {row.key: row for row in rows}
        if anew or fresh.keys() != {row.key for row in self.rows}:
            self.set_rows(rows)
            return
        for old in self.rows:
            if fresh[old.key] != old:
                self.replace_row(fresh[old.key])

    def takes(self, index: Index) -> bool:
        """Whether a time can be typed there."""
        slot = self.slot_at.get(index.column())
        return slot is not None and self.terms is not None and slot in self.terms.slots

    # Qt overrides
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return found | Qt.ItemFlag.ItemIsEditable if self.takes(index) else found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.EditRole:
            return super().data(index, role)
        row, slot = self.row_at(index), self.slot_at.get(index.column())
        return words.clock(row.marks.times.get(slot)) if row is not None and slot is not None else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row, slot = self.row_at(index), self.slot_at.get(index.column())
        if role != Qt.ItemDataRole.EditRole or row is None or slot is None:
            return False
        text = str(value).strip()
        if text == self.data(index, Qt.ItemDataRole.EditRole):
            return False
        return self._write(row, slot, text)


def _name(row: DayMarks) -> Cell:
    return Cell(row.name, strong=row.state is DayState.TO_CLARIFY)


def _chip(place: Place | None, marks: Mark = Mark.NONE) -> Cell:
    if place is None or place is Place.HOLIDAY:
        return Cell("–", "muted", spoken=words.place_word(place))
    return Cell(chip=words.letter(place), marks=marks, spoken=words.place_word(place))


def _actual(row: DayMarks) -> Cell:
    return _chip(row.actual, Mark.CHANGED) if row.differs else Cell(_("as planned"), "muted")


def _mark(slot: str) -> Callable[[DayMarks], Cell]:
    def cell(row: DayMarks) -> Cell:
        at = row.marks.times.get(slot)
        wrong = any(name == slot for name, _fault in row.judged.faults)
        if at is None:
            missing = wrong and row.state is not DayState.NOT_ASKED
            return Cell(_("none"), "warning", strong=True) if missing else EMPTY
        return Cell(words.clock(at), "warning" if wrong else "text", strong=wrong)

    return cell


def _state(row: DayMarks) -> Cell:
    found = words.badge(row)
    return Cell(badge=found) if found is not None else Cell("–", "muted")


def _note(row: DayMarks) -> Cell:
    text = words.note(row)
    return Cell(text, "text" if row.state is DayState.TO_CLARIFY else "muted", tip=text)
