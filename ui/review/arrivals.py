"""What comes in by hand: a chat that is pasted, its tray, and reports that the leader types."""

from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from flexdesk.desk.desk import Desk
from flexdesk.i18n import _
from flexdesk.progress import Progress
from flexdesk.services.chats import Understood
from flexdesk.services.typed_outputs import TypedOutput
from flexdesk.store.store import Row
from ui.feedback.reporter import Reporter
from ui.review.body import ReviewBody
from ui.review.edits import Edits
from ui.review.paste import PasteView
from ui.review.person_field import Someone
from ui.review.typed_form import TypedForm
from ui.tasks.on_store import on_store
from ui.tasks.runner import Runner
from ui.widgets.tones import Tone


class Arrivals(QObject):
    """`arrived` follows when something was taken over; `left` when a view was closed."""

    arrived = Signal()
    left = Signal()

    def __init__(
        self, desk: Desk, edits: Edits, runner: Runner, reporter: Reporter, body: ReviewBody, page: QWidget
    ) -> None:
        super().__init__(page)
        self._desk, self._edits, self._reporter, self._body = desk, edits, reporter, body
        self.paste = PasteView(self._understand, runner, reporter)
        self.typed = TypedForm(self._type_in, desk.typed_outputs.targets)
        self.line: Row | None = None
        for view in (self.paste, self.typed):
            body.add_view(view)
            view.closed.connect(self.close_view)
        self.paste.taken.connect(self._take)
        body.tray.given.connect(self._give)
        body.tray.dropped.connect(self._drop)

    def people(self) -> list[Someone]:
        return [Someone(one.key, one.nip, one.full_name) for one in self._desk.people.roster()]

    def close_view(self) -> None:
        self._body.lay_over(None)
        self.left.emit()

    # Chat
    def open_paste(self) -> None:
        self._body.lay_over(self.paste)
        self.paste.open()

    def _understand(self, text: str, progress: Progress) -> list[Understood]:
        today = self._desk.clock.today()
        chats = self._desk.chats
        return on_store(self._desk.store, lambda _progress: chats.understand(text, today))(progress)

    def _take(self, text: str) -> None:
        found = self._edits.paste(text, self._desk.clock.today())
        if found is None:
            return
        self.close_view()
        told = _("{taken} outputs taken over, {known} known already, {waiting} lines in the tray.")
        said = told.format(taken=found.taken.accepted, known=found.taken.duplicates, waiting=found.waiting)
        self._reporter.tell(said, Tone.WARNING if found.waiting else Tone.POSITIVE)
        self.arrived.emit()

    # Tray
    def show_line(self, line: Row) -> None:
        same = self.line is not None and self.line["key"] == line["key"]
        self.line = line
        if not same:
            chats = self._desk.chats
            self._body.tray.show_line(line, len(chats.together(line)), self.people(), chats.sender(line))
        self._body.show_right(self._body.tray)

    def _give(self, person: str) -> None:
        if self.line is None:
            return
        name = next((one.name for one in self.people() if one.key == person), "")
        self._edits.give(self._desk.chats.together(self.line), person, name)

    def _drop(self) -> None:
        if self.line is not None:
            self._edits.drop(str(self.line["key"]))

    # Typed
    def open_typed(self, person: str, day: date) -> None:
        """`person` may be empty."""
        self._body.lay_over(self.typed)
        self.typed.open(self.people(), day, person)

    def _type_in(self, typed: TypedOutput) -> bool:
        kept = self._edits.type_in(typed)
        if kept:
            self.arrived.emit()
        return kept
