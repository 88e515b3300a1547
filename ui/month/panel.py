"""The right side of the month: its figures, the monitoring note, and every close so far."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from flexdesk.domain.closed_months import FIGURES
from flexdesk.i18n import _
from flexdesk.services.month import MonthView
from ui.month import words
from ui.qt import accessible, fonts
from ui.widgets.button import Button, Kind
from ui.widgets.card import Hairline
from ui.widgets.label import Label
from ui.widgets.side_panel import SidePanel

WIDTH = 356
_LINES_HEIGHT = 46


class NoteForm(QWidget):
    """Four short texts; `take` says whether they were stored. Ctrl+Enter keeps, Esc closes."""

    closed = Signal()

    def __init__(self, take: Callable[[Mapping[str, str]], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._take = take
        self.fields: dict[str, QPlainTextEdit] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for name, label in words.NOTE_LABELS.items():
            field = QPlainTextEdit()
            field.setTabChangesFocus(True)
            field.setFixedHeight(fonts.scaled(_LINES_HEIGHT))
            accessible.name(field, _(label))
            column.addWidget(Label(_(label), "small", token="muted"))
            column.addWidget(field)
            self.fields[name] = field
        self.ok = Button(_("Keep the note"), shortcut="Ctrl+Enter", kind=Kind.PRIMARY)
        cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.ok.clicked.connect(self.keep)
        cancel.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.ok)
        row.addWidget(cancel)
        row.addStretch(1)
        column.addLayout(row)

    def open(self, texts: Mapping[str, str]) -> None:
        for name, field in self.fields.items():
            field.setPlainText(texts.get(name, ""))
        empty = next((field for field in self.fields.values() if not field.toPlainText()), None)
        (empty or next(iter(self.fields.values()))).setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        if self._take({name: field.toPlainText() for name, field in self.fields.items()}):
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class MonthPanel(SidePanel):
    def __init__(self, take: Callable[[Mapping[str, str]], bool], parent: QWidget | None = None) -> None:
        super().__init__(_("Figures"), WIDTH, parent)
        self.body.setContentsMargins(14, 10, 12, 10)
        self.body.setSpacing(8)
        self.figures = QWidget()
        self._grid = QGridLayout(self.figures)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self.note_head = Label(_("Monitoring note"), "small", fonts.STRONG, token="muted")
        self.note = QWidget()
        self._note_column = _column(self.note)
        self.form = NoteForm(take)
        self.form.hide()
        self.closes_head = Label(_("Closes so far"), "small", fonts.STRONG, token="muted")
        self.closes = QWidget()
        self._closes_column = _column(self.closes)
        note = (self.note_head, self.note, self.form)
        for part in (self.figures, Hairline(), *note, Hairline(), self.closes_head, self.closes):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def show_view(self, view: MonthView) -> None:
        self._show_figures(view)
        _empty(self._note_column)
        told = [(label, view.note[name]) for name, label in words.NOTE_LABELS.items() if view.note[name]]
        for label, text in told:
            self._note_column.addWidget(Label(_(label), "small", token="muted"))
            self._note_column.addWidget(Label(text, wrap=True))
        if not told:
            self._note_column.addWidget(Label(_("Not written yet. N opens it."), token="muted", wrap=True))
        _empty(self._closes_column)
        for close in view.closes:
            for at, line in enumerate(words.close_lines(close)):
                self._closes_column.addWidget(
                    Label(line, "small", token="muted" if at else "text", wrap=True)
                )
        if not view.closes:
            self._closes_column.addWidget(Label(_("Never closed."), token="muted"))

    def _show_figures(self, view: MonthView) -> None:
        """Those of now; of a closed month with what they were then, where they differ."""
        _empty_grid(self._grid)
        moved = view.moved()
        for row, (name, label) in enumerate(FIGURES.items()):
            value = view.figures[name]
            text = f"{value:n}" if name not in moved else f"{moved[name][0]} → {moved[name][1]}"
            self._grid.addWidget(Label(_(label), "small", token="muted"), row, 0)
            shown = Label(text, "small", fonts.STRONG, token="warning" if name in moved else "text")
            self._grid.addWidget(shown, row, 1, Qt.AlignmentFlag.AlignRight)
            accessible.name(shown, f"{_(label)}: {text}")

    def open_note(self, texts: Mapping[str, str]) -> None:
        self.note.hide()
        self.figures.hide()  # the four texts need the room
        self.form.show()
        self.form.open(texts)
        self.scroller.ensureWidgetVisible(self.form)

    def close_note(self) -> None:
        self.form.hide()
        self.note.show()
        self.figures.show()


def _column(box: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    return column


def _empty(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def _empty_grid(grid: QGridLayout) -> None:
    while (item := grid.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
