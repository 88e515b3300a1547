"""Forms beside the register: an entry, a step of its handling, the officer of some days."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.calendar import monday
from flexdesk.domain.complaints import KINDS, Channel
from flexdesk.exchange.written_dates import read_date
from flexdesk.i18n import _
from flexdesk.services.complaints import ComplaintView
from ui.complaints import words
from ui.qt import fonts, theme
from ui.widgets.button import Button, Kind
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label

Choices = Sequence[tuple[str, str]]  # key, label


class Form(QWidget):
    """Labels above each other, a sentence where something is wrong, Enter keeps and Esc closes."""

    closed = Signal()

    def __init__(self, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label("", "base", fonts.STRONG, wrap=True)
        self.form = QFormLayout()
        self.form.setVerticalSpacing(6)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.fault = Label("", "small", token="negative", wrap=True)
        self.ok = Button(verb, shortcut="Enter", bind=False, kind=Kind.PRIMARY)
        self.cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.ok.clicked.connect(self.keep)
        self.cancel.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.ok)
        row.addWidget(self.cancel)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addLayout(self.form)
        column.addWidget(self.fault)
        column.addLayout(row)
        column.addStretch(1)
        self.say("")

    def field(self, label: str, text: str = "") -> LineField:
        made = LineField(label, text)
        self.form.addRow(Label(label, "small", token="muted"), made)
        return made

    def choice(self, label: str, choices: Choices) -> ComboBox:
        box = ComboBox(label)
        box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(18)
        for key, text in choices:
            box.addItem(text, key)
        self.form.addRow(Label(label, "small", token="muted"), box)
        return box

    def say(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def day(self, field: LineField) -> date | None:
        """The day of a field; says so where it is none."""
        found = read_date(field.text())
        field.show_fault("" if found is not None else _("Write the day such as 18-11-2026."))
        if found is None:
            self.say(_("Write the day such as 18-11-2026."))
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        return found

    def keep(self) -> None:
        raise NotImplementedError

    # Qt overrides
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().color("surface"))
        painter.fillRect(0, 0, 1, self.height(), theme.current().color("border"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # A field lets the key through, so this is the one place that hears it.
            self.closed.emit() if self.cancel.hasFocus() else self.keep()
        else:
            super().keyPressEvent(event)


class EntryForm(Form):
    """A new complaint, or the correction of one. `take` says whether it was stored."""

    def __init__(
        self,
        take: Callable[[str, date, Mapping[str, str]], bool],
        people: Choices,
        points: Choices,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Keep"), parent)
        self._take, self._key = take, ""
        self.received = self.field(_("Came in on"))
        self.subject = self.field(_("Subject"))
        self.channel = self.choice(_("Channel"), [(str(one), words.channel(one)) for one in Channel])
        self.number = self.field(_("Number of LAPOR!"))
        self.kind = self.choice(_("Kind"), [(str(one), words.kind(one)) for one in KINDS])
        self.officer = self.choice(_("Officer"), [("", "–"), *people])
        self.point = self.choice(_("Service point"), [("", "–"), *points])
        self.reporter = self.field(_("Reporter, if known"))
        self.form.addRow(
            Label(""),
            Label(_("The reporter stays inside: no file names them."), "small", token="muted", wrap=True),
        )

    def open_new(self, today: date) -> None:
        self._key = ""
        self.title.setText(_("New complaint"))
        self.received.setText(words.written(today))
        for field in (self.subject, self.number, self.reporter):
            field.clear()
        for box in (self.channel, self.kind, self.officer, self.point):
            box.setCurrentIndex(0)
        self.channel.setCurrentIndex(self.channel.findData(str(Channel.COUNTER)))
        self.kind.setEnabled(True)
        self._begin()

    def open_on(self, view: ComplaintView) -> None:
        found = view.complaint
        self._key = found.key
        self.title.setText(_("Correct {name}").format(name=words.name(view)))
        self.received.setText(words.written(found.received))
        self.subject.setText(found.subject)
        self.number.setText(found.number)
        self.reporter.setText(found.reporter)
        wanted = {self.channel: found.channel, self.kind: found.kind}
        for box, key in {**wanted, self.officer: found.officer, self.point: found.service_point}.items():
            box.setCurrentIndex(max(box.findData(str(key)), 0))
        self.kind.setEnabled(False)  # another kind has a step and a reason of its own
        self._begin()

    def _begin(self) -> None:
        self.say("")
        self.received.show_fault("")
        self.subject.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        received = self.day(self.received)
        if received is None:
            return
        cells = {
            "subject": self.subject.text(),
            "channel": str(self.channel.currentData()),
            "number": self.number.text(),
            "officer": str(self.officer.currentData()),
            "service_point": str(self.point.currentData()),
            "reporter": self.reporter.text(),
        }
        if not self._key:
            cells["kind"] = str(self.kind.currentData())
        if self._take(self._key, received, cells):
            self.closed.emit()


class StepForm(Form):
    """A day and a sentence, or a kind and a sentence, as the step asks for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Keep"), parent)
        self._take: Callable[[date, str, str], bool] | None = None
        self.when = self.field(_("Day of the step"))
        self.kind = self.choice(_("Kind"), [(str(one), words.kind(one)) for one in KINDS])
        self.text = self.field(_("What to keep"))

    def open(
        self,
        title: str,
        asked: str,
        take: Callable[[date, str, str], bool],
        *,
        day: date | None = None,
        kind: str = "",
    ) -> None:
        """`take` is given the day (today where none is asked for), the sentence and the kind."""
        self._take = take
        self.title.setText(title)
        self.form.setRowVisible(self.when, day is not None)
        self.form.setRowVisible(self.kind, bool(kind))
        self.when.setText(words.written(day) if day is not None else "")
        self.kind.setCurrentIndex(max(self.kind.findData(kind), 0))
        label = self.form.labelForField(self.text)
        if isinstance(label, Label):
            label.setText(asked)
        self.text.setAccessibleName(asked)
        self.text.clear()
        self.say("")
        first: QWidget = self.kind if kind else self.text
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        day = self.day(self.when) if self.when.text() else date.min
        if day is None or self._take is None:
            return
        if self._take(day, self.text.text().strip(), str(self.kind.currentData())):
            self.closed.emit()


class OfficerForm(Form):
    """Who looks after complaints: today, this week or next week."""

    def __init__(
        self, take: Callable[[date, date, str], bool], people: Choices, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Name the officer"), parent)
        self._take = take
        self._today = date.min
        self.title.setText(_("Officer for complaints"))
        self.who = self.choice(_("Officer"), [*people, ("", _("nobody"))])
        spans = (("day", _("today")), ("week", _("this week")), ("next", _("next week")))
        self.span = self.choice(_("For which days"), spans)

    def open(self, today: date, named: str) -> None:
        self._today = today
        self.who.setCurrentIndex(max(self.who.findData(named), 0) if named else 0)  # nobody is the last
        self.say("")
        self.who.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        first = last = self._today
        if (span := self.span.currentData()) != "day":
            start = monday(self._today) + timedelta(weeks=span == "next")
            first, last = max(start, self._today), start + timedelta(days=6)
        if self._take(first, last, str(self.who.currentData())):
            self.closed.emit()
