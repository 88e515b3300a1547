"""One line of the tray: what was written, by which name, and the field that says whose it is."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.i18n import _
from flexdesk.store.store import Row
from ui.qt import fonts, theme
from ui.review.detail import FactRows
from ui.review.person_field import PersonField, Someone
from ui.review.words import long_day, tray_amount, tray_why
from ui.widgets.button import Button, Kind
from ui.widgets.label import Label


class TrayPanel(QWidget):
    """`given` carries the person's key, `dropped` nothing; the page knows which line is current."""

    given = Signal(str)
    dropped = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = Label("", "heading", fonts.STRONG, wrap=True)
        self.facts = FactRows((_("Sender"), _("Amount"), _("Day"), _("Why here")))
        self.person = PersonField(_("Whose line is this"))
        self.note = Label("", "small", token="muted", wrap=True)
        self.give = Button(_("Give to this person"), shortcut="Enter", bind=False, kind=Kind.PRIMARY)
        self.drop = Button(_("It reports nothing"), icon="trash-2", shortcut="Del")
        self.person.chosen.connect(self.given)
        self.give.clicked.connect(self._give)
        self.drop.clicked.connect(self.dropped)
        row = QHBoxLayout()
        row.addWidget(self.give)
        row.addWidget(self.drop)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(10)
        column.addWidget(self.text)
        column.addWidget(self.facts)
        column.addWidget(Label(_("Whose line is this"), "small", fonts.STRONG, token="muted"))
        column.addWidget(self.person)
        column.addWidget(self.note)
        column.addLayout(row)
        column.addStretch(1)

    def show_line(self, line: Row, together: int, people: Sequence[Someone], first: str) -> None:
        """`together` lines came under this name, and all of them find their person at once."""
        self.text.setText(str(line["text"] or ""))
        sender = str(line["name"] or "")
        self.facts.show_facts(
            (sender, tray_amount(line), long_day(date.fromisoformat(str(line["day"]))), tray_why(line))
        )
        self.person.show_people(people, first)
        told = _("{count} lines came under this name; the name is remembered.")
        self.note.setText(told.format(count=together) if sender and not first else "")

    def _give(self) -> None:
        someone = self.person.person
        if someone is not None:
            self.given.emit(someone.key)
        else:
            self.person.setFocus(Qt.FocusReason.OtherFocusReason)

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().color("surface"))
