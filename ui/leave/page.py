"""The room “Cuti & dinas”: registers, calendar, balances, what wants a look, and a panel for one entry."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.leave_register import LeaveState
from flexdesk.domain.ops import Change
from flexdesk.i18n import _
from flexdesk.services.leave_review import Remark
from ui.leave import words
from ui.leave.edits import Edits
from ui.leave.filters import BALANCES, LIST, MONTH, REMARKS
from ui.leave.forms import CarryForm, EntryForm, Form, VerdictForm
from ui.leave.import_view import ImportView
from ui.leave.looking import Looking, weighed
from ui.leave.panel import WIDTH, EntryPanel
from ui.leave.registers import Registers
from ui.tasks.on_store import on_store
from ui.tasks.runner import Runner
from ui.undo.editor import Editor
from ui.widgets import keys
from ui.widgets.badge import BadgeFacts
from ui.widgets.banner import BannerAction
from ui.widgets.button import Button, Kind
from ui.widgets.page import Command, KeyRow, Page
from ui.widgets.tones import Tone

IMPORT, NEW = "import", "new"  # items that other screens may ask this room to open
_TABLES = frozenset(
    {
        "leave_entry",
        "travel_entry",
        "leave_carry",
        "person",
        "holiday",
        "policy",
        "assignment",
        "service_point",
        "service_duty",
        "output",
    }
)
_VIEW_KEYS = {"Alt+1": LIST, "Alt+2": MONTH, "Alt+3": BALANCES, "Alt+4": REMARKS}
_ONLY_SEEN_IN_REMARKS = frozenset({"output"})


def ask_target(parent: QWidget, suggestion: str) -> Path | None:
    kinds = "Excel (*.xlsx);;CSV (*.csv)"
    name, _kind = QFileDialog.getSaveFileName(parent, _("Save the registers"), suggestion, kinds)
    return Path(name) if name else None


class LeavePage(Page):
    help_name = "leave"

    def __init__(
        self,
        desk: Desk,
        editor: Editor,
        runner: Runner,
        *,
        report: Callable[[BaseException], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Leave and travel"), parent)
        self._desk, self._runner, self._report = desk, runner, report
        self.ask_target = ask_target
        self._looking = Looking(desk)
        self._asked = 0
        self._stale = False
        self.edits = Edits(desk.leave, editor, self._kept)
        self._build_header()
        self._build_body(editor)
        self._connect()
        self.read()

    @property
    def today(self) -> date:
        return self._desk.leave.today()

    # Building
    def _build_header(self) -> None:
        header = self.header
        header.add_period(lambda: self.step_month(-1), lambda: self.step_month(+1))
        self.seen = Button(_("Refused rows are mended"), icon="check", kind=Kind.QUIET)
        self.carry_button = Button(_("Days left of last year"), icon="pencil", shortcut="F2")
        load = Button(_("Import"), icon="file-up", shortcut="Ctrl+O")
        give = Button(_("Export"), icon="download", shortcut="Ctrl+E", bind=False)
        new = Button(_("New entry"), icon="plus", shortcut="Ctrl+N", kind=Kind.PRIMARY)
        self.seen.clicked.connect(self.forget_rejected)
        self.carry_button.clicked.connect(self.open_carry)
        load.clicked.connect(self.open_import)
        give.clicked.connect(self.export_this)
        new.clicked.connect(self.open_new)
        self.buttons = {IMPORT: load, "export": give, NEW: new}
        for button in (self.seen, self.carry_button, load, give, new):
            header.add_action(button)

    def _build_body(self, editor: Editor) -> None:
        self.body.setContentsMargins(0, 0, 0, 0)
        desk = self._desk
        self.registers = Registers(
            self._looking,
            (
                BannerAction(_("Import a register"), self.open_import, "file-up"),
                BannerAction(_("New entry"), self.open_new, "plus"),
            ),
        )
        self.panel = EntryPanel(self._looking.facts)
        self.form = EntryForm(self.edits, self._looking.told, lambda: self.today, WIDTH)
        self.verdict = VerdictForm(self.edits, lambda: self.today, WIDTH)
        self.carry = CarryForm(self.edits, WIDTH)
        self.wizard = ImportView(
            desk.leave_files, editor, self._runner, report=self._report, store=desk.store
        )
        self.side = QStackedWidget()
        for panel in (self.panel, self.form, self.verdict, self.carry):
            self.side.addWidget(panel)
        self.side.setFixedWidth(self.panel.width())
        self.room = QWidget()
        row = QHBoxLayout(self.room)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.registers, 1)
        row.addWidget(self.side)
        self.views = QStackedWidget()
        self.views.addWidget(self.room)
        self.views.addWidget(self.wizard)
        self.body.addWidget(self.views)

    def _connect(self) -> None:
        self.registers.viewed.connect(self._show_header)
        self.registers.stood.connect(self.panel.show_entry)
        self.panel.stepped.connect(self.open_step)
        self.panel.cancelled.connect(self.cancel_entry)
        for form in self._forms:
            form.closed.connect(self.close_form)
        self.wizard.closed.connect(self.close_import)
        for key, view in _VIEW_KEYS.items():
            keys.bind(self, key, partial(self.registers.choose, view))
        self.registers.choose(LIST)

    @property
    def _forms(self) -> tuple[Form, ...]:
        return (self.form, self.verdict, self.carry)

    # Reading
    def read(self) -> None:
        """Everything anew; what wants a look follows when it is worked out."""
        self._looking.read()
        self._show()
        self._review()

    def _show(self) -> None:
        self.registers.show_all()
        self._show_header()
        self.panel.build()

    def _review(self) -> None:
        """The registers against reports and rules, in the background: a province has many of them."""
        self._asked += 1
        asked, files = self._asked, self._desk.leave_files
        self._runner.start(
            on_store(self._desk.store, lambda _progress: tuple(files.remarks())),
            done=lambda found: self._reviewed(asked, found),
            label=_("Looking through the registers"),
        )

    def _reviewed(self, asked: int, found: tuple[Remark, ...]) -> None:
        if asked != self._asked:
            return
        if self._looking.take(found):
            self._show()

    def _show_header(self) -> None:
        """What stands above the registers depends on the view and on what waits."""
        registers, view = self.registers, self.registers.view
        self.header.set_period(words.month_name(registers.month) if view == MONTH else "")
        for part in (self.header.back, self.header.forth):
            if part is not None:
                part.setVisible(view == MONTH)
        self.carry_button.setVisible(view == BALANCES)
        refused = any(one.register == "file" for one in self._looking.remarks)
        self.seen.setVisible(view == REMARKS and refused)
        waiting = registers.entries.waiting
        text = _("{count} wait").format(count=waiting)
        self.header.set_badge(BadgeFacts(text, Tone.WARNING, "clock") if waiting else None)

    def step_month(self, step: int) -> None:
        self.registers.step_month(step)
        self._show_header()

    # Doing
    def _kept(self, key: str) -> None:
        """An entry was stored, perhaps after a reason had been asked for: go to it, or when it is read."""
        self._looking.kept = key
        self._go_to_kept()

    def _go_to_kept(self) -> None:
        key = self._looking.kept
        if key and key in self._looking.rows:
            self._looking.kept = ""
            self.close_form()
            self.registers.entries_table.stand_on(key)

    def open_new(self) -> None:
        if self.importing:
            self.close_import()
        people = [(one.key, one.full_name) for one in self._desk.reader.people()]
        row = self._looking.rows.get(self.registers.entries_table.key)
        self._open(self.form)
        self.form.open(people, row.person if row is not None else "")

    def open_step(self) -> None:
        facts = self.panel.facts
        if facts is not None and facts.row.waits:
            considers = facts.row.state == LeaveState.APPLIED
            self._open(self.verdict)
            by = "" if considers else self._head()
            self.verdict.open(facts.row, considers=considers, by=by, told=weighed(facts))

    def _head(self) -> str:
        """The unit's head, who decides where nobody else is named."""
        head = str(self._desk.unit.row().get("head") or "")
        people = self._desk.reader.people()
        return next((one.full_name for one in people if head and head in (one.key, one.nip)), "")

    def open_carry(self) -> None:
        found = next(
            (
                one
                for one in self.registers.balances.rows
                if one.person.key == self.registers.balances_table.key
            ),
            None,
        )
        if found is not None:
            self._open(self.carry)
            self.carry.open(found.person.key, found.person.full_name, self.today.year - 1)

    def _open(self, form: QWidget) -> None:
        self.side.setCurrentWidget(form)

    def close_form(self) -> None:
        self.side.setCurrentWidget(self.panel)
        self._focus()

    def cancel_entry(self) -> None:
        facts = self.panel.facts
        if facts is not None and self.panel.cancel.isVisible():
            self.edits.cancel(facts.row.key, travel=facts.row.is_travel)

    def open_import(self) -> None:
        self.header.hide()
        self.views.setCurrentWidget(self.wizard)
        self.wizard.start()

    def close_import(self) -> None:
        self.header.show()
        self.views.setCurrentWidget(self.room)
        self._focus()

    def forget_rejected(self) -> None:
        self._desk.leave_files.forget_rejected()
        self._review()

    @property
    def importing(self) -> bool:
        return self.views.currentWidget() is self.wizard

    @property
    def form_open(self) -> bool:
        return self.side.currentWidget() is not self.panel

    def _focus(self) -> None:
        self.registers.target.setFocus(Qt.FocusReason.OtherFocusReason)

    # What the frame asks
    def activate(self) -> None:
        if self._stale:
            self._renew()
        if not self.importing:
            self._focus()

    def apply(self, change: Change) -> None:
        touched = {op.table for op in change.ops} & _TABLES
        if not touched:
            return
        if not self.isVisible():  # typing into a schedule shall not wait for a room that nobody sees
            self._stale = True
        elif touched <= _ONLY_SEEN_IN_REMARKS:
            self._review()
        else:
            self._renew()

    def _renew(self) -> None:
        self._stale = False
        self.read()
        self._go_to_kept()

    def open_item(self, key: str) -> None:
        if self._stale:
            self._renew()
        ways = {IMPORT: self.open_import, NEW: self.open_new}
        if key in ways:
            ways[key]()
            return
        if self.importing:
            self.close_import()
        if key in (LIST, MONTH, BALANCES, REMARKS):
            self.registers.choose(key)
            return
        self.registers.choose(LIST)
        if not self.registers.entries.find(key).isValid():
            self.registers.filters.clear()
        self.registers.entries_table.stand_on(key)

    def keys(self) -> Sequence[KeyRow]:
        return (
            KeyRow("Alt+1 … Alt+4", _("List, calendar, balances, attention")),
            KeyRow("Ctrl+N", _("New entry")),
            KeyRow("Ctrl+Enter", _("Consider or decide the application")),
            KeyRow("Ctrl+Del", _("Cancel the entry")),
            KeyRow("Ctrl+O", _("Import a register")),
            KeyRow("Ctrl+E", _("Export the registers")),
            KeyRow("F8", _("Next entry that wants a look")),
        )

    def commands(self) -> Sequence[Command]:
        return (
            Command(_("New entry of leave or travel"), self.open_new, "Ctrl+N", "plus"),
            Command(_("Import a register of leave and travel"), self.open_import, "Ctrl+O", "file-up"),
            Command(_("Export the registers of leave and travel"), self.export_this, "Ctrl+E", "download"),
        )

    def panes(self) -> Sequence[QWidget]:
        if self.importing:
            return [self.wizard.table if self.wizard.trial is not None else self.wizard]
        found = [self.registers.target, self.registers.filters.view]
        return [*found, self.panel.step] if self.panel.step.isVisible() else found

    def step_problem(self, step: int) -> bool:
        if self.importing:
            return self.wizard.step_fault(step)
        rows, at = self.registers.entries.rows, self.registers.entries_table.currentIndex().row()
        for distance in range(1, len(rows) + 1):
            row = rows[(at + step * distance) % len(rows)]
            if row.remarks or row.waits:
                self.registers.choose(LIST)
                return self.registers.entries_table.stand_on(row.key)
        return False

    def find_in_page(self) -> bool:
        if (
            self.importing
            or self.registers.entries.total == 0
            or not self.registers.filters.search.isVisible()
        ):
            return False
        self.registers.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.registers.filters.search.selectAll()
        return True

    def export_this(self) -> bool:
        target = self.ask_target(self, _("register-{year}.xlsx").format(year=self.today.year))
        if target is None:
            return True
        form = "csv" if target.suffix.casefold() == ".csv" else "xlsx"
        self._runner.start(
            on_store(self._desk.store, lambda _progress: self._desk.leave_files.export(target, form=form)),
            done=lambda _paths: None,
            failed=self._report,
            label=_("Writing the registers"),
        )
        return True

    def leave_smallest(self) -> bool:
        if self.importing:
            self.close_import()
            return True
        if self.form_open:
            self.close_form()
            return True
        if self.registers.filters.wanted != type(self.registers.filters.wanted)():
            self.registers.filters.clear()
            self._focus()
            return True
        return False

    def shut(self) -> None:
        self.panel.shut()
