"""What a table cell shows, as one record that models give and one delegate paints."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.qt import fonts, icons, theme
from ui.widgets.badge import BadgeFacts, badge_size, paint_badge
from ui.widgets.chips import Mark, focus_ring, paint_chip
from ui.widgets.meter import paint_meter
from ui.widgets.tones import Tone

Index = QModelIndex | QPersistentModelIndex

PAD = 8
_CHIP = QSize(31, 22)


class Role(IntEnum):
    """Data roles of our tables beside Qt's own."""

    CELL = Qt.ItemDataRole.UserRole + 1
    KEY = Qt.ItemDataRole.UserRole + 2  # the row's key in the store


@dataclass(frozen=True, slots=True)
class MeterFacts:
    """`share` and `plan` are 0 to 1."""

    share: float
    tone: Tone = Tone.ACCENT
    plan: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """Painted left to right: chip, icon, meter, text, badge. `spoken` is what is read aloud."""

    text: str = ""
    token: str = "text"
    strong: bool = False
    condensed: bool = False
    icon: str = ""
    icon_token: str = "muted"
    chip: str = ""
    marks: Mark = Mark.NONE
    badge: BadgeFacts | None = None
    meter: MeterFacts | None = None
    spoken: str = ""
    tip: str = ""


EMPTY = Cell()


class CellDelegate(QStyledItemDelegate):
    """Paints `Role.CELL`, or the plain display text of a model that has none."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = parent

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        focused = bool(state & QStyle.StateFlag.State_HasFocus) and self._view.hasFocus()
        painter.save()
        painter.setClipRect(rect)
        look = theme.current()
        if selected:
            painter.fillRect(rect, look.color("selection"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, look.color("border"))
        align = index.data(Qt.ItemDataRole.TextAlignmentRole)
        to_right = align is not None and bool(Qt.AlignmentFlag(int(align)) & Qt.AlignmentFlag.AlignRight)
        paint_cell(painter, rect, cell_of(index), to_right=to_right)
        if focused:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            focus_ring(painter, QRectF(rect))
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(cell_width(cell_of(index)), theme.current().row_height())


def cell_of(index: Index) -> Cell:
    cell = index.data(Role.CELL)
    if isinstance(cell, Cell):
        return cell
    text = index.data(Qt.ItemDataRole.DisplayRole)
    return Cell(str(text)) if text is not None else EMPTY


def cell_width(cell: Cell) -> int:
    """Pixels that show the cell unshortened."""
    font = fonts.font("base", fonts.STRONG if cell.strong else fonts.REGULAR, condensed=cell.condensed)
    width = 2 * PAD + QFontMetrics(font).horizontalAdvance(cell.text)
    width += _CHIP.width() if cell.chip else 0
    width += icons.NORMAL + 6 if cell.icon else 0
    width += 92 if cell.meter else 0
    return width + (badge_size(cell.badge).width() + 6 if cell.badge else 0)


def paint_cell(painter: QPainter, rect: QRect, cell: Cell, *, to_right: bool = False) -> None:
    """Draw a cell's facts inside `rect`; text that does not fit ends in an ellipsis."""
    left, right = rect.x() + PAD, rect.right() - PAD
    if cell.chip:
        height = min(_CHIP.height(), rect.height())
        top = rect.y() + (rect.height() - height) // 2
        paint_chip(painter, QRect(left - 1, top, _CHIP.width() - 5, height), cell.chip, cell.marks)
        left += _CHIP.width()
    if cell.icon:
        box = QRect(left, rect.y(), icons.NORMAL, rect.height())
        icons.paint(painter, box, cell.icon, cell.icon_token, icons.SMALL)
        left += icons.NORMAL + 6
    if cell.meter is not None:
        width = 86 if cell.text else right - left
        facts = cell.meter
        paint_meter(
            painter, QRectF(left, rect.y(), width, rect.height()), facts.share, facts.tone, facts.plan
        )
        left += width + 6
    font = fonts.font("base", fonts.STRONG if cell.strong else fonts.REGULAR, condensed=cell.condensed)
    metrics = QFontMetrics(font)
    if cell.badge is not None:
        size = badge_size(cell.badge)
        at = min(left + metrics.horizontalAdvance(cell.text) + 6, right - size.width())
        at = left if not cell.text else at
        paint_badge(painter, QPoint(at, rect.y() + (rect.height() - size.height()) // 2), cell.badge)
        right = at - 6
    if cell.text and right > left:
        painter.setFont(font)
        painter.setPen(theme.current().color(cell.token))
        box = QRect(left, rect.y(), right - left + 1, rect.height() - 1)
        shown = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, box.width())
        side = Qt.AlignmentFlag.AlignRight if to_right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)
