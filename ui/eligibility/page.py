"""The room “Kelayakan” of the screen Pegawai: who may work flexibly, until when, why, and its papers."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import DELETED, Change
from flexdesk.domain.periods import PeriodKind, period_of
from flexdesk.i18n import _, speaking
from flexdesk.progress import Progress
from flexdesk.services.eligibility import Standing
from flexdesk.services.printing import PrintedFile
from ui.eligibility import words
from ui.eligibility.edits import Edits
from ui.eligibility.filters import Filters
from ui.eligibility.model import RegisterModel
from ui.eligibility.panel import StandingPanel
from ui.eligibility.table import RegisterTable
from ui.feedback.reporter import Reporter
from ui.tasks.on_store import on_store
from ui.tasks.runner import Job, Runner
from ui.undo.editor import Editor
from ui.widgets.banner import BannerAction
from ui.widgets.button import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.page import Command, KeyRow, Page
from ui.widgets.tones import Tone

AT_ONCE = 400  # people judged while the window waits; more of them are judged beside it
_SETTLE_MS = 60  # several changes in a row are read once
# Rows that can turn somebody's answer, with how the person is found in them.
_OF_ONE = frozenset({"person", "posting", "discipline", "request", "eligibility_decision"})
_OF_ALL = frozenset({"criterion", "evaluation", "policy", "section", "service_duty", "service_point", "unit"})
_READ = _OF_ONE | _OF_ALL | {"time_pattern"}

AskTarget = Callable[[QWidget, str, str], Path | None]


def ask_target(parent: QWidget, suggestion: str, kinds: str) -> Path | None:
    name, _kind = QFileDialog.getSaveFileName(parent, _("Save"), suggestion, kinds)
    return Path(name) if name else None


class EligibilityPage(Page):
    help_name = "eligibility"

    def __init__(
        self, desk: Desk, editor: Editor, runner: Runner, reporter: Reporter, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Eligibility"), parent)
        self._desk, self._runner, self._reporter = desk, runner, reporter
        self._service = desk.eligibility
        self.ask_target: AskTarget = ask_target
        self.last_folder = Path.home()
        self.edits = Edits(desk, editor)
        self.model = RegisterModel(self)
        self.table = RegisterTable(self.model)
        self.filters = Filters()
        self.panel = StandingPanel(desk, self.edits, self._service.today)
        self._job: Job | None = None
        self._read_once = False
        self._wanted_key = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self.read)
        self._build()
        self._connect()

    # Building
    def _build(self) -> None:
        self.header.set_title(_("Eligibility"), str(self._desk.unit.row().get("name") or ""))
        self.sheets = Button(_("Print those shown"), icon="printer")
        self.export = Button(_("Export"), icon="file-spreadsheet", shortcut="Ctrl+E", bind=False)
        self.sheets.clicked.connect(self.print_shown)
        self.export.clicked.connect(self.export_this)
        self.header.add_action(self.sheets)
        self.header.add_action(self.export)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.empty = EmptyState(
            "users",
            _("Nobody is in the roster yet."),
            _("Bring the list of your people first; who may work flexibly is then computed."),
            (BannerAction(_("Import a list"), lambda: self.wanted.emit("people", "import"), "file-up"),),
        )
        self.nothing = EmptyState(
            "search",
            _("Nobody fits this search."),
            "",
            (BannerAction(_("Show everybody"), self.filters.clear, "x"),),
        )
        self.waiting = EmptyState("clock", _("Everybody is being judged …"), _("The roster is a long one."))
        self.middle = QStackedWidget()
        for part in (self.table, self.empty, self.nothing, self.waiting):
            self.middle.addWidget(part)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.filters)
        left.addWidget(self.middle, 1)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.panel)
        self.body.addWidget(box)

    def _connect(self) -> None:
        self.filters.changed.connect(self._filter)
        self.filters.search.returnPressed.connect(self.table.setFocus)
        self.model.modelReset.connect(self._show_state)
        self.table.stood.connect(self._show_person)
        self.panel.printing.connect(self.print_one)
        self.panel.form.closed.connect(self.table.setFocus)

    # Reading
    def read(self) -> None:
        """Judge everybody anew; a long roster beside the window, with a way to stop."""
        self._timer.stop()
        self._read_once = True
        today = self._service.today()
        if len(self._desk.reader.people()) <= AT_ONCE:
            self._show(self._service.register(today), today)
            return
        if self._job is not None:
            self._job.cancel()
            self._job.silence()
        if not self.model.everybody:
            self.middle.setCurrentWidget(self.waiting)
        self._job = self._runner.start(
            on_store(self._desk.store, lambda progress: self._service.register(today, progress)),
            done=lambda found: self._show(found, today),
            label=_("Judging eligibility"),
        )

    def _show(self, everybody: Sequence[Standing], day: date) -> None:
        self._job = None
        self.model.show(everybody, day)
        self.filters.show_counts(self.model.counts())
        if self._wanted_key:
            key, self._wanted_key = self._wanted_key, ""
            self._stand_on(key)

    def _filter(self) -> None:
        self.model.want(self.filters.state, self.filters.text)

    def _show_state(self) -> None:
        none = not self.model.everybody
        shown = self.empty if none else self.nothing if not self.model.rows else self.table
        self.middle.setCurrentWidget(shown)
        self.filters.setVisible(not none)
        self.panel.setVisible(not none)
        for button in (self.sheets, self.export):
            button.setEnabled(bool(self.model.rows))

    def _show_person(self, key: str) -> None:
        self.panel.show_standing(self.model.standing(key) if key else None)

    # Papers and files
    def print_one(self) -> None:
        """The decision sheet of the person under the cursor."""
        standing = self.panel.standing
        if standing is not None:
            self._print([standing])

    def print_shown(self) -> None:
        """The sheets of everybody the filter shows, in one file."""
        self._print(self.model.rows)

    def _print(self, standings: Sequence[Standing]) -> None:
        if not standings:
            return
        today = self._service.today()
        period = period_of(PeriodKind.DAY, today)
        who = (
            standings[0].row.person.nip
            if len(standings) == 1
            else _("{count} people").format(count=len(standings))
        )
        name = f"{today.isoformat()}_KEPUTUSAN-KELAYAKAN_{who}.pdf"
        path = self.ask_target(self, str(self.last_folder / name), "PDF (*.pdf)")
        if path is None:
            return
        self.last_folder = path.parent
        nips = [one.row.person.nip or one.key for one in standings]

        def work(progress: Progress) -> list[PrintedFile]:
            printing = self._desk.printing
            drawn = printing.draw(["eligibility-sheet"], period, nips=nips, combined=True, progress=progress)
            return printing.keep([drawn[0].named(path.name)], period, path.parent)

        self._runner.start(
            on_store(self._desk.store, work),
            done=lambda _files: self._reporter.tell(
                _("{file} is written; the decision is in the register.").format(file=path.name), Tone.POSITIVE
            ),
            label=_("Drawing decision sheets"),
        )

    def export_this(self) -> bool:
        """Ctrl+E: the register as shown, as a workbook."""
        if not self.model.rows:
            return False
        today = self._service.today()
        name = f"{today.isoformat()}_KELAYAKAN.xlsx"
        path = self.ask_target(self, str(self.last_folder / name), "Excel (*.xlsx)")
        if path is None:
            return True
        self.last_folder = path.parent
        keys = [one.key for one in self.model.rows]
        self._runner.start(
            on_store(self._desk.store, lambda _progress: self._write(path, keys, today)),
            done=lambda _size: self._reporter.tell(
                _("{file} is written.").format(file=path.name), Tone.POSITIVE
            ),
            label=_("Writing the register"),
        )
        return True

    def _write(self, path: Path, keys: Sequence[str], today: date) -> int:
        from flexdesk.services.eligibility_export import write

        with speaking("id"):
            standings = self._service.standings(keys, today)
            return write(path, standings, str(self._desk.unit.row().get("name") or ""), today)

    # What the frame asks
    def activate(self) -> None:
        if not self._read_once:
            self.read()
        target = self.middle.currentWidget()
        if target is self.table:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif target is self.empty:
            self.empty.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def apply(self, change: Change) -> None:
        tables = {op.table for op in change.ops}
        if not self._read_once or not tables & _READ:
            return
        keys = self._touched(change)
        if keys is None or any(self.model.standing(key) is None for key in keys):
            self._timer.start()
            return
        self.model.renew(self._service.standings(sorted(keys), self._service.today()))
        self.filters.show_counts(self.model.counts())

    def _touched(self, change: Change) -> set[str] | None:
        """The people whom a change concerns; None where it may be everybody, or the order is another."""
        keys: set[str] = set()
        for op in change.ops:
            if op.table in ("person", "posting"):
                if {"archived", "order", DELETED} & op.after.keys():
                    return None
                keys.add(op.row.split("|")[0])
            elif op.table in _OF_ONE or op.table == "time_pattern":
                row = self._desk.store.get(op.table, op.row) or {}
                person = str(row.get("person") or op.after.get("person") or op.before.get("person") or "")
                if not person:
                    return None
                keys.add(person)
            elif op.table in _OF_ALL:
                return None
        return keys

    def open_item(self, key: str) -> None:
        """Stand on a person, by key; `state=open` filters instead."""
        if key.startswith("state="):
            self.filters.choose(key.removeprefix("state="))
            if not self._read_once:
                self.read()
            return
        if not self._read_once or self._job is not None:
            self._wanted_key = key
            self.read()
            return
        self._stand_on(key)

    def _stand_on(self, key: str) -> None:
        if not self.model.find(key).isValid():
            self.filters.clear()
        self.table.stand_on(key)

    def keys(self) -> Sequence[KeyRow]:
        return (
            KeyRow("Ctrl+Shift+P", _("Print the decision sheet")),
            KeyRow("Ctrl+E", _("Export the register")),
            KeyRow("Alt+1 … Alt+6", _("Show some of the people")),
            KeyRow("F8", _("Next person who is not eligible")),
        )

    def commands(self) -> Sequence[Command]:
        return (
            Command(_("Print the decision sheet"), self.print_one, "Ctrl+Shift+P", "printer"),
            Command(_("Print the sheets of all people shown"), self.print_shown, "", "printer"),
            Command(_("Export the register"), self.export_this, "Ctrl+E", "file-spreadsheet"),
        )

    def panes(self) -> Sequence[QWidget]:
        if self.middle.currentWidget() is not self.table:
            return [self.empty.buttons[0]]
        first = next(iter(self.panel.criteria.values()), self.panel.print_button)
        return [self.table, self.filters.search, first, self.panel.print_button]

    def step_problem(self, step: int) -> bool:
        rows = self.model.rows
        at = self.table.currentIndex().row()
        for distance in range(1, len(rows) + 1):
            standing = rows[(at + step * distance) % len(rows)]
            if not standing.eligibility.location.eligible:
                return self.table.stand_on(standing.key)
        return False

    def find_in_page(self) -> bool:
        if not self.model.everybody:
            return False
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()
        return True

    def leave_smallest(self) -> bool:
        if self.panel.leave_smallest():
            return True
        if self.filters.state != words.ALL or self.filters.text:
            self.filters.clear()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def shut(self) -> None:
        self._timer.stop()
        self.panel.shut()
