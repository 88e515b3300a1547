"""How a period is looked at: what the rows stand together by, and which of them are shown."""

from PySide6.QtCore import QObject, Signal

from flexdesk.services.week import Grouping
from ui.qt import theme
from ui.schedule import memory
from ui.schedule.memory import Memory, SavedView
from ui.schedule.ports import WeekView
from ui.schedule.rows import RowFilter
from ui.schedule.sheet import Sheet, sheet_of
from ui.schedule.spans import View


class Viewing(QObject):
    """Nothing of it changes what is stored."""

    changed = Signal()  # the grid must be laid out anew
    counted = Signal(int, int)  # people shown, people there are

    def __init__(self, kept: Memory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.memory = kept
        self.grouping = memory.last_grouping(kept)
        self.rows = RowFilter()
        self._staying: frozenset[str] = frozenset()

    def set_grouping(self, grouping: Grouping) -> None:
        if grouping is not self.grouping:
            self.grouping = grouping
            memory.keep_grouping(self.memory, grouping)
            self.changed.emit()

    def toggle_grouping(self) -> None:
        other = Grouping.SECTION if self.grouping is Grouping.FUNCTION else Grouping.FUNCTION
        self.set_grouping(other)

    def set_rows(self, rows: RowFilter) -> None:
        if rows != self.rows:
            self.rows = rows
            self.begin_period()
            self.changed.emit()

    def take(self, view: SavedView) -> None:
        """Look as a saved view says; its days are the caller's."""
        if view.density is not None:
            theme.current().set_density(view.density)
        self.grouping, self.rows = view.grouping, view.rows
        memory.keep_grouping(self.memory, view.grouping)
        self.begin_period()
        self.changed.emit()

    def present(self, name: str, view: View) -> SavedView:
        """What is on the screen, under a name."""
        return SavedView(name, view, self.grouping, theme.current().density, self.rows)

    def begin_period(self) -> None:
        """Other days are shown: nobody stays in sight for a problem that was there before."""
        self._staying = frozenset()

    def narrowed(self, view: WeekView, whole: Sheet) -> Sheet:
        """The people asked for. A row does not vanish under the hand that has just mended it."""
        people = self.rows.chosen(whole, self._staying) if self.rows.is_on else whole.people
        self._staying = frozenset(person.key for person in people) if self.rows.troubled else frozenset()
        self.counted.emit(len(people), whole.height)
        return sheet_of(view, people) if self.rows.is_on else whole
