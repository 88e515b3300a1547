"""The screen “Pegawai” as the frame knows it: roster, panel, and the import over both."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from flexdesk.bootstrap import Desk
from flexdesk.domain.ops import Change
from flexdesk.i18n import _
from ui.people.edits import Edits
from ui.people.filters import Filters
from ui.people.import_wizard import ImportWizard
from ui.people.model import RosterModel
from ui.people.new_person import NewPerson
from ui.people.panel import WIDTH, PersonPanel
from ui.people.table import RosterTable
from ui.tasks.runner import Runner
from ui.undo.editor import Editor
from ui.widgets import keys
from ui.widgets.banner import BannerAction
from ui.widgets.button import Button, Kind
from ui.widgets.empty_state import EmptyState
from ui.widgets.page import Command, KeyRow, Page

IMPORT, PASTE, NEW = "import", "paste", "new"  # items that other screens may ask this one to open


class PeoplePage(Page):
    help_name = "people"

    def __init__(
        self,
        desk: Desk,
        editor: Editor,
        runner: Runner,
        *,
        report: Callable[[BaseException], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("People"), parent)
        self._desk = desk
        self.edits = Edits(desk.people, editor)
        zone = str(desk.unit.row().get("zone") or "Asia/Jakarta")
        self.model = RosterModel(desk.roster, lambda: desk.clock.today(zone), self.edits.write, self)
        self.table = RosterTable(self.model)
        self.filters = Filters()
        self.panel = PersonPanel(self.edits, desk.people.postings)
        self.new_person = NewPerson(self.edits.enter, WIDTH)
        self.wizard = ImportWizard(desk.people, editor, runner, report=report, store=desk.store)
        self._build_header()
        self._build_body()
        self._connect()
        self.model.read()

    # Building
    def _build_header(self) -> None:
        header = self.header
        header.set_title(_("People"), str(self._desk.unit.row().get("name") or ""))
        paste = Button(_("Paste from Excel"), icon="copy", shortcut="Ctrl+V")
        load = Button(_("Import"), icon="file-up", shortcut="Ctrl+O")
        new = Button(_("New person"), icon="plus", shortcut="Ctrl+N", kind=Kind.PRIMARY)
        paste.clicked.connect(self.paste)
        load.clicked.connect(self.open_import)
        new.clicked.connect(self.open_new)
        self.buttons = {PASTE: paste, IMPORT: load, NEW: new}
        for button in self.buttons.values():
            header.add_action(button)

    def _build_body(self) -> None:
        self.body.setContentsMargins(0, 0, 0, 0)
        self.empty = EmptyState(
            "users",
            _("Nobody is in the roster yet."),
            _("A list in any form will do: the columns are found by themselves, and every row is checked."),
            (
                BannerAction(_("Import a file"), self.open_import, "file-up"),
                BannerAction(_("Paste from Excel"), self.paste, "copy"),
                BannerAction(_("Type in one person"), self.open_new, "plus"),
            ),
        )
        self.nothing = EmptyState(
            "search",
            _("Nobody fits this search."),
            "",
            (BannerAction(_("Show everybody"), self.filters.clear, "x"),),
        )
        self.middle = QStackedWidget()
        for part in (self.table, self.empty, self.nothing):
            self.middle.addWidget(part)
        self.side = QStackedWidget()
        self.side.addWidget(self.panel)
        self.side.addWidget(self.new_person)
        self.side.setFixedWidth(self.panel.width())
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.filters)
        left.addWidget(self.middle, 1)
        self.roster = QWidget()
        row = QHBoxLayout(self.roster)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.side)
        self.views = QStackedWidget()
        self.views.addWidget(self.roster)
        self.views.addWidget(self.wizard)
        self.body.addWidget(self.views)

    def _connect(self) -> None:
        keys.bind(self, "Ctrl+Shift+N", self.ask_for)
        self.filters.changed.connect(self._filter)
        self.filters.search.returnPressed.connect(self.table.setFocus)
        self.model.reread.connect(self._show_numbers)
        self.model.modelReset.connect(self._show_state)
        self.table.stood.connect(self._show_person)
        self.new_person.closed.connect(self.close_new)
        self.new_person.made.connect(self._show_new)
        self.wizard.closed.connect(self.close_import)
        keys.bind(self.table, "Ctrl+Shift+P", self.open_eligibility)

    # Showing
    def _filter(self) -> None:
        self.model.want(self.filters.wanted)

    def _show_person(self, key: str) -> None:
        self.panel.show_row(self.model.person(key) if key else None)

    def _show_numbers(self) -> None:
        people, issues = self.model.people, self.model.with_issues()
        text = _("{count} people").format(count=people)
        if issues:
            text = _("{count} people · {issues} want a look").format(count=people, issues=issues)
        self.filters.count.setText(text)
        self.filters.show_groups(self.model.groups, whole=self.model.is_whole)
        self.panel.show_row(self.model.person(self.table.key) if self.table.key else None)

    def _show_state(self) -> None:
        none = self.model.people == 0
        self.middle.setCurrentWidget(
            self.empty if none else self.nothing if self.model.shown_people == 0 else self.table
        )
        self.filters.setVisible(not none)
        self.side.setVisible(not none or self.side.currentWidget() is self.new_person)

    # Doing
    def open_import(self) -> None:
        self.header.hide()
        self.views.setCurrentWidget(self.wizard)
        self.wizard.start()

    def paste(self) -> None:
        self.open_import()
        self.wizard.paste()

    def close_import(self) -> None:
        self.header.show()
        self.views.setCurrentWidget(self.roster)
        self._focus()

    def open_new(self) -> None:
        self.side.show()
        self.side.setCurrentWidget(self.new_person)
        self.new_person.open()

    def close_new(self) -> None:
        self.side.setCurrentWidget(self.panel)
        self._show_state()
        self._focus()

    def ask_for(self) -> None:
        """A request of the person under the cursor, in the room of requests."""
        if self.table.key and not self.importing:
            self.wanted.emit("people", f"requests:new|{self.table.key}")

    def _show_new(self, key: str) -> None:
        self.close_new()
        if self.model.person(key) is None:
            self.model.read()
        self.table.stand_on(key)

    def open_eligibility(self) -> None:
        """The same person in the register of eligibility, where the decision sheet is printed."""
        if self.table.key:
            self.wanted.emit("people", f"eligibility:{self.table.key}")

    def _focus(self) -> None:
        current = self.middle.currentWidget()
        target = self.empty.buttons[0] if current is self.empty else self.table
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def importing(self) -> bool:
        return self.views.currentWidget() is self.wizard

    # What the frame asks
    def activate(self) -> None:
        if not self.importing:
            self._focus()

    def apply(self, change: Change) -> None:
        self.model.apply(change)

    def open_item(self, key: str) -> None:
        ways = {IMPORT: self.open_import, PASTE: self.paste, NEW: self.open_new}
        if key in ways:
            ways[key]()
            return
        if self.importing:
            self.close_import()
        if self.model.find(key).row() < 0:
            self.filters.clear()
        self.table.stand_on(key)

    def keys(self) -> Sequence[KeyRow]:
        return (
            KeyRow("F2", _("Type into the cell")),
            KeyRow("Ctrl+N", _("New person")),
            KeyRow("Ctrl+O", _("Import a file")),
            KeyRow("Ctrl+V", _("Paste from Excel")),
            KeyRow("F8", _("Next person or row that wants a look")),
            KeyRow("Ctrl+Shift+N", _("New request of this person")),
            KeyRow("Ctrl+Shift+P", _("Open eligibility of this person")),
        )

    def commands(self) -> Sequence[Command]:
        return (
            Command(_("Import people from a file"), self.open_import, "Ctrl+O", "file-up"),
            Command(_("Paste people from Excel"), self.paste, "Ctrl+V", "copy"),
            Command(_("New person"), self.open_new, "Ctrl+N", "plus"),
            Command(_("New request of this person"), self.ask_for, "Ctrl+Shift+N", "file-text"),
            Command(
                _("Open eligibility of this person"), self.open_eligibility, "Ctrl+Shift+P", "badge-check"
            ),
        )

    def panes(self) -> Sequence[QWidget]:
        if self.importing:
            return [self.wizard.check.table if self.wizard.trial is not None else self.wizard]
        if self.middle.currentWidget() is not self.table:
            return [self.empty.buttons[0]]
        return [self.table, self.filters.search, self.panel.move_button]

    def step_problem(self, step: int) -> bool:
        if self.importing:
            return self.wizard.step_fault(step)
        rows = self.model.rows
        at = self.table.currentIndex().row()
        for distance in range(1, len(rows) + 1):
            entry = rows[(at + step * distance) % len(rows)].entry
            row = self.model.details(entry) if entry is not None and self.model.is_whole else None
            if row is not None and row.issues:
                return self.table.stand_on(row.key)
        return False

    def find_in_page(self) -> bool:
        if self.importing or self.model.people == 0:
            return False
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()
        return True

    def leave_smallest(self) -> bool:
        if self.importing:
            self.close_import()
            return True
        if self.side.currentWidget() is self.new_person:
            self.close_new()
            return True
        if self.panel.leave_smallest():
            return True
        if self.filters.wanted != type(self.filters.wanted)():
            self.filters.clear()
            self._focus()
            return True
        return False

    def shut(self) -> None:
        self.panel.shut()
