"""The other side of the facts: what follows from an evaluation, done or open, and the talk about it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.follow_up import FollowUp
from flexdesk.domain.performance import label
from flexdesk.domain.periods import Period
from flexdesk.i18n import _
from flexdesk.services.evaluation import Evaluation
from ui.evaluation import follow_up_words as words
from ui.evaluation.follow_up_edits import FollowUpEdits
from ui.evaluation.follow_up_form import FollowUpForm, TalkForm
from ui.qt import fonts
from ui.undo.editor import Editor
from ui.widgets import keys
from ui.widgets.button import Button, Kind
from ui.widgets.entries import EntryList
from ui.widgets.label import Label
from ui.widgets.side_panel import SidePanel

_MOST_LINES = 3
_HERE = Qt.ShortcutContext.WidgetShortcut
_INSIDE = Qt.ShortcutContext.WidgetWithChildrenShortcut


class FollowUpPanel(SidePanel):
    """`printed` asks for the card; `left` for the facts again."""

    printed = Signal()
    left = Signal()

    def __init__(self, desk: Desk, editor: Editor, width: int, parent: QWidget | None = None) -> None:
        super().__init__(_("Follow-up"), width, parent)
        self._desk = desk
        self.edits = FollowUpEdits(desk.follow_ups, desk.dialogue, editor)
        self._one: Evaluation | None = None
        self._period: Period | None = None
        self.entries: list[FollowUp] = []
        self._build()
        self._wire()

    def _build(self) -> None:
        self.facts = Button(_("Facts"), shortcut="Ctrl+T", bind=False, small=True, kind=Kind.QUIET)
        self.head.addWidget(self.facts)
        self.reminder = Label("", "small", token="warning", wrap=True)
        self.asked = Label("", wrap=True)
        self.plan = Button(_("Take the coaching plan"), icon="plus", small=True)
        self.list = EntryList(_("Follow-up"), lines=True, bare=True)
        self.nothing = Label(_("Nothing was agreed yet."), token="muted", wrap=True)
        self.body.setContentsMargins(15, 8, 12, 8)
        self.body.setSpacing(6)
        for told in (self.reminder, self.asked, self.plan, self.nothing):
            self.body.addWidget(told)
        self.body.addWidget(self.list, 1)
        self.whole = Label("", wrap=True)  # the list shortens its lines
        self.form, self.talk = FollowUpForm(self._take), TalkForm(self._take_talk)
        self.new = Button(_("New"), icon="plus", shortcut="Ctrl+N", bind=False, small=True)
        self.done = Button(_("Done or open"), shortcut="Space", bind=False, small=True)
        self.edit = Button(_("Change"), shortcut="F2", bind=False, small=True)
        self.drop = Button(_("Drop"), shortcut="Del", bind=False, small=True, kind=Kind.QUIET)
        self.card = Button(_("Card for the talk"), icon="message-circle", small=True)
        rows = ((self.new, self.done), (self.edit, self.drop), (self.card,))
        self.buttons = QWidget()
        column = QVBoxLayout(self.buttons)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        low: tuple[QWidget, ...] = (self.whole, self.form, self.talk, self.buttons)
        for part in low:
            self.foot.addWidget(part)
        self.form.hide()
        self.talk.hide()
        for buttons in rows:
            row = QHBoxLayout()
            row.setSpacing(6)
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)

    def _wire(self) -> None:
        self.facts.clicked.connect(self.left)
        self.plan.clicked.connect(self.take_plan)
        self.new.clicked.connect(self.open_new)
        self.done.clicked.connect(self.turn)
        self.edit.clicked.connect(self.open_edit)
        self.drop.clicked.connect(self.drop_it)
        self.card.clicked.connect(self.open_card)
        self.list.chosen.connect(lambda _key: self._show_whole())
        self.list.opened.connect(lambda _key: self.open_edit())
        self.talk.printed.connect(self.printed)
        for form in (self.form, self.talk):
            form.closed.connect(self.close_form)
        keys.bind(self.list, "Space", self.turn, _HERE)
        keys.bind(self.list, "Del", self.drop_it, _HERE)

    # Showing
    def show_person(self, one: Evaluation, period: Period) -> None:
        if self._one is None or self._one.skp.key != one.skp.key or self._period != period:
            self.close_form(to_list=False)
        self._one, self._period = one, period
        self.title.setText(_("Follow-up: {name}").format(name=one.skp.person["name"]))
        service, today = self._desk.follow_ups, self._desk.clock.today()
        self.entries = service.of(self._person)
        self.list.show_entries([words.entry(found, today) for found in self.entries])
        if self.entries and not self.list.key():
            self.list.choose(self.entries[0].key)
        self.nothing.setVisible(not self.entries)
        reminder = service.reminder(self._person)
        self.reminder.setText(reminder.sentence if reminder else "")
        self.reminder.setVisible(reminder is not None)
        proposed = service.proposal(self._person, period)
        self.plan.setVisible(bool(proposed))
        self.asked.setVisible(bool(proposed))
        if proposed and one.predicate is not None:
            said = _("{predicate} asks for coaching: {count} steps over six months are proposed.")
            self.asked.setText(said.format(predicate=label(one.predicate), count=len(proposed)))
        for button in (self.done, self.edit, self.drop):
            button.setEnabled(bool(self.entries))

        self._show_whole()

    def _show_whole(self) -> None:
        one = self.current()
        told = [one.text, one.result] if one is not None else []
        self.whole.setText("\n".join(part for part in told if part))
        self.whole.setVisible(bool(told) and self.buttons.isVisibleTo(self))

    @property
    def _person(self) -> str:
        return str(self._one.skp.person["key"]) if self._one is not None else ""

    def current(self) -> FollowUp | None:
        return next((one for one in self.entries if one.key == self.list.key()), None)

    # Doing
    def take_plan(self) -> None:
        if self._one is None or self._period is None:
            return
        lines = self._desk.follow_ups.proposal(self._person, self._period)
        if lines:
            name = str(self._one.skp.person["name"])
            self.edits.take_plan(name, self._person, self._period, lines)
            self.list.setFocus()

    def turn(self) -> None:
        if (one := self.current()) is not None:
            self.edits.turn(one)

    def drop_it(self) -> None:
        if (one := self.current()) is not None:
            self.edits.drop(one)

    def open_new(self) -> None:
        self._make_room(self.talk)
        self.form.open_new()

    def open_edit(self) -> None:
        if (one := self.current()) is not None:
            self._make_room(self.talk)
            self.form.open_on(one)

    def open_card(self) -> None:
        if self._one is not None and self._period is not None:
            self._make_room(self.form)
            self.talk.open_on(self._desk.dialogue.card(self._person, self._period))

    def _make_room(self, other: QWidget) -> None:
        other.hide()
        self.buttons.hide()
        self.whole.hide()

    def close_form(self, *, to_list: bool = True) -> bool:
        """False when none was open."""
        was_open = not (self.form.isHidden() and self.talk.isHidden())
        self.form.hide()
        self.talk.hide()
        self.buttons.show()
        self._show_whole()
        if was_open and to_list:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        return was_open

    def _take(self, key: str, cells: Mapping[str, Any]) -> bool:
        if key:
            return self.edits.change(key, cells)
        return self._period is not None and self.edits.add(self._person, self._period, cells)

    def _take_talk(self, facts: Sequence[str], questions: Sequence[str], held: date | None) -> bool:
        if self._one is None or self._period is None:
            return False
        name = str(self._one.skp.person["name"])
        return self.edits.keep_talk(name, self._person, self._period, facts, questions, held)


class FollowUpSide(QStackedWidget):
    """Facts and follow-up in one place; under the facts stand the promises that are open."""

    printed = Signal()

    def __init__(self, facts: SidePanel, desk: Desk, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._facts = desk, facts
        self._one: Evaluation | None = None
        self._period: Period | None = None
        self.panel = FollowUpPanel(desk, editor, facts.width())
        self.open_lines = Label("", "small", wrap=True)
        self.more = Button(_("Follow-up"), icon="circle-check", shortcut="Ctrl+T", bind=False, small=True)
        self.open_lines.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        facts.foot.setSpacing(4)
        facts.foot.addWidget(Label(_("Open promises and steps"), "small", fonts.STRONG, token="muted"))
        facts.foot.addWidget(self.open_lines)
        facts.foot.addWidget(self.more)
        self.setFixedWidth(facts.width())
        self.addWidget(facts)
        self.addWidget(self.panel)
        self.more.clicked.connect(self.turn_over)
        self.panel.left.connect(self.turn_over)
        self.panel.printed.connect(self.printed)

    def show_person(self, one: Evaluation, period: Period) -> None:
        self._one, self._period = one, period
        found = self._desk.follow_ups.of(str(one.skp.person["key"]))
        waiting = [words.line(follow_up) for follow_up in found if follow_up.is_open]
        shown = waiting[:_MOST_LINES]
        if len(waiting) > len(shown):
            shown.append(_("and {count} more").format(count=len(waiting) - len(shown)))
        self.open_lines.setText("\n".join(shown) or _("None."))
        self.more.set_words(_("Follow-up ({count})").format(count=len(found)))
        if self.currentWidget() is self.panel:
            self.panel.show_person(one, period)

    def turn_over(self) -> None:
        """From the facts to the follow-up, and back."""
        if self.currentWidget() is self.panel:
            self.panel.close_form(to_list=False)
            self.setCurrentWidget(self._facts)
            self.more.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.setCurrentWidget(self.panel)
        if self._one is not None and self._period is not None:
            self.panel.show_person(self._one, self._period)
        self.panel.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_smallest(self) -> bool:
        """Esc: a form first, then the follow-up."""
        if self.currentWidget() is not self.panel:
            return False
        if not self.panel.close_form():
            self.turn_over()
        return True
