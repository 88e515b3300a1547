"""The list of what was done, newest first, to look back and to jump back."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from flexdesk.i18n import _
from ui.undo.editor import Editor

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class HistoryModel(QAbstractListModel):
    """One row for each step; undone steps stay listed until something new is done."""

    def __init__(self, editor: Editor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._shown = editor.stack.count()
        editor.stack.indexChanged.connect(self._refresh)

    def stack_index(self, index: Index) -> int:
        """Where the stack stands just before this step; jump there to take the step back."""
        return self._shown - 1 - index.row()

    def _refresh(self, _at: int) -> None:
        self.beginResetModel()
        self._shown = self._editor.stack.count()
        self.endResetModel()

    # Qt overrides
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._shown

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        at = self.stack_index(index)
        command = self._editor.command(at)
        if command is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        when = command.at.astimezone().strftime("%H.%M")
        words = " · ".join(part for part in (when, command.text(), command.who) if part)
        done = at < self._editor.stack.index()
        return words if done else _("{step} (undone)").format(step=words)
