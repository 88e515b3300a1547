"""The month's table of plan and fact: who was planned where, and where they really were."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from flexdesk.i18n import _
from flexdesk.services.attendance_days import PlanAndFact
from ui.attendance import words
from ui.widgets.cells import Cell
from ui.widgets.table import Column, RowsModel, TableView


class PlanModel(RowsModel[PlanAndFact]):
    def __init__(self, parent: QWidget | None = None) -> None:
        columns: list[Column[PlanAndFact]] = [
            Column("name", _("Name"), lambda one: Cell(one.name, strong=bool(one.different)), 200),
            _counted("planned", _("Away by plan"), lambda one: one.planned_away),
            _counted("really", _("Really away"), lambda one: one.really_away),
            _counted("office", _("Came to the office"), lambda one: one.to_office, 144),
            _counted("away", _("Away after all"), lambda one: one.to_away),
            _counted("absent", _("Not at work"), lambda one: one.absent),
            _counted("different", _("Different days"), lambda one: one.different),
            Column("days", _("Which"), lambda one: Cell(words.plan_days(one.days), "muted")),
        ]
        super().__init__(columns, lambda one: one.person, parent)


def _counted(
    key: str, label: str, read: Callable[[PlanAndFact], int], width: int = 122
) -> Column[PlanAndFact]:
    def cell(one: PlanAndFact) -> Cell:
        count = read(one)
        return Cell(str(count), "text" if count else "muted")

    return Column(key, label, cell, width, to_right=True, sort=read)


class PlanTable(TableView):
    def __init__(self, model: PlanModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Plan and fact"), parent)
        self.setEditTriggers(TableView.EditTrigger.NoEditTriggers)
        self.show_rows_of(model)
