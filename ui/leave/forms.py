"""The forms of the side panel: a new entry, a consideration or decision, and what a year left over."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.leave import LeaveDecision, LeaveKind
from flexdesk.domain.leave_register import CAUSE_LABELS
from flexdesk.exchange.written_dates import read_date
from flexdesk.i18n import _
from flexdesk.services.leave import LeaveForm
from ui.leave import words
from ui.leave.edits import Edits, Verdict
from ui.leave.model import EntryRow
from ui.qt import fonts
from ui.widgets.button import Button, Kind
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label
from ui.widgets.side_panel import SidePanel

_SETTLE_MS = 150  # after the last key the rules are asked

Person = tuple[str, str]  # key and name
Told = Sequence[tuple[str, str]]  # sentence and the token it is drawn in


class Form(SidePanel):
    """Enter keeps, Esc closes; a fault is told in words above the buttons."""

    closed = Signal()

    def __init__(self, title: str, verb: str, width: int, parent: QWidget | None = None) -> None:
        super().__init__(title, fonts.scaled(width), parent)
        self.body.setContentsMargins(15, 8, 12, 8)
        self.body.setSpacing(3)
        self.fault = Label("", "small", token="negative", wrap=True)
        self.keep = Button(verb, kind=Kind.PRIMARY, shortcut="Enter", bind=False)
        cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.keep.clicked.connect(self._keep)
        cancel.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.keep)
        row.addWidget(cancel)
        self.foot.addWidget(self.fault)
        self.foot.addLayout(row)
        self.fault.hide()

    def field(self, label: str, placeholder: str = "") -> LineField:
        found = LineField(label)
        found.setPlaceholderText(placeholder)
        self._row(label, found)
        return found

    def choice(self, label: str, choices: Sequence[tuple[str, str]]) -> ComboBox:
        box = ComboBox(label)
        for token, text in choices:
            box.addItem(text, token)
        box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(29)
        self._row(label, box)
        return box

    def _row(self, label: str, widget: QWidget) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(1)
        column.addWidget(Label(label, "small", token="muted"))
        column.addWidget(widget)
        self.body.addWidget(holder)

    def show_row(self, widget: QWidget, *, shown: bool) -> None:
        holder = widget.parentWidget()
        if holder is not None:
            holder.setVisible(shown)

    def add_told(self) -> None:
        """Room for what the rules say, under the fields."""
        self.told = QVBoxLayout()
        self.told.setContentsMargins(0, 8, 0, 0)
        self.told.setSpacing(3)
        self.body.addLayout(self.told)
        self.body.addStretch(1)

    def show_told(self, lines: Told) -> None:
        while (item := self.told.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for sentence, token in lines:
            self.told.addWidget(Label(sentence, "small", token=token, wrap=True))

    def say(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def day_in(self, field: LineField) -> date | None:
        """The day that is written, or None with the field drawn red."""
        found = read_date(field.text())
        wrong = found is None
        field.show_fault(_("Write the day such as 05-10-2026.") if wrong else "")
        return found

    def _keep(self) -> None:
        raise NotImplementedError

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif enter and isinstance(self.focusWidget(), LineField | ComboBox):
            self._keep()  # fields and choices pass Enter on
        else:
            super().keyPressEvent(event)


class EntryForm(Form):
    """A new application, a leave granted elsewhere, or a journey; `ask` tells what the rules say."""

    APPLY, ADD = "apply", "add"

    def __init__(
        self,
        edits: Edits,
        ask: Callable[[str, LeaveForm], Told],
        today: Callable[[], date],
        width: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("New entry"), _("Enter it"), width, parent)
        self._edits, self._ask, self._today = edits, ask, today
        kinds = [*LeaveKind, words.TRAVEL]
        self.person = self.choice(_("Who"), [])
        self.kind = self.choice(_("Kind"), [(str(kind), words.kind_label(kind)) for kind in kinds])
        self.way = self.choice(
            _("Entered as"),
            [(self.APPLY, _("application that waits for a decision")), (self.ADD, _("granted already"))],
        )
        self.first = self.field(_("First day"), "05-10-2026")
        self.to = self.field(_("Last day"), "07-10-2026")
        self.document = self.field(_("Papers"), _("such as the doctor's letter"))
        self.cause = self.choice(
            _("Circumstance"), [("", "–"), *((token, _(text)) for token, text in CAUSE_LABELS.items())]
        )
        self.child = self.field(_("Which child"), "1")
        self.remote = self.field(_("Days added for a remote place"), "0")
        self.reason = self.field(_("Reason"))
        self.letter = self.field(_("Number of the order letter"))
        self.purpose = self.field(_("Purpose of travel"))
        self.location = self.field(_("Place of travel"))
        self.add_told()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self.tell)
        for box in (self.person, self.kind, self.way, self.cause):
            box.activated.connect(self._changed)
        for field in (self.first, self.to, self.document, self.child, self.remote):
            field.textEdited.connect(self._timer.start)
        self._changed()

    def open(self, people: Sequence[Person], person: str = "") -> None:
        self.person.clear()
        for key, name in people:
            self.person.addItem(name, key)
        self.person.setCurrentIndex(max(self.person.findData(person), 0))
        for field in self._fields:
            field.clear()
            field.show_fault("")
        self.kind.setCurrentIndex(0)
        self.cause.setCurrentIndex(0)
        self.say("")
        self._changed()
        self.person.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _fields(self) -> tuple[LineField, ...]:
        return (
            self.first,
            self.to,
            self.document,
            self.child,
            self.remote,
            self.reason,
            self.letter,
            self.purpose,
            self.location,
        )

    @property
    def _is_travel(self) -> bool:
        return str(self.kind.currentData()) == words.TRAVEL

    def _changed(self, _at: int = 0) -> None:
        """Only what the chosen kind asks for stands in the form."""
        kind, travel = str(self.kind.currentData()), self._is_travel
        self.show_row(self.way, shown=not travel)
        for field in (self.document, self.reason):
            self.show_row(field, shown=not travel)
        self.show_row(self.cause, shown=kind in (LeaveKind.ANNUAL, LeaveKind.SICK, LeaveKind.LARGE))
        self.show_row(self.child, shown=kind == LeaveKind.MATERNITY)
        self.show_row(self.remote, shown=kind == LeaveKind.ANNUAL)
        for field in (self.letter, self.purpose, self.location):
            self.show_row(field, shown=travel)
        self._timer.start()

    def form(self) -> LeaveForm | None:
        """What is written so far; None while a day is missing."""
        first, to = read_date(self.first.text()), read_date(self.to.text() or self.first.text())
        if first is None or to is None or to < first:
            return None
        return LeaveForm(
            str(self.kind.currentData()),
            first,
            to,
            self.document.text().strip(),
            self.reason.text().strip(),
            str(self.cause.currentData() or "") if self.cause.isVisibleTo(self) else "",
            _number(self.child),
            min(_number(self.remote), (to - first).days),
        )

    def tell(self) -> None:
        """What the rules and the calendar say about the days written so far."""
        self._timer.stop()
        form = self.form()
        self.show_told(self._ask(str(self.person.currentData() or ""), form) if form is not None else ())

    def _keep(self) -> None:
        first = self.day_in(self.first)
        if not self.to.text().strip() and first is not None:
            self.to.setText(words.plain_date(first))
        to = self.day_in(self.to)
        person = str(self.person.currentData() or "")
        if first is None or to is None:
            self.say(_("Write the first and the last day, such as 05-10-2026."))
            return
        if to < first:
            self.to.show_fault(_("The last day lies before the first day."))
            self.say(_("The last day lies before the first day."))
            return
        self.say("")
        if self._is_travel:
            self._keep_travel(person, first, to)
            return
        form = self.form()
        if form is None:
            return
        if self.way.currentData() == self.ADD:
            kept = self._edits.add(person, form)
        else:
            kept = self._edits.apply(person, form, self._today())
        if kept:
            self.closed.emit()

    def _keep_travel(self, person: str, first: date, to: date) -> None:
        letter, purpose = self.letter.text().strip(), self.purpose.text().strip()
        if not letter or not purpose:
            self.say(_("Write the number of the order letter and the purpose."))
        elif self._edits.travel(person, first, to, letter, purpose, self.location.text().strip()):
            self.closed.emit()


class VerdictForm(Form):
    """The superior's consideration first, then the official's decision."""

    def __init__(
        self, edits: Edits, today: Callable[[], date], width: int, parent: QWidget | None = None
    ) -> None:
        super().__init__("", _("Save"), width, parent)
        self._edits, self._today = edits, today
        self.row: EntryRow | None = None
        self.considers = True
        self.what = Label("", wrap=True)
        self.body.addWidget(self.what)
        self.word = self.choice(
            _("Decision about the leave"), [(token, _(text)) for token, text in words.DECISION_LABELS.items()]
        )
        self.first = self.field(_("Granted from"))
        self.to = self.field(_("Granted to"))
        self.by = self.field(_("Said by"), _("name or post"))
        self.day = self.field(_("Said on"), "05-10-2026")
        self.number = self.field(_("Number of the leave letter"))
        self.note = self.field(_("Note"), _("needed unless granted as asked"))
        self.add_told()
        self.word.activated.connect(self._changed)

    def open(self, row: EntryRow, *, considers: bool, by: str = "", told: Told = ()) -> None:
        """`by` is who usually says it, `told` what they should know before."""
        self.show_told(told)
        self.row, self.considers = row, considers
        self.title.setText(_("Consideration of the superior") if considers else _("Decision of the official"))
        self.what.setText(f"{row.name}: {words.kind_label(row.kind)}, {words.span(row.first, row.to)}")
        self.word.setCurrentIndex(0)
        for field in (self.by, self.number, self.note):
            field.clear()
        self.by.setText(by)
        self.first.setText(words.plain_date(row.first))
        self.to.setText(words.plain_date(row.to))
        self.day.setText(words.plain_date(self._today()))
        self.say("")
        self._changed()
        self.word.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self, _at: int = 0) -> None:
        changes = not self.considers and self.word.currentData() == LeaveDecision.CHANGE
        for field in (self.first, self.to):
            self.show_row(field, shown=changes)
        self.show_row(self.number, shown=not self.considers)

    def _keep(self) -> None:
        row, day, word = self.row, self.day_in(self.day), str(self.word.currentData())
        if row is None or day is None:
            self.say(_("Write the day such as 05-10-2026."))
            return
        first = to = None
        if not self.considers and word == LeaveDecision.CHANGE:
            first, to = self.day_in(self.first), self.day_in(self.to)
            if first is None or to is None:
                self.say(_("Write the first and the last day, such as 05-10-2026."))
                return
        if word != LeaveDecision.APPROVE and not self.note.text().strip():
            self.note.show_fault(_("Write down why the leave is not granted as asked."))
            self.say(_("Write down why the leave is not granted as asked."))
            self.note.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.say("")
        verdict = Verdict(
            word,
            self.by.text().strip(),
            day,
            self.note.text().strip(),
            self.number.text().strip(),
            first,
            to,
        )
        kept = (self._edits.consider if self.considers else self._edits.decide)(row.key, verdict)
        if kept:
            self.closed.emit()


class CarryForm(Form):
    """Days of annual leave that were unused when a year ended, as a letter says."""

    def __init__(self, edits: Edits, width: int, parent: QWidget | None = None) -> None:
        super().__init__(_("Days left of an earlier year"), _("Save"), width, parent)
        self._edits = edits
        self._person = ""
        self.who = Label("", "base", fonts.STRONG, wrap=True)
        self.body.addWidget(self.who)
        self.year = self.field(_("Year that ended"))
        self.unused = self.field(_("Unused working days"), "0 – 12")
        self.deferred = self.field(_("Of these deferred by the official"), "0")
        self.letter = self.field(_("Number of the letter"), _("needed for a deferral"))
        self.body.addStretch(1)

    def open(self, person: str, name: str, year: int) -> None:
        self._person = person
        self.who.setText(name)
        self.year.setText(str(year))
        for field in (self.unused, self.deferred, self.letter):
            field.clear()
        self.say("")
        self.unused.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        year, unused = self.year.text().strip(), self.unused.text().strip()
        if not (year.isdecimal() and len(year) == 4 and unused.isdecimal()):
            self.say(_("Write the year and the number of days."))
            return
        letter, deferred = self.letter.text().strip(), _number(self.deferred)
        if deferred and not letter:
            self.letter.show_fault(_("A deferral needs the letter that put the days off."))
            self.say(_("A deferral needs the letter that put the days off."))
            return
        self.say("")
        if self._edits.carry(self._person, int(year), int(unused), deferred, letter):
            self.closed.emit()


def _number(field: LineField) -> int:
    text = field.text().strip()
    return int(text) if text.isdecimal() and text.isascii() else 0
