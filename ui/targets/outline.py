"""The table of the cascade: an outline whose branches open and close, painted without a widget in a cell."""

from collections.abc import Callable
from enum import Enum, auto

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from flexdesk.i18n import _
from flexdesk.services.cascade import Pace
from ui.qt import fonts, icons, theme
from ui.targets import words
from ui.targets.lines import Line
from ui.widgets.cells import Cell, CellDelegate, Index, MeterFacts
from ui.widgets.table import Column, RowsModel, TableView

STEP = 18  # pixels of one level
_PAD = 8


def columns() -> list[Column[Line]]:
    return [
        Column("text", _("Results and indicators"), _text),
        Column("who", _("Carried by"), lambda line: Cell(line.carriers, "muted"), 132),
        Column("target", _("Target"), lambda line: Cell(line.target), 112, to_right=True),
        Column("share", _("Reached"), _meter, 94),
        Column("value", _("Value"), _value, 72, to_right=True),
        Column("pace", _("Pace"), _pace, 108),
    ]


def _text(line: Line) -> Cell:
    level = _("level {number}").format(number=line.level + 1)
    spoken = ", ".join(part for part in (line.code, line.text, level) if part)
    return Cell(line.text, strong=line.level == 0, spoken=spoken, tip=line.text)


def _meter(line: Line) -> Cell:
    found = line.standing
    if found is None or found.share is None:
        return Cell()
    tone = words.PACES[found.pace].tone
    return Cell(meter=MeterFacts(found.share, tone, found.plan), spoken=words.percent(found.share))


def _value(line: Line) -> Cell:
    return Cell(words.reached(line.standing), strong=True) if line.standing is not None else Cell()


def _pace(line: Line) -> Cell:
    found = line.standing
    if found is None or not line.is_result:
        return Cell()
    facts = words.pace(found.pace)
    if found.pace is Pace.UNKNOWN:
        return Cell(facts.text, "muted")
    return Cell(facts.text, facts.tone.ink, icon=facts.icon, icon_token=facts.tone.ink)


class Ask(Enum):
    """What a key of the outline asks for."""

    ADD = auto()
    UP = auto()
    DOWN = auto()
    IN = auto()
    OUT = auto()
    REMOVE = auto()
    PASTE = auto()


_NONE, _ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_CTRL_SHIFT = _CTRL | Qt.KeyboardModifier.ShiftModifier
_ASKS = {
    (Qt.Key.Key_Return, _NONE): Ask.ADD,
    (Qt.Key.Key_Enter, _NONE): Ask.ADD,
    (Qt.Key.Key_Insert, _NONE): Ask.ADD,
    (Qt.Key.Key_Up, _ALT): Ask.UP,
    (Qt.Key.Key_Down, _ALT): Ask.DOWN,
    (Qt.Key.Key_Right, _CTRL_SHIFT): Ask.IN,
    (Qt.Key.Key_Left, _CTRL_SHIFT): Ask.OUT,
    (Qt.Key.Key_Delete, _NONE): Ask.REMOVE,
    (Qt.Key.Key_V, _CTRL): Ask.PASTE,
}


class OutlineDelegate(CellDelegate):
    """Indents the first column and draws the chevron."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        rect: QRect = option.rect
        line = model.row_at(index) if isinstance(model, RowsModel) else None
        if not isinstance(line, Line) or index.column():
            if line is not None and line.level == 0:
                painter.fillRect(rect, theme.current().color("raised"))
            super().paint(painter, option, index)
            return
        state: QStyle.StateFlag = option.state
        look = theme.current()
        painter.save()
        painter.setClipRect(rect)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.color("selection"))
        elif line.level == 0:
            painter.fillRect(rect, look.color("raised"))
        for level in range(line.level):
            painter.fillRect(
                rect.x() + _PAD + 7 + level * STEP, rect.y(), 1, rect.height(), look.color("border")
            )
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, look.color("border"))
        self._paint_words(painter, rect, line)
        painter.restore()

    def _paint_words(self, painter: QPainter, rect: QRect, line: Line) -> None:
        look = theme.current()
        left = rect.x() + _PAD + line.level * STEP
        if line.indicator is not None:
            icons.paint(painter, QRect(left, rect.y(), 16, rect.height()), "minus", "muted", icons.SMALL)
        elif line.children or line.unfolded:
            icon = "chevron-down" if line.open or line.unfolded else "chevron-right"
            icons.paint(painter, QRect(left, rect.y(), 16, rect.height()), icon, "muted", icons.SMALL)
        left += 20
        if line.code and line.level == 0:
            font = fonts.font("base", fonts.STRONG)
            painter.setFont(font)
            painter.setPen(look.color("accent"))
            width = QFontMetrics(font).horizontalAdvance(line.code) + 8
            painter.drawText(
                QRect(left, rect.y(), width, rect.height()), Qt.AlignmentFlag.AlignVCenter, line.code
            )
            left += width
        font = fonts.font("base", fonts.STRONG if line.level == 0 else fonts.REGULAR)
        painter.setFont(font)
        painter.setPen(look.color("text" if line.indicator is None else "muted"))
        box = QRect(left, rect.y(), rect.right() - _PAD - left, rect.height() - 1)
        shown = QFontMetrics(font).elidedText(line.text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, theme.current().row_height())


class OutlineView(TableView):
    """Left and Right close and open a branch and then its indicators; other keys ask for a change."""

    toggled = Signal(str, bool)  # key, open
    unfolded = Signal(str, bool)  # key of a result, whether its indicators are shown
    asked = Signal(object)  # Ask
    laid = Signal()  # rows may stand elsewhere

    def __init__(self, spoken: str, parent_of: Callable[[int], int], parent: QWidget | None = None) -> None:
        super().__init__(spoken, parent)
        self._parent_of = parent_of
        self.setItemDelegate(OutlineDelegate(self))

    def line(self) -> Line | None:
        model = self.model()
        found = model.row_at(self.currentIndex()) if isinstance(model, RowsModel) else None
        return found if isinstance(found, Line) else None

    def _open_further(self, line: Line) -> None:
        if line.children and not line.open:
            self.toggled.emit(line.key, True)
        elif line.measures and not line.unfolded:
            self.unfolded.emit(line.key, True)

    def _close_further(self, line: Line) -> None:
        if line.unfolded:
            self.unfolded.emit(line.key, False)
        elif line.open:
            self.toggled.emit(line.key, False)
        elif (above := self._parent_of(self.currentIndex().row())) >= 0:
            self.selectRow(above)

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.line()
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ask = _ASKS.get((Qt.Key(event.key()), plain))
        if ask is not None:
            self.asked.emit(ask)
        elif line is not None and event.key() == Qt.Key.Key_Right:
            self._open_further(line)
        elif line is not None and event.key() == Qt.Key.Key_Left:
            self._close_further(line)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        at = event.position().toPoint()
        index, line = self.indexAt(at), self.line()
        if line is None or not (line.children or line.unfolded) or index.column() != 0:
            return
        left = self.visualRect(index).x() + _PAD + line.level * STEP
        if left <= at.x() < left + 20:
            if line.open or line.unfolded:
                self._close_further(line)
            else:
                self._open_further(line)

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self.laid.emit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.laid.emit()
