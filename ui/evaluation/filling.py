"""Fills the panel of amounts and words, and brings what is typed there to the services."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from flexdesk.desk.desk import Desk
from flexdesk.domain.periods import Period, parse_period
from flexdesk.services.evaluation import Evaluation, NoteSource
from flexdesk.services.fact_sheet import FactSheet
from ui.evaluation.contents import Contents, ContentsPanel
from ui.evaluation.edits import Edits


class Filling(QObject):
    turned = Signal(bool)  # opened or closed

    def __init__(self, desk: Desk, edits: Edits, whose: Callable[[str], Evaluation | None]) -> None:
        super().__init__()
        self._desk, self._edits, self._whose = desk, edits, whose
        self._shown: tuple[Evaluation, Period] | None = None
        self.is_open = False
        self.panel = ContentsPanel()
        self.panel.left.connect(self.close)
        self.panel.realised.connect(self._realise)
        self.panel.worded.connect(self._word)
        self.panel.taken.connect(self._take)

    def open(self) -> None:
        self.is_open = True
        self.turned.emit(True)

    def close(self) -> None:
        self.is_open = False
        self.turned.emit(False)

    def show(self, one: Evaluation, period: Period, facts: FactSheet) -> None:
        """Read only while the panel is open."""
        if not self.is_open:
            return
        self._shown = (one, period)
        held = self._desk.evaluation_feedback.written(one, period)
        written = {about: str(row["text"] or "") for about, row in held.items()}
        lines = tuple(self._desk.realising.lines(one, period))
        self.panel.show_contents(Contents(one, lines, written, facts))

    def _realise(self, plan: str, indicator: str, month: str, number: float | None) -> None:
        if (one := self._whose(plan)) is not None:
            self._edits.realise(one, indicator, parse_period(month), number)

    def _word(self, plan: str, about: str, text: str, source: str) -> None:
        one = self._whose(plan)
        if one is not None and self._shown is not None:
            self._edits.feedback(one, self._shown[1], about, text, NoteSource(source))

    def _take(self) -> None:
        if self._shown is not None:
            self._edits.take(*self._shown)
