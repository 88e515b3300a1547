"""Alt+V: the ways to look at the schedule that were kept under a name, and the name for the present one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem, QWidget

from flexdesk.i18n import N_, _
from flexdesk.services.week import Grouping
from ui.qt import accessible, fonts
from ui.qt.tokens import Density
from ui.schedule.memory import SavedView
from ui.schedule.popup import Popup
from ui.schedule.spans import View
from ui.widgets.fields import LineField
from ui.widgets.label import Label

_ROW, _SHOWN = 44, 8
_VIEWS = {View.WEEK: N_("Week"), View.TWO_WEEKS: N_("2 weeks"), View.MONTH: N_("Month")}
_GROUPINGS = {Grouping.SECTION: N_("by section"), Grouping.FUNCTION: N_("by service point")}
_DENSITIES = {
    Density.COMPACT: N_("low rows"),
    Density.NORMAL: N_("middle rows"),
    Density.ROOMY: N_("tall rows"),
}


class ViewList(Popup):
    """Enter looks that way, Delete takes one off the list; a typed name keeps what is on the screen."""

    def __init__(
        self,
        views: Sequence[SavedView],
        take: Callable[[SavedView], object],
        keep: Callable[[str], object],
        remove: Callable[[SavedView], object],
        parent: QWidget,
    ) -> None:
        note = _("Kept on this laptop only. Enter takes one, Delete removes it.")
        super().__init__(_("Saved views"), note, parent)
        self._views, self._take, self._keep, self._remove = list(views), take, keep, remove
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for view in self._views:
            item = QListWidgetItem(f"{view.name}\n{told(view)}")
            item.setSizeHint(QSize(0, fonts.scaled(_ROW)))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{view.name}, {told(view)}")
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setFixedHeight(fonts.scaled(_ROW) * max(min(len(self._views), _SHOWN), 1) + 4)
        self.list.itemActivated.connect(lambda _item: self._choose())
        accessible.name(self.list, _("Saved views"))
        self.column.addWidget(self.list)
        self.field = LineField(_("Name for the present view"))
        self.field.setPlaceholderText(_("Name for the present view"))
        self.column.addWidget(self.field)
        self.column.addWidget(Label(_("Tab, a name and Enter keep what is on the screen."), "small"))

    def _choose(self) -> None:
        at = self.list.currentRow()
        if 0 <= at < len(self._views):
            self.close()
            self._take(self._views[at])

    def _keep_present(self) -> None:
        name = self.field.text().strip()
        if not name:
            self.field.show_fault(_("The view needs a name."))
            return
        self.close()
        self._keep(name)

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self.list.currentRow()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keep_present() if self.focusWidget() is self.field else self._choose()
        elif event.key() == Qt.Key.Key_Delete and 0 <= at < len(self._views):
            gone = self._views.pop(at)
            self.list.takeItem(at)
            self._remove(gone)
        else:
            super().keyPressEvent(event)


def told(view: SavedView) -> str:
    """`Bulan, menurut loket, baris tinggi, “trantib”`."""
    parts = [_(_VIEWS[view.view]), _(_GROUPINGS[view.grouping])]
    if view.density is not None:
        parts.append(_(_DENSITIES[view.density]))
    if view.rows.troubled:
        parts.append(_("rows with a problem"))
    if view.rows.text.strip():
        parts.append(f"“{view.rows.text.strip()}”")
    return ", ".join(parts)
