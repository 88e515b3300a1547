"""Ctrl+K: every command and every person by a few typed letters."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from flexdesk.i18n import _
from ui.qt import accessible, fonts, icons, theme
from ui.shell.fuzzy import best
from ui.shell.overlay import Overlay
from ui.widgets.fields import SearchField
from ui.widgets.page import Command

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROW = 28
_SHOWN = 10
_WIDTH = 520


class CommandModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands: list[Command] = []

    def show_commands(self, commands: Sequence[Command]) -> None:
        self.beginResetModel()
        self._commands = list(commands)
        self.endResetModel()

    def command(self, index: Index) -> Command | None:
        return self._commands[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._commands)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        command = self._commands[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return command.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (command.text, command.group, command.key) if part)
        return None


class CommandDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        command = model.command(index) if isinstance(model, CommandModel) else None
        if command is None:
            return
        rect: QRect = option.rect
        look = theme.current()
        here = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if here:
            painter.fillRect(rect, look.color("selection"))
        icons.paint(painter, QRect(rect.x() + 8, rect.y(), icons.NORMAL, rect.height()), command.icon)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(fonts.font("caption"))
        painter.setPen(look.color("muted"))
        note = "   ".join(part for part in (command.group, command.key) if part)
        painter.drawText(rect.adjusted(0, 0, -8, 0), middle | Qt.AlignmentFlag.AlignRight, note)
        taken = painter.fontMetrics().horizontalAdvance(note) + 16
        painter.setFont(fonts.font("base", fonts.STRONG if here else fonts.REGULAR))
        painter.setPen(look.color("text"))
        box = rect.adjusted(32, 0, -taken, 0)
        text = painter.fontMetrics().elidedText(command.text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, middle, text)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, fonts.scaled(_ROW))


class Palette(Overlay):
    """`gather` gives all commands anew each time it opens."""

    def __init__(self, window: QWidget, gather: Callable[[], Sequence[Command]]) -> None:
        super().__init__(window)
        self._gather = gather
        self._all: tuple[Command, ...] = ()
        self.field = SearchField(_("Search people and commands"), shortcut="")
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.model = CommandModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(CommandDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setUniformItemSizes(True)
        self.list.clicked.connect(self._run)
        accessible.name(self.list, _("Results"))
        self.column.addWidget(self.field)
        self.column.addWidget(self.list)
        self.panel.setFixedWidth(fonts.scaled(_WIDTH))
        self._filter("")

    def focus_first(self) -> None:
        self._all = tuple(self._gather())
        self.field.clear()
        self._filter("")
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _filter(self, text: str) -> None:
        found = best(text, self._all, lambda one: f"{one.text} {one.group} {one.words}", 40)
        self.model.show_commands(found)
        rows = max(1, min(len(found), _SHOWN))
        self.list.setFixedHeight(rows * fonts.scaled(_ROW) + 2)
        if found:
            self.list.setCurrentIndex(self.model.index(0))
        self.place()

    def _run(self, index: QModelIndex) -> None:
        command = self.model.command(index)
        if command is not None:
            self.hide()
            command.call()

    def _move(self, step: int) -> None:
        at = self.list.currentIndex().row() + step
        if 0 <= at < self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(at))

    # Qt overrides
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            key = Qt.Key(event.key())
            if key in steps:
                self._move(steps[key])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)
