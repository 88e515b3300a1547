"""Who is away on which day of a month: people by days, painted by a delegate, nobody's reason told."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from flexdesk.domain.calendar import Calendar, days, long_date
from flexdesk.i18n import _
from ui.leave import words
from ui.leave.model import EntryRow
from ui.qt import accessible, fonts, theme
from ui.widgets.chips import Mark, focus_ring, paint_chip

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_NOWHERE = QModelIndex()
_DAY, _NAME = 22, 148
_SHORT_DAYS = ("S", "S", "R", "K", "J", "S", "M")  # Senin to Minggu


class MonthModel(QAbstractTableModel):
    """`entries` at a cell are the leaves and journeys of that person and day; the first row counts them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.days: tuple[date, ...] = ()
        self.people: list[tuple[str, str]] = []
        self._cells: dict[tuple[str, date], list[EntryRow]] = {}
        self._free: frozenset[date] = frozenset()

    def show_month(
        self,
        first: date,
        people: Sequence[tuple[str, str]],
        rows: Sequence[EntryRow],
        calendar: Calendar,
    ) -> None:
        """`people` are (key, name) in their order; entries that hold or wait are shown."""
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        self.beginResetModel()
        self.days = tuple(days(first, last))
        self.people = list(people)
        self._free = frozenset(day for day in self.days if not calendar.is_working(day))
        self._cells = {}
        for row in rows:
            if row.state not in ("cancelled", "refused", "deferred"):
                for day in days(max(row.first, first), min(row.to, last)):
                    self._cells.setdefault((row.person, day), []).append(row)
        self.endResetModel()

    def is_free(self, column: int) -> bool:
        return 0 <= column < len(self.days) and self.days[column] in self._free

    def is_sum(self, row: int) -> bool:
        return row == 0

    def entries(self, index: Index) -> list[EntryRow]:
        if not index.isValid() or self.is_sum(index.row()):
            return []
        return self._cells.get((self.people[index.row() - 1][0], self.days[index.column()]), [])

    def away(self, day: date) -> int:
        """People with an entry that holds, on a day that is worked."""
        if day in self._free:
            return 0
        return sum(
            any(not row.waits for row in self._cells.get((key, day), ())) for key, _name in self.people
        )

    # Qt overrides
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or not self.people else len(self.people) + 1

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.days)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        day = self.days[index.column()]
        if self.is_sum(index.row()):
            count = self.away(day)
            if role == Role.AccessibleTextRole:
                return _("{day}: {count} away").format(day=long_date(day), count=count)
            return (str(count) if count else "") if role == Role.DisplayRole else None
        found = self.entries(index)
        if role == Role.DisplayRole:
            return words.letter(found[0].kind) if found else ""
        if role in (Role.AccessibleTextRole, Role.ToolTipRole):
            if not found and role == Role.ToolTipRole:
                return None
            what = ", ".join(
                f"{words.kind_label(row.kind)} {words.span(row.first, row.to)}, "
                f"{words.state_badge(row.state).text}"
                for row in found
            )
            name = self.people[index.row() - 1][1]
            return f"{name}, {long_date(day)}: {what or _('at work')}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            if role != Role.DisplayRole or not 0 <= section <= len(self.people):
                return None
            return _("Away that day") if self.is_sum(section) else self.people[section - 1][1]
        if role == Role.DisplayRole and 0 <= section < len(self.days):
            return str(self.days[section].day)
        return None


class MonthDelegate(QStyledItemDelegate):
    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        rect: QRect = option.rect
        look = theme.current()
        if not isinstance(model, MonthModel):
            return
        painter.save()
        if model.is_free(index.column()):
            painter.fillRect(rect, look.color("sunken"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, look.color("border"))
        if model.is_sum(index.row()):
            painter.setFont(fonts.font("small", fonts.STRONG))
            painter.setPen(look.color("text"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(index.data() or ""))
        elif found := model.entries(index):
            marks = Mark.PROPOSED if found[0].waits else Mark.NONE
            marks |= Mark.HARD if len(found) > 1 else Mark.NONE
            if model.is_free(index.column()):
                marks |= Mark.LOCKED
            box = QRect(rect.x(), rect.y(), rect.width(), rect.height() - 1)
            paint_chip(painter, box, words.letter(found[0].kind), marks)
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            focus_ring(painter, rect.toRectF())
        painter.restore()


class DayHeader(QHeaderView):
    """Two lines: the weekday's letter and the number."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(22)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), fonts.scaled(34))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model, look = self.model(), theme.current()
        if not isinstance(model, MonthModel) or section >= len(model.days):
            return
        painter.save()
        painter.fillRect(rect, look.color("sunken" if model.is_free(section) else "raised"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, look.color("border"))
        day = model.days[section]
        half = rect.height() // 2
        painter.setFont(fonts.font("caption"))
        painter.setPen(look.color("muted"))
        top = QRect(rect.x(), rect.y() + 1, rect.width(), half)
        painter.drawText(top, Qt.AlignmentFlag.AlignCenter, _SHORT_DAYS[day.weekday()])
        painter.setFont(fonts.font("small", fonts.MEDIUM))
        painter.setPen(look.color("text"))
        low = QRect(rect.x(), rect.y() + half - 1, rect.width(), half)
        painter.drawText(low, Qt.AlignmentFlag.AlignCenter, str(day.day))
        painter.restore()


class NameHeader(QHeaderView):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(18)
        self.setFixedWidth(fonts.scaled(_NAME))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model, look = self.model(), theme.current()
        if not isinstance(model, MonthModel):
            return
        strong = model.is_sum(section)
        painter.save()
        painter.fillRect(rect, look.color("raised" if strong else "surface"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, look.color("border"))
        painter.setFont(fonts.font("base", fonts.STRONG if strong else fonts.REGULAR))
        painter.setPen(look.color("text"))
        box = rect.adjusted(10, 0, -6, 0)
        name = str(model.headerData(section, Qt.Orientation.Vertical) or "")
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()


class MonthTable(QTableView):
    """`stood` carries the key of the entry under the cursor, empty for none; Enter opens it in the list."""

    stood = Signal(str)

    def __init__(self, model: MonthModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        accessible.name(self, _("Calendar of who is away"))
        self._model = model
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalHeader(DayHeader(self))
        self.setVerticalHeader(NameHeader(self))
        self.setCornerButtonEnabled(False)
        self.setItemDelegate(MonthDelegate(self))
        self.setModel(model)
        model.modelReset.connect(self._fit)
        theme.current().density_changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.horizontalHeader().setDefaultSectionSize(fonts.scaled(_DAY))
        self.verticalHeader().setDefaultSectionSize(theme.current().row_height())

    # Qt overrides
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        found = self._model.entries(current)
        self.stood.emit(found[0].key if found else "")


def month_of(day: date) -> date:
    return day.replace(day=1)


def step_month(first: date, step: int) -> date:
    """The first of the month before or after."""
    inside = first - timedelta(days=1) if step < 0 else first + timedelta(days=31)
    return inside.replace(day=1)
