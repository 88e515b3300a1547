"""The screen “Tinjau”: reports of a day, week or month, one key for each decision."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import FeedbackTone
from flexdesk.domain.periods import Period, PeriodKind, parse_period, period_of
from flexdesk.errors import UsageError
from flexdesk.i18n import N_, _
from flexdesk.services.report_reminders import reminder, reminder_for
from flexdesk.services.samples import statement
from flexdesk.services.typed_outputs import put_off, put_off_until
from ui.feedback.reporter import Reporter
from ui.qt import fonts
from ui.review import words
from ui.review.actions import key_rows
from ui.review.arrivals import Arrivals
from ui.review.attaching import Attaching
from ui.review.body import ReviewBody
from ui.review.deciding import Deciding
from ui.review.detail import Detail
from ui.review.edits import Edits
from ui.review.intake import Intake
from ui.review.queue import Entry, Queue, Tab, queue_of
from ui.review.rules_view import RulesView
from ui.review.side import QueueSide
from ui.tasks.runner import Runner
from ui.undo.editor import Editor
from ui.widgets import keys
from ui.widgets.button import Button
from ui.widgets.feedback_form import FeedbackForm
from ui.widgets.label import Label
from ui.widgets.meter import Meter
from ui.widgets.page import Command, KeyRow, Page
from ui.widgets.segmented import Segmented
from ui.widgets.tones import Tone

_KINDS = ((PeriodKind.DAY, N_("Day")), (PeriodKind.WEEK, N_("Week")), (PeriodKind.MONTH, N_("Month")))
_RELEVANT = frozenset(
    {
        "output",
        "person",
        "assignment",
        "leave_entry",
        "travel_entry",
        "holiday",
        "work_result",
        "evidence",
        "review_rule",
        "chat_line",
        "policy",
    }
)


class ReviewPage(Page):
    help_name = "review"

    def __init__(
        self, desk: Desk, *, editor: Editor, runner: Runner, reporter: Reporter, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Review"), parent)
        self._desk, self._reporter = desk, reporter
        self._service = desk.outputs
        self.edits = Edits(desk, editor)
        today = desk.clock.today()
        self.period = period_of(PeriodKind.DAY, desk.outputs.last_waiting(today) or today)
        self.queue: Queue | None = None
        self.opened: set[str] = set()
        self._later = put_off(desk.store, today)
        self._stale = QTimer(self)
        self._stale.setSingleShot(True)
        self._stale.timeout.connect(lambda: self.refresh())
        self._build_header()
        self.intake = Intake(desk, self.edits, runner, reporter, self)
        self.attaching = Attaching(desk, self.edits, runner, reporter, self)
        self._build_body()
        self.arrivals = Arrivals(desk, self.edits, runner, reporter, self.content, self)
        self._wire()
        self.refresh()

    # Building
    def _build_header(self) -> None:
        self.header.add_period(lambda: self.step(-1), lambda: self.step(+1))
        kinds = Segmented([(kind, _(label)) for kind, label in _KINDS], _("Period"))
        self.kinds = self.header.add_switch(kinds)
        self.meter, self.count = Meter(), Label("", "base", fonts.STRONG)
        self.meter.setFixedWidth(60)
        self.header.add_widget(self.meter)
        self.header.add_widget(self.count)
        self.remind_all = self.header.add_action(Button(_("Remind"), icon="message-circle"))
        self.paste = self.header.add_action(Button(_("Paste"), icon="clipboard-check", shortcut="Ctrl+V"))
        self.load = self.header.add_action(Button(_("Import reports"), icon="file-up", shortcut="Ctrl+I"))

    def _build_body(self) -> None:
        self.side = QueueSide()
        self.model, self.list, self.tabs = self.side.model, self.side.list, self.side.tabs
        self.bulk = self.side.bulk
        self.feedback = FeedbackForm(self._keep_note)
        self.feedback.closed.connect(self.list.setFocus)
        self.detail = Detail(self.list.setFocus, self.attaching.view, self.feedback)
        self.deciding = Deciding(self.edits, self.detail.note, self.current, self)
        self.content = ReviewBody(
            self.side, self.detail, self.intake.choose, self.copy_reminder, self.paste_any
        )
        self.desk_row, self.empty, self.done = self.content.desk_row, self.content.empty, self.content.done
        self.rules = RulesView(self.edits.turn_rule, self.edits.number_rule)
        self.rules.closed.connect(self.close_over)
        self.content.add_view(self.rules)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(self.content, 1)

    def _wire(self) -> None:
        detail = self.detail
        self.kinds.chosen.connect(
            lambda kind: self.show_period(period_of(PeriodKind(kind), self.period.last))
        )
        self.tabs.chosen.connect(lambda _tab: self._fill(select_first=True))
        self.list.selectionModel().currentChanged.connect(self._show_current)
        self.bulk.clicked.connect(self.accept_rest)
        self.load.clicked.connect(self.intake.choose)
        self.paste.clicked.connect(self.paste_any)
        for button in (self.load, self.paste):
            self.intake.busy.connect(button.setDisabled)
        self.intake.arrived.connect(self._arrived)
        self.remind_all.clicked.connect(self.copy_reminder)
        detail.accept.clicked.connect(self.deciding.accept)
        detail.accept_note.clicked.connect(self.deciding.accept_with_note)
        detail.send_back.clicked.connect(self.deciding.send_back)
        detail.ask.clicked.connect(self.deciding.ask)
        self.deciding.decided.connect(self._settled)
        detail.attach.clicked.connect(self.attach)
        detail.later.clicked.connect(self.put_off)
        detail.remind.clicked.connect(self.copy_one_reminder)
        detail.undo.clicked.connect(self.edits.undo)
        detail.open_evidence.clicked.connect(self.open_evidence)
        detail.up.clicked.connect(lambda: self._walk(-1))
        detail.down.clicked.connect(lambda: self._walk(+1))
        keys.bind(self, "Ctrl+J", self.copy_over)
        keys.bind(self.list, "Space", self.open_evidence, Qt.ShortcutContext.WidgetShortcut)
        keys.bind(self, "Alt+R", self.open_rules)
        keys.bind(self.list, "Enter", self._enter_line, Qt.ShortcutContext.WidgetShortcut)
        self.side.rules.clicked.connect(self.open_rules)
        keys.bind(self, "N", self.open_typed)
        keys.bind(self.desk_row, "Ctrl+N", self.note_on_person)
        self.arrivals.arrived.connect(self._arrived)
        self.arrivals.left.connect(self._back)
        self.content.tray.left.connect(self.list.setFocus)
        self.attaching.changed.connect(self._show_files)
        self.list.dropped.connect(self.attaching.attach)

    # Period
    def show_period(self, period: Period) -> None:
        self.period = period
        self.opened.clear()
        self.refresh(select_first=True)

    def step(self, count: int) -> None:
        self.show_period(self.period.next() if count > 0 else self.period.previous())

    def refresh(self, *, select_first: bool = False) -> None:
        """Read the period anew; the current item stays current unless the period is another."""
        self._stale.stop()
        found = self._service.review(self.period)
        sample = self._service.sample(found.items, self.period)
        places = self._service.places(self.period.first, self.period.last)
        first = self.queue is None
        self.queue = queue_of(found, places, sample, self._later, self._desk.chats.tray())
        self.rules.show_settings(self.queue.settings, self.period.label())
        if first and not self.queue.of(Tab.ASKED):
            self.tabs.choose(Tab.ALL)
        self.side.delegate.dated = self.period.kind is not PeriodKind.DAY
        self._fill(select_first=first or select_first)

    # Showing
    def _fill(self, *, select_first: bool = False) -> None:
        queue = self.queue
        assert queue is not None
        current = self.current()
        self._show_header(queue)
        anything = bool(queue.outputs or queue.silent)
        listed = bool(queue.outputs or queue.tray)
        self.content.show_list(anything=listed)
        self.empty.buttons[1].setEnabled(bool(queue.silent))
        if not listed and self.content.over is None and self.isVisible():
            self.empty.buttons[0].setFocus()  # the list that had it is gone
        self.remind_all.setVisible(bool(queue.silent))
        row = self.list.currentIndex().row()
        self.model.show(queue.of(Tab(self.tabs.choice)))
        at = self.model.find(current.key) if current is not None and not select_first else -1
        if at < 0:
            at = 0 if select_first else min(max(row, 0), self.model.rowCount() - 1)
            at = next((n for n in range(max(at, 0), self.model.rowCount()) if self._usable(n)), -1)
        self._select(at)
        self.counted.emit(queue.open_questions() if anything else 0, False)

    def _usable(self, row: int) -> bool:
        return not self.model.entries[row].is_heading

    def _select(self, row: int) -> None:
        index = self.model.index(row) if row >= 0 else QModelIndex()
        same = index == self.list.currentIndex()
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.list.scrollTo(index)
        if same:
            self._show_current(index)

    def _show_header(self, queue: Queue) -> None:
        period = self.period
        label = words.long_day(period.first) if period.kind is PeriodKind.DAY else period.label()
        said = _("{outputs} outputs of {people} people").format(
            outputs=words.number(len(queue.outputs)), people=queue.people
        )
        self.header.set_period(label, said)
        self.kinds.choose(period.kind)
        decided, total = queue.decided(), len(queue.outputs)
        self.meter.show_share(decided / total if total else 0.0, Tone.POSITIVE)
        self.count.setText(f"{words.number(decided)} / {words.number(total)}")
        self.side.show_counts(queue)
        self.remind_all.set_words(_("Remind {count} people").format(count=len(queue.silent)))
        self.side.show_bulk(queue, self.opened)

    def current(self) -> Entry | None:
        return self.model.entry(self.list.currentIndex())

    def _show_current(self, _index: QModelIndex) -> None:
        entry, queue = self.current(), self.queue
        if entry is None or queue is None or entry.is_heading:
            self.content.show_right(self.done)
            return
        if entry.line is not None:
            self.arrivals.show_line(entry.line)
            return
        self.content.show_right(self.detail)
        if entry.key in queue.sample.keys and entry.key not in self.opened:
            self.opened.add(entry.key)
            self.side.show_bulk(queue, self.opened)
        lines = [one for one in self.model.entries if not one.is_heading]
        total = len(lines)
        headings = sum(one.is_heading for one in self.model.entries[: self.list.currentIndex().row()])
        number = self.list.currentIndex().row() - headings + 1
        position = _("{number} of {total}").format(number=words.number(number), total=words.number(total))
        recent = self._service.recent(entry.person, entry.day) if entry.day is not None else []
        self._show_files()
        self.detail.show_entry(entry, position, recent)

    def _show_files(self) -> None:
        entry = self.current()
        self.attaching.show(entry.key if entry is not None and entry.item is not None else "")

    def _walk(self, step: int) -> None:
        row = self.list.currentIndex().row() + step
        while 0 <= row < self.model.rowCount() and not self._usable(row):
            row += step
        if 0 <= row < self.model.rowCount():
            self._select(row)
        self.list.setFocus()

    def _go_on(self) -> None:
        """To the next item that waits; the screen says so when there is none."""
        row = self.model.next_waiting(self.list.currentIndex().row(), self._desk.clock.today())
        if row >= 0:
            self._select(row)
        self.list.setFocus()

    # Deciding
    def _settled(self) -> None:
        """A decision was made: show it now, then go on."""
        if self._stale.isActive():
            self.refresh()
        self._go_on()

    def put_off(self) -> None:
        """Until tomorrow: this laptop passes it over today, also after a restart; B once more takes it up."""
        entry, queue = self.current(), self.queue
        if entry is None or entry.item is None or queue is None:
            return
        self._later ^= {entry.key}
        today = self._desk.clock.today()
        put_off_until(self._desk.store, self._later, today + timedelta(days=1), today)
        self.queue = queue.with_later(entry.key)
        self._fill()
        if entry.key in self._later:
            self._go_on()

    def accept_rest(self) -> None:
        queue = self.queue
        if queue is None or not (rest := queue.matching()):
            return
        if self.edits.accept_rest(rest, queue.sample, self.opened):
            drawn = [entry for entry in queue.outputs if entry.key in queue.sample.keys]
            returned = sum(entry.returned for entry in drawn)
            self._reporter.tell(statement(queue.sample.of, len(drawn), returned))

    def open_evidence(self) -> None:
        entry = self.current()
        if entry is not None and entry.item is not None:
            self.attaching.open(entry.item)

    def attach(self) -> None:
        entry = self.current()
        if entry is not None and entry.item is not None:
            self.attaching.choose(entry.key)

    # Views laid over the list, and notes
    def open_rules(self) -> None:
        if self.content.over is self.rules:
            self.close_over()
            return
        self.content.lay_over(self.rules)
        next(iter(self.rules.switches.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def open_typed(self) -> None:
        """For the person of the current line where nothing was reported, else for anybody."""
        entry = self.current()
        if self.content.over is not None:
            return
        if entry is not None and entry.days:
            self.arrivals.open_typed(entry.person, entry.days[0])
        else:
            self.arrivals.open_typed("", min(self.period.last, self._desk.clock.today()))

    def close_over(self) -> None:
        self.content.lay_over(None)
        self._back()

    def _back(self) -> None:
        (self.list if self.desk_row.isVisible() else self.empty.buttons[0]).setFocus()

    def _enter_line(self) -> None:
        """From a line of the tray to the field that says whose it is."""
        entry = self.current()
        if entry is not None and entry.line is not None:
            self.content.tray.person.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def note_on_person(self) -> None:
        entry = self.current()
        if entry is not None and entry.person:
            self.feedback.open(entry.person, entry.title)

    def _keep_note(self, person: str, text: str, tone: FeedbackTone) -> bool:
        entry = self.current()
        today = self._desk.clock.today()
        return self.edits.note(person, entry.day or today if entry is not None else today, text, tone)

    def paste_any(self) -> None:
        """A chat is shown first, as it is understood; a report's own code, a table or a picture is exact."""
        data = QGuiApplication.clipboard().mimeData()
        if self.intake.is_exact(data):
            self.intake.take_data(data)
        else:
            self.arrivals.open_paste()

    # Messages
    def copy_reminder(self) -> None:
        queue = self.queue
        if queue is None or not queue.silent:
            return
        period = self.period
        label = words.long_day(period.first) if period.kind is PeriodKind.DAY else period.label()
        QGuiApplication.clipboard().setText(reminder([entry.title for entry in queue.silent], label))
        self._reporter.tell(_("The reminder for {count} people is copied.").format(count=len(queue.silent)))

    def copy_one_reminder(self) -> None:
        entry = self.current()
        if entry is not None and entry.days:
            QGuiApplication.clipboard().setText(reminder_for(entry.title, entry.days))
            self._reporter.tell(_("The reminder for {name} is copied.").format(name=entry.title))

    def copy_over(self) -> None:
        """The bridge to e-Kinerja for the reports of this person in this period."""
        entry = self.current()
        if entry is not None and entry.person:
            self.wanted.emit("bridge", f"{entry.person}|{self.period.code}")

    def _arrived(self) -> None:
        """Reports were taken over: show a day that has some, when this period has none of them."""
        day = self._service.last_waiting(self._desk.clock.today())
        if day is not None and day not in self.period:
            self.show_period(period_of(self.period.kind, day))

    # What the frame asks
    def activate(self) -> None:
        if self._stale.isActive():
            self.refresh()
        self.list.setFocus()

    def apply(self, change: Change) -> None:
        if self.queue is None or not any(op.table in _RELEVANT for op in change.ops):
            return
        decided = self.queue.with_ops(change.ops)
        if decided is None:
            self._stale.start(0)
            return
        self.queue = decided
        self._fill()

    def open_item(self, key: str) -> None:
        """A period, a day, or an output's key."""
        try:
            self.show_period(parse_period(key))
            return
        except UsageError:
            pass
        row = self._desk.store.get("output", key)
        if row is not None:
            self.show_period(period_of(PeriodKind.DAY, date.fromisoformat(str(row["day"]))))
            self.tabs.choose(Tab.ALL)
            self._fill()
            self._select(self.model.find(key))

    def keys(self) -> Sequence[KeyRow]:
        return key_rows()

    def commands(self) -> Sequence[Command]:
        month = period_of(PeriodKind.MONTH, self.period.last)
        return (
            Command(_("Import reports"), self.intake.choose, "Ctrl+I", "file-up"),
            Command(_("Paste reports"), self.paste_any, "Ctrl+V", "clipboard-check"),
            Command(_("Rules of the review"), self.open_rules, "Alt+R", "settings"),
            Command(_("Type a report for somebody"), self.open_typed, "N", "pencil"),
            Command(_("Note about the person"), self.note_on_person, "Ctrl+N", "user"),
            Command(_("Copy reminder"), self.copy_reminder, icon="message-circle"),
            Command(_("Show the month"), lambda: self.show_period(month), icon="calendar-range"),
            Command(_("Copy to e-Kinerja"), self.copy_over, "Ctrl+J", "copy", words="jembatan bkn salin"),
        )

    def panes(self) -> Sequence[QWidget]:
        if self.content.over is not None:
            return [self.content.over]
        if not self.desk_row.isVisible():
            return [self.empty.buttons[0]]
        entry = self.current()
        if entry is not None and entry.line is not None:
            return [self.list, self.content.tray.person.field]
        view = self.attaching.view
        return [self.list, *([view.scroller] if view.is_open else []), self.detail.accept]

    def step_problem(self, step: int) -> bool:
        """F8 walks through what raises a question."""
        entries = self.model.entries
        row = self.list.currentIndex().row() + step
        while 0 <= row < len(entries):
            if not entries[row].is_heading and entries[row].asked:
                self._select(row)
                return True
            row += step
        return False

    def leave_smallest(self) -> bool:
        if self.content.over is not None:
            self.close_over()
        elif self.detail.note.isVisible():
            self.detail.note.drop()
        elif self.feedback.isVisible():
            self.feedback.close_form()
        elif self.attaching.view.is_open:
            self.attaching.view.close_picture()
        else:
            return False
        return True

    def shut(self) -> None:
        self._stale.stop()
        self.attaching.shut()
