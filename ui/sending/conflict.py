"""One row that two people wrote: mine, theirs and the result side by side, picked with the arrow keys."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from flexdesk.domain.ops import DELETED, Value
from flexdesk.i18n import _
from flexdesk.services.sending import DisputedField, DisputedRow, Written
from ui.qt import accessible, theme
from ui.sending import words
from ui.sending.model import Centre, row_title
from ui.widgets.button import Button, Kind
from ui.widgets.card import Card
from ui.widgets.cells import Cell
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.table import Column, RowsModel, TableView

MINE, THEIRS = "mine", "theirs"


class FieldTable(TableView):
    """Left and Right pick for the row in hand, with Ctrl for all rows; Enter keeps, Ctrl+Enter opens."""

    picked = Signal(str, bool)
    kept = Signal()
    opened = Signal()

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        side = {Qt.Key.Key_Left: MINE, Qt.Key.Key_Right: THEIRS}.get(Qt.Key(event.key()))
        if side is not None:
            self.picked.emit(side, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            (self.opened if control else self.kept).emit()
        else:
            super().keyPressEvent(event)


class ConflictCard(Card):
    """`settled` carries a choice (`mine`, `theirs`, `delete`) for each conflict's id; `skipped` goes on.

    `opened` asks for the entry itself, `together` for all conflicts in groups.
    """

    settled = Signal(object, str)
    skipped = Signal()
    opened = Signal()
    together = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Conflict"), " ", flush=True, parent=parent)
        whole = self.note
        self.note = ElidedLabel("", "small", token="muted")  # a row may be named by a whole sentence
        self.head.replaceWidget(whole, self.note)
        whole.deleteLater()
        self._row: DisputedRow | None = None
        self._names: Mapping[str, str] = {}
        self._picks: dict[str, str] = {}
        self.groups = Button(_("In groups"), icon="rows-3", kind=Kind.QUIET)
        self.head.addWidget(self.groups)
        self.all_mine = Button(_("All mine"), shortcut="Ctrl+←", kind=Kind.QUIET, bind=False)
        self.all_theirs = Button(_("All theirs"), shortcut="Ctrl+→", kind=Kind.QUIET, bind=False)
        self.head.addWidget(self.all_mine)
        self.head.addWidget(self.all_theirs)
        self.authors = ElidedLabel("", "small", token="muted")
        authors = QHBoxLayout()
        authors.setContentsMargins(11, 0, 11, 0)
        authors.addWidget(self.authors)
        self.body.addLayout(authors)
        self.table = FieldTable(_("Fields in conflict"))
        self.model: RowsModel[DisputedField] = RowsModel(self._columns(), lambda one: one.id, self)
        self.table.show_rows_of(self.model)
        self.body.addWidget(self.table)
        self.left = Label("", "base", token="warning")
        self.skip = Button(_("Skip"), shortcut="F8", kind=Kind.QUIET, bind=False)
        self.look = Button(_("Open the entry"), shortcut="Ctrl+Enter", kind=Kind.QUIET, bind=False)
        self.keep = Button(
            _("Keep the result"), icon="check", shortcut="Enter", kind=Kind.PRIMARY, bind=False
        )
        foot = QHBoxLayout()
        foot.setContentsMargins(11, 0, 11, 8)
        foot.addWidget(self.left)
        foot.addStretch(1)
        foot.addWidget(self.look)
        foot.addWidget(self.skip)
        foot.addWidget(self.keep)
        self.body.addLayout(foot)
        self.table.opened.connect(self.opened)
        self.look.clicked.connect(lambda: self.opened.emit())
        self.groups.clicked.connect(lambda: self.together.emit())
        self.table.picked.connect(self.pick)
        self.table.kept.connect(self.settle)
        self.table.clicked.connect(lambda index: self._click(index.column()))
        self.all_mine.clicked.connect(lambda: self.pick(MINE, every=True))
        self.all_theirs.clicked.connect(lambda: self.pick(THEIRS, every=True))
        self.skip.clicked.connect(lambda: self.skipped.emit())
        self.keep.clicked.connect(lambda: self.settle())
        theme.current().density_changed.connect(self._fit)

    def _columns(self) -> list[Column[DisputedField]]:
        return [
            Column("field", _("Which field"), lambda one: Cell(self._field(one), strong=True), 230),
            Column(MINE, _("Mine"), lambda one: self._side(one, one.mine, MINE)),
            Column(THEIRS, _("Theirs"), lambda one: self._side(one, one.theirs, THEIRS)),
            Column("result", _("Result, to be kept"), self._result),
        ]

    # -- showing

    def show_row(self, row: DisputedRow, number: int, centre: Centre) -> None:
        """The conflict `number` (from 1) of those in the centre; picks made on the same row stay."""
        if self._row is None or self._row.key != row.key:
            self._picks = {}
        self._row, self._names = row, centre.names
        title = _("Conflict {number} of {all}").format(number=number, all=len(centre.disputed))
        self.title.setText(title)
        self.note.setText(": ".join(dict.fromkeys((words.table(row.table), row_title(row)))))
        self.groups.setVisible(len(centre.disputed) > 1)
        self.authors.setText(self._authors(row, centre))
        at = max(self.table.currentIndex().row(), 0)
        self.model.set_rows(row.fields)
        self.table.setCurrentIndex(self.model.index(min(at, len(row.fields) - 1), 0))
        accessible.name(self, f"{title}, {self.note.text()}", self.authors.text())
        self._fit()
        self._refresh()

    def _authors(self, row: DisputedRow, centre: Centre) -> str:
        """Who wrote what is in conflict, when, and on which laptop."""
        first = row.fields[0]
        said = []
        for word, written in ((_("mine"), first.mine), (_("theirs"), first.theirs)):
            if written is not None:
                when = words.moment(written.at, centre.today)
                text = _("{side}: {holder}, {when}, laptop {device}")
                said.append(
                    text.format(side=word, holder=written.holder, when=when, device=written.device[:4])
                )
        return " · ".join(said)

    def _field(self, one: DisputedField) -> str:
        return words.field(self._row.table, one.field) if self._row is not None else ""

    def _said(self, one: DisputedField, held: Value) -> str:
        row = self._row
        return words.value(row.table, one.field, held, row.row, self._names) if row is not None else ""

    def _apart(self, one: DisputedField, text: str) -> str:
        """A side as far as it differs from the other."""
        sides = [self._said(one, side.value) for side in (one.mine, one.theirs) if side is not None]
        return words.apart(text, next((side for side in sides if side != text), ""))

    def _letter(self, one: DisputedField, held: Value) -> str:
        return words.letter(self._row.table, one.field, held) if self._row is not None else ""

    def _side(self, one: DisputedField, written: Written | None, side: str) -> Cell:
        if written is None:
            return Cell(_("not written here"), token="muted")
        on = self._picks.get(one.id) == side
        text = self._said(one, written.value)
        shown = self._apart(one, text)
        picked = _("chosen") if on else ""
        return Cell(
            shown,
            token="text" if on else "muted",
            icon="circle-check" if on else "circle",
            icon_token="accent" if on else "muted",
            chip=self._letter(one, written.value),
            spoken=", ".join(part for part in (text, picked) if part),
            strong=on,
            tip=text if shown != text else "",
        )

    def _result(self, one: DisputedField) -> Cell:
        pick = self._picks.get(one.id)
        if pick is None:
            return Cell(_("not chosen yet"), token="warning")
        held = self._value(one, pick)
        text = self._said(one, held)
        shown = self._apart(one, text)
        return Cell(shown, strong=True, chip=self._letter(one, held), spoken=text)

    def _value(self, one: DisputedField, pick: str) -> Value:
        written = one.mine if pick == MINE else one.theirs
        return written.value if written is not None else None

    def _fit(self) -> None:
        rows = self.model.rowCount()
        look = theme.current()
        self.table.setFixedHeight(
            self.table.horizontalHeader().sizeHint().height() + rows * look.row_height() + 2
        )

    def _refresh(self) -> None:
        for one in self.model.rows:
            self.model.replace_row(one)
        open_ = len(self.model.rows) - len(self._picks)
        self.left.setText(_("{count} not chosen yet").format(count=open_) if open_ else "")
        self.keep.setEnabled(not open_)

    # -- choosing

    def pick(self, side: str, every: bool = False) -> None:
        """Choose a side for the row in hand, or for every row."""
        if self._row is None:
            return
        current = self.table.currentIndex().row()
        chosen = self._row.fields if every else self._row.fields[max(current, 0) : max(current, 0) + 1]
        for one in chosen:
            if side == THEIRS or one.mine is not None:
                self._picks[one.id] = side
        self._refresh()
        if not every and current + 1 < len(self._row.fields):
            self.table.setCurrentIndex(self.model.index(current + 1, 0))

    def _click(self, column: int) -> None:
        if column in (1, 2):
            current = self.table.currentIndex()
            self.pick(MINE if column == 1 else THEIRS)
            self.table.setCurrentIndex(current)

    @property
    def field(self) -> str:
        """The field that the cursor is on; empty where nothing is shown."""
        at = self.table.currentIndex().row()
        return self.model.rows[at].field if 0 <= at < len(self.model.rows) else ""

    def choices(self) -> Mapping[str, str]:
        """For `SyncService.resolve_all`."""
        if self._row is None:
            return {}
        made = {}
        for one in self._row.fields:
            pick = self._picks[one.id]
            gone = one.field == DELETED and self._value(one, pick)
            made[one.id] = "delete" if gone else pick
        return made

    def settle(self) -> None:
        if self._row is not None and len(self._picks) == len(self._row.fields):
            self.settled.emit(self.choices(), row_title(self._row))
