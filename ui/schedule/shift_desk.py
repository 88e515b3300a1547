"""Shifts on the schedule: their needs, a drafted roster over the period shown, and who could fill a gap."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from flexdesk.domain.places import Place
from flexdesk.domain.schema import split_key
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import _
from ui.schedule import words
from ui.schedule.edits import Edits
from ui.schedule.outcomes import Outcome
from ui.schedule.ports import Beside, CoverageRow, Editor
from ui.schedule.shift_popups import CandidateList, ShiftNeedsPopup
from ui.schedule.shift_ports import Candidate, ShiftPort, ShiftProposal, Told


class ShiftDesk:
    """Belongs to one schedule desk; `corner` is where its popups open."""

    def __init__(
        self,
        port: ShiftPort,
        editor: Editor,
        edits: Edits,
        desk: QWidget,
        *,
        span: Callable[[], tuple[date, date]],
        corner: Callable[[], QPoint],
        beside: Beside,
        report: Callable[[FlexDeskError], object],
    ) -> None:
        self._port, self._editor, self._edits, self._desk = port, editor, edits, desk
        self._span, self._corner, self._beside, self._report = span, corner, beside, report

    def ask_needs(self) -> ShiftNeedsPopup:
        """Alt+S."""
        port = self._port.needs
        popup = ShiftNeedsPopup(port.functions(), port.needs(), self._keep, self.draft, self._desk)
        popup.show_under(self._corner(), popup.fields[0, 0])
        return popup

    def _keep(self, told: list[Told]) -> bool:
        return self._editor.run(_("Needs of the shifts"), lambda: self._port.needs.set_all(told))

    def draft(self) -> None:
        """Lay a roster over the period shown, once it is found and while that is still shown.

        Stopping the search gives the best roster that it has by then.
        """
        span = self._span()

        def show(found: ShiftProposal) -> None:
            if self._span() == span:
                gaps = [(gap.person, gap.day, gap.message) for gap in found.gaps]
                self._edits.lay_roster(_("Draft shifts"), found.proposal, found.summary, gaps)

        self._beside(_("Drafting shifts"), lambda told: self._port.propose(*span, told), show)

    def ask_candidates(self, row: CoverageRow, day: date) -> CandidateList | None:
        """Enter on a shift that is short."""
        try:
            found = self._port.candidates(row.key, day)
        except FlexDeskError as error:
            self._report(error)
            return None
        title = f"{row.label}, {words.spoken_day(day)}"
        popup = CandidateList(title, found, lambda one: self._give(one, row.key, day), self._desk)
        popup.show_under(self._corner(), popup.list if found else popup)
        return popup

    def _give(self, one: Candidate, row: str, day: date) -> None:
        self._edits.write(Outcome(((one.person, day, Place(split_key(row)[-1])),)))
