"""Many conflicts at once: by person, author or kind, each group ended with one key and one undo."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from flexdesk.i18n import _
from flexdesk.services.sending import DisputedRow
from flexdesk.services.settling import By, Group, Take, grouped
from ui.qt import accessible, fonts
from ui.sending import words
from ui.sending.forms import Form
from ui.widgets.button import Button
from ui.widgets.entries import Entry, EntryList
from ui.widgets.segmented import Segmented

_TALL = 136


class SettleCard(Form):
    """`settled` carries the ids of a group's conflicts, which side ends them, and the group's name."""

    settled = Signal(object, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Conflicts in groups"), parent)
        self._rows: Sequence[DisputedRow] = ()
        self._groups: dict[str, Group] = {}
        ways = [
            (str(By.PERSON), _("By person")),
            (str(By.AUTHOR), _("By author")),
            (str(By.TABLE), _("By kind")),
        ]
        self.by = Segmented(ways, _("Conflicts in groups"))
        self.head.addWidget(self.by)
        self.groups = EntryList(_("Groups of conflicts"), lines=True)
        self.groups.setFixedHeight(fonts.scaled(_TALL))
        self.body.insertWidget(1, self.groups)
        self.add_close()
        self.shown = self._answer(_("As shown"), "check", Take.SHOWN)
        self.theirs = self._answer(_("All theirs"), "users", Take.THEIRS)
        self.mine = self._answer(_("All mine"), "laptop", Take.MINE)
        self.by.chosen.connect(lambda _key: self._group())
        self.groups.chosen.connect(lambda _key: self._look())
        self.groups.opened.connect(lambda _key: self.shown.setFocus())

    def _answer(self, text: str, icon: str, take: Take) -> Button:
        button = self.add_button(Button(text, icon=icon))
        button.setAutoDefault(True)
        button.clicked.connect(lambda: self._settle(take))
        return button

    def show_rows(self, rows: Sequence[DisputedRow]) -> None:
        self._rows = rows
        count = sum(len(row.fields) for row in rows)
        text = _("{count} conflicts in {rows} entries").format(count=count, rows=len(rows))
        self.note.setText(text)
        accessible.name(self, self.title.text(), text)
        self._group()

    def _group(self) -> None:
        by = By(self.by.choice)
        self._groups = {group.name: group for group in grouped(self._rows, by)}
        self.groups.show_entries([_entry(group, by) for group in self._groups.values()])
        if not self.groups.key() and self._groups:
            self.groups.choose(next(iter(self._groups)))
        self._look()

    def _look(self) -> None:
        """Where this laptop wrote none of the values there is no “mine” to take."""
        group = self._groups.get(self.groups.key())
        for button in (self.mine, self.theirs, self.shown):
            button.setEnabled(group is not None)
        if group is not None:
            self.mine.setEnabled(group.mine > 0)

    def _settle(self, take: Take) -> None:
        group = self._groups.get(self.groups.key())
        if group is not None:
            self.settled.emit(group.ids, str(take), name_of(group, By(self.by.choice)))


def _entry(group: Group, by: By) -> Entry:
    note = _("{count} conflicts in {rows} entries; this laptop wrote in {mine}")
    text = note.format(count=len(group.ids), rows=len(group.rows), mine=group.mine)
    icon = {By.PERSON: "users", By.AUTHOR: "laptop"}.get(by) or words.icon(group.name)
    return Entry(group.name, name_of(group, by), text, icon, str(len(group.ids)))


def name_of(group: Group, by: By) -> str:
    """What a group is called; rows that are about nobody stand together."""
    return words.table(group.name) if by is By.TABLE else group.name or _("The unit")
