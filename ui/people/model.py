"""The roster as a table: an order that is searched in memory, and details read only for rows looked at."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, Protocol

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from flexdesk.domain.ops import DELETED, Change
from flexdesk.services.roster import Answer, Entry, RosterRow
from ui.people.columns import EDITABLE, Line, columns, group_line, person_line
from ui.widgets.table import RowsModel

Index = QModelIndex | QPersistentModelIndex

PAGE = 64  # rows read at once around the one asked for
WHOLE = 3_000  # up to so many people the details of all are read to filter by them and to count
_ORDERING = frozenset({DELETED, "archived", "merged_into", "order", "section", "unit", "until"})
_FACTS = frozenset(
    {
        "criterion", "discipline", "evaluation", "policy", "request", "section", "service_duty",
        "service_point", "time_pattern", "unit",
    }
)  # fmt: skip


class Reader(Protocol):
    def entries(self, day: date | None = None) -> list[Entry]: ...

    def rows(self, keys: Sequence[str], day: date) -> dict[str, RosterRow]: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the person filters by; empty means any."""

    text: str = ""
    group: str | None = None
    status: str = ""
    answer: str = ""


class RosterModel(RowsModel[Line]):
    """`write` takes the person's key, a field and a text, and says whether it was stored."""

    reread = Signal()  # after every whole reading: numbers beside the table are stale

    def __init__(
        self,
        reader: Reader,
        today: Callable[[], date],
        write: Callable[[str, str, str], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(columns(self.details), attrgetter("key"), parent)
        self._reader, self._today, self._write = reader, today, write
        self._entries: list[Entry] = []
        self._lines: list[Line] = []  # one for each entry, in the same order
        self._searched: tuple[list[str], list[Line]] = ([], self._lines)  # the last words, what they found
        self._place: dict[str, int] = {}
        self._details: dict[str, RosterRow] = {}
        self._wanted = Wanted()
        self._sorted: tuple[str, bool] | None = None

    # Reading
    def read(self) -> None:
        """Everything anew."""
        self._details.clear()
        self._entries = self._reader.entries(self._today())
        self._place = {entry.key: at for at, entry in enumerate(self._entries)}
        self._lines = [person_line(entry) for entry in self._entries]
        self._searched = ([], self._lines)
        self._show()
        self.reread.emit()

    @property
    def people(self) -> int:
        return len(self._entries)

    @property
    def is_whole(self) -> bool:
        """Whether the unit is small enough to know everybody's details."""
        return len(self._entries) <= WHOLE

    @property
    def groups(self) -> list[str]:
        return list(dict.fromkeys(entry.group for entry in self._entries))

    @property
    def shown_people(self) -> int:
        return sum(line.entry is not None for line in self._rows)

    def with_issues(self) -> int:
        """How many people want a look; 0 in a unit too large to look at everybody."""
        if not self.is_whole:
            return 0
        return sum(bool((row := self.details(entry)) and row.issues) for entry in self._entries)

    def details(self, entry: Entry) -> RosterRow | None:
        if entry.key not in self._details and entry.key in self._place:
            at = self._place[entry.key]
            first = max(at - PAGE // 4, 0)
            near = self._entries[first : first + PAGE]
            keys = [one.key for one in near if one.key not in self._details]
            self._details.update(self._reader.rows(keys, self._today()))
        return self._details.get(entry.key)

    def person(self, key: str) -> RosterRow | None:
        at = self._place.get(key)
        return self.details(self._entries[at]) if at is not None else None

    # Filtering and order
    def want(self, wanted: Wanted) -> None:
        if wanted != self._wanted:
            self._wanted = wanted
            self._show()

    def _show(self) -> None:
        found = self._search(self._wanted.text)
        kept = [line for line in found if self._fits(_entry(line))] if self._chooses else found
        if self._sorted is not None:
            field, down = self._sorted
            self.set_rows(
                sorted(kept, key=lambda line: str(getattr(line.entry, field)).casefold(), reverse=down)
            )
        else:
            self.set_rows(_with_groups(kept))

    def _search(self, text: str) -> list[Line]:
        """Lines that hold every word; words that grew look only through what the shorter ones found."""
        before, found = self._searched
        words = _search_words(text)
        if not all(any(old in new for new in words) for old in before):
            found = self._lines
        for word in words:  # word by word: a province is read in one breath
            found = [line for line in found if line.entry is not None and word in line.entry.folded]
        self._searched = (words, found)
        return found

    @property
    def _chooses(self) -> bool:
        """Whether more than the text is asked for."""
        wanted = self._wanted
        return wanted.group is not None or bool(wanted.status or wanted.answer)

    def _fits(self, entry: Entry) -> bool:
        wanted = self._wanted
        if wanted.group is not None and entry.group != wanted.group:
            return False
        if not (wanted.status or wanted.answer):
            return True
        row = self.details(entry)
        return row is not None and (
            (not wanted.status or row.person.status == wanted.status)
            and (not wanted.answer or row.answer == Answer(wanted.answer))
        )

    # Changes
    def apply(self, change: Change) -> bool:
        """False when the change has nothing to do with the roster."""
        touched = {op.table for op in change.ops}
        if touched & _FACTS:
            self.read()
            return True
        ops = [op for op in change.ops if op.table in ("person", "posting")]
        if not ops:
            return False
        keys = {op.row.split("|")[0] for op in ops}
        moved = any(_ORDERING & op.after.keys() for op in ops)
        if moved or len(keys) > 1 or not keys <= self._place.keys():
            self.read()
        else:
            self._renew(keys.pop())
        return True

    def _renew(self, key: str) -> None:
        """One person's record changed, not the order."""
        at = self._place[key]
        self._details.pop(key, None)
        entry = self._entries[at]
        row = self.details(entry)
        if row is None:  # an undone insert leaves a row without any value, which is no row
            self.read()
            return
        person = row.person
        folded = f"{person.full_name} {person.nip} {entry.group}".casefold()
        self._entries[at] = Entry(key, person.name, person.nip, entry.group, folded)
        self._lines[at] = person_line(self._entries[at])
        self._searched = ([], self._lines)
        self.replace_row(self._lines[at])
        self.reread.emit()

    # Qt overrides
    def flags(self, index: Index) -> Qt.ItemFlag:
        line = self.row_at(index)
        if line is None:
            return Qt.ItemFlag.NoItemFlags
        if line.entry is None:
            return Qt.ItemFlag.ItemIsEnabled
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return found | Qt.ItemFlag.ItemIsEditable if index.column() in EDITABLE else found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.EditRole:
            return super().data(index, role)
        line = self.row_at(index)
        row = self.details(line.entry) if line is not None and line.entry is not None else None
        if row is None or index.column() not in EDITABLE:
            return None
        field = EDITABLE[index.column()]
        if field == "jabatan":
            return row.posting.jabatan if row.posting else ""
        return str(getattr(row.person, field))

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line = self.row_at(index)
        if role != Qt.ItemDataRole.EditRole or line is None or line.entry is None:
            return False
        text = str(value).strip()
        if text == self.data(index, Qt.ItemDataRole.EditRole):
            return False
        return self._write(line.entry.key, EDITABLE[index.column()], text)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Name and NIP order everybody; any other column brings the groups back."""
        field = {"name": "name", "nip": "nip"}.get(self.columns[column].key)
        self._sorted = (field, order is Qt.SortOrder.DescendingOrder) if field else None
        self._show()


def _entry(line: Line) -> Entry:
    if line.entry is None:
        raise TypeError(line)
    return line.entry


def _with_groups(people: list[Line]) -> list[Line]:
    """A heading before each group; none when there is only one."""
    counts = Counter([line.group for line in people])
    if len(counts) < 2:
        return people
    lines: list[Line] = []
    group = None
    for line in people:
        if line.group != group:
            group = line.group
            lines.append(group_line(group, counts[group]))
        lines.append(line)
    return lines


def _search_words(text: str) -> list[str]:
    """A NIP may be typed with its gaps: words of digits are one word."""
    words = text.casefold().split()
    if words and all(word.isdigit() for word in words):
        return ["".join(words)]
    return words
