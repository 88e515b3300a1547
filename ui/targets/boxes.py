"""The form of a line, for those who like boxes better than typing: a result, an indicator, or a new line."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from flexdesk.domain.outline import Typed, number_text
from flexdesk.domain.performance import Aspect, ResultClass, label
from flexdesk.i18n import _
from flexdesk.services.outline import Boxes, measured
from flexdesk.services.targets import TargetIndicator, TargetResult
from ui.widgets.button import Button, Kind
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label
from ui.widgets.segmented import Segmented

_RESULT, _PEOPLE, _TEXT, _TARGET, _ASPECT = range(5)  # rows of the form, a caption and a field each


class BoxesForm(QWidget):
    """Enter keeps everything as one step, Esc drops it."""

    kept = Signal(object)  # Boxes
    made = Signal(object)  # Typed, for a line that is not there yet
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._result = self._indicator = ""
        self._new = False
        self.result_text = LineField(_("Work result"))
        self.kind = Segmented([(kind, label(kind)) for kind in ResultClass], _("Class"))
        self.people = LineField(_("Carried by"))
        self.people.setPlaceholderText("@dewi @fitri")
        self.text, self.target = LineField(_("Indicator")), LineField(_("Target"))
        self.unit = LineField(_("Unit"))
        self.target.setMaximumWidth(110)
        self.aspect = ComboBox(_("Aspect"))
        for aspect in Aspect:
            self.aspect.addItem(label(aspect), aspect)
        self.keep_button = Button(_("Keep"), shortcut="Enter", bind=False, kind=Kind.PRIMARY)
        self.drop_button = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.keep_button.clicked.connect(self.keep)
        self.drop_button.clicked.connect(self.dropped)
        self._rows: dict[int, list[QWidget]] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        self._row(_RESULT, [_("Work result")], [self.result_text])
        self._row(_PEOPLE, [_("Carried by")], [self.people])
        self._row(_TEXT, [_("Indicator")], [self.text])
        self._row(_TARGET, [_("Target"), _("Unit")], [self.target, self.unit])
        self._row(_ASPECT, [_("Aspect")], [self.aspect])
        self._grid.addWidget(self.kind, 2 * _ASPECT + 2, 0, 1, 2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.drop_button)
        row.addWidget(self.keep_button)
        self._grid.addLayout(row, 2 * _ASPECT + 3, 0, 1, 2)

    def _row(self, at: int, captions: list[str], fields: list[QWidget]) -> None:
        labels: list[QWidget] = [Label(text, "small", token="muted") for text in captions]
        wide = 2 if len(fields) == 1 else 1
        for column, (caption, field) in enumerate(zip(labels, fields, strict=True)):
            self._grid.addWidget(caption, 2 * at, column, 1, wide)
            self._grid.addWidget(field, 2 * at + 1, column, 1, wide)
        self._rows[at] = [*labels, *fields]

    # Opening
    def open(self, result: TargetResult | None, indicator: TargetIndicator | None) -> None:
        """A result with one of its indicators, or one of the two alone."""
        self._new = False
        self._result = str(result.row["key"]) if result is not None else ""
        self._indicator = str(indicator.row["key"]) if indicator is not None else ""
        if result is not None:
            self.result_text.setText(str(result.row["text"] or ""))
            self.kind.choose(str(result.row["class"] or ResultClass.MAIN))
        if indicator is not None:
            self._show_indicator(indicator)
        self._show(result=result is not None, people=False, indicator=indicator is not None, text=True)
        self._focus(self.target if indicator is not None else self.result_text)

    def open_new(self, typed: Typed, handles: str) -> None:
        """What was typed so far, in boxes; `handles` are the people as typed."""
        self._new = True
        self._result = self._indicator = ""
        measure = typed.measure
        number = measure.number if measure is not None else None
        rhythm = f"/{measure.rhythm}" if measure is not None and measure.rhythm else ""
        sign = f"{measure.sign} " if measure is not None and measure.sign else ""
        self.result_text.setText(typed.text)
        self.people.setText(handles)
        self.target.setText(
            f"{sign}{number_text(number)}{rhythm}" if number is not None else measure.words if measure else ""
        )
        self.unit.setText(measure.unit if measure is not None else "")
        self._choose(typed.shown_aspect)
        self.kind.choose(typed.kind or ResultClass.MAIN)
        self._show(result=True, people=True, indicator=True, text=False)
        self._focus(self.result_text)

    def _show_indicator(self, indicator: TargetIndicator) -> None:
        row = indicator.row
        self.text.setText(str(row["text"] or ""))
        self.target.setText(str(row["target_text"] or ""))
        self.unit.setText(str(row["unit"] or ""))
        self._choose(Aspect(str(row["aspect"])) if row["aspect"] else None)

    def _choose(self, aspect: Aspect | None) -> None:
        self.aspect.setCurrentIndex(list(Aspect).index(aspect) if aspect is not None else -1)

    def _show(self, *, result: bool, people: bool, indicator: bool, text: bool) -> None:
        shown = {_RESULT: result, _PEOPLE: people, _TEXT: indicator and text}
        for at, widgets in self._rows.items():
            for widget in widgets:
                widget.setVisible(shown.get(at, indicator))
        self.kind.setVisible(result)
        self.show()

    def _focus(self, field: LineField) -> None:
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    # Keeping
    def keep(self) -> None:
        if self._new:
            self.made.emit(self._typed())
        else:
            self.kept.emit(self._boxes())

    def _boxes(self) -> Boxes:
        return Boxes(
            self._result,
            self.result_text.text(),
            ResultClass(self.kind.choice) if self._result else None,
            self._indicator,
            self.text.text(),
            self.target.text(),
            self.unit.text(),
            self._aspect(),
        )

    def _typed(self) -> Typed:
        handles = (word.strip("@,;") for word in self.people.text().split())
        target = self.target.text().strip()
        return Typed(
            " ".join(self.result_text.text().split()),
            tuple(handle for handle in handles if handle),
            measured(target, self.unit.text()) if target else None,
            self._aspect(),
            ResultClass(self.kind.choice),
        )

    def _aspect(self) -> Aspect | None:
        chosen = self.aspect.currentData()
        return Aspect(chosen) if chosen else None

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.keep()
        else:
            super().keyPressEvent(event)
