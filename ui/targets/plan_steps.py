"""The status of an SKP with the steps that follow from it; a step that needs words asks for them in place."""

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from flexdesk.domain.skp import Step, steps_from
from flexdesk.i18n import _
from flexdesk.services.skp_rows import status_of
from flexdesk.services.targets import Skp
from ui.targets import plan_words
from ui.widgets.badge import Badge
from ui.widgets.button import Button, Kind
from ui.widgets.fields import LineField
from ui.widgets.label import Label

_NEEDS_WORDS = (Step.REFUSE, Step.REOPEN)
_NEEDS_DAY = (Step.APPROVE, Step.CLOSE)


class StepBar(QWidget):
    """`stepped` carries the step, the words and the day, which is None where none is asked for.

    `badge`, `note` and `question` are placed by whoever shows the bar.
    """

    stepped = Signal(object, str, object)
    left = Signal()  # the question was put away

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._steps: tuple[Step, ...] = ()
        self.asked: Step | None = None
        self.badge = Badge("")
        self.note = Label("", "small", token="muted")
        self.first = Button("", shortcut="Ctrl+Enter", kind=Kind.PRIMARY)
        self.first.clicked.connect(self.take_first)
        self.buttons: dict[Step, Button] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.first)
        for step, (words, icon) in plan_words.STEPS.items():
            button = Button(_(words), icon=icon)
            button.clicked.connect(partial(self.take, step))
            self.buttons[step] = button
            row.addWidget(button)
        self.question = QWidget()
        self.day, self.words = LineField(_("Day")), LineField(_("Note"))
        self.day.setFixedWidth(104)
        self.go = Button("", shortcut="Enter", bind=False, kind=Kind.PRIMARY)
        self.cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.fault = Label("", "small", token="negative")
        asks = QHBoxLayout(self.question)
        asks.setContentsMargins(12, 0, 12, 8)
        asks.setSpacing(8)
        self.day_label = Label("", "small", token="muted")
        asks.addWidget(self.day_label)
        asks.addWidget(self.day)
        asks.addWidget(self.words, 1)
        asks.addWidget(self.fault)
        asks.addWidget(self.go)
        asks.addWidget(self.cancel)
        self.question.hide()
        for field in (self.day, self.words):
            field.returnPressed.connect(self._give)
        self.go.clicked.connect(self._give)
        self.cancel.clicked.connect(self.put_away)

    def show_plan(self, plan: Skp) -> None:
        row = plan.row
        self._steps = steps_from(status_of(row))
        self.badge.show_facts(plan_words.status(row))
        self.note.setText(str(row["decision_note"] or row["close_note"] or ""))
        usual = self._usual()
        self.first.setVisible(usual is not None)
        if usual is not None:
            words, icon = plan_words.STEPS[usual]
            self.first.set_words(_(words), icon)
        for step, button in self.buttons.items():
            button.setVisible(step in self._steps and step is not usual)
        if self.asked is not None and self.asked not in self._steps:
            self.put_away()

    def take_first(self) -> None:
        """Ctrl+Enter."""
        if (usual := self._usual()) is not None:
            self.take(usual)

    def _usual(self) -> Step | None:
        """The step that usually follows; taking an approval back is never the usual one."""
        first = self._steps[0] if self._steps else None
        return None if first is Step.REOPEN else first

    def take(self, step: Step) -> None:
        if step not in (*_NEEDS_WORDS, *_NEEDS_DAY):
            self.stepped.emit(step, "", None)
            return
        self.asked = step
        dated = step in _NEEDS_DAY
        self.day_label.setText(_("Day on the paper") if step is Step.APPROVE else _("Last day"))
        for part in (self.day_label, self.day):
            part.setVisible(dated)
        self.day.setText(plan_words.plain_date(self._today))
        self.words.clear()
        self.words.setPlaceholderText(_("Reason") if step in _NEEDS_WORDS else _("Note, may stay empty"))
        self.go.set_words(_(plan_words.STEPS[step][0]))
        self.fault.setText("")
        self.question.show()
        (self.day if dated else self.words).setFocus(Qt.FocusReason.OtherFocusReason)
        self.day.selectAll()

    def put_away(self) -> bool:
        """False when nothing was asked."""
        was_open, self.asked = self.asked is not None, None
        self.question.hide()
        if was_open:
            self.left.emit()
        return was_open

    def _give(self) -> None:
        step = self.asked
        if step is None:
            return
        day = plan_words.typed_date(self.day.text()) if step in _NEEDS_DAY else None
        if step in _NEEDS_DAY and day is None:
            self.fault.setText(_("Write the day as 31-12-2026."))
            return
        if step in _NEEDS_WORDS and not self.words.text().strip():
            self.fault.setText(_("A reason is needed."))
            return
        self.stepped.emit(step, self.words.text().strip(), day)
