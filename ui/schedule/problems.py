"""Going through what is wrong in the period shown, and mending it."""

from typing import TYPE_CHECKING

from flexdesk.services.shift_coverage import is_shift_row
from ui.schedule.sheet import Problem, Spot

if TYPE_CHECKING:
    from ui.schedule.desk import ScheduleDesk


class Problems:
    """Belongs to one schedule desk: its cards, its cursor and its needs lead to each other."""

    def __init__(self, desk: "ScheduleDesk") -> None:
        self._desk = desk

    def open(self, number: int) -> None:
        """Show a problem and put the cursor on its cell."""
        problem = self._desk.model.sheet.problems[number]
        if problem.column is not None:
            cursor = self._desk.grid.cursor_spot()
            row = problem.row if problem.row is not None else (cursor.row if cursor is not None else 0)
            self._desk.grid.go_to(Spot(row, problem.column))
        self._desk.panel.set_current(number)
        self._desk.grid.setFocus()

    def next(self, step: int) -> None:
        """F8 and Shift+F8; while a proposal lies open they walk through its marked cells."""
        if self._desk.is_year:
            self._desk.year.next_problem(step)
            return
        if self._desk.edits.walk(step):
            return
        problems, current = self._desk.settled().problems, self._desk.panel.current
        if not problems:
            return
        stands = 0 <= current < len(problems) and self._stands_on(problems[current])
        # The open card may be one that the cursor has not been to yet.
        onward = current + step if stands or step < 0 else max(current, 0)
        self.open(onward % len(problems))

    def _stands_on(self, problem: Problem) -> bool:
        cursor = self._desk.grid.cursor_spot()
        if cursor is None:
            return False
        return problem.column in (cursor.column, None) and problem.row in (cursor.row, None)

    def open_at(self, spot: Spot) -> None:
        numbers = self._desk.model.sheet.problems_at(spot)
        if numbers and self._desk.panel.current not in numbers:
            self._desk.panel.set_current(numbers[0])

    def take_fix(self, number: int) -> None:
        """Alt+1 to Alt+3 on the open card."""
        way = self._desk.panel.way(number)
        if way is not None and not self._desk.isHidden() and not self._desk.is_year:
            problem = self._desk.model.sheet.problems[
                self._desk.panel.current
            ]  # the one that is read on the card
            self._desk.edits.fix(way.fix, conflict=problem.finding is None)

    def fix_of_card(self, card: int, number: int) -> None:
        self._desk.panel.set_current(card)
        self.take_fix(number)

    def open_need(self, row: int, column: int) -> None:
        """Enter on a need: the candidates are the fixes of its problem."""
        sheet, need = self._desk.settled(), self._desk.needs.rows[row]
        if self._desk.shifts is not None and is_shift_row(need.key):
            self._desk.shifts.ask_candidates(need, sheet.days[column])
            return
        for number, one in enumerate(sheet.problems):
            point = one.finding.point or "away" if one.finding is not None and not one.finding.person else ""
            if one.column == column and point == need.key:
                self.open(number)
                return
