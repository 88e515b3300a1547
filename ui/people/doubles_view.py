"""Who else in the roster may be this person, and which records were merged into this one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.duplicates import Pair
from flexdesk.i18n import _
from flexdesk.services.roster import grouped_nip
from flexdesk.store.store import Row
from ui.people import words
from ui.qt import fonts
from ui.widgets.button import Button
from ui.widgets.card import Hairline
from ui.widgets.fields import LineField
from ui.widgets.label import Label


@dataclass(frozen=True, slots=True)
class DoublesPort:
    """`compare` takes the key of the other; `search` gives people by a part of name or NIP."""

    compare: Callable[[str], None]
    separate: Callable[[str, str], None]
    search: Callable[[str], Sequence[Row]]


class DoublesView(QWidget):
    def __init__(
        self,
        key: str,
        pairs: Sequence[tuple[Pair, Row]],
        merged: Sequence[Row],
        port: DoublesPort,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._key, self._port = key, port
        self.buttons: dict[str, Button] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        if not pairs:
            self._say(_("No other record looks like this person."))
        for pair, row in pairs:
            self._add_pair(pair, row)
        self._add_search()
        if merged:
            self.column.addWidget(Hairline())
            self.column.addWidget(Label(_("Merged into this record"), "small", fonts.STRONG, token="muted"))
        for row in merged:
            self._add_merged(row)

    def _say(self, text: str) -> None:
        self.column.addWidget(Label(text, "base", token="muted", wrap=True))

    def _add_pair(self, pair: Pair, row: Row) -> None:
        signs = ", ".join(_(words.SIGN_LABELS[sign]) for sign in pair.signs)
        button = Button(_("Compare"), icon="git-compare")
        button.clicked.connect(lambda: self._port.compare(str(row["key"])))
        self._add_row(row, signs, button, "warning" if pair.is_sure else "muted")

    def _add_merged(self, row: Row) -> None:
        button = Button(_("Separate"), icon="undo-2")
        button.setToolTip(_("Each record gets its own history back."))
        button.clicked.connect(lambda: self._port.separate(str(row["key"]), str(row["name"] or "")))
        self._add_row(row, "", button, "muted")

    def _add_row(self, row: Row, note: str, button: Button, token: str) -> None:
        self.buttons[str(row["key"])] = button
        line = QHBoxLayout()
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(Label(str(row["name"] or ""), "base", fonts.STRONG, wrap=True))
        text.addWidget(Label(grouped_nip(str(row["nip"] or "")), "small", token="muted"))
        if note:
            text.addWidget(Label(note, "small", token=token, wrap=True))
        line.addLayout(text, 1)
        line.addWidget(button)
        self.column.addLayout(line)

    def _add_search(self) -> None:
        """Somebody whom no sign betrays can be compared too."""
        self.search = LineField(_("Compare with"))
        self.search.setPlaceholderText(_("Compare with: name or NIP"))
        self.told = Label("", "small", token="negative", wrap=True)
        self.told.hide()
        self.search.returnPressed.connect(self._find)
        self.column.addWidget(Hairline())
        self.column.addWidget(self.search)
        self.column.addWidget(self.told)

    def _find(self) -> None:
        text = self.search.text().strip()
        found = [row for row in self._port.search(text) if row["key"] != self._key] if text else []
        if len(found) == 1:
            self._port.compare(str(found[0]["key"]))
            return
        told = _("{count} people fit; write more of the name or the NIP.").format(count=len(found))
        self.told.setText(told if found else _("Nobody fits this search."))
        self.told.show()
