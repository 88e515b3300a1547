"""Somebody of the roster who may be the person just typed in: both are shown before anything is kept."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.duplicates import Pair, Sign
from flexdesk.i18n import _
from flexdesk.services.roster import grouped_nip
from flexdesk.store.store import Row
from ui.people import words
from ui.qt import fonts
from ui.widgets.button import Button
from ui.widgets.label import IconLabel, Label

_RENUMBERED = frozenset({Sign.CONTRACT, Sign.NAME_WITHOUT_NIP, Sign.NAME_AND_BIRTH})


class Likeness(QFrame):
    """`opened`: look at the known one; `renumbered`: that is the person, give the new NIP; `added`: no."""

    opened = Signal(str)
    renumbered = Signal(str)
    added = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = ""
        self.head = Label("", "base", fonts.STRONG, wrap=True)
        self.who = Label("", "base", wrap=True)
        self.signs = Label("", "small", token="muted", wrap=True)
        self.look = Button(_("Open that person"), icon="user")
        self.renumber = Button(_("It is that person: take over the NIP"), icon="git-compare")
        self.go_on = Button(_("Somebody else: add"), icon="plus")
        self.look.clicked.connect(lambda: self.opened.emit(self.key))
        self.renumber.clicked.connect(lambda: self.renumbered.emit(self.key))
        self.go_on.clicked.connect(self.added)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(IconLabel("triangle-alert", "warning"))
        line.addWidget(self.head, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 4)
        column.setSpacing(5)
        column.addLayout(line)
        for part in (self.who, self.signs, self.look, self.renumber, self.go_on):
            column.addWidget(part)
        self.hide()

    def open(self, found: Sequence[tuple[Pair, Row]]) -> None:
        """Show the first of those who may be the person."""
        pair, row = found[0]
        self.key = str(row["key"])
        same = Sign.SAME_NIP in pair.signs
        self.head.setText(
            _("This NIP is in the roster already.")
            if same
            else _("This person may be in the roster already.")
        )
        left = _(", archived") if row["archived"] else ""
        self.who.setText(f"{row['name']}{left}\n{grouped_nip(str(row['nip'] or ''))}")
        self.signs.setText(", ".join(_(words.SIGN_LABELS[sign]) for sign in pair.signs))
        self.renumber.setVisible(bool(_RENUMBERED.intersection(pair.signs)) and not row["archived"])
        self.go_on.setVisible(not same or bool(row["archived"]))
        self.show()
        self.look.setFocus()
