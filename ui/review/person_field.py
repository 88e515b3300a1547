"""A name typed in part finds the person: the best fits stand below, Enter takes the marked one."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.qt import fonts
from ui.widgets.entries import Entry, EntryList
from ui.widgets.fields import LineField

MOST = 5


@dataclass(frozen=True, slots=True)
class Someone:
    key: str
    nip: str
    name: str


def fits(people: Sequence[Someone], typed: str) -> list[Someone]:
    """People of whose name or NIP every typed word begins a part; whoever begins with it comes first."""
    words = typed.casefold().split()
    if not words:
        return []

    def begins(one: Someone) -> bool:
        parts = [*one.name.casefold().replace(".", " ").split(), one.nip]
        return all(any(part.startswith(word) for part in parts) for word in words)

    found = [one for one in people if begins(one)]
    return sorted(found, key=lambda one: (not one.name.casefold().startswith(words[0]), one.name))[:MOST]


class PersonField(QWidget):
    """`chosen` tells the key that Enter took; the field then shows the whole name."""

    chosen = Signal(str)

    def __init__(self, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people: Sequence[Someone] = ()
        self._taken: Someone | None = None
        self.field = _Field(spoken, self)
        self.list = EntryList(spoken)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFixedHeight(fonts.scaled(32) * MOST)
        self.list.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.field.textEdited.connect(self._look)
        self.field.returnPressed.connect(self.take)
        self.list.clicked.connect(lambda _index: self.take())
        self.setFocusProxy(self.field)

    @property
    def person(self) -> Someone | None:
        """Who was taken, or the only one whom the text fits."""
        found = fits(self._people, self.field.text())
        if self._taken is not None and self._taken.name == self.field.text():
            return self._taken
        return found[0] if len(found) == 1 else None

    def show_people(self, people: Sequence[Someone], first: str = "") -> None:
        """`first` is the key of somebody to begin with."""
        self._people = people
        self._taken = next((one for one in people if one.key == first), None)
        self.field.setText(self._taken.name if self._taken is not None else "")
        self.list.hide()

    def _look(self, typed: str) -> None:
        found = fits(self._people, typed)
        self._taken = None
        self.list.show_entries([Entry(one.key, one.name, amount=one.nip) for one in found])
        self.list.setVisible(bool(found))
        if found and not self.list.key():
            self.list.choose(found[0].key)

    def step(self, by: int) -> None:
        at = self.list.currentIndex().row() + by
        if 0 <= at < self.list.rows.rowCount():
            self.list.setCurrentIndex(self.list.rows.index(at, 0))

    def take(self) -> None:
        if self.list.isVisible():
            key = self.list.key()
            self._taken = next((one for one in self._people if one.key == key), None)
        else:
            self._taken = self.person
        self.list.hide()
        if self._taken is not None:
            self.field.setText(self._taken.name)
            self.chosen.emit(self._taken.key)


class _Field(LineField):
    """Arrows move in the list below while the text is typed."""

    def __init__(self, spoken: str, owner: PersonField) -> None:
        super().__init__(spoken)
        self._owner = owner

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._owner.step(step)
