"""The four views of the registers in one place: list, calendar, balances, and what wants a look."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from flexdesk.i18n import _
from ui.leave.filters import BALANCES, LIST, MONTH, REMARKS, Filters
from ui.leave.looking import REFUSED, Looking
from ui.leave.model import EntriesModel, balances_model, remark_key, remarks_model
from ui.leave.month import MonthModel, MonthTable, month_of, step_month
from ui.leave.tables import ListTable
from ui.widgets.banner import BannerAction
from ui.widgets.empty_state import EmptyState


class Registers(QWidget):
    """`stood` carries the key of what the panel shall tell about, `viewed` the view in front."""

    stood = Signal(str)
    viewed = Signal(str)

    def __init__(self, looking: Looking, ways: Sequence[BannerAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looking = looking
        today = looking.book.today
        self.month = month_of(today)
        self.filters = Filters(today)
        self.entries = EntriesModel(today, self)
        self.balances = balances_model(self)
        self.remarks = remarks_model(self)
        self.days = MonthModel(self)
        self.entries_table = ListTable(self.entries, _("Register of leave and travel"), (3,), wide=900)
        self.balances_table = ListTable(self.balances, _("Balances of annual leave"))
        self.remarks_table = ListTable(self.remarks, _("What wants a look"), (2,), wide=1060)
        self.month_table = MonthTable(self.days)
        self._tables: dict[str, ListTable | MonthTable] = {
            LIST: self.entries_table,
            MONTH: self.month_table,
            BALANCES: self.balances_table,
            REMARKS: self.remarks_table,
        }
        self._build(ways)
        self.filters.changed.connect(self._filter)
        self.filters.viewed.connect(self.show_view)
        self.filters.search.returnPressed.connect(
            lambda: self.target.setFocus(Qt.FocusReason.OtherFocusReason)
        )
        for table in self._tables.values():
            table.stood.connect(self._tell)

    def _build(self, ways: Sequence[BannerAction]) -> None:
        self.empty = EmptyState(
            "tree-palm",
            _("No leave and no official travel is recorded yet."),
            _("Import the register that the office keeps in Excel, or enter the first application."),
            ways,
        )
        self.nothing = EmptyState(
            "search", _("No entry fits."), "", (BannerAction(_("Show all"), self.filters.clear, "x"),)
        )
        self.clean = EmptyState("circle-check", _("Nothing in the registers wants a look."))
        self.middle = QStackedWidget()
        for part in (*self._tables.values(), self.empty, self.nothing, self.clean):
            self.middle.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addWidget(self.middle, 1)

    # Showing
    def show_all(self) -> None:
        """What was read last, in every view."""
        self.entries.show_all(list(self._looking.rows.values()))
        found = self._looking.remarks
        self.remarks.set_rows(found)
        label = _("Attention {count}").format(count=len(found)) if found else _("Attention")
        self.filters.view.set_label(REMARKS, label)
        self._show_month()
        self._show_balances()
        self._show_state()

    def _show_month(self) -> None:
        at, looking = self.month_table.currentIndex(), self._looking
        people = [(one.key, one.name) for one in looking.book.people.values() if not one.archived]
        self.days.show_month(self.month, people, list(looking.rows.values()), looking.book.calendar)
        column = at.column() if at.isValid() else looking.book.today.day - 1
        self.month_table.setCurrentIndex(self.days.index(max(at.row(), 1), column))

    def _show_balances(self) -> None:
        text, book = self.filters.search.text().strip().casefold(), self._looking.book
        self.balances.set_rows(
            [
                one
                for one in book.balances(book.today.year)
                if text in one.person.full_name.casefold() or text in one.person.nip
            ]
        )

    def step_month(self, step: int) -> None:
        self.month = step_month(self.month, step)
        self._show_month()

    def _filter(self) -> None:
        self.entries.want(self.filters.wanted)
        self._show_balances()
        self._show_state()

    # Views
    @property
    def view(self) -> str:
        return self.filters.view.choice

    @property
    def target(self) -> QWidget:
        """Where the keyboard belongs in the view in front."""
        current = self.middle.currentWidget()
        if isinstance(current, EmptyState) and current.buttons:
            return current.buttons[0]
        return current or self.filters.view

    def choose(self, view: str) -> None:
        self.filters.view.choose(view)
        self.show_view(view)

    def show_view(self, view: str) -> None:
        self.filters.show_for(view)
        self._show_state()
        self._tell()
        self.target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.viewed.emit(view)

    def _show_state(self) -> None:
        part: QWidget = self._tables[self.view]
        if self.view == LIST and self.entries.total == 0:
            part = self.empty
        elif self.view == LIST and not self.entries.rows:
            part = self.nothing
        elif self.view == REMARKS and not self.remarks.rows:
            part = self.clean
        self.middle.setCurrentWidget(part)

    def _tell(self, _key: str = "") -> None:
        """The panel follows the cursor of the view in front."""
        if self.view == LIST:
            self.stood.emit(self.entries_table.key)
        elif self.view == MONTH:
            found = self.days.entries(self.month_table.currentIndex())
            self.stood.emit(found[0].key if found else "")
        elif self.view == BALANCES:
            person = self.balances_table.key
            self.stood.emit(f"person:{person}" if person else "")
        else:
            self._tell_remark(self.remarks_table.key)

    def _tell_remark(self, key: str) -> None:
        found = next((one for one in self._looking.remarks if remark_key(one) == key), None)
        self._looking.refused = found
        self.stood.emit((found.entry or REFUSED) if found is not None else "")
