"""A list of the unit with its form: a row is chosen and changed, or a new one written; all by keyboard."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from flexdesk.domain.ops import Change
from flexdesk.i18n import _
from flexdesk.store.store import Row
from ui.qt import fonts
from ui.undo.editor import Editor
from ui.widgets.button import Button, Kind
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label
from ui.widgets.table import Column, RowsModel, TableView

Choices = Callable[[], Sequence[tuple[str, str]]]
_ACROSS = 3  # fields in a line of the form


@dataclass(frozen=True, slots=True)
class FormField:
    """`choices` gives (value, label) pairs, read anew whenever the form opens; without it text is typed."""

    name: str
    label: str
    hint: str = ""
    choices: Choices | None = None


@dataclass(frozen=True, slots=True)
class Port:
    """What a list asks of the services. `rows` hold the form's texts under the names of its fields."""

    rows: Callable[[], Sequence[Row]]
    add: Callable[[Mapping[str, str]], Change | None]
    change: Callable[[str, Mapping[str, str]], Change | None]
    archive: Callable[[str, bool], Change | None]


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one list."""

    title: str
    note: str
    empty: str
    what_to_do: str
    add: str
    change: str
    icon: str


class Register(QWidget):
    """Enter in a row goes to its form, Enter in the form keeps it, Esc goes back to the list.

    Nothing is read before `refresh`.
    """

    def __init__(
        self,
        words: Words,
        columns: Sequence[Column[Row]],
        fields: Sequence[FormField],
        port: Port,
        editor: Editor,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words, self._port, self._editor = words, port, editor
        self._specs = tuple(fields)
        self.model: RowsModel[Row] = RowsModel(columns, lambda row: str(row["key"]))
        self.model.setParent(self)
        self.table = TableView(words.title)
        self.table.show_rows_of(self.model)
        self.table.setMinimumHeight(fonts.scaled(150))
        self.empty = EmptyState(words.icon, words.empty, words.what_to_do, ())
        self.inputs: dict[str, LineField | ComboBox] = {}
        self.key = ""  # of the row in the form; empty for a new one
        card = Card(words.title, words.note, flush=True)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.table)
        self.middle.addWidget(self.empty)
        card.body.addWidget(self.middle, 1)
        card.body.addLayout(self._form())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        self.table.selectionModel().currentRowChanged.connect(self._stand)
        self.table.activated.connect(lambda _index: self._first().setFocus())

    def _form(self) -> QVBoxLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for at, spec in enumerate(self._specs):
            line, place = divmod(at, _ACROSS)
            label = Label(spec.label, "small", fonts.MEDIUM, token="muted")
            grid.addWidget(label, 2 * line, place)
            grid.addWidget(self._input(spec), 2 * line + 1, place)
        for place in range(_ACROSS):
            grid.setColumnStretch(place, 1)
        self.new = Button(_("New"), icon="plus", shortcut="Alt+N")
        self.keep = Button(_("Save"), icon="check", kind=Kind.PRIMARY, shortcut="Enter", bind=False)
        self.away = Button(_("Archive it"), icon="package", shortcut="Alt+Del")
        self.new.clicked.connect(lambda: self.begin())
        self.keep.clicked.connect(lambda: self.save())
        self.away.clicked.connect(lambda: self.archive())
        row = QHBoxLayout()
        row.setSpacing(8)
        self.told = Label("", "small", token="muted")
        row.addWidget(self.told, 1)
        for button in (self.away, self.new, self.keep):
            row.addWidget(button)
        column = QVBoxLayout()
        column.setContentsMargins(11, 8, 11, 10)
        column.setSpacing(8)
        column.addLayout(grid)
        column.addLayout(row)
        return column

    def _input(self, spec: FormField) -> QWidget:
        if spec.choices is not None:
            box = ComboBox(spec.label)
            box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.inputs[spec.name] = box
            return box
        field = LineField(spec.label)
        field.setPlaceholderText(spec.hint)
        field.returnPressed.connect(self.save)
        self.inputs[spec.name] = field
        return field

    # -- showing

    def refresh(self) -> None:
        """Read the list anew; the row in the form stays in it."""
        rows = list(self._port.rows())
        held = self.key
        self.model.set_rows(rows)
        self.middle.setCurrentWidget(self.table if rows else self.empty)
        if held and not self.stand_on(held):
            self.begin(focus=False)
        elif not held:
            self._fill(None)

    def stand_on(self, key: str) -> bool:
        found = self.model.find(key)
        if found.isValid():
            self.table.setCurrentIndex(found)
            self._fill(self.model.row_at(found))
        return found.isValid()

    def begin(self, *, focus: bool = True) -> None:
        """An empty form for a new row."""
        self.key = ""
        self.table.clearSelection()
        self.table.setCurrentIndex(QModelIndex())
        self._fill(None)
        if focus:
            self._first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _stand(self, current: QModelIndex, _before: QModelIndex) -> None:
        row = self.model.row_at(current)
        if row is not None:
            self._fill(row)

    def _fill(self, row: Row | None) -> None:
        self.key = str(row["key"]) if row is not None else ""
        for spec in self._specs:
            text = str((row or {}).get(spec.name) or "")
            field = self.inputs[spec.name]
            if isinstance(field, ComboBox):
                field.clear()
                for value, label in spec.choices() if spec.choices else ():
                    field.addItem(label, value)
                field.setCurrentIndex(max(field.findData(text), 0))
            else:
                field.setText(text)
        gone = bool(row and row.get("archived"))
        self.away.setEnabled(row is not None)
        self.away.set_words(_("Bring back") if gone else _("Archive it"))
        self.told.setText(self._words.change if row is not None else self._words.add)

    def _first(self) -> QWidget:
        return self.inputs[self._specs[0].name]

    def texts(self) -> dict[str, str]:
        """What the form holds now."""
        found = {}
        for name, field in self.inputs.items():
            found[name] = (
                str(field.currentData() or "") if isinstance(field, ComboBox) else field.text().strip()
            )
        return found

    # -- writing

    def save(self) -> bool:
        """Keep the form as one step of undo; the list says what came of it."""
        texts, key = self.texts(), self.key
        if not key:
            if self._editor.run(self._words.add, lambda: self._port.add(texts)):
                self.refresh()
                self.begin()
                return True
            return False
        held = next((row for row in self.model.rows if row["key"] == key), {})
        changed = {name: text for name, text in texts.items() if text != str(held.get(name) or "")}
        if changed and self._editor.run(self._words.change, lambda: self._port.change(key, changed)):
            self.refresh()
            return True
        return False

    def archive(self) -> bool:
        """Out of the list, or back into it."""
        key = self.key
        held = next((row for row in self.model.rows if row["key"] == key), None)
        if held is None:
            return False
        gone = bool(held.get("archived"))
        text = _("Bring back") if gone else _("Archive it")
        if self._editor.run(text, lambda: self._port.archive(key, not gone)):
            self.refresh()
            return True
        return False

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.table.hasFocus():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)
