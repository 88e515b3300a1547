"""The small windows over the schedule: views, patterns, the past of a cell, notes, a date."""

from collections.abc import Callable
from datetime import tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from flexdesk.domain.ops import Change
from flexdesk.domain.patterns import LEFT_ALONE, Pattern, PatternKind
from flexdesk.i18n import _
from ui.schedule import memory, words
from ui.schedule.go_to import GoToPopup
from ui.schedule.history import HistoryPopup
from ui.schedule.memory import SavedView
from ui.schedule.note_popup import NotePopup
from ui.schedule.pattern_list import PatternList, PatternName
from ui.schedule.ports import Editor, PatternPort, SchedulePort
from ui.schedule.sheet import Spot
from ui.schedule.view_list import ViewList

if TYPE_CHECKING:
    from ui.schedule.desk import ScheduleDesk


class Asking:
    """Belongs to one schedule desk; each opens beside the cell or the corner that it is about."""

    def __init__(
        self,
        desk: "ScheduleDesk",
        port: SchedulePort,
        editor: Editor,
        patterns: PatternPort | None,
        zone: tzinfo | None,
    ) -> None:
        self._desk, self._port, self._editor = desk, port, editor
        self._patterns, self._zone = patterns, zone

    def view(self) -> ViewList | None:
        """Alt+V: the views kept on this laptop."""
        if self._desk.is_year:
            return None
        kept = self._desk.viewing.memory

        def take(view: SavedView) -> None:
            cursor = self._desk.grid.cursor_spot()
            day = self._desk.model.sheet.days[cursor.column] if cursor is not None else self._desk.monday
            self._desk.view, self._desk.monday = view.view, view.view.start(day)
            self._desk.viewing.take(view)
            self._desk.show_period(day, view.view)

        def keep(name: str) -> None:
            fresh = self._desk.viewing.present(name, self._desk.view)
            memory.keep_views(kept, memory.with_view(memory.saved_views(kept), fresh))

        def remove(view: SavedView) -> None:
            memory.keep_views(kept, [one for one in memory.saved_views(kept) if one.name != view.name])

        popup = ViewList(memory.saved_views(kept), take, keep, remove, self._desk)
        popup.show_under(self._desk.corner(), popup.list)
        return popup

    def pattern(self) -> PatternList | None:
        """Alt+P: for the people of the selected rows, or for everybody when it is one row."""
        if self._patterns is None or self._desk.is_year:
            return None
        patterns, sheet, block = self._patterns, self._desk.settled(), self._desk.grid.selected_block()
        rows = sheet.people[block.top : block.bottom + 1] if block and block.bottom > block.top else ()
        first, last = sheet.days[0], sheet.days[-1]

        def take(pattern: Pattern) -> None:
            keys = [row.key for row in rows or sheet.people]
            self._desk.edits.lay(pattern, lambda: patterns.proposal(pattern, first, last, keys))

        def remove(pattern: Pattern) -> None:
            self._editor.run(_("Remove a pattern"), lambda: patterns.remove(pattern))

        whom = _("For {count} people").format(count=len(rows or sheet.people))
        popup = PatternList(patterns.patterns(), whom, take, remove, self._desk)
        popup.show_under(self._desk.corner(), popup.list)
        return popup

    def keep_pattern(self) -> PatternName | None:
        """Ctrl+Shift+S: the selected rows of a week become a pattern that moves on by one row a week."""
        block = self._desk.grid.selected_block()
        if self._patterns is None or block is None:
            return None
        self._desk.show_week()
        patterns, sheet = self._patterns, self._desk.settled()
        rows = [
            "".join(
                words.letter(sheet.place(Spot(row, column))) or LEFT_ALONE for column in range(sheet.width)
            )
            for row in range(block.top, block.bottom + 1)
        ]

        def keep(name: str) -> None:
            self._editor.run(_("Keep a pattern"), lambda: patterns.save(name, PatternKind.WEEK, rows))

        popup = PatternName(rows, keep, self._desk)
        popup.show_under(self._desk.corner(), popup.field)
        return popup

    def _under(self, spot: Spot) -> QPoint:
        rect = self._desk.grid.visualRect(self._desk.model.index_of(spot))
        return self._desk.grid.viewport().mapToGlobal(rect.bottomLeft())

    def history(self) -> HistoryPopup | None:
        """Alt+Enter: the past of the cell under the cursor."""
        spot = self._desk.grid.cursor_spot()
        if spot is None:
            return None
        person, day = self._desk.settled().key(spot)
        title = f"{self._desk.model.sheet.people[spot.row].name}, {words.spoken_day(day)}"
        popup = HistoryPopup(
            title,
            self._port.history(person, day),
            self._zone,
            self._desk,
            shortened=self._port.is_history_shortened(person, day),
        )
        popup.show_under(self._under(spot))
        return popup

    def note(self) -> NotePopup | None:
        """N: the line about the cell under the cursor."""
        if (spot := self._desk.grid.cursor_spot()) is None:
            return None
        sheet = self._desk.settled()
        person, day = sheet.key(spot)
        title = f"{sheet.people[spot.row].name}, {words.spoken_day(day)}"
        return self._note_popup(
            title, sheet.note(spot), lambda text: self._port.notes.of_cell(person, day, text)
        )

    def day_note(self) -> NotePopup | None:
        """Shift+N, or a double click on the head: the line about the day of the cursor."""
        if (spot := self._desk.grid.cursor_spot()) is None:
            return None
        sheet = self._desk.settled()
        day = sheet.days[spot.column]
        text = sheet.notes.get(day, "")
        return self._note_popup(words.spoken_day(day), text, lambda text: self._port.notes.of_day(day, text))

    def _note_popup(self, title: str, text: str, write: Callable[[str], Change | None]) -> NotePopup:
        popup = NotePopup(title, text, lambda line: self._desk.edits.note(lambda: write(line)), self._desk)
        spot = self._desk.grid.cursor_spot()
        popup.show_under(self._under(spot) if spot is not None else self._desk.corner())
        return popup

    def date(self) -> GoToPopup:
        """Ctrl+G."""
        popup = GoToPopup(self._desk.monday, self._desk.go_to_day, self._desk)
        popup.show_under(self._desk.corner())
        return popup
