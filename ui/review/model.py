"""The list of the review screen as Qt sees it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.review import words
from ui.review.queue import Entry

Index = QModelIndex | QPersistentModelIndex
ENTRY = Qt.ItemDataRole.UserRole + 1
_NOWHERE = QModelIndex()


class QueueModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(self._entries)

    def show(self, entries: Sequence[Entry]) -> None:
        """The same lines in the same order are updated in place, so that the view keeps its scroll."""
        fresh = list(entries)
        if [entry.key for entry in fresh] != [entry.key for entry in self._entries]:
            self.beginResetModel()
            self._entries = fresh
            self.endResetModel()
            return
        changed = [
            at for at, (old, new) in enumerate(zip(self._entries, fresh, strict=True)) if old is not new
        ]
        self._entries = fresh
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))

    def entry(self, index: Index) -> Entry | None:
        return self._entries[index.row()] if index.isValid() else None

    def find(self, key: str) -> int:
        """Row of an entry, or -1."""
        return next((at for at, entry in enumerate(self._entries) if entry.key == key), -1)

    def next_waiting(self, after: int, today: date) -> int:
        """The row of the next output behind `after` that can be decided, round to the beginning; or -1.

        What was put off, or asked about today, is passed over.
        """
        count = len(self._entries)
        order = [(after + step) % count for step in range(1, count + 1)] if count else []
        open_ones = (at for at in order if self._entries[at].waiting and not self._entries[at].later)
        return next((at for at in open_ones if not self._entries[at].was_asked(today)), -1)

    # Qt overrides
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        entry = self.entry(index)
        if entry is None or entry.is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entry(index)
        if entry is None:
            return None
        if role == ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            day = words.long_day(entry.day) if entry.day else ""
            badge = entry.badge.text if entry.badge else ""
            parts = (entry.title, entry.text, day, words.place(entry.place), badge)
            return ", ".join(part for part in parts if part)
        return None
