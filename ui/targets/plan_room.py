"""The way from the target screen into the SKP of the line under the cursor, and to dated targets."""

from datetime import date
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from ui.targets.detail import TargetPanel
from ui.targets.outline import OutlineView
from ui.targets.plan_sheet import PlanSheet
from ui.undo.editor import Editor
from ui.widgets import keys


class Host(Protocol):
    """What the screen lends to the sheet."""

    body: QVBoxLayout
    desk_row: QWidget
    table: OutlineView
    panel: TargetPanel
    year: int

    @property
    def empty(self) -> QWidget: ...

    def refresh(self) -> None: ...


class PlanRoom:
    """The sheet and its way in and out; the screen calls `settle` after each reading."""

    def __init__(self, page: QWidget, host: Host, desk: Desk, editor: Editor) -> None:
        self._host, self._desk = host, desk
        self.sheet = PlanSheet(desk, editor)
        host.body.addWidget(self.sheet, 1)
        host.panel.today = desk.clock.today()
        host.panel.history_of = desk.target_changes.history
        host.panel.change_asked.connect(self._change_target)
        host.panel.document.clicked.connect(self.toggle)
        self.sheet.closed.connect(self.close)
        keys.bind(page, "Alt+K", self.toggle)

    @property
    def is_open(self) -> bool:
        return not self.sheet.isHidden()

    def toggle(self) -> None:
        if self.is_open:
            self.close()
        else:
            self.open()

    def open(self) -> None:
        """Of the person who heads or carries the line under the cursor."""
        line = self._host.table.line()
        plan = line.branch.skp if line is not None else None
        person = str(plan.person["key"]) if plan is not None else self._desk.reader.unit().head
        self._host.desk_row.hide()  # first: for both at once the window would grow, and stay so
        self._host.empty.hide()
        self.sheet.open(person, self._host.year, plan.key if plan is not None else "")

    def close(self) -> bool:
        """False when the sheet was not open."""
        if not self.is_open:
            return False
        self.sheet.texts.forget()
        self.sheet.hide()
        self._host.refresh()
        self._host.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def settle(self) -> None:
        """After the screen has read the store: the calendar for forecasts, and what the sheet shows."""
        self._host.panel.calendar = self._desk.reader.calendar(self._desk.clock.today())
        if self.is_open:
            self.sheet.show_year(self._host.year)

    def leave_smallest(self) -> bool:
        return self.is_open and self.sheet.leave_smallest()

    def _change_target(self, key: str, target: str, unit: str, since: date) -> None:
        if self.sheet.edits.target(key, target, unit, since):
            self._host.panel.close_form()
