"""The grid of a person's year: the week grid with months at its side and their counts."""

from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from flexdesk.i18n import N_, _
from flexdesk.services.person_year import Tally
from ui.qt import fonts, theme
from ui.schedule.grid import WeekGrid
from ui.schedule.heads import Corner, DaysHeader
from ui.schedule.model import Index, Role, WeekModel
from ui.schedule.sheet import Spot
from ui.schedule.year_sheet import MONTHS, YearSheet, month_name, spoken_tally

_NAME, _COUNT, _LOW, _TALL = 92, 40, 22, 46  # pixels at 100 %
COUNTS: tuple[tuple[str, str], ...] = (
    ("away", N_("WFA")), ("fridays", N_("Fri")), ("mondays", N_("Mon")), ("leave", N_("Leave|short")),
    ("travel", N_("Travel|short")), ("training", N_("Course|short")), ("shifts", N_("Shift|short")),
    ("faults", N_("Fault|short")),
)  # fmt: skip

_Align = Qt.AlignmentFlag


def side_width() -> int:
    return fonts.scaled(_NAME + len(COUNTS) * _COUNT)


def _count_rects(height: int) -> list[QRect]:
    left, wide = fonts.scaled(_NAME), fonts.scaled(_COUNT)
    return [QRect(left + at * wide, 0, wide, height) for at in range(len(COUNTS))]


class YearModel(WeekModel):
    """Months by days of one person."""

    @property
    def year(self) -> YearSheet | None:
        return self.sheet if isinstance(self.sheet, YearSheet) else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        sheet = self.year
        if sheet is None or role not in (Role.DisplayRole, Role.AccessibleTextRole, Role.ToolTipRole):
            return None
        if orientation is Qt.Orientation.Horizontal:
            return str(section + 1)
        name = month_name(section)
        return name if role == Role.DisplayRole else spoken_tally(name, sheet.months[section])

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if index.isValid() and not self.sheet.holds(Spot(index.row(), index.column())):
            return None
        return super().data(index, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and not self.sheet.holds(Spot(index.row(), index.column())):
            return Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)


class _Titles(Corner):
    """Titles of the counts, over the months."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.by_function.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.fillRect(self.rect(), look.color("raised"))
        painter.setFont(fonts.font("caption"))
        painter.setPen(look.color("muted"))
        for rect, (_field, title) in zip(_count_rects(self.height()), COUNTS, strict=True):
            painter.drawText(rect, _Align.AlignCenter, _(title).removesuffix("|short"))
        painter.setPen(look.color("border"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
        painter.end()


class _Months(QHeaderView):
    """The name of a month and its counts."""

    def __init__(self, model: YearModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._model = model
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(16)
        self.setAccessibleName(_("Months"))

    def sizeHint(self) -> QSize:
        return QSize(side_width(), 0)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        sheet = self._model.year
        if sheet is None:
            return
        selection = self.selectionModel()
        here = selection is not None and selection.currentIndex().row() == logical
        paint_tally(painter, rect, month_name(logical), sheet.months[logical], here=here)


def paint_tally(painter: QPainter, rect: QRect, name: str, tally: Tally, *, here: bool = False) -> None:
    """One line of counts; a nought is a dash, so that what is there stands out."""
    look = theme.current()
    painter.fillRect(rect, look.color("selection" if here else "surface"))
    painter.setFont(fonts.font("base", fonts.STRONG if here else fonts.REGULAR))
    painter.setPen(look.color("text"))
    name_rect = QRect(rect.x() + 12, rect.y(), fonts.scaled(_NAME) - 12, rect.height())
    painter.drawText(name_rect, _Align.AlignVCenter | _Align.AlignLeft, name)
    for at, (field, _title) in zip(_count_rects(rect.height()), COUNTS, strict=True):
        count = getattr(tally, field)
        bad = field == "faults" and count > 0
        painter.setFont(fonts.font("small", fonts.STRONG if bad else fonts.REGULAR))
        painter.setPen(look.color("negative" if bad else "text" if count else "muted"))
        painter.drawText(at.translated(rect.x(), rect.y()), _Align.AlignCenter, str(count or "–"))
    painter.setPen(look.color("border"))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())
    painter.drawLine(rect.topRight(), rect.bottomRight())


class _Numbers(DaysHeader):
    """The days of the month."""

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        look, selection = theme.current(), self.selectionModel()
        here = selection is not None and selection.currentIndex().column() == logical
        painter.fillRect(rect, look.color("selection" if here else "raised"))
        painter.setPen(look.color("border"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setFont(fonts.font("small", fonts.STRONG))
        painter.setPen(look.color("text"))
        painter.drawText(rect, _Align.AlignCenter, str(logical + 1))


class YearGrid(WeekGrid):
    """Typing, selecting and painting are the week grid's own."""

    def __init__(self, model: YearModel, parent: QWidget | None = None) -> None:
        self._year_model = model
        super().__init__(model, parent)
        self.setAccessibleName(_("Year of one person"))
        self.set_column_width(16)

    def _build_heads(self) -> None:
        self._days = _Numbers(self._year_model, self)
        self._people = _Months(self._year_model, self)
        self.setHorizontalHeader(self._days)
        self.setVerticalHeader(self._people)
        self.corner = _Titles(self)

    def _take_density(self) -> None:
        self._people.setFixedWidth(side_width())
        self._days.fit()
        self._share_height()
        self.updateGeometries()

    def _share_height(self) -> None:
        """The twelve months share what room there is."""
        tall = self.viewport().height() // MONTHS
        self._people.setDefaultSectionSize(min(max(tall, fonts.scaled(_LOW)), fonts.scaled(_TALL)))

    # Qt overrides
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_height()
