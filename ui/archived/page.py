"""The room of those who left the unit: when and why, and the way back for who was archived by mistake."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.people import Departure, Person
from flexdesk.i18n import N_, _
from flexdesk.services.roster import grouped_nip
from ui.undo.editor import Editor
from ui.widgets.button import Button
from ui.widgets.cells import Cell
from ui.widgets.empty_state import EmptyState
from ui.widgets.page import Command, KeyRow, Page
from ui.widgets.table import Column, RowsModel, TableView

_REASONS: dict[str, str] = {
    Departure.RETIRED: N_("retired"),
    Departure.MOVED: N_("moved to another unit"),
    Departure.DIED: N_("died"),
    Departure.OTHER: N_("another reason"),
}


class ArchivedPage(Page):
    help_name = "archived"

    def __init__(self, desk: Desk, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(_("Archive"), parent)
        self._desk, self._editor = desk, editor
        self.header.set_title(_("People"), _("who left the unit"))
        self.back = self.header.add_action(Button(_("Bring back"), icon="undo-2", shortcut="Alt+K"))
        self.back.clicked.connect(lambda: self.bring_back())
        columns: list[Column[Person]] = [
            Column("name", _("Name"), lambda one: Cell(one.full_name, strong=True)),
            Column("nip", "NIP", lambda one: Cell(grouped_nip(one.nip), "muted", condensed=True), 180),
            Column("left", _("Left on"), _left, 130),
            Column("reason", _("Reason"), _reason, 220),
            Column("posts", _("Last post"), lambda one: Cell(self._post_of(one)), 300),
        ]
        self.model: RowsModel[Person] = RowsModel(columns, lambda one: one.key)
        self.model.setParent(self)
        self.table = TableView(_("People who left"))
        self.table.show_rows_of(self.model)
        self.table.activated.connect(lambda _index: self.bring_back())
        self.empty = EmptyState(
            "package",
            _("Nobody has left the unit."),
            _("Whoever is archived in the roster stands here with the day and the reason."),
            (),
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.stack)
        self.refresh()

    def refresh(self) -> None:
        people = self._desk.people.archived()
        self._posts = {
            person.key: rows[0] for person in people if (rows := self._desk.people.postings(person.key))
        }
        self.model.set_rows(people)
        self.stack.setCurrentWidget(self.table if people else self.empty)
        self.back.setEnabled(bool(people))
        if people and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))

    def _post_of(self, person: Person) -> str:
        return str(self._posts.get(person.key, {}).get("jabatan") or "")

    def bring_back(self) -> bool:
        """The person in hand goes back into the roster, and the last post goes on."""
        person = self.model.row_at(self.table.currentIndex())
        if person is None:
            return False
        text = _("Bring {name} back into the roster").format(name=person.name)
        return self._editor.run(text, lambda: self._desk.people.unarchive(person.key))

    # What the frame asks
    def activate(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def apply(self, change: Change) -> None:
        if any(op.table in ("person", "posting") for op in change.ops):
            self.refresh()

    def open_item(self, key: str) -> None:
        found: QModelIndex = self.model.find(key)
        if found.isValid():
            self.table.setCurrentIndex(found)

    def keys(self) -> Sequence[KeyRow]:
        return (KeyRow("Enter, Alt+K", _("Bring the person back")),)

    def commands(self) -> Sequence[Command]:
        return (Command(_("Bring the person back"), self.bring_back, "Alt+K", "undo-2"),)

    def panes(self) -> Sequence[QWidget]:
        return [self.table, self.back]


def _left(person: Person) -> Cell:
    day = person.left_on
    return Cell(f"{day.day:02d}-{day.month:02d}-{day.year}" if day else "–", "text" if day else "muted")


def _reason(person: Person) -> Cell:
    return Cell(_(_REASONS[person.archive_reason]) if person.archive_reason in _REASONS else "", "muted")
