"""Alt+R: every question of the review as a sentence, with its switch, its number and what it marks."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from flexdesk.domain.review_rules import Setting
from flexdesk.i18n import _
from ui.qt import accessible, fonts
from ui.review import words
from ui.widgets.button import Button
from ui.widgets.fields import CheckBox, LineField
from ui.widgets.label import Label

Turn = Callable[[str, bool], object]
Number = Callable[[str, float], object]


class RulesView(QWidget):
    """`turn` switches a rule, `number` changes its number; both are steps of undo."""

    closed = Signal()

    def __init__(self, turn: Turn, number: Number) -> None:
        super().__init__()
        self._turn, self._number = turn, number
        self.switches: dict[str, CheckBox] = {}
        self.numbers: dict[str, LineField] = {}
        self._sentences: dict[str, Label] = {}
        self._marks: dict[str, Label] = {}
        self.period = Label("", "small", token="muted")
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(6)
        self._grid.setHorizontalSpacing(16)
        self._grid.setColumnStretch(1, 1)
        close = Button(_("Close"), shortcut="Esc", bind=False)
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(Label(_("Rules of the review"), "lead", fonts.STRONG))
        head.addWidget(self.period)
        head.addStretch(1)
        head.addWidget(close)
        said = _("They choose what you look at first. None judges anybody, and each can be switched off.")
        column = QVBoxLayout()
        column.setContentsMargins(24, 14, 24, 14)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(Label(said, token="muted", wrap=True))
        column.addLayout(self._grid)
        column.addStretch(1)
        content = QWidget()
        content.setLayout(column)
        scroller = QScrollArea()
        scroller.setFrameShape(QFrame.Shape.NoFrame)
        scroller.setWidgetResizable(True)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroller)

    def show_settings(self, settings: Sequence[Setting], period: str) -> None:
        self.period.setText(period)
        if not self.switches:
            for at, one in enumerate(settings):
                self._add(at, one)
        for one in settings:
            self._show(one)

    def _add(self, at: int, one: Setting) -> None:
        rule, name = str(one.rule.question), _(one.rule.name)
        switch = CheckBox(name[:1].upper() + name[1:])
        switch.clicked.connect(lambda on, rule=rule: self._turn(rule, on))
        sentence, mark = Label("", token="muted", wrap=True), Label("", "small", fonts.STRONG)
        accessible.name(switch, name, one.sentence)
        self.switches[rule], self._sentences[rule], self._marks[rule] = switch, sentence, mark
        self._grid.addWidget(switch, at, 0)
        self._grid.addWidget(sentence, at, 1)
        if one.rule.has_limit:
            field = LineField(_("Number of “{rule}”").format(rule=name))
            field.setFixedWidth(fonts.scaled(64))
            field.editingFinished.connect(partial(self._numbered, rule))
            self.numbers[rule] = field
            self._grid.addWidget(field, at, 2)
        self._grid.addWidget(mark, at, 3)

    def _show(self, one: Setting) -> None:
        rule = str(one.rule.question)
        self.switches[rule].setChecked(one.on)
        self._sentences[rule].setText(one.sentence)
        count = words.number(one.marked)
        self._marks[rule].setText(_("{count} marked").format(count=count) if one.on else _("switched off"))
        if (field := self.numbers.get(rule)) is not None:
            field.setText(words.number(one.limit))
            field.setEnabled(one.on)
            field.show_fault("")

    def _numbered(self, rule: str) -> None:
        """A number that the rule refuses stays red in its field until it is another."""
        field = self.numbers[rule]
        if not field.isModified():
            return
        field.setModified(False)
        try:
            number = float(field.text().replace(",", "."))
        except ValueError:
            field.show_fault(_("This is not a number."))
            return
        if not self._number(rule, number):
            field.show_fault(_("The rule does not take this number."))

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
