"""The screen “Target”: whose result serves whose, who carries it, and how it goes."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import Period, PeriodKind, year_of
from flexdesk.i18n import N_, _
from flexdesk.services.cascade import ADDITIONAL, Pace, known_until
from ui.feedback.reporter import Reporter
from ui.qt import accessible
from ui.targets import words
from ui.targets.detail import TargetPanel
from ui.targets.edits import Edits
from ui.targets.intake import Intake
from ui.targets.lines import Filter, Line, Plan, View
from ui.targets.matrix_pane import MatrixPane
from ui.targets.outline import OutlineView, columns
from ui.targets.outline_edits import OutlineEdits
from ui.targets.plan_room import PlanRoom
from ui.targets.plan_words import with_status
from ui.targets.shaping import Shaping
from ui.tasks.runner import Runner
from ui.undo.editor import Editor
from ui.widgets import keys
from ui.widgets.banner import BannerAction
from ui.widgets.button import Button, Kind
from ui.widgets.card import Hairline
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import SearchField
from ui.widgets.label import Label
from ui.widgets.page import Command, KeyRow, Page
from ui.widgets.segmented import Segmented
from ui.widgets.table import RowsModel

_VIEWS = (
    (View.RESULTS, N_("Work results")),
    (View.PEOPLE, N_("By person")),
    (View.MATRIX, N_("Matrix")),
)
_FILTERS = (
    (Filter.ALL, N_("All")),
    (Filter.AT_RISK, N_("At risk")),
    (Filter.BEHIND, N_("Behind")),
    (Filter.ORPHANS, N_("Orphans")),
)
_BEGIN = N_("Type a new result. Tab goes deeper, @name gives it to people, #files 1200/bln sets its target")
_RELEVANT = frozenset(
    {
        "skp", "work_result", "indicator", "realisation", "person", "unit", "target_change", "action_plan",
        "skp_annex", "expectation",
    }
)  # fmt: skip
# field of a result or an indicator -> the column that shows it
_COLUMN_OF = {
    "text": "text",
    "order": "text",
    "leader_result": "text",
    "target_text": "target",
    "target_number": "target",
    "share": "who",
    "value": "value",
}


class TargetsPage(Page):
    help_name = "targets"

    def __init__(
        self, desk: Desk, *, editor: Editor, runner: Runner, reporter: Reporter, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Targets"), parent)
        self._desk = desk
        outline_edits = OutlineEdits(desk.outline, desk.handing_down, editor)
        self.year = desk.clock.today().year
        self.closed = {ADDITIONAL}
        self.unfolded: set[str] = set()  # results that show their indicators
        self.plan: Plan | None = None
        self._stale = QTimer(self)
        self._stale.setSingleShot(True)
        self._stale.timeout.connect(self.refresh)
        self._build_header()
        self._build_body()
        self.matrix = MatrixPane(desk, outline_edits)
        self.body.addWidget(self.matrix, 1)
        self.shaping = Shaping(self, desk, outline_edits)
        self.intake = Intake(self, desk, runner, reporter, Edits(editor))
        self.body.addWidget(self.intake.pane, 1)
        self._wire()
        self.plan_room = PlanRoom(self, self, desk, editor)
        self.refresh()

    # Building
    def _build_header(self) -> None:
        self.header.add_period(lambda: self.show_year(self.year - 1), lambda: self.show_year(self.year + 1))
        views = Segmented([(view, _(label)) for view, label in _VIEWS], _("View"))
        self.views = self.header.add_switch(views)
        self.load = self.header.add_action(Button(_("Import SKP"), icon="file-up", shortcut="Ctrl+I"))
        hand = Button(_("Hand down"), icon="corner-down-right", shortcut="Ctrl+D", kind=Kind.PRIMARY)
        self.hand = self.header.add_action(hand)

    def _build_body(self) -> None:
        self.model = RowsModel(with_status(columns()), lambda line: line.key)
        self.table = OutlineView(_("Results and who carries them"), self._row_above)
        self.table.show_rows_of(self.model)
        self.panel = TargetPanel()
        self.search = SearchField(_("Search name or result"), bind=False)
        self.filters = Segmented([(kept, _(label)) for kept, label in _FILTERS], _("What is shown"))
        self.people = Label("", "base")
        self.until = Label("", "small", token="muted")
        self.nothing = Label("", token="muted", wrap=True)
        self.empty = EmptyState(
            "target",
            _("No target of this year is here yet."),
            _("Copy the cells of an SKP in Excel and paste them here, import the file, or type."),
            [
                BannerAction(_("Paste SKP from e-Kinerja (Excel)"), self.paste, "clipboard-check", "Ctrl+V"),
                BannerAction(_("Import SKP"), self.choose_file, "file-up"),
                BannerAction(_("Type the first result"), self.add_line, "plus", "Insert"),
            ],
        )
        tools = QHBoxLayout()
        tools.setContentsMargins(12, 5, 12, 5)
        tools.setSpacing(10)
        for part in (self.search, self.filters, self.people):
            tools.addWidget(part)
        tools.addStretch(1)
        tools.addWidget(self.until)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addLayout(tools)
        left.addWidget(Hairline())
        left.addWidget(self.table, 1)
        self.nothing.setContentsMargins(16, 12, 16, 12)
        left.addWidget(self.nothing)
        left.addWidget(Hairline())
        self.begin = Button(_(_BEGIN), icon="plus", shortcut="Insert", bind=False, kind=Kind.QUIET)
        left.addWidget(self.begin)
        self.desk_row = QWidget()
        row = QHBoxLayout(self.desk_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.panel)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.desk_row, 1)
        self.body.addWidget(self.empty, 1)

    def _wire(self) -> None:
        self.views.chosen.connect(lambda _view: self._switch())
        self.filters.chosen.connect(lambda _kept: self.fill())
        self.search.textChanged.connect(lambda _text: self.fill())
        self.load.clicked.connect(self.choose_file)
        self.begin.clicked.connect(self.add_line)
        self.hand.clicked.connect(self.shaping.hand_down)
        self.table.toggled.connect(self._toggle)
        self.table.selectionModel().currentRowChanged.connect(self._show_current)
        self.panel.closed.connect(self.table.setFocus)
        keys.bind(self, "Ctrl+J", self.copy_over)

    # Showing
    def _switch(self) -> None:
        """Another view; what was being typed or tried belongs to the one before."""
        self._leave()
        self.fill()

    def _leave(self) -> None:
        self.intake.leave()
        self.shaping.typing.stop()

    def show_year(self, year: int) -> None:
        self._leave()
        self.year = year
        self.refresh()

    def refresh(self) -> None:
        """Read the plans of the year anew."""
        self._stale.stop()
        plans = self._desk.targets.plans(year=self.year)
        until = known_until(plans, self.year, self._desk.clock.today())
        have = {str(skp.person["key"]) for skp in plans}
        roster = self._desk.people.roster()
        self.plan = Plan(plans, until, [one.name for one in roster if one.key not in have])
        self._show_counts(self.plan)
        self.plan_room.settle()
        self.fill()

    def _show_counts(self, plan: Plan) -> None:
        self.header.set_period(f"SKP {self.year}", year_of(date(self.year, 1, 1)).label())
        counts = plan.counts()
        numbers = {
            Filter.ALL: sum(counts.values()),
            Filter.AT_RISK: counts.get(Pace.AT_RISK, 0),
            Filter.BEHIND: counts.get(Pace.BEHIND, 0),
            Filter.ORPHANS: len(plan.orphan_keys) + len(plan.without_plan),
        }
        for kept, label in _FILTERS:
            self.filters.set_label(kept, f"{_(label)} {numbers[kept]}")
        self.filters.setToolTip(words.orphans(plan.without_plan, plan.orphans))
        people = _("{count} people").format(count=len(plan.plans))
        if plan.without_plan:
            people += ", " + _("{count} without a target").format(count=len(plan.without_plan))
        self.people.setText(people)
        self.people.setToolTip(accessible.plain_tip(", ".join(plan.without_plan)))
        self.until.setText(
            _("plan until {month}: {share} %").format(month=_month(plan.until), share=_due(plan))
        )
        self.counted.emit(counts.get(Pace.BEHIND, 0), False)

    def fill(self) -> None:
        plan = self.plan
        if plan is None:
            return
        busy, matrix = bool(plan.plans) or self.shaping.typing.is_open, self.views.choice == View.MATRIX
        mine = not self.plan_room.is_open and not self.intake.is_open
        self.desk_row.setVisible(mine and busy and not matrix)
        self.matrix.setVisible(mine and busy and matrix)
        self.empty.setVisible(mine and not busy)
        if matrix or not mine or not busy:
            self.hand.setEnabled(False)
        if matrix:
            self.matrix.show_year(self.year)
            return
        line, row = self.table.line(), self.table.currentIndex().row()
        kept, needle = Filter(self.filters.choice), self.search.text()
        view = View(self.views.choice)
        lines = self.shaping.typing.shown(plan.lines(view, kept, self.closed, needle, self.unfolded))
        self.model.set_rows(lines)
        index = self.model.find(line.key) if line is not None else QModelIndex()
        if lines:
            self.table.selectRow(index.row() if index.isValid() else max(0, min(row, len(lines) - 1)))
        self.shaping.typing.lay()
        self.nothing.setVisible(not lines)
        self.nothing.setText(_("Nothing here fits what is asked for."))
        self._show_current()

    def _show_current(self, *_index: QModelIndex) -> None:
        line, plan = self.table.line(), self.plan
        self.hand.setEnabled(line is not None and line.branch.result is not None)
        if line is not None and plan is not None:
            self.panel.show_branch(line.branch, plan.until, line.indicator)

    def show_whole(self) -> None:
        """The outline without filter and search, on the same line."""
        if self.views.choice == View.MATRIX:
            self.views.choose(View.RESULTS)
            self.fill()
        if self.filters.choice != Filter.ALL or self.search.text():
            line = self.table.line()
            self.filters.choose(Filter.ALL)
            self.search.clear()
            self.fill()
            self.open_item(line.subject if line is not None else "")

    def _row_above(self, row: int) -> int:
        """The row of the line one level up, or -1."""
        lines: Sequence[Line] = self.model.rows
        level = lines[row].level
        return next((at for at in range(row - 1, -1, -1) if lines[at].level < level), -1)

    def _toggle(self, key: str, is_open: bool) -> None:
        self.closed.discard(key) if is_open else self.closed.add(key)
        self.fill()

    # What buttons and commands ask
    def add_line(self) -> None:
        self.shaping.add()

    def paste(self) -> None:
        self.intake.paste()

    def choose_file(self) -> None:
        self.intake.choose_file()

    # What the frame asks
    def activate(self) -> None:
        if self._stale.isActive():
            self.refresh()
        if self.intake.is_open:
            self.intake.pane.table.setFocus()
            return
        (self.matrix.view if self.matrix.isVisible() else self.table).setFocus()

    def apply(self, change: Change) -> None:
        if any(op.table in _RELEVANT for op in change.ops):
            self._stale.start(0)

    def open_item(self, key: str) -> None:
        """A result's key, or a person's: their first result in the view by person."""
        if not self.model.find(key).isValid():
            self.filters.choose(Filter.ALL)
            self.search.clear()
            self.closed.clear()
            skp = (
                next((s for s in self.plan.plans if str(s.person["key"]) == key), None) if self.plan else None
            )
            if skp is not None:
                self.views.choose(View.PEOPLE)
                key = f"person|{skp.key}"
            self.fill()
        index = self.model.find(key)
        if index.isValid():
            self.table.selectRow(index.row())
            self.table.scrollTo(index)

    def open_field(self, field: str) -> None:
        current, named = self.table.currentIndex(), [one.key for one in self.model.columns]
        if current.isValid() and (column := _COLUMN_OF.get(field)) in named:
            self.table.setCurrentIndex(current.siblingAtColumn(named.index(column)))

    def keys(self) -> Sequence[KeyRow]:
        return (
            KeyRow("Enter", _("New line")),
            KeyRow("F2", _("Change the line in boxes")),
            KeyRow("Ctrl+D", _("Hand down to people")),
            KeyRow("← →", _("Close and open a branch and its indicators")),
            KeyRow("Alt+↑ ↓", _("Move the line")),
            KeyRow("Ctrl+Shift+← →", _("Indicator becomes a result, and back")),
            KeyRow("Del", _("Take the line out")),
            KeyRow("F8", _("Next result at risk or behind")),
            KeyRow("Ctrl+I", _("Import SKP")),
            KeyRow("Ctrl+V", _("Paste SKP from e-Kinerja (Excel)")),
            KeyRow("Ctrl+J", _("Copy to e-Kinerja")),
            *self.plan_room.sheet.keys(),
        )

    def commands(self) -> Sequence[Command]:
        return (
            Command(_("Import SKP"), self.choose_file, "Ctrl+I", "file-up"),
            Command(_("Paste SKP from e-Kinerja (Excel)"), self.paste, "Ctrl+V", "clipboard-check"),
            Command(_("Hand down to people"), self.shaping.hand_down, "Ctrl+D", "corner-down-right"),
            Command(_("Show what is behind"), lambda: self.show_only(Filter.BEHIND), icon="trending-down"),
            Command(_("Show what is at risk"), lambda: self.show_only(Filter.AT_RISK), icon="minus"),
            Command(_("SKP of this person"), self.plan_room.toggle, "Alt+K", "file-text"),
            Command(_("Print the SKP"), self.print_this, icon="printer"),
            Command(_("Copy to e-Kinerja"), self.copy_over, "Ctrl+J", "copy", words="jembatan bkn salin"),
        )

    def copy_over(self) -> None:
        """The bridge to e-Kinerja for the SKP of the person in the list."""
        line = self.table.line()
        if line is not None and line.branch.skp is not None:
            self.wanted.emit("bridge", f"{line.branch.skp.person['key']}|{self.year}|plan")

    def show_only(self, kept: Filter) -> None:
        self.filters.choose(kept)
        self.fill()

    def panes(self) -> Sequence[QWidget]:
        if self.plan_room.is_open:
            return self.plan_room.sheet.panes()
        if self.intake.is_open:
            return [self.intake.pane.table, self.intake.pane.filters]
        if self.matrix.isVisible():
            return [self.matrix.view, self.matrix.leader]
        if not self.desk_row.isVisible():
            return [self.empty.buttons[0]]
        return [self.table, self.search, self.panel.change]

    def step_problem(self, step: int) -> bool:
        plan = self.plan
        row = self.table.currentIndex().row() + step
        while plan is not None and 0 <= row < self.model.rowCount():
            if plan.pace(self.model.rows[row].subject) in (Pace.AT_RISK, Pace.BEHIND):
                self.table.selectRow(row)
                return True
            row += step
        return False

    def find_in_page(self) -> bool:
        self.search.setFocus()
        self.search.selectAll()
        return True

    def print_this(self) -> bool:
        self.wanted.emit("printing", f"skp|{self.year}")
        return True

    def leave_smallest(self) -> bool:
        if self.intake.close() or self.plan_room.leave_smallest():
            return True
        if self.panel.close_form() or self.shaping.typing.stop():
            return True
        if self.search.text():
            self.search.clear()
            return True
        return False

    def shut(self) -> None:
        self._stale.stop()


def _month(until: Period) -> str:
    return until.label() if until.kind is PeriodKind.MONTH else str(until)


def _due(plan: Plan) -> str:
    return words.number(round(100 * plan.until.last.month / 12))
