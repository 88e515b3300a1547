"""The room “Bulan”: what stands against closing a month, its figures and note, and the close itself."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import Period, month_of, parse_period
from flexdesk.errors import EnvironmentTrouble, UsageError, reason_of
from flexdesk.i18n import _
from flexdesk.services.month import MonthView
from flexdesk.services.sharing import as_xlsx
from flexdesk.services.weekly_export import note_export
from flexdesk.system.durable import write_durably
from ui.feedback.reporter import Reporter
from ui.month import words
from ui.month.edits import Edits
from ui.month.panel import WIDTH, MonthPanel
from ui.undo.editor import Editor
from ui.widgets.button import Button, Kind
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.entries import EntryList
from ui.widgets.label import Label
from ui.widgets.page import Command, KeyRow, Page

NOTE, EXPORT = "note", "export"  # `note|2026-10`, `export|2026-W41`
_HERE = "today"
_SETTLE_MS = 60


class MonthPage(Page):
    help_name = "month"

    def __init__(self, desk: Desk, editor: Editor, reporter: Reporter, parent: QWidget | None = None) -> None:
        super().__init__(_("Month"), parent)
        self._desk, self._service, self._reporter = desk, desk.month, reporter
        self.edits = Edits(desk.month, editor)
        self.month = desk.month.last_month()
        self.view: MonthView | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self.refresh)
        self._build_header()
        self._build_body()
        self.refresh()

    # Building
    def _build_header(self) -> None:
        self.header.add_period(lambda: self.step(-1), lambda: self.step(+1))
        self.note = Button(_("Note"), icon="pencil", shortcut="N")
        self.open_again = Button(_("Open again"), icon="lock-open", shortcut="R")
        self.close_month = Button(
            _("Close the month"), icon="lock", shortcut="Ctrl+Shift+Enter", kind=Kind.PRIMARY
        )
        self.note.clicked.connect(self.open_note)
        self.open_again.clicked.connect(lambda: self.edits.reopen(self.month))
        self.close_month.clicked.connect(lambda: self.edits.close(self.month))
        for button in (self.note, self.open_again, self.close_month):
            self.header.add_action(button)

    def _build_body(self) -> None:
        self.body.setContentsMargins(0, 0, 0, 0)
        self.list = EntryList(_("What stands against the close"), lines=True)
        self.list.opened.connect(self._open)
        self.told = Label("", token="muted", wrap=True)
        self.done = EmptyState("circle-check", _("Nothing stands against closing this month."))
        self.middle = QStackedWidget()
        self.middle.addWidget(self.list)
        self.middle.addWidget(self.done)
        self.card = Card(_("What is left"), flush=True)
        said = QHBoxLayout()
        said.setContentsMargins(11, 0, 11, 0)
        said.addWidget(self.told, 1)
        self.card.body.addLayout(said)
        self.card.body.addWidget(self.middle, 1)
        self.panel = MonthPanel(self._take_note)
        self.panel.form.closed.connect(self.close_note)
        left = QVBoxLayout()
        left.setContentsMargins(12, 12, 12, 12)
        left.addWidget(self.card, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.panel)
        self.panel.setFixedWidth(WIDTH)
        self.body.addLayout(row, 1)

    # Showing
    def show_month(self, month: Period) -> None:
        self.panel.close_note()
        self.month = month
        self.refresh()

    def step(self, by: int) -> None:
        self.show_month(self.month.next() if by > 0 else self.month.previous())

    def refresh(self) -> None:
        self._timer.stop()
        view = self.view = self._service.view(self.month)
        self.header.set_period(self.month.label())
        self.header.set_badge(words.badge(view))
        self.open_again.setVisible(view.is_closed)
        self.close_month.setVisible(not view.is_closed)
        self.list.show_entries(words.entries(view))
        self.middle.setCurrentWidget(self.list if view.blockers or view.late else self.done)
        self.told.setText(self._said(view))
        self.card.note.setText(_("Enter opens the place") if view.blockers else "")
        self.panel.show_view(view)
        if not self.list.key() and view.blockers:
            self._stand_on_first()

    def _said(self, view: MonthView) -> str:
        if view.late:
            return _(
                "These values are kept, but the frozen figures leave them out; open the month to count them."
            )
        if view.is_closed:
            return _("The month is frozen: its schedule, reports, reviews and marks cannot be changed.")
        if view.hard:
            return _("What is binding is settled first; then the month can be closed.")
        if view.soft:
            return _("The month can be closed with a reason that says why the rest may stay.")
        return ""

    def _stand_on_first(self) -> None:
        first = next((entry.key for entry in self.list.rows.entries if not entry.heading), "")
        self.list.choose(first)

    def _open(self, key: str) -> None:
        """Go to the very place of an entry."""
        view = self.view
        what, _bar, number = key.partition("|")
        if view is not None and what == "late":
            late = view.late[int(number)]
            place = ("review", late.day.isoformat()) if late.table == "output" else ("schedule", late.spot)
            self.wanted.emit(*place)
        if view is None or what != "blocker":
            return
        found = view.blockers[int(number)]
        own = found.item.removeprefix("month:")
        if found.page == _HERE and own != found.item:
            self.open_item(own)
        elif found.item:
            self.wanted.emit(found.page, found.item)

    # The note
    def open_note(self) -> None:
        if self.view is not None:
            self.panel.open_note(self.view.note)

    def close_note(self) -> None:
        self.panel.close_note()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_note(self, parts: Mapping[str, str]) -> bool:
        return self.edits.write_note(self.month, parts)

    # The weekly table for the agency
    def ask_export(self, week: Period) -> None:
        start = str(Path.home() / f"jadwal_{week.code}.xlsx")
        name, _kind = QFileDialog.getSaveFileName(self, _("Schedule for the agency"), start, "Excel (*.xlsx)")
        if name:
            self.export_week(week, Path(name))

    def export_week(self, week: Period, path: Path) -> None:
        """Write the week as a table and remember that its version went out."""
        unit = str(self._desk.unit.row().get("name") or "")
        view = self._desk.schedule.period(week.first, week.last)
        try:
            write_durably(path, as_xlsx(view, f"Jadwal kerja {unit}, {week.label('id')}"), mode=0o644)
        except OSError as error:
            self._reporter.report(EnvironmentTrouble(detail=reason_of(error)))
            return
        note_export(self._desk.store, self._desk.schedule, week)
        self._reporter.tell(
            _("The schedule of week {week} is in {name}.").format(week=week.number, name=path.name)
        )
        self.refresh()

    # What the frame asks
    def activate(self) -> None:
        if self._timer.isActive():
            self.refresh()
        if not self.panel.form.isVisible():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def apply(self, _change: Change) -> None:
        self._timer.start()

    def settled(self) -> MonthView:
        """The view after everything that was committed."""
        if self.view is None or self._timer.isActive():
            self.refresh()
        assert self.view is not None
        return self.view

    def open_item(self, key: str) -> None:
        """`2026-10`, `note|2026-10` or `export|2026-W41`."""
        what, _bar, rest = key.rpartition("|")
        try:
            period = parse_period(rest)
        except UsageError:
            return
        self.show_month(month_of(period.first))
        if what == NOTE:
            self.open_note()
        elif what == EXPORT:
            self.ask_export(period)

    def keys(self) -> Sequence[KeyRow]:
        return (
            KeyRow("Enter", _("Open the place where it is settled")),
            KeyRow("N", _("Write the monitoring note")),
            KeyRow("Ctrl+Shift+Enter", _("Close the month")),
            KeyRow("R", _("Open a closed month again, with a reason")),
            KeyRow("Alt+PgUp / PgDown", _("Month before, month after")),
            KeyRow("F8", _("Next binding point")),
        )

    def commands(self) -> Sequence[Command]:
        found = [Command(_("Write the monitoring note"), self.open_note, "N", "pencil")]
        if self.view is not None and self.view.is_closed:
            return (*found, Command(_("Open the month again"), self.open_again.click, "R", "lock-open"))
        return (*found, Command(_("Close the month"), self.close_month.click, "Ctrl+Shift+Enter", "lock"))

    def panes(self) -> Sequence[QWidget]:
        return [self.list, self.close_month if self.close_month.isVisible() else self.open_again]

    def step_problem(self, step: int) -> bool:
        view = self.view
        if view is None or not view.hard:
            return False
        wanted = [f"blocker|{view.blockers.index(one)}" for one in view.hard]
        key = self.list.key()
        at = wanted.index(key) + step if key in wanted else 0
        return self.list.choose(wanted[at % len(wanted)])

    def leave_smallest(self) -> bool:
        if self.panel.form.isVisible():
            self.close_note()
            return True
        return False

    def shut(self) -> None:
        self._timer.stop()
