"""The decisions about the current output, each one key: accept, accept with a note, return, ask."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from flexdesk.i18n import _
from flexdesk.services.outputs import ReviewItem
from ui.review import words
from ui.review.edits import Edits
from ui.review.note import NoteForm
from ui.review.queue import Entry


class Deciding(QObject):
    """`decided` follows each decision; the next output then comes."""

    decided = Signal()

    def __init__(
        self, edits: Edits, note: NoteForm, current: Callable[[], Entry | None], page: QWidget
    ) -> None:
        super().__init__(page)
        self._edits, self._note, self._current = edits, note, current

    def accept(self) -> None:
        entry = self._current()
        if entry is not None and entry.item is not None:
            self._accept(entry.item)

    def _accept(self, item: ReviewItem, note: str = "") -> None:
        if self._edits.accept(item, note):
            self.decided.emit()

    def accept_with_note(self) -> None:
        entry = self._current()
        if entry is None or entry.item is None:
            return
        item = entry.item
        self._note.open(
            _("Note to {name}").format(name=entry.title),
            _("Accept + note"),
            str(item.row["note"] or ""),
            lambda note: self._accept(item, note),
            wanted=True,
        )

    def send_back(self) -> None:
        entry = self._current()
        if entry is None or entry.item is None or entry.day is None:
            return
        message = words.return_message(entry.title, entry.day, entry.text)
        self._note.open(
            _("When it is returned, this message is ready to be pasted"),
            _("Return"),
            message,
            lambda note: self._return(entry, note),
            wanted=True,
        )

    def _return(self, entry: Entry, note: str) -> None:
        """The evaluation keeps what was written, or that it was returned where only the courtesy was sent."""
        if entry.item is None or entry.day is None:
            return
        usual = note == words.return_message(entry.title, entry.day, entry.text)
        told = _("Returned to be completed: “{activity}”").format(activity=entry.text) if usual else note
        if self._edits.send_back(entry.item, note, told):
            QGuiApplication.clipboard().setText(note)
            self.decided.emit()

    def ask(self) -> None:
        """A polite question goes into the clipboard; the output goes on waiting, marked with the day."""
        entry = self._current()
        if entry is None or entry.item is None or entry.day is None or not entry.waiting:
            return
        if self._edits.ask(entry.item):
            QGuiApplication.clipboard().setText(words.ask_message(entry.title, entry.day, entry.text))
            self.decided.emit()
