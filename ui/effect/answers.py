"""The table of the monthly form: fourteen aspects, typed where they are answers, read-only where counted."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from flexdesk.domain.monthly_form import ASPECTS, Field, FieldKind, printed
from flexdesk.i18n import _
from flexdesk.services.monthly_report import Answers
from ui.widgets.cells import Cell, CellDelegate
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.table import Column, RowsModel, TableView

Index = QModelIndex | QPersistentModelIndex
ANSWER = 2  # the column that is typed into
Answered = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """`heads` is set on the first field of an aspect; `value` and `proposal` are stored texts."""

    aspect: str
    heads: bool
    field: Field
    value: str = ""
    proposal: str = ""

    @property
    def counted(self) -> bool:
        return self.field.kind is FieldKind.COUNTED


def rows_of(answers: Answers) -> list[AnswerRow]:
    shown = answers.printed
    return [
        AnswerRow(
            f"{aspect.number}. {aspect.title}",
            number == 0,
            field,
            shown.get(field.key, ""),
            answers.proposed.get(field.key, ""),
        )
        for aspect in ASPECTS
        for number, field in enumerate(aspect.fields)
    ]


def columns() -> list[Column[AnswerRow]]:
    return [
        Column("aspect", _("Aspect"), _aspect, 232),
        Column("field", _("Field of the form"), lambda row: Cell(row.field.title, "muted"), 240),
        Column("answer", _("Answer"), _answer),
        Column("state", _("Where it comes from"), _state, 200),
    ]


def _aspect(row: AnswerRow) -> Cell:
    spoken = f"{row.aspect}. {row.field.title}: {printed(row.field, row.value) or _('not answered yet')}"
    return Cell(row.aspect if row.heads else "", strong=True, spoken=spoken, tip=row.aspect)


def _answer(row: AnswerRow) -> Cell:
    if row.value:
        shown = printed(row.field, row.value)
        return Cell(shown, strong=not row.counted, tip=shown)
    if row.proposal:
        shown = printed(row.field, row.proposal)
        return Cell(shown, "muted", spoken=_("proposed: {answer}").format(answer=shown), tip=shown)
    return Cell("–", "muted", spoken=_("not answered yet"))


def _state(row: AnswerRow) -> Cell:
    if row.counted:
        return Cell(_("counted") if row.value else _("nothing to count"), "muted", icon="lock")
    if row.value:
        return Cell(_("answered"), icon="check", icon_token="positive")
    if row.proposal:
        return Cell(_("proposal, not printed"), "muted", icon="wand-sparkles")
    return Cell(_("not answered yet"), "muted", icon="circle")


class AnswerModel(RowsModel[AnswerRow]):
    """Writes through `answered`, which tells whether the answer was taken."""

    def __init__(self, answered: Answered, parent: QWidget) -> None:
        super().__init__(columns(), lambda row: row.field.key, parent)
        self._answered = answered

    # Qt overrides
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        row = self.row_at(index)
        typed = row is not None and not row.counted and index.column() == ANSWER
        return flags | Qt.ItemFlag.ItemIsEditable if typed else flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.row_at(index)
        if row is None or role != Qt.ItemDataRole.EditRole or row.counted:
            return False
        return self._answered(row.field.key, str(value))


class Choice(ComboBox):
    """`picked` is for a choice out of the open list; arrows on the closed one only walk."""

    picked = Signal()

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(field.title, parent)
        self._opened = False
        self.addItem("–", "")
        for token, words in field.choices:
            self.addItem(words, token)
        self.activated.connect(self._tell)

    def _tell(self, _at: int) -> None:
        if self._opened:
            self.picked.emit()

    # Qt overrides
    def showPopup(self) -> None:
        self._opened = True
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._opened = False
        super().keyPressEvent(event)


class AnswerDelegate(CellDelegate):
    """A field to type in, or a list to choose from, while a cell is edited; begins with the proposal."""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        row = _row(index)
        if row is None or row.field.kind is not FieldKind.CHOICE:
            return LineField(row.field.title if row else "", parent=parent)
        choice = Choice(row.field, parent)
        choice.picked.connect(lambda: self._choose(choice))
        return choice

    def _choose(self, choice: Choice) -> None:
        self.commitData.emit(choice)
        self.closeEditor.emit(choice)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        row = _row(index)
        if row is None:
            return
        shown = row.value or row.proposal
        if isinstance(editor, Choice):
            editor.setCurrentIndex(max(editor.findData(shown), 0))
        elif isinstance(editor, LineField):
            editor.setText(shown if row.field.kind is FieldKind.TEXT else printed(row.field, shown))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, Choice):
            model.setData(index, editor.currentData())
        elif isinstance(editor, LineField):
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """As high as the control wants to be, and never below the edge of the table."""
        rect: QRect = option.rect
        height = max(rect.height(), editor.sizeHint().height())
        table = editor.parentWidget()
        lowest = table.height() - height if table is not None else rect.y()
        editor.setGeometry(rect.x(), max(min(rect.y(), lowest), 0), rect.width(), height)


def _row(index: Index) -> AnswerRow | None:
    model = index.model()
    return model.row_at(index) if isinstance(model, AnswerModel) else None


class AnswerTable(TableView):
    """Arrows walk over the fields; Enter, F2 or a letter opens the answer, Del clears it."""

    def __init__(self, answered: Answered, parent: QWidget | None = None) -> None:
        super().__init__(_("Answers of the monthly form"), parent)
        self.answers = AnswerModel(answered, self)
        self.show_rows_of(self.answers)
        self.setItemDelegate(AnswerDelegate(self))
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed)

    def show_answers(self, answers: Answers) -> None:
        """Rows that changed are drawn anew; cursor and scroll stay."""
        rows = rows_of(answers)
        if [row.field.key for row in self.answers.rows] != [row.field.key for row in rows]:
            self.answers.set_rows(rows)
            self.setCurrentIndex(self.answers.index(0, ANSWER))
            return
        for before, row in zip(self.answers.rows, rows, strict=True):
            if before != row:
                self.answers.replace_row(row)

    def stand_on(self, field: str) -> bool:
        index = self.answers.find(field)
        if index.isValid():
            self.setCurrentIndex(index.siblingAtColumn(ANSWER))
            self.scrollTo(index)
        return index.isValid()

    def current(self) -> AnswerRow | None:
        return self.answers.row_at(self.currentIndex())

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current()
        key = event.key()
        if row is None or row.counted or self.state() is QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
            return
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.answers.setData(self.currentIndex(), "")
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.open_editor()
        else:
            self.setCurrentIndex(self.currentIndex().siblingAtColumn(ANSWER))
            super().keyPressEvent(event)

    def open_editor(self) -> None:
        """The answer of the row in hand; a list of choices opens at once."""
        index = self.currentIndex().siblingAtColumn(ANSWER)
        self.setCurrentIndex(index)
        self.edit(index)
        editor = self.indexWidget(index)
        if isinstance(editor, Choice):
            editor.showPopup()
