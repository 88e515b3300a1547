"""Chooses for whom papers are made: everybody, those a filter finds, or those that are ticked."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from flexdesk.i18n import _
from ui.qt import accessible, fonts
from ui.widgets.fields import SearchField
from ui.widgets.label import Label

_KEY = Qt.ItemDataRole.UserRole


class PeoplePicker(QWidget):
    """Nothing ticked and no filter means everybody. `changed` says that the choice is another."""

    changed = Signal()

    def __init__(self, people: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """`people` are (NIP, name) in the order of the roster."""
        super().__init__(parent)
        self.field = SearchField(_("Name, or all"), "")
        self.list = QListWidget()
        self.list.setMinimumHeight(fonts.scaled(88))
        accessible.name(self.list, _("People on paper"))
        self.count = Label("", "small", token="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self.field, self.list, self.count):
            column.addWidget(part)
        self.show_people(people)
        self.field.textChanged.connect(self._filter)
        self.list.itemChanged.connect(lambda _item: self._tell())

    def show_people(self, people: Sequence[tuple[str, str]]) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for nip, name in people:
            item = QListWidgetItem(name)
            item.setData(_KEY, nip)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self._count()

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(at) for at in range(self.list.count())]

    def nips(self) -> tuple[str, ...]:
        """Those meant; empty means everybody."""
        ticked = [item for item in self._items() if item.checkState() is Qt.CheckState.Checked]
        if not ticked and self.field.text().strip():
            ticked = [item for item in self._items() if not item.isHidden()]
        return tuple(str(item.data(_KEY)) for item in ticked)

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for item in self._items():
            found = f"{item.text()} {item.data(_KEY)}".casefold()
            item.setHidden(not all(word in found for word in words))
        self._tell()

    def _tell(self) -> None:
        self._count()
        self.changed.emit()

    def _count(self) -> None:
        chosen = len(self.nips())
        words = _("{count} of {all} people") if chosen else _("Everybody, {all} people")
        self.count.setText(words.format(count=chosen, all=self.list.count()))
