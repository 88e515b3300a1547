"""The room “Kehadiran”: how flexible days really went, one key for each decision."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import Period, PeriodKind, month_of, parse_period, period_of
from flexdesk.errors import UsageError
from flexdesk.i18n import N_, _
from flexdesk.services.attendance_days import DayState, key_of
from ui.attendance import words
from ui.attendance.absence import CounterModel, CounterPanel, CounterTable
from ui.attendance.edits import Edits
from ui.attendance.export import ask_target, save
from ui.attendance.intake import IntakeView
from ui.attendance.model import MarksModel
from ui.attendance.panel import DayPanel
from ui.attendance.plan import PlanModel, PlanTable
from ui.attendance.table import CALL_IN, DECIDE, MarksTable
from ui.feedback.reporter import Reporter
from ui.tasks.runner import Runner
from ui.undo.editor import Editor
from ui.widgets.banner import BannerAction
from ui.widgets.button import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import SearchField
from ui.widgets.label import Label
from ui.widgets.page import Command, KeyRow, Page
from ui.widgets.segmented import Segmented

MARKS, PLAN, ABSENCE = "marks", "plan", "absence"
IMPORT, EXAMINATIONS, RECALL = "import", "examinations", "recall"
_KINDS = ((PeriodKind.DAY, N_("Day")), (PeriodKind.MONTH, N_("Month")))
_RELEVANT = frozenset(
    {
        "attendance_mark", "assignment", "clarification", "contact_attempt", "recall", "examination",
        "leave_entry", "travel_entry", "person", "policy", "holiday",
    }
)  # fmt: skip
_SETTLE_MS = 40


class AttendancePage(Page):
    help_name = "attendance"

    def __init__(
        self, desk: Desk, *, editor: Editor, runner: Runner, reporter: Reporter, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Attendance"), parent)
        self._desk, self._runner, self._reporter = desk, runner, reporter
        self._days = desk.attendance_days
        self.edits = Edits(desk, editor)
        today = self._days.today()
        working = desk.reader.calendar(today).is_working(today)
        first = today if working else desk.day.next_working_day(today, -1)
        self.period = period_of(PeriodKind.DAY, first)
        self._text = ""
        self.ask_target = ask_target
        self._stale = QTimer(self)
        self._stale.setSingleShot(True)
        self._stale.setInterval(_SETTLE_MS)
        self._stale.timeout.connect(self.refresh)
        self.model = MarksModel(self.edits.mark, self)
        self.table = MarksTable(self.model)
        self.panel = DayPanel(desk, self.edits)
        self.counters = CounterModel(self)
        self.counter_table = CounterTable(self.counters)
        self.counter_panel = CounterPanel(desk.absence, self.edits)
        self.plan = PlanModel(self)
        self.plan_table = PlanTable(self.plan)
        self.intake = IntakeView(
            desk.attendance_imports, editor, runner, store=desk.store, report=reporter.report
        )
        self._build_header()
        self._build_body()
        self._connect()
        self.refresh(anew=True)

    # Building
    def _build_header(self) -> None:
        self.header.add_period(lambda: self.step(-1), lambda: self.step(+1))
        self.kinds = self.header.add_switch(Segmented([(k, _(label)) for k, label in _KINDS], _("Period")))
        self.load = self.header.add_action(Button(_("Import"), icon="file-up", shortcut="Ctrl+O"))
        self.save = self.header.add_action(
            Button(_("Export"), icon="file-spreadsheet", shortcut="Ctrl+E", bind=False)
        )
        self.load.clicked.connect(self.open_import)
        self.save.clicked.connect(self.export_this)

    def _build_body(self) -> None:
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.search = SearchField(_("Type a name"), bind=False)
        self.tabs = Segmented(
            [(MARKS, _("Marks of attendance")), (PLAN, _("Plan and fact")), (ABSENCE, _("Unexcused days"))],
            _("View"),
        )
        self.count = Label("", "small", token="muted")
        tools = QHBoxLayout()
        tools.setContentsMargins(12, 6, 12, 6)
        tools.setSpacing(8)
        tools.addWidget(self.tabs)
        tools.addWidget(self.search)
        tools.addWidget(self.count, 1)
        self.nobody = EmptyState(
            "users",
            _("Nobody is in the roster yet."),
            _("Bring the list of your people first; everything else grows from it."),
            (BannerAction(_("Import a list"), lambda: self.wanted.emit("people", "import"), "file-up"),),
        )
        self.nothing = EmptyState(
            "calendar-days",
            _("Nobody was planned away in this month."),
            _("Days away come from the schedule; marks come from an attendance file or are typed in by day."),
            (
                BannerAction(_("Import"), self.open_import, "file-up"),
                BannerAction(_("Make the schedule"), self._open_schedule, "calendar-range"),
            ),
        )
        self.middle = QStackedWidget()
        for part in (self.table, self.plan_table, self.counter_table, self.nobody, self.nothing):
            self.middle.addWidget(part)
        self.side = QStackedWidget()
        self.side.addWidget(self.panel)
        self.side.addWidget(self.counter_panel)
        self.side.setFixedWidth(self.panel.width())
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(tools)
        left.addWidget(self.middle, 1)
        self.desk_row = QWidget()
        row = QHBoxLayout(self.desk_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.side)
        self.views = QStackedWidget()
        self.views.addWidget(self.desk_row)
        self.views.addWidget(self.intake)
        self.body.addWidget(self.views, 1)

    def _connect(self) -> None:
        self.kinds.chosen.connect(self._choose_kind)
        self.tabs.chosen.connect(lambda _tab: self.refresh(anew=True))
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._focus)
        self.table.stood.connect(self._show_day)
        self.table.decided.connect(self.decide)
        self.table.asked.connect(self.panel.ask)
        self.panel.pressed.connect(self._press)
        self.panel.form.closed.connect(self._focus)
        self.counter_table.stood.connect(self._show_counter)
        self.counter_table.asked.connect(self.counter_panel.ask)
        self.counter_panel.pressed.connect(self.counter_panel.ask)
        self.counter_panel.form.closed.connect(self._focus)
        self.intake.closed.connect(self.close_import)

    # Period
    def show_period(self, period: Period) -> None:
        self.period = period
        self.refresh(anew=True)

    def _choose_kind(self, kind: str) -> None:
        day = min(self.period.last, max(self.period.first, self._days.today()))
        self.show_period(period_of(PeriodKind(kind), day))

    def step(self, count: int) -> None:
        if self.period.kind is PeriodKind.DAY:
            day = self._desk.day.next_working_day(self.period.first, 1 if count > 0 else -1)
            self.show_period(period_of(PeriodKind.DAY, day))
        else:
            self.show_period(self.period.next() if count > 0 else self.period.previous())

    # Showing
    def refresh(self, *, anew: bool = False) -> None:
        """Read what is in front anew; rows keep their places unless the period or the view is another."""
        self._stale.stop()
        self._show_header()
        tab = self.tabs.choice
        self.side.setVisible(tab != PLAN)
        self.search.setVisible(tab != PLAN)
        if not self._desk.reader.people():
            self.side.hide()
            self.middle.setCurrentWidget(self.nobody)
        elif tab == MARKS:
            self._show_marks(anew=anew)
        elif tab == PLAN:
            self._show_plan()
        else:
            self._show_counters()

    def _show_header(self) -> None:
        period, daily = self.period, self.period.kind is PeriodKind.DAY
        self.header.set_period(words.long_day(period.first) if daily else period.label())
        self.kinds.choose(period.kind)

    def _show_marks(self, *, anew: bool) -> None:
        daily = self.period.kind is PeriodKind.DAY
        rows = self._days.rows(self.period.first, self.period.last, everybody=daily)
        asked = sum(row.state is DayState.TO_CLARIFY for row in rows)
        shown = [row for row in rows if self._text in row.name.casefold()]
        self.middle.setCurrentWidget(self.table if rows else self.nothing)
        self.side.setCurrentWidget(self.panel)
        self.side.setVisible(bool(rows))
        terms = self._days.terms(self.period.last)
        self.model.show_rows(shown, terms, anew=anew)
        self.table.show_columns(terms.slots, dated=not daily)
        self._show_day(self.table.key)
        self._say(asked, sum(row.flexible for row in rows))

    def _say(self, asked: int, flexible: int) -> None:
        text = _("{asked} need clarification, {flexible} days away, times in {zone}")
        self.count.setText(text.format(asked=asked, flexible=flexible, zone=self._days.zone()))

    def _show_plan(self) -> None:
        period = month_of(self.period.first)
        found = self._days.plan_and_fact(period.first, period.last)
        self.plan.set_rows(found)
        self.middle.setCurrentWidget(self.plan_table)
        different = sum(one.different for one in found)
        text = _("{month} until today: {count} days were different from the plan")
        self.count.setText(text.format(month=period.label(), count=different))

    def _show_counters(self) -> None:
        year = self.period.year
        self.counters.waiting = {one.person: one for one in self._desk.absence.examinations(waiting=True)}
        found = self._desk.absence.counters(year, everybody=True)
        found.sort(key=lambda one: one.person not in self.counters.waiting and not one.to_examine)
        self.counters.set_rows([one for one in found if self._text in one.name.casefold()])
        self.middle.setCurrentWidget(self.counter_table)
        self.side.setCurrentWidget(self.counter_panel)
        self.side.show()
        self._show_counter(self._counter_key())
        some = sum(bool(one.days) for one in found)
        text = _("{year}: {count} people with unexcused days, {waiting} to examine")
        self.count.setText(text.format(year=year, count=some, waiting=len(self.counters.waiting)))

    def _counter_key(self) -> str:
        held = self.counter_table.current
        return held.person if held is not None else ""

    def _show_day(self, key: str) -> None:
        self.panel.show_row(self.model.row_at(self.model.find(key)) if key else None)

    def _show_counter(self, key: str) -> None:
        self.counter_panel.show_counter(self.counters.row_at(self.counters.find(key)) if key else None)

    def _filter(self) -> None:
        self._text = self.search.text().strip().casefold()
        self.refresh(anew=True)

    # Doing
    def decide(self, decision: str) -> None:
        """For the selected days; then on to the next day that waits."""
        rows = self.table.chosen
        if rows and self.edits.decide(rows, decision):
            self.settled()
            if decision:
                self.table.step_open()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _press(self, letter: str) -> None:
        if letter in DECIDE:
            self.decide(str(DECIDE[letter]))
        else:
            self.panel.ask(letter)

    def settled(self) -> None:
        """Show everything that was committed."""
        if self._stale.isActive():
            self.refresh()

    def open_import(self) -> None:
        self.header.hide()
        self.views.setCurrentWidget(self.intake)
        self.intake.start()

    def close_import(self) -> None:
        self.header.show()
        self.views.setCurrentWidget(self.desk_row)
        span = self.intake.seen.span if self.intake.seen is not None else None
        if span is not None and (span[0] not in self.period or span[1] not in self.period):
            self.show_period(month_of(span[1]))
        self._focus()

    def export_this(self) -> bool:
        """The period as a workbook, without reasons."""
        target = self.ask_target(self, f"kehadiran-{self.period.code}.xlsx")
        if target is not None:
            save(self._desk, self.period, target, self._runner, self._reporter)
        return True

    def _open_schedule(self) -> None:
        self.wanted.emit("schedule", f"|{self.period.first.isoformat()}")

    @property
    def importing(self) -> bool:
        return self.views.currentWidget() is self.intake

    def _front(self) -> QWidget:
        """What takes the keyboard in this view."""
        for state in (self.nobody, self.nothing):
            if self.middle.currentWidget() is state:
                return state.buttons[0]
        tables = {MARKS: self.table, PLAN: self.plan_table, ABSENCE: self.counter_table}
        return tables[self.tabs.choice]

    def _focus(self) -> None:
        self._front().setFocus(Qt.FocusReason.OtherFocusReason)

    # What the frame asks
    def activate(self) -> None:
        self.refresh(anew=True)
        if not self.importing:
            self._focus()

    def apply(self, change: Change) -> None:
        if any(op.table in _RELEVANT for op in change.ops):
            self._stale.start()

    def open_item(self, key: str) -> None:
        """`import`, `examinations`, `recall:PERSON`, a period, or a person's day."""
        name, _between, item = key.partition(":")
        if self.importing and name != IMPORT:
            self.close_import()
        if name == IMPORT:
            self.open_import()
        elif name == EXAMINATIONS:
            self._open_tab(ABSENCE)
        elif name == RECALL:
            self._open_tab(MARKS)
            self.show_period(period_of(PeriodKind.DAY, self._days.today()))
            if self._stand(item, self._days.today()):
                self.panel.ask(CALL_IN)
        elif "|" in key:
            person, day = key_of(key)
            self._open_tab(MARKS)
            self.show_period(period_of(PeriodKind.DAY, day))
            self._stand(person, day)
        else:
            self._open_period(key)

    def _open_tab(self, tab: str) -> None:
        self.search.clear()
        self.tabs.choose(tab)
        self.refresh(anew=True)
        self._focus()

    def _open_period(self, key: str) -> None:
        try:
            period = parse_period(key)
        except UsageError:
            return
        self.tabs.choose(MARKS)
        self.show_period(period if period.kind is PeriodKind.DAY else month_of(period.first))
        self._focus()

    def _stand(self, person: str, day: date) -> bool:
        return self.table.stand_on(f"{person}|{day.isoformat()}")

    def keys(self) -> Sequence[KeyRow]:
        return words.key_rows()

    def commands(self) -> Sequence[Command]:
        tabs = ((MARKS, _("Marks of attendance")), (PLAN, _("Plan and fact")), (ABSENCE, _("Unexcused days")))
        return (
            Command(_("Import an attendance file"), self.open_import, "Ctrl+O", "file-up"),
            Command(_("Export attendance"), self.export_this, "Ctrl+E", "file-spreadsheet"),
            *(Command(text, lambda tab=tab: self._open_tab(tab)) for tab, text in tabs),  # type: ignore[misc]
        )

    def panes(self) -> Sequence[QWidget]:
        if self.importing:
            return [self.intake.table if self.intake.seen is not None else self.intake.begin.buttons[0]]
        found = [self._front(), self.tabs]
        return [*found, self.search] if self.search.isVisible() else found

    def step_problem(self, step: int) -> bool:
        if self.importing or self.tabs.choice != MARKS:
            return False
        return self.table.step_open(step)

    def find_in_page(self) -> bool:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return self.search.isVisible()

    def leave_smallest(self) -> bool:
        if self.importing:
            self.close_import()
            return True
        if self.panel.leave_smallest() or self.counter_panel.leave_smallest():
            return True
        if self.search.text():
            self.search.clear()
            self._focus()
            return True
        return False

    def shut(self) -> None:
        self._stale.stop()
