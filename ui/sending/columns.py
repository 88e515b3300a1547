"""The three columns of the screen of sending, out, in and history, and the filter over them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.i18n import _
from flexdesk.store.carriers import SyncState
from ui.qt import fonts
from ui.sending import model
from ui.sending.model import Centre
from ui.widgets.badge import sync_badge
from ui.widgets.button import Button, Kind
from ui.widgets.card import Card
from ui.widgets.entries import Entry, EntryList
from ui.widgets.label import Label
from ui.widgets.segmented import Segmented

ALL = "all"


class Column(Card):
    """A list, or a sentence where it is empty."""

    def __init__(self, title: str, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(title, " ", flush=True, parent=parent)
        self._nothing = nothing
        self.entries = EntryList(title, lines=True)
        self.entries.setMinimumHeight(fonts.scaled(96))
        self.empty = Label(nothing, "base", token="muted", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(12, 24, 12, 12)
        self.body.addWidget(self.entries, 1)
        self.body.addWidget(self.empty, 1)

    def show_entries(self, all_: Sequence[Entry], state: str) -> None:
        """Those in a state, or all of them."""
        badge = None if state == ALL else sync_badge(SyncState(state))
        rows = [one for one in all_ if badge is None or one.badge == badge]
        self.entries.show_entries(rows)
        self.entries.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.empty.setText(_("Nothing in this state.") if all_ and not rows else self._nothing)


class Columns(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._centre: Centre | None = None
        self.out = Column(_("Out"), _("Nothing waits to be sent."))
        self.in_ = Column(_("In"), _("Nothing waits for you."))
        self.history = Column(_("Bundles and exchanges"), _("Nothing went out yet."))
        self.receipt = Button(
            _("Enter receipt"), icon="receipt", shortcut="Ctrl+T", kind=Kind.QUIET, small=True
        )
        self.history.head.addWidget(self.receipt)
        self.paste = Button(
            _("Paste codes"), icon="qr-code", shortcut="Ctrl+Shift+O", kind=Kind.QUIET, small=True
        )
        self.in_.head.addWidget(self.paste)
        states = [(str(state), sync_badge(state).text) for state in SyncState]
        self.filter = Segmented([(ALL, _("All")), *states], _("Only one state"))
        row = QHBoxLayout()
        row.setSpacing(10)
        for card in (self.out, self.in_, self.history):
            row.addWidget(card, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.filter)
        column.addLayout(row, 1)
        self.filter.chosen.connect(lambda _key: self._fill())

    def show_centre(self, centre: Centre) -> None:
        self._centre = centre
        count = centre.to_decide
        self.in_.note.setText(_("{count} need a decision").format(count=count) if count else "")
        self.out.note.setText(model.sending_words(centre))
        self._fill()

    def choose_in(self, key: str) -> None:
        """Move to an entry of “In”, also where the filter hides it."""
        if not self.in_.entries.choose(key):
            self.filter.choose(ALL)
            self._fill()
            self.in_.entries.choose(key)

    def _fill(self) -> None:
        if self._centre is None:
            return
        state = self.filter.choice
        self.out.show_entries(model.out_entries(self._centre), state)
        self.in_.show_entries(model.in_entries(self._centre), state)
        self.history.show_entries(model.history_entries(self._centre), state)
