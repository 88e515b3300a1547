"""The screen “Hari ini”: who is where, whether the counters are safe, and what waits for the head."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.places import LETTERS, Place
from flexdesk.domain.rules.findings import Fix
from flexdesk.i18n import _
from flexdesk.services.day import DayView
from flexdesk.services.duties import DutyKind
from ui.qt import fonts
from ui.today import words
from ui.today.bars import PlacesBar, WeekBars
from ui.today.duties import DutyList, ReadyList
from ui.today.model import DayModel
from ui.today.note import NoteForm
from ui.today.points import Points
from ui.today.table import DayTable
from ui.undo.editor import Editor
from ui.widgets import keys
from ui.widgets.banner import BannerAction
from ui.widgets.button import Button, IconButton, Kind
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import SearchField
from ui.widgets.label import Label
from ui.widgets.page import Command, KeyRow, Page
from ui.widgets.segmented import Segmented

_RIGHT_WIDTH = 440
_ALL, _DIFFERENT = "all", "different"
_SETTLE_MS = 60  # several changes in a row are drawn once


class TodayPage(Page):
    help_name = "today"

    def __init__(
        self,
        desk: Desk,
        editor: Editor,
        *,
        report: Callable[[BaseException], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self._service, self._editor, self._report = desk.day, editor, report
        self.today = self._service.today()
        self.asked = self.today
        self.view: DayView | None = None
        self.model = DayModel(self._record, self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self.refresh)
        self._build_header()
        self._build_left()
        self._build_right()

    # Building
    def _build_header(self) -> None:
        self.back = IconButton("chevron-left", _("Day before"), shortcut="Alt+PgUp")
        self.forth = IconButton("chevron-right", _("Day after"), shortcut="Alt+PgDown")
        self.now = Button(_("Today"))
        keys.bind(self, "Alt+Home", self.now.click)
        self.now.setToolTip("Alt+Home")
        self.back.clicked.connect(lambda: self.step(-1))
        self.forth.clicked.connect(lambda: self.step(+1))
        self.now.clicked.connect(lambda: self.show_day(self._service.today()))
        for button in (self.back, self.now, self.forth):
            self.header.add_action(button)
        wall = self.header.add_action(
            Button(_("Print the wall sheet"), icon="printer", shortcut="Ctrl+P", bind=False)
        )
        wall.clicked.connect(self.print_this)

    def _build_left(self) -> None:
        self.left = Card(_("Who is where"))
        self.search = SearchField(_("Type a name"), bind=False)
        self.search.setFixedWidth(fonts.scaled(170))
        self.switch = Segmented([(_ALL, _("All")), (_DIFFERENT, "")], _("People shown"))
        self.search.textChanged.connect(self._filter)
        self.switch.chosen.connect(self._filter)
        self.left.head.addWidget(self.search)
        self.left.head.addWidget(self.switch)
        self.places = PlacesBar()
        self.points = Points(self._bring_in)
        self.points.all_asked.connect(self._open_schedule)
        self.note_form = NoteForm(self._note)
        self.table = DayTable(self.model)
        self.table.noted.connect(self._open_note)
        self.table.called_in.connect(lambda key: self.wanted.emit("today", f"attendance:recall:{key}"))
        self.note_form.closed.connect(self.table.setFocus)
        self.empty_line = self._empty_week()
        self.nobody = EmptyState(
            "users",
            _("Nobody is in the roster yet."),
            _("Bring the list of your people first; everything else grows from it."),
            (
                BannerAction(_("Import a list"), lambda: self.wanted.emit("people", "import"), "file-up"),
                BannerAction(_("Paste from Excel"), lambda: self.wanted.emit("people", "paste"), "copy"),
            ),
        )
        for part in (self.places, self.points, self.empty_line, self.note_form):
            self.left.body.addWidget(part)
        self.left.body.addWidget(self.table, 1)
        self.left.body.addWidget(self.nobody, 1)

    def _empty_week(self) -> QWidget:
        """What to do about a week in which nothing was planned yet."""
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Label(_("No schedule for this week yet: everybody counts as at the office.")), 1)
        go = Button(_("Make the schedule"), icon="calendar-range")
        go.clicked.connect(self._open_schedule)
        row.addWidget(go)
        return box

    def _build_right(self) -> None:
        self.duties = DutyList()
        self.duties.opened.connect(self.wanted)
        self.duty_card = Card(_("For you"), flush=True)
        self.duty_card.body.addWidget(self.duties)
        self.courier = Button(_("Make a courier bundle"), icon="package", kind=Kind.PRIMARY)
        self.courier.clicked.connect(lambda: self.wanted.emit("sending", "bundle"))
        ask = QHBoxLayout()
        ask.setContentsMargins(11, 0, 11, 10)
        ask.addWidget(self.courier)
        ask.addStretch(1)
        self.duty_card.body.addLayout(ask)
        self.week = WeekBars()
        self.week_card = Card(_("This week"))
        self.week_card.body.addWidget(Label(_("People away each day"), "small", token="muted"))
        self.week_card.body.addWidget(self.week)
        self.ready = ReadyList()
        self.ready_card = Card(_("Ready for use"))
        self.ready_card.body.addWidget(self.ready)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for card in (self.duty_card, self.week_card, self.ready_card):
            column.addWidget(card)
        column.addStretch(1)
        scroller = QScrollArea()
        scroller.setViewport(QWidget())  # asking for Qt's own makes the binding load every kind of widget
        scroller.setFrameShape(QFrame.Shape.NoFrame)
        scroller.setWidgetResizable(True)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroller.setWidget(right)
        right.setAutoFillBackground(False)
        scroller.setFixedWidth(fonts.scaled(_RIGHT_WIDTH))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.left, 1)
        row.addWidget(scroller)
        self.body.addLayout(row, 1)

    # Showing
    def show_day(self, day: date) -> None:
        self.asked = day
        self.refresh()

    def step(self, step: int) -> None:
        """To the next or the last working day."""
        shown = self.view.day if self.view is not None else self.asked
        self.show_day(self._service.next_working_day(shown, step))

    def refresh(self) -> None:
        """Read everything anew; quick, because it is one day."""
        self._timer.stop()
        if (today := self._service.today()) != self.today:  # the laptop stayed on overnight
            self.asked = today if self.asked == self.today else self.asked
            self.today = today
        view = self.view = self._service.view(self.asked)
        self._show_title(view)
        self.model.show_day(view)
        self.table.show_arrivals(any(person.arrived for person in view.people))
        nobody = not view.people
        self.left.note.setText("" if nobody else _("{count} people").format(count=len(view.people)))
        self.places.show_counts(view.counts)
        self.points.show_points(view.points)
        self.empty_line.setVisible(not (nobody or view.has_schedule))
        for part in (self.places, self.table, self.search, self.switch):
            part.setVisible(not nobody)
        self.nobody.setVisible(nobody)
        self.switch.set_label(_DIFFERENT, _("Different {count}").format(count=self.model.different))
        self._show_right(view)

    def _show_title(self, view: DayView) -> None:
        note = words.week_number(view.day)
        if view.day != view.asked:
            reason = view.free_because or words.day_title(view.asked).split(",")[0]
            note = _("next working day, after {reason}").format(reason=reason)
        self.header.set_title(words.day_title(view.day), note)
        self.header.title.set_token("text" if view.day == view.asked else "muted")

    def _show_right(self, view: DayView) -> None:
        duties = self._service.duties(self.today)
        self.duties.show_duties(duties, self.today)
        self.courier.setVisible(any(duty.kind is DutyKind.UNSENT and duty.item for duty in duties))
        self.duty_card.note.setText(
            _("{count} things, by deadline").format(count=len(duties)) if duties else ""
        )
        self.duty_card.setVisible(bool(view.people))
        self.counted.emit(0, False)
        self.week.show_week(view.days, view.away, view.day)
        self.week_card.setVisible(bool(view.people))
        steps = self._service.ready_steps()
        done = sum(step.done for step in steps)
        self.ready.show_steps(steps)
        self.ready_card.note.setText(_("{done} of {count}").format(done=done, count=len(steps)))
        self.ready_card.setVisible(done < len(steps))

    def _filter(self) -> None:
        self.model.want(self.search.text().strip(), only_different=self.switch.choice == _DIFFERENT)

    # Doing
    def _record(self, people: list[str], place: Place | None) -> bool:
        view = self.view
        if view is None:
            return False
        label = LETTERS[place].label if place is not None else _("as planned")
        text = _("Really at: {place}").format(place=label)
        return self._editor.run(
            text,
            lambda: self._service.set_actual(people, view.day, place),
            with_reason=lambda reason: self._service.set_actual(people, view.day, place, reason),
        )

    def _bring_in(self, fix: Fix) -> None:
        text = _("{name} comes in").format(name=fix.name)
        self._editor.run(text, lambda: self._service.bring_in(fix))

    def _open_note(self, key: str) -> None:
        row = self.model.row_at(self.model.find(key))
        if row is not None:
            self.note_form.open(key, row.name)

    def _note(self, key: str, note: str) -> bool:
        day = self.view.day if self.view is not None else self.today
        return self._editor.run(_("Note about the work"), lambda: self._service.note(key, day, note))

    def _open_schedule(self) -> None:
        day = self.view.day if self.view is not None else self.today
        self.wanted.emit("schedule", f"|{day.isoformat()}")

    # What the frame asks
    def activate(self) -> None:
        self.refresh()
        target = self.nobody.buttons[0] if self.view is not None and not self.view.people else self.table
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def apply(self, _change: Change) -> None:
        self._timer.start()

    def settled(self) -> DayView:
        """The view after everything that was committed."""
        if self.view is None or self._timer.isActive():
            self.refresh()
        assert self.view is not None
        return self.view

    def open_item(self, key: str) -> None:
        try:
            self.show_day(date.fromisoformat(key))
        except ValueError:
            self.search.clear()
            self.table.stand_on(key)

    def keys(self) -> Sequence[KeyRow]:
        return (
            KeyRow("K W L D P C S I O", _("Where the person really is")),
            KeyRow("1 2 3", _("Shift the person really works")),
            KeyRow(". Del", _("As planned")),
            KeyRow("N", _("Note about the person's work")),
            KeyRow("M", _("Call the person in to the office")),
            KeyRow("Alt+1 2 3", _("Let the named person come in")),
            KeyRow("Alt+PgUp / PgDown", _("Day before, day after")),
            KeyRow("Alt+Home", _("Today")),
        )

    def commands(self) -> Sequence[Command]:
        return (
            Command(_("Today"), self.now.click, "Alt+Home", "calendar-days"),
            Command(_("Print the wall sheet"), self.print_this, "Ctrl+P", "printer"),
        )

    def panes(self) -> Sequence[QWidget]:
        lines: list[QWidget] = [*self.duties.lines[:1], *([self.courier] if self.courier.isVisible() else [])]
        if self.view is not None and not self.view.people:
            return [self.nobody.buttons[0], *lines]
        return [self.table, *lines]

    def step_problem(self, step: int) -> bool:
        rows = self.model.rows
        at = self.table.currentIndex().row()
        for distance in range(1, len(rows) + 1):
            row = rows[(at + step * distance) % len(rows)]
            if row.differs:
                return self.table.stand_on(row.key)
        return False

    def find_in_page(self) -> bool:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return self.search.isVisible()

    def print_this(self) -> bool:
        day = self.view.day if self.view is not None else self.today
        self.wanted.emit("printing", f"week|{day.isoformat()}")
        return True

    def leave_smallest(self) -> bool:
        if self.note_form.isVisible():
            self.note_form.close_form()
            return True
        if self.search.text():
            self.search.clear()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def shut(self) -> None:
        self._timer.stop()
