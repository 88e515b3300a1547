"""A list of things with a name, a note, an amount and a state: side lists and the columns of sending."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QWidget
from PySide6.QtWidgets import QStyleOptionViewItem as Option

from ui.qt import accessible, fonts, icons, theme
from ui.widgets.badge import BadgeFacts, badge_size, paint_badge
from ui.widgets.cells import Role
from ui.widgets.chips import focus_ring

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_PAD, _ICON_ROOM = 10, 26


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading has only a title and cannot be chosen."""

    key: str
    title: str
    note: str = ""
    icon: str = ""
    amount: str = ""
    badge: BadgeFacts | None = None
    heading: bool = False
    token: str = "text"

    @property
    def spoken(self) -> str:
        badge = self.badge.text if self.badge else ""
        return ", ".join(part for part in (self.title, self.note, self.amount, badge) if part)


class EntryModel(QAbstractListModel):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()

    def set_entries(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()

    # Qt overrides
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.entries[index.row()].heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Role.CELL:
            return entry
        if role == Role.KEY:
            return entry.key
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        return entry.spoken if role == Qt.ItemDataRole.AccessibleTextRole else None


class EntryDelegate(QStyledItemDelegate):
    def __init__(self, parent: QWidget, *, lines: bool) -> None:
        super().__init__(parent)
        self._view, self._lines = parent, lines

    # Qt overrides
    def sizeHint(self, _option: Option, index: Index) -> QSize:
        entry: Entry = index.data(Role.CELL)
        height = 26 if entry.heading else 44 if entry.note else 32
        return QSize(120, fonts.scaled(height))

    def paint(self, painter: QPainter, option: Option, index: Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        entry: Entry = index.data(Role.CELL)
        look = theme.current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if entry.heading:
            box = rect.adjusted(_PAD, 4, -_PAD, 0)
            _write(painter, box, entry.title, "small", fonts.MEDIUM, "muted")
        else:
            if state & QStyle.StateFlag.State_Selected:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.color("selection"))
                painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            elif self._lines and index.row() + 1 < index.model().rowCount():
                painter.fillRect(
                    rect.x() + _PAD, rect.bottom(), rect.width() - 2 * _PAD, 1, look.color("border")
                )
            if state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
                focus_ring(painter, QRectF(rect))
            self._paint_entry(painter, rect, entry)
        painter.restore()

    def _paint_entry(self, painter: QPainter, rect: QRect, entry: Entry) -> None:
        left, right = rect.x() + _PAD, rect.right() - _PAD
        if entry.icon:
            place = QRect(left, rect.y(), icons.NORMAL, rect.height())
            icons.paint(painter, place, entry.icon, "muted", icons.NORMAL)
            left += _ICON_ROOM
        if entry.badge is not None:
            size = badge_size(entry.badge)
            top = rect.y() + (rect.height() - size.height()) // 2
            paint_badge(painter, QRect(right - size.width(), top, 0, 0).topLeft(), entry.badge)
            right -= size.width() + 10
        if entry.amount:
            width = QFontMetrics(fonts.font("small")).horizontalAdvance(entry.amount)
            box = QRect(right - width, rect.y(), width, rect.height())
            _write(painter, box, entry.amount, "small", fonts.REGULAR, "muted")
            right -= width + 10
        box = QRect(left, rect.y(), right - left, rect.height())
        if entry.note:
            middle = rect.y() + rect.height() // 2
            upper = QRect(left, middle - fonts.scaled(18), right - left, fonts.scaled(18))
            lower = QRect(left, middle, right - left, fonts.scaled(16))
            _write(painter, upper, entry.title, "base", fonts.MEDIUM, entry.token)
            _write(painter, lower, entry.note, "small", fonts.REGULAR, "muted")
        else:
            _write(painter, box, entry.title, "base", fonts.MEDIUM, entry.token)


def _write(painter: QPainter, box: QRect, text: str, size: str, weight: Any, token: str) -> None:
    font = fonts.font(size, weight)
    painter.setFont(font)
    painter.setPen(theme.current().color(token))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class EntryList(QListView):
    """`chosen` carries the key when the person moves to an entry, `opened` on Enter or a double click.

    `lines` draws hairlines between entries; `bare` lets the ground of the page through.
    """

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(
        self, spoken: str, *, lines: bool = False, bare: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        accessible.name(self, spoken)
        self.rows = EntryModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(EntryDelegate(self, lines=lines))
        self.setFrameShape(QFrame.Shape.NoFrame)
        if bare:
            self.setStyleSheet("EntryList { background: transparent; }")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.activated.connect(lambda index: self.opened.emit(str(index.data(Role.KEY))))
        self.selectionModel().currentChanged.connect(self._tell)
        theme.current().density_changed.connect(self.scheduleDelayedItemsLayout)
        self._silent = False

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show other entries and stay on the one that was chosen, where it is still there."""
        if tuple(entries) == self.rows.entries:
            return
        kept = self.key()
        self._silent = True
        self.rows.set_entries(entries)
        self.choose(kept)
        self._silent = False

    def key(self) -> str:
        return str(self.currentIndex().data(Role.KEY) or "")

    def choose(self, key: str) -> bool:
        """Move to an entry without telling anybody; False when it is not there."""
        for at, entry in enumerate(self.rows.entries):
            if entry.key == key and not entry.heading:
                silent, self._silent = self._silent, True
                self.setCurrentIndex(self.rows.index(at, 0))
                self._silent = silent
                return True
        return False

    def _tell(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._silent:
            self.chosen.emit(str(current.data(Role.KEY)))
