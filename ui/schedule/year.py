"""Alt+Y: the year of the person under the cursor, in place of the week until Esc."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.ops import Change
from flexdesk.domain.schema import split_key
from flexdesk.i18n import _
from flexdesk.system.collector import collector_paused
from ui.qt import accessible, fonts
from ui.schedule.edits import Edits
from ui.schedule.outcomes import Outcome
from ui.schedule.ports import Beside, Editor, PersonRow, SchedulePort
from ui.schedule.reading import ReadBeside, Reading
from ui.schedule.sheet import Sheet, Spot
from ui.schedule.strip import Strip
from ui.schedule.year_grid import YearGrid, YearModel, paint_tally, side_width
from ui.schedule.year_sheet import YearSheet, spoken_tally, year_sheet
from ui.widgets import keys
from ui.widgets.key_hint import KeyHint
from ui.widgets.label import Label

_TOTAL_ROW = 28


class _Total(QWidget):
    """The counts of the whole year, under those of the months."""

    def __init__(self, model: YearModel) -> None:
        super().__init__()
        self._model = model
        self.setFixedHeight(fonts.scaled(_TOTAL_ROW))

    def follow(self) -> None:
        if (sheet := self._model.year) is not None:
            accessible.name(self, spoken_tally(_("The whole year"), sheet.total))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if (sheet := self._model.year) is None:
            return
        painter, rect = QPainter(self), self.rect()
        rect.setWidth(side_width())
        paint_tally(painter, rect, _("Year"), sheet.total, here=True)
        painter.end()


class YearView(QWidget):
    """Shows one person of those that the week shows; `left` says which person and day were looked at last."""

    left = Signal(str, object)  # person, date
    week_asked = Signal(str, object)  # person, date
    titled = Signal(str)

    def __init__(
        self,
        port: SchedulePort,
        editor: Editor,
        *,
        report: Callable[[BaseException], object],
        beside: Beside,
        read_beside: ReadBeside,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._port, self._at, self.year = port, 0, 1
        self._people: tuple[PersonRow, ...] = ()
        self.model = YearModel(self._write, self)
        self.grid = YearGrid(self.model)
        self.strip, self.total = Strip(), _Total(self.model)
        self.edits = Edits(
            port, editor, self.grid, self.strip, fresh=self.settled, report=report, beside=beside
        )
        self._reading = Reading(self._reader, read_beside, report, self)
        self._reading.arrived.connect(self._show)
        self.name, self.note = Label("", "base", fonts.STRONG), Label("", "base", token="muted")
        self._build()
        self._wire()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 12, 6)
        head.setSpacing(8)
        head.addWidget(self.name)
        head.addWidget(self.note)
        head.addStretch(1)
        for key, text in (
            ("Alt+↑↓", _("another person")),
            ("Enter", _("the week of the day")),
            ("Esc", _("back")),
        ):
            head.addWidget(KeyHint(key))
            head.addWidget(Label(text, "small", token="muted"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.grid, 1)
        column.addWidget(self.total)
        column.addWidget(self.strip)
        self.setFocusProxy(self.grid)

    def _wire(self) -> None:
        grid, here = self.grid, Qt.ShortcutContext.WidgetShortcut
        grid.placed.connect(self.edits.place)
        grid.move_asked.connect(self.edits.move)
        grid.entered.connect(self._enter)
        grid.doubleClicked.connect(self._double_clicked)
        grid.leaves = self.leave
        self.model.sheet_changed.connect(self.total.follow)
        for key, call in (
            ("Alt+Up", partial(self.step_person, -1)),
            ("Alt+Down", partial(self.step_person, +1)),
            ("Ctrl+C", self.edits.copy),
            ("Ctrl+X", self.edits.cut),
            ("Ctrl+V", self.edits.paste),
            ("Ctrl+D", self.edits.fill_down),
            ("Ctrl+.", self.edits.pin),
        ):
            keys.bind(grid, key, call, here)

    # Person and year
    def open(self, people: Sequence[PersonRow], person: str, day: date) -> None:
        """The year of `day` of one of these people, with the cursor on the day."""
        self._people = tuple(people)
        self._at = next((at for at, row in enumerate(self._people) if row.key == person), 0)
        self.year = day.year
        self._read_now()
        self.grid.go_to(Spot(day.month - 1, day.day - 1))
        self.grid.setFocus()

    @property
    def person(self) -> PersonRow:
        return self._people[self._at]

    def step_person(self, step: int) -> None:
        if 0 <= self._at + step < len(self._people):
            self._at += step
            self._keeping_cursor()

    def step_year(self, step: int) -> None:
        self.year += step
        self._keeping_cursor()

    def go_to_day(self, day: date) -> None:
        """Ctrl+G."""
        self.open(self._people, self.person.key, day)

    def next_problem(self, step: int) -> None:
        """F8: on to the next day of the year that a rule has something to say about."""
        spots = sorted({one.spot for one in self.settled().problems if one.spot}, key=_in_order)
        if spots:
            here = _in_order(self.grid.cursor_spot() or Spot(0, 0))
            onward = [one for one in spots if (_in_order(one) > here if step > 0 else _in_order(one) < here)]
            self.grid.go_to((onward or spots)[0 if step > 0 else -1])

    def _keeping_cursor(self) -> None:
        self.strip.drop()
        spot = self.grid.cursor_spot() or Spot(0, 0)
        self._read_now()
        while not self.model.sheet.holds(spot):  # the 29th of a February that has none
            spot = Spot(spot.row, spot.column - 1)
        self.grid.go_to(spot)

    # Reading
    def _reader(self) -> Callable[[], YearSheet]:
        return partial(_read, self._port, self.person, self.year)

    def _read_now(self) -> None:
        self._show(self._reading.now())

    def _show(self, sheet: YearSheet) -> None:
        self.model.show(sheet)
        self.name.setText(self.person.name)
        self.note.setText(" · ".join(part for part in (self.person.group, str(self.year)) if part))
        self.titled.emit(str(self.year))

    def apply(self, change: Change, *, concerns: bool) -> None:
        """A change that the schedule may show; `concerns` says that it can move a count of this person."""
        if not self.isVisible() or not self._people:
            return
        cells = [split_key(op.row) for op in change.ops if op.table == "assignment"]
        own = [(person, date.fromisoformat(day)) for person, day in cells if person == self.person.key]
        self.model.rewrite(self._port.shown(own))
        if own or concerns:
            self._reading.ask()

    def settled(self) -> Sheet:
        """The year with everything that was committed so far."""
        if self._reading.is_due:
            self._read_now()
        return self.model.sheet

    def shut(self) -> None:
        self._reading.stop()

    # Keys
    def _write(self, outcome: Outcome) -> bool:
        return self.edits.write(outcome)

    def _day(self) -> date:
        spot = self.grid.cursor_spot()
        holds = spot is not None and self.model.sheet.holds(spot)
        return self.model.sheet.key(spot)[1] if spot is not None and holds else date(self.year, 1, 1)

    def _enter(self) -> None:
        if self.strip.offer is not None:
            self.strip.take()
        else:
            self.week_asked.emit(self.person.key, self._day())

    def _double_clicked(self, index: QModelIndex) -> None:
        if self.model.sheet.holds(Spot(index.row(), index.column())):
            self._enter()

    def leave(self) -> bool:
        """Esc: what the strip offers, the letter in hand, then the year."""
        if self.strip.offer is not None:
            self.strip.drop()
        elif self.grid.brush is not None:
            self.grid.set_brush(None)
        else:
            self.left.emit(self.person.key, self._day())
        return True


def _in_order(spot: Spot) -> tuple[int, int]:
    return spot.row, spot.column


def _read(port: SchedulePort, person: PersonRow, year: int) -> YearSheet:
    """On whatever thread."""
    with collector_paused():
        return year_sheet(person, port.person_year(person.key, year))
