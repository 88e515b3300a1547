"""The view of counters: each person's year, what the law names at each step, and the examinations."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from flexdesk.domain.rules.discipline import THRESHOLDS, consequence
from flexdesk.exchange.written_dates import read_date
from flexdesk.i18n import _
from flexdesk.services.absence import AbsenceService, Counter, Examination
from ui.attendance import words
from ui.attendance.edits import Edits
from ui.attendance.form import Answers, Ask, AskForm
from ui.attendance.panel import WIDTH, empty
from ui.qt import accessible, fonts
from ui.widgets.badge import BadgeFacts
from ui.widgets.button import Button
from ui.widgets.card import Hairline
from ui.widgets.cells import EMPTY, Cell
from ui.widgets.label import Label
from ui.widgets.side_panel import SidePanel
from ui.widgets.table import Column, RowsModel, TableView
from ui.widgets.tones import Tone

Index = QModelIndex | QPersistentModelIndex
OPEN, SUMMON, DONE = "O", "P", "S"


class CounterModel(RowsModel[Counter]):
    def __init__(self, parent: QWidget | None = None) -> None:
        self.waiting: dict[str, Examination] = {}
        columns: list[Column[Counter]] = [
            Column("name", _("Name"), lambda one: Cell(one.name, strong=bool(one.alerts)), 172),
            Column("status", "Status", lambda one: Cell("PPPK" if one.pppk else "PNS", "muted"), 60),
            Column("days", _("Days"), lambda one: _number(one.total), 52, to_right=True),
            Column("run", _("In a row"), lambda one: _number(one.run), 80, to_right=True),
            Column("late", _("Minutes late"), lambda one: _number(one.late_minutes), 110, to_right=True),
            Column("reached", _("Threshold"), _reached, 118),
            Column("examination", _("Examination"), self._examination, 136),
            Column("law", _("What the rule names"), lambda one: Cell(one.law, "muted", tip=one.law)),
        ]
        super().__init__(columns, lambda one: one.person, parent)

    def _examination(self, one: Counter) -> Cell:
        held = self.waiting.get(one.person)
        if held is not None:
            return Cell(badge=BadgeFacts(words.examination_state(held), Tone.WARNING, "scale"))
        if one.to_examine:
            return Cell(badge=BadgeFacts(_("to be opened"), Tone.WARNING, "scale"))
        return EMPTY


def _number(count: int) -> Cell:
    return Cell(str(count), "text" if count else "muted")


def _reached(one: Counter) -> Cell:
    found = words.threshold_badge(one)
    return Cell(badge=found) if found is not None else Cell("–", "muted")


class CounterTable(TableView):
    """`asked` carries a letter of the examination: open, summon, done."""

    stood = Signal(str)
    asked = Signal(str)

    def __init__(self, model: CounterModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Counters of absence"), parent)
        self._counters = model
        self._key = ""
        self._settling = False
        self.setSelectionMode(TableView.SelectionMode.SingleSelection)
        self.setEditTriggers(TableView.EditTrigger.NoEditTriggers)
        self.show_rows_of(model)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._settle)

    @property
    def current(self) -> Counter | None:
        return self._counters.row_at(self.currentIndex())

    def stand_on(self, key: str) -> bool:
        found = self._counters.find(key)
        if found.isValid():
            self.setCurrentIndex(found)
            self.scrollTo(found)
        return found.isValid()

    def _keep(self) -> None:
        held = self.current
        self._key = held.person if held is not None else self._key
        self._settling = True

    def _settle(self) -> None:
        """The cursor is nowhere for a moment; nobody is told, so that an open form stays open."""
        if not self.stand_on(self._key) and self._counters.rowCount():
            self.setCurrentIndex(self._counters.index(0, 0))
        self._settling = False
        held = self.current
        self.stood.emit(held.person if held is not None else "")

    # Qt overrides
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        row = self._counters.row_at(current)
        if not self._settling:
            self.stood.emit(row.person if row is not None else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().upper() in (OPEN, SUMMON, DONE) and not event.modifiers():
            self.asked.emit(event.text().upper())
        else:
            super().keyPressEvent(event)


class CounterPanel(SidePanel):
    """What the law names at each threshold for this person, and the examinations with their forms."""

    pressed = Signal(str)

    def __init__(self, absence: AbsenceService, edits: Edits, parent: QWidget | None = None) -> None:
        super().__init__("", fonts.scaled(WIDTH), parent)
        self._absence, self._edits = absence, edits
        self.counter: Counter | None = None
        self.held: Sequence[Examination] = ()
        self.body.setContentsMargins(15, 10, 12, 10)
        self.body.setSpacing(5)
        self.title.setWordWrap(True)
        self.head.setStretchFactor(self.title, 100)
        self.form = AskForm()
        self.grid = QWidget()
        grid = QGridLayout(self.grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        texts = {OPEN: _("Open an examination"), SUMMON: _("Summoned"), DONE: _("Examined")}
        self.buttons: dict[str, Button] = {}
        for at, (letter, text) in enumerate(texts.items()):
            button = Button(text, shortcut=letter, bind=False, small=True)
            button.setMinimumWidth(fonts.scaled(288 if letter == OPEN else 140))
            button.clicked.connect(lambda _checked=False, letter=letter: self.pressed.emit(letter))
            self.buttons[letter] = button
            grid.addWidget(button, 0 if at == 0 else 1, 0 if at < 2 else 1, 1, 2 if at == 0 else 1)
        self.foot.addWidget(self.form)
        self.foot.addWidget(self.grid)
        self.form.closed.connect(self.grid.show)

    @property
    def waiting(self) -> Examination | None:
        return next((one for one in self.held if not one.done), None)

    def show_counter(self, counter: Counter | None) -> None:
        if counter is None or self.counter is None or counter.person != self.counter.person:
            self.form.close_form()
        self.counter = counter
        empty(self.body)
        self.grid.setVisible(counter is not None and not self.form.isVisible())
        if counter is None:
            self.title.setText("")
            self.body.addStretch(1)
            return
        self._read(counter)
        self.title.setText(counter.name)
        accessible.name(self, counter.name)
        self._days(counter)
        self._steps(counter)
        self._examinations()
        self.body.addStretch(1)
        waits = self.waiting is not None
        self.buttons[OPEN].setEnabled(not waits)
        self.buttons[SUMMON].setEnabled(waits)
        self.buttons[DONE].setEnabled(waits)

    def _days(self, counter: Counter) -> None:
        text = _("Unexcused days this year: {count}").format(count=counter.total)
        self.body.addWidget(Label(text, "base", fonts.STRONG))
        self.body.addWidget(Label(words.days_line(counter.days), "small", token="muted", wrap=True))
        if counter.late_days:
            late = _("{days} of them from {minutes} minutes of lateness").format(
                days=counter.late_days, minutes=counter.late_minutes
            )
            self.body.addWidget(Label(late, "small", wrap=True))
        if counter.now:
            self.body.addWidget(Label(_("{count} in a row until now").format(count=counter.now), "small"))

    def _steps(self, counter: Counter) -> None:
        self.body.addWidget(Hairline())
        self.body.addWidget(Label(_("Steps of PP 94/2021"), "small", fonts.STRONG, token="muted"))
        if counter.pppk:
            text = consequence(THRESHOLDS[0], pppk=True, agency_rule=counter.agency_rule)
            self.body.addWidget(Label(text, "small", wrap=True))
        for step in THRESHOLDS:
            reached = step.days <= counter.total
            text = "" if counter.pppk else consequence(step, pppk=False)
            line = (_("{days} days, {text}") if text else _("{days} days")).format(days=step.days, text=text)
            mark = "✓ " if reached else ""
            token = "warning" if reached else "muted"
            self.body.addWidget(Label(f"{mark}{line}", "small", token=token, wrap=True))
        note = _("The program only counts. Sanctions are decided by the authorised official.")
        self.body.addWidget(Label(note, "small", token="muted", wrap=True))

    def _examinations(self) -> None:
        if not self.held:
            return
        self.body.addWidget(Hairline())
        self.body.addWidget(Label(_("Examinations"), "small", fonts.STRONG, token="muted"))
        for one in self.held:
            text = f"{words.examination_state(one)}: {one.result or one.basis}"
            self.body.addWidget(Label(text, "small", wrap=True))

    def _read(self, counter: Counter) -> None:
        self.held = [one for one in self._absence.examinations() if one.person == counter.person]

    # Asking
    def ask(self, letter: str) -> bool:
        """Open the form behind a letter; False when there is nothing to do with it."""
        counter = self.counter
        if counter is None:
            return False
        self._read(counter)
        waiting = self.waiting
        if (letter == OPEN) is (waiting is not None):
            return False
        if waiting is None:
            self._ask_open(counter)
        elif letter == SUMMON:
            self._ask_summon(waiting)
        else:
            self._ask_done(waiting)
        self.grid.hide()
        return True

    def _today(self) -> str:
        return f"{self._absence.today():%d-%m-%Y}"

    def _ask_open(self, counter: Counter) -> None:
        def take(answers: Answers) -> str:
            done = self._edits.open_examination(counter.person, counter.name, answers["basis"])
            return "" if done else _("It was not kept; the reason stands above.")

        asks = (Ask("basis", _("What became known, and from whom"), counter.basis),)
        self.form.ask(_("Open an examination of {name}").format(name=counter.name), asks, take)

    def _ask_summon(self, one: Examination) -> None:
        def take(answers: Answers) -> str:
            on = _day(answers["on"])
            if on is None:
                return _("Write the day as 05-10-2026.")
            done = self._edits.summon(one.key, one.name, on, answers["letter"])
            return "" if done else _("It was not kept; the reason stands above.")

        asks = (Ask("on", _("Summoned for"), self._today()), Ask("letter", _("Letter number"), one.letter))
        self.form.ask(_("{name} is summoned").format(name=one.name), asks, take)

    def _ask_done(self, one: Examination) -> None:
        def take(answers: Answers) -> str:
            on = _day(answers["on"])
            if on is None:
                return _("Write the day as 05-10-2026.")
            done = self._edits.finish(one.key, one.name, on, answers["result"], answers["letter"])
            return "" if done else _("It was not kept; the reason stands above.")

        asks = (
            Ask("result", _("Result, in one sentence")),
            Ask("on", _("Examined on"), self._today()),
            Ask("letter", _("Letter number"), one.letter),
        )
        self.form.ask(_("Examination of {name}").format(name=one.name), asks, take)

    def leave_smallest(self) -> bool:
        if self.form.isVisible():
            self.form.close_form()
            return True
        return False


def _day(text: str) -> date | None:
    return read_date(text)
