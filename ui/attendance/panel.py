"""The column beside the grid: what one day lacks, what can be decided, who was called and what came of it."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.attendance import typed_time
from flexdesk.domain.places import AWAY
from flexdesk.i18n import _
from flexdesk.services.attendance_days import DayMarks, DayState
from flexdesk.services.attendance_words import mark_name
from flexdesk.services.contacts import Channel
from flexdesk.services.recalls import Recall
from ui.attendance import words
from ui.attendance.edits import Edits
from ui.attendance.form import Answers, Ask, AskForm
from ui.attendance.table import ARRIVE, CALL_IN, CONTACT, DECIDE, PHOTO
from ui.qt import accessible, fonts
from ui.widgets.button import Button
from ui.widgets.card import Hairline
from ui.widgets.label import Label
from ui.widgets.side_panel import SidePanel

WIDTH = 316


class DayPanel(SidePanel):
    """`pressed` carries the letter of a button, as if it had been typed on the row."""

    pressed = Signal(str)

    def __init__(self, desk: Desk, edits: Edits, parent: QWidget | None = None) -> None:
        super().__init__("", fonts.scaled(WIDTH), parent)
        self._desk, self._edits = desk, edits
        self.row: DayMarks | None = None
        self.title.setWordWrap(True)
        self.head.setStretchFactor(self.title, 100)
        self.body.setContentsMargins(15, 10, 12, 10)
        self.body.setSpacing(5)
        self.form = AskForm()
        self.buttons: dict[str, Button] = {}
        self.grid = QWidget()
        self._fill_grid()
        self.foot.addWidget(self.form)
        self.foot.addWidget(self.grid)
        self.form.closed.connect(self.grid.show)

    def _fill_grid(self) -> None:
        grid = QGridLayout(self.grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        texts = {letter: _(words.DECISIONS[d]) if d else _("Take back") for letter, d in DECIDE.items()}
        texts |= {
            CONTACT: _("Log a call"),
            CALL_IN: _("Call in"),
            ARRIVE: _("Has come"),
            PHOTO: _("Note a picture"),
        }
        for at, (letter, text) in enumerate(texts.items()):
            button = Button(text, shortcut=letter, bind=False, small=True)
            button.setMinimumWidth(fonts.scaled(140))
            button.clicked.connect(lambda _checked=False, letter=letter: self.pressed.emit(letter))
            self.buttons[letter] = button
            grid.addWidget(button, at // 2, at % 2)

    # Showing
    def show_row(self, row: DayMarks | None) -> None:
        if row is None or self.row is None or row.key != self.row.key:
            self.form.close_form()
        self.row = row
        empty(self.body)
        self.grid.setVisible(row is not None and not self.form.isVisible())
        if row is None:
            self.title.setText("")
            self.body.addWidget(Label(_("Choose a day in the list."), token="muted"))
            self.body.addStretch(1)
            return
        self.title.setText(row.name)
        accessible.name(self, f"{row.name}, {words.long_day(row.day)}")
        calls = self._recall(row)
        self._facts(row)
        self._contacts(row)
        if calls is not None:
            self._section(_("Called in"))
            for line in words.recall_lines(calls):
                self.body.addWidget(Label(line, "small", wrap=True))
        self.body.addStretch(1)
        self._enable(row, calls)

    def _facts(self, row: DayMarks) -> None:
        self.body.addWidget(Label(words.long_day(row.day), "small", token="muted"))
        text = _("Plan {planned}, really {actual}") if row.differs else _("Plan {planned}, and so it was")
        place = text.format(planned=words.place_word(row.planned), actual=words.place_word(row.place))
        self.body.addWidget(Label(place, wrap=True))
        if row.place_note:
            self.body.addWidget(Label(row.place_note, "small", token="muted", wrap=True))
        if row.holiday:
            self.body.addWidget(
                Label(_("Not a working day: marks are kept and judged by nothing."), wrap=True)
            )
        self._section(_("Marks of attendance"))
        terms = self._desk.attendance_days.terms(row.day)
        if row.flexible:
            for line in words.windows(row, terms, self._desk.attendance_days.zone()):
                self.body.addWidget(Label(line, "small"))
        else:
            said = ", ".join(words.clock(at) for _slot, at in sorted(row.marks.times.items())) or "–"
            self.body.addWidget(Label(said, "small"))
        for slot, photo in row.photos:
            self.body.addWidget(Label(f"{mark_name(slot)}: {photo}", "small", token="muted", wrap=True))
        for fault in words.fault_words(row):
            self.body.addWidget(Label(fault, "base", fonts.STRONG, token="warning", wrap=True))
        if row.worked is not None:
            worked = _("{minutes} minutes without rest").format(minutes=row.worked)
            self.body.addWidget(Label(worked, "small", token="muted"))
        if row.decision:
            self.body.addWidget(Label(words.decided(row, self._name(row.decided_by)), wrap=True))
        elif row.state is DayState.TO_CLARIFY:
            line = _("It stays open until the superior decides; nothing is counted before.")
            self.body.addWidget(Label(line, "small", token="muted", wrap=True))
        if row.reason:
            self.body.addWidget(Label(row.reason, "small", token="muted", wrap=True))

    def _contacts(self, row: DayMarks) -> None:
        held = self._desk.contacts.list(row.day, row.day, row.person)
        if not held:
            return
        self._section(_("Calls and messages"))
        for one in held:
            self.body.addWidget(Label(words.contact_line(one), "small", wrap=True))
        reached = self._desk.contacts.reached(row.day, row.day).get((row.person, row.day))
        if reached is not None:
            self.body.addWidget(Label(reached.text, "small", token="warning", wrap=True))

    def _section(self, title: str) -> None:
        self.body.addWidget(Hairline())
        self.body.addWidget(Label(title, "small", fonts.STRONG, token="muted"))

    def _recall(self, row: DayMarks) -> Recall | None:
        return next((o for o in self._desk.recalls.list(row.day, row.day) if o.person == row.person), None)

    def _name(self, key: str) -> str:
        return str((self._desk.store.get("person", key) or {}).get("name") or "")

    def _enable(self, row: DayMarks, called: Recall | None) -> None:
        today = self._desk.attendance_days.today()
        open_to_decide = not row.holiday and row.day <= today and row.state is not DayState.NOT_ASKED
        for letter, decision in DECIDE.items():
            self.buttons[letter].setEnabled(open_to_decide if decision else bool(row.decision))
        self.buttons[CONTACT].setEnabled(row.day <= today)
        self.buttons[CALL_IN].setEnabled(row.place in AWAY and row.day <= today and not row.holiday)
        self.buttons[ARRIVE].setEnabled(called is not None)
        self.buttons[PHOTO].setVisible(self._desk.attendance_days.terms(row.day).photo)
        self.buttons[PHOTO].setEnabled(bool(row.marks.times))

    # Asking
    def ask(self, letter: str) -> bool:
        """Open the form behind a letter; False when it does not fit the day."""
        row = self.row
        asks: dict[str, Callable[[DayMarks], bool]] = {
            CONTACT: self._ask_contact,
            CALL_IN: self._ask_call_in,
            ARRIVE: self._ask_arrive,
            PHOTO: self._ask_photo,
        }
        if row is None or letter not in asks or not asks[letter](row):
            return False
        self.grid.hide()
        return True

    def _now(self, day: date) -> str:
        days = self._desk.attendance_days
        return f"{days.now():%H.%M}" if day == days.today() else ""

    def _ask_contact(self, row: DayMarks) -> bool:
        channels = tuple((str(one), _(words.CHANNELS[one])) for one in Channel)
        asks = (
            Ask("at", _("At"), self._now(row.day), "09.15"),
            Ask("channel", _("How"), choices=channels),
            Ask("minutes", _("Minutes until the answer; leave empty when none came"), "", "4"),
            Ask("note", _("Explanation, if one is known")),
        )
        self.form.ask(_("Call or message to {name}").format(name=row.name), asks, self._take_contact(row))
        return True

    def _take_contact(self, row: DayMarks) -> Callable[[Answers], str]:
        def take(answers: Answers) -> str:
            at, minutes = typed_time(answers["at"]), answers["minutes"].replace(",", ".")
            if at is None:
                return _("Write the time as 0915 or 09.15.")
            if minutes and not minutes.replace(".", "", 1).isdecimal():
                return _("Write the minutes as a number, or nothing.")
            waited = float(minutes) if minutes else None
            done = self._edits.contact(row, at, answers["channel"], waited, answers["note"])
            return "" if done else _("It was not kept; the reason stands above.")

        return take

    def _ask_call_in(self, row: DayMarks) -> bool:
        asks = (
            Ask("reason", _("Why the call")),
            Ask("at", _("At"), self._now(row.day), "09.10"),
            Ask("by", _("Who calls"), self._edits.head_name()),
        )

        def take(answers: Answers) -> str:
            at = typed_time(answers["at"])
            if at is None:
                return _("Write the time as 0915 or 09.15.")
            done = self._edits.call_in(row, answers["reason"], answers["by"], at)
            return "" if done else _("It was not kept; the reason stands above.")

        self.form.ask(_("Call {name} in to the office").format(name=row.name), asks, take)
        return True

    def _ask_arrive(self, row: DayMarks) -> bool:
        called = self._recall(row)
        if called is None:
            return False

        def take(answers: Answers) -> str:
            at = typed_time(answers["at"])
            if at is None:
                return _("Write the time as 0915 or 09.15.")
            done = self._edits.arrive(called.key, row.name, at)
            return "" if done else _("It was not kept; the reason stands above.")

        title = _("{name} came to the office").format(name=row.name)
        self.form.ask(title, (Ask("at", _("At"), self._now(row.day), "10.05"),), take)
        return True

    def _ask_photo(self, row: DayMarks) -> bool:
        """A picture is named, not stored: it records and proves nothing (REP-03)."""
        if not (row.marks.times and self._desk.attendance_days.terms(row.day).photo):
            return False
        choices = tuple((slot, mark_name(slot)) for slot in sorted(row.marks.times))

        def take(answers: Answers) -> str:
            slot = answers["mark"]
            done = self._edits.photo(row, slot, row.marks.times[slot], answers["photo"])
            return "" if done else _("It was not kept; the reason stands above.")

        asks = (Ask("photo", _("Name of the picture")), Ask("mark", _("Mark"), choices=choices))
        self.form.ask(_("Picture of {name}").format(name=row.name), asks, take)
        return True

    def leave_smallest(self) -> bool:
        if self.form.isVisible():
            self.form.close_form()
            return True
        return False


def empty(column: QLayout) -> None:
    """Take everything out of a column that is built anew."""
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
