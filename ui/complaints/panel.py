"""The right side of the register: one complaint whole, its clocks, its history, and the keys of its steps."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.calendar import long_date
from flexdesk.domain.complaints import ClockState
from flexdesk.domain.rules.complaints import Clock
from flexdesk.i18n import _
from flexdesk.services.complaints import ComplaintView, Event
from ui.complaints import words
from ui.qt import accessible, fonts
from ui.widgets.badge import Badge
from ui.widgets.button import Button
from ui.widgets.card import Hairline
from ui.widgets.label import Label
from ui.widgets.meter import Meter
from ui.widgets.side_panel import SidePanel

WIDTH = 340


class ComplaintPanel(SidePanel):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", WIDTH, parent)
        self.badge = Badge("")
        self.head.addWidget(self.badge)
        self.body.setContentsMargins(14, 10, 12, 10)
        self.body.setSpacing(8)
        self.respond = Button(_("Respond"), shortcut="1")
        self.forward = Button(_("Pass on"), shortcut="2")
        self.close_it = Button(_("Settle it"), shortcut="3")
        self.kind = Button(_("Kind"), shortcut="4")
        self.reopen = Button(_("Open it again"), shortcut="5")
        self.correct = Button(_("Correct"), shortcut="F2")
        self.steps = (self.respond, self.forward, self.close_it, self.kind, self.reopen, self.correct)
        self.foot.setSpacing(6)
        for buttons in ((self.respond, self.forward, self.close_it), (self.kind, self.reopen, self.correct)):
            row = QHBoxLayout()
            row.setSpacing(6)
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
            self.foot.addLayout(row)
        self.show_view(None, [])

    def show_view(self, view: ComplaintView | None, events: list[Event]) -> None:
        _empty(self.body)
        self.badge.setVisible(view is not None)
        for button in self.steps:
            button.setVisible(view is not None)
        if view is None:
            self.title.setText("")
            self.body.addWidget(Label(_("Choose a complaint in the list."), token="muted", wrap=True))
            self.body.addStretch(1)
            return
        found = view.complaint
        self.title.setText(words.name(view))
        accessible.name(self, f"{words.name(view)}, {found.subject}")
        self.badge.show_facts(words.badge(view))
        self._show_steps(view)
        self.body.addWidget(Label(found.subject, "lead", fonts.STRONG, wrap=True))
        if view.reminder:
            self.body.addWidget(
                Label(view.reminder, "small", token=words.tone(view.clocks.state).ink, wrap=True)
            )
        self.body.addWidget(_clock(_("First answer"), view.clocks.first, view.clocks.first_state))
        self.body.addWidget(_clock(_("Settlement"), view.clocks.whole, view.clocks.whole_state))
        if view.counted_from is not None:
            text = _("It came in on {day}, a free day; the clock begins with the next working day.")
            line = Label(text.format(day=long_date(view.counted_from)), "small", token="muted", wrap=True)
            self.body.addWidget(line)
        self.body.addWidget(Hairline())
        self.body.addWidget(_facts(view))
        self.body.addWidget(Hairline())
        self.body.addWidget(Label(_("History"), "small", fonts.STRONG, token="muted"))
        self.body.addWidget(_history(events))
        self.body.addStretch(1)

    def _show_steps(self, view: ComplaintView) -> None:
        is_open = view.complaint.is_open
        for button in (self.forward, self.close_it, self.kind):
            button.setVisible(is_open)
        self.respond.setVisible(is_open and view.complaint.responded_on is None)
        self.reopen.setVisible(not is_open)


def _clock(title: str, clock: Clock, state: ClockState) -> QWidget:
    """A meter with its words: how many days have passed, until when, and how that stands."""
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(1)
    grid.setColumnStretch(0, 1)
    meter = Meter()
    meter.show_share(min(clock.percent / 100, 1.0), words.tone(state))
    grid.addWidget(Label(title, "small", fonts.STRONG), 0, 0)
    grid.addWidget(Label(words.state(state), "small", token=words.tone(state).ink), 0, 1)
    grid.addWidget(meter, 1, 0, 1, 2)
    said = words.spoken_clock(clock)
    grid.addWidget(Label(said, "small", token="muted", wrap=True), 2, 0, 1, 2)
    accessible.name(box, f"{title}: {said}, {words.state(state)}")
    return box


def _facts(view: ComplaintView) -> QWidget:
    found = view.complaint
    rows = (
        (_("Came in"), f"{long_date(found.received)}, {words.channel(found.channel)}"),
        (_("Kind"), words.kind(found.kind)),
        (_("Reporter"), found.reporter),
        (_("Officer"), view.officer),
        (_("Service point"), view.point),
        (_("Passed on to"), found.forwarded_to),
        (_("Result"), found.result),
    )
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(4)
    grid.setColumnMinimumWidth(0, fonts.scaled(92))
    grid.setColumnStretch(1, 1)
    for at, (label, value) in enumerate((label, value) for label, value in rows if value):
        grid.addWidget(Label(label, "small", token="muted"), at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Label(value, wrap=True), at, 1)
    return box


def _history(events: list[Event]) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    for found in events:
        title, said = words.event(found)
        column.addWidget(Label(title, "small"))
        if said:
            column.addWidget(Label(said, "small", token="muted", wrap=True))
    return box


def _empty(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
