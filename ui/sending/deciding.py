"""What asks for a person's decision on the screen of sending: conflicts, one or many, and held up changes."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from flexdesk.desk.desk import Desk
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import _
from flexdesk.services.settling import Take
from ui.feedback.reporter import Reporter
from ui.sending import words
from ui.sending.conflict import ConflictCard
from ui.sending.dealings import Dealings
from ui.sending.decision_card import ACCEPT, DELETE, KEEP, LEAVE, DecisionCard
from ui.sending.matters import About, Line, Matter
from ui.sending.model import GROUPS, Centre, row_title
from ui.sending.places import place_of
from ui.sending.settle_card import SettleCard
from ui.undo.editor import Editor
from ui.widgets.tones import Tone


class Deciding(QObject):
    """Owns the cards of decisions; `decided` says that one was made, `wanted` asks for a screen and item."""

    decided = Signal()
    wanted = Signal(str, str)

    def __init__(
        self, desk: Desk, *, editor: Editor, reporter: Reporter, dealings: Dealings, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._editor, self._reporter = desk, editor, reporter
        self._dealings = dealings
        self.centre: Centre | None = None
        self._at = 0
        self.conflict, self.many, self.matter = ConflictCard(), SettleCard(), DecisionCard()
        for form in (self.many, self.matter):
            dealings.add(form)
        self.conflict.settled.connect(self._settle)
        self.conflict.opened.connect(lambda: self._open_conflicting())
        self.conflict.together.connect(lambda: self.open_groups())
        self.many.settled.connect(self._settle_many)
        self.matter.decided.connect(self._decide)
        self.matter.wanted.connect(self.look_at)
        self.matter.copied.connect(self._copy)
        dealings.opened.connect(self.conflict.hide)

    # -- showing

    def show_centre(self, centre: Centre) -> None:
        self.centre = centre
        if self.many.isVisible():
            self._show_many(centre)
        if self.matter.isVisible() and self.matter.matter is not None:
            shown = self._matter(self.matter.matter.about, self.matter.matter.key)
            if shown is None:
                self._dealings.put_away()
            else:
                self.matter.show_matter(shown)
        self.show_conflict()

    def show_conflict(self) -> None:
        centre = self.centre
        if centre is None or not centre.disputed or self._dealings.busy:
            self.conflict.hide()
            return
        self._at = min(self._at, len(centre.disputed) - 1)
        self.conflict.show_row(centre.disputed[self._at], self._at + 1, centre)
        self.conflict.show()

    def _show_many(self, centre: Centre) -> None:
        if centre.disputed:
            self.many.show_rows(centre.disputed)
        else:
            self._dealings.put_away()

    def _matter(self, about: About, key: str) -> Matter | None:
        matters = self.centre.matters if self.centre is not None else ()
        return next((one for one in matters if (one.about, one.key) == (about, key)), None)

    # -- from the list

    def choose(self, kind: str, key: str) -> None:
        """The person moved to an entry: show it, and leave the keyboard in the list."""
        centre = self.centre
        if centre is None or self._dealings.writing:
            return
        if kind == "conflict":
            keys = [row.key for row in centre.disputed]
            self._at = keys.index(key) if key in keys else 0
            self._dealings.clear()
            self.show_conflict()
        elif kind == GROUPS:
            self._show_many(centre)
            self._dealings.open_form(self.many)
        elif kind in set(About) and (found := self._matter(About(kind), key)) is not None:
            self.matter.show_matter(found)
            self._dealings.open_form(self.matter)

    def open(self, kind: str, key: str) -> bool:
        """Enter on an entry; False for one of another kind. A refused change leads to its own field."""
        if kind == "conflict":
            self.choose(kind, key)
            self.conflict.table.setFocus()
        elif kind == GROUPS:
            self.open_groups()
        elif kind in set(About):
            self._dealings.clear()
            self.choose(kind, key)
            shown = self.matter.matter
            if kind == About.REFUSED and shown is not None and shown.lines:
                self.look_at(shown.lines[0])
            else:
                self.matter.first.setFocus()
        else:
            return False
        return True

    def open_groups(self) -> None:
        self._dealings.clear()
        self.choose(GROUPS, "")
        self.many.groups.setFocus()

    def step(self, by: int) -> str:
        """Go to another conflict; its key, empty where there is none."""
        if self.centre is None or not self.centre.disputed:
            return ""
        self._dealings.clear()
        self._at = (self._at + by) % len(self.centre.disputed)
        self.show_conflict()
        self.conflict.table.setFocus()
        return self.centre.disputed[self._at].key

    # -- looking at the row itself

    def _open_conflicting(self) -> None:
        if self.centre is not None and self.centre.disputed:
            row = self.centre.disputed[self._at]
            field = self.conflict.field or row.fields[0].field
            self.look_at(Line(row.table, row.row, row_title(row), "", "", field))

    def look_at(self, line: Line) -> None:
        """The screen with the row; where none shows it, say so and leave the text to be copied."""
        cells = {line.column: line.held} if line.column else {}
        place = place_of(self._desk.store, line.table, line.row, cells)
        if place is None:
            text = _("No screen shows this entry ({what}); the text can be copied here.")
            self._reporter.tell(text.format(what=words.table(line.table)), Tone.ACCENT)
            return
        screen, item = place
        field = line.row.partition("|")[0] if line.table == "custom_value" else line.column
        self.wanted.emit(screen, f"{item}#{field}" if field else item)

    def _copy(self, matter: Matter) -> None:
        QGuiApplication.clipboard().setText(matter.text)
        self._reporter.tell(_("The text is on the clipboard."), Tone.ACCENT)

    # -- deciding

    def _settle(self, choices: Mapping[str, str], title: str) -> None:
        text = _("Conflict ended: {what}").format(what=title)
        if self._editor.run(text, lambda: self._desk.sync.resolve_all(choices)):
            self.decided.emit()

    def _settle_many(self, ids: tuple[str, ...], take: str, name: str) -> None:
        text = _("{count} conflicts ended: {what}").format(count=len(ids), what=name)
        if self._editor.run(text, lambda: self._desk.settling.settle(ids, Take(take))):
            self.decided.emit()

    def _decide(self, matter: Matter, answer: str) -> None:
        ways: dict[str, Callable[[Matter], bool]] = {
            ACCEPT: self._accept,
            LEAVE: self._leave,
            KEEP: self._keep,
            DELETE: self._delete,
        }
        if ways[answer](matter):
            self._dealings.put_away()
            self.decided.emit()

    def _accept(self, matter: Matter) -> bool:
        text = _("Let in: {what}").format(what=matter.title)
        return self._editor.run(text, lambda: self._desk.quarantine.accept(matter.key))

    def _leave(self, matter: Matter) -> bool:
        return self._tried(lambda: self._desk.quarantine.leave(matter.key))

    def _keep(self, matter: Matter) -> bool:
        text = _("Entries kept: {what}").format(what=matter.title)
        return self._editor.run(text, lambda: self._desk.deletions.keep(matter.key))

    def _delete(self, matter: Matter) -> bool:
        return self._tried(lambda: self._desk.deletions.agree(matter.key))

    def _tried(self, call: Callable[[], object]) -> bool:
        """For what is no change of this laptop's and so no step of undo."""
        try:
            call()
        except FlexDeskError as error:
            self._reporter.report(error)
            return False
        return True
