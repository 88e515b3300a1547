"""Steps two and three of the import: columns above, the trial of every row below, the sum at the foot."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.exchange.columns import ColumnView
from flexdesk.i18n import _
from ui.people.import_fields import FIELD_LABELS, SILENT
from ui.people.import_rows import PreviewDelegate, PreviewModel
from ui.people.import_trial import Trial
from ui.qt import fonts
from ui.widgets.badge import Badge
from ui.widgets.button import Button, Kind
from ui.widgets.card import Card
from ui.widgets.fields import ComboBox
from ui.widgets.import_columns import Columns
from ui.widgets.key_hint import KeyHint
from ui.widgets.label import Label
from ui.widgets.segmented import Segmented
from ui.widgets.table import TableView
from ui.widgets.tones import Tone

_ALL, _FAULTS = "all", "faults"


class PreviewTable(TableView):
    """Enter opens the cell for typing, as F2 does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() and self.state() != self.State.EditingState:
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class Foot(Card):
    """What taking would bring, and the two ways on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.sum = Label("", "base", fonts.STRONG)
        self.badges = {
            "new": Badge("", Tone.POSITIVE, "plus"),
            "updated": Badge("", Tone.ACCENT, "pencil"),
            "same": Badge("", Tone.NEUTRAL),
            "failed": Badge("", Tone.NEGATIVE, "circle-x"),
        }
        self.save = Button(icon="file-spreadsheet")
        self.take = Button(icon="check", kind=Kind.PRIMARY, shortcut="Ctrl+Enter")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.sum)
        for badge in self.badges.values():
            row.addWidget(badge)
        row.addStretch(1)
        row.addWidget(self.save)
        row.addWidget(self.take)
        self.body.addLayout(row)

    def show_trial(self, trial: Trial) -> None:
        accepted, failed = len(trial.reading.accepted), len(trial.reading.rejected)
        counts = {kind: trial.count(kind) for kind in ("new", "updated", "same")} | {"failed": failed}
        sentences = {
            "new": _("{count} new"),
            "updated": _("{count} updated"),
            "same": _("{count} the same"),
            "failed": _("{count} failed"),
        }
        self.sum.setText(_("{count} rows").format(count=accepted + failed))
        for kind, badge in self.badges.items():
            badge.show_facts(replace(badge.facts, text=sentences[kind].format(count=counts[kind])))
            badge.setVisible(bool(counts[kind]))
        self.save.set_words(_("Save {count} failed rows as Excel").format(count=failed))
        self.save.setVisible(bool(failed))
        self.take.set_words(_("Take in {count}").format(count=accepted))
        self.take.setEnabled(bool(accepted))


class Check(QWidget):
    """`column_chosen` and `mended` ask for a new reading; `sheet_chosen` carries the name of a sheet."""

    column_chosen = Signal(int, str)
    mended = Signal(int, int, str)
    sheet_chosen = Signal(str)
    other_file = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = Columns(FIELD_LABELS, SILENT)
        self.columns.chosen.connect(self.column_chosen)
        self.sheet = ComboBox(_("Sheet"))
        self.sheet.activated.connect(lambda _at: self.sheet_chosen.emit(str(self.sheet.currentData())))
        change = Button(_("Other file"), icon="file-spreadsheet", kind=Kind.QUIET)
        change.clicked.connect(self.other_file)
        self.columns.head.addWidget(self.sheet)
        self.columns.head.addWidget(change)
        self.model = PreviewModel(self._mend, self)
        self.table = PreviewTable(_("Rows of the file"))
        self.table.setItemDelegate(PreviewDelegate(self.table))
        self.table.setSelectionBehavior(TableView.SelectionBehavior.SelectItems)
        self.rows = Card(_("Check"), _("the same check that is used when the rows are taken in"), flush=True)
        self.switch = Segmented([(_FAULTS, ""), (_ALL, "")], _("Rows shown"))
        self.switch.choose(_ALL)
        self.switch.chosen.connect(self._choose_rows)
        self.rows.head.addWidget(self.switch)
        self.rows.head.addWidget(KeyHint("F8"))
        self.rows.body.addWidget(self.table)
        self.foot = Foot()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        column.addWidget(self.columns, 5)
        column.addWidget(self.rows, 6)
        column.addWidget(self.foot)
        self.table.setFrameShape(QFrame.Shape.NoFrame)

    def show_trial(self, trial: Trial) -> None:
        """Draw a reading; the cursor goes to the next cell to mend, or stays."""
        at = self.table.currentIndex()
        reading = trial.reading
        faults = Counter(row.field for row in reading.rejected)
        self.columns.show_views(reading.columns, faults, _where(trial))
        self._show_sheets(reading.sheets, reading.layout.sheet)
        self.model.show_trial(trial)
        self.table.show_rows_of(self.model)
        self.switch.set_label(_FAULTS, _("To mend {count}").format(count=self.model.faults))
        self.switch.set_label(_ALL, _("All {count}").format(count=self.model.total))
        self.foot.show_trial(trial)
        for part in (self.rows, self.foot):
            part.show()
        self._go(self.model.next_fault(max(at.row() - 1, -1) if at.isValid() else -1, 1))

    def show_bare(self, views: Sequence[ColumnView], note: str) -> None:
        """Only the columns: nothing can be checked before somebody says where NIP and names stand."""
        self.columns.show_views(views, {}, note)
        self.sheet.hide()
        self.rows.hide()
        self.foot.hide()

    def step_fault(self, step: int) -> bool:
        """F8 goes through the cells to mend; False when there is none."""
        found = self.model.next_fault(self.table.currentIndex().row(), step)
        self._go(found)
        return found.isValid()

    def _go(self, index: QModelIndex) -> None:
        if not index.isValid():
            index = self.model.index(0, 0)
        self.table.setCurrentIndex(index)

    def _mend(self, number: int, column: int, text: str) -> None:
        self.mended.emit(number, column, text)

    def _choose_rows(self, key: str) -> None:
        self.model.show_faults(only=key == _FAULTS)
        self._go(self.model.next_fault(-1, 1))

    def _show_sheets(self, names: list[str], current: str | None) -> None:
        self.sheet.clear()
        for name in names:
            self.sheet.addItem(name, name)
        self.sheet.setCurrentIndex(max(self.sheet.findData(current), 0))
        self.sheet.setVisible(len(names) > 1)


def _where(trial: Trial) -> str:
    rows = trial.reading.layout.header_rows
    if not rows:
        return _("no heading was found; the columns are known by their contents")
    where = str(rows[0]) if len(rows) == 1 else f"{rows[0]}–{rows[-1]}"
    return _("heading found on row {row}; your choice is remembered for files of this shape").format(
        row=where
    )
