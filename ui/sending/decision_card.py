"""One matter that waits for a person: its facts, its content in words, and the answers there are."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from flexdesk.i18n import _
from ui.qt import accessible, fonts, theme
from ui.sending.forms import Form
from ui.sending.matters import About, Line, Matter
from ui.widgets.button import Button, Kind
from ui.widgets.cells import Cell
from ui.widgets.fields import LineField
from ui.widgets.label import Label
from ui.widgets.table import Column, RowsModel, TableView

ACCEPT, LEAVE, KEEP, DELETE = "accept", "leave", "keep", "delete"
_MOST_ROWS = 5
_ANSWERS = {About.LATE: (LEAVE, ACCEPT), About.DELETION: (DELETE, KEEP), About.REFUSED: ()}


class DecisionCard(Form):
    """`decided` carries the matter and the answer, `wanted` a line to be looked at, `copied` the matter."""

    decided = Signal(object, str)
    wanted = Signal(object)
    copied = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("To be decided"), parent)
        self.matter: Matter | None = None
        self.facts = Label("", "base", wrap=True)
        self.table = TableView(_("Content"))
        self.model: RowsModel[Line] = RowsModel(_columns(), _key, self)
        self.table.show_rows_of(self.model)
        self.body.insertWidget(1, self.facts)
        self.body.insertWidget(2, self.table)
        self.number = LineField(_("Number of entries"))
        self.number.setFixedWidth(fonts.scaled(90))
        self.hint = Label("", "small", token="muted")
        self.buttons.insertWidget(0, self.hint)
        self.buttons.insertWidget(1, self.number)
        self.add_close()
        self.copy = self.add_button(Button(_("Copy the text"), icon="copy", kind=Kind.QUIET))
        self.look = self.add_button(Button(_("Open the entry"), icon="arrow-right", kind=Kind.QUIET))
        self.answers = {
            LEAVE: self.add_button(Button(_("Leave it out"), icon="x")),
            ACCEPT: self.add_button(Button(_("Let it in"), icon="check", kind=Kind.PRIMARY)),
            DELETE: self.add_button(Button(_("Delete here too"), icon="trash-2", kind=Kind.DANGER)),
            KEEP: self.add_button(Button(_("Keep the entries"), icon="undo-2", kind=Kind.PRIMARY)),
        }
        for answer, button in self.answers.items():
            button.setAutoDefault(True)
            button.clicked.connect(lambda _checked=False, answer=answer: self._decide(answer))
        self.copy.clicked.connect(lambda: self.copied.emit(self.matter))
        self.look.clicked.connect(lambda: self._look())
        self.table.activated.connect(lambda _index: self._look())
        self.number.textChanged.connect(lambda _text: self._weigh())
        theme.current().density_changed.connect(self._fit)

    def show_matter(self, matter: Matter) -> None:
        """What was typed for the same matter stays."""
        if self.matter is None or self.matter.key != matter.key:
            self.number.clear()
        self.matter = matter
        self.title.setText(matter.title)
        self.facts.setText(matter.facts)
        accessible.name(self, matter.title, matter.facts)
        self.model.set_rows(matter.lines)
        self.table.setVisible(bool(matter.lines))
        if matter.lines:
            self.table.setCurrentIndex(self.model.index(0, 0))
        self.hint.setText(_("To delete them here too, type {count}").format(count=matter.typed))
        for part in (self.hint, self.number):
            part.setVisible(bool(matter.typed))
        for answer, button in self.answers.items():
            button.setVisible(answer in _ANSWERS[matter.about])
        for button in (self.copy, self.look):
            button.setVisible(bool(matter.lines))
        self.answers[ACCEPT].setEnabled(matter.may_accept)
        self.answers[LEAVE].setEnabled(matter.may_accept)
        self._weigh()
        self._fit()

    def _fit(self) -> None:
        rows = min(self.model.rowCount(), _MOST_ROWS)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + rows * theme.current().row_height() + 2)

    def _weigh(self) -> None:
        wanted = self.matter.typed if self.matter is not None else 0
        self.answers[DELETE].setEnabled(bool(wanted) and self.number.text().strip() == str(wanted))

    @property
    def first(self) -> QWidget:
        """Where the keyboard goes when the card is opened."""
        for answer in (KEEP, ACCEPT):
            button = self.answers[answer]
            if button.isVisibleTo(self) and button.isEnabled():
                return button
        return self.table

    def _decide(self, answer: str) -> None:
        if self.matter is not None:
            self.decided.emit(self.matter, answer)

    def _look(self) -> None:
        at = self.table.currentIndex().row()
        if 0 <= at < len(self.model.rows):
            self.wanted.emit(self.model.rows[at])


def _key(one: Line) -> str:
    return f"{one.table}|{one.row}|{one.column}"


def _columns() -> list[Column[Line]]:
    return [
        Column("whose", _("Whose"), lambda one: Cell(one.whose, strong=True), 340),
        Column("field", _("Which field"), lambda one: Cell(one.field), 230),
        Column("text", _("Says"), lambda one: Cell(one.text)),
    ]
