"""The screen “Pegawai” as the frame knows it: roster, panel, and the import over both."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.duplicates import Pair
from flexdesk.domain.ops import Change
from flexdesk.i18n import _
from flexdesk.services.people import CellEdit
from flexdesk.store.store import Row
from ui.people import blocks
from ui.people.cells_strip import CellsStrip
from ui.people.columns import EDITABLE
from ui.people.comparison import ComparisonView
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

# Items that other screens may ask this one to open.
IMPORT, PASTE, NEW, DOUBLES = "import", "paste", "new", "doubles"
_PANEL = frozenset({"custom_field", "custom_value", "site"})


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
        self.edits = Edits(desk, editor)
        zone = str(desk.unit.row().get("zone") or "Asia/Jakarta")
        self.model = RosterModel(desk.roster, lambda: desk.clock.today(zone), self._write, self)
        self.table = RosterTable(self.model)
        self.filters = Filters()
        self.strip = CellsStrip()
        self.panel = PersonPanel(desk, self.edits, lambda: desk.clock.today(zone), lambda: self.model.people)
        self.new_person = NewPerson(self.edits.enter, self._suspects, self._renumber, WIDTH)
        self.comparison = ComparisonView(self.edits.merge)
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
        left.addWidget(self.strip)
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
        self.views.addWidget(self.comparison)
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
        self.new_person.looked.connect(self._show_new)
        self.wizard.closed.connect(self.close_import)
        keys.bind(self.table, "Ctrl+J", self.copy_over)
        keys.bind(self.table, "Ctrl+Shift+P", self.open_eligibility)
        self.panel.compared.connect(self.compare)
        self.comparison.closed.connect(self.close_comparison)
        self.comparison.merged.connect(self._show_merged)
        self.table.filled.connect(self.fill_down)
        self.table.copied.connect(self.copy_above)
        self.strip.kept.connect(self._keep_cells)
        self.strip.closed.connect(self.close_strip)

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
    def copy_over(self) -> None:
        """The bridge to e-Kinerja for this person, for the month."""
        if self.table.key:
            self.wanted.emit("bridge", self.table.key)

    def open_import(self) -> None:
        self.header.hide()
        self.views.setCurrentWidget(self.wizard)
        self.wizard.start()

    def paste(self) -> None:
        """Cells from the cursor on where the text fits there; a list of people goes to the import."""
        index = self.table.currentIndex()
        block = blocks.cells_of(QGuiApplication.clipboard().text())
        left = self.table.keys_from(index.row(), len(block)) if index.isValid() else []
        here = self.table.hasFocus() and not self.importing
        if here and blocks.fits_cells(block, index.column(), len(left)):
            self._judge(blocks.edits_of(block, index.column(), left))
            return
        self.open_import()
        self.wizard.paste()

    def fill_down(self) -> None:
        """The cell of the top selected person into those below; with one person, from the one above."""
        rows, column = self.table.selected(), self.table.currentIndex().column()
        if len(rows) == 1:
            self.copy_above()
        elif rows and column in EDITABLE:
            text = str(self.model.index(rows[0], column).data(Qt.ItemDataRole.EditRole) or "")
            keys = [self.model.rows[row].key for row in rows[1:]]
            self._judge([CellEdit(key, EDITABLE[column], text) for key in keys])

    def copy_above(self) -> None:
        """The cell of the person above, kept at once: it is one cell, and undo brings it back."""
        index = self.table.currentIndex()
        above = next(
            (row for row in range(index.row() - 1, -1, -1) if self.model.rows[row].entry is not None), -1
        )
        if above >= 0 and index.column() in EDITABLE:
            text = str(self.model.index(above, index.column()).data(Qt.ItemDataRole.EditRole) or "")
            self._write(self.table.key, EDITABLE[index.column()], text)

    def _judge(self, edits: Sequence[CellEdit]) -> None:
        """Say what the cells would change; nothing is kept before the person says so."""
        judged = self._desk.people.judge_many(edits)
        names = {entry.key: entry.name for line in self.model.rows if (entry := line.entry) is not None}
        self.strip.open(judged, len(edits), names)

    def _keep_cells(self) -> None:
        judged = self.strip.judged
        if judged is not None and self.edits.write_many(judged):
            self.close_strip()

    def close_strip(self) -> None:
        self.strip.hide()
        self._focus()

    def _write(self, key: str, field: str, text: str) -> bool:
        """One cell; a NIP that somebody else has lays both records side by side."""
        if self.edits.write(key, field, text):
            return True
        if field == "nip":
            digits = "".join(character for character in text if character.isdigit())
            others = [row for row in self._desk.store.select("person", nip=digits) if row["key"] != key]
            if digits and others:
                self.compare(str(others[0]["key"]), key)
        return False

    def compare(self, first: str, second: str) -> None:
        """Two records side by side; the first stays unless the person turns it round."""
        self.comparison.open(self._desk.duplicates.compare(first, second))
        self.views.setCurrentWidget(self.comparison)
        self.comparison.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_comparison(self) -> None:
        self.views.setCurrentWidget(self.roster)
        self._focus()

    def _show_merged(self, key: str) -> None:
        self.close_comparison()
        self.model.read()
        self.table.stand_on(key)

    def find_doubles(self) -> None:
        """The first two records that may be one person, side by side."""
        pairs = self._desk.duplicates.pairs()
        if pairs:
            self.compare(pairs[0].first, pairs[0].second)
        else:
            self.filters.count.setText(_("No two records look like one person."))

    def _suspects(self, nip: str, name: str) -> list[tuple[Pair, Row]]:
        found = self._desk.people.suspects(nip, name)
        return [(pair, self._desk.store.get("person", pair.second) or {}) for pair in found]

    def _renumber(self, key: str, nip: str) -> bool:
        return self.edits.write(key, "nip", nip)

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
        if not self.model.apply(change) and any(op.table in _PANEL for op in change.ops):
            self.panel.show_row(self.panel.row)

    def open_item(self, key: str) -> None:
        ways = {IMPORT: self.open_import, PASTE: self.paste, NEW: self.open_new}
        if key in ways:
            ways[key]()
            return
        if key == DOUBLES:
            self.find_doubles()
            return
        if self.importing:
            self.close_import()
        if self.model.find(key).row() < 0:
            self.filters.clear()
        self.table.stand_on(key)

    def open_field(self, field: str) -> None:
        column = next((at for at, name in EDITABLE.items() if name == field), None)
        if column is None:
            self.panel.open_field(field)
        elif (current := self.table.currentIndex()).isValid():
            self.table.setCurrentIndex(current.siblingAtColumn(column))

    def keys(self) -> Sequence[KeyRow]:
        return (
            KeyRow("F2", _("Type into the cell")),
            KeyRow("Ctrl+N", _("New person")),
            KeyRow("Ctrl+O", _("Import a file")),
            KeyRow("Ctrl+V", _("Paste from Excel")),
            KeyRow("Ctrl+D", _("Fill the cells below")),
            KeyRow("Ctrl+'", _("Copy the cell above")),
            KeyRow("F8", _("Next person or row that wants a look")),
            KeyRow("Ctrl+Shift+N", _("New request of this person")),
            KeyRow("Ctrl+Shift+P", _("Open eligibility of this person")),
            KeyRow("Ctrl+J", _("Copy to e-Kinerja")),
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
            Command(_("Copy to e-Kinerja"), self.copy_over, "Ctrl+J", "copy", words="jembatan bkn salin"),
            Command(_("Change of post"), self.panel.ask_move, icon="git-compare"),
            Command(_("Archive the person"), self.panel.ask_leave, icon="package"),
            Command(_("Look for people entered twice"), self.find_doubles, icon="users"),
            *(
                Command(_("Show of the person: {view}").format(view=label), partial(self.panel.show_tab, key))
                for key, label in self.panel.tabs.choices
            ),
        )

    def panes(self) -> Sequence[QWidget]:
        if self.views.currentWidget() is self.comparison:
            return [self.comparison.table]
        if self.importing:
            return [self.wizard.check.table if self.wizard.trial is not None else self.wizard]
        if self.middle.currentWidget() is not self.table:
            return [self.empty.buttons[0]]
        strip = [self.strip.keep] if self.strip.isVisible() else []
        return [self.table, *strip, self.filters.search, self.panel.tabs, self.panel.move_button]

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
        if self.views.currentWidget() is self.comparison:
            self.close_comparison()
            return True
        if self.strip.isVisible():
            self.close_strip()
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
