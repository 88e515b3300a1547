"""Action plans of an SKP: a result's year in periods, broken down by one key and edited line by line."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from flexdesk.domain.periods import PeriodKind
from flexdesk.i18n import N_, _
from flexdesk.services.action_plans import PlannedPart
from flexdesk.services.targets import Skp, TargetResult
from ui.targets import plan_words, words
from ui.widgets import keys
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.cells import Cell
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label
from ui.widgets.segmented import Segmented
from ui.widgets.table import Column, RowsModel, TableView

_RHYTHMS = (
    (PeriodKind.MONTH, N_("Month")),
    (PeriodKind.QUARTER, N_("Quarter")),
    (PeriodKind.SEMESTER, N_("Half year")),
)

_NO_LINES = N_("No lines yet. Split the year's target evenly, then change what differs.")
_NO_RESULTS = N_("The plan has no results yet. Write them in the outline, then come back.")


def _columns() -> list[Column[PlannedPart]]:
    return [
        Column("period", _("Period"), lambda part: Cell(part.period.label()), 122),
        Column("target", _("Target"), _amount, 104, to_right=True),
        Column("text", _("Activity"), lambda part: Cell(part.text, tip=part.text)),
        Column("due", _("Due"), lambda part: Cell(plan_words.plain_date(part.due), "muted"), 100),
    ]


def _amount(part: PlannedPart) -> Cell:
    value = words.number(part.number) if part.number is not None else "–"
    return Cell(f"{value} {part.unit}".strip(), strong=True)


class PartsTable(TableView):
    """Enter edits the line, Delete takes it out."""

    asked = Signal()
    dropped = Signal()

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.asked.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)


class ActionsCard(Card):
    """`kept` carries a result's key and lines; those of `split_up` take the place of all. `dropped`: keys."""

    kept = Signal(str, object)
    split_up = Signal(str, object)
    dropped = Signal(object)

    def __init__(
        self,
        propose: Callable[[TargetResult, PeriodKind], Sequence[PlannedPart]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Action plan"), parent=parent)
        self._propose = propose
        self._plan: Skp | None = None
        self._parts: dict[str, list[PlannedPart]] = {}
        self.results = ComboBox(_("Result"))
        self.results.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.results.setMinimumContentsLength(24)
        self.results.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.rhythm = Segmented([(kind, _(name)) for kind, name in _RHYTHMS], _("Period"))
        self.rhythm.choose(PeriodKind.QUARTER)
        self.even = Button(_("Split evenly"), icon="rows-3", shortcut="Alt+E", bind=False)
        self.model: RowsModel[PlannedPart] = RowsModel(_columns(), lambda part: part.key, self)
        self.table = PartsTable(_("Lines of the action plan"))
        self.table.show_rows_of(self.model)
        self.nothing = Label("", token="muted", wrap=True)
        self.number, self.unit = LineField(_("Target")), LineField(_("Unit"))
        self.text, self.due = LineField(_("Activity")), LineField(_("Due"))
        self.fault = Label("", "small", token="negative", wrap=True)
        self.keep = Button(_("Keep"), shortcut="Enter", bind=False)
        self._lay_out()
        self.results.activated.connect(lambda _at: self._fill())
        self.even.clicked.connect(self.split)
        self.keep.clicked.connect(self.save)
        self.table.asked.connect(self._begin)
        self.table.dropped.connect(self._drop)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_line())
        for field in (self.number, self.unit, self.text, self.due):
            field.returnPressed.connect(self.save)
        keys.bind(self, "Alt+E", self.split)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self.rhythm)
        tools.addStretch(1)
        tools.addWidget(self.even)
        self.body.addWidget(self.results)
        self.body.addLayout(tools)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.nothing, 1)
        self.line = QWidget()
        grid = QGridLayout(self.line)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(3)
        for column, (name, field) in enumerate(
            ((_("Target"), self.number), (_("Unit"), self.unit), (_("Due"), self.due))
        ):
            grid.addWidget(Label(name, "small", token="muted"), 0, column)
            grid.addWidget(field, 1, column)
        grid.addWidget(Label(_("Activity"), "small", token="muted"), 2, 0, 1, 3)
        grid.addWidget(self.text, 3, 0, 1, 2)
        grid.addWidget(self.keep, 3, 2)
        self.body.addWidget(self.line)
        self.fault.hide()
        self.body.addWidget(self.fault)

    def show_plan(self, plan: Skp, parts: dict[str, list[PlannedPart]], *, living: bool) -> None:
        kept = self.results.currentData()
        self._plan, self._parts = plan, parts
        self.results.clear()
        for result in plan.results:
            self.results.addItem(str(result.row["text"] or ""), str(result.row["key"]))
        self.results.setCurrentIndex(max(self.results.findData(kept), 0))
        for part in (self.even, self.keep, self.rhythm, self.number, self.unit, self.text, self.due):
            part.setEnabled(living and bool(plan.results))
        self._fill()

    @property
    def result(self) -> TargetResult | None:
        key = self.results.currentData()
        results = self._plan.results if self._plan is not None else ()
        return next((one for one in results if one.row["key"] == key), None)

    def split(self) -> None:
        result = self.result
        if result is not None and self.even.isEnabled():
            self.split_up.emit(str(result.row["key"]), self._propose(result, PeriodKind(self.rhythm.choice)))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        part, result = self._current(), self.result
        if part is None or result is None or not self.keep.isEnabled():
            return
        typed = self.number.text().strip()
        number = words.typed_number(typed)
        due = plan_words.typed_date(self.due.text()) if self.due.text().strip() else None
        fault = ""
        if typed and number is None:
            fault = _("The target of a line is a number, or empty.")
        elif self.due.text().strip() and due is None:
            fault = _("Write the days as 31-12-2026.")
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        if not fault:
            line = PlannedPart(part.period, self.text.text(), number, self.unit.text(), due)
            self.kept.emit(str(result.row["key"]), [line])
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _current(self) -> PlannedPart | None:
        return self.model.row_at(self.table.currentIndex())

    def _begin(self) -> None:
        if self._current() is not None:
            self.number.setFocus(Qt.FocusReason.OtherFocusReason)
            self.number.selectAll()

    def _drop(self) -> None:
        part = self._current()
        if part is not None and self.keep.isEnabled():
            self.dropped.emit([part.key])

    def _fill(self) -> None:
        at = max(self.table.currentIndex().row(), 0)
        rows = self._parts.get(str(self.results.currentData()), [])
        self.model.set_rows(rows)
        if rows:
            self.rhythm.choose(rows[0].period.kind)
            self.table.selectRow(min(at, len(rows) - 1))
        self.nothing.setText(
            _(_NO_LINES) if self._plan is not None and self._plan.results else _(_NO_RESULTS)
        )
        for part, shown in ((self.table, bool(rows)), (self.line, bool(rows)), (self.nothing, not rows)):
            part.setVisible(shown)
        self._show_line()

    def _show_line(self) -> None:
        part = self._current()
        if part is None:
            return
        self.number.setText(words.number(part.number) if part.number is not None else "")
        self.unit.setText(part.unit)
        self.text.setText(part.text)
        self.text.setCursorPosition(0)
        self.due.setText(plan_words.plain_date(part.due))
