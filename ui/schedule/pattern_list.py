"""Alt+P: the patterns that a week can be laid out by, with their letters; and the name for a new one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem, QWidget

from flexdesk.domain.patterns import Pattern
from flexdesk.i18n import _
from ui.qt import accessible, fonts
from ui.schedule.popup import Popup
from ui.widgets.fields import LineField
from ui.widgets.label import Label

_ROW, _SHOWN, _PREVIEWED = 44, 8, 5


class PatternList(Popup):
    """Enter lays the chosen one over the period, Delete takes one of the unit's own off the list."""

    def __init__(
        self,
        patterns: Sequence[Pattern],
        whom: str,
        take: Callable[[Pattern], object],
        remove: Callable[[Pattern], object],
        parent: QWidget,
    ) -> None:
        note = _("{whom}. Enter shows what it would change; nothing is written before you take it.")
        super().__init__(_("Lay a pattern over this period"), note.format(whom=whom), parent)
        self._patterns, self._take, self._remove = list(patterns), take, remove
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for pattern in self._patterns:
            item = QListWidgetItem(f"{pattern.name}\n{_preview(pattern)}")
            item.setSizeHint(QSize(0, fonts.scaled(_ROW)))
            spoken = _("{name}, {count} rows").format(name=pattern.name, count=len(pattern.rows))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setFixedHeight(fonts.scaled(_ROW) * min(len(self._patterns), _SHOWN) + 4)
        self.list.itemActivated.connect(lambda _item: self._choose())
        accessible.name(self.list, _("Patterns"))
        self.column.addWidget(self.list)
        self.column.addWidget(Label(_("Ctrl+Shift+S keeps the selected cells as a pattern."), "small"))

    @property
    def current(self) -> Pattern:
        return self._patterns[self.list.currentRow()]

    def _choose(self) -> None:
        pattern = self.current
        self.close()
        self._take(pattern)

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        elif event.key() == Qt.Key.Key_Delete and self.current.row:
            pattern = self.current
            self.close()
            self._remove(pattern)
        else:
            super().keyPressEvent(event)


def _preview(pattern: Pattern) -> str:
    rows = "   ".join(pattern.rows[:_PREVIEWED])
    return rows if len(pattern.rows) <= _PREVIEWED else f"{rows}   …"


class PatternName(Popup):
    """Enter keeps the rows under the typed name."""

    def __init__(self, rows: Sequence[str], keep: Callable[[str], object], parent: QWidget) -> None:
        super().__init__(_("Keep the selection as a pattern"), "   ".join(rows[:_PREVIEWED]), parent)
        self._keep = keep
        self.field = LineField(_("Name of the pattern"))
        self.field.setPlaceholderText(_("Name of the pattern"))
        self.field.returnPressed.connect(self._accept)
        self.column.addWidget(self.field)

    def _accept(self) -> None:
        name = self.field.text().strip()
        if not name:
            self.field.show_fault(_("The pattern needs a name."))
            return
        self.close()
        self._keep(name)
