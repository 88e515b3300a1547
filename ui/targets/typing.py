"""Typing in the outline: a line between the lines, with what is understood of it below."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from flexdesk.domain.outline import Known, Typed, parse_line
from flexdesk.i18n import _
from flexdesk.services.cascade import Branch
from flexdesk.services.outline import Spot
from ui.qt import accessible, fonts, theme
from ui.targets.hints import Hint, hint
from ui.targets.lines import Line
from ui.targets.outline import STEP, OutlineView
from ui.targets.places import Place, places, row_of
from ui.widgets.fields import LineField
from ui.widgets.label import ElidedLabel
from ui.widgets.table import RowsModel

DRAFT = "draft"  # key of the line that is being typed
_INDENT = 26
_HIGH = 54


class TypedField(LineField):
    """Tab and Shift+Tab change the level instead of leaving the field."""

    accepted = Signal()
    leveled = Signal(int)
    dropped = Signal()

    # Qt overrides
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Tab: +1, Qt.Key.Key_Backtab: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self.leveled.emit(step)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)


class TypedLine(QWidget):
    """The field and the hint, laid over the row of the line that is being typed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = TypedField(_("New line"))
        self.field.setPlaceholderText(_("Sentence  @name  #files 1200/bln  !kualitas"))
        self.hint = ElidedLabel("", "small", token="muted")
        self.hint.setForegroundRole(QPalette.ColorRole.WindowText)  # a child of a viewport would take Text
        self._column = QVBoxLayout(self)
        self._column.setSpacing(1)
        self._column.addWidget(self.field)
        self._column.addWidget(self.hint)
        self.set_level(0)
        self.hide()

    def set_level(self, level: int) -> None:
        self._column.setContentsMargins(_INDENT + level * STEP, 3, 8, 4)

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()  # what the field leaves over is not for the table below

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme.current()
        painter.fillRect(self.rect(), look.color("selection"))
        painter.fillRect(0, 0, 3, self.height(), look.color("accent"))
        painter.end()


class Typing:
    """One line at a time; Enter keeps it and opens the next, an empty one or Esc ends it."""

    def __init__(
        self,
        table: OutlineView,
        model: RowsModel[Line],
        people: Callable[[], Sequence[Known]],
        span: Callable[[Spot], tuple[int, int]],
        keep: Callable[[Typed, Spot], Spot | None],
        fill: Callable[[], None],
        exists: Callable[[str], bool],
    ) -> None:
        self._table, self._model = table, model
        self._people, self._span, self._keep, self._fill = people, span, keep, fill
        self._exists = exists
        self._places: list[Place] = []
        self._at = 0
        self._known: Sequence[Known] = ()
        self._months = (12, 0)
        self._fresh = ""  # key of a line just kept, until the table shows it
        self._laying = False
        self._tall = -1  # the row that is higher than the others
        self.line = TypedLine(table.viewport())
        self.line.field.textChanged.connect(lambda _text: self._tell())
        self.line.field.accepted.connect(self.accept)
        self.line.field.dropped.connect(self.stop)
        self.line.field.leveled.connect(self._level)
        table.laid.connect(self.lay)

    @property
    def is_open(self) -> bool:
        return bool(self._places)

    @property
    def place(self) -> Place:
        return self._places[self._at]

    def start(self) -> None:
        """Below the current line; the list has to show everything by then."""
        if self.is_open:
            return
        self._known = self._people()
        self._places, self._at = places(self._model.rows, self._table.currentIndex().row())
        self._show()

    def stop(self) -> bool:
        """Esc: leave without keeping; False when nothing was being typed."""
        if not self.is_open:
            return False
        self._places = []
        self._flatten()
        self.line.hide()
        self.line.field.setText("")
        self._fill()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def accept(self) -> None:
        """Enter."""
        text = self.line.field.text()
        if not text.strip():
            self.stop()
            return
        if self._tell().fault:
            return
        spot = self._keep(parse_line(text), self.place.spot)
        if spot is not None:
            self.line.field.setText("")  # unlike clear(), this leaves nothing to undo but the line itself
            self._fresh = spot.after
            self._places[self._at :] = [_moved(self.place, spot)]

    def shown(self, lines: Sequence[Line]) -> list[Line]:
        """The lines of the table with the one being typed among them."""
        made = list(lines)
        if self.is_open:
            self._look_around(made)
            made.insert(row_of(lines, self.place), _draft(self.place.level))
        return made

    def _look_around(self, lines: Sequence[Line]) -> None:
        """Once the line just kept is shown, the next one may go below it or higher up.

        Where its neighbour was taken back, it goes beside the current line instead.
        """
        at = next((row for row, line in enumerate(lines) if line.key == self._fresh), None)
        if self._fresh and at is not None:
            here = self.place.spot
            self._places, self._at = places(lines, at)
            self._at = next((n for n, one in enumerate(self._places) if one.spot == here), self._at)
            self._fresh = ""
        spot = self.place.spot
        if not self._fresh and (key := spot.after or spot.under) and not self._exists(key):
            self._places, self._at = places(lines, self._table.currentIndex().row())

    def lay(self) -> None:
        """Put the field over its row, wherever that stands now."""
        index = self._model.find(DRAFT)
        if self._laying or not self.is_open or not index.isValid():
            return
        self._laying = True
        self._flatten()
        self._tall = index.row()
        self._table.setRowHeight(self._tall, fonts.scaled(_HIGH))
        rect = self._table.visualRect(index)
        self.line.setGeometry(0, rect.y(), self._table.viewport().width(), rect.height())
        self.line.set_level(self.place.level)
        self._laying = False

    def _flatten(self) -> None:
        if 0 <= self._tall < self._model.rowCount():
            self._table.setRowHeight(self._tall, theme.current().row_height())
        self._tall = -1

    def _show(self) -> None:
        self._fill()
        self.line.show()
        self.lay()
        index = self._model.find(DRAFT)
        self._table.scrollTo(index)
        self.lay()
        self.line.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._months = self._span(self.place.spot)
        above = self.place.above
        accessible.name(
            self.line.field,
            _("New line, level {number}").format(number=self.place.level + 1),
            _("Below “{text}”").format(text=above) if above else "",
        )
        self._tell()

    def _level(self, step: int) -> None:
        if 0 <= self._at + step < len(self._places):
            self._at += step
            self._show()

    def _tell(self) -> Hint:
        if not self.is_open:
            return Hint("")
        text = self.line.field.text()
        found = hint(text, self._known, self._months) if text.strip() else Hint("")
        self.line.hint.setText(found.text or self._usage())
        self.line.hint.set_token("negative" if found.fault else "muted")
        self.line.field.show_fault(found.text if found.fault else "")
        return found

    def _usage(self) -> str:
        below = _("below “{text}”").format(text=self.place.above) if self.place.above else ""
        keys = _("Enter keeps, Tab goes deeper, Shift+Tab higher, F2 boxes, Esc leaves")
        return " · ".join(part for part in (below, keys) if part)


def _moved(place: Place, spot: Spot) -> Place:
    anchor = spot.after or place.anchor
    return Place(spot, place.level, anchor, past_below=True, above=place.above)


def _draft(level: int) -> Line:
    return Line(DRAFT, level, "", "", "", "", None, Branch(DRAFT, "", None, None), 0, open=False)
