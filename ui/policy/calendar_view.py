"""The year's holidays with the decree each rests on, and the unit's own word on them with its reason."""

from pathlib import Path

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.calendar import WEEKDAY_NAMES, HolidayKind
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import day_label
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_, _
from flexdesk.services.holidays import HolidayRow
from ui.feedback.reporter import Reporter
from ui.policy.holiday_panel import HolidayPanel, Mode, Wanted
from ui.qt import fonts, theme
from ui.undo.editor import Editor
from ui.widgets.badge import BadgeFacts
from ui.widgets.banner import Banner
from ui.widgets.button import Button, IconButton
from ui.widgets.cells import Cell
from ui.widgets.label import Label
from ui.widgets.table import Column, RowsModel, TableView
from ui.widgets.tones import Tone

KINDS = {
    HolidayKind.NATIONAL: BadgeFacts(N_("National holiday"), Tone.NEGATIVE),
    HolidayKind.JOINT_LEAVE: BadgeFacts("Cuti bersama", Tone.WARNING),
    HolidayKind.REGIONAL: BadgeFacts(N_("Regional holiday"), Tone.ACCENT),
}
_STATES = {
    "shipped": BadgeFacts("", Tone.QUIET),
    "added": BadgeFacts(N_("added"), Tone.ACCENT, "plus"),
    "changed": BadgeFacts(N_("changed"), Tone.ACCENT, "pencil"),
    "struck": BadgeFacts(N_("struck"), Tone.NEUTRAL, "minus"),
}


class CalendarView(QWidget):
    """Days of a year at the left, the form for one of them at the right."""

    def __init__(self, desk: Desk, editor: Editor, reporter: Reporter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._editor, self._reporter = desk, editor, reporter
        self.year = desk.clock.today().year
        self._build_head()
        columns: list[Column[HolidayRow]] = [
            Column("day", _("Date"), _day, 146),
            Column("weekday", _("Day"), lambda one: Cell(WEEKDAY_NAMES[one.day.weekday()]), 64),
            Column("name", _("Name"), lambda one: Cell(one.name, _ink(one), tip=one.name), 210),
            Column("kind", _("Kind"), _kind, 116),
            Column("state", _("This unit"), _state, 96),
            Column("decree", _("Decree"), lambda one: Cell(one.decree or _("no decree"), tip=one.decree)),
        ]
        self.model: RowsModel[HolidayRow] = RowsModel(columns, lambda one: one.key)
        self.model.setParent(self)
        self.table = TableView(_("Holidays of the year"))
        self.table.show_rows_of(self.model)
        self.missing = Banner(Tone.WARNING, _("No decree for this year is known yet; the days are not sure."))
        self.fasting = Label("", "small", token="muted", wrap=True)
        left = QVBoxLayout()
        left.setContentsMargins(12, 8, 12, 8)
        left.setSpacing(6)
        left.addLayout(self._years)
        left.addLayout(self._actions)
        left.addWidget(self.missing)
        left.addWidget(self.fasting)
        left.addWidget(self.table, 1)
        self.panel = HolidayPanel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.panel)
        self._wire()
        self.show_year(self.year)

    def _build_head(self) -> None:
        self.back = IconButton("chevron-left", _("Year before"))
        self.forth = IconButton("chevron-right", _("Next year"))
        self.label = Label("", "lead", fonts.STRONG)
        self.note = Label("", "small", token="muted")
        self._years = QHBoxLayout()
        for part in (self.back, self.label, self.forth, self.note):
            self._years.addWidget(part)
        self.add = Button(_("Add"), icon="plus", shortcut="Ins")
        self.move_day = Button(_("Move"), icon="arrow-right", shortcut="F2")
        self.strike = Button(_("Strike"), icon="minus", shortcut="Del")
        self.restore = Button(_("As shipped"), icon="undo-2")
        self.ramadan = Button("Ramadan", icon="moon")
        self.load = Button(_("Read a list"), icon="download")
        self._actions = QHBoxLayout()
        for button in (self.add, self.move_day, self.strike, self.restore):
            self._actions.addWidget(button)
        self._actions.addStretch(1)
        self._years.addStretch(1)
        for button in (self.ramadan, self.load):
            self._years.addWidget(button)

    def _wire(self) -> None:
        self.back.clicked.connect(lambda: self.show_year(self.year - 1))
        self.forth.clicked.connect(lambda: self.show_year(self.year + 1))
        self.add.clicked.connect(lambda: self.panel.open(Mode.ADD, None))
        self.move_day.clicked.connect(lambda: self.panel.open(Mode.MOVE, self.chosen()))
        self.strike.clicked.connect(lambda: self.panel.open(Mode.STRIKE, self.chosen()))
        self.restore.clicked.connect(lambda: self._restore())
        self.ramadan.clicked.connect(lambda: self._open_ramadan())
        self.load.clicked.connect(lambda: self.ask_file())
        self.panel.given.connect(self.write)
        self.panel.left.connect(self.leave)
        self.table.selectionModel().currentChanged.connect(lambda _now, _then: self._show_chosen())

    # -- showing

    def show_year(self, year: int) -> None:
        self.year = year
        kept = self.chosen()
        rows = self._desk.holidays.rows(year)
        self.model.set_rows(rows)
        found = self.model.find(kept.key) if kept else self.model.index(0, 0)
        self.table.setCurrentIndex(found if found.isValid() else self.model.index(0, 0))
        self.label.setText(str(year))
        living = [one for one in rows if one.state != "struck"]
        joint = sum(one.kind == HolidayKind.JOINT_LEAVE for one in living)
        text = _("{holidays} holidays, {joint} days of cuti bersama")
        self.note.setText(text.format(holidays=len(living) - joint, joint=joint))
        self.missing.setVisible(self._desk.holidays.is_estimated(year))
        fasting = self._desk.holidays.ramadan(year)
        words = _("Ramadan is not entered for this year.")
        if fasting:
            words = _("Ramadan from {first} to {last}").format(
                first=day_label(fasting[0]), last=day_label(fasting[1])
            )
        self.fasting.setText(words)
        self._show_chosen()

    def chosen(self) -> HolidayRow | None:
        return self.model.row_at(self.table.currentIndex())

    def _show_chosen(self) -> None:
        one = self.chosen()
        standing = one is not None and one.state != "struck"
        self.move_day.setEnabled(standing)
        self.strike.setEnabled(standing)
        self.restore.setEnabled(one is not None and one.state != "shipped")
        if self.panel.mode is Mode.LOOK or self.panel.mode in (Mode.MOVE, Mode.STRIKE):
            steps = self._desk.holidays.steps(one.day, one.region) if one is not None else ()
            self.panel.look(one, steps)

    def _open_ramadan(self) -> None:
        self.panel.open(Mode.RAMADAN, None, span=self._desk.holidays.ramadan(self.year))

    # -- writing

    def write(self, wanted: Wanted) -> None:
        """What the form was filled with, as one step."""
        service = self._desk.holidays
        one, day = wanted.row, wanted.day
        region = one.region if one is not None else wanted.region

        def call(reason: str) -> Change | None:
            if wanted.mode is Mode.STRIKE and one is not None:
                return service.strike(one.day, region=region, reason=reason)
            if wanted.mode is Mode.RAMADAN and day is not None and wanted.last is not None:
                return service.set_ramadan(day, wanted.last, source=reason)
            if wanted.mode is Mode.MOVE and one is not None and day is not None:
                return service.move(one.day, day, region=region, reason=reason)
            if wanted.mode is Mode.IMPORT and wanted.file is not None:
                return service.import_file(wanted.file, decree=wanted.decree, region=region).change
            if day is None:
                return None
            return service.set(
                day, wanted.name, wanted.kind, region=region, decree=wanted.decree, reason=reason
            )

        if self._editor.run(_("Change the calendar"), lambda: call(wanted.reason), with_reason=call):
            self.leave()
            if day is not None and day.year != self.year:
                self.show_year(day.year)

    def _restore(self) -> None:
        one = self.chosen()
        if one is not None:
            self._editor.run(
                _("Change the calendar"),
                lambda: self._desk.holidays.restore(one.day, region=one.region),
            )

    def ask_file(self) -> None:
        kinds = _("Lists of holidays") + " (*.xlsx *.xls *.ods *.csv *.toml)"
        path, _filter = QFileDialog.getOpenFileName(self, _("Read a list"), str(Path.home()), kinds)
        if path:
            self.preview(Path(path))

    def preview(self, file: Path) -> None:
        """What a file would change; it is read again when the person takes it."""
        try:
            found = self._desk.holidays.import_file(file, dry_run=True)
        except FlexDeskError as error:
            self._reporter.report(error)
            return
        self.panel.show_import(file, found)

    def leave(self) -> bool:
        """Put the form away; False when none is open."""
        if self.panel.mode is Mode.LOOK:
            return False
        self.panel.close_form()
        self._show_chosen()
        self.table.setFocus()
        return True

    def apply(self, change: Change) -> None:
        if any(op.table in ("holiday", "policy", "policy_pack") for op in change.ops):
            self.show_year(self.year)

    # Qt overrides
    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().color("surface"))


def _ink(one: HolidayRow) -> str:
    return "muted" if one.state == "struck" else "text"


def _day(one: HolidayRow) -> Cell:
    return Cell(day_label(one.day), _ink(one), strong=one.state != "struck")


def _kind(one: HolidayRow) -> Cell:
    facts = KINDS[HolidayKind(one.kind)]
    return Cell(badge=BadgeFacts(_(facts.text), facts.tone), spoken=_(facts.text))


def _state(one: HolidayRow) -> Cell:
    facts = _STATES[one.state]
    if not facts.text:
        return Cell("")
    return Cell(badge=BadgeFacts(_(facts.text), facts.tone, facts.icon), spoken=_(facts.text), tip=one.note)
