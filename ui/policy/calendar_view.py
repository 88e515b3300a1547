"""The year's holidays and joint leave, each with the decree it rests on."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.bootstrap import Desk
from flexdesk.domain.calendar import WEEKDAY_NAMES, Holiday, HolidayKind
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import day_label
from flexdesk.i18n import N_, _
from ui.qt import fonts
from ui.widgets.badge import BadgeFacts
from ui.widgets.banner import Banner
from ui.widgets.button import IconButton
from ui.widgets.card import Card
from ui.widgets.cells import Cell
from ui.widgets.label import Label
from ui.widgets.table import Column, RowsModel, TableView
from ui.widgets.tones import Tone

_KINDS = {
    HolidayKind.NATIONAL: BadgeFacts(N_("National holiday"), Tone.NEGATIVE),
    HolidayKind.JOINT_LEAVE: BadgeFacts("Cuti bersama", Tone.WARNING),
    HolidayKind.REGIONAL: BadgeFacts(N_("Regional holiday"), Tone.ACCENT),
}


class CalendarView(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.year = desk.clock.today().year
        self.back = IconButton("chevron-left", _("Year before"))
        self.forth = IconButton("chevron-right", _("Next year"))
        self.label = Label("", "lead", fonts.STRONG)
        self.note = Label("", "small", token="muted")
        head = QHBoxLayout()
        for part in (self.back, self.label, self.forth, self.note):
            head.addWidget(part)
        head.addStretch(1)
        columns: list[Column[Holiday]] = [
            Column("day", _("Date"), lambda one: Cell(day_label(one.day), strong=True), 150),
            Column("weekday", _("Day"), lambda one: Cell(WEEKDAY_NAMES[one.day.weekday()]), 80),
            Column("name", _("Name"), lambda one: Cell(one.name), 240),
            Column("kind", _("Kind"), _kind, 130),
            Column("decree", _("Decree"), lambda one: Cell(one.decree or _("no decree"), tip=one.decree)),
        ]
        self.model: RowsModel[Holiday] = RowsModel(columns, lambda one: f"{one.day}|{one.region}")
        self.model.setParent(self)
        self.table = TableView(_("Holidays of the year"))
        self.table.show_rows_of(self.model)
        self.missing = Banner(Tone.WARNING, _("No decree for this year is known yet; the days are not sure."))
        card = Card(flush=True)
        card.body.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addLayout(head)
        column.addWidget(self.missing)
        column.addWidget(card, 1)
        self.back.clicked.connect(lambda: self.show_year(self.year - 1))
        self.forth.clicked.connect(lambda: self.show_year(self.year + 1))
        self.show_year(self.year)

    def show_year(self, year: int) -> None:
        self.year = year
        held = self._desk.policy.holidays(year)
        self.model.set_rows(held)
        self.label.setText(str(year))
        joint = sum(one.kind == HolidayKind.JOINT_LEAVE for one in held)
        text = _("{holidays} holidays, {joint} days of cuti bersama")
        self.note.setText(text.format(holidays=len(held) - joint, joint=joint))
        self.missing.setVisible(not any(one.decree for one in held))

    def apply(self, change: Change) -> None:
        if any(op.table in ("holiday", "policy") for op in change.ops):
            self.show_year(self.year)


def _kind(one: Holiday) -> Cell:
    facts = _KINDS[HolidayKind(one.kind)]
    return Cell(badge=BadgeFacts(_(facts.text), facts.tone), spoken=_(facts.text))
