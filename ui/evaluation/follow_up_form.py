"""Forms of the follow-up panel: one thing to do, and the facts and questions of the talk."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from flexdesk.domain.follow_up import FollowUp, FollowUpKind, Side
from flexdesk.exchange.written_dates import read_date
from flexdesk.i18n import _
from flexdesk.services.dialogue import FACTS, QUESTIONS, Talk
from ui.evaluation import follow_up_words as words
from ui.qt import accessible, fonts
from ui.widgets.button import Button, Kind
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label


class SentenceField(QPlainTextEdit):
    """A sentence that may run over two lines; Enter and Esc belong to the form."""

    def __init__(self, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(fonts.scaled(44))
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        accessible.name(self, spoken)

    def text(self) -> str:
        return self.toPlainText()

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)


class PanelForm(QWidget):
    """Fields above each other; Enter keeps, Esc closes, a sentence where something is wrong."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label("", "base", fonts.STRONG, wrap=True)
        self.form = QFormLayout()
        self.form.setVerticalSpacing(5)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.fault = Label("", "small", token="negative", wrap=True)
        self.ok = Button(_("Keep"), shortcut="Enter", bind=False, kind=Kind.PRIMARY)
        self.cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.ok.clicked.connect(self.keep)
        self.cancel.clicked.connect(self.closed)
        self.row = QHBoxLayout()
        self.row.addWidget(self.ok)
        self.row.addWidget(self.cancel)
        self.row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addLayout(self.form)
        column.addWidget(self.fault)
        column.addLayout(self.row)
        self.say("")

    def field(self, label: str) -> LineField:
        made = LineField(label)
        self.form.addRow(Label(label, "small", token="muted"), made)
        return made

    def choice(self, label: str, choices: Mapping[Any, str]) -> ComboBox:
        box = ComboBox(label)
        for key, text in choices.items():
            box.addItem(_(text), str(key))
        self.form.addRow(Label(label, "small", token="muted"), box)
        return box

    def say(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def day(self, field: LineField) -> tuple[bool, date | None]:
        """Whether the field is right, and its day; an empty one is right and has none."""
        text = field.text().strip()
        found = read_date(text) if text else None
        wrong = bool(text) and found is None
        sentence = _("Write the day such as 18-11-2026.") if wrong else ""
        field.show_fault(sentence)
        self.say(sentence)
        return not wrong, found

    def keep(self) -> None:
        raise NotImplementedError

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.closed.emit() if self.cancel.hasFocus() else self.keep()
        else:
            super().keyPressEvent(event)


class FollowUpForm(PanelForm):
    """`take` is given the key, empty for a new one, and the cells; it says whether they were stored."""

    def __init__(self, take: Callable[[str, Mapping[str, Any]], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._take, self._key = take, ""
        self.kind = self.choice(_("Kind"), words.KINDS)
        self.text = self.field(_("What is to be done"))
        self.side = self.choice(_("By whom"), words.SIDES)
        self.due = self.field(_("Until"))
        self.due.setPlaceholderText("31-12-2026")

    def open_new(self) -> None:
        self._key = ""
        self.title.setText(_("New follow-up"))
        self.kind.setCurrentIndex(self.kind.findData(str(FollowUpKind.PROMISE)))
        self.side.setCurrentIndex(self.side.findData(str(Side.EMPLOYEE)))
        self.text.clear()
        self.due.clear()
        self._begin()

    def open_on(self, one: FollowUp) -> None:
        self._key = one.key
        self.title.setText(_("Change the follow-up"))
        self.kind.setCurrentIndex(self.kind.findData(one.kind))
        self.side.setCurrentIndex(self.side.findData(one.side))
        self.text.setText(one.text)
        self.due.setText(words.written(one.due))
        self._begin()

    def _begin(self) -> None:
        self.say("")
        self.due.show_fault("")
        self.show()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        right, due = self.day(self.due)
        if not right:
            self.due.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.text.text().strip():
            self.say(_("Write what is to be done."))
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        cells = {
            "kind": self.kind.currentData(),
            "side": self.side.currentData(),
            "text": self.text.text().strip(),
            "due": due,
        }
        if self._take(self._key, cells):
            self.closed.emit()


class TalkForm(PanelForm):
    """Three facts and two questions, proposed and free to change; an emptied field falls out."""

    printed = Signal()

    def __init__(
        self,
        take: Callable[[Sequence[str], Sequence[str], date | None], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._take = take
        self.title.setText(_("Card for the talk"))
        self.form.setVerticalSpacing(2)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.facts = [self._sentence(_("Fact {number}").format(number=at + 1)) for at in range(FACTS)]
        questions = [_("Question {number}").format(number=at + 1) for at in range(QUESTIONS)]
        self.questions = [self._sentence(question) for question in questions]
        self.held = self.field(_("Talk held on"))
        self.printer = Button(_("Print"), icon="printer")
        self.printer.clicked.connect(self._print)
        self.row.insertWidget(2, self.printer)

    def _sentence(self, label: str) -> SentenceField:
        made = SentenceField(label)
        self.form.addRow(Label(label, "small", token="muted"), made)
        return made

    def open_on(self, talk: Talk) -> None:
        for fields, lines in ((self.facts, talk.facts), (self.questions, talk.questions)):
            for at, field in enumerate(fields):
                field.setPlainText(lines[at] if at < len(lines) else "")
        self.held.setText(words.written(talk.held_on))
        self.say("")
        self.held.show_fault("")
        self.show()
        self.facts[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _print(self) -> None:
        if self._kept():
            self.printed.emit()

    def keep(self) -> None:
        if self._kept():
            self.closed.emit()

    def _kept(self) -> bool:
        right, held = self.day(self.held)
        if not right:
            self.held.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        facts, questions = ([one.text() for one in fields] for fields in (self.facts, self.questions))
        return self._take(facts, questions, held)
