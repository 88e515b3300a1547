"""Two records side by side: which stays, and from which each field is taken, before they are made one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.ops import Value
from flexdesk.i18n import _
from flexdesk.services.duplicates import FIELDS, Comparison, Side
from flexdesk.services.field_words import field_name
from flexdesk.services.roster import grouped_nip
from flexdesk.services.table_words import table_name
from ui.people import words
from ui.qt import fonts
from ui.widgets.button import Button, Kind
from ui.widgets.card import Card
from ui.widgets.cells import Cell
from ui.widgets.label import Label
from ui.widgets.table import Column, RowsModel, TableView

STAYS, GOES = 1, 2  # columns of the two records


@dataclass(frozen=True, slots=True)
class Choice:
    """One field of both; `taken` is the column it is taken from, 0 where both say the same or none tells."""

    name: str
    label: str
    first: str
    second: str
    taken: int = 0


Merge = Callable[[str, str, Sequence[str]], bool]


class ComparisonView(QWidget):
    """Left and Right choose the record a field is taken from, Ctrl+Enter merges, Esc leaves all as it is."""

    closed = Signal()
    merged = Signal(str)  # key of the record that stays

    def __init__(self, merge: Merge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._merge = merge
        self.seen: Comparison | None = None
        self.card = Card(_("Two records, one person?"), "", flush=True)
        columns: list[Column[Choice]] = [
            Column("field", _("Data field"), lambda one: Cell(one.label, "muted"), 170),
            Column("first", _("Stays"), lambda one: _cell(one, STAYS)),
            Column("second", _("Is merged"), lambda one: _cell(one, GOES)),
        ]
        self.model: RowsModel[Choice] = RowsModel(columns, lambda one: one.name)
        self.model.setParent(self)
        self.table = _ChoiceTable(self._take)
        self.table.show_rows_of(self.model)
        self.table.clicked.connect(self._clicked)
        self.signs = Label("", "base", fonts.STRONG, wrap=True)
        self.told = Label("", "small", token="muted", wrap=True)
        self.swap = Button(_("The other one stays"), icon="git-compare", shortcut="Alt+T")
        self.keep = Button(_("Merge"), icon="check", kind=Kind.PRIMARY, shortcut="Ctrl+Enter")
        cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.swap.clicked.connect(self._swap)
        self.keep.clicked.connect(self._keep)
        cancel.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 10)
        row.setSpacing(8)
        row.addWidget(self.told, 1)
        for button in (self.swap, cancel, self.keep):
            row.addWidget(button)
        head = QHBoxLayout()
        head.setContentsMargins(12, 2, 12, 6)
        head.addWidget(self.signs, 1)
        self.card.body.addLayout(head)
        self.card.body.addWidget(self.table, 1)
        self.card.body.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.card)

    def open(self, seen: Comparison) -> None:
        self.seen = seen
        signs = seen.pair.signs if seen.pair else ()
        told = ", ".join(_(words.SIGN_LABELS[sign]) for sign in signs)
        text = _("What speaks for it: {signs}.").format(signs=told)
        self.signs.setText(text if told else _("Nothing but you says that these are one person."))
        self._fill(seen.first, seen.second)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def taken(self) -> list[str]:
        """Fields taken over from the record that is merged."""
        return [one.name for one in self.model.rows if one.taken == GOES and one.name in FIELDS]

    def _fill(self, first: Side, second: Side) -> None:
        rows = [_choice(name, first, second) for name in FIELDS]
        tables = sorted(first.rows.keys() | second.rows.keys())
        rows += [
            Choice(
                f"rows {table}",
                table_name(table),
                str(first.rows.get(table, "–")),
                str(second.rows.get(table, "–")),
            )
            for table in tables
        ]
        self.model.set_rows([one for one in rows if one.first or one.second])
        at = next((n for n, one in enumerate(self.model.rows) if one.taken), 0)
        self.table.setCurrentIndex(self.model.index(at, STAYS))
        text = _("{count} entries follow to {name}. The merge can be undone, and taken apart later.")
        self.told.setText(text.format(count=second.total, name=first.row["name"]))

    def _swap(self) -> None:
        if self.seen is not None:
            seen = self.seen
            self.seen = Comparison(seen.second, seen.first, seen.pair, seen.differing)
            self._fill(self.seen.first, self.seen.second)

    def _take(self, column: int) -> None:
        """Take the field in hand from that record."""
        row = self.model.row_at(self.table.currentIndex())
        if row is not None and row.taken and row.taken != column:
            self.model.replace_row(Choice(row.name, row.label, row.first, row.second, column))

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() in (STAYS, GOES):
            self._take(index.column())

    def _keep(self) -> None:
        if self.seen is not None and self._merge(self.seen.first.key, self.seen.second.key, self.taken):
            self.merged.emit(self.seen.first.key)

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class _ChoiceTable(TableView):
    def __init__(self, take: Callable[[int], None]) -> None:
        super().__init__(_("Two records side by side"))
        self._take = take

    def keyPressEvent(self, event: QKeyEvent) -> None:
        column = {Qt.Key.Key_Left: STAYS, Qt.Key.Key_Right: GOES}.get(Qt.Key(event.key()))
        if column is None or event.modifiers():
            super().keyPressEvent(event)
        else:
            self._take(column)


def _choice(name: str, first: Side, second: Side) -> Choice:
    one, other = _shown(name, first.row[name]), _shown(name, second.row[name])
    if one == other:
        return Choice(name, field_name("person", name), one, other)
    return Choice(name, field_name("person", name), one, other, STAYS if one else GOES)


def _shown(name: str, value: Value) -> str:
    """Empty where there is nothing to compare."""
    if value is None or (name == "field_duty" and not value):
        return ""
    from flexdesk.services.value_words import (
        value_name,  # words of all tables, which the roster does not need
    )

    return value_name("person", name, value)


def _cell(one: Choice, column: int) -> Cell:
    text = one.first if column == STAYS else one.second
    if one.name == "nip":
        text = grouped_nip(text)
    if not one.taken:
        return Cell(text or "–", "muted")
    if one.taken == column:
        spoken = _("{text}, is taken").format(text=text)
        return Cell(text, strong=True, icon="circle-check", icon_token="positive", spoken=spoken)
    return Cell(text or "–", "muted", icon="circle", icon_token="muted")
