"""The working surface of the schedule: grid, needs, strip and checks, wired together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.ops import Change
from flexdesk.domain.schema import split_key
from flexdesk.services.week import Grouping
from flexdesk.system.collector import collector_paused
from ui.schedule.asking import Asking
from ui.schedule.beginning import COPY, EVEN, PATTERN
from ui.schedule.checks import ChecksPanel
from ui.schedule.coverage import CoverageModel, CoverageView
from ui.schedule.edits import Edits
from ui.schedule.filter_bar import FilterBar
from ui.schedule.grid import WeekGrid
from ui.schedule.memory import Forgetful, Memory
from ui.schedule.model import WeekModel
from ui.schedule.outcomes import Outcome
from ui.schedule.ports import (
    Beside,
    CellKey,
    CodePort,
    Editor,
    OutputPort,
    PatternPort,
    PublicationPort,
    SchedulePort,
    WeekView,
    at_once,
)
from ui.schedule.problems import Problems
from ui.schedule.publishing import Publishing
from ui.schedule.read_code import ReadCodeDialog, reading_line
from ui.schedule.reading import ReadBeside, Reading, directly
from ui.schedule.rows import RowFilter
from ui.schedule.sheet import Sheet, Spot, sheet_of
from ui.schedule.shift_desk import ShiftDesk
from ui.schedule.shift_popups import ShiftNeedsPopup
from ui.schedule.shift_ports import ShiftPort
from ui.schedule.spans import View
from ui.schedule.strip import Strip
from ui.schedule.viewing import Viewing
from ui.schedule.year import YearView
from ui.widgets.side_panel import FOLD_UNDER

# A change elsewhere in the store can move a finding or a count, but only these tables can.
RELEVANT = frozenset(
    {
        "assignment", "leave_entry", "travel_entry", "request", "policy", "holiday", "person", "posting",
        "service_point", "service_duty", "publication", "discipline", "unit", "place", "section", "site",
        "time_pattern", "policy_pack", "criterion", "agreement", "complaint_officer", "recall", "evaluation",
        "day_note", "shift_need",
    }
)  # fmt: skip

Read = tuple[WeekView, Sheet]

_WEEK = timedelta(days=7)
_FEW = 100  # cells that are rewritten one by one
_NARROW_COLUMN = 24  # least pixels of a day when many are shown


@dataclass(frozen=True, slots=True)
class Heading:
    """What the page says over the grid. `version` is None before the first publication."""

    first: date
    last: date
    version: int | None
    letter: str
    changed: int
    hard: int
    soft: int


class ScheduleDesk(QWidget):
    """Shows a period and lets it be changed; every change comes back through `apply`."""

    heading_changed = Signal(object)  # Heading
    article_asked = Signal(str)  # rule id
    published = Signal(object, object)  # Monday, Choice
    year_shown = Signal(str)  # the year of one person that is in front

    def __init__(
        self,
        port: SchedulePort,
        editor: Editor,
        *,
        today: date,
        signer: str = "",
        zone: tzinfo | None = None,
        report: Callable[[BaseException], object],
        beside: Beside = at_once,
        patterns: PatternPort | None = None,
        read_beside: ReadBeside = directly,
        publications: PublicationPort | None = None,
        outputs: OutputPort | None = None,
        codes: CodePort | None = None,
        shifts: ShiftPort | None = None,
        kept: Memory | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._port, self._editor, self._beside = port, editor, beside
        self._codes = codes
        self.publishing = Publishing(port, editor, publications, outputs, self.published.emit, self)
        self.viewing = Viewing(kept if kept is not None else Forgetful(), self)
        self.people = 0  # of the unit, shown or not
        self._signer = signer
        self._report = report
        # From Saturday on the week that comes is the one to look at.
        ahead = today + timedelta(days=2)
        self.today, self.monday, self.view = today, ahead - timedelta(days=ahead.weekday()), View.WEEK
        self.heading: Heading | None = None
        self._read_beside = read_beside
        self._reading = Reading(self._reader, read_beside, report, self)
        self._reading.arrived.connect(self._show)
        self._places_due = False  # something changed that the shown places do not know of
        self._build()
        self.problems = Problems(self)
        self.asking = Asking(self, port, editor, patterns, zone)
        self.shifts = self._shift_desk(shifts) if shifts is not None else None
        self._wire()
        self.refresh()

    def _build(self) -> None:
        self.model = WeekModel(self._write, self)
        self.grid = WeekGrid(self.model)
        self.needs = CoverageModel(self.model, self)
        self.coverage = CoverageView(self.needs, self.grid)
        self.strip = Strip()
        self.filter_bar = FilterBar(self.viewing)
        self.panel = ChecksPanel()
        self.edits = Edits(
            self._port,
            self._editor,
            self.grid,
            self.strip,
            fresh=self.placed,
            report=self._report,
            beside=self._beside,
        )
        self.year = YearView(
            self._port, self._editor, report=self._report, beside=self._beside, read_beside=self._read_beside
        )
        self.year.hide()
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        for part in (self.filter_bar, self.grid, self.strip, self.coverage):
            left.addWidget(part, 1 if part is self.grid else 0)
        self._weeks = QWidget()
        row = QHBoxLayout(self._weeks)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.panel)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._weeks)
        whole.addWidget(self.year)
        self.setFocusProxy(self.grid)

    def _shift_desk(self, port: ShiftPort) -> ShiftDesk:
        return ShiftDesk(
            port,
            self._editor,
            self.edits,
            self,
            span=self.span,
            corner=self.corner,
            beside=self._beside,
            report=self._report,
        )

    def _wire(self) -> None:
        grid, panel = self.grid, self.panel
        grid.placed.connect(self.edits.place)
        grid.move_asked.connect(self.edits.move)
        grid.entered.connect(self._enter)
        grid.split_asked.connect(self.edits.split)
        grid.note_asked.connect(self.asking.note)
        grid.day_note_asked.connect(self.asking.day_note)
        grid.leaves = self.leave
        grid.cursor_moved.connect(self.problems.open_at)
        grid.brush_changed.connect(panel.legend.show_brush)
        panel.legend.picked.connect(grid.set_brush)
        panel.problem_chosen.connect(self.problems.open)
        panel.fix_asked.connect(self.problems.fix_of_card)
        panel.article_asked.connect(self.article_asked)
        panel.begin_asked.connect(self._begin)
        self.coverage.asked.connect(self.problems.open_need)
        self.viewing.changed.connect(self._look_anew)
        self.year.left.connect(self._leave_year)
        self.year.week_asked.connect(self._open_week)
        self.year.titled.connect(self.year_shown)
        grid.corner.by_function.clicked.connect(self.viewing.toggle_grouping)
        self.filter_bar.left.connect(grid.setFocus)

    # Period
    def show_period(self, day: date, view: View | None = None) -> None:
        """The week, two weeks or month of `day`; the cursor stays with its person, and its day if shown."""
        self._close_year()
        self.strip.drop()
        held = self._held()
        self.view = view or self.view
        self.monday = self.view.start(day)
        self.viewing.begin_period()
        self._fit_panel()
        self.grid.set_column_width(None if self.view is View.WEEK else _NARROW_COLUMN)
        self.refresh()
        self._stand(held)

    def _fit_panel(self) -> None:
        """The panel gives way to many days, and to a narrow window."""
        self.panel.setVisible(self.view is View.WEEK and self.window().width() >= FOLD_UNDER)

    def span(self) -> tuple[date, date]:
        """First and last day shown."""
        return self.view.span(self.monday)

    def _look_anew(self) -> None:
        """The same days with other rows, or in another order; the cursor stays with its person."""
        self.strip.drop()
        held = self._held()
        self.refresh()
        self._stand(held)

    def _held(self) -> tuple[Spot, CellKey] | None:
        """Where the cursor stands, and on what."""
        spot = self.grid.cursor_spot()
        return (spot, self.model.sheet.key(spot)) if spot is not None else None

    def _stand(self, held: tuple[Spot, CellKey] | None) -> None:
        """On the same cell again, or else on the same person or in the same column."""
        sheet = self.model.sheet
        if held is None or not sheet.height:
            return
        spot, (person, day) = held
        column = sheet.column_of.get(day, min(spot.column, sheet.width - 1))
        self.grid.go_to(Spot(sheet.row_of.get(person, 0), column))

    # One person's year
    def open_year(self) -> None:
        """Alt+Y: of the person under the cursor."""
        spot = self.grid.cursor_spot()
        if spot is None or self.is_year:
            return
        person, day = self.placed().key(spot)
        self.strip.drop()
        self._weeks.hide()
        self.year.show()
        self.setFocusProxy(self.year)
        self.year.open(self.model.sheet.people, person, day)

    @property
    def is_year(self) -> bool:
        return not self.year.isHidden()

    def _close_year(self) -> None:
        if not self.is_year:
            return
        self.year.hide()
        self.year.shut()
        self._weeks.show()
        self.setFocusProxy(self.grid)
        self.settled()
        self.grid.setFocus()
        if self.heading is not None:
            self.heading_changed.emit(self.heading)

    def _leave_year(self, person: str, _day: date) -> None:
        """Back to the cell that the year was opened from, of the person looked at last."""
        self._close_year()
        cursor, row = self.grid.cursor_spot(), self.model.sheet.row_of.get(person)
        if cursor is not None and row is not None:
            self.grid.go_to(Spot(row, cursor.column))

    def _open_week(self, person: str, day: date) -> None:
        self._close_year()
        self.show_period(day, View.WEEK)
        if (spot := self.model.sheet.spot(person, day)) is not None:
            self.grid.go_to(spot)

    def step(self, count: int) -> None:
        """On to the next period, or back with -1."""
        if self.is_year:
            self.year.step_year(count)
            return
        first, last = self.span()
        self.show_period(last + timedelta(days=1) if count > 0 else first - timedelta(days=1))

    def refresh(self) -> None:
        """Read the period anew; what did not change keeps its selection and editor."""
        self._show(self._reading.now())

    def _reader(self) -> Callable[[], Read]:
        return partial(_read, self._port, *self.span(), self.viewing.grouping)

    def _show(self, read: Read) -> None:
        (first, last), (view, whole) = self.span(), read
        sheet = self.viewing.narrowed(view, whole)
        self.grid.corner.by_function.setChecked(self.viewing.grouping is Grouping.FUNCTION)
        self.people = whole.height
        self._places_due = False
        self.model.show(sheet)
        self.panel.show_sheet(sheet, untouched=view.published is None and not view.changed)
        if self.panel.current < 0 and sheet.problems:
            self.panel.set_current(0)
        self.heading = Heading(
            first, last, view.published, view.letter, view.changed, whole.count("hard"), whole.count("soft")
        )
        self.heading_changed.emit(self.heading)

    def apply(self, change: Change) -> None:
        """A change was committed here or elsewhere: its letters are shown at once, what they mean soon."""
        self.year.apply(change, concerns=any(op.table in RELEVANT - {"assignment"} for op in change.ops))
        concerning = [op for op in change.ops if self._concerns(op.table, op.row)]
        if not concerning:
            return
        keys = [_cell_key(op.row) for op in concerning if op.table == "assignment"]
        if len(keys) == len(concerning) <= _FEW:
            self.model.rewrite(self._port.shown(keys))
        else:
            self._places_due = True
        self._reading.ask()

    def _concerns(self, table: str, row: str) -> bool:
        if table != "assignment":
            return table in RELEVANT
        person, day = _cell_key(row)
        # Weekly and Friday counts look back, so other days of a person shown count as well.
        return person in self.model.sheet.row_of or day in self.model.sheet.column_of

    def shut(self) -> None:
        """The window closes: no more reading."""
        self._reading.stop()
        self.year.shut()

    def placed(self) -> Sheet:
        """The sheet with the places of everything that was committed so far."""
        return self.settled() if self._places_due else self.model.sheet

    def settled(self) -> Sheet:
        """The sheet with everything that was committed so far, counts and findings included."""
        if self._reading.is_due:
            self.refresh()
        return self.model.sheet

    def _write(self, outcome: Outcome) -> bool:
        return self.edits.write(outcome)

    # Enter and Esc
    def _enter(self) -> None:
        if self.strip.offer is not None:
            self.strip.take()
        elif (spot := self.grid.cursor_spot()) is not None and spot.row + 1 < self.model.sheet.height:
            self.grid.go_to(Spot(spot.row + 1, spot.column))

    def leave(self) -> bool:
        """Esc: drop what the strip offers, then the letter in hand; False when neither is there."""
        if self.is_year:
            return self.year.leave()
        if self.strip.offer is not None:
            self.strip.drop()
        elif self.grid.brush is not None:
            self.grid.set_brush(None)
        elif not self.filter_bar.isHidden():
            self.filter_bar.leave()
        else:
            return False
        return True

    # Proposals, history, date, publishing
    def show_week(self) -> None:
        """Copying, evening out and publishing belong to one week, that of the cursor, and to everybody."""
        self._close_year()
        self.viewing.set_rows(RowFilter())
        if self.view is not View.WEEK:
            cursor = self.grid.cursor_spot()
            self.show_period(self.model.sheet.days[cursor.column if cursor is not None else 0], View.WEEK)

    def _begin(self, way: str) -> None:
        ways = {COPY: self.copy_last_week, PATTERN: self.asking.pattern, EVEN: self.plan}
        ways[way]()

    def copy_last_week(self) -> None:
        self.show_week()
        self.edits.copy_week(self.monday - _WEEK, self.monday)

    def plan(self) -> None:
        """Ctrl+R; while a copied week lies open, that week is evened out."""
        if self.strip.vary():
            return
        self.show_week()
        monday = self.monday
        self.edits.plan(monday, lambda: (self.monday, self.view) == (monday, View.WEEK))

    def ask_shifts(self) -> ShiftNeedsPopup | None:
        """Alt+S."""
        return self.shifts.ask_needs() if self.shifts is not None else None

    def corner(self) -> QPoint:
        return self.grid.mapToGlobal(QPoint(self.grid.verticalHeader().width(), 0))

    def open_item(self, key: str) -> None:
        """A person's key, or `person|day`: put the cursor there."""
        self._close_year()
        person, *rest = split_key(key)
        day = date.fromisoformat(rest[0]) if rest else None
        if day is not None and day not in self.model.sheet.column_of:
            self.show_period(day)
        cursor = self.grid.cursor_spot()
        if self.viewing.rows.is_on and person not in self.settled().row_of:
            self.filter_bar.leave()
        row = self.settled().row_of.get(person)
        if row is not None:
            column = self.model.sheet.column_of[day] if day else cursor.column if cursor else 0
            self.grid.go_to(Spot(row, column))

    def go_to_day(self, day: date) -> None:
        """Show the period of `day` and put the cursor into its column."""
        if self.is_year:
            self.year.go_to_day(day)
            return
        cursor = self.grid.cursor_spot()
        self.show_period(day)
        spot = Spot(cursor.row if cursor is not None else 0, self.model.sheet.column_of[day])
        if self.model.sheet.holds(spot):
            self.grid.go_to(spot)

    def publish(self) -> None:
        """Ctrl+Enter: rules, differences, papers; then one version more."""
        self.strip.drop()
        self.show_week()
        sheet, heading = self.settled(), self.heading
        if heading is None:
            return
        self.publishing.ask(sheet, heading, self.monday, self._signer)

    def show_versions(self) -> None:
        """Alt+R: versions of the week, their differences, and withdrawal."""
        self.show_week()
        self.publishing.show_versions(self.monday)

    def read_code(self) -> None:
        """Alt+Q: a code from paper becomes a layer over its week; nothing is written before it is taken."""
        reading = ReadCodeDialog.ask(self._codes, self) if self._codes is not None else None
        if reading is not None:
            self.show_period(reading.code.period.first, View.WEEK)
            self.edits.propose(reading_line(reading), lambda: reading.proposal)

    # Qt overrides
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_panel()


def _read(port: SchedulePort, first: date, last: date, grouping: Grouping) -> Read:
    """On whatever thread; nothing of it is garbage before it is all there."""
    with collector_paused():
        view = port.period(first, last, grouping)
        return view, sheet_of(view)


def _cell_key(row: str) -> CellKey:
    person, day = split_key(row)
    return person, date.fromisoformat(day)
