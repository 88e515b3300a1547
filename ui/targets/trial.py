"""What an SKP file or a pasted selection would do, shown before anything is taken."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.i18n import N_, _
from flexdesk.services.skp_trial import SkpTrial, TrialLine, TrialState
from ui.qt import fonts
from ui.widgets.badge import BadgeFacts
from ui.widgets.button import Button, Kind
from ui.widgets.card import Hairline
from ui.widgets.cells import Cell
from ui.widgets.label import Label
from ui.widgets.segmented import Segmented
from ui.widgets.table import Column, RowsModel, TableView
from ui.widgets.tones import Tone

_ALL = "all"
_STATES: Mapping[TrialState, BadgeFacts] = MappingProxyType(
    {
        TrialState.NEW: BadgeFacts(N_("new"), Tone.POSITIVE, "plus"),
        TrialState.CHANGED: BadgeFacts(N_("changes"), Tone.WARNING, "pencil"),
        TrialState.KNOWN: BadgeFacts(N_("known"), Tone.QUIET, "check"),
        TrialState.REJECTED: BadgeFacts(N_("not taken"), Tone.NEGATIVE, "x"),
    }
)
_FILTERS: Mapping[str, str] = MappingProxyType(
    {
        _ALL: N_("All {count}"),
        TrialState.NEW: N_("New {count}"),
        TrialState.CHANGED: N_("Changes {count}"),
        TrialState.REJECTED: N_("Not taken {count}"),
    }
)
_WHAT: Mapping[str, str] = MappingProxyType(
    {"work_result": N_("Work result"), "indicator": N_("Indicator"), "realisation": N_("Realisation")}
)


class TrialPane(QWidget):
    """Enter takes everything as one step, Esc leaves it all as it was."""

    taken = Signal(object)  # SkpTrial
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trial: SkpTrial | None = None
        self.title = Label("", "heading", fonts.STRONG)
        self.filters = Segmented([(key, "") for key in _FILTERS], _("What is shown"))
        self.filters.chosen.connect(lambda _kept: self._fill())
        self.model = RowsModel[tuple[int, TrialLine]](_columns(), lambda pair: str(pair[0]))
        self.table = TableView(_("What would be taken"))
        self.table.show_rows_of(self.model)
        self.take = Button(_("Take over"), icon="check", shortcut="Enter", bind=False, kind=Kind.PRIMARY)
        self.leave = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.take.clicked.connect(self.accept)
        self.leave.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 12, 8)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.filters)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 12, 8)
        foot.setSpacing(8)
        hint = _("Nothing is changed yet. What is not in here stays as it is; one undo takes it all back.")
        foot.addWidget(Label(hint, "small", token="muted"))
        foot.addStretch(1)
        foot.addWidget(self.leave)
        foot.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Hairline())
        column.addWidget(self.table, 1)
        column.addWidget(Hairline())
        column.addLayout(foot)
        self.hide()

    def show_trial(self, trial: SkpTrial, source: str) -> None:
        self.trial = trial
        people = len({line.person for line in trial.lines if line.person})
        told = _("{source}: SKP {year} of {count} people")
        self.title.setText(told.format(source=source, year=trial.year, count=people))
        for key, label in _FILTERS.items():
            count = len(trial.lines) if key == _ALL else trial.count(TrialState(key))
            self.filters.set_label(key, _(label).format(count=count))
        lost = trial.count(TrialState.REJECTED)
        self.filters.choose(TrialState.REJECTED if lost else _ALL)
        self.take.setEnabled(bool(trial.count(TrialState.NEW) + trial.count(TrialState.CHANGED)))
        self._fill()
        self.show()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept(self) -> None:
        if self.trial is not None and self.take.isEnabled():
            self.take.setEnabled(False)
            self.taken.emit(self.trial)

    def _fill(self) -> None:
        kept = self.filters.choice
        lines = self.trial.lines if self.trial is not None else ()
        rows = [pair for pair in enumerate(lines) if kept in (_ALL, pair[1].state)]
        self.model.set_rows(rows)
        if rows:
            self.table.selectRow(0)

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _columns() -> list[Column[tuple[int, TrialLine]]]:
    return [
        Column("state", _("Result"), lambda pair: _state(pair[1]), 116),
        Column("person", _("Name"), lambda pair: Cell(pair[1].person or pair[1].place), 190),
        Column("what", _("Kind"), lambda pair: _what(pair[1]), 110),
        Column("text", _("Words"), lambda pair: Cell(pair[1].text, tip=pair[1].text)),
        Column("was", _("Until now"), lambda pair: Cell(pair[1].was, "muted", tip=pair[1].was), 220),
    ]


def _state(line: TrialLine) -> Cell:
    facts = _STATES[line.state]
    return Cell(badge=BadgeFacts(_(facts.text), facts.tone, facts.icon))


def _what(line: TrialLine) -> Cell:
    return Cell(_(_WHAT[line.table]) if line.table else "", "muted")
