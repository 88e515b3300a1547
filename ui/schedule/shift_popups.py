"""Alt+S: how many people each shift needs, as a small grid of numbers; and who could fill a gap."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from flexdesk.domain.places import Place
from flexdesk.domain.shifts import MOST_PEOPLE, ORDER, NeedDays, Needs
from flexdesk.i18n import _
from flexdesk.services.shift_needs import DAYS
from ui.qt import accessible, fonts
from ui.schedule import words
from ui.schedule.popup import Popup
from ui.schedule.shift_ports import Candidate, Function, Told
from ui.widgets.button import Button, Kind
from ui.widgets.fields import LineField
from ui.widgets.label import Label
from ui.widgets.segmented import Segmented

_FIELD, _ROW, _SHOWN = 64, 44, 8
_STEPS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
Spot = tuple[str, Place, str]  # function, shift, kind of day


class ShiftNeedsPopup(Popup):
    """Enter keeps the numbers, Ctrl+Enter drafts the shifts with them; an empty field is no need."""

    def __init__(
        self,
        functions: Sequence[Function],
        needs: Needs,
        keep: Callable[[list[Told]], bool],
        draft: Callable[[], object],
        parent: QWidget,
    ) -> None:
        note = _("People that each shift needs. A number for one kind of day goes before that for every day.")
        super().__init__(_("Needs of the shifts"), note, parent)
        self._functions, self._keep, self._draft = list(functions), keep, draft
        self._held: dict[Spot, str] = {
            (function.key, shift, kind): ""
            if (count := needs.told(function.key, shift, kind)) is None
            else str(count)
            for function in functions
            for shift in ORDER
            for kind in NeedDays
        }
        self._typed = dict(self._held)
        self.kinds = Segmented([(kind, _(label)) for kind, label in DAYS.items()], _("Kind of day"))
        self.kinds.chosen.connect(lambda _kind: self._fill())
        self.column.addWidget(self.kinds)
        self.fields: dict[tuple[int, int], LineField] = {}
        self._lay_out_fields()
        self.fault = Label("", "small", token="negative", wrap=True)
        self.fault.hide()
        self.column.addWidget(self.fault)
        self._lay_out_buttons()
        self._fill()

    def _lay_out_fields(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for column, shift in enumerate(ORDER):
            grid.addWidget(Label(words.spoken_place(shift), "small", token="muted"), 0, column + 1)
        for row, function in enumerate(self._functions):
            grid.addWidget(Label(function.name), row + 1, 0)
            for column, shift in enumerate(ORDER):
                field = LineField(f"{function.name}, {words.spoken_place(shift)}")
                field.setFixedWidth(fonts.scaled(_FIELD))
                field.setMaxLength(len(str(MOST_PEOPLE)))
                field.textEdited.connect(lambda text, at=(row, column): self._note(at, text))
                self.fields[row, column] = field
                grid.addWidget(field, row + 1, column + 1)
        self.column.addLayout(grid)

    def _lay_out_buttons(self) -> None:
        row = QHBoxLayout()
        row.addStretch(1)
        self.save = Button(_("Save"), shortcut="Enter", bind=False)
        self.go = Button(_("Draft shifts"), shortcut="Ctrl+Enter", bind=False, kind=Kind.PRIMARY)
        self.save.clicked.connect(self._save)
        self.go.clicked.connect(self._save_and_draft)
        row.addWidget(self.save)
        row.addWidget(self.go)
        self.column.addLayout(row)

    def _spot(self, at: tuple[int, int]) -> Spot:
        return self._functions[at[0]].key, ORDER[at[1]], self.kinds.choice

    def _fill(self) -> None:
        for at, field in self.fields.items():
            field.setText(self._typed[self._spot(at)])
            field.show_fault("")

    def _note(self, at: tuple[int, int], text: str) -> None:
        self._typed[self._spot(at)] = text.strip()
        self.fields[at].show_fault("" if _is_count(text) else _("Write a whole number."))

    def _accept(self) -> bool:
        """Keep what was changed; False where a number is none or the change is refused."""
        wrong = [spot for spot, text in self._typed.items() if not _is_count(text)]
        self.fault.setVisible(bool(wrong))
        if wrong:
            self.fault.setText(_("“{text}” is not a number of people.").format(text=self._typed[wrong[0]]))
            self.kinds.choose(wrong[0][2])
            self._fill()
            for at, field in self.fields.items():
                if self._spot(at) in wrong:
                    field.show_fault(_("Write a whole number."))
            self.adjustSize()
            return False
        changed: list[Told] = [
            (*spot, int(text) if text else None)
            for spot, text in self._typed.items()
            if text != self._held[spot]
        ]
        self.close()
        return not changed or self._keep(changed)

    def _save(self) -> None:
        self._accept()

    def _save_and_draft(self) -> None:
        if self._accept():
            self._draft()

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = next((at for at, field in self.fields.items() if field.hasFocus()), None)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            with_draft = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            self._save_and_draft() if with_draft else self._save()
        elif at is not None and event.key() in _STEPS:
            down, aside = _STEPS[Qt.Key(event.key())]
            if (field := self.fields.get((at[0] + down, at[1] + aside))) is not None:
                field.setFocus(Qt.FocusReason.TabFocusReason)
                field.selectAll()
        else:
            super().keyPressEvent(event)


def _is_count(text: str) -> bool:
    plain = text.strip()
    return not plain or (plain.isascii() and plain.isdecimal())


class CandidateList(Popup):
    """Enter gives the shift to the one chosen."""

    def __init__(
        self, title: str, found: Sequence[Candidate], take: Callable[[Candidate], object], parent: QWidget
    ) -> None:
        note = (
            _("Enter gives the shift.")
            if found
            else _("Nobody can take this shift without breaking a limit.")
        )
        super().__init__(title, note, parent)
        self._found, self._take = list(found), take
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for one in self._found:
            item = QListWidgetItem(f"{one.name}\n{one.why}")
            item.setSizeHint(QSize(0, fonts.scaled(_ROW)))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one.name}, {one.why}")
            self.list.addItem(item)
        self.list.setFixedHeight(fonts.scaled(_ROW) * max(1, min(len(self._found), _SHOWN)) + 4)
        self.list.setVisible(bool(self._found))
        self.list.itemActivated.connect(lambda _item: self._choose())
        accessible.name(self.list, _("Candidates"))
        self.column.addWidget(self.list)
        if self._found:
            self.list.setCurrentRow(0)

    def _choose(self) -> None:
        if self._found:
            chosen = self._found[self.list.currentRow()]
            self.close()
            self._take(chosen)

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        else:
            super().keyPressEvent(event)
